"""Moving several applications at once, each by itself: what may not move stays, and is said. Nothing here commits."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications_moving as written
from store import events, jobs
from store.actors import Actor
from store.applications_moving import Standing
from store.errors import ConflictError
from tools.applications.moving import Change, Moved, check, named, write_of
from tools.applications.schemas import BulkItem, BulkOutcome, BulkStatusChange
from tools.context import utc_now


async def move_several(session: AsyncSession, actor: Actor, data: BulkStatusChange) -> BulkOutcome:
    """Move all that may move, or with `dry_run` say what would be; undo takes all of it back as one.

    Tidying up says nothing of what a person likes: the ranking learns nothing from it.
    """
    await jobs.lock_list(session, actor)
    ids = list(dict.fromkeys(data.ids))
    standings = await written.of_applications(session, actor, ids)
    change = Change(data.status, why=data.why, data={"bulk": len(ids), **data.told()})
    items = [_judged(application_id, standings.get(application_id), change) for application_id in ids]
    moved = [standings[item.id] for item in items if item.ok]
    if moved and not data.dry_run:
        now = utc_now()
        await written.write(session, actor, [write_of(standing, change, now) for standing in moved])
        await _record(session, actor, moved, change)
    return BulkOutcome(
        dry_run=data.dry_run, status=data.status, changed=len(moved), refused=len(items) - len(moved), items=items
    )


def _judged(application_id: UUID, standing: Standing | None, change: Change) -> BulkItem:
    """What becomes of one of them. Pure."""
    if standing is None:
        return BulkItem(id=application_id, ok=False, code="NOT_FOUND", why="There is no such application.")
    item = BulkItem.model_validate(
        {
            "id": application_id, "number": standing.number, "name": named(standing), "ok": True,
            "from_status": standing.status, "to_status": change.stage,
        }
    )  # fmt: skip
    try:
        check(standing, change.stage, correction=change.correction)
    except ConflictError as problem:
        return item.model_copy(update={"ok": False, "to_status": None, "code": problem.code, "why": problem.message})
    return item


async def _record(session: AsyncSession, actor: Actor, moved: Sequence[Standing], change: Change) -> None:
    backs = [
        Moved(standing.id, standing, change.stage, change.status_of_job()).back() for standing in moved if standing.id
    ]
    several = f"{len(moved)} applications" if len(moved) > 1 else named(moved[0])
    await events.record(
        session, actor, kind="applications_moved", subject="application", subject_id=None,
        data={"title": several, "changed": {"stage": change.stage}},
        inverse={"operation": "applications.all_back", "applications": backs},
    )  # fmt: skip
