"""Looking at mail: lists, one mail with its thread, its original without what acts or calls home."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import nh3
from sqlalchemy.ext.asyncio import AsyncSession

from store import email_filters as filters
from store import email_findings as findings
from store import email_messages as messages
from store import jobs as job_store
from store.actors import Actor
from store.email_findings import EmailPosting, EmailReply
from store.email_messages import EmailMessage
from store.pagination import Page, PageRequest
from tools.context import utc_now
from tools.email.alerts.schemas import AlertPosting
from tools.email.inbox.schemas import EmailFilter, EmailList, EmailReference, EmailThread, ListEmails
from tools.email.replies.schemas import Reply
from tools.email.schemas import MessageView, MessageWhole, PostingView, ReplyView
from tools.email.syncing.reading import ORDERS, mail_of
from tools.email.syncing.service import find_source
from tools.references import NUMBER, Named, resolve

_ID = re.compile(r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)
MOST_HTML, MOST_MEANT = 500_000, 50
PREFIX = re.compile(
    r"^(?:the\s+)?(?:e-?mails?|mails?|messages?|nachricht|courriel|correo)\s+(?:no\.?\s*|from\s+)?", re.IGNORECASE
)


async def find_email(session: AsyncSession, actor: Actor, reference: str) -> UUID:
    """The mail that is meant, by number, id or words; of one thread its newest that was not sent by the person.

    Raises NotFoundError, or ConflictError AMBIGUOUS naming those that fit.
    """
    plain = PREFIX.sub("", reference.strip())
    if match := NUMBER.match(plain):
        found = await filters.id_of_number(session, actor, int(match[1]))
        if found is not None:
            return found
    if _ID.match(plain):
        return (await messages.get(session, actor, UUID(plain))).id
    things = [Named(*row) for row in await filters.outlines(session, actor)]
    holding = [thing.id for thing in things if plain.lower() in thing.name.lower()]
    rows = await messages.of_ids(session, actor, holding[:MOST_MEANT])
    if not rows:
        rows = await messages.all_fitting(session, actor, filters.fitting(query=plain), limit=MOST_MEANT)
    received = [row for row in rows if not row.is_sent]
    if received and len({row.thread for row in received}) == 1:
        return max(received, key=lambda row: row.dated_at).id
    return resolve(
        plain, [thing for thing in things if thing.id in {row.id for row in received}] or things, kind="mail"
    )


async def conditions(session: AsyncSession, actor: Actor, wanted: EmailFilter) -> list[Any]:
    """The filter as the store understands it."""
    now = utc_now()
    source = await find_source(session, actor, wanted.mailbox) if wanted.mailbox else None
    query = " ".join(f'"{part}"' if part is wanted.company else part for part in (wanted.query, wanted.company) if part)
    return filters.fitting(
        query=query or None, sender=wanted.sender, kinds=wanted.kinds, source_id=source.id if source else None,
        since=_days_ago(now, wanted.within_days), unread=wanted.unread, starred=wanted.starred,
        before=now - timedelta(days=wanted.older_than_days) if wanted.older_than_days is not None else None,
        archived=wanted.archived, needs_answer=wanted.needs_answer, attachments=wanted.attachments,
        deleted=wanted.deleted,
    )  # fmt: skip


def _days_ago(now: Any, days: int | None) -> Any:
    """The beginning of the day so many days ago; 1 is today."""
    if days is None:
        return None
    return now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days - 1)


async def list_emails(session: AsyncSession, actor: Actor, data: ListEmails) -> EmailList:
    """Mails that fit, the newest first, with what was found in them."""
    where = await conditions(session, actor, data)
    page = await messages.list_page(session, actor, PageRequest(limit=data.limit), where)
    return EmailList(
        emails=await views(session, actor, page["items"]),
        total=page["total"],
        asked=in_words(data, one=page["total"] == 1),
    )


async def list_page(session: AsyncSession, actor: Actor, page: PageRequest, wanted: EmailFilter) -> Page[MessageView]:
    """The same for the list route: one page of all."""
    found = await messages.list_page(session, actor, page, await conditions(session, actor, wanted))
    return Page(
        items=await views(session, actor, found["items"]), next_cursor=found["next_cursor"], total=found["total"]
    )


async def show_email(session: AsyncSession, actor: Actor, data: EmailReference) -> EmailThread:
    """One mail with its words and its thread."""
    return await whole(session, actor, await find_email(session, actor, data.email))


async def whole(session: AsyncSession, actor: Actor, message_id: UUID) -> EmailThread:
    """The mail of this id with its thread."""
    row = await messages.get(session, actor, message_id, whole=True)
    thread = [one for one in await messages.thread(session, actor, row.thread) if one.id != row.id]
    view = (await views(session, actor, [row]))[0]
    return EmailThread(
        email=MessageWhole(
            **view.model_dump(), recipients=row.recipients, text=row.text, attachments=row.attachments,
            pending=row.pending,
        ),
        thread=await views(session, actor, thread),
    )  # fmt: skip


async def original(session: AsyncSession, actor: Actor, message_id: UUID) -> str:
    """The mail's HTML without scripts, forms, styles and anything that is loaded from elsewhere; its text otherwise."""
    row = await messages.get(session, actor, message_id, whole=True)
    mail = mail_of(row.raw)
    if mail.html is None:
        return f"<pre>{nh3.clean_text(mail.text[:MOST_HTML])}</pre>"
    return sanitised(mail.html[:MOST_HTML])


def sanitised(markup: str) -> str:
    """HTML that neither acts nor loads anything: no script, no form, no picture from elsewhere, links in the open."""
    tags = (nh3.ALLOWED_TAGS - {"img", "map", "area"}) | {"font"}
    return nh3.clean(
        markup, tags=tags, attributes={"a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan"}},
        url_schemes={"http", "https", "mailto", "tel"}, link_rel="noopener noreferrer nofollow",
        clean_content_tags={"script", "style", "title"},
    )  # fmt: skip


async def views(session: AsyncSession, actor: Actor, rows: Sequence[EmailMessage]) -> list[MessageView]:
    """Lines of the inbox, with what was found in each."""
    ids = [row.id for row in rows]
    postings = await findings.postings_of(session, actor, ids)
    replies = await findings.replies_of(session, actor, ids)
    numbers = await job_numbers(session, actor)
    by_message: dict[UUID, list[PostingView]] = {}
    for posting in postings:
        by_message.setdefault(posting.message_id, []).append(posting_view(posting, numbers))
    return [
        MessageView(
            id=row.id, number=row.number, source_id=row.source_id, message_id=row.message_id, thread=row.thread,
            subject=row.subject, sender_address=row.sender_address, sender_name=row.sender_name, sent_at=row.sent_at,
            snippet=row.snippet, kind=row.kind, details=_shown_details(row),
            suspicious=row.details.get(ORDERS, []), is_read=row.is_read, is_starred=row.is_starred,
            is_archived=row.is_archived, is_sent=row.is_sent, deleted=row.deleted_at is not None,
            needs_answer=row.needs_answer and row.answered_at is None, answered_at=row.answered_at,
            has_attachments=bool(row.attachments), parser=row.parser, confidence=row.confidence, found=row.found,
            outcome=row.outcome, problem=row.problem, unsubscribe=row.unsubscribe,
            postings=by_message.get(row.id, []),
            reply=reply_view(replies[row.id], numbers) if row.id in replies else None,
        )
        for row in rows
    ]  # fmt: skip


def _shown_details(row: EmailMessage) -> dict[str, Any]:
    return {name: value for name, value in row.details.items() if name != ORDERS}


async def job_numbers(session: AsyncSession, actor: Actor) -> dict[UUID, int]:
    """The numbers of the actor's jobs by id."""
    return {row[0]: row[1] for row in await job_store.outlines(session, actor)}


def posting_view(row: EmailPosting, numbers: dict[UUID, int]) -> PostingView:
    """An opening of a mail as people see it. Pure."""
    return PostingView.model_validate(
        {
            "id": row.id, "message_id": row.message_id, "place": row.place, "confidence": row.confidence,
            "posting": AlertPosting.model_validate(row.data), "state": row.state, "job_id": row.job_id,
            "job_number": numbers.get(row.job_id) if row.job_id else None,
        }
    )  # fmt: skip


def reply_view(row: EmailReply, numbers: dict[UUID, int]) -> ReplyView:
    """What a mail says of an application as people see it. Pure."""
    reply = Reply.model_validate(row.data)
    candidates = [numbers[UUID(one)] for one in row.tie.get("job_ids", []) if UUID(one) in numbers]
    return ReplyView.model_validate(
        {
            "message_id": row.message_id, "kind": row.kind, "confidence": row.confidence, "quote": row.quote,
            "company": reply.company, "role": reply.role, "job_id": row.job_id,
            "job_number": numbers.get(row.job_id) if row.job_id else None, "candidates": candidates,
            "state": row.state, "status_before": row.status_before, "status_after": row.status_after, "why": row.why,
            "suspicious": reply.suspicious,
        }
    )  # fmt: skip


def in_words(wanted: EmailFilter, *, one: bool = False) -> str:
    """The filter as a person would say it, of one mail or of any other number. Pure."""
    days, old = wanted.within_days, wanted.older_than_days
    parts = [
        "unread" if wanted.unread else "read" if wanted.unread is False else "",
        "starred" if wanted.starred else "", "archived" if wanted.archived else "",
        " or ".join(kind.replace("_", " ") for kind in wanted.kinds), "mail" if one else "mails",
        f"from {wanted.sender}" if wanted.sender else "", f"about {wanted.company}" if wanted.company else "",
        f"with “{wanted.query}”" if wanted.query else "",
        "of today" if days == 1 else f"of the last {days} days" if days else "",
        f"older than {old} days" if old else "", "in the bin" if wanted.deleted else "",
        f"that need{'s' if one else ''} an answer" if wanted.needs_answer else "",
    ]  # fmt: skip
    return " ".join(part for part in parts if part)
