"""A person's own time zone as it is spoken of: said, or asked for."""

from datetime import datetime

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from tools.accounts.schemas import ProfileUpdate
from tools.accounts.service import change_profile
from tools.context import utc_now
from tools.strict import StrictInput
from tools.text import ShortText
from tools.zones import local, own_zone, zone_named


class SayTimeZone(StrictInput):
    """The zone that the person's days and hours are in; nothing to be told which it is."""

    timezone: ShortText | None = Field(
        default=None, description="IANA name such as Europe/Zurich, or the city of one; leave it out to ask"
    )


class TimeZoneTold(BaseModel):
    """The person's zone, None while nobody has said one, and what their clock shows."""

    timezone: str | None
    now: datetime
    changed: bool = False


async def set_time_zone(session: AsyncSession, actor: Actor, data: SayTimeZone) -> TimeZoneTold:
    """Keep the zone in the profile, or tell it; undo takes it back. Raises ValidationError UNKNOWN_TIMEZONE."""
    if data.timezone is not None:
        await change_profile(session, actor, ProfileUpdate(timezone=zone_named(data.timezone).key))
    own = await own_zone(session, actor)
    return TimeZoneTold(timezone=own, now=local(utc_now(), own), changed=data.timezone is not None)


def present_zone(told: TimeZoneTold) -> str:
    """Your time zone is Europe/Zurich: it is Friday 5 June 2026 10:00 there."""
    if told.timezone is None:
        return (
            f"I do not know your time zone, so I read hours in UTC, where it is {told.now:%A %-d %B %Y %H:%M}. "
            "Say, for example, “my time zone is Europe/Zurich”."
        )
    lead = "Noted: your time zone is" if told.changed else "Your time zone is"
    return (
        f"{lead} {told.timezone}, where it is {told.now:%A %-d %B %Y %H:%M}. Days and hours without a zone are read "
        "and told in it."
    )
