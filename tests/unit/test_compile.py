"""Statements to columns: every column by a known answer, and the same bytes whatever the order of the statements."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from signpost import words
from signpost.engine.index import ARRAYS, BROAD, CLOSE, EXACT, LONG, NARROW, NOW, Index
from signpost.errors import StoreError, StoreOutdated
from signpost.graph.backend import Backend, open_backend
from signpost.labelfile import Entry
from signpost.model import GRAPHS, NAMESPACE, THINGS, VOCABULARY
from signpost.store.compile import DTYPES, compile_index
from signpost.store.days import ordinal
from signpost.store.findable import search_entries
from signpost.store.indexfile import LAYOUT, read_index, write_index

OTHER = GRAPHS + "other"


def thing(kind: str, name: str) -> str:
    return f"{THINGS}{kind}/{name}"


C1, C2, C3 = (thing("competence", name) for name in ("c-1", "c-2", "c-3"))
COURSE, SHADOW, BOOK = (thing("resource", name) for name in ("course", "shadow", "a-book"))
ROLE, AWARD, UNIT, UNIT2 = thing("role", "lead"), thing("award", "a"), thing("award", "u1"), thing("award", "u2")
LONDON, ENGLAND = thing("region", "E12000007"), thing("region", "E92000001")

NODES = [
    {"id": thing("framework", "f"), "type": "Framework", "label": "Standards", "edition": "2012", "status": "current"},
    {
        "id": C1, "type": ["Standard", "Competence"], "label": {"en": "Lead people", "cy": "Arwain pobl"},
        "altLabel": {"en": ["Leading", "Lead"]}, "inFramework": thing("framework", "f"), "status": "current",
        "identifier": [thing("identifier", "urn"), thing("identifier", "code")],
    },
    {"id": thing("identifier", "urn"), "type": "Identifier", "identifierScheme": "urn", "identifierValue": "SCDX"},
    {"id": thing("identifier", "code"), "type": "Identifier", "identifierScheme": "unit-code", "identifierValue": "X1"},
    {"id": C2, "type": "Competence", "label": {"cy": "Diogelu"}, "notation": "N2", "exactMatch": C1},
    {"id": C3, "type": "Competence", "label": "Rights", "broadMatch": [C2, "https://elsewhere.example/x"]},
    {
        "id": thing("alignment", "x"), "type": "Alignment", "alignmentSource": C1, "alignmentTarget": C2,
        "alignmentRelation": "exactMatch", "confidence": "0.5",
    },
    {
        "id": thing("alignment", "y"), "type": "Alignment", "alignmentSource": C1, "alignmentTarget": C3,
        "alignmentRelation": "closeMatch",
    },
    {"id": thing("organisation", "p"), "type": ["Provider", "AwardingBody"], "label": "A provider"},
    {"id": LONDON, "type": "Region", "label": "London", "partOf": ENGLAND},
    {"id": ENGLAND, "type": "Region", "label": "England"},
    {
        "id": COURSE, "type": "LearningResource", "label": "Course", "provider": thing("organisation", "p"),
        "award": AWARD, "activityType": "direct-training", "price": "19.99", "learningMinutes": 600,
        "mode": "in-person", "language": "cy", "link": "https://example.org/", "scheduled": True,
        "region": [LONDON, ENGLAND], "teaches": [f"{COURSE}#teaches-1", f"{COURSE}#teaches-2"],
        "requires": f"{COURSE}#requires-1", "offering": [f"{COURSE}#offering-{n}" for n in (1, 2, 3)],
    },
    {
        "id": f"{COURSE}#teaches-1", "type": "LearningOutcome", "competence": C2, "entryLevel": 2, "outcomeLevel": 3,
        "shows": "knowledge", "basis": "Proposed: its title", "confidence": "0.4", "provenance": "editorial",
    },
    {
        "id": f"{COURSE}#teaches-2", "type": "LearningOutcome", "competence": C1, "entryLevel": 0, "outcomeLevel": 2,
        "shows": "both", "basis": "As its provider says", "provenance": "provider",
    },
    {"id": f"{COURSE}#requires-1", "type": "Prerequisite", "competence": C3, "level": 1},
    {
        "id": f"{COURSE}#offering-1", "type": "Offering", "startDate": "2025-09-01", "endDate": "2025-10-01",
        "price": "0", "region": LONDON, "mode": "blended", "seats": 12, "access": ["step-free", "captions"],
    },
    {"id": f"{COURSE}#offering-2", "type": "Offering", "startDate": "2025-03-01"},
    {"id": f"{COURSE}#offering-3", "type": "Offering", "startDate": "2025-03-01"},
    {
        "id": SHADOW, "type": ["LearningResource", "WorkBasedActivity"], "label": "Shadow", "mode": "workplace",
        "supporter": "mentor", "teaches": f"{SHADOW}#teaches-1", "language": "en-GB",
    },
    {
        "id": f"{SHADOW}#teaches-1", "type": "LearningOutcome", "competence": thing("competence", "gone"),
        "outcomeLevel": 1,
    },
    {"id": BOOK, "type": "LearningResource", "label": "Book", "price": "10.005"},
    {"id": AWARD, "type": "Award", "label": "Diploma", "unitGroup": f"{AWARD}#group-1", "credit": 30},
    {"id": f"{AWARD}#group-1", "type": "UnitGroup", "atLeast": 1, "creditsAtLeast": 10, "unit": [UNIT2, UNIT]},
    {"id": UNIT, "type": "Award", "label": "Unit 1", "credit": 6, "barredWith": UNIT2},
    {"id": UNIT2, "type": "Award", "label": "Unit 2"},
    {"id": ROLE, "type": "Role", "label": "Lead", "requirement": [f"{ROLE}#a", f"{ROLE}#b"]},
    {
        "id": f"{ROLE}#a", "type": "Requirement", "competence": C1, "level": 4, "importance": 5, "horizon": "long",
        "asks": "performance", "family": "generic", "basis": "Proposed", "confidence": "0.75",
        "provenance": "editorial", "order": 2,
    },
    {"id": f"{ROLE}#b", "type": "Requirement", "competence": C2, "level": 2, "order": 1},
    {
        "id": thing("occupation", "o"), "type": "Occupation", "label": "Manager",
        "essentialCompetence": [C1, C3], "optionalCompetence": [C2, C3],
    },
    {
        "id": thing("gateway", "g"), "type": "Gateway", "label": "Finder", "link": "https://g.example/",
        "about": [C1, ROLE],
    },
]  # fmt: skip


def stored(nodes: list[dict[str, object]] = NODES, shuffle: int = 0) -> Backend:
    lines = words.to_ntriples(nodes).splitlines(keepends=True)
    backend = open_backend("memory:")
    if shuffle:
        random.Random(shuffle).shuffle(lines)
    middle = len(lines) // (2 + shuffle)
    backend.replace(GRAPHS + "one", b"".join(lines[middle:]))
    backend.replace(OTHER, b"".join(lines[: middle + 7 * shuffle]))
    return backend


@pytest.fixture(scope="module")
def index() -> Index:
    return compile_index(stored(), "digest")


def texts(index: Index, name: str) -> list[str]:
    return [index.text(int(n)) for n in getattr(index, name)]


def numbers(index: Index, *names: str) -> list[list[float]]:
    return [getattr(index, name).tolist() for name in names]


def test_every_column_has_its_type(index: Index) -> None:
    assert {name: getattr(index, name).dtype.str.replace("|", "<") for name in ARRAYS} == dict(DTYPES)


def test_things_are_in_the_order_of_their_iris(index: Index) -> None:
    assert texts(index, "competence_iri") == [C1, C2, C3]
    assert texts(index, "resource_iri") == [BOOK, COURSE, SHADOW]
    assert [index.find("award", iri) for iri in (AWARD, UNIT, UNIT2, C1)] == [0, 1, 2, -1]


def test_competences(index: Index) -> None:
    assert texts(index, "competence_label") == ["Lead people", "Diogelu", "Rights"]
    assert texts(index, "competence_code") == ["X1", "N2", ""]
    assert texts(index, "competence_status") == [VOCABULARY + "status/current", "", ""]
    assert numbers(index, "competence_framework") == [[0, -1, -1]]
    assert texts(index, "framework_edition") == ["2012"]


FIRST, LAST = date(2012, 1, 1), date(2012, 12, 31)


@pytest.mark.parametrize(
    ("said", "first", "latest", "until"),
    [
        ({}, None, None, None),
        ({"issued": "2012"}, FIRST, LAST, None),
        ({"issued": "2012-02"}, date(2012, 2, 1), date(2012, 2, 29), None),
        ({"issued": "2012-03-05"}, date(2012, 3, 5), date(2012, 3, 5), None),
        ({"issued": "spring 2012"}, None, None, None),
        ({"issued": "2012-13"}, None, None, None),
        ({"issued": "2012", "validFrom": "2013-04-01"}, date(2013, 4, 1), date(2013, 4, 1), None),
        ({"validUntil": "2025-07-31"}, None, None, date(2025, 7, 31)),
    ],
)
def test_when_an_edition_is_in_force_is_what_its_dates_can_mean(
    said: dict[str, str], first: date | None, latest: date | None, until: date | None
) -> None:
    found = compile_index(stored([{"id": thing("framework", "f"), "type": "Framework", **said}]), "x")
    expected = [[day.toordinal() if day else -1] for day in (first, latest, until)]
    assert numbers(found, "framework_from", "framework_from_latest", "framework_until") == expected


def test_alignments_stand_in_both_directions_and_once(index: Index) -> None:
    rows, target, relation = numbers(index, "alignment_rows", "alignment_target", "alignment_relation")
    assert (rows, target) == ([0, 2, 4, 6], [1, 2, 0, 2, 0, 1])
    assert relation == [EXACT, CLOSE, EXACT, NARROW, CLOSE, BROAD]
    x, y = thing("alignment", "x"), thing("alignment", "y")
    assert texts(index, "alignment_iri") == [x, y, x, "", y, ""]
    assert numbers(index, "alignment_confidence") == [[0.5, 1, 0.5, 1, 1, 1]]


def test_resources(index: Index) -> None:
    assert numbers(index, "resource_price", "resource_minutes", "resource_provider", "resource_award") == [
        [1001, 1999, -1], [-1, 600, -1], [-1, 0, -1], [-1, 0, -1],
    ]  # fmt: skip
    assert texts(index, "resource_language") == ["", "cy", ""]
    assert texts(index, "resource_mode") == ["", VOCABULARY + "mode/in-person", VOCABULARY + "mode/workplace"]
    assert texts(index, "resource_supporter") == ["", "", VOCABULARY + "supporter/mentor"]
    assert numbers(index, "resource_online", "resource_work_based", "resource_scheduled") == [
        [1, 0, 0], [0, 0, 1], [0, 1, 0],
    ]  # fmt: skip
    assert numbers(index, "resource_region_rows", "resource_region", "region_within") == [[0, 0, 2, 2], [0, 1], [1, -1]]


@pytest.mark.parametrize(
    ("said", "online"),
    [
        ({"mode": "online"}, 1),
        ({"mode": ["in-person", "distance"], "region": LONDON}, 1),
        ({}, 1),
        ({"region": LONDON}, 0),
        ({"mode": "blended"}, 0),
    ],
)
def test_place_does_not_matter_online_or_where_none_is_said(said: dict[str, object], online: int) -> None:
    found = compile_index(stored([*NODES, {"id": thing("resource", "z"), "type": "LearningResource", **said}]), "x")
    assert found.resource_online[-1] == online


def test_teaching_and_what_it_needs(index: Index) -> None:
    assert texts(index, "teaches_iri") == [f"{COURSE}#teaches-1", f"{COURSE}#teaches-2"]
    assert numbers(index, "teaches_rows", "teaches_competence", "teaches_shows") == [[0, 0, 2, 2], [1, 0], [1, 3]]
    assert numbers(index, "teaches_entry", "teaches_outcome") == [[2, 0], [3, 2]]
    assert texts(index, "teaches_basis") == ["Proposed: its title", ""]
    assert index.teaches_basis[1] == -1
    assert index.teaches_confidence.tolist() == [np.float32(0.4), 1]
    assert numbers(index, "requires_rows", "requires_competence", "requires_level") == [[0, 0, 2, 2], [1, 2], [2, 1]]


def test_offerings_are_in_order_of_start_and_iri(index: Index) -> None:
    assert texts(index, "offering_iri") == [f"{COURSE}#offering-{n}" for n in (2, 3, 1)]
    march, september, october = (date(2025, month, 1).toordinal() for month in (3, 9, 10))
    assert numbers(index, "offering_rows", "offering_start", "offering_end") == [
        [0, 0, 3, 3], [march, march, september], [-1, -1, october],
    ]  # fmt: skip
    assert numbers(index, "offering_price", "offering_region", "offering_seats") == [
        [-1, -1, 0], [-1, -1, 0], [-1, -1, 12],
    ]  # fmt: skip
    assert texts(index, "offering_access") == [VOCABULARY + "access/captions", VOCABULARY + "access/step-free"]
    assert numbers(index, "offering_access_rows") == [[0, 0, 0, 2]]


def test_awards(index: Index) -> None:
    assert numbers(index, "group_rows", "group_at_least", "group_credits") == [[0, 1, 1, 1], [1], [10]]
    assert numbers(index, "group_unit_rows", "group_unit", "award_credit") == [[0, 2], [1, 2], [30, 6, -1]]
    assert numbers(index, "barred_rows", "barred_award") == [[0, 0, 1, 2], [2, 1]]


def test_requirements_are_in_their_publishers_order(index: Index) -> None:
    assert texts(index, "requirement_iri") == [f"{ROLE}#b", f"{ROLE}#a"]
    assert numbers(index, "requirement_rows", "requirement_competence", "requirement_level") == [[0, 2], [1, 0], [2, 4]]
    assert numbers(index, "requirement_importance", "requirement_horizon", "requirement_asks") == [
        [3, 5], [NOW, LONG], [3, 2],
    ]  # fmt: skip
    assert texts(index, "requirement_basis") == ["", "Proposed"]
    assert index.requirement_basis[0] == -1
    assert index.requirement_confidence.tolist() == [1, 0.75]
    assert texts(index, "requirement_family") == ["", VOCABULARY + "family/generic"]


def test_occupations_and_gateways(index: Index) -> None:
    assert numbers(index, "occupation_rows", "occupation_competence", "occupation_essential") == [
        [0, 3], [0, 1, 2], [1, 0, 1],
    ]  # fmt: skip
    assert index.occupation_level.tolist() == [0, 0, 0]
    assert texts(index, "gateway_about") == [C1, ROLE]
    assert texts(index, "gateway_link") == ["https://g.example/"]


def test_what_an_occupation_requires_has_a_level_and_is_essential_by_its_importance() -> None:
    job = thing("occupation", "p")
    asked = {f"{job}#1": (C1, 2, 5), f"{job}#2": (C1, 4, 1), f"{job}#3": (C2, 3, 2), f"{job}#4": (C3, 1, None)}
    lines: list[dict[str, object]] = [
        {"id": iri, "type": "Requirement", "competence": competence, "level": level}
        | ({} if importance is None else {"importance": importance})
        for iri, (competence, level, importance) in asked.items()
    ]
    node: dict[str, object] = {"id": job, "type": "Occupation", "label": "P", "requirement": list(asked)}
    found = compile_index(stored([*NODES, node, *lines]), "x")
    assert numbers(found, "occupation_rows", "occupation_competence", "occupation_level", "occupation_essential") == [
        [0, 3, 6], [0, 1, 2, 0, 1, 2], [0, 0, 0, 4, 3, 1], [1, 0, 1, 1, 0, 1],
    ]  # fmt: skip
    assert found.requirement_rows.tolist() == [0, 2]


def test_roles_have_their_levels_of_management_and_their_duties(index: Index) -> None:
    assert numbers(index, "role_lowest", "role_highest", "duty_rows") == [[0], [0], [0, 0]]
    boss = thing("role", "boss")
    nodes: list[dict[str, object]] = [
        {
            "id": boss, "type": "Role", "label": "Boss", "managementLevel": ["middle", "supervisory", "first-line"],
            "duty": [f"{boss}#b", f"{boss}#a"],
        },
        {"id": f"{boss}#b", "type": "Duty", "label": "Rota", "metBy": [C2, C1, thing("competence", "gone")]},
        {"id": f"{boss}#a", "type": "Duty", "label": "Care"},
        {"id": C3, "replacedBy": [C2, C1]},
    ]  # fmt: skip
    found = compile_index(stored([*NODES, *nodes]), "x")
    assert numbers(found, "role_lowest", "role_highest", "duty_rows", "duty_met_rows", "duty_met") == [
        [1, 0], [3, 0], [0, 2, 2], [0, 0, 2], [0, 1],
    ]  # fmt: skip
    assert texts(found, "duty_label") == ["Care", "Rota"]
    assert found.competence_replacement.tolist() == [-1, -1, 0]


def test_a_proposal_without_a_basis_is_still_a_proposal() -> None:
    part = {"id": f"{BOOK}#t", "type": "LearningOutcome", "competence": C1, "provenance": "editorial"}
    found = compile_index(stored([*NODES, {"id": BOOK, "teaches": f"{BOOK}#t"}, part]), "x")
    assert found.teaches_basis[0] >= 0
    assert found.text(int(found.teaches_basis[0])) == ""


def test_strings_stand_once_and_in_order(index: Index) -> None:
    strings = [index.text(n) for n in range(len(index.text_rows) - 1)]
    assert strings == sorted(set(strings))
    assert "Arwain pobl" not in strings


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_same_statements_give_the_same_bytes_in_any_order(index: Index, seed: int, tmp_path: Path) -> None:
    write_index(index, tmp_path / "one")
    write_index(compile_index(stored(shuffle=seed), "digest"), tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_an_empty_store_gives_an_empty_index(tmp_path: Path) -> None:
    empty = compile_index(open_backend("memory:"), "nothing")
    write_index(empty, tmp_path / "index")
    found = read_index(tmp_path / "index")
    assert found.find("competence", C1) == -1
    assert found.teaches_rows.tolist() == [0]


def test_an_unfit_value_is_one_sentence() -> None:
    backend = stored()
    price = f'<{BOOK}> <https://w3id.org/signpost/ns#learningMinutes> "an hour" .\n'
    backend.replace(GRAPHS + "bad", price.encode())
    with pytest.raises(StoreError, match=r"an hour.*minutes"):
        compile_index(backend, "x")


@pytest.mark.parametrize("minutes", ["99999999999999999999", "9" * 5_000])
def test_a_number_that_no_column_can_hold_is_one_sentence(minutes: str) -> None:
    backend = stored()
    time = f'<{BOOK}> <{NAMESPACE}learningMinutes> "{minutes}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    backend.replace(GRAPHS + "bad", time.encode())
    with pytest.raises(StoreError, match=r"9999.*minutes") as told:
        compile_index(backend, "x")
    assert len(str(told.value)) < 200


def test_a_number_that_is_too_large_for_its_column_is_one_sentence() -> None:
    backend = stored()
    offering = next(iri for iri in backend.select("SELECT ?o WHERE { ?r <" + NAMESPACE + "offering> ?o }").column("o"))
    seats = f'{offering} <{NAMESPACE}seats> "5000000000"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    backend.replace(GRAPHS + "bad", seats.encode())
    with pytest.raises(StoreError, match=r"offering_seats.*5000000000"):
        compile_index(backend, "x")


@pytest.mark.parametrize("text", ["2026-01-01", "2026-01-01Z", "2026-01-01T09:30:00+01:00", "2026-01-01T09:30"])
def test_a_day_is_that_of_a_date_or_a_time(text: str) -> None:
    assert ordinal(text) == date(2026, 1, 1).toordinal()


@pytest.mark.parametrize("text", ["2026-01-01garbage", "20260101", "2026-W01-4", "2026-02-30", ""])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|range"):
        ordinal(text)


def test_what_can_be_looked_for_has_all_its_names() -> None:
    found = {entry.iri: entry for entry in search_entries(stored())}
    assert found[C1] == Entry(C1, "competence", "Lead people", ("Lead", "Leading", "SCDX"), "X1", "Standards")
    assert {entry.kind for entry in found.values()} == {
        "competence", "resource", "role", "organisation", "award", "framework", "region", "gateway", "occupation",
    }  # fmt: skip


# ------------------------------------------------------------------------------------------------ the file
def test_an_index_comes_back_from_its_file_read_only(index: Index, tmp_path: Path) -> None:
    write_index(index, tmp_path / "index")
    back = read_index(tmp_path / "index")
    assert back.release == "digest"
    for name in ARRAYS:
        assert np.array_equal(getattr(back, name), getattr(index, name)), name
        assert not getattr(back, name).flags.writeable
        assert getattr(back, name).ctypes.data % 64 == 0


def test_another_layout_is_told_apart(index: Index, tmp_path: Path) -> None:
    write_index(index, tmp_path / "index")
    written = (tmp_path / "index").read_bytes()
    (tmp_path / "index").write_bytes(written.replace(b'"layout": %d' % LAYOUT, b'"layout": 0', 1))
    with pytest.raises(StoreOutdated, match="layout 0"):
        read_index(tmp_path / "index")


@pytest.mark.parametrize("cut", [0, 10, 200, 5_000, -1])
def test_a_damaged_file_is_one_sentence(index: Index, tmp_path: Path, cut: int) -> None:
    write_index(index, tmp_path / "index")
    (tmp_path / "index").write_bytes((tmp_path / "index").read_bytes()[:cut])
    with pytest.raises(StoreError, match="damaged"):
        read_index(tmp_path / "index")


def test_the_header_says_what_is_in_the_file(index: Index, tmp_path: Path) -> None:
    write_index(index, tmp_path / "index")
    head = json.loads((tmp_path / "index").read_bytes().split(b"\n")[1])
    assert [name for name, *_ in head["arrays"]] == list(ARRAYS)
