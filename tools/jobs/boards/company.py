"""What the boards of one employer's openings share: tokens in addresses, errors that name them, details in bounds."""

import asyncio
import re
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from store.errors import ValidationError
from tools.jobs.boards.board import Answer, BoardClient, BoardError, BoardKind, BoardPosting, BoardQuery
from tools.jobs.boards.client import gone
from tools.jobs.boards.mapping import Row, at, changed, json_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads on a company board: the employer's token, and the posting's id if it is one's page."""

    token: str
    posting: str | None = None


class CompanyBoard(ABC):
    """A board that lists one employer's openings by token. Subclasses say where, and map what comes."""

    name: str
    label: str
    kind: BoardKind = "company"
    hosts: tuple[str, ...]
    # Matched against "host/path?query" in lower-case host; groups `token` and, on a posting's page, `id`.
    addresses: tuple[re.Pattern[str], ...]
    # An employer that is known to be there, most often the board's own maker: what `probe` asks for.
    known: str
    # Where people find the token, for the error when there is no such company.
    where: str
    # What a token may look like: it becomes a host name or a part of a path.
    form: re.Pattern[str] = re.compile(r"[\w.-]{1,100}")

    def locate(self, url: str) -> Place | None:
        """Token and posting id in an address of this board, None for others'."""
        shown = shown_address(url)
        for pattern in self.addresses:
            if match := pattern.match(shown):
                groups = match.groupdict()
                return Place(unquote(groups["token"]), groups.get("id"))
        return None

    def recognise(self, url: str) -> str | None:
        """The company's token in an address of this board, None for others'."""
        found = self.locate(url)
        return found.token if found else None

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """The employer's openings. Raises COMPANY_UNKNOWN when the board has no such token, else as the board says."""
        token = self.token_of(query)
        try:
            return await self.openings(client, token, query)
        except BoardError as error:
            raise self._unknown(token, error) if gone(error) else error from error

    async def fetch(self, client: BoardClient, url: str) -> BoardPosting:
        """The posting at its address on this board. Raises POSTING_GONE when it is not there any more."""
        found = self.locate(url)
        if found is None or found.posting is None:
            raise ValidationError(f"{url[:200]} is not the address of one posting on {self.label}.", code="INVALID_URL")
        return await self.again(client, found.token, found.posting)

    async def again(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """The posting of a token and an id, for those whose address is the employer's own. Raises as `fetch`."""
        try:
            return await self.opening(client, token, posting)
        except BoardError as error:
            raise self.gone(posting, token) if gone(error) else error from error

    async def probe(self, client: BoardClient) -> None:
        """Ask for one opening of a known employer; its having left the board is no failure of the board."""
        try:
            await self.openings(client, self.known, BoardQuery(company=self.known, limit=1))
        except BoardError as error:
            if not gone(error):
                raise

    @abstractmethod
    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """The openings of one employer, at most `query.limit`."""

    @abstractmethod
    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening by its id."""

    def token_of(self, query: BoardQuery) -> str:
        """The token a query names, as such or in an address. Raises ValidationError when there is none or it is odd."""
        said = query.company or ""
        token = (self.recognise(said) if "." in said else None) or said
        if not self.form.fullmatch(token) or ".." in token:
            raise ValidationError(
                f"{self.label} needs the employer's token ({self.where}), not '{said[:80]}'.", code="COMPANY_MISSING"
            )
        return token

    def own(self, answer: Answer, token: str, site: str) -> Answer:
        """The answer, when it came from the employer's own host. Raises COMPANY_UNKNOWN when it led elsewhere, as some
        boards lead tokens that they do not know to their own site."""
        if urlsplit(answer.url).hostname != urlsplit(site).hostname:
            raise self._unknown(token, BoardError("", details={"host": urlsplit(site).hostname, "status": 404}))
        return answer

    def gone(self, posting: str, token: str) -> BoardError:
        """The error for a posting that is not on the board any more."""
        return BoardError(
            f"{self.label} has no posting {posting} of '{token}' any more: it was closed or taken down.",
            code="POSTING_GONE",
            details={"host": self.hosts[0], "company": token, "posting": posting},
        )

    def _unknown(self, token: str, error: BoardError) -> BoardError:
        return BoardError(
            f"{self.label} has no company '{token}'. Check the token ({self.where}); the company may also have moved "
            "to another board: give its careers address instead.",
            code="COMPANY_UNKNOWN",
            details={**error.details, "company": token},
        )


def counted(answer: Answer, rows: list[Row], *totals: str) -> list[Row]:
    """The rows of a list. Raises BOARD_CHANGED when there are none and yet the answer counts some, at one of the dotted
    paths: an empty list closes what was on it, so it must mean what it says."""
    stated = [at(json_of(answer), path) for path in totals] if not rows else []
    if total := next((total for total in stated if isinstance(total, int) and total > 0), None):
        raise changed(answer, f"it counts {total} openings and lists none")
    return rows


def shown_address(url: str) -> str:
    """An address as patterns see it: host in lower case, path and query, no scheme; "" for what is no address."""
    try:
        parts = urlsplit(url.strip() if "//" in url else f"https://{url.strip()}")
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    return f"{host}{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


async def detailed(
    openings: list[BoardPosting], fetch: Callable[[BoardPosting], Awaitable[BoardPosting]], at_once: int = 4
) -> list[BoardPosting]:
    """The openings with what their own pages add; the client paces them. One that says it is closed, or that alone is
    not there, is left out; one whose details cannot be had stays as the list states it, and so do all where not one has
    details: then it is the details that are not there. After three failures in all nothing more is asked for."""
    turns, failures = asyncio.Semaphore(at_once), 0
    missing: list[BoardPosting] = []

    async def one(opening: BoardPosting) -> BoardPosting | None:
        nonlocal failures
        async with turns:
            if failures >= 3:
                return opening
            try:
                return await fetch(opening)
            except BoardError as error:
                if error.code == "POSTING_GONE":
                    return None
                if gone(error):
                    missing.append(opening)
                    return None
                failures += 1
                return opening

    found = await asyncio.gather(*(one(opening) for opening in openings))
    return openings if len(missing) == len(openings) else [opening for opening in found if opening is not None]


def merged(openings: list[BoardPosting]) -> list[BoardPosting]:
    """One posting where a board repeats it once for every place: all its locations, the first's other fields, remote
    only where they agree."""
    first: dict[str, BoardPosting] = {}
    for opening in openings:
        known = first.get(opening.external_id)
        if known is None:
            first[opening.external_id] = opening
            continue
        for name in ("locations", "open_to"):
            places = [*getattr(known, name), *getattr(opening, name)]
            setattr(known, name, list(dict.fromkeys(places)))
        known.remote = known.remote if known.remote == opening.remote else None
    return list(first.values())
