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
from store.errors import NotFoundError, ValidationError
from tools.context import Context, utc_now
from tools.ingestion.companies import resolve_company
from tools.ingestion.health import is_shown, own_pages
from tools.ingestion.pace import first_due, next_due
from tools.ingestion.schemas import (
    IngestionResult,
    IngestJobs,
    JobChange,
    NewJobs,
    PreparedWatch,
    RemovedWatch,
    ResolvedCompany,
    ShowNew,
    WatchJobs,
    WatchList,
    WatchReference,
    WatchView,
)
from tools.jobs.boards.board import SourceOutcome
from tools.jobs.schemas import JobListItem
from tools.jobs.searching.schemas import SearchJobs, Wanted
from tools.jobs.searching.sources import check_sources, split_source
from tools.references import Named, resolve
from tools.resumes.schemas import NoArguments

log = structlog.get_logger(__name__)
PIPELINE, PIPELINE_OF_SEARCH = "job_ingestion", "job_search"
SHOWN = 50


async def gather_watch(context: Context, data: WatchJobs) -> PreparedWatch:
    """Find every company on its board, before any session. Raises ValidationError COMPANY_NOT_FOUND naming it."""
    resolved = [await resolve_company(context, company) for company in data.watched_companies]
    return PreparedWatch(**data.model_dump(), resolved=resolved)


async def watch_jobs(session: AsyncSession, actor: Actor, data: PreparedWatch) -> WatchList:
    """Begin to watch; each is looked at once at once, and then at its pace."""
    wanted = Wanted.model_validate(data.model_dump(include=set(Wanted.model_fields)))
    if not data.resolved and not wanted.model_dump(exclude_defaults=True):
        raise ValidationError(
            "Say what to watch: a company, by name or careers address, or what kind of job.", code="NOTHING_TO_WATCH"
        )
    made = []
    companies: Sequence[ResolvedCompany | None] = data.resolved or [None]
    for company in companies:
        search: dict[str, Any] = {"wanted": wanted.model_dump(mode="json", exclude_defaults=True)}
        if company is not None:
            search["source"] = company.source
        row = await watch_store.add(
            session, actor, kind="company" if company else "search", name=name_of(wanted, company), search=search,
            pace=data.pace, due_at=utc_now(),
        )  # fmt: skip
        await events.record(
            session, actor, kind="watch_added", subject="watch", subject_id=row.id, data={"title": row.name},
            inverse={"operation": "watches.remove", "id": str(row.id)},
        )  # fmt: skip
        made.append(view_of(row))
    return WatchList(watches=made, begun=True)


def name_of(wanted: Wanted, company: ResolvedCompany | None) -> str:
    """What a watch is called: "staff roles at Stripe"."""
    where = wanted.location or wanted.country
    kinds = [*wanted.seniority, *([" or ".join(wanted.ways)] if wanted.ways else []), *wanted.skills]
    words = " ".join([*kinds, wanted.words or ("roles" if kinds or company else "")]).strip() or "jobs"
    if wanted.salary_min:
        words += f" from {wanted.salary_min:,.0f} {wanted.salary_currency or ''}".rstrip()
    return words + (f" in {where}" if where else "") + (f" at {company.name}" if company else "")


def view_of(row: watch_store.Watch) -> WatchView:
    """A stored watch as everybody is shown it."""
    return WatchView.model_validate(
        {
            "id": row.id, "number": row.number, "kind": row.kind, "name": row.name, "pace": row.pace,
            "source": row.search.get("source"), "wanted": row.search.get("wanted", {}), "due_at": row.due_at,
            "ran_at": row.ran_at, "run_id": row.run_id,
        }
    )  # fmt: skip


async def list_watches(session: AsyncSession, actor: Actor, _: NoArguments) -> WatchList:
    """What is being watched."""
    return WatchList(watches=[view_of(row) for row in await watch_store.all_of(session, actor)])


async def find_watch(session: AsyncSession, actor: Actor, reference: str) -> UUID:
    """The watch that a number, an id or words of its name mean."""
    rows = await watch_store.all_of(session, actor)
    return resolve(reference, [Named(row.id, row.number, row.name) for row in rows], kind="watch")


async def stop_watching(session: AsyncSession, actor: Actor, data: WatchReference) -> RemovedWatch:
    """End a watch; undo brings it back."""
    return await remove_watch(session, actor, await find_watch(session, actor, data.watch))


async def remove_watch(session: AsyncSession, actor: Actor, watch_id: UUID) -> RemovedWatch:
    """End the watch with this id."""
    row = await watch_store.get(session, actor, watch_id)
    await watch_store.remove(session, actor, watch_id)
    await events.record(
        session, actor, kind="watch_removed", subject="watch", subject_id=watch_id, data={"title": row.name},
        inverse={"operation": "watches.restore", "id": str(watch_id)},
    )  # fmt: skip
    return RemovedWatch(id=watch_id, number=row.number, name=row.name)


async def show_new(session: AsyncSession, actor: Actor, data: ShowNew) -> NewJobs:
    """What searches and watches have brought since then, and what has changed about jobs of the list."""
    since = utc_now() - timedelta(hours=data.hours)
    found = await job_store.found_since(session, actor, since, limit=SHOWN)
    changed = await job_store.changed_since(session, actor, since, limit=SHOWN)
    return NewJobs(
        since=since, jobs=[JobListItem.model_validate(row) for row in found],
        changes=[JobChange.model_validate(row) for row in changed],
        watches=len(await watch_store.all_of(session, actor)),
    )  # fmt: skip


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
        actor, due = Actor(row.user_id), row.due_at
        since = await _looked_until(session, actor, row)
        row.ran_at, row.due_at = due, first_due(row.pace, now) if row.ran_at is None else next_due(row.pace, due, now)  # type: ignore[arg-type]
        try:
            kind, data = run_for(row, since=since)
        except InvalidData:  # one plan that no version of today can read keeps no other from its look
            log.exception("a watch cannot be run", watch=str(row.id))
            continue
        run_id = await run_store.create_once(
            session, actor, kind=kind, area="jobs", key=f"watch:{row.id}:{due.isoformat()}", data=data
        )
        if run_id is not None:
            row.run_id = run_id
            begun.append((actor, run_id))
    return begun


async def _looked_until(session: AsyncSession, actor: Actor, row: watch_store.Watch) -> datetime | None:
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


def run_for(row: watch_store.Watch, *, since: datetime | None = None) -> tuple[str, dict[str, Any]]:
    """The pipeline a watch runs, and its input; a page, and what is new since the look before, is shown wholly."""
    if row.kind == "ingestion":
        return PIPELINE, ingestion_input(IngestJobs())
    source = row.search.get("source")
    found = {**row.search.get("wanted", {}), "sources": [source] if source else []}
    wanted = SearchJobs.model_validate({**found, "limit": SHOWN} if source or since else found)
    data = {"wanted": wanted.model_dump(mode="json"), "watch": str(row.id)}
    return PIPELINE_OF_SEARCH, {**data, "since": since.isoformat()} if since else data
