"""The calendar of all applications: interviews, appointments of mails, deadlines, reminders, offers to answer."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from store import accounts
from store import applications_calendar as store
from store import email_writing as mail_store
from store.actors import Actor
from store.applications_calendar import Called, Name
from store.applications_details import Interview
from store.email_writing import CalendarEntry
from store.errors import NotFoundError, ValidationError
from tools.applications.around.calendar_files import (
    calendar_file,
    interview_happening,
    interview_title,
    item_happening,
)
from tools.applications.around.interviews import get_interview
from tools.applications.around.schemas import CalendarItem
from tools.context import utc_now
from tools.zones import day_begins, own_day, own_zone, shown_in

LONGEST = timedelta(days=731)
BEFORE, AHEAD = timedelta(days=92), timedelta(days=366)


def span_of(since: date | None, until: date | None, today: date) -> tuple[date, date]:
    """The days asked for, both included; from today for a month without a word. Raises ValidationError. Pure."""
    first = since or min(today, until or today)
    last = until or first + timedelta(days=31)
    if last < first:
        raise ValidationError(f"`to` ({last}) is before `from` ({first}).", code="ENDS_BEFORE_START")
    if last - first > LONGEST or not 1990 <= first.year <= last.year <= 2100:
        raise ValidationError("Ask for at most two years at once, between 1990 and 2100.", code="TOO_LONG")
    return first, last


async def calendar(
    session: AsyncSession, actor: Actor, since: date | None = None, until: date | None = None
) -> list[CalendarItem]:
    """Everything on these days (the person's), each thing once, in its order in time; a month from today without.

    Raises ValidationError for days that are the wrong way round, too many or too far.
    """
    first, last = span_of(since, until, await own_day(session, actor))
    return await _on_days(session, actor, first, last)


async def _on_days(session: AsyncSession, actor: Actor, first: date, last: date) -> list[CalendarItem]:
    own = await own_zone(session, actor)
    since, until = day_begins(first, own), day_begins(last + timedelta(days=1), own)
    items = [_interview(one, own) for one in await store.interviews(session, actor, since, until)]
    items += [_appointment(one, own) for one in await store.other_appointments(session, actor, since, until)]
    items += [_deadline(day, name) for day, name in await store.deadlines(session, actor, first, last)]
    for reminder in await store.reminders(session, actor, since, until):
        item = _item(reminder.name, reminder.row.id, "reminder", reminder.row.text, reminder.row.due_at)
        items.append(item.model_copy(update={"timezone": own}))
    for offer in await store.offers(session, actor):
        day = offer.row.answer_by
        if day is not None and offer.row.state == "open" and first <= day <= last and offer.name:
            title = f"Answer the offer: {offer.name.words}"
            items.append(_item(offer.name, offer.row.id, "offer", title, _midnight(day), all_day=True))
    return sorted(items, key=lambda item: (item.starts_at, item.title))


async def feed(session: AsyncSession, actor: Actor) -> bytes:
    """One calendar file of everything from three months ago to a year ahead."""
    today = await own_day(session, actor)
    items = await _on_days(session, actor, today - BEFORE, today + AHEAD)
    own = await _own_address(session, actor)
    rows = await store.interviews(session, actor, _midnight(today - BEFORE), _midnight(today + AHEAD))
    entries = await _entries(session, actor, [one.row for one in rows])
    happenings = [interview_happening(one, entries.get(one.row.id), organiser=own) for one in rows]
    happenings += [item_happening(item, utc_now(), organiser=own) for item in items if item.kind != "interview"]
    return calendar_file(happenings, name="Applications")


async def interview_file(session: AsyncSession, actor: Actor, application_id: UUID, interview_id: UUID) -> bytes:
    """The calendar file of one interview; of a cancelled one it takes the event out again."""
    row = await get_interview(session, actor, application_id, interview_id)
    name = (await store.names(session, actor, application_id))[application_id]
    entry = (await _entries(session, actor, [row])).get(row.id)
    happening = interview_happening(Called(row, name), entry, organiser=await _own_address(session, actor))
    return calendar_file([happening], cancels=happening.cancelled)


async def _entries(session: AsyncSession, actor: Actor, rows: Sequence[Interview]) -> dict[UUID, CalendarEntry]:
    """The appointment that each interview is, where a mail brought one."""
    found: dict[UUID, CalendarEntry] = {}
    for row in rows:
        if row.calendar_entry_id is not None:
            try:
                found[row.id] = await mail_store.get_entry(session, actor, row.calendar_entry_id)
            except NotFoundError:  # the mail's own was removed; the interview stands by itself
                continue
    return found


async def _own_address(session: AsyncSession, actor: Actor) -> str | None:
    user = await accounts.by_id(session, actor.user_id)
    return user.email if user else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _item(
    name: Name | None, id: UUID, kind: str, title: str, starts_at: datetime, *, all_day: bool = False
) -> CalendarItem:
    return CalendarItem(
        id=id, kind=kind, title=title, starts_at=starts_at, all_day=all_day,
        application_id=name.application_id if name else None, job_id=name.job_id if name else None,
        number=name.number if name else None,
    )  # fmt: skip


def _interview(one: Called[Interview], own: str | None) -> CalendarItem:
    row = one.row
    item = _item(one.name, row.id, "interview", interview_title(row, one.name), row.starts_at)
    rest = {"ends_at": row.ends_at, "timezone": shown_in(row.timezone, own), "place": row.place}
    return item.model_copy(update={**rest, "cancelled": row.outcome == "cancelled"})


def _appointment(row: CalendarEntry, own: str | None) -> CalendarItem:
    return CalendarItem(
        id=row.id, kind="appointment", title=row.title, starts_at=row.starts_at, ends_at=row.ends_at,
        timezone=shown_in(row.timezone, own), place=row.place, cancelled=row.cancelled, job_id=row.job_id,
    )  # fmt: skip


def _deadline(day: date, name: Name) -> CalendarItem:
    id = uuid5(name.application_id, "deadline")
    return _item(name, id, "deadline", f"Deadline: {name.words}", _midnight(day), all_day=True)
