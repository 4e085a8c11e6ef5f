"""The career record: what it was merged from, what the resumes disagree on, which words each fact cites."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from tools.text import ShortText, Text


class Citation(BaseModel):
    """Where one resume says a fact of the record; the span counts in that resume's text."""

    resume_id: UUID
    number: int
    fact_id: UUID
    text: str
    start: int
    end: int


class SaidIn(BaseModel):
    """What one resume says."""

    value: str
    citation: Citation


class RecordQuestion(BaseModel):
    """Something that two resumes say differently. `kept` stands in the record until it is answered.

    `settled` once the person has said which is right, by answering or by correcting that field of the record.
    """

    id: str = Field(description="Stays the same when the record is merged again")
    fact_id: UUID
    kind: str
    field: str = Field(description='The field of the fact; "text" for its words')
    question: str
    kept: SaidIn
    others: list[SaidIn]
    settled: bool = False


class RecordSource(BaseModel):
    """A resume that went into the record, and what has become of it since."""

    resume_id: UUID
    number: int
    filename: str
    facts: int
    state: Literal["as merged", "changed since", "erased"] = "as merged"
    digest: str = Field(default="", exclude=True)


class Record(BaseModel):
    """What the career record was merged from; `out_of_date` says what has changed since, in words."""

    sources: list[RecordSource]
    questions: list[RecordQuestion] = []
    out_of_date: list[str] = []
    citations: dict[UUID, list[Citation]] = Field(
        default={}, description="By fact: every resume that says it, where more than one does"
    )


class MergeResumes(BaseModel):
    """Which resumes to merge into the career record; all by default."""

    resumes: list[ShortText] = Field(
        default=[], max_length=50, description="Numbers, ids or file names; all by default"
    )


class PreparedMerge(MergeResumes):
    """The same, with what kind of work the record will speak of (256 floats)."""

    embedding: list[float]


class AnswerQuestion(BaseModel):
    """What is right where resumes disagree: one of the values offered, or another."""

    value: Text
