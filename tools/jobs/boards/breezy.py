"""Breezy HR: the careers site's feed of one employer, everything in one answer."""

import asyncio
import re

from tools.jobs.boards.board import Answer, BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.company import CompanyBoard, merged
from tools.jobs.boards.mapping import Mapping, Row, at, place, postings, remote_kind, rows_of, string
from tools.jobs.boards.shapes import Shape, fields
from tools.jobs.parsing.salary import find_salary
from tools.jobs.schemas import Salary


def _locations(row: Row) -> list[str]:
    listed = row.get("locations")
    found = [_place(one) for one in (listed if isinstance(listed, list) else [row.get("location")])]
    return [line for line in found if line]


def _place(one: object) -> str | None:
    spelt = place(*(string(one, f"{name}.name", name) for name in ("city", "state", "country")))
    return spelt or string(one, "name", "")


def _pay(row: Row) -> Salary | None:
    """Pay is one line of the employer's own words."""
    words = string(row, "salary")
    found = find_salary(f"Salary: {words}") if words else None
    return found and found.model_copy(update={"excerpt": words})


_MAPPING = Mapping(
    board="breezy",
    kind="company",
    external_id=("friendly_id", "id"),
    title="name",
    company="company.name",
    locations=_locations,
    remote=lambda row: remote_kind(
        string(row, "location.remote_details.value", "location.remote_details.label"),
        remote=at(row, "location.is_remote") is True or row.get("is_remote"),
    ),
    salary=_pay,
    employment_type="type.name",
    department="department",
    text="description",
    url="url",
    requisition_id="requisition_id",
    posted_at=("published_date", "creation_date"),
)
SHAPE = Shape(
    board="breezy",
    fields=fields("friendly_id published_date type location locations company department salary url creation_date"),
    mapping=_MAPPING,
)


class Breezy(CompanyBoard):
    """Tokens are the first label of TOKEN.breezy.hr. An unknown one leads to Breezy's own site."""

    name = "breezy"
    label = "Breezy HR"
    hosts = ("breezy.hr",)
    addresses = (
        re.compile(
            r"(?!www\.|app\.|api\.|developer\.|help\.|support\.|assets[\w-]*\.)(?P<token>[\w-]+)\.breezy\.hr/"
            r"(?:p/(?P<id>[0-9a-f]{8,}))?"
        ),
    )
    known = "breezy"
    where = "the first label of TOKEN.breezy.hr"
    form = re.compile(r"[\w-]{1,100}")

    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """Every opening with its text, in one answer; one that is repeated for its places comes once."""
        answer = await self._feed(client, token)
        return await asyncio.to_thread(_read, answer, token, query)

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening out of the feed, by the id in its address."""
        answer = await self._feed(client, token)
        rows = [row for row in rows_of(answer) if posting in (string(row, "friendly_id"), string(row, "id"))]
        found = await asyncio.to_thread(_read, answer, token, BoardQuery(), rows) if rows else []
        if not found:
            raise self.gone(posting, token)
        return found[0]

    async def _feed(self, client: BoardClient, token: str) -> Answer:
        site = f"https://{token}.breezy.hr"
        return self.own(await client.get(f"{site}/json?verbose=true"), token, site)


def _read(answer: Answer, token: str, query: BoardQuery, rows: list[Row] | None = None) -> list[BoardPosting]:
    rows = rows_of(answer) if rows is None else rows
    every = query.model_copy(update={"limit": max(1, len(rows))})
    return merged(postings(_MAPPING, answer, rows, every, company_token=token))[: query.limit]
