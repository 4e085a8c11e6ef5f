"""When a watch is due."""

from datetime import UTC, datetime, timedelta

import pytest

from tools.ingestion.pace import first_due, next_due

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (NOON, datetime(2026, 11, 27, 4, tzinfo=UTC)),
        (NOON.replace(hour=3, minute=59), datetime(2026, 11, 26, 4, tzinfo=UTC)),
        (NOON.replace(hour=4), datetime(2026, 11, 27, 4, tzinfo=UTC)),
    ],
)
def test_a_day_begins_at_four_utc(now: datetime, due: datetime) -> None:
    assert first_due("daily", now) == due
    assert first_due("weekly", now) == due


def test_an_hour_begins_with_the_hour() -> None:
    assert first_due("hourly", NOON.replace(minute=17)) == NOON + timedelta(hours=1)


@pytest.mark.parametrize("missed", [0, 1, 5, 1000])
def test_however_many_were_missed_the_next_is_in_the_future_and_in_rhythm(missed: int) -> None:
    due = NOON - missed * timedelta(days=1)
    following = next_due("daily", due, NOON + timedelta(minutes=1))
    assert following == NOON + timedelta(days=1)


def test_a_watch_that_is_looked_at_early_keeps_its_rhythm() -> None:
    assert next_due("hourly", NOON + timedelta(hours=1), NOON) == NOON + timedelta(hours=2)
