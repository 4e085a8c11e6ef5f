"""What a person asks of their mail, and what they are shown."""

from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tools.content.schemas import Tone
from tools.email.schemas import MessageView, MessageWhole, PostingView, ReplyView, SyncView
from tools.strict import StrictInput
from tools.text import ShortText, Text

MailChange = Literal["read", "unread", "star", "unstar", "archive", "unarchive", "delete", "restore"]
Purpose = Literal["reply", "decline", "thank_you", "follow_up", "status", "availability", "referral"]
EmailKind = Literal[
    "alert", "application_received", "assessment", "interview", "reschedule", "offer", "rejection", "question",
    "outreach", "receipt", "invitation", "parcel", "newsletter", "promotion", "security", "personal", "sent", "other",
]  # fmt: skip


class EmailFilter(StrictInput):
    """Which mails are meant; what is left out does not matter."""

    query: ShortText | None = Field(default=None, description="Words that sender, subject or text must hold")
    sender: ShortText | None = Field(default=None, description="Part of the sender's address or name")
    company: ShortText | None = Field(default=None, description="An employer's name")
    kinds: list[EmailKind] = Field(default=[], description="rejection, interview, offer, alert, receipt …")
    within_days: int | None = Field(default=None, ge=1, le=3650, description="At most so many days old; 1 is today")
    older_than_days: int | None = Field(default=None, ge=0, le=3650)
    unread: bool | None = None
    starred: bool | None = None
    archived: bool | None = None
    needs_answer: bool | None = None
    attachments: bool | None = None
    deleted: bool = False
    mailbox: ShortText | None = Field(default=None, description="Number, address or name of the mailbox")


class ListEmails(EmailFilter):
    """Which mails to list."""

    limit: int = Field(default=20, ge=1, le=200)


class EmailList(BaseModel):
    """Mails, the newest first; `total` counts all that fit."""

    emails: list[MessageView]
    total: int
    asked: str = Field(description="The filter in words")


class EmailReference(BaseModel):
    """Which mail is meant."""

    email: ShortText = Field(description="The mail's number, or words of its sender or subject")


class EmailThread(BaseModel):
    """A mail with the others of its thread, oldest first."""

    email: MessageWhole
    thread: list[MessageView] = []


class ChangeEmails(StrictInput):
    """Mails to change, by number or words."""

    emails: list[ShortText] = Field(min_length=1, max_length=100)
    change: MailChange


class TidyEmails(StrictInput):
    """A change to all mails that fit; shown as a plan first."""

    change: MailChange
    query: ShortText | None = None
    sender: ShortText | None = None
    company: ShortText | None = None
    kinds: list[EmailKind] = Field(default=[])
    within_days: int | None = Field(default=None, ge=1, le=3650)
    older_than_days: int | None = Field(default=None, ge=0, le=3650)
    unread: bool | None = None
    mailbox: ShortText | None = None


class ChangedEmails(BaseModel):
    """What was changed. `here_only`: mailboxes that have not been allowed to be changed, so it holds here alone."""

    change: MailChange
    changed: int
    unchanged: int = 0
    subjects: list[str] = []
    here_only: list[str] = []


class DraftEmail(StrictInput):
    """A mail to write: an answer to one, or a new one about a job. Facts come from the resume, words from you."""

    email: ShortText | None = Field(default=None, description="The mail it answers: number, or words of it")
    job: ShortText | None = Field(default=None, description="The job it is about")
    to: list[ShortText] = Field(default=[], max_length=20, description="Addresses; the sender's for an answer")
    purpose: Purpose | None = Field(default=None, description="decline, thank_you, follow_up, status, availability …")
    tone: Tone | None = None
    language: Literal["en", "de", "fr", "es", "nl", "pt"] | None = None
    recipient: ShortText | None = Field(default=None, description="Who it is addressed to, as “Ms Weber”")
    details: list[ShortText] = Field(default=[], max_length=10, description="What it should say, in your own words")
    subject: ShortText | None = None
    body: Text | None = Field(default=None, description="The whole text, in your own words")
    mailbox: ShortText | None = None


class DraftChanges(StrictInput):
    """What to change about a draft; what is left out stays."""

    to: list[ShortText] | None = Field(default=None, max_length=20)
    cc: list[ShortText] | None = Field(default=None, max_length=20)
    subject: ShortText | None = None
    body: Text | None = None


class DraftReference(BaseModel):
    """Which draft is meant; the newest by default."""

    draft: ShortText | None = Field(default=None, description="The draft's number, or words of its subject")


class DraftView(BaseModel):
    """A mail that waits for a yes, or was sent. `digest` names its exact wording: a yes counts for that alone."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    number: int
    sender: str | None = Field(default=None, description="None while no mailbox is connected that has an address.")
    to: list[str]
    cc: list[str] = []
    subject: str
    body: str
    proof: list[dict[str, Any]] = []
    state: Literal["draft", "sending", "sent"]
    digest: str
    reply_to_id: UUID | None = None
    sent_at: datetime | None = None
    problem: str | None = None
    created_at: datetime


class DraftList(BaseModel):
    """Drafts and what was sent from them, the newest first."""

    drafts: list[DraftView]


class SendDraft(StrictInput):
    """The yes to one exact message."""

    digest: ShortText


class ReviewQueue(BaseModel):
    """What waits for the person: openings that were not sure enough, replies that need a decision."""

    postings: list[PostingView] = []
    replies: list[ReplyView] = []
    applications: list[UUID] = Field(default=[], description="Those postings of replies: applications on no list yet")
    mails: dict[UUID, str] = Field(default={}, description="Sender and subject of the mails they come from")


class DecideReview(StrictInput):
    """A decision on something that waits: by its place in the list, or words of it."""

    item: ShortText = Field(description="Its number in the review list, or words of it")
    accept: bool
    job: ShortText | None = Field(default=None, description="Which job a reply is about, where several are possible")


class Decided(BaseModel):
    """What a decision has led to, in words."""

    what: str
    accepted: bool
    job_number: int | None = None


class RuleConditions(StrictInput):
    """When a rule applies: everything that is given must hold."""

    sender: ShortText | None = None
    subject: ShortText | None = None
    words: ShortText | None = None
    kinds: list[EmailKind] = Field(default=[])
    attachments: bool | None = None

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not self.model_dump(exclude_defaults=True):
            raise ValueError("a rule needs at least one condition: sender, subject, words, kinds or attachments")
        return self


class SaveRule(StrictInput):
    """A rule, tried on past mail at once and switched on only after that."""

    name: ShortText | None = None
    conditions: RuleConditions
    actions: list[Literal["read", "star", "archive", "delete"]] = Field(min_length=1, max_length=4)


class RuleReference(BaseModel):
    """Which rule is meant."""

    rule: ShortText = Field(description="The rule's number, or words of its name")


class SwitchRule(RuleReference):
    """Switch a rule on or off."""

    on: bool


class RuleView(BaseModel):
    """A rule. `tried` says how many mails of the past it would have changed, `examples` names some."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    number: int
    name: str
    conditions: RuleConditions
    actions: list[str]
    is_active: bool
    applied: int
    tried: int | None = None
    examples: list[str] = []


class RuleList(BaseModel):
    """The rules, in the order in which they are applied."""

    rules: list[RuleView]


class TrendsWanted(StrictInput):
    """How far back to look."""

    days: int = Field(default=90, ge=7, le=730)


class WeekVolume(BaseModel):
    """Mails of one week by kind."""

    week: datetime
    total: int
    kinds: dict[str, int]


class SenderFigures(BaseModel):
    """Who writes how much. `advice` says what could be done about it, and why."""

    address: str
    name: str | None = None
    mails: int
    unread: int
    jobs: int
    advice: str | None = None
    unsubscribe: str | None = None


class AnswerTimes(BaseModel):
    """Median and 90th percentile of hours to an answer; None with fewer than five."""

    answers: int
    median_hours: float | None = None
    slow_hours: float | None = None


class Trends(BaseModel):
    """How the mail goes: by week, by sender, and how fast answers come."""

    days: int
    weeks: list[WeekVolume]
    senders: list[SenderFigures]
    mine: AnswerTimes
    theirs: AnswerTimes


class ShowSyncs(StrictInput):
    """Which syncs to show."""

    mailbox: ShortText | None = None
    days: int = Field(default=30, ge=1, le=365)


class ParserFigures(BaseModel):
    """How one parser has fared with the mails it knew."""

    parser: str
    mails: int
    postings: int
    empty: int
    changed: int
    unsure: int
    rejected: int
    newest: datetime | None = None


class ChangedTemplate(BaseModel):
    """An alert in which nothing was found though its sender's always had postings."""

    email_id: UUID
    number: int
    sender: str
    subject: str
    sent_at: datetime | None = None


class SyncDashboard(BaseModel):
    """The latest syncs, how each parser fares, and alerts that seem to have changed."""

    syncs: list[SyncView]
    parsers: list[ParserFigures]
    templates: list[ChangedTemplate] = []
    completed: int
    failed: int


class Appointment(BaseModel):
    """An appointment that a mail has brought, or an interview of an application: then with `application_id`.

    `from_mail` says whether a mail brought it: such a one can go into Google's calendar.
    """

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    number: int
    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    timezone: str | None = None
    place: str | None = None
    quote: str | None = None
    cancelled: bool = False
    in_google: bool = False
    job_id: UUID | None = None
    message_id: UUID | None = None
    from_mail: bool = True
    application_id: UUID | None = None
    people: list[str] = []


class AppointmentList(BaseModel):
    """Appointments, the next first."""

    appointments: list[Appointment]


class AppointmentReference(BaseModel):
    """Which appointment is meant; the next one by default."""

    appointment: ShortText | None = None


class ConnectMailbox(StrictInput):
    """Which kind of mailbox to connect."""

    kind: Literal["gmail", "imap", "folder"] | None = None
    address: ShortText | None = None
    path: ShortText | None = Field(default=None, description="A folder of .eml files, a Maildir or an mbox file")


class ConnectionHint(BaseModel):
    """How a mailbox is connected; with `connected` it is done."""

    kind: str | None = None
    connected: bool = False
    address: str | None = None
    how: str
    link: str | None = None
