"""Versions of a tailored resume, and how two of them differ."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from tools.jobs.schemas import Importance
from tools.strict import StrictInput
from tools.tailoring.schemas import DocumentChecks, Paper, TailoredDocument
from tools.text import ShortText

Tailored = Field(default=None, description="Number or id of the tailored resume; the latest by default")


class TailoredVersionSummary(BaseModel):
    """One version of a tailored resume: what made it, and when. `pages` is None where they were not counted."""

    model_config = ConfigDict(from_attributes=True)
    version: int
    reason: str
    pages: int | None = None
    is_newest: bool
    pdf_url: str
    created_at: datetime


class TailoredVersionList(BaseModel):
    """Every version of one tailored resume, newest first."""

    id: UUID
    number: int
    job_title: str | None = None
    company: str | None = None
    versions: list[TailoredVersionSummary]


class TailoredVersionDetail(TailoredVersionSummary):
    """One version with its document, and what checking its PDF has shown."""

    document: TailoredDocument
    checks: DocumentChecks | None = None


class LineDifference(BaseModel):
    """One line in which two documents differ. `before` is None for one that was added, `after` for one removed.

    `place` counts the lines of the document from 1; `under` is the position, project or course it stands under.
    """

    kind: Literal["added", "removed", "reworded", "moved"]
    line_id: str
    section: str
    before: str | None = None
    after: str | None = None
    under: str | None = None
    place_before: int | None = None
    place_after: int | None = None
    fact_ids: list[UUID] = []


class RequirementDifference(BaseModel):
    """A requirement that lines of only one of two documents answer, with those lines' words."""

    requirement: str
    importance: Importance
    answered_in: Literal["before", "after"]
    lines: list[str]


class DocumentSide(BaseModel):
    """One of two compared documents."""

    id: UUID
    number: int
    version: int
    job_title: str
    company: str | None
    template: str
    paper: Paper
    pages: int | None
    lines: int


class DocumentComparison(BaseModel):
    """How two documents differ: their lines, what each answers, their pages. `same` lines stand in both."""

    before: DocumentSide
    after: DocumentSide
    differences: list[LineDifference]
    same: int
    requirements: list[RequirementDifference]


class ListVersions(StrictInput):
    """Which tailored resume's versions to list."""

    tailored: ShortText | None = Tailored


class RestoreVersion(StrictInput):
    """Which version of which tailored resume to go back to."""

    tailored: ShortText | None = Tailored
    version: int = Field(ge=1, le=1_000_000, description="The version's number")


class CompareVersions(StrictInput):
    """Two versions of one tailored resume, or two tailored resumes; by default the newest and the one before it."""

    tailored: ShortText | None = Tailored
    other: ShortText | None = Field(default=None, description="Another tailored resume to compare with, if any")
    before: int | None = Field(default=None, ge=1, le=1_000_000, description="The older version's number")
    after: int | None = Field(default=None, ge=1, le=1_000_000, description="The newer version's number")


class RestoredVersion(BaseModel):
    """The version that was made by going back."""

    id: UUID
    number: int
    version: int
    restored: int
    pdf_url: str


class NewUse(StrictInput):
    """That a version of a tailored resume went out."""

    version: int | None = Field(
        default=None, ge=1, le=1_000_000, description="The version that went out; the newest by default"
    )
    job: ShortText | None = Field(
        default=None, description="The job it went to, by number, id or words of it; the job it was made for by default"
    )
    note: ShortText | None = Field(default=None, description="How, when or to whom, in the person's words")


class RecordUse(NewUse):
    """Which tailored resume went out, and where to."""

    tailored: ShortText | None = Field(
        default=None, description="Number or id of the tailored resume; by default the latest one for that job"
    )


class ListUses(StrictInput):
    """Whose history to show: one tailored resume's, or everything that went out."""

    tailored: ShortText | None = Field(default=None, description="Number or id of the tailored resume; all by default")


class DocumentUse(BaseModel):
    """That a version of a tailored resume went out for a job. `job` is None where that job was deleted since."""

    id: UUID
    tailored_resume_id: UUID | None
    tailored: int | None = Field(default=None, description="The tailored resume's number; None when it was deleted")
    version: int | None
    job_id: UUID | None
    job: str | None
    note: str | None
    used_at: datetime


class DocumentUses(BaseModel):
    """What went out, the newest first."""

    uses: list[DocumentUse]
