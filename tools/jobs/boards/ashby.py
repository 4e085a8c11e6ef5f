"""Ashby: the public posting API of one employer, everything in one answer."""

import asyncio
import re
from urllib.parse import quote

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
    spaced,
    span,
    string,
    strings,
)
from tools.jobs.boards.shapes import Shape, fields
from tools.jobs.parsing.salary import find_salary
from tools.jobs.schemas import Salary

_API = "https://api.ashbyhq.com/posting-api/job-board"


def _locations(row: Row) -> list[str]:
    """The named places; the postal address only when none has a name."""
    address = at(row, "address.postalAddress")
    beside = "secondaryLocations"
    said = strings(row, "location", "locationName", f"{beside}.*.location", f"{beside}.*.locationName", beside)
    spelt = place(*(at(address, name) for name in ("addressLocality", "addressRegion", "addressCountry")))
    return said or ([spelt] if spelt else [])


def _pay(row: Row) -> Salary | None:
    """The salary component, unless the employer does not show pay; bonus and equity are not pay in this sense."""
    if row.get("shouldDisplayCompensationOnJobPostings") is False:
        return None
    words = string(row, *_WORDED)
    parts = at(row, "compensation.summaryComponents") or at(row, "compensation.compensationTiers.*.components")
    stated = [part for part in parts if string(part, "compensationType") == "Salary"] if isinstance(parts, list) else []
    found = [_component(part, words if len(stated) == 1 else None) for part in stated]
    return span(found) or _worded(words)


def _component(part: object, words: str | None) -> Salary | None:
    low, high = (at(part, f"{name}Value") or at(part, name) for name in ("min", "max"))
    return salary(low, high, at(part, "currencyCode"), at(part, "interval"), words=words)


def _worded(words: str | None) -> Salary | None:
    """Pay out of a summary alone ("$160K – $200K • Offers Equity"): what stands before equity and bonus."""
    pay = re.split(r"\s*[•·|]\s*", words)[0] if words else ""
    return find_salary(f"Salary: {pay}") if pay and not re.search(r"equity|bonus|commission|%", pay, re.I) else None


_WORDED = (
    "compensation.scrapeableCompensationSalarySummary", "compensation.compensationTierSummary",
    "compensationTierSummary", "compensation",
)  # fmt: skip
_MAPPING = Mapping(
    board="ashby",
    kind="company",
    external_id="id",
    title="title",
    locations=_locations,
    remote=lambda row: remote_kind(row.get("workplaceType"), remote=row.get("isRemote")),
    salary=_pay,
    employment_type=lambda row: spaced(row.get("employmentType")),
    department=("department", "departmentName", "team", "teamName"),
    text=lambda row: row.get("descriptionHtml") or row.get("descriptionPlain"),
    url=("jobUrl", "externalLink"),
    apply_url="applyUrl",
    posted_at=("publishedAt", "publishedDate"),
)


def _is_listed(row: Row) -> bool:
    return row.get("isListed") is not False


SHAPE = Shape(
    board="ashby",
    fields=fields(
        "jobUrl applyUrl descriptionHtml descriptionPlain publishedAt publishedDate isListed isRemote address "
        "secondaryLocations employmentType compensation shouldDisplayCompensationOnJobPostings workplaceType "
        "department team locationName compensationTierSummary teamName departmentName"
    ),
    mapping=_MAPPING,
    lists=("jobs", "data.jobBoard.jobPostings"),
    is_open=_is_listed,
)


class Ashby(CompanyBoard):
    """Tokens are the first part of jobs.ashbyhq.com/TOKEN, blanks and capitals included."""

    name = "ashby"
    label = "Ashby"
    hosts = ("jobs.ashbyhq.com",)
    addresses = (
        re.compile(r"jobs\.ashbyhq\.com/(?!api/|_next/)(?P<token>[^/?]+)(?:/(?P<id>[0-9a-f-]{36}))?"),
        re.compile(r"jobs\.ashbyhq\.com/(?!api/|_next/)(?P<token>[^/?]+)(?:/embed)?\?(?:.*&)?ashby_jid=(?P<id>[\w-]+)"),
        re.compile(r"api\.ashbyhq\.com/posting-api/job-board/(?P<token>[^/?]+)"),
    )
    known = "Ashby"
    where = "the first part of jobs.ashbyhq.com/TOKEN"
    form = re.compile(r"[\w.&'+ -]{1,100}")

    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """Every listed opening with its text, in one answer."""
        answer = await client.get(f"{_API}/{quote(token, safe='')}?includeCompensation=true")
        rows = [row for row in rows_of(answer, "jobs") if _is_listed(row)]
        return await asyncio.to_thread(postings, _MAPPING, answer, rows, query, company_token=token)

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening out of the list: the API has no other way; unlisted ones are still there."""
        answer = await client.get(f"{_API}/{quote(token, safe='')}?includeCompensation=true")
        row = next((row for row in rows_of(answer, "jobs") if string(row, "id") == posting), {})
        found = _MAPPING.posting(row, company_token=token)
        if found is None:
            raise self.gone(posting, token)
        return found
