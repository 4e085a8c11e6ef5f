"""Working Nomads: a hand-picked list of remote jobs, one keyless answer that cannot be asked for anything."""

import re

from tools.jobs.boards.board import BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.feeds import Feed, page_id, split_places
from tools.jobs.boards.mapping import Mapping, Row, postings, rows_of
from tools.jobs.boards.shapes import Shape, fields

ADDRESS = "https://www.workingnomads.com/api/exposed_jobs/"


def _open_to(row: Row) -> list[str]:
    """ "Japan - Remote" is open to Japan."""
    places = [re.sub(r"\s*[-–(]\s*remote\)?$|^remote\s*[-–,]\s*", "", p, flags=re.I) for p in _places(row)]
    return [place for place in places if place.lower() != "remote"]


def _places(row: Row) -> list[str]:
    return split_places(row.get("location"))


def _number(row: Row) -> str | None:
    return page_id(row["url"]) if isinstance(row.get("url"), str) and row["url"].strip() else None


def _tags(row: Row) -> object:
    tags = row.get("tags")
    return [tag.strip() for tag in tags.split(",")] if isinstance(tags, str) else tags


MAPPING = Mapping(
    board="workingnomads",
    kind="feed",
    external_id=_number,
    title="title",
    company="company_name",
    remote=lambda _: "remote",
    open_to=_open_to,
    department="category_name",
    text="description",
    url="url",
    posted_at="pub_date",
    tags=_tags,
)
SHAPE = Shape(
    board="workingnomads",
    fields=fields("company_name category_name pub_date tags location url"),
    mapping=MAPPING,
)


class WorkingNomads(Feed):
    """https://www.workingnomads.com: every posting is remote; its links lead on to the employer."""

    name = "workingnomads"
    label = "Working Nomads"
    hosts = ("workingnomads.com",)
    remote_only = True

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """The whole answer."""
        answer = await client.get(ADDRESS)
        return postings(MAPPING, answer, rows_of(answer), query)
