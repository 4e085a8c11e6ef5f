"""Time zones as people name them, and the clock on a person's wall."""

import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator
from sqlalchemy.ext.asyncio import AsyncSession

from store import zones as store
from store.actors import Actor
from store.errors import ValidationError
from tools.context import utc_now
from tools.text import ShortText

# Old names by country say a part of it, not a city; those of the United States are how their zones are called.
_COUNTRIES = frozenset({"Brazil", "Canada", "Chile", "Mexico"})


def zone_of(name: str) -> ZoneInfo:
    """The time zone of an IANA name. Raises ValidationError UNKNOWN_TIMEZONE. Pure."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValidationError(
            f"“{name[:60]}” is no time zone. Name it as Europe/Vienna, America/New_York or UTC.",
            code="UNKNOWN_TIMEZONE",
        ) from None


def zone_named(said: str) -> ZoneInfo:
    """The same in any letters, and by the city it is called after: "new york", "Zürich".

    Raises ValidationError UNKNOWN_TIMEZONE. Pure.
    """
    known = _by_words()
    return zone_of(known.get(_plain(said), said))


@cache
def _by_words() -> Mapping[str, str]:
    """Zones by their plain names, and by the city alone; where several bear it, the one with the shortest path."""
    names = {name for name in available_timezones() if name.split("/")[0] not in ("posix", "right", "Etc")}
    found: dict[str, list[str]] = {}
    for name in names:
        if "/" in name and name.split("/")[0] not in _COUNTRIES:
            found.setdefault(_plain(name.rpartition("/")[2]), []).append(name)
    nearest = {city: min(called, key=lambda name: (name.count("/"), name)) for city, called in found.items()}
    return nearest | {_plain(name): name for name in names}


def _plain(said: str) -> str:
    letters = unicodedata.normalize("NFKD", said.casefold().replace("ß", "ss"))
    return " ".join(
        "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("_", " ").split()
    )


def _checked(said: str) -> str:
    """Refused as any other wrong value of a field is."""
    try:
        return zone_named(said).key
    except ValidationError as problem:
        raise ValueError(problem.message) from problem


ZoneName = Annotated[ShortText, AfterValidator(_checked)]


async def own_zone(session: AsyncSession, actor: Actor) -> str | None:
    """The zone that the actor's hours are in: their profile's, else their last interview's; None where none is known.

    A name that a mail has brought and that no clock knows is none.
    """
    found = await store.own(session, actor)
    try:
        return zone_of(found).key if found else None
    except ValidationError:
        return None


async def own_day(session: AsyncSession, actor: Actor) -> date:
    """The day it is now where the actor is."""
    return local(utc_now(), await own_zone(session, actor)).date()


def shown_in(zone: str | None, own: str | None) -> str | None:
    """The zone in which a time is told: its own, and the person's where it has none or is in UTC. Pure."""
    return own or zone if zone in (None, "UTC") else zone


def local(moment: datetime, zone: str | None) -> datetime:
    """The moment as clocks in the zone show it; in UTC where the zone is not known or is none. Pure."""
    try:
        return moment.astimezone(zone_of(zone) if zone else UTC)
    except ValidationError:
        return moment.astimezone(UTC)


def day_begins(day: date, zone: str | None) -> datetime:
    """The moment in UTC at which a day begins in the zone. Pure."""
    try:
        tz = zone_of(zone) if zone else UTC
        return datetime.combine(day, time(), tz).astimezone(UTC)
    except (ValidationError, OverflowError):
        return datetime.combine(day, time(), UTC)


def day_after(moment: datetime, zone: str | None, days: int = 1) -> datetime:
    """The moment in UTC at which the day so many days after that of `moment` begins. Pure."""
    return day_begins(local(moment, zone).date() + timedelta(days=days), zone)
