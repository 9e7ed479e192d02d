"""What a submission would come to, by the face and on the page: on the shipped data, and in a small store."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from indexes import iri

import signpost
from signpost.cli import verbs
from signpost.errors import SignpostError, UnknownName
from signpost.exchange.named import placeholder
from signpost.gate.publish import publish as admit
from signpost.model import Keeps, Node, Place, Placement, Severity, Source, Start, Submission
from signpost.store.release import Store

COLLEGE = "https://college.example/id/"
BUDGETS = "https://w3id.org/signpost/id/standard/ml-2012/cfamlea4"
AS_AT = date(2026, 3, 2)
US = {"id": COLLEGE + "us", "type": "Provider", "label": "A college", "providerKind": "training-provider"}
REGION = "https://w3id.org/signpost/id/region/"


def course(slug: str, **more: object) -> list[dict[str, object]]:
    """An invented course on budgets and its outcome; None takes a word away."""
    said = {
        "id": COLLEGE + slug, "type": "LearningResource", "label": f"Course {slug}", "provider": COLLEGE + "us",
        "activityType": "e-learning", "mode": "online", "learningMinutes": 600, "price": "95",
        "teaches": f"{COLLEGE}{slug}#teaches", **more,
    }  # fmt: skip
    outcome = {"id": f"{COLLEGE}{slug}#teaches", "type": "LearningOutcome", "shows": "both", "competence": BUDGETS,
               "entryLevel": 0, "outcomeLevel": 3}  # fmt: skip
    return [{word: value for word, value in said.items() if value is not None}, outcome]


def sent(folder: Path, *courses: list[dict[str, object]]) -> Path:
    file = folder / "college.jsonld"
    file.write_text(json.dumps([US, *(node for one in courses for node in one)]), "utf-8")
    return file


def asked(file: Path, *more: str) -> Result:
    return CliRunner().invoke(
        verbs, ["preview", str(file), "--source", "a-college", "--as-at", "2026-03-02", "--quiet", *more]
    )


def test_a_course_on_budgets_is_signposted_for_those_whom_it_serves(tmp_path: Path) -> None:
    before = signpost.open().current().digest
    found = signpost.preview(sent(tmp_path, course("budgets")), "a-college", as_at=AS_AT)
    assert (found.refused, found.more, found.roles) == ((), 0, 5)
    assert {finding.severity for finding in found.findings} == {Severity.ADVICE}
    (one,) = found.resources
    assert one.card.label == "Course budgets"
    deputy = iri("role", "deputy-manager")
    assert deputy in one.placed.roles
    assert {p.closes for p in one.placed.placements if p.role == deputy} == {(BUDGETS,)}
    assert signpost.open().current().digest == before, "nothing is published"
    assert one.placed == signpost.preview(tmp_path / "college.jsonld", "a-college", as_at=AS_AT).resources[0].placed


def test_the_price_that_is_told_brings_it_in(tmp_path: Path) -> None:
    def out(price: str) -> list[Placement]:
        found = signpost.preview(sent(tmp_path, course("dear", price=price)), "a-college", as_at=AS_AT)
        return [p for p in found.resources[0].placed.placements if p.role == iri("role", "deputy-manager")]

    (told,) = {one.keeps_out for one in out("9500") if one.start is Start.BELOW}
    most = told[0].needed
    assert told[0].keeps is Keeps.PRICE
    assert most is not None
    assert {one.start: one.place for one in out(f"{most / 100:.2f}")}[Start.BELOW] is Place.STEP
    # At one more it costs as much as its rival, so that the rest of the order decides; at two more it is the dearer.
    assert {one.start: one.place for one in out(f"{(most + 2) / 100:.2f}")}[Start.BELOW] is Place.OUT


def test_what_is_refused_is_told_and_the_rest_is_placed(tmp_path: Path) -> None:
    wrong = course("wrong")
    wrong[1]["outcomeLevel"] = 9
    found = signpost.preview(sent(tmp_path, wrong, course("right")), "a-college", as_at=AS_AT)
    assert any(finding.severity == "refused" for finding in found.findings)
    assert [one.placed.label for one in found.resources] == ["Course right"]
    assert found.refused == (COLLEGE + "wrong",)
    page = asked(tmp_path / "college.jsonld")
    assert page.exit_code == 0
    assert "It would not be published: 1 finding must be put right first." in page.stdout
    assert "Course right: signposted for" in page.stdout


def test_the_page_leads_with_for_how_many_roles(tmp_path: Path) -> None:
    page = asked(sent(tmp_path, course("budgets"))).stdout
    assert page.startswith("Course budgets: signposted for ")
    assert "of 5 roles" in page.splitlines()[0]
    assert "It can be published, with 2 findings." in page
    assert "What a manager would see" in page
    assert "Manage budgets" in page


def test_a_place_is_told_by_the_regions_within_reach(tmp_path: Path) -> None:
    there = {"mode": "in-person", "region": f"{REGION}E12000007", "activityType": "direct-training",
             "learningMinutes": 1200, "offering": f"{COLLEGE}budgets#run"}  # fmt: skip
    run = {"id": f"{COLLEGE}budgets#run", "type": "Offering", "startDate": "2026-04-13", "endDate": "2026-04-15",
           "price": "95", "region": f"{REGION}E12000007"}  # fmt: skip
    page = asked(sent(tmp_path, [*course("budgets", **there), run])).stdout
    assert "It can be published: nothing is wrong with it." in page
    assert "It is in reach of someone in London (signposted for " in page
    assert " of 2 roles); out of reach in the other 11." in " ".join(page.split())
    assert "run   13 April 2026 to 15 April 2026  £95    London" in page


def test_where_all_dates_are_over_that_is_said_and_nothing_of_places(tmp_path: Path) -> None:
    there = {"mode": "in-person", "region": f"{REGION}E12000007", "activityType": "direct-training",
             "learningMinutes": 1200, "offering": f"{COLLEGE}budgets#run"}  # fmt: skip
    run = {"id": f"{COLLEGE}budgets#run", "type": "Offering", "startDate": "2025-04-14", "price": "95"}
    page = " ".join(asked(sent(tmp_path, [*course("budgets", **there), run])).stdout.split())
    assert page.startswith("Course budgets: signposted for nobody now")
    assert "All its dates have begun or are over, so that nobody is signposted to it. Give it new dates." in page
    assert "in reach" not in page
    assert "states no region" not in page


def test_a_role_can_be_named_alone(tmp_path: Path) -> None:
    file = sent(tmp_path, course("budgets"))
    found = signpost.preview(file, "a-college", as_at=AS_AT, roles=["Deputy manager", "team-leader"])
    assert found.roles == 2
    (one,) = found.resources
    assert {each.role for each in one.placed.placements} == {iri("role", "deputy-manager"), iri("role", "team-leader")}
    assert asked(file, "--role", "deputy manager").stdout.startswith("Course budgets: signposted for 1 of 1 role\n")
    with pytest.raises(UnknownName, match="deputty"):
        signpost.preview(file, "a-college", roles=["deputty"])


def test_when_the_time_is_up_the_page_says_what_was_not_looked_at(tmp_path: Path) -> None:
    page = asked(sent(tmp_path, course("budgets")), "--time-limit", "0.000001").stdout
    assert page.startswith("Course budgets: signposted for 0 of the 3 roles looked at\n")
    assert "2 more roles ask for something that it helps with and were not looked at." in (" ".join(page.split()))
    assert "3 roles ask for nothing that it teaches." in page


def test_csv_has_a_row_for_each_role_and_start(tmp_path: Path) -> None:
    told = asked(sent(tmp_path, course("budgets")), "--as", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(told)))
    assert len(rows) == 10
    deputy = next(row for row in rows if row["role_label"] == "Deputy manager" and row["start"] == "holding nothing")
    assert (deputy["signposted"], deputy["place"], deputy["closes"]) == ("1", "in the best route", BUDGETS)
    assert {row["why"] for row in rows if row["role_label"] == "Team leader or supervisor"} == {
        "Nothing that it teaches is still asked for."
    }


def test_json_is_the_preview(tmp_path: Path) -> None:
    told = json.loads(asked(sent(tmp_path, course("budgets")), "--as", "json").stdout)
    assert (told["source"], told["as_at"], told["roles"]) == ("a-college", "2026-03-02", 5)
    assert told["resources"][0]["card"]["iri"] == COLLEGE + "budgets"
    assert told["called"][BUDGETS] == "CFAM&LEA4"


def test_a_submission_without_resources_says_so(tmp_path: Path) -> None:
    assert "There is no learning resource in it" in asked(sent(tmp_path)).stdout


# ---------------------------------------------------------------------------------------------- in a small store
SMALL: tuple[Node, ...] = (
    {"id": f"{COLLEGE}framework", "type": "Framework", "label": "Orchards"},
    {"id": f"{COLLEGE}prune", "type": "Competence", "label": "Prune trees", "notation": "ORC1",
     "inFramework": f"{COLLEGE}framework"},
    {"id": f"{COLLEGE}keeper", "type": "Role", "label": "Keeper", "requirement": f"{COLLEGE}keeper#prune"},
    {"id": f"{COLLEGE}keeper#prune", "type": "Requirement", "competence": f"{COLLEGE}prune", "level": 2,
     "importance": 3, "asks": "both", "family": "generic"},
)  # fmt: skip


def pruning(slug: str, price: str, competence: str = f"{COLLEGE}prune") -> tuple[Node, ...]:
    resource, outcome = course(slug, price=price)
    return US, resource, {**outcome, "competence": competence, "outcomeLevel": 2}


def orchard(*nodes: Node, amends: bool = False) -> Submission:
    return Submission(Source("orchard"), tuple({node["id"]: node for node in nodes}.values()), amends=amends)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with a role, a competence, and a source with one course on it at £50."""
    opened = signpost.open(f"file:{tmp_path / 'store'}")
    admit(Submission(Source("ground"), SMALL), opened)
    admit(orchard(*pruning("old", "50")), opened)
    return opened


def standing(found: signpost.Preview, slug: str) -> tuple[Place, list[str]]:
    one = next(each.placed for each in found.resources if each.placed.resource == COLLEGE + slug)
    first = next(each for each in one.placements if each.start is Start.NOTHING)
    return first.place, [iri.rsplit("/", 1)[1] for iri in first.beaten_by]


def test_a_submission_is_a_value_and_takes_the_place_of_what_its_source_said(store: Store) -> None:
    before = store.current()
    found = signpost.preview(orchard(*pruning("new", "95")), store=store, as_at=AS_AT)
    assert standing(found, "new") == (Place.STEP, []), "the old course would be gone"
    assert before.index.find("resource", f"{COLLEGE}new") == -1
    assert store.current().digest == before.digest


def test_what_amends_its_source_stands_beside_what_stays(store: Store) -> None:
    found = signpost.preview(orchard(*pruning("new", "95"), amends=True), store=store, as_at=AS_AT)
    assert standing(found, "new") == (Place.OUT, ["old"])
    cheaper = signpost.preview(orchard(*pruning("new", "49"), amends=True), store=store, as_at=AS_AT)
    assert standing(cheaper, "new") == (Place.STEP, [])


def test_a_competence_may_be_named_by_its_code(store: Store) -> None:
    found = signpost.preview(orchard(*pruning("new", "95", placeholder("ORC1"))), store=store, as_at=AS_AT)
    assert standing(found, "new") == (Place.STEP, [])
    lost = signpost.preview(orchard(*pruning("new", "95", placeholder("ORC9"))), store=store, as_at=AS_AT)
    assert (lost.resources, lost.refused) == ((), (f"{COLLEGE}new",))
    assert any(finding.severity is Severity.REFUSED for finding in lost.findings)


def test_one_resource_is_named_by_its_name_its_slug_or_its_address(store: Store) -> None:
    both = orchard(*pruning("one", "95"), *pruning("two", "95"))
    for name in ("Course two", "course two", "two", COLLEGE + "two"):
        found = signpost.preview(both, store=store, as_at=AS_AT, resource=name)
        assert [each.placed.label for each in found.resources] == ["Course two"]
    with pytest.raises(UnknownName, match="thre"):
        signpost.preview(both, store=store, resource="thre")


def test_only_the_first_ten_are_placed_and_the_rest_is_counted(tmp_path: Path, store: Store) -> None:
    every = [[dict(node) for node in pruning(f"c{n:02d}", "95")[1:]] for n in range(13)]
    page = asked(sent(tmp_path, *every), "--store", store.url).stdout
    # A long path is broken into lines.
    assert "".join(page.split()).startswith(f"{tmp_path / 'college.jsonld'}:10resourcesofa-college")
    assert "3 more resources not looked at." in page
    assert page.count("signposted for") == 10


def test_a_person_specification_is_no_submission() -> None:
    with pytest.raises(SignpostError, match="is a person specification"):
        signpost.preview("examples/registered-manager.yaml", "a-college")


def test_a_source_without_a_name_is_a_fault_of_use(tmp_path: Path) -> None:
    with pytest.raises(SignpostError, match="cannot be the name of a source"):
        signpost.preview(sent(tmp_path, course("budgets")), "A college!")
