"""Mails as they were fetched, what was read out of them, and what came of that."""

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
    delete,
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


class EmailPosting(Keyed, Timestamped, Base):
    """One opening that a mail shows. `data` is an AlertPosting.

    `state`: found, added (a new job), known (a job already), blocked, review (not sure enough), rejected (the person
    said it is no job).
    """

    __tablename__ = "email_postings"
    __table_args__ = (
        UniqueConstraint("message_id", "place"),
        Index("ix_email_postings_review", "user_id", "id", postgresql_where=text("state = 'review'")),
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    message_id: Mapped[UUID] = mapped_column(ForeignKey("email_messages.id", ondelete="CASCADE"))
    place: Mapped[int]
    data: Mapped[dict[str, Any]]
    confidence: Mapped[float] = mapped_column(Float)
    state: Mapped[str] = mapped_column(default="found")
    job_id: Mapped[UUID | None] = mapped_column(index=True)


class EmailReply(Timestamped, Base):
    """What a mail says of an application. `data` is a Reply, with the quoted words.

    `state`: review (the person is asked), applied (the job's status was changed), noted (nothing to change), undone,
    ignored (the person said so).
    """

    __tablename__ = "email_replies"
    __table_args__ = (Index("ix_email_replies_user_id_state", "user_id", "state"),)
    message_id: Mapped[UUID] = mapped_column(ForeignKey("email_messages.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str]
    confidence: Mapped[float] = mapped_column(Float)
    quote: Mapped[str | None]
    data: Mapped[dict[str, Any]]
    tie: Mapped[dict[str, Any]] = mapped_column(default=dict)
    job_id: Mapped[UUID | None] = mapped_column(index=True)
    state: Mapped[str]
    status_before: Mapped[str | None]
    status_after: Mapped[str | None]
    why: Mapped[str | None]


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


async def count_new(session: AsyncSession, actor: Actor, source_id: UUID) -> int:
    """How many messages of a source nobody has read yet."""
    own = (EmailMessage.source_id == source_id) & (EmailMessage.user_id == actor.user_id)
    query = select(func.count()).select_from(EmailMessage).where(own, EmailMessage.state == "new")
    return await session.scalar(query) or 0


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


async def add_postings(
    session: AsyncSession, actor: Actor, message_id: UUID, postings: Sequence[Mapping[str, Any]]
) -> None:
    """Write down what a mail shows, once; a place that is taken stays."""
    if postings:
        rows = [{**row, "message_id": message_id, "user_id": actor.user_id} for row in postings]
        await session.execute(insert(EmailPosting).on_conflict_do_nothing(), rows)


async def forget_undecided(session: AsyncSession, actor: Actor, message_id: UUID) -> None:
    """Drop the postings of a mail that is read again, but for those that have become jobs or were turned down."""
    undecided = EmailPosting.state.in_(("found", "review", "blocked"))
    own = (EmailPosting.message_id == message_id) & (EmailPosting.user_id == actor.user_id)
    await session.execute(delete(EmailPosting).where(own, undecided))


async def postings_of(session: AsyncSession, actor: Actor, message_ids: Sequence[UUID]) -> list[EmailPosting]:
    """What these mails show, in their order."""
    query = select(EmailPosting).where(EmailPosting.message_id.in_(message_ids), EmailPosting.user_id == actor.user_id)
    query = query.order_by(EmailPosting.message_id, EmailPosting.place)
    return list(await session.scalars(query)) if message_ids else []


async def get_posting(session: AsyncSession, actor: Actor, posting_id: UUID) -> EmailPosting:
    """The actor's posting of a mail, else NotFoundError."""
    query = select(EmailPosting).where(EmailPosting.id == posting_id, EmailPosting.user_id == actor.user_id)
    row = (await session.scalars(query.with_for_update())).one_or_none()
    if row is None:
        raise NotFoundError("There is no such posting of a mail.")
    return row


async def postings_to_review(session: AsyncSession, actor: Actor, *, limit: int) -> list[EmailPosting]:
    """What was not sure enough to become a job by itself, oldest first."""
    query = select(EmailPosting).where(EmailPosting.user_id == actor.user_id, EmailPosting.state == "review")
    return list(await session.scalars(query.order_by(EmailPosting.id).limit(limit)))


async def set_reply(session: AsyncSession, actor: Actor, message_id: UUID, **values: Any) -> None:
    """Write down what a mail says of an application, in the place of what was thought before."""
    statement = insert(EmailReply).values(message_id=message_id, user_id=actor.user_id, **values)
    fresh = {name: getattr(statement.excluded, name) for name in values}
    await session.execute(statement.on_conflict_do_update(index_elements=["message_id"], set_=fresh))


async def replies_of(session: AsyncSession, actor: Actor, message_ids: Sequence[UUID]) -> dict[UUID, EmailReply]:
    """What these mails say of applications, by message."""
    query = select(EmailReply).where(EmailReply.message_id.in_(message_ids), EmailReply.user_id == actor.user_id)
    return {row.message_id: row for row in await session.scalars(query)} if message_ids else {}


async def get_reply(session: AsyncSession, actor: Actor, message_id: UUID) -> EmailReply:
    """What the actor's mail says of an application, else NotFoundError."""
    query = select(EmailReply).where(EmailReply.message_id == message_id, EmailReply.user_id == actor.user_id)
    # As it stands by now: `set_reply` writes past what the session holds of it.
    fresh = query.with_for_update().execution_options(populate_existing=True)
    row = (await session.scalars(fresh)).one_or_none()
    if row is None:
        raise NotFoundError("That mail says nothing of an application.")
    return row


async def replies_to_review(session: AsyncSession, actor: Actor, *, limit: int) -> list[EmailReply]:
    """Replies that the person has to decide on, oldest first."""
    query = select(EmailReply).where(EmailReply.user_id == actor.user_id, EmailReply.state == "review")
    return list(await session.scalars(query.order_by(EmailReply.created_at).limit(limit)))
