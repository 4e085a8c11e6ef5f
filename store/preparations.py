"""Preparations: what `job_prep` found and wrote, and what it reads of an employer on the person's own list."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from store.actors import Actor
from store.email_findings import EmailReply
from store.email_messages import EmailMessage
from store.errors import NotFoundError
from store.jobs import Job
from store.postings import Posting
from store.submissions import Preparation


def _mine(actor: Actor) -> Any:
    """The actor's preparations of jobs that are still on their list."""
    standing = select(Job.id).where(Job.user_id == actor.user_id, Job.deleted_at.is_(None))
    return (Preparation.user_id == actor.user_id) & Preparation.job_id.in_(standing)


async def add(session: AsyncSession, actor: Actor, preparation_id: UUID, job_id: UUID, run_id: UUID) -> Preparation:
    """Write down that a preparation begins; the caller has checked that job and run are the actor's."""
    row = Preparation(id=preparation_id, user_id=actor.user_id, job_id=job_id, run_id=run_id)
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return row


async def get(session: AsyncSession, actor: Actor, preparation_id: UUID) -> Preparation:
    """One of the actor's preparations, else NotFoundError."""
    row = (
        await session.scalars(select(Preparation).where(Preparation.id == preparation_id, _mine(actor)))
    ).one_or_none()
    if row is None:
        raise NotFoundError("There is no such preparation.")
    return row


async def newest(
    session: AsyncSession, actor: Actor, job_id: UUID | None = None, *, statuses: Sequence[str] = ()
) -> Preparation | None:
    """The newest preparation of a job (of any, without one), in one of these states where any are given."""
    query = select(Preparation).where(_mine(actor)).order_by(Preparation.id.desc()).limit(1)
    if job_id is not None:
        query = query.where(Preparation.job_id == job_id)
    if statuses:
        query = query.where(Preparation.status.in_(statuses))
    return (await session.scalars(query)).one_or_none()


async def earlier(session: AsyncSession, actor: Actor, row: Preparation) -> Sequence[datetime]:
    """When the job of a preparation was prepared for before it, the first first."""
    query = select(Preparation.created_at).where(
        _mine(actor), Preparation.job_id == row.job_id, Preparation.status == "ready", Preparation.id < row.id
    )
    return list(await session.scalars(query.order_by(Preparation.id)))


async def set_values(session: AsyncSession, actor: Actor, preparation_id: UUID, **values: Any) -> bool:
    """Change a preparation; False when it is not there (any more)."""
    query = update(Preparation).where(Preparation.id == preparation_id, Preparation.user_id == actor.user_id)
    changed = await session.execute(query.values(**values).returning(Preparation.id))
    return changed.scalar_one_or_none() is not None


async def remove(session: AsyncSession, actor: Actor, preparation_id: UUID) -> None:
    """Take a preparation away; the one before it counts again."""
    await session.execute(
        delete(Preparation).where(Preparation.id == preparation_id, Preparation.user_id == actor.user_id)
    )


async def restore(session: AsyncSession, actor: Actor, preparation_id: UUID, notes: dict[str, Any]) -> None:
    """Put the notes of before back; one that is gone stays so."""
    await set_values(session, actor, preparation_id, notes=notes)


async def same_employer(
    session: AsyncSession, actor: Actor, job_id: UUID, *, limit: int = 5
) -> Sequence[tuple[UUID, int, str, str, str | None]]:
    """(job id, number, title, text, address) of the actor's other jobs at the job's employer, the newest first."""
    own = select(Posting.employer_key).join(Job, Job.posting_id == Posting.id).where(
        Job.id == job_id, Job.user_id == actor.user_id
    )  # fmt: skip
    query = (
        select(Job.id, Job.number, Posting.title, Posting.text, Posting.url)
        .join(Posting, Posting.id == Job.posting_id)
        .where(
            Job.user_id == actor.user_id, Job.deleted_at.is_(None), Job.id != job_id,
            Posting.employer_key.is_not(None), Posting.employer_key == own.scalar_subquery(),
        )
        .order_by(Job.number.desc()).limit(limit)
    )  # fmt: skip
    return [(row[0], row[1], row[2], row[3], row[4]) for row in await session.execute(query)]


async def mails_of(
    session: AsyncSession, actor: Actor, job_ids: Sequence[UUID], *, limit: int = 10
) -> Sequence[tuple[int, str, str]]:
    """(number, subject, text) of the actor's mails that are tied to these jobs, the newest first."""
    query = (
        select(EmailMessage).options(undefer(EmailMessage.text))
        .join(EmailReply, EmailReply.message_id == EmailMessage.id)
        .where(
            EmailMessage.user_id == actor.user_id, EmailReply.user_id == actor.user_id,
            EmailReply.job_id.in_(job_ids), EmailMessage.deleted_at.is_(None),
        )
        .order_by(EmailMessage.dated_at.desc()).limit(limit)
    )  # fmt: skip
    return [(row.number, row.subject, row.text) for row in await session.scalars(query)]
