"""What is said about interviews, contacts, offers, reminders and advice, and what is answered."""

from datetime import date, datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tools.applications.schemas import (
    Advice,
    InterviewKind,
    InterviewOutcome,
    InterviewView,
    OfferView,
    Person,
    ReminderKind,
    SentDocument,
)
from tools.jobs.schemas import RemoteKind
from tools.text import ShortText, Text, Url


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")

    def _never_empty(self, *names: str) -> None:
        for name in names:
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"{name} cannot be emptied; leave it out to keep it")


class InterviewChanges(_Closed):
    """Fields to change; what is left out stays, null empties it. A new `starts_at` alone keeps how long it takes."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    timezone: ShortText | None = None
    kind: InterviewKind | None = None
    round: int | None = Field(default=None, ge=1, le=50)
    place: ShortText | None = None
    people: list[Person] | None = Field(default=None, max_length=30)
    notes: Text | None = None
    outcome: InterviewOutcome | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        self._never_empty("starts_at", "kind", "round", "people")
        return self


class InterviewSaved(InterviewView):
    """The interview as it is kept now; `warnings` name others at the same time."""

    warnings: list[str] = Field(default=[])


class NewContact(_Closed):
    """Somebody at an employer or agency; with an application, or of the employer that `company` names."""

    application_id: UUID | None = None
    name: ShortText
    role: ShortText | None = None
    company: ShortText | None = None
    email: ShortText | None = None
    phone: ShortText | None = None
    url: Url | None = None
    notes: Text | None = None


class ContactChanges(_Closed):
    """Fields to change; what is left out stays, null empties it."""

    name: ShortText | None = None
    role: ShortText | None = None
    company: ShortText | None = None
    email: ShortText | None = None
    phone: ShortText | None = None
    url: Url | None = None
    notes: Text | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        self._never_empty("name")
        return self


class _OfferFields(_Closed):
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$", description="ISO 4217")
    base: float | None = Field(default=None, ge=0, le=1e12, description="A year")
    bonus: float | None = Field(default=None, ge=0, le=1e12, description="A year, as an amount")
    bonus_percent: float | None = Field(default=None, ge=0, le=1000, description="Of the base, in place of `bonus`")
    equity: float | None = Field(default=None, ge=0, le=1e12, description="What vests in a year")
    signing: float | None = Field(default=None, ge=0, le=1e12, description="Paid once")
    leave_days: float | None = Field(default=None, ge=0, le=365, description="Working days a year")
    location: ShortText | None = None
    remote: RemoteKind | None = None
    starts_on: date | None = None
    answer_by: date | None = None
    notes: Text | None = None
    source: Text | None = Field(default=None, description="Where it was read: the words themselves")


class NewOffer(_OfferFields):
    """What an employer offers; amounts are a year's. A bonus is an amount or a share of the base, not both."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set - {"notes", "source", "application"}:
            raise ValueError("say what is offered: base, bonus, leave_days …")
        return self


class OfferChanges(_OfferFields):
    """Fields to change; what is left out stays, null empties it."""

    state: Literal["open", "accepted", "declined"] | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        self._never_empty("state")
        return self


class OfferSaved(OfferView):
    """The offer as it is kept now; `warnings` say that it is not the first for its application."""

    warnings: list[str] = Field(default=[])


class ComparedOffer(OfferView):
    """An offer beside others. `leave_value` is what the leave is worth, counted as `leave_value_how` says."""

    number: int = Field(description="The job's number")
    name: str
    leave_value: float | None = None
    leave_value_how: str | None = None
    unstated: list[str] = Field(default=[], description="What the offer does not say")


class CurrencyGroup(BaseModel):
    """The offers of one currency, the highest first year first. Amounts are never converted."""

    currency: str | None
    offers: list[ComparedOffer]
    best: dict[str, UUID] = Field(default={}, description="Which offer is the highest in what, where two state it")


class OfferComparison(BaseModel):
    """Offers side by side, one group a currency, and what cannot be compared and why."""

    groups: list[CurrencyGroup]
    cannot: list[str] = []


class SheetLine(BaseModel):
    """One line of a negotiation sheet with what it rests on."""

    text: str
    source: str


class SheetSection(BaseModel):
    """A heading of the sheet with its lines; there is none without a line."""

    title: str
    lines: list[SheetLine]


class NegotiationSheet(BaseModel):
    """What is known for negotiating one offer; what nobody knows is left out. `markdown` is the same to read."""

    application_id: UUID
    number: int
    name: str
    offer: OfferView
    sections: list[SheetSection]
    markdown: str
    pdf_url: str


class NewReminder(_Closed):
    """Something to do at a time, with an application or without. Times carry their offset or are read in `timezone`."""

    text: ShortText
    due_at: datetime
    timezone: ShortText | None = None
    application_id: UUID | None = None
    kind: ReminderKind = "own"


class ReminderChanges(_Closed):
    """Fields to change; `done` ticks it off, or takes the tick away."""

    text: ShortText | None = None
    due_at: datetime | None = None
    timezone: ShortText | None = None
    done: bool | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        self._never_empty("text", "due_at", "done")
        return self


class AdviceAnswer(_Closed):
    """What becomes of a piece of advice: a reminder (at `due_at`, else when it is due), nothing ever, or it is done."""

    key: ShortText
    decision: Literal["accept", "dismiss", "done"]
    due_at: datetime | None = None
    timezone: ShortText | None = None


class AdviceKey(_Closed):
    """Which piece of advice is meant."""

    key: ShortText


class AdviceDecided(BaseModel):
    """What was made of it; `reminder_id` names the reminder that it became."""

    key: str
    decision: Literal["accepted", "dismissed", "done"]
    reminder_id: UUID | None = None


class NamedAdvice(Advice):
    """A piece of advice with the application it is about."""

    application_id: UUID
    number: int
    name: str


class CalendarItem(BaseModel):
    """One thing on a day. `all_day` things have no hour: `starts_at` is that day's midnight in UTC."""

    id: UUID
    kind: Literal["interview", "appointment", "deadline", "reminder", "offer"]
    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    timezone: str | None = None
    all_day: bool = False
    place: str | None = None
    cancelled: bool = False
    application_id: UUID | None = None
    job_id: UUID | None = None
    number: int | None = None


class SentDocuments(BaseModel):
    """What went out with an application, and every time something did."""

    resume: SentDocument | None = None
    letter: SentDocument | None = None
    sent: list["SentEntry"] = []


class SentEntry(SentDocument):
    """One time that a document went out."""

    id: UUID
    sent_at: datetime
    note: str | None = None


class NoteSent(_Closed):
    """Which resume or letter went out: a version of a tailored resume, a document of ours, or an uploaded resume."""

    kind: Literal["resume", "letter"]
    tailored_resume_id: UUID | None = None
    version: int | None = Field(default=None, ge=1, le=1_000_000)
    document_id: UUID | None = None
    resume_id: UUID | None = None
    note: ShortText | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        named = [self.tailored_resume_id, self.document_id, self.resume_id]
        if sum(value is not None for value in named) != 1:
            raise ValueError("give exactly one of tailored_resume_id, document_id, resume_id")
        if self.kind == "letter" and self.document_id is None:
            raise ValueError("a letter is one of the documents: give document_id")
        return self
