"""LangGraph's saver over Postgres, in a schema of its own that Alembic leaves alone."""

import asyncio
from collections.abc import Sequence

from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

SCHEMA = "langgraph"


class Checkpoints:
    """A pool of connections and a saver for every turn.

    The saver holds one lock around each of its queries, so one shared saver would run all chats one
    behind the other; a saver of its own costs a turn nothing and shares only the pool.
    """

    def __init__(self, url: str, *, pool_size: int = 16) -> None:
        self._pool: AsyncConnectionPool[AsyncConnection[DictRow]] = AsyncConnectionPool(
            url,
            min_size=1,
            max_size=pool_size,
            open=False,
            kwargs={
                "autocommit": True,
                "prepare_threshold": 0,
                "row_factory": dict_row,
                "options": f"-c search_path={SCHEMA}",
            },
        )

    async def open(self) -> None:
        """Connect, and make or migrate the saver's tables."""
        await self._pool.open(wait=True)
        async with self._pool.connection() as connection:
            # Waiting inside a statement would hold a snapshot that `create index concurrently` waits for.
            while not await _locked(connection):
                await asyncio.sleep(0.05)
            try:
                await connection.execute(f"create schema if not exists {SCHEMA}")
                await AsyncPostgresSaver(connection).setup()
            finally:
                await connection.execute("select pg_advisory_unlock(7205759404)")

    def saver(self) -> AsyncPostgresSaver:
        """A saver for one turn or run."""
        return AsyncPostgresSaver(self._pool, serde=JsonPlusSerializer())

    async def forget(self, thread_ids: Sequence[str]) -> None:
        """Delete every checkpoint of these threads."""
        if thread_ids:
            await self.saver().aprune(list(thread_ids), strategy="delete")

    async def close(self) -> None:
        """Close the pool."""
        await self._pool.close()


async def _locked(connection: AsyncConnection[DictRow]) -> bool:
    cursor = await connection.execute("select pg_try_advisory_lock(7205759404) as locked")
    row = await cursor.fetchone()
    return row is not None and bool(row["locked"])
