"""Arbeitnow: jobs in Germany and remote ones, read page by page; it cannot be asked for words."""

from tools.jobs.boards.board import Answer, BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.feeds import Feed, Paging, asking
from tools.jobs.boards.mapping import Mapping, Row, postings, remote_kind, rows_of, strings
from tools.jobs.boards.shapes import Shape, fields

ADDRESS = "https://www.arbeitnow.com/api/job-board-api"

MAPPING = Mapping(
    board="arbeitnow",
    kind="feed",
    external_id="slug",
    title="title",
    company="company_name",
    locations="location",
    remote=lambda row: remote_kind(remote=row.get("remote")),
    employment_type=lambda row: ", ".join(strings(row, "job_types")) or None,
    text="description",
    url="url",
    posted_at="created_at",
    tags="tags",
)
SHAPE = Shape(
    board="arbeitnow",
    fields=fields("company_name job_types remote slug created_at tags location description"),
    mapping=MAPPING,
    lists=("data",),
)


class Arbeitnow(Feed):
    """https://www.arbeitnow.com: newest first, a hundred a page."""

    name = "arbeitnow"
    label = "Arbeitnow"
    hosts = ("arbeitnow.com",)

    def id_at(self, url: str) -> str:
        """The slug at the end of the address."""
        return url.partition("?")[0].rstrip("/").rpartition("/")[2]

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """Pages until enough titles could match."""
        paging = Paging(lambda page: asking(ADDRESS, page=page + 1), _rows, blind=True, most=5)
        answer, rows = await paging.read(client, MAPPING, query)
        return postings(MAPPING, answer, rows, query)


def _rows(answer: Answer) -> list[Row]:
    return rows_of(answer, "data")
