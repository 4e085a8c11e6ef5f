"""Freehire: openings of many employers' own boards in one public list, searched by words and facets."""

from tools.jobs.boards.board import Answer, BoardClient, BoardKind, BoardPosting, BoardQuery
from tools.jobs.boards.feeds import Feed, Paging, answer_at, asking, posting_gone
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
    salary,
    spaced,
    string,
    strings,
)
from tools.jobs.boards.shapes import Shape, fields

ADDRESS = "https://freehire.dev/api/v1/jobs"
SIZE = 100
_PAY = ("min", "max", "currency", "period")


def _locations(row: Row) -> list[str]:
    """The place as the employer wrote it; the towns and the country that Freehire read only when there is none."""
    country = string(row, "countries.0") if len(strings(row, "countries")) == 1 else None
    towns = [place(town, country and country.upper()) or "" for town in strings(row, "cities")]
    return strings(row, "location") or towns


MAPPING = Mapping(
    board="freehire",
    kind="search",
    external_id="public_slug",
    title="title",
    company="company",
    company_token="company_slug",
    locations=_locations,
    remote=lambda row: remote_kind(row.get("work_mode")),
    salary=lambda row: salary(*(at(row, f"enrichment.salary_{name}") for name in _PAY)),
    employment_type=lambda row: spaced(at(row, "enrichment.employment_type")),
    department="enrichment.category",
    text="description",
    url="url",
    posted_at=("posted_at", "created_at"),
    language="enrichment.posting_language",
    tags="skills",
)


def _is_open(row: Row) -> bool:
    return not row.get("closed_at")


SHAPE = Shape(
    board="freehire",
    fields=fields("public_slug enrichment work_mode company_slug regions countries cities collections skills source"),
    mapping=MAPPING,
    lists=("data",),
    is_open=_is_open,
)


class Freehire(Feed):
    """https://freehire.dev: links lead to the employers' own boards; lists hold the beginning of a text only."""

    name = "freehire"
    label = "Freehire"
    kind: BoardKind = "search"
    hosts = ("freehire.dev",)

    def id_at(self, url: str) -> str:
        """The slug at the end of the address."""
        return url.partition("?")[0].rstrip("/").rpartition("/")[2]

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """Newest first, a hundred a page; asked for words, country and remote work."""

        def address(page: int) -> str:
            return asking(
                f"{ADDRESS}/search", q=query.words, limit=min(SIZE, query.limit), offset=page * SIZE or None,
                countries=query.country.lower() if query.country else None,
                work_mode="remote" if query.remote else None, sort="posted_at", order="desc",
            )  # fmt: skip

        answer, rows = await Paging(address, _rows, size=SIZE).read(client, MAPPING, query)
        return postings(MAPPING, answer, [row for row in rows if _is_open(row)], query)

    async def fetch(self, client: BoardClient, url: str) -> BoardPosting:
        """One opening with its whole text. Raises POSTING_GONE when it is closed."""
        answer = await answer_at(client, f"{ADDRESS}/{self.id_at(url)}")
        row = at(object_of(answer), "data")
        if not isinstance(row, dict):
            raise changed(answer, "there is no 'data'")
        if not _is_open(row):
            raise posting_gone(url)
        return postings(MAPPING, answer, [row], BoardQuery(limit=1))[0]


def _rows(answer: Answer) -> list[Row]:
    return rows_of(answer, "data")
