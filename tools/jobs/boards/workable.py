"""Workable: the widget's list with texts, and one posting from the account's own API."""

import asyncio
import re
from urllib.parse import quote

from tools.jobs.boards.board import Answer, BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.company import CompanyBoard, merged
from tools.jobs.boards.mapping import (
    Mapping,
    Row,
    at,
    object_of,
    place,
    postings,
    remote_kind,
    rows_of,
    section,
    spaced,
    string,
    text,
    whole,
)

_API = "https://apply.workable.com/api"


def _locations(row: Row) -> list[str]:
    """Every place that is not hidden; the row's own city, region and country when it lists none."""
    listed = row.get("locations")
    places = [one for one in listed if at(one, "hidden") is not True] if isinstance(listed, list) else []
    found = [place(at(one, "city"), at(one, "region"), at(one, "country")) for one in places]
    own = at(row, "location") if isinstance(row.get("location"), dict) else row
    alone = place(at(own, "city"), at(own, "state") or at(own, "region"), at(own, "country"))
    return [line for line in found if line] or ([alone] if alone else [])


def _text(row: Row) -> str:
    parts = (section("Requirements", row.get("requirements")), section("Benefits", row.get("benefits")))
    return text(row.get("description") or row.get("full_description"), *parts)


_MAPPING = Mapping(
    board="workable",
    kind="company",
    external_id="shortcode",
    title="title",
    locations=_locations,
    remote=lambda row: remote_kind(row.get("workplace"), remote=row.get("telecommuting") or row.get("remote")),
    employment_type=lambda row: spaced(row.get("employment_type") or row.get("type")),
    department=("department", "department.0"),
    text=_text,
    url=("url", "shortlink"),
    apply_url="application_url",
    requisition_id="code",
    posted_at=("published_on", "published", "created_at"),
    language="language",
    tags=lambda row: (
        [row.get("function"), *(row.get("industry") or "").split(", ")]
        if isinstance(row.get("industry") or "", str)
        else []
    ),
)


class Workable(CompanyBoard):
    """Tokens are the first part of apply.workable.com/TOKEN."""

    name = "workable"
    label = "Workable"
    hosts = ("apply.workable.com",)
    addresses = (
        re.compile(
            r"apply\.workable\.com/api/v\d/(?:widget/)?accounts/(?P<token>[\w-]+)(?:/jobs/(?P<id>[0-9A-Za-z]+))?"
        ),
        re.compile(r"apply\.workable\.com/(?!api/|j/)(?P<token>[\w-]+)(?:/j/(?P<id>[0-9A-Za-z]+))?"),
        re.compile(
            r"(?!www\.|apply\.|jobs\.|help\.)(?P<token>[\w-]+)\.workable\.com/(?:j(?:obs)?/(?P<id>[0-9A-Za-z]+))?"
        ),
    )
    known = "workable"
    where = "the first part of apply.workable.com/TOKEN"

    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """Every opening with its text; the list repeats one for each of its places."""
        answer = await client.get(f"{_API}/v1/widget/accounts/{quote(token, safe='')}?details=true")
        return await asyncio.to_thread(_read, answer, token, query)

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening by its short code."""
        answer = await client.get(f"{_API}/v2/accounts/{quote(token, safe='')}/jobs/{quote(posting, safe='')}")
        row = object_of(answer) | {"url": _page(token, posting)}
        return whole(_MAPPING.posting(row, company_token=token), answer)


def _read(answer: Answer, token: str, query: BoardQuery) -> list[BoardPosting]:
    rows = rows_of(answer, "jobs")
    # A repeated row is no further posting, so the limit is applied after the rows are one.
    every = query.model_copy(update={"limit": max(1, len(rows))})
    company = string(object_of(answer), "name")
    found = postings(_MAPPING, answer, rows, every, company=company, company_token=token)
    for one in found:
        # The list's own address (/j/CODE) does not say whose posting it is.
        one.url = _page(token, one.external_id)
    return merged(found)[: query.limit]


def _page(token: str, posting: str) -> str:
    return f"https://apply.workable.com/{quote(token, safe='')}/j/{quote(posting, safe='')}/"
