"""What a mail of an employer says of an application."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

ReplyKind = Literal[
    "application_received", "assessment", "interview", "reschedule", "offer", "rejection", "question", "outreach",
    "other",
]  # fmt: skip


class Meeting(BaseModel):
    """An interview's time and place as the mail or its invitation states it."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    timezone: str | None = None
    where: str | None = Field(default=None, description="A link, a telephone number or an address")
    uid: str | None = Field(default=None, description="The invitation's own id")
    method: str | None = Field(default=None, description="REQUEST, CANCEL … of the invitation")
    quote: str | None = Field(default=None, description="The mail's words that state it")


class Reply(BaseModel):
    """The class of a mail, with the words that show it. `quote` stands in the mail's text, word for word.

    `confidence` is the share of right answers among cases that were judged with such evidence, not a model's feeling.
    """

    kind: ReplyKind = "other"
    confidence: float = Field(default=0.0, ge=0, le=1)
    quote: str | None = None
    company: str | None = None
    role: str | None = None
    requisition_id: str | None = None
    meeting: Meeting | None = None
    needs_answer: bool = False
    suspicious: list[str] = Field(default=[], description="Words that give orders to whoever reads the mail for them")


class KnownApplication(BaseModel):
    """A job of the person's that a mail could be about. `domains` are known mail domains of the employer.

    `threads` are message ids of mails that were tied to it before.
    """

    job_id: str
    number: int
    title: str
    company: str | None = None
    status: str
    requisition_id: str | None = None
    domains: list[str] = []
    threads: list[str] = []
    applied_at: datetime | None = None


class Tie(BaseModel):
    """Which applications a mail may be about, the likeliest first, and why. One that is certain stands alone."""

    certain: bool = False
    job_ids: list[str] = []
    why: str | None = None
