"""Reed: jobs in the United Kingdom, with a key; a search whose texts are beginnings, and whole postings one by one."""

import base64
import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from bs4 import Tag

from tools.jobs.boards.board import Answer, BoardClient, BoardKind, BoardPosting, BoardQuery
from tools.jobs.boards.feeds import Feed, Paging, answer_at, asking, page_id, posting_gone
from tools.jobs.boards.keys import Key, key
from tools.jobs.boards.mapping import (
    Mapping,
    Row,
    changed,
    link,
    object_of,
    postings,
    remote_in,
    rows_of,
    salary,
    string,
    when,
)
from tools.jobs.boards.shapes import Shape, fields
from tools.jobs.parsing.markup import element_text, soup_of
from tools.jobs.parsing.salary import find_salary

ADDRESS = "https://www.reed.co.uk/api/1.0"
WHERE = "https://www.reed.co.uk/developers (free)"
SIZE = 100


def _day(name: str) -> Callable[[Row], str | None]:
    def read(row: Row) -> str | None:
        """A British date: 03/04/2026 is the third of April."""
        said = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", str(row.get(name) or ""))
        try:
            return datetime(int(said[3]), int(said[2]), int(said[1]), tzinfo=UTC).isoformat() if said else None
        except ValueError:
            return None

    return read


def _employment(row: Row) -> str | None:
    """Stated in the whole posting only: the contract, and full or part time."""
    flags = [("fullTime", "full-time"), ("partTime", "part-time")]
    said = [row.get("contractType"), *(word for name, word in flags if row.get(name) is True)]
    return ", ".join(word for word in said if isinstance(word, str)) or None


MAPPING = Mapping(
    board="reed",
    kind="search",
    external_id="jobId",
    title="jobTitle",
    company="employerName",
    locations="locationName",
    salary=lambda row: salary(
        row.get("minimumSalary"), row.get("maximumSalary"), row.get("currency"), row.get("salaryType")
    ),
    employment_type=_employment,
    text="jobDescription",
    url=("jobUrl", "url"),
    apply_url="externalUrl",
    posted_at=_day("date"),
    valid_through=_day("expirationDate"),
)
SHAPE = Shape(
    board="reed",
    fields=fields(
        "jobId employerId employerName jobTitle locationName minimumSalary maximumSalary expirationDate "
        "jobUrl applications jobDescription"
    ),
    mapping=MAPPING,
    lists=("results",),
)


def postings_in(answer: Answer) -> list[BoardPosting]:
    """The cards of a page of results at hand, whose texts are beginnings too. Raises BOARD_CHANGED without a card."""
    cards = soup_of(answer.content.decode("utf-8", "replace")).select("[data-qa=job-card], article.job-result-card")
    found = [posting for card in cards if (posting := _card(card))]
    if not found:
        raise changed(answer, "the page has no job card with a title and a link")
    return found


def _card(card: Tag) -> BoardPosting | None:
    heading = card.select_one("[class*=title] a[href], h2 a[href], h3 a[href]")
    address = link(str(heading["href"]), "https://www.reed.co.uk/") if heading else None
    title = string(heading.get_text(" ")) if heading else None
    if address is None or title is None:
        return None
    place, pay = _said(card, "[class*=location]"), _said(card, "[class*=salary]")
    dated = card.select_one("time[datetime]")
    body = card.select_one("[class*=description]")
    return BoardPosting(
        board="reed",
        kind="search",
        external_id=page_id(address),
        title=title,
        company=_said(card, "[class*=recruiter-name], [class*=recruiter]"),
        locations=[place] if place else [],
        remote=remote_in([place]) if place else None,
        salary=find_salary(f"Salary: {pay}", place or "") if pay else None,
        text=element_text(body) if body else "",
        url=address,
        posted_at=when(dated["datetime"]) if dated else None,
    )


def _said(card: Tag, selector: str) -> str | None:
    found = card.select_one(selector)
    return string(found.get_text(" ")) if found else None


class Reed(Feed):
    """https://www.reed.co.uk: search by words and place."""

    name = "reed"
    label = "Reed"
    kind: BoardKind = "search"
    hosts = ("reed.co.uk",)

    def __init__(self, api_key: Key = None) -> None:
        self._api_key = api_key

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """A hundred a page. Another country than the United Kingdom is an empty list."""
        headers = self._headers()
        if query.country and query.country.upper() != "GB":
            return []

        def address(page: int) -> str:
            return asking(
                f"{ADDRESS}/search", keywords=query.words, locationName=query.location, resultsToTake=SIZE,
                resultsToSkip=page * SIZE or None,
            )  # fmt: skip

        answer, rows = await Paging(address, _rows, size=SIZE).read(client, MAPPING, query, headers=headers)
        return postings(MAPPING, answer, rows, query)

    async def fetch(self, client: BoardClient, url: str) -> BoardPosting:
        """The whole posting by its number."""
        answer = await answer_at(client, f"{ADDRESS}/jobs/{self.id_at(url)}", headers=self._headers())
        row = object_of(answer)
        if row.get("jobId") in (None, 0):
            raise posting_gone(url)
        return postings(MAPPING, answer, [row], BoardQuery(limit=1))[0]

    def id_at(self, url: str) -> str:
        """The number at the end of the address."""
        return urlsplit(url).path.rstrip("/").rpartition("/")[2]

    def _headers(self) -> dict[str, str]:
        said = key(self._api_key, "reed_api_key", self.label, WHERE)
        return {"Authorization": f"Basic {base64.b64encode(f'{said}:'.encode()).decode()}"}


def _rows(answer: Answer) -> list[Row]:
    return rows_of(answer, "results")
