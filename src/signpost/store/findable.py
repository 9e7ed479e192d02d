"""Graph to label index: everything that can be looked for, with all of its names."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from signpost.engine.names import KINDS
from signpost.graph.backend import Backend
from signpost.labelfile import Entry
from signpost.model import NAMESPACE
from signpost.store.columns import Answer, Ids, Things, english_first, numbered, pairs, whole
from signpost.store.compile import Ask, asker, codes_of, strings


def search_entries(backend: Backend, ask: Ask | None = None) -> Iterator[Entry]:
    """Everything that can be looked for, with all of its names, for the label index; `ask` as for `compile_index`."""
    ask = ask or asker(backend)
    sheets = {kind: ask(kind) for kind in KINDS}
    things = numbered(iri for kind, sheet in sheets.items() for iri in sheet.ids(kind))
    identifiers = ask("identifier")
    code, other = strings(codes_of(identifiers, things)), _all_names(things, ask("name"), identifiers)
    bodies = _bodies(ask("body"), things)
    frameworks = sheets["framework"].ids("framework")
    called = strings(whole(sheets["framework"], "framework", frameworks).text("label", english_first))
    for kind, sheet in sheets.items():
        ids = sheet.ids(kind)
        labels = strings(whole(sheet, kind, ids).text("label", english_first))
        inside = (
            whole(sheet, kind, ids).link("framework", frameworks) if kind == "competence" else np.full(len(ids), -1)
        )
        for (iri, n), framework in zip(ids.items(), inside.tolist(), strict=True):
            own = code[things[iri]]
            names = tuple(sorted(other[things[iri]] - {labels[n], own}))
            place = called[framework] if framework >= 0 else ""
            yield Entry(iri, kind, labels[n], names, own, place, bodies[things[iri]])


def _bodies(sheet: Answer, ids: Ids) -> list[str]:
    """What the awarding body of each thing is called, else its provider."""
    things = whole(sheet, "thing", ids)
    awarding = things.text("word", among=(NAMESPACE + "awardingBody",)).choice >= 0
    thing, (words, word) = sheet.links("thing", ids), sheet.coded("word")
    meant = np.array([iri == NAMESPACE + "awardingBody" for iri in words] + [False])[word]
    key = np.where((thing >= 0) & (meant == awarding[thing]), thing, -1)
    return strings(Things(sheet, key, len(ids)).text("label", english_first))


def _all_names(ids: Ids, *sheets: Answer) -> list[set[str]]:
    """Every other name and every identifier of each thing."""
    names: list[set[str]] = [set() for _ in ids]
    for sheet, column in zip(sheets, ("name", "value"), strict=True):
        values, choice = sheet.coded(column)
        for thing, value in zip(*(c.tolist() for c in pairs(sheet.links("thing", ids), choice)), strict=True):
            names[thing].add(values[value])
    return names
