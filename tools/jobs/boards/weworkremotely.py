"""We Work Remotely: remote jobs as RSS, one item a posting."""

import re

from bs4 import BeautifulSoup, Tag

from tools.jobs.boards.board import Answer, BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.feeds import Feed
from tools.jobs.boards.mapping import Mapping, Row, changed, postings, string
from tools.jobs.boards.shapes import Shape, fields, without_items

ADDRESS = "https://weworkremotely.com/remote-jobs.rss"


def _named(row: Row) -> tuple[str | None, str | None]:
    """Company and title of "Company: Title"; without a colon there is no company."""
    company, colon, title = (string(row, "title") or "").partition(": ")
    return (company.strip() or None, title.strip() or None) if colon else (None, company.strip() or None)


def _open_to(row: Row) -> list[str]:
    """The region ("Europe Only") and the countries; the state is where the employer sits."""
    countries = re.split(r"\s*,\s*", string(row, "country") or "")
    bare = [re.sub(r"^[\U0001F1E6-\U0001F1FF\W]+", "", country) for country in countries]
    return [place for place in (string(row, "region"), *bare) if place]


def _skills(row: Row) -> list[str]:
    skills = re.split(r"\s*,\s*", string(row, "skills") or "")
    return [skill for skill in skills if skill]


MAPPING = Mapping(
    board="weworkremotely",
    kind="feed",
    external_id=lambda row: (string(row, "guid") or string(row, "link") or "").rstrip("/").rpartition("/")[2],
    title=lambda row: _named(row)[1],
    company=lambda row: _named(row)[0],
    remote=lambda _: "remote",
    open_to=_open_to,
    employment_type="type",
    department="category",
    text="description",
    url=("link", "guid"),
    posted_at="pubDate",
    valid_through="expires_at",
    tags=_skills,
)
SHAPE = Shape(
    board="weworkremotely",
    fields=fields("region category type skills expires_at pubDate guid link"),
    mapping=MAPPING,
    empty=without_items,
)


class WeWorkRemotely(Feed):
    """https://weworkremotely.com: every posting is remote; `region` says for whom."""

    name = "weworkremotely"
    label = "We Work Remotely"
    hosts = ("weworkremotely.com",)
    remote_only = True

    def id_at(self, url: str) -> str:
        """The slug at the end of the address."""
        return url.partition("?")[0].rstrip("/").rpartition("/")[2]

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """The whole feed; it cannot be asked for words."""
        answer = await client.get(ADDRESS, accept="application/rss+xml, application/xml;q=0.9")
        return postings(MAPPING, answer, items_of(answer), query)


def items_of(answer: Answer) -> list[Row]:
    """The items of an RSS answer, each a mapping of element to text. Raises BOARD_CHANGED when it is no RSS."""
    channel = BeautifulSoup(answer.content, "xml").select_one("rss > channel")
    if channel is None:
        raise changed(answer, "there is no <rss> with a <channel>")
    return [_fields(item) for item in channel.find_all("item", recursive=False)]


def _fields(item: Tag) -> Row:
    found: Row = {}
    for child in item.find_all(True, recursive=False):
        found.setdefault(child.name, child.get_text().strip())
    return found
