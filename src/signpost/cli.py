"""The command line: one verb for each function of the face, one emitter, one place that tells what went wrong.

Exit codes: 0 the question was answered, whatever the answer; 1 `check` or `publish` found faults, or `--fail-on-gaps`
and there are gaps (`--fail-on-warnings`, warnings); 2 the command cannot be carried out (usage, unreadable input, the
store); 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import io
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

import signpost
import signpost.desk
import signpost.steward
from signpost.errors import SignpostError
from signpost.steward import BY, LEDGER
from signpost.terminal import FORCE, MARKUPS, Asked, Day, Going, reporting, to_write, write_report
from signpost.verbs import ALL, AS_AT, FILE, GAPS, LIMIT, ended, verb, verbs

if TYPE_CHECKING:
    from signpost import Store
    from signpost.model import Finding, PersonSpecification


def _case(asked: Asked, file: Path, as_at: datetime | None, store: Store) -> PersonSpecification:
    if not signpost.is_specification(file) and file.is_file():
        raise SignpostError(f"{file} is not a person specification. Use a .yaml file, such as 'signpost new' writes.")
    return signpost.specification(file, store, as_at=as_at.date() if as_at else None)


# ------------------------------------------------------------------------------------------------ people
@verb()
@click.argument("role")
def new(asked: Asked, role: str) -> None:
    """Write a commented specification for a ROLE. Fill in its blanks.

    For example: signpost new "registered manager" > case.yaml
    """
    click.echo(signpost.new(role, asked.store()), nl=False)


@verb(*ALL)
@FILE
@AS_AT
@click.option("--against", type=Day(["%Y-%m-%d"]), metavar="DAY", help="Compare with this day, in its own editions.")
@GAPS
def audit(asked: Asked, file: Path, as_at: datetime | None, against: datetime | None, fail_on_gaps: bool) -> int:
    """What the post needs, what is held and what is missing. FILE is a specification."""
    from signpost.pages.audit import audit_page
    from signpost.pages.days import days_page

    store = asked.store()
    audited = signpost.audit(_case(asked, file, as_at, store), store)
    if against:
        other = signpost.audit(_case(asked, file, against, store), store)
        asked.emit(days_page(audited, other, signpost.names(store)))
    else:
        asked.emit(audit_page(audited, signpost.profile(audited), signpost.names(store)))
    return ended(fail_on_gaps and bool(audited.open))


@verb(*ALL, "ttl")
@FILE
@AS_AT
@GAPS
@LIMIT
@click.option("--work-limit", type=click.IntRange(min=1), metavar="STEPS",
              help="Stop searching after so much work, the same on every machine.")  # fmt: skip
@click.option("--alternatives", type=click.IntRange(0, 3), default=3, show_default=True, help="How many other routes.")
@click.option("--form", "printed", type=click.Choice(["2"]), help="Fill Form 2; --as md (the default) or html.")
def route(
    asked: Asked,
    file: Path,
    as_at: datetime | None,
    fail_on_gaps: bool,
    time_limit: float | None,
    work_limit: int | None,
    alternatives: int,
    printed: str | None,
) -> int:
    """The best learning route: steps, dates, cost and reasons. FILE is a specification, as 'signpost new' writes."""
    from signpost.pages.route import route_page, things

    markup = asked.markup() if printed else ""
    store = asked.store()
    case = _case(asked, file, as_at, store)
    audited = signpost.audit(case, store)
    with asked.working("Looking for the best route"):
        found = signpost.route(case, store, alternatives=alternatives, work_limit=work_limit, time_limit=time_limit)
    if printed:
        click.echo(signpost.forms(int(printed), markup, answer=(audited, found), store=store), nl=False)
    else:
        facts = signpost.particulars(things(found), store)
        asked.emit(route_page(audited, found, signpost.names(store), facts))
    return ended(fail_on_gaps and bool(found.open))


@verb(*ALL)
@FILE
@AS_AT
@GAPS
@LIMIT
def next_(asked: Asked, file: Path, as_at: datetime | None, fail_on_gaps: bool, time_limit: float | None) -> int:
    """What to learn next: the single best step now, and why. FILE is a specification."""
    from signpost.pages.route import next_page, things

    store = asked.store()
    case = _case(asked, file, as_at, store)
    audited, found = signpost.audit(case, store), None
    with asked.working("Looking for the best step"):
        step = signpost.next(case, store, time_limit=time_limit)
        if step is None and audited.open:
            found = signpost.route(case, store, alternatives=0, time_limit=time_limit)
    facts = signpost.particulars(things(step or found), store)
    asked.emit(next_page(step, audited, found, signpost.names(store), facts))
    return ended(fail_on_gaps and bool(audited.open))


@verb(*MARKUPS)
@click.argument("which", type=click.Choice(["1", "2", "sheet", "courses"]))
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to this file.")
@FORCE
def forms(asked: Asked, which: str, output: Path | None, force: bool) -> None:
    """A blank form, 1 or 2, or a workbook: 'sheet', 'courses'.

    1 is an organisation's checklist, 2 a person's plan. 'sheet' is the workbook for a framework, roles, requirements
    and duties of your own, 'courses' that for a provider's courses; 'publish' reads both. For example: signpost forms
    courses --output mine.xlsx
    """
    to_write(output, force)
    is_form = which in ("1", "2")
    content = signpost.forms(int(which), asked.markup()).encode() if is_form else signpost.template(which)
    if output is None:
        click.echo(content, nl=False)
    else:
        output.write_bytes(content)


# ------------------------------------------------------------------------------------------------ the graph
@verb(*ALL)
@FILE
@click.option("--source", default="", help="Check it as this source's submission.")
@click.option("--format", "format_", default="", help="Its format, where it cannot be guessed; see 'signpost formats'.")
def check(asked: Asked, file: Path, source: str, format_: str) -> int:
    """Every fault of a FILE, all at once, with its line or path. It is a specification, or something to publish."""
    from signpost.pages.listings import findings_page

    store = asked.store()
    with asked.working("Checking"):
        findings = signpost.check(file, store, source=source, format=format_)
    number = f"{len(findings):,} {'finding' if len(findings) == 1 else 'findings'}"
    title = f"{file}: {number}" if findings else f"{file}: no faults"
    asked.emit(findings_page(title, findings))
    return ended(any(finding.severity == "refused" for finding in findings))


@verb(*ALL)
@FILE
@click.option("--source", required=True, metavar="ID", help="Who would send it, as a short name.")
@click.option("--resource", default="", metavar="NAME", help="Only this resource of the file.")
@click.option("--role", "roles", multiple=True, metavar="NAME", help="Only this role. May be given again.")
@click.option("--format", "format_", default="", help="Its format, where it cannot be guessed; see 'signpost formats'.")
@AS_AT
@click.option("--time-limit", type=click.FloatRange(min=0, min_open=True), default=30.0, metavar="SECONDS",
              show_default=True, help="Look at no further role after so many seconds.")  # fmt: skip
def preview(
    asked: Asked,
    file: Path,
    source: str,
    resource: str,
    roles: tuple[str, ...],
    format_: str,
    as_at: datetime | None,
    time_limit: float,
) -> None:
    """Where the learning in a FILE would be signposted, and why not. Nothing is published.

    For example: signpost preview college.jsonld --source a-college
    """
    from signpost.pages.preview import preview_page

    store, on = asked.store(), as_at.date() if as_at else None
    with asked.working("Looking at the routes"):
        found = signpost.preview(
            file, source, store, as_at=on, resource=resource, roles=roles, format=format_, time_limit=time_limit
        )
    asked.emit(preview_page(found, str(file)))


@verb(*ALL)
@FILE
@click.option("--source", required=True, metavar="ID", help="Who sends it, as a short name such as 'esco'.")
@click.option("--format", "format_", default="", help="Its format, where it cannot be guessed; see 'signpost formats'.")
@click.option("--dry-run", is_flag=True, help="Check everything and change nothing.")
@click.option("--strict", is_flag=True, help="Refuse what would else be repaired or left out.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write every finding to this file too, as CSV, or as JSON where it ends in .json.",
)
@click.option("--replace-shipped", is_flag=True, help="Let it take the place of a source that signpost ships.")
@click.option("--amend", is_flag=True, help="Let what else the source describes stay as it is.")
@LEDGER
def publish(
    asked: Asked,
    file: Path,
    source: str,
    format_: str,
    dry_run: bool,
    strict: bool,
    report: Path | None,
    replace_shipped: bool,
    amend: bool,
    ledger: str,
) -> None:
    """Admit a FILE or folder as what a SOURCE says, all or nothing."""
    from signpost.pages.listings import publication_page

    to_write(report, force=True)
    store = asked.store(to_change=True)
    with asked.working(f"Publishing {file.name}") as telling, reporting(report):
        published = signpost.publish(
            file, source, store, format=format_, dry_run=dry_run, strict=strict, replace_shipped=replace_shipped,
            amend=amend, by=BY, ledger=ledger, say=telling.say, step=telling.step,
        )  # fmt: skip
    write_report(report, published.findings)
    asked.emit(publication_page(published, dry_run))


@verb(*ALL)
def compile_(asked: Asked) -> None:
    """Prepare a store for questions and count what it holds. It is given the shipped data where it lacks them."""
    from signpost.pages.listings import counts_page

    store = asked.store(to_change=True)
    with asked.working("Compiling") as telling:
        counts = signpost.compile(store, say=telling.say)
    asked.emit(counts_page(f"Release {store.current().digest[:12]}", counts))


@verb(*ALL)
@click.argument("text")
@click.option("--kind", "kinds", multiple=True, help="Only this kind, such as role or resource; repeatable.")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many at most.")
def find(asked: Asked, text: str, kinds: tuple[str, ...], limit: int) -> None:
    """What has a code or a name like TEXT. A part of a word is enough, and a typing mistake in a word is forgiven."""
    from signpost.pages.listings import hits_page

    asked.emit(hits_page(text, signpost.find(text, asked.store(), kinds=kinds, limit=limit), limit))


@verb(*ALL, "ttl")
@click.argument("name")
def show(asked: Asked, name: str) -> None:
    """One thing with everything linked to it, by code or name. Whatever can be found can be shown."""
    from signpost.pages.listings import card_page

    store = asked.store()
    card = signpost.show(name, store)
    asked.emit(card_page(card, signpost.export(card.iri, store) if asked.form == "ttl" else None))


@verb()
@click.argument("what")
@click.option(
    "--as",
    "form",
    type=Going(),
    default="ttl",
    show_default=True,
    help="ttl, graphml, json, or a format that 'signpost formats' calls written.",
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to this file.")
@FORCE
def export(asked: Asked, what: str, output: Path | None, force: bool) -> None:
    """A source, a framework or a thing, in this or another format.

    What the format cannot hold is told on the error stream.

    For the whole graph name 'graph', with --as graphml or json. For example: signpost export lmc-2012 --as case
    """
    to_write(output, force)
    losses: list[Finding] = []
    content = signpost.export(what, asked.store(), form=asked.form, tell=losses.append)
    asked.tell_losses(losses, asked.form)
    if output is None:
        click.echo(content, nl=False)
    else:
        output.write_bytes(content)


@verb(*ALL, store=False)
def formats(asked: Asked) -> None:
    """The formats that are read and those that are written."""
    from signpost.pages.listings import formats_page

    asked.emit(formats_page(signpost.formats(), signpost.formats(written=True)))


@verb(*ALL)
def ontology(asked: Asked) -> None:
    """Whether the ontology and the facts hold together. Needs Java."""
    from signpost.pages.listings import ontology_page

    store = asked.store()
    with asked.working("Reasoning"):
        found = signpost.ontology(store)
    asked.emit(ontology_page(found))


def main() -> None:
    """Carry out the command line; a letter that the terminal's encoding lacks is shown as a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    verbs()
