"""What is said about a ranking: a verdict on one job, the weights, and why one job stands above another."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from tools.text import ShortText

PartName = Literal["words", "skills", "title", "text", "place", "pay", "freshness"]
Verdict = Literal["up", "down"]


class RateJob(BaseModel):
    """A thumbs-up or thumbs-down on one job; the ranking learns from it."""

    job: ShortText = Field(description="The job's number, id, or words of its title or company")
    verdict: Verdict = Field(description="up: more like this; down: less like this")


class PartWeight(BaseModel):
    """How much one part counts in this person's ranking, beside what it counts for everybody; each adds up to 1."""

    name: PartName
    meaning: str
    weight: float
    default: float


class RankingState(BaseModel):
    """The weights in force and what they rest on."""

    weights: list[PartWeight]
    signals: int = Field(description="Decisions that the weights were learned from")
    learned: bool = Field(description="Whether anything differs from the defaults")


class RatedJob(BaseModel):
    """A verdict that was taken in, and the weights after it."""

    id: UUID
    number: int
    title: str
    company: str | None = None
    verdict: Verdict
    ranking: RankingState


class ExplainOrder(BaseModel):
    """Two jobs whose order is asked about."""

    first: ShortText = Field(description="The one that stands lower, or either: number, id or words of its name")
    second: ShortText = Field(description="The other one")


class PartDifference(BaseModel):
    """One part of both scores, in points of the whole: `points` is what it adds for the higher job over the lower."""

    name: PartName
    higher_points: float
    lower_points: float
    points: float
    reason: str
    higher_quote: str | None = None
    lower_quote: str | None = None


class OrderedJob(BaseModel):
    """One of the two jobs."""

    posting_id: UUID
    number: int | None = None
    title: str
    company: str | None = None
    score: float


class Ordering(BaseModel):
    """Why one job stands above another: the parts' differences add up to the difference of the scores."""

    higher: OrderedJob
    lower: OrderedJob
    difference: float
    parts: list[PartDifference]
    signals: int = Field(description="Decisions of this person that the weights were learned from")
