"""The UK Government's Digital and Data capability framework: CSV tables of its role levels and of its skills."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from signpost.errors import UnreadableInput
from signpost.exchange.gathered import Gathered
from signpost.exchange.matrix.parts import SCALE, Matrix, bullets
from signpost.exchange.received import Row, head
from signpost.exchange.scales import scale
from signpost.exchange.slugs import folded, slug
from signpost.model import Source, Submission
from signpost.wellformed import BAD_TEXT

_FAMILY, _ROLE, _LEVEL, _SKILL, _ASKED = "Role Family", "Role", "Role Level", "Skill Name", "Skill Level"
_LEVELS = ("Awareness", "Working", "Practitioner", "Expert")
_ROLES_OF = "Roles that require Skill"
_NOT_IN_USE = "NOT IN USE"

ROLES = (_FAMILY, _ROLE, "Role Description", _LEVEL, "Role Level Description", _SKILL, _ASKED)
"""Columns without which it is not the table of role levels."""
SKILLS = (_SKILL, *_LEVELS)
"""Columns without which it is not the table of skills."""

_NO_BREAK = re.compile(" ?\xa0 ?")


def looks_like(path: Path) -> bool:
    """Whether it is one of the two tables, or a folder that holds one."""
    if path.is_dir():
        return any(_kind(file) for file in path.glob("*.csv"))
    return path.is_file() and path.suffix.lower() == ".csv" and _kind(path) is not None


def _kind(path: Path) -> tuple[str, ...] | None:
    """The columns of the table that a file is."""
    said = set(head(path))
    return next((columns for columns in (ROLES, SKILLS) if said.issuperset(columns)), None)


def read(path: Path, source: Source) -> Submission:
    """Role levels with what they ask for, and skills with what their levels look like.

    There are no codes in the tables: things are known by their names. Roles with no levels in use keep their skills as
    essential, at no level. Raises UnreadableInput where it is neither of the tables, nor a folder with one of them.
    """
    matrix = Matrix(Gathered("en"), "gdad")
    tables = _tables(matrix.gathered, path)
    matrix.begin("Government Digital and Data capability framework", "", source, path.name, SCALE)
    for file in tables.get(SKILLS, []):
        _skills(matrix, file)
    for file in tables.get(ROLES, []):
        _roles(matrix, file)
    for file in tables.get(SKILLS, []):
        _compare(matrix, file, bool(tables.get(ROLES)))
    matrix.settle()
    matrix.gathered.summarise(path.name)
    return matrix.gathered.submission(source)


def _tables(gathered: Gathered, path: Path) -> dict[tuple[str, ...], list[Path]]:
    if not path.is_dir():
        return {(_kind(path) if path.is_file() else None) or ROLES: [path]}
    tables: dict[tuple[str, ...], list[Path]] = {}
    for file in sorted(path.glob("*.csv")):
        kind = _kind(file)
        if kind in tables:
            gathered.tell(f"The table is left out: '{tables[kind][0].name}' is read in its place.", file.name)
        elif kind:
            tables[kind] = [file]
    if not tables:
        reason = "it holds neither the table of role levels nor that of skills"
        raise UnreadableInput(str(path), reason, f"Add a CSV file with the columns {', '.join(ROLES)}.")
    return tables


def _cell(gathered: Gathered, row: Row, column: str) -> str:
    """A cell without control characters, no-break spaces, the line breaks of word processors, and outer spaces."""
    raw = row.cells.get(column, "")
    clean = _NO_BREAK.sub(" ", BAD_TEXT.sub("", raw).replace("\u2028", "\n")).strip()
    if clean != raw:
        gathered.tell("Stray spaces or signs were taken out.", row.place(column))
    return clean


# ------------------------------------------------------------------------------------------------ skills
def _skills(matrix: Matrix, path: Path) -> None:
    for row in matrix.gathered.table(path, SKILLS):
        name = _cell(matrix.gathered, row, _SKILL)
        if not name:
            matrix.gathered.tell("Row dropped: it names no skill.", row.place(_SKILL))
            continue
        node = matrix.competence(name, row.place(_SKILL))
        _describe(matrix, node, row, "Skill Description", "description")
        for level in _LEVELS:
            _statement(matrix, node, level, _cell(matrix.gathered, row, level), row.place(level))
        if "levelStatement" not in node:
            message = "It says of no level what it looks like."
            matrix.gathered.tell(message, row.place(_LEVELS[0]), node["id"], "levelStatement")


def _describe(matrix: Matrix, node: dict[str, Any], row: Row, column: str, word: str) -> None:
    """Keep what is said of a thing where nothing has been said of it yet; rows repeat it."""
    if word not in node and row.cells.get(column, "").strip():
        node[word] = {"en": _cell(matrix.gathered, row, column)}


def _statement(matrix: Matrix, node: dict[str, Any], level: str, text: str, place: str) -> None:
    iri = f"{node['id']}#{slug(level)}"
    nodes = matrix.gathered.nodes
    if iri in nodes and text and nodes[iri]["description"]["en"] != text:
        message = f"What the level looks like is said otherwise at {matrix.gathered.places[iri]}, which is kept."
        matrix.gathered.tell(message, place, iri, "description")
    if iri in nodes or not text:
        return
    nodes[iri] = {
        "id": iri, "type": "LevelStatement", "level": scale(SCALE)[level.lower()],
        "statedLevel": level, "description": {"en": text},
    }  # fmt: skip
    matrix.gathered.places[iri] = place
    node.setdefault("levelStatement", set()).add(iri)


# ------------------------------------------------------------------------------------------------ roles
def _roles(matrix: Matrix, path: Path) -> None:
    for row in matrix.gathered.table(path, ROLES):
        named = {column: _cell(matrix.gathered, row, column) for column in (_FAMILY, _ROLE, _LEVEL, _SKILL, _ASKED)}
        missing = next((column for column, name in named.items() if not name), "")
        if missing:
            matrix.gathered.tell(f"Row dropped: its '{missing}' is empty.", row.place(missing))
            continue
        kind = _kind_of_work(matrix, row, named)
        skill = matrix.competence(named[_SKILL], row.place(_SKILL))
        _describe(matrix, skill, row, "Skill Description", "description")
        if _NOT_IN_USE in (named[_LEVEL], named[_ASKED]):
            kind.setdefault("essentialCompetence", set()).add(skill["id"])
            message = f"No level is in use ('{_NOT_IN_USE}'): the skill is kept as essential to the kind of work."
            matrix.gathered.tell(message, row.place(_ASKED), kind["id"], "essentialCompetence")
        else:
            _asked(matrix, row, named, skill)


def _kind_of_work(matrix: Matrix, row: Row, named: dict[str, str]) -> dict[str, Any]:
    family = matrix.occupation("family", named[_FAMILY], place=row.place(_FAMILY))
    node = matrix.occupation(named[_ROLE], place=row.place(_ROLE))
    node.setdefault("broader", set()).add(family["id"])
    _describe(matrix, node, row, "Role Description", "definition")
    _describe(matrix, node, row, "Role Type", "note")
    return node


def _asked(matrix: Matrix, row: Row, named: dict[str, str], skill: dict[str, Any]) -> None:
    level = scale(SCALE).get(named[_ASKED].lower(), 0)
    if not level:
        matrix.gathered.tell(f"Row dropped: '{named[_ASKED]}' is not a level that is known.", row.place(_ASKED))
        return
    text = _cell(matrix.gathered, row, "Skill Level Description")
    stated = next(name for name in _LEVELS if name.lower() == named[_ASKED].lower())
    _statement(matrix, skill, stated, text, row.place("Skill Level Description"))
    role = matrix.role(named[_ROLE], named[_LEVEL], row.place(_LEVEL))
    if "definition" not in role:
        _describe(matrix, role, row, "Role Level Description", "definition")
        lines = bullets(_definition(role))
        matrix.duties(role, lines, row.place("Role Level Description"))
    matrix.require(role, skill["id"], level, stated, row.place(_ASKED))


def _definition(role: dict[str, Any]) -> str:
    """The definition of a role, or the empty text."""
    return str(role.get("definition", {}).get("en", ""))


# ------------------------------------------------------------------------------------------------ the two together
def _compare(matrix: Matrix, path: Path, roles_read: bool) -> None:
    """Tell where the list of roles in a skill's row is not what the rows of the roles say; those are kept."""
    if not roles_read:
        matrix.gathered.tell(f"'{_ROLES_OF}' is left out: which level they ask for is not said.", path.name)
        return
    asking = _asking(matrix)
    for row in matrix.gathered.table(path, SKILLS):
        iri = matrix.named.get(("Competence", folded(row.cells[_SKILL])), "")
        rest = row.cells.get(_ROLES_OF, "").strip()
        known = asking.get(iri, set())
        unlisted = sorted(name for name in known if not _without(name, rest)[1])
        for name in sorted(known, key=len, reverse=True):
            rest, _ = _without(name, rest)
        strangers = [name.strip() for name in rest.split(", ") if name.strip(" ,")]
        told = [f"does not list {', '.join(unlisted)}"] if unlisted else []
        told += [f"lists {', '.join(strangers)}, of which no row says so"] if strangers else []
        if told:
            message = f"'{_ROLES_OF}' {' and '.join(told)}: the rows of role levels are kept."
            matrix.gathered.tell(message, row.place(_ROLES_OF), iri)


def _without(name: str, listed: str) -> tuple[str, bool]:
    """The list without a name, which may have commas in it, and whether it was there."""
    whole = f", {listed}, "
    found = f", {name}, " in whole
    return whole.replace(f", {name}, ", ", ").strip(", "), found


def _asking(matrix: Matrix) -> dict[str, set[str]]:
    """Skill -> the names of the roles that ask for it."""
    nodes, asking = matrix.gathered.nodes, dict[str, set[str]]()
    for node in nodes.values():
        if node["type"] == "Role":
            for iri in node.get("requirement", ()):
                asking.setdefault(nodes[iri]["competence"], set()).add(matrix.levels[node["id"]][0])
        for skill in node.get("essentialCompetence", ()):
            asking.setdefault(skill, set()).add(node["label"]["en"])
    return asking
