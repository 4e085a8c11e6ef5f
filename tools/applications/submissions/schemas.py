"""An attempt to hand in a form, as every surface shows it."""

from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from tools.applications.forms.filling.answering import PageAnswer
from tools.applications.forms.schemas import Ats, FieldKind, FormPlan, PlannedField
from tools.job_profiles.schemas import AnswerCategory, AnswerValue
from tools.text import ShortText, Url

SubmissionState = Literal[
    "planning", "asking", "waiting", "approved", "submitting", "submitted", "handed_over", "failed", "cancelled",
    "unknown",
]  # fmt: skip


class ApplyToJob(BaseModel):
    """Which job to apply to, and with what."""

    model_config = ConfigDict(extra="forbid")
    job: ShortText = Field(description="The job's number, or words of its title or company")
    url: Url | None = Field(default=None, description="The address of its form, where the job does not know it")
    profile: ShortText | None = Field(default=None, description="The job profile to fill from; the default one without")
    again: bool = Field(
        default=False, description="A second time, though one went out before: only if the person says so"
    )


class OpenQuestion(BaseModel):
    """A question of a form that only the person can answer: how it is asked there, and what may be chosen."""

    id: str
    number: int
    question: str
    kind: FieldKind
    category: AnswerCategory
    required: bool
    options: list[str] = []
    multiple: bool = False
    free: bool = Field(default=False, description="The options are some of them only: other words may be given too")
    why: str | None = None


class AskedNow(BaseModel):
    """What a submission waits for: answers to its questions, or the yes to its plan."""

    id: str
    kind: Literal["question", "approval"]
    text: str
    hint: str = ""
    subject: str = ""


class FilledValue(BaseModel):
    """A field with what stands in it, in words, and what that rests on."""

    id: str
    label: str
    value: str | None = None
    source: str | None = None
    why: str | None = None
    open: bool = False


class EarlierAttempt(BaseModel):
    """An attempt before this one: `at` is when it went out, may have, or (one that waits) was begun.

    With `job_id` it was made for another entry of the list, called `job`, that has this very form; it may also be one
    that is only prepared.
    """

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    state: SubmissionState
    at: datetime
    timezone: str | None = Field(default=None, description="The person's own, in which `at` is told")
    url: str | None = None
    why: str | None = None
    job_id: UUID | None = None
    job: str | None = None


class Before(NamedTuple):
    """What else there is for the same job: an attempt that may have gone out, and one that waits beside this one."""

    earlier: EarlierAttempt | None = None
    beside: EarlierAttempt | None = None


class SubmissionResult(BaseModel):
    """The short result that a conversation shows. `status` is the run's, `state` the submission's."""

    id: UUID
    status: Literal["queued", "running", "waiting", "completed", "failed", "stopped"]
    state: SubmissionState
    job_id: UUID
    job_number: int
    job_title: str
    company: str | None = None
    url: str
    ats: Ats | None = None
    fields: list[FilledValue] = []
    open: list[OpenQuestion] = []
    notes: list[str] = []
    question: AskedNow | None = None
    answer: PageAnswer | None = None
    why: str | None = None
    digest: str | None = None
    submitted_at: datetime | None = None
    earlier: EarlierAttempt | None = None
    beside: EarlierAttempt | None = None
    screenshot_url: str | None = None
    screenshot_urls: list[str] = Field(default=[], description="The form as it stands filled, one picture a step")
    page_url: str


class SubmissionSummary(BaseModel):
    """One line of a job's submissions."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    job_id: UUID
    run_id: UUID | None = None
    state: SubmissionState
    url: str
    why: str | None = None
    approved_at: datetime | None = None
    submitted_at: datetime | None = None
    earlier: EarlierAttempt | None = None
    beside: EarlierAttempt | None = None
    warnings: list[str] = Field(default=[], description="What else there is for its job or its form, in words")
    created_at: datetime
    updated_at: datetime


class SubmissionView(SubmissionSummary):
    """An attempt with its plan: each field, its value and source; `open` are the questions the person has to answer.

    `digest` names the very words a yes is bound to. `answer` is what the page answered.
    """

    plan: FormPlan | None = None
    receiver: str | None = Field(default=None, description="Which host receives the form, and how, in words")
    digest: str | None = None
    open: list[OpenQuestion] = []
    answer: PageAnswer | None = None
    screenshot_url: str | None = None
    screenshot_urls: list[str] = Field(default=[], description="The form as it stands filled, one picture a step")
    answer_screenshot_url: str | None = None


class FormAnswers(BaseModel):
    """Answers by the id of the field; null leaves an optional field empty."""

    model_config = ConfigDict(extra="forbid")
    answers: dict[str, AnswerValue | None] = Field(min_length=1, max_length=300)
    remember: bool = Field(default=True, description="Whether other forms may be told the same; consent never is")


class Approval(BaseModel):
    """The person's decision on the plan with this digest; only `yes: true` sends it."""

    model_config = ConfigDict(extra="forbid")
    digest: str = Field(min_length=64, max_length=64)
    yes: bool


def shown_value(one: PlannedField) -> str | None:
    """What goes into a field, in words; None when it stays empty."""
    if one.file is not None:
        return f"{one.file.name} ({one.file.size:,} bytes)"
    if one.checked is not None:
        return "ticked" if one.checked else "not ticked"
    return ", ".join(one.options) or one.value
