"""The summary that closes what a reader found."""

from __future__ import annotations

from signpost.exchange.gathered import Gathered


def test_a_summary_of_nothing_says_so() -> None:
    gathered = Gathered("en")
    gathered.summarise("a.csv")
    assert [finding.message for finding in gathered.findings] == [
        "Read nothing. Rows dropped: 0; other repairs or notes: 0."
    ]


def test_a_summary_counts_what_was_read_and_dropped() -> None:
    gathered = Gathered("en", {"urn:a": {"id": "urn:a", "type": "Role"}})
    gathered.tell("Row dropped: it is empty.", "a.csv:3")
    gathered.summarise("a.csv")
    assert gathered.findings[-1].message == "Read 1 Role. Rows dropped: 1; other repairs or notes: 0."
