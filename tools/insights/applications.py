"""What became of a person's applications: funnel, answers, times, weeks, pay and skills. Never commits."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, get_args

from sqlalchemy.ext.asyncio import AsyncSession

from store import accounts
from store import insights_applications as store
from store.actors import Actor
from tools.applications.schemas import OPEN_STAGES, Stage
from tools.context import utc_now
from tools.insights import answering, figures, replies
from tools.insights.market import held, resume_profile
from tools.insights.replies_chance import MOST, SETTLED_AFTER_DAYS
from tools.insights.schemas_applications import (
    Analytics,
    AnsweredWithin,
    FirstAnswer,
    FunnelStage,
    OfferPay,
    PayCompared,
    SearchWeek,
    SkillGapLine,
    SkillMonth,
    SkillsGapOverTime,
    StageTime,
)
from tools.jobs.matching import Profile
from tools.jobs.schemas import Salary
from tools.resumes.schemas import NoArguments

STAGES: tuple[Stage, ...] = get_args(Stage)
# One follows the other; whoever got to a later one got to all before it.
LADDER: tuple[Stage, ...] = ("preparing", "applied", "screening", "interviewing", "offer", "accepted")
LEAST_WEEKS, MOST_WEEKS = 12, 26
MONTHS, SKILLS_SHOWN = 12, 8
WITHIN_DAYS = (3, 7, 14, 21, 30, 60)


async def analytics(
    session: AsyncSession, actor: Actor, _: NoArguments | None = None, *, now: datetime | None = None
) -> Analytics:
    """How the actor's search goes, by the applications and their timelines."""
    moment = now or utc_now()
    months = _months(moment)
    begin = datetime.fromisoformat(f"{months[0]}-01T00:00:00+00:00")
    found = await store.counted(session, actor, now=moment, months_from=begin, after_days=SETTLED_AFTER_DAYS, most=MOST)
    totals = found["totals"]
    reached, sent = totals["reached"], totals["sent"]
    wish = await _wish(session, actor)
    profile = await resume_profile(session, actor)
    pay, unstated = _pay(found, sent, wish, await store.offers(session, actor))
    return Analytics(
        total=totals["total"], sent=sent, waiting=totals["waiting"],
        funnel=_funnel(found["now_in"] or {}, reached),
        response_rate=figures.interval(totals["answered"], sent),
        interview_rate=figures.interval(reached[3], sent),
        offer_rate=figures.interval(reached[4], sent),
        response=answering.tables(found["rates"] or []),
        first_answer=_first_answer(totals, found["answer_days"] or [], found["waiting_days"] or []),
        time_in_stage=_times(found["spans"] or []),
        trend=_trend(found["weeks"] or [], moment),
        pay=pay, pay_unstated=unstated,
        skills_gap=_skills_gap(profile, months, found["months"] or {}, found["skills"] or []),
        reply_chance=(await replies.learned_from(found["sizes"], found["newest"], profile)).summary,
    )  # fmt: skip


def _funnel(now_in: Mapping[str, int], reached: Sequence[int]) -> list[FunnelStage]:
    ended = {stage: count for stage, count in now_in.items() if stage not in LADDER}
    found = []
    for at, stage in enumerate(LADDER):
        before = LADDER[at - 1] if at else None
        found.append(
            FunnelStage(
                status=stage, now=now_in.get(stage, 0), ever=reached[at],
                conversion=figures.interval(reached[at], reached[at - 1]) if before else None,
                still_open=now_in.get(before, 0) if before else 0,
            )
        )  # fmt: skip
    return found + [
        FunnelStage(status=stage, now=ended.get(stage, 0), ever=ended.get(stage, 0))
        for stage in STAGES
        if stage not in LADDER
    ]


def _first_answer(totals: Mapping[str, int], days: Sequence[float], waiting: Sequence[float]) -> FirstAnswer:
    enough = len(days) >= figures.FEWEST
    low, middle, high = figures.quartiles(days) if enough else (None, None, None)
    curve = figures.remaining(days, waiting)
    return FirstAnswer(
        answered=len(days), undated=totals["answered"] - len(days), waiting=len(waiting), enough=enough,
        lower_quartile_days=_short(low), median_days=_short(middle), upper_quartile_days=_short(high),
        answered_within=[
            AnsweredWithin(days=limit, share=round(figures.ended_within(curve, limit), 4)) for limit in WITHIN_DAYS
        ] if enough else [],
    )  # fmt: skip


def _short(days: float | None) -> float | None:
    return None if days is None else round(days, 2)


def _times(spans: Sequence[Mapping[str, Any]]) -> list[StageTime]:
    days = {(row["status"], row["ended"]): row["days"] for row in spans}
    found = []
    for stage in OPEN_STAGES:
        ended, lasting = days.get((stage, True), []), days.get((stage, False), [])
        if not ended and not lasting:
            continue
        enough = len(ended) >= figures.FEWEST
        low, middle, high = figures.quartiles_of(figures.remaining(ended, lasting)) if enough else (None, None, None)
        found.append(
            StageTime(
                status=stage, left=len(ended), still_there=len(lasting), enough=enough,
                lower_quartile_days=low, median_days=middle, upper_quartile_days=high,
            )
        )  # fmt: skip
    return found


def _trend(rows: Sequence[Mapping[str, Any]], now: datetime) -> list[SearchWeek]:
    """From the week of the first application on, at least LEAST_WEEKS and at most MOST_WEEKS."""
    first = min((row["week"] for row in rows if row["what"] == "sent"), default=None)
    weeks = figures.last_weeks(now, LEAST_WEEKS)
    if first is not None and first < weeks[0]:
        weeks = figures.weeks_since(first, now, most=MOST_WEEKS)
    counts = {(row["week"], row["what"]): row["n"] for row in rows}
    return [
        SearchWeek(
            week=week, **{what: counts.get((week, what), 0) for what in ("sent", "answered", "interviews", "offers")}
        )
        for week in weeks
    ]


async def _wish(session: AsyncSession, actor: Actor) -> tuple[str, float] | None:
    """The least pay a year that the profile asks for, with its currency; None unless both are there."""
    profile = await accounts.profile(session, actor)
    if profile.salary_min is None or profile.salary_currency is None:
        return None
    return profile.salary_currency, float(profile.salary_min)


def _pay(
    found: Mapping[str, Any], sent: int, wish: tuple[str, float] | None, offers: Sequence[Mapping[str, Any]]
) -> tuple[list[PayCompared], int]:
    """Stated pay by currency, the most frequent first, and how many applications went to postings without any."""
    stated: dict[str, list[float]] = {currency: list(amounts) for currency, amounts in (found["paid"] or {}).items()}
    for noted in found["noted"] or []:
        if (paid := figures.yearly(Salary.model_validate(noted))) is not None:
            stated.setdefault(paid[0], []).append(paid[1])
    offered = [offer for offer in offers if offer["currency"] and offer["base"] is not None]
    currencies = {*stated, *(offer["currency"] for offer in offered)}
    compared = [
        _compared(
            currency, stated.get(currency, []), wish[1] if wish and wish[0] == currency else None,
            [offer for offer in offered if offer["currency"] == currency],
        )
        for currency in currencies
    ]  # fmt: skip
    return sorted(compared, key=lambda one: (-one.stated, one.currency)), sent - sum(map(len, stated.values()))


def _compared(
    currency: str, amounts: Sequence[float], wish: float | None, offers: Sequence[Mapping[str, Any]]
) -> PayCompared:
    enough = len(amounts) >= figures.FEWEST
    low, middle, high = figures.quartiles(amounts) if enough else (None, None, None)
    return PayCompared(
        currency=currency, stated=len(amounts), enough=enough, lower_quartile=low, median=middle, upper_quartile=high,
        wish=wish, below_wish=None if wish is None else sum(amount < wish for amount in amounts),
        offers=[
            OfferPay(
                number=offer["number"], title=offer["title"], company=offer["company"], base=offer["base"],
                state=offer["state"], of_wish=round(offer["base"] / wish, 4) if wish else None,
            )
            for offer in offers
        ],
    )  # fmt: skip


def _months(now: datetime) -> list[str]:
    """The last MONTHS months up to this one, the oldest first."""
    last = now.year * 12 + now.month - 1
    return [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(last - MONTHS + 1, last + 1)]


def _skills_gap(
    profile: Profile | None, months: Sequence[str], sent: Mapping[str, int], asked: Sequence[tuple[str, str, int]]
) -> SkillsGapOverTime:
    """The skills most asked for that the primary resume does not show, by month from the first with an application."""
    every = sum(sent.values())
    if not every:
        return SkillsGapOverTime(has_resume=profile is not None)
    totals: Counter[str] = Counter()
    by_month: dict[tuple[str, str], int] = {}
    for month, skill, count in asked:
        totals[skill] += count
        by_month[skill, month] = count
    ranked = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    judged = (held(name, count, every, profile) for name, count in ranked)
    missing = [skill for skill in judged if not skill.shown]
    shown = [month for month in months if month >= min(sent)]
    lines = [
        SkillGapLine(
            skill=skill,
            months=[
                SkillMonth(month=month, asked=by_month.get((skill.name, month), 0), applications=sent.get(month, 0))
                for month in shown
            ],
        )
        for skill in missing[:SKILLS_SHOWN]
    ]
    return SkillsGapOverTime(has_resume=profile is not None, months=shown, lines=lines)
