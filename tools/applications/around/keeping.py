"""Every change of what stands around an application: an event that undoes it, and a line on the timeline."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications, events
from store import applications_details as store
from store import email_writing as mail_store
from store.actors import Actor
from store.applications_details import AnyDetail, Interview
from tools.applications import moving
from tools.applications.schemas import Author, Stage, TimelineKind
from tools.context import utc_now

What = Literal["added", "changed", "removed"]
DetailKind = Literal["interview", "contact", "offer", "reminder", "attachment"]
OPERATION = "details.put_back"
WORDS = {
    "interview_added": "put down the interview", "interview_changed": "changed the interview",
    "interview_removed": "removed the interview", "contact_added": "added the contact",
    "contact_changed": "changed the contact", "contact_removed": "removed the contact",
    "offer_added": "wrote down the offer", "offer_changed": "changed the offer", "offer_removed": "removed the offer",
    "reminder_added": "set the reminder", "reminder_changed": "changed the reminder",
    "reminder_removed": "removed the reminder", "attachment_added": "attached", "attachment_removed": "took away",
    "advice_decided": "answered the advice:", "document_sent": "wrote down what went out:",
}  # fmt: skip
# What an interview's calendar file counts as a change of the event itself.
OF_THE_EVENT = frozenset({"starts_at", "ends_at", "timezone", "place", "outcome", "deleted_at"})


async def added(
    session: AsyncSession, actor: Actor, kind: DetailKind, row: AnyDetail, title: str, *,
    also: Sequence[dict[str, Any]] = (), moved: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Write down that one was added; undo takes it away again, puts `also` back, and the application that it moved."""
    await _note(session, actor, kind, "added", row, title, [{"deleted_at": utc_now()}], also, moved)


async def step_up(session: AsyncSession, actor: Actor, application_id: UUID, stage: Stage) -> dict[str, Any] | None:
    """Move an application on to a stage that what is put down shows; how to take it back, None where it stays.

    One that stands there, is further on, or has ended stays where it is.
    """
    row = await applications.get(session, actor, application_id)
    if stage not in moving.MOVES[cast("Stage", row.status)]:
        return None
    return (await moving.move(session, actor, application_id, moving.Change(stage))).back()


async def change(
    session: AsyncSession, actor: Actor, kind: DetailKind, row: AnyDetail, values: dict[str, Any], title: str, *,
    what: What = "changed", also: Sequence[dict[str, Any]] = (),
) -> None:  # fmt: skip
    """Set these columns and write it down; nothing is written when they hold these values already."""
    values = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not values:
        return
    before = {name: getattr(row, name) for name in values}
    await _set(session, actor, kind, row.id, values)
    changed = {name: _plain(value) for name, value in values.items()} if what == "changed" else None
    await _note(session, actor, kind, what, row, title, [before], also, changed=changed)


async def remove(session: AsyncSession, actor: Actor, kind: DetailKind, row: AnyDetail, title: str) -> None:
    """Take one away; undo brings it back."""
    await change(session, actor, kind, row, {"deleted_at": utc_now()}, title, what="removed")


def put_back_of(kind: str, row_id: UUID, before: dict[str, Any]) -> dict[str, Any]:
    """One row of an inverse: which, and its columns as they were. Pure."""
    return {"kind": kind, "id": str(row_id), "values": {name: _plain(value) for name, value in before.items()}}


async def put_back(session: AsyncSession, actor: Actor, inverse: dict[str, Any]) -> None:
    """Set rows as they were, and say so on the timeline. Raises NotFoundError when one is gone for good."""
    for one in inverse["rows"]:
        row = await _set(session, actor, one["kind"], UUID(one["id"]), one["values"])
        if row.application_id is not None and one["kind"] != "advice":
            await applications.write_entry(
                session, actor, row.application_id, kind="undone", by="undo", at=utc_now(),
                data={"kind": one["kind"], "id": one["id"]},
            )  # fmt: skip
    if moved := inverse.get("application"):
        await moving.move_back(session, actor, moved)


async def write_line(
    session: AsyncSession, actor: Actor, application_id: UUID, kind: TimelineKind, what: str, row_id: UUID, title: str,
    *, by: Author = "person", why: str | None = None, changed: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """A line on the timeline about something that stands around the application; `changed` are its new values."""
    data = {"id": str(row_id), "what": what, "title": title, **({"changed": changed} if changed else {})}
    await applications.write_entry(session, actor, application_id, kind=kind, by=by, at=utc_now(), why=why, data=data)


async def _note(
    session: AsyncSession, actor: Actor, kind: DetailKind, what: What, row: AnyDetail, title: str,
    before: Sequence[dict[str, Any]], also: Sequence[dict[str, Any]], moved: dict[str, Any] | None = None,
    changed: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    if row.application_id is not None:
        await write_line(session, actor, row.application_id, kind, what, row.id, title, changed=changed)
    await events.record(
        session, actor, kind=f"{kind}_{what}", subject=kind, subject_id=row.id, data={"title": title},
        inverse={
            "operation": OPERATION, "rows": [*(put_back_of(kind, row.id, one) for one in before), *also],
            "application": moved,
        },
    )  # fmt: skip


async def _set(session: AsyncSession, actor: Actor, kind: str, row_id: UUID, values: dict[str, Any]) -> AnyDetail:
    """Set columns; an interview's event counts on, and the appointment that it is follows."""
    table: Any = store.KINDS[kind]
    row: AnyDetail = await store.put_values(session, actor, table, row_id, values)
    if isinstance(row, Interview):
        if OF_THE_EVENT & values.keys():
            row.sequence += 1
        await _mirror(session, actor, row)
    return row


async def _mirror(session: AsyncSession, actor: Actor, row: Interview) -> None:
    """The appointment that a mail brought stays the same thing as its interview."""
    if row.calendar_entry_id is not None:
        await mail_store.set_entry(
            session, actor, row.calendar_entry_id, starts_at=row.starts_at, ends_at=row.ends_at,
            timezone=row.timezone, place=row.place, cancelled=row.outcome == "cancelled", deleted_at=row.deleted_at,
        )  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
