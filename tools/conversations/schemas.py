"""Conversations as the API shows them."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from tools.text import ShortText

Area = Literal["jobs", "resumes", "tailoring", "email"]


class NewConversation(BaseModel):
    """How to call it, and the one area it is bound to, if any."""

    title: ShortText | None = None
    area: Area | None = None


class ConversationSummary(BaseModel):
    """One line of the list."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    title: str
    area: str | None
    created_at: datetime
    updated_at: datetime


class Attachment(BaseModel):
    """Something that came with a message."""

    id: UUID
    kind: str
    name: str
    number: int


class Step(BaseModel):
    """One tool call of an answer: its Markdown text, and its typed result where it succeeded."""

    call_id: str
    name: str
    arguments: dict[str, Any]
    status: Literal["ok", "error", "refused"]
    text: str
    result: dict[str, Any] | None = None


class MessageView(BaseModel):
    """One message of the transcript; `content` is Markdown."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    role: Literal["user", "assistant"]
    content: str
    attachments: list[Attachment] = []
    steps: list[Step] = []
    run_id: UUID | None = None
    created_at: datetime


class ConversationView(ConversationSummary):
    """A conversation with its messages; `pending` is the question that waits for the person, if any."""

    messages: list[MessageView]
    pending: dict[str, Any] | None = None
