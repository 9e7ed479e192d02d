"""Releases of which the graph is kept on a SPARQL server; index and search are kept in the user's cache folder.

On a server each graph is kept under its own name and digest, `GRAPH/SHA256`, and never changes; one small graph, the
pointer, says which of them are current and is changed in one request, if no one else changed it meanwhile.

A graph that no release names is left of a publication that was overtaken or killed. The next publication notes it in
its manifest, and the one after that takes it away if it is still there, so that a publication under way loses nothing.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from signpost.errors import Overtaken, StoreEmpty, StoreError, StoreUnreachable
from signpost.model import GRAPHS, NAMESPACE
from signpost.store.indexfile import LAYOUT
from signpost.store.release import (
    BUILDING,
    MANIFEST,
    Change,
    Manifest,
    Release,
    Store,
    complete,
    sorted_lines,
    tell_full,
    untold,
)
from signpost.terms import iri, lexical, literal

POINTER = "https://w3id.org/signpost/release/current"
"""The graph on a server that says which release is current."""

_DIGEST, _MANIFEST = NAMESPACE + "digest", NAMESPACE + "manifest"
_STORED = re.compile(re.escape(GRAPHS) + r"[^/]+/[0-9a-f]{64}")
"""The names that a server keeps graphs of releases under; what is called otherwise is not ours to remove."""

_KEPT, _UNUSED_SECONDS = 3, 24 * 3600
"""So many releases stay in the cache folder whatever their age; others stay as long as they are asked for daily."""


class RemoteStore(Store):
    """Releases on a server; many may read and publish at once."""

    def __init__(self, url: str, *, cache: Path | None = None) -> None:
        from signpost.graph import remote

        self._server = remote.connect(url)
        self.url = self._server.address
        self._cache = cache or _cache_folder()
        self._opened: Release | None = None

    def current(self, *, outdated: bool = False) -> Release:
        """The current release; what is kept of it here is made where it is missing."""
        manifest = self._pointer()
        if manifest is None:
            raise StoreEmpty(f"The store at {self.url} is empty. Publish a source to it first.")
        if outdated and manifest.layout != LAYOUT:
            return self._release(manifest)
        manifest.check_layout(self.url)
        return self._at(manifest)

    def _at(self, manifest: Manifest) -> Release:
        """A release with its parts in the cache folder, made there where they are missing."""
        folder = self._cache / manifest.digest
        if not (folder / MANIFEST).is_file():
            self._fill_cache(folder, manifest)
            self._opened = None
        with suppress(OSError):  # a cache that may only be read is as good
            os.utime(folder)
        if self._opened is None or self._opened.digest != manifest.digest:
            self._opened = self._release(manifest).ready()
        return self._opened

    def _publish(self, change: Change) -> Release:
        """Bring new graphs to the server under their digests, compile, and swap the pointer if no one else did."""
        old = self._pointer()
        before = old or Manifest({})
        if change.expected not in (None, before.digest if old else ""):
            raise self._overtaken()
        new = before.next(change)
        current = (old.digest, *old.untold) if old else ()
        change.journal.settle(current, alone=False)
        if old and old.untold and not untold(change.journal, current):
            self._swap(old, replace(old, untold=()), ())  # told once, or a release that comes back would count twice
        if old is not None and new.digest == old.digest:
            change.journal.begin(new.digest)
            change.journal.conclude(True)
            return self._at(old)
        kept = _stored(before).values()
        unnamed = self._unnamed({*kept, *_stored(new).values()})
        new = replace(new, previous=tuple(sorted(kept)), unnamed=tuple(sorted(unnamed)))
        new = replace(new, untold=untold(change.journal, current))
        brought = {stored: change.graphs[name] for name, stored in _stored(new).items() if stored not in kept}
        for stored, statements in brought.items():
            self._bring(stored, statements)
        release = self._at(new)
        change.journal.begin(new.digest)
        try:
            self._swap(old, new, [stored for stored, statements in brought.items() if statements])
        except Overtaken:
            change.journal.conclude(False)
            raise
        change.journal.conclude(True)
        self._sweep(new, unnamed & {*before.previous, *before.unnamed})
        return release

    def close(self) -> None:
        """Let go of the connections."""
        self._server.close()
        if self._opened is not None:
            self._opened.close()

    # -------------------------------------------------------------------------------------------- publishing
    def _bring(self, stored: str, lines: bytes) -> None:
        """Write a graph and see that all of it arrived, before anything points to it.

        What is there under this name already is the same graph or a part of it: it is completed, never emptied, since
        others may be reading it by now.
        """
        sent = lines.count(b"\n")
        if self._count(stored) == sent:
            return
        self._server.add(stored, lines)
        arrived = self._count(stored)
        if arrived != sent:
            raise StoreUnreachable(
                f"The store at {self.url} holds {arrived} of the {sent} statements that were sent."
                " Where it is a cluster, publish to the server that takes its changes."
            )

    def _count(self, stored: str) -> int:
        backend = self._server.only({stored: stored})
        try:
            return backend.graphs().get(stored, 0)
        finally:
            backend.close()

    def _swap(self, old: Manifest | None, new: Manifest, needed: Iterable[str]) -> None:
        """Make a release the current one if the old one still is and the graphs that it needs are there."""
        digest, manifest = (f"{iri(POINTER)} {iri(word)}" for word in (_DIGEST, _MANIFEST))
        statements = f"{digest} {literal(new.digest)} .\n{manifest} {literal(new.to_json())} .\n"
        guard = f"{digest} {literal(old.digest)}" if old else ""
        if not self._server.replace_if(POINTER, guard, sorted_lines(statements.encode()), needed):
            raise self._overtaken()

    def _unnamed(self, named: Iterable[str]) -> set[str]:
        """The graphs of releases on the server that are not among those named."""
        return {name for name in self._server.graphs() if _STORED.fullmatch(name)} - {*named}

    def _sweep(self, new: Manifest, left: Iterable[str]) -> None:
        """Take away graphs as long as the release that does not name them is current."""
        for stored in sorted(left):
            now = self._pointer()
            if now is None or now.digest != new.digest:
                return
            self._server.drop(stored)

    def _overtaken(self) -> Overtaken:
        return Overtaken(f"Someone else published to the store at {self.url} at the same time. Try again.")

    # -------------------------------------------------------------------------------------------- reading
    def _pointer(self) -> Manifest | None:
        for line in self._server.dump(POINTER).decode().split("\n"):
            if iri(_MANIFEST) in line:
                text = lexical(line.split(" ", 2)[2].removesuffix(" ."))
                return Manifest.from_json(text, self.url)
        return None

    def _release(self, manifest: Manifest) -> Release:
        return Release(manifest, self._cache / manifest.digest, lambda: self._server.only(_stored(manifest)))

    # -------------------------------------------------------------------------------------------- the cache folder
    def _fill_cache(self, folder: Path, manifest: Manifest) -> None:
        try:
            self._cache.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=BUILDING, dir=self._cache) as making:
                parts = Path(making) / "parts"
                parts.mkdir()
                backend = self._server.only(_stored(manifest))
                complete(parts, backend, manifest)
                backend.close()
                try:
                    os.rename(parts, folder)
                except OSError as fault:
                    if fault.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                        raise
                    # Another process made the same parts first; they have the same digest.
            self._prune()
        except OSError as fault:
            tell_full(fault, str(self._cache))
            raise StoreError(f"The cache folder {self._cache} cannot be written: {fault}") from fault

    def _prune(self) -> None:
        """Remove what no process has asked for in a day, beside the last few releases."""
        with suppress(OSError):  # another process removes it too
            ages = {folder: time.time() - folder.stat().st_mtime for folder in self._cache.iterdir()}
            for folder in sorted(ages, key=ages.__getitem__)[_KEPT:]:
                if ages[folder] > _UNUSED_SECONDS:
                    # Out of its place in one step, so that nobody finds half a release there.
                    retired = folder.with_name(BUILDING + folder.name)
                    os.rename(folder, retired)
                    shutil.rmtree(retired)


def _stored(manifest: Manifest) -> dict[str, str]:
    """Each graph's name, and the name under which a server keeps this state of it."""
    return {name: f"{name}/{graph.sha256}" for name, graph in manifest.graphs.items()}


def _cache_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_path("signpost", appauthor=False)) / "releases"
