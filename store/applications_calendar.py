"""What stands around applications, with the name of the application: what a calendar and a list of all of them show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from store.applications import Application, TimelineEntry
from store.applications_details import Detail, Interview, Offer, Reminder
from store.email_writing import CalendarEntry
from store.job_profiles import ProfileAnswer
from store.jobs import Job
from store.postings import Posting

MOST = 2_000


@dataclass(frozen=True, slots=True)
class Name:
    """What an application is called: its own and its job's id, the job's number, title and employer."""

    application_id: UUID
    job_id: UUID
    number: int
    title: str
    company: str | None
    status: str

    @property
    def words(self) -> str:
        """Cook at Acme."""
        return f"{self.title} at {self.company}" if self.company else self.title


@dataclass(frozen=True, slots=True)
class Called(Generic[Detail]):
    """A row with the name of its application; None where it has none."""

    row: Detail
    name: Name | None


_NAMED = (Application.id, Job.id, Job.number, Posting.title, Posting.company, Application.status)


def _name(values: Sequence[Any]) -> Name | None:
    return Name(*values) if values[0] is not None else None


async def names(session: AsyncSession, actor: Actor, *ids: UUID, open_only: bool = False) -> dict[UUID, Name]:
    """What the actor's applications are called, by id: these, or all without one."""
    query = (
        select(*_NAMED)
        .join(Job, Job.id == Application.job_id)
        .join(Posting, Posting.id == Job.posting_id)
        .where(Application.user_id == actor.user_id, Application.deleted_at.is_(None))
    )
    if ids:
        query = query.where(Application.id.in_(ids))
    if open_only:
        query = query.where(Application.status.in_(("preparing", "applied", "screening", "interviewing", "offer")))
    return {row[0]: Name(*row) for row in await session.execute(query.order_by(Job.number))}


def _with_name(kind: Any, actor: Actor) -> Any:
    """Rows of a kind that are there, of applications that are there or of none."""
    return (
        select(kind, *_NAMED)
        .outerjoin(Application, Application.id == kind.application_id)
        .outerjoin(Job, Job.id == Application.job_id)
        .outerjoin(Posting, Posting.id == Job.posting_id)
        .where(kind.user_id == actor.user_id, kind.deleted_at.is_(None), Application.deleted_at.is_(None))
        .limit(MOST)
    )


async def interviews(
    session: AsyncSession, actor: Actor, since: datetime | None = None, until: datetime | None = None
) -> Sequence[Called[Interview]]:
    """The actor's interviews that begin in that time, the first first."""
    query = _with_name(Interview, actor).order_by(Interview.starts_at, Interview.id)
    query = query.where(Interview.starts_at >= since) if since else query
    query = query.where(Interview.starts_at < until) if until else query
    return [Called(row[0], _name(row[1:])) for row in await session.execute(query)]


async def reminders(
    session: AsyncSession, actor: Actor, since: datetime | None, until: datetime | None, *, done: bool = False
) -> Sequence[Called[Reminder]]:
    """The actor's reminders due in that time, the first first; the done ones only with `done`."""
    query = _with_name(Reminder, actor).order_by(Reminder.due_at, Reminder.id)
    query = query.where(Reminder.due_at >= since) if since else query
    query = query.where(Reminder.due_at < until) if until else query
    query = query if done else query.where(Reminder.done_at.is_(None))
    return [Called(row[0], _name(row[1:])) for row in await session.execute(query)]


async def offers(
    session: AsyncSession, actor: Actor, *, ids: Sequence[UUID] = (), application_id: UUID | None = None
) -> Sequence[Called[Offer]]:
    """The actor's offers, the oldest first: all, these, or those of one application."""
    query = _with_name(Offer, actor).order_by(Offer.id)
    query = query.where(Offer.id.in_(ids)) if ids else query
    query = query.where(Offer.application_id == application_id) if application_id else query
    return [Called(row[0], _name(row[1:])) for row in await session.execute(query)]


async def deadlines(session: AsyncSession, actor: Actor, since: date, until: date) -> Sequence[tuple[date, Name]]:
    """The deadlines of applications that are not out yet, on these days (the last one too)."""
    query = (
        select(Application.deadline, *_NAMED)
        .join(Job, Job.id == Application.job_id)
        .join(Posting, Posting.id == Job.posting_id)
        .where(
            Application.user_id == actor.user_id, Application.deleted_at.is_(None), Application.status == "preparing",
            Application.deadline.between(since, until),
        )
        .order_by(Application.deadline, Job.number)
        .limit(MOST)
    )  # fmt: skip
    return [(row[0], Name(*row[1:])) for row in await session.execute(query) if row[0] is not None]


async def other_appointments(
    session: AsyncSession, actor: Actor, since: datetime, until: datetime
) -> Sequence[CalendarEntry]:
    """The appointments that mails have brought and that are no interview of an application."""
    linked = select(Interview.id).where(
        Interview.user_id == actor.user_id, Interview.calendar_entry_id == CalendarEntry.id,
        Interview.deleted_at.is_(None),
    )  # fmt: skip
    query = select(CalendarEntry).where(
        CalendarEntry.user_id == actor.user_id, CalendarEntry.deleted_at.is_(None), ~linked.exists(),
        CalendarEntry.starts_at >= since, CalendarEntry.starts_at < until,
    )  # fmt: skip
    return list(await session.scalars(query.order_by(CalendarEntry.starts_at).limit(MOST)))


async def open_applications(session: AsyncSession, actor: Actor, *ids: UUID) -> Sequence[Application]:
    """The actor's applications that have not ended; of these ids where some are given."""
    query = select(Application).where(
        Application.user_id == actor.user_id, Application.deleted_at.is_(None),
        Application.status.in_(("preparing", "applied", "screening", "interviewing", "offer")),
    )  # fmt: skip
    query = query.where(Application.id.in_(ids)) if ids else query
    return list(await session.scalars(query.order_by(Application.id)))


async def rows_of(
    session: AsyncSession, actor: Actor, kind: type[Detail], application_ids: Sequence[UUID]
) -> Sequence[Detail]:
    """Everything of one kind that several applications have, in the order it was put down."""
    query = select(kind).where(
        kind.user_id == actor.user_id, kind.deleted_at.is_(None), kind.application_id.in_(application_ids)
    )
    return list(await session.scalars(query.order_by(kind.id)))


async def timelines(session: AsyncSession, actor: Actor, application_ids: Sequence[UUID]) -> Sequence[TimelineEntry]:
    """What happened to several applications, oldest first."""
    query = select(TimelineEntry).where(
        TimelineEntry.user_id == actor.user_id, TimelineEntry.application_id.in_(application_ids)
    )
    return list(await session.scalars(query.order_by(TimelineEntry.at, TimelineEntry.id)))


async def salary_answers(session: AsyncSession, actor: Actor) -> Sequence[str]:
    """What the actor's job profiles answer when a form asks for the pay they wish for, the newest first."""
    query = select(ProfileAnswer.value["text"].astext).where(
        ProfileAnswer.user_id == actor.user_id, ProfileAnswer.key == "salary"
    )
    found = await session.scalars(query.order_by(ProfileAnswer.updated_at.desc()))
    return list(dict.fromkeys(text for text in found if text))
