"""The engine, its sessions, and the schema's version."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from store.away import is_away
from store.embedded import EmbeddedPostgres
from store.errors import UnavailableError
from store.settings import Settings

Sessions = async_sessionmaker[AsyncSession]


# How pgvector scans its index: on and on until a filter has let enough rows through. Rows that come late are nearer
# now and then than those before them; a scan in strict order would leave them out (see store.vectors).
SCAN = {"hnsw.iterative_scan": "relaxed_order", "hnsw.ef_search": "60", "hnsw.max_scan_tuples": "200000"}


class Database:
    """One process's Postgres: the embedded server when nothing is set, else the one at `DATABASE_URL`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._embedded: EmbeddedPostgres | None = None
        self.url = ""
        self.engine: AsyncEngine
        self.sessions: Sessions

    async def open(self, *, migrate: bool = True) -> None:
        """Connect, starting the embedded server when there is no other, and bring the schema up to date.

        Raises UnavailableError when the server cannot be reached or its data is of a newer version.
        """
        external = self._settings.external_database
        if external is None:
            self._embedded = EmbeddedPostgres(self._settings.jobwright_home)
            external = self._embedded.start()
        self.url = external
        self.engine = make_engine(external, pool_size=self._settings.database_pool_size)
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        try:
            async with self.engine.connect() as connection:
                await connection.execute(text("select 1"))
        except (OSError, DBAPIError) as problem:
            if not is_away(problem):
                raise
            raise UnavailableError(
                f"Postgres cannot be reached: {problem}. Check DATABASE_URL, or unset it to use the embedded server.",
                code="DATABASE_UNREACHABLE",
            ) from problem
        if migrate:
            await upgrade(self.engine)

    async def close(self) -> None:
        """Close every connection and let go of the embedded server."""
        if self.url:
            await self.engine.dispose()
        if self._embedded is not None:
            self._embedded.stop()


def make_engine(url: str, *, pool_size: int = 20) -> AsyncEngine:
    """An asyncpg engine for a plain `postgresql://` address, reading and writing JSON with orjson."""
    return create_async_engine(
        url.replace("postgresql://", "postgresql+asyncpg://", 1),
        pool_size=pool_size,
        max_overflow=10,
        connect_args={"server_settings": SCAN},
        json_serializer=lambda value: orjson.dumps(value, default=str).decode(),
        json_deserializer=orjson.loads,
        hide_parameters=True,  # else the words of mails and resumes stand in every error, and so in the log
    )


def alembic_config() -> Config:
    """Alembic's configuration, from the installed package: no ini file to find."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return config


@cache
def _migrations() -> ScriptDirectory:
    return ScriptDirectory.from_config(alembic_config())


async def upgrade(engine: AsyncEngine, revision: str = "head") -> None:
    """Migrate to `revision`, one process at a time; data of a newer version is refused, not touched."""
    async with engine.connect() as connection:
        await connection.execute(text("select pg_advisory_lock(7205759403)"))
        try:
            await connection.run_sync(_upgrade, revision)
            await connection.commit()
        finally:
            await connection.rollback()
            await connection.execute(text("select pg_advisory_unlock(7205759403)"))


async def current_revision(engine: AsyncEngine) -> str | None:
    """The schema's revision, or None for an empty database."""
    async with engine.connect() as connection:
        return await connection.run_sync(lambda c: MigrationContext.configure(c).get_current_revision())


def _upgrade(connection: Connection, revision: str) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    script = _migrations()
    if current == script.get_current_head() and revision == "head":
        return
    config = alembic_config()
    config.attributes["connection"] = connection
    try:
        if current is not None:
            script.get_revision(current)
    except CommandError as problem:
        raise UnavailableError(
            f"This data folder was written by a newer Jobwright (schema {current}). "
            "Update the program, or point JOBWRIGHT_HOME or DATABASE_URL elsewhere; nothing was changed.",
            code="SCHEMA_TOO_NEW",
        ) from problem
    command.upgrade(config, revision)


@asynccontextmanager
async def transaction(sessions: Sessions) -> AsyncIterator[AsyncSession]:
    """A session that commits once at the end, or rolls back on any error."""
    async with sessions() as session, session.begin():
        yield session


async def ping(sessions: Sessions) -> None:
    """Ask the server for nothing; raises when it cannot be reached."""
    async with sessions() as session:
        await session.execute(text("select 1"))


async def fetch(session: AsyncSession, statement: str, *values: Any) -> list[Any]:
    """Run one statement on the session's connection through the driver alone; rows are asyncpg records.

    Placeholders are $1, $2 …; nothing is begun for it, so alone it costs one round trip.
    """
    raw = await (await session.connection()).get_raw_connection()
    driver: Any = raw.driver_connection
    rows: list[Any] = await driver.fetch(statement, *values)
    return rows


def literal(text: str) -> str:
    """The text as it stands, inside a LIKE pattern. Pure."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
