"""Recommending, rating and explaining over a real database: filters hold, verdicts are learned and forgotten."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from store import jobs as job_store
from store import ranking as store
from store.actors import Actor
from store.base import new_id
from store.errors import NotFoundError, ValidationError
from store.postings import Posting
from tests.conftest import new_actor
from tools.accounts import service as accounts
from tools.accounts.schemas import ProfileUpdate
from tools.context import Services
from tools.embedding import LocalEmbedder
from tools.general.service import undo_last_change
from tools.jobs.boards.board import SourceOutcome
from tools.jobs.ranking.schemas import ExplainOrder, RateJob
from tools.jobs.schemas import SetStatus
from tools.jobs.searching import rating
from tools.jobs.searching.explaining import explain_order
from tools.jobs.searching.filters import filters_of
from tools.jobs.searching.presenting import left_out_in_words, present_search
from tools.jobs.searching.recommending import left_out, recommend
from tools.jobs.searching.schemas import LeftOut, RankedPosting, SearchJobs, SearchResult, Wanted
from tools.jobs.service import set_job_status
from tools.resumes.parsing import read
from tools.resumes.primary import save_resume
from tools.resumes.schemas import NoArguments, PreparedResume

NOW = datetime(2026, 6, 1, tzinfo=UTC)
POSTINGS: list[dict[str, Any]] = [
    {"title": "Senior Python Developer", "text": "You build APIs in Python and FastAPI on PostgreSQL.",
     "employer_key": "larkspur", "company": "Larkspur", "countries": ["DE"], "pay_year_min": 90_000.0,
     "pay_currency": "EUR", "remote": "remote"},
    {"title": "Python Developer", "text": "Django, Python and a little Terraform.", "employer_key": "acme",
     "company": "Acme", "countries": ["DE"], "remote": "onsite"},
    {"title": "Backend Engineer", "text": "Our services are written in Python.", "employer_key": "globex",
     "company": "Globex", "countries": ["FR"], "open_to": ["EU"], "pay_year_max": 70_000.0, "pay_currency": "EUR"},
    {"title": "Registered Nurse", "text": "Care for patients on the ward.", "employer_key": "ward", "company": "Ward",
     "countries": ["DE"], "sponsors": False},
    {"title": "Gärtner", "text": "Pflege von Parks.", "employer_key": "park", "company": "Park"},
]  # fmt: skip
RESUME = b"""Robin Example
robin@example.com

Experience
Senior Python Developer, Quillbridge, 2019 - present
- Built services in Python and FastAPI on PostgreSQL
- Moved 14 services to Kubernetes

Skills
Python, FastAPI, PostgreSQL, Kubernetes
"""


async def add_postings(session: AsyncSession) -> list[UUID]:
    vectors = await LocalEmbedder().embed([f"{one['title']}\n{one['text']}" for one in POSTINGS])
    rows = [
        {
            "id": new_id(), "source": "lever", "url": f"https://jobs.example/{n}", "content_hash": str(n),
            "requirements": [], "skills": [], "posted_at": NOW - timedelta(days=n + 1), "first_seen": NOW,
            "embedding": vectors[n], "countries": [], "open_to": [], "pay_year_min": None, "pay_year_max": None,
            "pay_currency": None, "remote": None, "sponsors": None, **one,
        }
        for n, one in enumerate(POSTINGS)
    ]  # fmt: skip
    await session.execute(insert(Posting), rows)
    return [row["id"] for row in rows]


async def titles(session: AsyncSession, actor: Actor, **wanted: Any) -> list[str]:
    data = Wanted.model_validate(wanted)
    vector = list((await LocalEmbedder().embed([data.words]))[0]) if data.words else None
    found = await recommend(session, actor, data, limit=10, vector=vector, now=NOW)
    again = await recommend(session, actor, data, limit=10, vector=vector, now=NOW)
    assert found == again, "the same every time"
    for item in found:
        assert item.score == pytest.approx(sum(p.weight * (p.score or 0) for p in item.parts), abs=0.1)
        held = next(one for one in POSTINGS if one["title"] == item.title)
        assert all(p.quote is None or p.quote in held["title"] + "\n" + held["text"] for p in item.parts)
    return [item.title for item in found]


async def test_words_find_and_filters_rule_out(services: Services, actor: Actor) -> None:
    async with services.sessions() as session:
        await add_postings(session)
        assert (await titles(session, actor, words="python developer"))[:2] == [
            "Python Developer", "Senior Python Developer",
        ]  # fmt: skip
        assert "Registered Nurse" not in await titles(session, actor, words="python developer")
        assert await titles(session, actor, words="Krankenschwester") == ["Registered Nurse"], "in another language"
        assert await titles(session, actor, words="python", location="Germany", salary_min=80_000) == [
            "Senior Python Developer"
        ]
        assert set(await titles(session, actor, words="python", location="Germany", include_unstated=True)) == {
            "Python Developer", "Senior Python Developer", "Backend Engineer",
        }  # fmt: skip
        assert "Python Developer" not in await titles(session, actor, words="python", blocked_companies=["ACME Inc."])
        assert len(await titles(session, actor)) == len(POSTINGS), "without words and resume everything, newest first"
        told = await left_out(session, actor, Wanted(words="python", location="Germany", salary_min=80_000), now=NOW)
        assert [(one.filter, one.otherwise, one.unstated) for one in told] == [("pay", 1, 1)]


async def test_the_profile_rules_out_what_states_otherwise_and_the_resume_stands_in(
    services: Services, actor: Actor
) -> None:
    async with services.sessions() as session:
        await add_postings(session)
        changes = ProfileUpdate(blocked_companies=["Acme GmbH"], needs_sponsorship=True, salary_min=75_000)
        profile = await accounts.update_profile(session, actor, changes)
        parsed = read(RESUME, "resume.txt")
        vector = (await LocalEmbedder().embed([parsed.text]))[0]
        await save_resume(session, actor, PreparedResume.model_validate(
            {"filename": "resume.txt", "content": RESUME, "parsed": parsed, "embedding": [float(x) for x in vector]}
        ))  # fmt: skip
        found = await titles(session, actor)
        assert found[0] == "Senior Python Developer"
        assert set(found) == {"Senior Python Developer", "Gärtner"}, "the silent ones stay, those who say no do not"
        filters = filters_of(Wanted(), profile, now=NOW)
        assert filters.lenient == {"pay", "sponsorship"}


async def listed(session: AsyncSession, actor: Actor) -> None:
    for posting_id in await add_postings(session):
        await job_store.add(session, actor, posting_id)


async def test_verdicts_are_learned_from_once_undone_and_forgotten(services: Services, actor: Actor) -> None:
    async with services.sessions() as session:
        await listed(session, actor)
        rated = await rating.rate_job(session, actor, RateJob(job="1", verdict="up"))
        assert (rated.title, rated.ranking.signals, rated.ranking.learned) == ("Senior Python Developer", 1, True)
        again = await rating.rate_job(session, actor, RateJob(job="Larkspur", verdict="up"))
        assert again.ranking == rated.ranking, "said twice it counts once"
        changed = await rating.rate_job(session, actor, RateJob(job="1", verdict="down"))
        assert changed.ranking.weights != rated.ranking.weights
        undone = await undo_last_change(session, actor, NoArguments())
        assert (undone.kind, undone.undone) == ("job_rated", True)
        assert await rating.ranking_state(session, actor, NoArguments()) == rated.ranking
        row = await job_store.get(session, actor, rated.id)
        await rating.note_status(session, actor, row["id"], "applied")
        assert {signal.kind: signal.value for signal in await store.signals(session, actor)} == {
            "thumb": 1.0, "status": 0.6,
        }  # fmt: skip
        await rating.note_status(session, actor, row["id"], "rejected")
        assert len(await store.signals(session, actor)) == 1
        forgotten = await rating.reset_ranking(session, actor, NoArguments())
        assert (forgotten.learned, forgotten.signals) == (False, 0)
        assert all(part.weight == part.default for part in forgotten.weights)
        assert (await undo_last_change(session, actor, NoArguments())).kind == "ranking_reset"
        assert (await rating.ranking_state(session, actor, NoArguments())).signals == 1


async def test_a_status_that_is_undone_teaches_nothing(services: Services, actor: Actor) -> None:
    async with services.sessions() as session:
        await listed(session, actor)
        await set_job_status(session, actor, SetStatus(job="1", status="applied"))
        await set_job_status(session, actor, SetStatus(job="2", status="dismissed"))
        ahead = (datetime.now(UTC) + timedelta(days=2)).date()
        with pytest.raises(ValidationError, match="is still to come"):
            await set_job_status(session, actor, SetStatus(job="1", status="offer", on=ahead))
        await undo_last_change(session, actor, NoArguments())
        assert [signal.value for signal in await store.signals(session, actor)] == [0.6]
        await undo_last_change(session, actor, NoArguments())
        assert (await rating.ranking_state(session, actor, NoArguments())).signals == 0


async def test_others_do_not_see_or_share_what_was_learned(services: Services, actor: Actor) -> None:
    other = await new_actor(services)
    async with services.sessions() as session:
        await listed(session, actor)
        await rating.rate_job(session, actor, RateJob(job="1", verdict="up"))
        assert not (await rating.ranking_state(session, other, NoArguments())).learned
        with pytest.raises(NotFoundError):
            await rating.rate_job(session, other, RateJob(job="1", verdict="up"))
        await rating.reset_ranking(session, other, NoArguments())
        assert (await rating.ranking_state(session, actor, NoArguments())).signals == 1


async def test_why_one_stands_above_another(services: Services, actor: Actor) -> None:
    async with services.sessions() as session:
        await listed(session, actor)
        told = await explain_order(session, actor, ExplainOrder(first="2", second="1"))
        assert {told.higher.number, told.lower.number} == {1, 2}
        assert told.difference >= 0
        assert sum(part.points for part in told.parts) == pytest.approx(told.difference, abs=0.1)
        turned = await explain_order(session, actor, ExplainOrder(first="1", second="2"))
        assert turned.higher == told.higher
        with pytest.raises(ValidationError, match="same job"):
            await explain_order(session, actor, ExplainOrder(first="1", second="Larkspur"))


def test_a_standing_wish_is_told_as_one() -> None:
    out = [LeftOut(filter="pay", otherwise=4)]
    assert "the pay you wish for in every search: 4 state otherwise" in left_out_in_words(out, Wanted())[0]
    assert "Say “forget the pay wish”" in left_out_in_words(out, Wanted())[0]
    own = left_out_in_words(out, Wanted(salary_min=80_000))[0]
    assert "the pay: 4 state otherwise" in own
    assert "wish" not in own
    blocked = [LeftOut(filter="blocked_companies", otherwise=2)]
    assert "unblock" in left_out_in_words(blocked, Wanted())[0]
    assert "unblock" not in left_out_in_words(blocked, Wanted(blocked_companies=["Acme"]))[0]


def test_a_board_with_nothing_has_answered_and_a_long_title_is_cut() -> None:
    job = RankedPosting(posting_id=new_id(), title="Welder " + "very " * 100, source="x", score=50, parts=[])
    sources = [SourceOutcome(source="x", found=3), SourceOutcome(source="y"), SourceOutcome(source="z", error="down")]
    told = present_search(
        SearchResult(id=new_id(), status="completed", wanted=SearchJobs(words="welder"), sources=sources, jobs=[job])
    )
    assert "2 of 3 sources answered" in told
    row = next(line for line in told.splitlines() if line.startswith("| – | Welder"))
    assert "very …" in row
    assert len(row) < 200
