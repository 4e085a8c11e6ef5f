"""What a job profile is, and an answer that forms keep asking for."""

import re
from datetime import date as Day
from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from tools.accounts.schemas import Email
from tools.jobs.schemas import RemoteKind, Seniority
from tools.strict import StrictInput
from tools.text import ShortText, Text, Url

_PHONE = re.compile(r"\+?[\d\s()/.\-–]{4,40}(?:\s*(?:ext|x|int|Durchwahl)\.?\s*\d{1,6})?", re.IGNORECASE)


def _callable_number(value: str) -> str:
    """Refuse what nobody could call."""
    if not _PHONE.fullmatch(value) or not 5 <= sum(character.isdigit() for character in value) <= 20:
        raise ValueError("this is no telephone number: give 5 to 20 digits, as +41 44 123 45 67")
    return " ".join(value.split())


def _one_line(value: str) -> str:
    """A name or a place stands on one line of a letter."""
    return " ".join(value.split())


Phone = Annotated[ShortText, AfterValidator(_callable_number)]
Line = Annotated[ShortText, AfterValidator(_one_line)]

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
    place: str | None = Field(
        default=None, description="For which it holds, where it depends on one: a country's code, “City, CH”"
    )


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
    contact_sources: dict[str, AnswerSource] = Field(
        default={}, description="Where a contact field is from that was filled by itself"
    )
    answers: list[Answer] = []
    created_at: datetime
    updated_at: datetime


class JobProfileChanges(BaseModel):
    """Fields to change; what is left out stays, null empties it."""

    model_config = ConfigDict(extra="forbid")
    name: Line = "My profile"
    preferences: SearchPreferences | None = None
    contact_full_name: Line | None = None
    contact_phone: Phone | None = None
    contact_email: Email | None = None
    contact_location: Line | None = None
    contact_website: Url | None = None


class NewJobProfile(JobProfileChanges):
    """A profile to make. The first one of a person is their default; `is_default` makes this one it."""

    is_default: bool = False


class KnownAs(BaseModel):
    """How a form's question is understood. `key` is a KnownQuestion, or the folded words of the question itself."""

    key: str
    category: AnswerCategory
    is_known: bool
    extra: dict[str, Any] = {}


class GivenAnswer(StrictInput):
    """An answer as the person gives it. `key` is a known question (notice_period, salary, …); without one the words of
    `question` are what it is found by."""

    key: KnownQuestion | None = None
    question: ShortText | None = Field(default=None, description="The question as forms ask it")
    value: AnswerValue
    category: AnswerCategory | None = Field(
        default=None, description="What kind of question it is; that of the key by default"
    )
    place: ShortText | None = Field(
        default=None,
        description="Country or town for which it holds; a work permit, sponsorship and moving depend on it",
    )

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.key is None and self.question is None:
            raise ValueError("give a key or a question")
        return self


class Suggestion(BaseModel):
    """What could be answered from what is known of the person; not kept until they or a form use it."""

    value: AnswerValue
    source: AnswerSource


class SetAnswer(StrictInput):
    """What the person tells forms."""

    about: KnownQuestion | None = Field(default=None, description="Which known question; else give `question`")
    question: ShortText | None = Field(default=None, description="The question in words, where it is no known one")
    answer: ShortText = Field(description="The answer, in the person's own words")
    profile: ShortText | None = Field(default=None, description="The job profile's name; the default one otherwise")


class ShowAnswers(StrictInput):
    """Which answers to show."""

    about: ShortText | None = Field(default=None, description="A known question or words of one; all by default")
    profile: ShortText | None = Field(default=None, description="The job profile's name; the default one otherwise")


class ForgetAnswer(StrictInput):
    """Which answer to forget."""

    about: ShortText = Field(description="A known question or words of one")
    profile: ShortText | None = Field(default=None, description="The job profile's name; the default one otherwise")


class AnswerChange(BaseModel):
    """An answer that was set or forgotten, and what stood there before."""

    answer: Answer
    before: AnswerValue | None = None
    profile: str


class AnswerList(BaseModel):
    """The answers of a profile; `profiles` are the names of all."""

    profile: str
    about: str | None = None
    answers: list[Answer]
    profiles: list[str] = []
