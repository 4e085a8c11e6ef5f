"""LangGraph's saver over Postgres, in a schema of its own that Alembic leaves alone."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata, CheckpointTuple
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

SCHEMA = "langgraph"
Pool = AsyncConnectionPool[AsyncConnection[DictRow]]


class Checkpoints:
    """A pool of connections and a saver for every turn.

    The saver holds one lock around each of its queries, so one shared saver would run all chats one
    behind the other; a saver of its own costs a turn nothing and shares only the pool.
    """

    def __init__(self, url: str, *, pool_size: int = 16) -> None:
        self._pool: Pool = AsyncConnectionPool(
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
        """A saver for one run, which saves as the graph goes."""
        return AsyncPostgresSaver(self._pool, serde=JsonPlusSerializer())

    def held_saver(self, *, fresh: bool) -> "HeldSaver":
        """A saver for one turn, which saves only when told to."""
        return HeldSaver(self._pool, fresh=fresh)

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


class HeldSaver(AsyncPostgresSaver):
    """Holds what a graph saves until it is known to be needed: only a turn that asks the person is gone on with.

    A finished turn is in the transcript and a killed one begins again from its ledger, so their checkpoints
    would be written, read by nobody and deleted. `fresh` spares the look for a checkpoint that cannot be there.
    """

    def __init__(self, pool: Pool, *, fresh: bool) -> None:
        super().__init__(pool, serde=JsonPlusSerializer())
        self._fresh = fresh
        self._held: list[Callable[[], Awaitable[Any]]] = []

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """The thread's latest checkpoint."""
        return None if self._fresh else await super().aget_tuple(config)

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Hold a checkpoint."""
        self._held.append(partial(super().aput, config, checkpoint, metadata, new_versions))
        place = config["configurable"]
        return {
            "configurable": {
                "thread_id": place["thread_id"],
                "checkpoint_ns": place["checkpoint_ns"],
                "checkpoint_id": checkpoint["id"],
            }
        }

    async def aput_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Hold a task's writes."""
        self._held.append(partial(super().aput_writes, config, writes, task_id, task_path))

    async def keep(self) -> None:
        """Save what was held, in its order."""
        held, self._held = self._held, []
        for save in held:
            await save()
