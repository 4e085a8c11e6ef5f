"""Personio: the XML feed of one employer, everything in one answer."""

import asyncio
import re
from typing import Any
from xml.etree import ElementTree

from tools.jobs.boards.board import Answer, BoardClient, BoardError, BoardPosting, BoardQuery
from tools.jobs.boards.client import gone
from tools.jobs.boards.company import CompanyBoard
from tools.jobs.boards.mapping import Mapping, Row, at, changed, postings, salary, section, string, strings, text

_HOSTS = ("jobs.personio.de", "jobs.personio.com")
_PAY = ("min", "max", "currencyCode", "type")


def _text(row: Row) -> str:
    parts = _many(at(row, "jobDescriptions.jobDescription"))
    return text(*(section(at(part, "name"), at(part, "value")) for part in parts))


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _employment(row: Row) -> str | None:
    """Kind of contract and hours: "permanent, full-time"."""
    return ", ".join(strings(row, "employmentType", "schedule")) or None


_MAPPING = Mapping(
    board="personio",
    kind="company",
    external_id="id",
    title="name",
    company="subcompany",
    locations=lambda row: strings(row, "office", "additionalOffices.office"),
    salary=lambda row: salary(*(at(row, f"salaryInformation.{name}") for name in _PAY)),
    employment_type=_employment,
    department=("department", "recruitingCategory"),
    text=_text,
    url="url",
    posted_at="createdAt",
    tags=lambda row: [word.strip() for word in (string(row, "keywords") or "").split(",")],
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
        rows = await asyncio.to_thread(_rows, answer)
        return answer, [row | {"url": f"{site}/job/{string(row, 'id')}"} for row in rows]

    async def _at(self, client: BoardClient, token: str, host: str) -> tuple[str, Answer]:
        site = f"https://{token}.{host}"
        answer = await client.get(f"{site}/xml", accept="application/xml, text/xml;q=0.9")
        return site, self.own(answer, token, site)


def _rows(answer: Answer) -> list[Row]:
    """The feed's positions as plain objects. Expat follows no outside references and bounds entities itself."""
    try:
        root = ElementTree.fromstring(answer.content)
    except (ElementTree.ParseError, ValueError) as error:
        raise changed(answer, "no XML came where a feed was expected") from error
    if root.tag != "workzag-jobs":
        raise changed(answer, "the feed does not start with 'workzag-jobs'")
    return [row for row in (_plain(node) for node in root.findall("position")) if isinstance(row, dict)]


def _plain(node: ElementTree.Element) -> Any:
    """An element as text, or as an object of its children; several of one name become a list."""
    children = list(node)
    if not children:
        return node.text
    found: Row = {}
    for child in children:
        value = _plain(child)
        known = found.get(child.tag)
        found[child.tag] = value if known is None else [*_many(known), value]
    return found
