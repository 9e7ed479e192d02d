"""A source that changes one resource at a time says in the end what it would say if it sent everything anew."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from college import COLLEGE, HOME, PRUNING, US, course, flat, offering, orchard, outcome, provider
from hypothesis import given, settings
from hypothesis import strategies as st

from signpost.errors import RefusedSubmission
from signpost.gate.publish import publish, vocabulary
from signpost.model import GRAPHS, Node, Source, Submission
from signpost.store.local import MemoryStore
from signpost.store.release import Store

NAMES = ("a", "a#1", "a2", "b")
SHARED = f"{HOME}shared"
THEM = "https://elsewhere.example/id/them"
"""A provider that another source describes."""

taught = st.fixed_dictionaries(
    {"label": st.sampled_from(["Pruning", "Grafting \u2028 and more", 'A "quoted" label\nin two lines', "Élan 𝄞"])},
    optional={
        "learningMinutes": st.integers(1, 3),
        "provider": st.just(US),
        "teaches": st.just(True),
        "offering": st.lists(st.sampled_from(["o1", "o2", "shared"]), unique=True, min_size=1),
    },
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.sampled_from(NAMES), taught),
        st.tuples(st.just("delete"), st.sampled_from(("us", *NAMES)), st.just({})),
        st.tuples(st.just("whole"), st.just("us"), st.dictionaries(st.sampled_from(NAMES), taught, max_size=3)),
    ),
    min_size=1,
    max_size=6,
)


@cache
def store() -> Store:
    """A store with what the courses point to; each example begins without the college's own graph."""
    made = MemoryStore()
    publish(vocabulary(), made)
    publish(orchard(PRUNING), made)
    publish(Submission(Source("elsewhere"), (provider(id=THEM),)), made)
    return made


def made(name: str, said: Mapping[str, Any]) -> Node:
    part = HOME + name + ("-" if "#" in name else "#")
    parts: dict[str, Any] = {}
    if "offering" in said:
        parts["offering"] = [offering(SHARED if run == "shared" else part + run) for run in said["offering"]]
    if "teaches" in said:
        parts["teaches"] = [outcome(f"{part}t")]
    return course(name, **{"provider": THEM, **said, **parts})


def anew(courses: Mapping[str, Mapping[str, Any]], *, us: bool) -> str:
    """The digest of everything as one publication."""
    nodes = flat(*([provider()] if us else []), *(made(name, said) for name, said in courses.items()))
    store().publish({}, drop=[GRAPHS + COLLEGE])
    return publish(Submission(Source(COLLEGE), nodes), store()).release if nodes else ""


def change(act: str, name: str, said: Mapping[str, Any]) -> Submission:
    if act == "whole":
        return Submission(Source(COLLEGE), flat(provider(), *(made(each, it) for each, it in said.items())))
    nodes = flat(provider(), made(name, said)) if act == "put" else ()
    return Submission(Source(COLLEGE), nodes, amends=True, withdraws=(HOME + name,) if act == "delete" else ())


@settings(max_examples=25, deadline=None)
@given(steps)
def test_changes_one_by_one_come_to_the_same_as_everything_anew(
    changes: list[tuple[str, str, Mapping[str, Any]]],
) -> None:
    courses: dict[str, Mapping[str, Any]] = {}
    us = False
    store().publish({}, drop=[GRAPHS + COLLEGE])
    for act, name, said in changes:
        pointed_to = any("provider" in each for each in courses.values())
        there = us if name == "us" else name in courses
        if act == "delete" and (not there or (name == "us" and pointed_to)):
            with pytest.raises(RefusedSubmission):
                publish(change(act, name, said), store())
            continue
        publish(change(act, name, said), store())
        if act == "delete":
            courses.pop(name, None)
        else:
            courses = dict(said) if act == "whole" else {**courses, name: said}
        us = act != "delete" or (us and name != "us")
    in_the_end = store().current().digest
    if us or courses:
        assert in_the_end == anew(courses, us=us)
