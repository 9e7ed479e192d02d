"""Where releases are kept: in a folder or in memory; those on a server are the business of `served.py`.

FOLDER/CURRENT                      the digest of the current release; below it those that no ledger was told of
FOLDER/ledger.sqlite                what was published and by whom: see ledger/
FOLDER/releases/<digest>/           graph/ index.bin search.sqlite manifest.json: never changed again
FOLDER/.building-<any>/             a release in the making; what a killed writer left, the next one removes
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from signpost.errors import Overtaken, StoreEmpty, StoreError, StoreLocked
from signpost.graph.backend import open_backend
from signpost.store.indexfile import LAYOUT
from signpost.store.release import (
    BUILDING,
    MANIFEST,
    Change,
    Manifest,
    Release,
    Store,
    complete,
    is_digest,
    seal,
    sync,
    tell_full,
    untold,
)

if TYPE_CHECKING:
    from signpost.graph.embedded import EmbeddedBackend

_DROP_COST = 3
"""Taking a statement out of a copied graph costs as much as loading three (48 and 17 microseconds, measured)."""
_RETIRED = ".retired-"
_SETTLED_NS = 100_000_000
"""A file that was written before that long is another one where its time or place is another; clocks are no finer."""


def open_store(url: str) -> Store:
    """The store at an address: `file:FOLDER`, `https://HOST/sparql` or `memory:`.

    Nothing is made or read yet, but a server is asked whether it is there: raises StoreUnreachable. Raises StoreError
    where the address is that of no kind of store.
    """
    scheme, _, rest = url.partition(":")
    if scheme == "memory":
        return MemoryStore()
    if scheme == "file":
        return FolderStore(Path(rest))
    if scheme in ("http", "https"):
        from signpost.store.served import RemoteStore

        return RemoteStore(url)
    raise StoreError(f"'{url}' is not the address of a store. Use file:FOLDER, https://HOST/sparql or memory:.")


# ------------------------------------------------------------------------------------------------ a folder
class FolderStore(Store):
    """Releases in a folder on this machine; many processes may read while one writes."""

    def __init__(self, folder: Path, *, wait_seconds: float = 30.0) -> None:
        self.url, self._folder, self._wait = f"file:{folder}", folder, wait_seconds
        self.ledger = f"sqlite:///{folder / 'ledger.sqlite'}"
        self._opened: Release | None = None
        self._tidying: threading.Thread | None = None
        self._thread = threading.local()
        self._read: tuple[tuple[int, ...], list[str]] = (), []

    def current(self, *, outdated: bool = False) -> Release:
        """The current release, opened once and again only after a change."""
        digest = self._pointer()
        while digest:
            try:
                return self._at(digest, outdated)
            except StoreError:
                newer = self._pointer()
                if newer == digest:
                    raise
                digest = newer  # while it was opened two others were published, and it was removed
        raise StoreEmpty(f"The store at {self._folder} is empty. Publish a source to it first.")

    def _at(self, digest: str, outdated: bool) -> Release:
        """The release of a digest, its index opened: no later publication can take that away."""
        if self._opened is None or self._opened.digest != digest:
            manifest = self._manifest(digest)
            if outdated:
                return self._release(manifest)
            manifest.check_layout(str(self._folder))
            self._opened = self._release(manifest).ready()
        return self._opened

    def _publish(self, change: Change) -> Release:
        """Make the next release beside the current one and swap the pointer."""
        with self.alone():
            current = self._pointers()
            digest = next(iter(current), "")
            change.journal.settle(current)
            if len(current) > 1 and not untold(change.journal, current):
                self._swap(digest)  # told once, or a release that comes back would count twice
            if change.expected not in (None, digest):
                raise Overtaken(f"Someone else published to the store at {self._folder} at the same time. Try again.")
            old = self._manifest(digest) if digest else Manifest({})
            new = old.next(change)
            if new.digest != digest:
                new = replace(new, previous=(digest,) if digest else ())
                self._make(old, digest, new, change.graphs)
                change.journal.begin(new.digest)
                self._swap(new.digest, *untold(change.journal, current))
            else:
                change.journal.begin(digest)
            change.journal.conclude(True)
            released = self._at(new.digest, outdated=False)
            with suppress(OSError):  # it is published: what cannot be taken away now, the next writer will
                self._retire({new.digest, digest})
                self._tidy(released)
            return released

    def close(self) -> None:
        """Let go of the current release's files, and wait until what is no longer needed is gone."""
        if self._tidying is not None:
            self._tidying.join()
        if self._opened is not None:
            self._opened.close()

    def _make(self, old: Manifest, digest: str, new: Manifest, lines: Mapping[str, bytes]) -> None:
        """The folder of a release: built apart, brought to the disk, then moved to its place in one step."""
        place = self._folder / "releases" / new.digest
        if place.is_dir():
            return
        making = Path(tempfile.mkdtemp(prefix=BUILDING, dir=self._folder))
        try:
            self._write_parts(making, old, digest, new, lines)
            os.chmod(making, 0o755)
            place.parent.mkdir(exist_ok=True)
            os.rename(making, place)
            sync(place.parent)
        except BaseException:
            shutil.rmtree(making, ignore_errors=True)
            raise

    def _write_parts(self, making: Path, old: Manifest, digest: str, new: Manifest, lines: Mapping[str, bytes]) -> None:
        """Graph, index and search of a release: from those of the release before, where that is quicker."""
        from signpost.store.amended import amend

        changed = {name: lines.get(name, b"") for name in old.graphs.keys() | new.graphs.keys()
                   if old.graphs.get(name) != new.graphs.get(name)}  # fmt: skip
        with self._graph_of(digest) as there, ThreadPoolExecutor(1) as beside:
            said = {name: there.dump(name) for name in sorted(changed.keys() & old.graphs.keys())}
            # Most of the graph's time is the disk's, in which the index and the search are made.
            graph = beside.submit(self._write_graph, making / "graph", old, there, new, changed, said)
            before = Release(old, self._folder / "releases" / digest, lambda: there)
            amended = digest and old.layout == LAYOUT and amend(before, changed, said, new, making)
            graph.result()
        if amended:
            seal(making, new)
            return
        with closing(open_backend(f"file:{making / 'graph'}", read_only=True)) as backend:
            complete(making, backend, new)

    def _write_graph(
        self,
        graph: Path,
        old: Manifest,
        there: EmbeddedBackend,
        new: Manifest,
        changed: Mapping[str, bytes],
        said: Mapping[str, bytes],
    ) -> None:
        """The graph of a release: shared with the release before by hard links, or built anew, whichever is quicker."""
        from signpost.graph import embedded

        same = sorted(old.graphs.keys() - changed.keys())
        differ = {name: differing_lines(said.get(name, b""), lines) for name, lines in sorted(changed.items())}
        removed = sum(len(away) for away, _ in differ.values())
        shared = bool(same) and _DROP_COST * removed <= _size(old, old.graphs) - removed
        if shared:
            there.copy_to(graph)
        with closing(embedded.disk(graph)) as backend:
            for name, (away, more) in differ.items():
                if name not in new.graphs:
                    backend.drop(name)
                elif shared and name in said:
                    backend.amend(name, away, more)
                else:
                    backend.replace(name, changed[name])
            for name in () if shared else same:
                backend.replace(name, there.dump(name))
            backend.settle()

    @contextmanager
    def _graph_of(self, digest: str) -> Iterator[EmbeddedBackend]:
        """The graph of a release, as it is opened already where it is; an empty one for none."""
        from signpost.graph import embedded

        opened = self._opened.__dict__.get("backend") if self._opened and self._opened.digest == digest else None
        if isinstance(opened, embedded.EmbeddedBackend):
            yield opened
            return
        folder = self._folder / "releases" / digest / "graph"
        with closing(embedded.disk(folder, read_only=True) if digest else embedded.memory()) as backend:
            yield backend

    def _swap(self, *current: str) -> None:
        beside = self._folder / "CURRENT.next"
        beside.write_text("".join(f"{digest}\n" for digest in current), "ascii")
        sync(beside)
        os.replace(beside, self._folder / "CURRENT")
        sync(self._folder)

    def _retire(self, kept: Collection[str]) -> None:
        """Take away the releases before the last two; who has one open keeps what it has open."""
        for release in (self._folder / "releases").iterdir():
            if release.name not in kept:
                os.rename(release, self._folder / f"{_RETIRED}{release.name}")

    def _tidy(self, released: Release) -> None:
        """Open the new graph, remove retired releases and what killed writers left, while the caller goes on."""
        left = [each for each in self._folder.iterdir() if each.name.startswith((BUILDING, _RETIRED))]
        for n, folder in enumerate(left):
            if folder.name.startswith(BUILDING):  # out of the way: the next writer has such a folder of its own
                left[n] = folder.rename(folder.with_name(_RETIRED + folder.name))
        if left:
            self._tidying = threading.Thread(target=_remove, args=(left, released), name="signpost-tidy")
            self._tidying.start()

    def _pointer(self) -> str:
        """The digest of the current release; empty where there is none."""
        return next(iter(self._pointers()), "")

    def _pointers(self) -> list[str]:
        """The digest of the current release, then those of releases before it that no book was told of.

        They are read again where the file is another one by now: each page asks several times.
        """
        try:
            is_now, now = os.stat(f"{self._folder}/CURRENT"), time.time_ns()
            mark = (is_now.st_ino, is_now.st_mtime_ns, is_now.st_ctime_ns, is_now.st_size)
            known, digests = self._read
            if mark == known:
                return digests
            digests = (self._folder / "CURRENT").read_text("ascii").split() or [""]
        except FileNotFoundError:
            return []
        except NotADirectoryError:
            raise StoreError(f"{self._folder} is a file; a store is a folder. Name a folder after 'file:'.") from None
        except (OSError, ValueError) as fault:
            reason = fault.strerror if isinstance(fault, OSError) else "it is not text"
            raise StoreError(f"The store at {self._folder} cannot be read: {reason}. Check its permissions.") from fault
        if not all(map(is_digest, digests)):
            raise StoreError(f"The store at {self._folder} is damaged: CURRENT names no release. Build it again.")
        if now - is_now.st_mtime_ns > _SETTLED_NS:
            self._read = mark, digests
        return digests

    def _manifest(self, digest: str) -> Manifest:
        path = self._folder / "releases" / digest / MANIFEST
        try:
            manifest = Manifest.from_json(path.read_text("utf-8"), str(self._folder))
        except OSError as fault:
            raise StoreError(f"The store at {self._folder} is damaged ({fault}). Build it again.") from fault
        return replace(manifest, digest=digest)

    def _release(self, manifest: Manifest) -> Release:
        folder = self._folder / "releases" / manifest.digest
        return Release(manifest, folder, lambda: open_backend(f"file:{folder / 'graph'}", read_only=True))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One writer at a time, and every fault of the disk as one sentence; who has the lock may take it again."""
        import filelock

        if getattr(self._thread, "alone", False):
            yield
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with filelock.FileLock(self._folder / ".writer.lock", timeout=self._wait):
                self._thread.alone = True
                try:
                    yield
                finally:
                    self._thread.alone = False
        except filelock.Timeout as fault:
            raise StoreLocked(
                f"Another process is writing to the store at {self._folder}. Wait until it has ended, then try again."
            ) from fault
        except Exception as fault:
            tell_full(fault, str(self._folder))
            if isinstance(fault, OSError):
                raise StoreError(f"The store at {self._folder} cannot be written: {fault}") from fault
            raise


def _remove(folders: Iterable[Path], released: Release) -> None:
    with suppress(StoreError):  # superseded already
        _ = released.backend
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def differing_lines(old: bytes, new: bytes) -> tuple[list[bytes], list[bytes]]:
    """The lines that only the old state of a graph has, and those that only the new one has."""
    before, after = set(old.splitlines()), set(new.splitlines())
    return sorted(before - after), sorted(after - before)


def _size(manifest: Manifest, graphs: Iterable[str]) -> int:
    return sum(manifest.graphs[name].triples for name in graphs)


# ------------------------------------------------------------------------------------------------ memory
class MemoryStore(Store):
    """Releases of which the graph is kept in memory, for tests; index and search lie in a temporary folder."""

    def __init__(self) -> None:
        self.url = "memory:"
        self._folder = tempfile.mkdtemp(prefix="signpost-")
        self.ledger = f"sqlite:///{self._folder}/ledger.sqlite"
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._lines: dict[str, bytes] = {}
        self._manifest = Manifest({})
        self._release: Release | None = None
        self._lock = threading.RLock()

    def current(self, *, outdated: bool = False) -> Release:
        """The current release."""
        if self._release is None:
            raise StoreEmpty("The store in memory is empty. Publish a source to it first.")
        return self._release

    def _publish(self, change: Change) -> Release:
        """Make the next release; earlier ones stay as they are for those who hold them."""
        with self.alone():
            if change.expected not in (None, self._release.digest if self._release else ""):
                raise Overtaken("Someone else published to the store in memory at the same time. Try again.")
            new = self._manifest.next(change)
            lines = {name: {**self._lines, **change.graphs}[name] for name in new.graphs}
            release = self._made(new, lines)
            change.journal.begin(new.digest)
            self._manifest, self._lines, self._release = new, lines, release
            change.journal.conclude(True)
            return release

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One writer at a time; who is alone may be so again."""
        with self._lock:
            yield

    def _made(self, manifest: Manifest, lines: Mapping[str, bytes]) -> Release:
        backend = open_backend("memory:")
        for name, statements in lines.items():
            backend.replace(name, statements)
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        complete(folder, backend, manifest)
        return Release(manifest, folder, lambda: backend)

    def close(self) -> None:
        """Let go of the current release."""
        if self._release is not None:
            self._release.close()
