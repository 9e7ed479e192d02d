"""The DIRECT framework of digital research: its folder of tables, as CSV or JSON, or its table of all in one.

Resources and skills bear the addresses of the demonstration that comes with signpost. What a resource is for is stated
and no level that it leads to, so that it is `about` skills and teaches nothing. Tools, languages and methodologies show
a skill, as the framework says, and are none: their names become examples of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from signpost.errors import UnreadableInput
from signpost.exchange.gathered import Gathered
from signpost.exchange.received import Row, head, text
from signpost.exchange.scales import scale
from signpost.graph.parse import read_json
from signpost.model import THINGS, VOCABULARY, Source, Submission
from signpost.wellformed import is_iri

FRAMEWORK = THINGS + "framework/direct-2"
_COMPETENCE = THINGS + "competence/direct-2/"
_RESOURCE = THINGS + "resource/direct-"
_ORGANISATION = THINGS + "organisation/direct-"
SCALE = "direct-level"

DOMAINS, COMPETENCIES, SKILLS = "competency_domain", "competency", "skill"
RESOURCES, PROVIDERS, TOOLS, LEVELS = "learning_resource", "provider", "tool_language_methodology", "skill_level"
TABLES = {
    DOMAINS: ("name", "slug"),
    COMPETENCIES: ("name", "slug", "competency_domain"),
    SKILLS: ("name", "slug", "competency"),
    RESOURCES: ("name", "slug", "provider"),
    PROVIDERS: ("name", "slug"),
    TOOLS: ("name", "slug"),
    LEVELS: ("name", "level"),
}
"""Table -> the columns that it needs; the first three are needed themselves."""
_NEEDED = (DOMAINS, COMPETENCIES, SKILLS)
_ALL_IN_ONE = ("competency_domain", "competency", "skill", "slug", "tools_languages_methodologies")
_TOOLS, _LEARNING, _RELATED = "tools_languages_methodologies", "learning_resources", "related_skills"


def looks_like(path: Path) -> bool:
    """Whether it is a folder with the tables of domains, competencies and skills, or the table of all in one."""
    if path.is_dir():
        return all(_file(path, name) for name in _NEEDED)
    return path.is_file() and path.suffix.lower() == ".csv" and set(head(path)).issuperset(_ALL_IN_ONE)


def _file(folder: Path, name: str) -> Path | None:
    """The file of a table; CSV goes before JSON, for its rows have lines."""
    return next((path for end in (".csv", ".json") if (path := folder / f"{name}{end}").is_file()), None)


def read(path: Path, source: Source) -> Submission:
    """Domains, competencies and skills, and the learning resources and providers of a folder.

    A person's profile is no part of a framework, and is not read; a JSON file of all in one has no slugs, by which
    things are known. Raises UnreadableInput where it is neither the folder nor the table of all in one.
    """
    reading = _Reading(Gathered("en"))
    reading.framework(path, source)
    if path.is_dir():
        _folder(reading, path)
    else:
        _all_in_one(reading, path)
    reading.gathered.gives_way |= {iri for iri in reading.gathered.nodes if "#" not in iri}
    reading.gathered.summarise(path.name)
    return reading.gathered.submission(source)


def _folder(reading: _Reading, folder: Path) -> None:
    files = {name: found for name in TABLES if (found := _file(folder, name))}
    for name in _NEEDED:
        if name not in files:
            raise UnreadableInput(str(folder), f"the table '{name}' is missing", f"Add {name}.csv or {name}.json.")
    for name, step in _STEPS.items():
        if name in files:
            step(reading, list(_rows(reading.gathered, files[name], TABLES[name])))
        else:
            reading.gathered.tell(f"There is no table '{name}': what it says is left out.", folder.name)
    reading.skills_without(bool(files.get(RESOURCES)))


def _rows(gathered: Gathered, path: Path, needed: tuple[str, ...]) -> Iterator[Row]:
    if path.suffix == ".csv":
        yield from gathered.table(path, needed)
        return
    found = read_json(text(path).encode(), path.name)
    if not isinstance(found, list):
        raise UnreadableInput(str(path), "it is not a list", "Check that it is the right table.")
    for number, item in enumerate(found, 1):
        cells = (
            {str(key): value for key, value in item.items() if isinstance(value, str)} if isinstance(item, dict) else {}
        )
        missing = next((column for column in needed if column not in cells), "")
        if missing:
            gathered.tell(f"Row dropped: it says no '{missing}'.", f"{path.name}:{number}")
        else:
            yield Row(path.name, number, cells)


def _all_in_one(reading: _Reading, path: Path) -> None:
    """The table whose rows are domains, competencies and skills, each below the last of those above it."""
    if path.is_file() and not set(head(path)).issuperset(_ALL_IN_ONE) and text(path):
        raise UnreadableInput(str(path), "it is not DIRECT's table of all in one", "Name the folder of its tables.")
    rows: dict[str, list[Row]] = {DOMAINS: [], COMPETENCIES: [], SKILLS: []}
    above: dict[str, str] = {}
    for row in reading.gathered.table(path, _ALL_IN_ONE):
        kind = next((name for name in (SKILLS, COMPETENCIES, DOMAINS) if row.cells[name].strip()), DOMAINS)
        above[kind] = row.cells["slug"].strip()
        cells = {**row.cells, **above, "name": row.cells[kind]}
        rows[kind].append(Row(row.file, row.line, cells))
    for kind, found in rows.items():
        _STEPS[kind](reading, found)
    message = f"'{_LEARNING}' and '{_TOOLS}' are left out: what they are stands in other tables of the folder."
    reading.gathered.tell(message, path.name)


@dataclass(slots=True)
class _Reading:
    """What is gathered, and what skills name by slugs until the tables of it are read."""

    gathered: Gathered
    named: dict[str, list[tuple[str, Row]]] = field(default_factory=dict)
    """Column of the skills -> each skill with the row in which it names others."""

    def framework(self, path: Path, source: Source) -> None:
        """Describe the framework, whose second version has these tables."""
        said = {"rights": source.rights, "retrieved": source.retrieved, "edition": source.edition or "2"}
        node = {"id": FRAMEWORK, "type": "Framework", "label": {"en": "DIRECT competencies for digital research"}}
        node |= {"levelScale": f"{VOCABULARY}{SCALE}"}
        self.gathered.nodes[FRAMEWORK] = node | {word: value for word, value in said.items() if value}
        self.gathered.places[FRAMEWORK] = path.name

    def add(self, row: Row, start: str, kind: str) -> dict[str, Any] | None:
        """The new thing of a row, called by its slug; None, with a finding, where the row is dropped."""
        iri = f"{start}{row.cells['slug'].strip()}"
        label = self.gathered.cleaned(row, "name", iri, "label")
        fault = "it has no slug" if iri == start else self.gathered.fault_of(iri, label)
        if fault:
            self.gathered.tell(f"Row dropped: {fault}.", row.place("slug"), iri)
            return None
        node: dict[str, Any] = {"id": iri, "type": kind, "label": {"en": label}}
        self.gathered.nodes[iri], self.gathered.places[iri] = node, row.place()
        description = self.gathered.cleaned(row, "description", iri, "description")
        if description:
            node["description"] = {"en": description}
        return node

    def slugs(self, column: str) -> Iterator[tuple[str, str, Row]]:
        """Every skill with every slug that it names in a column."""
        for iri, row in self.named.get(column, ()):
            for slug in dict.fromkeys(part.strip() for part in row.cells.get(column, "").split("|")):
                if slug:
                    yield iri, slug, row

    def skills_without(self, resources_read: bool) -> None:
        """Tell which skills no resource serves."""
        for iri, row in self.named.get(_LEARNING, ()):
            if resources_read and not row.cells.get(_LEARNING, "").strip():
                self.gathered.tell("No learning resource serves this skill.", row.place(_LEARNING), iri)


# ------------------------------------------------------------------------------------------------ competences
def _competence(reading: _Reading, row: Row, start: str, kind: str, column: str, above: str) -> dict[str, Any] | None:
    node = reading.add(row, _COMPETENCE + start, "Competence")
    if node is None:
        return None
    node |= {"inFramework": FRAMEWORK, "competenceType": kind}
    rank = row.cells.get("rank", "").strip()
    if rank.isdecimal() and len(rank) < 10:
        node["order"] = int(rank)
    if column:
        iri = f"{_COMPETENCE}{above}{row.cells[column].strip()}"
        if iri in reading.gathered.nodes:
            node["broader"] = {iri}
        else:
            message = f"'{row.cells[column]}', which it is part of, is in no table: nothing stands above it."
            reading.gathered.tell(message, row.place(column), node["id"], "broader")
    return node


def _domains(reading: _Reading, rows: list[Row]) -> None:
    for row in rows:
        _competence(reading, row, "domain-", "category", "", "")


def _competencies(reading: _Reading, rows: list[Row]) -> None:
    for row in rows:
        _competence(reading, row, "", "category", DOMAINS, "domain-")


def _skills(reading: _Reading, rows: list[Row]) -> None:
    for row in rows:
        node = _competence(reading, row, "skill-", "skill", COMPETENCIES, "")
        if node is None:
            continue
        for column in (_TOOLS, _LEARNING, _RELATED):
            reading.named.setdefault(column, []).append((node["id"], row))
    for iri, slug, row in reading.slugs(_RELATED):
        _relate(reading, iri, f"{_COMPETENCE}skill-{slug}", row)


def _relate(reading: _Reading, iri: str, other: str, row: Row) -> None:
    if iri == other or other not in reading.gathered.nodes:
        fault = "itself" if iri == other else f"'{other}', which is in no table"
        reading.gathered.tell(f"It is related to {fault}: that was left out.", row.place(_RELATED), iri, "related")
    else:
        reading.gathered.nodes[iri].setdefault("related", set()).add(other)
        reading.gathered.counts["skill to skill relations"] += 1


def _tools(reading: _Reading, rows: list[Row]) -> None:
    """Tools, languages and methodologies as examples of the skills that they show."""
    names = {row.cells["slug"].strip(): row.cells["name"].strip() for row in rows}
    shown: dict[str, set[str]] = {}
    used = set()
    for iri, slug, row in reading.slugs(_TOOLS):
        if names.get(slug):
            shown.setdefault(iri, set()).add(names[slug])
            used.add(slug)
        else:
            reading.gathered.tell(f"'{slug}' is in no table of tools: it was left out.", row.place(_TOOLS), iri)
    for iri, found in shown.items():
        reading.gathered.nodes[iri]["example"] = {"en": sorted(found)}
    for row in rows:
        if row.cells["slug"].strip() not in used:
            reading.gathered.tell("Row dropped: no skill is shown by it.", row.place("slug"))
    reading.gathered.counts["tools, languages and methodologies"] += len(used)
    if rows:
        message = "Tools, languages and methodologies are examples of skills; their kinds, addresses and descriptions "
        reading.gathered.tell(f"{message}are left out.", rows[0].file, path="example")


# ------------------------------------------------------------------------------------------------ learning
def _providers(reading: _Reading, rows: list[Row]) -> None:
    for row in rows:
        node = reading.add(row, _ORGANISATION, "Provider")
        if node is not None:
            _address(reading, row, node, "url", "homepage")
            _address(reading, row, node, "ror", "exactMatch")


def _address(reading: _Reading, row: Row, node: dict[str, Any], column: str, word: str) -> None:
    given = row.cells.get(column, "").strip()
    if given and not (is_iri(given) and given.startswith(("http://", "https://"))):
        reading.gathered.tell(f"'{given}' is not a web address: left out.", row.place(column), node["id"], word)
    elif given:
        node[word] = given


def _resources(reading: _Reading, rows: list[Row]) -> None:
    gathered = reading.gathered
    for row in rows:
        body = f"{_ORGANISATION}{row.cells['provider'].strip()}"
        if body not in gathered.nodes:
            fault = "its provider is in no table" if row.cells["provider"].strip() else "it names no provider"
            message = f"Row dropped: {fault}, and who offers it must be known."
            gathered.tell(message, row.place("provider"), f"{_RESOURCE}{row.cells['slug'].strip()}")
            continue
        node = reading.add(row, _RESOURCE, "LearningResource")
        if node is not None:
            node |= {"provider": body, "activityType": "online-activity"}
            _address(reading, row, node, "url", "link")
            _languages(node, row)
    _serve(reading)
    if rows:
        message = "No kind of activity is stated: each resource has a web address, and is taken as 'online-activity'."
        gathered.tell(message, rows[0].file, path="activityType")


def _languages(node: dict[str, Any], row: Row) -> None:
    found = {part.strip() for part in row.cells.get("language", "").split("|") if part.strip()}
    if found:
        node["language"] = found


def _serve(reading: _Reading) -> None:
    """Which skills a resource is about; that it teaches them up to some level is not said."""
    for iri, slug, row in reading.slugs(_LEARNING):
        resource = reading.gathered.nodes.get(f"{_RESOURCE}{slug}")
        if resource is None:
            message = f"The resource '{slug}' was not read: that it serves the skill is left out."
            reading.gathered.tell(message, row.place(_LEARNING), iri)
        else:
            resource.setdefault("about", set()).add(iri)
            reading.gathered.counts["resource to skill relations, kept as 'about'"] += 1


def _levels(reading: _Reading, rows: list[Row]) -> None:
    """What its levels mean is known as a vocabulary of ours; nothing in the tables states a level of a skill."""
    for row in rows:
        if row.cells["level"].strip() not in scale(SCALE):
            message = f"Row dropped: '{row.cells['level']}' is not a level that is known."
            reading.gathered.tell(message, row.place("level"))
    message = f"What the levels mean in the framework's words is left out: the vocabulary '{SCALE}' has them in ours."
    reading.gathered.tell(message, rows[0].file if rows else "")


_STEPS: dict[str, Callable[[_Reading, list[Row]], None]] = {
    DOMAINS: _domains,
    COMPETENCIES: _competencies,
    SKILLS: _skills,
    TOOLS: _tools,
    PROVIDERS: _providers,
    RESOURCES: _resources,
    LEVELS: _levels,
}
"""Table -> what is read of it, in an order in which what is named was read before."""
