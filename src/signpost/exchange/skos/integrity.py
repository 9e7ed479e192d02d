"""What keeps a SKOS vocabulary whole: no circles, nothing said twice, nothing both above and beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

Links = Mapping[str, Set[str]]
"""Thing -> the things that stand directly above it."""


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


def ancestors(thing: str, above: Links) -> set[str]:
    """Everything that stands above a thing; itself too, where it stands in a circle."""
    found: set[str] = set()
    todo = [thing]
    while todo:
        new = above.get(todo.pop(), frozenset()) - found
        found |= new
        todo += new
    return found


def redundant(above: Links) -> list[tuple[str, str]]:
    """The links, lower end first, that follow from others; there must be no circle."""
    found = []
    for thing in sorted(above):
        if len(above[thing]) > 1:
            higher = {other for direct in above[thing] for other in ancestors(direct, above)}
            found += [(thing, other) for other in sorted(above[thing] & higher)]
    return found


def both_ways(beside: Links, above: Links) -> list[tuple[str, str]]:
    """The links of `beside` whose ends also stand above one another."""
    found = []
    for thing in sorted(beside):
        higher = ancestors(thing, above)
        found += [(thing, other) for other in sorted(beside[thing])
                  if other in higher or thing in ancestors(other, above)]  # fmt: skip
    return found
