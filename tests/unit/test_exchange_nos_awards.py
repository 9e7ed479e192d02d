"""Scottish Vocational Qualifications: rules of combination in prose, read whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from signpost.errors import UnreadableInput
from signpost.exchange.nos import rules
from signpost.exchange.nos.rules import Block, Group, Unit, Unreadable
from signpost.exchange.readers import READERS
from signpost.model import THINGS, Node, Source, Submission

FIXTURES = Path(__file__).parent / "fixtures" / "nos"
FILE = "orchard work.csv"
AWARD = THINGS + "nos-2019/award/gx02-22"
UNIT = THINGS + "nos-2019/unit/"
STANDARD = THINGS + "standard/nos-2019/"


def read(path: Path = FIXTURES) -> tuple[Submission, dict[str, Node]]:
    submission = READERS["nos"].read(path, Source("nos"))
    return submission, {node["id"]: node for node in submission.nodes}


def said(submission: Submission, place: str) -> list[str]:
    return [finding.message for finding in submission.findings if finding.place == place]


def block(kinds: str, *heads: str, section: str = "") -> Block:
    """Units named after their place in the block and its heading, such as `Group A 1`."""
    name = heads[-1] if heads else "unit"
    return Block(list(heads), section, [Unit(kind, f"{name} {n}") for n, kind in enumerate(kinds, 1)])


def counts(found: list[Group]) -> list[tuple[int, int, int]]:
    return [(len(group.units), group.at_least, group.credits) for group in found]


# ------------------------------------------------------------------------------------------------ prose
@pytest.mark.parametrize(
    ("heading", "needed"),
    [
        ("Option Group A - Candidates must select 1 unit", 1),
        ("Candidates must complete 2 optional units", 2),
        ("Candidates must complete 1 of the following optional units", 1),
        ("Must complete 2 units from the following Group C", 2),
        ("Candidates must take three from the following", 3),
        ("Candidates must complete both units", 2),
        ("Section One – All candidates to complete two units", 2),
        ("Plus 1 more unit from the following Group B", 1),
        ("5 units must be selected (from Option Group A and/or Group B)", 5),
    ],
)
def test_how_many_units_a_heading_asks_for(heading: str, needed: int) -> None:
    assert counts(rules.groups((), [block("OOOOOO", heading)], "")) == [(6, needed, 0)]


@pytest.mark.parametrize(
    ("kinds", "heading", "why"),
    [
        ("OOO", "Option Group A", "it does not say how many units of a group are needed"),
        ("OOO", "Group A - 1 pair must be selected", "a condition that cannot be told"),
        ("OOO", "2 units (Excluded combinations - only 1 of these units)", "a condition that cannot be told"),
        ("OOO", "1 unit, or 2 units if not already taken", "a condition that cannot be told"),
        ("OOO", "2 units from A and one unit from B", "a group is given several numbers"),
        ("OOO", "4 units must be selected", "a group lists 3 units and asks for 4"),
        ("MMM", "Mandatory Section - 2 units", "a group lists 3 mandatory units and asks for 2"),
        ("", "Group A - 1 unit", "no units are listed"),
    ],
)
def test_what_cannot_be_read_is_not_half_read(kinds: str, heading: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        rules.groups((), [block(kinds, heading)], "")


def test_every_mandatory_unit_is_needed_and_no_additional_one() -> None:
    assert counts(rules.groups([block("MMAM", "Mandatory Units")], [], "")) == [(3, 3, 0)]


def test_a_pathway_takes_the_common_group_that_it_names() -> None:
    common = [block("MM", "Mandatory Group 1 (Apples)"), block("MMM", "Mandatory Group 2 (Pears)")]
    rule = (
        "Candidates must complete the 2 mandatory units above (from mandatory group 1) plus a further 1 mandatory unit"
    )
    assert counts(rules.groups(common, [block("M")], rule)) == [(2, 2, 0), (1, 1, 0)]
    assert counts(rules.groups(common, [block("M")], "")) == [(2, 2, 0), (3, 3, 0), (1, 1, 0)]


def test_the_rule_of_a_pathway_counts_units_without_a_heading_of_their_own() -> None:
    rule = "the 4 mandatory units above plus a further 2 mandatory units and 2 optional units (a total of 4 units)"
    assert counts(rules.groups((), [block("MMOOO")], rule)) == [(2, 2, 0), (3, 2, 0)]


def test_a_total_that_differs_from_the_groups_is_told() -> None:
    with pytest.raises(Unreadable, match="its groups ask for 2 units and its rule for 3"):
        rules.groups((), [block("OOO", "2 units must be selected")], "(a total of 3 units)")


def test_a_section_counts_over_its_groups() -> None:
    both = [
        block("OO", "Group A", section="Optional Section - 3 units"),
        block("OO", "Group B", section="Optional Section - 3 units"),
    ]
    assert counts(rules.groups((), both, "(a total of 3 units)")) == [(4, 3, 0)]
    least = [block("OO", "Group A - at least 1 unit", section="3 units"), block("OO", "Group B", section="3 units")]
    assert counts(rules.groups((), least, "")) == [(2, 1, 0), (4, 3, 0)]
    each = [block("OO", "Group A - 1 unit", section="2 units"), block("OO", "Group B - 1 unit", section="2 units")]
    assert counts(rules.groups((), each, "")) == [(2, 1, 0), (2, 1, 0)]
    with pytest.raises(Unreadable, match="do not say how many units are needed"):
        rules.groups((), [block("OO", "Group A", section="Optional section")], "")
    with pytest.raises(Unreadable, match="do not say how many units are needed"):
        rules.groups((), [block("OO", "2 units", section="Optional section - 1 unit")], "")
    with pytest.raises(Unreadable, match="a section has a condition"):
        rules.groups((), [block("OO", "2 units", section="Optional section - either 1 unit")], "")


def test_a_unit_in_two_groups_may_not_count_for_both() -> None:
    with pytest.raises(Unreadable, match="may not count for both"):
        rules.groups([block("MM", "2 units")], [block("OO", "2 units")], "")


def test_credits_may_be_asked_for_instead_of_units() -> None:
    rule = "19 credits must come from the mandatory units and a minimum of 34 credits from the optional units."
    assert counts(rules.groups([block("MMOOO")], [], rule)) == [(2, 2, 0), (3, 0, 34)]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Pathway 1 - Storing (Total of 5 units)", "Storing"),
        ("Pathway  5 - Storing in barns \nCandidates must complete 5 units", "Storing in barns"),
        ("Pathway 4 - Slicing (3mm upwards)\nCandidates must complete 5 units", "Slicing (3mm upwards)"),
        ("Pathway 2 - Cold storing", "Cold storing"),
    ],
)
def test_a_pathway_and_its_name(heading: str, name: str) -> None:
    found = rules.pathway(heading, "a:1")
    assert found is not None
    assert found.name == name
    assert rules.pathway("Option Group A", "a:1") is None


# ------------------------------------------------------------------------------------------------ tables
def test_a_qualification_asks_for_one_of_its_pathways() -> None:
    submission, nodes = read()
    assert nodes[AWARD] == {
        "id": AWARD,
        "type": "Award",
        "label": {"en": "SVQ 2 Orchard Work at SCQF Level 5"},
        "awardingBody": [THINGS + "organisation/eal", THINGS + "organisation/orchard-awards"],
        "identifier": THINGS + "identifier/sqa-code/gx02-22",
        "note": {"en": "Level as stated: SCQF 5."},
        "unitGroup": AWARD + "#pathways",
    }
    ways = [AWARD + "#pathway-1", AWARD + "#pathway-2"]
    assert nodes[AWARD + "#pathways"] == {
        "id": AWARD + "#pathways", "type": "UnitGroup", "unit": ways, "atLeast": 1,
    }  # fmt: skip
    assert nodes[ways[0]]["label"] == {"en": "SVQ 2 Orchard Work at SCQF Level 5: Storing"}
    groups = [nodes[f"{ways[0]}-group-{n}"] for n in (1, 2)]
    assert [(group["unit"], group["atLeast"]) for group in groups] == [
        ([UNIT + "app1", UNIT + "app2"], 2),
        ([UNIT + "app3", UNIT + "app5"], 1),
    ]
    assert "unitGroup" not in nodes[ways[1]]
    assert said(submission, f"{FILE}:12") == [
        "Which units it is made of was left out: its rule has a condition that cannot be told by groups of units."
    ]


def test_a_unit_gives_the_standard_that_its_code_and_title_mean() -> None:
    submission, nodes = read()
    assert nodes[UNIT + "app1"] == {
        "id": UNIT + "app1",
        "type": "Award",
        "label": {"en": "Weigh apples"},
        "notation": "APP1",
        "awardingBody": [THINGS + "organisation/eal", THINGS + "organisation/orchard-awards"],
        "identifier": THINGS + "identifier/sqa-code/hx01-04",
        "gives": STANDARD + "app1",
        "credit": 3,
        "note": {"en": "Level as stated: SCQF 5."},
    }
    assert nodes[THINGS + "identifier/sqa-code/hx01-04"]["identifierValue"] == "HX01 04"
    assert nodes[UNIT + "app2"]["gives"] == STANDARD + "app2"
    assert nodes[UNIT + "app3"]["gives"] == STANDARD + "app3"
    assert "gives" not in nodes[UNIT + "app5"]
    assert said(submission, f"{FILE}:11") == [
        "The standard that the unit shows is not known: no standard of the catalogue has the code 'APP5'."
    ]
    assert nodes[UNIT + "gx02-22-call-out-prices"]["credit"] == 10
    assert said(submission, f"{FILE}:15") == ["The unit has no code, so that the standard it shows is not known."]
    assert said(submission, f"{FILE}:17") == ["Row dropped: it does not say whether the unit is mandatory or optional."]


def test_the_list_of_qualifications_adds_those_that_no_structure_describes() -> None:
    submission, nodes = read()
    listed = nodes[THINGS + "nos-2019/award/gx01-24"]
    assert listed["label"] == {"en": "Orchard Management"}
    assert listed["note"] == {"en": "Level as stated: SCQF 9."}
    assert listed["awardingBody"] == THINGS + "organisation/awarding-body-not-named"
    assert {listed["awardingBody"], listed["identifier"]} <= submission.gives_way
    assert said(submission, "Frameworks_SVQs.xlsx:3:VQ Ref") == [
        "Merged with what was read at Frameworks_SVQs.xlsx:2, by its code."
    ]
    assert said(submission, "Frameworks_SVQs.xlsx:4:VQ Ref") == [
        "Merged with what was read at orchard work.csv, by its code. Its title there is 'SVQ 2 Orchard Work at SCQF "
        "Level 5', which stands."
    ]
    assert said(submission, "Frameworks_SVQs.xlsx:5:VQ Ref") == ["Row dropped: it has no code or no title."]


def structure(folder: Path, name: str, text: str) -> tuple[Submission, dict[str, Node]]:
    """A folder with one structure and nothing else but an empty catalogue."""
    (folder / "svq_qualifications").mkdir()
    (folder / "svq_qualifications" / name).write_text(text, "utf-8")
    (folder / "PublishedNos.xlsx").write_bytes((FIXTURES / "PublishedNos-example Details.xlsx").read_bytes())
    return read(folder)


_HEAD = "Accred Code,SSC/B Code,Mandatory Units,Unit Title,SCQF Level,SCQF Credit\n"


def test_a_structure_without_code_or_body_and_other_sizes_of_one_unit(tmp_path: Path) -> None:
    text = _HEAD + (
        "nonsense,APP1,Mandatory,Weigh apples,5,3\n,APP1,Mandatory,Weigh apples,6,4\n"
        "Qualification Title,,,Orchard Diploma,SCQF Overall Level,Level 6\n"
    )
    submission, nodes = structure(tmp_path, "R094 04 Diploma.csv", text)
    award = nodes[THINGS + "nos-2019/award/r094-04"]
    assert award["awardingBody"] == THINGS + "organisation/awarding-body-not-named"
    assert award["note"] == {"en": "Level as stated: SCQF 6."}
    assert nodes[UNIT + "app1"]["credit"] == 3
    assert said(submission, "R094 04 Diploma.csv") == [
        "The code R094 04 was read from the name of the file.",
        "No awarding body is named.",
    ]
    assert said(submission, "R094 04 Diploma.csv:2") == [
        "'nonsense' is not a code of the Scottish Qualifications Authority."
    ]
    assert said(submission, "R094 04 Diploma.csv:3") == [
        "The unit has another level or credit elsewhere; what was read first stands."
    ]


def test_a_structure_without_code_or_title(tmp_path: Path) -> None:
    submission, nodes = structure(tmp_path, "a.csv", _HEAD + "Qualification Title,,,Orchard Diploma\n")
    assert THINGS + "nos-2019/award/orchard-diploma" in nodes
    assert "Which units it is made of was left out: no units are listed." in said(submission, "a.csv")


def test_a_table_that_names_no_qualification_or_is_none(tmp_path: Path) -> None:
    submission, _ = structure(tmp_path, "a.csv", _HEAD)
    assert said(submission, "a.csv") == ["Row dropped: the table names no qualification, and all of it was left out."]
    (tmp_path / "svq_qualifications" / "a.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(UnreadableInput, match="there is no column for the kind of a unit"):
        read(tmp_path)


def test_a_structure_without_sizes_and_with_endless_numbers_is_read(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FIXTURES, tmp_path / "nos"))
    path, long = folder / "svq_qualifications" / FILE, "9" * 5_000
    whole = path.read_text("utf-8")
    path.write_text(whole.replace("APP1,M,Weigh apples,5,3", f"APP1,M,Weigh apples,5,{long}"), "utf-8")
    _, nodes = read(folder)
    assert "credit" not in nodes[UNIT + "app1"]
    path.write_text(whole.replace("SCQF Credit\n", "Size\n", 1).replace("SCQF\n Level", "Depth", 1), "utf-8")
    _, nodes = read(folder)
    assert not {"credit", "note"} & nodes[UNIT + "app1"].keys()
    path.write_text(whole.replace("must complete 2 units", f"must complete {long} units"), "utf-8")
    submission, nodes = read(folder)
    assert "unitGroup" not in nodes[AWARD + "#pathway-1"]
    why = "a number in it is too long to be one of units"
    assert f"Which units it is made of was left out: {why}." in [finding.message for finding in submission.findings]


@pytest.mark.outside
def test_the_real_structures(shared: Path) -> None:
    submission, nodes = read(shared / "data" / "nos-2019")
    awards = [node for node in submission.nodes if node["type"] == "Award" and "/award/" in str(node["id"])]
    assert sum("unitGroup" in node for node in awards) == 51
    unread = [finding.node for finding in submission.findings if finding.message.startswith("Which units")]
    ends = ("gl2m-23#pathway-9", "gl3m-23#pathway-5", "gl3p-23#pathway-9", "gj9c-23#pathway-3", "gk3g-23", "gk3j-23")
    assert sorted(unread) == sorted(THINGS + f"nos-2019/award/{end}" for end in ends)
    wind = THINGS + "nos-2019/award/r227-04"
    assert [nodes[f"{wind}#group-{n}"].get("creditsAtLeast") for n in (1, 2)] == [None, 34]
