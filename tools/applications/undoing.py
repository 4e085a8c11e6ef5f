"""Taking back what was done with applications: the inverses of their events."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications as store
from store import jobs
from store.actors import Actor
from store.errors import NotFoundError
from tools.applications.moving import move_all_back, move_back
from tools.context import utc_now

Inverse = dict[str, Any]
_READ = {"applied_at": datetime.fromisoformat, "deadline": date.fromisoformat}


async def back(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    """Take one move back."""
    await move_back(session, actor, inverse["application"])


async def all_back(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    """Take the moves of a bulk change back, all at once."""
    await jobs.lock_list(session, actor)
    await move_all_back(session, actor, inverse["applications"])


async def set_values(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    """Give the fields of an application their old values, and take the move that went with them back."""
    if "application" in inverse:
        await move_back(session, actor, inverse["application"])
    row = await store.get(session, actor, UUID(inverse["id"]))
    for name, value in inverse["fields"].items():
        setattr(row, name, _READ[name](value) if value and name in _READ else value)
    await _tell(session, actor, row.id, {"fields": sorted(inverse["fields"])})


async def restore(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    """Bring an application back, and the status of its job. Raises NotFoundError when the job has another by now."""
    application_id, job_id = UUID(inverse["id"]), UUID(inverse["job_id"])
    await jobs.lock_list(session, actor)
    if await store.of_job(session, actor, job_id) is not None:
        raise NotFoundError("Its job has another application by now.")
    await jobs.set_values(session, actor, job_id, **inverse["values"])
    await store.restore(session, actor, application_id)
    await _tell(session, actor, application_id, {"deleted": False})


async def restore_view(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    """Have a saved view hold the filters it held before; without any, it goes."""
    await store.put_view(session, actor, inverse["name"], inverse["filters"])


async def _tell(session: AsyncSession, actor: Actor, application_id: UUID, data: dict[str, Any]) -> None:
    await store.write_entry(
        session, actor, application_id, kind="undone", by="undo", at=utc_now(), why="taken back", data=data
    )
