"""Workday: what the career site of one employer reads (CXS): a search in pages of 20, details from each posting."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from tools.jobs.boards.board import Answer, BoardClient, BoardError, BoardPosting, BoardQuery
from tools.jobs.boards.company import CompanyBoard, Place, counted, detailed, shown_address
from tools.jobs.boards.mapping import (
    Mapping,
    Row,
    at,
    changed,
    json_of,
    object_of,
    postings,
    remote_in,
    remote_kind,
    rows_of,
    string,
    strings,
)
from tools.jobs.boards.mapping import whole as only
from tools.jobs.boards.shapes import Around, Shape, fields

_PAGE = 20
_COUNTED = re.compile(r"^\d+ \w+$")
_NUMBERED = re.compile(r"[A-Z]{0,6}[-_ ]?\d{3,}(?:-\d+)?")
_AGO = re.compile(r"posted (?:(?P<word>today|yesterday)|(?P<days>\d{1,3}) days? ago)", re.I)
_TOKEN = re.compile(r"[\w.-]+\.myworkday(?:jobs|jobs-impl|site)\.com/(?![a-z]{2}-[A-Z]{2}/)[\w-]+/[\w-]+")
_LOCALE = r"(?:[a-z]{2}(?:-[A-Z]{2})?/)?"


def _locations(row: Row) -> list[str]:
    """Every place; a list's "3 Locations" names none."""
    listed = [line for line in strings(row, "locationsText") if not _COUNTED.match(line)]
    said = strings(row, "location", "location.descriptor", "additionalLocations", "additionalLocations.*.descriptor")
    return said or listed or strings(row, "locations", "locations.*.descriptor", "jobRequisitionLocation.descriptor")


def _path(row: Row) -> str | None:
    """The posting's path under the site ("Berlin/Engineer_R-7"), which its details are asked for by."""
    stated = string(row, "externalPath") or ""
    address = (string(row, "externalUrl") or "").partition("?")[0]
    path = stated.removeprefix("/job/") or address.partition("/job/")[2]
    return path.strip("/") or None


def _requisition(row: Row) -> str | None:
    """The requisition: details name it; of a list's bullets it is the one that ends the path, or alone has a number."""
    bullets = strings(row, "bulletFields")
    path = _path(row) or ""
    ends = [one for one in bullets if re.search(rf"_{re.escape(one)}(?:-\d+)?$", path)]
    numbered = [one for one in bullets if _NUMBERED.fullmatch(one)]
    return string(row, "jobReqId") or (ends[0] if ends else numbered[0] if len(numbered) == 1 else None)


def posted_ago(words: object, now: datetime | None) -> datetime | None:
    """The day that "Posted 3 Days Ago", said at `now`, means; None for "30+", which is no day, and without a `now`."""
    match = _AGO.fullmatch(words.strip()) if isinstance(words, str) else None
    if match is None or now is None:
        return None
    days = int(match["days"]) if match["days"] else 0 if match["word"].lower() == "today" else 1
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days)


_MAPPING = Mapping(
    board="workday",
    kind="company",
    external_id=lambda row: _path(row) or string(row, "jobPostingId", "jobReqId", "id"),
    title=("title", "jobPostingTitle"),
    company="hiringOrganization.name",
    locations=_locations,
    remote=lambda row: remote_kind(row.get("remoteType")) or remote_in(_locations(row)),
    employment_type="timeType",
    text="jobDescription",
    url=("externalUrl", "url"),
    requisition_id=_requisition,
    posted_at=("startDate", "_day"),
    valid_through="endDate",
)


def _placed(row: Row, around: Around) -> Row:
    """The row with what only the answer around it says: the employer, the page's address, the day it was read."""
    path, day = _path(row), posted_ago(row.get("postedOn"), around.at)
    added = {
        "hiringOrganization": around.stated("hiringOrganization"),
        "_day": day.isoformat() if day else None,
        "url": _page(around.token, path) if around.token and path and _TOKEN.fullmatch(around.token) else None,
    }
    return added | row


SHAPE = Shape(
    board="workday",
    fields=fields(
        "externalPath locationsText postedOn bulletFields timeType startDate jobReqId jobPostingId jobPostingSiteId "
        "externalUrl jobDescription canApply remoteType jobRequisitionLocation additionalLocations"
    ),
    mapping=_MAPPING,
    lists=("jobPostings",),
    prepared=_placed,
)


class Workday(CompanyBoard):
    """Tokens are "host/tenant/site", as a careers address spells them: acme.wd5.myworkdayjobs.com/acme/External."""

    name = "workday"
    label = "Workday"
    hosts = ("myworkdayjobs.com", "myworkdaysite.com")
    addresses = (
        re.compile(
            r"(?P<host>[\w-]+(?:\.wd\d+)?\.myworkdayjobs(?:-impl)?\.com)/wday/cxs/(?P<tenant>[\w-]+)/(?P<site>[\w-]+)"
            r"(?:/job/(?P<id>[^?]+))?"
        ),
        re.compile(
            rf"(?P<host>(?P<tenant>[\w-]+)(?:\.wd\d+)?\.myworkdayjobs(?:-impl)?\.com)/{_LOCALE}(?P<site>[\w-]+)"
            r"(?:/(?:job|details)/(?P<id>[^?]+))?"
        ),
        re.compile(
            rf"(?P<host>(?:[\w-]+\.)?wd\d+\.myworkdaysite\.com)/{_LOCALE}recruiting/(?P<tenant>[\w-]+)/(?P<site>[\w-]+)"
            r"(?:/(?:job|details)/(?P<id>[^?]+))?"
        ),
    )
    known = "workday.wd5.myworkdayjobs.com/workday/Workday"
    where = "host/tenant/site of its careers address, as acme.wd5.myworkdayjobs.com/acme/External; or give the address"
    form = _TOKEN

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock

    def locate(self, url: str) -> Place | None:
        """Token and posting path in an address of a career site."""
        shown = shown_address(url)
        for pattern in self.addresses:
            if match := pattern.match(shown):
                token = f"{match['host']}/{match['tenant']}/{match['site']}"
                return Place(token, re.sub(r"/apply(?:/.*)?$", "", match["id"]) if match["id"] else None)
        return None

    def token_of(self, query: BoardQuery) -> str:
        """The token as such, or in an address."""
        said = query.company or ""
        return said if _TOKEN.fullmatch(said) else super().token_of(query)

    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """The first `query.limit` that the site's own search finds for `query.words`, each with its details."""
        rows: list[Row] = []
        while len(rows) < query.limit:
            body = {"appliedFacets": {}, "limit": _PAGE, "offset": len(rows), "searchText": query.words or ""}
            answer = await client.post(f"{_cxs(token)}/jobs", body)
            page = rows_of(answer, "jobPostings")
            rows += page
            total = at(json_of(answer), "total")
            # Later pages state a total of 0 on some sites, so only a short page ends the list then.
            if len(page) < _PAGE or (isinstance(total, int) and 0 < total <= len(rows)):
                break
        around = Around(token=token, at=None if answer.stale else self._clock())
        rows = [_placed(row, around) for row in counted(answer, rows, "total") if _path(row)]
        found = postings(_MAPPING, answer, rows, query, company_token=token)
        return await detailed(found, lambda one: self.opening(client, token, one.external_id))

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening by its path."""
        answer = await client.get(f"{_cxs(token)}/job/{quote(posting, safe='/%')}")
        row = at(object_of(answer), "jobPostingInfo")
        if not isinstance(row, dict):
            raise changed(answer, "there is no 'jobPostingInfo'")
        return _read(row, answer, token, posting)


def _read(row: Row, answer: Answer, token: str, posting: str) -> BoardPosting:
    known = row | {"externalPath": f"/job/{posting}", "url": _page(token, posting)}
    company = string(object_of(answer), "hiringOrganization.name")
    return only(_MAPPING.posting(known, company=company, company_token=token), answer)


def _cxs(token: str) -> str:
    host, _, rest = token.partition("/")
    if rest.count("/") != 1:
        raise BoardError(
            f"'{token}' is no Workday token: give host/tenant/site, as acme.wd5.myworkdayjobs.com/acme/External.",
            code="COMPANY_UNKNOWN",
        )
    return f"https://{host}/wday/cxs/{rest}"


def _page(token: str, posting: str) -> str:
    host, tenant, site = token.split("/")
    front = f"recruiting/{tenant}/{site}" if host.endswith("myworkdaysite.com") else site
    return f"https://{host}/{front}/job/{posting}"
