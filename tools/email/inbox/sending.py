"""Sending what was approved: once, also when the process dies in the middle."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import email as source_store
from store import email_messages as messages
from store import email_writing as store
from store import events
from store.actors import Actor
from store.database import transaction
from store.email import EmailSource
from store.errors import AppError, ConflictError
from tools.context import Context, utc_now
from tools.email.inbox.schemas import DraftReference, DraftView
from tools.email.inbox.writing import digest_of, find_draft, mime_of, show_draft, view_of
from tools.email.sources.capabilities import capabilities_of
from tools.email.sources.source import MailSource
from tools.email.syncing.fetching import opened

# So long a try may take; one that has said nothing by then has died.
IN_FLIGHT = timedelta(minutes=2)


class SentDraft(DraftReference):
    """A draft that has gone out; filled in by the step that sends."""

    draft_id: UUID
    external_id: str | None = None
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class _Ready:
    draft_id: UUID
    rfc_id: str
    raw: bytes
    thread: str | None
    source: EmailSource
    tried: bool


async def send_question(session: AsyncSession, actor: Actor, data: DraftReference) -> str:
    """The exact message, as it would be sent."""
    row = await find_draft(session, actor, data.draft)
    check_can_send(await source_store.get_source(session, actor, row.source_id))
    return question_for(await show_draft(session, actor, row.id))


def check_can_send(source: EmailSource) -> None:
    """Raises ConflictError SEND_NOT_ALLOWED saying what would let this mailbox send."""
    if not capabilities_of(source.kind, source.settings, source.scopes).send:
        raise _not_allowed(source)


def question_for(view: DraftView) -> str:
    """The exact message in words, and the question. Pure."""
    head = [f"From: {view.sender}", f"To: {', '.join(view.to)}"]
    head += [f"Cc: {', '.join(view.cc)}"] if view.cc else []
    warned = f"{view.problem}\n\n" if view.problem else ""
    quoted = "\n".join(f"> {line}" for line in [*head, f"Subject: {view.subject}", "", *view.body.splitlines()])
    return f"{warned}Send this mail (draft {view.number})?\n\n{quoted}"


async def gather_send(context: Context, data: DraftReference) -> SentDraft:
    """Send the draft that is meant."""
    async with context.sessions() as session:
        draft_id = (await find_draft(session, context.actor, data.draft)).id
    return await send_now(context, draft_id, digest=None)


async def send_now(context: Context, draft_id: UUID, *, digest: str | None) -> SentDraft:
    """Send a draft, of which the person has seen the wording that `digest` names.

    `sending` is written down first, and the mailbox is asked for the Message-ID before anything goes out. Where a try
    ended without a word and the mailbox does not know the mail, it may have gone out all the same: that is told, and
    only a further yes sends it. Raises ConflictError ALREADY_SENT, BEING_SENT, SEND_UNCERTAIN, DRAFT_CHANGED,
    SEND_NOT_ALLOWED, and what the mailbox raises.
    """
    ready = await _begin(context, draft_id, digest)
    try:
        check_can_send(ready.source)
        async with opened(context, ready.source) as rim:
            external_id = await _sent_once(rim, ready)
    except AppError as problem:
        async with transaction(context.sessions) as session:
            row = await store.get_draft(session, context.actor, draft_id, lock_row=True)
            row.state, row.problem = "draft", problem.message
        raise
    return SentDraft(draft_id=draft_id, external_id=external_id, sent_at=utc_now())


async def _sent_once(rim: MailSource, ready: _Ready) -> str | None:
    """Send it; after a try that ended without a word only where the mailbox can say that nothing went out."""
    if ready.tried and ready.source.kind == "imap":
        found = await rim.sent_as(ready.rfc_id)
        if found is None:
            raise ConflictError(
                "An earlier try ended without a word, so this mail may have gone out already. Look into your sent "
                "mail, and say yes once more to send it all the same.",
                code="SEND_UNCERTAIN",
            )
        return found
    return await rim.send(ready.raw, message_id=ready.rfc_id, thread=ready.thread)


async def _begin(context: Context, draft_id: UUID, digest: str | None) -> _Ready:
    async with transaction(context.sessions) as session:
        row = await store.get_draft(session, context.actor, draft_id, lock_row=True)
        source = await source_store.get_source(session, context.actor, row.source_id)
        if row.state == "sent":
            raise ConflictError("That mail has been sent already.", code="ALREADY_SENT")
        if digest is not None and digest != digest_of(row, source.address):
            raise ConflictError(
                "The draft has been changed since you saw it. Look at it again before it is sent.", code="DRAFT_CHANGED"
            )
        tried = row.state == "sending"
        if tried and row.updated_at > utc_now() - IN_FLIGHT:
            raise ConflictError("That mail is being sent just now; ask again in two minutes.", code="BEING_SENT")
        row.state, row.problem, row.updated_at = "sending", None, utc_now()
        thread = None
        if row.reply_to_id is not None:
            answered = await messages.get(session, context.actor, row.reply_to_id)
            if source.kind == "gmail" and answered.source_id == source.id:  # another mailbox's threads are its own
                thread = answered.thread.removeprefix(f"{source.id}:")
        raw = await mime_of(session, context.actor, row, source.address)
        return _Ready(row.id, row.rfc_id, raw, thread, source, tried)


def _not_allowed(source: EmailSource) -> ConflictError:
    if source.kind == "gmail":
        return ConflictError(
            "Gmail has not been allowed to send in your name yet. Allow it on the page under Mail, then say yes again.",
            code="SEND_NOT_ALLOWED", details={"wants": "send", "source_id": str(source.id)},
        )  # fmt: skip
    return ConflictError(
        "No connected mailbox can send this draft. Connect Gmail, or a mailbox over IMAP with its server for sending "
        "(SMTP), on the page under Mail or with `jobwright email connect`.",
        code="SEND_NOT_ALLOWED",
    )


async def record_sent(session: AsyncSession, actor: Actor, data: SentDraft) -> DraftView:
    """Write down that a draft went out, and that the mail it answers is answered."""
    row = await store.get_draft(session, actor, data.draft_id, lock_row=True)
    source = await source_store.get_source(session, actor, row.source_id)
    if row.state == "sent":
        return view_of(row, source)
    row.state, row.sent_at, row.external_id, row.problem = "sent", data.sent_at, data.external_id, None
    if row.reply_to_id is not None:
        (await messages.get(session, actor, row.reply_to_id)).answered_at = data.sent_at
    await events.record(
        session, actor, kind="mail_sent", subject="draft", subject_id=row.id,
        data={"title": f"{row.subject} to {', '.join(row.to)}"},
    )  # fmt: skip
    await session.flush()
    return view_of(row, source)
