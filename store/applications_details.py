"""What stands around an application: interviews, contacts, offers, reminders, attachments."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Float, ForeignKey, Index, LargeBinary, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, undefer

from store.actors import Actor
from store.base import Base, Keyed, Timestamped, new_id
from store.email_writing import CalendarEntry
from store.errors import NotFoundError
from store.pagination import Page, PageRequest, encode_cursor

# An appointment of a mail and an interview put down by hand so near each other are the same.
SAME_TIME = timedelta(hours=1)


class Interview(Keyed, Timestamped, Base):
    """One round of an application. `people` are [{"name", "role", "email"}]; `calendar_entry_id` where a mail or Google
    has it too. `outcome`: None while open, passed, failed, cancelled. `sequence` counts changes of time and place."""

    __tablename__ = "interviews"
    __table_args__ = (Index("ix_interviews_user_id_starts_at", "user_id", "starts_at"),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    round: Mapped[int]
    kind: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    timezone: Mapped[str | None]
    place: Mapped[str | None]
    people: Mapped[list[Any]] = mapped_column(default=list)
    notes: Mapped[str | None]
    outcome: Mapped[str | None]
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    calendar_entry_id: Mapped[UUID | None]
    deleted_at: Mapped[datetime | None]


class Contact(Keyed, Timestamped, Base):
    """A person at an employer or agency; with `application_id` of that application, else of the employer."""

    __tablename__ = "contacts"
    __table_args__ = (Index("ix_contacts_user_id_id", "user_id", "id"),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    application_id: Mapped[UUID | None] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    role: Mapped[str | None]
    company: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    url: Mapped[str | None]
    notes: Mapped[str | None]
    deleted_at: Mapped[datetime | None]


class Offer(Keyed, Timestamped, Base):
    """What an employer offers. Amounts are a year's, in `currency` (ISO 4217); `leave_days` working days a year.

    `state`: open, accepted, declined, expired. `source` says where it was read: the person's words or a mail's quote.
    """

    __tablename__ = "offers"
    __table_args__ = (Index("ix_offers_user_id_id", "user_id", "id"),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    currency: Mapped[str | None]
    base: Mapped[float | None] = mapped_column(Float)
    bonus: Mapped[float | None] = mapped_column(Float)
    equity: Mapped[float | None] = mapped_column(Float)
    signing: Mapped[float | None] = mapped_column(Float)
    leave_days: Mapped[float | None] = mapped_column(Float)
    location: Mapped[str | None]
    remote: Mapped[str | None]
    starts_on: Mapped[date | None]
    answer_by: Mapped[date | None]
    notes: Mapped[str | None]
    source: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="open")
    deleted_at: Mapped[datetime | None]


class Reminder(Keyed, Timestamped, Base):
    """Something to do at a time. `kind`: follow_up, thank_you, interview, deadline, offer, own."""

    __tablename__ = "reminders"
    __table_args__ = (Index("ix_reminders_user_id_due_at", "user_id", "due_at"),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    application_id: Mapped[UUID | None] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    text: Mapped[str]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class Attachment(Keyed, Timestamped, Base):
    """A file kept with an application: what the person put there. Documents of ours are named, not copied."""

    __tablename__ = "attachments"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    deleted_at: Mapped[datetime | None]


class AdviceDecision(Keyed, Timestamped, Base):
    """What the person made of one piece of advice, told by its `key`. `decision`: accepted, dismissed, done."""

    __tablename__ = "advice_decisions"
    __table_args__ = (Index("ix_advice_decisions_application_id_key", "application_id", "key", unique=True),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"))
    key: Mapped[str]
    decision: Mapped[str]
    reminder_id: Mapped[UUID | None]
    deleted_at: Mapped[datetime | None]


Detail = TypeVar("Detail", Interview, Contact, Offer, Reminder, Attachment, AdviceDecision)
AnyDetail = Interview | Contact | Offer | Reminder | Attachment | AdviceDecision
KINDS: dict[str, type[AnyDetail]] = {
    "interview": Interview, "contact": Contact, "offer": Offer, "reminder": Reminder, "attachment": Attachment,
    "advice": AdviceDecision,
}  # fmt: skip


def _mine(kind: Any, actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (kind.user_id == actor.user_id, kind.deleted_at.is_(None))


async def add(session: AsyncSession, actor: Actor, table: type[Detail], /, **values: Any) -> Detail:
    """Put one down; the application it names has been checked to be the actor's."""
    row = table(id=new_id(), user_id=actor.user_id, **values)
    session.add(row)
    await session.flush()
    await session.refresh(row, ["created_at", "updated_at"])
    return row


async def get(
    session: AsyncSession, actor: Actor, kind: type[Detail], id: UUID, *, application_id: UUID | None = None,
    whole: bool = False, lock: bool = False,
) -> Detail:  # fmt: skip
    """One of the actor's (of that application), with its bytes when `whole`; else NotFoundError."""
    query = select(kind).where(kind.id == id, *_mine(kind, actor))
    if application_id is not None:
        query = query.where(kind.application_id == application_id)
    if whole and kind is Attachment:
        query = query.options(undefer(Attachment.content))
    row = (await session.scalars(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        name = next(name for name, table in KINDS.items() if table is kind)
        raise NotFoundError(f"There is no such {name}.")
    return row


async def of_application(
    session: AsyncSession, actor: Actor, kind: type[Detail], application_id: UUID
) -> Sequence[Detail]:
    """All of one kind that an application has, in the order they were put down."""
    query = select(kind).where(kind.application_id == application_id, *_mine(kind, actor)).order_by(kind.id)
    return list(await session.scalars(query))


async def page_of(
    session: AsyncSession, actor: Actor, kind: type[Detail], page: PageRequest, *conditions: ColumnElement[bool]
) -> Page[Detail]:
    """The actor's of one kind, the newest first."""
    where = [*_mine(kind, actor), *conditions]
    query = select(kind).where(*where).order_by(kind.id.desc()).limit(page.limit + 1)
    if after := page.after():
        query = query.where(kind.id < UUID(after[-1]))
    rows = list(await session.scalars(query))
    total = await session.scalar(select(func.count(kind.id)).where(*where)) or 0
    more, rows = len(rows) > page.limit, rows[: page.limit]
    return Page(items=rows, next_cursor=encode_cursor(rows[-1].id) if more else None, total=total)


async def put_values(
    session: AsyncSession, actor: Actor, kind: type[Detail], id: UUID, values: dict[str, Any]
) -> Detail:
    """Set columns of one of the actor's, a deleted one too; times may be ISO text. Else NotFoundError."""
    query = select(kind).where(kind.id == id, kind.user_id == actor.user_id).with_for_update()
    row = (await session.scalars(query)).one_or_none()
    if row is None:
        raise NotFoundError("There is no such thing any more.")
    for name, value in values.items():
        python = kind.__table__.c[name].type.python_type
        if isinstance(value, str) and python is not str:
            value = UUID(value) if python is UUID else python.fromisoformat(value)
        setattr(row, name, value)
    await session.flush()
    await session.refresh(row, ["updated_at"])
    return row


async def contacts_for(
    session: AsyncSession, actor: Actor, application_id: UUID, company: str | None
) -> Sequence[Contact]:
    """The people of an application, then those of its employer who belong to no application."""
    general = and_(Contact.application_id.is_(None), func.lower(Contact.company) == (company or "").lower())
    own = Contact.application_id == application_id
    query = select(Contact).where(or_(own, general) if company else own, *_mine(Contact, actor))
    return list(await session.scalars(query.order_by(Contact.application_id.is_(None), Contact.id)))


async def contacts_page(
    session: AsyncSession, actor: Actor, page: PageRequest, *, application_id: UUID | None, words: str | None
) -> Page[Contact]:
    """The actor's contacts, the newest first; of one application, or with these words in name, employer or role."""
    where: list[ColumnElement[bool]] = []
    if application_id is not None:
        where.append(Contact.application_id == application_id)
    if words:
        where.append(
            or_(*(column.icontains(words, autoescape=True) for column in (Contact.name, Contact.company, Contact.role)))
        )
    return await page_of(session, actor, Contact, page, *where)


async def reminders(
    session: AsyncSession, actor: Actor, *, until: datetime | None = None, done: bool = False, limit: int = 500
) -> Sequence[Reminder]:
    """The actor's reminders, the next due first; those due until then, the done ones only with `done`."""
    query = select(Reminder).where(*_mine(Reminder, actor)).order_by(Reminder.due_at, Reminder.id).limit(limit)
    if until is not None:
        query = query.where(Reminder.due_at <= until)
    return list(await session.scalars(query if done else query.where(Reminder.done_at.is_(None))))


async def at_the_same_time(
    session: AsyncSession, actor: Actor, starts_at: datetime, ends_at: datetime, *, but: UUID
) -> Sequence[Interview]:
    """The actor's other interviews that overlap; one without an end takes an hour. Cancelled ones do not count."""
    end = func.coalesce(Interview.ends_at, Interview.starts_at + SAME_TIME)
    query = select(Interview).where(
        *_mine(Interview, actor), Interview.id != but, Interview.starts_at < ends_at, end > starts_at,
        Interview.outcome.is_distinct_from("cancelled"),
    )  # fmt: skip
    return list(await session.scalars(query.order_by(Interview.starts_at).limit(20)))


async def interview_of_entry(
    session: AsyncSession, actor: Actor, application_id: UUID, entry: CalendarEntry
) -> Interview | None:
    """The interview that an appointment of a mail is: linked to it, or put down by hand for the same time."""
    linked = select(Interview).where(Interview.calendar_entry_id == entry.id, *_mine(Interview, actor))
    if (row := (await session.scalars(linked.with_for_update())).first()) is not None:
        return row
    if entry.deleted_at is not None:
        return None
    near = select(Interview).where(
        Interview.application_id == application_id, Interview.calendar_entry_id.is_(None), *_mine(Interview, actor),
        Interview.starts_at.between(entry.starts_at - SAME_TIME, entry.starts_at + SAME_TIME),
    )  # fmt: skip
    return (await session.scalars(near.order_by(Interview.starts_at).with_for_update())).first()


async def adopt_entries(
    session: AsyncSession, actor: Actor, application_id: UUID, job_id: UUID
) -> Sequence[tuple[Interview, CalendarEntry]]:
    """Make interviews of the appointments that mails brought for a job before it had an application."""
    taken = select(Interview.id).where(Interview.calendar_entry_id == CalendarEntry.id, *_mine(Interview, actor))
    query = select(CalendarEntry).where(
        CalendarEntry.user_id == actor.user_id, CalendarEntry.job_id == job_id, CalendarEntry.deleted_at.is_(None),
        ~taken.exists(),
    )  # fmt: skip
    made: list[tuple[Interview, CalendarEntry]] = []
    for entry in await session.scalars(query.order_by(CalendarEntry.starts_at)):
        values = values_of_entry(entry) | {"kind": kind_of_place(entry.place), "round": len(made) + 1}
        row = await add(session, actor, Interview, application_id=application_id, **values)
        made.append((row, entry))
    return made


def values_of_entry(entry: CalendarEntry) -> dict[str, Any]:
    """What an interview takes over from the appointment that it is. Pure."""
    return {
        "starts_at": entry.starts_at, "ends_at": entry.ends_at, "timezone": entry.timezone, "place": entry.place,
        "calendar_entry_id": entry.id, "outcome": "cancelled" if entry.cancelled else None,
    }  # fmt: skip


def kind_of_place(place: str | None) -> str:
    """Video where the place is a link, onsite where it is another place, else unknown. Pure."""
    if not place:
        return "other"
    return "video" if "://" in place or place.lower().startswith("www.") else "onsite"


async def next_round(session: AsyncSession, actor: Actor, application_id: UUID) -> int:
    """The number of the next round of an application."""
    last = select(func.max(Interview.round)).where(Interview.application_id == application_id, *_mine(Interview, actor))
    return min((await session.scalar(last) or 0) + 1, 50)


async def decisions(session: AsyncSession, actor: Actor, application_ids: Sequence[UUID]) -> set[tuple[UUID, str]]:
    """(application, key) of the advice that was accepted, dismissed or done."""
    query = select(AdviceDecision.application_id, AdviceDecision.key).where(
        AdviceDecision.application_id.in_(application_ids), *_mine(AdviceDecision, actor)
    )
    return {(row[0], row[1]) for row in await session.execute(query)}


async def decide(
    session: AsyncSession, actor: Actor, application_id: UUID, key: str, decision: str, *, reminder_id: UUID | None
) -> AdviceDecision:
    """Write down what was made of a piece of advice; a later decision takes the place of an earlier one."""
    query = select(AdviceDecision).where(
        AdviceDecision.application_id == application_id, AdviceDecision.user_id == actor.user_id,
        AdviceDecision.key == key,
    )  # fmt: skip
    row = (await session.scalars(query.with_for_update())).one_or_none()
    if row is None:
        values = {"application_id": application_id, "key": key, "decision": decision, "reminder_id": reminder_id}
        return await add(session, actor, AdviceDecision, **values)
    row.decision, row.reminder_id, row.deleted_at = decision, reminder_id, None
    await session.flush()
    return row
