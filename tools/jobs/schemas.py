"""What a job is: a posting as its employer published it, and one user's relation to it."""

from datetime import date, datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tools.applications.stages import Stage
from tools.text import ShortText, Text, Url

RemoteKind = Literal["onsite", "hybrid", "remote"]
SalaryPeriod = Literal["hour", "day", "week", "month", "year"]
Importance = Literal["must", "should", "nice"]
Seniority = Literal[
    "intern", "junior", "mid", "senior", "lead", "staff", "principal", "manager", "director", "executive"
]


class Salary(BaseModel):
    """Pay as the posting states it, never converted. `excerpt` are the posting's own words."""

    min: float | None = None
    max: float | None = None
    currency: str | None = Field(default=None, description="ISO 4217, None when the posting names none")
    period: SalaryPeriod | None = None
    excerpt: str


class SkillMention(BaseModel):
    """A skill of the vocabulary found in the posting, with the exact words around it."""

    name: str
    excerpt: str
    importance: Importance = "should"


class Requirement(BaseModel):
    """One thing the posting asks for: `text` is an exact line or sentence of the posting."""

    text: str
    importance: Importance
    skills: list[str] = []
    years: int | None = Field(default=None, description="Years of experience asked for in this line")


class ParsedPosting(BaseModel):
    """A posting as read. Only what the source states; None where it is silent, never a guess."""

    title: str
    company: str | None = None
    location: str | None = Field(default=None, description="As written; several places joined with '; '")
    remote: RemoteKind | None = None
    salary: Salary | None = None
    seniority: Seniority | None = None
    employment_type: str | None = None
    requirements: list[Requirement] = []
    skills: list[SkillMention] = []
    text: str = Field(description="The posting's full text, paragraphs and list items on lines of their own")
    language: str = "en"
    source: str = Field(description="json-ld, page, text or fields")
    url: str | None = Field(default=None, description="Canonical address of the posting")
    apply_url: str | None = None
    requisition_id: str | None = None
    posted_at: datetime | None = None
    valid_through: datetime | None = None


class Reason(BaseModel):
    """Why a part of the score is what it is; quotes are exact words of posting and resume."""

    text: str
    posting_quote: str | None = None
    resume_quote: str | None = None
    fact_id: UUID | None = None


class ScorePart(BaseModel):
    """One part of a match; weights sum to 1 over those judged; `score` is None when it could not be."""

    name: Literal["required_skills", "title_seniority", "text_similarity", "location_remote", "salary"]
    weight: float
    score: float | None = Field(default=None, ge=0, le=100)
    reasons: list[Reason] = []


class Gap(BaseModel):
    """Something the posting asks for that no fact of the resume shows."""

    text: str
    posting_quote: str
    importance: Importance


class Match(BaseModel):
    """How well one resume fits one posting, 0 to 100, with its parts, reasons and gaps. Same input, same match."""

    score: float = Field(ge=0, le=100)
    parts: list[ScorePart]
    gaps: list[Gap] = []


JobStatus = Literal["saved", "applied", "interviewing", "offer", "accepted", "rejected", "dismissed"]


class Job(BaseModel):
    """A posting joined with the user's relation to it."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    number: int = Field(description="Short number of this job for its owner: job 1, job 2")
    posting_id: UUID
    title: str
    company: str | None = None
    location: str | None = None
    remote: RemoteKind | None = None
    salary: Salary | None = None
    seniority: Seniority | None = None
    employment_type: str | None = None
    requirements: list[Requirement] = []
    skills: list[SkillMention] = []
    text: str
    source: str
    url: str | None = None
    application_url: str | None = None
    posted_at: datetime | None = None
    closed_at: datetime | None = Field(default=None, description="When the opening was seen to be closed")
    liveness: dict[str, Any] | None = Field(default=None, description="State and evidence of the last look at it")
    status: JobStatus = "saved"
    rating: Literal["up", "down"] | None = Field(default=None, description="The person's thumb, if they gave one")
    notes: str | None = None
    cover_letter: str | None = None
    match: Match | None = None
    application_id: UUID | None = Field(default=None, description="Where the job is tracked, once it is")
    stage: Stage | None = Field(default=None, description="Where its application stands, finer than `status`")
    preparation_id: UUID | None = Field(default=None, description="The newest preparation for it, once there is one")
    created_at: datetime
    updated_at: datetime


class JobListItem(BaseModel):
    """One line of the list of jobs."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    number: int
    title: str
    company: str | None = None
    location: str | None = None
    remote: RemoteKind | None = None
    salary: Salary | None = None
    source: str
    url: str | None = None
    status: JobStatus
    stage: Stage | None = Field(default=None, description="Where its application stands, finer than `status`")
    notes: str | None = None
    score: float | None = None
    created_at: datetime
    updated_at: datetime


class AddJob(BaseModel):
    """A job to put on the list: a link, or the pasted text of the posting, or its fields."""

    url: Url | None = Field(default=None, description="Link to the posting")
    text: Text | None = Field(default=None, description="The pasted text of the posting")
    title: ShortText | None = Field(default=None, description="Job title, when the posting is given by fields")
    company: ShortText | None = None
    location: ShortText | None = None
    remote: RemoteKind | None = None
    notes: Text | None = None


class PreparedJob(AddJob):
    """A job whose posting has been fetched, read and made ready: a `PreparedPosting` of `tools.jobs.saving`."""

    posting: ParsedPosting
    private: bool
    prepared: Any


class ListJobs(BaseModel):
    """Which jobs to list."""

    status: JobStatus | None = None
    query: ShortText | None = Field(default=None, description="Words that title, company, place or text must hold")
    remote: RemoteKind | None = None
    company: ShortText | None = None
    min_score: float | None = Field(default=None, ge=0, le=100)
    sort: Literal["created_at", "score", "title", "company"] = "created_at"
    order: Literal["asc", "desc"] = "desc"
    limit: int = Field(default=20, ge=1, le=200)


class JobList(BaseModel):
    """Jobs in the order shown; `total` counts all that fit."""

    jobs: list[JobListItem]
    total: int
    query: str | None = None


class JobReference(BaseModel):
    """Which job is meant."""

    job: ShortText = Field(description="The job's number, id, or words of its title or company")


class CompareJobs(BaseModel):
    """Which jobs to compare, with which resume."""

    jobs: list[ShortText] = Field(default=[], description="Numbers, ids or names; empty means all", max_length=50)
    resume: ShortText | None = Field(
        default=None, description="The resume's number or name; the primary one by default"
    )


class ComparedJob(BaseModel):
    """One row of a comparison."""

    id: UUID
    number: int
    title: str
    company: str | None = None
    location: str | None = None
    remote: RemoteKind | None = None
    salary: Salary | None = None
    status: JobStatus
    score: float
    match: Match


class JobComparison(BaseModel):
    """Jobs against one resume, the best match first."""

    resume_number: int
    resume_name: str
    jobs: list[ComparedJob]


class ExplainMatch(BaseModel):
    """Which job, against which resume."""

    job: ShortText = Field(description="The job's number, id, or words of its title or company")
    resume: ShortText | None = Field(
        default=None, description="The resume's number or name; the primary one by default"
    )


class JobExplanation(BaseModel):
    """A job's match in full."""

    number: int
    title: str
    company: str | None = None
    resume_number: int
    match: Match


class SetStatus(BaseModel):
    """A job's new status, or the stage of its application."""

    job: ShortText = Field(description="The job's number, id, or words of its title or company")
    status: JobStatus | Literal["screening", "declined", "withdrawn"]
    on: date | None = Field(default=None, description="The day it happened, where that was before today")
    correction: bool = Field(
        default=False,
        description="Only when the person says that where it stands was a mistake: moves where no move leads",
    )


class AddNote(BaseModel):
    """A line for a job's notes."""

    job: ShortText = Field(description="The job's number, id, or words of its title or company")
    note: Text


class GivenSalary(BaseModel):
    """Pay as the person notes it; without `excerpt` it is worded from the figures."""

    min: float | None = Field(default=None, ge=0, le=1e12)
    max: float | None = Field(default=None, ge=0, le=1e12)
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$", description="ISO 4217")
    period: SalaryPeriod | None = None
    excerpt: ShortText | None = None

    @model_validator(mode="after")
    def _worded(self) -> Self:
        amounts = [f"{amount:,.0f}" for amount in dict.fromkeys((self.min, self.max)) if amount is not None]
        if not amounts and self.excerpt is None:
            raise ValueError("give an amount (min, max) or words (excerpt)")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is above max")
        if self.excerpt is None:
            words = [" to ".join(amounts), self.currency, f"a {self.period}" if self.period else None]
            self.excerpt = " ".join(word for word in words if word)
        return self


class JobChanges(BaseModel):
    """Fields to change; what is left out stays, null empties it."""

    model_config = ConfigDict(extra="forbid")
    status: JobStatus = "saved"
    notes: Text | None = None
    cover_letter: Text | None = None
    salary: GivenSalary | None = None
    application_url: Url | None = None
    correction: bool = Field(
        default=False, description="The status was a mistake: its application moves where no move leads"
    )
    why: ShortText | None = Field(default=None, description="Why the status changes; stands on the timeline")


class Removed(BaseModel):
    """What was taken away."""

    id: UUID
    number: int
    name: str
