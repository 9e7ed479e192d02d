"""Where releases are kept: in a folder, in memory, or on a server.

    FOLDER/CURRENT                      the digest of the current release
    FOLDER/releases/<digest>/           graph/ index.bin search.sqlite manifest.json: never changed again
    FOLDER/.building-<any>/             a release in the making; what a killed writer left, the next one removes

On a server each graph is kept under its own name and digest, `GRAPH/SHA256`, and is never changed either; one small
graph, the pointer, says which of them are current and is changed in one request, if no one else changed it meanwhile.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from signpost.errors import StoreEmpty, StoreError, StoreFull, StoreLocked, StoreUnreachable
from signpost.graph.backend import Backend, open_backend
from signpost.graph.terms import iri, lexical, literal
from signpost.model import NAMESPACE
from signpost.release import MANIFEST, Manifest, Release, Store, canonical, complete, is_digest, sync

POINTER = "https://w3id.org/signpost/release/current"
"""The graph on a server that says which release is current."""

_DIGEST, _MANIFEST = NAMESPACE + "digest", NAMESPACE + "manifest"
_DROP_COST = 3
"""Taking a statement out of a copied graph costs as much as loading three (48 and 17 microseconds, measured)."""
_BUILDING, _RETIRED = ".building-", ".retired-"


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
        return RemoteStore(url)
    raise StoreError(f"'{url}' is not the address of a store. Use file:FOLDER, https://HOST/sparql or memory:.")


# ------------------------------------------------------------------------------------------------ a folder
class FolderStore(Store):
    """Releases in a folder on this machine; many processes may read while one writes."""

    def __init__(self, folder: Path, *, wait_seconds: float = 10.0) -> None:
        self.url, self._folder, self._wait = f"file:{folder}", folder, wait_seconds
        self._opened: Release | None = None

    def current(self, *, outdated: bool = False) -> Release:
        """The current release, opened once and again only after a change."""
        digest = self._pointer()
        if not digest:
            raise StoreEmpty(f"The store at {self._folder} is empty. Publish a source to it first.")
        if self._opened is None or self._opened.digest != digest:
            manifest = self._manifest(digest)
            if outdated:
                return self._release(manifest)
            manifest.check_layout(str(self._folder))
            self._opened = self._release(manifest)
        return self._opened

    def publish(
        self, graphs: Mapping[str, bytes], *, drop: Sequence[str] = (), facts: Sequence[Mapping[str, Any]] = ()
    ) -> Release:
        """Make the next release beside the current one and swap the pointer."""
        lines = {name: canonical(statements) for name, statements in graphs.items()}
        with self._writing():
            digest = self._pointer()
            old = self._manifest(digest) if digest else Manifest({})
            new = old.next(lines, drop, facts)
            if new.digest != digest:
                new = Manifest(new.graphs, new.sources, (digest,) if digest else ())
                self._make(old, digest, new, lines)
                self._swap(new.digest)
                self._retire({new.digest, digest})
            self._tidy()
        return self.current()

    def close(self) -> None:
        """Let go of the current release's files."""
        if self._opened is not None:
            self._opened.close()

    def _make(self, old: Manifest, digest: str, new: Manifest, lines: Mapping[str, bytes]) -> None:
        """The folder of a release: built apart, brought to the disk, then moved to its place in one step."""
        place = self._folder / "releases" / new.digest
        if place.is_dir():
            return
        making = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=self._folder))
        try:
            self._write_graph(making / "graph", old, digest, new, lines)
            backend = open_backend(f"file:{making / 'graph'}", read_only=True)
            complete(making, backend, new)
            backend.close()
            os.chmod(making, 0o755)
            place.parent.mkdir(exist_ok=True)
            os.rename(making, place)
            sync(place.parent)
        except BaseException:
            shutil.rmtree(making, ignore_errors=True)
            raise

    def _write_graph(self, graph: Path, old: Manifest, digest: str, new: Manifest, lines: Mapping[str, bytes]) -> None:
        """The graph of a release: shared with the release before by hard links, or built anew, whichever is quicker."""
        from signpost.graph import embedded

        same = {name for name, what in new.graphs.items() if old.graphs.get(name) == what}
        gone = sorted(old.graphs.keys() - same)
        before = embedded.disk(self._folder / "releases" / digest / "graph", read_only=True) if same else None
        if before and _DROP_COST * _size(old, gone) <= _size(old, same):
            before.copy_to(graph)
            backend = embedded.disk(graph)
            for name in gone:
                backend.drop(name)
        else:
            backend = embedded.disk(graph)
            for name in sorted(same):
                backend.replace(name, before.dump(name) if before else b"")
        for name in sorted(new.graphs.keys() - same):
            backend.replace(name, lines[name])
        backend.settle()
        for opened in (backend, before):
            if opened:
                opened.close()

    def _swap(self, digest: str) -> None:
        beside = self._folder / "CURRENT.next"
        beside.write_text(digest + "\n", "ascii")
        sync(beside)
        os.replace(beside, self._folder / "CURRENT")
        sync(self._folder)

    def _retire(self, kept: Collection[str]) -> None:
        """Take away the releases before the last two; who has one open keeps what it has open."""
        for release in (self._folder / "releases").iterdir():
            if release.name not in kept:
                os.rename(release, self._folder / f"{_RETIRED}{release.name}")

    def _tidy(self) -> None:
        """Remove retired releases, and what killed writers left."""
        for left in self._folder.iterdir():
            if left.name.startswith((_BUILDING, _RETIRED)):
                shutil.rmtree(left, ignore_errors=True)

    def _pointer(self) -> str:
        """The digest of the current release; empty where there is none."""
        try:
            digest = (self._folder / "CURRENT").read_text("ascii").strip()
        except FileNotFoundError:
            return ""
        except (OSError, ValueError) as fault:
            raise StoreError(f"The store at {self._folder} cannot be read: {fault}") from fault
        if not is_digest(digest):
            raise StoreError(f"The store at {self._folder} is damaged: CURRENT names no release. Build it again.")
        return digest

    def _manifest(self, digest: str) -> Manifest:
        path = self._folder / "releases" / digest / MANIFEST
        try:
            return Manifest.from_json(path.read_text("utf-8"), str(self._folder))
        except OSError as fault:
            raise StoreError(f"The store at {self._folder} is damaged ({fault}). Build it again.") from fault

    def _release(self, manifest: Manifest) -> Release:
        folder = self._folder / "releases" / manifest.digest
        return Release(manifest, folder, lambda: open_backend(f"file:{folder / 'graph'}", read_only=True))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time, and every fault of the disk as one sentence."""
        import filelock

        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with filelock.FileLock(self._folder / ".writer.lock", timeout=self._wait):
                yield
        except filelock.Timeout as fault:
            raise StoreLocked(
                f"Another process is writing to the store at {self._folder}. Wait until it has ended, then try again."
            ) from fault
        except Exception as fault:
            _tell_full(fault, str(self._folder))
            if isinstance(fault, OSError):
                raise StoreError(f"The store at {self._folder} cannot be written: {fault}") from fault
            raise


def _size(manifest: Manifest, graphs: Iterable[str]) -> int:
    return sum(manifest.graphs[name].triples for name in graphs)


def _tell_full(fault: Exception, place: str) -> None:
    from signpost.graph.embedded import is_full

    if isinstance(fault, StoreFull) or is_full(fault):
        raise StoreFull(
            f"There is no space left for the store at {place}; nothing was changed. Make room and try again."
        ) from fault


# ------------------------------------------------------------------------------------------------ memory
class MemoryStore(Store):
    """Releases of which the graph is kept in memory, for tests; index and search lie in a temporary folder."""

    def __init__(self) -> None:
        self.url = "memory:"
        self._folder = tempfile.mkdtemp(prefix="signpost-")
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._lines: dict[str, bytes] = {}
        self._manifest = Manifest({})
        self._release: Release | None = None

    def current(self, *, outdated: bool = False) -> Release:
        """The current release."""
        if self._release is None:
            raise StoreEmpty("The store in memory is empty. Publish a source to it first.")
        return self._release

    def publish(
        self, graphs: Mapping[str, bytes], *, drop: Sequence[str] = (), facts: Sequence[Mapping[str, Any]] = ()
    ) -> Release:
        """Make the next release; earlier ones stay as they are for those who hold them."""
        lines = {name: canonical(statements) for name, statements in graphs.items()}
        new = self._manifest.next(lines, drop, facts)
        lines = {name: (self._lines | lines)[name] for name in new.graphs}
        backend = open_backend("memory:")
        for name, statements in lines.items():
            backend.replace(name, statements)
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        complete(folder, backend, new)
        self._manifest, self._lines = new, lines
        self._release = Release(new, folder, lambda: backend)
        return self._release

    def close(self) -> None:
        """Let go of the current release."""
        if self._release is not None:
            self._release.close()


# ------------------------------------------------------------------------------------------------ a server
class RemoteStore(Store):
    """Releases of which the graph is kept on a SPARQL server; index and search are kept in the user's cache folder."""

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
        if not outdated:
            manifest.check_layout(self.url)
        if self._opened is None or self._opened.digest != manifest.digest:
            self._opened = self._release(manifest)
        return self._opened

    def publish(
        self, graphs: Mapping[str, bytes], *, drop: Sequence[str] = (), facts: Sequence[Mapping[str, Any]] = ()
    ) -> Release:
        """Bring new graphs to the server under their digests, compile, and swap the pointer if no one else did."""
        lines = {name: canonical(statements) for name, statements in graphs.items()}
        old = self._pointer()
        before = old or Manifest({})
        new = before.next(lines, drop, facts)
        there = {*_stored(before).values(), *before.previous}
        new = Manifest(new.graphs, new.sources, tuple(sorted(_stored(before).values())))
        if old is None or new.digest != old.digest:
            for name, stored in _stored(new).items():
                if stored not in there:
                    self._bring(stored, lines[name])
            release = self._release(new)
            self._swap(old, new)
            for stored in sorted({*before.previous} - {*_stored(new).values(), *new.previous}):
                self._server.drop(stored)
            self._opened = release
        return self.current()

    def close(self) -> None:
        """Let go of the connections."""
        self._server.close()
        if self._opened is not None:
            self._opened.close()

    def _bring(self, stored: str, lines: bytes) -> None:
        """Write a graph and see that all of it arrived, before anything points to it."""
        self._server.replace(stored, lines)
        backend = self._server.only({stored: stored})
        arrived, sent = backend.graphs().get(stored, 0), lines.count(b"\n")
        backend.close()
        if arrived != sent:
            raise StoreUnreachable(
                f"The store at {self.url} holds {arrived} of the {sent} statements that were sent."
                " Where it is a cluster, publish to the server that takes its changes."
            )

    def _swap(self, old: Manifest | None, new: Manifest) -> None:
        digest, manifest = (f"{iri(POINTER)} {iri(word)}" for word in (_DIGEST, _MANIFEST))
        statements = f"{digest} {literal(new.digest)} .\n{manifest} {literal(new.to_json())} .\n"
        guard = f"{digest} {literal(old.digest)}" if old else ""
        if not self._server.replace_if(POINTER, guard, canonical(statements.encode())):
            raise StoreLocked(f"Someone else published to the store at {self.url} at the same time. Try again.")

    def _pointer(self) -> Manifest | None:
        for line in self._server.dump(POINTER).decode().split("\n"):
            if iri(_MANIFEST) in line:
                text = lexical(line.split(" ", 2)[2].removesuffix(" ."))
                return Manifest.from_json(text, self.url)
        return None

    def _release(self, manifest: Manifest) -> Release:
        """A release with its parts in the cache folder, made there where they are missing."""
        folder = self._cache / manifest.digest
        if not (folder / MANIFEST).is_file():
            self._fill_cache(folder, manifest)
        return Release(manifest, folder, lambda: self._server.only(_stored(manifest)))

    def _fill_cache(self, folder: Path, manifest: Manifest) -> None:
        try:
            self._cache.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=_BUILDING, dir=self._cache) as making:
                parts = Path(making) / "parts"
                parts.mkdir()
                backend: Backend = self._server.only(_stored(manifest))
                complete(parts, backend, manifest)
                backend.close()
                try:
                    os.rename(parts, folder)
                except OSError as fault:
                    if fault.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                        raise
                    # Another process made the same parts first; they have the same digest.
        except OSError as fault:
            _tell_full(fault, str(self._cache))
            raise StoreError(f"The cache folder {self._cache} cannot be written: {fault}") from fault


def _stored(manifest: Manifest) -> dict[str, str]:
    """Each graph's name, and the name under which a server keeps this state of it."""
    return {name: f"{name}/{graph.sha256}" for name, graph in manifest.graphs.items()}


def _cache_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_path("signpost", appauthor=False)) / "releases"
