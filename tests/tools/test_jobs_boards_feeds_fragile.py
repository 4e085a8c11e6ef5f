"""Boards that are off by default: LinkedIn's guest pages, and the sites that python-jobspy reads."""

import asyncio
import importlib
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.boards.feeds.served import FOLDER, Wire, open_wire, own
from tests.peers.boards import Asked, Reply
from tools.jobs.boards.board import BoardError, BoardQuery
from tools.jobs.boards.client import MemoryAnswers, PoliteClient
from tools.jobs.boards.jobspy import JobSpy
from tools.jobs.boards.linkedin import LinkedIn
from tools.jobs.boards.registry import keyless

GUEST = "www.linkedin.com/jobs-guest/jobs/api"
SEARCH = f"{GUEST}/seeMoreJobPostings/search"
END = "<!DOCTYPE html>\n\n<!---->  "
BOARD = LinkedIn()


@pytest.fixture(scope="module")
async def wire() -> AsyncIterator[Wire]:
    async with open_wire() as opened:
        yield opened


async def test_cards_are_read(wire: Wire) -> None:
    first, second = await wire.search(BOARD, {SEARCH: own("linkedin_search.html")}, words="x", location="Munich")
    assert (first.external_id, first.title, first.company) == ("4500000001", "Backend Engineer", "Ibex GmbH")
    assert (first.locations, first.remote) == (["Munich, Bavaria, Germany"], None)
    assert first.url == "https://www.linkedin.com/jobs/view/4500000001"
    assert first.posted_at == datetime(2026, 9, 1, tzinfo=UTC)
    assert first.salary is not None
    assert (first.salary.min, first.salary.max, first.salary.currency) == (70000, 85000, "EUR")
    assert (second.title, second.company, second.locations, second.salary) == ("Nurse", "Jackdaw Care", [], None)
    assert wire.asked[0].query == {"keywords": "x", "location": "Munich", "sortBy": "DD", "start": "0"}


async def test_remote_ones_are_asked_for_and_so_marked(wire: Wire) -> None:
    found = await wire.search(BOARD, {SEARCH: own("linkedin_search.html")}, remote=True)
    assert {posting.remote for posting in found} == {"remote"}
    assert wire.asked[0].query["f_WT"] == "2"


async def test_pages_go_on_by_ten_until_the_end_that_linkedin_sends(wire: Wire) -> None:
    def page(asked: Asked) -> Any:
        start = int(asked.query["start"])
        card = '<div data-entity-urn="urn:li:jobPosting:{}"><h3>Role</h3></div>'
        return "".join(card.format(4500000000 + start + n) for n in range(10)) if start < 20 else END

    found = await wire.search(BOARD, {SEARCH: page}, limit=100)
    assert len(found) == 20
    assert [asked.query["start"] for asked in wire.asked] == ["0", "10", "20"]


async def test_nothing_found_is_not_a_change(wire: Wire) -> None:
    assert await wire.search(BOARD, {SEARCH: END}) == []


@pytest.mark.parametrize("body", ["<html><body>" + "<p>Jobs</p>" * 100 + "</body></html>",
                                  '<div data-entity-urn="urn:li:jobPosting:1"></div>' * 12])  # fmt: skip
async def test_a_page_whose_cards_have_disappeared_is_a_change(wire: Wire, body: str) -> None:
    with pytest.raises(BoardError) as caught:
        await wire.search(BOARD, {SEARCH: body})
    assert caught.value.code == "BOARD_CHANGED"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"", 429),
        Reply(b"", 403),
        Reply(b"<html><head><title>authwall</title></head></html>"),
        Reply(b"", 302, {"location": "/www.linkedin.com/authwall?trk=x"}),
    ],
)
async def test_a_block_is_called_one_and_other_ways_are_named(wire: Wire, reply: Reply) -> None:
    answers = {SEARCH: reply, "www.linkedin.com/authwall": "<html><body>Sign in to see more</body></html>"}
    with pytest.raises(BoardError) as caught:
        await wire.search(BOARD, answers)
    assert caught.value.code == "BOARD_REFUSED"
    assert "careers page" in caught.value.message


async def test_linkedins_own_status_is_a_block(wire: Wire) -> None:
    async def deny(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 999 Request denied\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(deny, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        client = PoliteClient(wire.outbound, MemoryAnswers(), mirror=f"http://127.0.0.1:{port}")
        with pytest.raises(BoardError) as caught:
            await BOARD.search(client, BoardQuery(words="x"))
    assert (caught.value.code, caught.value.details["status"]) == ("BOARD_REFUSED", 999)


async def test_one_posting_is_read_whole(wire: Wire) -> None:
    client = wire.client({f"{GUEST}/jobPosting/4500000001": own("linkedin_posting.html")})
    url = "https://de.linkedin.com/jobs/view/backend-engineer-at-ibex-4500000001?trackingId=x"
    found = await BOARD.fetch(client, url)
    assert (found.title, found.company, found.locations) == (
        "Backend Engineer",
        "Ibex GmbH",
        ["Munich, Bavaria, Germany"],
    )
    assert (found.employment_type, found.department, found.tags) == ("Full-time", "Engineering", ["Sports"])
    assert found.text == "We climb.\n\n- Python\n- Postgres"
    assert found.apply_url == "https://ibex.example/jobs/1"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(b"", 404), "POSTING_GONE"),
        (Reply(b"", 429), "BOARD_REFUSED"),
        (Reply(b"<html><body><p>Nothing of the kind</p></body></html>"), "BOARD_CHANGED"),
    ],
)
async def test_a_posting_that_cannot_be_read_says_why(wire: Wire, reply: Reply, code: str) -> None:
    client = wire.client({f"{GUEST}/jobPosting/4500000001": reply})
    with pytest.raises(BoardError) as caught:
        await BOARD.fetch(client, "https://www.linkedin.com/jobs/view/4500000001")
    assert caught.value.code == code


async def test_a_captured_search_is_read_whole(wire: Wire, shared_data: Path) -> None:
    body = (shared_data / "job_pages" / "linkedin_guest_search_2026.html").read_bytes()
    found = await wire.search(BOARD, {SEARCH: body}, limit=10)
    assert len(found) == body.count(b'data-entity-urn="urn:li:jobPosting:') == 10
    assert all(posting.company and posting.locations and posting.posted_at for posting in found)


def test_neither_is_asked_unless_it_is_named() -> None:
    assert {"linkedin", "jobspy"}.isdisjoint(board.name for board in keyless())


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A stand-in for python-jobspy on the path, as its extra would install it."""
    monkeypatch.delitem(sys.modules, "jobspy", raising=False)
    monkeypatch.syspath_prepend(FOLDER / "jobspy_peer")
    yield importlib.import_module("jobspy")
    sys.modules.pop("jobspy", None)


async def test_jobspy_takes_what_the_sites_state(wire: Wire, library: Any) -> None:
    query = BoardQuery(words="baker", location="Austin", country="US", limit=5)
    stated, guessed = await JobSpy().search(wire.client({}), query)
    assert (stated.title, stated.company, stated.locations) == ("Baker", "Bakery", ["Austin, TX, USA"])
    assert (stated.text, stated.tags) == ("Bake & sell.", ["baking", "sales"])
    assert stated.posted_at == datetime(2026, 9, 1, tzinfo=UTC)
    assert stated.apply_url == "https://bakery.example/jobs/1"
    assert stated.salary is not None
    assert (stated.salary.min, stated.salary.max, stated.salary.currency, stated.salary.period) == (
        18,
        22,
        "USD",
        "hour",
    )
    assert (guessed.salary, guessed.company, guessed.remote, guessed.text) == (None, None, "remote", "")
    asked = library.ASKED[-1]
    assert asked["site_name"] == ["indeed", "glassdoor", "zip_recruiter", "google"]
    assert (asked["search_term"], asked["country_indeed"], asked["results_wanted"]) == ("baker", "usa", 5)


@pytest.mark.parametrize("words", ["blocked", "offline"])
async def test_jobspy_says_when_it_is_blocked(wire: Wire, library: Any, words: str) -> None:
    with pytest.raises(BoardError) as caught:
        await JobSpy().search(wire.client({}), BoardQuery(words=words))
    assert caught.value.code == "BOARD_REFUSED"
    assert "other boards" in caught.value.message


async def test_without_the_library_the_command_is_told(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jobspy", None)
    with pytest.raises(BoardError) as caught:
        await JobSpy().search(wire.client({}), BoardQuery())
    assert caught.value.code == "BOARD_EXTRA_MISSING"
    assert "pip install 'jobwright[jobspy]'" in caught.value.message
