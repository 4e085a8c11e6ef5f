"""Recommendations, the market and analytics over REST."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field

from api.deps import ActorDep, ContextDep, PageDep, SessionDep, make_router
from api.files import file_response
from api.routes.pipelines import Started, begin
from store.database import transaction
from store.pagination import Page
from tools.insights import applications, market, openings, replies, service
from tools.insights.schemas import Market, MarketQuery, Recommendations, SkillsGap
from tools.insights.schemas_applications import Analytics, ReplyChance
from tools.insights.tables import as_csv
from tools.jobs.schemas import JobListItem
from tools.jobs.searching.countries import Country
from tools.jobs.searching.service import PIPELINE
from tools.text import Words

router = make_router("insights")
CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {}}, "description": "The figures"}}


LimitQuery = Annotated[int, Query(ge=1, le=50, description="How many to show")]


class MarketFilters(BaseModel):
    """Which part of the market: `q` is a role or skills."""

    q: Words | None = Field(default=None, description="Role or skills, e.g. 'data engineer'")
    location: Words | None = Field(default=None, description="Country, region or city, as said")
    country: Country | None = None


@router.get("/recommendations/jobs", summary="Openings that fit the primary resume")
async def recommend_jobs(session: SessionDep, actor: ActorDep, limit: LimitQuery = 20) -> Recommendations:
    """Ranked with reasons, without what is on the list or was taken off it; `advice` says why there are none."""
    return await openings.recommendations(session, actor, limit=limit)


@router.get("/recommendations/skills-gap", summary="Skills the market asks for and the resume does not show")
async def skills_gap(session: SessionDep, actor: ActorDep) -> SkillsGap:
    """Held against the openings of the resume's line of work; silent when they are too few."""
    return await market.skills_gap(session, actor)


@router.post("/enhanced-recommendations/run", status_code=202, summary="Search the boards for what fits the resume")
async def run_recommendations(request: Request, context: ContextDep) -> Started:
    """In the background, by the latest title of the primary resume and the wishes of the profile."""
    async with transaction(context.sessions) as session:
        wanted = await openings.search_for_resume(session, context.actor)
    return await begin(request, context, PIPELINE, wanted.model_dump(mode="json"))


@router.get("/analytics", summary="How the search goes")
async def analytics(session: SessionDep, actor: ActorDep) -> Analytics:
    """By the applications and their timelines: funnel, response rates with their intervals, times, weeks, pay, skills.

    Silent under five cases: `enough` is false, and only the counts are told. Weeks and months are UTC's.
    """
    return await applications.analytics(session, actor)


@router.get(
    "/analytics.csv", summary="How the search goes, as a spreadsheet", response_class=Response, responses=CSV,
)  # fmt: skip
async def analytics_csv(session: SessionDep, actor: ActorDep) -> Response:
    """Every figure of /analytics on a line of its own: table, name, figure, value."""
    found = as_csv(await applications.analytics(session, actor))
    return file_response(found.encode(), "text/csv; charset=utf-8", "analytics.csv", download=True)


@router.get("/jobs/{job_id}/reply-chance", summary="The chance that the employer answers")
async def reply_chance(session: SessionDep, actor: ActorDep, job_id: UUID) -> ReplyChance:
    """Learned from the person's own settled applications, with its interval and reasons; or that they are too few."""
    return await replies.chance(session, actor, job_id)


@router.get("/market", summary="The market as far as it can be seen here")
async def show_market(context: ContextDep, filters: Annotated[MarketFilters, Query()]) -> Market:
    """Demand by role and week, skills with their trend, pay, remote share, employers and countries."""
    query = MarketQuery(words=filters.q or None, location=filters.location or None, country=filters.country)
    return await market.cached_market(context, query)


@router.get("/linkedin-jobs", summary="Jobs that came through LinkedIn")
async def linkedin_jobs(session: SessionDep, actor: ActorDep, page: PageDep) -> Page[JobListItem]:
    """Those LinkedIn showed, or a copy of which it did, the newest first."""
    return await service.linkedin_jobs(session, actor, page)
