"""The catalogue of National Occupational Standards: which rows are one standard and which two, of which edition."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from openpyxl import Workbook

from signpost import files, words
from signpost.errors import UnreadableInput
from signpost.exchange.nos import reading
from signpost.exchange.nos.catalogue import fold, key, spaced, unmarked
from signpost.exchange.nos.editions import editions
from signpost.exchange.readers import READERS, detect
from signpost.gate.validate import check, refused
from signpost.graph.parse import parse
from signpost.model import THINGS, Node, Severity, Source, Submission

FIXTURES = Path(__file__).parent / "fixtures" / "nos"
STANDARD = THINGS + "standard/nos-2019/"
URN = THINGS + "identifier/urn/"
UNIT = THINGS + "nos-2019/unit/"
HEAD = ("NOS Title", "URN", "Suite", "Validity", "Indicative Review Date", "Name", "Developed By")


def read(path: Path = FIXTURES) -> tuple[Submission, dict[str, Node]]:
    submission = READERS["nos"].read(path, Source("nos", rights="Example rights"))
    return submission, {node["id"]: node for node in submission.nodes}


def catalogue(folder: Path, *rows: tuple[str, ...]) -> Path:
    """A catalogue with these rows, their last cells left out where they say nothing."""
    book = Workbook()
    book.active.append(HEAD)
    for row in rows:
        book.active.append([*row, *[""] * (len(HEAD) - len(row))])
    path = folder / "PublishedNos.xlsx"
    book.save(path)
    return path


def said(submission: Submission, place: str) -> list[str]:
    """What is found at a place."""
    return [finding.message for finding in submission.findings if finding.place == place]


# ------------------------------------------------------------------------------------------------ spellings
def test_spellings_of_a_code_meet_and_other_codes_do_not() -> None:
    assert {key(code) for code in ("CFAM&LEA2", "CFAMLEA2", "cfam_lea2", " CFAM LEA2\n")} == {"cfamlea2"}
    assert len({key(code) for code in ("COGESA10.1.1", "COGESA10.11", "COGESA1.011")}) == 3
    assert key("A-1_2.3") == "a1-2-3"


def test_spellings_of_a_title_meet_and_the_mark_of_a_replaced_one_is_told() -> None:
    assert fold("Hospitality – Generics & more’s") == fold("hospitality generics and mores")
    assert unmarked("Deliver mail - Legacy") == ("deliver mail", True)
    assert unmarked("Plan for legacy fundraising") == ("plan for legacy fundraising", False)
    assert spaced(" a\u200b b&nbsp; c\x07 ") == "a b c"


# ------------------------------------------------------------------------------------------------ standards
def test_a_standard_has_its_code_suite_developer_and_date() -> None:
    submission, nodes = read()
    assert nodes[STANDARD + "app1"] == {
        "id": STANDARD + "app1",
        "type": "Standard",
        "label": {"en": "Weigh apples"},
        "notation": "APP1",
        "inFramework": THINGS + "framework/nos-2019-apple-growing",
        "competenceType": "standard",
        "status": "current",
        "suite": ["Apple Growing", "Fruit Trade"],
        "identifier": [THINGS + "identifier/sqa-code/hx01-04", URN + "app1"],
        "developedBy": THINGS + "organisation/orchard-skills",
        "reviewDate": "2030-01-31",
    }
    assert submission.places[STANDARD + "app1"] == "PublishedNos-example Details.xlsx:2"
    assert nodes[THINGS + "framework/nos-2019-apple-growing"] == {
        "id": THINGS + "framework/nos-2019-apple-growing",
        "type": "Framework",
        "label": {"en": "Apple Growing"},
        "suite": "Apple Growing",
        "edition": "as listed in 2019",
        "status": "unknown",
        "rights": "Codes, titles and identifiers are facts; the text of the standards is its publisher's and is not "
        "included. Example rights",
    }
    assert nodes[THINGS + "nos-2019/collection/fruit-trade"]["member"] == [
        STANDARD + name for name in ("app1", "app4_sell-pears", "app4_sort-pears")
    ]


def test_rows_of_one_code_and_title_are_one_standard_under_each_spelling() -> None:
    submission, nodes = read()
    assert nodes[STANDARD + "app2"]["identifier"] == [URN + "app-2", URN + "app2"]
    assert nodes[URN + "app-2"]["identifierValue"] == "APP 2"
    assert nodes[STANDARD + "app2"]["reviewDate"] == "2030-01-31"
    merged = "Row 4 was merged with row 3: the same code and title are one standard."
    assert said(submission, "PublishedNos-example Details.xlsx:4:URN") == [merged]
    assert said(submission, "PublishedNos-example Details.xlsx:3:URN") == ["Stray spaces were taken off the URN."]
    assert said(submission, "PublishedNos-example Details.xlsx:3:Indicative Review Date") == [
        "The review date 1905-03-15 is a placeholder, not a day: it was left out."
    ]


def test_one_code_with_two_titles_is_two_standards_of_uncertain_edition() -> None:
    submission, nodes = read()
    pair = [STANDARD + "app4_sort-pears", STANDARD + "app4_sell-pears"]
    assert [words.text(nodes[iri], "label") for iri in pair] == ["Sort pears", "Sell pears"]
    assert [nodes[iri]["status"] for iri in pair] == ["current", "withdrawn"]
    assert {nodes[iri]["identifier"] for iri in pair} == {URN + "app4"}
    assert said(submission, "PublishedNos-example Details.xlsx:7:URN") == [
        "The code stands for 2 standards, told apart by their titles or by the mark of a replaced one; which edition "
        "each is of is uncertain."
    ]
    assert said(submission, "PublishedNos-example Details.xlsx:8:URN") == said(
        submission, "PublishedNos-example Details.xlsx:7:URN"
    )


def test_a_replaced_standard_is_another_than_its_successor_of_one_code() -> None:
    submission, nodes = read()
    assert nodes[STANDARD + "app3"]["status"] == "current"
    assert nodes[STANDARD + "app3_legacy"]["status"] == "legacy"
    assert nodes[STANDARD + "app3_legacy"]["label"] == {"en": "Store apples Legacy"}
    assert said(submission, "PublishedNos-example Details.xlsx:6:Validity") == [
        "The validity 'LEGACY' was read as 'Legacy'."
    ]


def test_validity_alone_makes_no_second_standard(tmp_path: Path) -> None:
    rows = [("Press apples", "APP2", "Apples", validity, "", "a.pdf") for validity in ("Current", "Legacy")]
    submission, nodes = read(catalogue(tmp_path, *rows))
    assert nodes[STANDARD + "app2"]["status"] == "unknown"
    assert STANDARD + "app2_legacy" not in nodes
    assert said(submission, "PublishedNos.xlsx:3:Validity") == [
        "Its rows have different validities (current, legacy); 'unknown' was set."
    ]


def test_a_document_named_as_replaced_makes_a_second_where_validity_agrees(tmp_path: Path) -> None:
    rows = [
        ("Press apples", "APP2", "Apples", "Current", "", "APP2L.pdf"),
        ("Press apples", "APP2", "Apples", "Legacy", "", "APP2L.pdf"),
    ]
    _, nodes = read(catalogue(tmp_path, *rows))
    assert {STANDARD + "app2", STANDARD + "app2_legacy"} <= nodes.keys()


def test_long_titles_of_one_code_have_addresses_of_their_own(tmp_path: Path) -> None:
    title = "Press the apples of every orchard that lies between here and the sea before the rain of autumn comes"
    rows = [(f"{title} {end}", "APP2", "Apples", "Current") for end in ("again", "at last")]
    _, nodes = read(catalogue(tmp_path, *rows))
    found = [iri for iri in nodes if iri.startswith(STANDARD)]
    assert len(found) == 2
    assert all(len(iri) < len(STANDARD) + 80 for iri in found)


def test_the_title_says_legacy_and_validity_current(tmp_path: Path) -> None:
    submission, nodes = read(catalogue(tmp_path, ("Press apples Legacy", "APP2", "Apples", "Current")))
    assert nodes[STANDARD + "app2"]["status"] == "legacy"
    assert said(submission, "PublishedNos.xlsx:2:Validity") == [
        "Validity says Current and the title Legacy: the title counts."
    ]


@pytest.mark.parametrize(
    ("urn", "title", "kept", "column", "message"),
    [
        ("APP7.pdf", "Sing", "APP7", "URN", "The ending of a file's name was taken off the URN 'APP7.pdf'."),
        ("APP 7 Sing to all the trees", "Sing to all the trees", "APP 7", "URN", "The title was taken off the URN"),
        ("APP7", "-6985057340500Sing", "APP7", "NOS Title", "A number before the title, where a drawing stood"),
        ("APP7", "Sing&nbsp; aloud", "APP7", "NOS Title", "Stray spaces were taken out of the title."),
        ("APP7", "Sing to the", "APP7", "NOS Title", "The title seems to be cut off after 'Sing to the'"),
    ],
)
def test_what_is_repaired(tmp_path: Path, urn: str, title: str, kept: str, column: str, message: str) -> None:
    submission, nodes = read(catalogue(tmp_path, (title, urn, "Apples", "Current")))
    assert nodes[STANDARD + "app7"]["notation"] == kept
    assert "698" not in words.text(nodes[STANDARD + "app7"], "label")
    assert [text.startswith(message) for text in said(submission, f"PublishedNos.xlsx:2:{column}")] == [True]


def test_rows_without_a_code_or_a_title_are_dropped(tmp_path: Path) -> None:
    submission, nodes = read(
        catalogue(tmp_path, ("", "APP1", "Apples", "Current"), ("Sing", " - ", "Apples", "Current"))
    )
    assert not [iri for iri in nodes if iri.startswith(STANDARD)]
    assert said(submission, "PublishedNos.xlsx:2") == [
        "Row dropped: it has no NOS Title, and no standard can be known by the rest."
    ]
    assert said(submission, "PublishedNos.xlsx:3") == [
        "Row dropped: it has no URN, and no standard can be known by the rest."
    ]
    assert submission.findings[-1].message.endswith("Rows dropped: 2; other repairs or notes: 1.")


def test_unknown_validity_odd_dates_and_no_suite(tmp_path: Path) -> None:
    submission, nodes = read(catalogue(tmp_path, ("Sing", "APP1", " ; ", "Perhaps", "soon")))
    assert nodes[STANDARD + "app1"]["status"] == "unknown"
    assert "reviewDate" not in nodes[STANDARD + "app1"]
    home = nodes[nodes[STANDARD + "app1"]["inFramework"]]
    assert words.text(home, "label") == "Suite not named by the catalogue"
    assert [said(submission, f"PublishedNos.xlsx:2:{column}") for column in HEAD[2:5]] == [
        ["No suite is named: it was put under 'Suite not named by the catalogue'."],
        ["The validity 'Perhaps' is not known; 'unknown' was set."],
        ["The review date 'soon' is not a day: it was left out."],
    ]


def test_of_several_review_dates_the_latest_is_kept(tmp_path: Path) -> None:
    rows = [("Sing", "APP1", "Apples", "Current", day) for day in ("2016-03-01", "2015-03-01")]
    submission, nodes = read(catalogue(tmp_path, *rows))
    assert nodes[STANDARD + "app1"]["reviewDate"] == "2016-03-01"
    assert "the latest was kept" in said(submission, "PublishedNos.xlsx:3:Indicative Review Date")[0]


def test_names_of_suites_and_bodies_are_read_as_they_are_spelled_most_often() -> None:
    submission, nodes = read()
    assert nodes[THINGS + "organisation/orchard-skills"]["label"] == {"en": "Orchard Skills"}
    assert "'OrchardSkills' was read as 'Orchard Skills', as it is spelled most often." in said(
        submission, "PublishedNos-example Details.xlsx:4:Developed By"
    )
    assert said(submission, "PublishedNos-example Details.xlsx:3:Suite") == [
        "The suite 'Apple growing' was read as 'Apple Growing', as it is spelled most often."
    ]
    assert "'x' names no developer: it was left out." in said(
        submission, "PublishedNos-example Details.xlsx:13:Developed By"
    )
    assert "developedBy" not in nodes[STANDARD + "yard1-2"]


# ------------------------------------------------------------------------------------------------ editions
def test_the_letters_of_a_code_say_its_edition_and_it_gives_way_to_what_is_shipped() -> None:
    submission, nodes = read()
    standard = nodes[THINGS + "standard/ml-2012/cfamlea2"]
    assert standard["notation"] == "CFAM&LEA2"
    assert standard["inFramework"] == THINGS + "framework/ml-2012"
    assert standard["identifier"] == [URN + "cfamandlea2", URN + "cfamlea2"]
    given = {standard["id"], *standard["identifier"], standard["inFramework"], standard["developedBy"]}
    assert given <= submission.gives_way
    assert STANDARD + "app1" not in submission.gives_way
    assert nodes[THINGS + "framework/ml-2012"]["edition"] == "2012"


def test_rights_of_2008_and_safeguarding_of_2012_stay_two_standards() -> None:
    submission, nodes = read()
    rights, safeguarding = (THINGS + f"standard/{end}" for end in ("lmc-2008/scdlmcsb1", "lmc-2012/scdlmcb1"))
    assert [nodes[iri]["status"] for iri in (rights, safeguarding)] == ["superseded", "current"]
    assert nodes[rights]["label"] != nodes[safeguarding]["label"]
    assert nodes[rights]["identifier"] != nodes[safeguarding]["identifier"]
    assert said(submission, "PublishedNos-example Details.xlsx:10:Validity") == [
        "Validity says Current, but a later edition replaced it: superseded."
    ]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("Sing", "SCDLMCB1", "Care", "Current"), "the edition gives it another title"),
        (("Manage a project", "CFAMLF1", "Care", "Current"), "its suite does not say 2008"),
        (("Sing Legacy", "SCDHSC0999", "Care", "Legacy"), "it is marked as replaced"),
    ],
)
def test_what_speaks_against_the_letters(tmp_path: Path, row: tuple[str, ...], why: str) -> None:
    submission, nodes = read(catalogue(tmp_path, row))
    assert STANDARD + key(row[1]) in nodes
    assert not submission.gives_way
    assert [why in message for message in said(submission, "PublishedNos.xlsx:2:URN")] == [True]


def test_a_code_of_an_edition_with_two_unknown_titles_is_of_neither_for_certain(tmp_path: Path) -> None:
    rows = [(title, "SCDHSC0999", "Care", "Current") for title in ("Sing", "Dance")]
    submission, nodes = read(catalogue(tmp_path, *rows))
    assert {STANDARD + "scdhsc0999_sing", STANDARD + "scdhsc0999_dance"} <= nodes.keys()
    assert "the catalogue gives it several titles" in said(submission, "PublishedNos.xlsx:2:URN")[0]


def test_every_shipped_standard_of_a_known_edition_has_the_letters_of_that_edition_alone() -> None:
    for edition in editions():
        for code in edition.titles:
            meant = next((other for other in editions() if other.letters.fullmatch(code.upper())), edition)
            assert meant is edition, code


# ------------------------------------------------------------------------------------------------ occupations
def test_occupations_ask_for_the_standards_that_are_listed_for_them() -> None:
    submission, nodes = read()
    assert nodes[THINGS + "soc-2010/5112"] == {
        "id": THINGS + "soc-2010/5112",
        "type": "Occupation",
        "label": {"en": "SOC unit group 5112"},
        "inFramework": THINGS + "framework/soc-2010",
        "classCode": "5112",
        "optionalCompetence": [STANDARD + "app1", STANDARD + "app3"],
    }
    assert nodes[THINGS + "soc-2010/9119"]["optionalCompetence"] == STANDARD + "app1"
    assert nodes[THINGS + "soc-2010/5119"]["optionalCompetence"] == STANDARD + "app3_legacy"
    assert {THINGS + "soc-2010/5112", THINGS + "framework/soc-2010"} <= submission.gives_way
    assert said(submission, "NOS_and_SOC_codes.csv:2:SOC Code") == [
        "'9' is not the code of a unit group, which has four digits: it was left out."
    ]
    assert said(submission, "NOS_and_SOC_codes.csv:5:URN") == [
        "Row dropped: 'app1' has another title in the catalogue, so that its edition is uncertain."
    ]
    assert said(submission, "NOS_and_SOC_codes.csv:6:URN") == [
        "Row dropped: no standard of the catalogue has the code 'app9'."
    ]


# ------------------------------------------------------------------------------------------------ the whole
def test_the_gate_refuses_nothing_and_the_workbook_alone_is_read_too() -> None:
    submission, _ = read()
    assert not refused(check(submission))
    alone, nodes = read(FIXTURES / "PublishedNos-example Details.xlsx")
    assert not refused(check(alone))
    assert THINGS + "soc-2010/9119" in nodes
    assert THINGS + "soc-2010/5112" not in nodes
    assert not [node for node in alone.nodes if node["type"] == "Award"]


def test_the_same_bytes_twice_and_a_summary_at_the_end() -> None:
    one, two = read()[0], read()[0]
    assert words.to_ntriples(one.nodes) == words.to_ntriples(two.nodes)
    assert one.findings == two.findings
    assert one.findings[-1].severity is Severity.ADVICE


def test_what_it_looks_like(tmp_path: Path) -> None:
    assert detect(FIXTURES) == "nos"
    assert detect(FIXTURES / "PublishedNos-example Details.xlsx") == "nos"
    assert not reading.looks_like(tmp_path)
    assert not reading.looks_like(FIXTURES / "Frameworks_SVQs.xlsx")
    with pytest.raises(UnreadableInput, match="the catalogue is missing"):
        reading.read(tmp_path, Source("nos"))


@pytest.mark.outside
def test_the_whole_catalogue_and_the_shipped_standards_are_the_same_things(shared: Path) -> None:
    submission, nodes = read(shared / "data" / "nos-2019")
    kinds = Counter(str(node["type"]) for node in submission.nodes)
    assert kinds["Standard"] == 20_704
    assert kinds["Occupation"] == 239
    assert sum(finding.message.startswith("Row dropped: it has no") for finding in submission.findings) == 0
    merged = sum(" was merged with row " in finding.message for finding in submission.findings)
    assert kinds["Standard"] + merged == 20_872
    assert not refused(check(submission))
    shipped = _shipped()
    same = shipped.keys() & nodes.keys()
    assert same <= submission.gives_way
    assert Counter(iri.split("/")[-2] for iri in same if "/standard/" in iri) == {
        "ml-2012": 72, "ml-2008": 67, "hsc-2019": 39, "lmc-2008": 30, "lmc-2012": 26, "cpc-2019": 11, "ccld-2019": 4,
    }  # fmt: skip
    for iri in same:
        if nodes[iri]["type"] == "Standard":
            assert nodes[iri]["label"] == shipped[iri]["label"]
            assert set(words.values(nodes[iri], "identifier")) <= set(words.values(shipped[iri], "identifier"))


def _shipped() -> dict[str, Node]:
    found: dict[str, Node] = {}
    for path in sorted((files.data() / "standards").rglob("*.ttl")):
        nodes, _ = words.from_triples(parse(path.read_bytes(), "turtle", path.name))
        found |= {node["id"]: node for node in nodes}
    return found
