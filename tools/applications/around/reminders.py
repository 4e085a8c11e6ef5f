"""Reminders: set, moved, ticked off. Each is a person's own or was advice that they accepted."""

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications, applications_calendar
from store import applications_details as store
from store.actors import Actor
from store.applications_details import Reminder
from tools.applications.around.keeping import added, change, remove
from tools.applications.around.moments import moment_of
from tools.applications.around.schemas import NewReminder, ReminderChanges
from tools.applications.schemas import ReminderView
from tools.context import utc_now
from tools.zones import day_after, own_zone

Due = Literal["now", "today", "week", "all"]


async def add_reminder(session: AsyncSession, actor: Actor, data: NewReminder) -> ReminderView:
    """Set a reminder; the application it names has to be the actor's."""
    if data.application_id is not None:
        await applications.get(session, actor, data.application_id)
    own = await own_zone(session, actor)
    row = await store.add(
        session, actor, Reminder, application_id=data.application_id, kind=data.kind, text=data.text,
        due_at=moment_of(data.due_at, data.timezone or own),
    )  # fmt: skip
    await added(session, actor, "reminder", row, row.text)
    return reminder_view(row, own)


async def change_reminder(
    session: AsyncSession, actor: Actor, reminder_id: UUID, data: ReminderChanges
) -> ReminderView:
    """Word it anew, move it, tick it off or take the tick away."""
    row = await store.get(session, actor, Reminder, reminder_id, lock=True)
    own = await own_zone(session, actor)
    values: dict[str, Any] = {"text": data.text} if data.text else {}
    if data.due_at is not None:
        values["due_at"] = moment_of(data.due_at, data.timezone or own)
    if data.done is not None:
        values["done_at"] = (row.done_at or utc_now()) if data.done else None
    await change(session, actor, "reminder", row, values, row.text)
    return reminder_view(row, own)


async def remove_reminder(session: AsyncSession, actor: Actor, reminder_id: UUID) -> None:
    """Take a reminder away; undo brings it back."""
    row = await store.get(session, actor, Reminder, reminder_id, lock=True)
    await remove(session, actor, "reminder", row, row.text)


async def list_reminders(
    session: AsyncSession, actor: Actor, due: Due = "all", *, done: bool = False, now: datetime | None = None
) -> list[ReminderView]:
    """The reminders due by now, by the end of this day or of seven days (the person's days), or all; those of a
    deleted application are not among them."""
    own = await own_zone(session, actor)
    until = _until(due, now or utc_now(), own)
    rows = await applications_calendar.reminders(session, actor, None, until, done=done)
    return [reminder_view(one.row, own) for one in rows]


def reminder_view(row: Reminder, own: str | None) -> ReminderView:
    """A reminder as every surface shows it, in the person's own zone. Pure."""
    return ReminderView.model_validate(row).model_copy(update={"timezone": own})


def _until(due: Due, now: datetime, zone: str | None) -> datetime | None:
    """Before which moment they are due. Pure."""
    return {
        "now": now + timedelta(microseconds=1), "today": day_after(now, zone), "week": day_after(now, zone, 7),
        "all": None,
    }[due]  # fmt: skip
