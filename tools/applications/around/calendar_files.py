"""Calendar files (RFC 5545): what is written by others goes in as plain text, and nobody is invited by opening one.

A file is PUBLISHed, not a REQUEST: a calendar that reads it answers nobody in the person's name. RFC 5546 wants an
organiser in it and no attendees, so people stand in the description.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event, vCalAddress, vText

from store.applications_calendar import Called, Name
from store.applications_details import Interview
from store.email_writing import CalendarEntry
from tools.applications.around.schemas import CalendarItem
from tools.applications.schemas import Person
from tools.zones import local

HOUR, GLANCE = timedelta(hours=1), timedelta(minutes=15)
PRODID = "-//Jobwright//Applications//EN"
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a calendar file. `organiser` is an address; `all_day` takes the whole day of `starts_at`."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    stamp: datetime
    timezone: str | None = None
    all_day: bool = False
    place: str | None = None
    lines: Sequence[str] = field(default=())
    sequence: int = 0
    cancelled: bool = False
    organiser: str | None = None
    busy: bool = True


def calendar_file(happenings: Sequence[Happening], *, cancels: bool = False, name: str | None = None) -> bytes:
    """The file. With `cancels` it takes its events out of a calendar that has them. Pure."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancels else "PUBLISH")
    if name:
        calendar.add("x-wr-calname", one_line(name))
    for happening in happenings:
        calendar.add_component(_event(happening))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def interview_happening(called: Called[Interview], entry: CalendarEntry | None, *, organiser: str | None) -> Happening:
    """An interview as an event, under the id that its invitation has where a mail brought it. Pure."""
    row, name = called.row, called.name
    people = [Person.model_validate(person) for person in row.people]
    known = next((one.email for one in people if one.email and is_address(one.email)), None)
    with_whom = ["With " + ", ".join(_who(one) for one in people)] if people else []
    return Happening(
        uid=entry.uid if entry else f"interview-{row.id}@jobwright.invalid", title=interview_title(row, name),
        starts_at=row.starts_at, ends_at=row.ends_at or row.starts_at + HOUR, stamp=row.updated_at,
        timezone=row.timezone, place=row.place, lines=[*with_whom, *([row.notes] if row.notes else [])],
        sequence=row.sequence, cancelled=row.outcome == "cancelled", organiser=known or organiser,
    )  # fmt: skip


def item_happening(item: CalendarItem, stamp: datetime, *, organiser: str | None) -> Happening:
    """A deadline, reminder, offer or appointment as an event. Pure."""
    ends_at = item.ends_at or item.starts_at + (HOUR if item.kind == "appointment" else GLANCE)
    return Happening(
        uid=f"{item.kind}-{item.id}@jobwright.invalid", title=item.title, starts_at=item.starts_at, ends_at=ends_at,
        stamp=stamp, timezone=item.timezone, all_day=item.all_day, place=item.place, cancelled=item.cancelled,
        organiser=organiser, busy=item.kind == "appointment",
    )  # fmt: skip


def interview_title(row: Interview, name: Name | None) -> str:
    """Interview, round 2: Cook at Acme. Pure."""
    return f"Interview, round {row.round}" + (f": {name.words}" if name else "")


def is_address(text: str) -> bool:
    """Whether it is a plain mail address, with nothing that would end its line. Pure."""
    return _ADDRESS.fullmatch(text) is not None


def one_line(text: str) -> str:
    """Without line breaks and control characters. Pure."""
    return " ".join(_CONTROL.sub(" ", text).replace("\n", " ").replace("\t", " ").split())


def _who(person: Person) -> str:
    return one_line(person.name) + (f" ({one_line(person.role)})" if person.role else "")


def _event(one: Happening) -> Event:
    event = Event()
    event.add("uid", one_line(one.uid))
    event.add("dtstamp", one.stamp.astimezone(UTC))
    event.add("sequence", one.sequence)
    event.add("summary", one_line(one.title))
    for edge, moment in (("dtstart", one.starts_at), ("dtend", one.ends_at)):
        event.add(edge, local(moment, one.timezone) if not one.all_day else _day(moment, edge))
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if one.busy and not one.all_day else "TRANSPARENT")
    if one.place:
        event.add("location", one_line(one.place))
    if one.lines:
        event.add("description", _CONTROL.sub(" ", "\n".join(one.lines).replace("\r\n", "\n")))
    if one.organiser and is_address(one.organiser):
        address: Any = vCalAddress(f"mailto:{one.organiser}")
        address.params["CN"] = vText(one.organiser)
        event.add("organizer", address)
    return event


def _day(moment: datetime, edge: str) -> date:
    """The day itself; a file's end is the day after."""
    return moment.date() + timedelta(days=edge == "dtend")
