"""A provider's course list: what stands in it, every fault at its row and column, and the workbook to fill in."""

from __future__ import annotations

import csv
import doctest
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import signpost
from signpost import words
from signpost.errors import UnreadableInput
from signpost.exchange import regions
from signpost.exchange.coursesheet import choices, decoded, layout, tables, values
from signpost.exchange.coursesheet.layout import COURSES, HEADS, MEANT
from signpost.exchange.coursesheet.reading import looks_like, read
from signpost.exchange.coursesheet.template import template
from signpost.exchange.named import placeholder
from signpost.exchange.readers import READERS, detect
from signpost.exchange.schemaorg import names
from signpost.exchange.sheet.layout import EXAMPLE, LONGEST
from signpost.gate.naming import resolved
from signpost.gate.publish import publish
from signpost.gate.validate import refused
from signpost.model import THINGS, Finding, Node, Severity, Source, Submission

HOME = f"{THINGS}my-college/"
COURSE = f"{HOME}resource/sup-1"
SOURCE = Source("my-college")
FIXTURES = Path(__file__).parent / "fixtures" / "courses"

FULL = {
    "reference": "SUP-1",
    "title": "Supervision that supports",
    "description": "How to hold it.",
    "provider": "A college",
    "ukprn": "10001234",
    "link": "https://www.gov.uk/find-a-course",
    "activity type": "Direct training",
    "mode": "In person",
    "learning time": "6 hours",
    "price": "95",
    "subsidy note": "Free for some.",
    "language": "English",
    "region": "North West",
    "place": "Room 4",
    "start": "2030-03-04",
    "end": "2030-03-05",
    "seats": "12",
    "scheduled": "yes",
    "access": "Step-free",
    "teaches": "SCDLMCA1",
    "level": "2",
    "entry level": "1",
    "shows": "knowledge",
    "requires": "CFAMLEA4 (level 1)",
    "award number": "603/2681/5",
    "last confirmed": "2030-01-01",
}
LEAST = {name: FULL[name] for name in ("reference", "title", "activity type", "mode", "region", "learning time",
                                       "teaches", "level", "shows", "provider")}  # fmt: skip

Rows = Sequence[Mapping[str, object]]


def listed(folder: Path, rows: Rows, name: str = "courses.csv", heads: Sequence[str] = HEADS) -> Path:
    """A list with these rows under all heads."""
    path = folder / name
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = "Courses"
        for row in (list(heads), *([row.get(head) for head in heads] for row in rows)):
            sheet.append(row)
        book.save(path)
        return path
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([list(heads), *([row.get(head, "") for head in heads] for row in rows)])
    path.write_text(out.getvalue(), "utf-8")
    return path


def sent(folder: Path, *rows: Mapping[str, object], name: str = "courses.csv") -> Submission:
    return read(listed(folder, rows, name), SOURCE)


def by_iri(submission: Submission) -> dict[str, Node]:
    assert not refused(submission.findings), submission.findings
    return {node["id"]: node for node in submission.nodes}


def told(submission: Submission, severity: Severity) -> list[tuple[str, str]]:
    """Place and message of each finding of a weight, but for the summary."""
    return [(finding.place, finding.message) for finding in submission.findings
            if finding.severity is severity and not finding.message.startswith("Read 0 ")
            and ":" in finding.place]  # fmt: skip


def faults(submission: Submission) -> list[Finding]:
    return [finding for finding in submission.findings if finding.severity is Severity.REFUSED]


# ------------------------------------------------------------------------------------------------ what stands in it
def test_a_full_row(tmp_path: Path) -> None:
    submission = sent(tmp_path, FULL)
    ofqual, ukprn = f"{THINGS}identifier/ofqual-qualification/603-2681-5", f"{THINGS}identifier/ukprn/10001234"
    assert by_iri(submission) == {
        COURSE: {
            "id": COURSE,
            "type": "LearningResource",
            "notation": "SUP-1",
            "label": {"en": "Supervision that supports"},
            "description": {"en": "How to hold it."},
            "provider": f"{HOME}provider/a-college",
            "link": "https://www.gov.uk/find-a-course",
            "activityType": "direct-training",
            "mode": "in-person",
            "learningMinutes": 360,
            "price": "95",
            "fundingNote": {"en": "Free for some."},
            "language": "en",
            "region": f"{THINGS}region/E12000002",
            "offering": f"{COURSE}#offering-2030-03-04",
            "scheduled": True,
            "access": "step-free",
            "teaches": f"{COURSE}#teaches-scdlmca1",
            "requires": f"{COURSE}#requires-cfamlea4",
            "identifier": ofqual,
            "lastChecked": "2030-01-01",
        },
        f"{COURSE}#offering-2030-03-04": {
            "id": f"{COURSE}#offering-2030-03-04",
            "type": "Offering",
            "startDate": "2030-03-04",
            "endDate": "2030-03-05",
            "place": "Room 4",
            "seats": 12,
            "region": f"{THINGS}region/E12000002",
            "access": "step-free",
        },
        f"{COURSE}#teaches-scdlmca1": {
            "id": f"{COURSE}#teaches-scdlmca1",
            "type": "LearningOutcome",
            "competence": placeholder("SCDLMCA1"),
            "entryLevel": 1,
            "outcomeLevel": 2,
            "shows": "knowledge",
        },
        f"{COURSE}#requires-cfamlea4": {
            "id": f"{COURSE}#requires-cfamlea4",
            "type": "Prerequisite",
            "competence": placeholder("CFAMLEA4"),
            "level": 1,
        },
        f"{HOME}provider/a-college": {
            "id": f"{HOME}provider/a-college",
            "type": "Provider",
            "label": {"en": "A college"},
            "providerKind": "training-provider",
            "identifier": ukprn,
        },
        ukprn: {"id": ukprn, "type": "Identifier", "identifierScheme": "ukprn", "identifierValue": "10001234"},
        ofqual: {
            "id": ofqual,
            "type": "Identifier",
            "identifierScheme": "ofqual-qualification",
            "identifierValue": "603/2681/5",
        },
    }
    assert [finding.message for finding in submission.findings] == [
        "Read 2 Identifier, 1 LearningOutcome, 1 LearningResource, 1 Offering, 1 Prerequisite, 1 Provider. "
        "Rows dropped: 0; other repairs or notes: 0."
    ]
    assert submission.places[f"{COURSE}#teaches-scdlmca1"] == "courses.csv:2:teaches"
    assert submission.gives_way == {f"{HOME}provider/a-college", ukprn, ofqual}


def test_rows_of_one_reference_are_runs_of_one_course(tmp_path: Path) -> None:
    later = {"reference": " sup-1 ", "start": "2030-05-01", "region": "Leeds", "price": "£80", "seats": "full"}
    third = {"reference": "SUP-1", "start": "2030-06-01", "place": "Town hall"}
    submission = sent(tmp_path, FULL | {"scheduled": ""}, later, third)
    nodes = by_iri(submission)
    assert nodes[COURSE]["offering"] == [
        f"{COURSE}#offering-{day}" for day in ("2030-03-04", "2030-05-01", "2030-06-01")
    ]
    assert "price" not in nodes[COURSE], "it is not the same in each run"
    assert nodes[COURSE]["region"] == [f"{THINGS}region/E08000035", f"{THINGS}region/E12000002"]
    assert nodes[f"{COURSE}#offering-2030-03-04"]["price"] == "95"
    assert nodes[f"{COURSE}#offering-2030-05-01"] == {
        "id": f"{COURSE}#offering-2030-05-01",
        "type": "Offering",
        "startDate": "2030-05-01",
        "price": "80",
        "region": f"{THINGS}region/E08000035",
        "seats": 0,
        "access": "step-free",
    }
    assert nodes[f"{COURSE}#offering-2030-06-01"]["price"] == "95", "an empty cell is as the first that is filled"
    assert ("courses.csv:4:price", "Empty, and read as in row 2: '95'.") in told(submission, Severity.ADVICE)


def test_a_row_without_a_date_speaks_of_the_course(tmp_path: Path) -> None:
    nodes = by_iri(
        sent(tmp_path, LEAST | {"price": "95"}, {"reference": "SUP-1", "start": "2030-05-01", "price": "80"})
    )
    assert nodes[COURSE]["price"] == "95"
    assert nodes[f"{COURSE}#offering-2030-05-01"]["price"] == "80"


def test_runs_on_one_day_and_a_repeated_row(tmp_path: Path) -> None:
    hall = {"reference": "SUP-1", "start": "2030-03-04", "place": "Town hall"}
    submission = sent(tmp_path, FULL, hall, hall)
    nodes = by_iri(submission)
    assert nodes[f"{COURSE}#offering-2030-03-04-2"]["place"] == "Town hall"
    assert told(submission, Severity.WARNING) == [("courses.csv:4", "Row dropped: it repeats row 3.")]


def test_the_least_that_is_needed(tmp_path: Path) -> None:
    submission = sent(tmp_path, {"reference": "SUP 1", "title": "A\n talk", "activity type": "Talk; event"})
    assert by_iri(submission) == {
        COURSE: {
            "id": COURSE,
            "type": "LearningResource",
            "notation": "SUP 1",
            "label": {"en": "A talk"},
            "provider": f"{HOME}provider/my-college",
            "activityType": ["event", "lecture"],
        },
        f"{HOME}provider/my-college": {
            "id": f"{HOME}provider/my-college",
            "type": "Provider",
            "label": {"en": "my-college"},
            "providerKind": "training-provider",
        },
    }
    assert told(submission, Severity.ADVICE) == [
        ("courses.csv:2:activity type", "Read 'Talk; event' as 'Lecture or talk' and 'Event'."),
        (
            "courses.csv:2:provider",
            "No provider is named: the source 'my-college' stands for it, here and wherever none is.",
        ),
    ]


def test_references_with_one_slug_stay_apart(tmp_path: Path) -> None:
    nodes = by_iri(sent(tmp_path, LEAST, LEAST | {"reference": "SUP 1"}))
    resources = [iri for iri, node in nodes.items() if node["type"] == "LearningResource"]
    assert len(resources) == 2
    assert COURSE in resources


def test_several_competences(tmp_path: Path) -> None:
    taught = {"teaches": f"SCDLMCA1; Budget for a home\n{THINGS}standard/ml-2012/cfamlea4",
              "level": "3; guided;1 aware", "entry level": "0", "shows": "knowledge; both; performance"}  # fmt: skip
    nodes = by_iri(sent(tmp_path, LEAST | taught))
    found = {iri.partition("#")[2]: (node["competence"], node["entryLevel"], node["outcomeLevel"], node["shows"])
             for iri, node in nodes.items() if node["type"] == "LearningOutcome"}  # fmt: skip
    assert found == {
        "teaches-scdlmca1": (placeholder("SCDLMCA1"), 0, 3, "knowledge"),
        "teaches-budget-for-a-home": (placeholder("Budget for a home"), 0, 2, "both"),
        "teaches-cfamlea4": (f"{THINGS}standard/ml-2012/cfamlea4", 0, 1, "performance"),
    }


def test_codes_may_have_commas_between_them_and_names_may_have_commas(tmp_path: Path) -> None:
    submission = sent(tmp_path, LEAST | {"teaches": "SCDLMCA1, CFAM&LEA4"})
    assert len(words.values(by_iri(submission)[COURSE], "teaches")) == 2
    assert told(submission, Severity.ADVICE) == [
        ("courses.csv:2:teaches", "Read as 2 competences, for they look like codes with commas between them.")
    ]
    name = "Plan, hold and record supervision"
    assert by_iri(sent(tmp_path, LEAST | {"teaches": name}))[f"{COURSE}#teaches-plan-hold-and-record-supervision"]


def test_what_finishing_shows_is_the_lesser_claim_where_it_is_not_said(tmp_path: Path) -> None:
    submission = sent(tmp_path, LEAST | {"shows": ""})
    assert by_iri(submission)[f"{COURSE}#teaches-scdlmca1"]["shows"] == "knowledge"
    assert told(submission, Severity.ADVICE) == [
        ("courses.csv:2:shows", "It is not stated what finishing shows: read as 'knowledge', the lesser claim.")
    ]


@pytest.mark.parametrize("said", ["SCDLMCA1 (level 2)", "SCDLMCA1 (2)", "SCDLMCA1 at level 2", "SCDLMCA1: 2"])
def test_what_must_be_brought_has_its_level_beside_it(said: str, tmp_path: Path) -> None:
    node = by_iri(sent(tmp_path, LEAST | {"requires": said}))[f"{COURSE}#requires-scdlmca1"]
    assert (node["competence"], node["level"]) == (placeholder("SCDLMCA1"), 2)


def test_a_provider_by_its_address_is_described_elsewhere(tmp_path: Path) -> None:
    address = f"{THINGS}organisation/basw"
    submission = sent(tmp_path, LEAST | {"provider": address, "ukprn": "10001234"})
    assert by_iri(submission)[COURSE]["provider"] == address
    assert address not in by_iri(submission)
    assert told(submission, Severity.WARNING)[0][0] == "courses.csv:2:ukprn"


# ------------------------------------------------------------------------------------------------ how cells are read
READINGS: list[tuple[str, str, object, str]] = [
    ("learning time", "45 mins + 30 mins", 75, "75 minutes"),
    ("learning time", "90 minutes", 90, ""),
    ("learning time", "1.5 hours", 90, ""),
    ("learning time", "01:30:00", 90, "90 minutes"),
    ("learning time", "1 day, 6:00:00", 1800, "1800 minutes"),
    ("learning time", "45 mins + 30 mins = 75 mins", 75, "75 minutes"),
    ("price", "£1,200.00", "1200", "1200 pounds"),
    ("price", "free", "0", "0 pounds"),
    ("price", "95.5", "95.50", ""),
    ("price", "GBP 95", "95", "95 pounds"),
    ("last confirmed", "12/01/2027", "2027-01-12", "12 January 2027, with the day first"),
    ("last confirmed", "1.2.27", "2027-02-01", "1 February 2027, with the day first"),
    ("last confirmed", "2027/01/12", "2027-01-12", "12 January 2027"),
    ("last confirmed", "12 January 2027", "2027-01-12", ""),
    ("last confirmed", "2027-01-12 09:30", "2027-01-12", "2027-01-12; the time is left out"),
    ("region", "Yorkshire & the Humber", f"{THINGS}region/E12000003", "'Yorkshire and The Humber'"),
    ("region", "e12000007", f"{THINGS}region/E12000007", ""),
    ("region", "London", f"{THINGS}region/E12000007", ""),
    ("region", "Bristol", f"{THINGS}region/E06000023", "'Bristol, City of'"),
    ("region", f"{THINGS}region/W92000004", f"{THINGS}region/W92000004", ""),
    ("mode", "face-to-face", "in-person", "'In person'"),
    ("mode", "online / blended", ["blended", "online"], ""),
    ("activity type", "training course", "direct-training", "'Direct training'"),
    ("activity type", "Lecture or talk", "lecture", ""),
    ("language", "Welsh", "cy", ""),
    ("language", "English and Welsh", ["cy", "en"], "'en' and 'cy'"),
    ("access", "Wheelchair accessible; captions", ["captions", "step-free"], "'Step-free' and 'Captions'"),
    ("link", "www.gov.uk/find-a-course", "https://www.gov.uk/find-a-course", "https://www.gov.uk/find-a-course"),
    ("scheduled", "No", False, ""),
    ("scheduled", "TRUE", True, ""),
    ("award number", "60332455", f"{THINGS}identifier/ofqual-qualification/603-3245-5", "603/3245/5"),
    ("award number", "603 3245 x", f"{THINGS}identifier/ofqual-qualification/603-3245-x", "603/3245/X"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "said", "value", "meant"), READINGS)
def test_a_cell_is_read_and_told(head: str, said: str, value: object, meant: str, tmp_path: Path) -> None:
    submission = sent(tmp_path, LEAST | {head: said})
    word = next(column.word for column in COURSES.columns if column.head == head)
    assert by_iri(submission)[COURSE][word] == value
    expected = [(f"courses.csv:2:{head}", f"Read '{said}' as {meant}.")] if meant else []
    assert told(submission, Severity.ADVICE) == expected


def test_the_united_kingdom_is_its_nations(tmp_path: Path) -> None:
    nations = ("E92000001", "N92000002", "S92000003", "W92000004")
    node = by_iri(sent(tmp_path, LEAST | {"region": "UK"}))[COURSE]
    assert node["region"] == [f"{THINGS}region/{code}" for code in nations]


def test_a_head_may_state_the_unit(tmp_path: Path) -> None:
    heads = ["Reference *", "TITLE", "Activity_Type", "Learning  time (hours)", "Price (£)"]
    path = tmp_path / "x.csv"
    path.write_text(",".join(heads) + "\nSUP-1,A,reading,1.5,£95\n", "utf-8")
    node = by_iri(read(path, SOURCE))[COURSE]
    assert (node["learningMinutes"], node["price"]) == (90, "95")


def test_a_ukprn_is_read_however_it_is_spaced(tmp_path: Path) -> None:
    submission = sent(tmp_path, LEAST | {"ukprn": "UKPRN: 1000 1234"})
    assert by_iri(submission)[f"{THINGS}identifier/ukprn/10001234"]
    assert told(submission, Severity.ADVICE) == [("courses.csv:2:ukprn", "Read 'UKPRN: 1000 1234' as 10001234.")]


def test_levels_of_qualifications_are_doubted(tmp_path: Path) -> None:
    submission = sent(tmp_path, LEAST | {"level": "Level 3"})
    assert by_iri(submission)[f"{COURSE}#teaches-scdlmca1"]["outcomeLevel"] == 3
    message = "Read 'Level 3' as 3 of signpost's scale (3 is competent), not of a qualification."
    assert told(submission, Severity.WARNING) == [("courses.csv:2:level", message)]


def test_markup_is_taken_out_and_no_formula_is_made(tmp_path: Path) -> None:
    submission = sent(tmp_path, LEAST | {"description": "<p>Plan &amp; <b>hold</b></p>", "subsidy note": "'=1+1"})
    node = by_iri(submission)[COURSE]
    assert (node["description"], node["fundingNote"]) == ({"en": "Plan & hold"}, {"en": "=1+1"})


# ------------------------------------------------------------------------------------------------ what is wrong
FAULTS: list[tuple[str, str, str]] = [
    ("learning time", "90", "'90' has no unit: write minutes or hours behind it."),
    ("learning time", "2 days", "'2 days' does not say how many hours that is: write hours."),
    ("learning time", "1:30",
     "'1:30' gives no certain number of minutes: write the time that a learner needs in all."),
    ("price", "from £95", "'from £95' is not one amount in pounds. Leave the cell empty where it is not known."),
    ("price", "€95", "'€95' is not one amount in pounds. Leave the cell empty where it is not known."),
    ("start", "30/02/2027", "'30/02/2027' is no day of the calendar: it was read as day, month and year."),
    ("start", "01/13/2027", "'01/13/2027' is no day of the calendar: it was read as day, month and year."),
    ("start", "spring", "'spring' is not one certain day. Write a day as year-month-day, or as day/month/year."),
    ("start", "46399", "'46399' is not one certain day. It looks like a spreadsheet's own count of days: format the "
     "cell as a date."),
    ("region", "Lundon", "'Lundon' is no region that is known. Did you mean 'London'?"),
    ("mode", "on-lin", "'on-lin' is no way of delivery that is known. Did you mean 'Online'?"),
    ("activity type", "Readin", "'Readin' is no activity type that is known. Did you mean 'Reading'?"),
    ("language", "Klingon", "'Klingon' is no language that is known."),
    ("link", "gov.uk", "'gov.uk' is not a web address that begins with https://."),
    ("ukprn", "20001234", "'20001234' is not a UKPRN, which has eight digits, of which the first is 1."),
    ("award number", "1234", "'1234' is not the Ofqual number of a qualification, which has three digits, four digits, "
     "and a digit or X."),
    ("scheduled", "maybe", "'maybe' is neither yes nor no."),
    ("level", "6", "'6' is not a level from 1 to 5 or its word, such as 2 or guided."),
    ("level", "0", "'0' is not a level from 1 to 5 or its word, such as 2 or guided."),
    ("level", "3 guided", "'3 guided' is not a level from 1 to 5 or its word, such as 2 or guided."),
    ("entry level", "2", "'SCDLMCA1' begins at level 2 and ends at level 2: a course raises what it teaches."),
    ("shows", "skill", "'skill' does not say what finishing shows, which is knowledge, performance or both."),
    ("requires", "CFAMLEA4", "'CFAMLEA4' is required, and no level is stated with it: put it in brackets."),
    ("level", "", "No level is stated for what is taught ('SCDLMCA1'): without it nobody can tell whether it closes a "
     "gap."),
    ("level", "1; 2", "There are 2 values, '1; 2', for the 1 competences in row 2. Give one for all of them, or one "
     "for each, with semicolons between them."),
    ("title", "", "The cell 'title' is empty."),
    ("activity type", "", "The cell 'activity type' is empty."),
    ("reference", "", "The cell 'reference' is empty."),
    ("title", "=A1", "'=A1' is a formula, not a value."),
    ("description", "x" * (LONGEST + 1),
     "The cell has 32,768 characters, more than the 32,767 of a spreadsheet."),
]  # fmt: skip


@pytest.mark.parametrize(("head", "said", "message"), FAULTS)
def test_a_fault_has_its_row_and_column_and_what_was_expected(
    head: str, said: str, message: str, tmp_path: Path
) -> None:
    found = faults(sent(tmp_path, LEAST | {head: said}))
    assert [(one.place, one.message, one.path) for one in found] == [(f"courses.csv:2:{head}", message, head)]
    assert found[0].expected


def test_runs_that_cannot_be(tmp_path: Path) -> None:
    found = faults(sent(tmp_path, LEAST | {"seats": "12"}, LEAST | {"start": "2030-03-04", "end": "2030-03-01"},
                        LEAST | {"start": "2030-04-04", "seats": "many"}))  # fmt: skip
    assert [(one.place, one.message) for one in found] == [
        (
            "courses.csv:4:seats",
            "'many' is not a number of places left. Leave the cell empty where it is not known.",
        ),
        ("courses.csv:2:start", "There is a value in 'seats', and no start of the run."),
        ("courses.csv:3:end", "The run ends on 2030-03-01, before it starts on 2030-03-04."),
    ]


def test_rows_of_one_course_that_do_not_agree(tmp_path: Path) -> None:
    other = {"reference": "SUP-1", "title": "SUPERVISION  that supports", "learning time": "7 hours", "level": "guided"}
    (found,) = faults(sent(tmp_path, LEAST, LEAST | other | {"start": "2030-03-04"}))
    assert found.place == "courses.csv:3:learning time"
    assert found.message.startswith("'7 hours' here, and '6 hours' in row 2 of the same reference.")
    assert found.example == "6 hours"


def test_rows_without_a_date_that_do_not_agree_on_a_price(tmp_path: Path) -> None:
    (found,) = faults(sent(tmp_path, LEAST | {"price": "95"}, LEAST | {"price": "96"}))
    assert found.place == "courses.csv:3:price"


def test_numbers_and_names_of_providers_that_do_not_agree(tmp_path: Path) -> None:
    first, number = LEAST | {"ukprn": "10001234"}, {"reference": "B", "ukprn": "10001235"}
    (found,) = faults(sent(tmp_path, first, LEAST | number))
    assert (found.place, found.message) == (
        "courses.csv:3:ukprn",
        "10001235 here, and 10001234 in row 2, are of the same provider.",
    )
    submission = sent(tmp_path, first, first | {"reference": "B", "provider": "Another college"})
    assert told(submission, Severity.WARNING)[0][0] == "courses.csv:3:provider"
    assert not faults(submission)


def test_one_course_teaches_few_competences(tmp_path: Path) -> None:
    (found,) = faults(sent(tmp_path, LEAST | {"teaches": ";".join(f"X{n}" for n in range(101))}))
    assert (found.place, found.expected) == ("courses.csv:2:teaches", "100 competences at most")


def test_a_competence_that_is_named_twice(tmp_path: Path) -> None:
    submission = sent(tmp_path, LEAST | {"teaches": "SCDLMCA1; SCDLMCA1"})
    assert told(submission, Severity.WARNING) == [
        ("courses.csv:2:teaches", "'SCDLMCA1' is named twice: the first is kept.")
    ]


def test_levels_of_nothing(tmp_path: Path) -> None:
    (found,) = faults(sent(tmp_path, LEAST | {"teaches": ""}))
    assert (found.place, found.message) == (
        "courses.csv:2:teaches",
        "There is a value, '2', and no competence is taught.",
    )


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    wrong = LEAST | {"reference": "", "price": "dear", "learning time": "long", "level": ""}
    places = [one.place for one in faults(sent(tmp_path, wrong, LEAST | {"title": "", "mode": "post"}))]
    assert places == [
        "courses.csv:2:reference",
        "courses.csv:2:learning time",
        "courses.csv:2:price",
        "courses.csv:2:level",
        "courses.csv:3:mode",
        "courses.csv:3:title",
    ]


# ------------------------------------------------------------------------------------------------ heads
def test_heads_are_forgiven_their_case_order_and_other_names(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "Cost;Course Name;CODE;Type of activity;Duration;Notes;pric\n£5;A;SUP-1;reading;1 hour;x;y\n", "utf-8"
    )
    submission = read(path, SOURCE)
    assert by_iri(submission)[COURSE]["price"] == "5"
    assert told(submission, Severity.WARNING) == [
        ("x.csv:1:notes", "The column 'notes' is not one of ours, and is not read."),
        ("x.csv:1:pric", "The column 'pric' is not one of ours, and is not read. Did you mean 'price'?"),
    ]
    assert told(submission, Severity.ADVICE)[0] == (
        "x.csv:1",
        "Columns read by their other names: 'cost' as 'price', 'course name' as 'title', 'code' as 'reference', "
        "'type of activity' as 'activity type', 'duration' as 'learning time'.",
    )


def test_another_name_of_a_column_that_is_there_is_a_column_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("reference,title,name,activity type\nSUP-1,A,B,reading\n", "utf-8")
    submission = read(path, SOURCE)
    assert by_iri(submission)[COURSE]["label"] == {"en": "A"}
    message = "The column 'name' is not one of ours, and is not read. The column 'title' is there already."
    assert told(submission, Severity.WARNING) == [("x.csv:1:name", message)]


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        (
            "SUP-1,A,reading\n",
            ["The first row is not the head of a course list: no cell of it is the name of a column."],
        ),
        ("\n", ["The first row is not the head of a course list: no cell of it is the name of a column."]),
        ("title,price\nA,5\n", ["There is no column 'reference'.", "There is no column 'activity type'."]),
        ("reference,title,activity type,price,price\n", ["The column 'price' stands there twice."]),
    ],
)
def test_a_head_that_cannot_be_read(text: str, messages: list[str], tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f",\n{text}", "utf-8")
    assert [one.message for one in faults(read(path, SOURCE))][: len(messages)] == messages


def test_a_row_with_too_many_cells(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("reference,title,activity type\nSUP-1,A,reading,b,c\n", "utf-8")
    (found,) = faults(read(path, SOURCE))
    assert (found.place, found.expected) == ("x.csv:2", "3 cells at most")


def test_each_other_name_means_one_column_and_is_no_head() -> None:
    assert set(MEANT.values()) <= set(HEADS)
    assert not set(MEANT) & set(HEADS)
    assert sum(len(others.split(", ")) for others in layout._ALSO.values()) == len(MEANT)


# ------------------------------------------------------------------------------------------------ encodings and forms
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_encodings_and_separators(encoding: str, mark: str, tmp_path: Path) -> None:
    heads, cells = ["reference", "title", "activity type", "price"], ["SUP-1", "Café", "reading", "£5"]
    path = tmp_path / "x.csv"
    path.write_bytes(f"{mark.join(heads)}\r\n{mark.join(cells)}\r\n".encode(encoding))
    assert detect(path) == "courses"
    submission = read(path, SOURCE)
    node = by_iri(submission)[COURSE]
    assert (node["label"], node["price"]) == ({"en": "Café"}, "5")
    warned = [place for place, _ in told(submission, Severity.WARNING)]
    assert warned == (["x.csv:2"] if encoding == "cp1252" else [])


def test_bytes_that_are_no_letters_name_their_row_and_column(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("reference,title,activity type\nA,Café,reading\nB,Caf".encode() + b"\xe9,reading\n")
    (found,) = faults(read(path, SOURCE))
    assert (found.place, found.expected) == ("x.csv:3:title", "text in UTF-8")


def test_text_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"reference,title\0\n")
    with pytest.raises(UnreadableInput, match="binary"):
        read(path, SOURCE)
    path.write_bytes(b"\xff\xfer\x00e\x00f")
    with pytest.raises(UnreadableInput, match="binary"):
        read(path, SOURCE)
    path.write_text('reference,title\n"A,b', "utf-8")
    with pytest.raises(UnreadableInput, match="comma-separated"):
        read(path, SOURCE)


def test_a_list_may_not_be_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    with pytest.raises(UnreadableInput, match="3 rows, more than the 2"):
        sent(tmp_path, LEAST, LEAST)
    path = tmp_path / "x.csv"
    path.write_text(",".join(HEADS) + "," * 500, "utf-8")
    with pytest.raises(UnreadableInput, match="columns"):
        read(path, SOURCE)


def test_rows_are_counted_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    found = faults(sent(tmp_path, LEAST | {"description": "Two\nlines"}, {}, LEAST | {"reference": "B", "price": "x"}))
    assert [one.place for one in found] == ["courses.csv:4:price"]


# ------------------------------------------------------------------------------------------------ workbooks
def test_numbers_days_and_times_of_a_workbook(tmp_path: Path) -> None:
    cells = {"reference": 101, "price": 95.5, "start": date(2030, 3, 4), "end": datetime(2030, 3, 5), "seats": 12.0,
             "learning time": time(1, 30), "level": 2, "ukprn": 10001234, "award number": 60332455}  # fmt: skip
    nodes = by_iri(sent(tmp_path, LEAST | cells, name="x.xlsx"))
    course = f"{HOME}resource/101"
    node, run = nodes[course], nodes[f"{course}#offering-2030-03-04"]
    assert (node["notation"], node["price"], node["learningMinutes"]) == ("101", "95.50", 90)
    assert (run["endDate"], run["seats"]) == ("2030-03-05", 12)
    assert nodes[f"{THINGS}identifier/ukprn/10001234"]


def test_formulas_and_errors_of_a_workbook(tmp_path: Path) -> None:
    path = listed(tmp_path, [LEAST | {"title": "=B1", "price": 5, "place": "#REF!"}], "x.xlsx")
    book = openpyxl.load_workbook(path)
    book["Courses"].cell(2, HEADS.index("place") + 1).data_type = "e"
    book.save(path)
    data = path.read_bytes()
    shows = data_with(data, b"<v>5</v>", b"<f>2+3</f><v>5</v>")
    path.write_bytes(shows)
    submission = read(path, SOURCE)
    assert [(one.place, one.message) for one in faults(submission)] == [
        ("x.xlsx#Courses:2:title", "The formula '=B1' has no value."),
        ("x.xlsx#Courses:2:place", "The cell shows an error, not a value."),
    ]
    message = "The formula '=2+3' was read as the '5' that it shows."
    assert told(submission, Severity.WARNING) == [("x.xlsx#Courses:2:price", message)]


def data_with(data: bytes, old: bytes, new: bytes) -> bytes:
    """A workbook with another text in its sheets."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, content.replace(old, new, 1) if "worksheets" in name else content)
    return out.getvalue()


def test_merged_cells_are_as_if_each_row_had_them(tmp_path: Path) -> None:
    path = listed(tmp_path, [FULL | {"scheduled": ""}, {"start": "2030-05-01"}], "x.xlsx")
    book = openpyxl.load_workbook(path)
    book["Courses"].merge_cells("A2:A3")
    book.save(path)
    assert len(words.values(by_iri(read(path, SOURCE))[COURSE], "offering")) == 2


def test_a_sheet_of_another_name_is_known_by_its_head(tmp_path: Path) -> None:
    path = listed(tmp_path, [LEAST], "x.xlsx")
    book = openpyxl.load_workbook(path)
    book["Courses"].title = "Autumn"
    book.create_sheet("Rooms", 0).append(["Room", "Size"])
    book.save(path)
    assert detect(path) == "courses"
    submission = read(path, SOURCE)
    assert submission.places[COURSE] == "x.xlsx#Autumn:2"
    warned = ("x.xlsx#Rooms", "The sheet 'Rooms' is not one of ours, and is not read.")
    assert warned in [(one.place, one.message) for one in submission.findings]


def test_a_workbook_that_is_none_or_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    assert not looks_like(path)
    with pytest.raises(UnreadableInput, match="workbook"):
        read(path, SOURCE)
    bomb = listed(tmp_path, [LEAST], "bomb.xlsx")
    monkeypatch.setattr("signpost.exchange.unpacked.MOST_UNPACKED", 1000)
    with pytest.raises(UnreadableInput, match="unpacks to more"):
        read(bomb, SOURCE)


# ------------------------------------------------------------------------------------------------ recognised
@pytest.mark.parametrize(
    ("head", "is_ours"),
    [
        ("Reference,Title,Learning time", True),
        ("Course code,Course title,Teaches", True),
        ("reference,title,author", False),
        ("code,name,kind", False),
        ("code,name,definition,type", False),
        ("role,competence,level", False),
        ("", False),
    ],
)
def test_a_list_is_recognised_by_its_head(head: str, is_ours: bool, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f"{head}\n", "utf-8")
    assert looks_like(path) is is_ours
    assert not looks_like(tmp_path)
    assert not looks_like(tmp_path / "missing.csv")


# ------------------------------------------------------------------------------------------------ the template
def test_the_template_reads_back_as_nothing(tmp_path: Path) -> None:
    path = tmp_path / "courses.xlsx"
    path.write_bytes(template())
    assert template() == path.read_bytes(), "it has no clock in it"
    assert detect(path) == "courses"
    submission = read(path, SOURCE)
    assert [one.message for one in submission.findings] == ["Nothing is filled in: there is no course in it."]


def test_the_filled_example_publishes(tmp_path: Path) -> None:
    path = tmp_path / "courses.xlsx"
    path.write_bytes(template())
    book = openpyxl.load_workbook(path)
    sheet = book["Courses"]
    for n, (cell,) in enumerate(sheet.iter_cols(min_row=2, max_row=2), 1):
        sheet.cell(3, n).value = "SUP-1" if cell.value == EXAMPLE else cell.value
    book.save(path)
    submission = read(path, SOURCE)
    assert told(submission, Severity.ADVICE) == []
    assert told(submission, Severity.WARNING) == []
    published = publish(submission, signpost.open(), dry_run=True)
    assert published.nodes == 5
    assert not refused(published.findings)


OFFERED: dict[str, values.Reader] = {
    "activity type": choices.activity,
    "mode": choices.mode,
    "region": choices.region,
    "level": choices.levels,
    "entry level": lambda said: choices.levels(said, 0, 4),
    "shows": choices.shows,
    "scheduled": values.yes_no,
    "access": choices.access,
}


def test_the_template_helps() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template()))
    assert book.sheetnames == ["Courses", "Help"]
    sheet = book["Courses"]
    assert [cell.value for cell in sheet[1]] == list(HEADS)
    assert all(cell.comment for cell in sheet[1])
    assert sheet.freeze_panes == "A2"
    offered = {sheet.cell(1, next(iter(one.sqref.ranges)).min_col).value: one.formula1
               for one in sheet.data_validations.dataValidation}  # fmt: skip
    assert set(offered) == set(OFFERED)
    assert all(len(formula) <= 257 for formula in offered.values()), "spreadsheets take no longer list"
    for head, formula in offered.items():
        for choice in formula.strip('"').split(","):
            read_as = OFFERED[str(head)](choice)
            assert isinstance(read_as, values.Read), (head, choice)
            assert read_as.meant == "", (head, choice)


# ------------------------------------------------------------------------------------------------ properties
RUNS = st.lists(
    st.fixed_dictionaries(
        {
            "start": st.dates(date(2030, 1, 1), date(2031, 1, 1)).map(date.isoformat),
            "price": st.sampled_from(["95", "80", "free"]),
            "region": st.sampled_from(["London", "Leeds", "Wales"]),
            "place": st.sampled_from(["", "Room 4"]),
        }
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda run: run["start"],
)


@settings(max_examples=40, deadline=None)
@given(RUNS, st.randoms(use_true_random=False))
def test_the_order_of_rows_makes_no_difference(
    tmp_path_factory: pytest.TempPathFactory, runs: list[dict[str, str]], chance: object
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    rows = [LEAST | run for run in runs]
    first = by_iri(sent(folder, *rows))
    chance.shuffle(rows)  # type: ignore[attr-defined]
    assert by_iri(sent(folder, *rows)) == first
    assert len(words.values(first[COURSE], "offering")) == len(runs)
    for run in runs:
        made = first[f"{COURSE}#offering-{run['start']}"]
        price = {"free": "0"}.get(run["price"], run["price"])
        assert made.get("price", first[COURSE].get("price")) == price


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(HEADS), st.text(max_size=12)), max_size=12))
def test_whatever_stands_in_a_list_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    row = {head: text.encode("utf-8", "ignore").decode().replace("\0", "") for head, text in cells}
    submission = sent(folder, FULL | row)
    assert submission.findings
    for node in submission.nodes:
        words.canonical(node)


# ------------------------------------------------------------------------------------------------ as lists are
def test_a_list_as_a_college_keeps_it() -> None:
    submission = read(FIXTURES / "college.csv", SOURCE)
    nodes = by_iri(submission)
    resources = [node for node in nodes.values() if node["type"] == "LearningResource"]
    facts = [(node["notation"], node["learningMinutes"], node.get("price")) for node in resources]
    assert facts == [("MEN-3", 90, "0"), ("MON-2", 720, "95"), ("SUP-1", 75, None)]
    runs = {iri.partition("#offering-")[2]: (node["price"], node["region"].rpartition("/")[2], node.get("seats"))
            for iri, node in nodes.items() if node["type"] == "Offering"}  # fmt: skip
    assert runs == {
        "2027-01-12": ("1200", "E12000003", 12),
        "2027-03-02": ("1200", "E08000035", 0),
        "2027-03-30": ("950", "E12000007", None),
    }
    assert {iri.partition("#")[2]: node["outcomeLevel"] for iri, node in nodes.items() if "outcomeLevel" in node} == {
        "teaches-scdhsc0042": 2, "teaches-cfamlea4": 2, "teaches-scdlmcb1": 1, "teaches-scdlmca1": 3,
        "teaches-scdlmca2": 2,
    }  # fmt: skip
    assert [place for place, _ in told(submission, Severity.WARNING)] == ["college.csv:1:tutor", "college.csv:6:level"]


# ------------------------------------------------------------------------------------------------ shared with others
def test_areas_are_found_by_names_as_people_write_them() -> None:
    assert [area.label for area in regions.meant("the north east of England")] == ["North East"]
    assert [area.label for area in regions.meant("City of London")] == ["City of London"]
    assert [area.label for area in regions.meant("Greater London")] == ["London"]
    assert [area.label for area in regions.meant("Cornwall Council")] == ["Cornwall"]
    assert regions.meant("") == regions.meant("and of the") == ()
    for vocabulary in (regions.WIDE, regions.NARROW):
        assert all(regions.meant(area.label) == (area,) for area in regions.areas(vocabulary))
    assert regions.near("Yorkshir and Humber") == "Yorkshire and The Humber"


def test_the_words_that_others_use_are_ours() -> None:
    for vocabulary, also in choices._ALSO.items():
        assert set(also.values()) <= set(choices.labels(vocabulary)), vocabulary
    assert set(names.MODE_OF.values()) <= set(choices.labels("mode"))


def test_what_is_named_is_what_the_gate_resolves(tmp_path: Path) -> None:
    found = resolved(sent(tmp_path, LEAST | {"teaches": "SCDLMCA1; no such thing"}), signpost.open())
    taught = {iri: node["competence"] for node in found.nodes if (iri := node["id"].partition("#teaches-")[2])}
    assert taught["scdlmca1"] == f"{THINGS}standard/lmc-2012/scdlmca1"
    assert [one.place for one in faults(found)] == ["courses.csv:2:teaches"]


def test_examples_in_docstrings() -> None:
    for module in (values, choices, layout, decoded, regions):
        ran = doctest.testmod(module)
        assert ran.failed == 0 < ran.attempted, module
    assert READERS["courses"].sentence
