"""What is said about interviews, offers, reminders and contacts in a conversation, and what is told back."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from tools.applications.around.schemas import InterviewSaved, NamedAdvice, NewOffer, OfferSaved
from tools.applications.schemas import ContactView, InterviewKind, InterviewOutcome, ReminderView
from tools.strict import StrictInput
from tools.text import ShortText, Text, Url

InterviewChange = Literal["added", "changed", "cancelled"]
WHICH = "The application: its job's number, id, or words of title or company; the only open one by default"


class OfApplication(StrictInput):
    """Which application is meant."""

    application: ShortText | None = Field(default=None, description=WHICH)


class ScheduleInterview(OfApplication):
    """An interview to put down, or with `change` the one that stands (the next) with what is different about it."""

    change: bool = Field(default=False, description="Move or change the interview that stands already")
    starts_at: datetime | None = Field(default=None, description="Without an offset: read in `timezone`")
    ends_at: datetime | None = None
    timezone: ShortText | None = Field(default=None, description="IANA name, such as Europe/Vienna")
    kind: InterviewKind | None = None
    round: int | None = Field(default=None, ge=1, le=50)
    place: ShortText | None = Field(default=None, description="A link, a telephone number or an address")
    people: list[ShortText] = Field(default=[], max_length=30, description="Names of those it is with")
    outcome: InterviewOutcome | None = Field(default=None, description="passed, failed, or cancelled to call it off")
    notes: Text | None = None


class InterviewTold(BaseModel):
    """The interview as it is kept now, with the application it belongs to. `zone_known`: the person's zone is."""

    what: InterviewChange
    number: int
    name: str
    interview: InterviewSaved
    zone_known: bool = True


class RecordOffer(NewOffer):
    """What an employer offers; amounts are a year's."""

    application: ShortText | None = Field(default=None, description=WHICH)


class OfferTold(BaseModel):
    """The offer as it is kept now, with the application it belongs to."""

    number: int
    name: str
    offer: OfferSaved


class CompareOffers(StrictInput):
    """Which applications' offers to compare; all by default."""

    applications: list[ShortText] = Field(
        default=[], max_length=50, description="Numbers, ids or words; all by default"
    )


class NextSteps(BaseModel):
    """What could be done next, and the reminders that are set; `tracked` is how many applications there are."""

    tracked: int
    advice: list[NamedAdvice]
    reminders: list[ReminderView]


class RemindMe(OfApplication):
    """What to be reminded of, and when."""

    text: ShortText = Field(description="What to do, in the person's words")
    due_at: datetime = Field(description="Without an offset: read in `timezone`")
    timezone: ShortText | None = Field(default=None, description="IANA name, such as Europe/Vienna")


class SayContact(OfApplication):
    """Somebody at an employer: with an application, or of the company."""

    name: ShortText
    role: ShortText | None = None
    company: ShortText | None = None
    email: ShortText | None = None
    phone: ShortText | None = None
    url: Url | None = None


class ContactTold(BaseModel):
    """The contact as it is kept now."""

    contact: ContactView
