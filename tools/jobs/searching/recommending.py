"""The best openings for what is wanted: found under the filters, matched with the resume, ranked with reasons."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import ranking as ranking_store
from store import resumes as resume_store
from store.actors import Actor
from store.conditions import Filters
from store.retrieval import count_left_out, openings, retrieve
from tools.accounts import service as accounts
from tools.accounts.schemas import ProfileRead
from tools.context import utc_now
from tools.jobs.matching import Preferences, Profile, match_profile, read_profile
from tools.jobs.ranking.fusing import Answer, fuse
from tools.jobs.ranking.learning import weights_of
from tools.jobs.ranking.schemas import PartName
from tools.jobs.ranking.scoring import Opening, rank
from tools.jobs.ranking.terms import related_term, terms_of
from tools.jobs.schemas import ParsedPosting
from tools.jobs.searching.filters import filters_of
from tools.jobs.searching.schemas import LeftOut, RankedPosting, Wanted
from tools.resumes.service import fact_of

# So many of the best answers are matched with the resume; the rest could not rise into a list of fifty.
MATCHED = 120
# What answers the words less than this and does not hold them has nothing to do with them: the nearest by vector
# always are some.
LEAST_ANSWER = 0.2
CHUNK = 20


@dataclass(frozen=True, slots=True)
class Judge:
    """What one person's openings are ranked by, read once."""

    profile: Profile
    has_resume: bool
    resume_vector: list[float] | None
    wishes: Preferences
    weights: Mapping[PartName, float]
    signals: int


@dataclass(frozen=True, slots=True)
class RankedPage:
    """One page of a ranking; `found` answers there are in the pool, of which `nearby` do not hold all the words."""

    items: list[RankedPosting]
    found: int
    nearby: int


async def recommend(
    session: AsyncSession,
    actor: Actor,
    wanted: Wanted,
    *,
    limit: int,
    vector: Sequence[float] | None = None,
    among: Sequence[UUID] | None = None,
    in_passing: bool = True,
    now: datetime | None = None,
) -> list[RankedPosting]:
    """The best `limit` openings that meet the filters, with reasons; `among` restricts to these postings.

    Those that hold the words in their text alone come too, below, unless `in_passing` is off.

    `vector` are 256 floats of the wanted words, made before the session opened. Without words the resume stands in for
    them; without both the newest come first. The same data gives the same ranking.
    """
    page = await search_page(
        session, actor, wanted, limit=limit, vector=vector, among=among, in_passing=in_passing, now=now
    )
    return page.items


async def search_page(
    session: AsyncSession,
    actor: Actor,
    wanted: Wanted,
    *,
    limit: int,
    offset: int = 0,
    vector: Sequence[float] | None = None,
    among: Sequence[UUID] | None = None,
    in_passing: bool = True,
    now: datetime | None = None,
) -> RankedPage:
    """One page of what `recommend` gives, from `offset` on, and how many there are in all.

    Ranked are as many answers at a time as are matched with the resume, so that a page stays the same whatever its
    size.
    """
    moment = now or utc_now()
    profile = await accounts.profile(session, actor)
    judge = await read_judge(session, actor, wanted, profile, moment)
    filters = filters_of(wanted, profile, now=moment)
    answers = await find(session, actor, filters, words_of(wanted), vector or _stand_in(wanted, judge), among=among)
    if words_of(wanted):
        answers = [answer for answer in answers if answer.score >= LEAST_ANSWER or (in_passing and answer.hit.whole)]
    block, ranked = max(MATCHED, limit), list[RankedPosting]()
    first = offset // block * block
    for start in range(first, min(offset + limit, len(answers)), block):
        ranked += await judged(session, actor, wanted, answers[start : start + block], judge, moment)
    nearby = sum(not answer.hit.whole for answer in answers)
    return RankedPage(ranked[offset - first : offset - first + limit], found=len(answers), nearby=nearby)


def words_of(wanted: Wanted) -> str | None:
    """The words that openings are found by: those said, and the skills that are asked for."""
    said = " ".join([wanted.words or "", *wanted.skills]).strip()
    return said or None


def _stand_in(wanted: Wanted, judge: Judge) -> list[float] | None:
    return None if words_of(wanted) else judge.resume_vector


async def find(
    session: AsyncSession, actor: Actor, filters: Filters, words: str | None, vector: Sequence[float] | None, *,
    among: Sequence[UUID] | None = None,
) -> list[Answer]:  # fmt: skip
    """Openings under the filters by words and by vector, fused, the best answer first."""
    hits = await retrieve(
        session, actor, filters, terms=terms_of(words) if words else (), related=related_term(words) if words else None,
        vector=vector, among=among,
    )  # fmt: skip
    return await asyncio.to_thread(fuse, words, hits)


async def left_out(
    session: AsyncSession, actor: Actor, wanted: Wanted, *, among: Sequence[UUID] | None = None,
    now: datetime | None = None,
) -> list[LeftOut]:  # fmt: skip
    """How many openings with the words (or `among` these) each filter alone keeps out, and how many for silence."""
    filters = filters_of(wanted, await accounts.profile(session, actor), now=now or utc_now())
    terms = terms_of(wanted.words) if wanted.words and among is None else ()
    counts = await count_left_out(session, actor, filters, terms=terms, among=among)
    return [
        LeftOut(filter=name, otherwise=otherwise, unstated=unstated, other_currency=apart)
        for name, otherwise, unstated, apart in counts
    ]


async def read_judge(session: AsyncSession, actor: Actor, wanted: Wanted, profile: ProfileRead, now: datetime) -> Judge:
    """The primary resume, the wishes and the weights of the actor."""
    primary = await resume_store.primary(session, actor)
    facts = [fact_of(row) for row in await resume_store.facts(session, actor, primary.id)] if primary else []
    vector = await resume_store.embedding_of(session, actor, primary.id) if primary else None
    learned = await ranking_store.weights(session, actor)
    return Judge(
        profile=await asyncio.to_thread(read_profile, facts, now.date()),
        has_resume=primary is not None,
        resume_vector=None if vector is None else [float(x) for x in vector],
        wishes=_wishes(wanted, profile),
        weights=weights_of(learned.weights if learned else None),
        signals=learned.signals if learned else 0,
    )


def _wishes(wanted: Wanted, profile: ProfileRead) -> Preferences:
    """What is wished for beyond the work: of this search, else of the profile."""
    ways = wanted.ways or (profile.remote_preference,)
    said = wanted.salary_min is not None
    return Preferences.model_validate(
        {
            "locations": [wanted.location] if wanted.location else profile.preferred_locations,
            "remote": [way for way in ways if way in {"onsite", "hybrid", "remote"}],
            "salary_min": wanted.salary_min if said else profile.salary_min,
            "salary_currency": wanted.salary_currency if said else profile.salary_currency,
        }
    )


async def judged(
    session: AsyncSession, actor: Actor, wanted: Wanted, answers: Sequence[Answer], judge: Judge, now: datetime
) -> list[RankedPosting]:
    """These answers with their scores, the best first."""
    rows = await openings(session, actor, [answer.hit.posting_id for answer in answers], near=judge.resume_vector)
    words = words_of(wanted)
    scores = {answer.hit.posting_id: answer.score for answer in answers} if words else {}
    matched: list[Opening] = []
    for begin in range(0, len(rows), CHUNK):  # the event loop breathes between
        matched += await asyncio.to_thread(_matched, rows[begin : begin + CHUNK], scores, judge)
    terms = terms_of(words) if words else ()
    return await asyncio.to_thread(
        rank, matched, terms, weights=judge.weights, has_resume=judge.has_resume, now=now, words=words
    )


def _matched(rows: Sequence[Mapping[str, Any]], scores: Mapping[UUID, float], judge: Judge) -> list[Opening]:
    found = []
    for row in rows:
        posting = ParsedPosting.model_validate({name: row[name] for name in ParsedPosting.model_fields if name in row})
        match = match_profile(judge.profile, posting, row["similarity"], judge.wishes)
        found.append(Opening(row=row, answer=scores.get(row["id"]), match=match))
    return found
