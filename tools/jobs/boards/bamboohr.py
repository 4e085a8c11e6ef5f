"""BambooHR: the careers site's list of one employer; text, date and pay from each posting's own answer."""

import re
from typing import Any

from tools.jobs.boards.board import Answer, BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.company import CompanyBoard, counted, detailed
from tools.jobs.boards.mapping import (
    Mapping,
    Row,
    at,
    changed,
    object_of,
    place,
    postings,
    remote_kind,
    rows_of,
    string,
)
from tools.jobs.boards.mapping import whole as only
from tools.jobs.boards.shapes import Around, Shape, fields
from tools.jobs.parsing.salary import find_salary
from tools.jobs.schemas import RemoteKind, Salary

# 0 is on site, or never set: it says nothing.
_KINDS: dict[str, RemoteKind] = {"1": "remote", "2": "hybrid"}


def _location(row: Row) -> str | None:
    """The office, or the place entered freely for a posting without one."""
    office = place(at(row, "location.city"), at(row, "location.state"), at(row, "location.addressCountry"))
    free = (at(row, f"atsLocation.{name}") for name in ("city", "state", "province", "country"))
    return office or place(*free)


def _remote(row: Row) -> RemoteKind | None:
    return remote_kind(remote=row.get("isRemote")) or _KINDS.get(string(row, "locationType") or "")


def _number(row: Row) -> str | None:
    """The number in the posting's address: details do not say it elsewhere."""
    match = re.search(r"/(?:careers|jobs)/(?:view\.php\?(?:.*&)?id=)?(\d+)", string(row, "jobOpeningShareUrl") or "")
    return match[1] if match else None


def _pay(row: Row) -> Salary | None:
    """Pay is one line of the employer's own words."""
    words = string(row, "compensation")
    found = find_salary(f"Salary: {words}") if words else None
    return found and found.model_copy(update={"excerpt": words})


_MAPPING = Mapping(
    board="bamboohr",
    kind="company",
    external_id=lambda row: row.get("id") or _number(row),
    title="jobOpeningName",
    locations=lambda row: [_location(row)],
    remote=_remote,
    salary=_pay,
    employment_type=("employmentStatusLabel", "employmentType"),
    department="departmentLabel",
    text="description",
    url=("jobOpeningShareUrl", "url"),
    posted_at="datePosted",
)


def _is_open(row: Row) -> bool:
    return string(row, "jobOpeningStatus") in (None, "Open")


def _linked(row: Row, around: Around) -> Row:
    """The row with its page, which lists do not name."""
    number = string(row, "id") or _number(row)
    return {"url": f"{_site(around.token)}/careers/{number}"} | row if around.token and number else row


SHAPE = Shape(
    board="bamboohr",
    fields=fields(
        "departmentId departmentLabel employmentStatusLabel atsLocation isRemote locationType jobOpeningShareUrl "
        "jobOpeningStatus datePosted compensation minimumExperience location description jobCategoryId"
    ),
    mapping=_MAPPING,
    lists=("result",),
    prepared=_linked,
    is_open=_is_open,
)


class BambooHR(CompanyBoard):
    """Tokens are the first label of TOKEN.bamboohr.com. An unknown one leads to BambooHR's own site."""

    name = "bamboohr"
    label = "BambooHR"
    hosts = ("bamboohr.com",)
    addresses = (
        re.compile(
            r"(?!www\.|app\.|api\.|documentation\.|help\.)(?P<token>[\w-]+)\.bamboohr\.com/"
            r"(?:(?:careers|jobs)/(?:view\.php\?(?:.*&)?id=)?(?P<id>\d+))?"
        ),
    )
    known = "bamboohr"
    where = "the first label of TOKEN.bamboohr.com"
    form = re.compile(r"[\w-]{1,100}")

    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """The openings, those whose title shares a word with `query.words` first; details for `query.limit` of them."""
        answer = self.own(await client.get(f"{_site(token)}/careers/list"), token, _site(token))
        listed = counted(answer, rows_of(answer, "result"), "meta.totalCount")
        rows = [row | {"url": f"{_site(token)}/careers/{string(row, 'id')}"} for row in listed]
        found = postings(_MAPPING, answer, rows, query, company_token=token)
        return await detailed(found, lambda one: self.opening(client, token, one.external_id))

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening by its number."""
        answer = self.own(await client.get(f"{_site(token)}/careers/{posting}/detail"), token, _site(token))
        row = at(object_of(answer), "result.jobOpening")
        if not isinstance(row, dict):
            raise changed(answer, "there is no 'result.jobOpening'")
        if not _is_open(row):
            raise self.gone(posting, token)
        return _known(row, answer, token, posting)


def _known(row: dict[str, Any], answer: Answer, token: str, posting: str) -> BoardPosting:
    return only(
        _MAPPING.posting({"url": f"{_site(token)}/careers/{posting}", **row, "id": posting}, company_token=token),
        answer,
    )


def _site(token: str) -> str:
    return f"https://{token}.bamboohr.com"
