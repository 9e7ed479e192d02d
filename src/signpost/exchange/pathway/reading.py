"""England's Care Workforce Pathway as the data of its prototype: roles, competences with statements, and training.

A statement is what somebody should know or be able to do, so that it is a competence within its category. It is no
level statement: a category's statements for one role category are not a level of it, and one may be held without the
others. For whom it is said is kept as its scope note.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from signpost.errors import UnreadableInput
from signpost.exchange.gathered import Gathered
from signpost.exchange.pathway.names import FRAMEWORK, Pathway, competence, key, occupation
from signpost.exchange.pathway.training import training
from signpost.exchange.received import text
from signpost.exchange.slugs import slug
from signpost.graph.parse import read_json
from signpost.model import Source, Submission

_PARTS = ("roleCats", "skillsCats", "training")
_BEGINNING = 2048


def looks_like(path: Path) -> bool:
    """Whether it is a JSON file that begins with role categories, or a folder with `pathway.json`."""
    file = path / "pathway.json" if path.is_dir() else path
    if not file.is_file() or file.suffix.lower() != ".json":
        return False
    with file.open("rb") as opened:
        start = opened.read(_BEGINNING)
    return b'"roleCats"' in start and b'"Role category' in start


def read(path: Path, source: Source) -> Submission:
    """Role categories, competence categories with their statements, and training that is about them.

    What training is for is stated and no level that it leads to, so that it is `about` competences and teaches nothing.
    Raises UnreadableInput where it is no such file.
    """
    file = path / "pathway.json" if path.is_dir() else path
    said = read_json(text(file).encode(), file.name)
    if not isinstance(said, dict) or not all(isinstance(said.get(part), list) for part in _PARTS):
        raise UnreadableInput(str(file), f"it has no lists {', '.join(_PARTS)}", "Check that it is the right file.")
    pathway = Pathway(Gathered("en"))
    _framework(pathway, source, file.name)
    for part, step in (("roleCats", _role), ("skillsCats", _category), ("training", training)):
        for number, item in enumerate(said[part], 1):
            step(pathway, item if isinstance(item, dict) else {}, f"{file.name}#{part}:{number}")
    pathway.gathered.summarise(file.name)
    return pathway.gathered.submission(source)


def _framework(pathway: Pathway, source: Source, place: str) -> None:
    node = pathway.add(FRAMEWORK, "Framework", "Care Workforce Pathway for Adult Social Care (January 2024)", place)
    said = {"edition": source.edition or "2024", "rights": source.rights, "retrieved": source.retrieved}
    node |= {word: value for word, value in said.items() if value}
    pathway.gathered.gives_way.add(FRAMEWORK)


def _role(pathway: Pathway, said: dict[str, Any], place: str) -> None:
    name, code = (pathway.text(said.get(word), f"{place}:{word}") for word in ("name", "code"))
    iri = occupation(name)
    if not name or not code or iri in pathway.gathered.nodes:
        fault = "it is there already" if name and code else "it has no name or no code"
        pathway.gathered.tell(f"Row dropped: {fault}.", f"{place}:name")
        return
    node = pathway.add(iri, "Occupation", name, place)
    node |= {"classCode": code, "inFramework": FRAMEWORK}
    notation = pathway.text(said.get("category"), f"{place}:category", iri, "notation")
    description = pathway.text(said.get("description"), f"{place}:description", iri, "description")
    node |= ({"notation": notation} if notation else {}) | ({"description": {"en": description}} if description else {})
    pathway.roles[code] = node
    pathway.gathered.gives_way.add(iri)


# ------------------------------------------------------------------------------------------------ competences
def _category(pathway: Pathway, said: dict[str, Any], place: str) -> None:
    title = pathway.text(said.get("category"), f"{place}:category")
    if not title:
        pathway.gathered.tell("Row dropped: the category has no title.", f"{place}:category")
        return
    iri = competence(title)
    if iri in pathway.gathered.nodes:
        message = f"The category is there already, at {pathway.gathered.places[iri]}: it is one, for several roles."
        pathway.gathered.tell(message, f"{place}:category", iri)
    else:
        node = pathway.add(iri, "Competence", title, place)
        node |= {"inFramework": FRAMEWORK, "competenceType": "category"}
        pathway.gathered.gives_way.add(iri)
        pathway.competences.setdefault(key(title), iri)
    _describe(pathway, iri, said, place)
    role = pathway.roles.get(str(said.get("role", "")))
    if role is None:
        message = f"The role category '{said.get('role', '')}' is not described: whose competence it is was left out."
        pathway.gathered.tell(message, f"{place}:role", iri)
    else:
        role.setdefault("essentialCompetence", set()).add(iri)
    found = said.get("skills")
    for number, item in enumerate(found if isinstance(found, list) else [], 1):
        _statement(pathway, iri, role, item if isinstance(item, dict) else {}, f"{place}:skills/{number}")


def _describe(pathway: Pathway, iri: str, said: dict[str, Any], place: str) -> None:
    node = pathway.gathered.nodes[iri]
    description = pathway.text(said.get("description"), f"{place}:description", iri, "description")
    if description and node.setdefault("description", {"en": description})["en"] != description:
        message = "It is described otherwise for another role category: that of the first is kept."
        pathway.gathered.tell(message, f"{place}:description", iri, "description")


def _statement(pathway: Pathway, category: str, role: dict[str, Any] | None, said: dict[str, Any], place: str) -> None:
    skill, lead = (pathway.text(said.get(word), f"{place}:{word}") for word in ("skill", "append"))
    if not skill:
        pathway.gathered.tell("Row dropped: the statement says nothing.", place, category)
        return
    nodes, iri = pathway.gathered.nodes, f"{category}/{slug(skill)}"
    if iri in nodes and nodes[iri]["label"]["en"] != skill:
        iri = f"{iri}-{hashlib.sha256(skill.encode()).hexdigest()[:8]}"
    if iri not in nodes:
        node = pathway.add(iri, "Competence", skill, place)
        node |= {"inFramework": FRAMEWORK, "broader": category}
        if lead:
            node["definition"] = {"en": f"{lead} {skill}"}
    else:
        pathway.gathered.counts["statements that are there for another role category too"] += 1
    if role is not None:
        _scope(nodes[iri], f"{role.get('notation', role['classCode'])}: {role['label']['en']}")


def _scope(node: dict[str, Any], whom: str) -> None:
    """Add for whom a statement is said."""
    notes = node.setdefault("scopeNote", {"en": []})["en"]
    if whom not in notes:
        notes.append(whom)
