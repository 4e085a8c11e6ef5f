"""Rippling: the public job board API of one employer; text, date and pay from each posting's own answer."""

import re
from urllib.parse import quote

from tools.jobs.boards.board import Answer, BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.company import CompanyBoard, detailed, merged
from tools.jobs.boards.mapping import (
    Mapping,
    Row,
    at,
    json_of,
    object_of,
    place,
    postings,
    remote_in,
    remote_kind,
    rows_of,
    salary,
    spaced,
    span,
    string,
    strings,
    text,
    whole,
)
from tools.jobs.boards.shapes import Around, Shape, fields
from tools.jobs.schemas import RemoteKind, Salary

_API = "https://api.rippling.com/platform/api/ats/v1/board"


def _locations(row: Row) -> list[str]:
    """Display lines; the newer answers spell each place out instead."""
    listed = row.get("locations")
    spelt = [
        string(one, "name") or place(at(one, "city"), at(one, "state"), at(one, "country"))
        for one in (listed if isinstance(listed, list) else [])
    ]
    lines = ("workLocations", "workLocations.*.label", "workLocation.label", "workLocation")
    return strings(row, *lines) or [line for line in spelt if line]


def _remote(row: Row) -> RemoteKind | None:
    kinds = {remote_kind(label) for label in strings(row, "locations.*.workplaceType")}
    return kinds.pop() if len(kinds) == 1 else remote_in(_locations(row))


def _pay(row: Row) -> Salary | None:
    bands = row.get("payRangeDetails")
    return span(
        salary(
            next((at(band, name) for name in ("rangeStart", "minValue", "min") if at(band, name)), None),
            next((at(band, name) for name in ("rangeEnd", "maxValue", "max") if at(band, name)), None),
            at(band, "currency") or at(band, "currencyCode"),
            at(band, "frequency") or at(band, "interval"),
        )
        for band in (bands if isinstance(bands, list) else [])
    )


def _text(row: Row) -> str:
    described = row.get("description")
    if not isinstance(described, dict):
        return text(described)
    return text(described.get("role"), described.get("company"), *(v for k, v in described.items() if k not in _FIRST))


def _code(row: Row) -> object:
    return at(row, "employmentType.label") or row.get("employmentType")


_FIRST = ("role", "company")
_MAPPING = Mapping(
    board="rippling",
    kind="company",
    external_id=("uuid", "id"),
    title="name",
    company="companyName",
    locations=_locations,
    remote=_remote,
    salary=_pay,
    # The label is the code ("SALARIED_FT") and the id what people read ("Salaried, full-time").
    employment_type=lambda row: string(row, "employmentType.id") or spaced(_code(row)),
    department=("department.label", "department.name", "department"),
    text=_text,
    url="url",
    posted_at="createdOn",
    language="language",
)


def _linked(row: Row, around: Around) -> Row:
    """The row with its page, which details do not name."""
    number = string(row, "uuid", "id")
    page = f"https://ats.rippling.com/{quote(around.token)}/jobs/{number}" if around.token and number else None
    return {"url": page} | row if page else row


SHAPE = Shape(
    board="rippling",
    fields=fields(
        "uuid workLocation workLocations payRangeDetails createdOn employmentType companyName department locations url"
    ),
    mapping=_MAPPING,
    lists=("items",),
    prepared=_linked,
)


class Rippling(CompanyBoard):
    """Tokens are the first part of ats.rippling.com/TOKEN/jobs."""

    name = "rippling"
    label = "Rippling"
    hosts = ("ats.rippling.com",)
    addresses = (
        re.compile(
            r"(?:ats|api)\.rippling\.com/(?:platform/)?api/(?:ats/)?v\d/board/(?P<token>[\w-]+)(?:/jobs/(?P<id>[\w-]{36}))?"
        ),
        re.compile(
            r"ats\.rippling\.com/(?!api/|_next/)(?:[a-z]{2}-[A-Z]{2}/)?(?P<token>[\w-]+)(?:/jobs(?:/(?P<id>[0-9a-f-]{36}))?)?"
        ),
    )
    known = "rippling"
    where = "the first part of ats.rippling.com/TOKEN/jobs"

    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """The openings, one for all its places, those whose title shares a word with `query.words` first; details for
        `query.limit` of them."""
        answer = await client.get(f"{_API}/{quote(token, safe='')}/jobs")
        rows = _rows(answer)
        every = query.model_copy(update={"limit": max(1, len(rows))})
        found = merged(postings(_MAPPING, answer, rows, every, company_token=token))[: query.limit]
        return await detailed(found, lambda one: self.opening(client, token, one.external_id))

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening by its id."""
        answer = await client.get(f"{_API}/{quote(token, safe='')}/jobs/{quote(posting, safe='')}")
        page = f"https://ats.rippling.com/{quote(token, safe='')}/jobs/{posting}"
        return whole(_MAPPING.posting({"url": page, "uuid": posting} | object_of(answer), company_token=token), answer)


def _rows(answer: Answer) -> list[Row]:
    """A bare list, as documented, or the pages that the board's own site reads."""
    return rows_of(answer) if isinstance(json_of(answer), list) else rows_of(answer, "items")
