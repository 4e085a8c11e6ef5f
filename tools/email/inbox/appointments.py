"""What lies ahead: appointments of mails and interviews, each once; as .ics, in Google's calendar after a yes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from icalendar import Calendar, Event
from sqlalchemy.ext.asyncio import AsyncSession

from store import email as source_store
from store import email_writing as store
from store import events
from store.actors import Actor
from store.applications_calendar import Called, interviews
from store.applications_details import Interview
from store.database import transaction
from store.email import EmailSource
from store.email_writing import CalendarEntry
from store.errors import ConflictError, NotFoundError
from tools.applications.around.calendar_files import interview_title
from tools.applications.around.moments import shown
from tools.context import Context, utc_now
from tools.email.inbox.schemas import Appointment, AppointmentList, AppointmentReference
from tools.email.sources.calendar import delete_event, insert_event
from tools.email.sources.capabilities import capabilities_of
from tools.email.syncing.fetching import opened
from tools.references import Named, resolve
from tools.resumes.schemas import NoArguments
from tools.zones import own_zone, shown_in

HOUR, SHOWN_AFTER = timedelta(hours=1), timedelta(days=1)


class AddedAppointment(AppointmentReference):
    """An appointment that is in Google's calendar now; filled in by the step that puts it there."""

    entry_id: UUID
    google_id: str


async def list_appointments(session: AsyncSession, actor: Actor, _: NoArguments) -> AppointmentList:
    """Appointments and interviews from yesterday on, the next first."""
    return AppointmentList(appointments=[one for one, _ in await _ahead(session, actor)])


async def _ahead(session: AsyncSession, actor: Actor) -> list[tuple[Appointment, CalendarEntry | None]]:
    """Everything ahead with the entry that a mail has brought, numbered in its order in time.

    An interview that is also the appointment of a mail, linked with it or of the same job at the same time, is there
    once, with what both say.
    """
    since, own = utc_now() - SHOWN_AFTER, await own_zone(session, actor)
    entries = {row.id: row for row in await store.entries(session, actor, since=since)}
    found: list[tuple[Appointment, CalendarEntry | None]] = []
    for called in await interviews(session, actor, since):
        entry = next((row for row in entries.values() if _same(called, row)), None)
        if entry is not None:
            del entries[entry.id]
        found.append((_interview(called, entry), entry))
    found += [(view_of(entry, 0), entry) for entry in entries.values()]
    found.sort(key=lambda pair: (pair[0].starts_at, pair[0].title))
    return [
        (one.model_copy(update={"number": at, "timezone": shown_in(one.timezone, own)}), entry)
        for at, (one, entry) in enumerate(found, 1)
    ]


def _same(called: Called[Interview], entry: CalendarEntry) -> bool:
    if called.row.calendar_entry_id is not None:
        return called.row.calendar_entry_id == entry.id
    job_id = called.name.job_id if called.name else None
    return job_id is not None and (job_id, called.row.starts_at) == (entry.job_id, entry.starts_at)


def _interview(called: Called[Interview], entry: CalendarEntry | None) -> Appointment:
    """An interview of an application, under its mail's appointment where one brought it. Pure."""
    row, name = called.row, called.name
    own = {
        "title": interview_title(row, name), "starts_at": row.starts_at, "ends_at": row.ends_at,
        "timezone": row.timezone, "place": row.place, "cancelled": row.outcome == "cancelled",
        "application_id": row.application_id, "people": [person["name"] for person in row.people],
        "job_id": name.job_id if name else None,
    }  # fmt: skip
    if entry is not None:
        return view_of(entry, 0).model_copy(update=own)
    return Appointment.model_validate({"id": row.id, "number": 0, "from_mail": False, **own})


def view_of(row: CalendarEntry, number: int) -> Appointment:
    """An appointment as people see it; `number` is its place in the list. Pure."""
    return Appointment(
        id=row.id, number=number, title=row.title, starts_at=row.starts_at, ends_at=row.ends_at,
        timezone=row.timezone, place=row.place, quote=row.quote, cancelled=row.cancelled,
        in_google=row.google_id is not None, job_id=row.job_id, message_id=row.message_id,
    )  # fmt: skip


async def find_entry(session: AsyncSession, actor: Actor, reference: str | None) -> CalendarEntry:
    """The appointment that is meant; the next one without a word. Raises ConflictError NOT_FROM_MAIL."""
    ahead = await _ahead(session, actor)
    if not ahead:
        raise NotFoundError("There is no appointment ahead.", code="NO_APPOINTMENT")
    things = [Named(one.id, one.number, one.title) for one, _ in ahead]
    found = things[0].id
    if reference is not None:
        found = resolve(reference.lower().removeprefix("appointment ").strip(), things, kind="appointment")
    one, entry = next(pair for pair in ahead if pair[0].id == found)
    if entry is None:
        raise ConflictError(
            f"“{one.title}” was put down here, not brought by a mail. It is had as an .ics file, and stands in the "
            "calendar feed of your applications.",
            code="NOT_FROM_MAIL", details={"application_id": str(one.application_id), "interview_id": str(one.id)},
        )  # fmt: skip
    return entry


async def calendar_question(session: AsyncSession, actor: Actor, data: AppointmentReference) -> str:
    """What would be put into the calendar."""
    row = await find_entry(session, actor, data.appointment)
    where = f", {row.place}" if row.place else ""
    when = shown(row.starts_at, shown_in(row.timezone, await own_zone(session, actor)))
    return f"Put “{row.title}”, {when}{where}, into your Google calendar?"


async def gather_calendar(context: Context, data: AppointmentReference) -> AddedAppointment:
    """Put an appointment into Google's calendar; doing it again changes nothing."""
    async with context.sessions() as session:
        entry_id = (await find_entry(session, context.actor, data.appointment)).id
    return await add_now(context, entry_id)


async def add_now(context: Context, entry_id: UUID) -> AddedAppointment:
    """The same for the appointment of this id. Raises ConflictError CALENDAR_NOT_ALLOWED, and what Google raises."""
    async with context.sessions() as session:
        row = await store.get_entry(session, context.actor, entry_id)
        source = await _google(session, context.actor)
    async with opened(context, source) as rim:
        await insert_event(rim, row.id.hex, _in_google_words(row))
    return AddedAppointment(entry_id=entry_id, google_id=row.id.hex)


def _in_google_words(row: CalendarEntry) -> dict[str, Any]:
    ends_at = row.ends_at or row.starts_at + HOUR
    return {
        "summary": row.title, "start": {"dateTime": row.starts_at.isoformat()},
        "end": {"dateTime": ends_at.isoformat()}, "location": row.place or "", "description": row.quote or "",
    }  # fmt: skip


async def remove_now(context: Context, entry_id: UUID) -> None:
    """Take an appointment out of Google's calendar again; one that is not there stays so."""
    async with context.sessions() as session:
        row = await store.get_entry(session, context.actor, entry_id)
        source = await _google(session, context.actor)
    if row.google_id is not None:
        async with opened(context, source) as rim:
            await delete_event(rim, row.google_id)
        async with transaction(context.sessions) as session:
            await store.set_entry(session, context.actor, entry_id, google_id=None)


async def _google(session: AsyncSession, actor: Actor) -> EmailSource:
    """The Google account whose calendar is meant: the first that was allowed to write it."""
    rows = [row for row in await source_store.sources(session, actor) if row.kind == "gmail"]
    for row in rows:
        if capabilities_of(row.kind, row.settings, row.scopes).calendar:
            return row
    raise ConflictError(
        "Google has not been allowed to write your calendar yet. Allow it on the page under Mail, then say yes again."
        if rows
        else "No Google account is connected. The appointment can be had as an .ics file for any calendar.",
        code="CALENDAR_NOT_ALLOWED",
        details={"wants": "calendar", "source_id": str(rows[0].id) if rows else None},
    )


async def record_added(session: AsyncSession, actor: Actor, data: AddedAppointment) -> Appointment:
    """Write down that an appointment is in Google's calendar."""
    row = await store.get_entry(session, actor, data.entry_id)
    if row.google_id is None:
        row.google_id = data.google_id
        await events.record(
            session, actor, kind="appointment_added", subject="appointment", subject_id=row.id,
            data={"title": row.title},
        )  # fmt: skip
    return view_of(row, 1)


async def as_ics(session: AsyncSession, actor: Actor, entry_id: UUID | None = None) -> bytes:
    """One appointment, or all, as an .ics file. Raises NotFoundError for another's."""
    rows = [await store.get_entry(session, actor, entry_id)] if entry_id else await store.entries(session, actor)
    return ics_of(rows)


def ics_of(rows: Sequence[CalendarEntry]) -> bytes:
    """Appointments as an .ics file. Pure but for the time it was made."""
    calendar = Calendar()
    calendar.add("prodid", "-//Jobwright//EN")
    calendar.add("version", "2.0")
    for row in rows:
        event = Event()
        event.add("uid", row.uid)
        event.add("dtstamp", utc_now())
        event.add("summary", row.title)
        event.add("dtstart", row.starts_at)
        event.add("dtend", row.ends_at or row.starts_at + HOUR)
        event.add("status", "CANCELLED" if row.cancelled else "CONFIRMED")
        if row.place:
            event.add("location", row.place)
        if row.quote:
            event.add("description", row.quote)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
