"""What a person's own decisions teach about ranking: signals, and the weights learned from them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Float, ForeignKey, UniqueConstraint, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from store.actors import Actor
from store.base import Base, Keyed, Timestamped, new_id
from store.postings import Posting


class Signal(Keyed, Base):
    """One decision about one posting: `value` from -1 (not for me) to 1; `features` are the score's parts then."""

    __tablename__ = "signals"
    __table_args__ = (UniqueConstraint("user_id", "posting_id", "kind"),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    posting_id: Mapped[UUID] = mapped_column(ForeignKey("postings.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    value: Mapped[float] = mapped_column(Float)
    features: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RankingWeights(Timestamped, Base):
    """The weights of one user's ranking, learned from their signals; without a row the defaults hold."""

    __tablename__ = "ranking_weights"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    weights: Mapped[dict[str, Any]]
    signals: Mapped[int]


async def add_signal(
    session: AsyncSession, actor: Actor, posting_id: UUID, *, kind: str, value: float, features: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Write down a decision, in the place of an earlier one of its kind; returns that one's value and features."""
    before = await session.scalar(
        select(Signal).where(Signal.user_id == actor.user_id, Signal.posting_id == posting_id, Signal.kind == kind)
    )
    kept = None if before is None else {"value": before.value, "features": dict(before.features)}
    fresh = {"value": value, "features": dict(features)}
    statement = insert(Signal).values(id=new_id(), user_id=actor.user_id, posting_id=posting_id, kind=kind, **fresh)
    again = statement.on_conflict_do_update(index_elements=["user_id", "posting_id", "kind"], set_=fresh)
    await session.execute(again, execution_options={"populate_existing": True})
    if before is not None:
        await session.refresh(before)
    return kept


async def remove_signal(session: AsyncSession, actor: Actor, posting_id: UUID, kind: str) -> None:
    """Forget a decision; one that is not there is forgotten already."""
    mine = (Signal.user_id == actor.user_id, Signal.posting_id == posting_id, Signal.kind == kind)
    await session.execute(delete(Signal).where(*mine))


async def signals(session: AsyncSession, actor: Actor) -> list[Signal]:
    """The actor's decisions, in the order of their postings and kinds, so that learning comes out the same."""
    query = select(Signal).where(Signal.user_id == actor.user_id).order_by(Signal.posting_id, Signal.kind)
    return list(await session.scalars(query))


async def weights(session: AsyncSession, actor: Actor) -> RankingWeights | None:
    """The weights learned for the actor, None while the defaults hold."""
    query = select(RankingWeights).where(RankingWeights.user_id == actor.user_id)
    return (await session.scalars(query, execution_options={"populate_existing": True})).one_or_none()


async def save_weights(session: AsyncSession, actor: Actor, found: Mapping[str, float], *, rest_on: int) -> None:
    """Keep the weights, and how many signals they rest on."""
    values = {"weights": dict(found), "signals": rest_on}
    statement = insert(RankingWeights).values(user_id=actor.user_id, **values)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["user_id"], set_={**values, "updated_at": func.now()})
    )


async def reset(session: AsyncSession, actor: Actor) -> list[dict[str, Any]]:
    """Forget every decision and the weights; returns the decisions, for taking this back."""
    kept = [
        {"posting_id": str(row.posting_id), "kind": row.kind, "value": row.value, "features": dict(row.features)}
        for row in await signals(session, actor)
    ]
    await session.execute(delete(Signal).where(Signal.user_id == actor.user_id))
    await session.execute(delete(RankingWeights).where(RankingWeights.user_id == actor.user_id))
    return kept


async def restore(session: AsyncSession, actor: Actor, kept: Sequence[Mapping[str, Any]]) -> None:
    """Bring forgotten decisions back; those about postings that are gone stay forgotten."""
    for row in kept:
        if await session.scalar(select(Posting.id).where(Posting.id == UUID(row["posting_id"]))):
            await add_signal(
                session, actor, UUID(row["posting_id"]), kind=row["kind"], value=row["value"], features=row["features"]
            )


async def found_by(session: AsyncSession, actor: Actor, job_id: UUID) -> UUID | None:
    """The run of the search that put a job on the actor's list, if one did."""
    # By text, because the jobs' own queries look at signals.
    statement = text("select found_by from jobs where id = :job and user_id = :user")
    found: UUID | None = await session.scalar(statement, {"job": job_id, "user": actor.user_id})
    return found
