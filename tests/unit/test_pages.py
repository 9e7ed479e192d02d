from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from signpost.emit import Heading, Item, Items, Page, Table, Text
from signpost.engine.audit import profile
from signpost.engine.first import first
from signpost.engine.names import slug_in_words
from signpost.model import (
    VOCABULARY,
    Attainment,
    Audit,
    AuditLine,
    Basis,
    Cause,
    Constraints,
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
)
from signpost.pages.audit import audit_page
from signpost.pages.changes import in_words
from signpost.pages.route import next_page, route_page, things
from signpost.pages.summary import greedy_sentence, opening, proof_sentence
from signpost.pages.wording import Told, age, capital, day_said, hours, listed, money
from signpost.things.particulars import Particulars

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
    relaxations=(Relaxation("budget", 90000, ("urn:x",), 9, 90000),),
)  # fmt: skip


class Names:
    """Things are called by the last part of their IRI."""

    def called(self, iri: str) -> str:
        return iri.rsplit("/", 1)[-1].removeprefix("urn:").upper()

    short = code = called

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
    assert table.rows[0] == ("BUDGETS", "budgets", "5 now", "4 *", "2", "short by 2")
    assert table.rows[2] == ("CHANGE", "change", "2 long", "4", "-", "not assessed")
    evidence = [block for block in page.blocks if isinstance(block, Table)][1]
    assert evidence.rows[0] == ("BUDGETS", "MANAGER: OBSERVATION")
    assert "its importance times 3 for now, 2 for medium, 1 for long" in words(page)
    assert "1 met, 1 short, 1 not assessed." in words(page)
    assert "0.6: an editor thought so [BUDGETS]" in words(page)


def test_an_audit_opens_with_how_much_is_met() -> None:
    first, second, *_ = audit_page(AUDIT, (), NAMES).blocks
    assert first == Text("1 met, 1 short, 1 not assessed.")
    assert isinstance(second, Text)
    assert second.text.startswith("As at 1 March 2026.")


@pytest.mark.parametrize(("judged", "said"), [(0, True), (2, True), (3, False)])
def test_where_half_was_never_judged_that_comes_first(judged: int, said: bool) -> None:
    states = (State.SHORT,) * judged + (State.NOT_ASSESSED,) * (4 - judged)
    lines = tuple(line(requirement(f"n{i}"), state, None) for i, state in enumerate(states))
    audit = replace(AUDIT, lines=lines)
    advice = f"{4 - judged} of the 4 requirements are not assessed. Let someone judge what is held first"
    assert (advice in words(audit_page(audit, (), NAMES))) == (advice in route_text(audit=audit)) == said


def test_an_audit_marks_the_lines_whose_edition_was_not_surely_in_force_on_the_day() -> None:
    editions = (Edition.UNCERTAIN, Edition.NOT_YET, Edition.ENDED)
    lines = tuple(replace(line, edition=one) for line, one in zip(AUDIT.lines, editions, strict=True))
    page = audit_page(replace(AUDIT, lines=lines), (), NAMES)
    table = next(block for block in page.blocks if isinstance(block, Table))
    assert [row[0] for row in table.rows] == ["BUDGETS †", "PEOPLE", "CHANGE"]
    states = ["short by 2", "met; not yet in force", "not assessed; no longer in force"]
    assert [row[5] for row in table.rows] == states
    assert "no stated date tells whether 1 of 3 standards was in force on 1 March 2026" in words(page)
    assert "†" not in words(audit_page(AUDIT, (), NAMES))


def flat(items: Items | Item) -> list[str]:
    """Every line of a list, from the outside in."""
    inner = items.items if isinstance(items, Items) else items.details
    own = [] if isinstance(items, Items) else [items.text]
    return own + [line for one in inner for line in ([one] if isinstance(one, str) else flat(one))]


def part(page: Page, heading: str) -> list[str]:
    """The lines of the list under a heading."""
    at = page.blocks.index(Heading(heading))
    found = page.blocks[at + 1]
    assert isinstance(found, Items)
    return flat(found)


def route_text(route: LearningRoute = ROUTE, audit: Audit = AUDIT) -> str:
    return words(route_page(audit, route, NAMES, {}))


def test_the_route_tells_steps_reasons_causes_and_what_to_change() -> None:
    page = route_page(AUDIT, ROUTE, NAMES, {})
    assert part(page, "The route")[2] == (
        "It raises CHANGE, of Edition 2012, from level 2 to 4 (proposed), which step 2 asks for first."
    )
    assert part(page, "The route")[5] == (
        "It raises BUDGETS, of Edition 2012, from level 2 to 4 (proposed), which the post requires."
    )
    assert part(page, "What stays open, and why") == [
        "Only above budget: 1 requirement",
        "It costs £900.",
        "Where to look instead:",
        "GATEWAY",
    ]
    changes = ["Raise the budget to £900: closes X; the cost with learning time is then £900"]
    assert part(page, "What to change to close more") == changes
    assert "An hour of the learner's time is counted as £15" in words(page)


def test_an_answer_opens_with_what_it_comes_to_and_the_audit_comes_after_the_route() -> None:
    page = route_page(AUDIT, ROUTE, NAMES, {})
    assert [block.text for block in page.blocks[:3] if isinstance(block, Text)] == [
        "1 met, 2 open. This route closes all 2 in 2 steps, 3 hours, by 1 March 2026.",
        "Price: £20.",
        "Proven: no route closes more, costs less or ends sooner.",
    ]
    headings = [block.text for block in page.blocks if isinstance(block, Heading)]
    assert headings.index("The route") < headings.index("What the post needs, and what is held")


def unpriced(route: LearningRoute = ROUTE) -> LearningRoute:
    return replace(route, steps=(step("one", "budgets", price=None), route.steps[1]), price_incomplete=True, price=0)


def test_a_price_that_is_not_known_is_said_and_holds_the_proof_back() -> None:
    said = list(opening(AUDIT, unpriced()))
    assert said[1] == "Price: not known for 1 step; the other step is free of charge."
    assert said[2] == "Proven: no route closes more, costs less (of what is known) or ends sooner."
    part_known = list(opening(AUDIT, replace(unpriced(), price=4500)))
    assert part_known[1] == "Price: at least £45; not known for 1 step."
    limited = replace(AUDIT.specification, constraints=Constraints(budget=50000, unknown_prices=True))
    over = list(opening(replace(AUDIT, specification=limited), unpriced()))
    assert over[1].endswith("What is not known may exceed the budget of £500.")


def test_an_answer_without_steps_says_so_first() -> None:
    empty = replace(ROUTE, steps=(), closed=())
    assert next(opening(AUDIT, empty)) == "1 met, 2 open. No route closes any of them within the constraints."
    met = replace(AUDIT, lines=AUDIT.lines[1:2])
    assert list(opening(met, empty)) == ["1 met, 0 open: nothing is missing."]


def test_a_route_that_ends_after_many_years_says_why() -> None:
    slow = replace(AUDIT.specification, constraints=Constraints(hours_per_week=1))
    late = replace(ROUTE, finish=date(2045, 5, 1))
    said = list(opening(replace(AUDIT, specification=slow), late))
    assert said[3] == "At 1 hour a week it takes more than 19 years. With more hours a week it ends sooner."
    assert len(list(opening(AUDIT, replace(ROUTE, finish=date(2031, 2, 28))))) == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "no route closes more, costs less or ends sooner"),
        (
            {"proof": Proof.WEIGHT, "cost_bound": 5850, "stopped": "time limit"},
            "at most 10.0 % above the least possible",
        ),
        ({"proof": Proof.NONE, "weight_bound": 20, "stopped": "work limit"}, "no route can close more than 20"),
        ({"proof": Proof.COST, "stopped": "work limit"}, "The work limit ended the search before the rest was proven."),
        (
            {"extras_stopped": ("alternatives", "relaxations")},
            "or ends sooner. Only the search for other routes and what to change was cut short by the limit.",
        ),
    ],
)
def test_the_proof_is_told_as_far_as_it_goes(change: dict[str, object], said: str) -> None:
    assert said in proof_sentence(replace(ROUTE, **change))  # type: ignore[arg-type]  # the cases name real fields


def test_the_greedy_route_is_told_where_it_costs_more() -> None:
    assert "one gap after another would cost £70" in greedy_sentence(replace(ROUTE, greedy_cost=7000))
    assert greedy_sentence(replace(ROUTE, greedy_cost=6500)) == ""


def test_a_standard_is_named_in_full_once() -> None:
    told = Told(Coded())
    assert told.name("urn:a", framework=True) == "A the title of a, of Edition 2012,"
    assert told.name("urn:a", framework=True) == "A"


class Coded(Names):
    """Things have a code and a title."""

    def called(self, iri: str) -> str:
        return f"{self.short(iri)} the title of {iri[4:]}"


def test_many_standards_are_told_edition_by_edition_and_each_once() -> None:
    reasons = tuple(Reason(f"https://x/role#{c}", f"urn:{c}", 1, 3, proposed=(BASIS,)) for c in "abcd")
    page = route_page(AUDIT, replace(ROUTE, steps=(replace(step("one", "x"), reasons=reasons),)), Coded(), {})
    lines = part(page, "The route")[2:]
    assert lines[0].startswith("It raises 4 competences of Edition 2012, which the role ROLE")
    assert lines[0].endswith("requires; all are proposed:")
    assert lines[1:] == [f"{c.upper()} the title of {c} from level 1 to 3" for c in "abcd"]


def test_later_steps_are_listed_as_people_list_them() -> None:
    steps = [step(f"{n}", "budgets") for n in range(1, 5)]
    wants = tuple(replace(steps[0].reasons[0], for_step=f"urn:step-{n}") for n in (2, 3, 4))
    page = route_page(AUDIT, replace(ROUTE, steps=(replace(steps[0], reasons=wants), *steps[1:])), NAMES, {})
    assert part(page, "The route")[2].endswith("which steps 2, 3 and 4 ask for first.")


FACTS = {
    "urn:step-one": Particulars("", "", ("Ask a centre.",), ("A list has £60 towards it.",), 6000, ("603/1/2",)),
    "urn:step-two": Particulars(subsidy=150000),
    "urn:college": Particulars("https://college.example/"),
    "urn:gateway": Particulars("https://gateway.example/"),
}


def test_a_step_tells_its_number_funding_notes_and_where_to_find_it() -> None:
    steps = (replace(ROUTE.steps[0], link=""), ROUTE.steps[1])
    page = route_page(AUDIT, replace(ROUTE, steps=steps), NAMES, FACTS)
    found = page.blocks[page.blocks.index(Heading("The route")) + 1]
    assert isinstance(found, Items)
    first_step, second_step = found.items
    assert first_step.details[-4:] == (
        "Ofqual number: 603/1/2.",
        "Funding: A list has £60 towards it.",
        "Note: Ask a centre.",
        Item("COLLEGE", link="https://college.example/"),
    )
    assert second_step.link == "https://x.y/"
    assert second_step.details[-1] == "Funding: a source lists £1,500 towards it; that is not its price."
    left = page.blocks[page.blocks.index(Heading("What stays open, and why")) + 1]
    assert isinstance(left, Items)
    assert left.items[-1].details == (Item("GATEWAY", link="https://gateway.example/"),)
    assert things(ROUTE) == {"urn:step-one", "urn:step-two", "urn:college", "urn:gateway"}


def test_learning_time_that_is_not_known_is_not_nought() -> None:
    assert "; time not known; " in route_text(replace(ROUTE, steps=(replace(ROUTE.steps[0], minutes=0),)))


def test_the_same_award_from_other_bodies_is_told_once() -> None:
    twin = replace(ROUTE.steps[0], also=("urn:x", "urn:y", "urn:z"), unstated=("urn:captions",))
    facts = {f"urn:{x}": Particulars(provider=f"urn:body-{x}", numbers=(f"603/{x}/0",)) for x in "xy"}
    page = route_page(AUDIT, replace(ROUTE, steps=(twin,)), NAMES, facts)
    assert part(page, "The route")[-2:] == [
        "The same is also given by BODY-X (603/x/0), BODY-Y (603/y/0) and Z, for the same hours "
        "and the same price, £10.",
        "Ask first: nothing says whether it has CAPTIONS.",
    ]
    assert {"urn:x", "urn:y", "urn:z"} <= things(replace(ROUTE, steps=(twin,)))


def relaxed(constraint: str, value: str | int | float | date, level: int = 0) -> str:
    return in_words(Relaxation(constraint, value, (), 9, None, level), NAMES)


def test_a_mode_is_told_as_a_way_of_learning() -> None:
    modes = ("online", "in-person", "blended", "workplace", "distance")
    told = [Relaxation("modes", f"{VOCABULARY}mode/{mode}", (), 9, None) for mode in modes]
    assert [in_words(one, InWords()) for one in told] == [
        "allow online learning",
        "allow learning in person",
        "allow blended learning",
        "allow learning at work",
        "allow distance learning",
    ]


class InWords(Names):
    """Things are called by the last part of their IRI in words."""

    called = staticmethod(slug_in_words)


def test_what_to_change_is_told_in_words() -> None:
    assert [
        relaxed("budget", 124450),
        relaxed("hours_per_week", 3.5),
        relaxed("deadline", date(2027, 5, 23)),
        relaxed("regions", "urn:north"),
        relaxed("languages", "cy"),
        relaxed("languages", "pl"),
        relaxed("exclude", "urn:course"),
        relaxed("require", "urn:course"),
        relaxed("award", "urn:diploma"),
        relaxed("access", "urn:captions"),
        relaxed("unknown_prices", ""),
        relaxed("unknown_times", ""),
        relaxed("assess", "urn:budgets", 2),
    ] == [
        "raise the budget to £1,244.50",
        "learn 3 h 30 min a week",
        "move the deadline to 23 May 2027",
        "allow learning in NORTH",
        "allow Welsh",
        "allow the language pl",
        "allow COURSE",
        "do not require COURSE",
        "do not require the award DIPLOMA",
        "do without CAPTIONS",
        "allow unknown prices",
        "allow learning whose length is not known",
        "have BUDGETS assessed: it may be held at level 2 already",
    ]


def test_another_route_is_told_by_what_it_does_otherwise() -> None:
    other = replace(
        ROUTE, steps=(ROUTE.steps[1], step("three", "people")), closed=("need:budgets",), weight=15, cost=5500
    )
    page = route_page(AUDIT, replace(ROUTE, alternatives=(other,)), NAMES, {})
    assert part(page, "Other routes") == [
        "1 closed in 2 steps, 3 hours, by 1 March 2026",
        "Unlike the answer it leaves open CHANGE.",
        "The weight that it closes is 15, not 17; with learning time it costs £10 less.",
        "It takes: Course three (COLLEGE).",
        "It leaves out: Course one (COLLEGE).",
    ]


def test_where_a_chain_breaks_off_is_told() -> None:
    left = (replace(ROUTE.open[0], cause=Cause.CHAIN, missing=(("urn:people", 2), ("urn:change", 3))),)
    said = part(route_page(AUDIT, replace(ROUTE, open=left), NAMES, {}), "What stays open, and why")
    assert said[2] == "What nothing leads to: PEOPLE at level 2 and CHANGE at level 3."


def test_what_stays_open_alike_is_explained_once() -> None:
    left = tuple(
        OpenRequirement(f"need:{c}", f"urn:{c}", c, Cause.NOTHING, f"Nothing teaches {c} to level 4.")
        for c in ("people", "change")
    )
    page = route_page(AUDIT, replace(ROUTE, open=left), NAMES, {})
    assert part(page, "What stays open, and why") == [
        "Nothing teaches it: 2 requirements",
        "Nothing teaches PEOPLE to level 4.",
        "The same is true of:",
        "CHANGE, level 4",
    ]


def test_turtle_tells_the_steps_in_order_with_days_and_requirements() -> None:
    said = (route_page(AUDIT, ROUTE, NAMES, {}).turtle or b"").decode()
    ns, route = "https://w3id.org/signpost/ns#", "https://w3id.org/signpost/id/route/person-01-2026-03-01"
    assert f"<{route}> <{ns}step> <{route}#step-2> .\n" in said
    assert f"<{route}#step-2> <{ns}resource> <urn:step-two> .\n" in said
    assert f'<{route}#step-2> <{ns}startDate> "2026-03-01"^^<http://www.w3.org/2001/XMLSchema#date> .\n' in said
    assert f'<{route}#step-2> <{ns}order> "2"^^' in said
    assert f"<{route}#step-2> <{ns}requirement> <need:budgets> .\n" in said


def test_rows_have_the_codes_of_what_a_step_raises() -> None:
    rows = route_page(AUDIT, ROUTE, NAMES, {}).rows
    assert [row[rows.columns.index("codes")] for row in rows.rows] == ["CHANGE", "BUDGETS"]
    audited = audit_page(AUDIT, (), NAMES).rows
    assert [(row[1], row[audited.columns.index("weight")]) for row in audited.rows] == [
        ("BUDGETS", 15), ("PEOPLE", 9), ("CHANGE", 2)
    ]  # fmt: skip


def test_small_words() -> None:
    kinds = ("e-learning", "work-related-learning", "open-learning", "line-manager", "secondment")
    assert [slug_in_words(f"{VOCABULARY}activity-type/{slug}") for slug in kinds] == [
        "e-learning",
        "work-related learning",
        "open learning",
        "line manager",
        "secondment",
    ]
    assert [listed(some) for some in ([], ["13"], ["13", "14"], ["13", "14", "16"])] == [
        "", "13", "13 and 14", "13, 14 and 16"
    ]  # fmt: skip
    assert (capital("only at work"), hours(90), day_said("2026-04-01"), day_said("spring")) == (
        "Only at work", "1 h 30 min", "1 April 2026", "spring"
    )  # fmt: skip


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


def test_the_next_step_has_the_days_of_taking_it_first() -> None:
    later = replace(ROUTE, steps=(step("one", "change", start=date(2027, 5, 3)),))
    found = first(AUDIT, later)
    assert found is not None
    assert (found.step.start, found.step.finish) == (DAY, date(2026, 3, 4)), "90 minutes at 3 hours a week"
    dated = replace(later, steps=(replace(later.steps[0], dated=True, finish=date(2027, 5, 9)),))
    found = first(AUDIT, dated)
    assert found is not None
    assert (found.step.start, found.step.finish) == (date(2027, 5, 3), date(2027, 5, 9))
    assert "The days are those of its offering." in words(next_page(found, AUDIT, None, NAMES, {}))


def test_the_next_step_leads_and_whose_case_it_is_comes_last() -> None:
    step, because, case = next_page(first(AUDIT, ROUTE), AUDIT, None, NAMES, {}).blocks
    assert isinstance(step, Items)
    assert isinstance(because, Text)
    assert isinstance(case, Text)
    assert (len(step.items), case.text.startswith("As at 1 March 2026.")) == (1, True)
    assert "The whole route has 2 steps." in because.text


def test_what_is_left_out_of_a_post_ends_with_one_full_stop() -> None:
    dropped = (("urn:a", "Head office does it."), ("urn:b", "another post does it"))
    audited = replace(AUDIT, specification=replace(AUDIT.specification, dropped=dropped))
    page = audit_page(audited, (), NAMES)
    (left,) = [block.text for block in page.blocks if isinstance(block, Text) and "Left out" in block.text]
    assert left.endswith("(Head office does it); " + NAMES.called("urn:b") + " (another post does it).")


def test_nothing_to_learn_is_an_answer_too() -> None:
    met = Audit(AUDIT.specification, AUDIT.lines[1:2], "digest")
    page = next_page(first(met, replace(ROUTE, steps=())), met, None, NAMES, {})
    assert any(isinstance(block, Text) and "every requirement is met" in block.text for block in page.blocks)
    assert not any(isinstance(block, Items) for block in page.blocks)


def test_where_no_step_helps_it_says_why_and_what_to_change() -> None:
    nothing = replace(ROUTE, steps=(), closed=())
    page = next_page(None, AUDIT, nothing, NAMES, {})
    assert "2 requirements stay open, and no learning in the catalogue closes any of them as things stand." in words(
        page
    )
    assert part(page, "What stays open, and why")[0] == "Only above budget: 1 requirement"
    assert part(page, "What to change to close more")[0].startswith("Raise the budget to £900")
    stuck = words(next_page(None, AUDIT, replace(nothing, relaxations=()), NAMES, {}))
    assert "No single change of the constraints helps: more than one of them stands in the way." in stuck
    lacking = replace(nothing, relaxations=(), open=(replace(ROUTE.open[0], cause=Cause.NOTHING),))
    assert "It is the catalogue that lacks the learning" in words(next_page(None, AUDIT, lacking, NAMES, {}))
    stopped = words(next_page(None, AUDIT, replace(nothing, stopped="time limit"), NAMES, {}))
    assert "the search was stopped before it found a step" in stopped
