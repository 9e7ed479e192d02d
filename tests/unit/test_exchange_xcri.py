from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from signpost.errors import UnreadableInput
from signpost.exchange.readers import READERS, detect
from signpost.exchange.xcri.elements import elements
from signpost.exchange.xcri.names import XCRI
from signpost.gate.validate import check
from signpost.model import Finding, Node, Severity, Source, Submission

COLLEGE = Path(__file__).parent / "fixtures" / "xcri" / "college.xml"
PRUNING = "https://orchard.example/pruning"
MINTED = "https://w3id.org/signpost/id/a-college/resource/"
NAMED = "https://w3id.org/signpost/named/"
HEAD = f"""<catalog xmlns="{XCRI}" xmlns:mlo="http://purl.org/net/mlo" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:credit="http://purl.org/net/cm" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:sp="https://w3id.org/signpost/ns#"><provider><dc:title>Orchard College</dc:title>
"""
TAIL = "</provider></catalog>"


def read(path: Path) -> tuple[Submission, dict[str, Node]]:
    submission = READERS["xcri"].read(path, Source("a-college"))
    return submission, {node["id"]: node for node in submission.nodes}


def feed(folder: Path, inside: str) -> tuple[Submission, dict[str, Node]]:
    path = folder / "feed.xml"
    path.write_text(f"{HEAD}{inside}{TAIL}", "utf-8")
    return read(path)


def course(*inside: str, title: str = "Pruning", identifier: str = PRUNING) -> str:
    named = f"<dc:identifier>{identifier}</dc:identifier>" if identifier else ""
    return f"<course>{named}<dc:title>{title}</dc:title>{''.join(inside)}</course>"


def run(*inside: str) -> str:
    return f"<presentation>{''.join(inside)}</presentation>"


def at(submission: Submission, place: str) -> list[Finding]:
    """What is said at a place, which begins with its line."""
    return [finding for finding in submission.findings if finding.place.startswith(f"{place}:")]


def messages(submission: Submission, *severities: Severity) -> list[str]:
    """Every message but the summary at the end."""
    return [one.message for one in submission.findings[:-1] if not severities or one.severity in severities]


# ------------------------------------------------------------------------------------------------ what a feed says
def test_a_feed_is_known_by_its_root(tmp_path: Path) -> None:
    assert detect(COLLEGE) == "xcri"
    other = tmp_path / "other.xml"
    other.write_text('<catalog xmlns="http://example.org/seeds"/>', "utf-8")
    with pytest.raises(UnreadableInput):
        detect(other)


def test_a_course_becomes_a_learning_resource_with_what_it_teaches_and_asks_for() -> None:
    submission, nodes = read(COLLEGE)
    notes = nodes[PRUNING]["note"]["en"]
    assert {word: value for word, value in nodes[PRUNING].items() if word != "note"} == {
        "id": PRUNING,
        "type": "LearningResource",
        "label": {"en": "Pruning & grafting", "cy": "Tocio a grafftio"},
        "provider": "https://orchard.example/",
        "identifier": "https://w3id.org/signpost/id/identifier/ofqual-qualification/601-0000-x",
        "description": {"en": "Prune in winter.\n- apples < pears\n- tools"},
        "link": "https://orchard.example/pruning.html",
        "language": ["cy", "en"],
        "mode": ["distance", "in-person"],
        "teaches": [f"{PRUNING}#outcome-1", f"{PRUNING}#outcome-2"],
        "requires": f"{PRUNING}#prerequisite-1",
        "offering": f"{PRUNING}#offering-1",
        "learningMinutes": 1080,
        "activityType": "direct-training",
        "lastChecked": "2026-08-01",
        "fundingNote": {"en": "Price: See website"},
    }
    assert notes == [
        "Abstract: A short course for growers.",
        "Assessment: https://orchard.example/assessment",
        "Award: Award in Fruit Trees (AFT); awarded by Orchard Awards; accredited by Ofqual; Level 2; 601/0000/X",
        "Career outcome: Head gardener",
        "Credits: 4 credits (CATS, level 2)",
        "Duration: 2 evenings",
        "Identifier (internalID): ORC-7",
        "Learning outcome: Enjoy the outdoors",
        "Learning outcome: Graft a scion (https://orchard.example/skills/graft)",
        "Learning outcome: ORCHAR0042 Prune mature trees",
        "Learning outcome: Sharpen tools to ORCHAR0007",
        "Prerequisites: A head for heights",
        "Starts: Autumn 2027",
        "Subject (JACS3): Horticulture (D415)",
        "Subject: Fruit growing",
        "Teaches: ORCHAR0007",
    ]
    assert submission.places[PRUNING] == "college.xml:12: course 1 (Pruning & grafting)"


def test_a_presentation_becomes_an_offering_with_its_days_place_and_price() -> None:
    _, nodes = read(COLLEGE)
    assert nodes[f"{PRUNING}#offering-1"] == {
        "id": f"{PRUNING}#offering-1",
        "type": "Offering",
        "startDate": "2027-02-01",
        "endDate": "2027-02-03",
        "place": "Walled garden, 1 Orchard Row, London, N1 0AA",
        "region": "https://w3id.org/signpost/id/region/E12000007",
        "mode": "in-person",
        "price": "1200",
        "language": "en",
        "note": {
            "en": [
                "Age: 16+",
                "Apply at: https://orchard.example/apply",
                "Apply from: 2026-09-01",
                "Apply until: 1 January 2027",
                "Attendance mode: In the walled garden",
                "Attendance pattern: Daytime",
                "Identifier: PG-1",
                "Language of assessment: en",
                "Places in all: 12",
                "Study mode: Part time",
            ]
        },
    }


def test_competences_are_named_by_code_address_or_text_where_a_level_stands_beside_them() -> None:
    submission, nodes = read(COLLEGE)
    assert nodes[f"{PRUNING}#outcome-1"] == {
        "id": f"{PRUNING}#outcome-1",
        "type": "LearningOutcome",
        "competence": f"{NAMED}ORCHAR0042",
        "outcomeLevel": 3,
        "entryLevel": 1,
        "shows": "both",
    }
    assert nodes[f"{PRUNING}#outcome-2"]["competence"] == "https://orchard.example/skills/graft"
    assert nodes[f"{PRUNING}#prerequisite-1"] == {
        "id": f"{PRUNING}#prerequisite-1",
        "type": "Prerequisite",
        "competence": f"{NAMED}Climb%20ladders",
        "level": 1,
    }
    (finding,) = at(submission, "college.xml:26")
    assert finding.message == "'ORCHAR0007' is taught, and no level from 1 to 5 is stated beside it: kept as a note."
    assert finding.example == 'xmlns:sp="https://w3id.org/signpost/ns#" sp:outcomeLevel="3"'


def test_a_provider_has_its_number_homepage_and_address_though_it_ends_after_its_courses() -> None:
    _, nodes = read(COLLEGE)
    assert nodes["https://orchard.example/"] == {
        "id": "https://orchard.example/",
        "type": "Provider",
        "providerKind": "training-provider",
        "label": {"en": "Orchard College"},
        "homepage": "https://orchard.example/about",
        "identifier": "https://w3id.org/signpost/id/identifier/ukprn/10009999",
        "note": {"en": "Address: The Orchard, Leominster"},
    }
    assert nodes["https://w3id.org/signpost/id/a-college/provider/perry-guild"]["label"] == {"en": "Perry Guild"}


def test_courses_of_one_name_and_address_are_told_apart_by_their_identifiers() -> None:
    _, nodes = read(COLLEGE)
    first = nodes[f"{MINTED}orchard-example-cider-1"]
    assert first["activityType"] == "formal-study"  # it is called as its qualification
    assert (first["notation"], first["link"]) == ("CIDER-1", "https://orchard.example/search")
    assert nodes[f"{MINTED}orchard-example-cider-2"]["label"] == first["label"]


def test_credits_stand_for_hours_only_where_no_run_states_its_time(tmp_path: Path) -> None:
    _, nodes = read(COLLEGE)
    assert nodes[f"{MINTED}orchard-example-cider-1"]["learningMinutes"] == 12 * 10 * 60
    assert nodes[PRUNING]["learningMinutes"] == 18 * 60  # and not the 40 hours of its 4 credits
    two = "<mlo:credit><credit:scheme>{}</credit:scheme><credit:value>{}</credit:value></mlo:credit>"
    _, nodes = feed(tmp_path, course(two.format("CATS", 20), two.format("ECTS", 10)))
    assert nodes[PRUNING]["learningMinutes"] == 12_000
    _, nodes = feed(tmp_path, course(two.format("CATS", 20), two.format("SCQF", 15)))
    assert "learningMinutes" not in nodes[PRUNING]


def test_what_is_left_out_is_told_once_for_each_kind_with_the_line_and_the_way_to_it() -> None:
    submission, _ = read(COLLEGE)
    left = [(one.message, one.place) for one in submission.findings if one.message.startswith("Left out")]
    assert left == [
        (
            "Left out, for signpost has no word for it: 'email' (location): 1.",
            "college.xml:101: provider 1, email",
        ),
        (
            "Left out, for signpost has no word for it: 'hasPart' (course): 1.",
            "college.xml:39: course 1 (Pruning & grafting), hasPart",
        ),
        (
            "Left out, for signpost has no word for it: 'phone' (location): 1.",
            "college.xml:64: course 1 (Pruning & grafting), presentation 1, venue, phone",
        ),
    ]


def test_a_feed_of_words_we_know_passes_the_gate(tmp_path: Path) -> None:
    submission, _ = feed(tmp_path, course(run('<mlo:start dtf="2027-02-01">February</mlo:start>')))
    assert [one.message for one in check(submission) if one.severity is Severity.REFUSED] == []


# ------------------------------------------------------------------------------------------------ days and times
def test_the_machine_date_goes_before_the_prose_and_a_difference_is_told(tmp_path: Path) -> None:
    start = '<mlo:start dtf="2027-02-01">2 February 2027</mlo:start>'
    submission, nodes = feed(tmp_path, course(run(start), run("<mlo:start>3 March 2027</mlo:start>")))
    assert nodes[f"{PRUNING}#offering-1"]["startDate"] == "2027-02-01"
    assert nodes[f"{PRUNING}#offering-2"]["startDate"] == "2027-03-03"
    assert messages(submission, Severity.WARNING) == [
        "'2 February 2027' is not the day that 'dtf' gives, '2027-02-01': that of 'dtf' is read."
    ]


@pytest.mark.parametrize(
    ("start", "note", "told"),
    [
        ("<mlo:start>As soon as enough enrol</mlo:start>", "Starts: As soon as enough enrol", "is no certain day"),
        ('<mlo:start dtf="2027-09">September 2027</mlo:start>', "Starts: September 2027", "is no certain day"),
        ('<mlo:start dtf="2027-02-30"/>', "Starts: 2027-02-30", "is no certain day"),
        ("<mlo:start>1900-01-01</mlo:start>", None, "stands where no day is known"),
        ("<mlo:start/>", None, None),
    ],
)
def test_a_run_without_a_certain_day_is_no_offering(
    tmp_path: Path, start: str, note: str | None, told: str | None
) -> None:
    submission, nodes = feed(tmp_path, course(run(start)))
    assert nodes[PRUNING].get("offering") is None
    assert nodes[PRUNING].get("note") == ({"en": note} if note else None)
    assert [told in message for message in messages(submission, Severity.WARNING)] == ([True] if told else [])


def test_an_empty_presentation_and_one_that_ends_before_it_starts_are_no_offerings(tmp_path: Path) -> None:
    late = '<mlo:start dtf="2027-02-02">2 Feb</mlo:start><end dtf="2027-02-01">1 Feb</end>'
    submission, nodes = feed(tmp_path, course("<presentation/>", run(late)))
    assert "offering" not in nodes[PRUNING]
    assert messages(submission, Severity.WARNING) == [
        "Row dropped: as an offering, for it ends on 2027-02-01, before it starts on 2027-02-02; what else it says is "
        "said of the course."
    ]


@pytest.mark.parametrize(
    ("duration", "minutes", "note", "told"),
    [
        ('<mlo:duration interval="PT30H">5 days</mlo:duration>', 1800, None, "Read 'PT30H' as 1800 minutes."),
        (
            '<mlo:duration interval="P1Y6M">Eighteen months</mlo:duration>',
            None,
            "Duration: Eighteen months (1 year 6 months)",
            "Read 'P1Y6M' as 1 year 6 months by the calendar, which is no learning time: kept as a note.",
        ),
        (
            '<mlo:duration interval="P3W">3 weeks, evenings</mlo:duration>',
            None,
            "Duration: 3 weeks, evenings",
            "Read 'P3W' as 3 weeks by the calendar, which is no learning time: kept as a note.",
        ),
        ("<mlo:duration>2 hours</mlo:duration>", 120, None, "Read '2 hours' as 120 minutes."),
        (
            "<mlo:duration>2 evenings</mlo:duration>",
            None,
            "Duration: 2 evenings",
            "'2 evenings' gives no certain number of minutes: kept as a note.",
        ),
        (
            '<mlo:duration interval="PT2H">3 hours</mlo:duration>',
            120,
            None,
            "'3 hours' is not what its interval says, 'PT2H': the interval is read.",
        ),
        (
            '<mlo:duration interval="12M">90 minutes</mlo:duration>',
            90,
            None,
            "'12M' is no interval of ISO 8601: the text is read.",
        ),
    ],
)
def test_a_duration_is_learning_time_only_in_hours_and_minutes(
    tmp_path: Path, duration: str, minutes: int | None, note: str | None, told: str
) -> None:
    start = '<mlo:start dtf="2027-02-01">soon</mlo:start>'
    submission, nodes = feed(tmp_path, course(run(start, duration)))
    assert nodes[PRUNING].get("learningMinutes") == minutes
    assert nodes[f"{PRUNING}#offering-1"].get("note") == ({"en": note} if note else None)
    assert told in messages(submission)


@pytest.mark.parametrize(
    ("cost", "price", "note"),
    [
        ("Free", "0", None),
        ("£1,200", "1200", None),
        ("GBP 95.5", "95.50", None),
        ("£800 per semester", None, "Price: £800 per semester"),
        ("See website", None, "Price: See website"),
        ("120", None, "Price: 120"),
    ],
)
def test_a_cost_is_a_price_only_as_one_amount_in_pounds(
    tmp_path: Path, cost: str, price: str | None, note: str | None
) -> None:
    start = '<mlo:start dtf="2027-02-01">soon</mlo:start>'
    _, nodes = feed(tmp_path, course(run(start, f"<mlo:cost>\n  {cost}\n</mlo:cost>")))
    offering = nodes[f"{PRUNING}#offering-1"]
    assert (offering.get("price"), offering.get("note")) == (price, {"en": note} if note else None)


@pytest.mark.parametrize(
    ("attendance", "mode"),
    [
        ('identifier="CM">Campus', "in-person"),
        ('identifier="DA">Distance with attendance', "blended"),
        (">Distance without attendance", "distance"),
        ('identifier="nc">', "in-person"),
        (">Mixed mode", "blended"),
        ('identifier="ON">Online (no attendance)', "online"),
        (">Work-based", "workplace"),
        (">Classroom", "in-person"),
        (">Not known", None),
        (">Self-study", None),
    ],
)
def test_the_attendance_is_read_by_code_caption_or_a_word_that_is_known(
    tmp_path: Path, attendance: str, mode: str | None
) -> None:
    start = '<mlo:start dtf="2027-02-01">soon</mlo:start>'
    _, nodes = feed(tmp_path, course(run(start, f"<attendanceMode {attendance}</attendanceMode>")))
    assert nodes[f"{PRUNING}#offering-1"].get("mode") == mode
    assert nodes[PRUNING].get("mode") == mode


def test_words_that_differ_from_the_code_beside_them_are_told(tmp_path: Path) -> None:
    said = '<attendanceMode identifier="CM">Online</attendanceMode>'
    submission, nodes = feed(tmp_path, course(run('<mlo:start dtf="2027-02-01">soon</mlo:start>', said)))
    assert nodes[f"{PRUNING}#offering-1"]["mode"] == "in-person"
    assert "'Online' is not what its code 'CM' says: the code is read." in messages(submission, Severity.WARNING)


# ------------------------------------------------------------------------------------------------ dirt
def test_a_course_without_an_identifier_is_named_by_its_address_or_its_name(tmp_path: Path) -> None:
    linked = course("<mlo:url>https://orchard.example/a</mlo:url>", title="A", identifier="")
    submission, nodes = feed(tmp_path, linked + course(title="B", identifier=""))
    assert {"https://orchard.example/a", f"{MINTED}orchard-college-b"} <= nodes.keys()
    message = "It has no identifier, so that its address or its name alone tells it apart: 2."
    assert message in messages(submission, Severity.WARNING)


def test_a_second_course_of_an_identifier_is_dropped(tmp_path: Path) -> None:
    submission, nodes = feed(tmp_path, course() + course(title="Grafting"))
    assert nodes[PRUNING]["label"] == {"en": "Pruning"}
    assert (
        "Row dropped: its identifier is that of the course read at feed.xml:4: course 1 (Pruning). Give each course a "
        "'dc:identifier' of its own."
    ) in messages(submission)


def test_courses_without_a_title_are_dropped_and_those_marked_as_deleted(tmp_path: Path) -> None:
    gone = course(title="Gone", identifier="https://orchard.example/gone").replace("<course>", '<course recstatus="3">')
    over = '<presentation recstatus="3"><mlo:start dtf="2027-02-01">soon</mlo:start></presentation>'
    nameless = course(title="", identifier="https://orchard.example/nameless")
    submission, nodes = feed(tmp_path, nameless + gone + course(over))
    assert [iri for iri, node in nodes.items() if node["type"] == "LearningResource"] == [PRUNING]
    assert "offering" not in nodes[PRUNING]
    dropped = [one.place for one in submission.findings if one.message.startswith("Row dropped")]
    assert sorted(dropped) == [
        "feed.xml:4: course 1",
        "feed.xml:4: course 2",
        "feed.xml:4: course 3 (Pruning), presentation 1",
    ]


def test_a_number_of_a_provider_that_is_no_ukprn_is_told_once(tmp_path: Path) -> None:
    bad = '<dc:identifier xsi:type="x:UKPRN">1000777</dc:identifier>'
    submission, nodes = feed(tmp_path, bad + course() + course(title="B", identifier="https://orchard.example/b"))
    assert not [node for node in nodes.values() if node["type"] == "Identifier"]
    assert len([one for one in messages(submission) if "'1000777' is no UKPRN" in one]) == 1


def test_nobody_named_leaves_the_source_as_the_provider(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(f"{HEAD}{course()}{TAIL}".replace("<dc:title>Orchard College</dc:title>", ""), "utf-8")
    submission, nodes = read(path)
    assert nodes[PRUNING]["provider"] == "https://w3id.org/signpost/id/a-college/provider/a-college"
    assert len([one for one in messages(submission) if "A provider without a name" in one]) == 1


def test_elements_and_attributes_of_others_are_told(tmp_path: Path) -> None:
    odd = '<x:rating xmlns:x="https://stars.example/">5</x:rating><mlo:level stars="5">Level 1</mlo:level>'
    odd += '<mlo:url xmlns:x="https://stars.example/" x:stars="4">https://orchard.example/p</mlo:url>'
    submission, _ = feed(tmp_path, course(odd))
    told = [one for one in messages(submission, Severity.WARNING) if one.startswith("Left out")]
    assert told == [
        "Left out, for it is not read: the attribute 'https://stars.example/ stars' of 'url': 1.",
        "Left out, for it is not read: the attribute 'stars' of 'level': 1.",
        "Left out, for signpost has no word for it: 'https://stars.example/ rating' (course): 1.",
    ]


def test_an_element_out_of_place_is_left_out_whatever_it_is_called(tmp_path: Path) -> None:
    """`duration`, `location` and `provider` are words of schema.org as well, and mean nothing of a course here."""
    stray = "<mlo:duration>2 hours</mlo:duration><mlo:location>here</mlo:location><provider/>"
    venue = "<venue>hall<mlo:town>London</mlo:town></venue>"
    start = '<mlo:start dtf="2027-02-01">soon</mlo:start>'
    submission, nodes = feed(tmp_path, course(stray, run(start, "<mlo:location>there</mlo:location>", venue)))
    assert nodes[PRUNING].keys() & {"learningMinutes", "note", "place"} == set()
    assert nodes[f"{PRUNING}#offering-1"].keys() == {"id", "type", "startDate"}
    assert [one for one in messages(submission, Severity.WARNING) if one.startswith("Left out")] == [
        "Left out, for signpost has no word for it: 'duration' (course): 1.",
        "Left out, for signpost has no word for it: 'location' (course): 1.",
        "Left out, for signpost has no word for it: 'location' (presentation): 1.",
        "Left out, for signpost has no word for it: 'provider' (course): 1.",
        "Left out, for signpost has no word for it: 'town' (venue): 1.",
    ]


def test_how_to_reach_somebody_is_never_kept(tmp_path: Path) -> None:
    _, nodes = feed(tmp_path, course() + "<mlo:location><mlo:email>desk@orchard.example</mlo:email></mlo:location>")
    assert "desk@orchard.example" not in str(nodes)


def test_a_byte_order_mark_and_elements_in_each_others_namespaces_are_read(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    said = (
        '<mlo:presentation><start dtf="2027-02-01">soon</start><mlo:end dtf="2027-02-02">x</mlo:end></mlo:presentation>'
    )
    path.write_text(f"{HEAD}{course(said)}{TAIL}", "utf-8-sig")
    _, nodes = read(path)
    assert nodes[f"{PRUNING}#offering-1"]["endDate"] == "2027-02-02"


def test_texts_are_in_the_language_that_is_stated_for_them_or_around_them(tmp_path: Path) -> None:
    said = course("<dc:description>Dysgu tocio.</dc:description>", title="Tocio").replace(
        "<course>", '<course xml:lang="cy">'
    )
    _, nodes = feed(tmp_path, said)
    assert (nodes[PRUNING]["label"], nodes[PRUNING]["description"]) == ({"cy": "Tocio"}, {"cy": "Dysgu tocio."})


# ------------------------------------------------------------------------------------------------ hostile
BOMB = '<!DOCTYPE c [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>' + HEAD + "&b;" + TAIL


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        (HEAD.replace("/1.2", ""), "", "no element found"),
        (f"{HEAD}<course></presentation>{TAIL}", "feed.xml:4:11", "mismatched tag"),
        (f"{HEAD}<x:course/>{TAIL}", "feed.xml:4:1", "unbound prefix"),
        (f"{HEAD}{TAIL}".replace("profiles/1.2/", "profiles/"), "feed.xml:1:1", "another edition of XCRI-CAP"),
        (f"{HEAD}{TAIL}".replace(XCRI, "https://example.org/"), "feed.xml:1:1", "the element 'catalog' of the"),
        (f'<course xmlns="{XCRI}"/>', "feed.xml:1:1", "the element 'course'"),
        ("not XML", "feed.xml:1:1", "syntax error"),
        (BOMB, "feed.xml", "DOCTYPE or ENTITY"),
        (f"{HEAD}{'<course>' * 80}{'</course>' * 80}{TAIL}", "feed.xml:4", "nested more than 64 deep"),
    ],
)
def test_what_is_no_feed_is_refused_with_its_line(tmp_path: Path, text: str, place: str, reason: str) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(text, "utf-8")
    with pytest.raises(UnreadableInput) as refused:
        read(path)
    assert reason in str(refused.value)
    assert refused.value.place.startswith(place)


def test_a_feed_of_too_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signpost.exchange.xcri.elements.MOST_ELEMENTS", 50)
    with pytest.raises(UnreadableInput, match="more than 50 elements"):
        list(elements(f"{HEAD}{'<course/>' * 60}{TAIL}".encode(), "feed.xml"))


def test_courses_are_given_out_one_by_one_and_not_kept() -> None:
    found = list(elements(f"{HEAD}{course()}{course()}{TAIL}".encode(), "feed.xml"))
    assert [element.name for element in found] == ["course", "course", "catalog"]
    (provider,) = found[-1].children
    assert [child.name for child in provider.children] == ["title"]


def test_a_thousand_courses_are_read_in_a_few_seconds(tmp_path: Path) -> None:
    days = [run(f'<mlo:start dtf="2027-0{n}-01">soon</mlo:start><mlo:cost>£{n}</mlo:cost>') for n in (1, 2)]
    said = "".join(course(*days, identifier=f"https://orchard.example/{n}") for n in range(1000))
    start = time.process_time()
    _, nodes = feed(tmp_path, said)
    assert len(nodes) == 3001
    assert time.process_time() - start < 8


# ------------------------------------------------------------------------------------------------ a real feed
@pytest.mark.outside
def test_a_university_s_feed(shared: Path) -> None:
    """Counted by hand: two courses; four presentations, of which one starts in 1900; five kinds of things untold."""
    path = shared / "data" / "course-feeds" / "xcri-cap" / "ou-example.xml"
    assert detect(path) == "xcri"
    submission, nodes = read(path)
    fiction: dict[str, Any] = dict(nodes["http://data.open.ac.uk/course/a174"])
    assert fiction["label"] == {"en": "Start writing fiction"}
    assert fiction["learningMinutes"] == 100 * 60  # 10 credits of SCQF
    assert [nodes[iri]["startDate"] for iri in fiction["offering"]] == ["2011-05-07", "2011-10-29", "2012-02-04"]
    kinds = [node["type"] for node in submission.nodes]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"LearningResource": 2, "Offering": 3, "Provider": 1}
    history = nodes["http://www3.open.ac.uk/study/undergraduate/qualification/B01.htm"]
    assert (history["notation"], history["activityType"]) == (["B01", "NLD: 3900010611"], "formal-study")
    assert nodes["http://www.open.ac.uk/"]["note"] == {"en": "Address: PO Box 197, Milton Keynes, MK7 6BJ"}
    warnings = messages(submission, Severity.WARNING)
    assert len([one for one in warnings if "gives no certain number of minutes" in one]) == 4
    assert len([one for one in warnings if "is no price in pounds" in one]) == 4
    assert [one for one in warnings if "1900" in one] == ["'1900-01-01' stands where no day is known: left out."]
    assert not [one for one in check(submission) if one.severity is Severity.REFUSED]
