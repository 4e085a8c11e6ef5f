"""Verdicts on jobs, what the ranking has learned from them, and forgetting it. Nothing here commits."""

import asyncio
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store import jobs as job_store
from store import ranking as store
from store import runs as run_store
from store.actors import Actor
from store.conditions import Filters
from store.errors import NotFoundError
from store.retrieval import signals
from tools.accounts import service as accounts
from tools.context import utc_now
from tools.jobs.ranking.fusing import fuse
from tools.jobs.ranking.learning import STATUS_VALUES, THUMBS, Decision, features_of, learn, weights_of
from tools.jobs.ranking.schemas import PartWeight, RankingState, RatedJob, RateJob
from tools.jobs.ranking.scoring import MEANINGS
from tools.jobs.ranking.terms import terms_of
from tools.jobs.schemas import JobStatus
from tools.jobs.searching.recommending import judged, read_judge, words_of
from tools.jobs.searching.schemas import RankedPosting, Wanted
from tools.references import Named, resolve
from tools.resumes.schemas import NoArguments

THUMB, STATUS = "thumb", "status"


async def rate_job(session: AsyncSession, actor: Actor, data: RateJob) -> RatedJob:
    """Take in a thumbs-up or thumbs-down on a job and learn from it; undo takes it back.

    Saying it again changes nothing. Raises NotFoundError or ConflictError when it is not clear which job is meant.
    """
    row = await job_store.get(session, actor, await job_named(session, actor, data.job))
    before = await _decide(session, actor, row, kind=THUMB, value=THUMBS[data.verdict])
    state = await relearn(session, actor)
    if before is None or before["value"] != THUMBS[data.verdict]:
        await events.record(
            session, actor, kind="job_rated", subject="job", subject_id=row["id"],
            data={"title": row["title"], "changed": {"thumbs": data.verdict}},
            inverse={"operation": "ranking.unrate", "posting_id": str(row["posting_id"]), "before": before},
        )  # fmt: skip
    return RatedJob(
        id=row["id"], number=row["number"], title=row["title"], company=row["company"], verdict=data.verdict,
        ranking=state,
    )  # fmt: skip


async def note_status(session: AsyncSession, actor: Actor, job_id: UUID, status: JobStatus) -> None:
    """Learn from a job's new status; one that says nothing about what is liked lets go of what an earlier one said."""
    row = await job_store.get(session, actor, job_id)
    value = STATUS_VALUES.get(status)
    if value is None:
        await store.remove_signal(session, actor, row["posting_id"], STATUS)
    else:
        await _decide(session, actor, row, kind=STATUS, value=value)
    await relearn(session, actor)


async def ranking_state(session: AsyncSession, actor: Actor, _: NoArguments) -> RankingState:
    """The weights of the actor's ranking beside the defaults, and how many decisions they rest on."""
    row = await store.weights(session, actor)
    current, defaults = weights_of(row.weights if row else None), weights_of(None)
    return RankingState(
        weights=[
            PartWeight(name=name, meaning=MEANINGS[name], weight=current[name], default=defaults[name])
            for name in defaults
        ],
        signals=row.signals if row else 0,
        learned=current != defaults,
    )


async def reset_ranking(session: AsyncSession, actor: Actor, data: NoArguments) -> RankingState:
    """Forget what was learned and what it was learned from; undo brings it back."""
    kept = await store.reset(session, actor)
    if kept:
        await events.record(
            session, actor, kind="ranking_reset", subject="ranking", subject_id=None,
            data={"title": f"learned from {len(kept)} decisions"},
            inverse={"operation": "ranking.restore", "signals": kept},
        )  # fmt: skip
    return await ranking_state(session, actor, data)


async def relearn(session: AsyncSession, actor: Actor) -> RankingState:
    """Learn the weights anew from all decisions that stand."""
    rows = await store.signals(session, actor)
    if rows:
        found = learn([Decision(row.value, row.features) for row in rows])
        await store.save_weights(
            session, actor, {str(name): weight for name, weight in found.items()}, rest_on=len(rows)
        )
    else:
        await store.reset(session, actor)
    return await ranking_state(session, actor, NoArguments())


async def unrate(session: AsyncSession, actor: Actor, inverse: dict[str, Any]) -> None:
    """Take a verdict back: what was said before it stands again."""
    posting_id, before = UUID(inverse["posting_id"]), inverse["before"]
    if before is None:
        await store.remove_signal(session, actor, posting_id, THUMB)
    else:
        await store.add_signal(session, actor, posting_id, kind=THUMB, **before)
    await relearn(session, actor)


async def restore(session: AsyncSession, actor: Actor, inverse: dict[str, Any]) -> None:
    """Bring decisions that were forgotten back."""
    await store.restore(session, actor, inverse["signals"])
    await relearn(session, actor)


async def job_named(session: AsyncSession, actor: Actor, reference: str) -> UUID:
    """The job a person means. Raises as `resolve`."""
    outlines = await job_store.outlines(session, actor)
    return resolve(reference, [Named(o[0], o[1], f"{o[2]} {o[3] or ''}".strip()) for o in outlines], kind="job")


async def ranked_now(
    session: AsyncSession, actor: Actor, posting_ids: list[UUID], wanted: Wanted
) -> list[RankedPosting]:
    """These postings as they would be ranked now for what was wanted, the best first, whether they meet it or not."""
    now = utc_now()
    judge = await read_judge(session, actor, wanted, await accounts.profile(session, actor), now)
    words = words_of(wanted)
    terms = terms_of(words) if words else ()
    hits = await signals(session, actor, Filters(include_closed=True), posting_ids, terms=terms, vector=None)
    answers = await asyncio.to_thread(fuse, words, hits)
    return await judged(session, actor, wanted, answers, judge, now)


async def wanted_of(session: AsyncSession, actor: Actor, run_id: UUID | None) -> Wanted:
    """What the search that found a job was for; nothing in particular where none did."""
    if run_id is None:
        return Wanted()
    try:
        run = await run_store.get(session, actor, run_id)
    except NotFoundError:
        return Wanted()
    return Wanted.model_validate(run.input.get("wanted", {}))


async def _decide(
    session: AsyncSession, actor: Actor, row: dict[str, Any], *, kind: str, value: float
) -> dict[str, Any] | None:
    wanted = await wanted_of(session, actor, await store.found_by(session, actor, row["id"]))
    ranked = await ranked_now(session, actor, [row["posting_id"]], wanted)
    features = features_of(ranked[0].parts) if ranked else {}
    return await store.add_signal(session, actor, row["posting_id"], kind=kind, value=value, features=features)
