"""Applications out of the store as they travel, some hundred at a time."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications_transfer as store
from store.actors import Actor
from tools.applications.schemas import ApplicationFilters
from tools.applications.transfer.portable import (
    PortableApplication,
    PortableAttachment,
    PortableContact,
    PortableEntry,
    PortableInterview,
    PortableOffer,
    PortablePosting,
    PortableReminder,
)
from tools.context import utc_now

_PARTS: Mapping[str, Any] = {
    "timeline": PortableEntry, "interviews": PortableInterview, "contacts": PortableContact, "offers": PortableOffer,
    "reminders": PortableReminder, "attachments": PortableAttachment,
}  # fmt: skip


async def chosen(session: AsyncSession, actor: Actor, filters: ApplicationFilters) -> list[UUID]:
    """The applications that fit the filters of the list, in its order."""
    return await store.chosen(session, actor, now=utc_now(), **filters.model_dump())


async def gather(
    session: AsyncSession, actor: Actor, ids: Sequence[UUID], *, whole: bool
) -> AsyncGenerator[list[PortableApplication]]:
    """The applications of these ids in their order; `whole` with posting, timeline and everything around them."""
    async for rows in store.rows(session, actor, ids, published=whole):
        around = await store.details(session, actor, [row["id"] for row in rows]) if whole else {}
        yield [_portable(row, around) for row in rows]


def _portable(
    row: Mapping[str, Any], around: Mapping[str, Mapping[UUID, Sequence[Mapping[str, Any]]]]
) -> PortableApplication:
    parts = {kind: [dict(one) for one in around[kind].get(row["id"], ())] for kind in _PARTS if kind in around}
    for at, attachment in enumerate(parts.get("attachments", ())):
        attachment["path"] = attachment_path(row["number"], at, attachment["name"])
    posting = None
    if "text" in row:
        stated = {name: row[name] for name in PortablePosting.model_fields if name != "source"}
        posting = PortablePosting.model_validate({**stated, "source": row["posting_source"]})
    return PortableApplication.model_validate({**row, **parts, "posting": posting})


def attachment_path(number: int, at: int, name: str) -> str:
    """Where a ZIP holds an attachment of the application on a job."""
    plain = "".join(letter if letter.isalnum() or letter in "-_. " else "_" for letter in name)[-120:].strip(". ")
    return f"attachments/{number}-{at + 1}-{plain or 'file'}"


async def loose(session: AsyncSession, actor: Actor) -> tuple[list[PortableContact], list[PortableReminder]]:
    """Contacts and reminders that belong to no application."""
    found = await store.loose(session, actor)
    return (
        [PortableContact.model_validate(row) for row in found["contacts"]],
        [PortableReminder.model_validate(row) for row in found["reminders"]],
    )
