"""When a watch is due next. Pure."""

from datetime import UTC, datetime, timedelta
from typing import Literal

Pace = Literal["hourly", "daily", "weekly"]
STEP: dict[str, timedelta] = {"hourly": timedelta(hours=1), "daily": timedelta(days=1), "weekly": timedelta(days=7)}
DAILY_HOUR = 4  # UTC


def first_due(pace: Pace, now: datetime) -> datetime:
    """The first time a new watch is due after `now`: the next full hour, or the next 04:00 UTC."""
    now = now.astimezone(UTC)
    if pace == "hourly":
        return now.replace(minute=0, second=0, microsecond=0) + STEP["hourly"]
    today = now.replace(hour=DAILY_HOUR, minute=0, second=0, microsecond=0)
    return today if today > now else today + STEP["daily"]


def in_rhythm(due: datetime) -> bool:
    """Whether a watch was due at an hour of its pace, and not because somebody wanted a look at once."""
    return (due.minute, due.second, due.microsecond) == (0, 0, 0)


def next_due(pace: Pace, due: datetime, now: datetime) -> datetime:
    """The first time after `now` in the rhythm of `due`: however many were missed, they are caught up once."""
    missed = max(0, (now - due) // STEP[pace])
    return due + (missed + 1) * STEP[pace]
