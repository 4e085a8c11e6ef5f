"""What is known of a posting when it is looked at again, and what the look came to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from tools.jobs.schemas import Salary

LivenessState = Literal["open", "gone", "closed", "redirected", "unknown"]
SignCode = Literal[
    "open_long",
    "date_moved",
    "reopened",
    "many_copies",
    "no_apply_link",
    "expired",
    "evergreen",
    "wide_salary",
    "agency_without_employer",
]


@dataclass(frozen=True, slots=True)
class PostingOutline:
    """The posting that is looked for: `url` is where it was seen, `text_head` how its text begins."""

    title: str
    company: str | None
    url: str
    text_head: str = ""


class Liveness(BaseModel):
    """What a look at a posting's page came to. JSON-storable.

    `gone`: the site answers 404 or 410; `closed`: the page says so; `redirected`: the address now leads to a front
    page, a list or another posting; `unknown`: it could not be told. `evidence` are the page's exact words, or the
    status and addresses.
    """

    state: LivenessState
    evidence: str = Field(description="Exact words, or status and addresses")
    reason: str = Field(description="What was found, as a stable word: STATUS, WORDS, VALID_THROUGH, BOT_WALL …")
    url: str = Field(description="Where the look ended")
    status: int | None = Field(default=None, description="HTTP status; None when nothing answered")

    @property
    def dead(self) -> bool:
        """Whether nobody can apply there any more."""
        return self.state in ("gone", "closed", "redirected")


@dataclass(frozen=True, slots=True)
class PostedDate:
    """A posting date that an opening was seen with; `rewritten`: its text changed when this date came."""

    at: datetime
    rewritten: bool = False


@dataclass(frozen=True, slots=True)
class PostingHistory:
    """What was seen of an opening over time; all datetimes aware.

    `posted` holds the different posting dates in the order seen. `copies` counts the employer's open openings of the
    same title and text, this one included. `apply_url` is any address or mail to apply at that its copies gave.
    """

    title: str
    text: str
    first_seen: datetime
    last_seen: datetime
    company: str | None = None
    apply_url: str | None = None
    posted: tuple[PostedDate, ...] = ()
    gone_at: tuple[datetime, ...] = ()
    reopened_at: tuple[datetime, ...] = ()
    copies: int = 1
    salary: Salary | None = None
    valid_through: datetime | None = None


class Sign(BaseModel):
    """Something that makes an opening doubtful: words for people, and what they rest on. JSON-storable."""

    code: SignCode
    words: str
    evidence: str = Field(description="An exact quote, or the dates and figures")
