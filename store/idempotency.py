"""Answers kept under the client's Idempotency-Key, so that a repeated POST does nothing twice."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, and_, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from store.actors import Actor
from store.base import Base

KEPT = timedelta(hours=24)
# A process that was killed never answers; after this its key is free again.
WORKED_ON = timedelta(minutes=15)


class IdempotentAnswer(Base):
    """One answered request; `status` is None while it is still being worked on."""

    __tablename__ = "idempotent_answers"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    status: Mapped[int | None]
    media_type: Mapped[str | None]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


async def claim(session: AsyncSession, actor: Actor, key: str, fingerprint: str) -> IdempotentAnswer | None:
    """Reserve the key for this request; returns None when it was free, else the earlier request's row."""
    made_at = IdempotentAnswer.created_at
    stale = or_(made_at < func.now() - KEPT, and_(IdempotentAnswer.status.is_(None), made_at < func.now() - WORKED_ON))
    await session.execute(delete(IdempotentAnswer).where(IdempotentAnswer.user_id == actor.user_id, stale))
    row = insert(IdempotentAnswer).values(user_id=actor.user_id, key=key, fingerprint=fingerprint)
    made = await session.execute(row.on_conflict_do_nothing().returning(IdempotentAnswer.key))
    if made.one_or_none() is not None:
        return None
    query = select(IdempotentAnswer).where(IdempotentAnswer.user_id == actor.user_id, IdempotentAnswer.key == key)
    return (await session.scalars(query)).one()


async def answer(session: AsyncSession, actor: Actor, key: str, *, status: int, media_type: str, body: bytes) -> None:
    """Keep the answer for whoever asks again with this key."""
    await session.execute(
        update(IdempotentAnswer)
        .where(IdempotentAnswer.user_id == actor.user_id, IdempotentAnswer.key == key)
        .values(status=status, media_type=media_type, body=body)
    )


async def release(session: AsyncSession, actor: Actor, key: str) -> None:
    """Free the key of a request that failed, so that it can be tried again."""
    await session.execute(
        delete(IdempotentAnswer).where(IdempotentAnswer.user_id == actor.user_id, IdempotentAnswer.key == key)
    )
