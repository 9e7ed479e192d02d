"""The shipped resources, awards, bodies, gateways and the demonstration framework: data under test like code."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from signpost import words
from signpost.gate.validate import check
from signpost.graph.parse import parse
from signpost.model import Severity, Source, Submission

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
BUILD = DATA / "build"
AREAS = ("resources", "providers", "demonstration")
BASE = "https://w3id.org/signpost/"
ID = BASE + "id/"
sys.path.insert(0, str(BUILD))

import turtle  # noqa: E402  # the build scripts are no package; the path comes first

from resources_minutes import minutes  # noqa: E402  # as above

FILES = sorted(path for area in AREAS for path in (DATA / area).glob("*.ttl"))
EVERYWHERE = sorted([*DATA.rglob("*.ttl"), *(ROOT / "ontology" / "vocabularies").glob("*.ttl")])
L5 = ID + "resource/level-5-diploma-in-leadership-and-management-for-adult-care-tquk-610-0955-6"
ALL_ROWS = 234


def read(path: Path) -> list[dict[str, Any]]:
    nodes, unknown = words.from_triples(parse(path.read_bytes(), "turtle", str(path)))
    assert unknown == []
    return [dict(node) for node in nodes]


@cache
def ours() -> dict[str, dict[str, Any]]:
    return {node["id"]: node for path in FILES for node in read(path)}


@cache
def known() -> dict[str, dict[str, Any]]:
    return {node["id"]: node for path in EVERYWHERE for node in read(path)}


def of_type(kind: str, *, demonstration: bool = False) -> list[dict[str, Any]]:
    nodes = (n for n in ours().values() if kind in words.values(n, "type"))
    return [n for n in nodes if demonstration or not is_demonstration(n)]


def is_demonstration(node: dict[str, Any]) -> bool:
    return "/direct-" in node["id"]


def outcomes(resource: dict[str, Any]) -> list[dict[str, Any]]:
    return [ours()[i] for i in words.values(resource, "teaches")]


def needs(resource: dict[str, Any]) -> list[dict[str, Any]]:
    return [ours()[i] for i in words.values(resource, "requires")]


def teaches(resource: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {o["competence"].removeprefix(ID): o for o in outcomes(resource)}


@cache
def report() -> list[dict[str, str]]:
    with (BUILD / "resources_report.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


# ------------------------------------------------------------------------------------------------ form


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_file_is_in_canonical_order(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == turtle.turtle(read(path))


def test_nothing_points_to_what_is_not_there() -> None:
    places = {i for node in ours().values() for word in node for i in iris(node, word)}
    assert sorted(i for i in places if i.startswith(BASE) and i not in known()) == []


def iris(node: dict[str, Any], word: str) -> list[str]:
    rule = turtle.CONTEXT[word]
    if word in ("id", "type") or isinstance(rule, str) or rule.get("@type") not in ("@id", "@vocab"):
        return []
    start = rule.get("@context", {}).get("@vocab", "")
    return [v if v.startswith("http") else start + v for v in words.values(node, word)]


def test_no_subject_is_claimed_by_two_areas() -> None:
    areas: dict[str, set[str]] = {}
    for path in sorted(DATA.rglob("*.ttl")):
        for node in read(path):
            areas.setdefault(node["id"], set()).add(path.relative_to(DATA).parts[0])
    assert {iri: found for iri, found in areas.items() if len(found) > 1} == {}


@pytest.mark.parametrize("area", AREAS)
def test_the_manifest_tells_source_rights_day_and_digest_of_each_file(area: str) -> None:
    manifest = tomllib.loads((DATA / area / "manifest.toml").read_text(encoding="utf-8"))
    assert manifest["source"]["id"] == area
    assert all(manifest["source"].values())
    assert sorted(f["path"] for f in manifest["file"]) == sorted(p.name for p in (DATA / area).glob("*.ttl"))
    for file in manifest["file"]:
        assert all(file[key] for key in ("source", "rights", "retrieved", "reviewer"))
        assert file["sha256"] == hashlib.sha256((DATA / area / file["path"]).read_bytes()).hexdigest()


@pytest.mark.parametrize("area", AREAS)
def test_the_gate_refuses_nothing(area: str) -> None:
    nodes = tuple(n for path in FILES if path.parent.name == area for n in read(path))
    findings = check(Submission(Source(area), nodes), kinds)
    assert [f for f in findings if f.severity is Severity.REFUSED] == []


def kinds(asked: Iterable[str]) -> dict[str, tuple[str, ...]]:
    types = {i: words.values(known()[i], "type") for i in asked if i in known()}
    return {i: tuple(words.full(turtle.CONTEXT[kind]) for kind in found) for i, found in types.items()}


@pytest.mark.parametrize("kind", ["LearningResource", "Award", "Gateway", "Organisation"])
def test_no_label_stands_twice_in_a_kind_of_one_body(kind: str) -> None:
    bodies = ("provider", "awardingBody")
    seen = Counter(
        (words.text(n, "label"), *(n.get(b) for b in bodies), n.get("partOf", "") if kind == "Award" else "")
        for n in of_type(kind, demonstration=True)
    )
    assert [label for label, times in seen.items() if times > 1] == []


# ------------------------------------------------------------------------------------------------ what is there


def test_there_are_at_least_sixty_distinct_resources_and_twenty_five_bodies_and_gateways() -> None:
    resources = of_type("LearningResource")
    assert len({words.text(r, "label") for r in resources}) >= 60
    assert len(of_type("Organisation")) + len(of_type("Gateway")) >= 25
    assert len(of_type("Gateway")) >= 10
    assert len(of_type("WorkBasedActivity")) >= 30


def test_each_resource_says_who_offers_or_supports_it_and_what_it_teaches() -> None:
    for resource in of_type("LearningResource", demonstration=True):
        assert words.values(resource, "provider") or words.values(resource, "supporter"), resource["id"]
        assert outcomes(resource), resource["id"]
        assert words.values(resource, "activityType"), resource["id"]


def test_each_body_and_gateway_says_what_it_is_for_and_where_that_was_read() -> None:
    named = [n for n in of_type("Organisation") if not n["id"].endswith("/awarding-body-not-named")]
    for node in [*named, *of_type("Gateway")]:
        assert words.text(node, "purpose"), node["id"]
        assert all(s.startswith("http") for s in words.values(node, "sourceDocument")), node["id"]
        assert words.values(node, "helpsWith"), node["id"]


def test_the_kinds_of_help_of_the_source_document_are_all_there() -> None:
    found = {h for n in [*of_type("Organisation"), *of_type("Gateway")] for h in words.values(n, "helpsWith")}
    asked = {"agency", "network", "e-learning", "study-resource", "case-study", "research-evidence", "programme"}
    assert asked | {"qualification", "gateway", "provider", "professional-body"} <= found


def test_bodies_and_gateways_reach_nations_regions_and_places() -> None:
    assert {r for n in of_type("Organisation") for r in words.values(n, "reach")} == {"national", "regional", "local"}


@pytest.mark.parametrize("name", ["elfh", "Learn My Way", "National Careers Service", "ADASS", "Register of Reg"])
def test_a_body_that_no_source_was_read_for_is_not_shipped(name: str) -> None:
    assert not [n["id"] for n in ours().values() if name in words.text(n, "label")]


def test_learning_at_work_names_no_period_that_its_hours_may_contradict() -> None:
    period = re.compile(r"\b(hour|day|week|fortnight|month|quarter|year)(s|ly)?\b", re.IGNORECASE)
    assert [a["id"] for a in of_type("WorkBasedActivity") if period.search(words.text(a, "label"))] == []


def test_a_label_tells_the_number_of_each_of_several_awards_of_one_body_and_of_no_other() -> None:
    told = [r for r in of_type("LearningResource") if "award" in r]
    of_body = Counter(award_of_body(r) for r in told)
    for resource in told:
        assert (number(resource) in words.text(resource, "label")) == (of_body[award_of_body(resource)] > 1)


def test_a_number_with_a_later_one_beside_it_says_to_check_that_it_is_open() -> None:
    told = [r for r in of_type("LearningResource") if "award" in r]
    later = {award_of_body(r) for r in told if number(r).startswith("61")}
    twins = {r["id"] for r in told if award_of_body(r) in later and not number(r).startswith("61")}
    assert len(twins) >= 15
    assert twins == {r["id"] for r in told if "check that it is open to new learners" in words.text(r, "note")}


def number(resource: dict[str, Any]) -> str:
    return str(ours()[resource["identifier"]]["identifierValue"])


def award_of_body(resource: dict[str, Any]) -> tuple[str, str]:
    title = words.text(resource, "label").removesuffix(f" ({number(resource)})").removesuffix(" (England)")
    return resource["awardingBody"], title.lower()


# ------------------------------------------------------------------------------------------------ facts and proposals


def test_what_a_resource_teaches_is_a_proposal_with_basis_and_confidence() -> None:
    for node in [*of_type("LearningOutcome", demonstration=True), *of_type("Prerequisite")]:
        assert node["provenance"] == "editorial", node["id"]
        assert node["basis"].startswith("Proposed: "), node["id"]
        assert Decimal("0") < Decimal(str(node["confidence"])) < Decimal("1"), node["id"]


def test_an_outcome_raises_the_level_and_learning_at_work_by_one_at_most() -> None:
    for resource in of_type("LearningResource"):
        at_work = "WorkBasedActivity" in words.values(resource, "type")
        for outcome in outcomes(resource):
            gained = outcome["outcomeLevel"] - outcome["entryLevel"]
            assert gained == 1 if at_work else gained > 0, outcome["id"]
            if not at_work:
                assert outcome["entryLevel"] == 0, outcome["id"]
                assert "no source states a level to start from" in outcome["basis"], outcome["id"]


def test_no_price_is_given_but_that_colleagues_charge_no_fee() -> None:
    for resource in of_type("LearningResource", demonstration=True):
        if "WorkBasedActivity" in words.values(resource, "type"):
            assert Decimal(str(resource["price"])) == 0
            assert "no fee" in resource["basis"]
        else:
            assert "price" not in resource, resource["id"]


def test_a_subsidy_comes_with_a_note_that_it_is_no_price() -> None:
    subsidised = [r for r in of_type("LearningResource") if "subsidy" in r]
    assert len(subsidised) == ALL_ROWS - sum(r["fate"] == "left out" for r in report())
    assert all("subsidy, not the price" in words.text(r, "fundingNote") for r in subsidised)


def test_awareness_and_online_learning_show_knowledge_alone() -> None:
    for resource in of_type("LearningResource"):
        title = words.text(resource, "label").lower()
        if title.startswith(("understanding", "awareness")) or words.values(resource, "mode") == ("online",):
            assert {o["shows"] for o in outcomes(resource)} == {"knowledge"}, resource["id"]


def test_a_mode_is_given_only_where_the_source_states_it() -> None:
    modes = {m for r in of_type("LearningResource") for m in words.values(r, "mode")}
    assert modes == {"online", "workplace"}
    assert not any(words.values(r, "mode") for r in of_type("LearningResource") if "award" in r)


def test_the_award_level_decides_the_outcome_as_the_published_table_says() -> None:
    for resource in of_type("LearningResource"):
        award = ours().get(resource.get("award", ""), {})
        if "qualificationLevel" in award:
            rqf = known()[f"{BASE}vocabulary/rqf-level/{award['qualificationLevel']}"]
            assert {o["outcomeLevel"] for o in outcomes(resource)} == {rqf["levelValue"]}, resource["id"]


# ------------------------------------------------------------------------------------------------ known answers


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("45 mins + 30 mins = 75 mins", 75),
        ("45 mins + 30 mins", 75),
        ("60 mins", 60),
        ("4 hours", 240),
        ("580 hours", 34_800),
        ("40 learning hours (8 taught)", 2_400),
        ("120 learning hours (24 taught), excludes hours of prior levels", 7_200),
        ("14 hours of content, delivered as 4 live sessions", 840),
        ("4 modules", None),
        ("6 days", None),
        ("4 self-learning modules and 3 live sessions", None),
        ("", None),
    ],
)
def test_learning_time_is_read_from_prose(prose: str, expected: int | None) -> None:
    assert minutes(prose) == expected


def test_the_level_five_diploma_of_one_body_is_told_by_its_number() -> None:
    resource = ours()[L5]
    award = ours()[resource["award"]]
    assert (resource["provider"], resource["learningMinutes"]) == (ID + "organisation/tquk", 57_000)
    assert (award["qualificationLevel"], ours()[award["identifier"]]["identifierValue"]) == ("5", "610/0955/6")
    assert Decimal(str(resource["subsidy"])) == 1500
    safeguarding = teaches(resource)["standard/lmc-2012/scdlmcb1"]
    assert [safeguarding[w] for w in ("entryLevel", "outcomeLevel", "shows")] == [0, 4, "both"]
    (leads,) = needs(resource)
    assert (leads["competence"], leads["level"]) == (ID + "standard/ml-2012/cfamlba3", 2)
    assert "no entry rule" in leads["basis"]
    assert "standard/lmc-2008/scdlmcsb1" not in teaches(resource)


def test_skills_for_cares_online_module_keeps_time_and_link() -> None:
    resource = ours()[ID + "resource/supporting-and-developing-teams-skills-for-care"]
    assert (resource["learningMinutes"], resource["mode"], resource["planning"]) == (75, "online", "planned")
    assert resource["link"].startswith("https://www.skillsforcare.org.uk/")


def test_a_broken_category_name_is_mended_and_a_page_section_is_none() -> None:
    diploma = ours()[ID + "resource/level-2-diploma-in-care-tquk-603-2554-9"]
    joined = "competence/cwp-2024/awareness-of-mental-health-dementia-autism-and-learning-disabilities-linked-to"
    assert joined in teaches(diploma)
    assert len(teaches(diploma)) == 14
    assert not any("learning-opportunities" in o["competence"] for o in of_type("LearningOutcome"))


def test_the_nvq_needs_four_mandatory_and_four_optional_units() -> None:
    award = ours()[ID + "award/nvq-4-leadership-and-management-for-care-services"]
    groups = [ours()[g] for g in words.values(award, "unitGroup")]
    assert [(g["atLeast"], len(words.values(g, "unit"))) for g in groups] == [(4, 4), (4, 9)]
    given = {ours()[u]["gives"].removeprefix(ID) for u in words.values(groups[0], "unit")}
    assert given == {f"standard/lmc-2008/scdlmcs{code}" for code in ("a1", "b1", "c1", "e1")}


def test_the_same_award_of_two_bodies_keeps_the_values_of_each() -> None:
    gateway = "level-5-diploma-in-leadership-and-management-for-adult-care-gateway-qualifications-603-2681-5"
    award = ours()[f"{ID}award/{gateway}"]
    assert [award[w] for w in ("credit", "guidedLearningHours", "totalQualificationTime")] == [90, 469, 900]
    assert sum("guidedLearningHours" in a for a in of_type("Award")) == 1


def test_the_demonstration_framework_stands_apart() -> None:
    care = [n for n in known().values() if not is_demonstration(n)]
    assert not [n["id"] for n in care if "/direct-2/" in json.dumps(n)]
    skills = [n for n in of_type("Competence", demonstration=True) if n["competenceType"] == "skill"]
    assert len(skills) == 164
    assert len([r for r in of_type("LearningResource", demonstration=True) if is_demonstration(r)]) == 105


# ------------------------------------------------------------------------------------------------ the build


def test_the_report_holds_every_row_once_with_its_fate() -> None:
    rows = report()
    assert [int(r["row"]) for r in rows] == list(range(ALL_ROWS))
    assert {r["fate"] for r in rows} == {"kept", "left out"}
    assert all(bool(r["why_left_out"]) == (r["fate"] == "left out") for r in rows)
    kept = [f"{ID}resource/{r['resource']}" for r in rows if r["fate"] == "kept"]
    assert sorted(kept) == sorted(r["id"] for r in of_type("LearningResource") if "subsidy" in r)


@pytest.mark.outside
def test_the_same_input_builds_the_same_bytes(shared: Path, tmp_path: Path) -> None:
    copy = tmp_path / "checkout"
    for folder in ("data/build", "ontology"):
        shutil.copytree(ROOT / folder, copy / folder)
    for script in ("resources_build.py", "resources_bodies.py", "resources_direct.py"):
        subprocess.run([sys.executable, str(copy / "data/build" / script), str(shared / "data")], check=True)
    for path in [*FILES, *(DATA / area / "manifest.toml" for area in AREAS), BUILD / "resources_report.csv"]:
        assert (copy / path.relative_to(ROOT)).read_bytes() == path.read_bytes(), path.name


@pytest.mark.outside
def test_the_report_covers_every_row_of_the_input(shared: Path) -> None:
    source = json.loads((shared / "data/care-workforce-pathway/pathway.json").read_text(encoding="utf-8"))
    codes = [t["code"] for t in source["training"]]
    assert [r["code"] for r in report()] == codes
    numbers = {i["identifierValue"] for i in of_type("Identifier") if i["identifierScheme"] == "ofqual-qualification"}
    listed = {r["code"] for r in report() if r["fate"] == "kept" and "/" in r["code"]}
    assert listed <= numbers
