"""The inbox over REST: mails, what waits for a decision, drafts, rules, appointments, trends."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, Field

from api.deps import ActorDep, ContextDep, PageDep, SessionDep, make_router
from api.files import file_response
from store.database import transaction
from store.pagination import Page
from tools.email import review
from tools.email.inbox import appointments, changing, dashboard, looking, rules, sending, trends, writing
from tools.email.inbox.schemas import (
    Appointment,
    AppointmentList,
    ChangedEmails,
    Decided,
    DraftChanges,
    DraftEmail,
    DraftList,
    DraftView,
    EmailFilter,
    EmailKind,
    EmailThread,
    MailChange,
    ReviewQueue,
    RuleList,
    RuleView,
    SaveRule,
    SendDraft,
    ShowSyncs,
    SyncDashboard,
    TidyEmails,
    Trends,
    TrendsWanted,
)
from tools.email.schemas import AddFromMail, MessageView
from tools.email.tools import DRAFT_EMAIL
from tools.registry import call
from tools.resumes.schemas import NoArguments
from tools.strict import StrictInput
from tools.text import Words

router = make_router("email", prefix="/email")
# A mail's own markup, sanitised; shown in a frame that may load and run nothing at all.
NOTHING = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


class InboxQuery(BaseModel):
    """Which mails to list; `q` are words that sender, subject or text must hold."""

    q: Words | None = None
    sender: Words | None = None
    company: Words | None = None
    kind: list[EmailKind] = Field(default=[], description="Repeated")
    within_days: int | None = Field(default=None, ge=1, le=3650)
    older_than_days: int | None = Field(default=None, ge=0, le=3650)
    unread: bool | None = None
    starred: bool | None = None
    archived: bool | None = None
    needs_answer: bool | None = None
    attachments: bool | None = None
    deleted: bool = False
    mailbox: Words | None = None

    def wanted(self) -> EmailFilter:
        """The same as every other way of asking understands it."""
        given = self.model_dump(exclude={"q", "kind"}, exclude_none=True)
        texts = {name: value for name, value in given.items() if value != ""}
        return EmailFilter(query=self.q or None, kinds=self.kind, **texts)


class ChangeWanted(StrictInput):
    """Mails by id, and what to do to them."""

    ids: list[UUID] = Field(min_length=1, max_length=200)
    change: MailChange


class TidyWanted(TidyEmails):
    """A change to all mails that fit: without `yes` only the plan is answered."""

    yes: bool = False


class TidyPlan(BaseModel):
    """What would be done, in words, or was."""

    plan: str
    done: ChangedEmails | None = None


class PostingDecision(StrictInput):
    """Whether an opening of a mail is a job."""

    is_job: bool


class ReplyDecision(StrictInput):
    """Whether a reply counts, and which job it is about."""

    accept: bool
    job_id: UUID | None = None


class ParserWanted(StrictInput):
    """Which parser to read a mail with; the one that fits without a name."""

    parser: Annotated[str, Field(max_length=60)] | None = None


class Yes(StrictInput):
    """Your yes: what follows leaves the machine."""

    yes: Literal[True]


class RuleSwitch(StrictInput):
    """On or off."""

    is_active: bool


@router.get("/messages", summary="The inbox")
async def list_messages(
    session: SessionDep, actor: ActorDep, page: PageDep, query: Annotated[InboxQuery, Query()]
) -> Page[MessageView]:
    """Searched and filtered, the newest first."""
    return await looking.list_page(session, actor, page, query.wanted())


@router.post("/messages/change", summary="Mark, star, archive, delete or restore mails")
async def change_messages(session: SessionDep, actor: ActorDep, data: ChangeWanted) -> ChangedEmails:
    """As one act that undo takes back; the mailbox is told with the next sync, if it may be changed."""
    return await changing.change_ids(session, actor, data.ids, data.change)


@router.post("/messages/tidy", summary="Change all mails that fit, after a plan")
async def tidy_messages(session: SessionDep, actor: ActorDep, data: TidyWanted) -> TidyPlan:
    """The plan first; with `yes` it is done, and undo takes it back."""
    wanted = TidyEmails(**data.model_dump(exclude={"yes"}))
    plan = await changing.tidy_question(session, actor, wanted)
    return TidyPlan(plan=plan, done=await changing.tidy_emails(session, actor, wanted) if data.yes else None)


@router.get("/messages/{message_id}", summary="A mail with its thread")
async def get_message(session: SessionDep, actor: ActorDep, message_id: UUID) -> EmailThread:
    """Its words, what was found in it, and the other mails of its thread."""
    return await looking.whole(session, actor, message_id)


@router.get(
    "/messages/{message_id}/original", summary="A mail as it was sent, made harmless",
    response_class=Response, responses={200: {"content": {"text/html": {}}}},
)  # fmt: skip
async def original(session: SessionDep, actor: ActorDep, message_id: UUID) -> Response:
    """Without scripts, forms, styles and anything that is loaded from elsewhere."""
    markup = await looking.original(session, actor, message_id)
    page = f'<!doctype html><meta charset="utf-8"><title>mail</title>{markup}'
    return Response(page, media_type="text/html", headers={"Content-Security-Policy": NOTHING})


@router.post("/messages/{message_id}/seen", status_code=204, summary="Say that a mail was looked at")
async def seen(session: SessionDep, actor: ActorDep, message_id: UUID) -> None:
    """It counts as read; that is no change that undo would take back."""
    await changing.see(session, actor, message_id)


@router.post("/messages/{message_id}/read-again", summary="Read a mail again")
async def read_again(context: ContextDep, message_id: UUID, data: ParserWanted | None = None) -> EmailThread:
    """With another parser where one is named; what was decided on stays."""
    return await review.read_again(context, message_id, data.parser if data else None)


@router.post("/messages/{message_id}/jobs", status_code=201, summary="Add a job that was missed in a mail")
async def add_missing(context: ContextDep, message_id: UUID, data: AddFromMail) -> Decided:
    """Put it on the list, with the mail as its source."""
    return await review.add_missing(context, message_id, data)


@router.post("/messages/{message_id}/undo", summary="Take back what a mail has changed")
async def undo_effect(session: SessionDep, actor: ActorDep, message_id: UUID) -> Decided:
    """The job's status, unless it has moved on since, and the appointment."""
    return await review.undo_of(session, actor, message_id)


@router.get("/review", summary="What waits for a decision")
async def list_review(session: SessionDep, actor: ActorDep) -> ReviewQueue:
    """Openings that were not sure enough, replies about an unclear job."""
    return await review.list_review(session, actor, NoArguments())


@router.post("/postings/{posting_id}/decision", summary="Say whether an opening of a mail is a job")
async def decide_posting(context: ContextDep, posting_id: UUID, data: PostingDecision) -> Decided:
    """A job goes on the list; what is none comes off it again."""
    ready = await review.prepare_posting(context, posting_id) if data.is_job else None
    async with transaction(context.sessions) as session:
        return await review.decide_posting(session, context.actor, posting_id, ready)


@router.post("/messages/{message_id}/decision", summary="Say whether a reply counts")
async def decide_reply(session: SessionDep, actor: ActorDep, message_id: UUID, data: ReplyDecision) -> Decided:
    """And which job it is about, where several are possible."""
    return await review.decide_reply(session, actor, message_id, accept=data.accept, job_id=data.job_id)


@router.get("/syncs", summary="How the syncs go")
async def syncs(session: SessionDep, actor: ActorDep, days: Annotated[int, Query(ge=1, le=365)] = 30) -> SyncDashboard:
    """Their timeline, how each parser fares, and alerts whose template seems to have changed."""
    return await dashboard.show_syncs(session, actor, ShowSyncs(days=days))


@router.get("/trends", summary="How the mail goes")
async def email_trends(session: SessionDep, actor: ActorDep, days: Annotated[int, Query(ge=7, le=730)] = 90) -> Trends:
    """Volume by week, top senders with advice, hours to an answer."""
    return await trends.email_trends(session, actor, TrendsWanted(days=days))


@router.get("/drafts", summary="Drafts and what was sent")
async def list_drafts(session: SessionDep, actor: ActorDep) -> DraftList:
    """The newest first."""
    return await writing.list_drafts(session, actor, NoArguments())


@router.post("/drafts", status_code=201, summary="Write a mail")
async def draft_email(context: ContextDep, data: DraftEmail) -> DraftView:
    """From facts and your own words; nothing is sent."""
    return await call(DRAFT_EMAIL, context, data)


@router.get("/drafts/{draft_id}", summary="A draft as it would be sent")
async def get_draft(session: SessionDep, actor: ActorDep, draft_id: UUID) -> DraftView:
    """With the digest that a yes has to name."""
    return await writing.show_draft(session, actor, draft_id)


@router.patch("/drafts/{draft_id}", summary="Change a draft")
async def change_draft(session: SessionDep, actor: ActorDep, draft_id: UUID, data: DraftChanges) -> DraftView:
    """Recipients, subject, text; until it is sent."""
    return await writing.change_draft(session, actor, draft_id, data)


@router.delete("/drafts/{draft_id}", status_code=204, summary="Throw a draft away")
async def remove_draft(session: SessionDep, actor: ActorDep, draft_id: UUID) -> None:
    """Undo brings it back."""
    await writing.remove_draft(session, actor, draft_id)


@router.post("/drafts/{draft_id}/send", summary="Send a draft")
async def send_draft(context: ContextDep, draft_id: UUID, data: SendDraft) -> DraftView:
    """Your yes to the wording that the digest names. However often this is called, the mail goes out once."""
    sent = await sending.send_now(context, draft_id, digest=data.digest)
    async with transaction(context.sessions) as session:
        return await sending.record_sent(session, context.actor, sent)


@router.get("/rules", summary="Rules for mail")
async def list_rules(session: SessionDep, actor: ActorDep) -> RuleList:
    """In the order in which they are applied."""
    return await rules.list_rules(session, actor, NoArguments())


@router.post("/rules", status_code=201, summary="Make a rule")
async def save_rule(session: SessionDep, actor: ActorDep, data: SaveRule) -> RuleView:
    """Tried on past mail at once, and switched off until you switch it on."""
    return await rules.save_rule(session, actor, data)


@router.get("/rules/{rule_id}", summary="A rule, tried on past mail")
async def get_rule(session: SessionDep, actor: ActorDep, rule_id: UUID) -> RuleView:
    """What it would do to the newest thousand mails; nothing is changed."""
    return await rules.try_rule(session, actor, rule_id)


@router.patch("/rules/{rule_id}", summary="Switch a rule on or off")
async def switch_rule(session: SessionDep, actor: ActorDep, rule_id: UUID, data: RuleSwitch) -> RuleView:
    """On, it acts on mail that comes from now on."""
    return await rules.set_active(session, actor, rule_id, data.is_active)


@router.delete("/rules/{rule_id}", status_code=204, summary="Delete a rule")
async def remove_rule(session: SessionDep, actor: ActorDep, rule_id: UUID) -> None:
    """Undo brings it back as it was."""
    await rules.remove_rule(session, actor, rule_id)


@router.get("/appointments", summary="Interviews and other appointments ahead")
async def list_appointments(session: SessionDep, actor: ActorDep) -> AppointmentList:
    """Those that mails announce and the interviews of applications, each once; from yesterday on, the next first."""
    return await appointments.list_appointments(session, actor, NoArguments())


@router.get(
    "/appointments.ics", summary="All appointments as a calendar file", response_class=Response,
    responses={200: {"content": {"text/calendar": {}}}},
)  # fmt: skip
async def all_as_ics(session: SessionDep, actor: ActorDep) -> Response:
    """For any calendar."""
    content = await appointments.as_ics(session, actor)
    return file_response(content, "text/calendar", "appointments.ics", download=True)


@router.get(
    "/appointments/{entry_id}/ics", summary="An appointment as a calendar file", response_class=Response,
    responses={200: {"content": {"text/calendar": {}}}},
)  # fmt: skip
async def as_ics(session: SessionDep, actor: ActorDep, entry_id: UUID) -> Response:
    """For any calendar."""
    content = await appointments.as_ics(session, actor, entry_id)
    return file_response(content, "text/calendar", "appointment.ics", download=True)


@router.post("/appointments/{entry_id}/google", summary="Put an appointment into Google's calendar")
async def add_to_google(context: ContextDep, entry_id: UUID, _: Yes) -> Appointment:
    """Done again it changes nothing."""
    added = await appointments.add_now(context, entry_id)
    async with transaction(context.sessions) as session:
        return await appointments.record_added(session, context.actor, added)


@router.delete("/appointments/{entry_id}/google", status_code=204, summary="Take it out of Google's calendar again")
async def remove_from_google(context: ContextDep, entry_id: UUID) -> None:
    """One that is not there stays so."""
    await appointments.remove_now(context, entry_id)
