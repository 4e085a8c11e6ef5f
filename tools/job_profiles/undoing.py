"""Changes of job profiles and answers taken back: what undo calls them, and the inverses."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import job_profiles as store
from store.actors import Actor
from tools.job_profiles import answers, service

Inverse = Mapping[str, Any]
WORDS = {
    "job_profile_added": "made the job profile", "job_profile_changed": "changed the job profile",
    "job_profile_deleted": "deleted the job profile", "job_profile_default": "made the default job profile",
    "answer_set": "noted what you tell forms on", "answer_forgotten": "forgot what you tell forms on",
}  # fmt: skip


async def _restore(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await store.restore(session, actor, UUID(inverse["id"]))


async def _set_values(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await store.set_values(session, actor, UUID(inverse["id"]), **inverse["values"])


async def _set_default(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await store.set_default(session, actor, UUID(inverse["id"]))


async def _remove_answer(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await store.remove_answer(session, actor, UUID(inverse["id"]))


INVERSES: dict[str, Callable[[AsyncSession, Actor, dict[str, Any]], Awaitable[None]]] = {
    "job_profiles.remove": service.take_away,
    "job_profiles.restore": _restore,
    "job_profiles.set_values": _set_values,
    "job_profiles.set_default": _set_default,
    "answers.put": answers.put_back,
    "answers.remove": _remove_answer,
}
