"""What the services write when applications move, are undone, corrected, imported and exported, and how it counts."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from store import applications as store
from store.actors import Actor
from store.database import transaction
from store.errors import ConflictError
from tests.conftest import new_actor
from tests.tools.insights_openings import add_job, opening
from tools.applications import bulk, moving, service, talking
from tools.applications.moving import Change
from tools.applications.schemas import BulkStatusChange, NewApplication, Stage, StatusChange
from tools.applications.talk_schemas import MoveApplications
from tools.applications.transfer.gathering import gather
from tools.applications.transfer.importing import import_prepared, prepare
from tools.applications.transfer.portable import FORMAT, VERSION
from tools.applications.transfer.schemas import ImportOptions
from tools.context import Services, utc_now
from tools.general.service import undo_last_change
from tools.insights.applications import LADDER, analytics
from tools.insights.schemas_applications import Analytics
from tools.jobs import service as job_service
from tools.jobs.schemas import JobChanges
from tools.resumes.schemas import NoArguments

SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)


def ago(days: float) -> datetime:
    return utc_now() - timedelta(days=days)


async def counted(services: Services, actor: Actor) -> Analytics:
    async with transaction(services.sessions) as session:
        return await analytics(session, actor, now=SOON)


def ever(found: Analytics) -> dict[str, int]:
    return {stage.status: stage.ever for stage in found.funnel if stage.ever}


async def applied(session: AsyncSession, actor: Actor, days: float) -> UUID:
    """An application that went out so many days ago, as the route puts one down."""
    job = await add_job(session, actor, opening())
    view = await service.add_application(
        session, actor, NewApplication(job_id=job, status="applied", applied_at=ago(days)), None
    )
    return view.id


async def to(session: AsyncSession, actor: Actor, application: UUID, status: Stage, days: float, **said: Any) -> None:
    change = StatusChange(status=status, at=ago(days), **said)
    await service.move_application(session, actor, application, change)


async def undo(session: AsyncSession, actor: Actor) -> None:
    await undo_last_change(session, actor, NoArguments())


async def test_a_correction_says_that_what_lies_beyond_was_never_reached(services: Services, actor: Actor) -> None:
    async with transaction(services.sessions) as session:
        for stages, back in (
            (("screening", "interviewing"), "applied"), (("rejected",), "screening"), (("interviewing", "offer"), None),
            (("withdrawn",), "applied"),
        ):  # fmt: skip
            one = await applied(session, actor, 30)
            for at, stage in enumerate(stages):
                await to(session, actor, one, stage, 20 - at)
            if back is not None:
                await to(session, actor, one, back, 10, correction=True)
        skipped = await applied(session, actor, 30)
        await to(session, actor, skipped, "accepted", 5, correction=True)
    found = await counted(services, actor)
    assert ever(found) == {"preparing": 5, "applied": 5, "screening": 3, "interviewing": 2, "offer": 2, "accepted": 1}
    assert (found.response_rate.hits, found.waiting, found.first_answer.answered) == (3, 2, 3)
    stood = {stage.status: (stage.left, stage.still_there) for stage in found.time_in_stage}
    assert stood == {"applied": (3, 2), "screening": (0, 1), "interviewing": (1, 0), "offer": (0, 1)}


async def test_what_is_turned_down_for_want_of_an_answer_is_silence(services: Services, actor: Actor) -> None:
    """However that is said: by a word for the stage, by how long nothing moved, in a reason, or in an import."""
    async with transaction(services.sessions) as session:
        quiet = [await applied(session, actor, 90) for _ in range(2)]
        await talking.move_applications(session, actor, MoveApplications(status="rejected", quiet_days=60))
        told = [await applied(session, actor, 50) for _ in range(5)]
        answered = BulkStatusChange(ids=[told[0]], status="rejected")
        for data in (answered, BulkStatusChange.model_validate({"ids": [told[1]], "status": "Ghosted"})):
            await bulk.move_several(session, actor, data)
        await service.move_application(session, actor, told[2], StatusChange.model_validate({"status": "no response"}))
        await to(session, actor, told[3], "rejected", 1, why="Keine Antwort erhalten")
        await to(session, actor, told[4], "screening", 30)
        await service.move_application(session, actor, told[4], StatusChange.model_validate({"status": "ghosted"}))
    table = b"Title,Company,Status,Date applied\n" + b"".join(
        f"Cook {n},Inn {n},{word},2026-03-0{n + 1}\n".encode()
        for n, word in enumerate(("Ghosted", "No response", "keine Antwort", "Sans r\u00e9ponse", "Rejected"))
    )
    await _import(services, actor, "list.csv", table)
    found = await counted(services, actor)
    assert len(quiet) + len(told) + 5 == found.sent == ever(found)["applied"]
    assert (found.response_rate.hits, found.waiting) == (3, 0), "turned down twice, and once after a talk"
    assert (found.first_answer.answered, found.first_answer.undated) == (2, 1), "an import without a date tells none"
    assert (found.reply_chance.answers, found.reply_chance.silences) == (3, 9)


async def _import(services: Services, actor: Actor, name: str, content: bytes) -> None:
    prepared = await prepare(services.acting_for(actor), name, content, ImportOptions(confirm=True))
    async with transaction(services.sessions) as session:
        report = await import_prepared(session, actor, prepared)
    assert report.refused == 0


async def test_times_that_are_not_known_are_not_made_up(services: Services, actor: Actor) -> None:
    """A mail of before it was put down, stages without a date, a date to come: counted, and never as a time."""
    async with transaction(services.sessions) as session:
        job = await add_job(session, actor, opening())
        await moving.place(session, actor, job, Change("applied"))
        await moving.set_job_status(session, actor, job, "interviewing", by="mail", at=ago(3), why="We invite you.")
        begun = await add_job(session, actor, opening())
        await moving.set_job_status(session, actor, begun, "rejected", by="mail", at=ago(4), why="Unfortunately")
        late = await add_job(session, actor, opening())
        await service.add_application(
            session, actor, NewApplication(job_id=late, status="offer", applied_at=ago(80)), None
        )
    table = "Title,Company,Status,Date applied\nA,B,Rejected,2026-02-01\nC,D,Interview,\nE,F,Rejected,2099-01-01\n"
    await _import(services, actor, "list.csv", table.encode())
    found = await counted(services, actor)
    assert (found.total, found.sent, found.response_rate.hits, found.waiting) == (6, 6, 6, 0)
    assert (found.first_answer.answered, found.first_answer.undated) == (0, 6)
    stood = {stage.status: (stage.left, stage.still_there) for stage in found.time_in_stage}
    assert stood == {"interviewing": (0, 1)}
    assert sum(week.sent for week in found.trend) <= 4, "of two it is not known when they went out"
    assert sum(week.answered for week in found.trend) == 2


STEPS = st.one_of(
    st.tuples(st.just("move"), st.sampled_from(("screening", "interviewing", "offer", "accepted", "rejected"))),
    st.tuples(st.just("correct"), st.sampled_from(("preparing", "applied", "screening", "interviewing", "offer"))),
    st.tuples(st.just("job"), st.sampled_from(("saved", "applied", "interviewing", "offer", "rejected", "dismissed"))),
    st.tuples(st.just("bulk"), st.sampled_from(("interviewing", "rejected", "withdrawn"))),
    st.tuples(st.just("undo"), st.none()),
)
LIVES = st.lists(st.tuples(STEPS, st.integers(0, 60)), max_size=7)


async def _do(session: AsyncSession, actor: Actor, application: UUID, step: tuple[str, Any], days: int) -> bool:
    """One act by its service; False when that was refused."""
    kind, value = step
    try:
        if kind == "job":
            row = await store.get(session, actor, application)
            await job_service.change_job(session, actor, row.job_id, JobChanges.model_validate({"status": value}))
        elif kind == "bulk":
            data = BulkStatusChange(ids=[application], status=value)
            return bool((await bulk.move_several(session, actor, data)).changed)
        else:
            await to(session, actor, application, value, days, correction=kind == "correct")
    except ConflictError:
        return False
    return True


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives=st.lists(LIVES, min_size=1, max_size=3), last=STEPS.filter(lambda step: step[0] != "undo"))
async def test_undone_it_counts_as_before_and_whatever_happens_the_figures_hold(
    services: Services, actor: Actor, lives: list[Any], last: tuple[str, Any]
) -> None:
    actor = await new_actor(services)
    async with transaction(services.sessions) as session:
        for life in lives:
            one, acts = await applied(session, actor, 70), 0
            for step, days in life:
                if step[0] == "undo" and acts:
                    await undo(session, actor)
                    acts -= 1
                elif step[0] != "undo":
                    acts += await _do(session, actor, one, step, days)
        before = await analytics(session, actor, now=SOON)
        row = await store.get(session, actor, one)
        stood = row.status
        if await _do(session, actor, one, last, 5):
            await undo(session, actor)
        assert (await store.get(session, actor, one)).status == stood
        assert await analytics(session, actor, now=SOON) == before
    _holds(before)


async def test_what_was_exported_counts_the_same_elsewhere(services: Services, actor: Actor) -> None:
    """Undone, corrected and backdated moves among it: entries travel in the order in which they were written."""
    other = await new_actor(services)
    async with transaction(services.sessions) as session:
        ids = [await applied(session, actor, 40) for _ in range(3)]
        await to(session, actor, ids[0], "rejected", 5)
        await to(session, actor, ids[0], "screening", 30, correction=True)
        await to(session, actor, ids[1], "interviewing", 20)
        await undo(session, actor)
        await to(session, actor, ids[1], "screening", 35)
        await to(session, actor, ids[2], "rejected", 2, why="ghosted")
        held = [one async for part in gather(session, actor, ids, whole=True) for one in part]
    head = {"format": FORMAT, "version": VERSION, "exported_at": SOON.isoformat()}
    file = json.dumps({**head, "applications": [one.model_dump(mode="json") for one in held]})
    await _import(services, other, "all.json", file.encode())
    here, there = await counted(services, actor), await counted(services, other)
    assert ever(here) == {"preparing": 3, "applied": 3, "screening": 2, "rejected": 1}
    assert there == here


def _holds(found: Analytics) -> None:
    reached = [next(stage for stage in found.funnel if stage.status == name) for name in LADDER]
    assert [stage.ever for stage in reached] == sorted((stage.ever for stage in reached), reverse=True)
    assert sum(stage.now for stage in found.funnel) == found.total == reached[0].ever
    assert all(stage.now <= stage.ever for stage in found.funnel)
    assert found.response_rate.hits + found.waiting <= found.sent
    for stage in found.time_in_stage:
        told = (stage.lower_quartile_days, stage.median_days, stage.upper_quartile_days)
        assert all(days is None or days >= 0 for days in told)
