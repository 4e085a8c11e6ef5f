"""An upload on its way to being a resume, and what it suggests for the profile."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from tools.accounts.schemas import ExperienceLevel, Label
from tools.resumes.schemas import UploadProblem
from tools.text import ShortText, Text


class ProfileSuggestions(BaseModel):
    """What a resume says and the profile does not yet; nothing is changed by it.

    `years_experience` is what the positions' dates add up to, shown beside the level it suggests.
    """

    skills: list[str] = []
    languages: list[str] = []
    locations: list[str] = []
    experience_level: ExperienceLevel | None = None
    years_experience: float | None = None


class UploadStatus(BaseModel):
    """How far reading an upload is; suggestions are there once it is completed, the error once it has failed."""

    upload_id: UUID
    number: int
    filename: str
    status: Literal["pending", "processing", "completed", "failed"]
    progress: float = Field(ge=0, le=1)
    error: UploadProblem | None = None
    task_id: UUID | None = Field(default=None, description="The run that reads it")
    suggestions: ProfileSuggestions = ProfileSuggestions()


class IngestResume(BaseModel):
    """What to read: a stored upload (again, where it failed), or a resume pasted as text."""

    resume: ShortText | None = Field(default=None, description="Number, id or file name of an upload to read again")
    text: Text | None = Field(default=None, description="A resume's full text, instead")
    filename: ShortText | None = Field(default=None, description="What to call the pasted text")

    @model_validator(mode="after")
    def _one_of_both(self) -> "IngestResume":
        if self.resume is not None and self.text is not None:
            raise ValueError("give either a stored resume or a text, not both")
        return self


class ApplySuggestions(BaseModel):
    """Which suggestions go into the profile; what is not named is left out."""

    skills: list[Label] = Field(default=[], max_length=200)
    languages: list[Label] = Field(default=[], max_length=50)
    locations: list[Label] = Field(default=[], max_length=50)
    experience_level: bool = Field(default=False, description="Take over the suggested level")
