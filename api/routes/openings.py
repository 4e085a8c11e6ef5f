"""The openings behind jobs over REST: history, whether they are still there, verdicts, and the ranking they teach."""

from uuid import UUID

from pydantic import BaseModel

from api.deps import ActorDep, ContextDep, SessionDep, make_router
from store.database import transaction
from store.jobs import get as get_job
from tools.jobs import openings
from tools.jobs.openings import JobChecked, OpeningHistory
from tools.jobs.ranking.schemas import RankingState, RatedJob, RateJob, Verdict
from tools.jobs.schemas import JobReference
from tools.jobs.searching import rating
from tools.jobs.searching.tools import CHECK_JOB
from tools.registry import call
from tools.resumes.schemas import NoArguments

router = make_router("jobs", prefix="/jobs")
ranking_router = make_router("jobs", prefix="/ranking")


class VerdictOn(BaseModel):
    """up: more like this; down: less like this."""

    verdict: Verdict


@router.get("/{job_id}/history", summary="Where a job was seen and how it changed")
async def history(session: SessionDep, actor: ActorDep, job_id: UUID) -> OpeningHistory:
    """Its copies, the versions with what changed, and what the last look at it came to."""
    return await openings.history(session, actor, job_id)


@router.post("/{job_id}/check", summary="Look whether a job is still open")
async def check(context: ContextDep, job_id: UUID) -> JobChecked:
    """Fetches the posting's page and says what shows that it is open, gone, closed or moved."""
    async with context.sessions() as session:
        await get_job(session, context.actor, job_id)
    return await call(CHECK_JOB, context, JobReference(job=str(job_id)))


@router.post("/{job_id}/rating", summary="Thumbs up or down for a job")
async def rate(context: ContextDep, job_id: UUID, data: VerdictOn) -> RatedJob:
    """The ranking learns from it; undo takes it back."""
    async with transaction(context.sessions) as session:
        await get_job(session, context.actor, job_id)
        return await rating.rate_job(session, context.actor, RateJob(job=str(job_id), verdict=data.verdict))


@ranking_router.get("", summary="What the ranking weighs")
async def ranking(session: SessionDep, actor: ActorDep) -> RankingState:
    """The weights in force, the defaults, and how many decisions they rest on."""
    return await rating.ranking_state(session, actor, NoArguments())


@ranking_router.delete("", summary="Forget what the ranking has learned")
async def reset(context: ContextDep) -> RankingState:
    """The defaults hold again; undo takes it back."""
    async with transaction(context.sessions) as session:
        return await rating.reset_ranking(session, context.actor, NoArguments())
