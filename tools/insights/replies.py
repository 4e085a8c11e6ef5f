"""The chance that an employer answers: what was learned of the person's own applications, told of one job in words."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log1p
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import insights_applications as store
from store.actors import Actor
from tools.context import utc_now
from tools.insights import figures
from tools.insights import replies_chance as model
from tools.insights.market import resume_profile
from tools.insights.replies_chance import Chance, Model, Outcome, Seen
from tools.insights.schemas_applications import Influence, ReplyChance, ReplyChanceSummary
from tools.jobs.matching import Profile
from tools.jobs.matching.seniority import asked_level, held_level
from tools.jobs.matching.titles import trade_of
from tools.jobs.schemas import JobReference
from tools.jobs.service import find_job

# Less than so many points, or more reasons than so many, say little.
LEAST_POINTS, MOST_REASONS = 1.0, 3
_REFERRALS = ("referr", "refer", "empfehl", "recommand", "recomend", "friend", "network", "colleague", "person")


@dataclass(frozen=True, slots=True)
class Learned:
    """What the person's outcomes teach; `model` is None while they are too few. `answer_days` are until each answer."""

    model: Model | None
    summary: ReplyChanceSummary
    answer_days: Sequence[float]
    level: float | None
    fields: frozenset[str]


async def learned(
    session: AsyncSession, actor: Actor, profile: Profile | None, *, now: datetime, without: UUID | None = None
) -> Learned:
    """What the actor's settled applications teach; the job `without` is asked about, and so teaches nothing."""
    sizes, rows = await store.outcomes(session, actor, now=now, after_days=model.SETTLED_AFTER_DAYS, most=model.MOST)
    return await learned_from(sizes, [row for row in rows if row["job_id"] != without], profile)


async def learned_from(sizes: Mapping[str, int], rows: Sequence[Mapping[str, Any]], profile: Profile | None) -> Learned:
    """What these settled applications teach; the primary resume's `profile` says what is near its level and field."""
    level = None if profile is None else held_level(profile)
    titles = [] if profile is None else [position.title for position in profile.positions]
    fields = frozenset(family for title in titles if (family := trade_of(title)))
    outcomes = [Outcome(_seen(row, level, fields), row["answered"], row["age_days"]) for row in rows]
    found = await asyncio.to_thread(model.learn, outcomes)
    brier = await asyncio.to_thread(model.brier_held_out, outcomes) if found else (None, None)
    days = [row["answer_days"] for row in rows if row["answered"] and row["answer_days"] is not None]
    return Learned(found, _summary(sizes, found is not None, brier), days, level, fields)


def _summary(sizes: Mapping[str, int], enough: bool, brier: tuple[float | None, float | None]) -> ReplyChanceSummary:
    answers, silences, recent = sizes["answers"], sizes["silences"], sizes["too_recent"]
    of = f"{answers + silences} of your applications are settled ({answers} answered, {silences} not)"
    young = f" {recent} went out in the last {model.SETTLED_AFTER_DAYS} days and do not count yet." if recent else ""
    least = (
        f"{model.NEEDED}, with at least {model.NEEDED_OF_EACH} answers and {model.NEEDED_OF_EACH} silences among them"
    )
    told = f"Learned from what came of it: {of}." if enough else f"Not enough to tell a chance: {of}; it takes {least}."
    return ReplyChanceSummary(
        enough=enough, answers=answers, silences=silences, too_recent=recent, after_days=model.SETTLED_AFTER_DAYS,
        needed_settled=model.NEEDED, needed_of_each=model.NEEDED_OF_EACH,
        base_rate=figures.interval(answers, answers + silences),
        brier=_rounded(brier[0]), brier_of_base_rate=_rounded(brier[1]), message=told + young,
    )  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _seen(row: Mapping[str, Any], level: float | None, fields: frozenset[str]) -> Seen:
    """What was known of an application; each property on a scale on which 1 is a big difference."""
    said = f"{row['source'] or ''} {row['channel'] or ''}".lower()
    known: dict[str, float] = {
        "stale": log1p(row["posted_days"]) - log1p(7),
        "referral": float(any(word in said for word in _REFERRALS)),
        "letter": float(row["letter"]),
        "tailored": float(row["tailored"]),
    }
    if row["score"] is not None:
        known["match"] = (row["score"] - 50) / 20
    asked = asked_level(row["seniority"], row["title"])
    if asked is not None and level is not None:
        known["above"] = max(0.0, asked - level)
        known["below"] = max(0.0, level - asked)
    family = trade_of(row["title"])
    if family is not None and fields:
        known["same_field"] = float(family in fields)
    return Seen(known, row["source"])


async def chance_by_reference(session: AsyncSession, actor: Actor, data: JobReference) -> ReplyChance:
    """The chance of the job that a number, an id or words mean."""
    return await chance(session, actor, await find_job(session, actor, data.job))


async def chance(session: AsyncSession, actor: Actor, job_id: UUID, *, now: datetime | None = None) -> ReplyChance:
    """The chance that one job's employer answers, with its interval and reasons. Raises NotFoundError."""
    moment = now or utc_now()
    row = await store.chance_of(session, actor, job_id, now=moment)
    known = await learned(session, actor, await resume_profile(session, actor), now=moment, without=job_id)
    state = _state(row)
    told = ReplyChance.model_validate(
        {
            "job_id": row["job_id"], "number": row["number"], "title": row["title"], "company": row["company"],
            "state": state, "enough": known.model is not None, "rests_on": known.summary,
            "waiting_days": round(row["age_days"], 1) if row["waiting"] else None, "message": known.summary.message,
        }
    )  # fmt: skip
    if state == "answered":
        return told.model_copy(update={"message": "They have answered: there is no chance left to tell."})
    if state == "ended":
        return told.model_copy(update={"message": "This application has ended without an answer."})
    return told if known.model is None else _told(told, row, known, known.model)


def _state(row: Mapping[str, Any]) -> str:
    if row["answered"]:
        return "answered"
    if row["waiting"]:
        return "waiting"
    return "ended" if row["sent"] else "not_applied"


def _told(told: ReplyChance, row: Mapping[str, Any], known: Learned, learnt: Model) -> ReplyChance:
    # Nothing of the person's is asked of an application that has not gone out: it may still get a letter.
    seen = _seen(row, known.level, known.fields)
    open_yet = () if row["sent"] else tuple(name for name in ("letter", "tailored") if not seen.properties[name])
    seen = Seen({name: value for name, value in seen.properties.items() if name not in open_yet}, seen.source)
    found = learnt.chance(seen, age_days=row["age_days"])
    later = model.later_than(row["age_days"], known.answer_days) if row["waiting"] and known.answer_days else 1.0
    value, low, high = (model.still(part, later) for part in (found.value, found.low, found.high))
    reasons = _reasons(found, row, seen)
    return told.model_copy(
        update={
            "chance": round(value, 4), "low": round(low, 4), "high": round(high, 4),
            "raised": [reason for reason in reasons if reason.points > 0][:MOST_REASONS],
            "lowered": [reason for reason in reasons if reason.points < 0][:MOST_REASONS],
        }
    )  # fmt: skip


def _reasons(found: Chance, row: Mapping[str, Any], seen: Seen) -> list[Influence]:
    """What moves the chance by a point or more, the strongest first."""
    reasons = []
    for name, points in sorted(found.points.items(), key=lambda pair: -abs(pair[1])):
        told = _why(name, row, seen) if abs(points) >= LEAST_POINTS else None
        if told is not None:
            reasons.append(Influence(name=name, why=told, points=round(points, 1)))
    return reasons


_YES_NO: Mapping[str, tuple[str, str]] = {
    "referral": ("somebody refers you", "nobody refers you"),
    "letter": ("a letter goes with it", "it went out without a letter"),
    "tailored": ("the resume is tailored to it", "the resume is not tailored to it"),
    "same_field": ("it is in the field of your resume", "it is in another field than your resume's"),
    "above": ("it asks for a higher level than your resume shows", "it asks for no higher level than yours"),
    "below": ("it asks for a lower level than your resume shows", "it asks for no lower level than yours"),
}
_WORDED: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "match": lambda row: f"your resume fits it {row['score']:.0f} of 100",
    "stale": lambda row: f"it had been out for {row['posted_days']:.0f} days",
    model.WHEN: lambda _: "how your applications have gone lately",
}


def _why(name: str, row: Mapping[str, Any], seen: Seen) -> str | None:
    if name.startswith("source:"):
        source = name.removeprefix("source:")
        return f"it came through {source}" if seen.source == source else None
    if name in _YES_NO:
        return _YES_NO[name][0 if seen.properties.get(name) else 1]
    return _WORDED[name](row)
