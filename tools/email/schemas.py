"""Mail as people see it: sources, syncs, messages, what was found in them."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from store.runs import RunStatus
from tools.email.alerts.schemas import AlertPosting
from tools.email.replies.schemas import ReplyKind
from tools.email.sources.source import Want
from tools.strict import StrictInput
from tools.text import ShortText, Text

SourceKind = Literal["gmail", "imap", "folder", "upload"]
SourceState = Literal["active", "paused", "broken"]
PostingState = Literal["found", "added", "known", "blocked", "review", "rejected"]
ReplyState = Literal["review", "applied", "noted", "undone", "ignored"]


class SyncCounts(BaseModel):
    """What a sync came to. `fetched` mails were new; `jobs` are new on the list, `known` were there already."""

    fetched: int = 0
    alerts: int = 0
    postings: int = 0
    jobs: int = 0
    known: int = 0
    review: int = 0
    replies: int = 0
    changed: int = Field(default=0, description="Jobs whose status a mail has changed")
    told: int = Field(default=0, description="Changes made here that the mailbox has been told of")
    unreadable: int = Field(default=0, description="Alerts in which nothing was found though there always was")
    failed: int = Field(default=0, description="Mails that could not be read")


class SyncView(BaseModel):
    """One sync. `mode`: first, incremental, or bounded (the mailbox had forgotten where the last one ended)."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    source_id: UUID
    begun_by: str
    status: str
    mode: str | None = None
    started_at: datetime
    finished_at: datetime | None = None
    counts: SyncCounts = SyncCounts()
    problem: str | None = None


class SourceStats(BaseModel):
    """What a source has brought so far."""

    messages: int = 0
    unread: int = 0
    alerts: int = 0
    jobs: int = 0
    review: int = 0
    replies: int = 0
    oldest: datetime | None = None
    newest: datetime | None = None


class EmailSourceView(BaseModel):
    """A connected mailbox; nothing secret is in it. `scopes` are what the person has allowed."""

    id: UUID
    number: int
    kind: SourceKind
    address: str
    name: str
    state: SourceState
    problem: str | None = None
    allowed: list[Want] = []
    settings: dict[str, Any] = {}
    interval_minutes: int
    due_at: datetime | None = None
    last_sync_at: datetime | None = None
    last_ok_at: datetime | None = None
    failures: int = 0
    pushed_until: datetime | None = None
    stats: SourceStats | None = None
    created_at: datetime


class EmailSourceList(BaseModel):
    """The connected mailboxes, oldest first. `can_connect_google` says whether Gmail is set up here."""

    sources: list[EmailSourceView] = []
    can_connect_google: bool = False


class PostingView(BaseModel):
    """An opening that a mail shows, and what became of it."""

    id: UUID
    message_id: UUID
    place: int
    posting: AlertPosting
    confidence: float
    state: PostingState
    job_id: UUID | None = None
    job_number: int | None = None


class ReplyView(BaseModel):
    """What a mail says of an application, with its words, and what was done about it."""

    message_id: UUID
    kind: ReplyKind
    confidence: float
    quote: str | None = None
    company: str | None = None
    role: str | None = None
    job_id: UUID | None = None
    job_number: int | None = None
    candidates: list[int] = Field(default=[], description="Numbers of the jobs it may be about")
    state: ReplyState
    status_before: str | None = None
    status_after: str | None = None
    why: str | None = None
    suspicious: list[str] = []


class MessageView(BaseModel):
    """One line of the inbox."""

    id: UUID
    number: int
    source_id: UUID
    message_id: str
    thread: str
    subject: str
    sender_address: str
    sender_name: str | None = None
    sent_at: datetime | None = None
    snippet: str
    kind: str
    details: dict[str, Any] = {}
    is_read: bool
    is_starred: bool
    is_archived: bool
    is_sent: bool
    deleted: bool = False
    needs_answer: bool = False
    answered_at: datetime | None = None
    has_attachments: bool = False
    parser: str | None = None
    confidence: float | None = None
    found: int = 0
    outcome: str | None = None
    problem: str | None = None
    unsubscribe: str | None = None
    postings: list[PostingView] = []
    reply: ReplyView | None = None
    suspicious: list[str] = Field(default=[], description="Words of it that give orders to whoever reads it for you")


class MessageWhole(MessageView):
    """A mail with its words. `pending` are changes that its mailbox has not been told yet."""

    recipients: list[str] = []
    text: str
    attachments: list[dict[str, Any]] = []
    pending: list[str] = []


class SyncEmail(StrictInput):
    """Which mailbox to look into; all that are connected without one."""

    source: ShortText | None = Field(default=None, description="Number, address or name of the mailbox")


class SyncResult(BaseModel):
    """What a sync has come to, as far as it is."""

    id: UUID
    status: RunStatus
    progress: float = 0.0
    source_id: UUID
    address: str
    mode: str | None = None
    counts: SyncCounts = SyncCounts()
    found: list[str] = Field(default=[], description="New jobs in words: 3: Cook at Acme")
    replies: list[str] = Field(default=[], description="What replies have changed, in words, with their quotes")
    also: list[UUID] = Field(default=[], description="Runs that sync the other mailboxes")
    error: str | None = None


class ConnectImap(StrictInput):
    """A mailbox that speaks IMAP. Servers are known for the usual providers."""

    address: ShortText
    password: ShortText = Field(description="An app password, where the provider gives them out")
    username: ShortText | None = None
    imap_host: ShortText | None = None
    imap_port: int | None = Field(default=None, ge=1, le=65535)
    imap_security: Literal["tls", "starttls"] | None = None
    smtp_host: ShortText | None = None
    smtp_port: int | None = Field(default=None, ge=1, le=65535)
    smtp_security: Literal["tls", "starttls"] | None = None
    name: ShortText | None = None


class ConnectFolder(StrictInput):
    """A folder of .eml files, a Maildir or an mbox file on the machine that Jobwright runs on."""

    path: ShortText
    name: ShortText | None = None


class SourceChanges(StrictInput):
    """What to change about a source; what is left out stays."""

    name: ShortText | None = None
    paused: bool | None = None
    interval_minutes: int | None = Field(default=None, ge=5, le=7 * 24 * 60)
    lookback_hours: int | None = Field(default=None, ge=1, le=24 * 365)


class AddFromMail(StrictInput):
    """A job that a mail shows and that was not found in it."""

    title: ShortText
    company: ShortText | None = None
    location: ShortText | None = None
    url: ShortText | None = None
    text: Text | None = None
