"""What a resume is made of: facts, each with the span of source text it was read from."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from tools.resumes.record_schemas import Record
from tools.text import ShortText, Text

SectionName = Literal[
    "contact", "summary", "experience", "education", "skills", "languages", "projects",
    "certificates", "awards", "publications", "volunteering", "interests", "references", "links", "other",
]  # fmt: skip


class Span(BaseModel):
    """Half-open range of code points in the resume's text: `text[start:end]`."""

    model_config = ConfigDict(frozen=True)
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Section(BaseModel):
    """A part of the resume under one heading; the span covers heading and body."""

    name: SectionName
    heading: str
    span: Span


class ContactDetail(BaseModel):
    """One contact field of the person."""

    kind: Literal["contact"] = "contact"
    field: Literal["name", "headline", "email", "phone", "location", "website"]
    value: str


class SummaryDetail(BaseModel):
    """One sentence of the summary or profile."""

    kind: Literal["summary"] = "summary"


class PositionDetail(BaseModel):
    """One position at one employer. Dates are partial ISO (`2019`, `2019-03`); None where the resume gives none."""

    kind: Literal["position"] = "position"
    employer: str
    title: str
    location: str | None = None
    start: str | None = None
    end: str | None = None
    current: bool = False


class BulletDetail(BaseModel):
    """One achievement or duty; the fact's `parent` is the position, project or education it stands under."""

    kind: Literal["bullet"] = "bullet"


class EducationDetail(BaseModel):
    """One course of study. Dates as in PositionDetail."""

    kind: Literal["education"] = "education"
    institution: str
    degree: str | None = None
    area: str | None = None
    location: str | None = None
    start: str | None = None
    end: str | None = None
    current: bool = False


class ProjectDetail(BaseModel):
    """One project, with its own bullets below it."""

    kind: Literal["project"] = "project"
    name: str
    url: str | None = None
    start: str | None = None
    end: str | None = None
    current: bool = False


class SkillDetail(BaseModel):
    """One skill; `name` as written, `canonical` as the vocabulary knows it, `group` the label it stood under."""

    kind: Literal["skill"] = "skill"
    name: str
    canonical: str | None = None
    group: str | None = None
    level: str | None = None


class LanguageDetail(BaseModel):
    """One spoken language with its level as written."""

    kind: Literal["language"] = "language"
    name: str
    level: str | None = None


class LinkDetail(BaseModel):
    """One link: profile, portfolio, repository."""

    kind: Literal["link"] = "link"
    url: str
    label: str | None = None


class CertificateDetail(BaseModel):
    """One certificate, licence, award or publication."""

    kind: Literal["certificate", "award", "publication"] = "certificate"
    name: str
    issuer: str | None = None
    date: str | None = None


class OtherDetail(BaseModel):
    """A line that belongs to the resume but to no other kind (interests, references, free sections)."""

    kind: Literal["other"] = "other"
    section: SectionName = "other"


Detail = Annotated[
    ContactDetail
    | SummaryDetail
    | PositionDetail
    | BulletDetail
    | EducationDetail
    | ProjectDetail
    | SkillDetail
    | LanguageDetail
    | LinkDetail
    | CertificateDetail
    | OtherDetail,
    Field(discriminator="kind"),
]


class ParsedFact(BaseModel):
    """A fact as read: `text` are the source's own words (white space joined), `span` where they stand.

    `parent` is the index, in the same list, of the position (project, education) it belongs to.
    """

    text: str
    span: Span
    detail: Detail
    parent: int | None = None


Layout = Literal["columns", "tables"]


class ParsedResume(BaseModel):
    """The result of reading one file: plain text in reading order, sections and facts in document order."""

    text: str
    media_type: str
    pages: int = 1
    language: str = "en"
    sections: list[Section] = []
    facts: list[ParsedFact] = []
    warnings: list[str] = []
    layout: list[Layout] = []


FactSource = Literal["read", "corrected", "added", "answered"]


class Provenance(BaseModel):
    """Where a fact comes from that a person gave by answering: the question, and when it was answered."""

    question: str
    answer: str
    answered_at: datetime


class OriginalFact(BaseModel):
    """What was read, before the person set it right."""

    text: str
    detail: Detail


class ResumeFact(BaseModel):
    """A stored fact. `parent_id` is the position (project, education) it belongs to.

    `source`: read from the file, corrected or added by the person, or answered to a question. The span counts in the
    text of `source_resume_id` where it is set (facts of the career record). A corrected fact's span is where its
    `original` stands; what a person said stands in no text, and its span covers its own words.
    """

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    position: int = Field(default=0, description="Place among the resume's facts, counted from 0")
    text: str
    span: Span
    detail: Detail
    parent_id: UUID | None = None
    source: FactSource = "read"
    source_resume_id: UUID | None = None
    source_fact_id: UUID | None = None
    original: OriginalFact | None = None
    provenance: Provenance | None = None


class Correction(BaseModel):
    """What a person set right, and what became of it in the text as it is read now.

    `state`: "applied"; "fulfilled" when the file by now says so itself; "kept" when its fact is no longer read, or the
    file says something else by now: it counts for nothing then, and `note` says why.
    """

    id: UUID
    operation: Literal["replace", "remove", "add"]
    fact_id: UUID
    was: OriginalFact | None = Field(default=None, description="The fact before; None for one that was added")
    text: str | None = None
    fields: dict[str, str | bool | None] = {}
    state: Literal["applied", "fulfilled", "kept"] = "applied"
    note: str | None = None
    created_at: datetime


class CorrectionList(BaseModel):
    """What was set right in one resume, oldest first."""

    corrections: list[Correction]


class FactChanges(BaseModel):
    """What is wrong about a fact: its words, its fields, the entry it stands under. What is not given stays."""

    text: Text | None = Field(default=None, description="The right words, for lines, skills and contact details")
    fields: dict[str, ShortText | bool | None] = Field(
        default={}, description="The right fields, as {'title': 'Staff Engineer', 'end': '2021-05'}; null empties one"
    )
    parent_id: UUID | None = Field(default=None, description="The position, project or study it belongs to")


class UploadProblem(BaseModel):
    """Why an upload could not be read: a stable code, and what to do about it."""

    code: str
    message: str


class ResumeSummary(BaseModel):
    """One line of the list of resumes."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    number: int = Field(description="Short number of this resume for its owner: resume 1, resume 2")
    filename: str
    media_type: str
    pages: int
    language: str
    is_primary: bool
    kind: Literal["upload", "record"] = Field(default="upload", description="record: merged from other resumes")
    version: int = 1
    status: Literal["pending", "processing", "completed", "failed"]
    error: UploadProblem | None = Field(default=None, description="Why reading it failed")
    name: str | None = Field(default=None, description="The person's name as the resume gives it")
    headline: str | None = None
    created_at: datetime


class Resume(ResumeSummary):
    """A resume with everything that was read from it."""

    text: str
    sections: list[Section] = []
    facts: list[ResumeFact] = []
    warnings: list[str] = []
    layout: list[Layout] = Field(default=[], description="What of the page some applicant systems cannot follow")
    corrections: list[Correction] = []
    record: Record | None = Field(default=None, description="For the career record: what it was merged from")


class ResumeUpload(BaseModel):
    """A file as it was uploaded."""

    filename: str
    content: bytes


class PreparedResume(ResumeUpload):
    """A file that has been read, with its embedding (256 floats)."""

    parsed: ParsedResume
    embedding: list[float]


class AddResume(BaseModel):
    """A resume pasted as text."""

    text: Text = Field(description="The resume's full text as the person pasted it")
    filename: ShortText | None = Field(default=None, description="What to call it")


class OptionalResume(BaseModel):
    """Which resume is meant; the primary one by default."""

    resume: ShortText | None = Field(
        default=None, description="The resume's number, id or file name; the primary one by default"
    )


class ResumeReference(BaseModel):
    """Which resume is meant."""

    resume: ShortText = Field(description="The resume's number, id or file name")


class NoArguments(BaseModel):
    """Nothing to say."""


class ResumeList(BaseModel):
    """All resumes, newest first."""

    resumes: list[ResumeSummary]


class CompareResumes(BaseModel):
    """Which two resumes to compare; the two newest by default."""

    resumes: list[ShortText] = Field(default=[], max_length=2, description="Numbers, ids or file names")


class ResumeDifference(BaseModel):
    """One kind of fact, and what only one of two resumes says."""

    kind: str
    only_first: list[str]
    only_second: list[str]
    both: int


class ResumeComparison(BaseModel):
    """Two resumes side by side."""

    first: ResumeSummary
    second: ResumeSummary
    differences: list[ResumeDifference]


class RemovedResume(BaseModel):
    """What was erased."""

    id: UUID
    number: int
    filename: str
    kept_in_record: int = Field(default=0, description="How many facts the career record keeps of it")
