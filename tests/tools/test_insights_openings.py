"""The market, the skills gap, recommendations and searches: right figures, honest silence, nobody else's openings."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from store import jobs as job_store
from store.actors import Actor
from store.database import transaction
from store.errors import NotFoundError
from tests.conftest import new_actor
from tests.tools.insights_openings import NOW, RESUME, add_job, add_openings, add_resume, opening
from tools.accounts import service as accounts
from tools.accounts.schemas import ProfileUpdate
from tools.context import Context, Services, utc_now
from tools.insights import market, openings, service
from tools.insights.presenting import present_gap, present_market
from tools.insights.schemas import MarketQuery
from tools.insights.tools import SPECS
from tools.jobs.searching.schemas import Wanted
from tools.registry import call


def today(title: str = "Data Engineer", *, skills: tuple[str, ...] = (), **values: Any) -> dict[str, Any]:
    """An opening that was seen just now, by the real clock."""
    moment = utc_now() - timedelta(days=2)
    return opening(title, skills=skills, **{"posted_at": moment, "first_seen": moment, "last_seen": moment, **values})


async def resume_of(services: Services, session: AsyncSession, actor: Actor, content: bytes = RESUME) -> None:
    vector = (await services.embedder.embed([content.decode()]))[0]
    await add_resume(session, actor, [float(x) for x in vector], content)


async def test_without_openings_or_a_resume_it_is_said_what_to_do(context: Context) -> None:
    async with transaction(context.sessions) as session:
        gap = await market.skills_gap(session, context.actor)
        found = await market.show_market(session, context.actor, MarketQuery(words="nurses"))
        recommended = await openings.recommendations(session, context.actor, limit=5)
        with pytest.raises(NotFoundError) as missing:
            await openings.search_for_resume(session, context.actor)
    assert missing.value.code == "NO_RESUME"
    for answer, code in ((gap, "NO_RESUME"), (recommended, "NO_RESUME"), (found, "NO_OPENINGS")):
        assert answer.advice is not None
        assert answer.advice.code == code
    assert "Upload" in present_gap(gap)
    assert "wait for the daily ingestion" in present_market(found)
    assert (await openings.search(context, Wanted(words="nurse"), limit=5)).advice == openings.NO_OPENINGS


async def test_the_market_is_told_with_what_it_rests_on(services: Services, actor: Actor) -> None:
    other = await new_actor(services)
    paid = {"pay_currency": "EUR", "countries": ["DE"]}
    rows = [
        opening(skills=("Python", "SQL"), pay_year_min=50_000.0 + 5_000 * n, remote="remote", **paid) for n in range(5)
    ] + [
        opening("Senior Data Engineer", skills=("Python",), pay_year_min=2e5, pay_currency="CHF", remote="onsite"),
        opening("Nurse", countries=["DE"]), opening(owner_id=other.user_id), opening(closed_at=NOW),
    ]  # fmt: skip
    async with transaction(services.sessions) as session:
        await add_openings(session, *rows)
        found = await market.show_market(session, actor, MarketQuery(words="data engineers"), now=NOW)
        german = await market.show_market(session, actor, MarketQuery(location="Germany"), now=NOW)
        nothing = await market.show_market(session, actor, MarketQuery(words="cook", country="FR"), now=NOW)
    assert (found.openings, german.openings) == (6, 6)
    assert [(one.currency, one.median) for one in found.pay] == [("EUR", 60_000), ("CHF", None)]
    assert (found.remote.remote, found.remote.onsite, found.remote.share) == (5, 1, pytest.approx(5 / 6))
    assert [(skill.name, skill.openings, skill.trend) for skill in found.skills] == [
        ("Python", 6, None),
        ("SQL", 5, None),
    ]
    assert sum(week.count for week in found.new_by_week) == 6
    assert len(found.new_by_week) == market.WEEKS
    text = present_market(found)
    assert text.startswith("**6 openings** for “data engineers”")
    assert "**60,000 EUR** in the middle" in text
    assert "CHF" not in text
    assert nothing.advice is not None
    assert nothing.advice.code == "TOO_FEW"
    assert "in FR" in present_market(nothing)


def line_of_work(count: int, **values: Any) -> list[dict[str, Any]]:
    """Openings for data engineers: all want Python, most Spark, some SQL and Django's own Python."""
    return [
        today(
            skills=("Python", "Apache Spark", "SQL") if n % 2 == 0 else ("Python", "Apache Spark"),
            text=f"Data Engineer {n}\nYou know Apache Spark well.", **values,
        )
        for n in range(count)
    ]  # fmt: skip


async def test_the_gap_says_how_much_is_shown_what_is_missing_and_who_asks(services: Services, actor: Actor) -> None:
    other = await new_actor(services)
    async with transaction(services.sessions) as session:
        await resume_of(services, session, actor)
        await add_openings(session, *line_of_work(30))
        await add_openings(session, *[today("Registered Nurse", skills=("Wound Care",)) for _ in range(30)])
        await add_openings(session, *[today(skills=("Rust",), owner_id=other.user_id) for _ in range(40)])
        gap = await market.skills_gap(session, actor)
    assert (gap.roles[0], gap.openings) == ("Data Engineer", 30)
    assert [(s.name, s.openings, s.shown) for s in gap.skills] == [
        ("Apache Spark", 30, False), ("Python", 30, True), ("SQL", 15, True),
    ]  # fmt: skip
    assert {s.name: s.shown_by for s in gap.skills if s.shown_by} == {"SQL": "PostgreSQL"}
    assert gap.coverage == pytest.approx(66.7)
    assert [s.name for s in gap.missing] == ["Apache Spark"]
    assert [e.excerpt for e in gap.missing[0].examples] == ["You know Apache Spark well."] * 2
    assert len({e.posting_id for e in gap.missing[0].examples}) == 2
    text = present_gap(gap)
    assert text.startswith("Your resume shows **2 of the 3** skills")
    assert "**Apache Spark**: 30 openings (100%)" in text
    assert "SQL (by PostgreSQL)" in text


async def test_the_gap_is_silent_about_too_few_openings(services: Services, actor: Actor) -> None:
    async with transaction(services.sessions) as session:
        await resume_of(services, session, actor)
        await add_openings(session, *line_of_work(19), *line_of_work(9, last_seen=NOW - timedelta(days=300)))
        gap = await market.skills_gap(session, actor)
    assert (gap.openings, gap.coverage, gap.skills) == (19, None, [])
    assert gap.advice is not None
    assert gap.advice.code == "TOO_FEW"
    assert present_gap(gap).startswith("19 openings in your line of work")


async def test_recommended_is_what_fits_and_is_not_on_the_list(services: Services, actor: Actor) -> None:
    async with transaction(services.sessions) as session:
        await resume_of(services, session, actor)
        empty = await openings.recommendations(session, actor, limit=5)
        rows = [today(skills=("Python",), company=f"Firm {n}", remote="remote", text=f"Python {n}") for n in range(4)]
        rows.append(today("Registered Nurse", skills=("Wound Care",)))
        for row, vector in zip(rows, await services.embedder.embed([row["text"] for row in rows]), strict=True):
            row["embedding"] = vector
        await add_openings(session, *rows)
        listed = await job_store.add(session, actor, rows[0]["id"])
        dismissed = await job_store.add(session, actor, rows[1]["id"], status="dismissed")
        await job_store.remove(session, actor, await job_store.add(session, actor, rows[2]["id"]))
        assert listed != dismissed
        found = await openings.recommendations(session, actor, limit=5)
        one = await openings.recommendations(session, actor, limit=1)
        for row in rows[3:]:
            await job_store.add(session, actor, row["id"])
        nothing = await openings.recommendations(session, actor, limit=5)
    assert empty.advice == openings.NO_OPENINGS
    assert [item.posting_id for item in found.items] == [rows[3]["id"], rows[4]["id"]]
    best, worst = found.items
    assert best.match_score > worst.match_score
    assert (best.is_remote, worst.is_remote, best.tech_stack) == (True, None, ["Python"])
    assert best.match_score == pytest.approx(sum(r.weight * (r.score or 0) for r in best.reasons), abs=0.1)
    assert [item.posting_id for item in one.items] == [best.posting_id]
    assert nothing.advice == openings.NOTHING_LEFT


async def test_the_search_of_a_resume_goes_by_its_latest_title_and_the_profile(
    services: Services, actor: Actor
) -> None:
    async with transaction(services.sessions) as session:
        await resume_of(services, session, actor)
        by_resume = await openings.search_for_resume(session, actor)
        wishes = ProfileUpdate(preferred_locations=["Vienna", "Graz"], remote_preference="remote", headline="Gärtnerin")
        await accounts.update_profile(session, actor, wishes)
        by_profile = await openings.search_for_resume(session, actor)
    assert (by_resume.words, by_resume.location, by_resume.remote) == ("Data Engineer", None, None)
    assert (by_profile.words, by_profile.location, by_profile.remote) == ("Gärtnerin", "Vienna", "remote")


async def test_a_search_is_answered_from_memory_until_something_changes(context: Context) -> None:
    other = context.services.acting_for(await new_actor(context.services))
    async with transaction(context.sessions) as session:
        await add_openings(
            session, today("Beekeeper", text="We keep bees.", remote="remote"), today("Nurse", text="Ward.")
        )
        await add_openings(session, today("Beekeeper", text="Bees in secret.", owner_id=other.actor.user_id))
    bees = Wanted(words="beekeeper")
    first = await openings.search(context, bees, limit=5)
    again = await openings.search(context, bees, limit=5)
    assert (first.total, first.cached, again.cached) == (1, False, True)
    assert again.items == first.items
    assert first.items[0].parts, "ranked with reasons"
    assert not (await openings.search(context, bees, limit=4)).cached
    assert not (await openings.search(context, Wanted(words="beekeeper", remote="remote"), limit=5)).cached
    theirs = await openings.search(other, bees, limit=5)
    assert (theirs.total, theirs.cached) == (2, False), "one person's answer is never another's"
    async with transaction(context.sessions) as session:
        await add_openings(session, today("Beekeeper", text="More bees."))
    fresh = await openings.search(context, bees, limit=5)
    assert (fresh.total, fresh.cached) == (2, False)


async def test_a_search_tells_what_was_left_out(context: Context) -> None:
    async with transaction(context.sessions) as session:
        await add_openings(
            session,
            today("Beekeeper", text="1", remote="onsite"),
            today("Beekeeper", text="2"),
            today("Beekeeper", text="3", remote="remote"),
        )
    found = await openings.search(context, Wanted(words="beekeeper", remote="remote"), limit=5)
    assert (found.total, len(found.items)) == (1, 1)
    assert [(one.filter, one.otherwise, one.unstated) for one in found.left_out] == [("remote", 1, 1)]
    nothing = await openings.search(context, Wanted(words="beekeeper", remote="hybrid"), limit=5)
    assert nothing.advice == openings.NONE_FITS
    mute = await openings.search(context, Wanted(words="(&|!:*", remote="hybrid"), limit=5)
    assert (mute.items, mute.total, mute.left_out) == ([], 0, []), "words that say nothing are not said by all"


async def test_pay_of_the_list_is_binned_by_currency(services: Services, actor: Actor) -> None:
    noted = {"min": 4_000.0, "max": None, "currency": "EUR", "period": "month", "excerpt": "4,000 EUR a month"}
    old = {"min": 90_000.0, "max": 110_000.0, "currency": "USD", "period": "year", "excerpt": "90k to 110k"}
    async with transaction(services.sessions) as session:
        await add_job(session, actor, opening(skills=("Go",), pay_year_min=70_000.0, pay_currency="EUR"))
        await add_job(session, actor, opening(skills=("Go", "SQL"), pay_year_min=9e5, pay_currency="EUR"), salary=noted)
        await add_job(session, actor, opening(salary=old))
        await add_job(session, actor, opening(pay_year_min=50_000.0))
        found = await service.job_insights(session, actor, now=NOW)
    assert [(one.currency, one.count) for one in found.salaries] == [("EUR", 2), ("USD", 1)]
    amounts = [(one.low, one.high) for one in found.salaries[0].bins if one.count]
    assert amounts[0][0] <= 48_000 < amounts[0][1]
    assert (found.total, found.salary_unstated) == (4, 1)
    assert [(one.name, one.count) for one in found.top_skills] == [("Go", 2), ("SQL", 1)]
    assert sum(week.added for week in found.trend) == 4


async def test_the_tools_answer_with_nothing_known(context: Context) -> None:
    for spec in SPECS:
        if "job" in spec.input.model_fields:
            with pytest.raises(NotFoundError, match="no job yet"):
                await call(spec, context, spec.input(job="3"))
            continue
        answer = await call(spec, context, spec.input())
        assert len(spec.present(answer)) > 20
