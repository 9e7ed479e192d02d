"""Cards and findings as pages: what a development lead and a training provider read."""

from __future__ import annotations

import pytest

from signpost.emit import Heading, Item, Items, Table, Text
from signpost.model import Finding, Publication, Severity, Source
from signpost.pages.listings import FEW, KINDS, card_page, findings_page, hits_page, in_words, publication_page
from signpost.search import Hit
from signpost.terminal import _print_findings
from signpost.things.cards import Card, Fact, Link


def asked(code: str, level: str, importance: str, proposed: str = "") -> Link:
    said = {"level": level, "importance": importance, "family": "generic", "horizon": "now"}
    return Link(
        "requirement", f"urn:{code}", f"Title {code}", "", proposed, "competence", code, edition="e-1", said=said
    )


def taught(name: str) -> Link:
    said = {"from level": "0", "to level": "4", "shows": "knowledge only"}
    return Link("teaches", f"urn:{name}", name, kind="competence", code=name, edition="e-1", said=said)


def card(*links: Link, facts: tuple[Fact, ...] = ()) -> Card:
    return Card("urn:it", "role", "It", "", "", facts, links)


def table(one: Card) -> Table:
    return next(block for block in card_page(one).blocks if isinstance(block, Table) and block.named)


def test_what_a_role_requires_stands_by_importance_in_few_columns() -> None:
    found = table(card(asked("A", "3", "2"), asked("B", "4", "5", "why")))
    assert found.columns == ("Code", "Name", "Level", "Importance", "Family", "Edition")
    assert found.rows == (
        ("B", "Title B", "4 *", "5 now", "generic", "e-1"),
        ("A", "Title A", "3", "2 now", "generic", "e-1"),
    )
    assert found.spare == ("Edition",)


def test_learning_says_its_levels_in_one_column() -> None:
    found = table(card(taught("A")))
    assert (found.columns, found.rows) == (
        ("Code", "Name", "Level", "Shows", "Edition"),
        (("A", "A", "0 to 4", "knowledge only", "e-1"),),
    )


def test_an_offering_says_its_days_its_price_and_where_it_is() -> None:
    said = {"price": "295.00", "place": "Hall", "region": "London", "mode": "in person", "from": "2027-02-01"}
    links = [Link("offering", "urn:it#run", "run", said={**said, "to": "2027-02-03"}),
             Link("offering", "urn:it#day", "day", said={"from": "2027-03-01"})]  # fmt: skip
    found = table(card(*links))
    assert found.columns == ("Name", "Days", "Price", "Mode", "Place")
    assert found.rows == (
        ("run", "1 February 2027 to 3 February 2027", "£295", "in person", "Hall, London"),
        ("day", "1 March 2027", "", "", ""),
    )


def test_headings_begin_with_a_capital_letter_and_count() -> None:
    blocks = card_page(card(asked("A", "3", "2"), taught("B"))).blocks
    assert [block.text for block in blocks if isinstance(block, Heading)] == ["Requires (1)", "Teaches (1)"]


def test_a_day_is_said_as_people_say_it() -> None:
    facts = card_page(card(facts=(Fact("review date", "2015-03-15"),))).blocks[1]
    assert isinstance(facts, Table)
    assert facts.rows == (("Review date", "15 March 2015"),)


def test_a_finding_says_what_then_how_grave_and_where() -> None:
    fault = Finding("It is no day.", Severity.REFUSED, "case.yaml:8:1", example="2026-03-31")
    (shown,) = findings_page("T", [fault]).blocks
    assert shown == Items((Item("It is no day. For example: 2026-03-31.", ("refused: case.yaml:8:1",)),))
    assert in_words(Finding("Plain.", Severity.ADVICE)) == "Plain."


def test_what_is_wrong_in_many_places_is_said_once() -> None:
    faults = [Finding("Alike.", Severity.WARNING, f"a.csv:{n}") for n in range(5)]
    (shown,) = findings_page("T", faults).blocks
    assert shown == Items((Item("Alike.", ("warning: a.csv:0; a.csv:1; a.csv:2 and 2 more",)),))


def unknown(number: int, kind: str = "role") -> Finding:
    return Finding(f"There is no {kind} 'r{number}'s'.", Severity.REFUSED, f"a.csv:{number}")


def test_messages_that_differ_in_names_and_numbers_are_one_kind_where_they_are_many() -> None:
    page = findings_page("T", [unknown(n) for n in range(FEW + 1)])
    (shown,) = page.blocks
    examples = ("a.csv:0: 'r0's'", "a.csv:1: 'r1's'", "a.csv:2: 'r2's'")
    assert shown == Items((Item("There is no role ….", ("refused, 41 times:", *examples, "and 38 more")),))
    assert (len(page.rows.rows), len(page.value)) == (FEW + 1, FEW + 1)


def test_a_few_findings_are_told_one_by_one() -> None:
    (shown,) = findings_page("T", [unknown(n) for n in range(FEW)]).blocks
    assert isinstance(shown, Items)
    assert len(shown.items) == FEW


def test_what_is_the_same_in_all_messages_of_a_kind_stays() -> None:
    many = [Finding(f"'{n}' is not 1, 2.5 or 'x'.", Severity.WARNING, "a", example="2.") for n in range(FEW + 1)]
    (shown,) = findings_page("T", many).blocks
    assert isinstance(shown, Items)
    assert shown.items[0].text == "… is not 1, 2.5 or 'x'. For example: 2."


def test_only_so_many_kinds_are_shown_of_each_weight_and_the_rest_is_counted() -> None:
    letters = [f"{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(FEW + 1)]
    advice = Finding("Read 3 things.", Severity.ADVICE, "a.csv")
    shown, rest = findings_page("T", [*(unknown(1, kind) for kind in letters), advice]).blocks
    assert isinstance(shown, Items)
    assert [len(shown.items), shown.items[-1].text] == [KINDS + 1, "Read 3 things."]
    assert isinstance(rest, Text)
    assert rest.text.startswith(f"and {FEW + 1 - KINDS} more kinds with {FEW + 1 - KINDS} findings: ")


def test_a_refusal_groups_what_it_tells_of_many_findings(capsys: pytest.CaptureFixture[str]) -> None:
    _print_findings([unknown(n) for n in range(FEW + 1)])
    assert capsys.readouterr().err.splitlines() == [
        *(f"a.csv:{n}: There is no role 'r{n}'s'." for n in range(3)),
        "  and 38 more of this kind",
    ]
    _print_findings([unknown(n) for n in range(FEW)])
    assert len(capsys.readouterr().err.splitlines()) == FEW


def test_an_example_that_is_a_sentence_ends_in_one_full_stop() -> None:
    fault = Finding("The cell is empty.", Severity.REFUSED, example="Keeps the trees healthy.")
    assert in_words(fault) == "The cell is empty. For example: Keeps the trees healthy."


def test_a_publication_says_how_much_was_left_to_others() -> None:
    left = [Finding(f"Left to the source '{name}', which describes it already.", Severity.ADVICE) for name in "bab"]
    done = Publication(Source("x"), "urn:g", "d", 1, 2, "r", tuple(left), "memory:", added=1)
    first = publication_page(done, dry_run=False).blocks[0]
    assert isinstance(first, Text)
    assert first.text.endswith("in the store memory:; 1 left to a; 2 left to b.")


def test_links_of_several_kinds_say_which_each_is() -> None:
    one = Card("urn:f", "framework", "F", "", "", (), (
        Link("holds", "urn:a", "A", kind="competence"), Link("holds", "urn:b", "B", kind="occupation"),
    ))  # fmt: skip
    assert (table(one).columns, table(one).rows) == (("Kind", "Name"), (("competence", "A"), ("occupation", "B")))


def test_a_duty_is_told_with_what_meets_it() -> None:
    found = table(card(Link("duty", "urn:r#1", "Hands out work.", "met by A", said={"met by": "A"})))
    assert (found.columns, found.rows) == (("Name", "Met by"), (("Hands out work.", "A"),))


HIT = Hit("urn:a", "role", "A", "", "", "A", 1.0)


def test_a_full_list_says_that_there_may_be_more() -> None:
    *_, last = hits_page("a", [HIT, HIT], 2).blocks
    assert last == Text("These are the best 2. A larger --limit shows more; a --kind shows less.", quiet=True)
    assert [type(block) for block in hits_page("a", [HIT], 2).blocks] == [Table]
