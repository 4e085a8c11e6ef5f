"""Teamtailor: the career site's JSON Feed of one employer, with a schema.org JobPosting in each item."""

import asyncio
import re
from typing import Any

from tools.jobs.boards.board import Answer, BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.company import CompanyBoard
from tools.jobs.boards.mapping import Mapping, Row, at, json_of, link, postings, rows_of, salary, string
from tools.jobs.boards.shapes import Shape, fields
from tools.jobs.parsing.assembly import Draft
from tools.jobs.parsing.structured import draft_of
from tools.jobs.schemas import Salary

_PAGES = 20


def _stated(row: Row) -> Draft:
    node = row.get("_jobposting")
    return draft_of(node if isinstance(node, dict) else {}, "")


def _locations(row: Row) -> list[str]:
    return [line for line in (_stated(row).location or "").split("; ") if line]


def _pay(row: Row) -> Salary | None:
    found = _stated(row).salary
    return found and salary(found.min, found.max, found.currency, found.period, words=found.excerpt)


_MAPPING = Mapping(
    board="teamtailor",
    kind="company",
    external_id=lambda row: _number(row) or string(row, "id"),
    title=("title", "_jobposting.title"),
    company=lambda row: _stated(row).company,
    locations=_locations,
    remote=lambda row: _stated(row).remote,
    salary=_pay,
    employment_type=lambda row: _stated(row).employment_type,
    text=lambda row: row.get("content_html") or row.get("content_text") or at(row, "_jobposting.description"),
    url="url",
    posted_at=("date_published", "_jobposting.datePosted"),
    valid_through="_jobposting.validThrough",
    language="language",
    tags="tags",
)
SHAPE = Shape(
    board="teamtailor",
    fields=fields("_jobposting content_html content_text date_published date_modified"),
    mapping=_MAPPING,
    lists=("items",),
)


class Teamtailor(CompanyBoard):
    """Tokens are the first label of TOKEN.teamtailor.com, or a whole host (TOKEN.na.teamtailor.com, jobs.acme.com)."""

    name = "teamtailor"
    label = "Teamtailor"
    hosts = ("teamtailor.com",)
    addresses = (
        re.compile(
            r"(?!www\.|app\.|api\.|docs\.|support\.)(?P<token>[\w-]+(?:\.[\w-]+)*?)\.teamtailor\.com/"
            r"(?:(?:[a-z]{2}(?:-[A-Z]{2})?/)?jobs/(?P<id>\d+))?"
        ),
    )
    known = "career"
    where = "the first label of TOKEN.teamtailor.com, or the host of its careers site"

    def recognise(self, url: str) -> str | None:
        """The first label where that is all, else the whole host."""
        found = self.locate(url)
        return _token(found.token) if found else None

    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """The feed's pages with their texts, until `query.limit` (all of them when words are looked for)."""
        answer, rows = await self._pages(client, token, None if query.words else query.limit)
        return await asyncio.to_thread(postings, _MAPPING, answer, rows, query, company_token=_token(token))

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening out of the feed, by the number in its address."""
        _, rows = await self._pages(client, token, None)
        row = next((row for row in rows if posting in (_number(row), string(row, "id"))), {})
        found = _MAPPING.posting(row, company_token=_token(token))
        if found is None:
            raise self.gone(posting, _token(token))
        return found

    async def _pages(self, client: BoardClient, token: str, enough: int | None) -> tuple[Answer, list[Row]]:
        rows: list[Row] = []
        following: Any = f"https://{_host(token)}/jobs.json"
        for _ in range(_PAGES):
            answer = self.own(await client.get(following), token, f"https://{_host(token)}")
            rows += rows_of(answer, "items")
            following = link(at(json_of(answer), "next_url"), following)
            if following is None or (enough is not None and len(rows) >= enough):
                break
        return answer, rows


def _number(row: Row) -> str | None:
    """The number in the posting's address; the feed's own id is another."""
    match = re.search(r"/jobs/(\d+)", string(row, "url") or "")
    return match[1] if match else None


def _host(token: str) -> str:
    return token if "." in token and not token.endswith((".na", ".au")) else f"{token}.teamtailor.com"


def _token(token: str) -> str:
    return f"{token}.teamtailor.com" if token.endswith((".na", ".au", ".career")) else token
