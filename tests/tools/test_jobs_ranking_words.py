"""How titles answer single words: what a title is at heart comes first, spellings and fillers take nothing away."""

from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from store.base import new_id
from store.conditions import Filters
from store.postings import Posting
from tests.tools.test_jobs_ranking_service import NOW
from tools.context import Services
from tools.embedding import LocalEmbedder
from tools.jobs.ranking.fusing import fuse
from tools.jobs.ranking.terms import terms_of
from tools.jobs.searching.recommending import find, recommend
from tools.jobs.searching.schemas import Wanted


async def add(session: AsyncSession, *titled: tuple[str, str]) -> None:
    """Public postings with these titles and texts, all of one day."""
    vectors = await LocalEmbedder().embed([f"{title}\n{text}" for title, text in titled])
    rows: list[dict[str, Any]] = [
        {"id": new_id(), "source": "lever", "url": f"https://jobs.example/{n}", "content_hash": f"{n}", "title": title,
         "text": text, "requirements": [], "skills": [], "posted_at": NOW, "first_seen": NOW, "embedding": vectors[n]}
        for n, (title, text) in enumerate(titled)
    ]  # fmt: skip
    await session.execute(insert(Posting), rows)


async def answers(session: AsyncSession, actor: Actor, words: str) -> dict[str, float]:
    """Title -> how well it answers, the best first."""
    vector = (await LocalEmbedder().embed([words]))[0]
    found = await find(session, actor, Filters(), words, [float(x) for x in vector])
    return {answer.hit.title: answer.score for answer in found}


@pytest.mark.parametrize(
    ("words", "above", "below"),
    [
        ("engineer", ["Staff Engineer", "Software Engineer", "Site Engineer II"], "Engineering Manager"),
        ("engineers", ["Staff Engineer", "Software Engineer"], "Engineering Manager"),
        ("manager", ["Engineering Manager"], "Management Consultant"),
        ("nurse", ["Registered Nurse", "Staff Nurse"], "Nursing Home Cook"),
    ],
)
async def test_what_a_title_is_at_heart_comes_first(
    services: Services, actor: Actor, words: str, above: list[str], below: str
) -> None:
    async with services.sessions() as session:
        titles = [*above, below]
        await add(session, *((title, "We look forward to you.") for title in titles))
        found = await answers(session, actor, words)
        assert all(found[title] > found[below] for title in above), found


async def test_one_of_many_spellings_in_the_title_is_worth_all(services: Services, actor: Actor) -> None:
    async with services.sessions() as session:
        await add(session, ("Python Developer", "We build."), ("Baker", "We bake."))
        (best,) = await recommend(
            session, actor, Wanted(words="python"), limit=5, now=NOW,
            vector=[float(x) for x in (await LocalEmbedder().embed(["python"]))[0]],
        )  # fmt: skip
        told = next(part for part in best.parts if part.name == "words")
        assert told.score is not None
        assert told.score >= 90


async def test_what_only_the_text_says_comes_below_or_not_at_all(services: Services, actor: Actor) -> None:
    async with services.sessions() as session:
        await add(session, ("Night Nurse", "You care."), ("Payroll Clerk", "You pay the staff.\nOur nurse is kind."))
        vector = [float(x) for x in (await LocalEmbedder().embed(["nurse"]))[0]]
        wanted = Wanted(words="nurse")
        found = await recommend(session, actor, wanted, limit=5, vector=vector, now=NOW)
        assert [item.title for item in found] == ["Night Nurse", "Payroll Clerk"]
        strict = await recommend(session, actor, wanted, limit=5, vector=vector, now=NOW, in_passing=False)
        assert [item.title for item in strict] == ["Night Nurse"]


@pytest.mark.parametrize(
    ("words", "told"),
    [("no experience needed", ["experienc"]), ("nurse wanted", ["nurs"]), ("ohne Ausbildung gesucht", ["ausbild"])],
)
def test_words_that_tell_no_posting_apart_are_no_terms(words: str, told: list[str]) -> None:
    assert [stem for term in terms_of(words) for stem in term.stems] == told


def test_nothing_found_is_nothing_ranked() -> None:
    assert fuse("engineer", []) == []
