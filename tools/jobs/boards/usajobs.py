"""USAJOBS: the jobs of the United States' federal government, with a key that is sent for free."""

import pycountry

from tools.jobs.boards.board import Answer, BoardClient, BoardKind, BoardPosting, BoardQuery
from tools.jobs.boards.feeds import Feed, Paging, asking
from tools.jobs.boards.keys import Key, key
from tools.jobs.boards.mapping import Mapping, Row, at, changed, postings, rows_of, salary, section, string, strings
from tools.jobs.boards.shapes import Shape, fields
from tools.jobs.schemas import RemoteKind, Salary

ADDRESS = "https://data.usajobs.gov/api/search"
WHERE = "https://developer.usajobs.gov/apirequest (free)"
SIZE = 100
_JOB = "MatchedObjectDescriptor"
_DETAILS = f"{_JOB}.UserArea.Details"
# Codes of the board's own list that name a period; others (piece work, a school year) name none.
_PERIODS = {"PA": "year", "PH": "hour", "PD": "day", "PM": "month"}
_SECTIONS = (
    ("Duties", "MajorDuties"),
    ("Requirements", "Requirements"),
    ("Education", "Education"),
    ("How you will be evaluated", "Evaluations"),
    ("How to apply", "HowToApply"),
)


def _salary(row: Row) -> Salary | None:
    """The first remuneration; federal pay is in dollars, as the board's pages show it."""
    stated = at(row, f"{_JOB}.PositionRemuneration.0")
    code = string(stated, "RateIntervalCode") or ""
    period = _PERIODS.get(code) or string(stated, "Description") or code
    return salary(at(stated, "MinimumRange"), at(stated, "MaximumRange"), "USD", period)


def _remote(row: Row) -> RemoteKind | None:
    if at(row, f"{_DETAILS}.RemoteIndicator") is True:
        return "remote"
    # Eligible for telework now and then is no promise of a hybrid place.
    return None


def _text(row: Row) -> str:
    parts = [section("Summary", at(row, f"{_DETAILS}.JobSummary"))]
    for heading, name in _SECTIONS:
        said = at(row, f"{_DETAILS}.{name}")
        lines = [line for line in said if isinstance(line, str)] if isinstance(said, list) else [said]
        parts.append(section(heading, "\n".join(line for line in lines if isinstance(line, str))))
    parts.insert(2, section("Qualifications", at(row, f"{_JOB}.QualificationSummary")))
    return "\n\n".join(part for part in parts if part)


MAPPING = Mapping(
    board="usajobs",
    kind="search",
    external_id=("MatchedObjectId", f"{_JOB}.PositionID"),
    title=f"{_JOB}.PositionTitle",
    company=(f"{_JOB}.OrganizationName", f"{_JOB}.DepartmentName"),
    locations=lambda row: (
        strings(row, f"{_JOB}.PositionLocation.*.LocationName") or strings(row, f"{_JOB}.PositionLocationDisplay")
    ),
    remote=_remote,
    salary=_salary,
    employment_type=f"{_JOB}.PositionSchedule.0.Name",
    department=f"{_JOB}.DepartmentName",
    text=_text,
    url=f"{_JOB}.PositionURI",
    apply_url=f"{_JOB}.ApplyURI.0",
    requisition_id=f"{_JOB}.PositionID",
    posted_at=f"{_JOB}.PublicationStartDate",
    valid_through=f"{_JOB}.ApplicationCloseDate",
    tags=lambda row: strings(row, f"{_JOB}.JobCategory.*.Name"),
)
SHAPE = Shape(
    board="usajobs",
    fields=fields(
        "MatchedObjectDescriptor MatchedObjectId RelevanceScore RelevanceRank PositionURI PositionTitle UserArea"
    ),
    mapping=MAPPING,
    lists=("SearchResult.SearchResultItems",),
    prepared=lambda row, _: {_JOB: row} | row if "PositionTitle" in row else row,
)


class UsaJobs(Feed):
    """https://www.usajobs.gov: search by words and place; the key's address must be sent as the client's name."""

    name = "usajobs"
    label = "USAJOBS"
    kind: BoardKind = "search"
    hosts = ("usajobs.gov",)

    def __init__(self, email: Key = None, api_key: Key = None) -> None:
        self._email, self._api_key = email, api_key

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """Newest first. A country other than the United States is asked for as a place."""
        headers = {
            "User-Agent": key(self._email, "usajobs_email", self.label, WHERE),
            "Authorization-Key": key(self._api_key, "usajobs_api_key", self.label, WHERE),
        }

        country = pycountry.countries.get(alpha_2=(query.country or "US").upper())
        abroad = country.name if country is not None and country.alpha_2 != "US" else None

        def address(page: int) -> str:
            return asking(
                ADDRESS, Keyword=query.words, LocationName=query.location or abroad, ResultsPerPage=SIZE, Page=page + 1,
                RemoteIndicator="True" if query.remote else None, Fields="Full", SortField="opendate",
                SortDirection="Desc",
            )  # fmt: skip

        answer, rows = await Paging(address, _rows, size=SIZE).read(client, MAPPING, query, headers=headers)
        return postings(MAPPING, answer, rows, query)


def _rows(answer: Answer) -> list[Row]:
    rows = rows_of(answer, "SearchResult.SearchResultItems")
    if rows and not any(isinstance(row.get(_JOB), dict) for row in rows):
        raise changed(answer, f"no entry has a '{_JOB}'")
    return rows
