"""Keyless feeds and searches over the wire: what each source states, and nothing else."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.fixtures.boards.feeds.expected import EXPECTED
from tests.fixtures.boards.feeds.served import Wire, open_wire, own
from tests.peers.boards import Answering, Asked, Reply
from tools.jobs.boards.board import Board, BoardError, BoardPosting
from tools.jobs.boards.registry import BOARDS, keyless

REMOTIVE = "remotive.com/api/remote-jobs"
REMOTEOK = "remoteok.com/api"
ARBEITNOW = "www.arbeitnow.com/api/job-board-api"
JOBICY = "jobicy.com/api/v2/remote-jobs"
HIMALAYAS = "himalayas.app/jobs/api"
NOMADS = "www.workingnomads.com/api/exposed_jobs/"
WWR = "weworkremotely.com/remote-jobs.rss"
MUSE = "www.themuse.com/api/public/jobs"
LANDING = "landing.jobs/api/v1/jobs"
SIMPLIFY = "raw.githubusercontent.com/SimplifyJobs/New-Grad-Positions/dev/.github/scripts/listings.json"
ELEDUCK = "svc.eleduck.com/api/v1/posts"
FREEHIRE = "freehire.dev/api/v1/jobs/search"
V2EX = "www.v2ex.com/api/topics/show.json"

ADDRESSES = {
    "remotive": (REMOTIVE, "remotive.json"),
    "remoteok": (REMOTEOK, "remoteok.json"),
    "arbeitnow": (ARBEITNOW, "arbeitnow.json"),
    "jobicy": (JOBICY, "jobicy.json"),
    "himalayas": (HIMALAYAS, "himalayas.json"),
    "workingnomads": (NOMADS, "workingnomads.json"),
    "weworkremotely": (WWR, "weworkremotely.xml"),
    "themuse": (MUSE, "themuse.json"),
    "landingjobs": (LANDING, "landingjobs.json"),
    "simplify": (SIMPLIFY, "simplify.json"),
    "eleduck": (ELEDUCK, "eleduck.json"),
    "v2ex": (V2EX, "v2ex.json"),
    "freehire": (FREEHIRE, "freehire.json"),
}


def served(name: str) -> dict[str, Answering]:
    """The board's own answer at its address, and what else it asks for."""
    address, fixture = ADDRESSES[name]
    return {address: own(fixture), "landing.jobs/api/v1/companies/77": {"id": 77, "name": "Tern Software, Lda"}}


@pytest.fixture(scope="module")
async def wire() -> AsyncIterator[Wire]:
    async with open_wire() as opened:
        yield opened


def pay(posting: BoardPosting) -> tuple[Any, ...] | None:
    found = posting.salary
    return (found.min, found.max, found.currency, found.period, found.excerpt) if found else None


@pytest.mark.parametrize("name", sorted(EXPECTED))
async def test_a_board_states_what_its_answer_states(wire: Wire, name: str) -> None:
    found = await wire.search(BOARDS[name], served(name))
    assert len(found) == len(EXPECTED[name])
    for posting, expected in zip(found, EXPECTED[name], strict=True):
        stated = {key: pay(posting) if key == "pay" else getattr(posting, key) for key in expected}
        assert stated == expected
        assert posting.board == name
        assert posting.kind == BOARDS[name].kind
        assert BoardPosting.model_validate_json(posting.model_dump_json()) == posting


@pytest.mark.parametrize("name", sorted(EXPECTED))
@pytest.mark.parametrize(
    "body", ["<!DOCTYPE html><html><body>Maintenance</body></html>", '{"error": "gone"}', "", "[1, 2]"]
)
async def test_another_answer_than_documented_is_an_error(wire: Wire, name: str, body: str) -> None:
    with pytest.raises(BoardError) as caught:
        await wire.search(BOARDS[name], {ADDRESSES[name][0]: body.encode()})
    assert caught.value.code == "BOARD_CHANGED"


EMPTY: dict[str, Any] = {
    "remotive": {"job-count": 0, "jobs": []},
    "remoteok": [{"legal": "x"}],
    "arbeitnow": {"data": [], "links": {}, "meta": {}},
    "jobicy": {"jobs": [], "success": True},
    "himalayas": {"jobs": [], "totalCount": 0},
    "workingnomads": [],
    "weworkremotely": '<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>',
    "themuse": {"results": [], "page": 0, "page_count": 0},
    "landingjobs": [],
    "simplify": [],
    "eleduck": {"posts": []},
    "v2ex": [],
    "freehire": {"data": [], "meta": {"total": 0}},
}


@pytest.mark.parametrize("name", sorted(EMPTY))
async def test_nothing_found_is_an_empty_list(wire: Wire, name: str) -> None:
    found = await wire.search(BOARDS[name], {ADDRESSES[name][0]: EMPTY[name]})
    assert found == []


@pytest.mark.parametrize(("status", "gone"), [(404, True), (403, False), (500, False)])
async def test_a_posting_that_is_gone_is_told_from_a_refusal(wire: Wire, status: int, gone: bool) -> None:
    url = "https://remotive.com/remote-jobs/software-dev/x-1"
    client = wire.client({url.removeprefix("https://"): Reply(b"no", status)})
    with pytest.raises(BoardError) as caught:
        await BOARDS["remotive"].fetch(client, url)
    assert (caught.value.code == "POSTING_GONE") is gone


async def test_a_page_of_a_board_is_read_as_one_of_that_board(wire: Wire) -> None:
    url = "https://remotive.com/remote-jobs/software-dev/senior-go-engineer-5001"
    client = wire.client({url.removeprefix("https://"): own("posting.html")})
    found = await BOARDS["remotive"].fetch(client, url)
    assert (found.board, found.external_id, found.title, found.company) == (
        "remotive", "5001", "Senior Go Engineer", "Kestrel Labs"
    )  # fmt: skip
    assert (found.remote, found.open_to, found.locations) == ("remote", ["Germany"], [])


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("remotive", "https://remotive.com/remote-jobs/software-dev/x-1"),
        ("remoteok", "https://remoteOK.com/remote-jobs/remote-x-1"),
        ("himalayas", "https://himalayas.app/companies/a/jobs/b"),
        ("weworkremotely", "https://www.weworkremotely.com/remote-jobs/x"),
        ("hackernews", "https://news.ycombinator.com/item?id=1"),
        ("linkedin", "https://de.linkedin.com/jobs/view/engineer-at-acme-4500000001?trk=x"),
        ("usajobs", "https://www.usajobs.gov/job/1"),
    ],
)
def test_an_address_is_known_by_its_board_alone(name: str, address: str) -> None:
    knowing = [
        board.name for board in BOARDS.values() if board.kind != "company" and board.recognise(address) is not None
    ]
    assert knowing == [name]


@pytest.mark.parametrize(
    "address", ["https://evil-remotive.com/x", "https://remotive.com.example.org/", "not an address", "http://[broken"]
)
def test_other_addresses_are_known_by_none(address: str) -> None:
    assert [
        board.name for board in BOARDS.values() if board.kind != "company" and board.recognise(address) is not None
    ] == []


async def test_feeds_ask_what_they_can_be_asked(wire: Wire) -> None:
    query = {"words": "go engineer", "country": "DE", "limit": 7}
    await wire.search(BOARDS["remotive"], served("remotive"), **query)
    asked = wire.asked
    assert asked[0].query == {"search": "go engineer", "limit": "7"}
    await wire.search(BOARDS["jobicy"], served("jobicy"), **query)
    asked = wire.asked
    assert asked[0].query == {"tag": "go engineer", "geo": "germany", "count": "7"}
    await wire.search(BOARDS["himalayas"], {f"{HIMALAYAS}/search": own("himalayas.json")}, **query)
    asked = wire.asked
    assert asked[0].query == {"q": "go engineer", "country": "DE", "sort": "recent", "page": "1"}
    await wire.search(BOARDS["themuse"], served("themuse"), location="Berlin, Germany")
    asked = wire.asked
    assert asked[0].query == {"location": "Berlin, Germany", "descending": "true", "page": "0"}


async def test_a_tag_that_nothing_has_falls_back_to_the_newest(wire: Wire) -> None:
    def answer(asked: Asked) -> Any:
        return Reply(b'{"success": false}', 404) if "tag" in asked.query else own("jobicy.json")

    found = await wire.search(BOARDS["jobicy"], {JOBICY: answer}, words="data", limit=2)
    assert [posting.title for posting in found] == ["Data Engineer & Analyst", "Support Agent"]
    with pytest.raises(BoardError):
        await wire.search(BOARDS["jobicy"], {})


def _page_of(count: int, first: int, **more: Any) -> list[dict[str, Any]]:
    return [{"id": first + n, "title": f"Role {first + n}", "jobTitle": f"Role {first + n}", "slug": f"s{first + n}",
             "guid": f"https://himalayas.app/companies/c/jobs/j{first + n}", **more} for n in range(count)]  # fmt: skip


async def test_a_search_pages_until_the_limit(wire: Wire) -> None:
    def page(asked: Asked) -> Any:
        return {"jobs": _page_of(20, int(asked.query["offset"]))}

    found = await wire.search(BOARDS["himalayas"], {HIMALAYAS: page}, limit=45)
    asked = wire.asked
    assert len(found) == len({posting.external_id for posting in found}) == 45
    assert [one.query["offset"] for one in asked] == ["0", "20", "40"]


async def test_a_short_page_is_the_last(wire: Wire) -> None:
    def page(asked: Asked) -> Any:
        return {"jobs": _page_of(20 if asked.query["offset"] == "0" else 3, int(asked.query["offset"]))}

    found = await wire.search(BOARDS["himalayas"], {HIMALAYAS: page}, limit=100)
    asked = wire.asked
    assert (len(found), len(asked)) == (23, 2)


async def test_a_board_that_repeats_its_page_is_not_asked_for_ever(wire: Wire) -> None:
    found = await wire.search(BOARDS["landingjobs"], {LANDING: _page_of(50, 1)}, limit=500)
    asked = wire.asked
    assert (len(found), len([one for one in asked if one.path == LANDING])) == (50, 2)


async def test_a_feed_that_knows_no_words_is_read_until_titles_could_match(wire: Wire) -> None:
    def page(asked: Asked) -> Any:
        number = int(asked.query["page"])
        rows = [{"slug": f"{number}-{n}", "title": "Gardener" if number < 3 else "Rust Engineer"} for n in range(10)]
        return {"data": rows}

    found = await wire.search(BOARDS["arbeitnow"], {ARBEITNOW: page}, words="rust", limit=5)
    asked = wire.asked
    assert [posting.title for posting in found] == ["Rust Engineer"] * 5
    assert len(asked) == 3


async def test_lists_that_were_renamed_do_not_end_the_others(wire: Wire) -> None:
    found = await wire.search(BOARDS["simplify"], served("simplify"))
    assert found
    with pytest.raises(BoardError) as caught:
        await wire.search(BOARDS["simplify"], {})
    assert caught.value.details["status"] == 404


async def test_every_keyless_feed_can_be_probed(wire: Wire) -> None:
    answers: dict[str, Answering] = {}
    for name in ADDRESSES:
        answers |= served(name)
    answers["hn.algolia.com/api/v1/search_by_date"] = own("hackernews_threads.json")
    probed: list[Board] = [board for board in keyless() if board.kind != "company"]
    for board in probed:
        await board.probe(wire.client(answers))
    assert len(probed) == 12


@pytest.mark.parametrize(
    ("name", "captured", "count"),
    [
        ("remotive", "remotive.json", 4),
        ("remoteok", "remoteok.json", 4),
        ("jobicy", "jobicy.json", 5),
        ("himalayas", "himalayas.json", 5),
        ("workingnomads", "workingnomads.json", 4),
        ("weworkremotely", "wwr.xml", 4),
        ("eleduck", "eleduck.json", 6),
    ],
)
async def test_captured_answers_are_read_whole(
    wire: Wire, name: str, captured: str, count: int, shared_data: Any
) -> None:
    body = (shared_data / "board_api" / "ikevinxie" / captured).read_bytes()
    found = await wire.search(BOARDS[name], {ADDRESSES[name][0]: body})
    assert 0 < len(found) <= count
    for posting in found:
        assert posting.url
        assert posting.posted_at
        assert posting.posted_at.utcoffset() is not None
        assert "<p>" not in posting.text
        assert "&amp;" not in posting.title
        assert posting.company or name == "eleduck"
        assert posting.remote == "remote" or name == "eleduck"
        assert posting.open_to or posting.locations or name == "eleduck"
