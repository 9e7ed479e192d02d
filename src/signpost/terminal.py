"""What every verb of the command line shares: its options, the progress it shows, and what becomes of a fault."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

import signpost
from signpost.errors import RefusedSubmission, SignpostError, UnfitSpecification

if TYPE_CHECKING:
    from signpost import Store
    from signpost.emit import Page
    from signpost.model import Finding

MARKUPS = ("md", "html")
FOUND, CANNOT, STOPPED = 1, 2, 130
"""The exit codes beside 0."""

DEBUG = "signpost.debug"
"""Where the context keeps whether a traceback is wanted."""


class Verbs(click.Group):
    """The group of verbs, and the one place where faults become a sentence and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order in which a newcomer meets them."""
        return [name for name in signpost.VERBS if name in self.commands]

    def invoke(self, ctx: click.Context) -> Any:
        """Carry out a verb; a fault of use ends in one message and exit code 2, never in a traceback."""
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
        except (UnfitSpecification, RefusedSubmission) as faulty:
            _print_findings(faulty.findings)
            _say(str(faulty))
            ctx.exit(FOUND if isinstance(faulty, RefusedSubmission) else CANNOT)
        except SignpostError as fault:
            _say(str(fault))
            ctx.exit(CANNOT)
        except KeyboardInterrupt:
            _say("Stopped. Nothing was left half-written.")
            ctx.exit(STOPPED)
        except OSError as fault:
            _system_fault(ctx, fault)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as fault:  # whatever else goes wrong is a fault of ours: told in a line, not in a traceback
            _unexpected(ctx, fault)
        return done


def _system_fault(ctx: click.Context, fault: OSError) -> None:
    if isinstance(fault, BrokenPipeError):
        # The reader has seen enough; what is still buffered must not raise again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        ctx.exit(0)
    place = f" ({fault.filename})" if fault.filename else ""
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        _say(f"There is no space left{place}. Make room and try again; nothing was changed.")
    else:
        _say(f"{fault.strerror or fault}{place}. Check the path and your permissions, and try again.")
    ctx.exit(CANNOT)


def _unexpected(ctx: click.Context, fault: Exception) -> None:
    if ctx.meta.get(DEBUG):
        traceback.print_exception(fault)
    else:
        told = " ".join(f"{type(fault).__name__}: {fault}".split())[:300]
        _say(f"an unexpected fault: {told}; please report it with what --debug shows.")
    ctx.exit(CANNOT)


def _say(sentence: str) -> None:
    from signpost.emit import printable

    click.echo(f"signpost: {printable(sentence)}", err=True)


def _print_findings(findings: Sequence[Finding]) -> None:
    from signpost.emit import printable
    from signpost.pages.listings import FEW, kinds, more_kinds

    groups, rest = kinds(findings)
    for group in groups:
        for line in _lines(group, every=len(findings) <= FEW):
            click.echo(printable(line), err=True)
    if rest:
        click.echo(more_kinds(rest), err=True)


def _lines(group: Sequence[Finding], *, every: bool) -> Iterator[str]:
    """The findings of one kind, each with its place: every one, or the first few and how many more there are."""
    from signpost.pages.listings import first_of, in_words, where

    weight = "" if group[0].severity == "refused" else f" ({group[0].severity})"
    shown, more = (group, 0) if every else first_of(group)
    for finding in shown:
        yield f"{where(finding) or 'the whole'}: {in_words(finding)}{weight}"
    if more:
        yield f"  and {more:,} more of this kind{weight}"


# ------------------------------------------------------------------------------------------------ what verbs share
@dataclass(frozen=True, slots=True)
class Telling:
    """What is told while something long goes on: sentences that stay, and what is being done just now."""

    say: Callable[[str], None]
    step: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """The options that every verb has."""

    address: str | None
    form: str
    quiet: bool

    def store(self, *, to_change: bool = False) -> Store:
        """The store that the options name, opened; one that is not to be changed may say that it is behind."""
        with self.working("Opening the store") as telling:
            store = signpost.open(self.address, say=telling.say)
            if not to_change and signpost.is_behind(store):
                telling.say("The shipped data are newer than your store's. 'signpost compile' takes them over.")
        return store

    @contextmanager
    def working(self, what: str) -> Iterator[Telling]:
        """Show on a terminal's error stream that something long is going on; elsewhere only what is said."""
        if self.quiet:
            yield Telling(lambda sentence: None, lambda step: None)
        elif not sys.stderr.isatty():
            yield Telling(_say, lambda step: None)
        else:
            from rich.console import Console
            from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

            console = Console(stderr=True, no_color=not _colour())
            shown = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
            with Progress(*shown, console=console, transient=True) as progress:
                task = progress.add_task(what)
                yield Telling(
                    lambda sentence: console.print(sentence, markup=False),
                    lambda step: progress.update(task, description=f"{what}: {step}"),
                )

    def markup(self) -> str:
        """The markup of a printed form: Markdown where nothing is said; raises SignpostError where it has no such."""
        said = click.get_current_context().get_parameter_source("form")
        form = "md" if said is ParameterSource.DEFAULT else self.form
        if form not in MARKUPS:
            raise SignpostError(f"a form is printed as Markdown or HTML, not as {form}. Use --as md or --as html.")
        return form

    def tell_losses(self, losses: Sequence[Finding], form: str) -> None:
        """The loss report of an export, on the error stream."""
        if losses and not self.quiet:
            from signpost.emit import printable

            _say(f"{form} cannot hold everything:")
            for loss in losses:
                click.echo(printable(f"- {loss.message}"), err=True)

    def emit(self, page: Page) -> None:
        """Write the answer."""
        from signpost.emit import emit

        emit(page, self.form, sys.stdout, colour=_colour() and sys.stdout.isatty())


def _colour() -> bool:
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class Day(click.DateTime):
    """A day of the calendar, with a sentence that shows how it is written."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The day; fails with an example of one."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"'{value}' is not a day of the calendar. Write a day as 2026-03-02.", param, ctx)


class Going(click.ParamType):  # type: ignore[type-arg]  # generic in the newest releases of click alone
    """A form that things go out in: our own, or a format that is written."""

    name = "format"
    _OURS = ("ttl", "graphml", "json")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The form itself; fails with all that there are."""
        known = (*self._OURS, *signpost.formats(written=True))
        if value not in known:
            self.fail(f"'{value}' is not a form that things go out in. Choose from: {', '.join(known)}.", param, ctx)
        return str(value)


@contextmanager
def reporting(report: Path | None) -> Iterator[None]:
    """Write every finding of a refused submission to a file, too, before the fault goes on its way."""
    try:
        yield
    except RefusedSubmission as refused:
        write_report(report, refused.findings)
        raise


def write_report(report: Path | None, findings: Sequence[Finding]) -> None:
    """Every finding as CSV, or as JSON where the file's name says so; nothing where no file is named."""
    from signpost.emit import emit
    from signpost.pages.listings import findings_page

    if report is not None:
        with report.open("w", encoding="utf-8", newline="") as out:
            emit(findings_page("", findings), "json" if report.suffix.lower() == ".json" else "csv", out)


FORCE = click.option("--force", is_flag=True, help="Write over a file that is there.")


def to_write(path: Path | None, force: bool) -> Path | None:
    """A file that may be written; raises SignpostError where it is there already, or its folder is not."""
    if path is not None and not path.parent.is_dir():
        raise SignpostError(f"{path.parent} is no folder, so that {path.name} cannot be written there.")
    if path is not None and path.exists() and not force:
        raise SignpostError(f"{path} is there already, and may be filled in. Name another file, or add --force.")
    return path
