from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signpost import words
from signpost.errors import UnreadableInput
from signpost.exchange import languages, rdf
from signpost.exchange.ctdl import reading
from signpost.exchange.readers import READERS, detect
from signpost.exchange.writers import WRITERS
from signpost.files import data
from signpost.gate.validate import check, refused
from signpost.model import Node, Source, Submission, Written

FIXTURES = Path(__file__).parent / "fixtures" / "ctdl"
GARDEN = "https://garden.example/"
HOME = GARDEN + "f/ce-6d1a0c5e-0000-4000-8000-000000000001"
RAKE = "urn:uuid:6d1a0c5e-0000-4000-8000-000000000003"
OTHER = "https://other.example/"


def read(path: Path, source: Source | None = None) -> tuple[Submission, dict[str, Node]]:
    submission = READERS["ctdl-asn"].read(path, source or Source("garden"))
    return submission, {node["id"]: node for node in submission.nodes}


def canonical(nodes: Sequence[Node]) -> list[Node]:
    return [words.canonical(node) for node in nodes]


def write(nodes: Sequence[Node]) -> Written:
    return WRITERS["ctdl-asn"].write(canonical(nodes))


def again(nodes: Sequence[Node]) -> list[Node]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "again.jsonld"
        path.write_bytes(write(nodes).content)
        return canonical(READERS["ctdl-asn"].read(path, Source("garden")).nodes)


def file(tmp_path: Path, *things: Mapping[str, Any] | str) -> Path:
    path = tmp_path / "things.json"
    path.write_text(json.dumps({"@graph": things}), "utf-8")
    return path


# ------------------------------------------------------------------------------------------------ reading
def test_a_framework_is_read_out_of_its_envelope() -> None:
    submission, nodes = read(FIXTURES / "envelope.json")
    assert nodes[HOME] == {
        "id": HOME,
        "type": "Framework",
        "label": {"en-us": "Keeping a garden", "cy": "Cadw gardd"},
        "altLabel": {"cy": "Gofalu am ardd"},
        "description": {"en-us": "What a gardener does."},
        "edition": "2",
        "status": "current",
        "issued": "2023-01-02",
        "validFrom": "2024-03-01",
        "publisher": "https://press.example/",
        "developedBy": "https://guild.example/",
        "sourceDocument": GARDEN + "standards.pdf",
        "license": GARDEN + "licence",
        "rights": "All rights kept.",
        "note": {
            "en": [
                "Copyright: 2023",
                "Creator: https://nobody.example/",
                "Last changed: 2024-02-03T04:05:06Z",
                "Rights holder: https://press.example/",
            ]
        },
    }
    assert nodes["https://press.example/"]["label"] == {"en-us": "Garden Press"}
    assert nodes["https://guild.example/"]["type"] == "Organisation"
    assert {"https://press.example/", "https://guild.example/"} <= submission.gives_way
    assert submission.places[HOME] == "envelope.json#/decoded_resource/@graph/0"


def test_a_competency_is_a_competence_with_everything_that_is_said_of_it() -> None:
    _, nodes = read(FIXTURES / "envelope.json")
    assert nodes[GARDEN + "c/dig"] == {
        "id": GARDEN + "c/dig",
        "type": "Competence",
        "inFramework": HOME,
        "label": {"en": "Dig a bed"},
        "definition": {"en": "Dig a bed to the depth of a spade."},
        "competenceType": "skill",
        "notation": "S.1",
        "order": 1,
        "broader": GARDEN + "c/soil",
        "related": RAKE,
        "broadMatch": [OTHER + "above", OTHER + "wide"],
        "closeMatch": OTHER + "most",
        "relatedMatch": [OTHER + "some", OTHER + "to"],
        "derivedFrom": GARDEN + "c/soil",
        "note": {
            "en": [
                "Complexity level: https://garden.example/levels/3",
                "Derived from: https://other.example/old",
                "Education level: https://garden.example/college",
                "Education level: https://garden.example/school",
                "Not in frost.",
                "Not in rain.",
                "Version of: https://other.example/first",
                "Weight: 0.25",
            ],
            "en-us": "Category: Craft",
        },
    }
    assert nodes[GARDEN + "c/soil"] == {
        "id": GARDEN + "c/soil",
        "type": "Competence",
        "inFramework": HOME,
        "label": {"en-us": "Know the soil of a garden"},
        "definition": {"en-us": "Know the soil\nof a garden"},
        "competenceType": "category",
        "narrowMatch": OTHER + "below",
        "replacedBy": GARDEN + "c/dig",
        "note": {"en": "CTID: ce-6d1a0c5e-0000-4000-8000-000000000002", "en-us": "Category: Domain"},
    }
    assert nodes[RAKE] == {
        "id": RAKE,
        "type": "Competence",
        "inFramework": HOME,
        "label": {"en": "Rake a bed"},
        "broader": GARDEN + "c/dig",
        "note": {"en": "List mark: 2a"},
    }


def test_everything_that_is_dropped_or_repaired_is_told() -> None:
    submission, _ = read(FIXTURES / "envelope.json")
    graph, dig, soil = "envelope.json#/decoded_resource/@graph/", GARDEN + "c/dig", GARDEN + "c/soil"
    assert [(finding.place, finding.message) for finding in submission.findings[:2]] == [
        (graph + "4", "Row dropped: 'Nameless' has neither an address nor a CTID."),
        (graph + "5", "Row dropped: it has neither a label nor a text."),
    ]
    assert [finding.message for finding in submission.findings[2:]] == [
        f"'alignTo' was kept as 'relatedMatch': 1, such as of {dig}.",
        "'exactMatch' with what replaces it was left out: what replaces another is not thereby the same"
        f": 1, such as of {soil}.",
        f"A child that is not in the file; kept as 'narrowMatch': 1, such as of {soil}.",
        f"A name on several lines was put on one: 1, such as of {soil}.",
        f"A parent that is not in the file; kept as 'broadMatch': 1, such as of {dig}.",
        f"A time was cut to its day: 'dateValidFrom': 1, such as of {HOME}.",
        f"It says no framework; put in that of what stands above it: 1, such as of {RAKE}.",
        f"It says no framework; put in the one of the file: 1, such as of {GARDEN}c/empty.",
        "Left out, for it is neither a framework nor a competency: https://purl.org/ctdl/terms/Course"
        f": 1, such as of {GARDEN}course.",
        f"Left out, for it is no day: 'dateValidUntil': 1, such as of {HOME}.",
        f"More than one name in a language: the first is kept, others as other names: 1, such as of {HOME}.",
        f"Texts without a language, taken to be in 'en': 1, such as of {RAKE}.",
        f"When a competency was changed last was left out: 1, such as of {dig}.",
        f"Whether it should be indexed was left out: 1, such as of {dig}.",
        "colour is not understood. Statements with it that are left out: 1.",
        "https://purl.org/ctdlasn/terms/conceptTerm is not understood. Statements with it that are left out: 1.",
        "Read 3 Competence, 1 Framework, 2 Organisation. Rows dropped: 2; other repairs or notes: 16.",
    ]  # fmt: skip
    assert not refused(check(submission))


def test_turtle_with_the_old_addresses_of_the_terms() -> None:
    submission, nodes = read(FIXTURES / "garden.ttl")
    press = "https://w3id.org/signpost/id/garden/organisation/garden-press"
    assert nodes[GARDEN + "f"] == {
        "id": GARDEN + "f",
        "type": "Framework",
        "label": {"en-us": "Keeping a garden"},
        "publisher": press,
        "status": "draft",
    }
    assert nodes[GARDEN + "c/soil"]["note"] == {"en": "Weight: .074"}
    assert nodes[GARDEN + "c/dig"]["broader"] == GARDEN + "c/soil"
    assert nodes[GARDEN + "c/dig"]["inFramework"] == GARDEN + "f"
    assert len(submission.findings) == 2


def test_competencies_without_a_framework_stand_in_one_of_their_source(tmp_path: Path) -> None:
    a, b = ({"@id": GARDEN + name, "@type": "ceasn:Competency", "ceasn:competencyText": name} for name in "ab")
    submission, nodes = read(file(tmp_path, a, b), Source("plot", edition="1", rights="Mine"))
    home = "https://w3id.org/signpost/id/plot/framework"
    assert nodes[home] == {
        "id": home,
        "type": "Framework",
        "label": {"en": "framework"},
        "edition": "1",
        "rights": "Mine",
    }
    assert nodes[GARDEN + "a"]["inFramework"] == home
    assert home in submission.gives_way


def test_a_place_of_thousands_of_digits_is_no_number(tmp_path: Path) -> None:
    thing = {"@type": "ceasn:Competency", "@id": GARDEN + "c", "ceasn:competencyText": "Dig"}
    _, nodes = read(file(tmp_path, thing | {"ceasn:listID": "9" * 5_000}))
    assert "order" not in nodes[GARDEN + "c"]
    assert "9" * 5_000 in nodes[GARDEN + "c"]["note"]["en"]


def test_what_contradicts_itself_is_told(tmp_path: Path) -> None:
    framework = {"@type": "ceasn:CompetencyFramework", "ceasn:name": "G"}
    said = {
        "@id": GARDEN + "a",
        "@type": "ceasn:Competency",
        "ceasn:competencyText": "a",
        "ceasn:isPartOf": [GARDEN + "f", GARDEN + "g"],
        "ceasn:isChildOf": [GARDEN + "a", GARDEN + "b"],
        "ceasn:exactAlignment": GARDEN + "a",
        "ceasn:dateValidFrom": "2024-01-02",
        "ceasn:dateValidUntil": "2023-01-02",
        "ceasn:publicationStatusType": ["publicationStatus:Draft", "publicationStatus:Odd"],
    }
    other = {
        "ceasn:hasChild": GARDEN + "g",
        "@id": GARDEN + "b",
        "@type": "ceasn:Competency",
        "ceasn:competencyText": "b",
        "ceasn:isChildOf": GARDEN + "a",
    }
    publishers = {"ceasn:publisher": [OTHER, OTHER + "2"], "ceasn:publisherName": "Two"}
    path = file(
        tmp_path, {**framework, "@id": GARDEN + "g"}, {**framework, **publishers, "@id": GARDEN + "h"}, said, other
    )
    submission, nodes = read(path)
    assert nodes[GARDEN + "a"]["inFramework"] == GARDEN + "g"
    assert nodes[GARDEN + "a"]["status"] == "draft"
    assert "validFrom" not in nodes[GARDEN + "a"]
    assert nodes[GARDEN + "h"]["note"] == {"en": [f"Publisher: {OTHER}", f"Publisher: {OTHER}2"]}
    assert [re.sub(": [0-9], such as of .*", "", finding.message) for finding in submission.findings[:-1]] == [
        "A publication status that is not known, or a second one, was left out",
        "It says no framework; put in that of what stands above it",
        "It stands above itself by way of others; kept as it is",
        "Left out, for it leads to no competency of the file: 'hasChild'",
        "Left out, for it relates a competency to itself",
        "Left out, for it relates a competency to itself",
        "Left out, for it would end before it begins",
        "Of several frameworks that it is in, it was put in one alone",
        "Texts without a language, taken to be in 'en'",
        "Texts without a language, taken to be in 'en'",
        "Texts without a language, taken to be in 'en'",
        "The names of several publishers were left out, for it is not said whose they are",
    ]


@pytest.mark.parametrize(
    ("given", "tag"),
    [
        ("eng", "en"),
        ("EN-us", "en-us"),
        ("http://id.loc.gov/vocabulary/iso639-2/wel", "cy"),
        ("haw", "haw"),
        ("en_GB", "en-gb"),
        ("English, mostly", ""),
        ("", ""),
    ],
)
def test_languages_are_known_by_their_codes(given: str, tag: str) -> None:
    assert languages.tag(given) == tag


# ------------------------------------------------------------------------------------------------ what is refused
def test_ctdl_is_recognised_and_our_own_words_are_not(tmp_path: Path) -> None:
    assert detect(FIXTURES / "envelope.json") == "ctdl-asn"
    assert detect(FIXTURES / "garden.ttl") == "ctdl-asn"
    alignments = tmp_path / "ours.ttl"
    alignments.write_text(
        "@prefix sp: <https://w3id.org/signpost/ns#> .\n@prefix ceasn: <https://purl.org/ctdlasn/terms/> .\n"
    )
    assert detect(alignments) == "turtle"
    assert not reading.looks_like(tmp_path)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"@graph": [{"@id": "https://a.example/p", "@type": "ceterms:Pathway"}]}', "it is a pathway of credentials"),
        (
            '{"@graph": [{"@id": "https://a.example/p", "@type": "Pathway", "name": "P"}]}',
            "it is a pathway of credentials",
        ),
        (
            '{"@id": "https://a.example/p", "@type": "ceterms:Course"}',
            "it has no competency framework and no competency",
        ),
        ('{"@graph": ["ceasn:"]}', "it is not an object or a list of objects"),
        ('{"ceasn:name": ' + "[" * 70 + "]" * 70 + "}", "it is nested more than 64 deep"),
        ('{"ceasn:name": ' + '{"a:b": ' * 70 + "1" + "}" * 70 + "}", "it is nested more than 64 deep"),
        ('{"ceasn:name": ' + "[" * 100_000, "it is nested more than 64 deep"),
    ],
)
def test_what_is_no_framework_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "things.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UnreadableInput, match=reason):
        read(path)


# ------------------------------------------------------------------------------------------------ writing
def test_a_framework_and_its_competence_become_a_graph() -> None:
    nodes: list[Node] = [
        {"id": GARDEN + "f", "type": "Framework", "label": {"en": "Garden"}},
        {"id": GARDEN + "c", "type": "Competence", "label": {"en": "Dig"}, "inFramework": GARDEN + "f", "order": 2},
    ]
    assert json.loads(write(nodes).content) == {
        "@context": "https://credreg.net/ctdlasn/schema/context/json",
        "@graph": [
            {
                "@id": GARDEN + "f",
                "@type": "ceasn:CompetencyFramework",
                "ceterms:ctid": f"ce-{uuid5(NAMESPACE_URL, GARDEN + 'f')}",
                "ceasn:name": {"en": "Garden"},
                "ceasn:inLanguage": "en",
                "ceasn:hasTopChild": GARDEN + "c",
            },
            {
                "@id": GARDEN + "c",
                "@type": "ceasn:Competency",
                "ceterms:ctid": f"ce-{uuid5(NAMESPACE_URL, GARDEN + 'c')}",
                "ceasn:competencyText": {"en": "Dig"},
                "ceasn:listID": "2",
                "ceasn:isPartOf": GARDEN + "f",
                "ceasn:isTopChildOf": GARDEN + "f",
            },
        ],
    }


@pytest.mark.parametrize("name", ["envelope.json", "garden.ttl"])
def test_what_was_read_is_written_and_read_again_as_it_was(name: str) -> None:
    nodes = canonical(read(FIXTURES / name)[0].nodes)
    kept = [{word: value for word, value in node.items() if word != "altLabel"} for node in nodes]
    assert again(nodes) == kept


def test_what_ctdl_cannot_hold_is_told() -> None:
    code, urn, level = GARDEN + "unit-code/s1", GARDEN + "urn/s1", GARDEN + "c#level-3"
    nodes: list[Node] = [
        {
            "id": GARDEN + "f",
            "type": "Framework",
            "label": {"en": "Garden"},
            "status": "legacy",
            "retrieved": "2024-01-02",
        },
        {
            "id": GARDEN + "c",
            "type": "Standard",
            "label": {"en": "Dig"},
            "inFramework": GARDEN + "f",
            "identifier": [code, urn],
            "definition": {"en": "Dig"},
            "description": {"en": "More"},
            "levelStatement": level,
            "broader": OTHER + "x",
        },
        {
            "id": GARDEN + "d",
            "type": "Competence",
            "label": {"en": "Rake"},
            "inFramework": GARDEN + "f",
            "description": {"en": "Rake it"},
            "relatedMatch": GARDEN + "c",
        },
        {"id": code, "type": "Identifier", "identifierScheme": "unit-code", "identifierValue": "S1"},
        {"id": urn, "type": "Identifier", "identifierScheme": "urn", "identifierValue": "S1"},
        {"id": level, "type": "LevelStatement", "level": 3, "description": {"en": "Digs alone."}},
        {
            "id": GARDEN + "n",
            "type": "Alignment",
            "alignmentSource": GARDEN + "c",
            "statedBy": "me",
            "alignmentTarget": OTHER + "y",
            "alignmentRelation": "closeMatch",
        },
    ]
    written = write(nodes)
    assert [re.sub(", such as .*", "", finding.message) for finding in written.losses] == [
        "Left out, for CTDL-ASN cannot hold it: 1 LevelStatement thing",
        "Left out, for CTDL-ASN cannot hold it: 'statedBy' of 1 Alignment thing",
        "Left out, for CTDL-ASN cannot hold it: 'retrieved' of 1 Framework thing",
        "Left out, for CTDL-ASN cannot hold it: 'levelStatement' of 1 Standard thing",
        "A description beside a definition was left out: 'description' of 1",
        "A related match of what goes out too is a related competence when it is read again: 'relatedMatch' of 1",
        "Alignments go out as those of their source, and are no things of their own any more: 'type' of 1",
        "Descriptions go out as texts of the competency, and are definitions when read again: 'description' of 1",
        "Identifiers beside the code were left out: 'identifier' of 1",
        "Left out, for it leads to what does not go out: 'broader' of 1",
        "Standards go out as competencies, and are competences when read again: 'type' of 1",
        "Statuses that CTDL-ASN has no name for were left out: 'status' of 1",
        "Unit codes go out as notations: 'identifier' of 1",
    ]
    dig = next(thing for thing in json.loads(written.content)["@graph"] if thing["@id"] == GARDEN + "c")
    assert (dig["ceasn:codedNotation"], dig["ceasn:majorAlignment"]) == ("S1", OTHER + "y")
    assert dig["ceasn:isTopChildOf"] == GARDEN + "f"


# ------------------------------------------------------------------------------------------------ any nodes
TEXTS = st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=30).map(
    lambda text: " ".join(text.split())
).filter(bool)  # fmt: skip
OUTSIDE = st.lists(st.sampled_from([OTHER + "x", OTHER + "y", "urn:isbn:0451450523"]), min_size=1, unique=True)
ALIKE = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
STATUSES = st.sampled_from(["current", "draft", "withdrawn"])
TAGS = st.sampled_from(["cy", "en", "fr"])
MAPS = st.dictionaries(TAGS, TEXTS, min_size=1)
NOTES = st.lists(st.sampled_from([
    "Plain", "Weight: 0.5", "Category: Craft", "Category: Skills", "Category: Skill", "List mark: 2a", "List mark: 7",
    "Education level: https://other.example/school", "Derived from: https://other.example/x", "Derived from: a book",
    "Keyword: spade", "Last changed: today", "Creator: https://nobody.example/", "Publisher: https://press.example/",
    "CTID: ce-6d1a0c5e-0000-4000-8000-000000000009", "CTID: none", f"Superseded by: {GARDEN}0",
]), min_size=1, max_size=4, unique=True)  # fmt: skip


def some(draw: st.DrawFn, said: dict[str, Any], **each: st.SearchStrategy[Any]) -> None:
    for word, values in each.items():
        if draw(st.booleans()):
            said[word] = draw(values)


@st.composite
def graphs(draw: st.DrawFn) -> list[Node]:
    nodes: list[dict[str, Any]] = []
    bodies = [f"{GARDEN}org/{n}" for n in range(draw(st.integers(0, 2)))]
    frameworks = [f"{GARDEN}f/{n}" for n in range(draw(st.integers(1, 2)))]
    alike = {
        "issued": TEXTS,
        "status": STATUSES,
        "validFrom": st.dates().map(str),
        "license": OUTSIDE,
        "description": MAPS,
        "rights": st.lists(TEXTS, min_size=1, unique=True),
        "note": st.dictionaries(TAGS, NOTES, min_size=1),
    }
    for iri in frameworks:
        node: dict[str, Any] = {"id": iri, "type": "Framework", "label": draw(MAPS)}
        some(draw, node, edition=TEXTS, sourceDocument=OUTSIDE, **alike)
        if bodies:
            some(draw, node, publisher=st.sampled_from(bodies), developedBy=st.sampled_from(bodies))
        nodes.append(node)
    named = {iri for node in nodes for word in ("publisher", "developedBy") for iri in words.values(node, word)}
    nodes += [{"id": iri, "type": "Organisation", "label": draw(MAPS)} for iri in sorted(named)]
    del alike["description"]
    competences = [f"{GARDEN}{n}" for n in range(draw(st.integers(0, 4)))]
    for n, iri in enumerate(competences):
        node = {"id": iri, "type": "Competence", "label": draw(MAPS), "inFramework": draw(st.sampled_from(frameworks))}
        kinds = st.sampled_from(["standard", "category", "knowledge", "skill", "behaviour"])
        some(draw, node, definition=MAPS, notation=TEXTS, competenceType=kinds, order=st.integers(0, 99), **alike,
             **dict.fromkeys(ALIKE, OUTSIDE))  # fmt: skip
        if n:
            inside = st.lists(st.sampled_from(competences[:n]), min_size=1, unique=True)
            some(draw, node, **dict.fromkeys(("broader", "related", "replacedBy", "derivedFrom"), inside))
        nodes.append(node)
    return canonical(sorted(nodes, key=lambda node: str(node["id"])))


@given(graphs())
def test_what_ctdl_holds_comes_back_as_it_was(nodes: list[Node]) -> None:
    assert again(nodes) == nodes
    assert write(nodes).losses == ()
    assert write(nodes) == write(nodes[::-1])


# ------------------------------------------------------------------------------------------------ the real files
COUNTS = {
    "ONET Abilities Competency Framework 9-27-19.json": (71, 67),
    "ONET Basic Skills Competency Framework 9-27-19.json": (12, 10),
    "ONET Cross-Functional Skills Competency Framework 9-27-19.json": (30, 25),
    "ONET Knowledge Competency Framework 9-27-19.json": (41, 31),
    "SampleCompetencyFramework_with_Envelope.json": (13, 0),
    "bcsp-csp.json": (100, 91),
    "bcsp-csp.ttl": (100, 91),
}
"""File -> its competencies, and their relations to a broader one."""


@pytest.mark.outside
@pytest.mark.parametrize("name", COUNTS)
def test_real_frameworks_are_read_whole_and_come_back_as_they_were(shared: Path, name: str) -> None:
    path = shared / "data" / "ctdl-asn" / "Competency-Frameworks" / name
    assert detect(path) == "ctdl-asn"
    submission, _ = read(path, Source("garden", edition="1", rights="Theirs"))
    found = [node for node in submission.nodes if node["type"] == "Competence"]
    assert (len(found), sum(len(words.values(node, "broader")) for node in found)) == COUNTS[name]
    assert not refused(check(submission))
    nodes = canonical(submission.nodes)
    assert again(nodes) == nodes


@pytest.mark.outside
def test_json_and_turtle_of_one_framework_say_the_same(shared: Path) -> None:
    folder = shared / "data" / "ctdl-asn" / "Competency-Frameworks"
    (_, json_ld), (_, turtle) = read(folder / "bcsp-csp.json"), read(folder / "bcsp-csp.ttl")
    assert json_ld.keys() == turtle.keys()
    different = sorted(iri for iri in json_ld if json_ld[iri] != turtle[iri])
    assert [json_ld[iri]["type"] for iri in different] == ["Competence"] * 9 + ["Organisation"]
    for iri in different[:-1]:  # a weight of .074 is 0.074 in the other
        assert str(json_ld[iri]) == str(turtle[iri]).replace("Weight: .", "Weight: 0.")


@pytest.mark.outside
@pytest.mark.parametrize("name", ["CompTIA-IT_Networking_Specialist.jsonld", "Illinois-IT.json"])
def test_real_pathways_are_refused_for_what_they_are(shared: Path, name: str) -> None:
    path = shared / "data" / "ctdl-asn" / "Pathway-Examples" / name
    assert detect(path) == "ctdl-asn"
    with pytest.raises(UnreadableInput, match="it is a pathway of credentials and courses, not a framework"):
        read(path)


@pytest.mark.outside
def test_the_shipped_frameworks_go_out_whole() -> None:
    root = data() / "standards"
    shipped = rdf.read_files(root, sorted(root.glob("**/*.ttl")), Source("standards")).nodes
    things = {node["id"] for node in shipped if node["type"] in ("Framework", "Competence", "Standard")}
    graph = json.loads(write(shipped).content)["@graph"]
    assert things <= {thing["@id"] for thing in graph}
