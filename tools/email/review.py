"""What the person decides about their mail: openings that were not sure, replies that ask, readings that were wrong."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import email_findings as findings
from store import email_messages as messages
from store import events
from store import jobs as job_store
from store.actors import Actor
from store.database import transaction
from store.email_findings import EmailPosting
from store.errors import ConflictError, NotFoundError, ValidationError
from tools.context import Context
from tools.email.alerts.registry import PARSERS
from tools.email.alerts.schemas import AlertPosting
from tools.email.inbox.looking import find_email, job_numbers, posting_view, reply_view, whole
from tools.email.inbox.schemas import Decided, DecideReview, EmailReference, EmailThread, ReviewQueue
from tools.email.replies.schemas import Reply
from tools.email.schemas import AddFromMail
from tools.email.syncing.acting import act_on_alert, put_on_list, read_alert_posting
from tools.email.syncing.progressing import MOVING, apply_reply, named, take_back
from tools.email.syncing.reading import GENERIC, mail_of, understand
from tools.email.syncing.steps import apart, keep_reading, placed
from tools.jobs.saving import PreparedPosting, prepare
from tools.jobs.service import find_job
from tools.references import Named, resolve
from tools.resumes.schemas import NoArguments

MOST = 100


class PreparedDecision(DecideReview):
    """A decision whose subject has been found; an opening that was accepted is ready to be saved."""

    posting_id: UUID | None = None
    message_id: UUID | None = None
    prepared: Any = None


async def list_review(session: AsyncSession, actor: Actor, _: NoArguments) -> ReviewQueue:
    """What waits for the person, oldest first: openings, then replies."""
    numbers = await job_numbers(session, actor)
    postings = await findings.postings_to_review(session, actor, limit=MOST)
    replies = await findings.replies_to_review(session, actor, limit=MOST)
    ids = {row.message_id for row in postings} | {row.message_id for row in replies}
    mails = {row.id: f"{row.sender_name or row.sender_address}: {row.subject}" for row in
             await messages.of_ids(session, actor, list(ids))}  # fmt: skip
    of_replies = await findings.replies_of(session, actor, list(ids))
    return ReviewQueue(
        postings=[posting_view(row, numbers) for row in postings],
        replies=[reply_view(row, numbers) for row in replies], mails=mails,
        applications=[row.id for row in postings if row.message_id in of_replies],
    )  # fmt: skip


async def gather_decision(context: Context, data: DecideReview) -> PreparedDecision:
    """Find what is decided on, and make an accepted opening ready to be saved."""
    async with context.sessions() as session:
        queue = await list_review(session, context.actor, NoArguments())
        names = [
            *((view.id, f"{view.posting.title} {view.posting.company or ''}") for view in queue.postings),
            *((view.message_id, f"{view.kind} {queue.mails.get(view.message_id, '')}") for view in queue.replies),
        ]
        if not names:
            raise NotFoundError("Nothing waits for a decision.", code="NOTHING_TO_REVIEW")
        things = [Named(row[0], number, row[1]) for number, row in enumerate(names, 1)]
        found = resolve(data.item, things, kind="item")
    if all(view.id != found for view in queue.postings):
        return PreparedDecision(**data.model_dump(), message_id=found)
    ready = await prepare_posting(context, found) if data.accept else None
    return PreparedDecision(**data.model_dump(), posting_id=found, prepared=ready)


async def decide_review(session: AsyncSession, actor: Actor, data: PreparedDecision) -> Decided:
    """Do what was decided; it can be taken back."""
    if data.posting_id is not None:
        return await decide_posting(session, actor, data.posting_id, data.prepared)
    job_id = await find_job(session, actor, data.job) if data.job else None
    return await decide_reply(session, actor, data.message_id or UUID(int=0), accept=data.accept, job_id=job_id)


async def prepare_posting(context: Context, posting_id: UUID) -> PreparedPosting:
    """An opening of a mail, ready to be saved."""
    async with context.sessions() as session:
        row = await findings.get_posting(session, context.actor, posting_id)
        mail = await messages.get(session, context.actor, row.message_id)
    read = read_alert_posting(AlertPosting.model_validate(row.data), mail.message_id)
    return (await prepare(context.services.embedder, [read]))[0]


async def decide_posting(
    session: AsyncSession, actor: Actor, posting_id: UUID, prepared: PreparedPosting | None
) -> Decided:
    """Put an opening on the list where it is `prepared`; else it was no job, and one made of it comes off the list."""
    row = await findings.get_posting(session, actor, posting_id)
    await messages.get(session, actor, row.message_id)
    before = {"state": row.state, "job_id": str(row.job_id) if row.job_id else None}
    title = str(row.data["title"])
    if prepared is not None:
        if row.state in {"added", "known"}:
            raise ConflictError("That opening is on your list already.", code="ALREADY_EXISTS")
        row.state = "found"
        added = await put_on_list(session, actor, [(row, prepared)], None)
        taken_off = [str(job_id) for job_id in added.jobs]
        number = (await job_numbers(session, actor)).get(row.job_id) if row.job_id else None
        await _record(session, actor, row, title, before, {"remove": taken_off})
        await _moved_on(session, actor, row)
        return Decided(what=f"{title} is on your list", accepted=True, job_number=number)
    if row.state == "rejected":
        raise ConflictError("You have said already that this is no job.", code="ALREADY_SO")
    restored = []
    if row.state == "added" and row.job_id is not None:
        await job_store.remove(session, actor, row.job_id)
        restored = [str(row.job_id)]
    row.state = "rejected"
    await _record(session, actor, row, title, before, {"restore": restored})
    said = "stays off your list" if before["state"] == "review" else "was no job, and is off your list"
    return Decided(what=f"{title} {said}", accepted=False)


async def _moved_on(session: AsyncSession, actor: Actor, row: EmailPosting) -> None:
    """Have the reply that spoke of an application change the job that was made of it."""
    reply = (await findings.replies_of(session, actor, [row.message_id])).get(row.message_id)
    if reply is not None and reply.job_id is None and row.job_id is not None and reply.kind in MOVING:
        message = await messages.get(session, actor, row.message_id)
        told = Reply.model_validate(reply.data)
        await apply_reply(session, actor, message, told, row.job_id, by_person=True)


async def _record(
    session: AsyncSession, actor: Actor, row: EmailPosting, title: str, before: dict[str, Any], jobs: dict[str, Any]
) -> None:
    await events.record(
        session, actor, kind="posting_decided", subject="email", subject_id=row.id, data={"title": title},
        inverse={"operation": "email.undecide", "id": str(row.id), **before, **jobs},
    )  # fmt: skip


async def undecide(session: AsyncSession, actor: Actor, inverse: dict[str, Any]) -> None:
    """Take a decision on an opening back."""
    row = await findings.get_posting(session, actor, UUID(inverse["id"]))
    row.state, row.job_id = inverse["state"], UUID(inverse["job_id"]) if inverse["job_id"] else None
    await job_store.remove_all(session, actor, [UUID(one) for one in inverse.get("remove", [])])
    for job_id in inverse.get("restore", []):
        await job_store.restore(session, actor, UUID(job_id))


async def decide_reply(
    session: AsyncSession, actor: Actor, message_id: UUID, *, accept: bool, job_id: UUID | None = None
) -> Decided:
    """Have a reply change its job, or leave it alone. Raises ValidationError when it is not clear which job."""
    row = await findings.get_reply(session, actor, message_id)
    message = await messages.get(session, actor, message_id)
    wanted = job_id or row.job_id
    if accept and row.state == "applied" and wanted == row.job_id:
        raise ConflictError("That mail has changed its job already.", code="ALREADY_SO")
    if row.state == "applied":  # of another job, or nothing: what it had changed is taken back first
        await undo_of(session, actor, message_id)
    if not accept:
        before = row.state
        row.state = "ignored"
        await events.record(
            session, actor, kind="reply_ignored", subject="email", subject_id=message_id,
            data={"title": message.subject},
            inverse={"operation": "email.set_reply", "id": str(message_id), "values": {"state": before}},
        )  # fmt: skip
        return Decided(what=f"“{message.subject}” changes nothing", accepted=False)
    if wanted is None:
        raise ValidationError("Say which job this mail is about.", code="JOB_UNKNOWN")
    job = await job_store.get(session, actor, wanted)
    reply = Reply.model_validate(row.data)
    effect = await apply_reply(session, actor, message, reply, wanted, by_person=True)
    told = f"{named(job)} is unchanged: {row.why}" if effect.state == "noted" else (effect.words or named(job))
    return Decided(what=told, accepted=True, job_number=job["number"])


async def undo_email_effect(session: AsyncSession, actor: Actor, data: EmailReference) -> Decided:
    """Take back what a mail has changed."""
    return await undo_of(session, actor, await find_email(session, actor, data.email))


async def undo_of(session: AsyncSession, actor: Actor, message_id: UUID) -> Decided:
    """The same for the mail of this id. Raises NotFoundError when it has changed nothing that still stands."""
    message = await messages.get(session, actor, message_id)
    event = await events.last_about(session, actor, "email_effect", "message_id", str(message_id))
    if event is None or event.inverse is None:
        raise NotFoundError("That mail has changed nothing that could be taken back.", code="NOTHING_TO_UNDO")
    await take_back(session, actor, event.inverse)
    await events.mark_undone(session, actor, event)
    return Decided(what=f"what “{message.subject}” had changed is taken back", accepted=False)


async def read_again(context: Context, message_id: UUID, parser: str | None) -> EmailThread:
    """Read a mail again, with another parser where one is named; what was decided on stays.

    Raises ValidationError PARSER_UNKNOWN naming those that there are.
    """
    if parser is not None and parser not in PARSERS and parser != GENERIC:
        there = ", ".join([*PARSERS, GENERIC])
        raise ValidationError(f"There is no parser “{parser[:60]}”. There are: {there}.", code="PARSER_UNKNOWN")
    async with context.sessions() as session:
        row = await messages.get(session, context.actor, message_id, whole=True)
    reading = understand(mail_of(row.raw), sent=row.is_sent, parser=parser)
    async with transaction(context.sessions) as session:
        fresh = await messages.get(session, context.actor, message_id)
        await findings.forget_undecided(session, context.actor, message_id)
        await keep_reading(session, context, fresh, reading)
        fresh.state = "read" if reading.alert.postings else "acted"
    if reading.alert.postings:
        await act_on_alert(context, fresh, None, own=True)
    async with context.sessions() as session:
        return await whole(session, context.actor, message_id)


async def add_missing(context: Context, message_id: UUID, data: AddFromMail) -> Decided:
    """Put a job on the list that a mail shows: one that was not found in it, or was and is not there yet."""
    async with transaction(context.sessions) as session:
        message = await messages.get(session, context.actor, message_id)
        there = await findings.postings_of(session, context.actor, [message_id])
        posting = AlertPosting(
            title=data.title, company=data.company, location=data.location, url=data.url, snippet=data.text,
            confidence=1.0,
        )  # fmt: skip
        rows = [{**row, "state": "review"} for row in placed([posting], there)]
        await findings.add_postings(session, context.actor, message.id, rows)
        made = await findings.postings_of(session, context.actor, [message_id])
        posting_id = next(one.id for one in made if not apart(posting, AlertPosting.model_validate(one.data)))
    ready = await prepare_posting(context, posting_id)
    async with transaction(context.sessions) as session:
        return await decide_posting(session, context.actor, posting_id, ready)
