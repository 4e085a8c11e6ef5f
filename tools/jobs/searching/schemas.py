"""What a person looks for, and what a search came to."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from tools.jobs.boards.board import SourceOutcome
from tools.jobs.schemas import JobStatus, RemoteKind, Salary, Seniority
from tools.jobs.searching.countries import Country, Currency
from tools.strict import StrictInput
from tools.text import ShortText

RunState = Literal["queued", "running", "completed", "failed", "cancelled"]


def _fewest(said: RemoteKind | list[RemoteKind] | None) -> RemoteKind | list[RemoteKind] | None:
    """One way of work by itself, several as a list without repeats, none or all of them as no filter."""
    ways = list(dict.fromkeys([said] if isinstance(said, str) else said or []))
    return None if len(ways) in {0, 3} else ways[0] if len(ways) == 1 else ways


Ways = Annotated[RemoteKind | list[RemoteKind] | None, AfterValidator(_fewest)]


class Wanted(BaseModel):
    """What is wanted. All but `words` are hard filters: what does not meet them is never ranked.

    What a posting does not state does not meet a filter either, unless `include_unstated`; how many were left out for
    that is always told. Pay is compared in the posting's own currency, never converted.
    """

    words: ShortText | None = Field(default=None, description="Role, skills or any words")
    location: ShortText | None = Field(default=None, description="City, region or country of the work, as said")
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$", description="ISO 3166 alpha-2, when known")
    remote: Ways = Field(default=None, description="The way of work, or a list of those that will do")
    salary_min: float | None = Field(default=None, ge=0, le=1e9, description="Least pay a year")
    salary_currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$", description="ISO 4217")
    seniority: list[Seniority] = []
    skills: list[ShortText] = Field(default=[], max_length=20, description="Skills that must all be named")
    sponsorship: bool = Field(default=False, description="Only openings that sponsor a visa")
    companies: list[ShortText] = Field(default=[], max_length=50, description="Only these employers")
    blocked_companies: list[ShortText] = Field(default=[], max_length=500, description="Never these employers")
    posted_within_days: int | None = Field(default=None, ge=1, le=365)
    include_unstated: bool = False

    @property
    def ways(self) -> tuple[RemoteKind, ...]:
        """The ways of work that will do; empty when any does."""
        return (self.remote,) if isinstance(self.remote, str) else tuple(self.remote or ())


class SearchJobs(Wanted):
    """A search over the boards. The best `limit` go onto the list."""

    sources: list[ShortText] = Field(default=[], max_length=50, description="Boards or company pages; empty: all usual")
    profile: ShortText | None = Field(
        default=None, description="A job profile whose preferences hold where the search says nothing of its own"
    )
    limit: int = Field(default=10, ge=1, le=50)


class SearchRequest(StrictInput, SearchJobs):
    """A search over the boards as it is asked for: nothing that is not known is taken. The best `limit` go onto the
    list."""

    country: Country | None = None
    salary_currency: Currency | None = None


class RankPart(BaseModel):
    """One part of a ranking score: 0 to 100, its weight in this ranking, and in words why."""

    name: str
    score: float | None
    weight: float
    reason: str
    quote: str | None = Field(default=None, description="Exact words of the posting")


class RankedPosting(BaseModel):
    """An opening with its place in a ranking. `job_id` and `number` where it is on the person's list."""

    posting_id: UUID
    job_id: UUID | None = None
    number: int | None = None
    title: str
    company: str | None = None
    location: str | None = None
    remote: RemoteKind | None = None
    salary: Salary | None = None
    skills: list[str] = []
    source: str
    url: str | None = None
    apply_url: str | None = None
    posted_at: datetime | None = None
    first_seen: datetime | None = None
    status: JobStatus | None = None
    rating: Literal["up", "down"] | None = Field(default=None, description="The person's thumb, if they gave one")
    score: float = Field(ge=0, le=100)
    parts: list[RankPart]
    warnings: list[str] = Field(default=[], description="Signs of a closed, ghost or repeated posting, with evidence")
    is_new: bool = False


class LeftOut(BaseModel):
    """How many openings a filter kept out: those that state otherwise, those that state nothing, and those that state
    their pay in another currency, which is never converted."""

    filter: str
    otherwise: int = 0
    unstated: int = 0
    other_currency: int = 0


class SearchResult(BaseModel):
    """What a search came to, as far as it is."""

    id: UUID = Field(description="The run's id")
    status: RunState
    progress: float = 0.0
    wanted: SearchJobs
    sources: list[SourceOutcome] = []
    found: int = Field(default=0, description="Postings that the sources answered")
    openings: int = Field(default=0, description="Openings those are, copies counted once")
    new: int = Field(default=0, description="Openings never seen before")
    left_out: list[LeftOut] = []
    jobs: list[RankedPosting] = []
    error: str | None = None
