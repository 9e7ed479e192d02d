from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signpost.exchange.durations import minutes


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("45 mins + 30 mins = 75 mins", 75),
        ("45 mins +30 mins", 75),
        ("1.5 hours", 90),
        ("1½ hours", 90),
        ("½ hour", 30),
        ("half an hour", 30),
        ("An hour", 60),
        ("1h 30m", 90),
        ("2hrs", 120),
        ("2 hours and 15 minutes", 135),
        ("2 hours, 30 minutes", 150),
        ("1,000 hours", 60_000),
        ("40 learning hours (8 taught)", 2400),
        ("120 learning hours (24 taught), excludes hours of prior levels", 7200),
        ("14 hours of content, delivered as 4 live sessions", 840),
        ("PT1H30M", 90),
        ("PT1.5H", 90),
    ],
)
def test_a_time_that_is_certain(said: str, found: int) -> None:
    assert minutes(said) == found


@pytest.mark.parametrize(
    "said",
    ["", "30", "1:30", "4 modules", "4 self-learning modules and 3 live sessions", "2-3 hours", "up to 2 hours",
     "2 hours a week", "1 hour per week", "2 hours, weekly", "2 hours (each)", "3 x 2 hours", "2 hours for 3 weeks",
     "1 month", "P1M", "1,5 hours", "-5 mins", "0 hours", "hours", "a", "P", "PT", "90-minute session",
     "2 hours and 3 sessions"],
)  # fmt: skip
def test_what_is_not_certain_is_nothing(said: str) -> None:
    assert minutes(said) is None


def test_days_are_read_where_the_caller_says_how_long_one_is() -> None:
    for said in ("2 days", "P2D", "half a day", "1 day and 2 hours"):
        assert minutes(said) is None
    assert minutes("2 days", day=360) == minutes("P2D", day=360) == 720
    assert minutes("half a day", day=360) == 180
    assert minutes("1 day and 2 hours", day=360) == minutes("P1DT2H", day=360) == 480


@given(st.integers(1, 9999), st.integers(0, 59))
def test_every_way_to_write_it_gives_the_same(hours: int, rest: int) -> None:
    ways = (f"{hours} hours {rest} minutes", f"{hours}h {rest}m", f"PT{hours}H{rest}M", f"{hours:,} hrs, {rest} mins")
    assert {minutes(way) for way in ways} == {hours * 60 + rest}


@given(st.text(max_size=40))
def test_no_text_breaks_it_or_gives_no_time_at_all(said: str) -> None:
    found = minutes(said, day=360)
    assert found is None or found > 0
