"""What can be done with applications. Every function works in the caller's session and never commits."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from store import applications as store
from store import applications_listing as listing
from store import events, jobs
from store.actors import Actor
from store.applications_listing import ApplicationPage, Wanted
from store.errors import AlreadyExistsError, ValidationError
from store.pagination import PageRequest
from tools.applications import moving
from tools.applications.around.interviews import add_interview
from tools.applications.details import details_of
from tools.applications.moving import Change, Moved
from tools.applications.schemas import (
    ApplicationChanges,
    ApplicationFilters,
    ApplicationView,
    Author,
    NewApplication,
    Stage,
    StatusChange,
    TimelineView,
)
from tools.context import Context, utc_now
from tools.jobs import service as job_service
from tools.jobs.schemas import AddJob, JobStatus, PreparedJob

STAGES: tuple[Stage, ...] = tuple(moving.MOVES)
# What happens around an application, beside its moves, is told on its timeline too.
TOLD_AS = {"resume": "attachment", "letter": "attachment"}


def wanted(filters: ApplicationFilters) -> Wanted:
    """The filters as the store takes them. Pure."""
    return Wanted(
        statuses=filters.status, words=filters.q, company=filters.company, source=filters.source,
        applied_from=filters.applied_from, applied_to=filters.applied_to, quiet_days=filters.quiet_days,
    )  # fmt: skip


def every_stage(counted: Mapping[str, int]) -> dict[str, int]:
    """The counts with a nought where nothing stands. Pure."""
    return {stage: counted.get(stage, 0) for stage in STAGES}


async def list_page(
    session: AsyncSession, actor: Actor, page: PageRequest, filters: ApplicationFilters
) -> ApplicationPage[dict[str, Any]]:
    """The actor's applications as plain rows of an ApplicationCard, one page, with the counts of the board."""
    found = await listing.list_page(
        session, actor, page, wanted(filters), sort=filters.sort, descending=filters.order == "desc"
    )
    return {**found, "counts": every_stage(found["counts"])}


async def board(session: AsyncSession, actor: Actor, filters: ApplicationFilters, *, limit: int) -> dict[str, Any]:
    """A Board as plain rows: every stage that is asked for, all without, with the cards that moved last."""
    stages = [stage for stage in STAGES if not filters.status or stage in filters.status]
    cards = await listing.board(session, actor, wanted(filters), stages, limit=limit)
    counted = every_stage(await listing.counts(session, actor, wanted(filters)))
    columns = [{"status": stage, "total": counted[stage], "cards": cards[stage]} for stage in stages]
    return {"columns": columns, "total": sum(counted[stage] for stage in stages)}


async def get_application(session: AsyncSession, actor: Actor, application_id: UUID) -> ApplicationView:
    """One application with everything about it."""
    card = await listing.whole(session, actor, application_id)
    row = await store.get(session, actor, application_id)
    job = await jobs.get(session, actor, row.job_id)
    own = ("channel", "resume", "letter", "feedback", "notes", "extra")
    return ApplicationView.model_validate(
        {
            **card, **{name: getattr(row, name) for name in own}, "salary": job["salary"], "url": job["url"],
            "next_statuses": moving.MOVES[card["status"]], **await details_of(session, actor, application_id),
        }
    )  # fmt: skip


async def timeline(session: AsyncSession, actor: Actor, application_id: UUID) -> list[TimelineView]:
    """Everything that happened to an application, oldest first."""
    await store.get(session, actor, application_id)
    return [TimelineView.model_validate(row) for row in await store.timeline(session, actor, application_id)]


async def gather_new(context: Context, data: NewApplication) -> PreparedJob | None:
    """The job of an application ad hoc, made ready to be saved; None where it is for a job of the list."""
    if data.job_id is not None:
        if data.title or data.company or data.location or data.url:
            raise ValidationError(
                "Give either the job of the list (job_id) or the fields of a new one (title, company, location, url).",
                code="TWO_JOBS",
            )
        return None
    if data.title is None:
        raise ValidationError("An application needs a job of the list (job_id), or a title.", code="NOTHING_TO_ADD")
    fields = data.model_dump(include={"title", "company", "location", "url"})
    return await job_service.gather_job(context, AddJob(**fields))


async def add_application(
    session: AsyncSession, actor: Actor, data: NewApplication, prepared: PreparedJob | None
) -> ApplicationView:
    """Put an application down for a job of the list, or for the one that `prepared` makes.

    Raises AlreadyExistsError naming the application that is there.
    """
    job_id = data.job_id
    new_job = False
    if prepared is not None:
        job_id, new_job = await _job_of(session, actor, prepared)
    job = await jobs.get(session, actor, cast("UUID", job_id))
    status: JobStatus = job["status"]
    # Nothing said: where the job stands already, preparing otherwise.
    stage = data.status if "status" in data.model_fields_set else moving.stage_for(status, None) or "preparing"
    change = Change(stage, at=_not_ahead(data.applied_at) if stage == "applied" else None, data=data.told())
    values = data.model_dump(include={"source", "deadline", "notes", "applied_at"}, exclude_none=True)
    moved = await moving.place(session, actor, job["id"], change, only_new=True, **values)
    if not new_job:  # with a new job, undo takes the application away along with it
        await record(session, actor, moved, kind="application_added")
    return await get_application(session, actor, moved.id)


async def _job_of(session: AsyncSession, actor: Actor, prepared: PreparedJob) -> tuple[UUID, bool]:
    """The job of an application ad hoc, and whether it is new: what is on the list already is not added twice."""
    try:
        return (await job_service.add_job(session, actor, prepared)).id, True
    except AlreadyExistsError as problem:
        return UUID(problem.details["id"]), False


def _not_ahead(at: Any) -> Any:
    """A time that may be stated for what has happened. Raises ValidationError for one to come."""
    if at is not None and at > utc_now():
        raise ValidationError("That time is still to come; leave it out for now.", code="IN_THE_FUTURE")
    return at


async def record(session: AsyncSession, actor: Actor, moved: Moved, *, kind: str = "application_moved") -> None:
    """Log a move as one event that undo takes back. Where the job's status changed, the event is one of the job."""
    followed = moved.job_status != moved.before.job_status
    changed = {"status": moved.job_status} if followed else {"stage": moved.stage}
    await events.record(
        session, actor, kind="job_status_change" if followed else kind, subject="job", subject_id=moved.before.job_id,
        data={"title": moved.name, "changed": changed, "application_id": str(moved.id), "stage": moved.stage},
        inverse={
            "operation": "applications.move_back", "application": moved.back(),
            "values": {"status": moved.before.job_status},
        },
    )  # fmt: skip


async def move_application(
    session: AsyncSession, actor: Actor, application_id: UUID, data: StatusChange, *, by: Author = "person"
) -> ApplicationView:
    """Move an application to another stage, its job with it. Raises ConflictError where it may not go."""
    change = Change(data.status, by, _not_ahead(data.at), data.why, data.correction, data=data.told())
    await record(session, actor, await moving.move(session, actor, application_id, change))
    return await get_application(session, actor, application_id)


async def change_application(
    session: AsyncSession, actor: Actor, application_id: UUID, changes: ApplicationChanges
) -> ApplicationView:
    """Change the fields that are given, a status by the same checked move; undo takes both back as one."""
    await jobs.lock_list(session, actor)
    row = await store.get(session, actor, application_id)
    given = changes.model_dump(exclude_unset=True, exclude={"interviews", "unanswered"})
    stage = given.pop("status", row.status)
    values = {name: value for name, value in given.items() if getattr(row, name) != value}
    old = {name: getattr(row, name) for name in values}
    moved = None
    if stage != row.status:
        at = _not_ahead(changes.applied_at) if stage == "applied" else None
        moved = await moving.move(session, actor, application_id, Change(stage, at=at, data=changes.told()))
        row = await store.get(session, actor, application_id)
    await set_values(session, actor, row, values)
    if moved is not None and not values:
        await record(session, actor, moved)
    elif values:
        await _record_change(session, actor, row, moved, values, old)
    for interview in changes.interviews:  # each is an event of its own, as where it is added by itself
        await add_interview(session, actor, application_id, interview, stays="status" in changes.model_fields_set)
    return await get_application(session, actor, application_id)


async def set_values(session: AsyncSession, actor: Actor, row: store.Application, values: Mapping[str, Any]) -> None:
    """Write fields of an application and tell so on its timeline."""
    for name, value in values.items():
        setattr(row, name, _plain(value) if name in TOLD_AS else value)
    for kind in sorted({TOLD_AS.get(name, "note") for name in values}):
        told = [name for name in values if TOLD_AS.get(name, "note") == kind]
        await store.write_entry(
            session, actor, row.id, kind=kind, by="person", at=utc_now(),
            data={"changed": {name: _plain(values[name]) for name in told}},
        )  # fmt: skip
    await session.flush()


def _plain(value: Any) -> Any:
    """JSON-storable: ids and times as text. Pure."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


async def _record_change(
    session: AsyncSession, actor: Actor, row: store.Application, moved: Moved | None, values: Mapping[str, Any],
    old: Mapping[str, Any],
) -> None:  # fmt: skip
    followed = moved is not None and moved.job_status != moved.before.job_status
    job = await jobs.get(session, actor, row.job_id)
    title = f"{job['title']} at {job['company']}" if job["company"] else job["title"]
    before = {"values": {"status": moved.before.job_status}, "application": moved.back()} if moved else {}
    shown = ({"status": moved.job_status} if moved and followed else {}) | dict.fromkeys(values, "changed")
    await events.record(
        session, actor, kind="job_status_change" if followed else "application_changed", subject="job",
        subject_id=row.job_id, data={"title": title, "changed": shown, "application_id": str(row.id)},
        inverse={
            "operation": "applications.set_values", "id": str(row.id),
            "fields": {name: _plain(value) for name, value in old.items()}, **before,
        },
    )  # fmt: skip


async def remove_application(session: AsyncSession, actor: Actor, application_id: UUID) -> str:
    """Take an application away, its job stays as one not applied for; undo brings both back. Returns its name."""
    await jobs.lock_list(session, actor)
    row = await store.get(session, actor, application_id)
    job = await jobs.get(session, actor, row.job_id)
    name = f"{job['title']} at {job['company']}" if job["company"] else str(job["title"])
    row.deleted_at = func.now()
    await session.flush()
    # Without an application nothing is applied for; what has come to an end is not to be proposed again.
    status: JobStatus = "saved" if moving.MOVES[cast("Stage", row.status)] else "dismissed"
    if job["status"] != status:
        await jobs.set_values(session, actor, row.job_id, status=status)
    await events.record(
        session, actor, kind="application_deleted", subject="job", subject_id=row.job_id,
        data={"title": name, "application_id": str(row.id)},
        inverse={
            "operation": "applications.restore", "id": str(row.id), "job_id": str(row.job_id),
            "values": {"status": job["status"]},
        },
    )  # fmt: skip
    return name
