"""What the boards answered and how they fared: kept answers, the health of sources, findings of running searches."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Float, ForeignKey, Index, LargeBinary, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from store.actors import Actor
from store.base import Base
from store.errors import NotFoundError
from store.runs import Run


class BoardAnswer(Base):
    """The last good answer of one address, for asking "has it changed?" and for when the board is down."""

    __tablename__ = "board_answers"
    __table_args__ = (Index("ix_board_answers_fetched_at", "fetched_at"),)
    key: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    fetched_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Source(Base):
    """How one source has fared. `open_until`: nobody asks it before then, because it failed `failures` times in a row.

    `failures` counts since the last success; `name` is the board, and for company boards "board:company".
    `empty_since`: every answer since then held no posting.
    """

    __tablename__ = "sources"
    name: Mapped[str] = mapped_column(primary_key=True)
    board: Mapped[str]
    last_run_at: Mapped[datetime | None]
    last_ok_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    last_code: Mapped[str | None]
    failures: Mapped[int] = mapped_column(default=0)
    open_until: Mapped[datetime | None]
    empty_since: Mapped[datetime | None]
    runs: Mapped[int] = mapped_column(default=0)
    found: Mapped[int] = mapped_column(default=0)
    last_found: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[float | None] = mapped_column(Float)


class Finding(Base):
    """A posting that a search has found, until its run has ended: what was stated, and what became of it.

    `state`: found, saved (`posting_id` is its opening), or refused with the reason in `why`.
    """

    __tablename__ = "findings"
    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    external_id: Mapped[str] = mapped_column(primary_key=True)
    posting: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="found")
    why: Mapped[str | None]
    posting_id: Mapped[UUID | None]
    is_new: Mapped[bool | None]


async def kept_answer(session: AsyncSession, key: str) -> BoardAnswer | None:
    """The answer kept under a key: shared by all users, since the boards are public."""
    return await session.get(BoardAnswer, key)


async def keep_answer(session: AsyncSession, **values: Any) -> None:
    """Keep an answer in the place of the one before."""
    statement = insert(BoardAnswer).values(**values)
    fresh = {name: getattr(statement.excluded, name) for name in values if name != "key"}
    await session.execute(statement.on_conflict_do_update(index_elements=["key"], set_=fresh))


async def forget_answers(session: AsyncSession, *, older_than: timedelta) -> None:
    """Drop answers nobody has asked for in a while."""
    await session.execute(delete(BoardAnswer).where(BoardAnswer.fetched_at < func.now() - older_than))


async def sources(session: AsyncSession, names: Sequence[str] = ()) -> list[Source]:
    """How sources have fared, by name; all of them without names."""
    query = select(Source).order_by(Source.name)
    return list(await session.scalars(query.where(Source.name.in_(names)) if names else query))


async def note_success(session: AsyncSession, name: str, board: str, *, found: int, seconds: float) -> None:
    """A source answered: its breaker closes."""
    statement = insert(Source).values(
        name=name, board=board, last_run_at=func.now(), last_ok_at=func.now(), failures=0, runs=1, found=found,
        last_found=found, new=0, seconds=seconds, empty_since=None if found else func.now(),
    )  # fmt: skip
    fresh = {
        "last_run_at": func.now(), "last_ok_at": func.now(), "failures": 0, "open_until": None, "last_error": None,
        "last_code": None, "runs": Source.runs + 1, "found": Source.found + found, "last_found": found,
        "seconds": seconds, "empty_since": None if found else func.coalesce(Source.empty_since, func.now()),
    }  # fmt: skip
    await session.execute(statement.on_conflict_do_update(index_elements=["name"], set_=fresh))


async def note_failure(
    session: AsyncSession, name: str, board: str, *, code: str, error: str, breaks_at: int, closed_for: timedelta
) -> None:
    """A source failed: after `breaks_at` times in a row nobody asks it for `closed_for`, and longer each time."""
    statement = insert(Source).values(
        name=name, board=board, last_run_at=func.now(), failures=1, runs=1, found=0, last_found=0, new=0,
        last_error=error, last_code=code,
    )  # fmt: skip
    row = statement.on_conflict_do_update(
        index_elements=["name"],
        set_={
            "last_run_at": func.now(), "failures": Source.failures + 1, "runs": Source.runs + 1, "last_error": error,
            "last_code": code, "last_found": 0,
        },
    ).returning(Source.failures)  # fmt: skip
    failures = (await session.execute(row)).scalar_one()
    if failures >= breaks_at:
        wait = closed_for * min(2 ** (failures - breaks_at), 16)
        await session.execute(update(Source).where(Source.name == name).values(open_until=func.now() + wait))


async def ask_again(session: AsyncSession, name: str) -> None:
    """Let a source that has failed be asked at once, and count its failures afresh."""
    await session.execute(update(Source).where(Source.name == name).values(failures=0, open_until=None))


async def answered_since(session: AsyncSession, moment: datetime) -> bool:
    """Whether any source at all has answered since then."""
    return bool(await session.scalar(select(exists().where(Source.last_ok_at >= moment))))


async def note_new(session: AsyncSession, counts: Mapping[str, int]) -> None:
    """Count the openings that were new, by source."""
    for name, number in sorted(counts.items()):
        await session.execute(update(Source).where(Source.name == name).values(new=Source.new + number))


async def now(session: AsyncSession) -> datetime:
    """The time by the clock that says when copies were seen."""
    return (await session.execute(select(func.now()))).scalar_one()


async def add_findings(
    session: AsyncSession, actor: Actor, run_id: UUID, source: str, postings: Mapping[str, dict[str, Any]]
) -> None:
    """Write down what a source of a search answered, by its external id; what is there already stays.

    Raises NotFoundError when the search was stopped meanwhile.
    """
    await _check_running(session, actor, run_id)
    rows = [
        {"run_id": run_id, "source": source, "external_id": key, "posting": posting}
        for key, posting in postings.items()
    ]
    if rows:
        await session.execute(insert(Finding).on_conflict_do_nothing(), rows)


async def findings(session: AsyncSession, actor: Actor, run_id: UUID, *, state: str, limit: int) -> list[Finding]:
    """The next findings in that state, in a fixed order."""
    query = (
        select(Finding)
        .join(Run, Run.id == Finding.run_id)
        .where(Finding.run_id == run_id, Run.user_id == actor.user_id, Finding.state == state)
        .order_by(Finding.source, Finding.external_id)
        .limit(limit)
    )
    return list(await session.scalars(query))


async def settle_findings(
    session: AsyncSession, actor: Actor, run_id: UUID, outcomes: Sequence[Mapping[str, Any]]
) -> None:
    """Set values (state, why, posting, posting_id, is_new) of findings, each named by source and external_id.

    Raises NotFoundError when the search was stopped meanwhile.
    """
    await _check_running(session, actor, run_id)
    if outcomes:
        await session.execute(update(Finding), [{"run_id": run_id, **outcome} for outcome in outcomes])


async def found_postings(session: AsyncSession, actor: Actor, run_id: UUID) -> dict[UUID, bool]:
    """The openings a search has found: posting id -> whether it was new, counted once however many copies."""
    query = (
        select(Finding.posting_id, func.bool_or(Finding.is_new))
        .join(Run, Run.id == Finding.run_id)
        .where(Finding.run_id == run_id, Run.user_id == actor.user_id, Finding.posting_id.is_not(None))
        .group_by(Finding.posting_id)
    )
    return {row[0]: bool(row[1]) for row in await session.execute(query)}


async def count_findings(session: AsyncSession, actor: Actor, run_id: UUID) -> dict[str, int]:
    """How many findings are in each state."""
    query = (
        select(Finding.state, func.count())
        .join(Run, Run.id == Finding.run_id)
        .where(Finding.run_id == run_id, Run.user_id == actor.user_id)
        .group_by(Finding.state)
    )
    return {row[0]: row[1] for row in await session.execute(query)}


async def clear_findings(session: AsyncSession, actor: Actor, run_id: UUID) -> None:
    """Forget a run's findings; the openings they became stay."""
    await _check_mine(session, actor, run_id)
    await session.execute(delete(Finding).where(Finding.run_id == run_id))


async def _check_running(session: AsyncSession, actor: Actor, run_id: UUID) -> None:
    """That the run is the actor's and runs, which it does until this transaction ends: who stops it clears after."""
    mine = select(Run.id).where(Run.id == run_id, Run.user_id == actor.user_id, Run.status == "running")
    if await session.scalar(mine.with_for_update(read=True)) is None:
        raise NotFoundError("There is no such run any more.")


async def _check_mine(session: AsyncSession, actor: Actor, run_id: UUID) -> None:
    mine = select(Run.id).where(Run.id == run_id, Run.user_id == actor.user_id)
    if await session.scalar(mine) is None:
        raise NotFoundError("There is no such run.")
