"""The statements of a chat turn, each one round trip: what a person waits for beside the model itself."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy.ext.asyncio import AsyncEngine

from store.actors import Actor
from store.base import new_id
from store.database import Sessions
from store.errors import ConflictError, NotFoundError
from store.zones import OWN

BEGIN = """
with spoken as (
  select id, title, area from conversations where id = $1 and user_id = $2
), started as (
  insert into conversations (id, user_id, title, area, created_at, updated_at)
  select $1, $2, $3, $4, now(), now() where $5 returning id, title, area
), home as (
  select * from spoken union all select * from started
), running as (
  insert into runs (id, user_id, kind, area, conversation_id, status, progress, input, attempts, unheard,
                    tokens_in, tokens_out, prompts)
  select $6, $2, 'turn', coalesce($4, home.area), home.id, 'running', 0, '{}', 1, false, 0, 0, '{}' from home
), said as (
  insert into messages (id, conversation_id, user_id, run_id, role, content, attachments, steps)
  select $7, home.id, $2, $6, 'user', $8, $9, '[]' from home
), touched as (
  update conversations set updated_at = now() where id = $1 and user_id = $2
)
select id, title, coalesce($4, area) as area from home
"""

RECENT = f"""
select id, role, content, attachments, steps, run_id, {OWN.format(user="$2")} as timezone from messages
where conversation_id = $1 and user_id = $2 order by id desc limit $3
"""

# Only the attempt that holds the run may end it, so a turn has one answer however many processes worked on it.
FINISH = """
with ended as (
  update runs set status = $7, error = $8, output = null, model = $9, tokens_in = tokens_in + $10,
    tokens_out = tokens_out + $11, cost = coalesce(cost + $12, cost, $12), prompts = $13, area = $14, unheard = $16,
    finished_at = now(), heartbeat_at = now(), updated_at = now()
  where id = $4 and user_id = $3 and status = 'running' and attempts = $15 returning id
), answered as (
  insert into messages (id, conversation_id, user_id, run_id, role, content, attachments, steps)
  select $1, $2, $3, $4, 'assistant', $5, '[]', $6 from ended
), touched as (
  update conversations set updated_at = now() where id = $2 and user_id = $3 and exists (select 1 from ended)
)
select id from ended
"""


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the transcript, as a model's history needs it."""

    id: UUID
    role: str
    content: str
    attachments: list[dict[str, Any]]
    steps: list[dict[str, Any]]
    run_id: UUID | None


@dataclass(frozen=True, slots=True)
class Ended:
    """How a turn ended; `cost` is in dollars, None when unknown."""

    status: str
    content: str
    steps: Sequence[dict[str, Any]]
    area: str
    model: str | None = None
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = None
    error: dict[str, Any] | None = None
    prompts: dict[str, str] | None = None


@asynccontextmanager
async def _driver(sessions: Sessions) -> AsyncIterator[Any]:
    """The driver's own connection: one statement, committed by itself."""
    engine: AsyncEngine = sessions.kw["bind"]
    connection = await engine.raw_connection()
    try:
        yield connection.driver_connection
    finally:
        connection.close()


def _json(value: Any) -> str:
    """JSON as SQLAlchemy's codec on the driver takes it; reading, the codec gives Python values back."""
    return orjson.dumps(value, default=str).decode()


async def begin(
    sessions: Sessions, actor: Actor, *, conversation_id: UUID | None, title: str, area: str | None, content: str,
    attachments: Sequence[dict[str, Any]],
) -> tuple[UUID, UUID, UUID, str, str | None]:  # fmt: skip
    """Write down a message and the run that will answer it, in a new conversation when none is named.

    Returns (run, conversation, message, title, area). Raises NotFoundError for a conversation that is not the
    actor's, ConflictError `BUSY` while a turn of it is running.
    """
    run_id, message_id, home = new_id(), new_id(), conversation_id or new_id()
    try:
        async with _driver(sessions) as driver:
            row = await driver.fetchrow(
                BEGIN, home, actor.user_id, title, area, conversation_id is None, run_id, message_id, content,
                _json(attachments),
            )  # fmt: skip
    except asyncpg.UniqueViolationError as problem:
        if problem.constraint_name != "ix_runs_one_turn_at_a_time":
            raise
        raise ConflictError("I am still answering. Wait, or cancel that first.", code="BUSY") from problem
    if row is None:
        raise NotFoundError("There is no such conversation.")
    return run_id, home, message_id, row["title"], row["area"]


async def recent(
    sessions: Sessions, actor: Actor, conversation_id: UUID, *, last: int
) -> tuple[list[Said], str | None]:
    """The newest messages of a conversation, oldest first, and the actor's time zone where it is known."""
    async with _driver(sessions) as driver:
        rows = await driver.fetch(RECENT, conversation_id, actor.user_id, last)
    said = [
        Said(row["id"], row["role"], row["content"], row["attachments"], row["steps"], row["run_id"])
        for row in reversed(rows)
    ]
    return said, rows[0]["timezone"] if rows else None


async def finish(
    sessions: Sessions, actor: Actor, conversation_id: UUID, run_id: UUID, ended: Ended, *, attempt: int, unheard: bool
) -> UUID | None:
    """Write the answer and the run's end together; returns the answer's id.

    None, and nothing is written, when the run is not this attempt's any more: taken over, ended, or deleted.
    """
    message_id = new_id()
    async with _driver(sessions) as driver:
        row = await driver.fetchrow(
            FINISH, message_id, conversation_id, actor.user_id, run_id, ended.content, _json(ended.steps), ended.status,
            _json(ended.error) if ended.error else None, ended.model, ended.tokens_in, ended.tokens_out, ended.cost,
            _json(ended.prompts or {}), ended.area, attempt, unheard,
        )  # fmt: skip
    return None if row is None else message_id
