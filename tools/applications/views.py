"""Saved views: filters of the list of applications under a name. Nothing here commits."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications as store
from store import events
from store.actors import Actor
from store.errors import ConflictError
from tools.applications.schemas import NewView, View

MOST = 100


async def list_views(session: AsyncSession, actor: Actor) -> list[View]:
    """The actor's saved views by name."""
    return [View.model_validate(row) for row in await store.views(session, actor)]


async def save_view(session: AsyncSession, actor: Actor, data: NewView) -> View:
    """Keep filters under a name, in place of those that it had. Raises ConflictError when there are too many."""
    there = {row.name: row.filters for row in await store.views(session, actor)}
    if data.name not in there and len(there) >= MOST:
        raise ConflictError(f"There are {MOST} saved views already; delete one first.", code="TOO_MANY_VIEWS")
    row = await store.put_view(session, actor, data.name, data.filters.model_dump(mode="json", exclude_unset=True))
    await _record(session, actor, "view_saved", data.name, there.get(data.name))
    return View.model_validate(row)


async def delete_view(session: AsyncSession, actor: Actor, view_id: UUID) -> None:
    """Forget a saved view; undo brings it back."""
    row = await store.get_view(session, actor, view_id)
    name, filters = row.name, row.filters
    await store.put_view(session, actor, name, None)
    await _record(session, actor, "view_deleted", name, filters)


async def _record(session: AsyncSession, actor: Actor, kind: str, name: str, before: dict[str, Any] | None) -> None:
    await events.record(
        session, actor, kind=kind, subject="view", subject_id=None, data={"title": name},
        inverse={"operation": "applications.restore_view", "name": name, "filters": before},
    )  # fmt: skip
