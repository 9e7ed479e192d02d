"""Releases on a server, and a server that does not answer, refuses, or gives half an answer."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from signpost import words
from signpost.errors import StoreEmpty, StoreLocked, StoreUnreachable
from signpost.graph.backend import open_backend
from signpost.graph.remote import PASSWORD, USER, RemoteBackend, connect
from signpost.model import GRAPHS, THINGS, Source
from signpost.store.release import Change
from signpost.store.served import POINTER, RemoteStore

ONE, TWO = GRAPHS + "one", GRAPHS + "two"


def competences(*names: str) -> bytes:
    return words.to_ntriples(
        {"id": f"{THINGS}competence/{name}", "type": "Competence", "label": f"Competence {name}"} for name in names
    )


# ------------------------------------------------------------------------------------------------ releases
def emptied(url: str) -> None:
    backend = open_backend(url)
    for graph in (*backend.graphs(), POINTER):
        backend.drop(graph)
    backend.close()


@pytest.fixture
def opened(server_url: str, tmp_path: Path) -> Iterator[Callable[[], RemoteStore]]:
    """Opens the server as one more machine would, with a cache of its own; the server is empty at first."""
    emptied(server_url)
    stores: list[RemoteStore] = []

    def open_one() -> RemoteStore:
        stores.append(RemoteStore(server_url, cache=tmp_path / f"cache-{len(stores)}"))
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()
    emptied(server_url)


def graphs_on(url: str) -> list[str]:
    backend = open_backend(url)
    names = sorted(backend.graphs())
    backend.close()
    return names


def test_a_release_is_shared_by_everyone_who_knows_the_server(opened: Callable[[], RemoteStore]) -> None:
    with pytest.raises(StoreEmpty):
        opened().current()
    sources = [Source("one", label='A "quoted" label – é', rights="x" * 5_000)]
    release = opened().publish({ONE: competences("a", "b")}, sources=sources)
    other = opened().current()
    assert other.digest == release.digest
    assert other.sources[0].label == 'A "quoted" label – é'
    assert other.index.find("competence", f"{THINGS}competence/b") == 1
    assert other.labels.find("competence a")[0].label == "Competence a"
    assert (other.folder / "index.bin").read_bytes() == (release.folder / "index.bin").read_bytes()
    release.close()
    other.close()


def test_a_release_speaks_of_its_graphs_by_our_names(opened: Callable[[], RemoteStore]) -> None:
    release = opened().publish({ONE: competences("a"), TWO: competences("b")})
    backend = release.backend
    assert backend.graphs() == {ONE: 2, TWO: 2}
    assert backend.dump(TWO) == competences("b")
    label = "http://www.w3.org/2004/02/skos/core#prefLabel"
    found = backend.select(f"SELECT ?g WHERE {{ GRAPH ?g {{ <{THINGS}competence/b> <{label}> ?l }} }}")
    assert found.column("g") == [f"<{TWO}>"]
    assert len(backend.select(f"SELECT ?s WHERE {{ GRAPH <{ONE}> {{ ?s <{label}> ?l }} }}")) == 1
    release.close()


def test_a_reader_keeps_its_release_while_others_publish(opened: Callable[[], RemoteStore], server_url: str) -> None:
    writer = opened()
    old = writer.publish({ONE: competences("a"), TWO: competences("x")})
    new = writer.publish({ONE: competences("b")})
    assert old.backend.dump(ONE) == competences("a")
    assert new.backend.dump(ONE) == competences("b")
    assert len(graphs_on(server_url)) == 3
    writer.publish({ONE: competences("c")})
    writer.publish({ONE: competences("d")}, drop=[TWO])
    assert len(graphs_on(server_url)) == 3
    for release in (old, new):
        release.close()


def test_the_digest_is_that_of_a_folder_with_the_same_statements(
    opened: Callable[[], RemoteStore], tmp_path: Path
) -> None:
    from signpost.store.local import FolderStore

    there = opened().publish({ONE: competences("a")})
    here = FolderStore(tmp_path / "folder").publish({ONE: competences("a")})
    assert (there.digest, (there.folder / "index.bin").read_bytes()) == (
        here.digest,
        (here.folder / "index.bin").read_bytes(),
    )
    there.close()


def test_of_two_writers_at_once_the_second_is_told(opened: Callable[[], RemoteStore], server_url: str) -> None:
    slow, quick = opened(), opened()
    slow.publish({ONE: competences("a")})
    before = slow.current()
    quick.publish({ONE: competences("b")})
    backend = connect(server_url)
    digest = f'<{POINTER}> <https://w3id.org/signpost/ns#digest> "{before.digest}"'
    assert not backend.replace_if(POINTER, digest, competences("late"))
    assert not backend.replace_if(POINTER, "", competences("late"))
    backend.close()
    assert slow.current().digest == quick.current().digest != before.digest
    before.close()


def test_a_graph_that_is_there_already_is_never_emptied(opened: Callable[[], RemoteStore], server_url: str) -> None:
    """Two publish the same content: while the second brings it, others read it at every moment."""
    first, second = opened(), opened()
    first.publish({ONE: competences("a")})
    many = competences(*map(str, range(3_000)))
    first.publish({TWO: many})
    (stored,) = [name for name in graphs_on(server_url) if name.startswith(TWO)]
    fewest, done = [many.count(b"\n")], threading.Event()

    def read() -> None:
        backend = connect(server_url)
        while not done.is_set():
            fewest.append(backend.graphs().get(stored, 0))
        backend.close()

    reading = threading.Thread(target=read)
    reading.start()
    second._bring(stored, many)
    done.set()
    reading.join()
    assert set(fewest) == {many.count(b"\n")}


def test_a_graph_of_which_a_part_is_there_is_completed(opened: Callable[[], RemoteStore], server_url: str) -> None:
    many = competences("a", "b", "c")
    backend = connect(server_url)
    backend.replace(f"{ONE}/{hashlib.sha256(many).hexdigest()}", b"".join(many.splitlines(keepends=True)[:2]))
    backend.close()
    assert opened().publish({ONE: many}).backend.dump(ONE) == many


def test_what_killed_publications_left_is_swept_and_nothing_else(
    opened: Callable[[], RemoteStore], server_url: str
) -> None:
    left, others = f"{ONE}/{'f' * 64}", GRAPHS + "kept-by-others"
    backend = connect(server_url)
    for graph in (left, others):
        backend.replace(graph, competences("left"))
    store = opened()
    store.publish({ONE: competences("a")})
    assert left in graphs_on(server_url), "whoever brought it may be about to publish it"
    store.publish({ONE: competences("b")})
    assert left not in graphs_on(server_url)
    assert others in graphs_on(server_url)
    assert store.current().backend.dump(ONE) == competences("b")
    backend.drop(others)
    backend.close()


def test_a_release_whose_graph_was_swept_is_not_made_current(opened: Callable[[], RemoteStore]) -> None:
    store = opened()
    store.publish({ONE: competences("a")})
    there = store._pointer()
    assert there is not None
    with pytest.raises(StoreLocked, match="at the same time"):
        store._swap(there, there.next(Change({TWO: competences("c")})), [f"{TWO}/{'0' * 64}"])
    assert store.current().digest == there.digest


def test_the_cache_keeps_the_last_releases_and_those_of_today(
    opened: Callable[[], RemoteStore], tmp_path: Path
) -> None:
    store, cache = opened(), tmp_path / "cache-0"
    folders = [store.publish({ONE: competences(name)}).folder for name in "abcde"]
    assert len(list(cache.iterdir())) == 5
    for age, folder in enumerate(reversed(folders)):
        os.utime(folder, (time.time() - 30 * 3600 * age,) * 2)
    last = store.publish({ONE: competences("f")}).folder
    assert set(cache.iterdir()) == {last, *folders[3:]}
    shutil.rmtree(last)
    assert store.current().index.label("competence", 0) == "Competence f"


# ------------------------------------------------------------------------------------------------ refusals
def test_a_wrong_password_is_one_sentence_without_the_password(served: Callable[[str], str]) -> None:
    url = served("virtuoso").replace("dba:dba@", "dba:hunter2@")
    backend = open_backend(url)
    with pytest.raises(StoreUnreachable, match="refuses this user") as caught:
        backend.replace(ONE, competences("a"))
    backend.close()
    assert "hunter2" not in str(caught.value)
    assert USER in str(caught.value)


def test_name_and_password_may_come_from_the_environment(
    served: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(USER, "dba")
    monkeypatch.setenv(PASSWORD, "dba")
    backend = open_backend(served("virtuoso").replace("dba:dba@", ""))
    backend.replace(ONE, competences("a"))
    assert backend.graphs() == {ONE: 2}
    backend.drop(ONE)
    backend.close()


Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def server(answer: Callable[[int, str, bytes], Answer]) -> Iterator[tuple[str, list[str]]]:
    """A server that answers its n-th request as it is told; gives its address and the requests' Authorization."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append(self.headers.get("Authorization", ""))
            status, headers, content = answer(len(asked), self.path, body)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    try:
        yield f"http://name:secret@127.0.0.1:{listening.server_port}/sparql", asked
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()


def table(*rows: str) -> bytes:
    bindings = [{"s": {"type": "uri", "value": f"urn:{row}"}} for row in rows]
    return json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": bindings}}).encode()


def test_a_server_that_is_just_starting_is_asked_again() -> None:
    with server(lambda n, path, body: (503, {}, b"") if n < 3 else (200, {}, table())) as (url, asked):
        connect(url).close()
        assert len(asked) == 3


def test_nobody_there_is_one_sentence_without_the_password() -> None:
    with pytest.raises(StoreUnreachable, match="does not answer") as caught:
        open_backend("http://name:secret@127.0.0.1:9/sparql")
    assert "secret" not in str(caught.value)
    assert str(caught.value).count("\n") == 0


@pytest.mark.parametrize("status", [400, 404, 500])
def test_what_a_server_says_is_passed_on_short_and_without_the_password(status: int) -> None:
    with server(lambda n, path, body: (status, {}, b"bad\n secret " * 500)) as (url, _):
        with pytest.raises(StoreUnreachable, match=f"HTTP {status}") as caught:
            open_backend(url)
        assert "secret" not in str(caught.value)
        assert len(str(caught.value)) < 400


@pytest.mark.parametrize("content", [table("a")[:-5], b"<html>", b"", b"[]", b'{"head": {"vars": ["s"]}}'])
def test_half_an_answer_is_no_answer(content: bytes) -> None:
    with server(lambda n, path, body: (200, {}, content)) as (url, _), pytest.raises(StoreUnreachable, match="whole"):
        open_backend(url)


def test_a_silent_limit_on_answers_is_found_out() -> None:
    """The server gives 1,000 of 1,500 rows, and no more when asked for the rest."""
    counted = {"head": {"vars": ["n"]}, "results": {"bindings": [{"n": {"type": "literal", "value": "1500"}}]}}

    def answer(n: int, path: str, body: bytes) -> Answer:
        if b"COUNT" in body:
            return 200, {}, json.dumps(counted).encode()
        return 200, {}, table() if b"OFFSET" in body else table(*map(str, range(1_000)))

    with server(answer) as (url, _):
        backend = RemoteBackend(url.replace("name:secret@", ""), within={ONE: ONE})
        with pytest.raises(StoreUnreachable, match="only 1000 of 1500 rows"):
            backend.select("SELECT ?s WHERE { ?s ?p ?o }")
        backend.close()


def test_the_password_is_sent_only_when_asked_for_and_then_as_asked() -> None:
    def answer(n: int, path: str, body: bytes) -> Answer:
        return (401, {"WWW-Authenticate": 'Basic realm="x"'}, b"") if n == 2 else (200, {}, table())

    with server(answer) as (url, asked):
        backend = connect(url)
        backend.ping()
        backend.close()
    assert [one.split(" ")[0] for one in asked] == ["", "", "Basic"]


def test_a_server_for_reading_only_says_so() -> None:
    with server(lambda n, path, body: (200, {}, table()) if b"query=" in body else (405, {}, b"")) as (url, _):
        backend = connect(url)
        with pytest.raises(StoreUnreachable, match="takes no changes"):
            backend.drop(ONE)
        backend.close()


def test_a_slow_server_is_one_sentence() -> None:
    stop = threading.Event()

    def answer(n: int, path: str, body: bytes) -> Answer:
        stop.wait(5)
        return 200, {}, table()

    with server(answer) as (url, _):
        backend = RemoteBackend(url, timeout_seconds=0.2)
        with pytest.raises(StoreUnreachable, match="did not answer within"):
            backend.ping()
        stop.set()
        backend.close()


def test_publishing_while_someone_else_does_is_one_sentence(opened: Callable[[], RemoteStore]) -> None:
    slow = opened()
    slow.publish({ONE: competences("a")})
    there = slow._pointer()
    assert there is not None
    opened().publish({ONE: competences("b")})
    with pytest.raises(StoreLocked, match="at the same time"):
        slow._swap(there, there.next(Change({ONE: competences("c")})), ())
