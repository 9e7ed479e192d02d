"""When a source last confirmed what it says: shown with each thing that it describes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import signpost
from signpost.exchange.readers import submission
from signpost.gate.publish import publish_all
from signpost.ledger.tables import open_ledger
from signpost.publishing.door import Door

COLLEGE = "https://college.example/id/us"


def told(store: Path) -> list[tuple[str, str]]:
    facts = signpost.show(COLLEGE, f"file:{store}").facts
    return [(fact.word, fact.value) for fact in facts if fact.word.startswith("last confirmed")]


def test_a_card_tells_when_its_source_last_confirmed_it_and_whether_that_is_long_ago(tmp_path: Path) -> None:
    file, store = tmp_path / "college.jsonld", signpost.open(f"file:{tmp_path / 'store'}")
    node = {"id": COLLEGE, "type": "Provider", "label": "A college", "providerKind": "training-provider"}
    file.write_text(json.dumps(node))
    publish_all([submission(file, "a-college")], store)
    assert told(tmp_path / "store") == [], "no ledger was told of it"
    long_ago = datetime.now(UTC) - timedelta(days=400)
    sent = signpost.model.Received(file.read_bytes(), file.name, "a-college")
    Door(store, open_ledger(store.ledger), lambda: long_ago).submit(sent, "a token")
    assert told(tmp_path / "store") == [("last confirmed, over a year ago", long_ago.date().isoformat())]
    signpost.publish(file, "a-college", store)
    assert told(tmp_path / "store") == [("last confirmed", datetime.now(UTC).date().isoformat())]
