from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signpost import words
from signpost.errors import UnreadableInput
from signpost.exchange import rdf
from signpost.exchange.readers import READERS, detect
from signpost.exchange.sssom import reading, slots, writing
from signpost.exchange.writers import WRITERS
from signpost.gate.validate import check, refused
from signpost.model import Node, Severity, Source, Submission
from signpost.wellformed import BAD_TEXT, is_iri

FIXTURE = Path(__file__).parent / "fixtures" / "sssom" / "orchard.sssom.tsv"
DATA = Path(__file__).parents[2] / "data" / "standards"
ORCHARD = "https://orchard.example/"
RELATION = "https://w3id.org/signpost/vocabulary/alignment-relation/"


def read(path: Path = FIXTURE) -> Submission:
    return READERS["sssom"].read(path, Source("orchard"))


def alignment(**said: Any) -> Node:
    node = {
        "id": "https://orchard.example/m1",
        "type": "Alignment",
        "alignmentSource": "https://orchard.example/pick",
        "alignmentTarget": "https://other.example/gather",
        "alignmentRelation": "exactMatch",
        "statedBy": "Ann Example",
    }
    return words.canonical(node | said)


def back(nodes: list[Node], folder: Path) -> list[Node]:
    path = folder / "written.sssom.tsv"
    path.write_bytes(WRITERS["sssom"].write(nodes).content)
    return [words.canonical(node) for node in read(path).nodes]


# ------------------------------------------------------------------------------------------------ reading
def test_a_mapping_is_an_alignment_with_who_why_and_how_sure() -> None:
    submission = read()
    nodes = {node["id"]: node for node in submission.nodes}
    assert nodes[ORCHARD + "m1"] == {
        "id": ORCHARD + "m1",
        "type": "Alignment",
        "alignmentSource": ORCHARD + "pick",
        "alignmentTarget": "https://other.example/gather",
        "alignmentRelation": RELATION + "exactMatch",
        "statedBy": ["Ann Example", "Bob | Co"],
        "confidence": "0.90",
        "basis": ["The titles agree.", "semapv:LexicalMatching"],
        "note": {"en": "Seen twice."},
    }
    assert submission.places[ORCHARD + "m1"] == "orchard.sssom.tsv:12"
    (broader,) = [node for node in submission.nodes if node["alignmentRelation"].endswith("broadMatch")]
    assert broader["id"].startswith("https://w3id.org/signpost/id/orchard/alignment/")
    assert broader["statedBy"] == ["Bob", "https://orcid.org/0000-0002-1825-0097"]
    assert broader["basis"] == "semapv:LexicalMatching", "what says nothing of the first row adds nothing"
    assert submission.drops_dangling == nodes.keys()
    assert not refused(check(submission))


def test_the_set_names_its_source() -> None:
    source = read().source
    assert (source.label, source.edition) == ("Orchard mappings", "2024-02")
    assert source.licence == "https://creativecommons.org/licenses/by/4.0/"


def test_every_repaired_or_dropped_row_is_named() -> None:
    first = "orchard.sssom.tsv:13"
    nobody = "The row names nobody who states it; 'Orchard mappings' was set."
    assert [(finding.place.removeprefix("orchard.sssom.tsv"), finding.message) for finding in read().findings] == [
        (":14", f"It says the same as {first}: who states it and on what basis was added there, nothing else."),
        (":15:record_id", "'no address' is not an address; one was made of what the mapping joins."),
        (":15:author_label", nobody),
        (":15:confidence", "The confidence '1.5' is not a number from 0 to 1; it was left out."),
        (":16:author_label", nobody),
        (":16:record_id", "Row dropped: its 'record_id' is that of another mapping, at orchard.sssom.tsv:12."),
        (":17:predicate_modifier", "Row dropped: it says what is not a match."),
        (":18:predicate_id", "Row dropped: 'rdfs:subClassOf' is no match of SKOS."),
        (":19:object_id", "Row dropped: it says that nothing was found that matches."),
        (":20:object_id", "Row dropped: it relates a thing to itself."),
        (":21:subject_id", "Row dropped: 'QQ:pick' is no address, or the file does not explain its prefix."),
        (":22:subject_id", "Row dropped: it is empty."),
        (":23", "Row dropped: it has 14 cells where the table has 13 columns."),
        ("", "The column 'mapping_date' has no word here: 1 values are left out."),
        ("", "The column 'subject_label' has no word here: 1 values are left out."),
        ("", "What the metadata say as 'comment' has no word here: it is left out."),
        ("", "Read 3 Alignment. Rows dropped: 8; other repairs or notes: 8."),
    ]  # fmt: skip


def test_a_table_is_known_by_its_columns(tmp_path: Path) -> None:
    assert detect(FIXTURE) == "sssom"
    table = tmp_path / "other.tsv"
    table.write_text("subject_id\tobject_id\n")
    assert not reading.looks_like(table)
    with pytest.raises(UnreadableInput, match="there is no column 'predicate_id'"):
        read(table)
    table.write_text("# curie_map: {unfinished\nsubject_id\tpredicate_id\tobject_id\n")
    assert reading.looks_like(table)
    with pytest.raises(UnreadableInput, match="its metadata are not YAML"):
        read(table)
    table.write_text("# a: b\n" * 200_000)
    with pytest.raises(UnreadableInput, match="its metadata are too long"):
        read(table)


def test_a_table_without_metadata_may_write_addresses_out(tmp_path: Path) -> None:
    table = tmp_path / "bare.tsv"
    table.write_text("subject_id\tpredicate_id\tobject_id\nhttps://a.example/x\tskos:narrowMatch\turn:uuid:1\n")
    (node,) = read(table).nodes
    assert (node["alignmentSource"], node["alignmentTarget"]) == ("https://a.example/x", "urn:uuid:1")
    assert (node["alignmentRelation"], node["statedBy"]) == (RELATION + "narrowMatch", "orchard")


# ------------------------------------------------------------------------------------------------ writing
def test_what_is_written_is_a_table_under_its_metadata() -> None:
    written = WRITERS["sssom"].write([alignment(confidence="0.90", basis=["semapv:LexicalMatching", "They agree."])])
    head, *table = written.content.decode().split("record_id", 1)
    assert head.replace(head.split("mapping-set/")[1][:16], "X") == (
        "# sssom_version: '1.1'\n"
        "# mapping_set_id: https://w3id.org/signpost/id/mapping-set/X\n"
        "# license: https://w3id.org/sssom/license/unspecified\n"
        "# curie_map:\n"
        "#   ns1: https://orchard.example/\n"
        "#   ns2: https://other.example/\n"
        "#   semapv: https://w3id.org/semapv/vocab/\n"
        "#   skos: http://www.w3.org/2004/02/skos/core#\n"
        "# extension_definitions:\n"
        "# - slot_name: provenance\n"
        "#   property: https://w3id.org/signpost/ns#provenance\n"
        "#   type_hint: http://www.w3.org/2001/XMLSchema#anyURI\n"
    )
    assert table[0].splitlines()[1:] == [
        "ns1:m1\tns1:pick\t\tskos:exactMatch\tns2:gather\t\tsemapv:LexicalMatching\tAnn Example\t0.9\tThey agree.\t\t"
    ]
    assert written.losses == ()


def test_matches_that_things_state_themselves_are_rows_too(tmp_path: Path) -> None:
    pick = {"id": ORCHARD + "pick", "type": "Competence", "label": {"en": "Pick"}, "exactMatch": ORCHARD + "gather"}
    written = writing.write([pick])
    assert written.content.decode().splitlines()[-1] == (
        "\tns1:pick\tPick\tskos:exactMatch\tns1:gather\t\tsemapv:UnspecifiedMatching\t\t\t\t\t"
    )
    assert [(loss.message, loss.severity) for loss in written.losses] == [
        (f"Left out, for SSSOM cannot hold it: 1 Competence thing, such as {ORCHARD}pick.", Severity.ADVICE)
    ]
    (read_back,) = back([pick], tmp_path)
    assert read_back["alignmentSource"] == ORCHARD + "pick"
    assert read_back["alignmentRelation"] == RELATION + "exactMatch"


def test_what_sssom_cannot_hold_is_told() -> None:
    several = alignment(id=ORCHARD + "m2", note={"en": ["One.", "Two."]}, label={"en": "A name"})
    written = writing.write([alignment(note={"en": "One."}), several, alignment(note={"cy": "Un."})])
    assert [(loss.message, loss.path) for loss in written.losses] == [
        (f"Left out, for SSSOM cannot hold it: 'label' of 1 Alignment thing, such as {ORCHARD}m2.", "label"),
        ("Left out, for SSSOM holds one comment: notes in other languages, and several in English.", "note"),
        ("Left out, for SSSOM holds one comment: notes in other languages, and several in English.", "note"),
    ]


def test_editors_proposals_keep_their_provenance(tmp_path: Path) -> None:
    proposed = alignment(provenance="editorial", basis="The titles agree.", confidence="0.8")
    assert b"\tsemapv:ManualMappingCuration\t" in writing.write([proposed]).content
    assert back([proposed], tmp_path) == [proposed]
    curated = alignment(provenance="editorial", basis="semapv:ManualMappingCuration")
    assert back([curated], tmp_path) == [curated]


def test_our_own_alignments_come_back_as_they_were(tmp_path: Path) -> None:
    ours = [words.canonical(node) for node in rdf.read_files(DATA, [DATA / "alignments.ttl"], Source("ours")).nodes]
    assert len(ours) > 50
    assert back(ours, tmp_path) == ours
    assert writing.write(ours).content == writing.write(ours[::-1]).content


@pytest.mark.parametrize("values", [["a|b", "c"], ["a\\", "b"], ["a\\|", "\\\\"], ["\\a", "|"], ["a\\\\|b\\"]])
def test_several_values_of_a_cell_are_kept_apart(values: list[str]) -> None:
    assert slots.several(slots.joined(values)) == values


def test_cells_of_others_are_split_at_their_bars() -> None:
    assert slots.several(r"Ann | Bob \| Co|C:\dir||") == ["Ann", "Bob | Co", r"C:\dir"]


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    link = '=HYPERLINK("https://x.example","x")'
    said = alignment(statedBy=[link, "Ann"], note={"en": "@SUM(1)"}, basis=["-2"], confidence="0.5")
    things: list[Node] = [{"id": said["alignmentSource"], "type": "Competence", "label": {"en": "=cmd|' /C calc'!A0"}}]
    table = WRITERS["sssom"].write([said, *things]).content.decode().partition("\nrecord_id\t")[2]
    cells = list(csv.reader(io.StringIO(f"record_id\t{table}", newline=""), delimiter="\t"))
    assert not [cell for row in cells for cell in row if cell[:1] in "=+-@" and cell]
    assert dict(zip(*cells, strict=True))["author_label"] == f"'{link}|Ann"
    assert back([said], tmp_path) == [said]


# ------------------------------------------------------------------------------------------------ round trip
SPACES = ("https://a.example/", "https://b.example/x#", "urn:x:", "http://data.europa.eu/esco/")
IRIS = st.builds(
    lambda space, parts: space + "/".join(parts),
    st.sampled_from(SPACES),
    st.lists(st.text("ab0.-(%20", min_size=1, max_size=3).filter(lambda part: is_iri(f"urn:x:{part}")), max_size=3),
).filter(is_iri)
TEXTS = st.text(min_size=1, max_size=12).map(str.strip).filter(lambda text: text and not BAD_TEXT.search(text))
TEXTS |= st.sampled_from(["=1+1", "-1", "@SUM(A1)", "+", "'=", "''-"])
REASONS = TEXTS | st.sampled_from(["semapv:LexicalMatching", "semapv:ManualMappingCuration", "semapv:a b", "semapv:"])


@st.composite
def alignments(draw: st.DrawFn) -> list[Node]:
    found = {}
    for iri in draw(st.lists(IRIS, max_size=4, unique=True)):
        source, target = draw(st.lists(IRIS, min_size=2, max_size=2, unique=True))
        said: dict[str, Any] = {
            "id": iri,
            "type": "Alignment",
            "alignmentSource": source,
            "alignmentTarget": target,
            "alignmentRelation": draw(st.sampled_from(sorted(slots.RELATIONS.values()))),
            "statedBy": draw(st.lists(TEXTS, min_size=1, max_size=3)),
            "basis": draw(st.lists(REASONS, max_size=3)),
            "confidence": draw(st.sampled_from([[], "0.25", "1", "0.7"])),
            "provenance": draw(st.sampled_from([[], "editorial", "sourced", "provider"])),
            "note": draw(st.none() | TEXTS.map(lambda text: {"en": text})) or {},
        }
        found[iri] = words.canonical({word: value for word, value in said.items() if value not in ([], {})})
    return [found[iri] for iri in sorted(found)]


@given(nodes=alignments())
def test_whatever_is_written_is_read_back(nodes: list[Node], tmp_path_factory: pytest.TempPathFactory) -> None:
    assert back(nodes, tmp_path_factory.getbasetemp()) == nodes


# ------------------------------------------------------------------------------------------------ outside
@pytest.mark.outside
def test_the_real_crosswalk_goes_out_and_comes_back(shared: Path, tmp_path: Path) -> None:
    path = shared / "data" / "esco-onet-crosswalk" / "crosswalk_esco_onet.csv"
    nodes = [words.canonical(node) for node in READERS["esco-onet"].read(path, Source("esco-onet")).nodes]
    assert back(nodes, tmp_path) == nodes
    assert Counter(node["type"] for node in nodes) == {"Alignment": 4_253}


@pytest.mark.outside
def test_the_validator_of_sssom_accepts_what_is_written(tmp_path: Path) -> None:
    sssom = shutil.which("sssom")
    if sssom is None:
        pytest.skip("the command 'sssom' is not on the path: pip install sssom, in an environment of its own")
    ours = [words.canonical(node) for node in rdf.read_files(DATA, [DATA / "alignments.ttl"], Source("ours")).nodes]
    pick = {"id": ORCHARD + "pick", "type": "Competence", "label": {"en": 'Pick "all"'}, "broadMatch": "urn:x:y"}
    hard = alignment(statedBy=["A | B", "C\\"], basis=["One\ttab", "two\nlines"], confidence="1", note={"en": "#"})
    table = tmp_path / "ours.sssom.tsv"
    table.write_bytes(writing.write([*ours, pick, hard]).content)
    ran = subprocess.run([sssom, "validate", str(table)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    broken = tmp_path / "broken.sssom.tsv"
    broken.write_bytes(writing.write([alignment(confidence="1")]).content.replace(b"\t1\t", b"\t7\t"))
    ran = subprocess.run([sssom, "validate", str(broken)], capture_output=True, text=True, check=False)
    assert ran.returncode != 0, "the validator finds nothing at all"
