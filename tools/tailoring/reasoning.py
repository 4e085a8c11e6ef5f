"""Why a tailored resume is as it is: what the job asks for, what shows it, what a critic saw, what was asked."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from tools.jobs.schemas import Importance
from tools.resumes.schemas import Detail

Strength = Literal["strong", "partial", "weak"]
QuestionKind = Literal["skill", "language", "certificate", "licence"]
RemarkKind = Literal["unanswered", "left_out_better", "bare_position", "repeated_opening", "opening_off_topic"]
Outcome = Literal["yes", "no", "skip", "unclear"]


class FactEvidence(BaseModel):
    """A fact of the resume that answers a requirement, how strongly, and its exact words for it."""

    fact_id: UUID
    strength: Strength
    quote: str
    shows: list[str] = Field(default=[], description="What of the requirement it shows, by name")


class AnalysedRequirement(BaseModel):
    """One thing the posting asks for, with its own words, held against every fact of the resume.

    `score` is 0 (nothing shown) to 1 (all of it), None before the resume was looked at; `missing` names what no fact
    shows. `is_asked` is False for a skill that the posting only mentions.
    """

    requirement: str
    importance: Importance
    excerpt: str
    skills: list[str] = []
    years: int | None = None
    is_asked: bool = True
    score: float | None = Field(default=None, ge=0, le=1)
    missing: list[str] = []
    note: str | None = None
    evidence: list[FactEvidence] = []


class Remark(BaseModel):
    """What the critic says about the finished draft. `mended` says that the choice was made again because of it."""

    kind: RemarkKind
    message: str
    line_id: str | None = None
    fact_id: UUID | None = None
    requirement: str | None = None
    mended: bool = False


class Question(BaseModel):
    """A question that only the person can settle. `id` is the same for the same thing, whatever it is called.

    `skills` are the vocabulary's names of what is asked for (several are alternatives), `subject` the posting's.
    """

    id: str
    kind: QuestionKind
    subject: str
    skills: list[str] = []
    requirement: str
    importance: Importance
    excerpt: str
    text: str
    hint: str = "“No” and “skip” are answers too."


class AnswerFact(BaseModel):
    """What an answer says, as a fact to be: the person's own words, and the position they belong to."""

    text: str
    detail: Detail
    parent_id: UUID | None = None


class ReadAnswer(BaseModel):
    """An answer as it was understood. `skills` are those it speaks of, where the question named several."""

    outcome: Outcome
    facts: list[AnswerFact] = []
    skills: list[str] = []


class GivenAnswer(BaseModel):
    """What a person answered once: it is not asked again."""

    question_id: str
    skills: list[str] = []
    outcome: Outcome
    question: str = ""
    answer: str | None = None
    answered_at: datetime
