"""What makes a function a verb of the command line: the group, and the options that verbs share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from signpost.terminal import DEBUG, FOUND, Asked, Day, Verbs

Command = TypeVar("Command", bound=Callable[..., Any])


def verb(*forms: str, store: bool = True) -> Callable[[Command], Command]:
    """Make a function a verb, with the options that all verbs share, gathered as `Asked`."""

    def made(function: Command) -> Command:
        def run(address: str | None = None, form: str = "table", quiet: bool = False, **options: Any) -> Any:
            return function(Asked(address, form, quiet), **options)

        run.__doc__, run.__name__ = function.__doc__, function.__name__
        run.__click_params__ = getattr(function, "__click_params__", [])  # type: ignore[attr-defined]  # click's own habit
        options: list[Callable[[Any], Any]] = []
        if store:
            options.append(
                click.option(
                    "--store",
                    "address",
                    envvar="SIGNPOST_STORE",
                    metavar="URL",
                    help="file:FOLDER or https://HOST/sparql; your own store where it is not said.",
                )
            )
        if forms:
            options.append(click.option("--as", "form", type=click.Choice(forms), default=forms[0], show_default=True,
                                        help="How the answer is written."))  # fmt: skip
        options.append(click.option("--quiet", is_flag=True, help="No progress and no notes."))
        options.append(
            click.option(
                "--debug",
                is_flag=True,
                hidden=True,
                expose_value=False,
                callback=lambda ctx, _, wanted: ctx.meta.update({DEBUG: wanted}),
                help="Show where an unexpected fault arose.",
            )
        )
        for option in reversed(options):
            run = option(run)
        return verbs.command(function.__name__.rstrip("_"))(run)  # type: ignore[return-value]  # a click command now

    return made


ALL = ("table", "json", "csv", "md", "html")
AS_AT = click.option("--as-at", type=Day(["%Y-%m-%d"]), metavar="DAY", help="Answer as on this day: 2026-03-02.")
GAPS = click.option("--fail-on-gaps", is_flag=True, help="Exit with 1 where a requirement stays open.")
LIMIT = click.option("--time-limit", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS",
                     help="Stop searching after so many seconds; the answer says how far it is proven.")  # fmt: skip
FILE = click.argument("file", type=click.Path(path_type=Path))


@click.group(
    cls=Verbs, epilog="Begin with: signpost find safeguarding", context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="signpost")
def verbs() -> None:
    """Audit a person against national occupational standards, and signpost the best learning route."""


def ended(failed: bool) -> int:
    """End with exit code 1 where a verb was asked to fail; else with 0."""
    if failed:
        click.get_current_context().exit(FOUND)
    return 0
