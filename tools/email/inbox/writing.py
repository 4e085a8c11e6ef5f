"""Drafts: written from facts and the person's own words, kept until a yes, thrown away or changed meanwhile."""

import hashlib
from collections.abc import Sequence
from email.message import EmailMessage as Mime
from email.utils import format_datetime, formataddr
from typing import Any, Literal
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.ext.asyncio import AsyncSession

from store import accounts as account_store
from store import email as source_store
from store import email_findings as findings
from store import email_messages as messages
from store import email_writing as store
from store import events
from store.actors import Actor
from store.base import new_id
from store.email import EmailSource
from store.email_messages import EmailMessage
from store.email_writing import EmailDraft
from store.errors import ConflictError, NotFoundError, ValidationError
from tools.content.mails import write_mail
from tools.content.schemas import MailKind
from tools.context import utc_now
from tools.email.inbox.clauses import as_sentence
from tools.email.inbox.looking import find_email
from tools.email.inbox.schemas import DraftChanges, DraftEmail, DraftList, DraftReference, DraftView
from tools.email.message import Mail
from tools.email.sources.capabilities import FILES, capabilities_of
from tools.email.syncing.reading import mail_of
from tools.email.syncing.service import find_source
from tools.jobs.parsing.language import detect_language
from tools.jobs.schemas import Job
from tools.jobs.service import find_job, get_job
from tools.references import Named, resolve
from tools.resumes.schemas import NoArguments, ResumeFact
from tools.resumes.service import find_resume, stored_facts

SPOKEN = ("en", "de", "fr", "es", "nl", "pt")
REPLY, FORWARDED = "Re: ", "re:"
NOBODY = ("no-reply", "noreply", "no_reply", "donotreply", "do-not-reply", "mailer-daemon")


async def draft_email(session: AsyncSession, actor: Actor, data: DraftEmail) -> DraftView:
    """Write a mail and keep it; nothing is sent. Raises ValidationError when nobody is named to send it to."""
    answered = await messages.get(session, actor, await find_email(session, actor, data.email), whole=True) if (
        data.email
    ) else None  # fmt: skip
    source = await _source(session, actor, data, answered)
    job = await _job(session, actor, data, answered)
    mail = mail_of(answered.raw) if answered else None
    subject, body, proof = await _written(session, actor, data, mail, job)
    to = checked_addresses(data.to or _answers_to(mail))
    row = await store.add_draft(
        session, actor, source_id=source.id, reply_to_id=answered.id if answered else None, to=to, subject=subject,
        body=body, proof=proof, rfc_id=f"{new_id().hex}@jobwright.invalid",
    )  # fmt: skip
    await events.record(
        session, actor, kind="draft_written", subject="draft", subject_id=row.id, data={"title": subject},
        inverse={"operation": "email.remove_draft", "id": str(row.id)},
    )  # fmt: skip
    return view_of(row, source)


async def _source(session: AsyncSession, actor: Actor, data: DraftEmail, answered: EmailMessage | None) -> EmailSource:
    """The mailbox to send from: that of the mail it answers, the one named, or one that can send."""
    if data.mailbox:
        return await find_source(session, actor, data.mailbox)
    source = await source_store.get_source(session, actor, answered.source_id) if answered is not None else None
    if source is not None and source.kind not in FILES:
        return source
    rows = await source_store.sources(session, actor)
    sending = [row for row in rows if capabilities_of(row.kind, row.settings, row.scopes).send]
    mailbox = next((row for row in [*sending, *rows] if row.kind not in FILES), None)
    return mailbox or source or await find_source(session, actor, None)


async def _job(session: AsyncSession, actor: Actor, data: DraftEmail, answered: EmailMessage | None) -> Job | None:
    """The job it is about: the one named, else the one that the answered mail is tied to."""
    if data.job:
        return await get_job(session, actor, await find_job(session, actor, data.job))
    reply = (await findings.replies_of(session, actor, [answered.id])).get(answered.id) if answered else None
    return await get_job(session, actor, reply.job_id) if reply and reply.job_id else None


async def _written(
    session: AsyncSession, actor: Actor, data: DraftEmail, mail: Mail | None, job: Job | None
) -> tuple[str, str, list[dict[str, Any]]]:
    """Subject, text, and each sentence with what it rests on."""
    answer = _re(mail.subject) if mail else None
    if data.body is not None:
        subject = data.subject or answer or "(no subject)"
        return subject, data.body, [{"text": data.body, "kind": "own", "fact_ids": [], "quotes": []}]
    if data.purpose is None and not data.details:
        raise ValidationError(
            "What should the mail say: a decline, thanks, a question about the status, times you are free, or your "
            "own words?", code="NOTHING_TO_SAY",
        )  # fmt: skip
    told = [as_sentence(words) for words in data.details]
    facts, spoken = await _facts(session, actor)
    heard = detect_language(mail.text) if mail else spoken
    language: str = data.language or next((one for one in (heard, spoken) if one in SPOKEN), "en")
    kind: MailKind | Literal["reply"] = data.purpose or "reply"
    if kind == "decline" and job is None:  # nobody has applied: it was they who wrote
        kind = "decline_contact"
    draft = write_mail(
        "follow_up" if kind == "reply" else kind, language=language, tone=data.tone or "formal", facts=facts,
        title=job.title if job else None, company=job.company if job else None,
        recipient=data.recipient or _person(mail), details=told,
    )  # fmt: skip
    sentences = [s for s in draft.sentences if kind != "reply" or s.kind in {"own", "contact"}]
    if kind == "reply":
        paragraphs = "\n\n".join(_closed(words) for words in told)
        text = "\n\n".join(
            part for part in (draft.salutation, paragraphs, f"{draft.closing}\n{draft.signature or ''}".strip()) if part
        )
    else:
        text = draft.text
    return (
        data.subject or answer or draft.subject or draft.title, text,
        [s.model_dump(mode="json", include={"text", "kind", "fact_ids", "quotes"}) for s in sentences],
    )  # fmt: skip


async def _facts(session: AsyncSession, actor: Actor) -> tuple[list[ResumeFact], str]:
    try:
        resume = await find_resume(session, actor, None)
    except NotFoundError:
        resume = None
    return (await stored_facts(session, actor, resume.id), resume.language[:2]) if resume else ([], "en")


def _closed(words: str) -> str:
    plain = words.strip()
    return plain if plain.endswith((".", "!", "?")) else f"{plain}."


def _re(subject: str) -> str:
    return subject if subject.casefold().startswith(FORWARDED) else f"{REPLY}{subject}"


def _answers_to(mail: Mail | None) -> list[str]:
    if mail is None:
        return []
    address = (mail.reply_to or mail.sender).address
    if address.startswith(NOBODY):
        raise ValidationError(
            f"{address} takes no answers. Say whom to write to instead.", code="NO_REPLY_ADDRESS",
            details={"address": address},
        )  # fmt: skip
    return [address]


def _person(mail: Mail | None) -> str | None:
    """The sender's name where it looks like a person's; a team is greeted without one. Pure."""
    name = (mail.sender.name or "") if mail else ""
    words = name.split()
    odd = {"team", "recruiting", "careers", "talent", "jobs", "hr", "via", "at", "people", "hiring", "support", "from"}
    plain = all(word[:1].isupper() and word.replace("-", "").replace("'", "").isalpha() for word in words)
    return name if len(words) in {2, 3} and plain and not odd & {word.casefold() for word in words} else None


def checked_addresses(addresses: Sequence[str]) -> list[str]:
    """Addresses as they are written to. Raises ValidationError naming the one that is none, or when there is none."""
    if not addresses:
        raise ValidationError("Whom should the mail go to? Give an address.", code="NO_RECIPIENT")
    checked = []
    for address in addresses:
        try:
            checked.append(validate_email(address, check_deliverability=False, test_environment=True).normalized)
        except EmailNotValidError as problem:
            raise ValidationError(f"“{address[:100]}” is no address: {problem}", code="ADDRESS_WRONG") from problem
    return list(dict.fromkeys(checked))


async def list_drafts(session: AsyncSession, actor: Actor, _: NoArguments) -> DraftList:
    """Drafts and what was sent from them, the newest first."""
    sources = {row.id: row for row in await source_store.sources(session, actor)}
    rows = await store.drafts(session, actor)
    return DraftList(drafts=[view_of(row, sources[row.source_id]) for row in rows if row.source_id in sources])


async def find_draft(session: AsyncSession, actor: Actor, reference: str | None) -> EmailDraft:
    """The draft that is meant; the newest that was not sent without a word."""
    rows = await store.drafts(session, actor)
    waiting = [row for row in rows if row.state != "sent"]
    if reference is None:
        if not waiting:
            raise NotFoundError("There is no draft that could be meant.", code="NO_DRAFT")
        return waiting[0]
    things = [Named(row.id, row.number, f"{row.subject} {' '.join(row.to)}") for row in rows]
    found = resolve(reference.lower().removeprefix("draft ").strip(), things, kind="draft")
    return next(row for row in rows if row.id == found)


async def show_draft(session: AsyncSession, actor: Actor, draft_id: UUID) -> DraftView:
    """One draft, as it would be sent."""
    row = await store.get_draft(session, actor, draft_id)
    return view_of(row, await source_store.get_source(session, actor, row.source_id))


async def change_draft(session: AsyncSession, actor: Actor, draft_id: UUID, data: DraftChanges) -> DraftView:
    """Change a draft that was not sent; what is worded anew counts as the person's own words."""
    row = await store.get_draft(session, actor, draft_id, lock_row=True)
    if row.state != "draft":
        raise ConflictError("That mail has been sent, or is being sent; it stays as it is.", code="ALREADY_SENT")
    values = data.model_dump(exclude_none=True)
    before = {name: getattr(row, name) for name in values} | {"proof": row.proof}
    for name in ("to", "cc"):
        if values.get(name) or (name == "to" and name in values):
            values[name] = checked_addresses(values[name])
    for name, value in values.items():
        setattr(row, name, value)
    if "body" in values:
        row.proof = [{"text": row.body, "kind": "own", "fact_ids": [], "quotes": []}]
    await events.record(
        session, actor, kind="draft_changed", subject="draft", subject_id=row.id, data={"title": row.subject},
        inverse={"operation": "email.set_draft", "id": str(row.id), "values": before},
    )  # fmt: skip
    await session.flush()
    return view_of(row, await source_store.get_source(session, actor, row.source_id))


async def discard_draft(session: AsyncSession, actor: Actor, data: DraftReference) -> DraftView:
    """Throw a draft away."""
    return await remove_draft(session, actor, (await find_draft(session, actor, data.draft)).id)


async def remove_draft(session: AsyncSession, actor: Actor, draft_id: UUID) -> DraftView:
    """Throw the draft of this id away; undo brings it back."""
    view = await show_draft(session, actor, draft_id)
    await store.set_draft_deleted(session, actor, draft_id, deleted=True)
    await events.record(
        session, actor, kind="draft_deleted", subject="draft", subject_id=draft_id, data={"title": view.subject},
        inverse={"operation": "email.restore_draft", "id": str(draft_id)},
    )  # fmt: skip
    return view


def view_of(row: EmailDraft, source: EmailSource) -> DraftView:
    """A draft as people see it; files that were handed in have no address to write from. Pure."""
    return DraftView.model_validate(
        {
            "id": row.id, "number": row.number, "sender": None if source.kind in FILES else source.address,
            "to": row.to, "cc": row.cc, "subject": row.subject, "body": row.body, "proof": row.proof,
            "state": row.state, "digest": digest_of(row, source.address), "reply_to_id": row.reply_to_id,
            "sent_at": row.sent_at, "problem": row.problem, "created_at": row.created_at,
        }
    )  # fmt: skip


def digest_of(row: EmailDraft, sender: str) -> str:
    """What names the exact wording, sender and recipients of a draft."""
    whole = "\x00".join([sender, *row.to, "\x01", *row.cc, "\x01", row.subject, row.body])
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


async def mime_of(session: AsyncSession, actor: Actor, row: EmailDraft, sender: str) -> bytes:
    """The draft as a MIME message; its Message-ID is the same however often it is tried."""
    user = await account_store.by_id(session, actor.user_id)
    mime = Mime()
    name = " ".join((user.full_name or "").split()) if user else ""
    mime["From"] = formataddr((name, sender))
    mime["To"] = ", ".join(row.to)
    if row.cc:
        mime["Cc"] = ", ".join(row.cc)
    mime["Subject"] = " ".join(row.subject.split())
    mime["Date"] = format_datetime(utc_now())
    mime["Message-ID"] = f"<{row.rfc_id}>"
    if row.reply_to_id is not None:
        answered = await messages.get(session, actor, row.reply_to_id)
        mime["In-Reply-To"] = f"<{answered.message_id}>"
        mime["References"] = " ".join(f"<{one}>" for one in [*answered.references[-20:], answered.message_id])
    mime.set_content(row.body)
    return mime.as_bytes()
