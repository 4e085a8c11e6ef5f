"""NEOGOV: the RSS of one agency on GovernmentJobs.com or SchoolJobs.com, everything in one answer."""

import asyncio
import re
from urllib.parse import quote

from tools.jobs.boards.board import Answer, BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.company import CompanyBoard, Place, shown_address
from tools.jobs.boards.mapping import Mapping, Row, number, place, postings, salary, section, string, text
from tools.jobs.boards.shapes import Around, Shape, fields, without_items
from tools.jobs.boards.xml_rows import feed_rows, xml_of
from tools.jobs.parsing.salary import find_salary
from tools.jobs.schemas import Salary

_PARTS = (
    ("Examples of duties", "examplesofduties"),
    ("Qualifications", "qualifications"),
    ("Supplemental information", "supplementalinformation"),
)
# "Tue, 14 Jul 2026 08:00:00:0": a time whose last part is of NEOGOV's own making.
_ODD_TIME = re.compile(r"(\d\d:\d\d:\d\d):\d+")
# "City of Fulton, GA" is the channel's title; the state behind it is no part of the agency's name.
_STATE = re.compile(r",\s*[A-Z]{2}$")


def _location(row: Row) -> str | None:
    """The place as written, with the state where it does not hold that itself."""
    said, state = string(row, "location"), string(row, "state")
    return said if said and state and re.search(rf"\b{re.escape(state)}\b", said, re.I) else place(said, state)


def _pay(row: Row) -> Salary | None:
    """The stated range; where it is written in words ("$20.15 - $25.00 Hourly"), what these say."""
    low, high = ((string(row, f"{bound}Salary") or "").lstrip("$ ") for bound in ("minimum", "maximum"))
    found = salary(low, high, row.get("salaryCurrency"), row.get("salaryInterval"))
    words = string(row, "minimumSalary")
    return found or (find_salary(f"Salary: {words}") if words and number(low) is None else None)


def _day(row: Row, *names: str) -> str | None:
    said = string(row, *names)
    return _ODD_TIME.sub(r"\1", said) if said else None


def _text(row: Row) -> str:
    return text(row.get("description"), *(section(heading, row.get(name)) for heading, name in _PARTS))


_MAPPING = Mapping(
    board="neogov",
    kind="company",
    external_id=lambda row: string(row, "jobId") or _id_in(string(row, "link") or string(row, "guid") or ""),
    title="title",
    company="_agency",
    locations=_location,
    salary=_pay,
    employment_type="jobType",
    department="department",
    text=_text,
    url=("link", "guid"),
    requisition_id=("jobNumberSingle", "jobNumber"),
    posted_at=lambda row: _day(row, "advertiseFromDateUTC", "advertiseFromDate", "pubDate"),
    valid_through=lambda row: _day(row, "advertiseToDateTimeUTC", "advertiseToDateTime"),
    tags=lambda row: [line for line in (string(row, "categories", "categories.category") or "").split(", ") if line],
)


def _id_in(url: str) -> str | None:
    match = re.search(r"/jobs/(?:newprint/)?(\d+)", url)
    return match[1] if match else None


def _of_agency(row: Row, around: Around) -> Row:
    """The row with the agency, which the feed names once."""
    channel = next((parent for parent in reversed(around.parents) if "item" in parent), {})
    title = string(channel, "title")
    return {"_agency": _STATE.sub("", title) if title else None} | row


SHAPE = Shape(
    board="neogov",
    fields=fields(
        "jobId advertiseFromDate advertiseFromDateUTC advertiseToDateTime advertiseToDateTimeUTC minimumSalary "
        "maximumSalary salaryCurrency salaryInterval jobNumberSingle examplesofduties qualifications jobType "
        "department supplementalinformation benefits"
    ),
    mapping=_MAPPING,
    empty=without_items,
    prepared=_of_agency,
)


class Neogov(CompanyBoard):
    """Tokens are the agency in governmentjobs.com/careers/TOKEN; those of SchoolJobs.com are "schooljobs/TOKEN". An
    unknown one looks like an agency without openings."""

    name = "neogov"
    label = "GovernmentJobs (NEOGOV)"
    hosts = ("governmentjobs.com", "schooljobs.com")
    addresses = (
        re.compile(
            r"(?:www\.)?(?P<site>governmentjobs|schooljobs)\.com/careers/(?!home\b)(?P<token>[\w.-]+)"
            r"(?:/(?:promotionaljobs/|jobs/)?(?:jobs/|newprint/)?(?P<id>\d+))?"
        ),
        re.compile(
            r"(?:www\.|agency\.)?(?P<site>governmentjobs|schooljobs)\.com/(?:SearchEngine/JobsFeed|jobfeed\.cfm)\?"
            r"(?:.*&)?agency=(?P<token>[\w.-]+)(?P<id>)"
        ),
    )
    known = "lacity"
    where = "the agency in governmentjobs.com/careers/TOKEN"
    form = re.compile(r"(?:schooljobs/)?[\w.-]{1,100}")

    def locate(self, url: str) -> Place | None:
        """Agency, with the site where it is the schools', and job number in an address."""
        shown = shown_address(url)
        for pattern in self.addresses:
            if match := pattern.match(shown):
                agency = match["token"].lower()
                return Place(
                    agency if match["site"] == "governmentjobs" else f"schooljobs/{agency}", match["id"] or None
                )
        return None

    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """Every opening with its text, in one answer."""
        answer, rows = await self._feed(client, token)
        return await asyncio.to_thread(postings, _MAPPING, answer, rows, query, company_token=token)

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening out of the feed, by its number."""
        _, rows = await self._feed(client, token)
        found = (_MAPPING.posting(row, company_token=token) for row in rows)
        known = next((one for one in found if one and one.external_id == posting), None)
        if known is None:
            raise self.gone(posting, token)
        return known

    async def _feed(self, client: BoardClient, token: str) -> tuple[Answer, list[Row]]:
        site, _, agency = token.rpartition("/")
        address = f"https://www.{site or 'governmentjobs'}.com/SearchEngine/JobsFeed?agency={quote(agency)}"
        answer = await client.get(address, accept="application/rss+xml, application/xml;q=0.9")
        return answer, await asyncio.to_thread(_rows, answer)


def _rows(answer: Answer) -> list[Row]:
    rows = feed_rows(answer, "rss", "channel.item")
    channel = xml_of(answer)[1].get("channel")
    return [_of_agency(row, Around(parents=(channel,))) for row in rows] if isinstance(channel, dict) else rows
