"""The market as far as it can be seen here, and what a resume lacks of it."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from store import insights as store
from store import insights_market as market_store
from store import resumes as resume_store
from store.actors import Actor
from store.conditions import Filters
from store.database import transaction
from store.retrieval import Hit
from tools.context import Context, utc_now
from tools.insights import figures
from tools.insights.openings import NO_OPENINGS, NO_RESUME, kept, titles_of
from tools.insights.schemas import (
    Advice,
    Count,
    Example,
    Market,
    MarketQuery,
    MarketSkill,
    PayQuartiles,
    RemoteShare,
    RoleDemand,
    SkillDemand,
    SkillsGap,
)
from tools.jobs.matching import Profile, read_profile
from tools.jobs.matching.titles import rank_titles
from tools.jobs.parsing.occupations import looks_like_title
from tools.jobs.ranking.terms import terms_of
from tools.jobs.searching.filters import filters_of
from tools.jobs.searching.recommending import find
from tools.jobs.searching.schemas import Wanted
from tools.resumes.schemas import NoArguments
from tools.resumes.service import fact_of
from tools.skills import shown_by

SEEN_WITHIN = timedelta(days=60)
LATELY, BEFORE = timedelta(weeks=4), timedelta(weeks=12)
WEEKS, TOP = 8, 10
TOP_SKILLS = 20
# Titles at least so alike belong to one line of work: a Data Scientist to a Data Engineer, a Back-end Engineer not.
SAME_WORK = 0.45
FEWEST_OPENINGS, MOST_OPENINGS = 20, 400
EXAMPLES_EACH = 2


async def show_market(
    session: AsyncSession, actor: Actor, query: MarketQuery, *, now: datetime | None = None
) -> Market:
    """Demand, skills, pay and places of the openings that fit: not closed, and seen in the last 60 days."""
    moment = now or utc_now()
    filters = filters_of(Wanted(location=query.location, country=query.country), now=moment)
    asked: dict[str, Any] = {
        "terms": terms_of(query.words) if query.words else (),
        "in_title": bool(query.words and looks_like_title(query.words)),
        "seen_since": moment - SEEN_WITHIN,
    }
    weeks = figures.last_weeks(moment, WEEKS)
    found = await market_store.snapshot(session, actor, filters, **asked, first_week=weeks[0], top=TOP)
    skills = await market_store.skills(
        session, actor, filters, **asked, lately=moment - LATELY, before=moment - BEFORE, openings=found["openings"],
        top=TOP_SKILLS,
    )  # fmt: skip
    return Market(
        **query.model_dump(),
        **_counted(found, weeks),
        skills=[_skill(row) for row in skills],
        skills_rest_on=skills[0]["all_n"] if skills else 0,
        advice=None if found["openings"] else await _why_none(session, actor),
    )


async def cached_market(context: Context, query: MarketQuery) -> Market:
    """The same, kept for a minute: it looks at every opening there is."""

    async def answer() -> Market:
        async with transaction(context.sessions) as session:
            return await show_market(session, context.actor, query)

    return (await kept(context, ["market", query.model_dump()], Market, answer))[0]


def _counted(found: Mapping[str, Any], weeks: Sequence[str]) -> dict[str, Any]:
    return {
        "openings": found["openings"],
        "new_by_week": figures.counted_weeks(weeks, found["weeks"]),
        "roles": [
            RoleDemand(role=row["role"], openings=row["n"], weeks=figures.counted_weeks(weeks, row["weeks"]))
            for row in found["roles"] or ()
        ],
        "pay": [_pay(row) for row in found["pay"] or ()],
        "pay_unstated": found["openings"] - found["paid"],
        "remote": _remote(found["remote"] or {}),
        "employers": [Count(name=row["name"], count=row["n"]) for row in found["employers"] or () if row["name"]],
        "countries": [Count(name=row["name"], count=row["n"]) for row in found["countries"] or ()],
    }


def _pay(row: Mapping[str, Any]) -> PayQuartiles:
    if row["n"] < figures.FEWEST:
        return PayQuartiles(currency=row["currency"], openings=row["n"])
    lower, median, upper = row["quartiles"]
    return PayQuartiles(
        currency=row["currency"], openings=row["n"], lower_quartile=lower, median=median, upper_quartile=upper
    )


def _remote(kinds: Mapping[str, int]) -> RemoteShare:
    said = sum(count for kind, count in kinds.items() if kind != "unstated")
    return RemoteShare(**kinds, share=kinds.get("remote", 0) / said if said else None)


def _skill(row: Mapping[str, Any]) -> SkillDemand:
    late, early = (row["late"], row["all_late"]), (row["early"], row["all_early"])
    return SkillDemand(
        name=row["skill"], openings=row["n"], share=row["n"] / row["all_n"],
        share_before=row["early"] / row["all_early"] if row["all_early"] else None,
        trend=figures.direction(*late, *early),
    )  # fmt: skip


async def _why_none(session: AsyncSession, actor: Actor) -> Advice:
    if not await store.count_openings(session, actor, Filters()):
        return NO_OPENINGS
    return Advice(code="TOO_FEW", message="No opening that is known here fits. Ask for other words or a wider place.")


async def skills_gap(session: AsyncSession, actor: Actor, _: NoArguments | None = None) -> SkillsGap:
    """The skills most asked for in the resume's line of work, and which of them the resume does not show."""
    row = await resume_store.primary(session, actor)
    if row is None:
        return SkillsGap(
            advice=NO_RESUME.model_copy(update={"message": NO_RESUME.message.replace("recommend for", "compare")})
        )
    titles = await titles_of(session, actor)
    profile = await resume_profile(session, actor)
    vector = await resume_store.embedding_of(session, actor, row.id)
    near = await _near(session, actor, titles, None if vector is None else [float(x) for x in vector])
    near = await store.seen_lately(session, actor, near, since=utc_now() - SEEN_WITHIN)
    if len(near) < FEWEST_OPENINGS:
        return SkillsGap(roles=titles, openings=len(near), advice=_too_few(len(near)))
    asked = await store.skills_of_openings(session, actor, near, limit=TOP_SKILLS)
    skills = [held(name, count, len(near), profile) for name, count in asked]
    missing = [skill for skill in skills if not skill.shown]
    return SkillsGap(
        roles=titles, openings=len(near), skills=skills,
        coverage=round(100 * (len(skills) - len(missing)) / len(skills), 1) if skills else None,
        missing=await _with_examples(session, actor, near, missing),
    )  # fmt: skip


def _too_few(openings: int) -> Advice:
    return Advice(
        code="TOO_FEW",
        message=f"{openings} openings in your line of work are known here; under {FEWEST_OPENINGS} they say little "
        "about what is asked for. Search the boards for more, or wait for the daily ingestion.",
    )


async def _near(
    session: AsyncSession, actor: Actor, titles: Sequence[str], vector: Sequence[float] | None
) -> list[UUID]:
    """Openings of the line of work that the titles name, the nearest first; without titles, none."""
    best: dict[UUID, float] = {}
    for title in titles:
        hits = [answer.hit for answer in await find(session, actor, Filters(), title, vector)]
        for hit, alike in zip(hits, await asyncio.to_thread(_alike, title, hits), strict=True):
            best[hit.posting_id] = max(alike, best.get(hit.posting_id, 0.0))
    nearest = sorted((id for id, alike in best.items() if alike >= SAME_WORK), key=lambda id: (-best[id], id.int))
    return nearest[:MOST_OPENINGS]


def _alike(title: str, hits: Sequence[Hit]) -> list[float]:
    return [float(x) for x in np.asarray(rank_titles(title, [hit.title for hit in hits]))] if hits else []


async def resume_profile(session: AsyncSession, actor: Actor) -> Profile | None:
    """The primary resume as it is held against postings; None while there is none."""
    row = await resume_store.primary(session, actor)
    if row is None:
        return None
    facts = [fact_of(fact) for fact in await resume_store.facts(session, actor, row.id)]
    return await asyncio.to_thread(read_profile, facts, utc_now().date())


def held(name: str, openings: int, all_openings: int, profile: Profile | None) -> MarketSkill:
    """A skill of the market, and whether the resume names it or another one that cannot be without it."""
    skills = {} if profile is None else profile.skills
    implied = next((other for other in shown_by(name) if skills.get(other)), None)
    named = bool(skills.get(name))
    return MarketSkill(
        name=name, openings=openings, share=openings / all_openings, shown=named or implied is not None,
        shown_by=None if named else implied,
    )  # fmt: skip


async def _with_examples(
    session: AsyncSession, actor: Actor, near: Sequence[UUID], missing: Sequence[MarketSkill]
) -> list[MarketSkill]:
    rows = await store.examples_of_skills(session, actor, near, [skill.name for skill in missing], each=EXAMPLES_EACH)
    by_skill: dict[str, list[Example]] = {}
    for row in rows:
        example = Example.model_validate({**row, "posting_id": row["id"]})
        by_skill.setdefault(row["skill"], []).append(example)
    return [skill.model_copy(update={"examples": by_skill.get(skill.name, [])}) for skill in missing]
