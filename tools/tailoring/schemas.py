"""What tailoring produces: lines, each citing the resume facts it rests on, and the verdict on each."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from tools.jobs.schemas import Gap, Importance
from tools.resumes.schemas import ResumeFact
from tools.tailoring.reasoning import AnalysedRequirement, Question, Remark
from tools.text import ShortText, Text

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
    accepted: bool = Field(default=False, description="The person wants it as it reads; later changes leave it alone")
    replaces: str | None = Field(default=None, description="Id of the line whose place the person's own words took")


class Answer(BaseModel):
    """A line that answers a requirement, shown in the document or left out of it; `skills` are those it names."""

    line_id: str
    fact_ids: list[UUID]
    skills: list[str] = []


class RequirementCoverage(BaseModel):
    """Which claims answer a requirement. `answers` are all lines that can, those left out as well.

    `skills` are those that are all asked for, `short` what every line together still lacks (years of experience).
    """

    requirement: str
    importance: Importance
    claim_ids: list[str]
    is_asked: bool = Field(default=True, description="False for a skill the posting only mentions")
    quote: str = Field(default="", description="The posting's own words")
    skills: list[str] = []
    short: list[str] = []
    answers: list[Answer] = []


class LeftOutAnswer(Gap):
    """Something asked for that no line of this document shows, and facts that were left out of it do: no gap.

    `by_wish`: the person took those facts out; else there was no room for them.
    """

    fact_ids: list[UUID]
    by_wish: bool = False


class Steering(BaseModel):
    """What the person asks of the choice, gathered over the versions. Lines are named by line id or fact id.

    `room` is the part of the pages that lines may take; `order` holds the lines of a group as the person put them;
    in `own_words` lines no rewording is wanted.
    """

    room: float = Field(default=1.0, gt=0, le=1)
    pages: int | None = Field(default=None, ge=1, le=3)
    emphasise: list[str] = []
    play_down: list[str] = []
    drop: list[str] = []
    keep: list[str] = []
    section_order: list[str] = []
    order: list[list[str]] = []
    own_words: list[str] = []
    max_bullets: int | None = None
    template: str | None = None
    paper: Paper | None = None


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
    gaps: list[Gap] = Field(default=[], description="What no fact of the resume shows; in part where others do")
    left_out_answers: list[LeftOutAnswer] = Field(default=[], description="What only facts that were left out show")
    drop_order: list[str] = Field(
        default=[], description="Ids of lines that may go when pages run out, least valuable first"
    )
    steering: Steering = Field(default=Steering(), description="What the person has asked for so far")
    numbering: dict[UUID, str] = Field(default={}, description="The line id of every fact, the same in every version")
    analysis: list[AnalysedRequirement] = Field(default=[], description="What is asked for, and which facts show it")
    remarks: list[Remark] = Field(default=[], description="What the critic saw in the draft")


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


DocumentFormat = Literal["pdf", "docx", "md", "json", "txt"]


class Exported(BaseModel):
    """A document as a file of one format, and what reading that file back has shown."""

    content: bytes
    media_type: str
    extension: str = Field(description="With its dot: .pdf")
    checks: DocumentChecks


class LetterParagraph(BaseModel):
    """One paragraph of a letter and the resume facts it rests on."""

    text: str
    fact_ids: list[UUID] = []


class LetterDocument(BaseModel):
    """A letter as data, rendered as it stands: every text is already in the letter's language."""

    name: str = Field(description="The sender, as the letter is signed")
    sender: list[str] = Field(default=[], description="Below the name: address, e-mail, telephone, links; one per line")
    recipient: list[str] = Field(default=[], description="Lines of the address block: company, person, street, city")
    place: str | None = None
    date: str | None = Field(default=None, description="As it is written in the letter: 26 November 2026")
    subject: str | None = None
    salutation: str
    paragraphs: list[LetterParagraph]
    closing: str = Field(description="The words before the signature: Kind regards,")
    language: str = "en"
    template: str = "letter"
    paper: Paper = "a4"


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
    question: Question | None = Field(default=None, description="What only the person can answer; it may stay open")
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
    template: ShortText | None = Field(default=None, description="Name of the template; classic by default")
    paper: Paper | None = Field(default=None, description="a4 (usual) or letter (US letter)")
    ask: bool = Field(default=True, description="Whether to ask the person what their resume does not say")


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
    left_out_answers: list[LeftOutAnswer] = []
    pdf_url: str | None = None
    page_url: str | None = None
    question: Question | None = None
    error: str | None = None


class AnswerQuestion(OptionalTailored):
    """The person's answer to what a tailoring asks."""

    answer: Text = Field(max_length=4000, description="The answer in the person's own words; “no”, “skip” count too")
    question_id: ShortText | None = Field(default=None, description="Which question is meant, where it is known")


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
