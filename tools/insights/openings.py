"""Openings for one person: searched and cached, recommended, and the search that fits their resume."""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from store import insights as store
from store import resumes as resume_store
from store.actors import Actor
from store.conditions import Filters
from store.database import transaction
from store.errors import NotFoundError
from store.jobs import standing
from tools.accounts import service as accounts
from tools.context import Context, utc_now
from tools.insights.schemas import Advice, FoundOpenings, Recommendation, Recommendations
from tools.jobs.matching import read_profile
from tools.jobs.ranking.terms import terms_of
from tools.jobs.searching.filters import filters_of
from tools.jobs.searching.recommending import left_out, recommend, search_page, words_of
from tools.jobs.searching.schemas import RankedPosting, SearchJobs, Wanted
from tools.resumes.service import fact_of

Answer = TypeVar("Answer", bound=BaseModel)
CACHED_SECONDS = 60
# What is on the list already is ranked too and then left out, so that many are asked for.
MOST_KNOWN = 400
NO_RESUME = Advice(
    code="NO_RESUME",
    message="There is no resume yet to go by. Upload one (PDF, DOCX, TXT, Markdown or JSON Resume) first.",
)
NO_OPENINGS = Advice(
    code="NO_OPENINGS",
    message="There are no openings to choose from yet. Search the boards for jobs, or wait for the daily ingestion.",
)
NOTHING_LEFT = Advice(
    code="NOTHING_LEFT",
    message="Every opening that fits is on your list, or was taken off it. Search the boards for new ones.",
)
NONE_FITS = Advice(
    code="NOTHING_LEFT",
    message="No opening that is known here meets all of this. See what was left out, ask for less, or search boards.",
)


async def search(context: Context, wanted: Wanted, *, limit: int, offset: int = 0) -> FoundOpenings:
    """The best openings for what is wanted among all that the person can see, from `offset` on; the same question is
    answered out of the cache for CACHED_SECONDS, unless what the answer rests on has changed."""

    async def answer() -> FoundOpenings:
        vector = await _embedded(context, words_of(wanted))
        async with transaction(context.sessions) as session:
            return await _search(session, context.actor, wanted, limit, offset, vector)

    question = ["search", wanted.model_dump(mode="json"), limit, offset]
    found, was_kept = await kept(context, question, FoundOpenings, answer)
    return found.model_copy(update={"cached": was_kept})


async def kept(
    context: Context, question: list[Any], model: type[Answer], answer: Callable[[], Awaitable[Answer]]
) -> tuple[Answer, bool]:
    """The answer to a question, and whether it came out of the cache. Kept per person, for CACHED_SECONDS, as long as
    newest posting, resume, weights, profile and jobs stay the same."""
    async with transaction(context.sessions) as session:
        await accounts.profile(session, context.actor)  # made on first use, which is no change
        state = await store.state_of_answers(session, context.actor)
    asked = hashlib.sha256(orjson.dumps([*question, state])).hexdigest()
    key = f"answers:{context.actor.user_id}:{asked}"
    if (found := await context.services.cache.get(key)) is not None:
        return model.model_validate_json(found), True
    made = await answer()
    await context.services.cache.put(key, made.model_dump_json().encode(), seconds=CACHED_SECONDS)
    return made, False


async def _embedded(context: Context, words: str | None) -> list[float] | None:
    return [float(x) for x in (await context.services.embedder.embed([words]))[0]] if words else None


async def _search(
    session: AsyncSession, actor: Actor, wanted: Wanted, limit: int, offset: int, vector: Sequence[float] | None
) -> FoundOpenings:
    page = await search_page(session, actor, wanted, limit=limit, offset=offset, vector=vector)
    words = words_of(wanted)
    filters = filters_of(wanted, await accounts.profile(session, actor), now=utc_now())
    terms = terms_of(words) if words else ()
    # Words that hold nothing to look up, such as an emoji, are held by no opening, not by all.
    mute = bool(words) and not terms
    holding = 0 if mute else await store.count_openings(session, actor, filters, terms=terms)
    # All that hold the words are in the pool, unless they are more than it takes; those near in meaning come on top.
    total = max(page.found, holding + (page.nearby if words else 0))
    out = [] if mute else await left_out(session, actor, wanted)
    advice = None
    if not page.items and not offset:
        advice = NONE_FITS if await store.count_openings(session, actor, Filters()) else NO_OPENINGS
    return FoundOpenings(items=page.items, total=total, left_out=out, advice=advice)


async def recommendations(session: AsyncSession, actor: Actor, *, limit: int) -> Recommendations:
    """The best `limit` openings for the primary resume that the actor has not put on the list, or taken off it."""
    if await resume_store.primary(session, actor) is None:
        return Recommendations(items=[], total=0, advice=NO_RESUME)
    asked = limit + min(await store.count_known(session, actor), MOST_KNOWN)
    ranked = await recommend(session, actor, Wanted(), limit=asked)
    known = await standing(session, actor, [item.posting_id for item in ranked])
    fresh = [item for item in ranked if item.posting_id not in known][:limit]
    advice = None if fresh else NOTHING_LEFT if ranked else NO_OPENINGS
    return Recommendations(items=[_recommended(item) for item in fresh], total=len(fresh), advice=advice)


def _recommended(item: RankedPosting) -> Recommendation:
    return Recommendation(
        **item.model_dump(include=set(Recommendation.model_fields)), match_score=item.score, tech_stack=item.skills,
        is_remote=None if item.remote is None else item.remote == "remote", reasons=item.parts,
    )  # fmt: skip


async def search_for_resume(session: AsyncSession, actor: Actor) -> SearchJobs:
    """The search over the boards that the primary resume and the profile ask for.

    Raises NotFoundError `NO_RESUME` when neither names a line of work.
    """
    profile = await accounts.profile(session, actor)
    titles = await titles_of(session, actor)
    words = profile.headline or next(iter(titles), None)
    if words is None:
        raise NotFoundError(
            "Neither a resume nor your profile names a line of work. Upload a resume, or give your profile a headline.",
            code="NO_RESUME",
        )
    remote = profile.remote_preference if profile.remote_preference in {"onsite", "hybrid", "remote"} else None
    return SearchJobs.model_validate(
        {"words": words[:300], "location": next(iter(profile.preferred_locations), None), "remote": remote, "limit": 20}
    )


async def titles_of(session: AsyncSession, actor: Actor, *, most: int = 3) -> list[str]:
    """The titles of the primary resume, the latest first, then its headline; empty without a resume."""
    row = await resume_store.primary(session, actor)
    if row is None:
        return []
    profile = read_profile(
        [fact_of(fact) for fact in await resume_store.facts(session, actor, row.id)], utc_now().date()
    )
    held = sorted(profile.positions, key=lambda position: -(position.until or 0))
    named = [position.title for position in held] + ([profile.headline] if profile.headline else [])
    return list(dict.fromkeys(title.strip() for title in named if title.strip()))[:most]
