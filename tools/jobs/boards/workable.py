"""Workable: the widget's list with texts, and one posting from the account's own API."""

import asyncio
import re
from urllib.parse import quote

from tools.jobs.boards.board import Answer, BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.company import CompanyBoard, merged
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
    spaced,
    string,
    text,
    whole,
)
from tools.jobs.boards.shapes import Around, Shape, fields
from tools.jobs.schemas import RemoteKind

_API = "https://apply.workable.com/api"


def _locations(row: Row) -> list[str]:
    """Every place that is not hidden; the row's own city, region and country when it lists none."""
    listed = row.get("locations")
    places = [one for one in listed if at(one, "hidden") is not True] if isinstance(listed, list) else []
    found = [_place(one) if isinstance(one, dict) else string(one) for one in places]
    # A row's own `state` is a region in the widget's list and "published" elsewhere, where `location` is an object.
    own = at(row, "location") if isinstance(row.get("location"), dict) else row
    alone = string(own, "location_str") or _place(own) or string(row, "location")
    return [line for line in found if line] or ([alone] if alone else [])


def _place(one: object) -> str | None:
    region = at(one, "state") or at(one, "region") or at(one, "subregion")
    return place(at(one, "city"), region, at(one, "country") or at(one, "countryName"))


def _remote(row: Row) -> RemoteKind | None:
    label = string(row, "workplace", "workplace_type", "location.workplace_type")
    flags = (row.get("telecommuting"), row.get("remote"), at(row, "location.telecommuting"))
    return remote_kind(label, remote=any(flag is True for flag in flags))


def _employment(row: Row) -> str | None:
    """The widget's words, or the code of the account's own list ("full")."""
    code = string(row, "type")
    said = row.get("employment_type") or row.get("employmentType")
    return spaced(said or (_KINDS.get(code.lower(), code) if code else None))


_KINDS = {"full": "full-time", "part": "part-time"}


def _text(row: Row) -> str:
    parts = (("Requirements", "requirements"), ("Benefits", "benefits"))
    under = (section(heading, row.get(name) or row.get(f"{name}Section")) for heading, name in parts)
    return text(row.get("description") or row.get("full_description"), *under)


def _link(row: Row) -> str | None:
    """The posting's page; made of its short code where a list leaves it out."""
    code = string(row, "shortcode")
    return string(row, "url", "shortlink") or (f"https://apply.workable.com/j/{quote(code)}" if code else None)


_MAPPING = Mapping(
    board="workable",
    kind="company",
    external_id=("shortcode", "id"),
    title="title",
    company="company.title",
    locations=_locations,
    remote=_remote,
    salary=lambda row: salary(*(at(row, f"salary.salary_{name}") for name in ("from", "to", "currency"))),
    employment_type=_employment,
    department=("department", "department.0"),
    text=_text,
    url=_link,
    apply_url="application_url",
    requisition_id="code",
    posted_at=("published_on", "published", "created_at", "created"),
    language="language",
    tags=lambda row: (
        [row.get("function"), *(row.get("industry") or "").split(", ")]
        if isinstance(row.get("industry") or "", str)
        else []
    ),
)


def _named(row: Row, around: Around) -> Row:
    """The row with its employer, whom the list names once, and its page at the account that is known."""
    code = string(row, "shortcode")
    page = {"url": _page(around.token, code)} if around.token and code else {}
    return {"company": {"title": around.stated("name")}} | row | page


SHAPE = Shape(
    board="workable",
    fields=fields(
        "shortcode shortlink telecommuting application_url published_on published workplace industry function "
        "experience education code isInternal approvalStatus accountUid employment_type full_title department url"
    ),
    mapping=_MAPPING,
    lists=("jobs", "results"),
    prepared=_named,
)


class Workable(CompanyBoard):
    """Tokens are the first part of apply.workable.com/TOKEN."""

    name = "workable"
    label = "Workable"
    hosts = ("apply.workable.com",)
    addresses = (
        re.compile(
            r"apply\.workable\.com/api/v\d/(?:widget/)?accounts/(?P<token>[\w-]+)(?:/jobs/(?P<id>[0-9A-Za-z]+))?"
        ),
        re.compile(r"apply\.workable\.com/(?!api/|j/)(?P<token>[\w-]+)(?:/j/(?P<id>[0-9A-Za-z]+))?"),
        re.compile(
            r"(?!www\.|apply\.|jobs\.|help\.)(?P<token>[\w-]+)\.workable\.com/(?:j(?:obs)?/(?P<id>[0-9A-Za-z]+))?"
        ),
    )
    known = "workable"
    where = "the first part of apply.workable.com/TOKEN"

    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """Every opening with its text; the list repeats one for each of its places."""
        answer = await client.get(f"{_API}/v1/widget/accounts/{quote(token, safe='')}?details=true")
        return await asyncio.to_thread(_read, answer, token, query)

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening by its short code."""
        answer = await client.get(f"{_API}/v2/accounts/{quote(token, safe='')}/jobs/{quote(posting, safe='')}")
        row = object_of(answer) | {"url": _page(token, posting)}
        return whole(_MAPPING.posting(row, company_token=token), answer)


def _read(answer: Answer, token: str, query: BoardQuery) -> list[BoardPosting]:
    rows = rows_of(answer, "jobs")
    # A repeated row is no further posting, so the limit is applied after the rows are one.
    every = query.model_copy(update={"limit": max(1, len(rows))})
    company = string(json_of(answer), "name")
    found = postings(_MAPPING, answer, rows, every, company=company, company_token=token)
    for one in found:
        # The list's own address (/j/CODE) does not say whose posting it is.
        one.url = _page(token, one.external_id)
    return merged(found)[: query.limit]


def _page(token: str, posting: str) -> str:
    return f"https://apply.workable.com/{quote(token, safe='')}/j/{quote(posting, safe='')}/"
