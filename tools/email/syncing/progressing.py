"""What replies lead to: a job's status, a calendar entry; each an event that can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications as applications_store
from store import email_findings as findings
from store import email_writing as writing
from store import events
from store import jobs as job_store
from store.actors import Actor
from store.email_findings import EmailReply
from store.email_messages import EmailMessage
from tools.applications import moving
from tools.applications.around.interviews import follow_entry
from tools.applications.around.keeping import put_back
from tools.applications.schemas import Stage
from tools.context import utc_now
from tools.email.alerts.schemas import AlertPosting
from tools.email.message import Mail, storable, storable_data
from tools.email.replies.classifying import ACT_AT
from tools.email.replies.progress import next_status
from tools.email.replies.schemas import KnownApplication, Meeting, Reply, Tie
from tools.email.replies.tying import tie
from tools.jobs.schemas import JobStatus
from tools.zones import own_zone, zone_of

# What a mail can lead to without being asked about, or is asked about when it is not sure.
SUGGESTED = 0.6
MOST_UID = 500
MOVING = frozenset({"application_received", "assessment", "interview", "reschedule", "offer", "rejection"})


@dataclass(frozen=True, slots=True)
class Effect:
    """What a reply has led to. `words` tell it: Acme: interviewing ("we would like to invite you")."""

    state: str
    job_id: UUID | None = None
    words: str | None = None


async def applications(session: AsyncSession, actor: Actor) -> list[KnownApplication]:
    """The actor's jobs that a mail could be about, with the mails that were tied to them before."""
    threads: dict[UUID, list[str]] = {}
    domains: dict[UUID, list[str]] = {}
    for row in await findings.tied(session, actor):
        threads.setdefault(row["job_id"], []).extend([row["message_id"], *row["references"]])
        domains.setdefault(row["job_id"], []).append(row["sender_address"].rpartition("@")[2])
    return [
        KnownApplication(
            job_id=str(row["id"]), number=row["number"], title=row["title"], company=row["company"],
            status=row["status"], requisition_id=row["requisition_id"], domains=domains.get(row["id"], []),
            threads=threads.get(row["id"], []),
        )
        for row in await job_store.for_mail(session, actor)
    ]  # fmt: skip


async def act_on_reply(
    session: AsyncSession, actor: Actor, message: EmailMessage, mail: Mail, reply: Reply,
    known: Sequence[KnownApplication],
) -> Effect:  # fmt: skip
    """Do what a reply says where it is certain, ask the person where it is not; once for each mail."""
    before = (await findings.replies_of(session, actor, [message.id])).get(message.id)
    if before is not None and before.state in {"applied", "undone", "ignored"}:
        return Effect(before.state, before.job_id)
    found = tie(reply, mail, known)
    state, why, job_id = _verdict(reply, found)
    await findings.set_reply(
        session, actor, message.id, kind=reply.kind, confidence=reply.confidence, quote=reply.quote,
        data=storable_data(reply.model_dump(mode="json")), tie=found.model_dump(mode="json"), job_id=job_id,
        state=state, why=why,
    )  # fmt: skip
    if state != "apply":
        return Effect(state, job_id)
    return await apply_reply(session, actor, message, reply, UUID(found.job_ids[0]), by_person=False)


def _verdict(reply: Reply, found: Tie) -> tuple[str, str | None, UUID | None]:
    """Whether a reply is acted on, asked about, or only noted; why; and the job it is certainly about."""
    job_id = UUID(found.job_ids[0]) if found.certain and found.job_ids else None
    if reply.kind not in MOVING:
        return "noted", found.why, job_id
    if not found.job_ids:
        return "noted", "none of your jobs is of this employer", None
    if job_id is None:
        return "review", found.why or "it is not clear which of your jobs it is about", None
    if reply.confidence < ACT_AT or reply.quote is None:
        return "review", "the words do not say it surely enough", job_id
    return "apply", found.why, job_id


async def suggest_job(session: AsyncSession, actor: Actor, message: EmailMessage, reply: Reply, effect: Effect) -> bool:
    """Ask whether an application that a mail speaks of, and that is on no list, is to be put there."""
    if effect.job_id is not None or effect.state != "noted" or reply.kind not in MOVING:
        return False
    if not (reply.company and reply.role) or reply.suspicious:
        return False
    posting = AlertPosting(title=reply.role, company=reply.company, snippet=reply.quote, confidence=SUGGESTED)
    row = {"place": 0, "data": posting.model_dump(mode="json"), "confidence": SUGGESTED, "state": "review"}
    await findings.add_postings(session, actor, message.id, [row])
    return True


async def apply_reply(
    session: AsyncSession, actor: Actor, message: EmailMessage, reply: Reply, job_id: UUID, *, by_person: bool
) -> Effect:
    """Change the job as the reply says, with its words as the reason; both can be taken back as one."""
    await job_store.lock_list(session, actor)
    job = await job_store.get(session, actor, job_id)
    last = await findings.moved_by_mail(session, actor, job_id)
    move = next_status(reply.kind, job["status"], sent_at=message.dated_at, last_moved_at=last)
    if move.ask and not by_person:
        await _set(session, actor, message.id, state="review", job_id=job_id, why=move.why)
        return Effect("review", job_id)
    status = move.status if move.status != job["status"] else None
    entry = await _calendar(session, actor, message, reply, job)
    stage = await _stage(session, actor, job_id, reply, status)
    if status is None and stage is None and entry is None:
        await _set(session, actor, message.id, state="noted", job_id=job_id, why=move.why)
        return Effect("noted", job_id)
    moved = None
    if status is not None or stage is not None:
        moved = await moving.set_job_status(
            session, actor, job_id, cast("JobStatus", status or job["status"]), by="mail", why=reply.quote,
            at=_sent_at(message), stage=stage, teaches=status is not None and status != "dismissed",
        )  # fmt: skip
    after = status or job["status"]
    await _set(
        session, actor, message.id, state="applied", job_id=job_id, why=move.why, status_before=job["status"],
        status_after=after,
    )  # fmt: skip
    await events.record(
        session, actor, kind="email_effect", subject="job", subject_id=job_id,
        data={
            "title": named(job), "reply": reply.kind,
            "quote": reply.quote, "message_id": str(message.id), "from": job["status"], "to": after,
        },
        inverse={
            "operation": "email.take_back", "message_id": str(message.id), "entry": entry,
            "application": moved.back() if moved else None,
        },
    )  # fmt: skip
    return Effect("applied", job_id, _told(job, after if status or stage else None, reply))


async def _stage(session: AsyncSession, actor: Actor, job_id: UUID, reply: Reply, status: str | None) -> Stage | None:
    """The stage where the job's status does not tell: an employer's no, which says nothing of what the person likes,
    and what follows on a screening."""
    if status == "dismissed":
        return "rejected"
    if status is None and reply.kind in ("interview", "reschedule"):
        row = await applications_store.of_job(session, actor, job_id)
        return "interviewing" if row is not None and row.status == "screening" else None
    return None


def _sent_at(message: EmailMessage) -> datetime | None:
    """When the employer said so: as the mail is dated, unless that is still to come."""
    return message.dated_at if message.dated_at is not None and message.dated_at <= utc_now() else None


def _told(job: dict[str, Any], status: str | None, reply: Reply) -> str:
    what = f"is {status} now" if status else "has a new appointment"
    return f"Job {job['number']}, {named(job)}, {what}: “{reply.quote}”"


def named(job: dict[str, Any]) -> str:
    """Cook at Acme."""
    return f"{job['title']} at {job['company']}" if job["company"] else str(job["title"])


async def _calendar(
    session: AsyncSession, actor: Actor, message: EmailMessage, reply: Reply, job: dict[str, Any]
) -> dict[str, Any] | None:
    """Put the meeting that the reply states into the calendar; returns how it was before, for taking it back."""
    meeting = reply.meeting
    if meeting is None or meeting.starts_at is None:
        return None
    meeting = _placed(meeting, await own_zone(session, actor))
    earlier = [row for row in await writing.entries(session, actor) if row.job_id == job["id"] and not row.cancelled]
    moved = next((row for row in earlier if row.uid == meeting.uid), None)
    if moved is None and reply.kind == "reschedule" and len(earlier) == 1:
        moved = earlier[0]
    before = _values(moved) if moved else None
    uid = moved.uid if moved else await _free_uid(session, actor, meeting.uid, job["id"]) or f"{message.id}@jobwright"
    title = f"Interview: {named(job)}"
    row = await writing.put_entry(
        session, actor, uid, job_id=job["id"], message_id=message.id, title=title, starts_at=meeting.starts_at,
        ends_at=meeting.ends_at, timezone=meeting.timezone, place=meeting.where, quote=meeting.quote,
        cancelled=meeting.method == "CANCEL",
    )  # fmt: skip
    return {"id": str(row.id), "before": before, "interview": await follow_entry(session, actor, row)}


def _placed(meeting: Meeting, own: str | None) -> Meeting:
    """The meeting with its hours where the person is, if its mail names no zone; else as it is. Pure."""
    if meeting.timezone is not None or own is None or meeting.starts_at is None:
        return meeting
    moments = {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at}
    placed = {name: at.replace(tzinfo=zone_of(own)) if at else None for name, at in moments.items()}
    return meeting.model_copy(update={**placed, "timezone": own})


async def _free_uid(session: AsyncSession, actor: Actor, uid: str | None, job_id: UUID) -> str | None:
    """The invitation's own id, unless no index holds it or another job's appointment bears it."""
    if not uid or len(uid) > MOST_UID or uid != storable(uid):
        return None
    others = [row for row in await writing.entries(session, actor) if row.uid == uid and row.job_id != job_id]
    return None if others else uid


def _values(row: writing.CalendarEntry) -> dict[str, Any]:
    return {
        "starts_at": row.starts_at.isoformat(), "ends_at": row.ends_at.isoformat() if row.ends_at else None,
        "place": row.place, "cancelled": row.cancelled, "quote": row.quote,
    }  # fmt: skip


async def take_back(session: AsyncSession, actor: Actor, inverse: dict[str, Any]) -> None:
    """Take back what a mail did: the job's status, unless it has moved on since, and the calendar entry."""
    await job_store.lock_list(session, actor)
    message_id = UUID(inverse["message_id"])
    reply = await findings.get_reply(session, actor, message_id)
    if reply.job_id is not None:
        await _move_back(session, actor, reply, inverse.get("application"))
    if entry := inverse.get("entry"):
        await _restore_entry(session, actor, entry)
    reply.state = "undone"


async def _move_back(session: AsyncSession, actor: Actor, reply: EmailReply, back: dict[str, Any] | None) -> None:
    job_id = cast("UUID", reply.job_id)
    if back is not None:
        row = await applications_store.of_job(session, actor, job_id)
        if row is not None and (str(row.id), row.status) == (back["id"], back["to"]):
            await moving.move_back(session, actor, back)
    elif reply.status_before and reply.status_before != reply.status_after:
        job = await job_store.get(session, actor, job_id)
        if job["status"] == reply.status_after:
            before = cast("JobStatus", reply.status_before)
            await moving.set_job_status(
                session, actor, job_id, before, by="undo", why="what the mail did is taken back"
            )


async def _restore_entry(session: AsyncSession, actor: Actor, entry: dict[str, Any]) -> None:
    """The appointment as it was, and the interview that it is, one that was made of it since then too."""
    entry_id, before = UUID(entry["id"]), entry["before"]
    if before is None:
        await writing.set_entry(session, actor, entry_id, deleted_at=datetime.now(UTC))
    else:
        moments = {
            name: datetime.fromisoformat(before[name]) if before[name] else None for name in ("starts_at", "ends_at")
        }
        await writing.set_entry(session, actor, entry_id, **{**before, **moments})
    if interview := entry.get("interview"):
        await put_back(session, actor, {"rows": [interview]})
    await follow_entry(session, actor, await writing.entry_as_it_is(session, actor, entry_id))


async def _set(session: AsyncSession, actor: Actor, message_id: UUID, **values: Any) -> None:
    row: EmailReply = await findings.get_reply(session, actor, message_id)
    for name, value in values.items():
        setattr(row, name, value)
    await session.flush()
