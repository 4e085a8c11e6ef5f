"""Greenhouse: the public job board API of one employer, everything in one answer."""

import asyncio
import re
from urllib.parse import quote

from tools.jobs.boards.board import BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.company import CompanyBoard, counted
from tools.jobs.boards.mapping import (
    Mapping,
    Row,
    at,
    number,
    object_of,
    postings,
    remote_in,
    remote_kind,
    rows_of,
    salary,
    span,
    string,
    strings,
    whole,
)
from tools.jobs.boards.shapes import Shape, fields
from tools.jobs.schemas import Salary

_EMPLOYMENT = re.compile(r"^(?:(?:employment|job|contract|worker|time) type|type of employment)$", re.I)
_WORKPLACE = re.compile(r"^(?:work(?:place|ing)?|location|remote)[ -](?:type|model|policy|status|arrangement)$", re.I)
_PAY_FIELD = re.compile(r"\b(?:salary|pay|compensation|wage|base)\b", re.I)
_API = "https://boards-api.greenhouse.io/v1/boards"


def _locations(row: Row) -> list[str]:
    """The posting's own line; where it names several, "; " parts them. Offices only when it has no line."""
    said = string(row, "location.name", "location")
    if said is None:
        return strings(row, "offices.*.name")
    return [part.strip() for part in re.split(r"\s*[;|]\s*", said) if part.strip()]


def _pay(row: Row) -> Salary | None:
    """The stated ranges, in cents; the period stands in their titles, if anywhere. Else a pay field of the employer's
    own, which is in whole units."""
    ranges = at(row, "pay_input_ranges")
    return (span(_range(one) for one in ranges) if isinstance(ranges, list) else None) or _own_pay(row)


def _own_pay(row: Row) -> Salary | None:
    """The employer's own field of the documented kind `currency_range`, when its name says that it is pay."""
    listed = at(row, "metadata")
    for one in listed if isinstance(listed, list) else []:
        name = string(one, "name") or ""
        if _PAY_FIELD.search(name) and isinstance(at(one, "value"), dict):
            found = salary(at(one, "value.min_value"), at(one, "value.max_value"), at(one, "value.unit"), name)
            return found and found.model_copy(update={"excerpt": f"{name}: {found.excerpt}"})
    return None


def _range(stated: object) -> Salary | None:
    low, high = (number(at(stated, name)) for name in ("min_cents", "max_cents"))
    title = string(stated, "title") or string(stated, "blurb")
    found = salary(low and low / 100, high and high / 100, at(stated, "currency_type"), title)
    return found and found.model_copy(update={"excerpt": f"{title}: {found.excerpt}" if title else found.excerpt})


def _own(row: Row, name: re.Pattern[str]) -> str | None:
    """What the employer's own field of that name says."""
    listed = at(row, "metadata")
    for field in listed if isinstance(listed, list) else []:
        if name.search(string(field, "name") or ""):
            return string(field, "value", "value.0")
    return None


_MAPPING = Mapping(
    board="greenhouse",
    kind="company",
    external_id="id",
    title="title",
    company="company_name",
    locations=_locations,
    remote=lambda row: remote_in(_locations(row)) or remote_kind(_own(row, _WORKPLACE)),
    salary=_pay,
    employment_type=lambda row: _own(row, _EMPLOYMENT),
    department="departments.0.name",
    text="content",
    url="absolute_url",
    requisition_id="requisition_id",
    posted_at=("first_published", "updated_at"),
    valid_through="application_deadline",
    language="language",
)
SHAPE = Shape(
    board="greenhouse",
    fields=fields(
        "absolute_url internal_job_id updated_at first_published requisition_id departments offices metadata content "
        "data_compliance company_name pay_input_ranges application_deadline questions education language location"
    ),
    mapping=_MAPPING,
    lists=("jobs", "departments", "offices"),
)


class Greenhouse(CompanyBoard):
    """Tokens are the last part of boards.greenhouse.io/TOKEN; European boards answer at the same API."""

    name = "greenhouse"
    label = "Greenhouse"
    hosts = (
        "boards.greenhouse.io",
        "job-boards.greenhouse.io",
        "boards.eu.greenhouse.io",
        "job-boards.eu.greenhouse.io",
    )
    addresses = (
        re.compile(
            r"(?:job-)?boards(?:\.eu)?\.greenhouse\.io/embed/job_(?:board|app)(?:/js)?\?"
            r"(?=.*\bfor=(?P<token>[\w-]+))(?:.*\b(?:token|gh_jid)=(?P<id>\d+))?"
        ),
        re.compile(r"(?:job-)?boards(?:\.eu)?\.greenhouse\.io/(?!embed/)(?P<token>[\w-]+)(?:/jobs/(?P<id>\d+))?"),
        re.compile(r"(?:boards-)?api(?:\.eu)?\.greenhouse\.io/v1/boards/(?P<token>[\w-]+)(?:/jobs/(?P<id>\d+))?"),
    )
    known = "greenhouse"
    where = "the last part of boards.greenhouse.io/TOKEN"

    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """Every opening with its text, in one answer."""
        answer = await client.get(f"{_API}/{quote(token, safe='')}/jobs?content=true&pay_transparency=true")
        rows = counted(answer, rows_of(answer, "jobs"), "meta.total")
        return await asyncio.to_thread(postings, _MAPPING, answer, rows, query, company_token=token)

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening by its number."""
        answer = await client.get(
            f"{_API}/{quote(token, safe='')}/jobs/{quote(posting, safe='')}?pay_transparency=true"
        )
        return whole(_MAPPING.posting(object_of(answer), company_token=token), answer)
