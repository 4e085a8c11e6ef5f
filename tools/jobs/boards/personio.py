"""Personio: the XML feed of one employer, everything in one answer."""

import asyncio
import re

from tools.jobs.boards.board import Answer, BoardClient, BoardError, BoardPosting, BoardQuery
from tools.jobs.boards.client import gone
from tools.jobs.boards.company import CompanyBoard
from tools.jobs.boards.mapping import Mapping, Row, at, postings, salary, section, string, strings, text
from tools.jobs.boards.shapes import Around, Shape, fields
from tools.jobs.boards.xml_rows import feed_rows, many

_HOSTS = ("jobs.personio.de", "jobs.personio.com")
_PAY = ("min", "max", "currencyCode", "type")


def _text(row: Row) -> str:
    parts = many(at(row, "jobDescriptions.jobDescription"))
    return text(*(section(at(part, "name"), at(part, "value")) for part in parts)) or text(row.get("description"))


def _employment(row: Row) -> str | None:
    """Kind of contract and hours: "permanent, full-time"."""
    return ", ".join(strings(row, "employmentType", "employment_type", "schedule")) or None


_MAPPING = Mapping(
    board="personio",
    kind="company",
    external_id="id",
    title="name",
    company="subcompany",
    locations=lambda row: strings(row, "office", "additionalOffices.office", "offices", "offices.*.name"),
    salary=lambda row: salary(*(at(row, f"salaryInformation.{name}") for name in _PAY)),
    employment_type=_employment,
    department=("department", "recruitingCategory"),
    text=_text,
    url="url",
    posted_at=("createdAt", "created_at"),
    tags=lambda row: [word.strip() for word in (string(row, "keywords") or "").split(",")],
)


def _linked(row: Row, around: Around) -> Row:
    """The row with its page, which no feed names."""
    number = string(row, "id")
    site = f"https://{around.token}.{_HOSTS['.com/' in (around.url or '')]}" if around.token else None
    return {"url": f"{site}/job/{number}"} | row if site and number else row


SHAPE = Shape(
    board="personio",
    fields=fields(
        "office additionalOffices offices recruitingCategory employmentType employment_type schedule subcompany "
        "seniority jobDescriptions yearsOfExperience occupation occupationCategory keywords createdAt salaryInformation"
    ),
    mapping=_MAPPING,
    prepared=_linked,
    empty=lambda data: isinstance(data, dict) and "workzag-jobs" in data and at(data, "workzag-jobs.position") is None,
)


class Personio(CompanyBoard):
    """Tokens are the first label of TOKEN.jobs.personio.de and .com; an unknown one leads to Personio's own site."""

    name = "personio"
    label = "Personio"
    hosts = _HOSTS
    addresses = (re.compile(r"(?P<token>[\w-]+)\.jobs\.personio\.(?:de|com)/(?:job/(?P<id>\d+))?"),)
    known = "personio"
    where = "the first label of TOKEN.jobs.personio.de"
    form = re.compile(r"[\w-]{1,100}")

    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """Every opening with its text, in the language the employer wrote it in."""
        answer, rows = await self._feed(client, token)
        return await asyncio.to_thread(postings, _MAPPING, answer, rows, query, company_token=token)

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening out of the feed: there is no other way without a key."""
        _, rows = await self._feed(client, token)
        row = next((row for row in rows if string(row, "id") == posting), {})
        found = _MAPPING.posting(row, company_token=token)
        if found is None:
            raise self.gone(posting, token)
        return found

    async def _feed(self, client: BoardClient, token: str) -> tuple[Answer, list[Row]]:
        """The feed at the host that knows the employer, and its rows with their addresses."""
        try:
            site, answer = await self._at(client, token, _HOSTS[0])
        except BoardError as error:
            if not gone(error):
                raise
            site, answer = await self._at(client, token, _HOSTS[1])
        rows = await asyncio.to_thread(feed_rows, answer, "workzag-jobs", "position")
        return answer, [row | {"url": f"{site}/job/{string(row, 'id')}"} for row in rows]

    async def _at(self, client: BoardClient, token: str, host: str) -> tuple[str, Answer]:
        site = f"https://{token}.{host}"
        answer = await client.get(f"{site}/xml", accept="application/xml, text/xml;q=0.9")
        return site, self.own(answer, token, site)
