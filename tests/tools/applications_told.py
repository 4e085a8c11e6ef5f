"""Applications with timelines as the person lived them, for counting what is known exactly."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications as store
from store.actors import Actor
from tests.tools.insights_openings import NOW, add_job, opening

Step = tuple[str, float]


async def tell(
    session: AsyncSession, actor: Actor, *steps: Step, row: dict[str, Any] | None = None, **values: Any
) -> UUID:
    """An application that went through the steps (stage, days before NOW), and stands in the last; the job's id."""
    job = await add_job(session, actor, row or opening())
    at = [NOW - timedelta(days=days) for _, days in steps]
    sent = next((when for (stage, _), when in zip(steps, at, strict=True) if stage == "applied"), None)
    held = {"status": steps[-1][0], "moved_at": at[-1], "applied_at": sent, **values}
    made = await store.add(session, actor, job, **held)
    before = None
    for (stage, _), when in zip(steps, at, strict=True):
        await write(session, actor, made.id, before, stage, when=when)
        before = stage
    await session.flush()
    return job


async def write(
    session: AsyncSession, actor: Actor, application: UUID, before: str | None, after: str, *, days: float = 0.0,
    when: Any = None, **values: Any,
) -> store.TimelineEntry:  # fmt: skip
    """One move on a timeline."""
    told = {"kind": "created" if before is None else "status", "by": "person", **values}
    return await store.write_entry(
        session, actor, application, from_status=before, to_status=after, at=when or NOW - timedelta(days=days), **told
    )


async def move(session: AsyncSession, actor: Actor, job: UUID, after: str, *, days: float, **values: Any) -> UUID:
    """The application on a job moves on, as the service of applications does it; the id of the entry."""
    row = await store.of_job(session, actor, job)
    assert row is not None
    entry = await write(session, actor, row.id, row.status, after, days=days, **values)
    row.status, row.moved_at = after, entry.at
    await session.flush()
    return entry.id
