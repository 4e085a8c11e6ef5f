"""Times as calendars hold them: a clock's reading in a zone becomes one moment, or is refused with what is wrong."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from store.errors import ValidationError
from tools.zones import local, zone_of

FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST = timedelta(days=14)


def moment_of(said: datetime, zone: str | None) -> datetime:
    """The moment in UTC that a clock in `zone` reads as `said`; one with an offset of its own is that moment. Pure.

    Raises ValidationError: no zone at all, an hour that the clocks skip, one that they show twice, another century.
    """
    tz = zone_of(zone) if zone else None
    if not FIRST_YEAR <= said.year <= LAST_YEAR:
        raise ValidationError(
            f"The year {said.year} is not one of {FIRST_YEAR} to {LAST_YEAR}.", code="TIME_OUT_OF_RANGE"
        )
    if said.tzinfo is not None and said.utcoffset() is not None:
        return said.astimezone(UTC)
    if tz is None:
        raise ValidationError(
            "A time needs its offset (2026-06-05T10:00+02:00) or a `timezone` beside it (Europe/Vienna).",
            code="NO_TIMEZONE",
        )
    early, late = (said.replace(tzinfo=tz, fold=fold) for fold in (0, 1))
    if early.utcoffset() != late.utcoffset():
        _refuse(said, early, late, tz)
    return early.astimezone(UTC)


def _refuse(said: datetime, early: datetime, late: datetime, tz: ZoneInfo) -> None:
    """Say which of the two it is: clocks skip this hour, or show it twice."""
    shown = f"{said:%H:%M} on {said:%-d %B %Y}"
    if early.astimezone(UTC).astimezone(tz).replace(tzinfo=None) != said:
        raise ValidationError(
            f"There is no {shown} in {tz.key}: the clocks go forward over it. Give another time.",
            code="TIME_DOES_NOT_EXIST",
        )
    first, second = (f"{moment:%z}"[:3] + ":" + f"{moment:%z}"[3:] for moment in (early, late))
    raise ValidationError(
        f"{shown} comes twice in {tz.key}, when the clocks go back. Say which with its offset: {first} or {second}.",
        code="TIME_IS_AMBIGUOUS",
    )


def check_span(starts_at: datetime, ends_at: datetime | None) -> None:
    """Raises ValidationError when it ends before it begins, or two weeks after. Pure."""
    if ends_at is None:
        return
    if ends_at <= starts_at:
        raise ValidationError(
            "It ends before it begins (or at the same minute): give a later ends_at.", code="ENDS_BEFORE_START"
        )
    if ends_at - starts_at > LONGEST:
        raise ValidationError("It would last longer than two weeks: give an earlier ends_at.", code="TOO_LONG")


def shown(moment: datetime, zone: str | None) -> str:
    """Friday 5 June 2026 10:00 (Europe/Vienna); in UTC where the zone is not known or is none. Pure."""
    seen = local(moment, zone)
    return f"{seen:%A %-d %B %Y %H:%M} ({zone if seen.tzinfo is not UTC and zone else 'UTC'})"
