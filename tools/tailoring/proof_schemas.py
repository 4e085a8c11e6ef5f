"""The proof of a tailored resume: every line with the facts it rests on, and who said them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from tools.jobs.schemas import Gap
from tools.resumes.schemas import FactSource, Provenance, Span
from tools.tailoring.schemas import LeftOutAnswer, Problem, RequirementCoverage


class FactOrigin(BaseModel):
    """Who said a fact: the resume it was read from, or the person. `said_at` is when the person did.

    `resume` names the resume in whose text it stands; `was` is what was read before the person set it right;
    `provenance` the question that was answered.
    """

    source: FactSource = "read"
    said_at: datetime | None = None
    resume: str | None = None
    was: str | None = None
    provenance: Provenance | None = None


class ProvedFact(FactOrigin):
    """A fact that a line rests on: its words, and where they stand in the resume's text."""

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


class ProofFact(FactOrigin):
    """A fact in the proof document, with who said it and its place in the text of the resume."""

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
    left_out_answers: list[LeftOutAnswer] = []
    left_out: list[ProofFact]


class TailoredProof(BaseModel):
    """Where the lines of a tailored resume come from."""

    number: int
    resume_id: UUID
    lines: list[ProvedLine]
