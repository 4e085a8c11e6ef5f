"""Pinpoint: the careers site's postings of one employer, everything in one answer."""

import asyncio
import re

from tools.jobs.boards.board import BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.company import CompanyBoard
from tools.jobs.boards.mapping import (
    Mapping,
    Row,
    at,
    place,
    postings,
    remote_kind,
    rows_of,
    salary,
    section,
    spaced,
    string,
    text,
)
from tools.jobs.boards.shapes import Shape, fields
from tools.jobs.parsing.salary import find_salary
from tools.jobs.schemas import Salary

_PARTS = ("key_responsibilities", "skills_knowledge_expertise", "benefits")


def _location(row: Row) -> str | None:
    city, name = string(row, "location.city"), string(row, "location.name")
    return place(city, at(row, "location.province"), name if name != city else None)


def _pay(row: Row) -> Salary | None:
    """Pay that the employer shows; `compensation` are its own words for it."""
    if row.get("compensation_visible") is False:
        return None
    names = ("minimum", "maximum", "currency", "frequency")
    words = string(row, "compensation")
    found = salary(*(row.get(f"compensation_{name}") for name in names), words=words)
    return found or (find_salary(f"Salary: {words}") if words else None)


_MAPPING = Mapping(
    board="pinpoint",
    kind="company",
    external_id="id",
    title="title",
    locations=lambda row: [_location(row)],
    remote=lambda row: remote_kind(row.get("workplace_type") or row.get("workplace_type_text")),
    salary=_pay,
    employment_type=lambda row: string(row, "employment_type_text") or spaced(row.get("employment_type")),
    department=("job.department.name", "department.name"),
    text=lambda row: text(
        row.get("description"), *(section(row.get(f"{part}_header"), row.get(part)) for part in _PARTS)
    ),
    url=("url", "path"),
    requisition_id="job.requisition_id",
    posted_at=("published_at", "created_at"),
    valid_through="deadline_at",
)


def _site(token: str) -> str:
    return f"https://{token if '.' in token else f'{token}.pinpointhq.com'}"


SHAPE = Shape(
    board="pinpoint",
    fields=fields(
        "compensation compensation_minimum compensation_maximum compensation_currency compensation_frequency "
        "deadline_at compensation_visible key_responsibilities skills_knowledge_expertise "
        "path key_responsibilities_header benefits_header workplace_type workplace_type_text employment_type_text job"
    ),
    mapping=_MAPPING,
    lists=("data",),
    site=_site,
)


class Pinpoint(CompanyBoard):
    """Tokens are the first label of TOKEN.pinpointhq.com."""

    name = "pinpoint"
    label = "Pinpoint"
    hosts = ("pinpointhq.com",)
    addresses = (
        re.compile(
            r"(?!www\.|app\.|developers\.|help\.)(?P<token>[\w-]+)\.pinpointhq\.com/"
            r"(?:(?:[a-z]{2}(?:-[a-zA-Z]{2})?/)?(?:postings|jobs)/(?P<id>[\w-]+))?"
        ),
    )
    known = "workwithus"
    where = "the first label of TOKEN.pinpointhq.com"

    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """Every opening with its text, in one answer."""
        answer = await client.get(f"{_site(token)}/postings.json")
        rows = rows_of(answer, "data")
        return await asyncio.to_thread(postings, _MAPPING, answer, rows, query, base=_site(token), company_token=token)

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening out of the list, by its id or by the last part of its address."""
        answer = await client.get(f"{_site(token)}/postings.json")
        named = (row for row in rows_of(answer, "data") if posting in (string(row, "id"), _last(row)))
        found = _MAPPING.posting(next(named, {}), base=_site(token), company_token=token)
        if found is None:
            raise self.gone(posting, token)
        return found


def _last(row: Row) -> str:
    return (string(row, "url", "path") or "").partition("?")[0].rstrip("/").rpartition("/")[2]
