"""Lever: the public postings API of one employer, world and Europe, everything in one answer."""

import asyncio
import re
from urllib.parse import quote

from tools.jobs.boards.board import Answer, BoardClient, BoardError, BoardPosting, BoardQuery
from tools.jobs.boards.client import gone
from tools.jobs.boards.company import CompanyBoard
from tools.jobs.boards.mapping import (
    Mapping,
    Row,
    at,
    object_of,
    postings,
    remote_kind,
    rows_of,
    salary,
    section,
    string,
    strings,
    text,
    whole,
)
from tools.jobs.boards.shapes import Shape, fields

_APIS = ("https://api.lever.co/v0/postings", "https://api.eu.lever.co/v0/postings")


def _locations(row: Row) -> list[str]:
    return strings(row, "categories.allLocations") or strings(row, "categories.location")


def _text(row: Row) -> str:
    """Opening, body, the lists under their headings, and what stands below them."""
    opening = row.get("description") or text(*(_either_form(row, name) for name in ("opening", "descriptionBody")))
    lists = row.get("lists") if isinstance(row.get("lists"), list) else []
    parts = [section(at(one, "text"), _listed(at(one, "content"))) for one in lists or []]
    below = [_either_form(row, name) for name in ("salaryDescription", "additional")]
    return text(opening or row.get("descriptionPlain"), *parts, *below)


def _either_form(row: Row, name: str) -> object:
    return row.get(name) or row.get(f"{name}Plain")


def _listed(content: object) -> object:
    """A list's items without the list around them, as Lever gives them."""
    return f"<ul>{content}</ul>" if isinstance(content, str) and "<li" in content and "<ul" not in content else content


def _page_of(apply_url: str | None) -> str | None:
    """The posting's page, which its form stands below."""
    return apply_url.removesuffix("/apply") if apply_url else None


_MAPPING = Mapping(
    board="lever",
    kind="company",
    external_id="id",
    title="text",
    locations=_locations,
    remote=lambda row: remote_kind(row.get("workplaceType")),
    salary=lambda row: salary(*(at(row, f"salaryRange.{name}") for name in ("min", "max", "currency", "interval"))),
    employment_type="categories.commitment",
    department=("categories.department", "categories.team"),
    text=_text,
    url=lambda row: string(row, "hostedUrl") or _page_of(string(row, "applyUrl")),
    apply_url="applyUrl",
    requisition_id=("requisitionCode", "reqCode"),
    posted_at="createdAt",
)
SHAPE = Shape(
    board="lever",
    fields=fields(
        "text createdAt hostedUrl applyUrl categories workplaceType descriptionPlain descriptionBody "
        "opening openingPlain lists additional additionalPlain salaryRange salaryDescription country"
    ),
    mapping=_MAPPING,
    lists=("data", "postings"),
)


class Lever(CompanyBoard):
    """Tokens are the first part of jobs.lever.co/TOKEN and jobs.eu.lever.co/TOKEN; both APIs are tried."""

    name = "lever"
    label = "Lever"
    hosts = ("jobs.lever.co", "jobs.eu.lever.co")
    addresses = (
        re.compile(r"jobs(?:\.eu)?\.lever\.co/(?P<token>[\w.%-]+)(?:/(?P<id>[0-9a-f-]{36}))?"),
        re.compile(r"api(?:\.eu)?\.lever\.co/v0/postings/(?P<token>[\w.%-]+)(?:/(?P<id>[0-9a-f-]{36}))?"),
    )
    known = "leverdemo"
    where = "the first part of jobs.lever.co/TOKEN"

    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """Every opening with its text, in one answer."""
        answer = await _either(client, f"{quote(token, safe='')}?mode=json")
        rows = rows_of(answer)
        return await asyncio.to_thread(postings, _MAPPING, answer, rows, query, company_token=token)

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening by its id."""
        answer = await _either(client, f"{quote(token, safe='')}/{quote(posting, safe='')}?mode=json")
        return whole(_MAPPING.posting(object_of(answer), company_token=token), answer)


async def _either(client: BoardClient, path: str) -> Answer:
    """The answer of the API that knows the employer; the other's when neither does."""
    try:
        return await client.get(f"{_APIS[0]}/{path}")
    except BoardError as error:
        if not gone(error):
            raise
    return await client.get(f"{_APIS[1]}/{path}")
