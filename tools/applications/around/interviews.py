"""Interviews: put down, changed, cancelled; one with the appointment that a mail has brought."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications, applications_calendar
from store import applications_details as store
from store.actors import Actor
from store.applications_details import Interview
from store.email_writing import CalendarEntry
from store.errors import AlreadyExistsError, ValidationError
from tools.applications.around.keeping import added, change, put_back_of, remove, step_up, write_line
from tools.applications.around.moments import check_span, moment_of, shown
from tools.applications.around.schemas import InterviewChanges, InterviewSaved
from tools.applications.schemas import InterviewView, NewInterview
from tools.context import utc_now
from tools.zones import own_zone, shown_in, zone_of

MOST_INTERVIEWS = 200


def interview_view(row: Interview) -> InterviewView:
    """An interview as every surface shows it. Pure."""
    url = f"/api/v1/applications/{row.application_id}/interviews/{row.id}/ics"
    names = InterviewView.model_fields.keys() - {"ics_url"}
    return InterviewView(**{name: getattr(row, name) for name in names}, ics_url=url)


async def get_interview(
    session: AsyncSession, actor: Actor, application_id: UUID, interview_id: UUID, *, lock: bool = False
) -> Interview:
    """One interview of one of the actor's applications, else NotFoundError."""
    await applications.get(session, actor, application_id)
    return await store.get(session, actor, Interview, interview_id, application_id=application_id, lock=lock)


async def add_interview(
    session: AsyncSession,
    actor: Actor,
    application_id: UUID,
    data: NewInterview,
    *,
    moved: dict[str, Any] | None = None,
    stays: bool = False,
) -> InterviewSaved:
    """Put an interview down; its application stands at interviewing then, unless it `stays` where it was said to.

    `moved`: how an application that was begun for it is taken back. Raises AlreadyExistsError for one of the same
    application at the very same time.
    """
    await applications.get(session, actor, application_id, lock=True)
    zone = data.timezone or await own_zone(session, actor)
    starts_at, ends_at = _span(data.starts_at, data.ends_at, zone)
    there = await store.of_application(session, actor, Interview, application_id)
    if len(there) >= MOST_INTERVIEWS:
        raise ValidationError(f"An application has at most {MOST_INTERVIEWS} interviews.", code="TOO_MANY")
    if same := next((one for one in there if one.starts_at == starts_at and one.outcome != "cancelled"), None):
        raise AlreadyExistsError(
            f"Round {same.round} of this application is at that time already; change that one.",
            details={"interview_id": str(same.id)},
        )
    row = await store.add(
        session, actor, Interview, application_id=application_id, starts_at=starts_at, ends_at=ends_at,
        round=data.round or await store.next_round(session, actor, application_id), kind=data.kind,
        timezone=zone, place=data.place, notes=data.notes,
        people=[person.model_dump(exclude_none=True) for person in data.people],
    )  # fmt: skip
    if moved is None and not stays:
        moved = await step_up(session, actor, application_id, "interviewing")
    await added(session, actor, "interview", row, await _title(session, actor, row), moved=moved)
    return await _saved(session, actor, row)


async def change_interview(
    session: AsyncSession, actor: Actor, application_id: UUID, interview_id: UUID, data: InterviewChanges
) -> InterviewSaved:
    """Change what is given; the appointment of a mail that it is moves with it."""
    row = await get_interview(session, actor, application_id, interview_id, lock=True)
    values = data.model_dump(exclude_unset=True, exclude={"people"})
    if data.people is not None:
        values["people"] = [person.model_dump(exclude_none=True) for person in data.people]
    own = await own_zone(session, actor)
    await change(session, actor, "interview", row, values | _moved(row, data, own), await _title(session, actor, row))
    return await _saved(session, actor, row)


def _moved(row: Interview, data: InterviewChanges, own: str | None) -> dict[str, Any]:
    """The times after the change, in UTC; one that only moves takes as long as before. Pure."""
    zone = (data.timezone if "timezone" in data.model_fields_set else row.timezone) or own
    if zone:
        zone_of(zone)
    starts_at = moment_of(data.starts_at, zone) if data.starts_at else row.starts_at
    ends_at = row.ends_at
    if "ends_at" in data.model_fields_set:
        ends_at = moment_of(data.ends_at, zone) if data.ends_at else None
    elif ends_at is not None:
        ends_at += starts_at - row.starts_at
    check_span(starts_at, ends_at)
    return {"starts_at": starts_at, "ends_at": ends_at}


async def remove_interview(session: AsyncSession, actor: Actor, application_id: UUID, interview_id: UUID) -> None:
    """Take an interview away, and the appointment that it is; undo brings both back."""
    row = await get_interview(session, actor, application_id, interview_id, lock=True)
    await remove(session, actor, "interview", row, await _title(session, actor, row))


async def follow_entry(session: AsyncSession, actor: Actor, entry: CalendarEntry) -> dict[str, Any] | None:
    """Make the interview what the appointment of a mail says now; what takes that back, None where nothing changed.

    Without an application on the entry's job there is no interview: it becomes one when the application does.
    """
    application = await applications.of_job(session, actor, entry.job_id) if entry.job_id else None
    if application is None:
        return None
    row = await store.interview_of_entry(session, actor, application.id, entry)
    if entry.deleted_at is not None:
        return await _follow(session, actor, row, {"deleted_at": utc_now()}, entry) if row else None
    values = store.values_of_entry(entry)
    if row is not None:
        if not entry.cancelled and row.outcome != "cancelled":
            values["outcome"] = row.outcome
        return await _follow(session, actor, row, values, entry)
    values |= {"kind": store.kind_of_place(entry.place), "people": []}
    number = await store.next_round(session, actor, application.id)
    row = await store.add(session, actor, Interview, application_id=application.id, round=number, **values)
    await _line(session, actor, row, "added", entry)
    return put_back_of("interview", row.id, {"deleted_at": utc_now()})


async def _follow(
    session: AsyncSession, actor: Actor, row: Interview, values: dict[str, Any], entry: CalendarEntry
) -> dict[str, Any] | None:
    before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    if not before:
        return None
    for name in before:
        setattr(row, name, values[name])
    row.sequence += 1
    await _line(session, actor, row, "cancelled" if values.get("outcome") == "cancelled" else "changed", entry)
    return put_back_of("interview", row.id, before)


async def _line(session: AsyncSession, actor: Actor, row: Interview, what: str, entry: CalendarEntry) -> None:
    when = shown(row.starts_at, shown_in(row.timezone, await own_zone(session, actor)))
    title = f"round {row.round}, {when}"
    await write_line(
        session, actor, row.application_id, "interview", what, row.id, title, by="mail", why=entry.quote
    )  # fmt: skip


def _span(said_start: datetime, said_end: datetime | None, zone: str | None) -> tuple[datetime, datetime | None]:
    starts_at = moment_of(said_start, zone)
    ends_at = moment_of(said_end, zone) if said_end else None
    check_span(starts_at, ends_at)
    return starts_at, ends_at


async def _title(session: AsyncSession, actor: Actor, row: Interview) -> str:
    name = (await applications_calendar.names(session, actor, row.application_id))[row.application_id]
    return f"round {row.round} of {name.words}"


async def _saved(session: AsyncSession, actor: Actor, row: Interview) -> InterviewSaved:
    """The interview with a warning for each other one at the same time."""
    warnings = []
    if row.outcome != "cancelled":
        ends_at = row.ends_at or row.starts_at + store.SAME_TIME
        others = await store.at_the_same_time(session, actor, row.starts_at, ends_at, but=row.id)
        ids = [row.application_id, *(one.application_id for one in others)]
        names = await applications_calendar.names(session, actor, *ids)
        own = await own_zone(session, actor)
        warnings = [
            f"At the same time: round {one.round} of {names[one.application_id].words}, "
            f"{shown(one.starts_at, shown_in(one.timezone, own))}."
            for one in others
            if one.application_id in names
        ]
    return InterviewSaved(**interview_view(row).model_dump(), warnings=warnings)
