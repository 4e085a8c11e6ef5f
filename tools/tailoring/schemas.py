"""What tailoring produces: lines, each citing the resume facts it rests on, and the verdict on each."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from tools.jobs.schemas import Gap, Importance
from tools.resumes.schemas import ResumeFact

ProblemKind = Literal[
    "number", "unit", "money", "percentage", "employer", "title", "date", "duration", "skill", "scope",
    "superlative", "headcount", "negation", "certificate", "education", "name", "uncited", "unsupported",
]  # fmt: skip


class Problem(BaseModel):
    """One thing a sentence says that its cited facts do not hold; `excerpt` are the sentence's own words."""

    kind: ProblemKind
    excerpt: str
    message: str


class Verdict(BaseModel):
    """The prover's answer for one sentence. Not supported means it must not be written."""

    supported: bool
    problems: list[Problem] = []


class Claim(BaseModel):
    """One line of the tailored resume with its proof.

    `origin`: `source` = the fact's own words; `reworded` = a model's words that passed the prover;
    `fallback` = a model's words were refused (see `refused`, `problems`) and the source's words stand instead.
    """

    id: str = Field(description="Stable within the document: L1, L2 …")
    section: Literal["contact", "summary", "experience", "education", "skills", "languages", "projects", "certificates", "links", "other"]
    text: str
    fact_ids: list[UUID]
    parent_id: UUID | None = Field(default=None, description="The position, education or project this line stands under")
    origin: Literal["source", "reworded", "fallback"] = "source"
    covers: list[str] = Field(default=[], description="Texts of the requirements this line answers")
    refused: str | None = None
    problems: list[Problem] = []


class RequirementCoverage(BaseModel):
    """Which claims answer a requirement; an empty list is a gap."""

    requirement: str
    importance: Importance
    claim_ids: list[str]


class TailoredDocument(BaseModel):
    """The tailored resume as data: claims in reading order and the facts they cite. Rendered as it stands."""

    name: str
    job_title: str
    company: str | None = None
    language: str = "en"
    pages_limit: int = 1
    claims: list[Claim]
    facts: list[ResumeFact] = Field(description="Every fact that a claim cites, and the parents they stand under")
    left_out: list[ResumeFact] = Field(default=[], description="Facts not used, so that nothing is lost silently")
    coverage: list[RequirementCoverage] = []
    gaps: list[Gap] = []
    drop_order: list[str] = Field(default=[], description="Ids of lines that may go when pages run out, least valuable first")


TailoringStatus = Literal["pending", "running", "waiting", "completed", "failed", "stopped"]


class TailoringSession(BaseModel):
    """One tailoring of one resume to one job: its progress and, when completed, its document."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    number: int
    resume_id: UUID
    job_id: UUID
    status: TailoringStatus
    progress: int = Field(ge=0, le=100)
    step: str | None = None
    error: str | None = None
    document: TailoredDocument | None = None
    pdf_url: str | None = None
    created_at: datetime
    updated_at: datetime
