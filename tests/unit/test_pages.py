from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from signpost.emit import Items, Page, Table, Text
from signpost.engine.audit import profile
from signpost.engine.first import first
from signpost.model import (
    Attainment,
    Audit,
    AuditLine,
    Basis,
    Cause,
    Edition,
    Evidence,
    Holding,
    Horizon,
    LearningRoute,
    OpenRequirement,
    PersonSpecification,
    Policy,
    Proof,
    Reason,
    Relaxation,
    Requirement,
    State,
    Step,
    Triple,
)
from signpost.pages.audit import audit_page
from signpost.pages.route import next_page, proof_sentence, route_page, statements
from signpost.pages.wording import age, money

DAY = date(2026, 3, 1)
BASIS = Basis("an editor thought so", 0.6)


def requirement(
    name: str, importance: int = 3, horizon: Horizon = Horizon.NOW, basis: Basis | None = None
) -> Requirement:
    return Requirement(f"need:{name}", f"urn:{name}", 4, importance, horizon=horizon, proposed=basis)


def line(needed: Requirement, state: State, held: int | None, judge: str = "urn:manager") -> AuditLine:
    gap = None if held is None else max(0, 4 - held)
    attainment = Attainment("a", needed.competence, held or 0, judge, (Evidence("urn:observation"),))
    holdings = () if held is None else (Holding(attainment, held, True),)
    return AuditLine(needed, needed.competence[4:], state, held, gap, holdings, edition=Edition.IN_FORCE)


def step(name: str, serves: str, for_step: str = "", price: int | None = 1000, start: date = DAY) -> Step:
    reason = Reason(f"need:{serves}", f"urn:{serves}", 2, 4, for_step, proposed=(BASIS,))
    return Step(
        f"urn:step-{name}", f"Course {name}", "urn:college", "", start, DAY, price, 90, (reason,), link="https://x.y/"
    )


AUDIT = Audit(
    PersonSpecification("person-01", "Manager", ("urn:role",), DAY, (), policy=Policy(value_per_hour=1500)),
    (
        line(requirement("budgets", 5, basis=BASIS), State.SHORT, 2),
        line(requirement("people"), State.MET, 4),
        line(requirement("change", 2, Horizon.LONG), State.NOT_ASSESSED, None),
    ),
    "digest",
)
ROUTE = LearningRoute(
    (step("one", "change", for_step="urn:step-two"), step("two", "budgets")),
    ("need:budgets", "need:change"),
    (OpenRequirement("need:x", "urn:x", "x", Cause.BUDGET, "It costs £900.", ("urn:gateway",)),),
    17, 17, 2000, False, 180, 6500, 6500, DAY, Proof.UNIQUE,
    relaxations=(Relaxation("budget", "raise the budget to £900", ("urn:x",), 9, 90000),),
)  # fmt: skip


class Names:
    """Things are called by the last part of their IRI."""

    def called(self, iri: str) -> str:
        return iri.rsplit("/", 1)[-1].removeprefix("urn:").upper()

    short = called

    def framework(self, iri: str) -> str:
        return "Edition 2012"


NAMES = Names()


def words(page: Page) -> str:
    return "\n".join(str(block) for block in page.blocks)


def test_money_is_read_as_pounds() -> None:
    assert [money(p) for p in (0, 5, 1250, 123456700, None)] == [
        "£0",
        "£0.05",
        "£12.50",
        "£1,234,567",
        "price not known",
    ]


def test_the_audit_says_needs_held_state_and_marks_proposals() -> None:
    page = audit_page(AUDIT, profile(AUDIT), NAMES)
    table = next(block for block in page.blocks if isinstance(block, Table))
    assert table.rows[0] == ("BUDGETS", "4 *", "2", "short by 2", "MANAGER: OBSERVATION")
    assert table.rows[2] == ("CHANGE", "4", "-", "not assessed", "")
    assert "1 met, 1 short, 1 not assessed." in words(page)
    assert "0.6: an editor thought so [BUDGETS]" in words(page)


def test_an_audit_marks_the_lines_whose_edition_was_not_surely_in_force_on_the_day() -> None:
    editions = (Edition.UNCERTAIN, Edition.NOT_YET, Edition.ENDED)
    lines = tuple(replace(line, edition=one) for line, one in zip(AUDIT.lines, editions, strict=True))
    page = audit_page(replace(AUDIT, lines=lines), (), NAMES)
    table = next(block for block in page.blocks if isinstance(block, Table))
    assert [row[0] for row in table.rows] == ["BUDGETS †", "PEOPLE (not yet in force)", "CHANGE (no longer in force)"]
    assert "no stated date tells whether 1 of 3 standards were in force on 1 March 2026" in words(page)
    assert "†" not in words(audit_page(AUDIT, (), NAMES))


def test_the_route_tells_steps_reasons_causes_and_what_to_change() -> None:
    text = words(route_page(AUDIT, ROUTE, NAMES))
    assert "2 requirements closed in 2 steps, £20, 3 h, done by 1 March 2026" in text
    assert "It raises BUDGETS from level 2 to 4 (proposed), which the post requires." in text
    assert "step 2 asks for first" in text
    assert "only above budget: 1 requirement" in text
    assert "raise the budget to £900: closes X" in text
    assert "An hour of the learner's time is counted as £15" in text


def test_a_price_that_is_not_known_is_said() -> None:
    route = replace(ROUTE, steps=(step("one", "budgets", price=None),), price_incomplete=True, price=0)
    assert "price not known" in words(route_page(AUDIT, route, NAMES))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "no valid route closes more, costs less or ends sooner"),
        (
            {"proof": Proof.WEIGHT, "cost_bound": 5850, "stopped": "time limit"},
            "at most 10.0 % above the least possible",
        ),
        ({"proof": Proof.NONE, "weight_bound": 20, "stopped": "work limit"}, "no route can close more than 20"),
        ({"greedy_cost": 7000}, "one gap after another would cost £70"),
    ],
)
def test_the_proof_is_told_as_far_as_it_goes(change: dict[str, object], said: str) -> None:
    assert said in proof_sentence(replace(ROUTE, **change))  # type: ignore[arg-type]  # the cases name real fields


def test_statements_about_parts_are_told_of_the_whole() -> None:
    role, ns, course = "https://x/id/role/r", "https://w3id.org/signpost/ns#", "https://x/id/resource/c"
    triples = (
        Triple(role + "#need", ns + "competence", "https://x/safety"),
        Triple("https://x/safety", ns + "inFramework", "https://x/framework"),
        Triple(course, ns + "teaches", course + "#teaches-1"),
        Triple(course + "#teaches-1", ns + "competence", "https://x/safety"),
        Triple(course + "#teaches-1", ns + "outcomeLevel", '"4"'),
    )
    said = ["R requires SAFETY", "it teaches SAFETY", "SAFETY stands in Edition 2012"]
    assert statements(triples, course, NAMES) == said


@pytest.mark.parametrize(("days", "said"), [(1, "1 day"), (13, "1 week"), (61, "2 months"), (800, "2 years")])
def test_an_age_is_said_as_people_say_it(days: int, said: str) -> None:
    assert age(days) == said


def test_the_next_step_can_begin_now_and_matters_most() -> None:
    found = first(AUDIT, ROUTE)
    assert found is not None
    assert found.step.label == "Course one", "step two waits for it"
    both = replace(ROUTE, steps=(step("one", "change"), step("two", "budgets")))
    found = first(AUDIT, both)
    assert found is not None
    assert (found.step.label, found.weight, found.closes) == ("Course two", 15, ("need:budgets",))
    assert "2 steps that can begin now" in found.because


def test_nothing_to_learn_is_an_answer_too() -> None:
    met = Audit(AUDIT.specification, AUDIT.lines[1:2], "digest")
    page = next_page(first(met, replace(ROUTE, steps=())), met, NAMES)
    assert any(isinstance(block, Text) and "every requirement is met" in block.text for block in page.blocks)
    assert not any(isinstance(block, Items) for block in page.blocks)
