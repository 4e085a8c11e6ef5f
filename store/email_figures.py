"""What can be counted about mails: by source, parser, week and sender."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from store.email_findings import EmailPosting, EmailReply
from store.email_messages import EmailMessage, mine


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


async def parser_figures(session: AsyncSession, actor: Actor, *, since: timedelta, sure: float) -> list[dict[str, Any]]:
    """How each parser has fared: parser, mails, postings, empty, changed, unsure (below `sure`), rejected, newest."""
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
    values = {"user": actor.user_id, "age": since.total_seconds(), "sure": sure}
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
