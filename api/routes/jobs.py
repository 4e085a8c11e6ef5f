"""Jobs over REST."""

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import Query, Response
from pydantic import Field

from api.deps import ActorDep, ContextDep, PageDep, SessionDep, make_router
from store.pagination import DEFAULT_LIMIT, MAX_LIMIT, Page
from tools.jobs import service
from tools.jobs.schemas import AddJob, Job, JobChanges, JobListItem, ListJobs
from tools.jobs.tools import ADD_JOB
from tools.registry import call
from tools.text import Words

router = make_router("jobs", prefix="/jobs")


class JobFilters(ListJobs):
    """Filters of the list; `q` are words to look for, as `query` is."""

    q: Words | None = None
    company: Words | None = None
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)


@router.get("", summary="List jobs", response_model=Page[JobListItem])
async def list_jobs(
    session: SessionDep, actor: ActorDep, page: PageDep, filters: Annotated[JobFilters, Query()]
) -> Response:
    """Filtered and sorted, the newest first by default."""
    found = await service.list_page(
        session, actor, page, filters.model_copy(update={"query": filters.query or filters.q})
    )
    # The rows are what the model of the answer says; building and checking 50 objects costs more than the query.
    return Response(orjson.dumps(found, default=str), media_type="application/json")


@router.post("", status_code=201, summary="Add a job from a link, pasted text or fields")
async def add_job(context: ContextDep, data: AddJob) -> Job:
    """Read the posting, save it, and match it with the primary resume if there is one."""
    return await call(ADD_JOB, context, data)


@router.get("/{job_id}", summary="A job with everything about it")
async def get_job(session: SessionDep, actor: ActorDep, job_id: UUID) -> Job:
    """Its posting, status, notes, score, reasons and gaps."""
    return await service.get_job(session, actor, job_id)


@router.patch("/{job_id}", summary="Change a job")
async def change_job(session: SessionDep, actor: ActorDep, job_id: UUID, data: JobChanges) -> Job:
    """Status, notes, cover letter, salary, application address; what is left out stays."""
    return await service.change_job(session, actor, job_id, data)


@router.delete("/{job_id}", status_code=204, summary="Take a job off the list")
async def delete_job(session: SessionDep, actor: ActorDep, job_id: UUID) -> None:
    """It can be brought back by undo."""
    await service.remove_job(session, actor, job_id)
