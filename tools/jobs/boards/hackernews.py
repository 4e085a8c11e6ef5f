"""Hacker News' monthly "Who is hiring?": the top-level comments of its newest thread, through Algolia."""

import re
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from tools.jobs.boards.board import Answer, BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.feeds import Feed, answer_at, asking, on_host, posting_gone
from tools.jobs.boards.hiring_post import HiringPost, read_post
from tools.jobs.boards.mapping import Row, changed, could_match, object_of, rows_of, string, when
from tools.jobs.boards.shapes import Around, Shape, fields

ADDRESS = "https://hn.algolia.com/api/v1"
PAGE = "https://news.ycombinator.com/item?id="
SIZE = 1000
_THREAD = re.compile(r"^ask hn: who is hiring\?", re.I)
_MOST_PAGES = 3


class HackerNews(Feed):
    """https://news.ycombinator.com: one comment may hold several roles, each a posting when it is named as one."""

    name = "hackernews"
    label = "Hacker News: Who is hiring?"
    hosts = ("news.ycombinator.com",)

    def recognise(self, url: str) -> str | None:
        """ "" for the address of an item, None for others."""
        return "" if on_host(url, self.hosts) and _item(url) else None

    def id_at(self, url: str) -> str:
        """The comment's number, with the role that the fragment names."""
        fragment = urlsplit(url).fragment
        return f"{_item(url)}:{fragment}" if fragment else _item(url) or url

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """The newest thread's postings, newest first; those whose role shares a word with the query before others.

        The whole thread is read: asked for words, Algolia wants all of them in one comment.
        """
        thread = await self._thread(client)
        found = [posting for row in await self._comments(client, thread) for posting in _postings(row)]
        if query.words:
            words = query.words
            found.sort(key=lambda posting: not could_match(posting.title, words))
        return found[: query.limit]

    async def fetch(self, client: BoardClient, url: str) -> BoardPosting:
        """The posting of a comment; of several roles the one that the fragment names, else the first."""
        item = _item(url)
        if item is None:
            raise posting_gone(url)
        answer = await answer_at(client, f"{ADDRESS}/items/{item}")
        row = object_of(answer)
        if not string(row, "id"):
            raise changed(answer, "the item has no id")
        found = _postings({**row, "objectID": row.get("id"), "comment_text": row.get("text")})
        if not found:
            raise posting_gone(url)
        return next((posting for posting in found if posting.external_id == self.id_at(url)), found[0])

    async def probe(self, client: BoardClient) -> None:
        """Look for the newest thread."""
        await self._thread(client)

    async def _thread(self, client: BoardClient) -> str:
        address = asking(f"{ADDRESS}/search_by_date", tags="story,author_whoishiring", hitsPerPage=20)
        answer = await client.get(address)
        threads = [row for row in rows_of(answer, "hits") if _THREAD.match(string(row, "title") or "")]
        dated = [
            (moment, number) for row in threads if (moment := _posted(row)) and (number := string(row, "objectID"))
        ]
        if not dated:
            raise changed(answer, "there is no dated thread 'Ask HN: Who is hiring?' by whoishiring")
        return max(dated)[1]

    async def _comments(self, client: BoardClient, thread: str) -> list[Row]:
        """The thread's own comments, newest first; answers to them are left out."""
        found: list[Row] = []
        for page in range(_MOST_PAGES):
            address = asking(f"{ADDRESS}/search_by_date", tags=f"comment,story_{thread}", hitsPerPage=SIZE, page=page)
            answer = await client.get(address)
            rows = rows_of(answer, "hits")
            _check(answer, rows)
            found += [row for row in rows if string(row, "parent_id") == thread]
            if len(rows) < SIZE:
                break
        return found


def _check(answer: Answer, rows: list[Row]) -> None:
    if rows and not any(string(row, "parent_id") and string(row, "objectID") for row in rows):
        raise changed(answer, "no comment has an 'objectID' and a 'parent_id'")


def _posted(row: Row) -> datetime | None:
    return when(row.get("created_at")) or when(row.get("created_at_i"))


def _item(url: str) -> str | None:
    found = parse_qs(urlsplit(url).query).get("id", [""])[0]
    return found if found.isdigit() else None


def _postings(row: Row) -> list[BoardPosting]:
    """The postings of one comment: one per role that is certain, else one under the roles as written."""
    number, html = string(row, "objectID"), row.get("comment_text")
    post = read_post(html) if number and isinstance(html, str) else None
    if number is None or post is None:
        return []
    posted = _posted(row)
    if len(post.roles) < 2:
        return [_posting(post, number, post.title, "", posted)]
    return [_posting(post, number, role, _slug(role), posted) for role in post.roles]


def _posting(post: HiringPost, number: str, title: str, slug: str, posted: datetime | None) -> BoardPosting:
    return BoardPosting(
        board="hackernews",
        kind="feed",
        external_id=f"{number}:{slug}" if slug else number,
        title=title,
        company=post.company,
        locations=post.places.locations,
        remote=post.remote,
        open_to=post.places.open_to,
        salary=post.salary,
        employment_type=post.employment_type,
        text=post.text,
        # The fragment tells the roles of one comment apart; browsers show the comment either way.
        url=f"{PAGE}{number}#{slug}" if slug else f"{PAGE}{number}",
        apply_url=post.apply_url(title),
        posted_at=posted,
        tags=post.tags,
    )


def _slug(role: str) -> str:
    return re.sub(r"\W+", "-", role.lower()).strip("-")


def _comment(row: Row, _: Around) -> Row:
    """A comment of any of the three answers (search, item, Firebase) as the search gives it; what is none, empty."""
    html = (string(row, "comment_text") and row["comment_text"]) or row.get("text")
    thread, parent = string(row, "story_id"), string(row, "parent_id", "parent")
    own = thread is None or parent is None or thread == parent
    if not own or string(row, "title") or not isinstance(html, str) or row.get("type") not in (None, "comment"):
        return {}
    dated = row.get("created_at") or row.get("created_at_i") or row.get("time")
    return {"objectID": row.get("objectID") or row.get("id"), "comment_text": html, "created_at": dated}


SHAPE = Shape(
    board="hackernews",
    fields=fields(
        "comment_text objectID story_id parent_id story_title author _highlightResult kids by text created_at_i"
    ),
    lists=("hits", "children"),
    prepared=_comment,
    several=_postings,
)
