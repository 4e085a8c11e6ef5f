"""What a board is: where postings come from, and what it states of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from pydantic import BaseModel, Field

from store.errors import UpstreamError
from tools.jobs.schemas import RemoteKind, Salary
from tools.text import ShortText

# company: the openings of one employer, named by its token; feed: everything new on a board; search: asks the board.
BoardKind = Literal["company", "feed", "search"]


class BoardQuery(BaseModel):
    """What is looked for. A company board answers with all of `company`'s openings; feeds and searches may ignore
    what they cannot ask for, since every posting is filtered again afterwards."""

    words: ShortText | None = Field(default=None, description="Role, skills, any words, as said")
    company: ShortText | None = Field(default=None, description="The employer's token on a company board")
    location: ShortText | None = None
    country: str | None = Field(default=None, description="ISO 3166 alpha-2")
    remote: bool = False
    limit: int = Field(default=100, ge=1, le=1000, description="At most so many postings, the newest first")


class BoardPosting(BaseModel):
    """One opening as a board states it; None where it is silent, never a guess. JSON-storable."""

    board: str = Field(description="The board's name, as in its file")
    kind: BoardKind
    external_id: str = Field(description="The posting's id on that board")
    title: str
    company: str | None = None
    company_token: str | None = None
    locations: list[str] = Field(default=[], description="As written, one entry a place")
    remote: RemoteKind | None = None
    open_to: list[str] = Field(default=[], description="Places a remote job is open to, as written")
    salary: Salary | None = None
    employment_type: str | None = None
    department: str | None = None
    text: str = Field(default="", description="Paragraphs and list items on lines of their own")
    url: str | None = Field(default=None, description="The board's page of the posting")
    apply_url: str | None = None
    requisition_id: str | None = None
    posted_at: datetime | None = None
    valid_through: datetime | None = None
    language: str | None = None
    tags: list[str] = Field(default=[], description="Skills and categories the board itself lists")


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer of a board: `fresh` is False when the cache or a 304 gave it; `stale` says why an old answer
    stands in for one that could not be had."""

    url: str
    status: int
    content: bytes
    fresh: bool = True
    stale: str | None = None


class BoardClient(Protocol):
    """How boards reach the network: conditional, paced per host, cached, counted."""

    async def get(
        self, url: str, *, accept: str = "application/json", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Fetch, with `headers` (a key, say) added; raises BoardError for a status of 400 or more, and whatever
        `Outbound.get` raises."""
        ...

    async def post(self, url: str, body: object) -> Answer:
        """Post JSON to an address that only searches; raises as `get`."""
        ...


class Board(Protocol):
    """One source. `name` is its file's name; `label` is what people call it; `hosts` are those of its pages."""

    name: str
    label: str
    kind: BoardKind

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names of its pages."""
        ...

    def recognise(self, url: str) -> str | None:
        """The company's token in an address of this board, "" for a board without companies, None for others'."""
        ...

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """The openings that the board answers with. Raises BoardError when the answer is not what it documents."""
        ...

    async def fetch(self, client: BoardClient, url: str) -> BoardPosting:
        """The posting at one address of this board. Raises BoardError `POSTING_GONE` when it is not there any more."""
        ...

    async def probe(self, client: BoardClient) -> None:
        """Ask for as little as shows that the board answers as documented. Raises BoardError with what did not."""
        ...


class BoardError(UpstreamError):
    """A board did not answer as it documents. `code`: BOARD_REFUSED, BOARD_CHANGED, POSTING_GONE, COMPANY_UNKNOWN,
    BOARD_KEY_MISSING. `details`: `host`; of an HTTP error `status`, and `retry_after` in seconds where it must wait."""


class SourceOutcome(BaseModel):
    """What one source of a search came to; `error` says what happened, where it failed.

    `fresh` is False when an answer of before stood in; `whole` when these are all the openings of a company's page.
    """

    source: str
    company: str | None = None
    found: int = 0
    fresh: bool = True
    whole: bool = False
    error: str | None = None
    code: str | None = None
