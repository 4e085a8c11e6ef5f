"""SmartRecruiters: the public posting API of one employer: a list in pages, the text from each posting's own answer."""

import re
from urllib.parse import quote, urlencode

from tools.jobs.boards.board import BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.company import CompanyBoard, counted, detailed
from tools.jobs.boards.mapping import (
    Mapping,
    Row,
    at,
    json_of,
    object_of,
    place,
    postings,
    remote_kind,
    rows_of,
    salary,
    section,
    string,
    text,
    whole,
)
from tools.jobs.boards.shapes import Around, Shape, fields

_API = "https://api.smartrecruiters.com/v1/companies"
_PAGE = 100
_SECTIONS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")


def _location(row: Row) -> str | None:
    country = string(row, "location.country")
    code = country.upper() if country and len(country) == 2 else country
    return string(row, "location.fullLocation") or place(at(row, "location.city"), at(row, "location.region"), code)


def _text(row: Row) -> str:
    parts = (at(row, f"jobAd.sections.{name}") for name in _SECTIONS)
    return text(*(section(at(part, "title"), at(part, "text")) for part in parts))


def _page(row: Row) -> str | None:
    """The posting's page; the list leaves it out, and it is made of the employer's identifier and the number."""
    company, number = string(row, "company.identifier"), string(row, "id")
    made = f"https://jobs.smartrecruiters.com/{quote(company)}/{quote(number)}" if company and number else None
    return string(row, "postingUrl") or made


_MAPPING = Mapping(
    board="smartrecruiters",
    kind="company",
    external_id=("id", "uuid"),
    title="name",
    company="company.name",
    company_token="company.identifier",
    locations=lambda row: [_location(row)],
    remote=lambda row: remote_kind(remote=at(row, "location.remote"), hybrid=at(row, "location.hybrid")),
    salary=lambda row: salary(*(at(row, f"compensation.{name}") for name in ("min", "max", "currency", "period"))),
    employment_type=("typeOfEmployment.label", "typeOfEmployment.id"),
    department="department.label",
    text=_text,
    url=_page,
    apply_url="applyUrl",
    requisition_id="refNumber",
    posted_at="releasedDate",
    language="language.code",
    tags=lambda row: [at(row, "function.label"), at(row, "industry.label")],
)


def _of_token(row: Row, around: Around) -> Row:
    """The row with the employer's identifier, where it leaves that out."""
    company = row.get("company") if isinstance(row.get("company"), dict) else {}
    return row | {"company": {"identifier": around.token} | (company or {})} if around.token else row


SHAPE = Shape(
    board="smartrecruiters",
    fields=fields(
        "refNumber releasedDate typeOfEmployment experienceLevel jobAd jobAdId defaultJobAd ref customField uuid "
        "postingUrl applyUrl visibility creator function industry location company language active"
    ),
    mapping=_MAPPING,
    lists=("content",),
    prepared=_of_token,
    is_open=lambda row: row.get("active") is not False,
)


class SmartRecruiters(CompanyBoard):
    """Tokens are the first part of jobs.smartrecruiters.com/TOKEN. An unknown one looks like one without openings."""

    name = "smartrecruiters"
    label = "SmartRecruiters"
    hosts = ("jobs.smartrecruiters.com", "careers.smartrecruiters.com")
    addresses = (
        re.compile(
            r"(?:jobs|careers)\.smartrecruiters\.com/(?:ni/)?(?!ni/|oneclick-ui/|api/|static/)(?P<token>[\w-]+)"
            r"(?:/(?P<id>\d{6,}|[0-9a-f-]{36}))?"
        ),
        re.compile(
            r"jobs\.smartrecruiters\.com/oneclick-ui/company/(?P<token>[\w-]+)/publication/(?P<id>[0-9a-f-]{36})"
        ),
        re.compile(r"api\.smartrecruiters\.com/v1/companies/(?P<token>[\w-]+)(?:/postings/(?P<id>[\w-]+))?"),
    )
    known = "smartrecruiters"
    where = "the first part of jobs.smartrecruiters.com/TOKEN"

    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """The `query.limit` newest that match `query.words` (the board searches texts too), each with its details."""
        rows: list[Row] = []
        while len(rows) < query.limit:
            asked = {"limit": min(_PAGE, query.limit), "offset": len(rows)} | (
                {"q": query.words} if query.words else {}
            )
            answer = await client.get(f"{_API}/{quote(token, safe='')}/postings?{urlencode(asked)}")
            page = rows_of(answer, "content")
            rows += page
            total = at(json_of(answer), "totalFound")
            if not page or not isinstance(total, int) or len(rows) >= total:
                break
        found = postings(_MAPPING, answer, counted(answer, rows, "totalFound"), query, company_token=token)
        return await detailed(found, lambda one: self.opening(client, token, one.external_id))

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening by its number."""
        answer = await client.get(f"{_API}/{quote(token, safe='')}/postings/{quote(posting, safe='')}")
        return whole(_MAPPING.posting(object_of(answer), company_token=token), answer)
