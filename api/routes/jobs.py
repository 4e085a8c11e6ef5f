"""Jobs over REST."""

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import Query, Response
from pydantic import BaseModel, Field

from api.deps import ActorDep, ContextDep, PageDep, SessionDep, make_router
from api.routes.insights import LimitQuery, recommend_jobs
from store.pagination import DEFAULT_LIMIT, MAX_LIMIT, Page
from tools.content import cover_letters
from tools.insights import openings
from tools.insights import service as insights
from tools.insights.schemas import FoundOpenings, JobInsights, JobStats, Recommendations
from tools.jobs import service
from tools.jobs.schemas import AddJob, Job, JobChanges, JobListItem, ListJobs, RemoteKind, Seniority
from tools.jobs.searching.countries import Country, Currency
from tools.jobs.searching.schemas import Wanted
from tools.jobs.tools import ADD_JOB
from tools.registry import call
from tools.text import Words

router = make_router("jobs", prefix="/jobs")


class JobFilters(ListJobs):
    """Filters of the list; `q` are words to look for, as `query` is."""

    q: Words | None = None
    company: Words | None = None
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)


class OpeningQuery(BaseModel):
    """What to look for among all openings; what a posting does not state does not meet a filter, unless
    `include_unstated`."""

    q: Words | None = Field(default=None, description="Role, skills or any words")
    location: Words | None = Field(default=None, description="City, region, country or area, as said")
    country: Country | None = None
    remote: list[RemoteKind] = Field(default=[], description="Ways of work that will do: repeated")
    remote_only: bool = False
    salary_min: float | None = Field(default=None, ge=0, le=1e9, description="Least pay a year")
    salary_currency: Currency | None = None
    seniority: list[Seniority] = Field(default=[], description="Levels that will do: repeated")
    skills: list[Words] = Field(default=[], max_length=20, description="Tech stack: repeated, or with commas between")
    company: list[Words] = Field(default=[], max_length=20, description="Only these employers")
    blocked_company: list[Words] = Field(
        default=[], max_length=50, description="Never these employers, beside those blocked in every search"
    )
    posted_within_days: int | None = Field(default=None, ge=1, le=365)
    sponsorship: bool = Field(default=False, description="Only openings that sponsor a visa")
    include_unstated: bool = False
    limit: int = Field(default=20, ge=1, le=50)
    offset: int = Field(default=0, ge=0, le=500, description="How many of the best to pass over")

    def wanted(self) -> Wanted:
        """The same as every other search understands it; parts that are empty ask for nothing."""
        skills = [part.strip() for listed in self.skills for part in listed.split(",")]
        return Wanted(
            words=self.q or None, location=self.location or None, country=self.country,
            remote="remote" if self.remote_only else self.remote, salary_min=self.salary_min, seniority=self.seniority,
            salary_currency=self.salary_currency, skills=[skill for skill in dict.fromkeys(skills) if skill][:20],
            companies=[company for company in self.company if company], posted_within_days=self.posted_within_days,
            blocked_companies=[company for company in self.blocked_company if company],
            sponsorship=self.sponsorship, include_unstated=self.include_unstated,
        )  # fmt: skip


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


@router.get("/stats", summary="The jobs on the list, counted")
async def job_stats(session: SessionDep, actor: ActorDep) -> JobStats:
    """By status, by source and by the week they were added."""
    return await insights.stats(session, actor)


@router.get("/search", summary="Search all openings")
async def search_openings(context: ContextDep, query: Annotated[OpeningQuery, Query()]) -> FoundOpenings:
    """Ranked with reasons, and what the filters left out; the same question is answered from memory for a minute."""
    return await openings.search(context, query.wanted(), limit=query.limit, offset=query.offset)


@router.get("/recommendations", summary="Openings that fit the primary resume, beside the jobs")
async def job_recommendations(session: SessionDep, actor: ActorDep, limit: LimitQuery = 20) -> Recommendations:
    """As /recommendations/jobs."""
    return await recommend_jobs(session, actor, limit)


@router.get("/insights", summary="What the list of jobs looks like")
async def job_insights(session: SessionDep, actor: ActorDep) -> JobInsights:
    """Statuses, pay by currency, skills asked for, and what was added and applied to week by week."""
    return await insights.job_insights(session, actor)


@router.get("/{job_id}", summary="A job with everything about it")
async def get_job(session: SessionDep, actor: ActorDep, job_id: UUID) -> Job:
    """Its posting, status, notes, score, reasons and gaps."""
    return await service.get_job(session, actor, job_id)


@router.patch("/{job_id}", summary="Change a job")
async def change_job(session: SessionDep, actor: ActorDep, job_id: UUID, data: JobChanges) -> Job:
    """Status, notes, cover letter, salary, application address; what is left out stays.

    A cover letter becomes the next version of the job's letter, in one's own words.
    """
    return await cover_letters.change_job(session, actor, job_id, data)


@router.delete("/{job_id}", status_code=204, summary="Take a job off the list")
async def delete_job(session: SessionDep, actor: ActorDep, job_id: UUID) -> None:
    """It can be brought back by undo."""
    await service.remove_job(session, actor, job_id)
