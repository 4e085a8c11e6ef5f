"""What feeds and searches have in common: addresses with questions, paging, and postings read from their pages."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from tools.jobs.boards.board import Answer, BoardClient, BoardError, BoardKind, BoardPosting, BoardQuery
from tools.jobs.boards.client import gone
from tools.jobs.boards.mapping import Mapping as Fields
from tools.jobs.boards.mapping import Row, could_match, read, string
from tools.jobs.boards.page import Page

MOST_PAGES = 10
_TIME_ZONE = re.compile(r"\b(?:UTC|GMT|[A-Z]{1,3}ST|CET|EET|WET|[ECMP]T)\b")


class Feed(ABC):
    """A board of one site without companies; its pages carry the posting for machines. Subclasses add `search`."""

    name: str
    label: str
    kind: BoardKind = "feed"
    hosts: tuple[str, ...]
    remote_only = False

    def recognise(self, url: str) -> str | None:
        """ "" for an address of this board, None for others."""
        return "" if on_host(url, self.hosts) else None

    def id_at(self, url: str) -> str:
        """The id of the posting at an address: the number it carries, else the last part of its path."""
        return page_id(url)

    @abstractmethod
    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """The openings that the board answers with; see `Board.search`."""

    async def fetch(self, client: BoardClient, url: str) -> BoardPosting:
        """The posting that the page at `url` states. Raises POSTING_GONE, BOARD_REFUSED or BOARD_CHANGED."""
        return await posting_of_page(client, self, url)

    async def probe(self, client: BoardClient) -> None:
        """Search for a single posting; raises what `search` raises."""
        await self.search(client, BoardQuery(limit=1))


def on_host(url: str, hosts: Iterable[str]) -> bool:
    """Whether an address lies on one of the hosts, "www." aside, or below one."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return False
    return any(host == known.removeprefix("www.") or host.endswith(f".{known}") for known in hosts)


def asking(address: str, **questions: object) -> str:
    """The address with its questions; those that are None or "" are not asked, True is asked as "true"."""
    said = {name: "true" if value is True else value for name, value in questions.items() if value not in (None, "")}
    return f"{address}?{urlencode(said)}" if said else address


@dataclass(frozen=True, slots=True)
class Paging:
    """How to page: the address of a page (0 is the first), its rows, and when to stop.

    `size` is how many rows a full page has, None when a short page does not mean the last one.
    `blind`: the board cannot be asked for words, so pages are read until enough titles could match.
    """

    address: Callable[[int], str]
    rows: Callable[[Answer], list[Row]]
    size: int | None = None
    blind: bool = False
    most: int = MOST_PAGES

    async def read(
        self,
        client: BoardClient,
        mapping: Fields,
        query: BoardQuery,
        *,
        accept: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> tuple[Answer, list[Row]]:
        """Pages until `query.limit` rows, an empty, short or repeated page, or `most`; raises what `rows` raises."""
        found: dict[object, Row] = {}
        for page in range(self.most):
            answer = await client.get(self.address(page), accept=accept, headers=headers)
            rows = self.rows(answer)
            known = len(found)
            found |= {_key(mapping, row, index): row for index, row in enumerate(rows, known)}
            last = not rows or len(found) == known or (self.size is not None and len(rows) < self.size)
            if last or self._enough(found.values(), mapping, query):
                break
        return answer, list(found.values())

    def _enough(self, rows: Iterable[Row], mapping: Fields, query: BoardQuery) -> bool:
        titles = [string(read(row, mapping.title)) or "" for row in rows]
        if self.blind and query.words:
            titles = [title for title in titles if could_match(title, query.words)]
        return len(titles) >= query.limit


def _key(mapping: Fields, row: Row, index: int) -> object:
    return string(read(row, mapping.external_id)) or index


async def posting_of_page(client: BoardClient, board: Feed, url: str) -> BoardPosting:
    """The posting that a page of a board states, for machines or for readers, as one of that board."""
    found = await Page().fetch(client, url)
    remote = "remote" if board.remote_only else found.remote
    known: dict[str, object] = {
        "board": board.name,
        "kind": board.kind,
        "external_id": board.id_at(url),
        "remote": remote,
    }
    if board.remote_only:
        known |= {"locations": [], "open_to": found.locations}
    return found.model_copy(update=known)


async def answer_at(
    client: BoardClient, url: str, *, accept: str = "application/json", headers: Mapping[str, str] | None = None
) -> Answer:
    """The answer at a posting's own address. Raises POSTING_GONE where nothing is there any more, else as `get`."""
    try:
        return await client.get(url, accept=accept, headers=headers)
    except BoardError as error:
        if gone(error):
            raise posting_gone(url) from error
        raise


def posting_gone(url: str) -> BoardError:
    """The error for a posting that its board does not know any more."""
    host = urlsplit(url).hostname
    return BoardError(
        f"{host} does not have this posting any more.", code="POSTING_GONE", details={"host": host, "url": url}
    )


def split_places(value: object) -> list[str]:
    """The places of a board's comma-separated list, or list, time zones left out: "EMEA,  LATAM" is two."""
    listed = value if isinstance(value, list) else [value]
    parts = [part for one in listed if isinstance(one, str) for part in re.split(r"\s*[,;]\s*(?![^()]*\))", one)]
    return [part.strip() for part in parts if part.strip() and not _TIME_ZONE.search(part)]


def path_of(url: str) -> str:
    """The path of an address, "" of what is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def page_id(url: str) -> str:
    """The number that a posting's address carries, else the last part of its path."""
    parts = [part for part in path_of(url).split("/") if part]
    numbers = [piece for part in parts for piece in part.split("-") if piece.isdigit() and len(piece) >= 4]
    return numbers[-1] if numbers else parts[-1] if parts else url
