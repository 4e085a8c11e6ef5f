"""Figures about a person's own jobs. Every function works in the caller's session and never commits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, get_args

from sqlalchemy.ext.asyncio import AsyncSession

from store import insights as store
from store import insights_applications as application_store
from store.actors import Actor
from store.pagination import Page, PageRequest
from tools.context import utc_now
from tools.insights import figures
from tools.insights.schemas import Count, JobInsights, JobStats, WeekTrend
from tools.insights.schemas_applications import SearchProgress, SentCounts
from tools.jobs.schemas import JobListItem, JobStatus, Salary
from tools.resumes.schemas import NoArguments

STATUSES: tuple[JobStatus, ...] = get_args(JobStatus)
CLOSED = frozenset({"rejected", "dismissed"})
WEEKS_SHOWN, TREND_WEEKS, RECENT_WEEKS, TOP = 52, 12, 4, 20


async def stats(session: AsyncSession, actor: Actor, *, now: datetime | None = None) -> JobStats:
    """The actor's jobs by status, source and week."""
    counts = await store.count_jobs(session, actor)
    by_status, weeks = counts["status"], counts["week"]
    shown = figures.weeks_since(min(weeks, default=None), now or utc_now(), most=WEEKS_SHOWN)
    return JobStats(
        total=sum(by_status.values()),
        active=sum(count for status, count in by_status.items() if status not in CLOSED),
        by_status=_every_status(by_status),
        by_source=[Count(name=name, count=count) for name, count in counts["source"].items()],
        by_week=figures.counted_weeks(shown, weeks),
    )


async def job_insights(session: AsyncSession, actor: Actor, *, now: datetime | None = None) -> JobInsights:
    """What the actor's list looks like: statuses, pay a year by currency, skills asked for, the last weeks."""
    counts = await store.count_jobs(session, actor)
    paid = [_paid(row) for row in await store.pay_of_jobs(session, actor)]
    stated = [pay for pay in paid if pay is not None]
    moment = now or utc_now()
    applied = await application_store.sent_by_week(session, actor, now=moment)
    return JobInsights(
        total=len(paid),
        by_status=_every_status(counts["status"]),
        salaries=figures.histograms(stated),
        salary_unstated=len(paid) - len(stated),
        top_skills=[Count(name=name, count=n) for name, n in await store.skills_of_jobs(session, actor, limit=TOP)],
        trend=[
            WeekTrend(week=week, added=counts["week"].get(week, 0), applied=applied.get(week, 0))
            for week in figures.last_weeks(moment, TREND_WEEKS)
        ],
    )


def _every_status(counts: Mapping[str, int]) -> dict[JobStatus, int]:
    return {status: counts.get(status, 0) for status in STATUSES}


def _paid(row: Mapping[str, Any]) -> tuple[str, float] | None:
    """Currency and middle of the pay a year: as the person noted it, else as the posting's cleaned figures say."""
    if row["noted"]:
        return figures.yearly(Salary.model_validate(row["noted"]))
    amount = figures.middle(row["low"], row["high"])
    if amount is not None and row["currency"]:
        return row["currency"], amount
    return figures.yearly(Salary.model_validate(row["stated"])) if row["stated"] and amount is None else None


async def progress(
    session: AsyncSession, actor: Actor, _: NoArguments, *, now: datetime | None = None
) -> SearchProgress:
    """The actor's list in counts: jobs, and the applications that went out."""
    moment = now or utc_now()
    sent = await application_store.sent_by_week(session, actor, now=moment)
    weeks = figures.last_weeks(moment, RECENT_WEEKS)
    counts = SentCounts(
        total=sum(sent.values()), this_week=sent.get(weeks[-1], 0), four_weeks=sum(sent.get(week, 0) for week in weeks)
    )
    return SearchProgress(stats=await stats(session, actor, now=moment), sent=counts)


async def linkedin_jobs(session: AsyncSession, actor: Actor, page: PageRequest) -> Page[JobListItem]:
    """The actor's jobs that LinkedIn showed, or a copy of which it did, the newest first."""
    found = await store.linkedin_page(session, actor, page)
    items = [JobListItem.model_validate(row) for row in found["items"]]
    return Page(items=items, next_cursor=found["next_cursor"], total=found["total"])
