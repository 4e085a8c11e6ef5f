"""Which mails are meant, and what can be counted about them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from store.email_messages import EmailMessage, EmailPosting, EmailReply, mine


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
    ids: Sequence[UUID] = (),
) -> list[ColumnElement[bool]]:
    """The conditions of a list of mails; what is None does not matter. Pure."""
    where: list[ColumnElement[bool]] = [
        EmailMessage.deleted_at.is_not(None) if deleted else EmailMessage.deleted_at.is_(None)
    ]
    if query:
        held = EmailMessage.search.op("@@")(func.websearch_to_tsquery("simple", query))
        where.append(or_(held, EmailMessage.subject.ilike(_inside(query.strip('"')))))
    if sender:
        like = _inside(sender)
        where.append(or_(EmailMessage.sender_address.ilike(like), EmailMessage.sender_name.ilike(like)))
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
    if ids:
        where.append(EmailMessage.id.in_(ids))
    return where


def _inside(words: str) -> str:
    """A LIKE pattern of the words as they stand, anywhere."""
    return "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


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


async def stats_of(session: AsyncSession, actor: Actor, source_id: UUID) -> dict[str, Any]:
    """What a source has brought: messages, unread, alerts, jobs, review, replies, oldest, newest."""
    row = (
        (
            await session.execute(
                select(
                    func.count().label("messages"),
                    func.count().filter(EmailMessage.is_read.is_(False)).label("unread"),
                    func.count().filter(EmailMessage.kind == "alert").label("alerts"),
                    func.min(EmailMessage.dated_at).label("oldest"),
                    func.max(EmailMessage.dated_at).label("newest"),
                ).where(EmailMessage.source_id == source_id, *mine(actor))
            )
        )
        .mappings()
        .one()
    )
    posted = (
        await session.execute(
            select(
                func.count().filter(EmailPosting.state == "added"), func.count().filter(EmailPosting.state == "review")
            )
            .join(EmailMessage, EmailMessage.id == EmailPosting.message_id)
            .where(EmailMessage.source_id == source_id, EmailPosting.user_id == actor.user_id)
        )
    ).one()
    replies = await session.scalar(
        select(func.count())
        .select_from(EmailReply)
        .join(EmailMessage, EmailMessage.id == EmailReply.message_id)
        .where(EmailMessage.source_id == source_id, EmailReply.user_id == actor.user_id)
    )
    return {**row, "jobs": posted[0], "review": posted[1], "replies": replies or 0}


async def parser_figures(session: AsyncSession, actor: Actor, *, since: timedelta) -> list[dict[str, Any]]:
    """How each parser has fared: parser, mails, postings, empty, changed, unsure, rejected, newest."""
    statement = text(
        "select coalesce(m.parser, 'none') as parser, count(*) as mails, coalesce(sum(m.found), 0) as postings, "
        "count(*) filter (where m.found = 0) as empty, count(*) filter (where m.outcome = 'changed') as changed, "
        "coalesce(sum((select count(*) from email_postings p where p.message_id = m.id and p.confidence < :sure)), 0) "
        "as unsure, coalesce(sum((select count(*) from email_postings p where p.message_id = m.id "
        "and p.state = 'rejected')), 0) as rejected, max(m.dated_at) as newest "
        "from email_messages m "
        "where m.user_id = :user and m.kind = 'alert' and m.created_at >= now() - make_interval(secs => :age) "
        "group by 1 order by 2 desc"
    )
    values = {"user": actor.user_id, "age": since.total_seconds(), "sure": 0.8}
    return [dict(row) for row in (await session.execute(statement, values)).mappings()]


async def volume(session: AsyncSession, actor: Actor, *, since: datetime) -> list[dict[str, Any]]:
    """Mails by week and kind since then: week (its Monday), kind, mails."""
    statement = text(
        "select date_trunc('week', m.dated_at) as week, m.kind, count(*) as mails from email_messages m "
        "where m.user_id = :user and m.dated_at >= :since group by 1, 2 order by 1, 3 desc"
    )
    rows = await session.execute(statement, {"user": actor.user_id, "since": since})
    return [dict(row) for row in rows.mappings()]


async def senders(session: AsyncSession, actor: Actor, *, since: datetime, limit: int) -> list[dict[str, Any]]:
    """Who writes most since then: address, name, mails, unread, postings (that became jobs), rejected, unsubscribe."""
    statement = text(
        "select m.sender_address as address, max(m.sender_name) as name, count(*) as mails, "
        "count(*) filter (where not m.is_read) as unread, max(m.unsubscribe) as unsubscribe, "
        "coalesce(sum((select count(*) from email_postings p where p.message_id = m.id and p.state = 'added')), 0) "
        "as jobs, count(*) filter (where m.is_starred or m.answered_at is not null) as kept, "
        "count(*) filter (where m.kind in ('newsletter', 'promotion', 'alert')) as bulk "
        "from email_messages m "
        "where m.user_id = :user and m.dated_at >= :since and not m.is_sent "
        "group by 1 order by 3 desc, 1 limit :limit"
    )
    rows = await session.execute(statement, {"user": actor.user_id, "since": since, "limit": limit})
    return [dict(row) for row in rows.mappings()]


async def answer_hours(session: AsyncSession, actor: Actor, *, since: datetime) -> list[dict[str, Any]]:
    """How long answers took within threads: by (`me` or `them`), hours. One row an answer."""
    statement = text(
        "select case when m.is_sent then 'me' else 'them' end as by, "
        "extract(epoch from m.dated_at - b.dated_at) / 3600.0 as hours from email_messages m "
        "join lateral (select x.dated_at from email_messages x where x.user_id = m.user_id and x.thread = m.thread "
        "and x.is_sent <> m.is_sent and x.dated_at < m.dated_at order by x.dated_at desc limit 1) b on true "
        "where m.user_id = :user and m.dated_at >= :since and m.kind <> 'alert'"
    )
    rows = await session.execute(statement, {"user": actor.user_id, "since": since})
    return [dict(row) for row in rows.mappings()]


async def changed_templates(session: AsyncSession, actor: Actor, *, since: datetime, limit: int) -> list[EmailMessage]:
    """Alerts since then in which nothing was found though their sender's always had postings, the newest first."""
    where = (EmailMessage.outcome == "changed", EmailMessage.dated_at >= since, *mine(actor))
    return list(await session.scalars(select(EmailMessage).where(*where).order_by(EmailMessage.id.desc()).limit(limit)))


async def alerts_before(session: AsyncSession, actor: Actor, sender: str, *, other_than: UUID) -> tuple[int, int]:
    """How many alerts of a sender there were, and in how many something was found."""
    query = select(func.count(), func.count().filter(EmailMessage.found > 0)).where(
        EmailMessage.user_id == actor.user_id, EmailMessage.sender_address == sender, EmailMessage.kind == "alert",
        EmailMessage.id != other_than, EmailMessage.state != "new",
    )  # fmt: skip
    row = (await session.execute(query)).one()
    return int(row[0]), int(row[1])


async def tied(session: AsyncSession, actor: Actor) -> list[dict[str, Any]]:
    """The mails that are tied to jobs: job_id, message_id (their Message-ID), references, sender_address."""
    standing = EmailReply.state.not_in(("ignored", "undone"))
    query = (
        select(EmailReply.job_id, EmailMessage.message_id, EmailMessage.references, EmailMessage.sender_address)
        .join(EmailMessage, EmailMessage.id == EmailReply.message_id)
        .where(EmailReply.user_id == actor.user_id, EmailReply.job_id.is_not(None), standing)
    )
    return [dict(row) for row in (await session.execute(query)).mappings()]


async def moved_by_mail(session: AsyncSession, actor: Actor, job_id: UUID) -> datetime | None:
    """When the newest mail was sent that has changed this job's status."""
    query = (
        select(func.max(EmailMessage.dated_at))
        .join(EmailReply, EmailReply.message_id == EmailMessage.id)
        .where(EmailReply.user_id == actor.user_id, EmailReply.job_id == job_id, EmailReply.state == "applied")
    )
    return await session.scalar(query)
