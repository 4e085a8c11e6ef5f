"""A job's cover letter as a file: what may be asked for, and what is answered."""

from uuid import UUID

from pydantic import Field

from tools.content.schemas import DocumentSummary, GeneratedContent, Language, Length, Tone
from tools.strict import StrictInput
from tools.tailoring.schemas import DocumentChecks, Paper
from tools.text import ShortText, Text


class GenerateLetter(StrictInput):
    """How the letter is to be; all of it may be left out. With anything of how it is written, it is written anew."""

    tone: Tone | None = None
    length: Length | None = None
    language: Language | None = None
    prompt: Text | None = Field(default=None, description="What to mention, focus on or leave out")
    recipient: ShortText | None = Field(default=None, description="Who it is addressed to, as “Ms Weber”")
    resume_id: UUID | None = Field(default=None, description="The resume to write from; the primary one by default")
    profile_id: UUID | None = Field(
        default=None, description="The job profile whose contact fields head it; the default one by default"
    )
    template: ShortText | None = None
    paper: Paper | None = None


class CoverLetter(GeneratedContent):
    """A job's letter as it stands: the version, what each sentence rests on, what checking its PDF has shown, where
    its PDF is served, and the versions there are."""

    job_id: UUID
    pages: int
    size: int = Field(description="Bytes of the PDF")
    checks: DocumentChecks
    template: str
    paper: Paper
    own_words: bool = Field(description="Whether sentences are the person's own words, which are not proved")
    download_url: str
    preview_url: str
    versions: list[DocumentSummary] = Field(default=[], description="All versions, oldest first")
