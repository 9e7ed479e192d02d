"""signpost: audit a person against national occupational standards, and signpost the best learning route.

Every verb of the command line is a function here, with the same name. Heavy libraries are imported where they are
needed, inside the functions, so that `import signpost` costs next to nothing. A `store` is given as an opened store or
as its address (`file:FOLDER`, `https://HOST/sparql`, `memory:`); None is the user's own store, in the user data folder,
and while nothing was published to that, the shipped data.

>>> import signpost
>>> store = signpost.open()
>>> case = signpost.specification("examples/registered-manager.yaml", store)
>>> len(signpost.audit(case, store).open) >= 5
True
>>> signpost.route(case, store).proof.value
'optimal'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from typing import IO, TypeAlias

    from signpost.engine.names import Names as Names
    from signpost.gate.publish import Record
    from signpost.model import (
        Audit,
        Comparison,
        EditionDiff,
        FamilyProfile,
        Finding,
        Impact,
        LearningRoute,
        MappedDuty,
        MappingAudit,
        PersonSpecification,
        Proof,
        Publication,
        PublicationRecord,
        Signpost,
        Submission,
        SubmissionRecord,
        Token,
    )
    from signpost.publishing.door import Door as Door
    from signpost.reasoner import Classification as Classification
    from signpost.search import Hit as Hit
    from signpost.store.release import Store as Store
    from signpost.things.cards import Card as Card
    from signpost.things.cards import Fact as Fact
    from signpost.things.cards import Link as Link
    from signpost.things.particulars import Particulars as Particulars
    from signpost.things.preview import Preview as Preview
    from signpost.things.preview import Previewed as Previewed

    Where: TypeAlias = Store | str | Path | None
    Case: TypeAlias = PersonSpecification | str | Path

VERBS = (
    "new",
    "check",
    "audit",
    "route",
    "next",
    "forms",
    "find",
    "show",
    "compare",
    "map",
    "lint",
    "diff",
    "impact",
    "adopt",
    "preview",
    "publish",
    "history",
    "restore",
    "queue",
    "tokens",
    "serve",
    "compile",
    "export",
    "formats",
    "ontology",
)
"""The verbs that the command line has too, in the order in which a newcomer meets them."""

__all__ = [
    *VERBS,
    "decisions",
    "door",
    "is_behind",
    "is_specification",
    "names",
    "open",
    "particulars",
    "previewed",
    "profile",
    "specification",
    "template",
    "withdraw",
]


def _silent(sentence: str) -> None:
    """Say nothing."""


def _unheard(loss: Finding) -> None:
    """Let a loss pass."""


def open(store: Where = None, *, say: Callable[[str], None] = _silent) -> Store:
    """The graph store at an address, or the user's own.

    The user's own store answers from the shipped data until something is published to it. The shipped data are prepared
    on first use, in the user's cache folder; `say` is told. Raises StoreError.

    >>> signpost.open().current().digest == signpost.open(signpost.open()).current().digest
    True
    """
    from signpost.home import own
    from signpost.store import local as stores
    from signpost.store import release

    if isinstance(store, release.Store):
        return store
    if store is None:
        return own.open_own(say)
    address = str(store)
    return stores.open_store(address if ":" in address else f"file:{address}")


def is_behind(store: Where = None) -> bool:
    """Whether the installed version ships other data than the user's own store holds; `compile` takes them over."""
    return any(open(store).differing())


# ------------------------------------------------------------------------------------------------ people
def specification(path: str | Path, store: Where = None, *, as_at: date | None = None) -> PersonSpecification:
    """Read a person specification (YAML or JSON-LD); raises UnfitSpecification with every fault, or UnreadableInput.

    `as_at` is the day to answer for, where it is not the specification's own.

    >>> signpost.specification("examples/registered-manager.yaml").person
    'person-01'
    """
    from signpost.person.specification import read

    current = open(store).current()
    return read(Path(path), current.index, current.labels.find, as_at=as_at)


def new(role: str, store: Where = None) -> str:
    """A commented specification to fill in, made from a role template; raises UnknownName with the nearest roles.

    >>> "requirements" in signpost.new("registered manager")
    True
    """
    from signpost.person.starter import starter

    current = open(store).current()
    return starter(current.index, role, current.labels.find)


def audit(case: Case, store: Where = None) -> Audit:
    """What a post needs against what a person holds on the specification's day.

    >>> [line.state.value for line in signpost.audit("examples/registered-manager.yaml").lines][:1] != []
    True
    """
    from signpost.engine.audit import audit as audit_on

    opened = open(store)
    return audit_on(opened.current().index, _read(case, opened))


def profile(audited: Audit) -> tuple[FamilyProfile, ...]:
    """Strengths and areas for development of each family of competences, in the order of the specification."""
    from signpost.engine.audit import profile as profile_of

    return profile_of(audited)


def route(
    case: Case,
    store: Where = None,
    *,
    alternatives: int = 3,
    changes: bool = True,
    work_limit: int | None = None,
    time_limit: float | None = None,
    until: Proof | None = None,
    spare: int = 0,
) -> LearningRoute:
    """The best learning route that closes what the audit leaves open, with its proof.

    `alternatives` is how many other routes are told at most; without `changes` it is not asked what to change so that
    more is closed. `work_limit` stops the search at a deterministic amount of work, `time_limit` after so many seconds;
    a route that was stopped says so, with its bounds. `until` is the last stage of the order of optimality that is
    settled, if not all are: with `Proof.FINISH` several routes may be left that close, cost and end the same. The later
    stages then get no more than `spare` nodes of search, which also is the same on every machine.

    >>> len(signpost.route("examples/registered-manager.yaml").steps) >= 3
    True
    """
    import time

    from signpost.engine.audit import audit as audit_on
    from signpost.engine.route import route as route_on
    from signpost.model import Proof

    opened = open(store)
    read, index = _read(case, opened), opened.current().index
    clock = time.monotonic if time_limit is not None else None
    return route_on(
        index,
        read,
        audit_on(index, read),
        alternatives=alternatives,
        changes=changes,
        work_limit=work_limit,
        deadline_seconds=time_limit,
        clock=clock,
        until=until or Proof.UNIQUE,
        spare=spare,
    )


def next(case: Case, store: Where = None, *, time_limit: float | None = None) -> Signpost | None:
    """What to learn next: the single best step now and why; None where nothing is missing or nothing helps.

    >>> signpost.next("examples/registered-manager.yaml").weight > 0
    True
    """
    from signpost.engine.first import first

    opened = open(store)
    read = _read(case, opened)
    return first(audit(read, opened), route(read, opened, alternatives=0, changes=False, time_limit=time_limit))


def _read(case: Case, store: Store) -> PersonSpecification:
    return specification(case, store) if isinstance(case, str | Path) else case


def forms(
    number: int, markup: str = "md", *, answer: tuple[Audit, LearningRoute] | None = None, store: Where = None
) -> str:
    """Form 1 (an organisation's CPD framework) or 2 (a person's plan) as `md` or `html`: blank, or Form 2 filled.

    >>> "Form 1" in signpost.forms(1)
    True
    """
    from signpost.person.forms import blank, filled

    if answer is None:
        return blank(number, markup)
    return filled(*answer, names(store).called, markup)


def template(kind: str = "sheet") -> bytes:
    """A workbook (XLSX) to fill in for `publish`: `sheet` for a framework and roles of one's own, or `courses`.

    >>> signpost.template()[:2], signpost.template("courses")[:2]
    (b'PK', b'PK')
    """
    from signpost.errors import UnknownName
    from signpost.exchange.coursesheet.template import template as courses
    from signpost.exchange.sheet.writing import template as sheet

    blank = {"sheet": sheet, "courses": courses}
    if kind not in blank:
        raise UnknownName("workbook", kind, sorted(blank))
    return blank[kind]()


# ------------------------------------------------------------------------------------------------ the graph
def check(path: str | Path, store: Where = None, *, source: str = "", format: str = "") -> tuple[Finding, ...]:
    """Every fault, repair and advice of a file: of a person specification, or of a submission to be published.

    A submission is checked as one of `source`; where that is not said, of the source that describes its things already.

    >>> signpost.check("examples/registered-manager.yaml")
    ()
    """
    from datetime import date as day

    from signpost.errors import RefusedSubmission
    from signpost.exchange.readers import submission
    from signpost.gate.publish import as_known
    from signpost.gate.publish import publish as admit
    from signpost.person import scrutiny

    opened, file = open(store), Path(path)
    if is_specification(file):
        return scrutiny.check(file, opened.current())
    sent = submission(file, source or "check", format)
    try:
        return admit(sent if source else as_known(sent, opened), opened, dry_run=True, today=day.today()).findings
    except RefusedSubmission as refused:
        return refused.findings


def preview(
    sent: Submission | str | Path,
    source: str = "",
    store: Where = None,
    *,
    as_at: date | None = None,
    resource: str = "",
    roles: Sequence[str] = (),
    format: str = "",
    time_limit: float | None = 30.0,
) -> Preview:
    """What a submission, or a file that a source sends, would come to on a day, else today: nothing is published.

    What the gate finds, then each of the first resources, or the one that is named, as a manager would see it, and in
    the best routes of which roles it would stand: of those named, else of all, of which the first are looked at, and
    none after `time_limit` seconds. Raises UnknownName, AmbiguousName, UnreadableInput, and SignpostError where the
    source's name is none.

    >>> import pathlib, tempfile
    >>> sent = pathlib.Path(tempfile.mkdtemp()) / "college.jsonld"
    >>> _ = sent.write_text('{"id": "https://college.example/id/us", "type": "Provider", "label": "A college"}')
    >>> signpost.preview(sent, "a-college").resources
    ()
    """
    from datetime import date as day

    from signpost.errors import SignpostError
    from signpost.exchange.readers import submission
    from signpost.gate.prospect import prospect
    from signpost.model import Submission
    from signpost.things.preview import preview as placed

    opened, today = open(store), as_at or day.today()
    if not isinstance(sent, Submission):
        file = Path(sent)
        if is_specification(file):
            raise SignpostError(f"{file} is a person specification: it has no resources to signpost. Try 'route'.")
        sent = submission(file, source, format)
    found = prospect(sent, opened, today)
    return placed(
        opened.current(), found.submission, found.findings, today, resource,
        kept=found.kept, roles=roles, time_limit=time_limit,
    )  # fmt: skip


def is_specification(path: Path) -> bool:
    """Whether a file is a person specification, not a submission: YAML, or JSON that says so."""
    if path.suffix.lower() in (".yaml", ".yml"):
        return True
    if path.suffix.lower() not in (".json", ".jsonld") or not path.is_file():
        return False
    from signpost.exchange.person import is_specification as says_so

    return says_so(path)


def publish(
    path: str | Path,
    source: str,
    store: Where = None,
    *,
    format: str = "",
    dry_run: bool = False,
    strict: bool = False,
    replace_shipped: bool = False,
    amend: bool = False,
    by: str = "library call",
    ledger: str = "",
    say: Callable[[str], None] = _silent,
    step: Callable[[str], None] = _silent,
) -> Publication:
    """Admit what one source sends as its named graph, all or nothing; raises RefusedSubmission with every fault.

    With `dry_run` everything is checked and nothing is changed; `strict` refuses what would else be repaired or left
    out with a warning. A format that is not said is guessed from the file. With `amend` what else the source describes
    stays; else all that it said before is replaced. The history of the source, in the ledger of the store or in another
    one (`ledger`), says that it was done `by` whom.
    The name of a shipped source is refused unless `replace_shipped` says that it is meant, and so is a person
    specification. Without a store it goes to the user's own. `say` is told what to know, `step` what is being done.

    >>> import pathlib, tempfile
    >>> sent = pathlib.Path(tempfile.mkdtemp()) / "college.jsonld"
    >>> _ = sent.write_text('{"id": "https://college.example/id/us", "type": "Provider", "label": "A college"}')
    >>> signpost.publish(sent, "a-college", dry_run=True).nodes
    1
    """
    from dataclasses import replace
    from datetime import date as day

    from signpost.errors import SignpostError
    from signpost.exchange.readers import submission
    from signpost.home import shipped
    from signpost.home.own import admit

    opened, file = open(store, say=say), Path(path)
    if is_specification(file):
        raise SignpostError(f"{file} is a person specification: it stays with you and is not published. Try 'audit'.")
    if not replace_shipped:
        shipped.keep(source, ", or add --replace-shipped")
    step(f"reading {file.name}")
    sent = replace(submission(file, source, format), amends=amend)
    noted = _noted(opened, by, ledger)
    return admit(sent, opened, dry_run=dry_run, strict=strict, today=day.today(), record=noted, say=say, step=step)


def _noted(store: Store, by: str, ledger: str = "") -> Record | None:
    """What notes publications in a ledger or in the one beside the store; nothing where there is neither."""
    from datetime import UTC, datetime

    from signpost.publishing.door import entries

    address = ledger or store.ledger
    return entries(address, by, lambda: datetime.now(UTC)) if address else None


# ------------------------------------------------------------------------------------------------ the door
def door(store: Where = None, *, ledger: str = "", apart: bool = False) -> Door:
    """The door by which providers publish over the network: submissions, history, what is held, and tokens.

    What is kept of these lies in the ledger beside the store, or in the one at the address `ledger`. With `apart`,
    what comes in is read in processes of their own. Raises LedgerError, StoreError.

    >>> signpost.door("memory:").queue()
    []
    """
    from datetime import UTC, datetime

    from signpost.errors import LedgerError
    from signpost.ledger.tables import open_ledger
    from signpost.publishing.door import Door
    from signpost.publishing.received import Apart, look_here, read_here

    opened = open(store)
    address = ledger or opened.ledger
    if not address:
        raise LedgerError(f"Beside the store at {opened.url} there is no place for a ledger: name one with --ledger.")
    reader = Apart() if apart else None
    read, look = (reader, reader.look) if reader else (read_here, look_here)
    return Door(opened, open_ledger(address), lambda: datetime.now(UTC), read, look)


def previewed(
    through: Door,
    submission: str,
    *,
    as_at: date | None = None,
    resource: str = "",
    time_limit: float | None = 30.0,
) -> Preview:
    """What `preview` tells, of a submission that lies at the door and is not published; raises UnknownName, NotAllowed.

    >>> signpost.previewed(signpost.door("memory:"), "none")
    Traceback (most recent call last):
    signpost.errors.UnknownName: there is no submission 'none'. Try 'signpost queue'.
    """
    kept = through.submission(submission)
    sent = through.sent(kept.id)
    return preview(sent, store=through.store, as_at=as_at, resource=resource, time_limit=time_limit)


def history(source: str, store: Where = None, *, ledger: str = "") -> list[PublicationRecord]:
    """Every publication of a source, the last one first: when, by whom, what changed; raises UnknownName.

    >>> signpost.history("nobody", "memory:")
    Traceback (most recent call last):
    signpost.errors.UnknownName: there is no history of a source 'nobody'. Try 'signpost publish FILE --source nobody'.
    """
    return door(store, ledger=ledger).history(source)


def restore(
    source: str,
    number: int,
    store: Where = None,
    *,
    by: str = "library call",
    dry_run: bool = False,
    ledger: str = "",
) -> Publication:
    """Publish again what a source said in one of its publications; it passes the gate as it is today.

    Raises UnknownName where it has no such publication, RefusedSubmission with every fault.

    >>> signpost.restore("nobody", 1, "memory:")
    Traceback (most recent call last):
    signpost.errors.UnknownName: there is no publication 1 of the source 'nobody'. Try 'signpost history nobody'.
    """
    return door(store, ledger=ledger).restore(source, number, by, dry_run=dry_run)


def queue(store: Where = None, *, ledger: str = "") -> list[SubmissionRecord]:
    """The submissions that wait for a steward, the oldest first.

    >>> signpost.queue("memory:")
    []
    """
    return door(store, ledger=ledger).queue()


def tokens(store: Where = None, *, ledger: str = "") -> list[Token]:
    """Every token that was ever made for the door, the oldest first; what a token itself is, is kept nowhere.

    >>> signpost.tokens("memory:")
    []
    """
    return door(store, ledger=ledger).tokens()


def serve(
    store: Where = None,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    ledger: str = "",
    say: Callable[[str], None] = _silent,
) -> None:
    """Serve pages and doors until the process is stopped; raises StoreError, SignpostError where the port is taken.

    >>> signpost.serve("nowhere://")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    signpost.errors.StoreError: 'nowhere://' is not the address of a store. Use file:FOLDER, ...
    """
    from signpost_web.serving import serve as serve_on

    serve_on(store, host, port, ledger, say)


def compile(store: Where = None, *, say: Callable[[str], None] = _silent) -> dict[str, int]:
    """Prepare a store for questions and count what it holds; one that is still empty is given the shipped data first.

    A store that an earlier version made is brought up to date; the user's own is given the newer shipped data too.

    >>> signpost.compile()["competence"] >= 130
    True
    """
    from signpost.engine.names import KINDS
    from signpost.home.own import prepare

    index = prepare(open(store, say=say), say).index
    return {kind: len(getattr(index, f"{kind}_iri")) for kind in KINDS}


def find(text: str, store: Where = None, *, kinds: Sequence[str] = (), limit: int = 10) -> list[Hit]:
    """What has a code or a name like a text, best first; word middles and one typing mistake a word are forgiven.

    >>> signpost.find("CFAM&LEA4")[0].iri == signpost.find("cfamlea4")[0].iri
    True
    """
    from signpost.search import ask

    return ask(open(store).current().labels, text, kinds, limit)


def show(name: str, store: Where = None, *, most: int | None = None) -> Card:
    """One competence, role, resource, provider, award, framework or gateway with everything linked.

    With `most`, so many links of each relation at most; `counts` tells how many there are. Of what a user's source
    describes it tells the day on which that last published it.

    The name is an IRI, a code, a label or a slug. Raises UnknownName with the nearest names, AmbiguousName.

    >>> signpost.show("SCDLMCB1").kind
    'competence'
    >>> signpost.show("team-leader", most=1).counts["requirement"] > 10
    True
    """
    from datetime import date

    from signpost.publishing.confirmed import last_confirmed
    from signpost.things.cards import card, confirmed

    opened = open(store)
    found = card(opened.current(), name, most)
    day = last_confirmed(found.iri, opened)
    return confirmed(found, day, date.today()) if day else found


def compare(
    left: str, right: str, store: Where = None, *, as_at: date | None = None, time_limit: float | None = None
) -> Comparison:
    """Two roles or occupations side by side, and the way from the left one to the right one as at a day, else today.

    Raises UnknownName with the nearest names, AmbiguousName.

    >>> signpost.compare("team leader", "registered manager").levels > 0
    True
    """
    from datetime import date as day

    from signpost.things.roles import compare as side_by_side

    return side_by_side(open(store).current(), left, right, as_at or day.today(), time_limit)


def lint(
    roles: Sequence[str] = (), store: Where = None, *, source: str = "", as_at: date | None = None
) -> MappingAudit:
    """How roles, all where none is named, are mapped to standards as at a day, else today: what needs a look.

    With `source` only the roles that it describes. Raises UnknownName with the nearest names, AmbiguousName.

    >>> [role.label for role in signpost.lint(["team-leader"]).roles]
    ['Team leader or supervisor']
    """
    from datetime import date as day

    from signpost.things.roles import lint as mapping

    return mapping(open(store).current(), roles, source, as_at or day.today())


def names(store: Where = None) -> Names:
    """What people call things: labels, codes, and the framework and edition of a competence.

    >>> signpost.names().called("https://w3id.org/signpost/vocabulary/judge/line-manager")
    'line manager'
    >>> signpost.names().short("https://w3id.org/signpost/id/standard/ml-2012/cfamlea4")
    'CFAM&LEA4'
    """
    from signpost.engine.names import Names

    return Names(open(store).current().index)


def particulars(things: Iterable[str], store: Where = None) -> dict[str, Particulars]:
    """What some things say of themselves beside their names, by IRI: links, notes, funding, register numbers.

    >>> gateway = "https://w3id.org/signpost/id/gateway/care-workforce-pathway"
    >>> signpost.particulars([gateway])[gateway].link.startswith("https://")
    True
    """
    from signpost.things.particulars import particulars as of

    return of(open(store).current().backend, things)


def map(
    duties: str | Path | Iterable[str] | IO[str],
    store: Where = None,
    *,
    kind: str = "competence",
    frameworks: Sequence[str] = (),
    limit: int = 5,
) -> tuple[MappedDuty, ...]:
    """Each duty of a job description with the competences (or occupations) that match it best, and why.

    `duties` are a file (a table with a column 'duty' and perhaps 'role', or one duty a line), an opened text of that
    kind, or the duties themselves. What is marked in the column 'chosen' of an answer that is given back is kept.
    Without `frameworks` (by their names) everything of the kind is looked at. Raises UnreadableInput, UnknownName,
    AmbiguousName.

    >>> signpost.map(["Manage budgets"], frameworks=["ml-2012"])[0].candidates[0].code
    'CFAM&LEA4'
    """
    from signpost.mapping.duties import lines_of
    from signpost.mapping.mapped import mapped
    from signpost.things.cards import resolve

    release = open(store).current()
    known = [resolve(release, name, ("framework",)).iri for name in frameworks]
    return mapped(release, lines_of(duties), kind, known, limit)


def diff(old: str | Path, new: str | Path, store: Where = None) -> EditionDiff:
    """What changes from one edition of a framework to another, the certain and the uncertain kept apart.

    Each is a framework by its name, or a file that holds one and need not be published. Raises UnknownName,
    AmbiguousName, UnreadableInput, SignpostError where there is no framework in it.

    >>> len(signpost.diff("lmc-2008", "lmc-2012").changes) > 20
    True
    """
    from signpost.things import editions

    release = open(store).current()
    return editions.diff(editions.edition(release, str(old)), editions.edition(release, str(new)))


def impact(new: str | Path, store: Where = None, *, replaces: str = "", cases: Sequence[str | Path] = ()) -> Impact:
    """What a new edition would do to everything that rests on the one that it replaces, before anybody adopts it.

    `new` is a framework of the store or a file that holds one; `replaces` is the old one where the store does not state
    it. `cases` are person specifications, whose lines, attainments and routes are looked at too. Raises as `diff`, and
    SignpostError where it is not known what is replaced.

    >>> len(signpost.impact("lmc-2012").diff.changes) > 20
    True
    """
    from signpost.things import editions
    from signpost.things import impact as impacts

    opened = open(store)
    release = opened.current()
    before, after = editions.pair(release, str(new), replaces)
    read = [(str(path), specification(path, opened)) for path in cases]
    return impacts.impact(release, editions.diff(before, after), read)


def decisions(found: Impact) -> str:
    """The sheet (CSV) on which an adopter decides: a row for each thing of the old edition that waits for a decision.

    >>> signpost.decisions(signpost.impact("lmc-2012")).startswith("old,code,title")
    True
    """
    from signpost.exchange.decisions import write

    return write(found)


def adopt(
    new: str,
    decided: str | Path,
    store: Where = None,
    *,
    start: date,
    agreed_by: str,
    replaces: str = "",
    dry_run: bool = False,
    say: Callable[[str], None] = _silent,
    step: Callable[[str], None] = _silent,
) -> Publication:
    """Take a new edition in the place of an old one from a day on, with what was decided, in one step.

    `new` is a framework of the store; `decided` is the filled sheet of `decisions`. The adoption is a source of its
    own, which `withdraw` takes back. Raises RefusedSubmission with every decision that is missing or does not fit.

    >>> import datetime
    >>> signpost.adopt("lmc-2012", "no-such-file.csv", start=datetime.date(2026, 5, 1), agreed_by="lead")
    Traceback (most recent call last):
    signpost.errors.UnreadableInput: no-such-file.csv: there is no such file. Check the name and the folder.
    """
    from datetime import date as day

    from signpost.errors import SignpostError
    from signpost.exchange.decisions import read
    from signpost.home.own import admit
    from signpost.things import editions
    from signpost.things.adoption import adoption
    from signpost.things.impact import impact as weigh

    opened = open(store, say=say)
    release = opened.current()
    before, after = editions.pair(release, new, replaces)
    if after.file:
        raise SignpostError(f"{new} is a file: publish it first, then adopt the framework that it holds.")
    lines, faults = read(Path(decided))
    weighed = weigh(release, editions.diff(before, after), anew=True)
    sent = adoption(weighed, lines, faults, start, agreed_by, release, day.today())
    return admit(sent, opened, dry_run=dry_run, record=_noted(opened, agreed_by), say=say, step=step)


def withdraw(new: str, store: Where = None, *, replaces: str = "") -> str:
    """Undo the adoption of a framework, and with it all that was decided; the digest of the release without it.

    `new` and `replaces` are names, or IRIs of frameworks that need not be in the store any more. Raises SignpostError
    where the framework was not adopted, or in the place of several others.
    """
    from signpost.home import own
    from signpost.things import adoption
    from signpost.things.editions import framework_iri

    opened = open(store)
    release = opened.current()
    old = framework_iri(release, replaces) if replaces else ""
    source = adoption.source_that_adopts(release, framework_iri(release, new), old)
    return own.withdraw(source, opened, _noted(opened, "library call")).digest


def export(what: str, store: Where = None, *, form: str = "ttl", tell: Callable[[Finding], None] = _unheard) -> bytes:
    """A source's statements, or those about one thing, as sorted N-Triples (`ttl`); links as `graphml` or `json`.

    For `graphml` and `json`, `graph` is everything that is linked, and a name is that thing with its neighbours. In
    another format (`formats` lists them) a source, a framework or one thing goes out; `tell` is told of each loss, what
    that format cannot hold. Raises UnknownName where `what` is neither a source nor the name of a thing, SignpostError
    where it has no such form.

    >>> signpost.export("roles").count(b"/ns#Role>")
    5
    """
    from signpost.things import exports

    written = exports.export(open(store).current(), what, form)
    for loss in written.losses:
        tell(loss)
    return written.content


def formats(*, written: bool = False) -> dict[str, str]:
    """The formats that `publish` reads, or those that `export` writes beside our own, each with a sentence.

    >>> "esco" in signpost.formats()
    True
    """
    from signpost.exchange.readers import READERS
    from signpost.exchange.writers import WRITERS

    if written:
        return {name: writer.sentence for name, writer in sorted(WRITERS.items())}
    return {name: format.sentence for name, format in sorted(READERS.items())}


def ontology(store: Where = None) -> Classification:
    """What the reasoner makes of the ontology and everything in the store; raises ReasonerMissing without Java."""
    from signpost import files
    from signpost.graph.parse import parse
    from signpost.reasoner import classify

    backend = open(store).current().backend
    words = files.ontology() / "signpost.ttl"
    terms = (" ".join(triple).encode() + b" .\n" for triple in parse(words.read_bytes(), "turtle", words.name))
    return classify(b"".join((*terms, *(backend.dump(graph) for graph in sorted(backend.graphs())))))
