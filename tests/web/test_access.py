"""Who may ask for what: tokens are shown once, scoped, ended and changed; none is ever written anywhere."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from running import CSV, Enter, Server, course, listed, post, row, serving

import signpost
from signpost.publishing.door import Door

GOOD = listed(row("one", "Orchards for all", "A college"))
DOORS = Path(__file__).parents[2] / "web" / "signpost_web" / "doors"
DOCUMENT = json.loads((DOORS / "openapi.json").read_text("utf-8"))
METHODS = ("get", "put", "post", "delete")
OPEN = ("/health", "/openapi.json", "/find", "/api/", "/reconcile", "/ims/case/")
"""How the paths begin that nobody needs a token for."""


def filled(path: str) -> str:
    return path.replace("{id}", "0" * 32).replace("{source}", "acc-none").replace("{number}", "1")


OPERATIONS = [(method, path) for path, item in DOCUMENT["paths"].items() for method in METHODS if method in item]
CLOSED = [each for each in OPERATIONS if not each[1].startswith(OPEN)]


def problem(answer: httpx.Response, status: int) -> str:
    """The detail of a fault of this status, told as RFC 9457 has it."""
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert (said["type"], said["status"]) == ("about:blank", status)
    return str(said["detail"])


# ------------------------------------------------------------------------------------------------ who asks
@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_nothing_is_done_without_a_token(method: str, path: str, stranger: httpx.Client) -> None:
    for header in ({}, {"Authorization": "Basic Og=="}, {"Authorization": "Bearer"}, {"Authorization": "Bearer x"}):
        answer = stranger.request(method, filled(path), headers=header)
        assert problem(answer, 401) == "Send a token that counts: 'Authorization: Bearer ...'."
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="signpost"'


def test_whether_there_is_a_submission_is_not_told_to_strangers(enter: Enter, stranger: httpx.Client) -> None:
    at = post(enter("acc-there"), GOOD, draft="true").headers["Location"]
    for method, path in (("GET", at), ("DELETE", at), ("PUT", at), ("GET", f"{at}/preview")):
        assert stranger.request(method, path).status_code == 401


def test_a_token_ends_when_it_is_revoked_or_rotated(server: Server) -> None:
    door = signpost.door(f"file:{server.store}")
    token, text = door.issue("A college", ["acc-ended"])
    with server.client(text) as client:
        assert client.get("/submissions").status_code == 200
        renewed, other = door.rotate(token.id)
        assert client.get("/submissions").status_code == 401
    assert (renewed.name, renewed.sources, renewed.id == token.id) == ("A college", ("acc-ended",), False)
    with server.client(other) as client:
        assert client.get("/submissions").status_code == 200
        door.revoke(renewed.id)
        assert client.get("/submissions").status_code == 401


def test_a_token_ends_on_its_day(server: Server) -> None:
    own = signpost.door(f"file:{server.store}")
    then = Door(own.store, own.ledger, lambda: datetime.now(UTC) - timedelta(days=8))
    for days, status in ((7, 401), (9, 200)):
        _, text = then.issue("A college", ["acc-days"], days=days)
        with server.client(text) as client:
            assert client.get("/submissions").status_code == status


def test_a_token_is_all_of_its_text(server: Server) -> None:
    text = server.token("acc-text")
    prefix, id, secret = text.split("_", 2)
    wrong = (text[:-1], f"{text}x", f"{prefix}_{id}_", f"xx_{id}_{secret}", f"{prefix}_{'0' * 12}_{secret}", id, secret)
    for other in wrong:
        with server.client(other) as client:
            assert client.get("/submissions").status_code == 401, other


# ------------------------------------------------------------------------------------------------ what it may
def test_a_token_publishes_as_its_sources_alone(enter: Enter) -> None:
    one, both, steward = enter("acc-a"), enter("acc-a", "acc-b"), enter(steward=True)
    assert post(one, GOOD, dry_run="true").json()["source"] == "acc-a"
    assert post(both, GOOD, dry_run="true", source="acc-b").json()["source"] == "acc-b"
    told = "This token may publish as: acc-a. Say which: source=ID."
    assert problem(post(one, GOOD, source="acc-b"), 403) == told
    assert problem(post(one, GOOD, source=""), 403) == told
    assert problem(post(both, GOOD), 403) == "This token may publish as: acc-a, acc-b. Say which: source=ID."
    assert problem(post(steward, GOOD, source="acc-a"), 403).startswith("This token may publish as: no source.")
    asked = {"iri": course("acc-b", "one"), "source": "acc-b"}
    assert one.delete("/resources", params=asked).status_code == 403
    assert one.put("/resources", content=GOOD, headers={"Content-Type": CSV}, params=asked).status_code == 403


def test_anothers_submission_is_as_one_that_is_not_there(enter: Enter) -> None:
    own, other, steward = enter("acc-own"), enter("acc-other"), enter(steward=True)
    there = post(own, GOOD, draft="true").headers["Location"]
    nowhere = f"/submissions/{'0' * 32}"
    for method, rest in (
        ("GET", ""), ("PUT", ""), ("DELETE", ""), ("GET", "/preview"), ("POST", "/publication"),
    ):  # fmt: skip
        sent = {"content": GOOD, "headers": {"Content-Type": CSV}} if method == "PUT" else {}
        first, second = (other.request(method, at + rest, **sent) for at in (there, nowhere))
        assert problem(first, 404).replace(there[-32:], "0" * 32) == problem(second, 404)
        assert [name for name in first.headers if name not in second.headers] == []
    assert other.get("/submissions").json() == {"submissions": []}
    assert own.get(there).status_code == steward.get(there).status_code == 200
    assert steward.get(f"{there}/preview").status_code == 200
    for answer in (
        steward.delete(there),
        steward.post(f"{there}/publication"),
        steward.put(there, content=GOOD, headers={"Content-Type": CSV}),
    ):
        assert answer.status_code == 403, "a steward decides, and publishes as nobody"
    assert (
        problem(own.post(f"{there}/decision", json={"decision": "accept"}), 403) == "This needs the token of a steward."
    )
    assert problem(steward.post(f"{there}/decision", json={"decision": "accept"}), 409).endswith(
        "is draft: only one that is held can be decided upon."
    )


def test_the_name_of_a_shipped_source_is_nobodys(server: Server) -> None:
    with server.client(server.token("resources")) as client:
        assert post(client, GOOD).status_code == 400


# ------------------------------------------------------------------------------------------------ what there is
@pytest.mark.parametrize("path", DOCUMENT["paths"])
def test_a_method_that_is_none_here_is_told_which_there_are(path: str, enter: Enter) -> None:
    there = {method.upper() for method in METHODS if method in DOCUMENT["paths"][path]}
    client = enter("acc-methods")
    for method in {"GET", "PUT", "POST", "DELETE", "PATCH"} - there:
        answer = client.request(method, filled(path))
        problem(answer, 405)
        assert {*re.findall(r"\w+", answer.headers["Allow"])} - {"HEAD", "OPTIONS"} == there


@pytest.mark.parametrize("path", ["/submission", "/submissions/", "/sources/x/publications/one", "/static/x"])
def test_there_is_nothing_elsewhere(path: str, stranger: httpx.Client) -> None:
    assert problem(stranger.get(path), 404) == "There is nothing here."


def test_what_is_too_large_is_told_how_large_it_may_be(enter: Enter) -> None:
    client = enter("acc-large")
    draft = post(client, GOOD, draft="true").headers["Location"]
    large = b"x" * (32 * 1024 * 1024 + 1)
    asked = {"iri": course("acc-large", "one")}
    for method, path, more in (("POST", "/submissions", {}), ("PUT", draft, {}), ("PUT", "/resources", asked)):
        answer = client.request(method, path, content=large, headers={"Content-Type": CSV}, params=more)
        assert problem(answer, 413) == "It is larger than 32 MB. Send it in several parts with amend=true."


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_what_is_answered_runs_nowhere_and_is_kept_nowhere(method: str, path: str, enter: Enter) -> None:
    headers = enter("acc-headers").request(method, filled(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "Server" not in headers
    assert "Retry-After" not in headers


# ------------------------------------------------------------------------------------------------ how often
@pytest.fixture(scope="module")
def slow(fresh: Callable[[], Path]) -> Iterator[Server]:
    """A server that answers each three times a minute, behind another that says for whom it asks."""
    with serving(fresh(), rate="3 per minute", SIGNPOST_PROXIES="1") as running:
        yield running


def test_each_token_has_a_number_of_requests_of_its_own(slow: Server) -> None:
    one, two = slow.token("acc-one"), slow.token("acc-two")
    with slow.client(one) as first, slow.client(two) as second:
        left = [first.get("/submissions").headers["X-RateLimit-Remaining"] for _ in range(3)]
        assert left == ["2", "1", "0"]
        over = first.get("/submissions")
        assert problem(over, 429) == "Too many requests. Wait a minute."
        assert 0 < int(over.headers["Retry-After"]) <= 60
        assert second.get("/submissions").status_code == 200, "one uses up nothing of another's"
        assert post(first, GOOD).status_code == 429
    assert signpost.door(f"file:{slow.store}").submissions() == []


def test_those_without_a_token_are_counted_by_their_address(slow: Server) -> None:
    def asking(address: str, token: str = "") -> int:
        with slow.client(token) as client:
            return client.get("/submissions", headers={"X-Forwarded-For": address}).status_code

    assert [asking("192.0.2.1") for _ in range(4)] == [401, 401, 401, 429]
    assert asking("192.0.2.1", f"sp_{'0' * 12}_guess") == 429, "guesses are counted too"
    assert asking("192.0.2.2") == 401
    assert asking("192.0.2.1", slow.token("acc-three")) == 200, "those with a token are not"


@pytest.mark.parametrize(
    ("name", "value"),
    [("SIGNPOST_RATE", "often"), ("SIGNPOST_PROXIES", "one"), ("SIGNPOST_COUNTS", "nowhere://"),
     ("SIGNPOST_LEDGER", "nowhere://"), ("SIGNPOST_TRIES", "rarely")],
)  # fmt: skip
def test_a_setting_that_cannot_be_is_one_sentence(
    name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(signpost.errors.SignpostError, match=value):
        signpost.serve(f"file:{tmp_path}", port=0)


# ------------------------------------------------------------------------------------------------ never written
def test_no_token_is_ever_written(fresh: Callable[[], Path]) -> None:
    """Neither in what is answered, nor in what the server writes, nor in any file of the store."""
    with serving(fresh()) as running:
        door = signpost.door(f"file:{running.store}")
        token, text = door.issue("A college", ["acc-secret"], steward=True)
        ended, dead = door.issue("Another", ["acc-secret"])
        door.revoke(ended.id)
        answered = []
        for shown in (text, dead, f"{text}x"):
            with running.client(shown) as client:
                for method, path in OPERATIONS:
                    answered.append(client.request(method, filled(path)))
                answered.append(post(client, GOOD))
                answered.append(post(client, GOOD, source=shown))
                answered.append(client.post("/submissions", content=b"\xff", headers={"Content-Type": "text/turtle"}))
        written = b"".join(path.read_bytes() for path in running.store.rglob("*") if path.is_file())
        written += running.log.read_bytes()
    secrets = [each.split("_", 2)[2].encode() for each in (text, dead)]
    for secret in secrets:
        assert secret not in written
        # Where somebody writes a token into an address, it is answered as the address has it and nowhere kept.
        assert not [one for one in answered if secret in one.content or secret in str(one.headers).encode()]
    assert {200, 201, 401, 404} <= {one.status_code for one in answered}
    with sqlite3.connect(running.store / "ledger.sqlite") as ledger:
        hashes = dict(ledger.execute("SELECT id, hash FROM token"))
    assert hashes.keys() == {token.id, ended.id}
    assert all(hash.startswith("$argon2id$") for hash in hashes.values())
