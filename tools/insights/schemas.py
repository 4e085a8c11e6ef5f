"""Figures about a person's jobs and about the openings they can see, each with what it rests on."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from tools.jobs.schemas import JobStatus, RemoteKind, Salary
from tools.jobs.searching.schemas import LeftOut, RankedPosting, RankPart
from tools.text import ShortText

Direction = Literal["up", "down", "steady"]


class Count(BaseModel):
    """How often something occurs."""

    name: str
    count: int


class WeekCount(BaseModel):
    """How many fell into one ISO week, "2026-W05"."""

    week: str
    count: int


class Advice(BaseModel):
    """Why there is nothing to show, and what to do about it."""

    code: Literal["NO_RESUME", "NO_OPENINGS", "NOTHING_LEFT", "TOO_FEW"]
    message: str


class JobStats(BaseModel):
    """The jobs on the list, counted. `by_week` counts when they were put there, weeks without any included."""

    total: int
    active: int = Field(description="Jobs that are neither rejected nor dismissed")
    by_status: dict[JobStatus, int]
    by_source: list[Count]
    by_week: list[WeekCount]


class FoundOpenings(BaseModel):
    """A page of openings that fit a search, the best first. `total` counts all there are over the pages: those that
    meet every filter and hold all the words (up to 10,000), be it in their text alone, and those near in meaning."""

    items: list[RankedPosting]
    total: int
    left_out: list[LeftOut]
    cached: bool = Field(default=False, description="Whether this is an answer of the last 60 seconds")
    advice: Advice | None = None


class Recommendation(BaseModel):
    """An opening that is not on the list, with how well it fits and why."""

    posting_id: UUID
    title: str
    company: str | None = None
    location: str | None = None
    match_score: float = Field(ge=0, le=100)
    remote: RemoteKind | None = None
    is_remote: bool | None = Field(description="None where the posting does not say")
    tech_stack: list[str]
    salary: Salary | None = None
    reasons: list[RankPart]
    warnings: list[str] = []
    source: str
    url: str | None = None
    apply_url: str | None = None
    posted_at: datetime | None = None


class Recommendations(BaseModel):
    """The best openings for the primary resume, the best first; `advice` says why there are none."""

    items: list[Recommendation]
    total: int
    advice: Advice | None = None


class SalaryBin(BaseModel):
    """Jobs whose pay lies from `low` up to but not including `high`."""

    low: float
    high: float
    count: int


class SalaryHistogram(BaseModel):
    """Pay a year in one currency: jobs by the middle of the range they state."""

    currency: str
    count: int
    bins: list[SalaryBin]


class WeekTrend(BaseModel):
    """One ISO week of a search: jobs put on the list, and jobs applied to."""

    week: str
    added: int
    applied: int


class JobInsights(BaseModel):
    """What the list looks like: statuses, pay (never converted), skills asked for, and the last weeks."""

    total: int
    by_status: dict[JobStatus, int]
    salaries: list[SalaryHistogram]
    salary_unstated: int = Field(description="Jobs that state no pay that could be put on a year and a currency")
    top_skills: list[Count]
    trend: list[WeekTrend]


class Example(BaseModel):
    """A posting that asks for a skill, with its exact words."""

    posting_id: UUID
    title: str
    company: str | None = None
    url: str | None = None
    excerpt: str


class MarketSkill(BaseModel):
    """A skill that openings ask for. `shown` by the resume itself, or by another skill, `shown_by`, that implies it."""

    name: str
    openings: int
    share: float = Field(ge=0, le=1)
    shown: bool
    shown_by: str | None = None
    examples: list[Example] = []


class SkillsGap(BaseModel):
    """The skills most asked for in a line of work against a resume. Without enough openings there are no figures."""

    roles: list[str] = Field(default=[], description="The titles of the resume that openings were held against")
    openings: int = Field(default=0, description="Openings this rests on")
    coverage: float | None = Field(default=None, ge=0, le=100, description="Per cent of the top skills that are shown")
    skills: list[MarketSkill] = Field(default=[], description="The skills most asked for, most asked first")
    missing: list[MarketSkill] = Field(default=[], description="Those of them that the resume does not show")
    advice: Advice | None = None


class MarketQuery(BaseModel):
    """Which part of the market."""

    words: ShortText | None = Field(default=None, description="Role or skills, e.g. 'data engineer'")
    location: ShortText | None = Field(default=None, description="Country, region or city, as said")
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$", description="ISO 3166 alpha-2, when known")


class RoleDemand(BaseModel):
    """Openings of one role, and how many of them were published in each week."""

    role: str
    openings: int
    weeks: list[WeekCount]


class SkillDemand(BaseModel):
    """A skill's share of the openings, lately and before; `trend` only where the difference is more than chance."""

    name: str
    openings: int
    share: float
    share_before: float | None = None
    trend: Direction | None = None


class PayQuartiles(BaseModel):
    """Pay a year in one currency, by the middle of the stated range; no quartiles under five openings."""

    currency: str
    openings: int
    lower_quartile: float | None = None
    median: float | None = None
    upper_quartile: float | None = None


class RemoteShare(BaseModel):
    """Openings by what they say about where the work is done; `share` is of those that say it."""

    remote: int = 0
    hybrid: int = 0
    onsite: int = 0
    unstated: int = 0
    share: float | None = None


class Market(BaseModel):
    """The openings that can be seen now: not closed, and seen in the last 60 days."""

    words: str | None = None
    location: str | None = None
    country: str | None = None
    openings: int
    new_by_week: list[WeekCount]
    roles: list[RoleDemand]
    skills: list[SkillDemand]
    skills_rest_on: int = Field(description="Openings the skills were counted in: all, or a sample drawn by id")
    pay: list[PayQuartiles]
    pay_unstated: int
    remote: RemoteShare
    employers: list[Count]
    countries: list[Count]
    advice: Advice | None = None


class Interval(BaseModel):
    """A share from 0 to 1 with its 95 % (Wilson) interval; under five cases (not `enough`) the counts alone."""

    hits: int
    cases: int
    enough: bool
    value: float | None = None
    low: float | None = None
    high: float | None = None
