"""What a job profile is, and an answer that forms keep asking for."""

from datetime import date as Day
from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tools.jobs.schemas import RemoteKind, Seniority
from tools.text import ShortText, Text, Url

# What forms of every country ask, by the name under which the answer is kept.
KnownQuestion = Literal[
    "work_authorization", "sponsorship", "notice_period", "start_date", "salary", "workload", "relocation", "linkedin",
    "github", "website", "portfolio", "xing", "salutation", "title", "date_of_birth", "nationality", "street",
    "postal_code", "city", "country", "pronouns", "how_heard", "gender", "ethnicity", "veteran", "disability",
    "criminal_record", "driving_licence", "over_18", "previously_employed", "languages", "willing_to_travel",
]  # fmt: skip
# Answers of these are the person's own words or nothing: never read out of a resume, never guessed.
AnswerCategory = Literal["contact", "link", "logistics", "legal", "salary", "equal_opportunity", "consent", "other"]


class SearchPreferences(BaseModel):
    """What one profile looks for; what is left out asks for nothing."""

    model_config = ConfigDict(extra="forbid")
    titles: list[ShortText] = Field(default=[], max_length=20)
    locations: list[ShortText] = Field(default=[], max_length=20)
    remote: list[RemoteKind] = []
    seniority: list[Seniority] = []
    skills: list[ShortText] = Field(default=[], max_length=50)
    salary_min: float | None = Field(default=None, ge=0, le=1e9, description="A year")
    salary_currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")


class AnswerSource(BaseModel):
    """Where an answer is from; `words` are what the person said or the source text, exactly."""

    kind: Literal["person", "profile", "resume", "form"]
    words: str | None = None
    url: str | None = None
    job_id: UUID | None = None
    fact_id: UUID | None = None


class AnswerValue(BaseModel):
    """One of: text, options of a list by their labels, a box that is ticked or not, a day."""

    text: Text | None = None
    options: list[ShortText] | None = None
    checked: bool | None = None
    date: Day | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(value is not None for value in (self.text, self.options, self.checked, self.date)) != 1:
            raise ValueError("give exactly one of text, options, checked, date")
        return self


class Answer(BaseModel):
    """An answer that is kept: the question as it was asked first, what kind of question it is, and its source."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    profile_id: UUID
    key: str
    question: str
    category: AnswerCategory
    value: AnswerValue
    source: AnswerSource
    updated_at: datetime


class JobProfile(BaseModel):
    """A profile with its contact fields for letters and forms, and its answers."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    name: str
    is_default: bool
    preferences: SearchPreferences
    contact_full_name: str | None = None
    contact_phone: str | None = None
    contact_email: str | None = None
    contact_location: str | None = None
    contact_website: str | None = None
    answers: list[Answer] = []
    created_at: datetime
    updated_at: datetime


class JobProfileChanges(BaseModel):
    """Fields to change; what is left out stays, null empties it."""

    model_config = ConfigDict(extra="forbid")
    name: ShortText = "My profile"
    preferences: SearchPreferences | None = None
    contact_full_name: ShortText | None = None
    contact_phone: ShortText | None = None
    contact_email: ShortText | None = None
    contact_location: ShortText | None = None
    contact_website: Url | None = None


class KnownAs(BaseModel):
    """How a form's question is understood. `key` is a KnownQuestion, or the folded words of the question itself."""

    key: str
    category: AnswerCategory
    is_known: bool
    extra: dict[str, Any] = {}
