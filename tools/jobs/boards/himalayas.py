"""Himalayas: remote jobs of all trades; a keyless search and a feed, twenty a page."""

import re

from tools.jobs.boards.board import Answer, BoardClient, BoardKind, BoardPosting, BoardQuery
from tools.jobs.boards.feeds import Feed, Paging, asking, on_host, path_of
from tools.jobs.boards.mapping import Mapping, Row, postings, read, rows_of, salary, string, strings
from tools.jobs.boards.shapes import Shape, fields

ADDRESS = "https://himalayas.app/jobs/api"
SIZE = 20
_HOSTS = ("himalayas.app",)


def _id(value: object) -> str | None:
    """ "company/job" of an address as .../companies/company/jobs/job; else the address itself."""
    address = string(value)
    match = re.fullmatch(r".*/companies/([^/?#]+)/jobs/([^/?#]+)/?", path_of(address)) if address else None
    return f"{match[1]}/{match[2]}" if match else address


def _apply(row: Row) -> object:
    address = row.get("applicationLink")
    return address if isinstance(address, str) and not on_host(address, _HOSTS) else None


MAPPING = Mapping(
    board="himalayas",
    kind="search",
    external_id=lambda row: _id(read(row, ("guid", "applicationLink"))),
    title="title",
    company="companyName",
    company_token="companySlug",
    remote=lambda _: "remote",
    # Names in most answers, objects with a name in some.
    open_to=lambda row: strings(row, "locationRestrictions") or strings(row, "locationRestrictions.*.name"),
    salary=lambda row: salary(row.get("minSalary"), row.get("maxSalary"), row.get("currency"), row.get("salaryPeriod")),
    employment_type="employmentType",
    text=("description",),
    url=("guid", "applicationLink"),
    apply_url=_apply,
    posted_at="pubDate",
    valid_through="expiryDate",
    tags=lambda row: [tag.replace("-", " ") for tag in strings(row, "categories")],
)
SHAPE = Shape(
    board="himalayas",
    fields=fields(
        "companySlug companyName companyLogo locationRestrictions timezoneRestrictions applicationLink "
        "minSalary maxSalary expiryDate parentCategories seniority excerpt guid pubDate"
    ),
    mapping=MAPPING,
    lists=("jobs",),
)


class Himalayas(Feed):
    """https://himalayas.app: every posting is remote; `locationRestrictions` says for whom, empty means anybody."""

    name = "himalayas"
    label = "Himalayas"
    kind: BoardKind = "search"
    hosts = _HOSTS
    remote_only = True

    def id_at(self, url: str) -> str:
        """ "company/job"."""
        return _id(url) or url

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """Searched by words and country, newest first; without either the feed."""
        paging = Paging(lambda page: _address(query, page), _rows, size=SIZE, most=50)
        answer, rows = await paging.read(client, MAPPING, query)
        return postings(MAPPING, answer, rows, query)


def _address(query: BoardQuery, page: int) -> str:
    if query.words or query.country:
        return asking(f"{ADDRESS}/search", q=query.words, country=query.country, sort="recent", page=page + 1)
    return asking(ADDRESS, limit=SIZE, offset=page * SIZE)


def _rows(answer: Answer) -> list[Row]:
    return rows_of(answer, "jobs")
