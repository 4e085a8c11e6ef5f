"""What every area can be asked."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from tools.text import ShortText


class ListChanges(BaseModel):
    """How many of the latest changes to list."""

    limit: int = Field(default=10, ge=1, le=100)


class ChangeEntry(BaseModel):
    """One change to the person's data."""

    id: UUID
    kind: str
    subject: str
    what: str
    can_be_undone: bool
    undone: bool
    created_at: datetime


class ChangeList(BaseModel):
    """The latest changes, newest first."""

    changes: list[ChangeEntry]


class Undone(BaseModel):
    """The change that was taken back, or with `undone` false the latest one, which cannot be."""

    undone: bool = True

    kind: str
    subject: str
    what: str


class HelpTopic(BaseModel):
    """What the question is about."""

    topic: ShortText | None = Field(default=None, description="jobs, resumes, tailoring or any word")


class HelpEntry(BaseModel):
    """One thing that can be asked, with a sentence that asks it."""

    tool: str
    area: str
    description: str
    example: str


class HelpText(BaseModel):
    """What can be asked here."""

    topic: str | None
    entries: list[HelpEntry]
