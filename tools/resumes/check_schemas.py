"""What the check of a resume remarks on."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from tools.resumes.schemas import Span

Severity = Literal["high", "medium", "low"]
FindingKind = Literal[
    "contact_missing", "date_gap", "dates_missing", "dates_wrong", "dates_overlap", "unquantified", "repeated_verb",
    "passive_voice", "first_person", "weak_opening", "length", "long_bullet", "no_bullets", "dead_link", "spelling",
    "columns", "tables", "picture_of_text", "section_missing", "unusual_heading", "unreadable_sign", "unread",
]  # fmt: skip


class Finding(BaseModel):
    """One remark on a resume: where, what, and what to do about it.

    `excerpt` are the words in question, `span` where they stand in the resume's text (None for what a person said and
    for facts of the career record); `also` are further facts with the same remark.
    """

    kind: FindingKind
    severity: Severity
    place: str
    message: str
    suggestion: str
    fact_id: UUID | None = None
    excerpt: str | None = None
    span: Span | None = None
    also: list[UUID] = []


class ResumeCheck(BaseModel):
    """The remarks on one resume, what helps most first; an empty list means nothing stood out."""

    number: int
    filename: str
    findings: list[Finding] = Field(default=[])
