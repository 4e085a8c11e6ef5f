"""Which mails are meant."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from store.email_messages import EmailMessage, mine


def fitting(
    *,
    query: str | None = None,
    sender: str | None = None,
    kinds: Sequence[str] = (),
    source_id: UUID | None = None,
    since: datetime | None = None,
    before: datetime | None = None,
    unread: bool | None = None,
    starred: bool | None = None,
    archived: bool | None = None,
    needs_answer: bool | None = None,
    attachments: bool | None = None,
    deleted: bool = False,
) -> list[ColumnElement[bool]]:
    """The conditions of a list of mails; what is None does not matter. Pure."""
    where: list[ColumnElement[bool]] = [
        EmailMessage.deleted_at.is_not(None) if deleted else EmailMessage.deleted_at.is_(None)
    ]
    if query:
        held = EmailMessage.search.op("@@")(func.websearch_to_tsquery("simple", query))
        where.append(or_(held, EmailMessage.subject.icontains(query.strip('"'), autoescape=True)))
    if sender:
        named = (EmailMessage.sender_address, EmailMessage.sender_name)
        where.append(or_(*(column.icontains(sender, autoescape=True) for column in named)))
    if kinds:
        where.append(EmailMessage.kind.in_(kinds))
    if source_id is not None:
        where.append(EmailMessage.source_id == source_id)
    if since is not None:
        where.append(EmailMessage.dated_at >= since)
    if before is not None:
        where.append(EmailMessage.dated_at < before)
    flags = {
        EmailMessage.is_read: None if unread is None else not unread, EmailMessage.is_starred: starred,
        EmailMessage.is_archived: archived, EmailMessage.needs_answer: needs_answer,
    }  # fmt: skip
    where += [column.is_(value) for column, value in flags.items() if value is not None]
    if needs_answer:
        where.append(EmailMessage.answered_at.is_(None))
    if attachments is not None:
        count = func.jsonb_array_length(EmailMessage.attachments)
        where.append(count > 0 if attachments else count == 0)
    return where


async def outlines(session: AsyncSession, actor: Actor, *, limit: int = 500) -> list[tuple[UUID, int, str]]:
    """(id, number, sender and subject) of the actor's newest mails, for resolving what a person calls one."""
    query = (
        select(EmailMessage.id, EmailMessage.number, EmailMessage.sender_name, EmailMessage.sender_address,
               EmailMessage.subject)
        .where(*mine(actor))
        .order_by(EmailMessage.dated_at.desc())
        .limit(limit)
    )  # fmt: skip
    return [(row[0], row[1], f"{row[2] or row[3]}: {row[4]}") for row in await session.execute(query)]


async def id_of_number(session: AsyncSession, actor: Actor, number: int) -> UUID | None:
    """The actor's mail of that number."""
    return await session.scalar(select(EmailMessage.id).where(EmailMessage.number == number, *mine(actor)))
