"""Mails as they were fetched, and how they stand here and at their mailbox."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Computed,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import TSVECTOR, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, undefer

from store.actors import Actor
from store.base import Base, Keyed, Timestamped
from store.errors import NotFoundError
from store.pagination import Page, PageRequest, encode_cursor, invalid_cursor


class EmailMessage(Keyed, Timestamped, Base):
    """One mail of one source. `raw` is its MIME text, compressed.

    `state`: new (fetched), unsure (an alert that no parser could read), read (its postings or reply are known), acted
    (what follows from them was done).
    `kind`: alert, a reply's class, receipt, invitation, parcel, newsletter, promotion, security, personal, sent, other.
    `outcome`: postings, nothing, changed (a known alert with nothing in it, where there always was), reply.
    `pending` are changes that the source has not been told yet. `dated_at` orders the list: when it was sent.
    """

    __tablename__ = "email_messages"
    __table_args__ = (
        UniqueConstraint("user_id", "number"),
        UniqueConstraint("source_id", "external_id"),
        UniqueConstraint("source_id", "message_id"),
        Index("ix_email_messages_list", "user_id", "dated_at", "id"),
        Index("ix_email_messages_thread", "user_id", "thread"),
        Index("ix_email_messages_state", "source_id", "state", postgresql_where=text("state <> 'acted'")),
        Index("ix_email_messages_pending", "source_id", postgresql_where=text("jsonb_array_length(pending) > 0")),
        Index("ix_email_messages_search", "search", postgresql_using="gin"),
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    source_id: Mapped[UUID] = mapped_column(ForeignKey("email_sources.id", ondelete="CASCADE"))
    number: Mapped[int]
    external_id: Mapped[str]
    message_id: Mapped[str]
    thread: Mapped[str]
    subject: Mapped[str]
    sender_address: Mapped[str]
    sender_name: Mapped[str | None]
    recipients: Mapped[list[Any]] = mapped_column(default=list)
    references: Mapped[list[Any]] = mapped_column(default=list)
    sent_at: Mapped[datetime | None]
    dated_at: Mapped[datetime]
    snippet: Mapped[str]
    text: Mapped[str] = mapped_column(deferred=True)
    raw: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int]
    labels: Mapped[list[Any]] = mapped_column(default=list)
    attachments: Mapped[list[Any]] = mapped_column(default=list)
    unsubscribe: Mapped[str | None]
    is_read: Mapped[bool] = mapped_column(default=False)
    is_starred: Mapped[bool] = mapped_column(default=False)
    is_archived: Mapped[bool] = mapped_column(default=False)
    is_sent: Mapped[bool] = mapped_column(default=False)
    deleted_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    needs_answer: Mapped[bool] = mapped_column(default=False)
    pending: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(default="new")
    kind: Mapped[str] = mapped_column(default="other")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    parser: Mapped[str | None]
    board: Mapped[str | None]
    confidence: Mapped[float | None] = mapped_column(Float)
    found: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str | None]
    problem: Mapped[str | None]
    search: Mapped[Any] = mapped_column(
        TSVECTOR,
        Computed(
            "to_tsvector('simple', coalesce(subject, '') || ' ' || coalesce(sender_name, '') || ' ' || "
            "replace(sender_address, '@', ' ') || ' ' || left(coalesce(text, ''), 100000))",
            persisted=True,
        ),
        deferred=True,
    )


def mine(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Whose messages may be seen: the actor's."""
    return (EmailMessage.user_id == actor.user_id,)


# What the mailbox says of a mail; it may differ each time it is fetched.
AT_SOURCE = ("external_id", "labels", "is_read", "is_starred", "is_archived", "deleted_at")


async def known(session: AsyncSession, actor: Actor, source_id: UUID, external_ids: Sequence[str]) -> set[str]:
    """Which of these the source's messages are there already."""
    query = select(EmailMessage.external_id).where(
        EmailMessage.source_id == source_id, EmailMessage.user_id == actor.user_id,
        EmailMessage.external_id.in_(external_ids),
    )  # fmt: skip
    return set(await session.scalars(query)) if external_ids else set()


async def add(session: AsyncSession, actor: Actor, rows: Sequence[Mapping[str, Any]]) -> int:
    """Keep messages, the oldest first, each with the next number; returns how many are new.

    One whose Message-ID is there is only found again under its new id, and its state at the mailbox is taken over
    unless the person has changed it here meanwhile.
    """
    await session.execute(text("select pg_advisory_xact_lock(hashtextextended(:key, 10))"), {"key": str(actor.user_id)})
    by_id = {(row["source_id"], row["message_id"]): row for row in rows}
    there = await _there(session, actor, by_id)
    last = await session.scalar(select(func.max(EmailMessage.number)).where(*mine(actor))) or 0
    await _free_places(session, actor, rows)
    new = sorted((row for key, row in by_id.items() if key not in there), key=lambda row: row["dated_at"])
    if new:
        numbered = [{**row, "user_id": actor.user_id, "number": last + at} for at, row in enumerate(new, 1)]
        await session.execute(insert(EmailMessage), numbered)
    for key in there:
        await _find_again(session, actor, by_id[key])
    return len(new)


async def _free_places(session: AsyncSession, actor: Actor, rows: Sequence[Mapping[str, Any]]) -> None:
    """Where the mailbox held another mail in one of these places, as in a file written anew, that one is gone."""
    for row in rows:
        place = (EmailMessage.source_id == row["source_id"]) & (EmailMessage.external_id == row["external_id"])
        other = update(EmailMessage).where(place, EmailMessage.message_id != row["message_id"], *mine(actor))
        await session.execute(other.values(external_id=func.concat("gone:", EmailMessage.id)))


async def _there(
    session: AsyncSession, actor: Actor, wanted: Mapping[tuple[UUID, str], Mapping[str, Any]]
) -> list[tuple[UUID, str]]:
    """Those (source, Message-ID) that are there already."""
    query = select(EmailMessage.source_id, EmailMessage.message_id).where(
        EmailMessage.source_id.in_({source for source, _ in wanted}),
        EmailMessage.message_id.in_([message_id for _, message_id in wanted]), *mine(actor),
    )  # fmt: skip
    return [key for row in await session.execute(query) if (key := (row[0], row[1])) in wanted]


async def _find_again(session: AsyncSession, actor: Actor, row: Mapping[str, Any]) -> None:
    query = update(EmailMessage).where(
        EmailMessage.source_id == row["source_id"], EmailMessage.message_id == row["message_id"],
        *mine(actor),
    )  # fmt: skip
    await session.execute(query.values(external_id=row["external_id"]))
    untouched = query.where(func.jsonb_array_length(EmailMessage.pending) == 0)
    await session.execute(untouched.values({name: row[name] for name in AT_SOURCE}))


async def set_state(
    session: AsyncSession, actor: Actor, source_id: UUID, external_id: str, values: Mapping[str, Any]
) -> bool:
    """Take over a message's state at its source, unless the person has changed it here meanwhile."""
    query = (
        update(EmailMessage)
        .where(
            EmailMessage.source_id == source_id, EmailMessage.external_id == external_id,
            EmailMessage.user_id == actor.user_id, func.jsonb_array_length(EmailMessage.pending) == 0,
        )
        .values(**values)
    )  # fmt: skip
    return bool(getattr(await session.execute(query), "rowcount", 0))


async def in_state(
    session: AsyncSession, actor: Actor, source_id: UUID, state: str, *, limit: int, raw: bool = False
) -> list[EmailMessage]:
    """The oldest messages of a source in that state; with their raw text on request."""
    query = select(EmailMessage).where(
        EmailMessage.source_id == source_id, EmailMessage.user_id == actor.user_id, EmailMessage.state == state
    )
    query = query.order_by(EmailMessage.dated_at, EmailMessage.id).limit(limit)
    return list(await session.scalars(query.options(undefer(EmailMessage.raw)) if raw else query))


async def get(session: AsyncSession, actor: Actor, message_id: UUID, *, whole: bool = False) -> EmailMessage:
    """The actor's message, with its text and raw form on request; else NotFoundError."""
    query = select(EmailMessage).where(EmailMessage.id == message_id, *mine(actor))
    if whole:
        query = query.options(undefer(EmailMessage.raw), undefer(EmailMessage.text))
    row = (await session.scalars(query)).one_or_none()
    if row is None:
        raise NotFoundError("There is no such mail.")
    return row


async def list_page(
    session: AsyncSession, actor: Actor, page: PageRequest, where: Sequence[ColumnElement[bool]]
) -> Page[EmailMessage]:
    """The actor's messages that fit, the newest first."""
    fits = [*mine(actor), *where]
    query = select(EmailMessage).where(*fits)
    if after := page.after():
        try:
            edge = (datetime.fromisoformat(str(after[0])).astimezone(UTC), UUID(str(after[1])))
        except (ValueError, IndexError, OverflowError) as problem:
            raise invalid_cursor() from problem
        query = query.where(
            or_(EmailMessage.dated_at < edge[0], (EmailMessage.dated_at == edge[0]) & (EmailMessage.id < edge[1]))
        )
    query = query.order_by(EmailMessage.dated_at.desc(), EmailMessage.id.desc()).limit(page.limit + 1)
    rows = list(await session.scalars(query))
    total = await session.scalar(select(func.count()).select_from(EmailMessage).where(*fits)) or 0
    more, rows = len(rows) > page.limit, rows[: page.limit]
    cursor = encode_cursor(rows[-1].dated_at.isoformat(), rows[-1].id) if more else None
    return Page(items=rows, next_cursor=cursor, total=total)


async def all_fitting(
    session: AsyncSession, actor: Actor, where: Sequence[ColumnElement[bool]], *, limit: int
) -> list[EmailMessage]:
    """The actor's messages that fit, the newest first, without paging."""
    query = select(EmailMessage).where(*mine(actor), *where).order_by(EmailMessage.dated_at.desc()).limit(limit)
    return list(await session.scalars(query))


async def of_ids(session: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> list[EmailMessage]:
    """Those of the actor's messages that are still there."""
    return list(await session.scalars(select(EmailMessage).where(EmailMessage.id.in_(ids), *mine(actor))))


async def thread(session: AsyncSession, actor: Actor, key: str) -> list[EmailMessage]:
    """The messages of a thread with their text, oldest first."""
    query = select(EmailMessage).where(EmailMessage.thread == key, *mine(actor)).order_by(EmailMessage.dated_at)
    return list(await session.scalars(query.options(undefer(EmailMessage.text)).limit(200)))


async def thread_of(session: AsyncSession, actor: Actor, source_id: UUID, references: Sequence[str]) -> str | None:
    """The thread that one of these Message-IDs belongs to."""
    query = select(EmailMessage.thread).where(
        EmailMessage.source_id == source_id, EmailMessage.user_id == actor.user_id,
        EmailMessage.message_id.in_(references),
    )  # fmt: skip
    return await session.scalar(query.limit(1)) if references else None


async def pending(session: AsyncSession, actor: Actor, source_id: UUID, *, limit: int) -> list[EmailMessage]:
    """Messages whose changes the source has not been told yet."""
    query = select(EmailMessage).where(
        EmailMessage.source_id == source_id, EmailMessage.user_id == actor.user_id,
        func.jsonb_array_length(EmailMessage.pending) > 0,
    )  # fmt: skip
    return list(await session.scalars(query.order_by(EmailMessage.id).limit(limit)))


async def same_ids(
    session: AsyncSession, actor: Actor, source_id: UUID, message_ids: Sequence[str]
) -> dict[str, tuple[str, datetime | None]]:
    """Sender and date of the source's mails that bear these Message-IDs."""
    query = select(EmailMessage.message_id, EmailMessage.sender_address, EmailMessage.sent_at).where(
        EmailMessage.source_id == source_id, EmailMessage.message_id.in_(message_ids), *mine(actor)
    )
    return {row[0]: (row[1], row[2]) for row in await session.execute(query)}


async def note_answered(session: AsyncSession, actor: Actor, sent: EmailMessage) -> None:
    """What the person has sent, with whatever program, answers the mails of its thread that came before it."""
    before = (EmailMessage.thread == sent.thread) & (EmailMessage.dated_at <= sent.dated_at)
    waiting = before & EmailMessage.is_sent.is_(False) & EmailMessage.answered_at.is_(None)
    await session.execute(update(EmailMessage).where(waiting, *mine(actor)).values(answered_at=sent.dated_at))


async def answered_later(session: AsyncSession, actor: Actor, mail: EmailMessage) -> datetime | None:
    """When the person has sent something in the mail's thread after it, if they have."""
    later = (EmailMessage.thread == mail.thread) & (EmailMessage.dated_at >= mail.dated_at) & EmailMessage.is_sent
    return await session.scalar(select(func.min(EmailMessage.dated_at)).where(later, *mine(actor)))
