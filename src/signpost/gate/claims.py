"""What a learning resource claims to teach, against the time it takes and the way it is taught.

The figures are signpost's own rules of thumb, and each message says so: no regulator gives minutes for a level. They
are set low, so that what stays below them is hard to defend: awareness of a topic takes ten minutes, every further
level half an hour, and no one rises three levels, or shapes the practice of others, after less than twenty hours.
(Ofqual's smallest awards that lead a beginner to competence state 22 hours and more.)
"""

from __future__ import annotations

from collections.abc import Iterator

from signpost.gate.resources import Doubt, Resource, concepts, count, hours, number, pointed
from signpost.model import LEVELS, Node

TO_BE_AWARE = 10
"""The fewest minutes in which one competence can be brought to level 1."""
FOR_A_LEVEL = 30
"""The fewest minutes for each level above that."""
LEAP, LEAP_MINUTES = 3, 20 * 60
"""A rise of so many levels, or to the highest level, in less than this time is doubtful."""

_APART = {"online", "distance"}
"""Modes in which nobody sees the learner at work."""
_ALONE = {"reading", "online-activity", "open-learning", "e-learning"}
"""Activity types in which nobody does."""


def doubts(resource: Resource) -> Iterator[Doubt]:
    """What is doubtful about the claims of one resource."""
    yield from _too_much(resource)
    yield from _leaps(resource)
    yield from _unseen(resource)


def _too_much(resource: Resource) -> Iterator[Doubt]:
    raised = [rise for rise in map(_rise, resource.outcomes) if rise]
    minutes, needed = resource.minutes, sum(_fewest(*rise) for rise in raised)
    if not minutes or minutes >= needed:
        return
    many = len({iri for outcome in resource.outcomes for iri in pointed(outcome, "competence")}) or len(raised)
    each = f", about {round(minutes / many)} minutes each" if many > 1 else ""
    levels = sum(to - start for start, to in raised)
    yield Doubt(
        resource.iri,
        "learningMinutes",
        f"'{resource.label}' claims to raise {count(many, 'competence')}"
        + (f" by {count(levels, 'level')} in all" if levels > many else "")
        + f" in {hours(minutes)}{each}. A learner needs time for each: by signpost's own rule of thumb "
        f"{TO_BE_AWARE} minutes to be aware of a topic (level 1) and {FOR_A_LEVEL} for every further level, "
        f"here {needed} minutes. Name only what it really teaches, or correct the time.",
        f"{needed} minutes or more, or fewer outcomes",
        str(needed),
    )


def _rise(outcome: Node) -> tuple[int, int] | None:
    """From which level to which; None where the outcome does not say so lawfully."""
    start, to = number(outcome, "entryLevel") or 0, number(outcome, "outcomeLevel")
    return (start, to) if to is not None and LEVELS[0] <= start < to <= LEVELS[-1] else None


def _fewest(start: int, to: int) -> int:
    return (TO_BE_AWARE if start == 0 else 0) + FOR_A_LEVEL * (to - max(start, 1))


def _leaps(resource: Resource) -> Iterator[Doubt]:
    minutes = resource.minutes
    if minutes is None or minutes >= LEAP_MINUTES:
        return
    for outcome in resource.outcomes:
        start, to = _rise(outcome) or (0, 0)
        if to - start >= LEAP or to == LEVELS[-1]:
            yield Doubt(
                str(outcome["id"]),
                "outcomeLevel",
                f"'{resource.label}' claims to lead from level {start} to level {to} in {hours(minutes)}. "
                f"By signpost's own rule of thumb a rise of {LEAP} levels, or to level {LEVELS[-1]} (shapes practice), "
                f"takes {hours(LEAP_MINUTES)} of learning at least. Look at both levels: 1 is aware, 2 is guided, 3 is "
                "competent.",
                "the level that a learner has really reached at the end",
                str(min(start + 1, LEVELS[-1])),
            )


def _unseen(resource: Resource) -> Iterator[Doubt]:
    modes, types = concepts(resource.node, "mode"), concepts(resource.node, "activityType")
    if not (modes and modes <= _APART) and not (types and types <= _ALONE):
        return
    claimed = [each for each in resource.outcomes if concepts(each, "shows") & {"performance", "both"}]
    if claimed:
        how = " and ".join(sorted(modes if modes and modes <= _APART else types))
        yield Doubt(
            resource.iri,
            "teaches",
            f"'{resource.label}' ({how}) claims to show performance in {count(len(claimed), 'outcome')}. Learning "
            "that nobody observes shows knowledge: standards such as the Care Certificate ask that someone sees the "
            "work done, and e-learning may not count as proof. Say that it shows knowledge, or how the work is seen.",
            "'shows' is knowledge in each outcome, or a mode such as blended or workplace",
            "knowledge",
        )
