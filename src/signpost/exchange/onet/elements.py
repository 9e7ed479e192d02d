"""Skills, knowledge and work activities of O*NET's content model, with the anchors of their levels."""

from __future__ import annotations

from pathlib import Path

from signpost.exchange.onet.names import ELEMENT, Release, element, said
from signpost.exchange.onet.numbers import number, plain
from signpost.exchange.received import Row
from signpost.exchange.scales import scale

SCALE = "onet-level"

_READ = {"2.A": "skill", "2.B": "skill", "2.C": "knowledge", "4.A": ""}
"""Where in the content model the elements stand that are read, and the type of the lowest of them; work activities have
none, for they say what is done and not what somebody knows or can do."""


def content_model(release: Release, path: Path) -> None:
    """The elements of the branches that are read, and what stands above them."""
    rows = list(release.gathered.table(path, (ELEMENT, "Element Name", "Description")))
    codes = [said(row, ELEMENT) for row in rows]
    above = {code.rpartition(".")[0] for code in codes}
    kept = {code for code in codes if code[:3] in _READ}
    kept |= {branch.partition(".")[0] for branch in _READ} & above
    for row, code in zip(rows, codes, strict=True):
        if code not in kept:
            message = "Row dropped: it is neither a skill, nor knowledge, nor a work activity."
            release.gathered.tell(message, row.place(ELEMENT), element(code))
            continue
        _element(release, row, code, "category" if code in above else _READ[code[:3]])
    for code, row in dict(zip(codes, rows, strict=True)).items():
        _above(release, row, ELEMENT, code, code.rpartition(".")[0])


def _element(release: Release, row: Row, code: str, kind: str) -> None:
    node = release.add(row, ELEMENT, element(code), "Competence", "Element Name")
    if node is None:
        return
    node["notation"] = code
    if kind:
        node["competenceType"] = kind
    release.describe(row, node)


def _above(release: Release, row: Row, column: str, code: str, higher: str) -> None:
    nodes = release.gathered.nodes
    if element(code) not in nodes or not higher:
        return
    if element(higher) in nodes:
        nodes[element(code)]["broader"] = {element(higher)}
    else:
        message = f"'{higher}', which stands above it, is in no table: nothing stands above it here."
        release.gathered.tell(message, row.place(column), element(code), "broader")


def intermediate_activities(release: Release, path: Path) -> None:
    """Work activities below those of the content model."""
    _activities(release, path, "IWA ID", "IWA Title", ELEMENT)


def detailed_activities(release: Release, path: Path) -> None:
    """The lowest work activities, which tasks are made of."""
    _activities(release, path, "DWA ID", "DWA Title", "IWA ID")


def _activities(release: Release, path: Path, column: str, title: str, higher: str) -> None:
    for row in release.gathered.table(path, (column, title, higher)):
        code = said(row, column)
        if _add_activity(release, row, column, title, code):
            _above(release, row, higher, code, said(row, higher))


def _add_activity(release: Release, row: Row, column: str, title: str, code: str) -> bool:
    node = release.add(row, column, element(code), "Competence", title)
    if node is not None:
        node["notation"] = code
    return node is not None


def anchors(release: Release, path: Path) -> None:
    """What some levels of an element look like, in an example that raters were shown."""
    gathered = release.gathered
    for row in gathered.table(path, (ELEMENT, "Scale ID", "Anchor Value", "Anchor Description")):
        node = release.known(row, ELEMENT, element(said(row, ELEMENT)), "Competence")
        if node is None:
            continue
        stated = plain(number(row, "Anchor Value"))
        text = gathered.cleaned(row, "Anchor Description", node["id"], "description")
        iri = f"{node['id']}#level-{stated}"
        if said(row, "Scale ID") != "LV" or stated not in scale(SCALE):
            message = f"Row dropped: '{said(row, 'Anchor Value')}' is not a level of the scale that is read."
            gathered.tell(message, row.place("Anchor Value"), node["id"])
        elif not text or iri in gathered.nodes:
            fault = "the level is described already" if text else "it describes nothing"
            gathered.tell(f"Row dropped: {fault}.", row.place("Anchor Description"), node["id"])
        else:
            gathered.nodes[iri] = {
                "id": iri, "type": "LevelStatement", "level": scale(SCALE)[stated],
                "statedLevel": stated, "description": {"en": text},
            }  # fmt: skip
            gathered.places[iri] = row.place()
            node.setdefault("levelStatement", set()).add(iri)


def skills_to_activities(release: Release, path: Path) -> None:
    """Which work activities a skill serves, kept as related."""
    skill, activity = "Skills Element ID", "Work Activities Element ID"
    for row in release.gathered.table(path, (skill, activity)):
        node = release.known(row, skill, element(said(row, skill)), "Competence")
        other = release.known(row, activity, element(said(row, activity)), "Competence")
        if node is not None and other is not None:
            node.setdefault("related", set()).add(other["id"])
            release.gathered.counts["skill to work activity relations, kept as 'related'"] += 1
