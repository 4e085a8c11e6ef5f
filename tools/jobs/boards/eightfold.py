"""Eightfold: the career site of one employer; an older API and the newer one (PCSX), ten a page, texts one by one."""

import re
from urllib.parse import quote

from tools.jobs.boards.board import Answer, BoardClient, BoardError, BoardPosting, BoardQuery
from tools.jobs.boards.company import CompanyBoard, Place, counted, detailed, shown_address
from tools.jobs.boards.feeds import asking
from tools.jobs.boards.mapping import (
    Mapping,
    Row,
    at,
    changed,
    object_of,
    postings,
    remote_kind,
    rows_of,
    string,
    strings,
    whole,
)
from tools.jobs.boards.shapes import Around, Shape, fields

_PAGE = 10


def _locations(row: Row) -> list[str]:
    return strings(row, "locations", "locations.*.name") or strings(row, "location", "standardizedLocations")


_MAPPING = Mapping(
    board="eightfold",
    kind="company",
    external_id=("id", "positionId"),
    title=("name", "posting_name", "title"),
    company="company_name",
    locations=_locations,
    remote=lambda row: remote_kind(string(row, "work_location_option", "workLocationOption")),
    employment_type=("type_of_employment", "employmentType", "efcustomTextTextTimeType.0"),
    department=("department", "department.0"),
    text=("job_description", "jobDescription", "positionDescription"),
    url=("canonicalPositionUrl", "publicUrl", "positionUrl", "url"),
    apply_url=("apply_url", "applyUrl"),
    requisition_id=("ats_job_id", "atsJobId", "display_job_id", "displayJobId"),
    posted_at=("t_create", "postedTs", "creationTs"),
)


def _linked(row: Row, around: Around) -> Row:
    """The row with its page, which some lists leave out."""
    number = string(row, "id")
    return row | {"url": f"{_site(around.token)}/careers/job/{number}"} if around.token and number else row


def _site(token: str) -> str:
    host = token.partition("/")[0]
    return f"https://{host if '.' in host else f'{host}.eightfold.ai'}"


SHAPE = Shape(
    board="eightfold",
    fields=fields(
        "ats_job_id display_job_id t_create t_update canonicalPositionUrl work_location_option job_description "
        "posting_name business_unit isPrivate displayJobId atsJobId postedTs creationTs positionUrl publicUrl "
        "standardizedLocations workLocationOption jobDescription department locations location"
    ),
    mapping=_MAPPING,
    lists=("positions", "data.positions"),
    prepared=_linked,
    site=_site,
)


class Eightfold(CompanyBoard):
    """Tokens are TOKEN.eightfold.ai's first label or a whole host, with "/domain" behind it where the site wants one:
    "acme", "acme/acme.com", "jobs.acme.com/acme.com"."""

    name = "eightfold"
    label = "Eightfold"
    hosts = ("eightfold.ai",)
    addresses = (
        re.compile(
            r"(?!www\.|app\.|api\.|static\.)(?P<token>[\w-]+)\.eightfold\.ai/"
            r"(?:careers/job/(?P<id>\d+)|careers/?\?(?:.*&)?pid=(?P<pid>\d+)|careers|api/(?:apply/v2|pcsx)/|$)"
        ),
    )
    known = "eightfold/eightfold.ai"
    where = "the first label of TOKEN.eightfold.ai, with /domain where its address names one"
    form = re.compile(r"[\w.-]{1,100}(?:/[\w.-]{1,100})?")

    def locate(self, url: str) -> Place | None:
        """Token, with the domain that the address names, and posting number in an address of a career site."""
        shown = shown_address(url)
        match = self.addresses[0].match(shown)
        if match is None:
            return None
        domain = re.search(r"[?&]domain=([\w.-]+)", shown)
        return Place(f"{match['token']}/{domain[1]}" if domain else match["token"], match["id"] or match["pid"])

    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """The first `query.limit` that the site's own search finds for `query.words`, each with its details."""
        rows: list[Row] = []
        total: object = None
        while not rows or len(rows) < query.limit:
            answer = await self._page(client, token, query, len(rows))
            page = rows_of(answer, _list_of(answer))
            rows += page
            total = at(object_of(answer), "count") or at(object_of(answer), "data.count")
            if len(page) < _PAGE or (isinstance(total, int) and total <= len(rows)):
                break
        around = Around(token=token)
        rows = [_linked(row, around) for row in counted(answer, rows, "count", "data.count")]
        found = postings(_MAPPING, answer, rows, query, base=_site(token), company_token=token)
        return await detailed(found, lambda one: self.opening(client, token, one.external_id))

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening by its number."""
        older = asking(f"{_site(token)}/api/apply/v2/jobs/{quote(posting, safe='')}", domain=_domain(token))
        newer = asking(f"{_site(token)}/api/pcsx/position_details", position_id=posting, domain=_domain(token), hl="en")
        answer = await _either(client, older, newer)
        row = at(object_of(answer), "data")
        row = _linked(row if isinstance(row, dict) else object_of(answer), Around(token=token))
        return whole(_MAPPING.posting({"id": posting} | row, base=_site(token), company_token=token), answer)

    async def _page(self, client: BoardClient, token: str, query: BoardQuery, start: int) -> Answer:
        asked = {"domain": _domain(token), "query": query.words, "location": query.location, "start": start}
        older = asking(f"{_site(token)}/api/apply/v2/jobs", **asked, num=_PAGE)
        return await _either(client, older, asking(f"{_site(token)}/api/pcsx/search", **asked))


async def _either(client: BoardClient, older: str, newer: str) -> Answer:
    """The older API's answer; the newer's where a site has moved to it, which the older says by refusing."""
    try:
        return await client.get(older)
    except BoardError as error:
        if error.details.get("status") not in (401, 403):
            raise
    return await client.get(newer)


def _list_of(answer: Answer) -> str:
    data = object_of(answer)
    for path in ("positions", "data.positions"):
        if isinstance(at(data, path), list):
            return path
    raise changed(answer, "there is no list 'positions'")


def _domain(token: str) -> str | None:
    return token.partition("/")[2] or None
