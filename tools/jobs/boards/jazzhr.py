"""JazzHR: the XML feed of one employer, everything in one answer."""

import asyncio
import re

from tools.jobs.boards.board import Answer, BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.company import CompanyBoard
from tools.jobs.boards.mapping import Mapping, Row, at, place, postings, remote_in, string
from tools.jobs.boards.shapes import Shape, fields
from tools.jobs.boards.xml_rows import feed_rows

_FEED = "https://app.jazz.co/feeds/export/jobs"


def _location(row: Row) -> str | None:
    return place(row.get("city"), row.get("state"), row.get("country"))


def _id(row: Row) -> str | None:
    """The code in the posting's address; the feed's own id where it has none."""
    match = re.search(r"/apply/(?:jobs/details/)?([\w-]+)", string(row, "url") or "")
    return match[1] if match else string(row, "id")


_MAPPING = Mapping(
    board="jazzhr",
    kind="company",
    external_id=_id,
    title="title",
    company="company",
    locations=lambda row: [_location(row)],
    remote=lambda row: remote_in([line] if (line := _location(row)) else []),
    employment_type="type",
    department="department",
    text="description",
    url="url",
    posted_at=("original_open_date", "date"),
)


def _is_open(row: Row) -> bool:
    return string(row, "status") in (None, "Open")


SHAPE = Shape(
    board="jazzhr",
    fields=fields("status postalcode department buttons experience original_open_date city state country type"),
    mapping=_MAPPING,
    is_open=_is_open,
    empty=lambda data: at(data, "jobs.publisher") is not None and at(data, "jobs.job") is None,
)


class JazzHR(CompanyBoard):
    """Tokens are the first label of TOKEN.applytojob.com."""

    name = "jazzhr"
    label = "JazzHR"
    hosts = ("applytojob.com",)
    addresses = (
        re.compile(
            r"(?!www\.|app\.)(?P<token>[\w-]+)\.applytojob\.com/(?:apply/?(?:(?:jobs/details/)?(?P<id>\w{6,}))?|$)"
        ),
        re.compile(r"app\.(?:jazz\.co|theresumator\.com)/feeds/export/jobs/(?P<token>[\w-]+)(?P<id>)"),
    )
    known = "jazzhr"
    where = "the first label of TOKEN.applytojob.com"
    form = re.compile(r"[\w-]{1,100}")

    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """Every open opening with its text, in one answer."""
        answer, rows = await self._feed(client, token)
        return await asyncio.to_thread(postings, _MAPPING, answer, rows, query, company_token=token)

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening out of the feed, by the code in its address."""
        _, rows = await self._feed(client, token)
        found = _MAPPING.posting(next((row for row in rows if _id(row) == posting), {}), company_token=token)
        if found is None:
            raise self.gone(posting, token)
        return found

    async def _feed(self, client: BoardClient, token: str) -> tuple[Answer, list[Row]]:
        answer = await client.get(f"{_FEED}/{token}", accept="application/xml, text/xml;q=0.9")
        rows = await asyncio.to_thread(feed_rows, answer, "jobs", "job")
        return answer, [row for row in rows if _is_open(row)]
