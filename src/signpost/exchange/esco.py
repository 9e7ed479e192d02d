"""The ESCO classification as its folder of CSV tables (versions 1.0 to 1.2), official or derived, in one language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from signpost.errors import UnreadableInput
from signpost.exchange.gathered import Gathered
from signpost.exchange.received import Row
from signpost.model import THINGS, Source, Submission

ESCO = THINGS + "framework/esco"
ISCO = THINGS + "framework/isco-08"
_HOME = "http://data.europa.eu/esco/concept-scheme/"

NEEDED = ("skills", "occupations", "occupationSkillRelations")
"""Tables without which there is nothing to audit against."""

WANTED = ("skillGroups", "ISCOGroups", "broaderRelationsSkillPillar", "broaderRelationsOccPillar",
          "skillsHierarchy", "skillSkillRelations")  # fmt: skip

COLLECTIONS = {
    "digCompSkillsCollection": ("digcomp", "DigComp"),
    "digitalSkillsCollection": ("6c930acd-c104-4ece-acf7-f44fd7333036", "Digital skills"),
    "greenSkillsCollection": ("green", "Green skills"),
    "languageSkillsCollection": ("skill-language-groups", "Language skills"),
    "researchOccupationsCollection": ("8ae4b9f3-507e-4057-a145-2f96f0132613", "Research occupations"),
    "researchSkillsCollection": ("research", "Research skills"),
    "transversalSkillsCollection": ("skill-transversal-groups", "Transversal skills"),
}
"""Table -> the end of ESCO's own IRI of the collection, and its name in English."""

_STATUS = {"released": "current", "proposed": "draft", "obsolete": "withdrawn", "deprecated": "withdrawn"}
_TYPES = {"knowledge": "knowledge", "skill/competence": "skill", "skill": "skill", "competence": "skill"}
_TEXTS = ("description", "definition", "scopeNote")
_NAME = re.compile(r"(?:DERIVED_)?([A-Za-z]+?)(?:_([a-z]{2,3}))?\.csv")
_EDITION = re.compile(r"(?<![0-9.])([0-9]+\.[0-9]+(?:\.[0-9]+)?)(?![0-9])")


def looks_like(path: Path) -> bool:
    """Whether this is a folder that holds at least the skills or the occupations."""
    return path.is_dir() and any(name in ("skills", "occupations") for name, _, _ in _named(path))


def read(path: Path, source: Source) -> Submission:
    """The ESCO classification: its folder of CSV tables, versions 1.0 to 1.2, in one language.

    Every row that is dropped or repaired is a finding with its file, line and column, and a summary closes them. Raises
    UnreadableInput where the path is no folder, lacks a table or a column, or a table cannot be read.
    """
    tables, language = _tables(path)
    gathered = Gathered(language)
    _frameworks(gathered, path, source)
    for name, read_table in _READ.items():
        if name in tables:
            read_table(gathered, tables[name])
        elif name in WANTED:
            gathered.tell(f"There is no table '{name}': what it says is left out.", str(path.name))
    for name in COLLECTIONS:
        if name in tables:
            _collection(gathered, name, tables[name])
    gathered.summarise(path.name)
    return gathered.submission(source)


# ------------------------------------------------------------------------------------------------ the folder
def _named(folder: Path) -> Iterator[tuple[str, str, Path]]:
    for path in sorted(folder.iterdir()):
        match = _NAME.fullmatch(path.name)
        if match:
            yield match[1], match[2] or "", path


def _tables(folder: Path) -> tuple[dict[str, Path], str]:
    if not folder.is_dir():
        raise UnreadableInput(str(folder), "it is not a folder", "Give the folder that holds the CSV tables of ESCO.")
    tables: dict[str, Path] = {}
    languages = set()
    for name, language, path in _named(folder):
        official = name in tables and tables[name].name.startswith("DERIVED_")
        if name in tables and not official:
            continue
        tables[name] = path
        languages.add(language)
    languages.discard("")
    if len(languages) > 1:
        raise UnreadableInput(
            str(folder), f"it has tables in several languages ({', '.join(sorted(languages))})", "Keep one in a folder."
        )
    for name in NEEDED:
        if name not in tables:
            raise UnreadableInput(
                str(folder), f"the table '{name}' is missing", f"Add {name}_en.csv, as ESCO publishes it."
            )
    return tables, next(iter(languages), "en")


def _frameworks(gathered: Gathered, path: Path, source: Source) -> None:
    edition = source.edition
    in_name = _EDITION.search(path.name)
    if not edition and in_name:
        edition = in_name[1]
        gathered.tell(f"The edition {edition} was read from the folder's name.", path.name, ESCO, "edition")
    esco = {"id": ESCO, "type": "Framework", "label": {"en": "ESCO"}, "status": "current", "edition": edition}
    isco = {"id": ISCO, "type": "Framework", "label": {"en": "ISCO-08"}, "status": "current", "edition": "2008"}
    frameworks: dict[str, dict[str, Any]] = {ESCO: esco, ISCO: isco}
    for iri, framework in frameworks.items():
        said = framework | {"rights": source.rights, "retrieved": source.retrieved}
        gathered.nodes[iri] = {word: value for word, value in said.items() if value}


# ------------------------------------------------------------------------------------------------ concepts
def _concepts(gathered: Gathered, path: Path, kind: str, framework: str, finish: Callable[..., None]) -> None:
    """Read a table of concepts; `finish` adds what only this kind has."""
    for row in gathered.table(path, ("conceptUri", "preferredLabel")):
        iri = row.cells["conceptUri"].strip()
        label = gathered.cleaned(row, "preferredLabel", iri, "label")
        fault = gathered.fault_of(iri, label)
        if fault:
            gathered.tell(f"Row dropped: {fault}.", row.place("conceptUri"), iri)
            continue
        node: dict[str, Any] = {"id": iri, "type": kind, "label": {gathered.language: label}, "inFramework": framework}
        gathered.nodes[iri], gathered.places[iri] = node, row.place()
        _alternatives(gathered, row, node, "\n")
        for word in _TEXTS:
            text = gathered.cleaned(row, word, iri, word)
            if text:
                node[word] = {gathered.language: text}
        _status(gathered, row, node)
        finish(gathered, row, node)


def _alternatives(gathered: Gathered, row: Row, node: dict[str, Any], between: str) -> None:
    label = node["label"][gathered.language]
    every = [
        " ".join(part.split()) for part in gathered.cleaned(row, "altLabels", node["id"], "altLabel").split(between)
    ]
    kept = sorted(set(every) - {"", label})
    if label in every:
        message = "An alternative label that repeats the preferred label was left out."
        gathered.tell(message, row.place("altLabels"), node["id"], "altLabel")
    if kept:
        node["altLabel"] = {gathered.language: kept}


def _status(gathered: Gathered, row: Row, node: dict[str, Any]) -> None:
    status = row.cells.get("status", "").strip()
    if status and status not in _STATUS:
        gathered.tell(
            f"The status '{status}' is not known; 'unknown' was set.", row.place("status"), node["id"], "status"
        )
    node["status"] = _STATUS.get(status, "unknown") if status else "current"


def _as_skill(gathered: Gathered, row: Row, node: dict[str, Any]) -> None:
    _type_of(gathered, row, "skillType", node)


def _type_of(gathered: Gathered, row: Row, column: str, node: dict[str, Any]) -> None:
    given = row.cells.get(column, "").strip()
    if given and given not in _TYPES:
        gathered.tell(
            f"The skill type '{given}' is not known; it was left out.", row.place(column), node["id"], "competenceType"
        )
    elif given:
        node.setdefault("competenceType", _TYPES[given])


def _as_skill_group(gathered: Gathered, row: Row, node: dict[str, Any]) -> None:
    node["competenceType"] = "category"
    if row.cells.get("code", "").strip():
        node["notation"] = row.cells["code"].strip()


def _as_occupation(gathered: Gathered, row: Row, node: dict[str, Any]) -> None:
    code = row.cells.get("code", "").strip() or row.cells.get("iscoGroup", "").strip()
    if code:
        node["classCode"] = code


def _skills(gathered: Gathered, path: Path) -> None:
    _concepts(gathered, path, "Competence", ESCO, _as_skill)


def _skill_groups(gathered: Gathered, path: Path) -> None:
    _concepts(gathered, path, "Competence", ESCO, _as_skill_group)


def _isco_groups(gathered: Gathered, path: Path) -> None:
    _concepts(gathered, path, "Occupation", ISCO, _as_occupation)


def _occupations(gathered: Gathered, path: Path) -> None:
    _concepts(gathered, path, "Occupation", ESCO, _as_occupation)


# ------------------------------------------------------------------------------------------------ relations
def _pair(gathered: Gathered, row: Row, left: tuple[str, str], right: tuple[str, str]) -> tuple[str, str] | None:
    """Both ends of a relation, each given as column and class; None, with a finding, where the row must be dropped."""
    ends = []
    for column, kind in (left, right):
        iri = row.cells[column].strip()
        if not gathered.is_a(iri, kind):
            known = "of another kind" if iri in gathered.nodes else "in no table"
            gathered.tell(f"Row dropped: {iri or 'an empty cell'} is {known}.", row.place(column), iri)
            return None
        ends.append(iri)
    if ends[0] == ends[1]:
        gathered.tell("Row dropped: it relates a thing to itself.", row.place(right[0]), ends[0])
        return None
    return ends[0], ends[1]


def _broader(gathered: Gathered, path: Path, kind: str) -> None:
    for row in gathered.table(path, ("conceptUri", "broaderUri")):
        pair = _pair(gathered, row, ("conceptUri", kind), ("broaderUri", kind))
        if pair:
            gathered.nodes[pair[0]].setdefault("broader", set()).add(pair[1])
            gathered.counts["broader relations"] += 1


def _broader_skills(gathered: Gathered, path: Path) -> None:
    _broader(gathered, path, "Competence")


def _broader_occupations(gathered: Gathered, path: Path) -> None:
    _broader(gathered, path, "Occupation")


def _hierarchy(gathered: Gathered, path: Path) -> None:
    """The groups of skills, level under level; adds only what the table of broader relations did not say."""
    for row in gathered.table(path, ("Level 0 URI", "Level 1 URI"), short_rows=True):
        line = [row.cells.get(f"Level {n} URI", "").strip() for n in range(4)]
        chain = [iri for iri in line if iri]
        unknown = [iri for iri in chain if not gathered.is_a(iri, "Competence")]
        if unknown:
            gathered.tell(f"Row dropped: {unknown[0]} is in no table.", row.place(), unknown[0])
            continue
        for above, below in pairwise(chain):
            gathered.nodes[below].setdefault("broader", set()).add(above)


def _skill_relations(gathered: Gathered, path: Path) -> None:
    """Skills that ESCO relates as essential or optional to each other; kept as related, for we have no such words."""
    for row in gathered.table(path, ("originalSkillUri", "relatedSkillUri")):
        left, right = ("originalSkillUri", "Competence"), ("relatedSkillUri", "Competence")
        for column, kind in (("originalSkillUri", "originalSkillType"), ("relatedSkillUri", "relatedSkillType")):
            if gathered.is_a(row.cells[column].strip(), "Competence"):
                _type_of(gathered, row, kind, gathered.nodes[row.cells[column].strip()])
        pair = _pair(gathered, row, left, right)
        if pair is None:
            continue
        if _is_above(gathered, *pair) or _is_above(gathered, *reversed(pair)):
            gathered.tell(
                "Row dropped: one of the two is already broader than the other.",
                row.place("relatedSkillUri"),
                pair[0],
                "related",
            )
            continue
        gathered.nodes[pair[0]].setdefault("related", set()).add(pair[1])
        gathered.counts["skill to skill relations, kept as 'related'"] += 1


def _is_above(gathered: Gathered, below: str, above: str) -> bool:
    """Whether one concept stands anywhere above another."""
    seen: set[str] = set()
    todo = [below]
    while todo:
        for iri in gathered.nodes[todo.pop()].get("broader", ()):
            if iri == above:
                return True
            if iri not in seen:
                seen.add(iri)
                todo.append(iri)
    return False


def _occupation_relations(gathered: Gathered, path: Path) -> None:
    words_of = {"essential": "essentialCompetence", "optional": "optionalCompetence"}
    for row in gathered.table(path, ("occupationUri", "relationType", "skillUri")):
        pair = _pair(gathered, row, ("occupationUri", "Occupation"), ("skillUri", "Competence"))
        relation = row.cells["relationType"].strip()
        if pair is None:
            continue
        if relation not in words_of:
            gathered.tell(
                f"Row dropped: '{relation}' is neither essential nor optional.", row.place("relationType"), pair[0]
            )
            continue
        if not _both(gathered, row, gathered.nodes[pair[0]], pair[1], relation):
            gathered.nodes[pair[0]].setdefault(words_of[relation], set()).add(pair[1])
            gathered.counts["occupation to skill relations"] += 1


def _both(gathered: Gathered, row: Row, node: dict[str, Any], skill: str, relation: str) -> bool:
    """True where the row must not be added, because the pair is also (or will stay) essential."""
    if relation == "optional" and skill in node.get("essentialCompetence", ()):
        gathered.tell(
            "Row dropped: the skill is already essential to this occupation.",
            row.place("relationType"),
            node["id"],
            "optionalCompetence",
        )
        return True
    if relation == "essential" and skill in node.get("optionalCompetence", ()):
        node["optionalCompetence"].discard(skill)
        gathered.counts["occupation to skill relations"] -= 1
        gathered.tell(
            "The skill was optional in an earlier row and is essential here; it is kept as essential.",
            row.place("relationType"),
            node["id"],
            "optionalCompetence",
        )
    return False


# ------------------------------------------------------------------------------------------------ collections
def _collection(gathered: Gathered, name: str, path: Path) -> None:
    end, label = COLLECTIONS[name]
    iri = _HOME + end
    members = set()
    for row in gathered.table(path, ("conceptUri",)):
        member = row.cells["conceptUri"].strip()
        if member not in gathered.nodes:
            gathered.tell(f"Row dropped: {member or 'an empty cell'} is in no table.", row.place("conceptUri"), member)
            continue
        members.add(member)
        _fill(gathered, row, gathered.nodes[member])
    gathered.nodes[iri] = {"id": iri, "type": "Collection", "label": {"en": label}, "member": members}
    gathered.places[iri] = path.name


def _fill(gathered: Gathered, row: Row, node: dict[str, Any]) -> None:
    """What the derived table of skills leaves out and the collections say of their members."""
    if node["type"] == "Competence":
        _type_of(gathered, row, "skillType", node)
    if "altLabel" not in node and row.cells.get("altLabels", "").strip():
        _alternatives(gathered, row, node, "|" if "|" in row.cells["altLabels"] else "\n")


_READ: dict[str, Callable[[Gathered, Path], None]] = {
    "skillGroups": _skill_groups,
    "skills": _skills,
    "ISCOGroups": _isco_groups,
    "occupations": _occupations,
    "broaderRelationsSkillPillar": _broader_skills,
    "broaderRelationsOccPillar": _broader_occupations,
    "skillsHierarchy": _hierarchy,
    "skillSkillRelations": _skill_relations,
    "occupationSkillRelations": _occupation_relations,
}
