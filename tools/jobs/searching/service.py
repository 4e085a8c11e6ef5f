"""What can be done about finding jobs. Every function works in the caller's session and never commits."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store import ingestion as sources_store
from store import jobs as job_store
from store import resumes as resume_store
from store import runs as run_store
from store import watches as watch_store
from store.actors import Actor
from store.base import new_id
from store.errors import ValidationError
from tools.job_profiles.service import searched_with
from tools.jobs.boards.board import SourceOutcome
from tools.jobs.searching.schemas import RankedPosting, SearchJobs, SearchResult
from tools.jobs.searching.sources import check_sources, usual_sources
from tools.jobs.service import refresh_matches

PIPELINE = "job_search"
NEVER_AGAIN = frozenset({"dismissed", "rejected"})


async def start_search(session: AsyncSession, actor: Actor, data: SearchJobs) -> SearchResult:
    """Write down that the boards are to be searched, with the run that will do it.

    Raises ValidationError `BOARD_UNKNOWN` for a source there is none of, `NOTHING_WANTED` when nothing says what to
    look for: no words, no filter, no source, and no resume either.
    """
    data = await searched_with(session, actor, data)
    check_sources(data.sources)
    asked = data.model_dump(exclude_defaults=True, exclude={"limit", "include_unstated"})
    if not asked and await resume_store.primary(session, actor) is None:
        raise ValidationError(
            "What kind of work should I look for? Say a role or skills, and where; or upload a resume, and I search "
            "for what fits it.",
            code="NOTHING_WANTED",
        )
    run_id = new_id()
    await run_store.create(
        session, actor, kind=PIPELINE, area="jobs", status="queued", run_id=run_id,
        data={"wanted": data.model_dump(mode="json")},
    )  # fmt: skip
    return SearchResult(id=run_id, status="queued", wanted=data)


async def run_of(session: AsyncSession, actor: Actor, result: Mapping[str, Any]) -> UUID | None:
    """The run behind a SearchResult as JSON."""
    return (await run_store.get(session, actor, UUID(result["id"]))).id


async def result_of_run(session: AsyncSession, actor: Actor, run: run_store.Run) -> SearchResult:  # noqa: ARG001
    """What a search has come to, as far as it is."""
    wanted = SearchJobs.model_validate(run.input.get("wanted", {}))
    found = SearchResult.model_validate(run.output) if run.output else None
    begun = found or SearchResult(id=run.id, status="queued", wanted=wanted)
    error = str(run.error["message"]) if run.error else None
    status = "running" if run.status == "waiting" else run.status
    return begun.model_copy(update={"status": status, "progress": run.progress, "error": error})


async def run_ended(session: AsyncSession, actor: Actor, run: run_store.Run, status: str, why: str) -> None:  # noqa: ARG001
    """Nothing is left half-done by a search that was stopped: what it has saved stays, what it had found is let go."""
    await sources_store.clear_findings(session, actor, run.id)


def output_of_run(run: run_store.Run, state: dict[str, Any]) -> dict[str, Any]:
    """What a finished search keeps: its SearchResult."""
    result: dict[str, Any] = {**state["result"], "id": str(run.id), "status": "completed", "progress": 1.0}
    return result


async def sources_of(
    session: AsyncSession, actor: Actor, wanted: SearchJobs, offered: list[str], *, everybody: bool = False
) -> list[str]:
    """The sources of a search: those chosen, else those offered and the company pages that the actor watches.

    With `everybody`, those that anybody watches.
    """
    if wanted.sources:
        return check_sources(wanted.sources)
    if everybody:
        watched = await watch_store.companies(session)
    else:
        watched = await watch_store.pages_of(session, actor)
    return list(dict.fromkeys([*usual_sources(offered), *watched]))


async def put_on_list(
    session: AsyncSession, actor: Actor, run_id: UUID, ranked: list[RankedPosting], wanted: SearchJobs
) -> list[RankedPosting]:
    """Put the best openings of a search on the actor's list, once; what the actor took off or dismissed stays off, and
    what got a thumbs-down comes last.

    What a watch puts there is no act of the person's: "undo" passes over it.
    """
    await job_store.lock_list(session, actor)
    standing = await job_store.standing(session, actor, [item.posting_id for item in ranked])
    kept, added = [], []
    for item in sorted(ranked, key=lambda item: standing.get(item.posting_id, {}).get("rating") == "down"):
        job = standing.get(item.posting_id)
        if job is not None and (job["deleted"] or job["status"] in NEVER_AGAIN):
            continue
        if job is None:
            job_id = await job_store.add(session, actor, item.posting_id, found_by=run_id)
            added.append(job_id)
        kept.append(item)
        if len(kept) == wanted.limit:
            break
    now_there = await job_store.standing(session, actor, [item.posting_id for item in kept])
    if added:
        await refresh_matches(session, actor, added)
        title = f"{len(added)} found for “{wanted.words or wanted.location or 'your profile'}”"
        watch = (await run_store.get(session, actor, run_id)).input.get("watch")
        await events.record(
            session, actor, kind="jobs_found", subject="search", subject_id=run_id,
            data={"title": title, **({"watch": watch, "passed_over": True} if watch else {})},
            inverse={"operation": "jobs.remove_all", "ids": [str(job_id) for job_id in added]},
        )  # fmt: skip
    return [_numbered(item, now_there[item.posting_id], set(added)) for item in kept]


def _numbered(item: RankedPosting, job: Mapping[str, Any], added: set[UUID]) -> RankedPosting:
    return item.model_copy(
        update={
            "job_id": job["id"], "number": job["number"], "status": job["status"], "rating": job["rating"],
            "is_new": item.is_new or job["id"] in added,
        }
    )  # fmt: skip


async def finish_search(
    session: AsyncSession, actor: Actor, run_id: UUID, wanted: SearchJobs, outcomes: list[SourceOutcome],
    ranked: list[RankedPosting], left_out: list[Any], counted: Mapping[str, int],
) -> dict[str, Any]:  # fmt: skip
    """Put the best on the list and let the findings go; returns a SearchResult as JSON but for the run's own."""
    jobs = await put_on_list(session, actor, run_id, ranked, wanted)
    await sources_store.clear_findings(session, actor, run_id)
    result = SearchResult(
        id=run_id, status="running", wanted=wanted, sources=outcomes, left_out=left_out, jobs=jobs, **counted
    )  # fmt: skip
    return result.model_dump(mode="json", exclude={"id", "status", "progress", "error"})
