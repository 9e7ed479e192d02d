"""Releases in a folder: immutable, swapped in one step, kept from every kind of accident."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from signpost import words
from signpost.errors import StoreEmpty, StoreError, StoreLocked, StoreOutdated, StoreUnreachable
from signpost.graph.backend import open_backend
from signpost.model import GRAPHS, THINGS, Source
from signpost.store.local import FolderStore, open_store
from signpost.store.release import Change, Manifest, Store, sorted_lines

ONE, TWO = GRAPHS + "one", GRAPHS + "two"


def competences(*names: str) -> bytes:
    return words.to_ntriples(
        {"id": f"{THINGS}competence/{name}", "type": "Competence", "label": f"Competence {name}"} for name in names
    )


def held(store: Store) -> list[str]:
    index = store.current().index
    return [index.iri("competence", n).rpartition("/")[2] for n in range(len(index.competence_iri))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture(params=["memory", "folder"])
def store(request: pytest.FixtureRequest, folder: Path) -> Store:
    return open_store("memory:" if request.param == "memory" else f"file:{folder}")


def test_an_empty_store_says_so(store: Store) -> None:
    with pytest.raises(StoreEmpty, match="Publish a source"):
        store.current()


def test_a_release_has_graph_index_search_and_sources(store: Store) -> None:
    source = Source("one", label="One", licence="OGL")
    release = store.publish({ONE: competences("a", "b")}, sources=[source])
    assert held(store) == ["a", "b"]
    assert release.index.release == release.digest
    assert release.backend.graphs() == {ONE: 4}
    assert [hit.iri for hit in release.labels.find("competence a")][:1] == [f"{THINGS}competence/a"]
    assert release.sources == (Source("one", label="One", licence="OGL"),)


def test_a_release_never_changes_while_the_store_goes_on(store: Store) -> None:
    before = store.publish({ONE: competences("a")})
    assert before.backend.graphs() == {ONE: 2}
    after = store.publish({TWO: competences("b")})
    assert before.backend.graphs() == {ONE: 2}
    assert len(before.index.competence_iri) == 1
    assert after.backend.graphs() == {ONE: 2, TWO: 2}
    assert store.current().digest == after.digest != before.digest


def test_graphs_are_replaced_and_dropped_whole(store: Store) -> None:
    store.publish({ONE: competences("a", "b"), TWO: competences("c")}, sources=[Source("one"), Source("two")])
    store.publish({ONE: competences("d")}, drop=[TWO])
    assert held(store) == ["d"]
    assert [source.id for source in store.current().sources] == ["one"]


def test_small_and_large_changes_give_the_same_release(tmp_path: Path) -> None:
    """One way shares files with the release before, the other builds anew."""
    many, few = competences(*(f"m{n}" for n in range(50))), competences("f")
    shared, anew = open_store(f"file:{tmp_path / 'a'}"), open_store(f"file:{tmp_path / 'b'}")
    shared.publish({ONE: many, TWO: competences("x")})
    anew.publish({ONE: competences(*(f"o{n}" for n in range(50))), TWO: few})
    one, two = shared.publish({TWO: few}), anew.publish({ONE: many})
    assert one.digest == two.digest
    assert one.backend.dump(ONE) == two.backend.dump(ONE) == many
    assert (one.folder / "index.bin").read_bytes() == (two.folder / "index.bin").read_bytes()
    linked = [path for path in (one.folder / "graph").glob("*.sst") if path.stat().st_nlink > 1]
    assert linked
    assert not [path for path in (two.folder / "graph").glob("*.sst") if path.stat().st_nlink > 1]


def test_the_digest_depends_on_statements_not_on_their_order_or_repetition(tmp_path: Path) -> None:
    lines = competences("a", "b", "c").splitlines(keepends=True)
    digests = {
        open_store(f"file:{tmp_path / str(n)}").publish({ONE: b"".join(given)}).digest
        for n, given in enumerate([lines, lines[::-1], lines + lines[:2], [*lines[:-1], lines[-1].rstrip(b"\n")]])
    }
    assert len(digests) == 1
    assert sorted_lines(b"") == b""


def test_publishing_what_is_there_changes_nothing(folder: Path) -> None:
    store = open_store(f"file:{folder}")
    store.publish({ONE: competences("a")})
    before = {path: path.stat().st_mtime_ns for path in (folder / "releases").rglob("*")}
    store.publish({ONE: competences("a")})
    assert {path: path.stat().st_mtime_ns for path in (folder / "releases").rglob("*")} == before


def test_the_last_two_releases_are_kept_and_a_return_is_one_swap(folder: Path) -> None:
    store = open_store(f"file:{folder}")
    digests = [store.publish({ONE: competences(name)}).digest for name in ("a", "b", "c")]
    assert {path.name for path in (folder / "releases").iterdir()} == set(digests[1:])
    assert store.publish({ONE: competences("b")}).digest == digests[1]
    assert held(store) == ["b"]
    store.close()
    assert not [path for path in folder.iterdir() if path.name.startswith((".building", ".retired"))]


def test_a_retired_release_stays_readable_for_those_who_have_it_open(folder: Path) -> None:
    store = open_store(f"file:{folder}")
    old = store.publish({ONE: competences("a")})
    opened = (old.index, old.backend, old.labels)
    for name in ("b", "c", "d"):
        store.publish({ONE: competences(name)})
    assert not old.folder.exists()
    assert opened[0].label("competence", 0) == "Competence a"
    assert opened[1].dump(ONE) == competences("a")
    assert opened[2].find("competence")[0].label == "Competence a"


def test_a_held_release_keeps_its_index_and_says_that_the_rest_is_gone(folder: Path) -> None:
    store = open_store(f"file:{folder}")
    store.publish({ONE: competences("a")})
    old = open_store(f"file:{folder}").current()
    for name in ("b", "c", "d"):
        store.publish({ONE: competences(name)})
    assert old.index.label("competence", 0) == "Competence a"
    with pytest.raises(StoreError, match=r"superseded and is gone\. Ask the store for the current one"):
        _ = old.backend
    with pytest.raises(StoreError, match="superseded and is gone"):
        _ = old.labels


def test_a_reader_is_never_too_slow_for_the_publications(folder: Path) -> None:
    """Readers open the store anew each time, while two publications may come between the pointer and the release."""
    writer, wrong, done = open_store(f"file:{folder}"), list[StoreError](), threading.Event()
    writer.publish({ONE: competences("a")})

    def read() -> None:
        while not done.is_set():
            try:
                held(open_store(f"file:{folder}"))
            except StoreError as fault:
                wrong.append(fault)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for n in range(20):
        writer.publish({ONE: competences(f"a{n}")})
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []


def test_a_reader_that_has_looked_before_sees_the_next_publication_at_once(folder: Path) -> None:
    writer, reader = FolderStore(folder), FolderStore(folder)
    writer.publish({ONE: competences("a")})
    for name in ("b", "c"):
        time.sleep(0.15)  # the pointer has settled: from now on it is not read again as long as it is the same
        assert reader.current().digest == reader.current().digest == writer.current().digest
        assert writer.publish({ONE: competences(name)}).digest == reader.current().digest
        assert held(reader) == [name]
    (folder / "CURRENT").unlink()
    with pytest.raises(StoreEmpty):
        reader.current()


def test_readers_see_whole_releases_while_a_writer_publishes(folder: Path) -> None:
    writer, wrong, done = open_store(f"file:{folder}"), [], threading.Event()
    writer.publish({ONE: competences("a0"), TWO: competences("b0")})

    def read() -> None:
        reader = open_store(f"file:{folder}")
        while not done.is_set():
            names = held(reader)
            if len(names) != 2 or names[0][1:] != names[1][1:]:
                wrong.append(names)

    reading = threading.Thread(target=read)
    reading.start()
    for n in range(1, 6):
        writer.publish({ONE: competences(f"a{n}"), TWO: competences(f"b{n}")})
    done.set()
    reading.join()
    assert wrong == []


# ------------------------------------------------------------------------------------------------ accidents
def test_a_second_writer_waits_and_then_says_so(folder: Path) -> None:
    FolderStore(folder).publish({ONE: competences("a")})
    code = (
        "import sys, filelock\n"
        "with filelock.FileLock(sys.argv[1]):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(folder / ".writer.lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout
    holder.stdout.readline()
    with pytest.raises(StoreLocked, match="Another process is writing"):
        FolderStore(folder, wait_seconds=0.1).publish({ONE: competences("b")})
    assert held(FolderStore(folder)) == ["a"]
    holder.communicate()
    assert held_after(FolderStore(folder), "b") == ["b"]


def test_a_graph_folder_that_is_open_for_writing_is_locked(tmp_path: Path) -> None:
    first = open_backend(f"file:{tmp_path / 'graph'}")
    with pytest.raises(StoreLocked, match="Another process is writing"):
        open_backend(f"file:{tmp_path / 'graph'}")
    first.close()
    open_backend(f"file:{tmp_path / 'graph'}").close()


def held_after(store: Store, *names: str) -> list[str]:
    store.publish({ONE: competences(*names)})
    return held(store)


_PUBLISH = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from signpost.store.local import open_store
lines = "".join(sorted(
    f"<https://w3id.org/signpost/id/competence/k{n}> <http://www.w3.org/2004/02/skos/core#prefLabel> \\"K {n}\\" .\\n"
    for n in range(20_000)
)).encode()
print("begun", flush=True)
open_store("file:" + sys.argv[1]).publish({"https://w3id.org/signpost/graph/two": lines})
"""


@pytest.mark.parametrize("after", [0.1, 0.4, 0.8])
def test_a_killed_writer_leaves_the_old_release_and_the_next_one_cleans_up(folder: Path, after: float) -> None:
    store = open_store(f"file:{folder}")
    store.publish({ONE: competences("a")})
    child = subprocess.Popen([sys.executable, "-c", _PUBLISH, str(folder), ""], stdout=subprocess.PIPE)
    assert child.stdout
    child.stdout.readline()
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    assert "a" in held(open_store(f"file:{folder}"))
    assert held_after(store, "b") == ["b"]
    store.close()
    assert sorted(path.name for path in folder.iterdir()) == [".writer.lock", "CURRENT", "releases"]


_PUBLISH_SMALL_DISK = """
import resource, sys
from signpost.errors import StoreFull
from signpost.store.local import open_store
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
label = b'<http://www.w3.org/2004/02/skos/core#prefLabel> "F %d" .\\n'
kind = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/signpost/ns#Competence> .\\n"
things = [b"<https://w3id.org/signpost/id/competence/f%d> " % n for n in range(20_000)]
lines = b"".join(thing + label % n + thing + kind for n, thing in enumerate(things))
try:
    open_store("file:" + sys.argv[1]).publish({"https://w3id.org/signpost/graph/two": lines})
except StoreFull as fault:
    print(fault)
"""


@pytest.mark.parametrize("most", [20_000, 200_000, 1_500_000])
def test_a_full_disk_is_one_sentence_and_changes_nothing(folder: Path, most: int) -> None:
    """Files may not grow beyond `most` bytes: the graph, the index or the search meets that limit first."""
    open_store(f"file:{folder}").publish({ONE: competences("a")})
    before = sorted(path for path in folder.rglob("*"))
    said = subprocess.run(
        [sys.executable, "-c", _PUBLISH_SMALL_DISK, str(folder), str(most)], capture_output=True, text=True
    )
    assert (said.stdout.count("\n"), said.returncode) == (1, 0), said.stderr
    assert "no space left" in said.stdout
    assert str(folder) in said.stdout
    assert sorted(path for path in folder.rglob("*")) == before
    assert held(open_store(f"file:{folder}")) == ["a"]


def rewrite(folder: Path, **changes: object) -> None:
    for path in (folder / "releases").glob("*/manifest.json"):
        path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_a_release_of_an_earlier_layout_says_what_to_do_and_that_does_it(folder: Path) -> None:
    open_store(f"file:{folder}").publish({ONE: competences("a")})
    rewrite(folder, layout=0)
    with pytest.raises(StoreOutdated, match=r"earlier version.*'signpost compile'"):
        open_store(f"file:{folder}").current()
    store = open_store(f"file:{folder}")
    store.publish({TWO: competences("b")})
    assert held(store) == ["a", "b"]


def test_a_release_whose_sources_say_less_or_more_keeps_its_name(folder: Path) -> None:
    """An earlier version, which knew fewer facts about a source, named it after those; a later one knows more."""
    open_store(f"file:{folder}").publish({ONE: competences("a")}, sources=[Source("one", label="One")])
    (path,) = folder.glob("releases/*/manifest.json")
    name = "e" * 64
    source = {"id": "one", "label": "One", "a fact of later versions": 1}
    path.write_text(json.dumps({**json.loads(path.read_text()), "sources": [source], "digest": name}))
    path.parent.rename(folder / "releases" / name)
    (folder / "CURRENT").write_text(name + "\n")
    store = open_store(f"file:{folder}")
    assert store.current().digest == name
    assert store.current().sources == (Source("one", label="One"),)
    store.publish({TWO: competences("b")}, expected=name)
    assert held(store) == ["a", "b"]


def test_a_release_of_a_later_layout_is_left_alone(folder: Path) -> None:
    open_store(f"file:{folder}").publish({ONE: competences("a")})
    rewrite(folder, layout=99)
    for act in (lambda s: s.current(), lambda s: s.publish({TWO: competences("b")})):
        with pytest.raises(StoreOutdated, match="later version"):
            act(open_store(f"file:{folder}"))


@pytest.mark.parametrize("harm", ["pointer", "manifest", "index", "release"])
def test_a_damaged_store_is_one_sentence(folder: Path, harm: str) -> None:
    release = open_store(f"file:{folder}").publish({ONE: competences("a")})
    if harm == "pointer":
        (folder / "CURRENT").write_text("../../etc\n")
    elif harm == "release":
        shutil.rmtree(release.folder)
    else:
        (release.folder / {"manifest": "manifest.json", "index": "index.bin"}[harm]).write_bytes(b"{")
    with pytest.raises(StoreError, match="damaged"):
        held(open_store(f"file:{folder}"))


def test_a_file_where_the_folder_should_be_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="is a file; a store is a folder"):
        open_store(f"file:{tmp_path / 'file'}").current()
    with pytest.raises(StoreError, match="cannot be written"):
        open_store(f"file:{tmp_path / 'file'}").publish({ONE: competences("a")})


def test_broken_lines_leave_the_old_release(folder: Path) -> None:
    store = open_store(f"file:{folder}")
    store.publish({ONE: competences("a")})
    with pytest.raises(StoreError, match="cannot read"):
        store.publish({ONE: b"this is not N-Triples\n"})
    assert held(store) == ["a"]
    assert not list(folder.glob(".building*"))


def test_an_address_that_is_none_is_one_sentence() -> None:
    with pytest.raises(StoreError, match="not the address"):
        open_store("ftp://example.org/")
    with pytest.raises(StoreError, match="not a web address"):
        open_store("http://")
    with pytest.raises(StoreUnreachable, match="does not answer"):
        open_store("http://user:secret@127.0.0.1:9/sparql")


def test_a_manifest_comes_back_from_its_text() -> None:
    manifest = Manifest({}).next(Change({ONE: competences("a")}, sources=(Source("one", label="é"),)))
    assert Manifest.from_json(manifest.to_json(), "here") == manifest


def test_opening_is_quick(folder: Path) -> None:
    open_store(f"file:{folder}").publish({ONE: competences(*map(str, range(2_000)))})
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        open_store(f"file:{folder}").current().index.label("competence", 0)
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.05
    assert os.path.getsize(open_store(f"file:{folder}").current().folder / "index.bin") > 0
