from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import signpost
from signpost.gate.publish import publish
from signpost.gate.scrutiny import advice, staying
from signpost.gate.validate import check
from signpost.home import shipped
from signpost.model import Finding, Node, Severity, Source, Submission
from signpost.store.local import open_store
from signpost.store.release import Store

TODAY = date(2026, 3, 1)
COURSE = "https://orchard.ac.uk/id/course"
COLLEGE = "https://orchard.ac.uk/id/college"
SKILL = "https://orchard.ac.uk/id/skill"


def course(*outcomes: Node, iri: str = COURSE, **more: Any) -> list[Node]:
    """A course in person of one college, with outcomes of its own."""
    parts = [{"id": f"{iri}#outcome-{n}", "type": "LearningOutcome", **outcome} for n, outcome in enumerate(outcomes)]
    facts = {"label": "Growing apples", "provider": COLLEGE, "activityType": "direct-training", "mode": "in-person"}
    taught = {"teaches": [part["id"] for part in parts]} if parts else {}
    return [{"id": iri, "type": "LearningResource", **facts, **taught, **more}, *parts]


def outcome(level: int = 1, entry: int | None = None, shows: str = "knowledge", skill: str = SKILL) -> Node:
    start = {} if entry is None else {"entryLevel": entry}
    return {"competence": skill, "outcomeLevel": level, "shows": shows, **start}


def skills(many: int, level: int = 1) -> list[Node]:
    return [outcome(level, skill=f"{SKILL}-{n}") for n in range(many)]


def sent(*nodes: Node, **places: str) -> Submission:
    return Submission(Source("orchard"), nodes, places={COURSE: "courses.csv:2"} | places)


def told(*nodes: Node, today: date = TODAY) -> list[Finding]:
    return advice(sent(*nodes), today)


def only(*nodes: Node, today: date = TODAY) -> Finding:
    (finding,) = told(*nodes, today=today)
    assert finding.message
    assert finding.expected
    assert finding.example
    return finding


# ------------------------------------------------------------------------------------------------ claims
def test_more_is_claimed_than_the_time_can_carry() -> None:
    finding = only(*course(*skills(14), learningMinutes=120))
    assert finding.message.startswith(
        "'Growing apples' claims to raise 14 competences in 2 hours, about 9 minutes each."
    )
    assert "signpost's own rule of thumb" in finding.message
    assert (finding.severity, finding.place, finding.node, finding.path, finding.example) == (
        Severity.ADVICE, "courses.csv:2", COURSE, "learningMinutes", "140",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("outcomes", "needed"),
    [
        (skills(14), 140),
        ([outcome(2, 1)], 30),
        ([outcome(2)], 40),
        ([outcome(3, 1), outcome(1, skill=SKILL + "2")], 70),
    ],
)
def test_awareness_takes_ten_minutes_and_each_further_level_thirty(outcomes: list[Node], needed: int) -> None:
    assert told(*course(*outcomes, learningMinutes=needed)) == []
    assert [finding.example for finding in told(*course(*outcomes, learningMinutes=needed - 1))] == [str(needed)]


def test_levels_are_told_where_they_are_more_than_the_competences() -> None:
    message = only(*course(outcome(3, 1), learningMinutes=45)).message
    assert message.startswith(
        "'Growing apples' claims to raise 1 competence by 2 levels in all in 45 minutes. A learner"
    )


def test_nothing_is_claimed_where_nothing_is_said_of_time_or_levels() -> None:
    assert told(*course(*skills(40))) == []
    assert told(*course(learningMinutes=1)) == []
    assert told(*course({"competence": SKILL, "outcomeLevel": "high"}, learningMinutes=1)) == []


@pytest.mark.parametrize(
    ("entry", "level", "minutes", "doubtful"),
    [(0, 3, 1199, True), (0, 3, 1200, False), (1, 4, 1199, True), (1, 3, 1199, False), (4, 5, 1199, True),
     (4, 5, 1200, False), (3, 4, 60, False), (None, 3, 600, True)],
)  # fmt: skip
def test_a_leap_in_a_short_time(entry: int | None, level: int, minutes: int, doubtful: bool) -> None:
    found = told(*course(outcome(level, entry), learningMinutes=minutes))
    assert [(finding.node, finding.path) for finding in found] == [(f"{COURSE}#outcome-0", "outcomeLevel")] * doubtful
    if doubtful:
        assert f"from level {entry or 0} to level {level} in" in found[0].message
        assert found[0].place == "courses.csv:2"


@pytest.mark.parametrize(
    ("more", "shows", "doubtful"),
    [({"mode": "online"}, "both", True), ({"mode": ["distance", "online"]}, "performance", True),
     ({"mode": "online"}, "knowledge", False), ({"mode": ["in-person", "online"]}, "both", False),
     ({"mode": "blended"}, "both", False), ({"activityType": "reading"}, "performance", True),
     ({"activityType": ["open-learning", "coaching"]}, "both", False), ({}, "both", False)],
)  # fmt: skip
def test_what_nobody_observes_shows_no_performance(more: dict[str, Any], shows: str, doubtful: bool) -> None:
    found = told(*course(outcome(1, shows=shows), outcome(1, shows=shows, skill=SKILL + "2"), **more))
    assert [finding.path for finding in found] == ["teaches"] * doubtful
    if doubtful:
        assert "claims to show performance in 2 outcomes" in found[0].message
        assert "Care Certificate" in found[0].message


# ------------------------------------------------------------------------------------------------ numbers, addresses
def identifier(scheme: str, value: str) -> Node:
    return {"id": f"{COURSE}#number", "type": "Identifier", "identifierScheme": scheme, "identifierValue": value}


@pytest.mark.parametrize("value", ["602/5031", "m/602/5031", "M/602/503", "M6025031", "601/4757/X"])
def test_a_unit_number_that_is_none_is_a_warning(value: str) -> None:
    finding = only(identifier("ofqual-unit", value))
    assert finding.severity is Severity.WARNING
    assert finding.message == (
        f"'{value}' is not an Ofqual unit number: that has the form of a letter, three digits and four digits, "
        "such as M/602/5031."
    )
    assert (finding.path, finding.example) == ("identifierValue", "M/602/5031")


def test_a_ukprn_begins_with_one() -> None:
    assert only(identifier("ukprn", "20001234")).severity is Severity.WARNING
    assert told(identifier("ukprn", "10001234")) == []


@pytest.mark.parametrize(
    ("scheme", "value"),
    [("ukprn", "1234"), ("ofqual-qualification", "60147578"), ("ofqual-qualification", "601/4757/x")],
)
def test_what_the_shapes_refuse_is_not_said_twice(scheme: str, value: str) -> None:
    number = identifier(scheme, value)
    assert told(number) == []
    assert [f.severity for f in check(sent(number))] == [Severity.REFUSED]


@pytest.mark.parametrize("scheme", ["ofqual-unit", "ofqual-qualification", "urn"])
def test_numbers_of_other_forms_are_their_own(scheme: str) -> None:
    good = {"ofqual-unit": "M/602/5031", "ofqual-qualification": "601/4757/X", "urn": "anything"}
    assert told(identifier(scheme, good[scheme])) == []


@pytest.mark.parametrize(
    "address",
    ["https://example.com/course", "http://www.example.org", "https://college.example/", "http://localhost:8000/a",
     "http://127.0.0.1/a", "http://[::1]/", "https://10.1.2.3/x", "http://intranet/course", "https://www.college.ac.uk/a",
     "https://orchard.ac.uk/TODO", "https://orchard.ac.uk/course?id=TBC", "https://orchard.ac.uk/your-link",
     "http://[x/", "https:///course"],
)  # fmt: skip
def test_an_address_that_leads_nowhere(address: str) -> None:
    finding = only(*course(link=address))
    assert (finding.severity, finding.path, finding.node) == (Severity.ADVICE, "link", COURSE)
    assert finding.message.startswith(f"'{address}' leads nowhere: ")


@pytest.mark.parametrize(
    "address",
    ["https://orchard.ac.uk/course", "http://www.orchard.ac.uk:8080/a?b=c#d", "https://todos.co.uk/mastodon-todoist",
     "https://examples.com/", "https://orchard.ac.uk/method/xx", "https://1.fm/", "https://xn--caf-dma.wales/"],
)  # fmt: skip
def test_an_address_that_may_lead_somewhere(address: str) -> None:
    assert told(*course(link=address)) == []


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "ftp://orchard.ac.uk/a"])
def test_other_schemes_are_refused_by_the_shapes(address: str) -> None:
    nodes = course(link=address)
    assert told(*nodes) == []
    assert [f.path for f in check(sent(*nodes)) if f.severity is Severity.REFUSED] == ["link"]


def test_homepages_are_looked_at_too() -> None:
    assert only({"id": COLLEGE, "type": "Provider", "homepage": "https://example.com"}).path == "homepage"


# ------------------------------------------------------------------------------------------------ days
def runs(*days: tuple[str, str]) -> list[Node]:
    return [
        {"id": f"{COURSE}#run-{n}", "type": "Offering", "startDate": start, **({"endDate": end} if end else {})}
        for n, (start, end) in enumerate(days)
    ]


def offered(*days: tuple[str, str], **more: Any) -> list[Node]:
    parts = runs(*days)
    return [*course(offering=[part["id"] for part in parts], **more), *parts]


def test_a_resource_whose_offerings_are_all_over() -> None:
    finding = only(*offered(("2025-09-01", "2025-12-01"), ("2026-02-01", "2026-02-28")))
    assert finding.message.startswith(
        "'Growing apples': all 2 offerings are over, the last since 28 February 2026, so no route can use it."
    )
    assert (finding.node, finding.path, finding.place) == (COURSE, "offering", "courses.csv:2")


@pytest.mark.parametrize(
    ("start", "end", "past"),
    [("2026-02-01", "2026-02-28", True), ("2026-02-01", "2026-03-01", False), ("2026-02-28", "", True),
     ("2026-03-01", "", False), ("not a day", "", False)],
)  # fmt: skip
def test_an_offering_is_over_after_its_last_day(start: str, end: str, past: bool) -> None:
    assert len(told(*offered((start, end)))) == past


def test_one_offering_to_come_is_enough() -> None:
    assert told(*offered(("2025-09-01", ""), ("2026-09-01", ""))) == []


def test_a_resource_on_dates_needs_one() -> None:
    assert "runs only on dates ('scheduled') and gives none" in only(*course(scheduled=True)).message
    assert told(*course(scheduled=False)) == []
    assert told(*offered(("2026-09-01", ""), scheduled=True)) == []
    assert len(told(*offered(("2025-09-01", ""), scheduled=True))) == 1


@pytest.mark.parametrize(
    ("checked", "today", "aged"),
    [("2025-02-28", TODAY, True), ("2025-03-01", TODAY, False), ("2026-02-28", TODAY, False),
     ("2023-02-27", date(2024, 2, 29), True), ("2023-02-28", date(2024, 2, 29), False)],
)  # fmt: skip
def test_what_was_checked_long_ago_is_to_be_confirmed(checked: str, today: date, aged: bool) -> None:
    found = told(*course(lastChecked=checked), today=today)
    assert [(finding.path, finding.example) for finding in found] == [("lastChecked", today.isoformat())] * aged


# ------------------------------------------------------------------------------------------------ twins
def pair(first: str, second: str, **more: Any) -> list[Node]:
    one = course(outcome(), label=first, learningMinutes=60, price="20")
    two = course(outcome(), iri=f"{COURSE}-2", **{"label": second, "learningMinutes": 60, "price": "20", **more})
    return [*one, *two]


@pytest.mark.parametrize(
    ("first", "second"),
    [("Growing apples", "Growing apples"), ("Growing apples", "GROWING  apples!"),
     ("Growing apples", "Apples, growing"),
     ("Growing apples", "Growing appels"), ("Growing apples", "Growing aplles"),
     ("Growing apples", "The growing of apples"),
     ("Growing apples", "Apple growing"), ("Growing apples", "Growing apples course")],
)  # fmt: skip
def test_two_that_look_like_one(first: str, second: str) -> None:
    finding = only(*pair(first, second))
    assert (finding.severity, finding.node, finding.path) == (Severity.ADVICE, f"{COURSE}-2", "label")
    assert f"looks the same as '{first}' ({COURSE})" in finding.message


@pytest.mark.parametrize(
    ("first", "second"),
    [("Growing apples", "Growing pears"), ("Apples level 2", "Apples level 3"), ("Part one", "Part two"),
     ("Growing apples", "Growing apples and pears"), ("Hypertension", "Hypotension"),
     ("The good trainer", "The good trainee"), ("Unit 12345", "Unit 12346")],
)  # fmt: skip
def test_two_that_are_two_by_name(first: str, second: str) -> None:
    assert told(*pair(first, second)) == []


@pytest.mark.parametrize(
    "more",
    [{"learningMinutes": 90}, {"price": "25"}, {"mode": "online"}, {"provider": f"{COLLEGE}-2"}, {"teaches": []},
     {"award": f"{COURSE}-award"}],
)  # fmt: skip
def test_two_that_are_two_by_their_facts(more: dict[str, Any]) -> None:
    assert told(*pair("Growing apples", "Growing apples", **more)) == []


def test_three_of_a_kind_are_two_too_many() -> None:
    third = course(outcome(), iri=f"{COURSE}-3", learningMinutes=60, price="20")
    assert [f.node for f in told(*third, *pair("Growing apples", "Growing apples"))] == [f"{COURSE}-2", f"{COURSE}-3"]


def test_what_stays_in_the_graph_counts_and_is_not_told_of_itself() -> None:
    nodes = pair("Growing apples", "Growing apples")
    mine, others = nodes[2:], nodes[:2]
    assert [finding.node for finding in advice(sent(*mine), TODAY, others)] == [f"{COURSE}-2"]
    assert [finding.node for finding in advice(sent(*others), TODAY, mine)] == [COURSE]
    assert advice(sent({"id": COLLEGE, "type": "Provider"}), TODAY, nodes) == []


def test_ten_thousand_resources_are_compared_in_seconds() -> None:
    nodes = [node for n in range(10_000) for node in course(iri=f"{COURSE}-{n}", label=f"Growing apples, week {n}")]
    nodes += [*course(iri=f"{COURSE}-x", label="Growing appels, week 77")]
    began = time.perf_counter()
    found = told(*nodes)
    assert time.perf_counter() - began < 5
    assert [finding.node for finding in found] == [f"{COURSE}-x"]


# ------------------------------------------------------------------------------------------------ all of it
def test_whatever_is_malformed_never_fails() -> None:
    odd: Any = {"a": 1}
    values: list[Any] = [None, 5, True, "x", "", [], [[]], odd, [odd, None], "9" * 30, -3]
    for value in values:
        words = ("learningMinutes", "teaches", "offering", "link", "label", "provider", "mode", "price", "lastChecked",
                 "outcomeLevel", "entryLevel", "shows", "competence", "startDate", "endDate", "scheduled", "homepage",
                 "identifierScheme", "identifierValue", "activityType")  # fmt: skip
        for word in words:
            good = [*offered(("2026-09-01", "")), *course(outcome(5), learningMinutes=5, iri=f"{COURSE}-2")]
            assert isinstance(told(*({**node, word: value} for node in good)), list)
    assert told({"type": "LearningResource"}, {"id": 5, "type": odd}) == []


def test_the_order_does_not_depend_on_that_of_the_nodes() -> None:
    nodes = [
        *pair("Growing apples", "Apple growing", link="https://example.com/"),
        *offered(("2025-09-01", ""), iri=f"{COURSE}-9", label="Pruning"),
    ]
    assert advice(sent(*nodes), TODAY) == advice(sent(*reversed(nodes)), TODAY)
    assert len(told(*nodes)) == 3


def test_shipped_data_do_not_drown() -> None:
    found = [finding for submission in shipped.submissions() for finding in advice(submission, date(2026, 11, 27))]
    assert [(f.severity, f.path, f.message.partition(" claims ")[0]) for f in found] == [
        (Severity.ADVICE, "learningMinutes", "'Learning from Events'"),
        (Severity.ADVICE, "learningMinutes", "'Supporting and developing teams'"),
    ]


# ------------------------------------------------------------------------------------------------ by the door
WORLD: list[Node] = [
    {"id": COLLEGE, "type": "Provider", "label": "The orchard college", "providerKind": "training-provider"},
    {"id": f"{SKILL}-set", "type": "Framework", "label": "Orchard skills", "edition": "2025", "rights": "Ours"},
    {"id": SKILL, "type": "Competence", "label": "Grow apples", "inFramework": f"{SKILL}-set"},
]


@pytest.fixture
def store() -> Store:
    opened = open_store("memory:")
    publish(Submission(Source("orchard-world"), tuple(WORLD)), opened)
    return opened


def test_advice_comes_by_the_door_on_the_day_given(store: Store) -> None:
    nodes = offered(("2026-02-01", ""), learningMinutes=60)
    findings = publish(sent(*nodes), store, dry_run=True, today=TODAY).findings
    assert "offering" in {finding.path for finding in findings}
    early = publish(sent(*nodes), store, dry_run=True, today=date(2026, 1, 1)).findings
    assert "offering" not in {finding.path for finding in early}
    assert "offering" not in {finding.path for finding in publish(sent(*nodes), store, dry_run=True).findings}


def test_the_same_course_of_another_source_is_seen(store: Store) -> None:
    publish(Submission(Source("catalogue"), tuple(pair("Growing apples", "Pears")[:2])), store)
    mine = sent(*pair("Pears", "Apple growing")[2:])
    (finding,) = (f for f in publish(mine, store, dry_run=True, today=TODAY).findings if f.path == "label")
    assert COURSE in finding.message
    backend = store.current().backend
    assert {node["id"] for node in staying(mine, backend, ())} == {COURSE, f"{COURSE}#outcome-0"}
    assert staying(mine, backend, {"catalogue"}) == []


def test_a_second_publication_is_no_twin_of_the_first(store: Store) -> None:
    publish(sent(*course(outcome(), learningMinutes=60)), store)
    again = sent(*course(outcome(), learningMinutes=60, iri=f"{COURSE}-2"))
    assert [f for f in publish(again, store, dry_run=True, today=TODAY).findings if f.path == "label"] == []


def test_publish_and_check_say_it_of_today(tmp_path: Path) -> None:
    url = f"file:{tmp_path / 'store'}"
    publish(Submission(Source("orchard-world"), tuple(WORLD)), open_store(url))
    file = tmp_path / "courses.jsonld"
    file.write_text(json.dumps({"graph": offered(("2020-01-01", ""), link="https://example.com/")}), "utf-8")
    published = signpost.publish(file, "orchard", url, dry_run=True).findings
    assert {"link", "offering"} <= {f.path for f in published if f.severity is Severity.ADVICE}
    assert set(published) == set(signpost.check(file, url, source="orchard"))
