"""Which edition of a standard is asked for on a day: known answers worked by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from indexes import Comp, Work, index_of, iri

from signpost.engine.index import ENDED, KEPT, REPLACED, SAME
from signpost.engine.succession import on_day
from signpost.model import Requirement

OLD = Work("old", status="superseded", start=date(2008, 1, 1), until=date(2012, 4, 30))
NEW = Work("new", start=date(2012, 5, 1))
ADOPTED = date(2013, 1, 1)


def asked(comps: Sequence[Comp], competence: str, day: date) -> tuple[list[str], list[str]]:
    """What is asked for on a day where a role asks for one competence, and what has ended."""
    index = index_of(frameworks=(OLD, NEW), competences=comps)
    wanted = Requirement(id="r#1", competence=iri("competence", competence), level=3)
    lines, ended = on_day(index, [wanted], day)
    assert all(line.level == 3 for line in lines)
    return [line.competence.rpartition("/")[2] for line in lines], [one.rpartition("/")[2] for one, _ in ended]


def pair(
    *, title: str = "Lead people", replacement: str = "b", decided: Sequence[tuple[date, int, str]] = ()
) -> list[Comp]:
    a = Comp("a", label="Lead people", framework="old", status="superseded", replacement=replacement, decided=decided)
    return [a, Comp("b", label=title, framework="new"), Comp("c", label="Lead teams", framework="new")]


def test_without_an_adoption_what_is_written_is_asked_for() -> None:
    assert asked(pair(), "a", date(2020, 1, 1)) == (["a"], [])
    assert asked(pair(), "b", date(2020, 1, 1)) == (["b"], [])


def test_an_adoption_holds_from_its_day_on() -> None:
    for kind in (SAME, REPLACED):
        comps = pair(decided=[(ADOPTED, kind, "b")])
        assert asked(comps, "a", date(2012, 12, 31)) == (["a"], [])
        assert asked(comps, "a", ADOPTED) == (["b"], [])


def test_what_ended_is_not_asked_for_and_what_was_kept_is() -> None:
    assert asked(pair(decided=[(ADOPTED, ENDED, "")]), "a", ADOPTED) == ([], ["a"])
    assert asked(pair(decided=[(ADOPTED, KEPT, "")]), "a", ADOPTED) == (["a"], [])


def test_a_split_asks_for_every_part_and_a_merger_for_one() -> None:
    comps = pair(decided=[(ADOPTED, REPLACED, "b"), (ADOPTED, REPLACED, "c")])
    assert asked(comps, "a", ADOPTED) == (["b", "c"], [])


def test_the_latest_decision_counts() -> None:
    comps = pair(decided=[(ADOPTED, REPLACED, "b"), (date(2014, 1, 1), REPLACED, "c")])
    assert asked(comps, "a", ADOPTED) == (["b"], [])
    assert asked(comps, "a", date(2014, 1, 1)) == (["c"], [])


def test_decisions_in_a_circle_end() -> None:
    a = Comp("a", framework="old", decided=[(ADOPTED, REPLACED, "b")])
    b = Comp("b", framework="new", decided=[(ADOPTED, REPLACED, "a")])
    assert asked([a, b], "a", ADOPTED) == (["a"], [])


def test_a_past_day_asks_for_the_edition_that_was_in_force_then() -> None:
    assert asked(pair(), "b", date(2010, 1, 1)) == (["a"], [])


def test_replaced_with_another_title_is_never_picked() -> None:
    assert asked(pair(title="Safeguard people"), "b", date(2010, 1, 1)) == (["b"], [])


def test_a_decision_carries_to_a_past_day_whatever_the_titles() -> None:
    comps = pair(title="Safeguard people", replacement="", decided=[(ADOPTED, SAME, "b")])
    assert asked(comps, "b", date(2010, 1, 1)) == (["a"], [])


def test_two_editions_before_are_uncertain_and_neither_is_picked() -> None:
    comps = [*pair(), Comp("z", label="Lead people", framework="old", status="superseded", replacement="b")]
    assert asked(comps, "b", date(2010, 1, 1)) == (["b"], [])


def test_an_edition_of_unknown_days_is_never_picked() -> None:
    index = index_of(
        frameworks=(Work("old", status="superseded"), NEW),
        competences=pair(),
    )
    lines, _ = on_day(index, [Requirement("r#1", iri("competence", "b"), 3)], date(2010, 1, 1))
    assert [line.competence for line in lines] == [iri("competence", "b")]


def test_lines_that_become_one_are_one_with_the_higher_level() -> None:
    comps = pair(decided=[(ADOPTED, REPLACED, "b")])
    index = index_of(frameworks=(OLD, NEW), competences=comps)
    both = [Requirement("r#1", iri("competence", "a"), 4), Requirement("r#2", iri("competence", "b"), 3)]
    (line,), _ = on_day(index, both, ADOPTED)
    assert (line.competence, line.level, line.instead_of) == (iri("competence", "b"), 4, iri("competence", "a"))


def chain(*steps: tuple[str, date, int, str]) -> list[Comp]:
    """Competences a, b, c ... with decisions on them: name, day, kind, what it becomes."""
    names = sorted({step[0] for step in steps} | {step[3] for step in steps if step[3]})
    return [
        Comp(name, framework="old", decided=[(day, kind, to) for at, day, kind, to in steps if at == name])
        for name in names
    ]


def test_a_chain_that_ends_asks_for_nothing() -> None:
    comps = chain(("a", date(2013, 1, 1), REPLACED, "b"), ("b", date(2021, 1, 1), ENDED, ""))
    assert asked(comps, "a", date(2020, 1, 1)) == (["b"], [])
    assert asked(comps, "a", date(2022, 1, 1)) == ([], ["a"])


def test_what_was_rolled_back_stays_so() -> None:
    comps = chain(("a", date(2013, 1, 1), REPLACED, "b"), ("b", date(2015, 1, 1), REPLACED, "a"))
    for written in "ab":
        assert asked(comps, written, date(2016, 1, 1)) == (["a"], [])
    assert asked(comps, "a", date(2014, 1, 1)) == (["b"], [])


def test_long_chains_and_many_splits_are_followed_once() -> None:
    layers = [(f"l{n:02}{side}", date(2000 + n, 1, 1), REPLACED, f"l{n + 1:02}{to}")
              for n in range(25) for side in "xy" for to in "xy"]  # fmt: skip
    assert asked(chain(*layers), "l00x", date(2030, 1, 1)) == (["l25x", "l25y"], [])
    long = [(f"c{n:04}", date(2000, 1, 1), REPLACED, f"c{n + 1:04}") for n in range(2000)]
    assert asked(chain(*long), "c0000", date(2030, 1, 1)) == (["c2000"], [])


def test_the_parts_of_a_split_have_ids_of_their_own() -> None:
    comps = chain(("a", ADOPTED, REPLACED, "x/1"), ("a", ADOPTED, REPLACED, "y/1"))
    index = index_of(frameworks=(OLD, NEW), competences=comps)
    lines, _ = on_day(index, [Requirement("r#1", iri("competence", "a"), 3)], ADOPTED)
    assert [line.id for line in lines] == ["r#1-1", "r#1-2"]
