"""What an application is, on every surface."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    computed_field,
    model_validator,
)

from tools.applications.stages import ENDED_STAGES as ENDED_STAGES
from tools.applications.stages import OPEN_STAGES as OPEN_STAGES
from tools.applications.stages import Stage as Stage
from tools.applications.stages import is_silence, stage_said
from tools.applications.timeline_words import entry_words
from tools.jobs.schemas import RemoteKind, Salary
from tools.text import ShortText, Text, Url, Words


def _moment(value: datetime) -> datetime:
    """In UTC; a time without an offset is taken for one in UTC. Raises ValueError for years nobody has applied in."""
    if not 1970 <= value.year <= 2200:
        raise ValueError("the year has to be between 1970 and 2200")
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Moment = Annotated[datetime, AfterValidator(_moment)]
ApplicationStatus = Annotated[Stage, BeforeValidator(stage_said)]
InterviewKind = Literal["phone", "video", "onsite", "technical", "assessment", "panel", "other"]
InterviewOutcome = Literal["passed", "failed", "cancelled"]
TimelineKind = Literal[
    "created", "status", "interview", "note", "attachment", "offer", "contact", "reminder", "submission", "mail",
    "undone",
]  # fmt: skip
Author = Literal["person", "mail", "form", "import", "undo"]
ReminderKind = Literal["follow_up", "thank_you", "interview", "deadline", "offer", "own"]


class Ending(BaseModel):
    """What is said with a stage about how it came to it; a word like "ghosted" says it too."""

    unanswered: bool = Field(default=False, description="Rejected for want of an answer: it counts as silence")

    @model_validator(mode="before")
    @classmethod
    def _said(cls, data: Any) -> Any:
        status = data.get("status") if isinstance(data, dict) else None
        if isinstance(status, str) and is_silence(status):
            return {"unanswered": True, **data}
        return data

    def told(self) -> dict[str, Any]:
        """What the timeline keeps of it."""
        return {"unanswered": True} if self.unanswered else {}


class SentDocument(BaseModel):
    """What went out: a version of a tailored resume, a resume as it was uploaded, or a letter."""

    resume_id: UUID | None = None
    tailored_resume_id: UUID | None = None
    version: int | None = None
    document_id: UUID | None = None
    name: str


class ApplicationCard(BaseModel):
    """One line of the list and one card of the board. `number` is the job's."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    job_id: UUID
    number: int
    title: str
    company: str | None = None
    location: str | None = None
    remote: RemoteKind | None = None
    status: Stage
    source: str | None = None
    applied_at: datetime | None = None
    moved_at: datetime
    deadline: date | None = None
    next_interview_at: datetime | None = None
    next_reminder_at: datetime | None = None
    next_reminder: str | None = None
    created_at: datetime
    updated_at: datetime


class Person(BaseModel):
    """Somebody an interview is with."""

    name: ShortText
    role: ShortText | None = None
    email: ShortText | None = None


class InterviewView(BaseModel):
    """One round of interviews. `ics_url` is where its calendar file is served."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    application_id: UUID
    round: int
    kind: InterviewKind
    starts_at: datetime
    ends_at: datetime | None = None
    timezone: str | None = None
    place: str | None = None
    people: list[Person] = []
    notes: str | None = None
    outcome: InterviewOutcome | None = None
    ics_url: str


class ContactView(BaseModel):
    """A person at an employer."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    application_id: UUID | None = None
    name: str
    role: str | None = None
    company: str | None = None
    email: str | None = None
    phone: str | None = None
    url: str | None = None
    notes: str | None = None


class OfferView(BaseModel):
    """What an employer offers; amounts are a year's. `total` is what the first year pays, None without a base."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    application_id: UUID
    currency: str | None = None
    base: float | None = None
    bonus: float | None = None
    equity: float | None = None
    signing: float | None = None
    leave_days: float | None = None
    location: str | None = None
    remote: RemoteKind | None = None
    starts_on: date | None = None
    answer_by: date | None = None
    notes: str | None = None
    source: str | None = None
    state: Literal["open", "accepted", "declined", "expired"] = "open"
    total: float | None = None


class ReminderView(BaseModel):
    """Something to do at a time."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    application_id: UUID | None = None
    kind: ReminderKind
    text: str
    due_at: datetime
    timezone: str | None = Field(default=None, description="The person's own, in which it is told")
    done_at: datetime | None = None


class AttachmentView(BaseModel):
    """A file kept with an application."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    name: str
    media_type: str
    size: int
    file_url: str
    created_at: datetime


class TimelineView(BaseModel):
    """One thing that happened: what (`words` tell it), who, when and why."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    kind: TimelineKind
    from_status: Stage | None = None
    to_status: Stage | None = None
    by: Author
    why: str | None = None
    data: dict[str, Any] = {}
    at: datetime

    @computed_field  # type: ignore[prop-decorator]
    @property
    def words(self) -> str:
        """What happened, to read."""
        return entry_words(self.kind, self.from_status, self.to_status, self.data)


class Timeline(RootModel[list[TimelineView]]):
    """Everything that happened to an application, oldest first."""


class Advice(BaseModel):
    """What could be done next, and why: a follow-up after seven days of silence, a thank-you after an interview, …

    `key` tells it from other advice about the same application: what is dismissed by it never comes back.
    """

    key: str = ""
    kind: ReminderKind
    text: str
    why: str
    due_at: datetime


class ApplicationView(ApplicationCard):
    """An application with everything about it."""

    salary: Salary | None = None
    url: str | None = None
    channel: str | None = None
    resume: SentDocument | None = None
    letter: SentDocument | None = None
    feedback: str | None = None
    notes: str | None = None
    extra: dict[str, Any] = {}
    interviews: list[InterviewView] = []
    contacts: list[ContactView] = []
    offers: list[OfferView] = []
    reminders: list[ReminderView] = []
    attachments: list[AttachmentView] = []
    advice: list[Advice] = []
    next_statuses: list[Stage] = Field(default=[], description="Where it may move from here")


class NewApplication(Ending):
    """An application on a job of the list (`job_id`), or ad hoc: then a title is needed, and the job is made."""

    model_config = ConfigDict(extra="forbid")
    job_id: UUID | None = None
    title: ShortText | None = None
    company: ShortText | None = None
    location: ShortText | None = None
    url: Url | None = None
    status: ApplicationStatus = "preparing"
    source: ShortText | None = None
    applied_at: Moment | None = None
    deadline: date | None = None
    notes: Text | None = None


class ApplicationChanges(Ending):
    """Fields to change; what is left out stays, null empties it."""

    model_config = ConfigDict(extra="forbid")
    status: ApplicationStatus = "preparing"
    source: ShortText | None = None
    channel: ShortText | None = None
    applied_at: Moment | None = None
    deadline: date | None = None
    feedback: Text | None = None
    notes: Text | None = None
    resume: SentDocument | None = None
    letter: SentDocument | None = None
    interviews: "list[NewInterview]" = Field(default=[], max_length=20, description="Rounds to add")


class StatusChange(Ending):
    """Where it moves, when that was (now, without a word) and why. `correction` moves it where the table of moves does
    not lead: the earlier move was a mistake."""

    model_config = ConfigDict(extra="forbid")
    status: ApplicationStatus
    at: Moment | None = None
    why: ShortText | None = None
    correction: bool = False


class NewInterview(BaseModel):
    """A round to come, or one that was. Times carry their offset or are read in `timezone`."""

    model_config = ConfigDict(extra="forbid")
    starts_at: datetime
    ends_at: datetime | None = None
    timezone: ShortText | None = None
    kind: InterviewKind = "video"
    round: int | None = Field(default=None, ge=1, le=50)
    place: ShortText | None = None
    people: list[Person] = Field(default=[], max_length=30)
    notes: Text | None = None


class ApplicationFilters(BaseModel):
    """Filters of the list, the board and every export."""

    model_config = ConfigDict(extra="forbid")
    status: list[ApplicationStatus] = Field(default=[], description="Any of these: repeated")
    q: Words | None = Field(default=None, description="Words of title, company or notes")
    company: Words | None = None
    source: Words | None = None
    applied_from: date | None = None
    applied_to: date | None = None
    quiet_days: int | None = Field(default=None, ge=1, le=3650, description="Nothing has moved for so many days")
    sort: Literal["moved_at", "created_at", "applied_at", "company", "title", "status"] = "moved_at"
    order: Literal["asc", "desc"] = "desc"


class NewView(BaseModel):
    """Filters to keep under a name; a name that is there gets these filters."""

    model_config = ConfigDict(extra="forbid")
    name: ShortText
    filters: ApplicationFilters = ApplicationFilters()


class View(BaseModel):
    """Filters of the list under a name."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    name: str
    filters: ApplicationFilters
    created_at: datetime
    updated_at: datetime


class Views(RootModel[list[View]]):
    """Saved views by name."""


class BulkItem(BaseModel):
    """What became of one of them."""

    id: UUID
    number: int | None = None
    name: str | None = None
    ok: bool
    from_status: Stage | None = None
    to_status: Stage | None = None
    code: str | None = None
    why: str | None = None


class BulkStatusChange(Ending):
    """Move several at once; with `dry_run` nothing is changed and the answer says what would be."""

    model_config = ConfigDict(extra="forbid")
    ids: list[UUID] = Field(min_length=1, max_length=10_000)
    status: ApplicationStatus
    why: ShortText | None = None
    dry_run: bool = False


class BulkOutcome(BaseModel):
    """Per id; `changed` counts those that moved (or would)."""

    dry_run: bool
    status: Stage
    changed: int
    refused: int
    items: list[BulkItem]


class BoardColumn(BaseModel):
    """One stage with how many stand there and the cards that moved last."""

    status: Stage
    total: int
    cards: list[ApplicationCard]


class Board(BaseModel):
    """The kanban board: every stage, the newest cards of each (`limit` a column)."""

    columns: list[BoardColumn]
    total: int
