"""Syncs: begun by hand, by the hour or by a push; one at a time for each mailbox; what each has come to."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import email as store
from store import runs as run_store
from store.actors import Actor
from store.base import new_id
from store.email import EmailSource
from store.errors import ConflictError, NotFoundError
from tools.context import utc_now
from tools.email.schemas import SyncCounts, SyncEmail, SyncResult
from tools.references import Named, resolve

PIPELINE, AREA = "email_sync_jobs", "email"
# A mailbox that cannot be reached is asked again after longer and longer, up to a day.
LONGEST_WAIT, BUSY_WAIT = timedelta(days=1), timedelta(seconds=30)


async def find_source(session: AsyncSession, actor: Actor, reference: str | None) -> EmailSource:
    """The mailbox that is meant; the only one, or the first, without a word. Raises NotFoundError and ConflictError."""
    rows = await store.sources(session, actor)
    if not rows:
        raise NotFoundError(
            "No mailbox is connected yet. Connect Gmail, an IMAP mailbox or a folder of mails first.",
            code="NO_MAILBOX",
        )
    if reference is None:
        return next((row for row in rows if row.state == "active"), rows[0])
    things = [Named(row.id, row.number, f"{row.name} {row.address} {row.kind}") for row in rows]
    wanted = resolve(reference, things, kind="mailbox")
    return next(row for row in rows if row.id == wanted)


async def sync_email(session: AsyncSession, actor: Actor, data: SyncEmail) -> SyncResult:
    """Write down that a mailbox is to be looked into, or all of them, with the runs that will do it."""
    named = await find_source(session, actor, data.source)
    wanted = [named]
    if data.source is None:
        wanted = [row for row in await store.sources(session, actor) if row.state == "active"] or [named]
    runs = [await begin(session, actor, row.id, begun_by="hand") for row in wanted]
    return SyncResult(id=runs[0], status="queued", source_id=wanted[0].id, address=wanted[0].address, also=runs[1:])


async def begin(session: AsyncSession, actor: Actor, source_id: UUID, *, begun_by: str) -> UUID:
    """Write down a sync of this source, or answer the one that runs: never two at once.

    Raises ConflictError for a source that is paused or waits for the person.
    """
    # The row's lock alone: the scheduler holds it already, and a second one taken after it could wait for the first.
    row = await store.get_source(session, actor, source_id, lock_row=True)
    if row.state != "active":
        why = row.problem or "it is paused; resume it first."
        raise ConflictError(f"{row.address} is not looked into now: {why}", code="MAILBOX_NOT_ACTIVE")
    if (running := await store.running_sync(session, actor, source_id)) is not None:
        if begun_by == "push" and row.due_at is not None:  # what has come since it listed is looked for right after it
            row.due_at = utc_now()
        return running
    run_id = new_id()
    await run_store.create(
        session, actor, kind=PIPELINE, area=AREA, status="queued", run_id=run_id,
        data={"source_id": str(source_id), "begun_by": begun_by},
    )  # fmt: skip
    await session.flush()
    await store.add_sync(session, actor, run_id, source_id, begun_by)
    return run_id


async def begin_due(session: AsyncSession) -> list[tuple[Actor, UUID]]:
    """Begin the syncs that are due, of all users, in one transaction. For the scheduler."""
    now, begun = utc_now(), []
    for row in await store.claim_due(session, now=now):
        actor = Actor(row.user_id)
        if await store.running_sync(session, actor, row.id) is not None:
            row.due_at = now + BUSY_WAIT
            continue
        row.due_at = now + timedelta(minutes=row.interval_minutes)
        begun.append((actor, await begin(session, actor, row.id, begun_by="schedule")))
    return begun


async def begin_pushed(session: AsyncSession, address: str) -> list[tuple[Actor, UUID]]:
    """Begin the syncs of a mailbox of which Google has told that it changed; none twice at once."""
    return [
        (Actor(row.user_id), await begin(session, Actor(row.user_id), row.id, begun_by="push"))
        for row in await store.pushed_sources(session, address.lower())
    ]


async def run_of(session: AsyncSession, actor: Actor, result: Mapping[str, Any]) -> UUID | None:
    """The run behind a SyncResult as JSON."""
    return (await run_store.get(session, actor, UUID(str(result["id"])))).id


async def result_of_run(session: AsyncSession, actor: Actor, run: run_store.Run) -> SyncResult:
    """What a sync has come to, as far as it is."""
    sync = await store.get_sync(session, actor, run.id)
    source = await store.get_source(session, actor, sync.source_id)
    return SyncResult(
        id=run.id, status=run.status, progress=run.progress, source_id=source.id, address=source.address,
        mode=sync.mode, counts=SyncCounts.model_validate(sync.counts), found=sync.told.get("found", []),
        replies=sync.told.get("replies", []), error=str(run.error["message"]) if run.error else None,
    )  # fmt: skip


def output_of_run(run: run_store.Run, _: dict[str, Any]) -> dict[str, Any]:
    """What a finished sync keeps: which mailbox it looked into; what it came to is in its own row."""
    return {"source_id": run.input["source_id"]}


async def run_ended(session: AsyncSession, actor: Actor, run: run_store.Run, status: str, why: str) -> None:
    """Write down a sync that failed or was stopped; what it has kept stays, and the next goes on from there."""
    await store.end_sync(session, actor, run.id, status=status, problem=why)
    try:
        source = await store.get_source(session, actor, UUID(run.input["source_id"]), lock_row=True)
    except NotFoundError:
        return  # disconnected meanwhile
    source.last_sync_at = utc_now()
    if status != "failed":
        return
    source.failures += 1
    error = (await run_store.get(session, actor, run.id)).error or {}  # as it was written down just now
    code = str(error.get("code", ""))
    source.problem = why
    if code == "EMAIL_ACCESS_REVOKED":
        source.state = "broken"
    wait = min(timedelta(minutes=source.interval_minutes) * 2 ** min(source.failures - 1, 8), LONGEST_WAIT)
    if source.due_at is not None:
        source.due_at = utc_now() + max(wait, timedelta(minutes=5))


async def finish(session: AsyncSession, actor: Actor, run_id: UUID, now: datetime) -> SyncCounts:
    """Write down a sync that has come to its end; returns what it came to."""
    sync = await store.get_sync(session, actor, run_id)
    await store.end_sync(session, actor, run_id, status="completed", mode=sync.mode or "incremental")
    source = await store.get_source(session, actor, sync.source_id, lock_row=True)
    source.last_sync_at = source.last_ok_at = now
    source.failures, source.problem = 0, None
    # Files that were handed in are looked into once; what came while it ran stays due.
    if source.due_at is not None and source.due_at <= sync.started_at:
        source.due_at = now + timedelta(minutes=source.interval_minutes)
    return SyncCounts.model_validate(sync.counts)


def in_words(counts: SyncCounts) -> str:
    """What a sync came to, in a line. Pure."""
    told = []
    if counts.jobs:
        told.append(f"{_count(counts.jobs, 'new job')} found!")
    if counts.changed:
        told.append(f"{counts.changed} {'job has' if counts.changed == 1 else 'jobs have'} moved on.")
    if counts.review:
        told.append(f"{counts.review} to look at.")
    if counts.unreadable:
        told.append(f"{_count(counts.unreadable, 'alert')} could not be read: the sender may have changed them.")
    if counts.failed:
        told.append(f"{_count(counts.failed, 'mail')} could not be read or acted on: look at the original.")
    if (others := counts.replies - counts.changed - counts.review) > 0:
        told.append(f"{_count(others, 'reply', 'replies')} of employers that changed nothing.")
    if not told:
        told.append(f"{_count(counts.fetched, 'new mail')}, nothing to do." if counts.fetched else "No new mail.")
    return " ".join(told)


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"
