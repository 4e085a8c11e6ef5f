"""Advice about applications: what stands open, what the person made of it, and the mail that it asks for."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications, applications_calendar, events
from store import applications_details as store
from store.actors import Actor
from store.applications import Application
from store.applications_details import Interview, Offer, Reminder
from store.errors import NotFoundError, ValidationError
from tools.applications.around.advice import advise
from tools.applications.around.keeping import OPERATION, added, put_back_of
from tools.applications.around.moments import moment_of
from tools.applications.around.schemas import AdviceAnswer, AdviceDecided, NamedAdvice
from tools.applications.schemas import Advice
from tools.content.schemas import GeneratedContent, MailKind, MailRequest
from tools.content.service import write_email
from tools.context import utc_now
from tools.zones import own_zone

MAILS: dict[str, MailKind] = {"follow_up": "follow_up", "thank_you": "thank_you"}
DECIDED: dict[str, str] = {"accept": "accepted", "dismiss": "dismissed", "done": "done"}


async def advice_for(
    session: AsyncSession, actor: Actor, rows: Sequence[Application], *, now: datetime | None = None
) -> dict[UUID, list[Advice]]:
    """What could be done about each of these applications, without what was decided already."""
    if not rows:
        return {}
    ids = [row.id for row in rows]
    lines, interviews, offers = (
        _by_application(found)
        for found in (
            await applications_calendar.timelines(session, actor, ids),
            await applications_calendar.rows_of(session, actor, Interview, ids),
            await applications_calendar.rows_of(session, actor, Offer, ids),
        )
    )
    decided = await store.decisions(session, actor, ids)
    moment, zone = now or utc_now(), await own_zone(session, actor)
    return {
        row.id: [
            advice
            for advice in advise(row, lines[row.id], interviews[row.id], offers[row.id], now=moment, zone=zone)
            if (row.id, advice.key) not in decided
        ]
        for row in rows
    }


async def all_advice(session: AsyncSession, actor: Actor) -> list[NamedAdvice]:
    """What could be done about any open application, the most urgent first."""
    rows = await applications_calendar.open_applications(session, actor)
    found = await advice_for(session, actor, rows)
    names = await applications_calendar.names(session, actor, open_only=True)
    named = [
        NamedAdvice(
            **advice.model_dump(), application_id=id, number=names[id].number, name=names[id].words,
        )
        for id, advices in found.items() for advice in advices
    ]  # fmt: skip
    return sorted(named, key=lambda advice: advice.due_at)


async def decide(session: AsyncSession, actor: Actor, application_id: UUID, data: AdviceAnswer) -> AdviceDecided:
    """Accept a piece of advice as a reminder, dismiss it for good, or say that it is done; undo asks again."""
    row = await applications.get(session, actor, application_id, lock=True)
    advice = await _advice(session, actor, row, data.key)
    reminder = await _reminder(session, actor, row, advice, data) if data.decision == "accept" else None
    decided = await store.decide(
        session, actor, row.id, data.key, DECIDED[data.decision], reminder_id=reminder.id if reminder else None
    )
    back = put_back_of("advice", decided.id, {"deleted_at": utc_now()})
    title = f"{advice.text} ({DECIDED[data.decision]})"
    if reminder is not None:
        await added(session, actor, "reminder", reminder, advice.text, also=[back])
    else:
        await events.record(
            session, actor, kind="advice_decided", subject="application", subject_id=row.id, data={"title": title},
            inverse={"operation": OPERATION, "rows": [back]},
        )  # fmt: skip
    return AdviceDecided(key=data.key, decision=decided.decision, reminder_id=decided.reminder_id)


async def draft(session: AsyncSession, actor: Actor, application_id: UUID, key: str) -> GeneratedContent:
    """Write the follow-up or thank-you that a piece of advice asks for, as a document. Nothing is sent."""
    row = await applications.get(session, actor, application_id)
    advice = await _advice(session, actor, row, key)
    if advice.kind not in MAILS:
        raise ValidationError(
            f"There is no mail to write for “{advice.text}”; there is one for a follow-up and for a thank-you.",
            code="NO_MAIL",
        )
    recipient = await _recipient(session, actor, row.id, key)
    return await write_email(
        session, actor, MailRequest(mail=MAILS[advice.kind], job=str(row.job_id), recipient=recipient)
    )


async def _recipient(session: AsyncSession, actor: Actor, application_id: UUID, key: str) -> str | None:
    """Who the interview was with, where that is one person."""
    interviews = await store.of_application(session, actor, Interview, application_id)
    meant = next((one for one in interviews if str(one.id) in key), None)
    return str(meant.people[0]["name"]) if meant is not None and len(meant.people) == 1 else None


async def _advice(session: AsyncSession, actor: Actor, row: Application, key: str) -> Advice:
    open_advice = (await advice_for(session, actor, [row]))[row.id]
    found = next((advice for advice in open_advice if advice.key == key), None)
    if found is None:
        raise NotFoundError("There is no such advice now: it was decided, or there is no reason for it any more.")
    return found


async def _reminder(
    session: AsyncSession, actor: Actor, row: Application, advice: Advice, data: AdviceAnswer
) -> Reminder:
    zone = data.timezone or await own_zone(session, actor)
    due_at = moment_of(data.due_at, zone) if data.due_at else max(advice.due_at, utc_now())
    return await store.add(
        session, actor, Reminder, application_id=row.id, kind=advice.kind, text=advice.text, due_at=due_at
    )


def _by_application(rows: Sequence[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.application_id].append(row)
    return found
