"""Watches that look in the background: whose acts those are, one watch for one page, pages that are dead."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from api.scheduler import begin_due
from graphs import pipelines
from store import ingestion as source_store
from store.errors import ValidationError
from store.ingestion import BoardAnswer, Source
from store.jobs import Job
from store.postings import Posting
from store.settings import Settings
from store.watches import Watch
from tests.peers.boards import Boards, Reply, serving_boards
from tests.peers.openings import greenhouse, greenhouse_job
from tools.context import Context
from tools.embedding import LocalEmbedder
from tools.general import service as general
from tools.general.schemas import ListChanges
from tools.ingestion.companies import find_companies
from tools.ingestion.presenting import present_new, present_watches
from tools.ingestion.schemas import ShowNew, WatchJobs, WatchList, WatchView
from tools.ingestion.service import GIVES_UP_AFTER, TRIES
from tools.ingestion.tools import LIST_WATCHES, SHOW_NEW, WATCH_JOBS
from tools.ingestion.watching import joined, resume_watch, same_source
from tools.jobs.ranking.schemas import RateJob
from tools.jobs.schemas import AddJob, SetStatus
from tools.jobs.searching.tools import RATE_JOB, SET_WISHES
from tools.jobs.searching.wishes import SetWishes
from tools.jobs.tools import ADD_JOB, SET_JOB_STATUS
from tools.registry import call
from tools.resumes.parsing import read
from tools.resumes.primary import save_resume
from tools.resumes.schemas import NoArguments, PreparedResume

PAGE = "boards-api.greenhouse.io/v1/boards/{}/jobs"
ACME, SHOUTED = PAGE.format("acme"), PAGE.format("ACME")
FRAME = '<html><body><iframe src="https://boards.greenhouse.io/embed/job_board?for=acme"></iframe></body></html>'


def page_of(token: str, company: str) -> dict[str, Any]:
    """A company's page with one opening."""
    text = {"product": f"{company}ware", "team": f"{company} core"}
    number = sum(map(ord, token))
    return greenhouse(greenhouse_job(number, "Staff Engineer", token, company, "Berlin, Germany", text=text))


@pytest.fixture
async def boards() -> AsyncIterator[Boards]:
    """Acme's page with one opening; its address may be spelled otherwise, and its own site shows it."""
    page = page_of("acme", "Acme")
    answers = {ACME: page, SHOUTED: page, "www.acme.example/careers/": FRAME}
    async with serving_boards(answers) as serving:
        yield serving


@pytest.fixture
def settings(settings: Settings, boards: Boards) -> Settings:
    """A lone installation whose boards are behind a mirror and that plans nothing by itself."""
    update = {"board_mirror": boards.base, "search_sources": ("remotive",), "daily_ingestion": False}
    return settings.model_copy(update=update)


async def watch(context: Context, *companies: str, **wanted: Any) -> WatchList:
    """Watch these companies."""
    return await call(WATCH_JOBS, context, WatchJobs(watched_companies=list(companies), **wanted))


async def look(context: Context) -> int:
    """Every watch is due: look for all of them, and wait; how many looked."""
    async with context.sessions() as session, session.begin():
        await session.execute(update(Watch).values(due_at=datetime.now(UTC) - timedelta(seconds=1)))
        await session.execute(delete(BoardAnswer))
    begun = await begin_due(context.services)
    for actor, run_id in begun:
        await pipelines.execute(context.services, actor, run_id)
    return len(begun)


async def listed(context: Context) -> int:
    """How many jobs are on the list."""
    async with context.sessions() as session:
        return len(list(await session.scalars(select(Job.id).where(Job.deleted_at.is_(None)))))


async def undo(context: Context) -> str:
    """Take the newest change back; what that was."""
    async with context.sessions() as session, session.begin():
        return (await general.undo_last_change(session, context.actor, NoArguments())).kind


async def test_undo_takes_back_the_persons_own_act_and_not_what_a_watch_has_found(context: Context) -> None:
    await watch(context, "Acme")
    await call(ADD_JOB, context, AddJob(text="Night Porter\nFernhill\n\nYou keep the doors of a hotel in Leeds."))
    assert await look(context) == 1
    assert await listed(context) == 2
    async with context.sessions() as session:
        changes = (await general.list_changes(session, context.actor, ListChanges())).changes
    assert [(one.kind, one.can_be_undone) for one in changes][:2] == [("jobs_found", False), ("job_added", True)]
    assert await undo(context) == "job_added"
    assert await listed(context) == 1, "what the watch has found stays"
    assert await undo(context) == "watch_added"
    assert await listed(context) == 1


async def watches(context: Context) -> list[WatchView]:
    """What is watched."""
    return (await call(LIST_WATCHES, context, NoArguments())).watches


async def test_one_company_is_one_watch_however_it_is_named(context: Context) -> None:
    first = await watch(context, "Acme")
    assert [one.change for one in first.watches] == ["begun"]
    for said in ("acme", "https://boards.greenhouse.io/ACME", "Greenhouse:ACME", "https://www.acme.example/careers/"):
        again = await watch(context, said)
        assert [(one.id, one.change) for one in again.watches] == [(first.watches[0].id, "known")], said
        assert "already" in present_watches(again)
    assert len(await watches(context)) == 1
    assert await look(context) == 1


async def test_one_company_named_twice_at_once_is_one_watch(context: Context) -> None:
    made = await watch(context, "Acme", "https://boards.greenhouse.io/acme")
    assert [one.change for one in made.watches] == ["begun"]
    await asyncio.gather(*(watch(context, name, words="x") for name in ("Acme", "ACME", "greenhouse:acme")))
    assert len(await watches(context)) == 1


async def test_asking_again_with_other_wishes_changes_the_watch_and_undo_brings_it_back(context: Context) -> None:
    await watch(context, "Acme")
    staff = (await watch(context, "Acme", seniority=["staff"])).watches[0]
    assert (staff.change, staff.name, staff.pace) == ("changed", "staff roles at Acme", "daily")
    both = (await watch(context, "Acme", seniority=["principal"], pace="weekly")).watches[0]
    assert (both.change, both.name, both.pace) == ("changed", "staff principal roles at Acme", "weekly")
    plain = (await watch(context, "https://boards.greenhouse.io/acme")).watches[0]
    assert (plain.change, plain.name, plain.pace) == ("known", both.name, "weekly"), "nothing is said, nothing changes"
    other = (await watch(context, "Acme", words="designer")).watches[0]
    assert (other.change, other.name) == ("changed", "designer at Acme")
    assert await undo(context) == "watch_changed"
    assert [(one.name, one.pace) for one in await watches(context)] == [(both.name, "weekly")]


async def test_the_same_search_is_watched_once(context: Context) -> None:
    assert (await watch(context, words="Python", country="DE")).watches[0].change == "begun"
    assert (await watch(context, words="Python", country="DE")).watches[0].change == "known"
    assert (await watch(context, words="Python", country="DE", pace="hourly")).watches[0].change == "changed"
    assert (await watch(context, words="Python", country="AT")).watches[0].change == "begun"
    assert [one.pace for one in await watches(context)] == ["hourly", "daily"]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("greenhouse:acme", "greenhouse:Acme", True),
        ("greenhouse:acme", "lever:acme", False),
        ("greenhouse:acme", "greenhouse:acme2", False),
        ("page:https://www.acme.example/jobs/?utm_source=x", "page:http://acme.example/jobs", True),
        ("page:https://acme.example/jobs", "page:https://acme.example/karriere", False),
        ("teamtailor:acme", "teamtailor:acme.teamtailor.com", True),
        ("eightfold:acme", "eightfold:acme/acme.com", True),
        ("eightfold:acme/a.com", "eightfold:acme/b.com", False),
        ("workday:acme.wd5.myworkdayjobs.com/acme/External", "workday:acme.wd5.myworkdayjobs.com/acme/Students", False),
    ],
)
def test_when_two_sources_are_one_page(first: str, second: str, same: bool) -> None:
    assert same_source(first, second) is same
    assert same_source(second, first) is same


def test_wishes_are_joined_where_several_will_do_and_replaced_elsewhere() -> None:
    staff: dict[str, Any] = {"seniority": ["staff"], "country": "DE"}
    assert joined(staff, {}) == staff
    assert joined({}, staff) == staff
    assert joined(staff, {"seniority": ["lead"], "country": "DE"}) == {"seniority": ["staff", "lead"], "country": "DE"}
    assert joined(staff, {"seniority": ["lead"]}) == {"seniority": ["lead"]}
    assert joined({"remote": "remote"}, {"remote": "hybrid"}) == {"remote": ["remote", "hybrid"]}


async def fail(context: Context, boards: Boards, times: int) -> None:
    """Acme's page has failed so many times, the last time just now."""
    boards.answers[ACME] = Reply("moved away", 404)
    async with context.sessions() as session, session.begin():
        failed = {"failures": times - 1, "open_until": None}
        await session.execute(update(Source).where(Source.name == "greenhouse:acme").values(**failed))
    assert await look(context) == 1


async def test_a_dead_page_is_paused_told_and_looked_at_again_when_wanted(context: Context, boards: Boards) -> None:
    number = (await watch(context, "Acme")).watches[0].number
    await look(context)
    await fail(context, boards, GIVES_UP_AFTER - 1)
    await fail(context, boards, GIVES_UP_AFTER)
    assert "14 failures in a row" in present_watches(WatchList(watches=await watches(context)))
    assert await look(context) == 0, "it is looked at no more"
    told = present_watches(WatchList(watches=await watches(context)))
    assert f"Watch {number} is paused" in told
    assert "14" in told
    assert "Say “watch Acme”" in told
    new = await call(SHOW_NEW, context, ShowNew())
    assert [one.number for one in new.paused] == [number]
    assert "no company 'acme'" in present_new(new)
    with pytest.raises(ValidationError):
        await watch(context, "greenhouse:acme")
    assert await look(context) == 0, "a page that is still dead is not watched again"
    boards.answers[ACME] = page_of("acme", "Acme")
    assert (await watch(context, "Acme")).watches[0].change == "resumed"
    assert await look(context) == 1
    assert [(one.paused, one.trouble) for one in await watches(context)] == [(False, None)]
    assert (await call(SHOW_NEW, context, ShowNew())).paused == []


async def test_a_paused_watch_is_asked_by_no_search_and_can_be_resumed_as_it_is(
    context: Context, boards: Boards
) -> None:
    made = (await watch(context, "Acme", seniority=["staff"])).watches[0]
    await look(context)
    await fail(context, boards, GIVES_UP_AFTER)
    assert await look(context) == 0
    async with context.sessions() as session, session.begin():
        resumed = await resume_watch(session, context.actor, made.id)
    assert (resumed.change, resumed.name) == ("resumed", made.name)
    assert await look(context) == 1
    assert [one.trouble is None for one in await watches(context)] == [False], "it is asked, and still dead"
    assert await look(context) == 1


async def test_a_network_that_is_down_pauses_nothing(context: Context, boards: Boards) -> None:
    await watch(context, "Acme")
    await look(context)
    unreached = {"failures": 20, "last_code": "OUTBOUND_UNREACHABLE", "last_ok_at": datetime.now(UTC) - timedelta(9)}
    async with context.sessions() as session, session.begin():
        await session.execute(update(Source).values(**unreached, open_until=None))
    assert await look(context) == 1
    async with context.sessions() as session, session.begin():
        await session.execute(update(Source).values(**unreached, open_until=None))
        await source_store.note_success(session, "remotive", "remotive", found=1, seconds=1.0)
    assert await look(context) == 0, "others are reached: it is this page that is dead"


async def test_many_companies_are_looked_for_at_once_and_each_has_its_outcome(context: Context, boards: Boards) -> None:
    names = [f"Company{number}" for number in range(10)]
    for name in names[:8]:
        boards.answers[PAGE.format(name.lower())] = page_of(name.lower(), name)
    boards.answers[PAGE.format("company0")] = Reply(page_of("company0", "Company0"), delay=1.0)
    made = await watch(context, *names)
    assert sorted(one.source or "" for one in made.watches) == [f"greenhouse:{name.lower()}" for name in names[:8]]
    assert [one.company for one in made.not_found] == names[8:]
    assert "Company9" in present_watches(made)
    asked = [one.path for one in boards.asked]
    first = [next(at for at, path in enumerate(asked) if name.lower() in path) for name in names[:5]]
    assert max(first) < max(at for at, path in enumerate(asked) if "company0" in path), "one is not waited for"
    with pytest.raises(ValidationError) as caught:
        await watch(context, *names[8:])
    assert caught.value.details["companies"] == names[8:]


async def test_what_is_not_found_in_time_is_told_and_looked_for_in_the_background(
    context: Context, boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = page_of("slowly", "Slowly")
    boards.answers[PAGE.format("slowly")] = Reply(slow, delay=4.0)
    boards.answers["api.lever.co/v0/postings/acme"] = Reply([], delay=4.0)
    monkeypatch.setitem(find_companies.__kwdefaults__, "seconds", 2.5)
    began = time.monotonic()
    made = await watch(context, "Acme", "Slowly")
    assert time.monotonic() - began < 3.5, "nobody waits for a board that hangs"
    assert [(one.source, one.looking_for) for one in made.watches] == [("greenhouse:acme", None), (None, "Slowly")]
    assert "in the background" in present_watches(made)
    assert (await watch(context, "Slowly")).watches[0].change == "known", "asked for again it is one watch still"
    boards.answers[PAGE.format("slowly")] = slow
    assert await look(context) == 2
    assert [one.source for one in await watches(context)] == ["greenhouse:acme", "greenhouse:slowly"]
    assert await listed(context) == 2


async def test_what_turns_out_to_be_watched_already_is_one_watch_with_the_wishes_of_both(
    context: Context, boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of("slowly", "Slowly Systems")
    boards.answers[PAGE.format("slowly")] = Reply(page, delay=3.0)
    monkeypatch.setitem(find_companies.__kwdefaults__, "seconds", 1.5)
    await watch(context, "Slowly", seniority=["staff"])
    boards.answers[PAGE.format("slowly")] = page
    await watch(context, "greenhouse:slowly")
    assert len(await watches(context)) == 2, "nobody can know yet"
    await look(context)
    assert [(one.name, one.source) for one in await watches(context)] == [
        ("staff roles at Slowly Systems", "greenhouse:slowly")
    ]


async def test_a_company_that_is_found_nowhere_is_not_looked_for_for_ever(
    context: Context, boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    boards.answers[PAGE.format("nowhere")] = Reply("not here", 404, delay=3.0)
    monkeypatch.setitem(find_companies.__kwdefaults__, "seconds", 1.5)
    await watch(context, "Nowhere")
    boards.answers.pop(PAGE.format("nowhere"))
    assert [await look(context) for _ in range(TRIES + 1)] == [1] * TRIES + [0]
    lost = (await watches(context))[0]
    assert lost.paused
    assert "no openings page of Nowhere" in (lost.trouble or "")


async def test_boards_that_could_not_say_are_not_told_as_having_no_page(context: Context, boards: Boards) -> None:
    boards.answers["boards-api.greenhouse.io/v1/boards/flaky/jobs"] = Reply(b"down for repairs", 500)
    with pytest.raises(ValidationError) as refused:
        await watch(context, "Flaky")
    assert "none of lever, ashby" in refused.value.message
    assert "greenhouse could not say" in refused.value.message
    assert "500" in refused.value.message


async def test_since_yesterday_is_since_yesterday_began(context: Context) -> None:
    now = datetime.now(UTC)
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    assert (await call(SHOW_NEW, context, ShowNew(hours=48))).since == today - timedelta(days=1)
    assert (await call(SHOW_NEW, context, ShowNew(hours=168))).since == today - timedelta(days=6)
    assert now - timedelta(hours=24, minutes=1) < (await call(SHOW_NEW, context, ShowNew())).since


async def test_what_is_new_leaves_out_what_is_closed_turned_down_or_blocked(context: Context, boards: Boards) -> None:
    titles = ["Closed Role", "Thumbed Role", "Dismissed Role", "Open Role"]
    jobs = [
        greenhouse_job(at, title, "acme", "Acme", "Berlin", text={"team": title}) for at, title in enumerate(titles)
    ]
    boards.answers[ACME] = greenhouse(*jobs)
    await watch(context, "Acme")
    assert await look(context) == 1
    assert {job.title for job in (await call(SHOW_NEW, context, ShowNew())).jobs} == set(titles)
    await call(RATE_JOB, context, RateJob(job="Thumbed Role", verdict="down"))
    await call(SET_JOB_STATUS, context, SetStatus(job="Dismissed Role", status="dismissed"))
    async with context.sessions() as session, session.begin():
        await session.execute(update(Posting).where(Posting.title == "Closed Role").values(closed_at=datetime.now(UTC)))
    assert [job.title for job in (await call(SHOW_NEW, context, ShowNew())).jobs] == ["Open Role"]
    await call(SET_WISHES, context, SetWishes(blocked_companies=["Acme Inc."]))
    assert (await call(SHOW_NEW, context, ShowNew())).jobs == []


async def test_what_is_found_is_matched_with_the_resume_and_told_best_first(context: Context, boards: Boards) -> None:
    resume = b"Robin Example\nrobin@example.com\n\nExperience\nBaker, Crumb, 2019 - present\n- Baked bread at night\n"
    parsed = read(resume, "resume.txt")
    [vector] = await LocalEmbedder().embed([parsed.text])
    stored = {"filename": "resume.txt", "content": resume, "parsed": parsed, "embedding": [float(x) for x in vector]}
    async with context.sessions() as session, session.begin():
        await save_resume(session, context.actor, PreparedResume.model_validate(stored))
    jobs = [greenhouse_job(at, title, "acme", "Acme", "Berlin") for at, title in enumerate(["Surveyor", "Baker"])]
    boards.answers[ACME] = greenhouse(*jobs)
    await watch(context, "Acme")
    await look(context)
    new = (await call(SHOW_NEW, context, ShowNew())).jobs
    assert [job.title for job in new] == ["Baker", "Surveyor"]
    assert all(job.score is not None for job in new)
