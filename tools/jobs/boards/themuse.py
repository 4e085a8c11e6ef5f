"""The Muse: jobs at the employers it presents, twenty a page; it can be asked for categories and places, not words."""

from tools.jobs.boards.board import Answer, BoardClient, BoardKind, BoardPosting, BoardQuery
from tools.jobs.boards.feeds import Feed, Paging, asking
from tools.jobs.boards.mapping import Mapping, Row, postings, rows_of, strings
from tools.jobs.boards.shapes import Shape, fields

ADDRESS = "https://www.themuse.com/api/public/jobs"
REMOTE = "Flexible / Remote"


def _places(row: Row) -> list[str]:
    return [place for place in strings(row, "locations.*.name") if place != REMOTE]


MAPPING = Mapping(
    board="themuse",
    kind="search",
    external_id="id",
    title="name",
    company="company.name",
    locations=_places,
    # Named among the places, it says that working remotely is offered; with other places beside it, that it may be.
    remote=lambda row: "remote" if strings(row, "locations.*.name") == [REMOTE] else None,
    department="categories.0.name",
    text="contents",
    url="refs.landing_page",
    posted_at="publication_date",
    tags=lambda row: strings(row, "categories.*.name", "tags.*.name"),
)
SHAPE = Shape(
    board="themuse",
    fields=fields("contents publication_date refs levels model_type short_name categories locations company"),
    mapping=MAPPING,
    lists=("results",),
)


class TheMuse(Feed):
    """https://www.themuse.com: search by place; newest first."""

    name = "themuse"
    label = "The Muse"
    kind: BoardKind = "search"
    hosts = ("themuse.com",)

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """Pages until enough titles could match; asked for the place, or for remote ones."""
        # Places must be named as the board names them: "Berlin, Germany".
        place = query.location if query.location and "," in query.location else REMOTE if query.remote else None
        paging = Paging(
            lambda page: asking(ADDRESS, page=page, descending=True, location=place), _rows, blind=True, size=20
        )
        answer, rows = await paging.read(client, MAPPING, query)
        return postings(MAPPING, answer, rows, query)


def _rows(answer: Answer) -> list[Row]:
    return rows_of(answer, "results")
