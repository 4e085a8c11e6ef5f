"""Versions of a tailored resume, and how two of them differ."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from tools.tailoring.schemas import DocumentChecks, TailoredDocument


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
