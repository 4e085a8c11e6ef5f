"""Interviews, offers, reminders and contacts as they are spoken of: which application is meant, and in which zone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications_calendar, applications_listing
from store import applications_details as store
from store.actors import Actor
from store.applications_calendar import Name
from store.applications_details import Interview
from store.errors import ConflictError, NotFoundError, ValidationError
from tools.applications import moving
from tools.applications.around import advising, contacts, interviews, negotiating, offers, reminders
from tools.applications.around.schemas import (
    InterviewChanges,
    InterviewSaved,
    NegotiationSheet,
    NewContact,
    NewOffer,
    NewReminder,
    OfferComparison,
)
from tools.applications.around.talk_schemas import (
    CompareOffers,
    ContactTold,
    InterviewChange,
    InterviewTold,
    NextSteps,
    OfApplication,
    OfferTold,
    RecordOffer,
    RemindMe,
    SayContact,
    ScheduleInterview,
)
from tools.applications.finding import find_application
from tools.applications.schemas import NewInterview, Person, ReminderView, Stage
from tools.context import utc_now
from tools.jobs.service import find_job
from tools.resumes.schemas import NoArguments
from tools.zones import own_zone, shown_in

UTC_ZONE = "UTC"


async def meant(session: AsyncSession, actor: Actor, reference: str | None, *, among: Sequence[UUID] = ()) -> Name:
    """The application that is spoken of; without a word the only one that is open (or the only one `among` these).

    Raises NotFoundError, or ConflictError AMBIGUOUS which names the choices.
    """
    if reference is not None:
        id = await _referred(session, actor, reference)
        return (await applications_calendar.names(session, actor, id))[id]
    names = await applications_calendar.names(session, actor, *among, open_only=not among)
    if len(names) == 1:
        return next(iter(names.values()))
    if not names:
        raise NotFoundError("There is no open application it could be about.", code="NO_APPLICATION")
    choices = "; ".join(f"{name.number}: {name.words}" for name in list(names.values())[:10])
    raise ConflictError(f"Which application is it about: {choices}?", code="AMBIGUOUS")


async def _referred(session: AsyncSession, actor: Actor, reference: str) -> UUID:
    """The application by its words; of a job that was only saved it is said what is missing."""
    try:
        return await find_application(session, actor, reference)
    except NotFoundError as problem:
        if await _saved(session, actor, reference) is None:
            raise
        raise NotFoundError(
            f"“{reference}” is on your list, but there is no application for it yet. Say that you applied, first.",
            code="NO_APPLICATION",
        ) from problem


async def _saved(session: AsyncSession, actor: Actor, reference: str) -> UUID | None:
    try:
        return await find_job(session, actor, reference)
    except (NotFoundError, ConflictError):
        return None


async def _meant_or_begun(
    session: AsyncSession, actor: Actor, reference: str | None, stage: Stage
) -> tuple[Name, dict[str, Any] | None]:
    """The same; a job that was only saved has an application from now on, which stands at `stage`."""
    try:
        return await meant(session, actor, reference), None
    except NotFoundError:
        job_id = await _saved(session, actor, reference) if reference is not None else None
        if job_id is None:
            raise
    moved = await moving.place(session, actor, job_id, moving.Change(stage))
    return (await applications_calendar.names(session, actor, moved.id))[moved.id], moved.back()


async def schedule_interview(session: AsyncSession, actor: Actor, data: ScheduleInterview) -> InterviewTold:
    """Put an interview down, move it, say how it went, or call it off."""
    name, moved = await _meant_or_begun(session, actor, data.application, "interviewing")
    standing = await _standing(session, actor, name.application_id, data)
    if standing is None and (data.change or data.outcome):
        raise NotFoundError(f"There is no interview for {name.words} yet.", code="NO_INTERVIEW")
    people = [Person(name=one) for one in data.people]
    given = data.model_dump(exclude_none=True, include={"ends_at", "kind", "round", "place", "notes", "outcome"})
    if data.starts_at is not None:
        given |= {"starts_at": data.starts_at, "timezone": await _zone(session, actor, data.starts_at, data.timezone)}
    if people:
        given["people"] = people
    if standing is not None:
        changes = InterviewChanges.model_validate(given)
        saved = await interviews.change_interview(session, actor, name.application_id, standing.id, changes)
        return await _told(session, actor, "cancelled" if data.outcome == "cancelled" else "changed", name, saved)
    if data.starts_at is None:
        raise ValidationError("When is the interview? Say the day and the hour.", code="NO_TIME")
    new = NewInterview.model_validate(given)
    saved = await interviews.add_interview(session, actor, name.application_id, new, moved=moved)
    return await _told(session, actor, "added", name, saved)


async def _told(
    session: AsyncSession, actor: Actor, what: InterviewChange, name: Name, saved: InterviewSaved
) -> InterviewTold:
    own = await own_zone(session, actor)
    seen = saved.model_copy(update={"timezone": shown_in(saved.timezone, own)})
    return InterviewTold(what=what, number=name.number, name=name.words, interview=seen, zone_known=own is not None)


async def _standing(
    session: AsyncSession, actor: Actor, application_id: UUID, data: ScheduleInterview
) -> Interview | None:
    """The interview that is meant: of that round, at that very time, or with `change` the next, else the last."""
    rows = [
        row
        for row in await store.of_application(session, actor, Interview, application_id)
        if row.outcome != "cancelled" or row.round == data.round
    ]
    if not (data.change or data.outcome):
        return next((row for row in rows if row.starts_at == data.starts_at), None) if _aware(data.starts_at) else None
    if data.round is not None:
        return next((row for row in rows if row.round == data.round), None)
    ahead = [row for row in rows if row.starts_at >= utc_now()]
    if ahead and data.outcome not in {"passed", "failed"}:
        return min(ahead, key=lambda row: row.starts_at)
    return max(rows, key=lambda row: row.starts_at, default=None)


def _aware(moment: datetime | None) -> bool:
    return moment is not None and moment.tzinfo is not None


async def _zone(session: AsyncSession, actor: Actor, said: datetime, zone: str | None) -> str | None:
    """The zone that a time is read in: the one said, the profile's, that of the last interview, else UTC; the answer
    shows it."""
    if zone is not None or _aware(said):
        return zone
    return await own_zone(session, actor) or UTC_ZONE


async def record_offer(session: AsyncSession, actor: Actor, data: RecordOffer) -> OfferTold:
    """Write down what an employer offers."""
    name, moved = await _meant_or_begun(session, actor, data.application, "offer")
    given = NewOffer.model_validate(data.model_dump(exclude_unset=True, exclude={"application"}))
    offer = await offers.add_offer(session, actor, name.application_id, given, moved=moved)
    return OfferTold(number=name.number, name=name.words, offer=offer)


async def compare_offers(session: AsyncSession, actor: Actor, data: CompareOffers) -> OfferComparison:
    """The offers side by side: those of these applications, or all. Raises NotFoundError NO_OFFER."""
    wanted = {await _referred(session, actor, reference) for reference in data.applications}
    found = await applications_calendar.offers(session, actor)
    ids = [one.row.id for one in found if not wanted or one.row.application_id in wanted]
    if not ids:
        raise NotFoundError("No offer is written down yet. Tell me what they offer.", code="NO_OFFER")
    return await offers.compare_all(session, actor, ids)


async def negotiation_sheet(session: AsyncSession, actor: Actor, data: OfApplication) -> NegotiationSheet:
    """The sheet for an application's latest offer; without a word for the only application that has one."""
    found = await applications_calendar.offers(session, actor)
    with_offers = list(dict.fromkeys(one.row.application_id for one in found))
    if data.application is None and not with_offers:
        raise NotFoundError("No offer is written down yet. Tell me what they offer.", code="NO_OFFER")
    name = await meant(session, actor, data.application, among=with_offers)
    return await negotiating.sheet(session, actor, name.application_id)


async def what_next(session: AsyncSession, actor: Actor, _: NoArguments) -> NextSteps:
    """Advice about the open applications, and the reminders of the next week and before."""
    return NextSteps(
        tracked=sum((await applications_listing.counts(session, actor)).values()),
        advice=await advising.all_advice(session, actor),
        reminders=await reminders.list_reminders(session, actor, "all"),
    )


async def remind_me(session: AsyncSession, actor: Actor, data: RemindMe) -> ReminderView:
    """Set a reminder, with an application where one is named."""
    application = await _perhaps(session, actor, data.application)
    zone = await _zone(session, actor, data.due_at, data.timezone)
    new = NewReminder(text=data.text, due_at=data.due_at, timezone=zone, application_id=application)
    return await reminders.add_reminder(session, actor, new)


async def add_contact(session: AsyncSession, actor: Actor, data: SayContact) -> ContactTold:
    """Put somebody down; without an application, as a contact of the company."""
    application = await _perhaps(session, actor, data.application)
    given = data.model_dump(exclude_none=True, exclude={"application"})
    if application is None and data.application and not any(sign.isdigit() for sign in data.application):
        given.setdefault("company", data.application)
    return ContactTold(
        contact=await contacts.add_contact(session, actor, NewContact(**given, application_id=application))
    )


async def _perhaps(session: AsyncSession, actor: Actor, reference: str | None) -> UUID | None:
    """The application that is named, None for an employer's name that no application has: there is none to find.

    Raises ConflictError AMBIGUOUS, and NotFoundError for a number that none has.
    """
    if reference is None:
        return None
    try:
        return (await meant(session, actor, reference)).application_id
    except NotFoundError:
        if any(sign.isdigit() for sign in reference):
            raise
        return None
