"""Reed: jobs in the United Kingdom, with a key; a search whose texts are beginnings, and whole postings one by one."""

import base64
import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from tools.jobs.boards.board import Answer, BoardClient, BoardKind, BoardPosting, BoardQuery
from tools.jobs.boards.feeds import Feed, Paging, answer_at, asking, posting_gone
from tools.jobs.boards.keys import Key, key
from tools.jobs.boards.mapping import Mapping, Row, object_of, postings, rows_of, salary
from tools.jobs.boards.shapes import Shape, fields

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
