"""Simplify's lists of internships and first jobs, kept by many hands in a public repository as one JSON file."""

import re

from tools.jobs.boards.board import BoardClient, BoardError, BoardPosting, BoardQuery
from tools.jobs.boards.client import gone
from tools.jobs.boards.feeds import Feed, posting_gone
from tools.jobs.boards.mapping import Mapping, Row, postings, remote_kind, rows_of, string, strings
from tools.jobs.boards.shapes import Shape, fields

_RAW = "https://raw.githubusercontent.com/SimplifyJobs"
LISTS = (
    f"{_RAW}/New-Grad-Positions/dev/.github/scripts/listings.json",
    f"{_RAW}/Summer2027-Internships/dev/.github/scripts/listings.json",
    f"{_RAW}/Summer2026-Internships/dev/.github/scripts/listings.json",
)
_REMOTE = re.compile(r"^remote(?:\s+in\s+|\s*[-,(]\s*|$)(?P<where>[^)]*)\)?$", re.I)


def _places(row: Row) -> list[str]:
    return [place for place in strings(row, "locations") if not _REMOTE.match(place)]


def _open_to(row: Row) -> list[str]:
    """ "Remote in USA" is a remote job that is open to the USA."""
    said = [match["where"].strip() for place in strings(row, "locations") if (match := _REMOTE.match(place))]
    return [where for where in said if where]


def _is_open(row: Row) -> bool:
    return row.get("active") is not False and row.get("is_visible") is not False


MAPPING = Mapping(
    board="simplify",
    kind="feed",
    external_id=("id", "url"),
    title="title",
    company="company_name",
    locations=_places,
    remote=lambda row: remote_kind(remote=any(_REMOTE.match(place) for place in strings(row, "locations"))),
    open_to=_open_to,
    department="category",
    url="url",
    posted_at="date_posted",
    tags="terms",
)
SHAPE = Shape(
    board="simplify",
    fields=fields(
        "is_visible active date_posted date_updated company_name terms season sponsorship company_url locations degrees"
    ),
    mapping=MAPPING,
    is_open=_is_open,
)


class Simplify(Feed):
    """https://github.com/SimplifyJobs: links to employers' own postings, without their texts."""

    name = "simplify"
    label = "Simplify"
    hosts = ("simplify.jobs",)

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """The open entries of all lists; a list that is not there any more (they are renamed yearly) is left out."""
        found: dict[str, BoardPosting] = {}
        failures: list[BoardError] = []
        for address in LISTS:
            try:
                answer = await client.get(address)
            except BoardError as error:
                if not gone(error):
                    raise
                failures.append(error)
                continue
            rows = [row for row in rows_of(answer) if _is_open(row)]
            found |= {posting.external_id: posting for posting in postings(MAPPING, answer, rows, query)}
        if len(failures) == len(LISTS):
            raise failures[0]
        newest = sorted(found.values(), key=_moment, reverse=True)
        return newest[: query.limit]

    async def fetch(self, client: BoardClient, url: str) -> BoardPosting:
        """The entry whose link an address is; its text is at the employer's."""
        for address in LISTS:
            try:
                rows = rows_of(await client.get(address))
            except BoardError as error:
                if not gone(error):
                    raise
                continue
            for row in rows:
                if string(row, "url") == url and _is_open(row) and (posting := MAPPING.posting(row)):
                    return posting
        raise posting_gone(url)


def _moment(posting: BoardPosting) -> float:
    return posting.posted_at.timestamp() if posting.posted_at else 0.0
