"""Which time zone a person's days and hours are in, as far as it is known."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor

# What the profile says, else the zone of the last interview that has one; `{user}` is a placeholder's name.
OWN = (
    "coalesce((select timezone from profiles where user_id = {user}), (select timezone from interviews "
    "where user_id = {user} and deleted_at is null and timezone <> 'UTC' order by id desc limit 1))"
)


async def own(session: AsyncSession, actor: Actor) -> str | None:
    """The actor's time zone by its IANA name; None where nobody has said it."""
    found = await session.scalar(text(f"select {OWN.format(user=':user')}"), {"user": actor.user_id})
    return None if found is None else str(found)
