"""The mapping audit as a page: how the roles stand, what needs a look in each, and which standards no role requires."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from signpost.emit import Block, Heading, Item, Items, Page, Table, Text
from signpost.model import FAMILIES, MappingAudit, Remark, RoleMapping, Severity
from signpost.pages.wording import capital, count, day

if TYPE_CHECKING:
    from signpost import Names

MOST = 20
"""Remarks of one kind on one role that a page shows; JSON and CSV have all."""

ROLES = 30
"""Up to so many roles a page shows them all."""

WORST = 10
"""Of more, so many: those that need a look most."""

IN_NO_ROLE = "standard in no role"
"""What CSV calls a competence that none of the roles requires."""


def lint_page(audit: MappingAudit, names: Names) -> Page:
    """The roles in one table, then what needs a look role by role, then the standards that none of them requires."""
    shown = _shown(audit)
    blocks = (
        Text(_opening(audit)),
        *_roles(audit, shown, names),
        *_kinds(audit),
        *_remarks(audit, shown),
        *_frameworks(audit),
    )
    return Page(f"Mapping audit: {count(len(audit.roles), 'role')}", blocks, audit, _rows(audit, names))


def _shown(audit: MappingAudit) -> Sequence[RoleMapping]:
    """All roles where they are few, else the few with the most warnings, then with the most to think about."""
    if len(audit.roles) <= ROLES:
        return audit.roles
    number = Counter((remark.role, remark.severity) for remark in audit.remarks)
    graves = (Severity.WARNING, Severity.ADVICE)
    return sorted(audit.roles, key=lambda role: [-number[role.role, grave] for grave in graves])[:WORST]


def _opening(audit: MappingAudit) -> str:
    said = f"As at {day(audit.as_at)}. {count(sum(role.requirements for role in audit.roles), 'requirement')}: "
    if not audit.remarks:
        return f"{said}nothing needs a look."
    warnings, hints = (
        sum(one.severity is grave for one in audit.remarks) for grave in (Severity.WARNING, Severity.ADVICE)
    )
    return f"{said}{count(warnings, 'warning')}, and {count(hints, 'place')} to think about that may be right."


def _roles(audit: MappingAudit, shown: Sequence[RoleMapping], names: Names) -> Iterator[Block]:
    if not shown:
        yield Text("There is no such role.")
        return
    families = sorted({*FAMILIES, *(family for role in shown for family in role.families)}, key=lambda f: (not f, f))
    called = [capital(names.called(family)) if family else "None" for family in families]
    stated = any(role.duties for role in shown)
    columns = ("Role", "Asks", *called, *(("Duties met",) if stated else ()), "Warnings", "To think about")
    number = Counter((remark.role, remark.severity) for remark in audit.remarks)
    # Their remarks tell of families, too; a narrow terminal has room for what the roles are called.
    yield Table(columns, tuple(_role_row(role, families, stated, number) for role in shown), spare=tuple(called))
    if len(audit.roles) > len(shown):
        yield Text(
            f"These {len(shown)} need it most; name others, or see --as csv or json for all.", quiet=True, terminal=True
        )
    silent = sum(not role.duties for role in audit.roles)
    if silent:
        which = "No role states its" if silent == len(audit.roles) else f"{count(silent, 'role')} without stated"
        yield Text(f"{which} duties: whether the standards cover what the post does was not checked.", quiet=True)


def _role_row(
    role: RoleMapping, families: Sequence[str], stated: bool, number: Counter[tuple[str, Severity]]
) -> tuple[str | int | None, ...]:
    own, duties = role.families, f"{role.duties_met} of {role.duties}" if role.duties else None
    graves = (number[role.role, Severity.WARNING], number[role.role, Severity.ADVICE])
    return (role.label, role.requirements, *(own.get(family, 0) for family in families),
            *((duties,) if stated else ()), *graves)  # fmt: skip


def _kinds(audit: MappingAudit) -> Iterator[Block]:
    """What was found, in how many roles and places; one role says it itself."""
    if len(audit.roles) > 1 and audit.remarks:
        yield Heading("What needs a look")
        kinds: dict[tuple[str, str], list[Remark]] = {}
        for remark in audit.remarks:
            kinds.setdefault((_grave(remark), remark.flaw), []).append(remark)
        rows = [(capital(flaw), grave, len({one.role for one in alike}), len(alike))
                for (grave, flaw), alike in kinds.items()]  # fmt: skip
        rows.sort(key=lambda row: (row[1] != _WARNING, -row[3]))
        yield Table(("What", "Weight", "Roles", "Places"), tuple(rows))


def _remarks(audit: MappingAudit, shown: Sequence[RoleMapping]) -> Iterator[Block]:
    found: dict[str, dict[tuple[str, str], list[Remark]]] = {}
    for remark in audit.remarks:
        found.setdefault(remark.role, {}).setdefault((_grave(remark), remark.flaw), []).append(remark)
    for role in (role for role in shown if role.role in found):
        yield Heading(role.label)
        ordered = sorted(found[role.role].values(), key=lambda alike: _grave(alike[0]) != _WARNING)
        yield Items(tuple(map(_kind, ordered)))


_WARNING = "warning"


def _grave(remark: Remark) -> str:
    return _WARNING if remark.severity is Severity.WARNING else "to think about"


def _kind(alike: Sequence[Remark]) -> Item:
    """What is wrong, each place of it, why it matters and what to do; what is the same for all is said once."""
    first, remedies = alike[0], {remark.remedy for remark in alike}
    places = [Item(one.what if len(remedies) == 1 else f"{one.what}. {one.remedy}") for one in alike[:MOST]]
    more = [f"and {len(alike) - MOST:,} more"] if len(alike) > MOST else []
    do = [f"What to do: {first.remedy}"] if len(remedies) == 1 else []
    return Item(f"{capital(first.flaw)}: {len(alike):,} ({_grave(first)})", (first.why, *places, *more, *do))


def _frameworks(audit: MappingAudit) -> Iterator[Block]:
    if any(framework.unused for framework in audit.frameworks):
        yield Heading("Standards that none of these roles requires")
        rows = tuple((one.label, one.status, one.used, len(one.unused)) for one in audit.frameworks)
        yield Table(("Framework", "Status", "Required", "In none of these roles"), rows)
        yield Text("--as csv and --as json list them.", quiet=True, terminal=True)
        yield Text("Not every standard is for every role.", quiet=True)


def _rows(audit: MappingAudit, names: Names) -> Table:
    columns = ("role", "role_label", "flaw", "severity", "about", "code", "label", "other", "what", "why", "remedy")
    remarks = (_row(remark, names) for remark in audit.remarks)
    unused = (
        (None, None, IN_NO_ROLE, Severity.ADVICE.value, iri, names.code(iri), _label(iri, names), one.framework,
         None, None, None)
        for one in audit.frameworks
        for iri in one.unused
    )  # fmt: skip
    return Table(columns, (*remarks, *unused))


def _row(remark: Remark, names: Names) -> tuple[str | None, ...]:
    return (remark.role, names.called(remark.role), remark.flaw.value, remark.severity.value, remark.about,
            names.code(remark.about), _label(remark.about, names), remark.other, remark.what, remark.why,
            remark.remedy)  # fmt: skip


def _label(iri: str, names: Names) -> str:
    """What a thing is called, without the code, which has a column of its own."""
    return names.called(iri).removeprefix(names.code(iri)).strip()
