"""Why one job stands above another, part by part."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import jobs as job_store
from store import ranking as ranking_store
from store import runs as run_store
from store.actors import Actor
from store.errors import NotFoundError, ValidationError
from tools.jobs.ranking.ordering import ordering
from tools.jobs.ranking.schemas import ExplainOrder, Ordering
from tools.jobs.searching.rating import job_named, ranked_now, wanted_of
from tools.jobs.searching.schemas import RankedPosting


async def explain_order(session: AsyncSession, actor: Actor, data: ExplainOrder) -> Ordering:
    """Why one of two jobs stands above the other: the points of each part of both scores, with quotes.

    Where one search has ranked both, its own figures are told; else both are ranked now. Raises NotFoundError or
    ConflictError when it is not clear which jobs are meant, ValidationError `SAME_JOB` when both are one.
    """
    ids = [await job_named(session, actor, reference) for reference in (data.first, data.second)]
    if ids[0] == ids[1]:
        raise ValidationError("Both are the same job; name two.", code="SAME_JOB")
    rows = [await job_store.get(session, actor, job_id) for job_id in ids]
    runs = [await ranking_store.found_by(session, actor, job_id) for job_id in ids]
    postings = [row["posting_id"] for row in rows]
    ranked = await _as_ranked(session, actor, runs, postings)
    if ranked is None:
        wanted = await wanted_of(session, actor, runs[0] if runs[0] == runs[1] else None)
        ranked = await ranked_now(session, actor, postings, wanted)
    learned = await ranking_store.weights(session, actor)
    numbers = {row["posting_id"]: row["number"] for row in rows}
    numbered = [item.model_copy(update={"number": numbers[item.posting_id]}) for item in ranked]
    return ordering(numbered[0], numbered[1], signals=learned.signals if learned else 0)


async def _as_ranked(
    session: AsyncSession, actor: Actor, runs: Sequence[UUID | None], postings: Sequence[UUID]
) -> list[RankedPosting] | None:
    """Both as the search that found them ranked them, the better first; None where there is no such search."""
    if runs[0] is None or runs[0] != runs[1]:
        return None
    try:
        run = await run_store.get(session, actor, runs[0])
    except NotFoundError:
        return None
    listed = [RankedPosting.model_validate(item) for item in (run.output or {}).get("jobs", [])]
    found = [item for item in listed if item.posting_id in postings]
    return found if len(found) == len(postings) else None
