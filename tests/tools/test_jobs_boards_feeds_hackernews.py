""" "Who is hiring?": the newest thread, its own comments, and what their first lines say."""

import json
from collections.abc import AsyncIterator
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixtures.boards.feeds.hiring_lines import LINES
from tests.fixtures.boards.feeds.served import Wire, open_wire, own
from tests.peers.boards import Asked
from tools.jobs.boards.board import BoardError
from tools.jobs.boards.hackernews import HackerNews
from tools.jobs.boards.hiring_post import read_post

SEARCH = "hn.algolia.com/api/v1/search_by_date"
BOARD = HackerNews()


@pytest.fixture(scope="module")
async def wire() -> AsyncIterator[Wire]:
    async with open_wire() as opened:
        yield opened


def algolia(asked: Asked) -> Any:
    return own("hackernews_threads.json" if "author_whoishiring" in asked.query["tags"] else "hackernews_comments.json")


@pytest.mark.parametrize("line", LINES)
def test_a_first_line_says_what_it_says(line: str) -> None:
    expected = LINES[line]
    post = read_post(escape(line) + "<p>We build things that people use every day.")
    if "no" in expected:
        assert post is None, expected["no"]
        return
    assert post is not None
    said = {
        "company": post.company,
        "title": post.title,
        "roles": post.roles,
        "locations": post.places.locations,
        "open_to": post.places.open_to,
        "remote": post.remote,
        "pay": post.salary and (post.salary.min, post.salary.max, post.salary.currency),
        "employment": post.employment_type,
        "tags": post.tags,
    }
    silent: dict[str, Any] = {
        "company": None, "title": " / ".join(expected.get("roles", [])), "roles": [], "locations": [], "open_to": [],
        "remote": None, "pay": None, "employment": None, "tags": [],
    }  # fmt: skip
    assert said == silent | expected
    assert post.salary is None or post.salary.excerpt in post.text
    assert all(role in line for role in post.roles)


@pytest.mark.parametrize(
    ("html", "company", "roles"),
    [
        ("Quuxly | Paris, France<p>Open roles:<p>- Backend Engineer - see site\n- Data Scientist (NLP)\n",
         "Quuxly", ["Backend Engineer", "Data Scientist"]),
        ("This Lab\nOpen roles: • Engineering Leads • Senior Engineers<p>Remote.", "This Lab",
         ["Engineering Leads", "Senior Engineers"]),
        ("Company: Vandelay<p>Role: Import Specialist<p>Location: New York", "Vandelay", ["Import Specialist"]),
        ("Foobar | Remote (Worldwide) | Full-time<p>We&#x27;re hiring a senior frontend engineer to own our UI.",
         "Foobar", ["senior frontend engineer"]),
        ("Barfoo | Backend Engineer |\nRemote | Full-time", "Barfoo", ["Backend Engineer"]),
    ],
)  # fmt: skip
def test_roles_below_the_first_line_count_when_they_are_named_as_such(
    html: str, company: str, roles: list[str]
) -> None:
    post = read_post(html)
    assert post is not None
    assert (post.company, post.roles) == (company, roles)


def test_a_role_with_a_link_of_its_own_is_a_role_and_that_link_its_own() -> None:
    post = read_post(
        "Okapi | Nantes, France | Full-time | ONSITE<p>Our handbook: https://okapi.example/handbook<p>"
        "Backend Engineer (Go): https://okapi.example/o/1<p>- Product Designer - https://okapi.example/o/2"
    )
    assert post is not None
    assert post.roles == ["Backend Engineer", "Product Designer"]
    assert [post.apply_url(role) for role in post.roles] == ["https://okapi.example/o/1", "https://okapi.example/o/2"]


def test_links_are_whole_and_the_one_to_the_jobs_is_taken() -> None:
    post = read_post(
        'Ibex | Engineer | Remote | <a href="https:&#x2F;&#x2F;ibex.example">https:&#x2F;&#x2F;ibex.example</a>'
        '<p>Apply: <a href="https:&#x2F;&#x2F;ibex.example&#x2F;careers&#x2F;engineer-42" rel="nofollow">'
        "https:&#x2F;&#x2F;ibex.exa...</a>"
    )
    assert post is not None
    assert post.apply_url() == "https://ibex.example/careers/engineer-42"
    assert post.links[0] == "https://ibex.example"


async def test_the_newest_thread_is_read_and_answers_are_left_out(wire: Wire) -> None:
    found = await wire.search(BOARD, {SEARCH: algolia})
    assert [(posting.external_id, posting.title) for posting in found] == [
        ("48000101:backend-engineer", "Backend Engineer"),
        ("48000101:product-designer", "Product Designer"),
        ("48000105", "Multiple roles"),
    ]
    first = found[0]
    assert (first.company, first.locations, first.open_to, first.remote) == (
        "Ferret",
        ["Ghent, Belgium"],
        ["EU"],
        "remote",
    )
    assert first.url == "https://news.ycombinator.com/item?id=48000101#backend-engineer"
    assert first.apply_url == "https://ferret.example/careers"
    assert first.posted_at is not None
    assert first.posted_at.isoformat() == "2026-09-02T10:00:00+00:00"
    assert "We map tunnels." in first.text
    assert "<" not in first.text
    assert wire.asked[1].query["tags"] == "comment,story_48000001"


async def test_what_fits_the_words_comes_first(wire: Wire) -> None:
    found = await wire.search(BOARD, {SEARCH: algolia}, words="designer", limit=1)
    assert [posting.title for posting in found] == ["Product Designer"]


async def test_one_role_of_a_comment_is_fetched_by_its_address(wire: Wire) -> None:
    comment = own("hackernews_comments.json")["hits"][0]
    item = {"id": 48000101, "created_at": comment["created_at"], "text": comment["comment_text"], "type": "comment"}
    client = wire.client({"hn.algolia.com/api/v1/items/48000101": item})
    found = await BOARD.fetch(client, "https://news.ycombinator.com/item?id=48000101#product-designer")
    assert (found.title, found.external_id) == ("Product Designer", "48000101:product-designer")
    with pytest.raises(BoardError, match="any more") as caught:
        await BOARD.fetch(client, "https://news.ycombinator.com/item?id=1")
    assert caught.value.code == "POSTING_GONE"


@pytest.mark.parametrize(
    "answer", [{"hits": []}, {"hits": [{"title": "Ask HN: Who is hiring?"}]}, {"nbHits": 0}, [], "x"]
)
async def test_without_a_thread_the_board_has_changed(wire: Wire, answer: Any) -> None:
    with pytest.raises(BoardError) as caught:
        await wire.search(BOARD, {SEARCH: answer})
    assert caught.value.code == "BOARD_CHANGED"


async def test_comments_without_numbers_are_a_change(wire: Wire) -> None:
    def answer(asked: Asked) -> Any:
        return algolia(asked) if "author_whoishiring" in asked.query["tags"] else {"hits": [{"comment_text": "x"}]}

    with pytest.raises(BoardError) as caught:
        await wire.search(BOARD, {SEARCH: answer})
    assert caught.value.code == "BOARD_CHANGED"


async def test_captured_comments_are_read(wire: Wire, shared_data: Path) -> None:
    captured = json.loads((shared_data / "board_api" / "ikevinxie" / "hn.json").read_text())
    thread = {"objectID": str(captured["story_id"]), "title": captured["story_title"], "created_at_i": 1788274801}

    def answer(asked: Asked) -> Any:
        return {"hits": [thread]} if "author_whoishiring" in asked.query["tags"] else captured

    found = await wire.search(BOARD, {SEARCH: answer})
    assert len(found) >= len(captured["hits"]) - 1
    assert all(posting.company and posting.remote in ("remote", "onsite", None) for posting in found)
    assert all(len(posting.title) < 60 for posting in found)


PIECES = (
    "|", " | ", "Acme", "Remote", "(US)", "Engineer", "$100k", "-", ",", "/", "or", "(", ")", "Berlin", "<p>", "\n",
    "&#x2F;", "https://a.example/jobs", "Roles:", "- ", "Full-time", "ü", "\x00", "?", "YC S21", ":", "•", "[", "UTC",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_no_comment_is_too_odd(pieces: list[str]) -> None:
    html = " ".join(pieces)
    post = read_post(html)
    assert post is None or (post.title and len(post.title) <= len(html))
