"""What alerts lead to: their openings become jobs once, and what is not sure enough waits for the person."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import email as syncs
from store import email_findings as findings
from store import email_messages as messages
from store import events
from store import jobs as job_store
from store.actors import Actor
from store.database import transaction
from store.email_findings import EmailPosting
from store.email_messages import EmailMessage
from store.errors import AlreadyExistsError
from tools.accounts import service as accounts
from tools.context import Context
from tools.email.alerts.reading import SURE
from tools.email.alerts.schemas import AlertPosting
from tools.email.syncing.progressing import named
from tools.jobs.cleaning import clean, stated
from tools.jobs.cleaning.employers import employer_key
from tools.jobs.parsing.assembly import Draft, assemble
from tools.jobs.saving import PreparedPosting, ReadPosting, SavedPosting, prepare, save
from tools.jobs.service import refresh_matches

SOURCE = "email"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of postings: the new jobs, and how many were known."""

    jobs: list[UUID]
    known: int = 0


def read_alert_posting(posting: AlertPosting, message_id: str) -> ReadPosting:
    """A posting as an alert states it, in comparable values. Pure."""
    lines = [posting.title, posting.company, posting.location, posting.salary.excerpt if posting.salary else None]
    text = "\n".join([*(line for line in lines if line), *(["", posting.snippet] if posting.snippet else [])])
    parsed = assemble(
        Draft(
            title=posting.title,
            text=text,
            source=SOURCE,
            company=posting.company,
            location=posting.location,
            remote=posting.remote,
            salary=posting.salary,
            posted_at=posting.posted_at,
            url=posting.url or posting.link,
        )
    )
    named = posting.url or posting.external_id or f"{message_id}:{posting.title}:{posting.company}"
    where = named if len(named) < 500 else hashlib.sha256(named.encode()).hexdigest()
    return ReadPosting(parsed=parsed, clean=clean(stated(parsed)), source=SOURCE, external_id=where, kind="given")


async def prepare_postings(
    context: Context, rows: Sequence[EmailPosting], message_id: str
) -> list[tuple[EmailPosting, PreparedPosting]]:
    """What takes time about postings that are sure enough, before any session."""
    sure = [row for row in rows if row.state == "found" and row.confidence >= SURE]
    read = [read_alert_posting(AlertPosting.model_validate(row.data), message_id) for row in sure]
    return list(zip(sure, await prepare(context.services.embedder, read), strict=True)) if sure else []


async def act_on_alert(context: Context, message: EmailMessage, run_id: UUID | None, *, own: bool) -> None:
    """Make jobs of what an alert shows and is sure of, once; the rest waits for the person. One transaction.

    `own` says that the person asked for this sync, so that "undo" takes its jobs off the list again.
    """
    async with context.sessions() as session:
        rows = await findings.postings_of(session, context.actor, [message.id])
    prepared = await prepare_postings(context, rows, message.message_id)
    async with transaction(context.sessions) as session:
        # Read again: the person may have decided meanwhile.
        open_rows = {row.id: row for row in await findings.postings_of(session, context.actor, [message.id])}
        ready = [(open_rows[row.id], item) for row, item in prepared if _is_open(open_rows.get(row.id))]
        added = await put_on_list(session, context.actor, ready, run_id)
        unsure = [row for row in open_rows.values() if row.state == "found"]
        for row in unsure:
            row.state = "review"
        (await messages.get(session, context.actor, message.id)).state = "acted"
        title = f"{len(added.jobs)} from “{message.subject[:80]}”"
        await record_jobs(session, context.actor, list(added.jobs), subject_id=message.id, title=title, own=own)
        if run_id is not None:
            words = [await _in_words(session, context.actor, job_id) for job_id in added.jobs]
            counts = {"jobs": len(added.jobs), "known": added.known, "review": len(unsure)}
            await syncs.count_in_sync(session, context.actor, run_id, counts, {"found": words})


def _is_open(row: EmailPosting | None) -> bool:
    return row is not None and row.state == "found"  # none where the mail was read again meanwhile


async def _in_words(session: AsyncSession, actor: Actor, job_id: UUID) -> str:
    job = await job_store.get(session, actor, job_id)
    return f"{job['number']}: {named(job)}"


async def put_on_list(
    session: AsyncSession, actor: Actor, ready: Sequence[tuple[EmailPosting, PreparedPosting]], run_id: UUID | None
) -> Added:
    """Save openings and put them on the actor's list; what was there, blocked or turned down stays as it is."""
    if not ready:
        return Added([])
    blocked = {employer_key(name) for name in (await accounts.profile(session, actor)).blocked_companies}
    wanted = []
    for row, item in ready:
        employer = item.read.clean.employer
        if employer is not None and employer.key in blocked:
            row.state = "blocked"
        else:
            wanted.append((row, item))
    saved = await save(session, actor, [item for _, item in wanted], private=True)
    await job_store.lock_list(session, actor)
    jobs = list[UUID]()
    for (row, _), opening in zip(wanted, saved, strict=True):
        row.job_id, row.state = await _listed(session, actor, opening, run_id)
        if row.state == "added":
            jobs.append(row.job_id)
    await refresh_matches(session, actor, jobs)
    return Added(jobs, known=sum(row.state == "known" for row, _ in wanted))


async def _listed(session: AsyncSession, actor: Actor, opening: SavedPosting, run_id: UUID | None) -> tuple[UUID, str]:
    """The job of an opening and whether it is new; one that was taken off the list stays off."""
    standing = (await job_store.standing(session, actor, [opening.posting_id])).get(opening.posting_id)
    if standing is not None:
        return standing["id"], "known"
    try:
        return await job_store.add(session, actor, opening.posting_id, found_by=run_id), "added"
    except AlreadyExistsError as there:
        return UUID(there.details["id"]), "known"


async def record_jobs(
    session: AsyncSession, actor: Actor, jobs: Sequence[UUID], *, subject_id: UUID, title: str, own: bool
) -> None:
    """Write down that mail has put jobs on the list; what a sync nobody asked for did, "undo" passes over."""
    if jobs:
        await events.record(
            session, actor, kind="jobs_found", subject="email", subject_id=subject_id,
            data={"title": title, **({} if own else {"passed_over": True})},
            inverse={"operation": "jobs.remove_all", "ids": [str(job_id) for job_id in jobs]},
        )  # fmt: skip
