"""The provider desk: send, mend, preview and publish, look back and bring back. Every page but the first needs a token.

What comes in goes through the one door, as what comes to the API: the same findings, and nothing in part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from flask import Blueprint, Flask, Response, redirect, request
from flask_limiter import Limiter
from signpost_web import answers, guard, session, settings
from signpost_web.pages.answer import answer_page
from signpost_web.pages.checked import Checked, checked
from signpost_web.pages.desk import (
    Faults,
    HistoryPage,
    NewPage,
    PreviewPage,
    PublicationPage,
    SignInPage,
    SourceLine,
    Typed,
    changes,
    desk_page,
    grouped,
    submission_page,
    version,
    who,
)
from signpost_web.views.named import of_file, of_text

import signpost
from signpost import browsing
from signpost.errors import NotAllowed, UnknownName
from signpost.model import Finding, PublicationRecord, Received, Severity, SubmissionRecord, SubmissionState
from signpost.pages.preview import preview_page

if TYPE_CHECKING:
    from signpost.emit import Block

routes = Blueprint("desk", __name__, url_prefix="/desk")
session.guarded(routes, open=frozenset({"desk", "sign_in", "check", "try_it", "template"}))

STRANGER = "check"
"""The source that a stranger's submission is checked as."""
SECONDS = 10
"""How long a preview looks at roles."""
_MEANWHILE = (
    "It was changed in another tab, or by a colleague, since you opened this page. Here is what you typed. "
    "Send it again to put it in the place of the other."
)
_OTHER = "It was changed since you opened this page. Look at what it is now, then publish it."
_MOST_OF_STRANGERS = 1024 * 1024
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def limit(app: Flask, limiter: Limiter) -> None:
    """Let no address try tokens, or check without one, more often than a setting says."""
    often = limiter.limit(settings.tries(), key_func=session.address)
    for name in ("desk.sign_in", "desk.try_it"):
        view: Callable[..., Any] = app.view_functions[name]
        app.view_functions[name] = often(view)


# ------------------------------------------------------------------------------------------------ the first page
@routes.get("")
def desk() -> Response:
    """All that a provider has sent and published; for whoever is not signed in, what the desk is for."""
    token, door = guard.known(), guard.door()
    if token is None:
        page = SignInPage("For providers", to=session.page(request.args.get("to", "")))
        return answers.page(page, "desk_sign_in.html", private=True)
    if token.steward and not token.sources:
        return _to("/steward")
    sources = [SourceLine(one, next(iter(_history(one)), None), door.is_held(one)) for one in token.sources]
    lines = desk_page(token, sources, door.submissions(sources=token.sources))
    return answers.page(lines, "desk.html", private=True)


def _history(source: str) -> list[PublicationRecord]:
    try:
        return guard.door().history(source)
    except UnknownName:
        return []


@routes.post("/sign-in")
def sign_in() -> Response:
    """Begin a session with the token that was pasted."""
    found, to = session.sign_in(request.form.get("token", "")[:500]), session.page(request.form.get("to", "/desk"))
    if found is not None:
        return _to(to or ("/steward" if found.steward and not found.sources else "/desk"))
    sentence = "This token does not count. Paste all of it; if it has ended, ask your steward for a new one."
    return answers.page(SignInPage("For providers", (("token", sentence),), to), "desk_sign_in.html", status=401)


@routes.post("/sign-out")
def sign_out() -> Response:
    """End the session of this browser."""
    session.sign_out()
    return _to("/desk")


@routes.get("/courses.xlsx")
def template() -> Response:
    """The workbook to fill in with courses."""
    answer = Response(signpost.template("courses"), mimetype=_WORKBOOK)
    answer.headers["Content-Disposition"] = 'attachment; filename="courses.xlsx"'
    return answer


# ------------------------------------------------------------------------------------------------ try the door
@routes.get("/check")
def check() -> Response:
    """A form to check courses without a token."""
    return _form(NewPage("Check your courses", None, Typed(), grouped(signpost.formats())))


@routes.post("/check")
def try_it() -> Response:
    """What would be found in what a stranger sends; nothing is kept."""
    received, typed, faults = _received(STRANGER)
    if received is not None and len(received.content) > _MOST_OF_STRANGERS:
        received, faults = None, (("text", "It is larger than 1 MB. Sign in to send more."),)
    if received is None:
        return _form(NewPage("Check your courses", None, typed, grouped(signpost.formats()), faults), 422)
    return _told(guard.door().submit(received, "stranger", dry_run=True), received, typed, "Check your courses")


# ------------------------------------------------------------------------------------------------ something new
@routes.get("/new")
def new() -> Response:
    """A form for a new submission."""
    token = guard.token()
    typed = Typed(source=token.sources[0] if len(token.sources) == 1 else "")
    return _form(NewPage("Send courses", who(token), typed, grouped(signpost.formats())))


@routes.post("/new")
def send() -> Response:
    """Check what was sent, or keep it as a draft; a file that was chosen is kept, since a page cannot give it back."""
    token = guard.token()
    received, typed, faults = _received(request.form.get("source", ""))
    if received is None:
        return _form(NewPage("Send courses", who(token), typed, grouped(signpost.formats()), faults), 422)
    received = _as(received, guard.source(received.source or None))
    if request.form.get("do") == "check" and typed.text:
        return _told(guard.door().submit(received, token.name, dry_run=True), received, typed, "Send courses")
    return _to(f"/desk/{guard.door().submit(received, token.name, draft=True).id}")


def _form(page: NewPage, status: int = 200) -> Response:
    return answers.page(page, "desk_new.html", status=status, private=True)


def _told(record: SubmissionRecord, received: Received, typed: Typed, title: str) -> Response:
    """The form with what was typed, and what was found in it."""
    token = guard.known()
    found = checked(record.findings, received, guard.door().look)
    page = NewPage(title, who(token) if token else None, typed, grouped(signpost.formats()), found=found,
                   findings=record.findings)  # fmt: skip
    return _form(page, 200 if found.passes else 422)


def _as(received: Received, source: str) -> Received:
    return Received(received.content, received.name, source, received.format, received.amends)


def _received(source: str) -> tuple[Received | None, Typed, Faults]:
    """What was sent in a form, what was typed, and what is wrong with the form."""
    form, file = request.form, request.files.get("file")
    typed = Typed(form.get("text", ""), source, form.get("format", ""), form.get("amends", "yes") == "yes")
    content = file.read() if file and file.filename else b""
    name = of_file(file.filename or "") if content and file else ""
    faults = []
    if not content and not typed.text.strip():
        faults.append(("text", "Choose a file, or paste your courses."))
    if typed.format and typed.format not in signpost.formats():
        faults.append(("format", "That is no format that is known. Choose one from the list."))
    if (token := guard.known()) and source != STRANGER and source not in token.sources and len(token.sources) > 1:
        faults.append(("source", "Choose the source that you send as."))
    if faults:
        return None, typed, tuple(faults)
    pasted = typed.text.replace("\r\n", "\n").encode("utf-8", "replace")
    received = Received(content or pasted, name or of_text(pasted, typed.format), source, typed.format,
                        typed.amends)  # fmt: skip
    return received, (Typed("", source, typed.format, typed.amends) if content else typed), ()


# ------------------------------------------------------------------------------------------------ one submission
@routes.get("/<id>")
def submission(id: str) -> Response:
    """One submission: what became of it, what was found, and what can be done."""
    record = guard.own(id)
    if record.source not in guard.token().sources:
        return _to(f"/steward/submissions/{record.id}")
    return _shown(record)


def _shown(record: SubmissionRecord, faults: Faults = (), status: int = 200, typed: str = "") -> Response:
    sent = kept(record)
    page = submission_page(guard.token(), record, found_in(record, sent), sent, withdrawn(sent), signpost.formats(),
                           faults, typed)  # fmt: skip
    return answers.page(page, "desk_submission.html", status=status, private=True)


def withdrawn(sent: Received | None) -> tuple[tuple[str, str], ...]:
    """IRI and name of each course that a submission withdraws."""
    if sent is None or not sent.withdraws:
        return ()
    names = signpost.names(guard.store())
    return tuple((iri, names.called(iri)) for iri in sent.withdraws)


def is_other(record: SubmissionRecord) -> bool:
    """Whether a submission holds something else by now than the page showed from which a form was sent."""
    seen = request.form.get("seen", "")
    return bool(seen) and seen != version(kept(record))


def kept(record: SubmissionRecord) -> Received | None:
    """What was sent, where it is still kept."""
    try:
        return guard.door().received(record.id) if record.id else None
    except NotAllowed:
        return None


def found_in(record: SubmissionRecord, sent: Received | None) -> Checked:
    """What was found in a submission, beside what was sent."""
    return checked(record.findings, sent, guard.door().look)


@routes.post("/<id>")
def renew(id: str) -> Response:
    """Other content for a draft, a held or a returned submission."""
    before = _to_change(id)
    received, typed, faults = _received(before.source)
    if received is None:
        return _shown(before, faults, 422)
    if is_other(before):
        return _shown(before, (("text", _MEANWHILE),), 409, typed.text)
    name, format = received.name, received.format
    if name.startswith("pasted"):  # it is the text of the same file
        sent = guard.door().received(before.id)
        name, format = sent.name, request.form.get("format", sent.format)
    received = Received(received.content, name, before.source, format, before.amends)
    return _to(f"/desk/{guard.door().renew(before.id, received, guard.token().name).id}")


@routes.post("/<id>/publication")
def publish(id: str) -> Response:
    """Publish a draft or a returned submission; where the gate refuses it, it stays what it was."""
    before = _to_change(id)
    if is_other(before):
        return _shown(before, (("", _OTHER),), 409)
    try:
        record = guard.door().publish(before.id, guard.token().name)
    except NotAllowed:  # it was sent twice, or another tab was quicker: its page says what became of it
        return _to(f"/desk/{before.id}")
    passed = record.state in (SubmissionState.PUBLISHED, SubmissionState.HELD)
    return _to(f"/desk/{record.id}") if passed else _shown(record, status=422)


@routes.post("/<id>/removal")
def remove(id: str) -> Response:
    """Forget a submission that was not published."""
    guard.door().remove(_to_change(id).id)
    return _to("/desk")


@routes.get("/<id>/content")
def content(id: str) -> Response:
    """What was sent, as it came."""
    sent = guard.door().received(guard.own(id).id)
    return download(sent.content, sent.name)


@routes.get("/<id>/preview")
def preview(id: str) -> Response:
    """What a submission would come to, and where it would be signposted."""
    return previewed(guard.own(id), f"/desk/{id}")


def previewed(record: SubmissionRecord, back: str) -> Response:
    """The preview of a submission, or of one of its resources."""
    resource = request.args.get("resource", "")[:2000]
    found = signpost.previewed(guard.door(), record.id, resource=resource, time_limit=SECONDS)
    told = answer_page(preview_page(found, record.name), {})
    page = PreviewPage(told.title, who(guard.token()), record, back, SECONDS, tuple(_without_findings(told.blocks)))
    return answers.page(page, "desk_preview.html", private=True)


def _without_findings(blocks: Iterable[tuple[str, Block]]) -> Iterator[tuple[str, Block]]:
    """The blocks of a preview without the findings, which come first and stand on the page of the submission."""
    is_past = False
    for kind, block in blocks:
        is_past = is_past or kind in ("Heading", "Table")
        if is_past or kind == "Text":
            yield kind, block


def _to_change(id: str) -> SubmissionRecord:
    """A submission that may be changed by who is signed in; raises UnknownName, Forbidden for a steward."""
    record = guard.own(id)
    guard.source(record.source)
    return record


# ------------------------------------------------------------------------------------------------ history
@routes.get("/sources/<source>")
def history(source: str) -> Response:
    """Every publication of a source, the last one first."""
    return history_of(source, "/desk/sources")


def history_of(source: str, under: str) -> Response:
    """The page of the history of a source, whose publications lie under a path."""
    records = guard.door().history(guard.readable(source))
    page = HistoryPage(f"What {source} has published", who(guard.token()), source, f"{under}/{quote(source)}",
                       tuple(records))  # fmt: skip
    return answers.page(page, "desk_history.html", private=True)


@routes.get("/sources/<source>/<int:number>")
def publication(source: str, number: int) -> Response:
    """One publication of a source, with what changed by it."""
    return publication_of(source, number, "/desk/sources")


def publication_of(source: str, number: int, under: str) -> Response:
    """The page of one publication."""
    door, records = guard.door(), guard.door().history(guard.readable(source))
    found = next((one for one in records if one.number == number and number), None)
    if found is None:
        raise UnknownName(f"publication {number} of the source", source)
    before = door.content(source, number - 1) if number > 1 else b""
    differs = tuple(changes(browsing.difference(before, door.content(source, number))))
    page = PublicationPage(
        f"Publication {number} of {source}", who(guard.token()), found, f"{under}/{quote(source)}", differs,
        is_last=found is records[0], own=source in guard.token().sources,
    )  # fmt: skip
    return answers.page(page, "desk_publication.html", private=True)


@routes.get("/sources/<source>/<int:number>/content")
def said(source: str, number: int) -> Response:
    """What one publication said, as N-Triples."""
    return download(guard.door().content(guard.readable(source), number), f"{source}-{number}.nt")


@routes.post("/sources/<source>/<int:number>/restoration")
def restore(source: str, number: int) -> Response:
    """Publish again what a source said in one of its publications; where it is held, it waits for a steward."""
    door, name = guard.door(), guard.token().name
    source = guard.source(guard.readable(source))
    if door.is_held(source):
        again = Received(door.content(source, number), f"{source}-{number}.nt", source, "ntriples")
        return _to(f"/desk/{door.submit(again, name).id}")
    door.restore(source, number, name)
    return _to(f"/desk/sources/{quote(source)}")


# ------------------------------------------------------------------------------------------------ answers
def _to(path: str) -> Response:
    """Go on with another page, which is then asked for."""
    return cast(Response, redirect(path, 303))


def download(content: bytes, name: str) -> Response:
    """A file that a browser keeps and does not show."""
    answer = Response(content, mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def refusals(record: SubmissionRecord) -> list[Finding]:
    """What keeps a submission from being published."""
    return [one for one in record.findings if one.severity is Severity.REFUSED]
