from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from signpost.errors import UnreadableInput
from signpost.exchange import crosswalk
from signpost.exchange.readers import READERS, detect
from signpost.gate.publish import publish, publish_all
from signpost.gate.validate import check, refused
from signpost.model import Finding, Severity, Source, Submission
from signpost.store.local import open_store

FIXTURE = Path(__file__).parent / "fixtures" / "crosswalk" / "orchard.csv"
ESCO = "http://data.europa.eu/esco/"
ONET = "https://w3id.org/signpost/id/onet/occupation/"
ALIGNMENT = "https://w3id.org/signpost/id/esco-onet/alignment/"
RELATION = "https://w3id.org/signpost/vocabulary/alignment-relation/"


def read(path: Path = FIXTURE) -> Submission:
    return READERS["esco-onet"].read(path, Source("esco-onet"))


def test_a_match_leads_from_esco_to_onet() -> None:
    submission = read()
    assert submission.nodes[0] == {
        "id": ALIGNMENT + "11-1011.00-o1",
        "type": "Alignment",
        "alignmentSource": ESCO + "occupation/o1",
        "alignmentTarget": ONET + "11-1011.00",
        "alignmentRelation": RELATION + "broadMatch",
        "statedBy": "Apple Office, Orchard Branch (Orchard Crosswalk, version 1, Sep-22)",
    }
    assert submission.places[ALIGNMENT + "11-1011.00-o1"] == "orchard.csv:7"
    assert submission.places[ALIGNMENT + "11-1031.00-C1111"] == "orchard.csv:10", "the row before it has two lines"
    assert {node["alignmentSource"]: node["alignmentRelation"] for node in submission.nodes} == {
        ESCO + "occupation/o1": RELATION + "broadMatch",
        ESCO + "occupation/o2": RELATION + "exactMatch",
        ESCO + "isco/C1111": RELATION + "exactMatch",
        ESCO + "occupation/o3": RELATION + "narrowMatch",
        ESCO + "occupation/o4": RELATION + "closeMatch",
    }
    assert submission.drops_dangling == {node["id"] for node in submission.nodes}
    assert not refused(check(submission))


def test_every_dropped_row_is_named() -> None:
    assert [(finding.place, finding.message) for finding in read().findings] == [
        ("orchard.csv:13:ESCO or ISCO URI", "Row dropped: the two were matched already at orchard.csv:7."),
        ("orchard.csv:14:Type of Match", "Row dropped: the type of match 'wrongMatch' joins nothing."),
        ("orchard.csv:15:O*NET Id", "Row dropped: '11-1011' is not a code of O*NET."),
        ("orchard.csv:16:ESCO or ISCO URI", "Row dropped: 'o5' is not an address in ESCO."),
        ("orchard.csv:17", "Row dropped: it has 5 cells where the table has 7 columns."),
        (
            "orchard.csv",
            "Read 5 Alignment, 1 of the type broadMatch, 1 of the type closeMatch, 1 of the type exactISCO, "
            "1 of the type exactMatch, 1 of the type narrowMatch. Rows dropped: 5; other repairs or notes: 0.",
        ),
    ]


def test_the_table_is_known_by_its_preamble(tmp_path: Path) -> None:
    assert detect(FIXTURE) == "esco-onet"
    other = tmp_path / "other.csv"
    other.write_text("O*NET Id,Title\n11-1011.00,Chief Executives\n")
    assert not crosswalk.looks_like(other)
    with pytest.raises(UnreadableInput, match="there is no column 'ESCO or ISCO URI'"):
        read(other)
    other.write_text("Mapping project name,Only a preamble\n")
    with pytest.raises(UnreadableInput, match=r"other.csv:2.* there is no column 'O\*NET Id'"):
        read(other)


def test_a_crosswalk_without_a_preamble_is_esco_s(tmp_path: Path) -> None:
    bare = tmp_path / "bare.csv"
    lines = FIXTURE.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    bare.write_text("".join(lines[5:7]))
    assert [node["statedBy"] for node in read(bare).nodes] == ["ESCO"]


# ------------------------------------------------------------------------------------------------ at the gate
def occupation(iri: str) -> dict[str, Any]:
    return {"id": iri, "type": "Occupation", "label": "Somebody", "inFramework": "https://orchard.example/f"}


def framework() -> dict[str, Any]:
    return {"id": "https://orchard.example/f", "type": "Framework", "label": "F", "edition": "1", "rights": "Ours"}


ENDS = (framework(), occupation(ESCO + "occupation/o1"), occupation(ONET + "11-1011.00"))


def told(findings: tuple[Finding, ...]) -> Counter[str]:
    return Counter(finding.message for finding in findings if finding.severity is Severity.WARNING)


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_a_match_with_an_occupation_that_nobody_describes_is_left_out_and_named() -> None:
    store = open_store("memory:")
    publish(Submission(Source("orchard"), ENDS), store)
    published = publish(read(), store)
    assert published.nodes == 1
    assert told(published.findings)["Left out, for nobody has described what its 'alignmentSource' points to."] == 1
    assert told(published.findings)["Left out, for nobody has described what its 'alignmentTarget' points to."] == 3
    (left,) = [finding for finding in published.findings if finding.node == ALIGNMENT + "11-1011.00-o2"]
    assert (left.place, left.path) == ("orchard.csv:8", "alignmentSource")


def test_what_is_published_in_the_same_release_counts_and_what_goes_does_not() -> None:
    store = open_store("memory:")
    orchard = Submission(Source("orchard"), ENDS)
    assert [each.nodes for each in publish_all([read(), orchard], store)] == [1, 3]
    (published,) = publish_all([read()], store, drop=["orchard"])
    assert published.nodes == 0
    assert "Nothing is left of it: publish what it joins first." in told(published.findings)


def test_a_strict_publication_refuses_what_would_be_left_out() -> None:
    from signpost.errors import RefusedSubmission

    with pytest.raises(RefusedSubmission):
        publish(read(), open_store("memory:"), strict=True)


def test_only_what_says_so_is_left_out() -> None:
    from dataclasses import replace

    from signpost.errors import RefusedSubmission

    with pytest.raises(RefusedSubmission):
        publish(replace(read(), drops_dangling=frozenset()), open_store("memory:"))


# ------------------------------------------------------------------------------------------------ the real file
@pytest.mark.outside
def test_the_real_crosswalk_is_read_whole(shared: Path) -> None:
    path = shared / "data" / "esco-onet-crosswalk" / "crosswalk_esco_onet.csv"
    assert detect(path) == "esco-onet"
    submission = read(path)
    relations = Counter(node["alignmentRelation"].rpartition("/")[2] for node in submission.nodes)
    assert relations == {"broadMatch": 2_053, "closeMatch": 1_432, "exactMatch": 498 + 43, "narrowMatch": 227}
    assert [finding.severity for finding in submission.findings] == [Severity.ADVICE]
    (said,) = {node["statedBy"] for node in submission.nodes}
    assert said.startswith("ESCO Secretariat in collaboration with")
    assert said.endswith("(ESCO-O*NET Crosswalk, version 1, Sep-22)")


@pytest.mark.outside
def test_the_finer_end_of_the_real_crosswalk_is_the_source(shared: Path) -> None:
    """The evidence for the direction: a broad occupation has many narrower ones, so O*NET's must be the targets."""
    submission = read(shared / "data" / "esco-onet-crosswalk" / "crosswalk_esco_onet.csv")
    broad = [node for node in submission.nodes if node["alignmentRelation"].endswith("broadMatch")]
    per_target = Counter(node["alignmentTarget"] for node in broad)
    per_source = Counter(node["alignmentSource"] for node in broad)
    assert max(per_target.values()) == 81
    assert max(per_source.values()) == 5
    chief = ONET + "11-1011.00"
    airport = ESCO + "occupation/4be4ea31-1211-4f0c-82bb-f6fe10791f4d"
    assert (airport, chief) in {(node["alignmentSource"], node["alignmentTarget"]) for node in broad}


@pytest.mark.outside
def test_all_but_three_matches_of_the_real_crosswalk_find_both_ends(shared: Path) -> None:
    from signpost.exchange import esco
    from signpost.exchange.onet import reading

    submission = read(shared / "data" / "esco-onet-crosswalk" / "crosswalk_esco_onet.csv")
    described = {node["id"] for node in esco.read(shared / "data" / "esco-1.2.0", Source("esco")).nodes}
    assert sum(node["alignmentSource"] not in described for node in submission.nodes) == 3
    described = {node["id"] for node in reading.read(shared / "data" / "onet-29.2", Source("onet")).nodes}
    assert sum(node["alignmentTarget"] not in described for node in submission.nodes) == 0
