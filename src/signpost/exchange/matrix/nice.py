"""NICE's digital skills: a JSON list of roles that name skills and levels by numbers alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from signpost.errors import UnreadableInput
from signpost.exchange.gathered import Gathered
from signpost.exchange.matrix.parts import SCALE, Matrix
from signpost.exchange.received import text
from signpost.exchange.scales import scale
from signpost.graph.parse import read_json
from signpost.model import Source, Submission
from signpost.wellformed import BAD_TEXT

_BEGINNING = 8192
_EDITION = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def looks_like(path: Path) -> bool:
    """Whether it is a list of roles with numbered skills and levels, or a folder that holds one."""
    if path.is_dir():
        return bool(_lists(path))
    return path.is_file() and path.suffix.lower() == ".json" and _is_list(path)


def _is_list(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(_BEGINNING)
    return all(f'"{word}"'.encode() in start for word in ("skillLevels", "skillId", "levelId"))


def _lists(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.json")) if _is_list(path)]


def read(path: Path, source: Source) -> Submission:
    """Roles with the level at which each asks for each skill; every file of a folder is an edition of its own.

    Skills have numbers and no names, and are called by them; the names of levels stand in a file of their own beside
    it. Raises UnreadableInput where it is no such list, or no file says what levels are called.
    """
    gathered = Gathered("en")
    files = _lists(path) if path.is_dir() else [path]
    if not files:
        raise UnreadableInput(str(path), "it holds no list of roles with 'skillLevels'", "Name the file.")
    for file in files:
        _edition(gathered, file, source)
    gathered.summarise(path.name)
    return gathered.submission(source)


def _edition(gathered: Gathered, path: Path, source: Source) -> None:
    roles = _objects(path)
    edition = _year(path)
    levels = _levels(gathered, path, edition)
    matrix = Matrix(gathered, f"nice-{edition}" if edition else "nice")
    matrix.begin(f"NICE digital skills {edition}".strip(), edition, source, path.name, SCALE)
    for number, said in enumerate(roles, 1):
        _role(matrix, said, levels, f"{path.name}:{number}")


def _objects(path: Path) -> list[dict[str, Any]]:
    found = read_json(text(path).encode(), path.name)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise UnreadableInput(str(path), "it is not a list of objects", "Check that it is the right file.")
    return found


def _year(path: Path) -> str:
    found = _EDITION.search(path.name)
    return found[0] if found else ""


# ------------------------------------------------------------------------------------------------ levels
def _levels(gathered: Gathered, path: Path, edition: str) -> dict[int, str]:
    """The names of the levels by their numbers, from the file beside the roles: that of their own edition first."""
    beside = [other for other in sorted(path.parent.glob("*levels*.json")) if other != path]
    own = [other for other in beside if _year(other) == edition]
    if not beside:
        reason = "no file beside it says what its levels are called"
        raise UnreadableInput(str(path), reason, 'Add levels.json, such as [{"id": 0, "name": "Awareness"}].')
    chosen = (own or beside)[-1]
    if not own:
        message = f"Levels of this edition are in no file: those of '{chosen.name}' were taken."
        gathered.tell(message, path.name, path="statedLevel")
    return {item["id"]: str(item.get("name", "")) for item in _objects(chosen) if type(item.get("id")) is int}


# ------------------------------------------------------------------------------------------------ roles
def _role(matrix: Matrix, said: dict[str, Any], levels: dict[int, str], place: str) -> None:
    name = _clean(said.get("name"))
    if not name:
        matrix.gathered.tell("Row dropped: the role has no name.", f"{place}:name")
        return
    role = matrix.role(name, "", f"{place}:name")
    summary = said.get("summary")
    summary = summary if isinstance(summary, dict) else {}
    if _clean(summary.get("blurb")):
        role["definition"] = {"en": _clean(summary["blurb"])}
    matrix.duties(role, list(filter(None, map(_clean, _list(summary.get("bullets"))))), f"{place}:bullets")
    for number, asked in enumerate(_list(said.get("skillLevels")), 1):
        _asked(matrix, role, asked if isinstance(asked, dict) else {}, levels, f"{place}:skillLevels/{number}")


def _asked(matrix: Matrix, role: dict[str, Any], asked: dict[str, Any], levels: dict[int, str], place: str) -> None:
    skill, number = asked.get("skillId"), asked.get("levelId")
    if type(skill) is not int:
        matrix.gathered.tell("Row dropped: it names no skill by its number.", place, role["id"])
        return
    stated = levels.get(number, "") if type(number) is int else ""
    level = scale(SCALE).get(stated.lower(), 0)
    if not level:
        matrix.gathered.tell(f"Row dropped: '{stated or number}' is not a level that is known.", place, role["id"])
        return
    matrix.require(role, _skill(matrix, skill, place), level, stated, place)


def _skill(matrix: Matrix, number: int, place: str) -> str:
    """The skill of a number; that it has no name is told where it is met first."""
    known = len(matrix.gathered.nodes)
    node = matrix.competence(f"Skill {number}", place)
    if len(matrix.gathered.nodes) > known:
        node["notation"] = str(number)
        node["note"] = {"en": "The list of roles gives its number and no name."}
        matrix.gathered.tell(f"Skill {number} has no name in the file: it is called by its number.", place, node["id"])
    return str(node["id"])


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _clean(value: Any) -> str:
    return BAD_TEXT.sub("", value).strip() if isinstance(value, str) else ""
