"""What keeps a SKOS vocabulary whole: no circles, nothing said twice, nothing both above and beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import reduce
from operator import or_

Links = Mapping[str, Set[str]]
"""Thing -> the things that stand directly above it, or what else is stated of it."""

_AT_ONCE = 4096
"""Things that are looked for above all others in one go."""
_CLOSED = 1 << 60
"""After the number of any thing."""


def circular(above: Links) -> list[tuple[str, str]]:
    """The links, lower end first, without which nothing stands above itself; the same for the same links."""
    done: set[str] = set()
    found: list[tuple[str, str]] = []
    for start in sorted(above):
        path: dict[str, Iterator[str]] = {}
        if start not in done:
            path[start] = iter(sorted(above[start]))
        while path:
            thing, rest = next(reversed(path.items()))
            following = next((other for other in rest if other not in done), None)
            if following is None:
                done.add(thing)
                del path[thing]
            elif following in path:
                found.append((thing, following))
            else:
                path[following] = iter(sorted(above.get(following, ())))
    return found


def rings(above: Links) -> list[list[str]]:
    """All things, what stands above them first; those of a circle together."""
    found: list[list[str]] = []
    number: dict[str, int] = {}
    least: dict[str, int] = {}
    waiting: list[str] = []
    for start in sorted(above):
        path = {} if start in number else {start: iter(sorted(above[start]))}
        while path:
            thing, rest = next(reversed(path.items()))
            if thing not in number:
                number[thing] = least[thing] = len(number)
                waiting.append(thing)
            for other in rest:
                if other not in number:
                    path[other] = iter(sorted(above.get(other, ())))
                    break
                least[thing] = min(least[thing], least[other])
            else:
                del path[thing]
                if least[thing] == number[thing]:
                    found.append(_closed(thing, waiting, least))
                if path:
                    below = next(reversed(path))
                    least[below] = min(least[below], least[thing])
    return found


def _closed(thing: str, waiting: list[str], least: dict[str, int]) -> list[str]:
    """Take a thing and what came after it off the waiting ones, so that nothing that is still met joins them."""
    ring = [waiting.pop()]
    while ring[-1] != thing:
        ring.append(waiting.pop())
    least.update(dict.fromkeys(ring, _CLOSED))
    return ring


def inherited(stated: Links, above: Links) -> dict[str, set[str]]:
    """Thing -> what is stated of all that stands above it; of itself too, where it stands in a circle."""
    found: dict[str, set[str]] = {}
    for ring in rings(above):
        higher = {other for thing in ring for other in above.get(thing, ())}
        values = {value for other in higher for value in (*stated.get(other, ()), *found.get(other, ()))}
        found.update(dict.fromkeys(ring, values))
    return found


def redundant(above: Links) -> list[tuple[str, str]]:
    """The links, lower end first, that follow from others; there must be no circle."""
    pairs = [(thing, other) for thing in sorted(above) if len(above[thing]) > 1 for other in sorted(above[thing])]
    _, found = _standing(pairs, above)
    return [pair for pair in pairs if pair in found]


def both_ways(beside: Links, above: Links) -> list[tuple[str, str]]:
    """The links of `beside` whose ends also stand above one another."""
    pairs = [(thing, other) for thing in sorted(beside) for other in sorted(beside[thing])]
    found, _ = _standing([*pairs, *((other, thing) for thing, other in pairs)], above)
    return [(thing, other) for thing, other in pairs if (thing, other) in found or (other, thing) in found]


_Pairs = set[tuple[str, str]]


def _standing(pairs: Sequence[tuple[str, str]], above: Links) -> tuple[_Pairs, _Pairs]:
    """The pairs whose second stands above the first, and those where others stand between: many at once, as bits."""
    order = rings(above) if pairs else []
    found, apart = _Pairs(), _Pairs()
    uppers = sorted({upper for _, upper in pairs})
    for start in range(0, len(uppers), _AT_ONCE):
        bits = {thing: 1 << n for n, thing in enumerate(uppers[start : start + _AT_ONCE])}
        higher, further = dict[str, int](), dict[str, int]()
        for ring in order:
            direct = {other for thing in ring for other in above.get(thing, ())}
            beyond = reduce(or_, (higher.get(other, 0) for other in direct), 0)
            further.update(dict.fromkeys(ring, beyond))
            higher.update(dict.fromkeys(ring, reduce(or_, (bits.get(other, 0) for other in direct), beyond)))
        found |= {(lower, upper) for lower, upper in pairs if higher.get(lower, 0) & bits.get(upper, 0)}
        apart |= {(lower, upper) for lower, upper in pairs if further.get(lower, 0) & bits.get(upper, 0)}
    return found, apart
