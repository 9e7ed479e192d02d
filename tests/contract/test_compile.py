"""The shipped data compile to the same bytes on every store."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from signpost import files
from signpost.graph.backend import Backend, open_backend
from signpost.graph.parse import parse
from signpost.model import GRAPHS
from signpost.store.compile import compile_index
from signpost.store.findable import search_entries
from signpost.store.indexfile import write_index


@cache
def shipped() -> dict[str, bytes]:
    folders = [*sorted(path for path in files.data().iterdir() if path.is_dir()), files.ontology() / "vocabularies"]
    graphs = {GRAPHS + folder.name: statements(folder) for folder in folders}
    return {name: lines for name, lines in graphs.items() if lines}


def statements(folder: Path) -> bytes:
    found = {
        f"{s} {p} {o} .\n"
        for path in sorted(folder.rglob("*.ttl"))
        for s, p, o in parse(path.read_bytes(), "turtle", str(path))
    }
    return "".join(sorted(found)).encode()


def compiled(backend: Backend, path: Path) -> tuple[bytes, list[object]]:
    for name, lines in shipped().items():
        backend.replace(name, lines)
    write_index(compile_index(backend, "shipped"), path)
    entries = list(search_entries(backend))
    for name in shipped():
        backend.drop(name)
    backend.close()
    return path.read_bytes(), entries


def test_the_shipped_data_compile_to_the_same_bytes(url: str, tmp_path: Path) -> None:
    wanted = compiled(open_backend("memory:"), tmp_path / "wanted")
    assert compiled(open_backend(url), tmp_path / "found") == wanted
