"""Runs: chat turns and pipelines. The row is the truth; a run whose heartbeat stopped is taken up again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Float, ForeignKey, Index, UniqueConstraint, case, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from store.actors import Actor
from store.base import Base, Keyed, Timestamped, new_id
from store.errors import ConflictError, NotFoundError
from store.pagination import Page, PageRequest, encode_cursor

RunStatus = Literal["queued", "running", "waiting", "completed", "failed", "cancelled"]
ALIVE: tuple[RunStatus, ...] = ("queued", "running")


class Run(Keyed, Timestamped, Base):
    """One execution of a graph. `thread_id` names its checkpoints; `waiting` means a person has to answer."""

    __tablename__ = "runs"
    __table_args__ = (
        UniqueConstraint("user_id", "idempotency_key"),
        Index("ix_runs_user_id_id", "user_id", "id"),
        Index("ix_runs_conversation_id", "conversation_id"),
        Index(
            "ix_runs_one_turn_at_a_time", "conversation_id", unique=True,
            postgresql_where=text("kind = 'turn' and status in ('queued', 'running')"),
        ),
        Index("ix_runs_alive", "heartbeat_at", postgresql_where=text("status in ('queued', 'running')")),
        Index("ix_runs_waiting", "heartbeat_at", postgresql_where=text("status = 'waiting'")),
    )  # fmt: skip
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str]
    area: Mapped[str | None]
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    status: Mapped[str]
    progress: Mapped[float] = mapped_column(default=0.0)
    step: Mapped[str | None]
    input: Mapped[dict[str, Any]] = mapped_column(default=dict)
    output: Mapped[dict[str, Any] | None]
    error: Mapped[dict[str, Any] | None]
    attempts: Mapped[int] = mapped_column(default=1)
    heartbeat_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]
    unheard: Mapped[bool] = mapped_column(default=False)
    idempotency_key: Mapped[str | None]
    model: Mapped[str | None]
    tokens_in: Mapped[int] = mapped_column(default=0)
    tokens_out: Mapped[int] = mapped_column(default=0)
    cost: Mapped[float | None] = mapped_column(Float)
    prompts: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @property
    def thread_id(self) -> str:
        """The LangGraph thread of this run."""
        return str(self.id)


class ToolCall(Base):
    """A write that a run has made, saved in its transaction, so that a run taken up again repeats nothing."""

    __tablename__ = "tool_calls"
    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str]
    name: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]


async def create(
    session: AsyncSession,
    actor: Actor,
    *,
    kind: str,
    area: str | None = None,
    conversation_id: UUID | None = None,
    data: dict[str, Any] | None = None,
    status: RunStatus = "running",
    run_id: UUID | None = None,
) -> Run:
    """Write down that a run begins, before it does."""
    row = Run(
        id=run_id or new_id(), user_id=actor.user_id, kind=kind, area=area, conversation_id=conversation_id,
        status=status, input=data or {},
    )  # fmt: skip
    session.add(row)
    return row


async def get(session: AsyncSession, actor: Actor, run_id: UUID) -> Run:
    """The actor's run as it is now, else NotFoundError."""
    query = select(Run).where(Run.id == run_id, Run.user_id == actor.user_id)
    row = (await session.scalars(query.execution_options(populate_existing=True))).one_or_none()
    if row is None:
        raise NotFoundError("There is no such run.")
    return row


async def latest_turns(session: AsyncSession, actor: Actor, conversation_id: UUID, *, limit: int = 20) -> Sequence[Run]:
    """The newest turns of a conversation, newest first."""
    query = (
        select(Run)
        .where(Run.conversation_id == conversation_id, Run.user_id == actor.user_id, Run.kind == "turn")
        .order_by(Run.id.desc())
        .limit(limit)
    )
    return list(await session.scalars(query))


async def finish(session: AsyncSession, actor: Actor, run_id: UUID, *, attempt: int, **values: Any) -> bool:
    """End a run that this attempt works on; False when it was stopped meanwhile, or another attempt has it."""
    mine = (Run.id == run_id) & (Run.user_id == actor.user_id) & (Run.attempts == attempt) & (Run.status == "running")
    query = update(Run).where(mine).values(finished_at=func.now(), heartbeat_at=func.now(), **values)
    return (await session.execute(query.returning(Run.id))).one_or_none() is not None


async def cancel(session: AsyncSession, actor: Actor, run_id: UUID) -> bool:
    """Cancel a run that has not ended; False when it has."""
    mine = (Run.id == run_id) & (Run.user_id == actor.user_id) & Run.status.in_((*ALIVE, "waiting"))
    query = update(Run).where(mine).values(status="cancelled", finished_at=func.now(), heartbeat_at=func.now())
    return (await session.execute(query.returning(Run.id))).one_or_none() is not None


async def set_progress(session: AsyncSession, actor: Actor, run_id: UUID, *, progress: float, step: str | None) -> None:
    """Say how far (0 to 1) a running run is and what it does; one that has ended stays as it is."""
    mine = (Run.id == run_id) & (Run.user_id == actor.user_id) & (Run.status == "running")
    await session.execute(update(Run).where(mine).values(progress=progress, step=step, heartbeat_at=func.now()))


async def create_once(
    session: AsyncSession, actor: Actor, *, kind: str, area: str, key: str, data: dict[str, Any]
) -> UUID | None:
    """Write a queued run down unless one with this key was; its id, or None when it was there already."""
    statement = insert(Run).values(
        id=new_id(), user_id=actor.user_id, kind=kind, area=area, status="queued", input=data, idempotency_key=key,
        progress=0.0, attempts=1, unheard=False, tokens_in=0, tokens_out=0, prompts={},
    )  # fmt: skip
    made = statement.on_conflict_do_nothing(index_elements=["user_id", "idempotency_key"]).returning(Run.id)
    return (await session.execute(made)).scalar_one_or_none()


async def list_page(
    session: AsyncSession, actor: Actor, page: PageRequest, *, kinds: Sequence[str], status: str | None = None
) -> Page[Run]:
    """The actor's runs of these kinds, newest first."""
    mine = [Run.user_id == actor.user_id, Run.kind.in_(kinds)]
    if status is not None:
        mine.append(Run.status == status)
    shown = [*mine, Run.id < UUID(after[-1])] if (after := page.after()) else mine
    query = select(Run).where(*shown).order_by(Run.id.desc()).limit(page.limit + 1)
    rows = list(await session.scalars(query))
    total = await session.scalar(select(func.count()).select_from(Run).where(*mine)) or 0
    more = len(rows) > page.limit
    rows = rows[: page.limit]
    return Page(items=rows, next_cursor=encode_cursor(rows[-1].id) if more else None, total=total)


async def pages_asked(session: AsyncSession, actor: Actor) -> set[str]:
    """The companies' pages (board:token) that the actor's own searches have named."""
    query = text(
        "select distinct source from runs, jsonb_array_elements_text(input->'wanted'->'sources') source "
        "where user_id = :user and jsonb_typeof(input->'wanted'->'sources') = 'array' and source like '%:%'"
    )
    return set((await session.execute(query, {"user": actor.user_id})).scalars())


async def waiting_in_queue(session: AsyncSession) -> int:
    """How many pipeline runs nobody works on yet, of all users: the depth of the queue."""
    query = select(func.count()).select_from(Run).where(Run.status == "queued", Run.kind != "turn")
    return await session.scalar(query) or 0


async def beat(session: AsyncSession, run_id: UUID, *, attempt: int) -> bool:
    """Say that this attempt still works on its run; False when another one took it over, or it has ended or gone."""
    mine = (Run.id == run_id) & (Run.attempts == attempt) & (Run.status == "running")
    query = update(Run).where(mine).values(heartbeat_at=func.now()).returning(Run.id)
    return (await session.execute(query)).one_or_none() is not None


async def claim_stalled(session: AsyncSession, *, silent_for: timedelta, limit: int = 20) -> Sequence[Run]:
    """Take over runs whose process has gone silent, or that nobody has begun; each goes to one caller.

    Having waited in the queue is no attempt. For the recovery, for all users.
    """
    query = (
        select(Run)
        .where(Run.status.in_(ALIVE), Run.heartbeat_at < func.now() - silent_for)
        .order_by(Run.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = list(await session.scalars(query))
    for row in rows:
        row.heartbeat_at = func.now()
        row.attempts += row.status == "running"
        row.status = "running"
    return rows


async def finished_threads(session: AsyncSession, *, older_than: timedelta, limit: int = 200) -> Sequence[str]:
    """Threads with checkpoints whose run ended a while ago, or is gone. For the recovery, for all users."""
    query = text(
        "select c.thread_id from (select distinct thread_id from langgraph.checkpoints) c "
        "left join runs r on r.id = c.thread_id::uuid where r.id is null or "
        "(r.status in ('completed', 'failed', 'cancelled') and r.finished_at < now() - make_interval(secs => :age)) "
        "limit :limit"
    )
    rows = await session.execute(query, {"age": older_than.total_seconds(), "limit": limit})
    return [row[0] for row in rows]


async def claim(session: AsyncSession, actor: Actor, run_id: UUID, *, silent_for: timedelta) -> bool:
    """Take a queued run, or one that has gone silent; False when somebody works on it or it has ended."""
    stalled = (Run.status == "running") & (Run.heartbeat_at < func.now() - silent_for)
    attempts = case((Run.status == "running", Run.attempts + 1), else_=Run.attempts)
    query = (
        update(Run)
        .where(Run.id == run_id, Run.user_id == actor.user_id, (Run.status == "queued") | stalled)
        .values(status="running", heartbeat_at=func.now(), attempts=attempts)
    )
    return (await session.execute(query.returning(Run.id))).one_or_none() is not None


async def call_made(session: AsyncSession, actor: Actor, run_id: UUID, call_id: str) -> ToolCall | None:
    """The ledger's entry for this call, when the run has already made it."""
    query = (
        select(ToolCall)
        .join(Run, Run.id == ToolCall.run_id)
        .where(ToolCall.run_id == run_id, ToolCall.call_id == call_id, Run.user_id == actor.user_id)
    )
    return (await session.scalars(query)).one_or_none()


async def record_call(
    session: AsyncSession, actor: Actor, run_id: UUID, *, call_id: str, name: str,
    arguments: dict[str, Any], result: dict[str, Any],
) -> None:  # fmt: skip
    """Write the result of a tool call into the run's ledger, in the transaction of its effect.

    Raises ConflictError when another attempt at the run has made the same call meanwhile: the effect rolls back.
    """
    # Parallel calls of one run take their positions one after the other.
    mine = select(Run.id).where(Run.id == run_id, Run.user_id == actor.user_id).with_for_update()
    if await session.scalar(mine) is None:
        raise NotFoundError("There is no such run.")
    if await call_made(session, actor, run_id, call_id) is not None:
        raise ConflictError("This has been done already.", code="CALL_MADE")
    position = await session.scalar(select(func.count()).where(ToolCall.run_id == run_id)) or 0
    await session.execute(
        insert(ToolCall).values(
            run_id=run_id, position=position, call_id=call_id, name=name, arguments=arguments, result=result
        )
    )


async def calls_made(session: AsyncSession, actor: Actor, run_id: UUID) -> Sequence[ToolCall]:
    """The writes that this run has already made, in order."""
    query = (
        select(ToolCall)
        .join(Run, Run.id == ToolCall.run_id)
        .where(ToolCall.run_id == run_id, Run.user_id == actor.user_id)
        .order_by(ToolCall.position)
    )
    return list(await session.scalars(query))


async def go_on(
    session: AsyncSession, actor: Actor, run_id: UUID, *, data: dict[str, Any], status: RunStatus = "running"
) -> bool:
    """Set a waiting run running (or queued) again with the decision in `data`; False when it waits no longer.

    Raises ConflictError `BUSY` while another turn of its conversation is running.
    """
    query = (
        update(Run)
        .where(Run.id == run_id, Run.user_id == actor.user_id, Run.status == "waiting")
        .values(status=status, input=data, heartbeat_at=func.now())
    )
    try:
        return (await session.execute(query.returning(Run.id))).one_or_none() is not None
    except IntegrityError as problem:
        raise ConflictError("I am still answering. Wait, or cancel that first.", code="BUSY") from problem


async def leave_decision(session: AsyncSession, actor: Actor, run_id: UUID, *, data: dict[str, Any]) -> bool:
    """Leave a decision in the `data` of a run that is being worked on; False when it waits by now, or has ended."""
    mine = (Run.id == run_id) & (Run.user_id == actor.user_id) & Run.status.in_(ALIVE)
    return (
        await session.execute(update(Run).where(mine).values(input=data).returning(Run.id))
    ).one_or_none() is not None


async def wait(
    session: AsyncSession, actor: Actor, run_id: UUID, asks: dict[str, Any], *, tokens_in: int = 0,
    tokens_out: int = 0, cost: float | None = None,
) -> bool:  # fmt: skip
    """Leave a running run waiting for the answer to what it asks, and add what it has used; False when it has ended."""
    mine = (Run.id == run_id) & (Run.user_id == actor.user_id) & (Run.status == "running")
    used = {"tokens_in": Run.tokens_in + tokens_in, "tokens_out": Run.tokens_out + tokens_out}
    spent = {} if cost is None else {"cost": func.coalesce(Run.cost, 0.0) + cost}
    query = update(Run).where(mine).values(status="waiting", output=asks, heartbeat_at=func.now(), **used, **spent)
    return (await session.execute(query.returning(Run.id))).one_or_none() is not None


async def claim_unanswered(session: AsyncSession, *, waited_for: timedelta, limit: int) -> Sequence[Run]:
    """Take the pipeline runs that have waited that long for an answer, and give each the answer that none came.

    Each goes to one caller, queued. For the recovery, for all users.
    """
    query = (
        select(Run)
        .where(Run.status == "waiting", Run.kind != "turn", Run.heartbeat_at < func.now() - waited_for)
        .order_by(Run.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = list(await session.scalars(query))
    for row in rows:
        silence = {"question_id": (row.output or {}).get("question_id"), "answer": None}
        row.input = {**row.input, "decisions": [*row.input.get("decisions", []), silence]}
        row.status, row.heartbeat_at = "queued", func.now()
    return rows


async def mark_unheard(session: AsyncSession, actor: Actor, run_id: UUID, unheard: bool) -> None:
    """Say whether a turn's end still has to be told to who comes back."""
    await session.execute(update(Run).where(Run.id == run_id, Run.user_id == actor.user_id).values(unheard=unheard))


async def threads_of(session: AsyncSession, actor: Actor, conversation_id: UUID) -> Sequence[str]:
    """The LangGraph threads of a conversation's turns."""
    query = select(Run.id).where(Run.conversation_id == conversation_id, Run.user_id == actor.user_id)
    return [str(run_id) for run_id in await session.scalars(query)]


async def unheard_turns(session: AsyncSession, actor: Actor, conversation_id: UUID) -> Sequence[UUID]:
    """Turns that ended while nobody listened, oldest first; from now on they count as heard."""
    query = (
        update(Run)
        .where(Run.conversation_id == conversation_id, Run.user_id == actor.user_id, Run.unheard)
        .values(unheard=False)
        .returning(Run.id)
    )
    return sorted((await session.execute(query)).scalars())
