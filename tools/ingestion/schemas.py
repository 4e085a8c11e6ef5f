"""Watches, sources and what is new."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from tools.ingestion.pace import Pace
from tools.jobs.schemas import JobListItem
from tools.jobs.searching.countries import Country, Currency
from tools.jobs.searching.schemas import RunState, Wanted
from tools.strict import StrictInput
from tools.text import ShortText

# begun: new; known: watched already; changed: watched already and otherwise from now on; resumed: it was paused.
WatchChange = Literal["begun", "known", "changed", "resumed"]
SourceState = Literal["ok", "failing", "resting", "never asked", "key missing", "off"]


class WatchJobs(StrictInput, Wanted):
    """What to look for again and again: companies by name or careers address, or a search, or one within the other."""

    country: Country | None = None
    salary_currency: Currency | None = None
    watched_companies: list[ShortText] = Field(
        default=[], max_length=20, description="Companies to watch: names, or addresses of their careers pages"
    )
    pace: Pace | None = Field(default=None, description="How often to look; daily unless said")


class ResolvedCompany(BaseModel):
    """A company's page on a board: `source` is board:token, `openings` how many it showed."""

    name: str
    source: str
    openings: int


class CompanyNotFound(BaseModel):
    """A company whose openings were found on no page, and why."""

    company: str
    why: str


class FoundCompanies(BaseModel):
    """What looking for companies came to; `pending` are those that are still looked for."""

    resolved: list[ResolvedCompany] = []
    not_found: list[CompanyNotFound] = []
    pending: list[str] = []


class PreparedWatch(WatchJobs):
    """A watch whose companies have been looked for on the boards."""

    found: FoundCompanies = FoundCompanies()


class WatchView(BaseModel):
    """One watch. `change` is what asking for it has done; `trouble` why its page cannot be read now, or why it is
    paused; `looking_for` names a company whose page is still being looked for."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    number: int
    kind: Literal["search", "company"]
    name: str
    pace: Pace
    source: str | None = None
    wanted: Wanted
    due_at: datetime
    ran_at: datetime | None = None
    run_id: UUID | None = None
    paused: bool = False
    trouble: str | None = None
    looking_for: str | None = None
    change: WatchChange | None = None


class WatchList(BaseModel):
    """Watches, oldest first; with `begun` they are those that were just asked for, and `not_found` the companies that
    were but have no page."""

    watches: list[WatchView]
    begun: bool = False
    not_found: list[CompanyNotFound] = []


class WatchReference(BaseModel):
    """Which watch is meant."""

    watch: ShortText = Field(description="The watch's number, id, or words of its name")


class RemovedWatch(BaseModel):
    """A watch that was ended."""

    id: UUID
    number: int
    name: str


class ShowNew(BaseModel):
    """Since when: `hours` back from now; from two days on in whole days (UTC): 48 is since yesterday began."""

    hours: int = Field(default=24, ge=1, le=24 * 90)


class JobChange(BaseModel):
    """How a job of the list changed: words such as "salary removed", or that it was closed."""

    number: int
    title: str
    company: str | None = None
    at: datetime
    words: str


class NewJobs(BaseModel):
    """What is new: jobs that searches and watches have put on the list, changes of jobs that are on it, and watches
    that were paused because their page is dead."""

    since: datetime
    jobs: list[JobListItem]
    changes: list[JobChange]
    paused: list[WatchView] = []
    watches: int = Field(description="How many watches there are")


class IngestJobs(StrictInput):
    """Which sources to fetch the newest postings from; empty: all usual ones and every watched company."""

    sources: list[ShortText] = Field(default=[], max_length=50)


class IngestionResult(BaseModel):
    """What an ingestion came to, as far as it is."""

    id: UUID = Field(description="The run's id")
    status: RunState
    progress: float = 0.0
    sources: list[dict[str, object]] = []
    found: int = 0
    openings: int = 0
    new: int = 0
    error: str | None = None


class SourceHealth(BaseModel):
    """How one source fares."""

    name: str
    label: str
    kind: Literal["company", "feed", "search"]
    state: SourceState
    last_run_at: datetime | None = None
    last_ok_at: datetime | None = None
    last_error: str | None = None
    failures: int = Field(default=0, description="Failures since the last success")
    asked_again_at: datetime | None = None
    runs: int = 0
    found: int = Field(default=0, description="Postings answered, all runs together")
    last_found: int = 0
    new: int = Field(default=0, description="Openings that were new, all runs together")
    seconds: float | None = None


class IngestionStatus(BaseModel):
    """Health of all sources, and what waits."""

    sources: list[SourceHealth]
    queue_depth: int
    next_ingestion_at: datetime | None = None
    last_ingestion_at: datetime | None = None
