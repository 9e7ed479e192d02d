"""A release as it would be after a change, made apart from its store: for questions alone, and kept nowhere.

What the change leaves alone is shared with the release before, as where it is published: so this takes milliseconds
where the index can be amended, and as long as a publication of the whole where it has to be compiled.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from signpost.graph import embedded
from signpost.graph.embedded import EmbeddedBackend
from signpost.store.amended import amend
from signpost.store.local import differing_lines
from signpost.store.release import Change, Manifest, Release, complete

Lines = Mapping[str, bytes]
"""Named graph -> sorted N-Triples lines."""


@contextmanager
def apart(before: Release, change: Change) -> Iterator[Release]:
    """The release after a change that replaces graphs; it is gone after the block, and the one before stays open."""
    new = Manifest(before.graphs, before.sources).next(change)
    changed = {name: lines for name, lines in change.graphs.items() if before.graphs.get(name) != new.graphs[name]}
    said = {name: before.backend.dump(name) for name in sorted(changed.keys() & before.graphs.keys())}
    with tempfile.TemporaryDirectory(prefix="signpost-") as made:
        folder = Path(made)
        with closing(Release(new, folder, lambda: _graph(before, changed, said, new, folder))) as release:
            if not amend(before, changed, said, new, folder):
                complete(folder, release.backend, new)
            yield release


def _graph(before: Release, changed: Lines, said: Lines, new: Manifest, folder: Path) -> EmbeddedBackend:
    """The graph after the change: a copy that shares its files, or one in memory where the one before has none."""
    there = before.folder / "graph"
    if not there.is_dir():
        backend = embedded.memory()
        for name in new.graphs:
            backend.replace(name, changed[name] if name in changed else before.backend.dump(name))
        return backend
    with closing(embedded.disk(there, read_only=True)) as shared:
        shared.copy_to(folder / "graph")
    backend = embedded.disk(folder / "graph")
    for name, lines in changed.items():
        if name in said:
            backend.amend(name, *differing_lines(said[name], lines))
        else:
            backend.replace(name, lines)
    return backend
