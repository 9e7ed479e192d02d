"""The ledger is the same book in a file of SQLite and in PostgreSQL."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from college import COLLEGE, Clock

from signpost.errors import LedgerError, NotAllowed, UnknownName
from signpost.ledger import history, reports, submissions, tokens
from signpost.ledger.history import Entry
from signpost.ledger.submissions import Outcome
from signpost.ledger.tables import Ledger, open_ledger
from signpost.model import GRAPHS, Finding, Publication, Received, Severity, Source, SubmissionState

ONE, TWO = "1" * 64, "2" * 64
"""Digests of releases."""


@pytest.fixture
def ledger(ledger_url: str) -> Ledger:
    return open_ledger(ledger_url)


@dataclass
class Writer:
    """Publishes to a ledger as a store would."""

    ledger: Ledger
    clock: Clock
    current: tuple[str, ...] = ()

    def entry(self, said: str, by: str = "site", source: str = COLLEGE) -> Entry:
        lines = said.encode()
        digest = hashlib.sha256(lines).hexdigest()
        published = Publication(Source(source), GRAPHS + source, digest, 2, 7, "", added=1, changed=2, removed=3)
        return Entry(self.ledger, ((published, lines),), by, self.clock)

    def publish(self, said: str, release: str, by: str = "site", source: str = COLLEGE) -> None:
        entry = self.entry(said, by, source)
        entry.settle(self.current)
        entry.begin(release)
        self.current = (release,)
        entry.conclude(True)

    def numbers(self, source: str = COLLEGE) -> list[tuple[int, str]]:
        """Number and author of each publication of a source, the first one first."""
        now = next(iter(self.current), "")
        return [(each.number, each.by) for each in history.records(self.ledger, source, now)][::-1]


@pytest.fixture
def writer(ledger: Ledger) -> Writer:
    return Writer(ledger, Clock())


# ------------------------------------------------------------------------------------------------ history
def test_a_ledger_that_was_never_written_to_is_empty(ledger: Ledger) -> None:
    assert history.records(ledger, COLLEGE, ONE) == []
    assert history.confirmed(ledger, [COLLEGE]) == {}
    assert tokens.tokens(ledger) == []
    assert submissions.records(ledger) == []
    assert not submissions.is_held(ledger, COLLEGE)
    with pytest.raises(UnknownName, match="no publication 1 of the source 'a-college'"):
        history.lines(ledger, COLLEGE, 1)
    with pytest.raises(UnknownName, match="no token"):
        tokens.revoke(ledger, "0" * 12, Clock()())


def test_each_source_has_its_own_numbers_and_what_was_said_is_kept(writer: Writer) -> None:
    writer.publish("first", ONE)
    writer.clock.later(days=1)
    writer.publish("second", TWO, by="É's “site”")
    writer.publish("first", ONE)
    writer.publish("first", TWO, source="other")
    assert writer.numbers() == [(1, "site"), (2, "É's “site”"), (3, "site")]
    assert writer.numbers("other") == [(1, "site")]
    assert [history.lines(writer.ledger, COLLEGE, number) for number in (1, 2, 3)] == [b"first", b"second", b"first"]
    last = history.records(writer.ledger, COLLEGE, TWO)[1]
    assert (last.at, last.confirmed) == ("2026-03-02T09:30:00Z",) * 2
    assert (last.nodes, last.triples, last.added, last.changed, last.removed, last.restores) == (2, 7, 1, 2, 3, 0)


def test_what_is_said_again_is_confirmed(writer: Writer) -> None:
    writer.publish("first", ONE)
    writer.clock.later(days=30)
    writer.publish("first", ONE, by="other")
    (record,) = history.records(writer.ledger, COLLEGE, ONE)
    assert (record.number, record.by) == (1, "site")
    assert (record.at, record.confirmed) == ("2026-03-01T09:30:00Z", "2026-03-31T09:30:00Z")
    assert history.confirmed(writer.ledger, [COLLEGE, "other"]) == {COLLEGE: "2026-03-31T09:30:00Z"}
    writer.clock.later(days=-10)
    writer.publish("first", ONE)
    assert history.records(writer.ledger, COLLEGE, ONE)[0].confirmed == "2026-03-31T09:30:00Z"


def test_what_was_begun_counts_where_its_release_became_current(writer: Writer) -> None:
    writer.entry("first").begin(ONE)
    assert history.records(writer.ledger, COLLEGE, "") == []
    assert [each.number for each in history.records(writer.ledger, COLLEGE, ONE)] == [0]
    with pytest.raises(UnknownName):
        history.lines(writer.ledger, COLLEGE, 1)
    writer.current = (ONE,)
    writer.publish("second", TWO)
    assert writer.numbers() == [(1, "site"), (2, "site")]


def test_what_was_begun_and_broken_off_never_was(writer: Writer) -> None:
    writer.publish("first", ONE)
    writer.entry("lost", by="killed").begin(TWO)
    writer.publish("second", TWO)
    assert writer.numbers() == [(1, "site"), (2, "site")]
    assert history.lines(writer.ledger, COLLEGE, 2) == b"second"


def test_what_an_untold_publication_followed_counts(writer: Writer) -> None:
    """The store tells of releases that were current since the last entry."""
    writer.entry("first").begin(ONE)
    writer.current = (TWO, "3" * 64, ONE)
    writer.publish("second", "4" * 64)
    assert writer.numbers() == [(1, "site"), (2, "site")]


def test_a_release_that_comes_back_does_not_count_what_was_broken_off_before(writer: Writer) -> None:
    writer.publish("first", ONE)
    writer.publish("second", TWO)
    writer.entry("first", by="killed").begin(ONE)
    writer.publish("third", "3" * 64)
    assert writer.numbers() == [(1, "site"), (2, "site"), (3, "site")]
    assert history.lines(writer.ledger, COLLEGE, 3) == b"third"


def test_of_two_who_say_the_same_upon_one_release_one_counts_and_the_other_confirms(writer: Writer) -> None:
    """On a server two may begin one release at once; one of them makes it current."""
    slow, quick = writer.entry("same", "slow"), writer.entry("same", "quick")
    slow.begin(ONE)
    quick.begin(ONE)
    quick.conclude(True)
    slow.conclude(False)
    writer.current = (ONE,)
    assert writer.numbers() == [(1, "quick")]
    again = writer.entry("same", "slow")
    again.settle(writer.current, alone=False)
    again.begin(ONE)
    again.conclude(True)
    assert writer.numbers() == [(1, "quick")]
    assert again.noted == quick.noted


def test_who_may_not_be_alone_leaves_what_others_have_begun_for_a_day(writer: Writer) -> None:
    writer.entry("under way").begin(TWO)
    writer.entry("x").settle([ONE], alone=False)
    assert len(history.records(writer.ledger, COLLEGE, TWO)) == 1
    writer.clock.later(days=1, seconds=1)
    writer.entry("x").settle([ONE], alone=False)
    assert history.records(writer.ledger, COLLEGE, TWO) == []


def test_what_never_was_leaves_no_content_behind(writer: Writer) -> None:
    from sqlalchemy import func, select

    from signpost.ledger.tables import CONTENT, reading

    writer.publish("kept", ONE)
    writer.entry("lost").begin(TWO)
    writer.entry("kept", source="other").begin(TWO)
    writer.entry("x").settle([ONE])
    with reading(writer.ledger) as connection:
        assert connection.execute(select(func.count()).select_from(CONTENT)).scalar() == 1
    assert history.lines(writer.ledger, COLLEGE, 1) == b"kept"


def test_many_at_once_have_numbers_without_gaps(ledger_url: str) -> None:
    """As on a server, where no lock of a store keeps them apart; each with a ledger of its own, as a process has."""
    faults: list[Exception] = []

    def publish(n: int) -> None:
        try:
            writer = Writer(open_ledger.__wrapped__(ledger_url), Clock())
            for time in range(3):
                entry = writer.entry(f"{n}.{time}", by=f"writer {n}")
                entry.settle([], alone=False)
                entry.begin(f"{n}{time}".zfill(64))
                entry.conclude(True)
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=publish, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    ledger = open_ledger(ledger_url)
    records = history.records(ledger, COLLEGE, "")[::-1]
    assert [each.number for each in records] == list(range(1, 25))
    said = [history.lines(ledger, COLLEGE, each.number).decode() for each in records]
    assert sorted(said) == sorted(f"{n}.{time}" for n in range(8) for time in range(3))
    for n in range(8):
        assert [text for text in said if text.startswith(f"{n}.")] == [f"{n}.0", f"{n}.1", f"{n}.2"]


# ------------------------------------------------------------------------------------------------ tokens
def test_a_token_counts_for_its_days_and_its_sources(ledger: Ledger) -> None:
    clock = Clock()
    made, text = tokens.issue(ledger, "Site", ["b", "a"], steward=False, days=30, now=clock())
    assert (made.sources, made.steward) == (("a", "b"), False)
    assert (made.created, made.expires) == ("2026-03-01T09:30:00Z", "2026-03-31T09:30:00Z")
    assert tokens.checked(ledger, text, clock()) == made
    clock.later(days=30, seconds=-1)
    assert tokens.checked(ledger, text, clock()) == made
    clock.later(seconds=1)
    assert tokens.checked(ledger, text, clock()) is None
    assert tokens.tokens(ledger) == [made]


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda text: text + "x",
        lambda text: text[:-1],
        lambda text: text.replace("sp_", "SP_"),
        lambda text: text[3:],
        lambda text: "sp_" + "0" * 12 + text[15:],
        lambda text: text[:15] + "_",
        lambda _: "",
        lambda _: "sp__",
        lambda _: "sp_\0_é",
        lambda _: "_" * 5_000,
    ],
)
def test_what_is_not_quite_a_token_is_none(ledger: Ledger, spoilt: Callable[[str], str]) -> None:
    clock = Clock()
    _, text = tokens.issue(ledger, "Site", ["a"], steward=True, days=30, now=clock())
    assert tokens.checked(ledger, spoilt(text), clock()) is None
    assert tokens.checked(ledger, text, clock())


def test_a_token_that_is_rotated_ends_at_once(ledger: Ledger) -> None:
    clock = Clock()
    first, old = tokens.issue(ledger, "Site", ["a"], steward=True, days=30, now=clock())
    clock.later(days=29)
    second, new = tokens.rotate(ledger, first.id, days=10, now=clock())
    assert (second.name, second.sources, second.steward) == (first.name, first.sources, True)
    assert second.expires == "2026-04-09T09:30:00Z"
    assert new != old
    assert tokens.checked(ledger, old, clock()) is None
    assert tokens.checked(ledger, new, clock()) == second
    with pytest.raises(NotAllowed, match=r"was revoked\. Make a new one"):
        tokens.rotate(ledger, first.id, days=10, now=clock())
    assert [token.id for token in tokens.tokens(ledger)] == [first.id, second.id]


def test_a_token_that_is_revoked_ends_once_and_for_good(ledger: Ledger) -> None:
    clock = Clock()
    made, text = tokens.issue(ledger, "Site", ["a"], steward=False, days=30, now=clock())
    assert tokens.revoke(ledger, made.id, clock()).revoked == "2026-03-01T09:30:00Z"
    assert tokens.checked(ledger, text, clock()) is None
    clock.later(days=1)
    assert tokens.revoke(ledger, made.id, clock()).revoked == "2026-03-01T09:30:00Z"
    with pytest.raises(UnknownName, match=f"Did you mean {made.id}"):
        tokens.revoke(ledger, "nothing", clock())


# ------------------------------------------------------------------------------------------------ submissions
SENT = Received(b"\x00 any bytes \xff", "é.jsonld", COLLEGE, "jsonld", True, ("https://college.example/id/old",))
FINDING = Finding("A fault with \0 and é.", Severity.REFUSED, "é.jsonld:1", "https://a.example/", "label", "x", "y")
DRAFT, HELD, PUBLISHED, REFUSED, RETURNED = (
    SubmissionState[name] for name in ("DRAFT", "HELD", "PUBLISHED", "REFUSED", "RETURNED")
)


def added(ledger: Ledger, state: SubmissionState, findings: Sequence[Finding] = (), sent: Received = SENT) -> str:
    return submissions.add(ledger, sent, Outcome(state, findings), "Site", Clock()())


def test_a_submission_is_kept_as_it_came(ledger: Ledger) -> None:
    id = added(ledger, HELD, [FINDING])
    record = submissions.record(ledger, id)
    assert (record.source, record.state, record.by, record.name) == (COLLEGE, HELD, "Site", "é.jsonld")
    assert (record.format, record.amends, record.at) == ("jsonld", True, "2026-03-01T09:30:00Z")
    assert (record.findings, record.publication, record.comment) == ((FINDING,), None, "")
    assert submissions.received(ledger, id) == SENT
    assert submissions.named(ledger, id[:6]) == record


def test_texts_may_be_long_and_odd(ledger: Ledger) -> None:
    long = "x" * 3_000
    odd = submissions.add(ledger, SENT, Outcome(DRAFT, (), comment="NUL \0, half \ud800"), "é", Clock()())
    assert submissions.record(ledger, odd).comment == "NUL \ufffd, half ?"
    id = submissions.add(ledger, Received(b"", long, COLLEGE), Outcome(DRAFT, ()), long, Clock()())
    assert submissions.record(ledger, id).name == submissions.record(ledger, id).by == long
    assert tokens.issue(ledger, long, ["a"], steward=False, days=1, now=Clock()())[0].name == long


@pytest.mark.parametrize("id", ["", "nothing", "%", "\0", "é" * 40])
def test_an_id_that_is_none_is_unknown(ledger: Ledger, id: str) -> None:
    for _ in range(2):
        added(ledger, DRAFT)
    for asked in (submissions.record, submissions.received, submissions.named):
        with pytest.raises(UnknownName):
            asked(ledger, id)


def test_what_is_published_or_refused_keeps_no_content(ledger: Ledger) -> None:
    held = added(ledger, HELD)
    submissions.decide(ledger, held, HELD, SENT, Outcome(PUBLISHED, (), decided_by="steward"))
    assert submissions.record(ledger, held).decided_by == "steward"
    for id, state in ((held, "published"), (added(ledger, REFUSED), "refused")):
        with pytest.raises(NotAllowed, match=f"is {state}: what it held is no longer kept"):
            submissions.received(ledger, id)
    assert submissions.number_open(ledger, COLLEGE) == 0
    added(ledger, RETURNED)
    assert (submissions.number_open(ledger, COLLEGE), submissions.number_open(ledger, "other")) == (1, 0)


def test_who_decides_second_is_told(ledger: Ledger) -> None:
    id = added(ledger, HELD)
    submissions.decide(ledger, id, HELD, SENT, Outcome(RETURNED, (), comment="Prices, please."))
    for outcome in (Outcome(REFUSED, ()), Outcome(RETURNED, ())):
        with pytest.raises(NotAllowed, match="has passed on"):
            submissions.decide(ledger, id, HELD, SENT, outcome)
    assert submissions.record(ledger, id).comment == "Prices, please."


def test_what_was_published_is_published_though_it_was_sent_back_meanwhile(ledger: Ledger) -> None:
    id = added(ledger, HELD)
    submissions.decide(ledger, id, HELD, SENT, Outcome(RETURNED, (), comment="Prices, please."))
    submissions.decide(ledger, id, HELD, SENT, Outcome(PUBLISHED, ()))
    assert submissions.record(ledger, id).state is PUBLISHED


@pytest.mark.parametrize("state", [PUBLISHED, RETURNED, REFUSED])
def test_content_that_came_meanwhile_is_not_decided_upon(ledger: Ledger, state: SubmissionState) -> None:
    id = added(ledger, HELD)
    newer = Received(b"newer", SENT.name, COLLEGE, SENT.format, True)
    submissions.renew(ledger, id, newer, Outcome(HELD, ()), "Site", Clock()())
    with pytest.raises(NotAllowed, match="has passed on"):
        submissions.decide(ledger, id, HELD, SENT, Outcome(state, ()))
    assert submissions.received(ledger, id) == newer
    assert submissions.record(ledger, id).state is HELD


@pytest.mark.parametrize("state", [PUBLISHED, REFUSED])
def test_only_what_is_open_can_be_renewed(ledger: Ledger, state: SubmissionState) -> None:
    id = added(ledger, state)
    with pytest.raises(NotAllowed, match="has passed on"):
        submissions.renew(ledger, id, SENT, Outcome(DRAFT, ()), "Site", Clock()())


def test_what_is_published_cannot_be_removed(ledger: Ledger) -> None:
    for state in (DRAFT, HELD, RETURNED, REFUSED):
        id = added(ledger, state)
        submissions.remove(ledger, id)
        with pytest.raises(UnknownName):
            submissions.record(ledger, id)
    id = added(ledger, PUBLISHED)
    with pytest.raises(NotAllowed):
        submissions.remove(ledger, id)


def test_a_submission_tells_of_its_publication(writer: Writer) -> None:
    ledger, entry = writer.ledger, writer.entry("said")
    entry.begin(ONE)
    outcome = Outcome(PUBLISHED, (), entry.noted[COLLEGE])
    id = submissions.add(ledger, SENT, outcome, "Site", Clock()())
    told = submissions.record(ledger, id).publication
    assert told is not None
    assert told.number == 0
    writer.current = (ONE,)
    writer.publish("more", TWO)
    told = submissions.record(ledger, id).publication
    assert told == history.records(ledger, COLLEGE, TWO)[-1]
    assert told.number == 1


def test_the_newest_submissions_come_first_by_source_and_state(ledger: Ledger) -> None:
    clock = Clock()
    ids = []
    for state, source in ((DRAFT, "a"), (HELD, "b"), (HELD, "a")):
        sent = Received(b"x", "x.json", source)
        ids.append(submissions.add(ledger, sent, Outcome(state, ()), "Site", clock()))
        clock.later(minutes=1)

    def found(**asked: object) -> list[int]:
        return [ids.index(each.id) for each in submissions.records(ledger, **asked)]  # type: ignore[arg-type]

    assert found() == [2, 1, 0]
    assert found(sources=["a"]) == [2, 0]
    assert found(sources=[]) == []
    assert found(state=HELD) == [2, 1]
    assert found(sources=("a", "b"), state=HELD, limit=1) == [2]


def test_moderation_is_said_for_each_source(ledger: Ledger) -> None:
    submissions.hold(ledger, "a", True)
    submissions.hold(ledger, "a", True)
    submissions.hold(ledger, "b", False)
    assert [submissions.is_held(ledger, source) for source in "abc"] == [True, False, False]
    submissions.hold(ledger, "a", False)
    assert not submissions.is_held(ledger, "a")


# ------------------------------------------------------------------------------------------------ addresses
@pytest.mark.parametrize(
    "address",
    ["", "nothing", "sqlite://", "sqlite:///:memory:", "oracle+none://x/y", "postgresql+nothing://x/y", "mysql://h/n"],
)
def test_an_address_that_is_none_is_one_sentence(address: str) -> None:
    with pytest.raises(LedgerError, match=r"is not the address of a ledger.*Use sqlite:///FILE, or postgresql"):
        open_ledger(address)


def test_a_server_that_does_not_answer_is_one_sentence_without_the_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(LedgerError, match="cannot be used") as told:
        open_ledger("postgresql+psycopg://me:secret@127.0.0.1:9/ledger")
    assert "secret" not in str(told.value)


# ------------------------------------------------------------------------------------------------ reports
def test_a_report_waits_until_somebody_has_seen_to_it(ledger: Ledger) -> None:
    clock = Clock()
    assert reports.reports(ledger) == []
    first = reports.add(ledger, "https://college.example/1", "The link is broken.", clock())
    clock.later(minutes=1)
    second = reports.add(ledger, "https://college.example/2", "It costs £40 now.", clock())
    assert reports.reports(ledger) == [first, second]
    assert (first.thing, first.text) == ("https://college.example/1", "The link is broken.")
    reports.settle(ledger, first.id)
    assert reports.reports(ledger) == [second]
    with pytest.raises(UnknownName):
        reports.settle(ledger, first.id)


def test_nobody_fills_the_ledger_with_reports(ledger: Ledger) -> None:
    clock = Clock()
    for number in range(20):
        reports.add(ledger, "https://college.example/1", f"{number}", clock())
    with pytest.raises(NotAllowed, match="many reports"):
        reports.add(ledger, "https://college.example/1", "one more", clock())
    reports.add(ledger, "https://college.example/2", "of another thing", clock())
