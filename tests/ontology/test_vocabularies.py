"""The vocabularies hold what the source lists, in order, each concept defined, and the level table is whole."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from turtle_files import vocabulary_files

VOC = "https://w3id.org/signpost/vocabulary/"
PREFIXES = f"""
PREFIX sp: <https://w3id.org/signpost/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX voc: <{VOC}>
"""


def rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(PREFIXES + query)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple("" if value is None else value.value for value in row) for row in found]


def slugs(store: ox.Store, query: str) -> list[str]:
    return [row[0].rpartition("/")[2] for row in rows(store, query)]


def test_each_file_is_one_scheme_of_its_name() -> None:
    for path in vocabulary_files():
        if path.stem not in {"regions", "local-authorities"}:
            assert f"<{VOC}{path.stem}> a skos:ConceptScheme" in path.read_text(encoding="utf-8")


def test_every_concept_is_named_defined_placed_and_ordered(vocabularies: ox.Store) -> None:
    lacking = rows(
        vocabularies,
        """SELECT ?c { ?c a skos:Concept FILTER NOT EXISTS {
            ?c skos:prefLabel ?l ; skos:definition ?d ; skos:inScheme ?s ; sp:order ?n
            FILTER(STRSTARTS(STR(?c), STR(?s))) } }""",
    )
    assert lacking == []
    assert len(rows(vocabularies, "SELECT ?c { ?c a skos:Concept }")) > 150


def test_no_two_concepts_of_a_scheme_share_a_label_or_a_place(vocabularies: ox.Store) -> None:
    for word in ("skos:prefLabel", "sp:order"):
        query = f"""SELECT ?a ?b {{ ?a skos:inScheme ?s ; {word} ?v . ?b skos:inScheme ?s ; {word} ?v
            FILTER(STR(?a) < STR(?b)) }}"""
        assert rows(vocabularies, query) == []


def test_no_concept_points_to_one_that_is_not_there(vocabularies: ox.Store) -> None:
    dangling = f"""SELECT ?s ?p ?o {{ ?s ?p ?o FILTER(ISIRI(?o) && STRSTARTS(STR(?o), "{VOC}"))
        FILTER NOT EXISTS {{ ?o a ?class }} }}"""
    assert rows(vocabularies, dangling) == []


def test_the_scale_runs_from_0_to_5(vocabularies: ox.Store) -> None:
    query = (
        "SELECT ?c ?v { ?c skos:inScheme <https://w3id.org/signpost/vocabulary/level> ; sp:levelValue ?v } ORDER BY ?v"
    )
    assert rows(vocabularies, query) == [(f"{VOC}level/{n}", str(n)) for n in range(6)]


TABLE = {
    "rqf-level": {"entry": 1, "1": 1, "2": 2, "3": 3, "4": 4, "5": 4, "6": 4, "7": 5, "8": 5},
    "eqf-level": {"1": 1, "2": 1, "3": 2, "4": 3, "5": 4, "6": 4, "7": 5, "8": 5},
    "management-level": {"supervisory": 2, "first-line": 3, "middle": 4, "senior": 5},
    "digital-level": {"awareness": 1, "working": 2, "practitioner": 3, "expert": 4},
    "direct-level": {"0": 0, "1": 1, "2": 2, "3": 3, "4": 4},
    "onet-level": {"0": 0, "1": 1, "2": 2, "3": 2, "4": 3, "5": 3, "6": 4, "7": 5},
}


@pytest.mark.parametrize("scheme", sorted(TABLE))
def test_outside_levels_map_to_the_scale_as_proposals(vocabularies: ox.Store, scheme: str) -> None:
    query = f"""SELECT ?c ?v ?level {{ ?c skos:inScheme <{VOC}{scheme}> ; sp:levelValue ?v ; skos:closeMatch ?level ;
        sp:provenance <{VOC}provenance/editorial> ; sp:basis ?basis ; sp:confidence ?sure
        FILTER(STRSTARTS(STR(?level), "{VOC}level/")) }}"""
    found = rows(vocabularies, query)
    assert {concept.rpartition("/")[2]: int(value) for concept, value, _ in found} == TABLE[scheme]
    assert all(level == f"{VOC}level/{value}" for _, value, level in found)


def test_regulated_levels_name_the_european_level_they_are_referenced_to(vocabularies: ox.Store) -> None:
    query = f"""SELECT ?r ?e {{ ?r skos:inScheme <{VOC}rqf-level> ; skos:closeMatch ?e ; dcterms:source ?where .
        ?e skos:inScheme <{VOC}eqf-level> }} ORDER BY ?r"""
    found = {r.rpartition("/")[2]: e.rpartition("/")[2] for r, e in rows(vocabularies, query)}
    assert found == {"entry": "1", "1": "2", "2": "3", "3": "4", "4": "5", "5": "5", "6": "6", "7": "7", "8": "8"}


def test_section_3_lists_ten_and_table_2_lists_nine(vocabularies: ox.Store) -> None:
    ten = slugs(vocabularies, f"SELECT ?m {{ <{VOC}collection/activities-of-section-3> skos:member ?m }}")
    nine = slugs(vocabularies, f"SELECT ?m {{ <{VOC}collection/activities-of-table-2> skos:member ?m }}")
    assert sorted(ten) == [
        "direct-training",
        "learning-set",
        "lecture",
        "mentoring-and-coaching",
        "online-activity",
        "open-learning",
        "qualification",
        "reading",
        "research",
        "shadowing-and-secondments",
    ]
    assert sorted(nine) == [
        "action-learning",
        "e-learning",
        "event",
        "external-learning",
        "formal-study",
        "mentoring",
        "networking",
        "secondment",
        "work-related-learning",
    ]


def test_every_activity_is_in_one_of_the_two_lists_and_says_how_it_comes_about(vocabularies: ox.Store) -> None:
    query = f"""SELECT ?c {{ ?c skos:inScheme <{VOC}activity-type> FILTER NOT EXISTS {{
        ?collection skos:member ?c . ?c sp:formality ?f ; sp:planning ?p ; sp:setting ?s }} }}"""
    assert slugs(vocabularies, query) == []
    assert len(slugs(vocabularies, f"SELECT ?c {{ ?c skos:inScheme <{VOC}activity-type> }}")) == 19


def test_the_last_two_stages_have_four_acts_of_their_own(vocabularies: ox.Store) -> None:
    query = f"SELECT ?act ?stage {{ ?act skos:inScheme <{VOC}cpd-stage> ; skos:broader ?stage }} ORDER BY ?act ?stage"
    assert [(act.rpartition("/")[2], stage[-1]) for act, stage in rows(vocabularies, query)] == [
        ("accredit", "6"),
        ("accredit", "7"),
        ("organisational-review", "7"),
        ("re-audit", "6"),
        ("re-audit", "7"),
        ("record", "6"),
    ]


def test_the_nine_english_regions_are_part_of_england(vocabularies: ox.Store) -> None:
    query = """SELECT ?code ?name { ?r a sp:Region ; skos:notation ?code ; skos:prefLabel ?name ;
        dcterms:isPartOf <https://w3id.org/signpost/id/region/E92000001> } ORDER BY ?code"""
    assert rows(vocabularies, query) == [
        ("E12000001", "North East"),
        ("E12000002", "North West"),
        ("E12000003", "Yorkshire and The Humber"),
        ("E12000004", "East Midlands"),
        ("E12000005", "West Midlands"),
        ("E12000006", "East of England"),
        ("E12000007", "London"),
        ("E12000008", "South East"),
        ("E12000009", "South West"),
    ]


def test_every_local_authority_is_in_one_region_or_nation(vocabularies: ox.Store) -> None:
    query = """SELECT ?code ?within { ?area skos:notation ?code ; dcterms:isPartOf ?whole . ?whole skos:notation ?within
        FILTER(!STRSTARTS(?code, "E12")) } ORDER BY ?code"""
    found = rows(vocabularies, query)
    within = dict(found)
    assert len(within) == len(found) == 218
    assert Counter(code[0] for code in within) == {"E": 153, "W": 22, "S": 32, "N": 11}
    assert all(whole[0] == code[0] for code, whole in found)
    assert within["E06000066"] == "E12000009", "Somerset is in the South West"
    assert within["E08000035"] == "E12000003", "Leeds is in Yorkshire and The Humber"
    assert "E10000027" not in within, "the county of Somerset gave way to E06000066"
    nations = """SELECT ?code { ?r a sp:Region ; skos:notation ?code
        FILTER NOT EXISTS { ?r dcterms:isPartOf ?whole } } ORDER BY ?code"""
    assert rows(vocabularies, nations) == [("E92000001",), ("N92000002",), ("S92000003",), ("W92000004",)]


PAGE = Path(__file__).parents[2] / "docs" / "levels.md"


def test_the_page_about_levels_prints_the_vocabularies(vocabularies: ox.Store) -> None:
    scale = f"""SELECT ?value ?label ?definition {{ ?c skos:inScheme <{VOC}level> ; sp:levelValue ?value ;
        skos:prefLabel ?label ; skos:definition ?definition }}"""
    others = f"""SELECT ?scale ?level ?value ?sure {{ ?c skos:inScheme ?s ; sp:levelValue ?value ; sp:confidence ?sure
        BIND(STRAFTER(STR(?s), "{VOC}") AS ?scale) BIND(STRAFTER(STR(?c), CONCAT(STR(?s), "/")) AS ?level) }}"""
    wanted = {" | ".join(row) for query in (scale, others) for row in rows(vocabularies, query)}
    cells = [line.strip("| ") for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    shown = {line for line in cells if not line.startswith(("level |", "scale |", "---"))}
    assert shown == wanted
