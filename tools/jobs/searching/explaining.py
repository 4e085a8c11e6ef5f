"""Why one job stands above another, part by part."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import jobs as job_store
from store import ranking as ranking_store
from store import runs as run_store
from store.actors import Actor
from store.errors import ValidationError
from store.pagination import PageRequest
from tools.jobs.ranking.ordering import ordering
from tools.jobs.ranking.schemas import ExplainOrder, Ordering
from tools.jobs.searching.rating import job_named, ranked_now, wanted_of
from tools.jobs.searching.schemas import RankedPosting
from tools.jobs.searching.service import PIPELINE

SEARCHES_LOOKED_AT = 20


async def explain_order(session: AsyncSession, actor: Actor, data: ExplainOrder) -> Ordering:
    """Why one of two jobs stands above the other: the points of each part of both scores, with quotes.

    Where a search has ranked both, the figures of the latest are told; else both are ranked now. Raises
    NotFoundError or ConflictError when it is not clear which jobs are meant, ValidationError `SAME_JOB` when they
    are one.
    """
    ids = [await job_named(session, actor, reference) for reference in (data.first, data.second)]
    if ids[0] == ids[1]:
        raise ValidationError("Both are the same job; name two.", code="SAME_JOB")
    rows = [await job_store.get(session, actor, job_id) for job_id in ids]
    postings = [row["posting_id"] for row in rows]
    ranked = await _as_ranked(session, actor, postings)
    if ranked is None:
        runs = [await ranking_store.found_by(session, actor, job_id) for job_id in ids]
        wanted = await wanted_of(session, actor, runs[0] if runs[0] == runs[1] else None)
        ranked = await ranked_now(session, actor, postings, wanted)
    learned = await ranking_store.weights(session, actor)
    numbers = {row["posting_id"]: row["number"] for row in rows}
    numbered = [item.model_copy(update={"number": numbers[item.posting_id]}) for item in ranked]
    return ordering(numbered[0], numbered[1], signals=learned.signals if learned else 0)


async def _as_ranked(session: AsyncSession, actor: Actor, postings: Sequence[UUID]) -> list[RankedPosting] | None:
    """Both as the latest search that listed both ranked them, the better first; None where there is no such search."""
    runs = await run_store.list_page(
        session, actor, PageRequest(limit=SEARCHES_LOOKED_AT), kinds=[PIPELINE], status="completed"
    )
    for run in runs["items"]:
        listed = [RankedPosting.model_validate(item) for item in (run.output or {}).get("jobs", [])]
        found = [item for item in listed if item.posting_id in postings]
        if len(found) == len(postings):
            return found
    return None
