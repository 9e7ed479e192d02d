"""The verbs of a development lead's desk: roles beside standards, and editions beside each other."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

import signpost
from signpost.errors import SignpostError
from signpost.terminal import FORCE, Asked, Day, to_write
from signpost.verbs import ALL, AS_AT, LIMIT, ended, verb


@verb(*ALL)
@click.argument("left")
@click.argument("right")
@AS_AT
@LIMIT
def compare(asked: Asked, left: str, right: str, as_at: datetime | None, time_limit: float | None) -> None:
    """Two roles or occupations side by side. Then the roles and the learning that lead from LEFT to RIGHT.

    For example: signpost compare "team leader" "registered manager"
    """
    from signpost.pages.compare import compare_page

    store = asked.store()
    with asked.working("Comparing"):
        found = signpost.compare(left, right, store, as_at=as_at.date() if as_at else None, time_limit=time_limit)
    asked.emit(compare_page(found, signpost.names(store)))


@verb(*ALL)
@click.argument("duties", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--kind", type=click.Choice(["competence", "occupation"]), default="competence", show_default=True,
              help="What the duties are mapped to.")  # fmt: skip
@click.option("--framework", "frameworks", multiple=True, metavar="NAME", help="Only this framework; repeatable.")
@click.option("--limit", type=click.IntRange(1, 100), default=5, show_default=True, help="How many for each duty.")
def map_(asked: Asked, duties: Path, kind: str, frameworks: tuple[str, ...], limit: int) -> None:
    """What each duty of a job description may mean. DUTIES is a table or a text, or - for what is typed or piped.

    A table or a sheet has a column 'duty', and perhaps 'role'; a text has one duty a line. To choose, fill in the
    column 'chosen' of the CSV and give that back. For example: signpost map duties.csv --as csv > choices.csv
    """
    from signpost.pages.mapped import map_page, next_step

    store = asked.store()
    given = sys.stdin if str(duties) == "-" else duties
    with asked.working("Looking for candidates") as telling:
        found = signpost.map(given, store, kind=kind, frameworks=frameworks, limit=limit)
        if asked.form == "csv":  # which has no room for it
            telling.say(next_step(found, str(duties)))
    asked.emit(map_page(found, str(duties), narrowed=bool(frameworks)))


@verb(*ALL)
@click.argument("what", type=click.Choice(["roles"]))
@click.argument("roles", nargs=-1)
@click.option("--source", default="", metavar="ID", help="Only the roles that this source describes.")
@AS_AT
@click.option("--fail-on-warnings", is_flag=True, help="Exit with 1 where there is a warning.")
def lint(
    asked: Asked, what: str, roles: tuple[str, ...], source: str, as_at: datetime | None, fail_on_warnings: bool
) -> int:
    """What needs a look in how 'roles' are mapped to standards. All of them where none is named.

    For example: signpost lint roles "registered manager"
    """
    from signpost.pages.lint import lint_page

    store = asked.store()
    with asked.working("Looking at the roles"):
        found = signpost.lint(roles, store, source=source, as_at=as_at.date() if as_at else None)
    asked.emit(lint_page(found, signpost.names(store)))
    return ended(fail_on_warnings and any(remark.severity == "warning" for remark in found.remarks))


@verb(*ALL)
@click.argument("old")
@click.argument("new")
def diff(asked: Asked, old: str, new: str) -> None:
    """What changes from the edition OLD of a framework to NEW.

    Each is a framework by its name, or a file that holds one. For example: signpost diff lmc-2008 lmc-2012
    """
    from signpost.pages.editions import diff_page

    store = asked.store()
    with asked.working("Comparing the editions"):
        found = signpost.diff(old, new, store)
    asked.emit(diff_page(found))


@verb(*ALL)
@click.argument("new")
@click.option("--replaces", default="", metavar="OLD", help="The edition that it replaces, where none is stated.")
@click.option("--case", "cases", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
              help="A person's specification to look at, with its route; repeatable.")  # fmt: skip
@click.option("--decisions", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write the sheet of what must be decided to this file, as CSV.")  # fmt: skip
@FORCE
def impact(asked: Asked, new: str, replaces: str, cases: tuple[Path, ...], decisions: Path | None, force: bool) -> None:
    """What the edition NEW would change for all that rests on the old.

    NEW is a framework, or a file that nobody has published yet. For example: signpost impact lmc-2012
    """
    from signpost.pages.editions import impact_page

    to_write(decisions, force)
    store = asked.store()
    with asked.working("Looking at what rests on the old edition"):
        found = signpost.impact(new, store, replaces=replaces, cases=cases)
    if decisions is not None:
        decisions.write_text(signpost.decisions(found), "utf-8", newline="")
    asked.emit(impact_page(found, str(decisions or "")))


@verb(*ALL)
@click.argument("new")
@click.option("--decisions", "decided", type=click.Path(path_type=Path), metavar="FILE",
              help="The filled sheet that 'impact --decisions' wrote.")  # fmt: skip
@click.option("--from", "start", type=Day(["%Y-%m-%d"]), metavar="DAY", help="The first day on which it holds.")
@click.option("--agreed-by", default="", metavar="ROLE", help="Who agreed, by role: 'development lead'.")
@click.option("--replaces", default="", metavar="OLD", help="The edition that it replaces, where none is stated.")
@click.option("--dry-run", is_flag=True, help="Check everything and change nothing.")
@click.option("--undo", is_flag=True, help="Take the adoption back, with all that was decided.")
def adopt(
    asked: Asked,
    new: str,
    decided: Path | None,
    start: datetime | None,
    agreed_by: str,
    replaces: str,
    dry_run: bool,
    undo: bool,
) -> None:
    """Take the edition NEW in the place of the old, as decided.

    For example: signpost adopt lmc-2012 --decisions decided.csv --from 2026-05-01 --agreed-by "development lead"
    """
    from signpost.pages.editions import undone_page
    from signpost.pages.listings import publication_page

    store = asked.store(to_change=True)
    if undo:
        asked.emit(undone_page(new, signpost.withdraw(new, store, replaces=replaces)))
        return
    if decided is None or start is None or not agreed_by:
        raise SignpostError("an adoption needs --decisions FILE, --from DAY and --agreed-by ROLE; or --undo.")
    with asked.working(f"Adopting {new}") as telling:
        published = signpost.adopt(new, decided, store, start=start.date(), agreed_by=agreed_by, replaces=replaces,
                                   dry_run=dry_run, say=telling.say, step=telling.step)  # fmt: skip
    asked.emit(publication_page(published, dry_run))
