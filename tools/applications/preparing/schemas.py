"""What a preparation says. Every quote holds exact words of a named source; what nobody stated stays empty.

`PrepNotes` is kept as `preparations.notes`. `requirements`, `stories` and `questions` refer to each other by `id`
(R1, S1, Q1). Texts of our own are in `language`, the posting's where the words exist; quotes are in their source's.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from tools.applications.forms.schemas import ApplicationForm
from tools.content.schemas import Language as LetterLanguage
from tools.jobs.schemas import Importance
from tools.tailoring.reasoning import Strength
from tools.text import ShortText, Text

NoteLanguage = Literal["en", "de", "fr", "es"]
SourceKind = Literal["posting", "resume", "mail", "page", "other_posting", "record"]
RequirementState = Literal["met", "partly", "gap"]
PartKind = Literal["situation", "task", "action", "result"]
QuestionKind = Literal["requirement", "gap", "resume", "seniority", "role", "standard"]
PreparationStatus = Literal["pending", "running", "ready", "failed", "cancelled"]
NotesPart = Literal["summary", "requirements", "stories", "questions", "ask", "company", "flags"]


class Quote(BaseModel):
    """Exact words of a source. `record` is what was seen of the posting itself (dates, versions), worded by us."""

    text: str
    source: SourceKind
    name: str = Field(description="What the source is called: the posting, a resume's file, a mail's subject …")
    url: str | None = None
    fact_id: UUID | None = None


class PrepEvidence(BaseModel):
    """A fact that shows a requirement: its exact words, how strongly, and what of it."""

    fact_id: UUID
    quote: str
    strength: Strength
    shows: list[str] = []


class PrepRequirement(BaseModel):
    """One thing the posting asks for (`quote`: its own words) against the resume: shown, shown in part, or a gap.

    `missing` names what no fact shows; `closest` is what comes nearest to a gap, for want of evidence.
    """

    id: str
    text: str
    quote: str
    importance: Importance
    state: RequirementState
    skills: list[str] = []
    years: int | None = None
    evidence: list[PrepEvidence] = []
    missing: list[str] = []
    closest: PrepEvidence | None = None
    note: str | None = None


class StoryPart(BaseModel):
    """One part of a story: exact words of a fact, or empty with the question that only the person can answer."""

    kind: PartKind
    text: str | None = None
    fact_id: UUID | None = None
    question: str | None = None


class Story(BaseModel):
    """What happened once, out of facts alone: situation, task, action, result. `fact_id` is the line it is about."""

    id: str
    title: str
    fact_id: UUID
    parts: list[StoryPart]
    answers: list[str] = Field(default=[], description="Ids of the requirements it shows")


class LikelyQuestion(BaseModel):
    """What may be asked, why (with the words that make it likely), and the stories that answer it."""

    id: str
    kind: QuestionKind
    text: str
    why: str
    quote: Quote | None = None
    story_ids: list[str] = []
    hint: str | None = None


class QuestionToAsk(BaseModel):
    """What to ask them, and why: the posting leaves it open (`quote` where it speaks of it vaguely)."""

    topic: str
    text: str
    why: str
    quote: Quote | None = None


class RedFlag(BaseModel):
    """Something worth asking about, with the words it rests on."""

    kind: str
    text: str
    quote: Quote


class PrepSummary(BaseModel):
    """The short of it: fit 0 to 100 (None where nothing can be compared) and ids of what matters most."""

    fit: float | None = None
    met: int = 0
    partly: int = 0
    gaps: int = 0
    strongest: list[str] = []
    weakest: list[str] = []
    questions: list[str] = []


class PrepNotes(BaseModel):
    """Everything to know before applying and before an interview."""

    language: NoteLanguage = "en"
    title: str
    company: str | None = None
    resume: str = Field(description="The resume's file, or what it is called")
    resume_id: UUID | None = None
    summary: PrepSummary = PrepSummary()
    requirements: list[PrepRequirement] = []
    stories: list[Story] = []
    questions: list[LikelyQuestion] = []
    ask: list[QuestionToAsk] = []
    company_facts: list[Quote] = []
    flags: list[RedFlag] = []
    remarks: list[str] = Field(default=[], description="What could not be looked at or written, and why")


class PrepareJob(BaseModel):
    """Which job to prepare for, from which resume, and whether a letter is wanted whatever the form says."""

    model_config = ConfigDict(extra="forbid")
    job: ShortText = Field(description="The job's number, id, or words of its title or company")
    resume: ShortText | None = Field(
        default=None, description="The resume's number or name; the primary one by default"
    )
    letter: bool | None = Field(
        default=None, description="True: write a cover letter; False: none; left out: when the form wants one"
    )


class PrepareBody(BaseModel):
    """How to prepare; without a body, as the form has it."""

    model_config = ConfigDict(extra="forbid")
    resume: ShortText | None = Field(
        default=None, description="The resume's number, id or name; the primary one by default"
    )
    letter: bool | None = Field(
        default=None, description="True: write a cover letter; False: none; left out: when the form wants one"
    )


class ShowPreparation(BaseModel):
    """Whose notes to show, and which part of them."""

    model_config = ConfigDict(extra="forbid")
    job: ShortText | None = Field(
        default=None, description="The job's number, id, or words of it; without one the job prepared last"
    )
    part: NotesPart | None = Field(
        default=None,
        description="Only this: summary, requirements, stories, questions (what they will ask), ask (what to ask "
        "them), company, flags; everything without",
    )


class TellStory(BaseModel):
    """What the person says about an open part of a story; it is kept as a fact of their resume."""

    model_config = ConfigDict(extra="forbid")
    story: str = Field(max_length=10, pattern=r"^[Ss]?\d{1,3}$", description="The story's id, S1, S2 …")
    part: PartKind
    text: Text


class TellStoryOf(TellStory):
    """The same, of one job's preparation."""

    job: ShortText | None = Field(
        default=None, description="The job's number, id, or words of it; without one the job prepared last"
    )


class PreparationView(BaseModel):
    """A preparation as it stands. `part` is set where only that part was asked for."""

    id: UUID
    job_id: UUID
    number: int
    title: str
    company: str | None = None
    status: PreparationStatus
    task_id: UUID | None = None
    form: ApplicationForm | None = None
    notes: PrepNotes | None = None
    letter_id: UUID | None = None
    letter_number: int | None = None
    why: str | None = None
    again: str | None = Field(default=None, description="That it is not the first for this job, and when that was")
    part: NotesPart | None = None
    file_url: str
    created_at: datetime
    updated_at: datetime


class PreparationOrder(BaseModel):
    """A preparation as it was ordered; every id is chosen before the first step, so that nothing is made twice."""

    preparation_id: UUID
    job_id: UUID
    resume_id: UUID
    letter_id: UUID
    letter: bool | None = None
    letter_language: LetterLanguage | None = None
