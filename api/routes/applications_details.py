"""What stands around applications over REST: interviews, the calendar, contacts, offers, reminders, files, advice."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import File, Query, Response, UploadFile

from api.deps import ActorDep, ContextDep, PageDep, SessionDep, make_router
from api.files import file_response, named_file
from api.uploads import read_upload
from store.pagination import Page
from tools.applications.around import (
    advising,
    attachments,
    calendar,
    contacts,
    interviews,
    negotiating,
    offers,
    reminders,
    sent,
)
from tools.applications.around.schemas import (
    AdviceAnswer,
    AdviceDecided,
    AdviceKey,
    CalendarItem,
    ContactChanges,
    InterviewChanges,
    InterviewSaved,
    NamedAdvice,
    NegotiationSheet,
    NewContact,
    NewOffer,
    NewReminder,
    NoteSent,
    OfferChanges,
    OfferComparison,
    OfferSaved,
    ReminderChanges,
    SentDocuments,
)
from tools.applications.schemas import AttachmentView, ContactView, NewInterview, OfferView, ReminderView
from tools.content.schemas import GeneratedContent
from tools.text import Words

router = make_router("applications")
CALENDAR = "text/calendar"
ICS: dict[int | str, dict[str, Any]] = {200: {"content": {CALENDAR: {}}, "description": "The calendar file"}}
PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}, "description": "The sheet"}}
KEPT: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind: {} for kind in attachments.EXTENSIONS}, "description": "The file"}
}


def _whole(items: list[Any]) -> Page[Any]:
    return Page(items=items, next_cursor=None, total=len(items))


@router.get("/applications/calendar", summary="Everything with a date")
async def show_calendar(
    session: SessionDep, actor: ActorDep, since: Annotated[date | None, Query(alias="from")] = None,
    until: Annotated[date | None, Query(alias="to")] = None,
) -> Page[CalendarItem]:  # fmt: skip
    """Interviews, appointments of mails, deadlines, reminders and offers to answer on these days (both included, in
    the profile's time zone), each once; a month from today without a word."""
    return _whole(await calendar.calendar(session, actor, since, until))


@router.get(
    "/applications/calendar.ics", summary="All of it as a calendar file", response_class=Response, responses=ICS,
)  # fmt: skip
async def calendar_feed(session: SessionDep, actor: ActorDep) -> Response:
    """From three months ago to a year ahead; a calendar that subscribes to it invites nobody."""
    return file_response(await calendar.feed(session, actor), CALENDAR, "applications.ics", download=False)


@router.get("/applications/advice", summary="What to do next")
async def list_advice(session: SessionDep, actor: ActorDep) -> Page[NamedAdvice]:
    """Of all open applications, the most urgent first: follow-ups, thank-yous, interviews, offers, deadlines."""
    return _whole(await advising.all_advice(session, actor))


@router.post("/applications/{application_id}/interviews", status_code=201, summary="Put an interview down")
async def add_interview(
    session: SessionDep, actor: ActorDep, application_id: UUID, data: NewInterview
) -> InterviewSaved:
    """Answers with where its calendar file is, and warns of others at the same time."""
    return await interviews.add_interview(session, actor, application_id, data)


@router.patch("/applications/{application_id}/interviews/{interview_id}", summary="Change an interview")
async def change_interview(
    session: SessionDep, actor: ActorDep, application_id: UUID, interview_id: UUID, data: InterviewChanges
) -> InterviewSaved:
    """Move it, say how it went, or cancel it (`outcome`: cancelled)."""
    return await interviews.change_interview(session, actor, application_id, interview_id, data)


@router.delete(
    "/applications/{application_id}/interviews/{interview_id}", status_code=204, summary="Remove an interview"
)
async def remove_interview(session: SessionDep, actor: ActorDep, application_id: UUID, interview_id: UUID) -> None:
    """It can be brought back by undo."""
    await interviews.remove_interview(session, actor, application_id, interview_id)


@router.get(
    "/applications/{application_id}/interviews/{interview_id}/ics", summary="An interview as a calendar file",
    response_class=Response, responses=ICS,
)  # fmt: skip
async def interview_ics(session: SessionDep, actor: ActorDep, application_id: UUID, interview_id: UUID) -> Response:
    """Of a cancelled interview the file takes it out of the calendar."""
    content = await calendar.interview_file(session, actor, application_id, interview_id)
    return file_response(content, CALENDAR, f"interview-{interview_id}.ics", download=True)


@router.get("/applications/{application_id}/attachments", summary="The files of an application")
async def list_attachments(session: SessionDep, actor: ActorDep, application_id: UUID) -> Page[AttachmentView]:
    """In the order they came."""
    return _whole(await attachments.list_attachments(session, actor, application_id))


@router.post("/applications/{application_id}/attachments", status_code=201, summary="Attach a file")
async def attach(
    context: ContextDep, session: SessionDep, application_id: UUID, file: Annotated[UploadFile, File()]
) -> AttachmentView:
    """What it is is told by its content; programs and web pages are refused."""
    upload = await read_upload(file, max_bytes=context.settings.max_upload_size)
    return await attachments.attach(session, context.actor, application_id, upload.filename, upload.content)


@router.get(
    "/applications/{application_id}/attachments/{attachment_id}/file", summary="An attached file",
    response_class=Response, responses=KEPT,
)  # fmt: skip
async def attached_file(session: SessionDep, actor: ActorDep, application_id: UUID, attachment_id: UUID) -> Response:
    """Always to be saved, never shown in the page."""
    found = await attachments.file_of(session, actor, application_id, attachment_id)
    return named_file(found.content, found.media_type, found.name)


@router.delete(
    "/applications/{application_id}/attachments/{attachment_id}", status_code=204, summary="Take a file away"
)
async def remove_attachment(session: SessionDep, actor: ActorDep, application_id: UUID, attachment_id: UUID) -> None:
    """It can be brought back by undo."""
    await attachments.remove_attachment(session, actor, application_id, attachment_id)


@router.get("/applications/{application_id}/sent", summary="Which documents went out")
async def show_sent(session: SessionDep, actor: ActorDep, application_id: UUID) -> SentDocuments:
    """The resume and letter that the application shows, and every use that was written down."""
    return await sent.sent_with(session, actor, application_id)


@router.post("/applications/{application_id}/sent", status_code=201, summary="Write down which document went out")
async def note_sent(session: SessionDep, actor: ActorDep, application_id: UUID, data: NoteSent) -> SentDocuments:
    """A version of a tailored resume, a document that was made here, or a resume as it was uploaded."""
    return await sent.note_sent(session, actor, application_id, data)


@router.post("/applications/{application_id}/offers", status_code=201, summary="Write an offer down")
async def add_offer(session: SessionDep, actor: ActorDep, application_id: UUID, data: NewOffer) -> OfferSaved:
    """Amounts are a year's; `total` is what the first year pays. A second one for an application is told to be that."""
    return await offers.add_offer(session, actor, application_id, data)


@router.patch("/applications/{application_id}/offers/{offer_id}", summary="Change an offer")
async def change_offer(
    session: SessionDep, actor: ActorDep, application_id: UUID, offer_id: UUID, data: OfferChanges
) -> OfferView:
    """What is left out stays."""
    return await offers.change_offer(session, actor, application_id, offer_id, data)


@router.delete("/applications/{application_id}/offers/{offer_id}", status_code=204, summary="Remove an offer")
async def remove_offer(session: SessionDep, actor: ActorDep, application_id: UUID, offer_id: UUID) -> None:
    """It can be brought back by undo."""
    await offers.remove_offer(session, actor, application_id, offer_id)


@router.get("/offers", summary="Offers side by side")
async def compare_offers(
    session: SessionDep, actor: ActorDep,
    ids: Annotated[list[UUID] | None, Query(max_length=50, description="Only these: repeated")] = None,
) -> OfferComparison:  # fmt: skip
    """One group a currency, nothing converted, and what cannot be compared and why."""
    return await offers.compare_all(session, actor, ids or ())


@router.get("/applications/{application_id}/negotiation", summary="A negotiation sheet")
async def negotiation(
    session: SessionDep, actor: ActorDep, application_id: UUID, offer_id: UUID | None = None
) -> NegotiationSheet:
    """For this offer or the latest: what is known, each line with its source; what nobody knows is left out."""
    return await negotiating.sheet(session, actor, application_id, offer_id)


@router.get(
    "/applications/{application_id}/negotiation/pdf", summary="The negotiation sheet as PDF",
    response_class=Response, responses=PDF,
)  # fmt: skip
async def negotiation_pdf(context: ContextDep, application_id: UUID, offer_id: UUID | None = None) -> Response:
    """The same, to print."""
    content = await negotiating.sheet_pdf(context, application_id, offer_id)
    return file_response(content, "application/pdf", "negotiation.pdf", download=True)


@router.post("/applications/{application_id}/advice", summary="Answer a piece of advice")
async def decide_advice(
    session: SessionDep, actor: ActorDep, application_id: UUID, data: AdviceAnswer
) -> AdviceDecided:
    """It becomes a reminder, is never shown again, or is done."""
    return await advising.decide(session, actor, application_id, data)


@router.post("/applications/{application_id}/advice/draft", summary="Draft the mail that advice asks for")
async def draft_advice(session: SessionDep, actor: ActorDep, application_id: UUID, data: AdviceKey) -> GeneratedContent:
    """A follow-up or thank-you as a document. Nothing is sent."""
    return await advising.draft(session, actor, application_id, data.key)


@router.get("/contacts", summary="The people at employers")
async def list_contacts(
    session: SessionDep, actor: ActorDep, page: PageDep, application_id: UUID | None = None, q: Words | None = None
) -> Page[ContactView]:
    """The newest first; of one application, or with these words in name, employer or role."""
    return await contacts.list_contacts(session, actor, page, application_id=application_id, words=q)


@router.post("/contacts", status_code=201, summary="Add a contact")
async def add_contact(session: SessionDep, actor: ActorDep, data: NewContact) -> ContactView:
    """With an application, or of an employer."""
    return await contacts.add_contact(session, actor, data)


@router.patch("/contacts/{contact_id}", summary="Change a contact")
async def change_contact(session: SessionDep, actor: ActorDep, contact_id: UUID, data: ContactChanges) -> ContactView:
    """What is left out stays."""
    return await contacts.change_contact(session, actor, contact_id, data)


@router.delete("/contacts/{contact_id}", status_code=204, summary="Remove a contact")
async def remove_contact(session: SessionDep, actor: ActorDep, contact_id: UUID) -> None:
    """It can be brought back by undo."""
    await contacts.remove_contact(session, actor, contact_id)


@router.get("/reminders", summary="The reminders")
async def list_reminders(
    session: SessionDep, actor: ActorDep, due: reminders.Due = "all", done: bool = False
) -> Page[ReminderView]:
    """Those due now, today or within a week (in the profile's time zone), or all; the next due first, the done ones
    only with `done`."""
    return _whole(await reminders.list_reminders(session, actor, due, done=done))


@router.post("/reminders", status_code=201, summary="Set a reminder")
async def add_reminder(session: SessionDep, actor: ActorDep, data: NewReminder) -> ReminderView:
    """With an application or without."""
    return await reminders.add_reminder(session, actor, data)


@router.patch("/reminders/{reminder_id}", summary="Change a reminder")
async def change_reminder(
    session: SessionDep, actor: ActorDep, reminder_id: UUID, data: ReminderChanges
) -> ReminderView:
    """Word it anew, move it, tick it off."""
    return await reminders.change_reminder(session, actor, reminder_id, data)


@router.delete("/reminders/{reminder_id}", status_code=204, summary="Remove a reminder")
async def remove_reminder(session: SessionDep, actor: ActorDep, reminder_id: UUID) -> None:
    """It can be brought back by undo."""
    await reminders.remove_reminder(session, actor, reminder_id)
