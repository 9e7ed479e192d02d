"""What goes out for other tools: the statements of a source or a thing, or everything that is linked."""

from __future__ import annotations

from signpost.engine import network
from signpost.errors import SignpostError
from signpost.exchange.writers import WRITERS
from signpost.model import GRAPHS, Written
from signpost.store.release import Release
from signpost.things.cards import resolve, statements
from signpost.things.selection import selection

WHOLE = "graph"
"""The name for everything that is linked."""

_LINKS = {"graphml": network.graphml, "json": network.node_link}


def export(release: Release, what: str, form: str) -> Written:
    """A source's statements or those about one thing (`ttl`); a thing with its neighbours, or all (`graphml`, `json`).

    In another format, which is a key of `exchange.writers.WRITERS`, a source, a framework or one thing goes out with
    the loss report. Raises SignpostError where the name has no such form, UnknownName where it is neither a source nor
    a thing.
    """
    if form in WRITERS:
        if what == WHOLE:
            raise SignpostError(f"'graph' does not go out as {form}. Name a source, a framework or one thing.")
        return WRITERS[form].write(selection(release, what))
    return Written(_our_own(release, what, form))


def _our_own(release: Release, what: str, form: str) -> bytes:
    is_source = GRAPHS + what in release.backend.graphs()
    if form == "ttl":
        if what == WHOLE:
            raise SignpostError("'graph' goes out as links between things. Add --as json or --as graphml.")
        return release.backend.dump(GRAPHS + what) if is_source else statements(release, resolve(release, what).iri)
    if is_source:
        raise SignpostError(
            f"'{what}' is a source; its statements go out as ttl. Leave out --as {form}, "
            f"or name 'graph' (everything) or one thing."
        )
    index = release.index
    try:
        found = network.whole(index) if what == WHOLE else network.neighbourhood(index, resolve(release, what).iri)
    except KeyError:
        raise SignpostError(
            f"'{what}' is not linked to other things; what is said of it goes out as ttl. Leave out --as {form}."
        ) from None
    return _LINKS[form](found)
