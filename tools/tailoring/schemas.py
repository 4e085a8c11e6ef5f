"""What tailoring produces: lines, each citing the resume facts it rests on, and the verdict on each."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from tools.jobs.schemas import Gap, Importance
from tools.resumes.schemas import ResumeFact, Span
from tools.text import ShortText

ProblemKind = Literal[
    "number", "unit", "money", "percentage", "employer", "title", "date", "duration", "skill", "scope",
    "superlative", "headcount", "negation", "certificate", "education", "name", "uncited", "unsupported",
]  # fmt: skip


Paper = Literal["a4", "letter"]


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
    section: Literal[
        "contact",
        "summary",
        "experience",
        "education",
        "skills",
        "languages",
        "projects",
        "certificates",
        "links",
        "other",
    ]
    text: str
    fact_ids: list[UUID]
    parent_id: UUID | None = Field(
        default=None, description="The position, education or project this line stands under"
    )
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
    template: str = Field(default="classic", description="Name of the template it is rendered with")
    paper: Paper = "a4"
    claims: list[Claim]
    facts: list[ResumeFact] = Field(description="Every fact that a claim cites, and the parents they stand under")
    left_out: list[ResumeFact] = Field(default=[], description="Facts not used, so that nothing is lost silently")
    coverage: list[RequirementCoverage] = []
    gaps: list[Gap] = []
    drop_order: list[str] = Field(
        default=[], description="Ids of lines that may go when pages run out, least valuable first"
    )


class DocumentCheck(BaseModel):
    """One thing that was checked of a finished document, and what was seen."""

    name: Literal["text", "order", "fields", "pages", "fonts", "contrast", "size"]
    passed: bool
    seen: str


class DocumentChecks(BaseModel):
    """What checking a document has shown; one that did not pass is not handed out."""

    pages: int
    size: int = Field(description="Bytes")
    checks: list[DocumentCheck] = []


class Rendered(BaseModel):
    """A document cut to its pages, its PDF, and what checking that PDF has shown."""

    document: TailoredDocument
    pdf: bytes
    checks: DocumentChecks


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
    version: int = Field(default=0, description="The newest version, which `document` is; 0 while there is none")
    document: TailoredDocument | None = None
    pdf_url: str | None = None
    created_at: datetime
    updated_at: datetime


class TailorResume(BaseModel):
    """What to tailor to what."""

    job: ShortText = Field(description="The job's number, id, or words of its title or company")
    resume: ShortText | None = Field(
        default=None, description="The resume's number or name; the primary one by default"
    )
    pages: int = Field(default=1, ge=1, le=3, description="How many pages the result may have")
    emphasise: list[ShortText] = Field(default=[], max_length=10, description="Words whose lines should come first")


class OptionalTailored(BaseModel):
    """Which tailored resume is meant; the latest by default."""

    tailored: ShortText | None = Field(
        default=None, description="Number or id of the tailored resume; the latest by default"
    )


class ShowProof(OptionalTailored):
    """Which line's proof to show; all lines by default."""

    line: ShortText | None = Field(default=None, description="A line's id (L3) or words of it")


class TailoredSummary(BaseModel):
    """One line of the list of tailored resumes."""

    id: UUID
    number: int
    status: TailoringStatus
    progress: int
    resume_id: UUID
    job_id: UUID
    job_title: str | None = None
    company: str | None = None
    pdf_url: str | None = None
    created_at: datetime


class TailoredList(BaseModel):
    """All tailored resumes, newest first."""

    tailored: list[TailoredSummary]


class TailoredResult(BaseModel):
    """A tailoring as the conversation shows it."""

    id: UUID
    number: int
    status: TailoringStatus
    job_title: str | None = None
    company: str | None = None
    lines: int = 0
    reworded: int = 0
    refused: int = 0
    left_out: int = 0
    covered: list[str] = []
    partly_covered: list[str] = []
    gaps: list[Gap] = []
    pdf_url: str | None = None
    page_url: str | None = None
    error: str | None = None


class LineChange(BaseModel):
    """One line or fact and what became of it, with the reason."""

    kind: Literal["moved_up", "moved_down", "left_out", "reworded", "refused", "kept"]
    line_id: str
    before: str
    after: str | None = None
    reason: str


class TailoredChanges(BaseModel):
    """What tailoring changed and why."""

    number: int
    job_title: str
    company: str | None = None
    changes: list[LineChange]


class ProvedFact(BaseModel):
    """A resume fact that a line rests on: its words, and where they stand in the resume's text."""

    text: str
    start: int
    end: int


class ProvedLine(BaseModel):
    """One line with the facts it rests on."""

    id: str
    section: str
    text: str
    origin: str
    facts: list[ProvedFact]
    covers: list[str] = []
    refused: str | None = None
    problems: list[Problem] = []


class ProofFact(BaseModel):
    """A resume fact in the proof document, with its place in the text of the resume."""

    id: UUID
    kind: str
    text: str
    span: Span
    resume_id: UUID | None


class ProofLine(BaseModel):
    """One line in the proof document; `under` is the position, education or project it stands under."""

    id: str
    section: str
    text: str
    origin: str
    facts: list[ProofFact]
    under: ProofFact | None
    covers: list[str]
    refused: str | None
    problems: list[Problem]


class ProofJob(BaseModel):
    """The job a proved document was written for."""

    title: str
    company: str | None


class ProofDocument(BaseModel):
    """The proof that travels beside the PDF: every line with what it rests on, what answers what, and the gaps."""

    name: str
    job: ProofJob
    resume_id: UUID | None
    language: str
    pages_limit: int
    lines: list[ProofLine]
    coverage: list[RequirementCoverage]
    gaps: list[Gap]
    left_out: list[ProofFact]


class TailoredProof(BaseModel):
    """Where the lines of a tailored resume come from."""

    number: int
    resume_id: UUID
    lines: list[ProvedLine]
