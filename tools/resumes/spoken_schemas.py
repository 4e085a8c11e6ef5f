"""A correction as a person says it."""

from typing import Literal

from pydantic import BaseModel, Field

from tools.resumes.fact_schemas import ShownFact
from tools.resumes.schemas import OptionalResume
from tools.text import ShortText, Text

SpokenField = Literal[
    "title", "employer", "dates", "start", "end", "location", "institution", "degree", "area", "name", "headline",
    "email", "phone", "website", "skill", "language", "level", "certificate", "project", "link", "summary", "line",
    "position", "education",
]  # fmt: skip


class CorrectFact(OptionalResume):
    """What is wrong in a resume, or missing, and what is right.

    "my title at Acme was Staff Engineer": about Acme, field title, value Staff Engineer. "remove the skill Excel":
    action remove, field skill, about Excel. "add that I led the migration at Acme": action add, about Acme, value.
    """

    action: Literal["change", "add", "remove", "move"] = Field(
        default="change", description="move: a line belongs to another entry, named by `value`"
    )
    field: SpokenField | None = Field(
        default=None, description="What is wrong or missing; a line (achievement, duty) by default"
    )
    about: ShortText | None = Field(
        default=None, description="Words that say which fact: an employer, a title, a skill, words of the line, a year"
    )
    value: Text | None = Field(default=None, description="What is right, or what to add, in the person's words")


class CorrectedFact(BaseModel):
    """What a correction has changed."""

    number: int
    filename: str
    action: Literal["change", "add", "remove", "move"]
    before: str | None = None
    after: str | None = None
    shown: ShownFact | None = Field(default=None, description="The fact now; None for one that was removed")
    record_behind: int | None = Field(
        default=None, description="Number of the career record that was merged from this resume before the correction"
    )
    removed_below: int = Field(default=0, description="How many lines went with a removed entry")
