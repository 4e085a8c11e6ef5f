"""Conversations and their messages: the transcript that people see, kept apart from any graph's state."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from store.actors import Actor
from store.base import Base, Keyed, Timestamped, new_id
from store.errors import NotFoundError
from store.pagination import Page, PageRequest, encode_cursor


class Conversation(Keyed, Timestamped, Base):
    """One chat of one user, bound to an area or open to all of them."""

    __tablename__ = "conversations"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    area: Mapped[str | None]


class Message(Keyed, Base):
    """One line of the transcript. `steps` are the tool calls of an assistant's turn with their results."""

    __tablename__ = "messages"
    __table_args__ = (Index("ix_messages_conversation_id_id", "conversation_id", "id"),)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    run_id: Mapped[UUID | None]
    role: Mapped[str]
    content: Mapped[str]
    attachments: Mapped[list[Any]] = mapped_column(default=list)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


async def create(session: AsyncSession, actor: Actor, *, title: str, area: str | None) -> Conversation:
    """Start an empty conversation."""
    row = Conversation(id=new_id(), user_id=actor.user_id, title=title, area=area)
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return row


async def get(session: AsyncSession, actor: Actor, conversation_id: UUID) -> Conversation:
    """The actor's conversation, else NotFoundError."""
    query = select(Conversation).where(Conversation.id == conversation_id, Conversation.user_id == actor.user_id)
    row = (await session.scalars(query)).one_or_none()
    if row is None:
        raise NotFoundError("There is no such conversation.")
    return row


async def list_page(session: AsyncSession, actor: Actor, page: PageRequest) -> Page[Conversation]:
    """The actor's conversations, newest first."""
    mine = Conversation.user_id == actor.user_id
    query = select(Conversation).where(mine).order_by(Conversation.id.desc()).limit(page.limit + 1)
    if after := page.after():
        query = query.where(Conversation.id < UUID(after[-1]))
    rows = list(await session.scalars(query))
    total = await session.scalar(select(func.count()).where(mine)) or 0
    more = len(rows) > page.limit
    rows = rows[: page.limit]
    return Page(items=rows, next_cursor=encode_cursor(rows[-1].id) if more else None, total=total)


async def messages(
    session: AsyncSession, actor: Actor, conversation_id: UUID, *, last: int | None = None
) -> Sequence[Message]:
    """The transcript in order; with `last`, only its end."""
    query = select(Message).where(Message.conversation_id == conversation_id, Message.user_id == actor.user_id)
    if last is None:
        return list(await session.scalars(query.order_by(Message.id)))
    rows = list(await session.scalars(query.order_by(Message.id.desc()).limit(last)))
    return rows[::-1]


async def add_message(
    session: AsyncSession,
    actor: Actor,
    conversation_id: UUID,
    *,
    role: str,
    content: str,
    run_id: UUID | None = None,
    attachments: Sequence[Any] = (),
    steps: Sequence[dict[str, Any]] = (),
) -> Message:
    """Append one message and touch its conversation. The caller has checked that it is the actor's."""
    row = Message(
        id=new_id(), conversation_id=conversation_id, user_id=actor.user_id, role=role, content=content,
        run_id=run_id, attachments=list(attachments), steps=list(steps),
    )  # fmt: skip
    session.add(row)
    await session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id, Conversation.user_id == actor.user_id)
        .values(updated_at=func.now())
    )
    return row


async def remove(session: AsyncSession, actor: Actor, conversation_id: UUID) -> None:
    """Delete the conversation with its messages, else NotFoundError."""
    found = await session.execute(
        delete(Conversation)
        .where(Conversation.id == conversation_id, Conversation.user_id == actor.user_id)
        .returning(Conversation.id)
    )
    if found.one_or_none() is None:
        raise NotFoundError("There is no such conversation.")
