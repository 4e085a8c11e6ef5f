"""Answers with fields taken away, emptied or of another type: a posting, none, or a clear error, never a crash."""

import asyncio
import copy
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixtures.boards.feeds.served import own
from tools.jobs.boards.adzuna import Adzuna
from tools.jobs.boards.board import Answer, Board, BoardError, BoardPosting, BoardQuery
from tools.jobs.boards.jsearch import JSearch
from tools.jobs.boards.reed import Reed
from tools.jobs.boards.registry import BOARDS
from tools.jobs.boards.usajobs import UsaJobs

FIXTURES = {
    "remotive": "remotive.json", "remoteok": "remoteok.json", "arbeitnow": "arbeitnow.json", "jobicy": "jobicy.json",
    "himalayas": "himalayas.json", "workingnomads": "workingnomads.json", "themuse": "themuse.json",
    "landingjobs": "landingjobs.json", "simplify": "simplify.json", "eleduck": "eleduck.json", "v2ex": "v2ex.json",
    "adzuna": "adzuna.json", "usajobs": "usajobs.json", "jsearch": "jsearch.json", "reed": "reed.json",
    "hackernews": "hackernews_comments.json", "freehire": "freehire.json",
}  # fmt: skip
KEYED: dict[str, Board] = {
    "adzuna": Adzuna("a", "b"), "usajobs": UsaJobs("a", "b"), "jsearch": JSearch("a"), "reed": Reed("a"),
}  # fmt: skip
ODD = (
    None, "", " ", 0, -1, 1e308, True, False, [], {}, [None], [[]], [{}], {"name": None}, "x" * 3000, "\x00\ud800",
    "<p>", "&lt;script&gt;", "https://[", "javascript:alert(1)", "2026-13-45", "9" * 40, "NaN",
    [1, "a", None, {"a": 1}],
)  # fmt: skip


class Canned:
    """A client of one answer; threads of Hacker News are found first."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    async def get(
        self, url: str, *, accept: str = "application/json", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """The answer, whatever is asked for."""
        content = json.dumps(own("hackernews_threads.json")).encode() if "author_whoishiring" in url else self._content
        return Answer(url, 200, content)

    async def post(self, url: str, body: object) -> Answer:
        """As `get`."""
        return await self.get(url)


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of everything inside an answer."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [found for key, value in inside for found in ((*path, key), *places(value, (*path, key)))]


def changed(data: Any, path: tuple[Any, ...], how: Any) -> Any:
    """A copy with what lies at a path replaced, or taken away when `how` is ..."""
    copied = copy.deepcopy(data)
    holder = copied
    for key in path[:-1]:
        holder = holder[key] if isinstance(holder, dict) or (isinstance(holder, list) and key < len(holder)) else {}
    if isinstance(holder, dict) and path[-1] in holder:
        if how is ...:
            del holder[path[-1]]
        else:
            holder[path[-1]] = how
    elif isinstance(holder, list) and isinstance(path[-1], int) and path[-1] < len(holder):
        holder[path[-1]] = {} if how is ... else how
    return copied


def read(board: Board, content: bytes) -> list[BoardPosting]:
    """What the board makes of an answer; nothing where it says that the board has changed, and only then."""
    try:
        return asyncio.run(board.search(Canned(content), BoardQuery(words="engineer", limit=10)))
    except BoardError as error:
        if error.code != "BOARD_CHANGED":
            raise
        return []


@pytest.mark.parametrize("name", sorted(FIXTURES))
@settings(max_examples=35, deadline=None)
@given(data=st.data())
def test_no_change_of_an_answer_is_a_crash(name: str, data: st.DataObject) -> None:
    answer = own(FIXTURES[name])
    for _ in range(data.draw(st.integers(1, 3))):
        where = places(answer)
        if where:
            answer = changed(answer, data.draw(st.sampled_from(where)), data.draw(st.sampled_from((..., *ODD))))
    found = read(KEYED.get(name) or BOARDS[name], json.dumps(answer).encode())
    for posting in found:
        assert posting.title.strip()
        assert posting.external_id
        assert posting.url is None or posting.url.startswith("http")
        assert posting.posted_at is None or posting.posted_at.utcoffset() is not None
        posting.model_dump_json().encode()


@pytest.mark.parametrize("name", ["weworkremotely", "linkedin"])
@settings(max_examples=35, deadline=None)
@given(data=st.data())
def test_no_damage_to_markup_is_a_crash(name: str, data: st.DataObject) -> None:
    markup = own({"weworkremotely": "weworkremotely.xml", "linkedin": "linkedin_search.html"}[name])
    start = data.draw(st.integers(0, len(markup)))
    end = data.draw(st.integers(start, min(len(markup), start + 300)))
    filling = data.draw(st.sampled_from(["", "<", "&", "]]>", "<title>", "\x00", "ÿ", '"', "</item>"]))
    for posting in read(BOARDS[name], (markup[:start] + filling + markup[end:]).encode()):
        assert posting.title
        posting.model_dump_json().encode()
