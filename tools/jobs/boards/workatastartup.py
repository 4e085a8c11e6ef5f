"""Y Combinator's Work at a Startup: the jobs page of one company, and one job's page, both with their data in them."""

import json
import re
from typing import Any

from tools.jobs.boards.board import Answer, BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.company import CompanyBoard, Place, detailed
from tools.jobs.boards.hiring_places import Places, read_places
from tools.jobs.boards.mapping import Mapping, Row, at, changed, could_match, postings, string, strings, text
from tools.jobs.boards.shapes import Shape, fields
from tools.jobs.parsing.markup import soup_of
from tools.jobs.parsing.salary import find_salary
from tools.jobs.schemas import Salary

_COMPANY = "https://www.ycombinator.com/companies/"
_JOB = "https://www.workatastartup.com/jobs/"


def _where(row: Row) -> Places:
    """ "IN / Remote (IN)", "Austin, TX / Toronto, ON, CA": places beside each other."""
    return read_places(string(row, "location") or "")


def _locations(row: Row) -> list[str]:
    places = _where(row)
    said = string(row, "location")
    return places.locations if places.found else [said] if said else []


def _salary(row: Row) -> Salary | None:
    words = string(row, "salaryRange")
    return find_salary(words, string(row, "location") or "") if words else None


MAPPING = Mapping(
    board="workatastartup",
    kind="company",
    external_id="id",
    title="title",
    company="companyName",
    locations=_locations,
    remote=lambda row: _where(row).remote,
    open_to=lambda row: _where(row).open_to,
    salary=_salary,
    employment_type=("type", "jobType"),
    department="prettyRole",
    text=lambda row: text(row.get("descriptionHtml")),
    url=lambda row: f"{_JOB}{number}" if (number := string(row, "id")) else None,
    apply_url="applyUrl",
    tags=lambda row: strings(row, "skills"),
)
SHAPE = Shape(
    board="workatastartup",
    fields=fields(
        "companyName prettyRole salaryRange descriptionHtml jobType skills companyBatch companyLogoUrl showPath"
    ),
    mapping=MAPPING,
    lists=("props.jobPostings",),
)


class WorkAtAStartup(CompanyBoard):
    """https://www.workatastartup.com: the token is the company's slug at Y Combinator."""

    name = "workatastartup"
    label = "Work at a Startup"
    hosts = ("workatastartup.com", "ycombinator.com")
    addresses = (
        re.compile(r"(?:www\.)?ycombinator\.com/companies/(?P<token>[\w-]+)/jobs/?(?:\?|$)"),
        re.compile(r"(?:www\.)?workatastartup\.com/companies/(?P<token>[\w-]+)"),
    )
    known = "airbnb"
    where = "the slug in ycombinator.com/companies/SLUG/jobs"
    _page = re.compile(r"(?:www\.)?workatastartup\.com/jobs/(?P<id>\d+)")

    def locate(self, url: str) -> Place | None:
        """As for others; a job's own page names no company, so its token is ""."""
        found = self._page.match(url.partition("//")[2] or url)
        return Place("", found["id"]) if found else super().locate(url)

    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """The company's jobs, their texts from the jobs' own pages."""
        answer = await client.get(f"{_COMPANY}{token}/jobs", accept="text/html")
        rows = at(data_of(answer), "props.jobPostings")
        if not isinstance(rows, list):
            raise changed(answer, "the page's data has no list 'jobPostings'")
        whole = [row for row in rows if isinstance(row, dict)]
        listed = postings(MAPPING, answer, whole, query, company_token=token)
        if query.words:
            words = query.words
            listed.sort(key=lambda one: not could_match(one.title, words))
        return await detailed(listed, lambda one: self._detail(client, one))

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One job by its number."""
        answer = await client.get(f"{_JOB}{posting}", accept="text/html")
        data = data_of(answer)
        row, company = at(data, "props.job"), at(data, "props.company")
        if not isinstance(row, dict):
            raise changed(answer, "the page's data has no 'job'")
        stated: dict[str, Any] = {
            "company": string(company, "name"),
            "company_token": string(company, "slug") or token or None,
        }
        apply_url = at(data, "props.applyUrl")
        found = postings(MAPPING, answer, [row | {"applyUrl": apply_url}], BoardQuery(limit=1), **stated)
        return found[0]

    async def _detail(self, client: BoardClient, listed: BoardPosting) -> BoardPosting:
        found = await self.opening(client, listed.company_token or "", listed.external_id)
        return listed.model_copy(update={"text": found.text, "tags": found.tags or listed.tags})


def data_of(answer: Answer) -> Row:
    """The data that a page hands to its scripts. Raises BOARD_CHANGED when there is none."""
    holder = soup_of(answer.content.decode("utf-8", "replace")).select_one("[data-page]")
    try:
        found = json.loads(str(holder["data-page"])) if holder else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise changed(answer, "the page carries no data ('data-page')")
    return found
