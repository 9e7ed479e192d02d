from __future__ import annotations

import json

import pytest

from signpost import words
from signpost.model import VOCABULARY
from signpost.terms import XSD
from signpost.wellformed import faults, is_iri

THING = "https://w3id.org/signpost/id/resource/x"
COURSE = {
    "id": THING,
    "type": "LearningResource",
    "label": "Leading well",
    "mode": ["online", "in-person"],
    "price": "12.50",
    "learningMinutes": 90,
    "scheduled": False,
    "validFrom": "2024-09-30",
    "link": "https://example.org/a?b=c#d",
    "provider": "https://w3id.org/signpost/id/organisation/o",
    "because": 'a "quoted"\nline\\',
}


def test_a_node_is_written_as_sorted_unique_lines_of_ntriples() -> None:
    lines = words.to_ntriples([COURSE, COURSE]).decode().splitlines()
    s, ns = f"<{THING}>", "https://w3id.org/signpost/ns#"
    assert lines == [
        f'{s} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{ns}LearningResource> .',
        f'{s} <http://www.w3.org/2004/02/skos/core#prefLabel> "Leading well"@en .',
        f'{s} <{ns}because> "a \\"quoted\\"\\nline\\\\" .',
        f'{s} <{ns}learningMinutes> "90"^^<{XSD}integer> .',
        f'{s} <{ns}link> "https://example.org/a?b=c#d"^^<{XSD}anyURI> .',
        f'{s} <{ns}mode> <{VOCABULARY}mode/in-person> .',
        f'{s} <{ns}mode> <{VOCABULARY}mode/online> .',
        f'{s} <{ns}price> "12.5"^^<{XSD}decimal> .',
        f'{s} <{ns}provider> <https://w3id.org/signpost/id/organisation/o> .',
        f'{s} <{ns}scheduled> "false"^^<{XSD}boolean> .',
        f'{s} <{ns}validFrom> "2024-09-30"^^<{XSD}date> .',
    ]  # fmt: skip


def test_the_canonical_form_writes_short_forms_out_and_sorts_values() -> None:
    assert words.canonical(
        {**COURSE, "mode": f"{VOCABULARY}mode/online", "altLabel": {"en": ["b", "a"], "CY": "c"}}
    ) == {
        **COURSE,
        "price": "12.5",
        "label": {"en": "Leading well"},
        "mode": "online",
        "altLabel": {"cy": "c", "en": ["a", "b"]},
    }


def test_texts_and_values_are_read_in_any_form() -> None:
    node = {"label": {"en": ["Hello", "Hi"], "cy": "Helo"}, "mode": "online", "notation": ["a", "b"], "note": "plain"}
    assert words.text(node, "label") == "Hello"
    assert words.text(node, "label", "cy") == "Helo"
    assert words.text(node, "label", "fr") == "Helo"
    assert words.text(node, "note") == "plain"
    assert words.text(node, "definition") == ""
    assert words.values(node, "label") == ("Helo", "Hello", "Hi")
    assert words.values(node, "mode") == ("online",)
    assert words.values(node, "notation") == ("a", "b")
    assert words.values(node, "definition") == ()


def test_short_names_and_iris_of_concepts_stand_for_each_other() -> None:
    assert words.iri("mode", "online") == f"{VOCABULARY}mode/online"
    assert words.iri("family", "https://example.org/family/ours") == "https://example.org/family/ours"
    assert words.iri("about", "skos:Concept") == "http://www.w3.org/2004/02/skos/core#Concept"
    assert words.short("mode", f"{VOCABULARY}mode/online") == "online"
    assert words.short("mode", f"{VOCABULARY}reach/local") == f"{VOCABULARY}reach/local"


def test_a_short_name_that_is_also_another_word_keeps_its_iri() -> None:
    clash = f"{VOCABULARY}family/level"
    assert words.short("family", clash) == clash
    assert words.short("provenance", f"{VOCABULARY}provenance/provider") == "provider"


def test_unknown_properties_are_named_and_left_out() -> None:
    nodes, unknown = words.from_triples(
        [
            (f"<{THING}>", "<https://example.org/odd>", '"x"'),
            (f"<{THING}>", "<http://www.w3.org/2004/02/skos/core#prefLabel>", '"A"'),
        ]
    )
    assert nodes == [{"id": THING, "label": {"en": "A"}}]
    assert unknown == ["https://example.org/odd"]


def test_values_that_do_not_fit_survive_and_are_named() -> None:
    ns = "https://w3id.org/signpost/ns#"
    given = {
        (f"<{THING}>", f"<{words.TYPE}>", f"<{ns}Role>"),
        (f"<{THING}>", f"<{ns}level>", '"three"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (f"<{THING}>", f"<{ns}validFrom>", '"2024-01-01"'),
        (f"<{THING}>", f"<{ns}mode>", '"online"'),
        (f"<{THING}>", f"<{ns}because>", "<https://example.org/>"),
        (f"<{THING}>", f"<{ns}statedBy>", '"text"@en'),
        (f"<{THING}>", "<http://www.w3.org/2004/02/skos/core#prefLabel>", '"5"^^<http://www.w3.org/2001/XMLSchema#date>'),
    }  # fmt: skip
    nodes, unknown = words.from_triples(given)
    assert unknown == []
    assert set(words.expand(nodes[0])) == given
    assert {finding.path for finding in faults(nodes[0])} == {
        "level", "validFrom", "mode", "because", "statedBy", "label",
    }  # fmt: skip


def test_an_integer_serves_as_a_decimal() -> None:
    nodes, _ = words.from_triples([(f"<{THING}>", "<https://w3id.org/signpost/ns#price>", f'"12"^^<{XSD}integer>')])
    assert nodes == [{"id": THING, "price": 12}]
    assert f'"12"^^<{XSD}decimal>' in words.to_ntriples(nodes).decode()


@pytest.mark.parametrize(
    ("given", "canonical"),
    [("012.500", "12.5"), (".5", "0.5"), ("+3.0", 3), ("-0.50", "-0.5"), ("-0.0", 0), ("7.", 7), ("0", 0), (".", ".")],
)
def test_equal_numbers_have_one_form(given: str, canonical: object) -> None:
    assert words.canonical({"id": THING, "price": given}) == {"id": THING, "price": canonical}


def test_a_string_that_is_no_term_is_refused() -> None:
    with pytest.raises(ValueError, match="not a term"):
        words.from_triples([(f"<{THING}>", "<https://w3id.org/signpost/ns#because>", '"open')])


def test_every_datatype_of_the_context_can_be_read_and_checked() -> None:
    for word in words.words().values():
        if word.takes is words.Takes.TYPED:
            assert faults({"id": THING, "type": "Role", word.name: {"no": "map"}})
            assert faults({"id": THING, "type": "Role", word.name: "no such value"})


@pytest.mark.parametrize(
    ("change", "path", "says"),
    [
        ({"id": "no iri"}, "id", "not an IRI"),
        ({"id": None}, "id", "no IRI"),
        ({"id": "_:b0"}, "id", "not an IRI"),
        ({"type": []}, "type", "no type"),
        ({"type": "Cuorse"}, "type", "not a type"),
        ({"type": "LearningResourse"}, "type", "Did you mean 'LearningResource'?"),
        ({"type": "https://w3id.org/signpost/ns#Framwork"}, "type", "Did you mean 'Framework'?"),
        ({"levle": 3}, "levle", "Did you mean 'level'?"),
        ({"level": "3.5"}, "level", "'3.5', which is not a whole number"),
        ({"level": True}, "level", "not a whole number"),
        ({"price": "12 pounds"}, "price", "not a number"),
        ({"price": 12.5}, "price", "not a number"),
        ({"validFrom": "2024-02-30"}, "validFrom", "not a day"),
        ({"validFrom": "30/9/2024"}, "validFrom", "not a day"),
        ({"scheduled": "yes"}, "scheduled", "not true or false"),
        ({"link": "www.example.org"}, "link", "not a web address"),
        ({"mode": "on line"}, "mode", "not the short name of a concept"),
        ({"mode": {"en": "online"}}, "mode", "a group of values was given"),
        ({"provider": "https://example.org/<x>"}, "provider", "not the IRI of a thing"),
        ({"label": {"e n": "x"}}, "label", "where a language"),
        ({"label": {"en": None}}, "label", "not text"),
        ({"label": "a\x00b"}, "label", "U+0000"),
        ({"label": "a\u202eb"}, "label", "U+202E"),
        ({"because": "a\ud800b"}, "because", "U+D800"),
        ({"because": None}, "because", "not text"),
    ],
)
def test_each_fault_of_form_is_one_finding_at_its_word(change: dict[str, object], path: str, says: str) -> None:
    found = faults({**COURSE, **change}, "courses.csv:2")
    assert [(finding.path, finding.place) for finding in found] == [(path, "courses.csv:2")]
    assert says in found[0].message


def test_a_sound_node_has_no_faults() -> None:
    assert faults(COURSE) == []
    assert faults({**COURSE, "label": {"en": ["a", "b"], "cy-x-a1": "c"}, "type": ["LearningResource", "Award"]}) == []


@pytest.mark.parametrize(
    "iri",
    ["https://a.b/c", "urn:x:1", "http://data.europa.eu/esco/isced-f/00", "https://é.example/ä?x=[1]", "mailto:a@b.c"],
)
def test_lawful_iris(iri: str) -> None:
    assert is_iri(iri) is ("[" not in iri)


def test_the_context_speaks_each_iri_once() -> None:
    iris = [word.iri for word in words.words().values()]
    assert len(iris) == len(set(iris)) == len(words.by_iri())
    assert json.dumps(words.context())
