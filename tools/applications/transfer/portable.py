"""An application as it travels: everything about it, without ids that mean something in one account only."""

import json
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from tools.applications.schemas import (
    ApplicationStatus,
    Author,
    InterviewKind,
    InterviewOutcome,
    Moment,
    ReminderKind,
    Stage,
)
from tools.applications.schemas import TimelineKind as Kind
from tools.jobs.schemas import RemoteKind, Requirement, Salary, SkillMention
from tools.text import storable

FORMAT, VERSION = "jobwright.applications", 1
# As it was kept, blanks at its ends and all: what was exported comes back as it went.
Kept = Annotated[str, StringConstraints(max_length=1_000_000), AfterValidator(storable)]


def _storable(value: Any) -> Any:
    """Refuse what the database cannot keep wherever it stands in a value of any shape."""
    try:
        storable(json.dumps(value, ensure_ascii=False, allow_nan=False).replace("\\u0000", "\x00"))
    except RecursionError as problem:
        raise ValueError("it is nested too deeply") from problem
    return value


# Of any shape, as somebody's own columns and what is kept beside an entry have it.
Loose = Annotated[dict[str, Any], AfterValidator(_storable)]
Amount = Annotated[float, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]
MOST_ENTRIES, MOST_PARTS = 5_000, 500
Name = Annotated[str, StringConstraints(min_length=1, max_length=2_000), AfterValidator(storable)]


class PortableEntry(BaseModel):
    """One entry of the timeline."""

    kind: Kind
    from_status: Stage | None = None
    to_status: Stage | None = None
    by: Author
    why: Kept | None = None
    data: Loose = {}
    at: Moment


class PortableInterview(BaseModel):
    """One round of interviews."""

    round: int = Field(default=1, ge=1, le=10_000)
    kind: InterviewKind = "other"
    starts_at: Moment
    ends_at: Moment | None = None
    timezone: Kept | None = None
    place: Kept | None = None
    people: list[Loose] = Field(default=[], max_length=MOST_PARTS)
    notes: Kept | None = None
    outcome: InterviewOutcome | None = None


class PortableContact(BaseModel):
    """A person at an employer."""

    name: Name
    role: Kept | None = None
    company: Kept | None = None
    email: Kept | None = None
    phone: Kept | None = None
    url: Kept | None = None
    notes: Kept | None = None


class PortableOffer(BaseModel):
    """What an employer offers."""

    currency: Kept | None = None
    base: Amount | None = None
    bonus: Amount | None = None
    equity: Amount | None = None
    signing: Amount | None = None
    leave_days: Amount | None = None
    location: Kept | None = None
    remote: Kept | None = None
    starts_on: date | None = None
    answer_by: date | None = None
    notes: Kept | None = None
    source: Kept | None = None
    state: Literal["open", "accepted", "declined", "expired"] = "open"


class PortableReminder(BaseModel):
    """Something to do at a time."""

    kind: ReminderKind = "own"
    text: Kept
    due_at: Moment
    done_at: Moment | None = None


class PortableAttachment(BaseModel):
    """A file kept with an application; `path` is where a ZIP holds it."""

    name: Name
    media_type: Kept
    size: int = Field(ge=0)
    path: str | None = None


class PortableDocument(BaseModel):
    """What went out. The ids are kept where they still name something of the person's own."""

    resume_id: UUID | None = None
    tailored_resume_id: UUID | None = None
    version: int | None = None
    document_id: UUID | None = None
    name: Kept


class PortablePosting(BaseModel):
    """What the employer published, as it was kept."""

    text: Kept = ""
    source: Kept = "import"
    requisition_id: Kept | None = None
    seniority: Kept | None = None
    language: Kept = "en"
    posted_at: Moment | None = None
    valid_through: Moment | None = None
    requirements: list[Requirement] = []
    skills: list[SkillMention] = []


class PortableApplication(BaseModel):
    """An application with its job and everything about it."""

    title: Name
    company: Kept | None = None
    location: Kept | None = None
    remote: RemoteKind | None = None
    url: Kept | None = None
    application_url: Kept | None = None
    employment_type: Kept | None = None
    salary: Salary | None = None
    status: ApplicationStatus = "preparing"
    source: Kept | None = None
    channel: Kept | None = None
    applied_at: Moment | None = None
    moved_at: Moment | None = None
    created_at: Moment | None = None
    deadline: date | None = None
    feedback: Kept | None = None
    notes: Kept | None = None
    job_notes: Kept | None = None
    cover_letter: Kept | None = None
    resume: PortableDocument | None = None
    letter: PortableDocument | None = None
    extra: Loose = {}
    posting: PortablePosting | None = None
    timeline: list[PortableEntry] = Field(default=[], max_length=MOST_ENTRIES)
    interviews: list[PortableInterview] = Field(default=[], max_length=MOST_PARTS)
    contacts: list[PortableContact] = Field(default=[], max_length=MOST_PARTS)
    offers: list[PortableOffer] = Field(default=[], max_length=MOST_PARTS)
    reminders: list[PortableReminder] = Field(default=[], max_length=MOST_PARTS)
    attachments: list[PortableAttachment] = Field(default=[], max_length=MOST_PARTS)


class PortableFile(BaseModel):
    """A whole export: the applications, and contacts and reminders that belong to none."""

    format: Literal["jobwright.applications"] = "jobwright.applications"
    version: int = Field(default=VERSION, ge=1, le=VERSION)
    exported_at: Moment
    applications: list[PortableApplication]
    contacts: list[PortableContact] = []
    reminders: list[PortableReminder] = []
