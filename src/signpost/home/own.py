"""The user's own store: what is published without naming a store is kept in the user's data folder, and stays.

The cached store of the shipped data is made anew by every version and may be deleted at any time, so that nothing is
ever published there. The first publication makes the user's own store from it; from then on that one answers, and each
publication brings the shipped sources up to date with the installed version. The user's sources are never touched.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from signpost.errors import Overtaken, RefusedSubmission, StoreEmpty, StoreOutdated, UnknownName
from signpost.home import places
from signpost.home.places import Say
from signpost.model import GRAPHS, Publication, Submission
from signpost.store.local import FolderStore, open_store
from signpost.store.release import Change, Release, Store

if TYPE_CHECKING:
    from signpost.gate.publish import Record


class OwnStore(FolderStore):
    """The store in the user's data folder; until something is published to it, the shipped data answer."""

    def __init__(self, folder: Path, given: Store) -> None:
        super().__init__(folder)
        self._given = given

    def current(self, *, outdated: bool = False) -> Release:
        """The user's current release, or that of the shipped data while there is none."""
        return super().current(outdated=outdated) if self._pointer() else self._given.current()

    def _publish(self, change: Change) -> Release:
        """Publish to the user's store; the first publication brings the shipped data into the same release."""
        if self._pointer():
            return super()._publish(change)
        given = self._given.current()
        if change.expected not in (None, given.digest):
            raise Overtaken("The shipped data were made anew at the same time. Try again.")
        graphs = {name: given.backend.dump(name) for name in given.graphs} | dict(change.graphs)
        sources = (*given.sources, *change.sources)
        return super()._publish(replace(change, graphs=graphs, sources=sources, expected=""))

    def differing(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The shipped sources that the installed version has otherwise, and those that it has no more.

        A source that the user published under the name of a shipped one is the user's.
        """
        if not self._pointer():
            return (), ()
        mine, given = super().current(outdated=True), self._given.current()
        users = {source.id for source in mine.sources if not source.shipped}
        names = {source.id for source in given.sources}
        other = {name for name in names - users if mine.graphs.get(GRAPHS + name) != given.graphs[GRAPHS + name]}
        return tuple(sorted(other)), tuple(source.id for source in mine.sources if source.id not in names | users)

    def close(self) -> None:
        """Let go of the files of both stores."""
        super().close()
        self._given.close()


def open_own(say: Say) -> OwnStore:
    """The user's own store; the shipped data are prepared where they are not yet, and `say` is told."""
    return OwnStore(places.own_folder(), open_store(places.shipped_url(_build, say)))


def _build(address: str) -> None:
    from signpost.home import shipped

    shipped.build(open_store(address))


def admit(
    submission: Submission,
    store: Store,
    *,
    dry_run: bool,
    say: Say,
    step: Say,
    strict: bool = False,
    today: date | None = None,
    record: Record | None = None,
) -> Publication:
    """Publish one submission; the user's own store gets newer shipped data in the same release.

    Where those do not go together with what the user has published, they stay out and `say` is told. Raises as
    `gate.publish.publish_all`.
    """
    from signpost.gate.publish import publish_all

    newer, gone = _newer(store)
    if newer or gone:
        try:
            publish_all(newer, store, drop=gone, dry_run=True, step=step)
        except RefusedSubmission:
            say("The newer shipped data do not go together with your store's; 'signpost compile' tells why.")
            newer, gone = [], ()
    every = [*newer, submission]
    return publish_all(every, store, drop=gone, dry_run=dry_run, strict=strict, today=today, record=record, step=step)[
        -1
    ]


def prepare(store: Store, say: Say) -> Release:
    """Give an empty store the shipped data, and bring one up to date that an earlier version made; its release.

    The user's own store gets newer shipped data too. Raises as `gate.publish.publish_all`.
    """
    from signpost.home import shipped

    _take_over(store, say)
    try:
        return store.current()
    except StoreEmpty:
        say("The store is empty: publishing the shipped data to it.")
        shipped.build(store)
    except StoreOutdated:
        say("An earlier version made this store: bringing it up to date.")
        store.publish({})
    return store.current()


def _take_over(store: Store, say: Say) -> None:
    from signpost.gate.publish import publish_all

    newer, gone = _newer(store)
    if newer or gone:
        say("Taking over the newer shipped data.")
        for publication in publish_all(newer, store, drop=gone):
            for finding in publication.findings:
                say(finding.message)


def _newer(store: Store) -> tuple[list[Submission], tuple[str, ...]]:
    """The installed version's submissions that a store lacks, and the names of the shipped sources that are gone."""
    from signpost.home import shipped

    other, gone = store.differing()
    return [sent for sent in shipped.submissions() if sent.source.id in other] if other else [], gone


def withdraw(name: str, store: Store, record: Record | None = None) -> Release:
    """Drop what one source has published; raises UnknownName where a store holds no such source of the user's."""
    from signpost.gate.publish import nothing_more

    current = store.current()
    mine = {source.id: source for source in current.sources if not source.shipped}
    if name not in mine:
        raise UnknownName("source", name, sorted(mine))
    graph = GRAPHS + name
    journal = record([(nothing_more(mine[name], current.backend.dump(graph)), b"")]) if record else None
    return store.publish({}, drop=[graph], expected=current.digest, journal=journal)
