"""What the verbs of the door print: histories, what waits, tokens."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from signpost.cli import verbs
from signpost.ledger.tables import open_ledger
from signpost.model import Received, SubmissionState
from signpost.publishing.door import Door
from signpost.store.local import open_store

COLLEGE = "https://college.example/id/us"


def provider(label: str) -> Received:
    node = {"id": COLLEGE, "type": "Provider", "label": label, "providerKind": "training-provider"}
    return Received(json.dumps(node).encode(), "us.jsonld", "a-college")


@pytest.fixture
def door(tmp_path: Path) -> Door:
    """A door at which a minute passes between any two things."""
    store = open_store(f"file:{tmp_path / 'store'}")
    moments = (datetime(2026, 3, 2, 9, 30, tzinfo=UTC) + timedelta(minutes=n) for n in range(1000))
    return Door(store, open_ledger(store.ledger), lambda: next(moments))


def asked(door: Door, *line: str) -> Result:
    return CliRunner().invoke(verbs, [*line, "--store", door.store.url, "--quiet"])


def test_a_history_tells_each_publication_and_what_it_restored(door: Door) -> None:
    for label in ("A college", "The college"):
        door.submit(provider(label), "a token")
    assert "nothing" not in asked(door, "restore", "a-college", "1").stdout
    rows = asked(door, "history", "a-college", "--as", "csv").stdout.splitlines()
    assert rows[0] == "number,at,by,nodes,triples,added,changed,removed,confirmed,restores,digest"
    assert [row.split(",")[0] for row in rows[1:]] == ["3", "2", "1"]
    assert [row.split(",")[2] for row in rows[1:]] == ["command line", "a token", "a token"]
    assert [row.split(",")[9] for row in rows[1:]] == ["1", "0", "0"]
    page = asked(door, "history", "a-college").stdout
    assert page.startswith("History of a-college\n3 publications. Last confirmed on ")
    assert "restores 1" in page
    assert page.rstrip().endswith("To bring one back: signpost restore a-college 2")


def test_what_is_held_is_listed_looked_at_returned_and_accepted(door: Door) -> None:
    assert asked(door, "queue", "--hold", "a-college").stdout == "0 submissions wait\nNothing waits.\n"
    id = door.submit(provider("A college"), "a token").id
    assert asked(door, "queue").stdout.startswith("1 submission waits\n")
    assert "It waits for a steward." in asked(door, "queue", id[:8]).stdout
    returned = asked(door, "queue", id[:8], "--return", "Please add prices.").stdout
    assert "Returned by command line: Please add prices." in " ".join(returned.split())
    door.publish(id, "a token")
    assert "Published by command line as number 1." in " ".join(asked(door, "queue", id, "--accept").stdout.split())
    assert door.submission(id).state is SubmissionState.PUBLISHED
    again = asked(door, "queue", id, "--accept")
    assert (again.exit_code, "only one that is held" in again.stderr) == (2, True)


def test_a_token_is_shown_once_rotated_and_revoked(door: Door) -> None:
    made = json.loads(asked(door, "tokens", "--new", "A college", "--source", "a-college", "--as", "json").stdout)
    assert door.token(made["token"])
    assert made["token"] not in asked(door, "tokens").stdout
    turned = json.loads(asked(door, "tokens", "--rotate", made["about"]["id"], "--as", "json").stdout)
    assert (door.token(made["token"]), bool(door.token(turned["token"]))) == (None, True)
    assert "revoked" in asked(door, "tokens", "--revoke", turned["about"]["id"]).stdout
    assert door.token(turned["token"]) is None


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (["history", "nobody"], "Try 'signpost publish FILE --source nobody'."),
        (["restore", "nobody", "1"], "there is no publication 1 of the source 'nobody'."),
        (["queue", "--accept"], "name the SUBMISSION"),
        (["queue", "none", "--return", "x"], "there is no submission 'none'."),
        (["tokens", "--new", "x"], "a new token needs a NAME"),
        (["tokens", "--new", "x", "--revoke", "y"], "use one of --new, --rotate and --revoke at a time"),
        (["tokens", "--revoke", "none"], "there is no token 'none'."),
    ],
)
def test_a_mistake_is_one_sentence(door: Door, line: list[str], told: str) -> None:
    said = asked(door, *line)
    assert (said.exit_code, told in said.stderr) == (2, True), said.stderr
