from __future__ import annotations

import json
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from signpost.errors import UnreadableInput
from signpost.exchange.named import placeholder
from signpost.exchange.readers import READERS, detect
from signpost.gate.publish import publish
from signpost.model import Finding, Node, Severity, Source, Submission
from signpost.store.local import open_store

FIXTURE = Path(__file__).parent / "fixtures" / "schemaorg"
ID = "https://w3id.org/signpost/id/"
OUTCOME_LEVEL = "https://w3id.org/signpost/ns#outcomeLevel"
PRUNING = "https://orchard.example/pruning"
HIVE = "https://hive.example/bees"


def read(path: Path) -> tuple[Submission, dict[str, Node]]:
    submission = READERS["schemaorg"].read(path, Source("feed"))
    return submission, {node["id"]: node for node in submission.nodes}


class Sender:
    """Writes what is sent into a file, and reads it as a feed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def document(self, document: Any) -> Submission:
        return self.text(json.dumps(document), "feed.json")

    def text(self, text: str, name: str) -> Submission:
        (self.folder / name).write_text(text, "utf-8")
        return read(self.folder / name)[0]

    def course(self, **words: Any) -> Submission:
        said = {"name": "Bees", "url": HIVE, "provider": {"@type": "Organization", "name": "Hive"}, **words}
        return self.document({"@context": "https://schema.org", "@type": "Course", **said})

    def run(self, **words: Any) -> Submission:
        return self.course(hasCourseInstance={"@type": "CourseInstance", "startDate": "2027-05-04", **words})


@pytest.fixture
def sent(tmp_path: Path) -> Sender:
    return Sender(tmp_path)


def one(submission: Submission, kind: str) -> Node:
    found = [node for node in submission.nodes if node["type"] == kind]
    assert len(found) == 1, found
    return found[0]


def told(submission: Submission, severity: Severity | None = None) -> list[str]:
    """Every message but those of the rule for activity types and the summary."""
    return [finding.message for finding in submission.findings if severity in (None, finding.severity)
            and not finding.message.startswith(("The kind of activity", "Read 1 ", "Read nothing"))]  # fmt: skip


def about(submission: Submission, start: str) -> Finding:
    found = [finding for finding in submission.findings if finding.message.startswith(start)]
    assert len(found) == 1, [finding.message for finding in submission.findings]
    return found[0]


# ------------------------------------------------------------------------------------------------ the fixtures
def test_a_course_becomes_a_learning_resource() -> None:
    _, nodes = read(FIXTURE / "college.jsonld")
    assert nodes[PRUNING] == {
        "id": PRUNING,
        "type": "LearningResource",
        "label": {"en": "Pruning & grafting"},
        "altLabel": {"en": "Tree care"},
        "description": {"en": "Learn to prune.\n- In winter"},
        "notation": "PR-1",
        "provider": "https://orchard.example/",
        "link": PRUNING,
        "language": "en",
        "mode": ["in-person", "online"],
        "learningMinutes": 90,
        "price": "95",
        "access": "captions",
        "audience": {"en": "gardener"},
        "activityType": "direct-training",
        "lastChecked": "2026-03-01",
        "teaches": [f"{PRUNING}#outcome-{number}" for number in (1, 2, 3)],
        "requires": f"{PRUNING}#prerequisite-1",
        "offering": f"{PRUNING}#offering-1",
        "note": {
            "en": [
                "Duration: 120 minutes",
                "Education level: Beginner",
                "Keywords: tools",
                "Keywords: trees",
                "Prerequisites: Bring boots",
                "Teaches: Sharpen tools",
            ]
        },
    }


def test_a_run_becomes_an_offering_and_its_organisation_a_provider() -> None:
    _, nodes = read(FIXTURE / "college.jsonld")
    assert nodes[f"{PRUNING}#offering-1"] == {
        "id": f"{PRUNING}#offering-1",
        "type": "Offering",
        "startDate": "2026-05-04",
        "endDate": "2026-05-05",
        "mode": "in-person",
        "place": "The barn, 1 Lane, Leeds, Yorkshire and the Humber, GB",
        "region": ID + "region/E12000003",
        "price": "80.50",
        "seats": 4,
        "link": f"{PRUNING}/may",
        "note": {"en": ["Course mode: part-time", "Places in all: 12"]},
    }
    number = ID + "identifier/ukprn/10001234"
    assert nodes["https://orchard.example/"] == {
        "id": "https://orchard.example/",
        "type": "Provider",
        "label": {"en": "Orchard College"},
        "homepage": "https://orchard.example/",
        "providerKind": "training-provider",
        "identifier": number,
    }
    assert nodes[number]["identifierValue"] == "10001234"


def test_what_is_taught_and_asked_for_with_a_level_is_an_outcome_or_a_prerequisite() -> None:
    _, nodes = read(FIXTURE / "college.jsonld")
    said = {node["competence"]: node for node in nodes.values() if "competence" in node}
    assert {iri: (node.get("entryLevel"), node.get("outcomeLevel"), node.get("level"), node.get("shows"))
            for iri, node in said.items()} == {
        placeholder("Prune trees"): (1, 3, None, "performance"),
        "https://orchard.example/skills/graft": (None, 2, None, "knowledge"),
        placeholder("Judge soils"): (None, 3, None, "knowledge"),
        placeholder("Climb ladders"): (None, None, 1, None),
    }  # fmt: skip


def test_every_reading_is_shown_and_every_loss_is_told_at_its_place() -> None:
    submission, _ = read(FIXTURE / "college.jsonld")
    found = {(finding.place.partition("#")[2], finding.message) for finding in submission.findings}
    assert {
        ("/@graph/1/timeRequired", "Read '1.5 hours' as 90 minutes."),
        ("/@graph/1/offers/price", "Read 'GBP £95.00' as 95 pounds."),
        ("/@graph/1/inLanguage", "Read 'English' as 'en'."),
        ("/@graph/1/hasCourseInstance/0/courseMode/0", "Read '“Onsite”' as 'in-person'."),
        ("/@graph/1/hasCourseInstance/0/startDate",
         "Read '2026-05-04T09:30:00+01:00' as 2026-05-04; the time is left out."),
        ("/@graph/1/hasCourseInstance/0/endDate", "Read '5 May 2026' as 2026-05-05."),
        ("/@graph/1/hasCourseInstance/0/location",
         "Read 'Yorkshire and the Humber' as the region Yorkshire and The Humber."),
        ("/@graph/1/hasCourseInstance/1/startDate", "'04/05/2026' is no certain day: left out."),
        ("/@graph/1/teaches/0",
         "'Sharpen tools' is taught, and no level from 1 to 5 is stated beside it: kept as a note."),
        ("/@graph/1/instructor", "Left out, for signpost has no word for it: 'instructor' (Course): 1."),
        ("/@graph/1/accessibilityFeature/2", "Left out, for it is no access feature of ours: 'tableOfContents': 1."),
        ("/@graph/2", "Left out, for it is no course: 'WebSite': 1."),
        ("/@graph/3", "Row dropped: it has no type, and is called 'Nothing'."),
        ("/@graph/4", "Row dropped: it has no name."),
    } <= found  # fmt: skip
    assert all(finding.place for finding in submission.findings)


def test_what_cannot_be_read_comes_with_the_form_that_can() -> None:
    submission, _ = read(FIXTURE / "college.jsonld")
    day = about(submission, "'04/05/2026'")
    assert (day.path, day.expected, day.example) == ("startDate", "a day as year-month-day", "2026-09-30")
    level = about(submission, "'Sharpen tools'")
    assert level.example == f'"{OUTCOME_LEVEL}": 3'


# ------------------------------------------------------------------------------------------------ pages
def test_the_scripts_of_a_page_are_read_each_for_itself() -> None:
    submission, nodes = read(FIXTURE / "page.html")
    guide = ID + "feed/resource/hive-a-guide-to-hives"
    assert {iri for iri, node in nodes.items() if node["type"] == "LearningResource"} == {HIVE, guide}
    assert nodes[guide]["activityType"] == "reading"
    assert nodes[guide]["provider"] == nodes[HIVE]["provider"] == ID + "feed/provider/hive"
    broken = about(submission, "Row dropped")
    assert broken.place == "page.html#script-2:1:3"
    assert submission.places[HIVE] == "page.html#script-1/itemListElement/0/item"
    assert "Only the courses in it are read: 'ItemList': 1." in told(submission)


def test_a_context_that_is_not_known_is_never_fetched() -> None:
    submission, nodes = read(FIXTURE / "page.html")
    assert "Unknown words" not in str(nodes)
    unknown = "https://elsewhere.example/context"
    assert about(submission, "A context is never fetched").message.endswith(f"'{unknown}': 1.")
    assert about(submission, "Left out, for a context that is not fetched says what it means: 'Course'")


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<html></html>", "it has no script of the type application/ld+json"),
        ('<!-- <script type="application/ld+json">{"a": 1}</script> -->', "it has no script of the type"),
        ('<script>"<script type=application/ld+json>{}"</script>', "it has no script of the type"),
        ('<script type="application/ld+json">{</script>', "it has no JSON-LD that can be read"),
    ],
)
def test_a_page_without_readable_json_is_refused_in_a_sentence(tmp_path: Path, page: str, reason: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(page, "utf-8")
    assert detect(path) == "schemaorg"
    with pytest.raises(UnreadableInput, match=re.escape(reason)):
        read(path)


@pytest.mark.parametrize(
    "page", ["<script " * 200_000, "<!--" * 400_000, "<script type='application/ld+json'>" * 50_000]
)
def test_hostile_pages_take_no_time(tmp_path: Path, page: str) -> None:
    path, began = tmp_path / "page.html", time.monotonic()
    path.write_text(page, "utf-8")
    with pytest.raises(UnreadableInput):
        read(path)
    assert time.monotonic() - began < 10


def test_an_unclosed_last_script_and_capital_letters_are_read(sent: Sender) -> None:
    page = '<SCRIPT data-x="1" TYPE=Application/LD+JSON>{"@context":"schema.org","@type":"Course","name":"Bees"}'
    assert one(sent.text(page, "page.htm"), "LearningResource")["label"] == {"en": "Bees"}


# ------------------------------------------------------------------------------------------------ JSON-LD
@pytest.mark.parametrize(
    "wrapped",
    [
        lambda course: course,
        lambda course: [course],
        lambda course: {"@context": "https://schema.org", "@graph": [course]},
        lambda course: {"@context": "http://www.schema.org/", "graph": [course]},
        lambda course: {"data": {"courses": [course]}},
        lambda course: {"result": {"@graph": [course]}},
        lambda course: {"@context": "https://schema.org/", "@type": "WebPage", "mainEntity": course},
        lambda course: {"@context": "https://schema.org/", "@type": "DataFeed", "dataFeedElement": [{"item": course}]},
    ],
)
def test_a_course_is_found_in_whatever_is_around_it(sent: Sender, wrapped: Any) -> None:
    course = {"@context": "https://schema.org", "@type": "Course", "@id": HIVE, "name": "Bees"}
    assert one(sent.document(wrapped(course)), "LearningResource")["id"] == HIVE


@pytest.mark.parametrize(
    ("context", "kind", "name"),
    [
        ("https://schema.org", ["Product", "Course"], "name"),
        ({"@vocab": "https://schema.org/"}, "Course", "name"),
        ({"schema": "http://schema.org/"}, "schema:Course", "schema:name"),
        (["https://schema.org", {"title": "http://schema.org/name"}], "https://schema.org/Course", "title"),
        ("https://schema.org", "https://bioschemas.org/types/TrainingMaterial", "name"),
        ("https://schema.org/docs/jsonldcontext.json", "LearningResource", "name"),
    ],
)
def test_names_are_understood_however_they_are_written(sent: Sender, context: Any, kind: Any, name: str) -> None:
    submission = sent.document({"@context": context, "@type": kind, name: "Bees"})
    assert one(submission, "LearningResource")["label"] == {"en": "Bees"}
    assert detect(sent.folder / "feed.json") == "schemaorg"


def test_our_own_words_are_no_feed(tmp_path: Path) -> None:
    path = tmp_path / "ours.json"
    said = {"@context": "https://w3id.org/signpost/context.jsonld", "type": "Course", "x": "https://schema.org/Course"}
    path.write_text(json.dumps(said), "utf-8")
    assert detect(path) == "jsonld"


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_deep_nesting_is_refused(sent: Sender, opening: str) -> None:
    closing = {"[": "]", '{"a":': "}"}[opening]
    for depth in (65, 50_000):
        said = f'{{"@context": "https://schema.org", "@type": "Course", "about": {opening * depth}1{closing * depth}}}'
        with pytest.raises(UnreadableInput, match="nested more than 64 deep"):
            sent.text(said, "feed.json")
        page = f'<script type="application/ld+json">{said}</script>'
        good = (
            '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Course","name":"A"}</script>'
        )
        message = about(sent.text(page + good, "page.html"), "Row dropped").message
        assert message == "Row dropped: it is nested more than 64 deep."


def test_languages_of_texts_are_kept(sent: Sender) -> None:
    names = [{"@value": "Gwenyn", "@language": "cy"}, {"en-GB": "Bees"}]
    submission = sent.course(name=names, inLanguage=["cy", "English"])
    node = one(submission, "LearningResource")
    assert node["label"] == {"cy": "Gwenyn", "en-gb": "Bees"}
    assert node["language"] == ["cy", "en"]


def test_a_course_and_its_runs_may_point_to_one_another_in_a_circle(sent: Sender) -> None:
    run = {"@type": "CourseInstance", "@id": "#run", "name": "Bees", "startDate": "2027-05-04",
           "hasCourseInstance": {"@id": "#run"}}  # fmt: skip
    course = {"@type": "Course", "@id": "#course", "name": "Bees", "hasCourseInstance": {"@id": "#run"},
              "hasPart": {"@id": "#course"}}  # fmt: skip
    submission = sent.document({"@context": "https://schema.org", "@graph": [course, run]})
    assert one(submission, "LearningResource")["id"] == ID + "feed/resource/bees"
    assert one(submission, "Offering")["startDate"] == "2027-05-04"
    assert "'#course' is no whole address: it is named anew." in told(submission, Severity.ADVICE)


def test_parts_are_courses_of_their_own_by_the_same_provider(sent: Sender) -> None:
    parts = [{"@type": "Course", "name": "Queens", "url": "https://hive.example/queens"}, {"@id": "#nothing"}]
    submission = sent.course(hasPart=parts)
    courses = [node for node in submission.nodes if node["type"] == "LearningResource"]
    assert [node["label"]["en"] for node in courses] == ["Bees", "Queens"]
    assert courses[0]["provider"] == courses[1]["provider"]
    assert about(submission, "Left out, for it is no course that is described here: a part").place.endswith("/1")


# ------------------------------------------------------------------------------------------------ dirt
def test_a_course_without_an_address_is_named_by_its_provider_and_name(sent: Sender) -> None:
    for words in ({"url": ""}, {"url": "/courses/bees"}, {"@id": "_:b0", "url": None}):
        assert one(sent.course(**words), "LearningResource")["id"] == ID + "feed/resource/hive-bees"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "www.hive.example", "https://", "//x"])
def test_what_is_no_web_address_never_becomes_a_link(sent: Sender, address: str) -> None:
    provider = {"@type": "Organization", "name": "Hive", "url": address}
    submission = sent.course(**{"@id": address}, url=address, provider=provider)
    assert not any(word in node for node in submission.nodes for word in ("link", "homepage"))
    assert all(node["id"].startswith(ID) for node in submission.nodes)
    message = f"'{address}' is no web address that begins with http:// or https://: left out."
    places = [finding.place for finding in submission.findings if finding.message == message]
    assert places == ["feed.json#/provider/url", "feed.json#/url"]


def test_an_address_of_ours_cannot_be_taken(sent: Sender) -> None:
    ours = "https://w3id.org/signpost/vocabulary/mode/online"
    submission = sent.course(**{"@id": ours, "url": ""})
    assert one(submission, "LearningResource")["id"] == ID + "feed/resource/hive-bees"
    assert about(submission, f"'{ours}' cannot name it").severity is Severity.WARNING


def test_entities_and_markup_become_plain_text(sent: Sender) -> None:
    submission = sent.course(name="Bees &amp; wasps", description="<p>Read &lt;this&gt;.<script>alert(1)</script></p>")
    node = one(submission, "LearningResource")
    assert (node["label"], node["description"]) == ({"en": "Bees & wasps"}, {"en": "Read <this>."})
    assert told(submission) == ["Its markup was taken out."] * 2


def test_numbers_may_be_texts_and_texts_numbers(sent: Sender) -> None:
    run = {"@type": "CourseInstance", "startDate": "2027-05-04", "remainingAttendeeCapacity": "7"}
    submission = sent.course(name=2027, courseCode=101, hasCourseInstance=run, isAccessibleForFree="True")
    node = one(submission, "LearningResource")
    assert (node["label"], node["notation"], node["price"]) == ({"en": "2027"}, "101", "0")
    assert one(submission, "Offering")["seats"] == 7


@pytest.mark.parametrize("empty", [[], {}, None, "", [None], [{}]])
def test_an_empty_run_is_none(sent: Sender, empty: Any) -> None:
    submission = sent.course(hasCourseInstance=empty)
    assert "offering" not in one(submission, "LearningResource")


def test_a_run_without_dates_speaks_for_its_course(sent: Sender) -> None:
    run = {"@type": "CourseInstance", "courseMode": "Online", "courseWorkload": "PT15H", "inLanguage": "cy",
           "description": "Learn of bees.", "offers": offer(price=10, priceCurrency="GBP")}  # fmt: skip
    submission = sent.course(hasCourseInstance=run)
    node = one(submission, "LearningResource")
    assert (node["mode"], node["learningMinutes"], node["price"], node["language"]) == ("online", 900, "10", "cy")
    assert node["description"] == {"cy": "Learn of bees."}
    assert "A run without dates: what it says is said of the course, which can begin at any time." in told(submission)
    assert not told(submission, Severity.WARNING)


def test_a_run_that_stands_alone_is_a_course_and_others_of_its_name_are_more_runs(sent: Sender) -> None:
    runs = [{"@context": "https://schema.org", "@type": "CourseInstance", "name": "Bees", "startDate": day}
            for day in ("2027-05-04", "2027-06-04")]  # fmt: skip
    submission = sent.document(runs)
    assert len(one(submission, "LearningResource")["offering"]) == 2
    assert about(submission, "It is another run of the course").place == "feed.json#/1"


def test_a_course_that_is_sent_twice_is_read_once(sent: Sender) -> None:
    course = {"@context": "https://schema.org", "@type": "Course", "name": "Bees", "url": HIVE}
    submission = sent.document([course, course])
    one(submission, "LearningResource")
    assert about(submission, "Row dropped: it was already read at feed.json#/0.").place == "feed.json#/1"


# ------------------------------------------------------------------------------------------------ times and days
@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("PT1H30M", 90),
        ("PT90M", 90),
        ("45 mins + 30 mins", 75),
        ("45 mins + 30 mins = 75 mins", 75),
        ({"@type": "QuantitativeValue", "value": 3, "unitCode": "HUR"}, 180),
        ({"@type": "Duration", "name": "PT2H"}, 120),
    ],
)
def test_learning_times_are_read_and_shown(sent: Sender, said: Any, minutes: int) -> None:
    submission = sent.course(timeRequired=said)
    assert one(submission, "LearningResource")["learningMinutes"] == minutes
    shown = said if isinstance(said, str) else "3 HUR" if "value" in said else said["name"]
    assert told(submission) == [f"Read '{shown}' as {minutes} minutes."]


@pytest.mark.parametrize("said", ["PT0S", "P1DT6H", "P6W", "2 days", "a while", "PT3H per week", "PT99999999999H"])
def test_a_time_that_is_not_certain_is_kept_as_a_note(sent: Sender, said: str) -> None:
    submission = sent.course(timeRequired=said)
    node = one(submission, "LearningResource")
    assert "learningMinutes" not in node
    assert node["note"] == {"en": f"Duration: {said}"}
    finding = about(submission, f"'{said}' gives no certain number of minutes: kept as a note.")
    assert (finding.severity, finding.example) == (Severity.WARNING, "PT1H30M")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2027-05-04", "2027-05-04"),
        ("2027-05-04T00:00:00Z", "2027-05-04"),
        ("Tuesday, 4th May 2027", "2027-05-04"),
        ("2027-05-04 09:00:00 +0100", "2027-05-04"),
        ("2027-02-30", None),
        ("05/04/2027", None),
        ("May 2027", None),
        (1809388800, None),
    ],
)
def test_days_are_read_where_they_are_certain(sent: Sender, said: Any, day: str | None) -> None:
    submission = sent.run(startDate=said)
    offerings = [node for node in submission.nodes if node["type"] == "Offering"]
    assert [node["startDate"] for node in offerings] == ([day] if day else [])
    assert (f"'{said}' is no certain day: left out." in told(submission)) is (day is None)


def test_a_schedule_gives_the_days_of_a_run(sent: Sender) -> None:
    schedule = {"@type": "Schedule", "startDate": "2027-05-04", "endDate": "2027-06-04", "repeatFrequency": "P1W"}
    submission = sent.run(startDate=None, courseSchedule=schedule)
    node = one(submission, "Offering")
    assert (node["startDate"], node["endDate"]) == ("2027-05-04", "2027-06-04")
    assert told(submission) == ["Left out, for signpost has no word for it: 'repeatFrequency' (Schedule): 1."]


# ------------------------------------------------------------------------------------------------ prices
def offer(**words: Any) -> dict[str, Any]:
    return {"@type": "Offer", **words}


@pytest.mark.parametrize(
    ("offers", "price"),
    [
        (offer(price="95", priceCurrency="GBP"), "95"),
        ([offer(price=95.5, priceCurrency="gbp")], "95.50"),
        (offer(price="£1,200.00"), "1200"),
        (offer(price=0, priceCurrency="CHF"), "0"),
        (offer(category="Free"), "0"),
        ([offer(price="95", priceCurrency="GBP"), offer(price="£95")], "95"),
        (offer(priceSpecification={"price": "10", "priceCurrency": "GBP"}), "10"),
        ({"@type": "AggregateOffer", "lowPrice": 20, "highPrice": "20", "priceCurrency": "GBP"}, "20"),
    ],
)
def test_one_amount_in_pounds_is_the_price(sent: Sender, offers: Any, price: str) -> None:
    submission = sent.course(offers=offers)
    node = one(submission, "LearningResource")
    assert (node["price"], "fundingNote" in node) == (price, False)
    assert not told(submission, Severity.WARNING)


@pytest.mark.parametrize(
    ("offers", "notes"),
    [
        (offer(price="120", priceCurrency="CHF"), "Price: CHF 120"),
        (offer(price="95"), "Price: 95"),
        (offer(price="£50 - £80"), "Price: £50 - £80"),
        ("From £50", "Price: From £50"),
        (offer(price=-5, priceCurrency="GBP"), "Price: GBP -5"),
        ({"@type": "AggregateOffer", "lowPrice": 20, "highPrice": 50, "priceCurrency": "GBP"}, "Price: GBP 20 to 50"),
        (
            [offer(name="Members", price=10, priceCurrency="GBP"), offer(name="Others", price=20, priceCurrency="GBP")],
            ["Price: Members: GBP 10", "Price: Others: GBP 20"],
        ),
    ],
)
def test_any_other_price_is_kept_as_a_note_and_told(sent: Sender, offers: Any, notes: Any) -> None:
    submission = sent.course(offers=offers, isAccessibleForFree=False)
    node = one(submission, "LearningResource")
    assert ("price" in node, node["fundingNote"]) == (False, {"en": notes})
    assert len(told(submission, Severity.WARNING)) == len(notes if isinstance(notes, list) else [notes])


def test_what_is_free_and_has_a_price_is_not_free(sent: Sender) -> None:
    submission = sent.course(offers=offer(price="120", priceCurrency="CHF"), isAccessibleForFree=True)
    assert "price" not in one(submission, "LearningResource")
    assert about(submission, "It is said to be free, and has a price")


# ------------------------------------------------------------------------------------------------ who and where
@pytest.mark.parametrize("said", ["UKPRN: 10001234", {"@type": "PropertyValue", "name": "UKPRN", "value": 10001234}])
def test_a_ukprn_is_read(sent: Sender, said: Any) -> None:
    submission = sent.course(provider={"@type": "Organization", "name": "Hive", "identifier": said})
    assert one(submission, "Identifier")["identifierValue"] == "10001234"
    assert one(submission, "Provider")["identifier"] == ID + "identifier/ukprn/10001234"


def test_other_numbers_of_a_provider_are_told(sent: Sender) -> None:
    numbers = [{"propertyID": "UKPRN", "value": "123"}, "10001234"]
    submission = sent.course(provider={"@type": "Organization", "name": "Hive", "identifier": numbers})
    assert told(submission, Severity.WARNING) == [
        "'123' is no UKPRN, which has eight digits: left out.",
        "Left out: an identifier of a provider that is no UKPRN: 1.",
    ]


@pytest.mark.parametrize(
    "words",
    [
        {"courseCode": "601/0000/1"},
        {"identifier": {"@type": "PropertyValue", "propertyID": "Ofqual", "value": "60100001"}},
        {"educationalCredentialAwarded": {"name": "Diploma in bees", "identifier": "601/0000/1"}},
    ],
)
def test_an_ofqual_number_is_read_wherever_it_stands(sent: Sender, words: dict[str, Any]) -> None:
    submission = sent.course(**words)
    number = one(submission, "Identifier")
    assert (number["identifierScheme"], number["identifierValue"]) == ("ofqual-qualification", "601/0000/1")
    assert one(submission, "LearningResource")["identifier"] == number["id"]
    assert not told(submission, Severity.WARNING)


def test_who_publishes_stands_for_a_provider_and_a_person_that_writes_does_not(sent: Sender) -> None:
    writer = {"@type": "Person", "name": "A writer"}
    submission = sent.course(provider=None, author=writer, creator=writer, publisher={"@type": "School", "name": "We"})
    assert one(submission, "Provider")["label"] == {"en": "We"}
    assert "A writer" not in str(submission.nodes)
    assert "No provider is named: its 'publisher' stands for it: 1." in told(submission)


def test_a_run_on_the_internet_is_online_and_one_in_both_ways_blended(sent: Sender) -> None:
    virtual = {"@type": "VirtualLocation", "url": "https://hive.example/room"}
    assert one(sent.run(location=virtual), "Offering")["mode"] == "online"
    both = sent.run(courseMode=["online", "onsite"])
    assert one(both, "Offering")["mode"] == "blended"
    assert one(both, "LearningResource")["mode"] == ["in-person", "online"]


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ({"addressRegion": "London", "addressCountry": "GB"}, "E12000007"),
        ({"addressLocality": "London", "addressCountry": {"@type": "Country", "name": "UK"}}, "E12000007"),
        ({"addressLocality": "Newport", "addressCountry": "Wales"}, "W92000004"),
        ({"addressRegion": "London", "addressCountry": "CA"}, None),
        ({"addressLocality": "London"}, None),
    ],
)
def test_a_region_is_read_where_the_country_is_certain(sent: Sender, address: Any, region: str | None) -> None:
    node = one(sent.run(location={"@type": "Place", "address": address}), "Offering")
    assert node.get("region") == (ID + f"region/{region}" if region else None)


# ------------------------------------------------------------------------------------------------ competences
@pytest.mark.parametrize(
    ("term", "competence"),
    [
        ({"name": "Keep bees"}, placeholder("Keep bees")),
        ({"name": "Keep bees", "termCode": "HIVE 1"}, placeholder("HIVE 1")),
        ({"@id": "https://hive.example/skills/keep", "name": "Keep bees"}, "https://hive.example/skills/keep"),
        ({"@type": "AlignmentObject", "targetName": "Keep bees", "targetUrl": "https://x.example/1"},
         "https://x.example/1"),
    ],
)  # fmt: skip
def test_a_competence_is_named_by_its_address_its_code_or_its_name(sent: Sender, term: Any, competence: str) -> None:
    submission = sent.course(teaches={"@type": "DefinedTerm", OUTCOME_LEVEL: "3", **term})
    assert one(submission, "LearningOutcome")["competence"] == competence


@pytest.mark.parametrize("level", ["6", "0", "high", "-1"])
def test_a_level_that_is_none_of_ours_is_told(sent: Sender, level: str) -> None:
    submission = sent.course(teaches={"@type": "DefinedTerm", "name": "Keep bees", OUTCOME_LEVEL: level})
    assert one(submission, "LearningResource")["note"] == {"en": "Teaches: Keep bees"}
    assert about(submission, f"'{level}' is no level from 1 to 5.")


def test_a_competence_that_is_named_is_found_by_the_gate(sent: Sender) -> None:
    store = open_store("memory:")
    standard = {"id": "https://hive.example/skills/keep", "type": "Competence", "label": {"en": "Keep bees"},
                "notation": "HIVE 1", "inFramework": "https://hive.example/skills"}  # fmt: skip
    framework = {"id": "https://hive.example/skills", "type": "Framework", "label": {"en": "Skills"},
                 "edition": "1", "rights": "Ours"}  # fmt: skip
    publish(Submission(Source("skills"), (standard, framework)), store)
    term = {"@type": "DefinedTerm", "termCode": "HIVE 1", OUTCOME_LEVEL: 2}
    publication = publish(sent.course(teaches=term), store)
    messages = [finding.message for finding in publication.findings]
    assert "Read 'HIVE 1' as Keep bees (HIVE 1) of Skills (1)." in messages


def test_the_example_of_the_documents_is_read_without_a_loss(sent: Sender) -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")
    example = page.partition("## `schemaorg`")[2].partition("```json\n")[2].partition("```")[0]
    submission = sent.document(json.loads(example))
    outcome = one(submission, "LearningOutcome")
    assert (outcome["competence"], outcome["entryLevel"], outcome["outcomeLevel"], outcome["shows"]) == (
        placeholder("CFAM&LEA4"),
        1,
        3,
        "knowledge",
    )
    assert one(submission, "Offering")["startDate"] == "2027-11-01"
    assert told(submission) == ["Read 'UKPRN: 10001234' as the UKPRN 10001234.", "Read 'PT20H' as 1200 minutes."]


# ------------------------------------------------------------------------------------------------ real feeds
def real(shared: Path, name: str) -> Submission:
    return read(shared / "data" / "course-feeds" / "bioschemas-sites" / name)[0]


@pytest.mark.outside
def test_the_real_feed_of_runs_is_read_whole(shared: Path) -> None:
    submission = real(shared, "nbis-course-instances.json")
    assert Counter(node["type"] for node in submission.nodes) == {
        "LearningResource": 29,
        "Offering": 29,
        "Provider": 1,
    }
    modes = Counter(node["mode"] for node in submission.nodes if node["type"] == "Offering")
    assert modes == {"online": 21, "in-person": 8}
    messages = Counter(told(submission))
    assert sum(message.startswith("Row dropped: it has no type") for message in messages) == 3
    assert messages["Read 'onsite' as 'in-person'."] == 6
    assert messages["Read '“onsite”' as 'in-person'."] == 2
    assert messages["'full-time' says nothing of where one learns: kept as a note."] == 29
    seats = [node for node in submission.nodes if "Places in all" in str(node.get("note"))]
    assert len(seats) == 17
    assert "Left out, for signpost has no word for it: 'announcement' (CourseInstance): 27." in messages
    assert sum(node["id"].startswith(ID) for node in submission.nodes if node["type"] == "LearningResource") == 6


@pytest.mark.outside
def test_a_real_course_keeps_its_prices_in_francs_as_notes(shared: Path) -> None:
    submission = real(shared, "sib_course.json")
    offerings = [node for node in submission.nodes if node["type"] == "Offering"]
    assert [(node["startDate"], node["endDate"], node["place"]) for node in offerings] == [
        ("2022-06-08", "2022-06-09", "Lausanne"),
        ("2022-10-10", "2022-10-11", "Zürich"),
    ]
    assert offerings[0]["note"]["en"] == [
        "Course mode: synchronous",
        "Duration: P1DT6H",
        "Price: Academic Price: CHF 120",
        "Price: Industry Price: CHF 600",
    ]
    assert ["description" in node for node in offerings] == [False, True]
    assert one(submission, "Provider")["id"] == "https://ror.org/002n09z45"


@pytest.mark.outside
@pytest.mark.parametrize(
    ("name", "label", "minutes", "activity"),
    [
        ("galaxy-intro-101.html", "Hands-on for 'Galaxy 101' tutorial", 60, "open-learning"),
        ("slides-introduction.html", "Introduction to 'Introduction to Galaxy Analyses'", None, "reading"),
        ("python-novice-inflammation.html", "Programming with Python", None, "reading"),
    ],
)
def test_real_pages_are_read(shared: Path, name: str, label: str, minutes: int | None, activity: str) -> None:
    submission = real(shared, name)
    node = one(submission, "LearningResource")
    assert (node["label"], node.get("learningMinutes"), node["activityType"]) == ({"en": label}, minutes, activity)
    assert node["link"].startswith("https://")
    assert all(finding.severity is not Severity.REFUSED and finding.place for finding in submission.findings)
