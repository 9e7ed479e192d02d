"""A commented person specification to fill in, made from a role template or an occupation."""

from __future__ import annotations

import json
import re

from signpost.engine.index import Index
from signpost.engine.template import occupation, template
from signpost.errors import AmbiguousName, UnknownName
from signpost.model import Requirement
from signpost.person.naming import Finder, Lookup
from signpost.person.vocabulary import slugs_of

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9&/._ -]*[A-Za-z0-9]")
"""What YAML reads as text without quotes, also inside brackets and braces."""

_HEAD = """\
# A person specification for the role: {role}
# Fill in what is blank; keep, change or remove the rest. Lines that begin with # are notes.

label:                    # what this case is called on the printed page
person:                   # an identifier that only your organisation can resolve, such as person-01; never a name
post:                     # the post as your organisation calls it
role: [{slug}]
asAt:                     # the day to audit on, such as 2026-03-31
"""

_CHANGES = """\

# To make these requirements the post's own, add, change or drop lines; each needs its reason. For example:
#   add:
#     - {{competence: {other}, level: 3, importance: 4, horizon: medium, because: "a new service opens"}}
#   change:
#     - {{competence: {first}, level: 4, because: "the post answers for two homes"}}
#   drop:
#     - {{competence: {last}, because: "another post in this organisation does it"}}
requirements:
"""

_REST = """\

# What the person holds, as someone judged it: one entry for each judgement, each with what shows it. For example:
#   - competence: {first}
#     level: 3              # 0 none, 1 aware, 2 guided, 3 competent, 4 leads others, 5 shapes practice
#     since: 2025-01-31     # and, where it runs out, until: 2027-01-31
#     shows: both           # knowledge, performance or both
#     judgedBy: assessor    # {judges}
#     evidence:
#       - {{evidenceKind: observation, day: 2025-01-31, note: "what was seen", reference: "where it is kept"}}
# Kinds of evidence: {kinds}
attainments:

# What a route must keep to; take away the # of those that apply.
constraints:
#   budget: 500             # pounds
#   hoursPerWeek: 3
#   deadline: 2026-12-31
#   region: [North West]    # names or GSS codes; online learning is always in reach
#   mode: [{modes}]
#   language: [en]
#   excludes: []            # resources or providers that may not be used
#   mustUse: []             # resources that must be used
#   award:                  # an award to end in
#   access: [{access}]
#   unknownPrices: true     # allow learning whose price is not known, under a budget
#   unknownTimes: true      # allow learning whose length is not known, where there is no deadline

# "default", or a file of your own settings beside this one.
policy: default

# Objectives that were agreed, with the support and how the learning is applied; they fill Form 2. For example:
#   - competence: {first}
#     objectiveText: "Lead two safeguarding reviews by the end of June, judged by the line manager"
#     support: "an hour a month with a mentor"
#     applied: "reviewed in supervision"
objectives:
"""


def starter(index: Index, role: str, find: Finder | None = None) -> str:
    """The YAML text of a specification whose blanks are person, post and day; `role` is a role or an occupation.

    The competences of an occupation come as added lines, with the level and importance that signpost proposes.
    Raises UnknownName with the nearest roles, AmbiguousName where several have the name.
    """
    names = Lookup(index, find)
    kind, iri = _meant(names, role)
    row = index.find(kind, iri)
    lines = template(index, iri) if kind == "role" else occupation(index, iri)
    first, last = (called(names, line.competence) for line in (lines[0], lines[-1])) if lines else ("CODE", "CODE")
    other = _not_asked(names, index, lines)
    head = _HEAD.format(
        role=_one_line(index.label(kind, row)), slug=_quoted(names.alone(kind, iri)) if kind == "role" else ""
    )
    rest = _REST.format(
        first=first,
        judges=", ".join(slugs_of("judge")),
        kinds=", ".join(slugs_of("evidence-kind")),
        modes=", ".join(slugs_of("mode")),
        access=", ".join(slugs_of("access")),
    )
    body = _template_notes(index, names, lines) if kind == "role" else ""
    added = "" if kind == "role" else _added(index, names, lines, index.label(kind, row))
    return f"{head}\n{body}{_CHANGES.format(first=first, last=last, other=other)}{added}{rest}"


def called(names: Lookup, competence: str) -> str:
    """A name that is a competence's alone, as YAML writes it."""
    return _quoted(names.alone("competence", competence))


def _quoted(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _not_asked(names: Lookup, index: Index, lines: tuple[Requirement, ...]) -> str:
    """A competence that the role does not ask for, of the same framework where there is one."""
    asked = {line.competence for line in lines}
    framework = index.competence_framework[index.find("competence", lines[0].competence)] if lines else -1
    rows = sorted(range(len(index.competence_iri)), key=lambda row: index.competence_framework[row] != framework)
    iris = (index.iri("competence", row) for row in rows)
    return next((called(names, iri) for iri in iris if iri not in asked), "CODE")


def _meant(names: Lookup, role: str) -> tuple[str, str]:
    for kind in ("role", "occupation"):
        found = names.iris(kind, role)
        if len(found) == 1:
            return kind, found[0]
        if found:
            raise AmbiguousName(role, sorted((names.alone(kind, iri), kind) for iri in found))
    raise UnknownName("role", role, names.nearest(role, ("role", "occupation")))


def _template_notes(index: Index, names: Lookup, lines: tuple[Requirement, ...]) -> str:
    notes = [f"#   {_note(index, names, line)}\n" for line in lines]
    return "# The role template asks for these; levels marked (proposed) are signpost's own judgement:\n" + "".join(
        notes
    )


def _note(index: Index, names: Lookup, line: Requirement) -> str:
    label = _label(index, line)
    proposed = " (proposed)" if line.proposed else ""
    name = called(names, line.competence)
    return f"{name}  {label}: level {line.level}{proposed}, importance {line.importance}, {line.horizon}"


def _added(index: Index, names: Lookup, lines: tuple[Requirement, ...], label: str) -> str:
    because = json.dumps(f"from the occupation '{_one_line(label)}'", ensure_ascii=False)
    entries = [
        f"    - competence: {called(names, line.competence)}  # {_label(index, line)}\n"
        f"      level: {line.level}  # a proposed default: set the level that this post needs\n"
        f"      importance: {line.importance}\n"
        f"      because: {because}\n"
        for line in lines
    ]
    return "  add:\n" + "".join(entries) if entries else ""


def _label(index: Index, line: Requirement) -> str:
    return _one_line(index.label("competence", index.find("competence", line.competence)))


def _one_line(text: str) -> str:
    """Text that cannot end the comment it stands in."""
    return " ".join(text.split())
