"""JSearch: what Google for Jobs shows, through RapidAPI, with a key."""

from urllib.parse import parse_qs, quote, urlsplit

from tools.jobs.boards.board import Answer, BoardClient, BoardKind, BoardPosting, BoardQuery
from tools.jobs.boards.feeds import Feed, Paging, answer_at, asking, on_host, posting_gone
from tools.jobs.boards.keys import Key, key
from tools.jobs.boards.mapping import (
    Mapping,
    Row,
    at,
    changed,
    json_of,
    place,
    postings,
    remote_kind,
    rows_of,
    salary,
    string,
    strings,
)
from tools.jobs.boards.shapes import Shape, fields
from tools.jobs.parsing.salary import find_salary
from tools.jobs.schemas import Salary

HOST = "jsearch.p.rapidapi.com"
WHERE = "https://rapidapi.com/letscrape-6bRBa3QguO5/api/jsearch (subscribe to JSearch; a free plan exists)"
SIZE = 10


def _places(row: Row) -> list[str]:
    found = strings(row, "job_location") or [
        place(row.get("job_city"), row.get("job_state"), row.get("job_country")) or ""
    ]
    return [name for name in found if name and name.lower() not in ("anywhere", "remote")]


def _employment(row: Row) -> str | None:
    return ", ".join(strings(row, "job_employment_types")) or None


def _pay(row: Row) -> Salary | None:
    """The figures, or the words in which newer answers give them."""
    found = salary(
        *(row.get(f"job_{name}") for name in ("min_salary", "max_salary", "salary_currency", "salary_period"))
    )
    words = string(row, "job_salary_string", "job_salary")
    return found or (find_salary(f"Salary: {words}") if words else None)


MAPPING = Mapping(
    board="jsearch",
    kind="search",
    external_id="job_id",
    title="job_title",
    company="employer_name",
    locations=_places,
    remote=lambda row: remote_kind(remote=row.get("job_is_remote")),
    salary=_pay,
    employment_type=lambda row: _employment(row) or row.get("job_employment_type"),
    text="job_description",
    url=("job_google_link", "job_apply_link"),
    apply_url="job_apply_link",
    posted_at=("job_posted_at_datetime_utc", "job_posted_at_timestamp"),
    valid_through=("job_offer_expiration_datetime_utc", "job_offer_expiration_timestamp"),
    tags="job_required_skills",
)
SHAPE = Shape(
    board="jsearch",
    fields=fields(
        "job_id job_title employer_name employer_logo job_publisher job_employment_type job_employment_types "
        "job_apply_link job_description job_is_remote job_posted_at_timestamp job_posted_at_datetime_utc "
        "job_min_salary job_max_salary job_salary_period job_google_link job_city job_country"
    ),
    mapping=MAPPING,
    lists=(
        "data",
        "data.jobs",
    ),
)


class JSearch(Feed):
    """https://rapidapi.com (JSearch): search in words, ten a page, each page counted against the plan."""

    name = "jsearch"
    label = "JSearch"
    kind: BoardKind = "search"
    hosts = ("google.com",)

    def __init__(self, api_key: Key = None) -> None:
        self._api_key = api_key

    def recognise(self, url: str) -> str | None:
        """ "" for Google's page of a job, which carries the posting's id."""
        return "" if on_host(url, self.hosts) and _id_in(url) else None

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """Words and place are asked for in one sentence, as the board wants it; at most ten pages."""
        headers = self._headers()
        words = query.words or "jobs"
        said = f"{words} in {query.location}" if query.location else words

        def address(page: int) -> str:
            return asking(
                f"https://{HOST}/search", query=said, page=page + 1, num_pages=1,
                country=query.country.lower() if query.country else None, work_from_home=query.remote or None,
            )  # fmt: skip

        answer, rows = await Paging(address, _rows, size=SIZE).read(client, MAPPING, query, headers=headers)
        return postings(MAPPING, answer, rows, query)

    async def fetch(self, client: BoardClient, url: str) -> BoardPosting:
        """The posting of Google's page. Raises POSTING_GONE when JSearch does not know it any more."""
        headers = self._headers()
        address = f"https://{HOST}/job-details?job_id={quote(_id_in(url) or '', safe='')}"
        answer = await answer_at(client, address, headers=headers)
        rows = _rows(answer)
        if not rows:
            raise posting_gone(url)
        return postings(MAPPING, answer, rows[:1], BoardQuery(limit=1))[0]

    def _headers(self) -> dict[str, str]:
        api_key = key(self._api_key, "jsearch_api_key", self.label, WHERE)
        return {"X-RapidAPI-Key": api_key, "X-RapidAPI-Host": HOST}


def _id_in(url: str) -> str | None:
    parts = urlsplit(url)
    found = parse_qs(f"{parts.query}&{parts.fragment}").get("htidocid")
    return found[0] if found else None


def _rows(answer: Answer) -> list[Row]:
    """`data` is the list, or holds it as `jobs` in the newer answer."""
    status = at(json_of(answer), "status")
    if status != "OK" and not isinstance(json_of(answer), list):
        raise changed(answer, f"its status is {str(status)[:40]!r}, not 'OK'")
    return rows_of(answer, "data.jobs" if isinstance(at(json_of(answer), "data"), dict) else "data")
