"""Oracle Recruiting Cloud: what the candidates' site of one employer reads, pages of 25, texts one by one."""

import re
from urllib.parse import quote

from tools.jobs.boards.board import Answer, BoardClient, BoardError, BoardPosting, BoardQuery
from tools.jobs.boards.company import CompanyBoard, Place, counted, detailed, shown_address
from tools.jobs.boards.mapping import (
    Mapping,
    Row,
    at,
    changed,
    place,
    postings,
    remote_kind,
    rows_of,
    string,
    strings,
    text,
    whole,
)
from tools.jobs.boards.shapes import Around, Shape, fields
from tools.jobs.parsing.salary import find_salary
from tools.jobs.schemas import RemoteKind, Salary

_PAGE = 25
_TOKEN = re.compile(r"[\w.-]+\.oraclecloud\.com/[\w-]+")
_PARTS = (
    "ExternalDescriptionStr", "ExternalResponsibilitiesStr", "ExternalQualificationsStr", "CorporateDescriptionStr",
    "OrganizationDescriptionStr",
)  # fmt: skip
_PAY = re.compile(r"\b(?:pay|salary|compensation|wage)\b", re.I)
# What Oracle's own codes of a workplace are ("ORA_REMOTE"); others are of the employer's making.
_CODED = re.compile(r"^ORA_(?:REMOTE|HYBRID|ON_?SITE)$")


def _locations(row: Row) -> list[str]:
    """The primary place and the others; the office's own address only when none is named."""
    offices = row.get("workLocation")
    addresses = [
        place(at(one, "TownOrCity"), at(one, "Region2"), at(one, "Country"))
        for one in (offices if isinstance(offices, list) else [])
    ]
    named = strings(row, "PrimaryLocation", "secondaryLocations.*.Name", "otherWorkLocations.*.Name")
    return named or [line for line in addresses if line] or strings(row, "PrimaryLocationCountry")


def _remote(row: Row) -> RemoteKind | None:
    code = string(row, "WorkplaceTypeCode") or ""
    return remote_kind(code.removeprefix("ORA_") if _CODED.match(code) else string(row, "WorkplaceType"))


def _text(row: Row) -> str:
    """The parts of the details; the list has a summary only."""
    return text(*(row.get(part) for part in _PARTS)) or text(row.get("ShortDescriptionStr"))


def _pay(row: Row) -> Salary | None:
    """A field of the employer's own whose name says that it is pay."""
    listed = row.get("requisitionFlexFields")
    for one in listed if isinstance(listed, list) else []:
        words = string(one, "Value")
        if words and _PAY.search(string(one, "Prompt") or ""):
            return find_salary(f"Salary: {words}")
    return None


_MAPPING = Mapping(
    board="oracle",
    kind="company",
    external_id=("Id", "RequisitionNumber"),
    title="Title",
    company="LegalEmployer",
    locations=_locations,
    remote=_remote,
    salary=_pay,
    employment_type=lambda row: ", ".join(strings(row, "ContractType", "JobSchedule")) or None,
    department=("Department", "Organization", "Category", "JobFamily", "JobFunction"),
    text=_text,
    url=("ExternalURL", "_url"),
    apply_url="ExternalApplyUrl",
    requisition_id="RequisitionNumber",
    posted_at=("PostedDate", "ExternalPostedStartDate"),
    valid_through=("PostingEndDate", "ExternalPostedEndDate"),
    language="Language",
)


def _linked(row: Row, around: Around) -> Row:
    """The row with its page, which no answer names."""
    number = string(row, "Id")
    return row | {"_url": _shown(around.token, number)} if around.token and number else row


def _shown(token: str, posting: str) -> str | None:
    host, _, site = token.partition("/")
    return f"https://{host}/hcmUI/CandidateExperience/en/sites/{site}/job/{quote(posting)}" if site else None


SHAPE = Shape(
    board="oracle",
    fields=fields(
        "PostedDate PrimaryLocation PrimaryLocationCountry ShortDescriptionStr ExternalDescriptionStr "
        "WorkplaceTypeCode WorkplaceType secondaryLocations ExternalPostedStartDate ExternalQualificationsStr "
        "ExternalResponsibilitiesStr JobSchedule PostingEndDate HotJobFlag JobFamily JobFunction"
    ),
    mapping=_MAPPING,
    lists=("items", "requisitionList", "items.0.requisitionList"),
    prepared=_linked,
)


class Oracle(CompanyBoard):
    """Tokens are "host/site", as a careers address spells them: acme.fa.us2.oraclecloud.com/CX_1."""

    name = "oracle"
    label = "Oracle Recruiting Cloud"
    hosts = ("oraclecloud.com",)
    addresses = (
        re.compile(
            r"(?P<host>[\w.-]+\.oraclecloud\.com)/hcmUI/CandidateExperience/(?:[a-z]{2}(?:-[A-Z]{2})?/)?sites/(?P<site>[\w-]+)"
            r"(?:/(?:requisitions/|jobs/)?(?:job|preview)/(?P<id>[\w.-]+))?"
        ),
        re.compile(
            r"(?P<host>[\w.-]+\.oraclecloud\.com)/hcmRestApi/resources/[\w.]+/recruitingCEJobRequisition\w*\?"
            r"(?:.*\bId=(?:%22|\")?(?P<id>[\w.-]+?)(?:%22|\")?,)?.*\bsiteNumber(?:=|%3D)(?P<site>[\w-]+)"
        ),
    )
    known = "eeho.fa.us2.oraclecloud.com/CX_45001"
    where = "host/site of its careers address, as acme.fa.us2.oraclecloud.com/CX_1; or give the address"
    form = _TOKEN

    def locate(self, url: str) -> Place | None:
        """Token and posting number in an address of a candidates' site."""
        shown = shown_address(url)
        for pattern in self.addresses:
            if match := pattern.match(shown):
                return Place(f"{match['host']}/{match['site']}", match["id"])
        return None

    def token_of(self, query: BoardQuery) -> str:
        """The token as such, or in an address."""
        said = query.company or ""
        return said if _TOKEN.fullmatch(said) else super().token_of(query)

    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """The newest `query.limit` that the site finds for `query.words`, each with its details."""
        rows: list[Row] = []
        while not rows or len(rows) < query.limit:
            answer = await client.get(_list_at(token, query.words, len(rows)))
            found = [row for row in _items(answer) if "requisitionList" in row]
            if not found:
                raise changed(answer, "there is no 'requisitionList'")
            listed = found[0]["requisitionList"]
            page = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
            rows += page
            total = found[0].get("TotalJobsCount")
            if len(page) < _PAGE or (isinstance(total, int) and total <= len(rows)):
                break
        around = Around(token=token)
        rows = [_linked(row, around) for row in counted(answer, rows, "items.0.TotalJobsCount")]
        openings = postings(_MAPPING, answer, rows, query, company_token=token)
        return await detailed(openings, lambda one: self.opening(client, token, one.external_id))

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening by its number; an answer without one means that it is gone."""
        host, _, site = token.partition("/")
        finder = quote(f'ById;Id="{posting}",siteNumber={site}', safe=";=,")
        answer = await client.get(
            f"https://{host}/hcmRestApi/resources/latest/recruitingCEJobRequisitionDetails"
            f"?expand=all&onlyData=true&finder={finder}"
        )
        rows = _items(answer)
        if not rows:
            raise self.gone(posting, token)
        row = _linked({"Id": posting} | rows[0], Around(token=token))
        return whole(_MAPPING.posting(row, company_token=token), answer)


def _items(answer: Answer) -> list[Row]:
    return rows_of(answer, "items")


def _list_at(token: str, words: str | None, offset: int) -> str:
    host, _, site = token.partition("/")
    if not site:
        raise BoardError(
            f"'{token}' is no Oracle token: give host/site, as acme.fa.us2.oraclecloud.com/CX_1.",
            code="COMPANY_UNKNOWN",
        )
    asked = f"findReqs;siteNumber={site},limit={_PAGE},offset={offset},sortBy=POSTING_DATES_DESC"
    finder = quote(f'{asked},keyword="{words}"' if words else asked, safe=";=,")
    return (
        f"https://{host}/hcmRestApi/resources/latest/recruitingCEJobRequisitions?onlyData=true"
        f"&expand=requisitionList.secondaryLocations,requisitionList.workLocation&finder={finder}"
    )
