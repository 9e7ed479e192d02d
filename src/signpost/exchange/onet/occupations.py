"""O*NET's occupations: their names, tasks, neighbours, technology and the preparation that they need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from signpost.exchange.onet.names import CODE, Release, commodity, element, occupation, said, task
from signpost.exchange.received import Row


def occupations(release: Release, path: Path) -> None:
    """Every occupation with its code and description."""
    for row in release.gathered.table(path, (CODE, "Title", "Description")):
        code = said(row, CODE)
        node = release.add(row, CODE, occupation(code), "Occupation", "Title")
        if node is not None:
            node["classCode"] = code
            release.describe(row, node)


def _of(release: Release, row: Row) -> dict[str, Any] | None:
    return release.known(row, CODE, occupation(said(row, CODE)), "Occupation")


# ------------------------------------------------------------------------------------------------ names
def alternate_titles(release: Release, path: Path) -> None:
    """What else an occupation is called, with the short forms."""
    names: dict[str, set[str]] = {}
    for row in release.gathered.table(path, (CODE, "Alternate Title")):
        node = _of(release, row)
        if node is None:
            continue
        for column in ("Alternate Title", "Short Title"):
            if said(row, column):
                _name(release, row, column, node, names.setdefault(node["id"], set()))
    _named(release, names)


def _name(release: Release, row: Row, column: str, node: dict[str, Any], names: set[str]) -> None:
    text = " ".join(release.gathered.cleaned(row, column, node["id"], "altLabel").split())
    if text == node["label"]["en"]:
        message = "An alternative label that repeats the preferred label was left out."
        release.gathered.tell(message, row.place(column), node["id"], "altLabel")
    elif text in names and column == "Alternate Title":
        message = "An alternative label that is there already was left out."
        release.gathered.tell(message, row.place(column), node["id"], "altLabel")
    else:
        names.add(text)


def _named(release: Release, names: dict[str, set[str]]) -> None:
    for iri, found in names.items():
        kept = sorted(found - {"", release.gathered.nodes[iri]["label"]["en"]})
        if kept:
            release.gathered.nodes[iri]["altLabel"] = {"en": kept}


# ------------------------------------------------------------------------------------------------ tasks
def tasks(release: Release, path: Path) -> None:
    """What whoever works in an occupation does, with the type that O*NET gives it."""
    for row in release.gathered.table(path, (CODE, "Task ID", "Task")):
        node = _of(release, row)
        duty = None if node is None else release.add(row, "Task ID", task(said(row, "Task ID")), "Duty", "Task")
        if node is None or duty is None:
            continue
        node.setdefault("duty", set()).add(duty["id"])
        kind = release.gathered.cleaned(row, "Task Type", duty["id"], "note")
        if kind and kind != "n/a":
            duty["note"] = {"en": f"{kind} task"}


def tasks_to_activities(release: Release, path: Path) -> None:
    """The detailed work activities that a task is made of."""
    for row in release.gathered.table(path, ("Task ID", "DWA ID")):
        duty = release.known(row, "Task ID", task(said(row, "Task ID")), "Duty")
        activity = release.known(row, "DWA ID", element(said(row, "DWA ID")), "Competence")
        if duty is not None and activity is not None:
            duty.setdefault("metBy", set()).add(activity["id"])
            release.gathered.counts["task to work activity relations"] += 1


# ------------------------------------------------------------------------------------------------ neighbours
def related(release: Release, path: Path) -> None:
    """Which occupations are near each other; how near is not kept."""
    gathered, column = release.gathered, "Related O*NET-SOC Code"
    for row in gathered.table(path, (CODE, column)):
        node, other = _of(release, row), release.known(row, column, occupation(said(row, column)), "Occupation")
        if node is None or other is None:
            continue
        if node is other:
            gathered.tell("Row dropped: it relates a thing to itself.", row.place(column), node["id"])
            continue
        node.setdefault("related", set()).add(other["id"])
        gathered.counts["related occupations"] += 1
    gathered.tell("How near related occupations are, their tier and index, is left out.", path.name, path="related")


# ------------------------------------------------------------------------------------------------ technology
def technology(release: Release, path: Path) -> None:
    """Kinds of technology that an occupation uses, each a competence; products are other names of their kind."""
    gathered, code, title = release.gathered, "Commodity Code", "Commodity Title"
    products: dict[str, set[str]] = {}
    for row in gathered.table(path, (CODE, code, title, "Example")):
        node, iri = _of(release, row), commodity(said(row, code))
        if node is None or not (gathered.is_a(iri, "Competence") or _kind(release, row, iri)):
            continue
        if said(row, title) != gathered.nodes[iri]["label"]["en"]:
            message = f"'{said(row, title)}' is another title of a kind of technology; that of its first row is kept."
            gathered.tell(message, row.place(title), iri, "label")
        products.setdefault(iri, set()).add(gathered.cleaned(row, "Example", iri, "altLabel"))
        node.setdefault("optionalCompetence", set()).add(iri)
        gathered.counts["rows of technology"] += 1
    _named(release, products)
    message = "Which product an occupation uses, and whether it is a hot technology or in demand, is left out: "
    gathered.tell(f"{message}products are other names of their kind.", path.name, path="optionalCompetence")


def _kind(release: Release, row: Row, iri: str) -> bool:
    node = release.add(row, "Commodity Code", iri, "Competence", "Commodity Title")
    if node is not None:
        node |= {"notation": said(row, "Commodity Code"), "competenceType": "skill"}
    return node is not None


# ------------------------------------------------------------------------------------------------ preparation
def job_zones(release: Release, path: Path, named: Path | None) -> None:
    """How much preparation an occupation needs, as a note in O*NET's own words."""
    zones = {
        said(row, "Job Zone"): release.gathered.cleaned(row, "Name", "", "note")
        for row in (release.gathered.table(named, ("Job Zone", "Name")) if named else ())
    }
    for row in release.gathered.table(path, (CODE, "Job Zone")):
        node, zone = _of(release, row), said(row, "Job Zone")
        if node is not None and zone:
            node["note"] = {"en": zones.get(zone) or f"Job Zone {zone}"}
            release.gathered.counts["job zones, kept as a note"] += 1
