"""Changing mails: read, starred, archived, in the bin. Each change can be taken back, and the mailbox is told."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import email as store
from store import email_messages as messages
from store import events
from store.actors import Actor
from store.email_messages import EmailMessage
from store.errors import ValidationError
from tools.context import utc_now
from tools.email.inbox.looking import conditions, find_email, in_words
from tools.email.inbox.schemas import ChangedEmails, ChangeEmails, EmailFilter, MailChange, TidyEmails
from tools.email.sources.capabilities import capabilities_of

MOST_AT_ONCE, SHOWN = 2000, 10
# What each change sets here, and what it is called at the mailbox.
SETS: dict[str, tuple[str, bool]] = {
    "read": ("is_read", True), "unread": ("is_read", False), "star": ("is_starred", True),
    "unstar": ("is_starred", False), "archive": ("is_archived", True), "unarchive": ("is_archived", False),
    "delete": ("deleted", True), "restore": ("deleted", False),
}  # fmt: skip
AT_SOURCE = {"delete": "trash", "restore": "untrash"}
OPPOSITE = {
    "read": "unread", "unread": "read", "star": "unstar", "unstar": "star", "archive": "unarchive",
    "unarchive": "archive", "delete": "restore", "restore": "delete",
}  # fmt: skip
DONE = {
    "read": "marked as read", "unread": "marked as unread", "star": "starred", "unstar": "unstarred",
    "archive": "archived", "unarchive": "taken out of the archive", "delete": "put into the bin",
    "restore": "taken out of the bin",
}  # fmt: skip


async def change_emails(session: AsyncSession, actor: Actor, data: ChangeEmails) -> ChangedEmails:
    """Change the mails that are named."""
    ids = [await find_email(session, actor, reference) for reference in data.emails]
    return await change_ids(session, actor, ids, data.change)


async def change_ids(session: AsyncSession, actor: Actor, ids: Sequence[UUID], change: MailChange) -> ChangedEmails:
    """Change the mails of these ids, as one act that can be taken back. Raises NotFoundError for another's."""
    rows = [await messages.get(session, actor, message_id) for message_id in dict.fromkeys(ids)]
    return await _change_all(session, actor, rows, change)


async def see(session: AsyncSession, actor: Actor, message_id: UUID) -> None:
    """Mark a mail as read for having been looked at: no act that anybody would want to undo."""
    row = await messages.get(session, actor, message_id)
    if not row.is_read:
        put(row, "read")
        await tell_soon(session, actor, [row])


async def tidy_emails(session: AsyncSession, actor: Actor, data: TidyEmails) -> ChangedEmails:
    """Change all mails that fit, as one act that can be taken back."""
    return await _change_all(session, actor, await _fitting(session, actor, data), data.change)


async def tidy_question(session: AsyncSession, actor: Actor, data: TidyEmails) -> str:
    """The plan: how many mails, which, and what would be done to them."""
    rows = [row for row in await _fitting(session, actor, data) if not _is(row, data.change)]
    if not rows:
        raise ValidationError(f"There are no {in_words(_filter(data))} to be {DONE[data.change]}.", code="NOTHING_FITS")
    lines = [f"- {row.sender_name or row.sender_address}: {row.subject} ({row.dated_at:%Y-%m-%d})" for row in rows]
    more = [f"- and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    count = f"{len(rows)} {'mail' if len(rows) == 1 else 'mails'}"
    return "\n".join([f"{count} would be {DONE[data.change]}:", "", *lines[:SHOWN], *more, "", "Shall I?"])


async def _fitting(session: AsyncSession, actor: Actor, data: TidyEmails) -> list[EmailMessage]:
    wanted = _filter(data)
    if not wanted.older_than_days and not wanted.model_dump(
        exclude_defaults=True, exclude={"deleted", "older_than_days"}
    ):
        raise ValidationError(
            "Say which mails: by sender, words, kind or age. All of them at once is not offered.", code="TOO_MANY"
        )
    return await messages.all_fitting(session, actor, await conditions(session, actor, wanted), limit=MOST_AT_ONCE)


def _filter(data: TidyEmails) -> EmailFilter:
    return EmailFilter(**data.model_dump(exclude={"change"}), deleted=data.change == "restore")


def _is(row: EmailMessage, change: str) -> bool:
    name, value = SETS[change]
    return ((row.deleted_at is not None) if name == "deleted" else getattr(row, name)) is value


async def _change_all(
    session: AsyncSession, actor: Actor, rows: Sequence[EmailMessage], change: MailChange
) -> ChangedEmails:
    changed = [row for row in rows if not _is(row, change)]
    for row in changed:
        put(row, change)
    if changed:
        title = f"{len(changed)} mails" if len(changed) > 1 else changed[0].subject[:100]
        await events.record(
            session, actor, kind="emails_changed", subject="email", subject_id=changed[0].id,
            data={"title": f"{title} ({DONE[change]})", "change": change},
            inverse={"operation": "email.change", "ids": [str(row.id) for row in changed], "change": OPPOSITE[change]},
        )  # fmt: skip
    return ChangedEmails(
        change=change, changed=len(changed), unchanged=len(rows) - len(changed),
        subjects=[row.subject for row in changed[:SHOWN]], here_only=await tell_soon(session, actor, changed),
    )  # fmt: skip


def put(row: EmailMessage, change: str) -> None:
    """Set it here, and note what the mailbox is to be told; a change and its opposite cancel out."""
    name, value = SETS[change]
    if name == "deleted":
        row.deleted_at = utc_now() if value else None
    else:
        setattr(row, name, value)
    told, opposite = AT_SOURCE.get(change, change), AT_SOURCE.get(OPPOSITE[change], OPPOSITE[change])
    row.pending = (
        [one for one in row.pending if one != opposite]
        if opposite in row.pending
        else list(dict.fromkeys([*row.pending, told]))
    )


async def tell_soon(session: AsyncSession, actor: Actor, rows: Sequence[EmailMessage]) -> list[str]:
    """Have the mailboxes told with their next sync, which is due now; returns those that must not be changed."""
    closed = []
    for source in await store.sources(session, actor):
        if not any(row.source_id == source.id for row in rows):
            continue
        if not capabilities_of(source.kind, source.settings, source.scopes).change:
            closed.append(source.address)
        elif source.due_at is not None:
            source.due_at = utc_now()
    return closed


async def change_back(session: AsyncSession, actor: Actor, inverse: dict[str, Any]) -> None:
    """Take a change of mails back; those that are gone stay gone."""
    ids = [UUID(one) for one in inverse["ids"]]
    rows = [row for row in await messages.of_ids(session, actor, ids) if not _is(row, inverse["change"])]
    for row in rows:
        put(row, inverse["change"])
    await tell_soon(session, actor, rows)
