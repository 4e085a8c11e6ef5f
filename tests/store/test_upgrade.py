"""A database of before openings were told apart: what is in it is known again, shown and filtered as if new."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest
from alembic import command
from sqlalchemy import Connection, func, select

from graphs.services import open_services
from store import applications, applications_listing
from store.database import alembic_config, make_engine, upgrade
from store.errors import AlreadyExistsError
from store.jobs import Job
from store.postings import Posting, PostingCopy
from store.settings import Settings
from tests.databases import address_of
from tests.peers.openings import text_of
from tools.context import Actor
from tools.insights.applications import analytics
from tools.jobs.boards.board import BoardPosting
from tools.jobs.parsing import parse_text
from tools.jobs.saving import content_hash, prepare, read_board_posting, save
from tools.jobs.schemas import AddJob
from tools.jobs.tools import ADD_JOB
from tools.registry import call

PASTED = "Python Developer\nBorealis GmbH · Leipzig, Germany\nEUR 70,000 - 80,000 a year\n\n" + (
    "Borealis builds billing systems for bakeries. You write Python services on Postgres and run them on Kubernetes. "
    "You bring five years of experience, fluent German and patience with tax law."
)
LINK = "https://boards.greenhouse.io/borealis/jobs/5"
USER = uuid4()


@pytest.fixture
async def old(postgres: str) -> AsyncIterator[str]:
    """The address of a database at revision 0001 with a private posting, a public one, and a job for each."""
    name = f"test_{uuid4().hex}"
    server = await asyncpg.connect(postgres)
    await server.execute(f"create database {name}")
    url = address_of(postgres, name)
    engine = make_engine(url)
    await upgrade(engine, "0001")
    await engine.dispose()
    connection = await asyncpg.connect(url)
    try:
        await _fill(connection)
    finally:
        await connection.close()
    yield url
    await server.execute(f"drop database {name} with (force)")
    await server.close()


async def _fill(connection: asyncpg.Connection) -> None:
    await connection.execute(
        "insert into users (id, email, username, role, is_active) values ($1, 'old@example.com', 'old', 'user', true)",
        USER,
    )
    pasted, linked = parse_text(PASTED), parse_text(f"Data Engineer\nBorealis\n\n{text_of(company='Borealis')}")
    for number, (owner, url, read) in enumerate(((USER, None, pasted), (None, LINK, linked)), 1):
        posting = uuid4()
        await connection.execute(
            "insert into postings (id, owner_id, source, url, title, company, location, salary, requirements, skills, "
            "language, text, content_hash) values ($1, $2, $3, $4, $5, $6, $7, $8, '[]', '[]', 'en', $9, $10)",
            posting, owner, read.source, url, read.title, read.company, read.location,
            read.salary.model_dump_json() if read.salary else None, read.text, content_hash(read),
        )  # fmt: skip
        await connection.execute(
            "insert into jobs (id, user_id, posting_id, number, status) values ($1, $2, $3, $4, 'saved')",
            uuid4(), USER, posting, number,
        )  # fmt: skip


async def test_what_was_saved_before_is_known_again(settings: Settings, old: str) -> None:
    upgraded = Settings(**{**settings.model_dump(exclude_unset=True), "database_url": old}, _env_file=None)
    async with open_services(upgraded) as services:
        context = services.acting_for(Actor(USER))
        with pytest.raises(AlreadyExistsError, match="job 1"):
            await call(ADD_JOB, context, AddJob(text=PASTED))
        board = BoardPosting(
            board="greenhouse", kind="company", external_id="5", company_token="borealis", title="Data Engineer",
            company="Borealis", text=parse_text(f"Data Engineer\nBorealis\n\n{text_of(company='Borealis')}").text,
            url=LINK, locations=["Berlin, Germany"],
        )  # fmt: skip
        prepared = await prepare(services.embedder, [read_board_posting(board)])
        async with services.sessions() as session, session.begin():
            saved = await save(session, context.actor, prepared)
        assert not saved[0].is_new
        async with services.sessions() as session:
            assert await session.scalar(select(func.count()).select_from(Posting)) == 2
            assert await session.scalar(select(func.count()).select_from(PostingCopy)) == 3
            mine = (await session.scalars(select(Posting).where(Posting.owner_id == USER))).one()
        assert (mine.pay_year_min, mine.pay_currency, mine.countries) == (70_000, "EUR", ["DE"])


async def test_starting_again_reads_nothing_again(settings: Settings, old: str) -> None:
    upgraded = Settings(**{**settings.model_dump(exclude_unset=True), "database_url": old}, _env_file=None)
    for _ in range(2):
        async with open_services(upgraded) as services, services.sessions() as session:
            assert await session.scalar(select(func.count()).select_from(PostingCopy)) == 2
            assert await session.scalar(select(func.count()).select_from(Job)) == 2


async def test_what_was_applied_to_before_has_an_application(settings: Settings, old: str) -> None:
    engine = make_engine(old)
    await upgrade(engine, "0005")
    await engine.dispose()
    connection = await asyncpg.connect(old)
    job = await connection.fetchval("update jobs set status = 'interviewing' where number = 1 returning id")
    await connection.execute(
        "insert into events (id, user_id, kind, subject, subject_id, data, created_at) "
        "values ($1, $2, 'job_status_change', 'job', $3, $4, '2026-03-04T05:06:07Z')",
        uuid4(), USER, job, '{"changed": {"status": "applied"}}',
    )  # fmt: skip
    await connection.close()
    upgraded = Settings(**{**settings.model_dump(exclude_unset=True), "database_url": old}, _env_file=None)
    async with open_services(upgraded) as services, services.sessions() as session:
        row = await applications.of_job(session, Actor(USER), job)
        assert row is not None
        assert (row.status, row.applied_at) == ("interviewing", datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC))
        (told,) = await applications.timeline(session, Actor(USER), row.id)
        assert (told.kind, told.to_status, told.at) == ("created", "interviewing", row.moved_at)
        assert await applications_listing.counts(session, Actor(USER)) == {"interviewing": 1}
        figures = await analytics(session, Actor(USER))
        assert (figures.response_rate.hits, figures.first_answer.answered, figures.first_answer.undated) == (1, 0, 1)
    engine = make_engine(old)
    async with engine.connect() as open_connection:
        await open_connection.run_sync(_downgrade)
        await open_connection.commit()
    await upgrade(engine)
    await engine.dispose()


def _downgrade(connection: Connection) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.downgrade(config, "0005")
