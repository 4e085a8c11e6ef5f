"""What content is made of: letters, mails and texts whose sentences say what they rest on, and the documents kept."""

from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from tools.jobs.schemas import Gap
from tools.strict import StrictInput
from tools.tailoring.schemas import DocumentChecks, DocumentFormat, Paper, Problem
from tools.text import ShortText, Text

ContentKind = Literal["cover_letter", "resume_tailoring", "email_template"]
DocumentKind = Literal["resume", "cover_letter", "email"]
Tone = Literal["formal", "friendly", "concise", "enthusiastic"]
Length = Literal["short", "medium", "long"]
Language = Literal["en", "de", "fr", "es", "nl", "pt"]
MailKind = Literal["follow_up", "thank_you", "decline", "decline_contact", "status", "referral", "availability"]
SentenceKind = Literal["claim", "application", "posting", "connective", "feeling", "contact", "own"]
LANGUAGES: tuple[Language, ...] = ("en", "de", "fr", "es", "nl", "pt")


class ContentSentence(BaseModel):
    """One sentence and what it rests on.

    `claim`: about the person, held by `fact_ids`; `application`: what is applied for, as the posting names it;
    `posting`: about the employer, held by the posting's words in `quotes`; `contact`: how to reach the person;
    `connective` and `feeling`: of a closed class that claims nothing; `own`: the person's own words, not proved.
    """

    text: str
    kind: SentenceKind
    fact_ids: list[UUID] = []
    quotes: list[str] = Field(default=[], description="Exact words of the posting that it rests on")
    covers: list[str] = Field(default=[], description="Requirements of the posting that it answers")
    paragraph: int = Field(default=0, description="Paragraphs are counted from 0")
    origin: Literal["source", "model", "fallback", "person"] = "source"
    problems: list[Problem] = Field(
        default=[], description="What no fact holds of a sentence in the person's own words"
    )


class RefusedSentence(BaseModel):
    """A sentence that was proposed or asked for and is not written, with the reason."""

    text: str
    reason: str
    problems: list[Problem] = []
    instead: str | None = Field(default=None, description="The sentence that stands in its place")


class WishAnswer(BaseModel):
    """What became of one wish of the prompt."""

    wish: str
    granted: bool
    answer: str


class LetterRequest(StrictInput):
    """What a cover letter is to be."""

    job: ShortText = Field(description="The job's number, id, or words of its title or company")
    resume: ShortText | None = Field(
        default=None, description="The resume's number or name; the primary one by default"
    )
    tone: Tone | None = Field(default=None, description="formal by default")
    length: Length | None = Field(default=None, description="short, medium (default) or long")
    language: Language | None = Field(default=None, description="en, de, fr, es, nl, pt; the resume's by default")
    prompt: Text | None = Field(
        default=None, description="What to mention, focus on or leave out, in the person's words"
    )
    recipient: ShortText | None = Field(default=None, description="Who it is addressed to, as “Ms Weber”")


class MailRequest(StrictInput):
    """What an e-mail is to be."""

    mail: MailKind = Field(
        description="follow_up, thank_you (after an interview), decline, status, referral, availability"
    )
    job: ShortText | None = Field(default=None, description="The job's number, id, or words of its title or company")
    resume: ShortText | None = Field(
        default=None, description="The resume whose contact details close it; the primary one by default"
    )
    tone: Tone | None = None
    language: Language | None = Field(default=None, description="en, de, fr, es, nl, pt; the resume's by default")
    recipient: ShortText | None = Field(default=None, description="Who it is addressed to, as “Ms Weber”")
    details: list[ShortText] = Field(
        default=[], max_length=10, description="What it should say in the person's own words: times they are free, …"
    )
    prompt: Text | None = None


class GenerateContent(StrictInput):
    """What to write. A cover letter and a tailored text need a job; `resume_id` is the primary resume by default."""

    kind: ContentKind
    job_id: UUID | None = None
    resume_id: UUID | None = None
    prompt: Text | None = Field(default=None, description="What to mention, focus on or leave out")
    tone: Tone | None = None
    length: Length | None = None
    language: Language | None = None
    mail: MailKind | None = Field(default=None, description="Which e-mail; else read from the prompt, else follow_up")
    recipient: ShortText | None = None
    details: list[ShortText] = Field(default=[], max_length=10)

    @model_validator(mode="after")
    def _has_a_job(self) -> Self:
        if self.job_id is None and self.kind != "email_template":
            raise ValueError(f"a {self.kind.replace('_', ' ')} is written for a job: give job_id")
        return self


class Draft(BaseModel):
    """A text as it was written, before it is kept: its parts, and what was asked for and not written."""

    kind: DocumentKind
    title: str
    subject: str | None = None
    salutation: str | None = None
    sentences: list[ContentSentence]
    closing: str | None = None
    signature: str | None = None
    text: str
    language: str
    tone: Tone = "formal"
    length: Length | None = None
    refused: list[RefusedSentence] = []
    gaps: list[Gap] = []
    wishes: list[WishAnswer] = []
    notes: list[str] = []
    job_title: str | None = None
    company: str | None = None


class GeneratedContent(BaseModel):
    """A text that was written, with what each sentence rests on; kept as a document that can be asked for again."""

    status: Literal["queued", "running", "completed", "failed", "stopped"] = "completed"
    task_id: UUID | None = Field(default=None, description="The run that writes it, where one does")
    document_id: UUID
    number: int | None = None
    version: int | None = Field(default=None, description="Which version of the letter or mail this is")
    kind: DocumentKind
    title: str = ""
    subject: str | None = None
    text: str = ""
    words: int = 0
    language: str | None = None
    tone: Tone | None = None
    length: Length | None = None
    sentences: list[ContentSentence] = []
    refused: list[RefusedSentence] = []
    gaps: list[Gap] = Field(default=[], description="What the job asks for that no fact shows: left out of the text")
    wishes: list[WishAnswer] = []
    notes: list[str] = []
    job_title: str | None = None
    company: str | None = None
    file_url: str | None = None
    error: str | None = None


class DocumentSummary(BaseModel):
    """One line of the list of documents."""

    id: UUID
    number: int
    kind: DocumentKind
    title: str
    format: str
    size: int = Field(description="Bytes of the file that is kept")
    pages: int | None = None
    version: int | None = None
    series_id: UUID
    job_id: UUID | None = None
    tailored_resume_id: UUID | None = None
    formats: list[str] = Field(description="The formats it can be had in")
    file_url: str
    created_at: datetime


class DocumentList(BaseModel):
    """Documents, newest first."""

    documents: list[DocumentSummary]
    total: int


class DocumentDetail(DocumentSummary):
    """A document in full: its text, its sentences with their proof, what checking the file has shown."""

    text: str | None = None
    subject: str | None = None
    language: str | None = None
    tone: Tone | None = None
    length: Length | None = None
    sentences: list[ContentSentence] = []
    refused: list[RefusedSentence] = []
    gaps: list[Gap] = []
    wishes: list[WishAnswer] = []
    notes: list[str] = []
    checks: DocumentChecks | None = None
    versions: list[DocumentSummary] = Field(default=[], description="The other versions of it, oldest first")
    options: dict[str, Any] = {}


class EditDocument(StrictInput):
    """A letter or mail as the person wants it: the body in their own words, paragraphs parted by an empty line."""

    text: Text
    subject: ShortText | None = None


class RewriteDocument(StrictInput):
    """What is to be different; what is left out stays as it was. The version before is kept."""

    tone: Tone | None = None
    length: Length | None = None
    language: Language | None = None
    prompt: Text | None = None
    recipient: ShortText | None = None


class ExportResume(StrictInput):
    """Which tailored resume to hand out, in which format."""

    tailored: ShortText | None = Field(
        default=None, description="Number or id of the tailored resume, or words of its job; the latest by default"
    )
    format: DocumentFormat = Field(default="docx", description="pdf, docx, md, txt or json (JSON Resume)")
    template: ShortText | None = Field(default=None, description="Name of a template; as it was tailored by default")
    paper: Paper | None = Field(default=None, description="a4 or letter; as it was tailored by default")
    version: int | None = Field(default=None, ge=1, le=1_000_000, description="Which version; the newest by default")


class DocumentReference(StrictInput):
    """Which document is meant; the latest by default."""

    document: ShortText | None = Field(
        default=None, description="The document's number, id, or words of its title; the latest by default"
    )


class ShowDocument(DocumentReference):
    """Which document to show, and in which format its file is wanted."""

    format: DocumentFormat | None = Field(default=None, description="pdf, docx, md, txt or json; as kept by default")


class RewriteLetter(RewriteDocument):
    """Which letter or mail, and what is to be different about it."""

    document: ShortText | None = Field(
        default=None, description="The document's number, id, or words of its title; the latest letter by default"
    )


class ListDocuments(StrictInput):
    """Which documents to list."""

    kind: DocumentKind | None = Field(default=None, description="resume, cover_letter or email; all by default")
    job: ShortText | None = Field(default=None, description="Only those for this job: its number, id or words of it")


class RemovedDocument(BaseModel):
    """What was taken away; undo brings it back."""

    id: UUID
    number: int
    title: str


class TemplateEntry(BaseModel):
    """One template: of documents (how they look) or of mails (what they say)."""

    name: str
    kind: Literal["resume", "cover_letter", "email"]
    title: str
    description: str
    papers: list[str] = []
    columns: int | None = None
    languages: list[str] = []


class TemplateList(BaseModel):
    """The templates there are."""

    templates: list[TemplateEntry]
