"""What became of a person's applications: the shape of GET /analytics and of a chance of a reply.

Every table is one chart: `funnel` and `time_in_stage` are bars by stage, `response` one bar chart with intervals for
each of its tables, `trend` a line chart by week, `first_answer.answered_within` a curve, `pay` a strip by currency and
`skills_gap` a line by month for each skill. Times of day play no part; weeks, months and weekdays are UTC's.
"""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from tools.applications.schemas import Stage
from tools.insights.schemas import Interval, JobStats, MarketSkill

Dimension = Literal["source", "role", "resume_version", "resume_kind", "channel", "weekday"]


class FunnelStage(BaseModel):
    """Applications that are in a stage now, and those that got at least so far, by their timelines.

    `conversion` is of those that got as far as the stage before; only the stages that follow one another have one.
    `still_open` are those that stand in the stage before and may still come: the conversion can only rise by them.
    """

    status: Stage
    now: int
    ever: int
    conversion: Interval | None = None
    still_open: int = 0


class StageTime(BaseModel):
    """Days in a stage. Those still there count as at least so long (Kaplan-Meier), so nothing is cut off.

    A quartile is None under five that left, or where fewer than that share will have left by what is known.
    """

    status: Stage
    left: int = Field(description="Times an application left it")
    still_there: int
    enough: bool
    lower_quartile_days: float | None = None
    median_days: float | None = None
    upper_quartile_days: float | None = None


class Rate(Interval):
    """How many of one kind were answered; `waiting` have no answer yet and may still get one."""

    name: str
    waiting: int = 0


class RateTable(BaseModel):
    """Answers by one property, the most frequent first. `unstated` applications say nothing of it, `others` are those
    of the names that are too many to show. `stands_out` is the name whose interval lies wholly above the share of all
    the rest: without one, no difference is proved."""

    by: Dimension
    rows: list[Rate]
    others: Rate | None = None
    unstated: int = 0
    stands_out: str | None = None


class AnsweredWithin(BaseModel):
    """The share of applications answered within so many days, those still waiting counted as far as they go."""

    days: int
    share: float


class FirstAnswer(BaseModel):
    """Days from sending to the first answer, of those that were answered; `undated` are answers of an unknown day."""

    answered: int
    undated: int = 0
    waiting: int
    enough: bool
    lower_quartile_days: float | None = None
    median_days: float | None = None
    upper_quartile_days: float | None = None
    answered_within: list[AnsweredWithin] = []


class SearchWeek(BaseModel):
    """One ISO week: applications sent, first answers, first interviews, offers."""

    week: str
    sent: int = 0
    answered: int = 0
    interviews: int = 0
    offers: int = 0


class OfferPay(BaseModel):
    """What one offer pays a year, beside the wish in the same currency (1.05: five per cent above)."""

    number: int
    title: str
    company: str | None = None
    base: float
    state: str
    of_wish: float | None = None


class PayCompared(BaseModel):
    """Pay a year in one currency, never converted: what postings applied to state, offers, and the wish.

    No quartiles under five postings; `below_wish` counts postings whose middle lies under the wish.
    """

    currency: str
    stated: int
    enough: bool
    lower_quartile: float | None = None
    median: float | None = None
    upper_quartile: float | None = None
    wish: float | None = None
    below_wish: int | None = None
    offers: list[OfferPay] = []


class SkillMonth(BaseModel):
    """In how many of the month's applications a skill was asked for."""

    month: str = Field(description='"2026-05"')
    asked: int
    applications: int


class SkillGapLine(BaseModel):
    """A skill that jobs applied to ask for and that the primary resume does not show, month by month."""

    skill: MarketSkill
    months: list[SkillMonth]


class SkillsGapOverTime(BaseModel):
    """The last twelve months. `has_resume` is false while there is none to hold against: then nothing is `shown`."""

    has_resume: bool
    months: list[str] = []
    lines: list[SkillGapLine] = []


class ReplyChanceSummary(BaseModel):
    """Whether a chance of a reply can be told, what it rests on, and how well it has done.

    `answers` and `silences` are settled: sent at least `after_days` ago. What is younger is `too_recent`, whichever way
    it went: quick answers come first, and counting them alone would flatter. `brier` (0 is perfect) is measured on
    outcomes left out of the learning, beside that of always saying the base rate.
    """

    enough: bool
    answers: int
    silences: int
    too_recent: int
    after_days: int
    needed_settled: int
    needed_of_each: int
    base_rate: Interval
    brier: float | None = None
    brier_of_base_rate: float | None = None
    message: str


class Influence(BaseModel):
    """What moves the chance of one job, in words; `points` are percentage points against the same job without it."""

    name: str
    why: str
    points: float


class ReplyChance(BaseModel):
    """The chance that one job's employer answers, with its 95 % interval; without enough outcomes no chance.

    `state`: `not_applied` (the chance if it went out today), `waiting` (that an answer still comes, after
    `waiting_days` of silence), `answered` or `ended` (nothing left to tell: no chance).
    """

    job_id: UUID
    number: int
    title: str
    company: str | None = None
    state: Literal["not_applied", "waiting", "answered", "ended"]
    enough: bool
    chance: float | None = Field(default=None, ge=0, le=1)
    low: float | None = None
    high: float | None = None
    waiting_days: float | None = None
    raised: list[Influence] = []
    lowered: list[Influence] = []
    rests_on: ReplyChanceSummary
    message: str


class Analytics(BaseModel):
    """How a search goes, by the applications and their timelines. Deleted ones and undone moves do not count.

    `total` counts all applications, `sent` those that went out. An answer is a move to screening, interviewing, offer
    or rejected, or a mail of the employer tied to it; a rejection written down for want of an answer is none.
    """

    total: int
    sent: int
    waiting: int = Field(description="Sent and not answered yet")
    funnel: list[FunnelStage]
    response_rate: Interval = Field(description="Answered of all sent")
    interview_rate: Interval = Field(description="Interviewed or further, of all sent")
    offer_rate: Interval
    response: list[RateTable]
    first_answer: FirstAnswer
    time_in_stage: list[StageTime]
    trend: list[SearchWeek] = Field(description="12 to 26 ISO weeks, from the first application on, UTC")
    pay: list[PayCompared]
    pay_unstated: int = Field(description="Sent to postings whose pay cannot be put on a year and a currency")
    skills_gap: SkillsGapOverTime
    reply_chance: ReplyChanceSummary


class SentCounts(BaseModel):
    """Applications that went out: in all, in this ISO week, in the four weeks up to and with it."""

    total: int
    this_week: int
    four_weeks: int


class SearchProgress(BaseModel):
    """The list in counts: jobs by status, source and week, and the applications that went out."""

    stats: JobStats
    sent: SentCounts
