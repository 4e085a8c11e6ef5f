"""How a search goes: counted off the timelines by hand, silent without enough, and only of one's own."""

import csv
import io
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from store import applications as application_store
from store.accounts import Profile
from store.actors import Actor
from store.applications import Application
from store.applications_details import Offer
from store.base import new_id
from store.database import transaction
from store.email import EmailSource
from store.email_findings import EmailReply
from store.email_messages import EmailMessage
from store.jobs import Job
from tests.conftest import new_actor
from tests.tools.applications_told import move, tell
from tests.tools.insights_openings import NOW, add_job, add_resume, opening
from tools.context import Services
from tools.insights import figures, service
from tools.insights.applications import analytics
from tools.insights.presenting import present_progress
from tools.insights.presenting_applications import present_analytics
from tools.insights.schemas_applications import Analytics, Rate
from tools.insights.tables import as_csv
from tools.resumes.schemas import NoArguments


async def counted(services: Services, actor: Actor) -> Analytics:
    async with transaction(services.sessions) as session:
        return await analytics(session, actor, now=NOW)


def funnel(found: Analytics) -> dict[str, tuple[int, int]]:
    return {stage.status: (stage.now, stage.ever) for stage in found.funnel if stage.now or stage.ever}


def rates(found: Analytics, by: str) -> dict[str, tuple[int, int]]:
    rows: list[Rate] = next((table.rows for table in found.response if table.by == by), [])
    return {row.name: (row.hits, row.cases) for row in rows}


async def test_the_funnel_is_counted_by_hand(services: Services, actor: Actor) -> None:
    async with transaction(services.sessions) as session:
        await tell(session, actor, ("preparing", 3))
        await tell(session, actor, ("preparing", 40), ("applied", 38))
        await tell(session, actor, ("applied", 30), ("rejected", 20))
        await tell(session, actor, ("applied", 50), ("interviewing", 40), ("rejected", 30))
        await tell(session, actor, ("applied", 60), ("screening", 55), ("interviewing", 45), ("offer", 20))
        await tell(session, actor, ("applied", 70), ("interviewing", 60), ("offer", 50), ("accepted", 45))
        await tell(session, actor, ("applied", 9), ("withdrawn", 4))
    found = await counted(services, actor)
    assert funnel(found) == {
        "preparing": (1, 7), "applied": (1, 6), "screening": (0, 3), "interviewing": (0, 3), "offer": (1, 2),
        "accepted": (1, 1), "rejected": (2, 2), "withdrawn": (1, 1),
    }  # fmt: skip
    assert (found.response_rate.hits, found.response_rate.cases, found.waiting) == (4, 6, 1)
    assert (found.interview_rate.hits, found.offer_rate.hits) == (3, 2)
    steps = {stage.status: stage.conversion for stage in found.funnel}
    assert steps["preparing"] is None
    screening, accepted = steps["screening"], steps["accepted"]
    assert screening is not None
    assert accepted is not None
    assert (screening.hits, screening.cases, screening.value) == (3, 6, 0.5)
    assert (accepted.hits, accepted.cases, accepted.enough, accepted.value) == (1, 2, False, None)
    first = found.first_answer
    assert (first.answered, first.waiting, first.enough, first.median_days) == (4, 1, False, None)
    spans = {stage.status: (stage.left, stage.still_there) for stage in found.time_in_stage}
    assert spans == {
        "preparing": (1, 1), "applied": (5, 1), "screening": (1, 0), "interviewing": (3, 0), "offer": (1, 1),
    }  # fmt: skip
    applied = next(stage for stage in found.time_in_stage if stage.status == "applied")
    # Left after 5 (twice), 10, 10, 10 days; one is there for 38: of six, 4 are left after 5 days, 1 after 10.
    assert (applied.lower_quartile_days, applied.median_days, applied.upper_quartile_days) == (5.0, 10.0, 10.0)


async def test_of_nothing_and_of_one_there_are_no_rates(services: Services, actor: Actor) -> None:
    nothing = await counted(services, actor)
    assert (nothing.total, nothing.sent, nothing.response, nothing.pay, nothing.skills_gap.lines) == (0, 0, [], [], [])
    assert not nothing.response_rate.enough
    assert not nothing.reply_chance.enough
    assert len(nothing.trend) == 12
    assert "You have sent no application yet" in present_analytics(nothing)
    async with transaction(services.sessions) as session:
        await tell(session, actor, ("applied", 5), ("interviewing", 1))
    one = await counted(services, actor)
    assert (one.response_rate.hits, one.response_rate.cases, one.response_rate.value) == (1, 1, None)
    assert (one.first_answer.answered, one.first_answer.median_days, one.first_answer.answered_within) == (1, None, [])
    assert "1 of 1 applications were answered; under 5 that makes no rate." in present_analytics(one)


SOURCE: dict[str, Any] = {"kind": "folder", "name": "Mail", "interval_minutes": 60, "due_at": NOW}


async def _mailed(session: AsyncSession, actor: Actor, job: Any, kind: str, state: str, days: float) -> None:
    source = new_id()
    session.add(
        EmailSource(id=source, user_id=actor.user_id, number=new_id().int % 10**6, address=f"/{source}", **SOURCE)
    )
    await session.flush()
    when, message = NOW - timedelta(days=days), new_id()
    session.add(
        EmailMessage(
            id=message, user_id=actor.user_id, source_id=source, number=new_id().int % 10**6, external_id=str(message),
            message_id=str(message), thread="t", subject="About you", sender_address="hr@example.com", dated_at=when,
            snippet="", text="", raw=b"", size=1,
        )
    )  # fmt: skip
    await session.flush()
    session.add(
        EmailReply(
            message_id=message, user_id=actor.user_id, kind=kind, confidence=0.9, data={}, job_id=job, state=state
        )
    )
    await session.flush()


async def test_a_mail_that_is_tied_to_it_is_an_answer(services: Services, actor: Actor) -> None:
    async with transaction(services.sessions) as session:
        for kind, state, days in (
            ("question", "noted", 6), ("application_received", "noted", 9), ("rejection", "review", 3),
            ("interview", "ignored", 3), ("rejection", "noted", 30),
        ):  # fmt: skip
            job = await tell(session, actor, ("applied", 10))
            await _mailed(session, actor, job, kind, state, days)
    found = await counted(services, actor)
    assert (found.response_rate.hits, found.waiting) == (1, 4), "a receipt, a doubt, or an older mail answers nothing"
    assert funnel(found)["applied"] == (5, 5)


async def test_only_ones_own_that_are_not_deleted_count(services: Services, actor: Actor) -> None:
    other = await new_actor(services)
    async with transaction(services.sessions) as session:
        await tell(session, other, ("applied", 9), ("offer", 2), source="referral")
        gone = await tell(session, actor, ("applied", 9), ("offer", 2))
        await session.execute(update(Application).where(Application.job_id == gone).values(deleted_at=NOW))
        without = await tell(session, actor, ("applied", 9), ("offer", 2))
        await session.execute(update(Job).where(Job.id == without).values(deleted_at=NOW))
        await tell(session, actor, ("applied", 9), source="board")
        progress = await service.progress(session, actor, NoArguments(), now=NOW)
    found = await counted(services, actor)
    assert funnel(found) == {"preparing": (0, 1), "applied": (1, 1)}
    assert rates(found, "source") == {"board": (0, 1)}
    assert (progress.sent.total, progress.sent.this_week, progress.sent.four_weeks) == (1, 0, 1)
    assert "Applications sent: **1**" in present_progress(progress)
    assert funnel(await counted(services, other))["offer"] == (1, 1)


async def test_rates_by_what_they_depend_on(services: Services, actor: Actor) -> None:
    tailored = {"tailored_resume_id": str(new_id()), "name": "Robin for Acme", "version": 3}
    async with transaction(services.sessions) as session:
        for n in range(12):
            last = ("screening", 80.0) if n < 10 else ("applied", 90.0)
            await tell(
                session, actor, ("applied", 90), last, source="referral", channel="person", resume=tailored,
                row=opening("Registered Nurse", role="registered nurse"),
            )  # fmt: skip
        for n in range(14):
            last = ("rejected", 70.0) if n == 0 else ("applied", 90.0)
            await tell(
                session, actor, ("applied", 90), last, source="board", channel="form",
                resume={"name": "cv.pdf", "version": 1}, row=opening("Java Developer", role="java developer"),
            )  # fmt: skip
        for _ in range(4):
            await tell(session, actor, ("applied", 88), ("offer", 60), source="fair")
        await tell(session, actor, ("applied", 88))
    found = await counted(services, actor)
    assert rates(found, "source") == {"board": (1, 14), "referral": (10, 12), "fair": (4, 4)}
    table = next(table for table in found.response if table.by == "source")
    assert (table.stands_out, table.unstated) == ("referral", 1)
    assert [row.enough for row in table.rows] == [True, True, False]
    referral = table.rows[1]
    assert (referral.low, referral.high) == pytest.approx((0.5520, 0.9530), abs=1e-3)
    assert referral.waiting == 2
    assert rates(found, "resume_version") == {"cv.pdf, version 1": (1, 14), "Robin for Acme, version 3": (10, 12)}
    assert rates(found, "resume_kind") == {"as uploaded": (1, 14), "tailored": (10, 12)}
    assert rates(found, "channel") == {"form": (1, 14), "person": (10, 12)}
    roles = rates(found, "role")
    assert (1, 14) in roles.values()
    assert (10, 12) in roles.values()
    assert sum(cases for _, cases in rates(found, "weekday").values()) == 31
    text = present_analytics(found)
    assert "**referral** is answered more often than the rest" in text
    assert "| fair | 4 of 4 | under 5: no rate | 0 |" in text
    rows = list(csv.reader(io.StringIO(as_csv(found))))
    assert ["response_by_source", "referral", "hits", "10"] in rows
    assert ["response_by_source", "fair", "value", ""] in rows


async def test_what_was_imported_counts_when_it_happened(services: Services, actor: Actor) -> None:
    """Backdated, out of order, with or without a timeline, and with offsets of other places."""
    tokyo = timezone(timedelta(hours=9))
    monday_there = datetime(2026, 5, 18, 6, tzinfo=tokyo)  # still Sunday, of the week before, in UTC
    async with transaction(services.sessions) as session:
        job = await tell(session, actor, ("offer", 300), applied_at=NOW - timedelta(days=330), channel="import")
        await move(session, actor, job, "accepted", days=290, by="import")
        row = await add_job(session, actor, opening())
        session.add(
            Application(
                user_id=actor.user_id, job_id=row, status="rejected", applied_at=monday_there, moved_at=NOW, extra={}
            )
        )
        await tell(session, actor, ("applied", 20), ("interviewing", 3))
    found = await counted(services, actor)
    assert (found.sent, found.response_rate.hits) == (3, 3)
    assert (found.first_answer.answered, found.first_answer.undated) == (1, 2)
    weeks = {week.week: week.sent for week in found.trend if week.sent}
    assert len(found.trend) == 26
    assert weeks == {"2026-W20": 1, figures.week_of(NOW - timedelta(days=20)): 1}
    assert monday_there.astimezone(UTC).isocalendar().week == 20


async def test_pay_is_held_against_the_wish_in_its_own_currency(services: Services, actor: Actor) -> None:
    async with transaction(services.sessions) as session:
        session.add(Profile(user_id=actor.user_id, salary_min=60_000.0, salary_currency="EUR"))
        for n in range(5):
            await tell(
                session, actor, ("applied", 9), row=opening(pay_year_min=50_000.0 + 5_000 * n, pay_currency="EUR")
            )
        monthly = {"min": 9_000.0, "max": None, "currency": "CHF", "period": "month", "excerpt": "9000"}
        await tell(session, actor, ("applied", 9), row=opening(salary=monthly))
        job = await tell(session, actor, ("applied", 9), ("offer", 1))
        await tell(session, actor, ("preparing", 9), row=opening(pay_year_min=1.0, pay_currency="EUR"))
        application = await _application(session, actor, job)
        for base, gone in ((66_000.0, None), (1.0, NOW)):
            session.add(
                Offer(
                    user_id=actor.user_id, application_id=application, currency="EUR", base=base, deleted_at=gone
                )
            )  # fmt: skip
    found = await counted(services, actor)
    euro, franc = found.pay
    assert (euro.currency, euro.stated, euro.lower_quartile, euro.median, euro.upper_quartile) == (
        "EUR", 5, 55_000, 60_000, 65_000,
    )  # fmt: skip
    assert (euro.wish, euro.below_wish) == (60_000, 2)
    assert [(offer.base, offer.of_wish) for offer in euro.offers] == [(66_000, 1.1)]
    assert (franc.currency, franc.stated, franc.enough, franc.median, franc.wish) == ("CHF", 1, False, None, None)
    assert found.pay_unstated == 1


async def _application(session: AsyncSession, actor: Actor, job: Any) -> Any:
    row = await application_store.of_job(session, actor, job)
    assert row is not None
    return row.id


async def test_skills_that_are_asked_for_and_not_shown_month_by_month(services: Services, actor: Actor) -> None:
    async with transaction(services.sessions) as session:
        await add_resume(session, actor, [0.0] * 256)
        await tell(session, actor, ("applied", 5), row=opening(skills=("Python", "Kubernetes")))
        await tell(session, actor, ("applied", 35), row=opening(skills=("Kubernetes", "Rust")))
        await tell(session, actor, ("applied", 36), row=opening(skills=("Python",)))
        await tell(session, actor, ("preparing", 5), row=opening(skills=("COBOL",)))
        await tell(session, actor, ("applied", 700), row=opening(skills=("Fortran",)))
    gap = (await counted(services, actor)).skills_gap
    assert gap.has_resume
    assert gap.months == ["2026-05", "2026-06"]
    told = {line.skill.name: [(m.asked, m.applications) for m in line.months] for line in gap.lines}
    assert told == {"Kubernetes": [(1, 2), (1, 1)], "Rust": [(1, 2), (0, 1)]}
