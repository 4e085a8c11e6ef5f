"""Versions of a tailored resume, and how two of them differ."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from tools.jobs.schemas import Importance
from tools.tailoring.schemas import DocumentChecks, Paper, TailoredDocument


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
