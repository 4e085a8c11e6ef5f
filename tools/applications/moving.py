"""The one place where an application and its job move together, each move with its entry on the timeline.

Everything that moves either calls this: the routes of applications and of jobs, a mail, a form that was sent, an
import, undo. Nothing here commits, and nothing here records an event: the caller records one with `back` of what was
moved in its inverse, and `move_back` takes it back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from store import applications as store
from store import applications_moving as written
from store import jobs
from store.actors import Actor
from store.applications_moving import Standing, WrittenMove
from store.errors import AlreadyExistsError, ConflictError, NotFoundError
from tools.applications.schemas import Author, Stage, TimelineKind
from tools.context import utc_now
from tools.jobs.schemas import JobStatus
from tools.jobs.searching.rating import note_status

# Where an application may go. What has ended stays ended; to take up one again is a correction.
MOVES: Mapping[Stage, tuple[Stage, ...]] = {
    "preparing": ("applied", "screening", "interviewing", "rejected", "withdrawn"),
    "applied": ("screening", "interviewing", "offer", "rejected", "withdrawn"),
    "screening": ("interviewing", "offer", "rejected", "withdrawn"),
    "interviewing": ("offer", "rejected", "withdrawn"),
    "offer": ("accepted", "declined", "rejected", "withdrawn"),
    "accepted": (), "declined": (), "rejected": (), "withdrawn": (),
}  # fmt: skip
JOB_STATUS: Mapping[Stage, JobStatus] = {
    "preparing": "saved", "applied": "applied", "screening": "interviewing", "interviewing": "interviewing",
    "offer": "offer", "accepted": "accepted", "rejected": "rejected", "declined": "dismissed",
    "withdrawn": "dismissed",
}  # fmt: skip
STAGE_OF: Mapping[JobStatus, Stage] = {
    "saved": "preparing", "applied": "applied", "interviewing": "interviewing", "offer": "offer",
    "accepted": "accepted", "rejected": "rejected",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """Where an application moves, who says so, when that was (UTC; now without) and in which words.

    With `correction` it moves where the table of moves does not lead. `job_status` is the job's new status where it
    is not the stage's own: what an employer turns down by mail is dismissed. `teaches` has the ranking learn from it.
    """

    stage: Stage
    by: Author = "person"
    at: datetime | None = None
    why: str | None = None
    correction: bool = False
    job_status: JobStatus | None = None
    teaches: bool = True
    kind: TimelineKind = "status"
    data: dict[str, Any] = field(default_factory=dict)

    def status_of_job(self) -> JobStatus:
        """The job's status once it has moved there."""
        return self.job_status or JOB_STATUS[self.stage]


@dataclass(frozen=True, slots=True)
class Moved:
    """What has moved: `before` is where job and application stood (its `id` None: the application is new)."""

    id: UUID
    before: Standing
    stage: Stage
    job_status: JobStatus
    offers: Mapping[str, str] = field(default_factory=dict)  # the state each had that the move has settled

    @property
    def name(self) -> str:
        """Cook at Acme."""
        return named(self.before)

    def back(self) -> dict[str, Any]:
        """What `move_back` needs; JSON-storable."""
        moments = {"moved_at": self.before.moved_at, "applied_at": self.before.applied_at}
        return {
            "id": str(self.id), "job_id": str(self.before.job_id), "job_status": self.before.job_status,
            "status": self.before.status, "to": self.stage, "offers": dict(self.offers),
            **{name: at.isoformat() if at else None for name, at in moments.items()},
        }  # fmt: skip


def named(standing: Standing) -> str:
    """Cook at Acme. Pure."""
    return f"{standing.title} at {standing.company}" if standing.company else standing.title


def stage_for(status: JobStatus, standing: Stage | None) -> Stage | None:
    """The stage of an application whose job has this status; None where there is none and none is needed. Pure.

    `standing` is where the application stands; it stays there when its job may have that status there.
    """
    if standing is None:
        return STAGE_OF[status] if status not in ("saved", "dismissed") else None
    if JOB_STATUS[standing] == status or (status == "dismissed" and not MOVES[standing] and standing != "accepted"):
        return standing
    if status == "dismissed":
        return "declined" if standing == "offer" else "withdrawn"
    return STAGE_OF[status]


def check(standing: Standing, stage: Stage, *, correction: bool) -> None:
    """Raise ConflictError where an application that stands there cannot move to `stage`, saying where it can."""
    here = cast("Stage", standing.status)
    what = f"Application {standing.number}, {named(standing)},"
    details = {"from": here, "to": stage, "allowed": list(MOVES[here])}
    if here == stage:
        raise ConflictError(f"{what} stands at {here} already.", code="ALREADY_SO", details=details)
    if stage not in MOVES[here] and not correction:
        onward = f"from there it can move to {', '.join(MOVES[here])}" if MOVES[here] else "which is an end"
        raise ConflictError(
            f"{what} stands at {here}; {onward}, not to {stage}. If {here} was a mistake, say so (“that was wrong, "
            f"move it to {stage}”), or move it as a correction (correction: true).",
            code="MOVE_NOT_ALLOWED", details=details,
        )  # fmt: skip


async def move(session: AsyncSession, actor: Actor, application_id: UUID, change: Change) -> Moved:
    """Move an application and its job. Raises ConflictError where it may not go, NotFoundError where there is none."""
    await jobs.lock_list(session, actor)
    standing = (await written.of_applications(session, actor, [application_id])).get(application_id)
    if standing is None:
        raise NotFoundError("There is no such application.")
    return await _moved(session, actor, standing, change)


async def place(
    session: AsyncSession, actor: Actor, job_id: UUID, change: Change, *, only_new: bool = False, **values: Any
) -> Moved:
    """Have the job's application stand at a stage: an existing one moves there, else one is begun with `values`.

    Raises ConflictError where it may not go; with `only_new` AlreadyExistsError naming the one that is there.
    """
    standing = await _of_job(session, actor, job_id)
    if standing.id is None:
        return await _begun(session, actor, standing, change, values)
    if only_new:
        raise AlreadyExistsError(
            f"There is an application for job {standing.number}, {named(standing)}, already; it stands at "
            f"{standing.status}.",
            details={"id": str(standing.id), "job_id": str(job_id), "number": standing.number},
        )  # fmt: skip
    return await _moved(session, actor, standing, change)


async def set_job_status(
    session: AsyncSession, actor: Actor, job_id: UUID, status: JobStatus, *, by: Author = "person",
    why: str | None = None, at: datetime | None = None, stage: Stage | None = None, teaches: bool = True,
    checked: bool = False,
) -> Moved | None:  # fmt: skip
    """Set a job's status and keep its application in step; returns what moved, None where no application did.

    Where no move leads it is a correction, as a mail's news and undo may need it; with `checked` ConflictError is
    raised instead. One that is applied for, or further on, has an application from then on. `stage` names the finer
    one.
    """
    standing = await _of_job(session, actor, job_id)
    here = cast("Stage | None", standing.status)
    to = stage or stage_for(status, here)
    if to is not None and to != here:
        mistaken = here is not None and to not in MOVES[here]
        if checked and mistaken:
            check(standing, to, correction=False)
        change = Change(to, by, at, why, mistaken, status, teaches, data={"correction": True} if mistaken else {})
        if standing.id is None:
            return await _begun(session, actor, standing, change, {})
        return await _moved(session, actor, standing, change)
    await jobs.set_values(session, actor, job_id, status=status)
    if teaches:
        await note_status(session, actor, job_id, status)
    return None


async def move_back(session: AsyncSession, actor: Actor, back: Mapping[str, Any], *, teaches: bool = True) -> None:
    """Take a move back: the application and its job stand where they stood, and the timeline says so.

    An application that the move had begun is taken away again. Raises NotFoundError when it is gone by now.
    """
    await jobs.lock_list(session, actor)
    await move_all_back(session, actor, [back])
    if teaches:
        await note_status(session, actor, UUID(back["job_id"]), back["job_status"])


async def move_all_back(session: AsyncSession, actor: Actor, backs: Sequence[Mapping[str, Any]]) -> None:
    """The same for several at once; those that are gone stay so. Raises NotFoundError when all are."""
    standings = await written.of_applications(session, actor, [UUID(back["id"]) for back in backs])
    there = [(standings[UUID(back["id"])], back) for back in backs if UUID(back["id"]) in standings]
    if not there:
        raise NotFoundError("There is no such application.")
    now = utc_now()
    await written.write(session, actor, [_reverse(standing, back, now) for standing, back in there])
    settled = {offer: state for _, back in there for offer, state in back.get("offers", {}).items()}
    await written.unsettle_offers(session, actor, settled)
    for standing, back in there:
        if back["status"] is None and standing.id is not None:
            row = await store.get(session, actor, standing.id)
            row.deleted_at = func.now()
    await session.flush()


def _reverse(standing: Standing, back: Mapping[str, Any], now: datetime) -> WrittenMove:
    here = cast("str", standing.status)
    moved_at, applied_at = (
        datetime.fromisoformat(back[name]) if back[name] else None for name in ("moved_at", "applied_at")
    )
    begun = back["status"] is None
    return WrittenMove(
        id=UUID(back["id"]), job_id=standing.job_id, from_status=here, to_status=here if begun else back["status"],
        job_status=back["job_status"], moved_at=moved_at or standing.moved_at or now,
        applied_at=standing.applied_at if begun else applied_at, kind="undone", by="undo", at=now,
        why="the application was taken away" if begun else f"the move to {back['to']} was taken back",
    )  # fmt: skip


async def _of_job(session: AsyncSession, actor: Actor, job_id: UUID) -> Standing:
    await jobs.lock_list(session, actor)
    standing = (await written.of_jobs(session, actor, [job_id])).get(job_id)
    if standing is None:
        raise NotFoundError("There is no such job.")
    return standing


async def _moved(session: AsyncSession, actor: Actor, standing: Standing, change: Change) -> Moved:
    check(standing, change.stage, correction=change.correction)
    settled = await write_all(session, actor, [write_of(standing, change, utc_now())])
    moved = await _learned(session, actor, standing, change, cast("UUID", standing.id))
    return replace(moved, offers=settled.get(moved.id, {}))


async def write_all(session: AsyncSession, actor: Actor, moves: Sequence[WrittenMove]) -> dict[UUID, dict[str, str]]:
    """Write moves, and have their offers accepted or declined with them; which had which state before."""
    await written.write(session, actor, moves)
    return await written.settle_offers(session, actor, moves)


def write_of(standing: Standing, change: Change, now: datetime) -> WrittenMove:
    """A move as it is written; an application that has not gone out yet goes out when it is applied for. Pure."""
    at = change.at or now
    here = cast("Stage", standing.status)
    corrected = {"correction": True} if change.stage not in MOVES[here] else {}
    return WrittenMove(
        id=cast("UUID", standing.id), job_id=standing.job_id, from_status=here, to_status=change.stage,
        job_status=change.status_of_job(), moved_at=at, applied_at=_applied_at(standing, change, at),
        kind=change.kind, by=change.by, at=at, why=change.why, data={**change.data, **corrected},
    )  # fmt: skip


def _applied_at(standing: Standing, change: Change, at: datetime) -> datetime | None:
    if change.stage == "preparing":
        return None
    return at if change.stage == "applied" and standing.applied_at is None else standing.applied_at


async def _begun(
    session: AsyncSession, actor: Actor, standing: Standing, change: Change, values: Mapping[str, Any]
) -> Moved:
    at = change.at or utc_now()
    given = dict(values)
    if change.stage != "preparing":
        given["applied_at"] = given.get("applied_at") or (at if change.stage == "applied" else None)
    row = await store.add(session, actor, standing.job_id, status=change.stage, moved_at=at, **given)
    await store.write_entry(
        session, actor, row.id, kind="created", by=change.by, at=at, to_status=change.stage, why=change.why,
        data=change.data,
    )  # fmt: skip
    if standing.job_status != change.status_of_job():
        await jobs.set_values(session, actor, standing.job_id, status=change.status_of_job())
    await session.flush()
    return await _learned(session, actor, standing, change, row.id)


async def _learned(
    session: AsyncSession, actor: Actor, standing: Standing, change: Change, application_id: UUID
) -> Moved:
    status = change.status_of_job()
    if change.teaches and status != standing.job_status:
        await note_status(session, actor, standing.job_id, status)
    return Moved(application_id, standing, change.stage, status)
