"""What the database counts is what a plain reading of the rows counts, and nobody else's rows are among them."""

import random
import statistics
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from store import insights as store
from store import insights_applications as application_store
from store import insights_market as market_store
from store.actors import Actor
from store.base import new_id
from store.conditions import Filters
from store.database import transaction
from store.jobs import Job
from store.pagination import PageRequest
from store.postings import PostingCopy
from store.retrieval import Term
from tests.conftest import new_actor
from tests.tools.insights_openings import NOW, add_job, add_openings, opening
from tools.context import Services
from tools.insights.figures import week_of

SEEN_SINCE, LATELY, BEFORE = NOW - timedelta(days=60), NOW - timedelta(weeks=4), NOW - timedelta(weeks=12)
FIRST_WEEK = week_of(NOW - timedelta(weeks=7))
WINDOW: dict[str, Any] = {"terms": (), "in_title": False, "seen_since": SEEN_SINCE}


def random_opening(pick: random.Random, owners: list[Any]) -> dict[str, Any]:
    low = pick.choice([None, None, 40_000.0, 55_000.0, 80_000.0, 120_000.0])
    role, employer = pick.choice(["data engineer", "nurse", "cook", None]), pick.choice([None, "acme", "globex"])
    skills = tuple(pick.sample(["Python", "Go", "SQL", "Rust"], pick.randrange(4)))
    posted = pick.choice([None, NOW - timedelta(days=pick.random() * 100)])
    return opening(
        role or "Helper", skills=skills, days=pick.random() * 100, role=role, employer_key=employer,
        company=employer and employer.title(), remote=pick.choice([None, "remote", "hybrid", "onsite"]),
        countries=pick.choice([[], ["DE"], ["DE", "AT"], ["US"]]), pay_year_min=low,
        pay_year_max=low and pick.choice([None, low * 1.25]), pay_currency=low and pick.choice(["EUR", "USD", None]),
        owner_id=pick.choice(owners), last_seen=NOW - timedelta(days=pick.random() * 90),
        closed_at=pick.choice([None, None, None, NOW]), posted_at=posted,
    )  # fmt: skip


def counted(rows: list[Any]) -> dict[str, int]:
    return dict(Counter(row for row in rows if row is not None))


@pytest.mark.parametrize("country", [None, "DE"])
async def test_the_snapshot_is_what_the_rows_say(services: Services, actor: Actor, country: str | None) -> None:
    pick, other = random.Random(7), await new_actor(services)
    rows = [random_opening(pick, [None, None, actor.user_id, other.user_id]) for _ in range(600)]
    filters = Filters(countries=(country,), areas=(country,)) if country else Filters()
    async with transaction(services.sessions) as session:
        await add_openings(session, *rows)
        found = await market_store.snapshot(session, actor, filters, **WINDOW, first_week=FIRST_WEEK, top=10)
        skills = await market_store.skills(
            session, actor, filters, **WINDOW, lately=LATELY, before=BEFORE, openings=found["openings"], top=10
        )
    seen = [
        row for row in rows
        if row["owner_id"] != other.user_id and row["closed_at"] is None and row["last_seen"] >= SEEN_SINCE
        and (country is None or country in row["countries"])
    ]  # fmt: skip
    published = {row["id"]: row["posted_at"] or row["first_seen"] for row in seen}
    weeks = {id: week for id, moment in published.items() if (week := week_of(moment)) >= FIRST_WEEK}
    assert found["openings"] == len(seen) > 50
    assert found["remote"] == Counter(row["remote"] or "unstated" for row in seen)
    assert found["weeks"] == Counter(weeks.values())
    assert {one["name"]: one["n"] for one in found["countries"]} == Counter(c for row in seen for c in row["countries"])
    assert {one["name"]: one["n"] for one in found["employers"]} == counted([row["company"] for row in seen])
    assert {one["role"]: one["n"] for one in found["roles"]} == counted([row["role"] for row in seen])
    for one in found["roles"]:
        assert one["weeks"] == Counter(weeks[r["id"]] for r in seen if r["role"] == one["role"] and r["id"] in weeks)
    _check_pay(found, seen)
    assert {row["skill"]: row["n"] for row in skills} == Counter(s["name"] for row in seen for s in row["skills"])
    late = {id for id, moment in published.items() if moment >= LATELY}
    early = {id for id, moment in published.items() if BEFORE <= moment < LATELY}
    for row in skills:
        holding = {one["id"] for one in seen if row["skill"] in {s["name"] for s in one["skills"]}}
        assert (row["late"], row["early"]) == (len(holding & late), len(holding & early))
        assert (row["all_n"], row["all_late"], row["all_early"]) == (len(seen), len(late), len(early))


def _check_pay(found: dict[str, Any], seen: list[dict[str, Any]]) -> None:
    middles: dict[str, list[float]] = {}
    for row in seen:
        if row["pay_year_min"] and row["pay_currency"]:
            amount = (row["pay_year_min"] + (row["pay_year_max"] or row["pay_year_min"])) / 2
            middles.setdefault(row["pay_currency"], []).append(amount)
    assert found["paid"] == sum(map(len, middles.values()))
    assert {one["currency"]: one["n"] for one in found["pay"]} == {name: len(paid) for name, paid in middles.items()}
    for one in found["pay"]:
        expected = statistics.quantiles(middles[one["currency"]], n=4, method="inclusive")
        assert one["quartiles"] == pytest.approx(expected)


async def test_words_are_looked_for_in_the_title_or_anywhere(services: Services, actor: Actor) -> None:
    terms = (Term(phrases=("data engineer",)),)
    async with transaction(services.sessions) as session:
        await add_openings(
            session, opening("Senior Data Engineer"), opening("Backend Engineer", text="You help our data engineer."),
            opening("Nurse"),
        )  # fmt: skip
        counts = []
        for in_title in (True, False):
            asked = {**WINDOW, "terms": terms, "in_title": in_title}
            found = await market_store.snapshot(session, actor, Filters(), **asked, first_week=FIRST_WEEK, top=5)
            counts.append(found["openings"])
    assert counts == [1, 2]


async def test_a_sample_of_many_keeps_the_shares(
    services: Services, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(market_store, "SAMPLED", 400)
    rows = [opening(skills=("Python",) if n % 4 == 0 else ("Go",), text=str(n)) for n in range(2_000)]
    async with transaction(services.sessions) as session:
        await add_openings(session, *rows)
        found = [
            await market_store.skills(
                session, actor, Filters(), **WINDOW, lately=LATELY, before=BEFORE, openings=2_000, top=5
            )
            for _ in range(2)
        ]
    assert found[0] == found[1], "the same sample every time"
    assert 300 <= found[0][0]["all_n"] <= 500
    shares = {row["skill"]: row["n"] / row["all_n"] for row in found[0]}
    assert shares["Go"] == pytest.approx(0.75, abs=0.08)
    assert shares["Python"] == pytest.approx(0.25, abs=0.08)


async def test_jobs_are_counted_once_and_deleted_ones_never(services: Services, actor: Actor) -> None:
    other = await new_actor(services)
    async with transaction(services.sessions) as session:
        for status, source, days in (("saved", "text", 20), ("applied", "lever", 20), ("offer", "lever", 30)):
            await add_job(session, actor, opening(source=source), status=status, days=days)
        await add_job(session, other, opening(), status="accepted")
        gone = await add_job(session, actor, opening(), status="accepted")
        await session.execute(update(Job).where(Job.id == gone).values(deleted_at=NOW))
        counts = await store.count_jobs(session, actor)
    assert counts["status"] == {"saved": 1, "applied": 1, "offer": 1}
    assert counts["source"] == {"lever": 2, "text": 1}
    assert counts["week"] == Counter(week_of(NOW - timedelta(days=days)) for days in (20, 20, 30))


async def test_of_nothing_there_is_nothing(services: Services, actor: Actor) -> None:
    async with transaction(services.sessions) as session:
        assert await store.count_jobs(session, actor) == {"status": {}, "source": {}, "week": {}}
        assert await application_store.sent_by_week(session, actor, now=NOW) == {}
        assert await store.linkedin_page(session, actor, PageRequest()) == {
            "items": [], "next_cursor": None, "total": 0,
        }  # fmt: skip
        found = await market_store.snapshot(session, actor, Filters(), **WINDOW, first_week=FIRST_WEEK, top=5)
        assert (found["openings"], found["paid"], found["pay"], found["roles"]) == (0, 0, None, None)


LINKEDIN = (
    {"source": "linkedin"}, {"url": "https://www.linkedin.com/jobs/view/1"}, {"url": "https://de.linkedin.com/jobs/2"},
    {"apply_url": "https://linkedin.com/jobs/view/3?x=1"}, {"url": "HTTPS://WWW.LINKEDIN.COM/jobs/view/9"},
)  # fmt: skip
NOT_LINKEDIN = (
    {"url": "https://notlinkedin.com/jobs/1"}, {"url": "https://example.com/?from=https://linkedin.com/jobs"},
    {"url": "https://linkedin.com.example.org/jobs"}, {"source": "lever"},
)  # fmt: skip


async def test_linkedin_is_known_by_source_address_or_a_copy(services: Services, actor: Actor) -> None:
    other = await new_actor(services)
    async with transaction(services.sessions) as session:
        wanted = [await add_job(session, actor, opening(**one)) for one in LINKEDIN]
        for one in NOT_LINKEDIN:
            await add_job(session, actor, opening(**one))
        copied = opening(source="greenhouse", url="https://boards.greenhouse.io/x/jobs/1")
        wanted.append(await add_job(session, actor, copied))
        session.add(
            PostingCopy(
                id=new_id(), posting_id=copied["id"], source="linkedin", external_id="77", kind="search", title="x"
            )
        )
        await add_job(session, other, opening(source="linkedin"))
        await session.flush()
        first = await store.linkedin_page(session, actor, PageRequest(limit=4))
        rest = await store.linkedin_page(session, actor, PageRequest(limit=4, cursor=first["next_cursor"]))
    assert [row["id"] for page in (first, rest) for row in page["items"]] == wanted[::-1]
    assert (first["total"], rest["total"], rest["next_cursor"]) == (6, 6, None)


async def test_skills_and_examples_come_from_what_the_actor_may_see(services: Services, actor: Actor) -> None:
    other = await new_actor(services)
    async with transaction(services.sessions) as session:
        rows = [opening(skills=("Go", "SQL")), opening(skills=("Go",)), opening(skills=("Go",)), opening()]
        private = opening(skills=("Go", "Rust"), owner_id=other.user_id)
        stale, closed = opening(last_seen=NOW - timedelta(days=90)), opening(closed_at=NOW)
        ids = await add_openings(session, *rows, private, stale, closed)
        assert await store.skills_of_openings(session, actor, ids, limit=5) == [("Go", 3), ("SQL", 1)]
        assert await store.skills_of_openings(session, actor, ids, limit=1) == [("Go", 3)]
        found = await store.examples_of_skills(session, actor, ids[::-1], ["Go", "Rust"], each=2)
        assert [row["id"] for row in found] == [ids[2], ids[1]], "in the order they were given"
        assert {row["excerpt"] for row in found} == {"You know Go well."}
        assert await store.seen_lately(session, actor, ids[::-1], since=SEEN_SINCE) == ids[:4][::-1]
        assert await store.count_openings(session, actor, Filters()) == 5
        assert await store.count_openings(session, other, Filters()) == 6
        assert await store.count_openings(session, actor, Filters(), terms=(Term(phrases=("sql",)),)) == 1


async def test_the_state_changes_with_whatever_an_answer_rests_on(services: Services, actor: Actor) -> None:
    other = await new_actor(services)

    async def state() -> str:
        async with transaction(services.sessions) as session:
            return await store.state_of_answers(session, actor)

    states = [await state()]
    async with transaction(services.sessions) as session:
        await add_openings(session, opening(owner_id=other.user_id))
    assert await state() == states[0], "what somebody else keeps for themselves changes nothing"
    async with transaction(services.sessions) as session:
        row = opening()
        await add_openings(session, row)
    states.append(await state())
    async with transaction(services.sessions) as session:
        await add_job(session, actor, opening())
    states.append(await state())
    async with transaction(services.sessions) as session:
        mine = (await session.scalars(select(Job.id).where(Job.user_id == actor.user_id))).one()
        await session.execute(update(Job).where(Job.id == mine).values(status="applied"))
    states.append(await state())
    assert len(set(states)) == len(states)
