"""The two printable forms of the source document, blank or filled, as HTML and as Markdown.

Form 1 is an organisation's checklist of its CPD framework. Form 2 is one person's plan: competence -> objectives ->
activities -> support -> by when -> how applied. What nobody has said stays blank.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from signpost import files
from signpost.model import Audit, AuditLine, LearningRoute, PersonSpecification, Reason, Step

if TYPE_CHECKING:
    from jinja2 import Environment

Naming = Callable[[str], str]
"""An IRI -> what people call it."""

ROWS = 6
"""Rows of a blank Form 2."""


@dataclass(frozen=True, slots=True)
class Element:
    """One of the eleven elements of a CPD framework, with the question to ask of it."""

    title: str
    question: str


@dataclass(frozen=True, slots=True)
class FormOne:
    """An organisation's checklist; its cells are for a pen."""

    elements: tuple[Element, ...]
    title: str = "Form 1: an organisation's checklist for its CPD framework"
    guidance: str = (
        "For each element, say what is in place, what has begun, what you will do about the rest, and by when."
    )
    columns: tuple[str, ...] = (
        "Framework for CPD",
        "Already in place",
        "Some progress",
        "Action plan to address gaps and update",
        "Timescales",
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One competence of Form 2; every cell is a list of lines, empty where nobody has said anything."""

    competence: str = ""
    objectives: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    applied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormTwo:
    """One person's plan."""

    rows: tuple[Row, ...]
    person: str = ""
    day: str = ""
    notes: tuple[str, ...] = ()
    title: str = "Form 2: a person's checklist for CPD"
    guidance: str = (
        "One row for each competence: what exactly will be learned, how, with whose help, by when, and what will "
        "change at work. An objective is SMART when it says how you will know that it is met, and by which day."
    )
    columns: tuple[str, ...] = (
        "Competence to develop",
        "SMART learning objectives",
        "Learning opportunities and activities",
        "Support needed",
        "By when completed or assessed",
        "How learning is applied and outcomes recorded",
    )


ELEMENTS = (
    Element("Principles of CPD", "Are they written down, and would staff recognise them?"),
    Element("Equal opportunities for development", "Who gets less of it, and what do you do about that?"),
    Element("Codes of conduct or practice", "Can everyone reach the code that binds them, and say how they keep it?"),
    Element("Model for CPD", "Does it start from what each post needs?"),
    Element("CPD process", "Is it clear who does what at each stage?"),
    Element("Documentation of each stage", "Is it easy to find, short, and agreed with a mentor or manager?"),
    Element("Access to learning from many sources", "Do experience and learning at work count beside courses?"),
    Element("Support for learning at work", "Is there time for mentoring, coaching and assessment?"),
    Element("Recorded outcomes", "Do records show what changed for the people who use the service?"),
    Element("Registration and re-registration", "Is there guidance for each regulator and professional body?"),
    Element("Monitoring and evaluation", "Is the system itself reviewed, for each person and for the organisation?"),
)


def blank(number: int, markup: str) -> str:
    """Form 1 or Form 2 without content; `markup` is `html` or `md`."""
    return _render("form-1", FormOne(ELEMENTS), markup) if number == 1 else _render("form-2", FormTwo(_EMPTY), markup)


_EMPTY = tuple(Row() for _ in range(ROWS))


def filled(audited: Audit, route: LearningRoute, called: Naming, markup: str) -> str:
    """Form 2 from an audit, the route that closes its gaps and what the specification says; `html` or `md`."""
    return _render("form-2", form_two(audited, route, called), markup)


def form_two(audited: Audit, route: LearningRoute, called: Naming) -> FormTwo:
    """A row for each requirement that is not met, in the specification's order."""
    case = audited.specification
    rows = tuple(_row(line, route, case, called) for line in audited.open)
    notes = [case.label, f"Post: {case.post}"]
    if case.illustrative:
        notes.append("Illustrative attainments: this person is made up.")
    if any(text.startswith(UNWRITTEN) for row in rows for text in row.objectives):
        notes.append(f"'{UNWRITTEN}': the person and the manager write an objective of their own in its place.")
    if any(_PROPOSED in text for row in rows for text in (*row.objectives, *row.activities)):
        notes.append(f"What is marked{_PROPOSED} rests on signpost's own judgement, not on an outside source.")
    return FormTwo(rows or _EMPTY, case.person, _day(case.as_at), tuple(note for note in notes if note))


_PROPOSED = " (proposed)"

UNWRITTEN = "Proposed, not yet SMART"
"""What leads the line that stands where nobody has written an objective."""


def _row(line: AuditLine, route: LearningRoute, case: PersonSpecification, called: Naming) -> Row:
    requirement = line.requirement
    said = [objective for objective in case.objectives if objective.competence == requirement.competence]
    steps = [step for step in route.steps if _serving(step, requirement.id)]
    closed = requirement.id in route.closed
    return Row(
        competence=called(requirement.competence),
        objectives=tuple(one.objective for one in said if one.objective) or _objective(line, steps, closed),
        activities=tuple(_activity(step, requirement.id, called) for step in steps) or _why_open(requirement.id, route),
        support=tuple(one.support for one in said if one.support),
        dates=tuple(_day(step.finish) for step in steps),
        applied=tuple(one.applied for one in said if one.applied),
    )


def _serving(step: Step, requirement: str) -> list[Reason]:
    return [reason for reason in step.reasons if reason.requirement == requirement]


def _objective(line: AuditLine, steps: list[Step], closed: bool) -> tuple[str, ...]:
    """Where the specification has no objective: what to agree one from, the level and day that the route reaches."""
    if not closed or not steps:
        return ()
    required = line.requirement
    level = f"level {required.level}{_PROPOSED if required.proposed else ''}"
    start = "not assessed so far" if line.held is None else f"now level {line.held}"
    return (f"{UNWRITTEN}: {start}; reach {level} by {_day(max(step.finish for step in steps))}.",)


def _activity(step: Step, requirement: str, called: Naming) -> str:
    provider = f", {called(step.provider)}" if step.provider else ""
    proposed = any(reason.proposed for reason in _serving(step, requirement))
    return f"{step.label}{provider}{_PROPOSED if proposed else ''}"


def _why_open(requirement: str, route: LearningRoute) -> tuple[str, ...]:
    return tuple(
        f"Nothing found: {one.explanation or one.cause}" for one in route.open if one.requirement == requirement
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


# ------------------------------------------------------------------------------------------------ rendering
def _render(name: str, form: FormOne | FormTwo, markup: str) -> str:
    return _templates().get_template(f"{name}.{markup}.j2").render(form=form)


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(files.web() / "forms"),
        autoescape=lambda name: bool(name) and str(name).endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters["cell"] = _cell
    return templates


def _cell(text: str) -> str:
    """Text that cannot end a cell of a Markdown table, nor be read as markup or HTML."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return " ".join(re.sub(r"([\\`*_\[\]|#])", r"\\\1", escaped).split())
