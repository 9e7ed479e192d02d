"""The verbs of the door: what was published, what waits, who may send, and the server that providers send to."""

from __future__ import annotations

import click

import signpost
from signpost.errors import SignpostError
from signpost.terminal import Asked
from signpost.verbs import ALL, verb

BY = "command line"
"""Who does in the ledger what is done here."""

LEDGER = click.option("--ledger", envvar="SIGNPOST_LEDGER", default="", metavar="URL",
                      help="Another ledger, such as postgresql+psycopg://HOST/NAME.")  # fmt: skip


@verb(*ALL)
@click.argument("source")
@LEDGER
def history(asked: Asked, source: str, ledger: str) -> None:
    """Every publication of a SOURCE: when, by whom, what changed.

    For example: signpost history a-college
    """
    from signpost.pages.publishing import history_page

    asked.emit(history_page(source, signpost.history(source, asked.store(), ledger=ledger)))


@verb(*ALL)
@click.argument("source")
@click.argument("number", type=click.IntRange(min=1))
@click.option("--dry-run", is_flag=True, help="Check everything and change nothing.")
@LEDGER
def restore(asked: Asked, source: str, number: int, dry_run: bool, ledger: str) -> None:
    """Publish again what a SOURCE said in its publication NUMBER.

    'signpost history' has the numbers. For example: signpost restore a-college 3
    """
    from signpost.pages.listings import publication_page

    store = asked.store(to_change=True)
    with asked.working(f"Restoring publication {number} of {source}"):
        published = signpost.restore(source, number, store, by=BY, dry_run=dry_run, ledger=ledger)
    asked.emit(publication_page(published, dry_run))


@verb(*ALL)
@click.argument("submission", required=False)
@click.option("--accept", is_flag=True, help="Publish the SUBMISSION.")
@click.option("--return", "comment", metavar="COMMENT", help="Send the SUBMISSION back, with what to change.")
@click.option("--hold", metavar="SOURCE", help="Let what this source sends wait here from now on.")
@click.option("--automatic", metavar="SOURCE", help="Let what this source sends be published at once.")
@LEDGER
def queue(
    asked: Asked,
    submission: str | None,
    accept: bool,
    comment: str | None,
    hold: str | None,
    automatic: str | None,
    ledger: str,
) -> None:
    """What waits for a steward; one SUBMISSION is accepted or sent back.

    For example: signpost queue 0f3a --return "Please add prices."
    """
    from signpost.pages.publishing import queue_page, submission_page

    door = signpost.door(asked.store(to_change=True), ledger=ledger)
    for source, held in ((hold, True), (automatic, False)):
        if source:
            door.hold(source, held)
    if (accept or comment is not None) and (not submission or (accept and comment is not None)):
        raise SignpostError("name the SUBMISSION, and either --accept it or --return it with a COMMENT.")
    if not submission:
        asked.emit(queue_page(door.queue()))
        return
    id = door.named(submission).id
    if accept:
        with asked.working("Publishing"):
            door.accept(id, BY)
    elif comment is not None:
        door.send_back(id, comment, BY)
    asked.emit(submission_page(door.submission(id)))


@verb(*ALL)
@click.option("--new", "name", metavar="NAME", help="Make a token for whoever has this name.")
@click.option("--source", "sources", multiple=True, metavar="ID", help="A source that it may publish as; repeatable.")
@click.option("--steward", is_flag=True, help="It may accept and send back what is held, of every source.")
@click.option("--days", type=click.IntRange(1, 3650), default=365, show_default=True, help="How long it lasts.")
@click.option("--rotate", metavar="ID", help="Make a new token in the place of this one, which ends at once.")
@click.option("--revoke", metavar="ID", help="End this token at once and for good.")
@LEDGER
def tokens(
    asked: Asked,
    name: str | None,
    sources: tuple[str, ...],
    steward: bool,
    days: int,
    rotate: str | None,
    revoke: str | None,
    ledger: str,
) -> None:
    """Who may send over the network. A new token is shown once.

    For example: signpost tokens --new "A college's web site" --source a-college
    """
    from signpost.pages.publishing import token_page, tokens_page

    if sum(each is not None for each in (name, rotate, revoke)) > 1:
        raise SignpostError("use one of --new, --rotate and --revoke at a time.")
    if name is not None and not (name.strip() and (sources or steward)):
        raise SignpostError("a new token needs a NAME, and the sources that it may publish as (--source) or --steward.")
    door = signpost.door(asked.store(to_change=True), ledger=ledger)
    if name is not None:
        asked.emit(token_page(*door.issue(name.strip(), sources, steward=steward, days=days)))
    elif rotate:
        asked.emit(token_page(*door.rotate(rotate, days=days)))
    else:
        if revoke:
            door.revoke(revoke)
        asked.emit(tokens_page(door.tokens()))


@verb()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 is any.")
@LEDGER
def serve(asked: Asked, host: str, port: int, ledger: str) -> None:
    """Serve the browser and the doors for machines, until Ctrl-C.

    For example: signpost serve --port 8000
    """
    store = asked.store(to_change=True)
    with asked.working("Serving") as telling:
        signpost.serve(store, host=host, port=port, ledger=ledger, say=telling.say)
