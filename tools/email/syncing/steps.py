"""A sync's steps over a whole mailbox, a few mails at a time: memory stays flat, and each step may be repeated."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from store import email as store
from store import email_figures as figures
from store import email_findings as findings
from store import email_messages as messages
from store import email_writing as writing
from store.database import transaction
from store.email import EmailSource
from store.email_findings import EmailPosting
from store.email_messages import EmailMessage
from store.errors import ValidationError
from tools.context import Context
from tools.email.alerts.schemas import AlertPosting
from tools.email.inbox.rules import apply_rules
from tools.email.message import storable, storable_data
from tools.email.replies.schemas import Reply
from tools.email.sources.capabilities import UPLOAD
from tools.email.syncing.acting import act_on_alert
from tools.email.syncing.fetching import check_running, run_of
from tools.email.syncing.progressing import Effect, act_on_reply, applications, suggest_job
from tools.email.syncing.reading import ORDERS, Reading, mail_of, understand

log = structlog.get_logger(__name__)
READ_AT_ONCE = 25
# So many alerts of a sender must have shown postings before an empty one is taken for a changed template.
HAD_SOME = 2
Tell = Callable[[int], None]
TRIPS = (ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError)


async def read_new(context: Context, source: EmailSource, tell: Tell) -> None:
    """Read every mail that was fetched, or handed in, and not read yet."""
    done = 0
    while True:
        async with context.sessions() as session:
            rows = await messages.in_state(session, context.actor, source.id, "new", limit=READ_AT_ONCE, raw=True)
        if not rows:
            return
        read = await asyncio.to_thread(lambda batch: [_read(row) for row in batch], rows)
        async with transaction(context.sessions) as session:
            sync = await check_running(session, context)
            counts = Counter(fetched=len(rows) if source.kind == UPLOAD else 0)
            rules = await writing.rules(session, context.actor, active=True)
            fresh = {row.id: row for row in await messages.of_ids(session, context.actor, [row.id for row in rows])}
            for row, reading in zip(rows, read, strict=True):
                if row.id in fresh:
                    await _keep_reading(session, context, fresh[row.id], reading, counts)
                    apply_rules(rules, fresh[row.id])
            await store.count_in_sync(session, context.actor, sync.id, counts)
        done += len(rows)
        tell(done)


def _read(row: EmailMessage) -> Reading | None:
    """A mail as understood; None for one that trips the reader, which must not keep the others from being read."""
    try:
        return understand(mail_of(row.raw), sent=row.is_sent)
    except TRIPS as problem:
        # What tripped it may quote the mail, and a mail's words are no business of a log.
        log.warning("a mail could not be read", message=str(row.id), failure=type(problem).__name__)
        return None


async def _keep_reading(
    session: AsyncSession, context: Context, row: EmailMessage, reading: Reading | None, counts: Counter[str]
) -> None:
    if reading is None:
        row.state, row.problem = "acted", "This mail could not be read; the original can be looked at."
        counts["failed"] += 1
        return
    await keep_reading(session, context, row, reading)
    counts["alerts"] += reading.kind == "alert"
    counts["postings"] += len(reading.alert.postings)
    counts["unreadable"] += row.outcome == "changed"


async def keep_reading(session: AsyncSession, context: Context, row: EmailMessage, reading: Reading) -> None:
    """Write down what was read in a mail: its kind, its postings or its reply."""
    alert, reply = reading.alert, reading.reply
    orders = {ORDERS: reply.suspicious} if reply.suspicious else {}
    row.kind, row.details = reading.kind, storable_data({**reading.details, **orders})
    row.parser, row.board = alert.parser, alert.board
    row.found, row.state = len(alert.postings), "read"
    row.confidence = alert.confidence if reading.kind == "alert" else reply.confidence or None
    row.problem = storable("; ".join(alert.problems))[:1000] or None
    row.needs_answer = reply.needs_answer and reading.kind == reply.kind
    row.outcome = await _outcome(session, context, row, reading)
    if reading.kind == "alert" and not alert.postings:
        row.state = "unsure"
    elif reading.kind != "alert" and reply.kind == "other":
        row.state = "acted"
    there = await findings.postings_of(session, context.actor, [row.id])
    await findings.add_postings(session, context.actor, row.id, placed(alert.postings, there))
    before = (await findings.replies_of(session, context.actor, [row.id])).get(row.id)
    decided = before is not None and before.state != "noted"  # what was done, asked or decided stays as it is
    if reading.kind != "alert" and reply.kind != "other" and not decided:
        await findings.set_reply(
            session, context.actor, row.id, kind=reply.kind, confidence=reply.confidence, quote=reply.quote,
            data=storable_data(reply.model_dump(mode="json")), state="noted",
        )  # fmt: skip
    if row.is_sent:
        await messages.note_answered(session, context.actor, row)
    elif row.needs_answer and row.answered_at is None:
        row.answered_at = await messages.answered_later(session, context.actor, row)


def placed(postings: Sequence[AlertPosting], there: Sequence[EmailPosting]) -> list[dict[str, Any]]:
    """Postings as rows, after those of the mail that were decided on, without what these show already. Pure."""
    shown = [AlertPosting.model_validate(row.data) for row in there]
    fresh = [one for one in postings if all(apart(one, other) for other in shown)]
    first = max((row.place for row in there), default=-1) + 1
    return [
        {"place": place, "data": storable_data(one.model_dump(mode="json")), "confidence": one.confidence}
        for place, one in enumerate(fresh, first)
    ]


def apart(one: AlertPosting, other: AlertPosting) -> bool:
    """Whether these are two openings. Pure."""
    if one.url and other.url:
        return one.url != other.url
    return (one.title, one.company, one.location) != (other.title, other.company, other.location)


async def _outcome(session: AsyncSession, context: Context, row: EmailMessage, reading: Reading) -> str:
    """What a mail is good for; `changed` where a sender's alerts always had postings and this one has none."""
    if reading.alert.postings:
        return "postings"
    if reading.kind != "alert":
        return "reply" if reading.reply.kind != "other" else "nothing"
    alerts, filled = await figures.alerts_before(session, context.actor, row.sender_address, other_than=row.id)
    if filled >= HAD_SOME and filled * 2 >= alerts:
        row.problem = "Nothing was found in this alert, though this sender's alerts have always had postings."
        return "changed"
    return "nothing"


async def act(context: Context, source: EmailSource, tell: Tell) -> None:
    """Do what follows from the mails that were read, oldest first."""
    done = 0
    while True:
        async with context.sessions() as session:
            sync = await check_running(session, context)
            rows = await messages.in_state(session, context.actor, source.id, "read", limit=READ_AT_ONCE, raw=True)
        if not rows:
            return
        for is_alert, group in groupby(rows, key=lambda row: row.kind == "alert"):
            if not is_alert:
                await _one_by_one_if_need_be(context, list(group), partial(_act_on_replies, context))
                continue
            for row in group:
                await _one_by_one_if_need_be(context, [row], partial(_act_on_alert, context, sync))
        done += len(rows)
        tell(done)


async def _one_by_one_if_need_be(
    context: Context, rows: Sequence[EmailMessage], do: Callable[[Sequence[EmailMessage]], Awaitable[None]]
) -> None:
    """Do it to these mails; one that trips it keeps neither the others nor later syncs from going on."""
    try:
        await do(rows)
    except (*TRIPS, DBAPIError, ValidationError) as problem:
        if isinstance(problem, DBAPIError) and not _is_of_the_data(problem):
            raise
        if len(rows) > 1:
            for row in rows:
                await _one_by_one_if_need_be(context, [row], do)
            return
        log.warning("nothing could be done about a mail", message=str(rows[0].id), failure=type(problem).__name__)
        async with transaction(context.sessions) as session:
            tripped = await messages.get(session, context.actor, rows[0].id)
            tripped.state, tripped.problem = "acted", "What this mail says could not be acted on; look at it yourself."
            await store.count_in_sync(session, context.actor, run_of(context), {"failed": 1})


def _is_of_the_data(problem: DBAPIError) -> bool:
    """Whether the database refused what was to be stored (its classes of data, integrity, limits), and did not fail."""
    return str(getattr(problem.orig, "sqlstate", None) or "")[:2] in {"22", "23", "54"}


async def _act_on_alert(context: Context, sync: store.EmailSync, rows: Sequence[EmailMessage]) -> None:
    await act_on_alert(context, rows[0], sync.id, own=sync.begun_by == "hand")


async def _act_on_replies(context: Context, rows: Sequence[EmailMessage]) -> None:
    """Replies that came one after the other, in one transaction; each sees what those before it have changed."""
    done = list[Effect]()
    asked = 0
    async with transaction(context.sessions) as session:
        stored = await findings.replies_of(session, context.actor, [row.id for row in rows])
        fresh = {row.id: row for row in await messages.of_ids(session, context.actor, [row.id for row in rows])}
        known = await applications(session, context.actor)
        for row in [row for row in rows if row.id in fresh]:
            reply = Reply.model_validate(stored[row.id].data)
            effect = await act_on_reply(session, context.actor, row, mail_of(row.raw), reply, known)
            asked += await suggest_job(session, context.actor, row, reply, effect)
            fresh[row.id].state = "acted"
            done.append(effect)
            if effect.job_id is not None:
                known = await applications(session, context.actor)
        review = sum(effect.state == "review" for effect in done) + asked
        changed = sum(effect.state == "applied" for effect in done)
        await store.count_in_sync(
            session, context.actor, run_of(context), {"replies": len(done), "changed": changed, "review": review},
            {"replies": [effect.words for effect in done if effect.words]},
        )  # fmt: skip


async def unsure(context: Context, source: EmailSource, *, limit: int) -> list[EmailMessage]:
    """Alerts in which no parser found anything, the oldest first, with their raw text."""
    async with context.sessions() as session:
        return await messages.in_state(session, context.actor, source.id, "unsure", limit=limit, raw=True)


async def settle_unsure(
    context: Context, message_id: UUID, postings: Sequence[AlertPosting], *, parser: str | None
) -> None:
    """Write down what a model has found in such an alert, for the person's review; or that nothing was."""
    async with transaction(context.sessions) as session:
        row = await messages.get(session, context.actor, message_id)
        row.state, row.found = "acted", len(postings)
        if postings:
            row.parser, row.confidence = parser, max(posting.confidence for posting in postings)
            row.state, row.outcome = "read", "changed" if row.outcome == "changed" else "postings"
            await store.count_in_sync(session, context.actor, run_of(context), {"postings": len(postings)})
        there = await findings.postings_of(session, context.actor, [row.id])
        await findings.add_postings(session, context.actor, row.id, placed(postings, there))
