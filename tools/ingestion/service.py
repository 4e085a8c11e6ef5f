"""Watches, sources and what is new. Every function works in the caller's session and never commits."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from pydantic import ValidationError as InvalidData
from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store import ingestion as store
from store import jobs as job_store
from store import runs as run_store
from store import watches as watch_store
from store.actors import Actor
from store.base import new_id
from store.errors import NotFoundError
from store.watches import Watch
from tools.accounts import service as accounts
from tools.context import utc_now
from tools.ingestion import watching
from tools.ingestion.health import is_shown, own_pages
from tools.ingestion.pace import first_due, in_rhythm, next_due
from tools.ingestion.schemas import (
    IngestionResult,
    IngestJobs,
    JobChange,
    NewJobs,
    ShowNew,
    WatchView,
)
from tools.jobs.boards.board import SourceOutcome
from tools.jobs.cleaning.employers import employer_key
from tools.jobs.schemas import JobListItem
from tools.jobs.searching.schemas import SearchJobs
from tools.jobs.searching.sources import check_sources, split_source

log = structlog.get_logger(__name__)
PIPELINE, PIPELINE_OF_SEARCH = "job_ingestion", "job_search"
SHOWN = 50
# A page that has failed so often in a row is looked at no more, unless the network is to blame: then for longer.
GIVES_UP_AFTER, GIVES_UP_OFFLINE_AFTER = 14, 60
OFFLINE_FOR = timedelta(days=2)
# A company whose page was not found in time is looked for again so often, so far apart.
TRIES, TRIED_AGAIN_AFTER = 3, timedelta(minutes=15)


async def show_new(session: AsyncSession, actor: Actor, data: ShowNew) -> NewJobs:
    """What searches and watches have brought since then, and what has changed about jobs of the list."""
    since = _moment(data.hours)
    blocked = [employer_key(name) for name in (await accounts.profile(session, actor)).blocked_companies]
    found = await job_store.found_since(session, actor, since, limit=SHOWN, blocked=blocked)
    changed = await job_store.changed_since(session, actor, since, limit=SHOWN)
    watches = await watch_store.all_of(session, actor)
    return NewJobs(
        since=since, jobs=[JobListItem.model_validate(row) for row in found],
        changes=[JobChange.model_validate(row) for row in changed],
        paused=await _paused_since(session, actor, watches, since), watches=len(watches),
    )  # fmt: skip


def _moment(hours: int) -> datetime:
    """The moment from which "new" is meant."""
    now = utc_now()
    if hours < 2 * 24:
        return now - timedelta(hours=hours)
    return now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=hours // 24 - 1)


async def _paused_since(
    session: AsyncSession, actor: Actor, watches: Sequence[Watch], since: datetime
) -> list[WatchView]:
    """The watches that were paused since then and still are, each with the reason."""
    why = {row.subject_id: row.data["why"] for row in await events.of_kind(session, actor, "watch_paused", since=since)}
    return [watching.view_of(row, trouble=why[row.id]) for row in watches if not row.is_active and row.id in why]


async def start_ingestion(session: AsyncSession, actor: Actor, data: IngestJobs) -> IngestionResult:
    """Write down that postings are to be fetched, with the run that will do it."""
    check_sources(data.sources)
    run_id = new_id()
    await run_store.create(
        session, actor, kind=PIPELINE, area="jobs", status="queued", run_id=run_id, data=ingestion_input(data)
    )
    return IngestionResult(id=run_id, status="queued")


def ingestion_input(data: IngestJobs) -> dict[str, Any]:
    """The input of an ingestion's run."""
    return {"wanted": SearchJobs(sources=data.sources).model_dump(mode="json"), "everybody": True}


async def result_of_run(session: AsyncSession, actor: Actor, run: run_store.Run) -> IngestionResult:  # noqa: ARG001
    """What an ingestion has come to, as far as it is."""
    begun = IngestionResult.model_validate(run.output or {"id": run.id, "status": "queued"})
    error = str(run.error["message"]) if run.error else None
    return begun.model_copy(update={"status": run.status, "progress": run.progress, "error": error})


async def finish(
    session: AsyncSession, actor: Actor, run_id: UUID, outcomes: list[SourceOutcome], counted: Mapping[str, int]
) -> Mapping[str, Any]:
    """What an ingestion came to, as an IngestionResult's fields; its findings are let go."""
    await store.clear_findings(session, actor, run_id)
    told = told_to(await own_pages(session, actor), outcomes)
    return {"sources": [outcome.model_dump(mode="json") for outcome in told], **counted}


def told_to(pages: list[str] | None, outcomes: Sequence[SourceOutcome]) -> list[SourceOutcome]:
    """Outcomes as they may be told: those of pages that only others watch are added up by board. Pure."""
    told, others = [], dict[str, list[SourceOutcome]]()
    for outcome in outcomes:
        if is_shown(outcome.source, pages):
            told.append(outcome)
        else:
            others.setdefault(split_source(outcome.source)[0], []).append(outcome)
    for board, found in others.items():
        failed = sum(outcome.error is not None for outcome in found)
        error = f"{failed} of {len(found)} companies' pages did not answer" if failed else None
        told.append(SourceOutcome(source=board, found=sum(outcome.found for outcome in found), error=error))
    return told


async def begin_due(session: AsyncSession, *, daily: bool) -> list[tuple[Actor, UUID]]:
    """Write down a run for every watch that is due, and when each is due next, in one transaction.

    However long nobody looked, a watch is caught up once. The run's key is the watch and the time it was due, so that
    no number of schedulers begins it twice. Returns the runs that were begun.
    """
    now = utc_now()
    if daily:
        await watch_store.ensure_ingestion(session, due_at=first_due("daily", now))
    begun = []
    for row in await watch_store.claim_due(session, now=now, daily=daily):
        if (why := await why_dead(session, row, now)) is not None:
            await watching.pause(session, Actor(row.user_id), row, why)
        elif (run_id := await _begin(session, row, now)) is not None:
            begun.append((Actor(row.user_id), run_id))
    return begun


async def _begin(session: AsyncSession, row: Watch, now: datetime) -> UUID | None:
    """Write down a watch's run and when it is due next; None where it was begun already, or cannot be."""
    actor, due = Actor(row.user_id), row.due_at
    since = await _looked_until(session, actor, row)
    row.ran_at, row.due_at = due, _due_after(row, now)
    try:
        kind, data = run_for(row, since=since)
    except InvalidData:  # one plan that no version of today can read keeps no other from its look
        log.exception("a watch cannot be run", watch=str(row.id))
        return None
    if "find" in data:
        row.search, row.due_at = {**row.search, "tries": row.search.get("tries", 0) + 1}, now + TRIED_AGAIN_AFTER
    run_id = await run_store.create_once(
        session, actor, kind=kind, area="jobs", key=f"watch:{row.id}:{due.isoformat()}", data=data
    )
    row.run_id = run_id or row.run_id
    return run_id


def _due_after(row: Watch, now: datetime) -> datetime:
    first = row.ran_at is None or not in_rhythm(row.due_at)
    return first_due(row.pace, now) if first else next_due(row.pace, row.due_at, now)  # type: ignore[arg-type]


async def why_dead(session: AsyncSession, row: Watch, now: datetime) -> str | None:
    """Why a watch's page is looked at no more, None while it is."""
    source = row.search.get("source")
    if source is None:
        return await _why_not_found(session, row) if row.search.get("tries", 0) >= TRIES else None
    health = next(iter(await store.sources(session, [source])), None)
    if health is None or health.failures < GIVES_UP_AFTER:
        return None
    unreached = (health.last_code or "").startswith("OUTBOUND_") and health.failures < GIVES_UP_OFFLINE_AFTER
    if unreached and not await store.answered_since(session, now - OFFLINE_FOR):
        return None  # nothing else can be reached either: it is not this page that is dead
    return f"it has failed {health.failures} times in a row, the last time so: {health.last_error}"


async def _why_not_found(session: AsyncSession, row: Watch) -> str:
    told = None
    if row.run_id is not None:
        told = (await run_store.get(session, Actor(row.user_id), row.run_id)).error
    return str(told["message"]) if told else f"I have found no openings page of {row.search.get('company')}."


async def _looked_until(session: AsyncSession, actor: Actor, row: Watch) -> datetime | None:
    """When the latest look that was finished ended; None before there was one."""
    if row.run_id is None:
        return None
    try:
        run = await run_store.get(session, actor, row.run_id)
    except NotFoundError:
        return row.ran_at
    if run.status == "completed":
        return run.finished_at
    return datetime.fromisoformat(run.input["since"]) if run.input.get("since") else None


def run_for(row: Watch, *, since: datetime | None = None) -> tuple[str, dict[str, Any]]:
    """The pipeline a watch runs, and its input; a page, and what is new since the look before, is shown wholly."""
    if row.kind == "ingestion":
        return PIPELINE, ingestion_input(IngestJobs())
    source = row.search.get("source")
    found = {**row.search.get("wanted", {}), "sources": [source] if source else []}
    wanted = SearchJobs.model_validate({**found, "limit": SHOWN} if row.kind == "company" or since else found)
    data = {"wanted": wanted.model_dump(mode="json"), "watch": str(row.id)}
    if row.kind == "company" and not source:
        data["find"] = row.search["company"]
    return PIPELINE_OF_SEARCH, {**data, "since": since.isoformat()} if since else data
