"""What pages tell search engines: in the words of schema.org, a Course where there are all facts of one."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from signpost_web.app import create_app

import signpost
from signpost import browsing, machines
from signpost.exchange.schemaorg.reading import read
from signpost.exchange.schemaorg.writing import Named, write
from signpost.model import THINGS, Node

BUDGETS = f"{THINGS}standard/ml-2012/cfamlea4"
COLLEGE = "https://college.example/id/"
US = {"id": f"{COLLEGE}us", "type": "Provider", "label": "A college", "homepage": "https://college.example/"}
WHOLE = {
    "id": f"{COLLEGE}budgets",
    "type": "LearningResource",
    "label": "Budgets",
    "description": "How to plan and keep a budget.",
    "provider": US["id"],
    "activityType": "direct-training",
    "mode": "in-person",
    "learningMinutes": 360,
    "price": "95.5",
    "scheduled": True,
    "offering": f"{COLLEGE}budgets#spring",
    "teaches": f"{COLLEGE}budgets#outcome",
}
RUN = {"id": f"{COLLEGE}budgets#spring", "type": "Offering", "startDate": "2027-03-01", "place": "Leeds"}
OUTCOME = {"id": f"{COLLEGE}budgets#outcome", "type": "LearningOutcome", "competence": BUDGETS, "entryLevel": 0,
           "outcomeLevel": 3, "shows": "both"}  # fmt: skip
HOSTILE = "Budgets</script><script>alert(1)</script><!--"


def told(node: Node, *parts: Node) -> dict[str, Any]:
    found = write(node, {part["id"]: part for part in parts}, lambda iri: Named(f"label of {iri}", "CODE"))
    assert found is not None
    return found


def without(*left_out: str, **said: object) -> dict[str, object]:
    return {word: value for word, value in (WHOLE | said).items() if word not in left_out}


def is_course(found: Mapping[str, Any] | None) -> bool:
    return found is not None and "Course" in found["@type"]


def published(folder: Path, *nodes: Mapping[str, object]) -> str:
    """The address of a store to which a college has published."""
    sent = folder.with_name(f"{folder.name}.jsonld")
    sent.write_text(json.dumps(nodes), "utf-8")
    signpost.publish(sent, "a-college", f"file:{folder}")
    return f"file:{folder}"


def test_a_resource_with_all_facts_is_a_course() -> None:
    found = told(WHOLE, RUN, OUTCOME)
    assert found["@type"] == ["Course", "LearningResource"]
    assert found["offers"] == {"@type": "Offer", "category": "Paid", "price": "95.5", "priceCurrency": "GBP"}
    assert found["hasCourseInstance"] == {
        "@type": "CourseInstance", "courseMode": "Onsite", "courseWorkload": "PT360M", "startDate": "2027-03-01",
        "courseSchedule": {"@type": "Schedule", "startDate": "2027-03-01"}, "location": "Leeds",
    }  # fmt: skip
    (taught,) = found["teaches"]
    assert (taught["@id"], taught["termCode"], taught["https://w3id.org/signpost/ns#outcomeLevel"]) == (
        BUDGETS, "CODE", 3)  # fmt: skip


@pytest.mark.parametrize("word", ["description", "provider", "mode", "price"])
def test_a_resource_that_lacks_a_fact_is_no_course(word: str) -> None:
    assert told(without(word), RUN, OUTCOME)["@type"] == "LearningResource"


def test_a_course_that_runs_on_dates_needs_one_or_its_learning_time() -> None:
    assert is_course(told(without("learningMinutes"), RUN))
    assert not is_course(told(without("learningMinutes", "offering", scheduled=False)))
    assert not is_course(told(without("offering")))
    assert is_course(told(without("offering", scheduled=False)))


@pytest.mark.parametrize("kind", ["reading", "mentoring", "shadowing"])
def test_what_is_no_course_is_none_whatever_is_known(kind: str) -> None:
    assert not is_course(told(without(activityType=kind), RUN))


def test_a_subsidy_is_no_price_and_free_is_one() -> None:
    assert "offers" not in told(without("price", subsidy="60"), RUN)
    free = told(without(price="0"), RUN)
    assert (free["offers"]["category"], free["isAccessibleForFree"]) == ("Free", True)


def test_what_we_write_we_read(tmp_path: Path) -> None:
    file = tmp_path / "course.json"
    file.write_text(json.dumps(told(WHOLE, RUN, OUTCOME)), "utf-8")
    sent = read(file, signpost.model.Source("a-college"))
    course = next(node for node in sent.nodes if node["type"] == "LearningResource")
    assert (course["learningMinutes"], course["price"], course["mode"]) == (360, "95.50", "in-person")
    outcome = next(node for node in sent.nodes if node["type"] == "LearningOutcome")
    assert (outcome["competence"], outcome["outcomeLevel"], outcome["shows"]) == (BUDGETS, 3, "both")


@pytest.mark.parametrize(
    ("iri", "kind", "name"),
    [("role/team-leader", "Occupation", "Team leader or supervisor"), ("organisation/tquk", "EducationalOrganization",
     "TQUK"), ("organisation/cqc", "Organization", "Care Quality Commission"), ("framework/lmc-2012", "DefinedTermSet",
     "Leadership and Management for Care Services NOS (2012)"), ("standard/ml-2012/cfamlea4", "DefinedTerm",
     "Manage budgets")],
)  # fmt: skip
def test_other_things_are_told_too(iri: str, kind: str, name: str) -> None:
    found = machines.embedded(signpost.open(), THINGS + iri)
    assert found is not None
    assert (found["@type"], found["name"], found["@id"]) == (kind, name, THINGS + iri)


def test_a_region_has_no_word() -> None:
    assert machines.embedded(signpost.open(), f"{THINGS}region/E12000007") is None


def test_the_resources_pass_the_outside_check(
    fresh: Callable[[], Path], shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = signpost.open(published(fresh(), US, WHOLE, RUN, OUTCOME))
    found = [machines.embedded(store, iri) for iri, _ in browsing.things(store, "resource")]
    counted = Counter(is_course(one) for one in found)
    with capsys.disabled():
        print(f"\nresources as Course: {counted[True]}, as LearningResource without it: {counted[False]}")
    assert counted[True] == 1
    assert len(found) > 400
    file = tmp_path / "courses.json"
    file.write_text(json.dumps([one for one in found if is_course(one)]), "utf-8")
    check = shared / "conformance" / "interop_check.py"
    run = subprocess.run([sys.executable, check, "google-course", file], capture_output=True, text=True)
    assert (run.returncode, run.stdout.splitlines()[-1:]) == (0, ["1 passed, 0 failed"]), run.stdout


def test_a_label_cannot_end_what_is_embedded(fresh: Callable[[], Path]) -> None:
    folder = fresh()
    app = create_app(published(folder, US, WHOLE | {"label": HOSTILE}, RUN, OUTCOME))
    page = app.test_client().get("/things", query_string={"iri": WHOLE["id"]}).text
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(blocks) == 1
    assert json.loads(blocks[0])["name"].startswith("Budgets")
    assert "<script>alert" not in page
