"""The polite client over the wire: conditional, cached, paced, honest about old answers, mirrored."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from store.errors import AppError
from tests.peers.boards import Boards, Reply, serving_boards
from tools.jobs.boards.board import BoardError
from tools.jobs.boards.client import CountingClient, Manners, MemoryAnswers, PoliteClient, gone
from tools.outbound import Limits, Outbound

URL = "https://api.example.org/v1/jobs"
PATH = "api.example.org/v1/jobs"


class Clock:
    """A clock that tests turn on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 10, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


@pytest.fixture(scope="module")
async def server() -> AsyncIterator[Boards]:
    """One server for all tests here: stopping one takes longer than a test."""
    async with serving_boards() as served:
        yield served


@pytest.fixture
def boards(server: Boards) -> Boards:
    """The server, without answers and memories."""
    server.forget()
    return server


@pytest.fixture
async def outbound() -> AsyncIterator[Outbound]:
    """The real way out, allowed to reach loopback."""
    limits = Limits(backoff=0, read_timeout=0.15, per_host=8)
    async with Outbound(allowed_hosts=frozenset({"127.0.0.1"}), limits=limits) as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(boards: Boards, outbound: Outbound, clock: Clock) -> PoliteClient:
    """A client that paces nothing, so that tests are quick."""
    return PoliteClient(outbound, MemoryAnswers(), mirror=boards.base, clock=clock, manners=Manners(interval=0))


async def test_an_address_is_asked_for_at_the_mirror_and_named_by_its_own_name(
    boards: Boards, client: PoliteClient
) -> None:
    boards.answers[PATH] = {"jobs": []}
    answer = await client.get(f"{URL}?content=true", headers={"x-key": "k1"})
    assert (answer.url, answer.status, answer.fresh) == (f"{URL}?content=true", 200, True)
    asked = boards.asked[0]
    assert (asked.path, asked.query, asked.headers["x-key"]) == (PATH, {"content": "true"}, "k1")
    assert asked.headers["accept"] == "application/json"


async def test_a_fresh_answer_is_served_without_asking_and_an_older_one_is_confirmed(
    boards: Boards, client: PoliteClient, clock: Clock
) -> None:
    boards.answers[PATH] = {"jobs": [1]}
    first = await client.get(URL)
    clock.turn(899)
    again = await client.get(URL)
    assert boards.count(PATH) == 1
    assert (again.content, again.fresh) == (first.content, False)
    clock.turn(2)
    confirmed = await client.get(URL)
    assert boards.count(PATH) == 2
    assert "if-none-match" in boards.asked[1].headers
    assert (confirmed.content, confirmed.fresh, confirmed.stale) == (first.content, False, None)
    clock.turn(899)  # a 304 makes it fresh again
    await client.get(URL)
    assert boards.count(PATH) == 2
    boards.answers[PATH] = {"jobs": [2]}
    clock.turn(2)
    changed = await client.get(URL)
    assert (changed.content, changed.fresh) == (b'{"jobs": [2]}', True)


async def test_last_modified_is_sent_back_when_there_is_no_etag(
    boards: Boards, client: PoliteClient, clock: Clock
) -> None:
    stamp = "Wed, 01 Oct 2025 10:00:00 GMT"
    boards.answers[PATH] = lambda asked: Reply(
        b"" if asked.headers.get("if-modified-since") else b"[]",
        304 if asked.headers.get("if-modified-since") == stamp else 200,
        {"last-modified": stamp, "etag": ""},
    )
    await client.get(URL)
    clock.turn(1000)
    confirmed = await client.get(URL)
    assert (boards.count(PATH), confirmed.content, confirmed.fresh) == (2, b"[]", False)


@pytest.mark.parametrize(
    "failure",
    [Reply(status=500), Reply(status=503), Reply(status=429, headers={"retry-after": "90"}), Reply(delay=0.4)],
)
async def test_an_old_answer_stands_in_for_a_passing_failure_and_says_so(
    boards: Boards, client: PoliteClient, clock: Clock, failure: Reply
) -> None:
    boards.answers[PATH] = {"jobs": [1]}
    await client.get(URL)
    boards.answers[PATH] = failure
    clock.turn(1000)
    counting = CountingClient(client)
    answer = await counting.get(URL)
    assert (answer.content, answer.fresh) == (b'{"jobs": [1]}', False)
    assert answer.stale
    assert counting.stale == [answer.stale]
    assert (counting.asked, counting.fresh, counting.failed) == (1, 0, [])


@pytest.mark.parametrize(("status", "is_gone"), [(404, True), (410, True), (403, False), (400, False)])
async def test_a_refusal_is_an_error_even_when_an_old_answer_is_there(
    boards: Boards, client: PoliteClient, clock: Clock, status: int, is_gone: bool
) -> None:
    boards.answers[PATH] = {"jobs": [1]}
    await client.get(URL)
    boards.answers[PATH] = Reply(b"no", status)
    clock.turn(1000)
    with pytest.raises(BoardError) as caught:
        await client.get(URL)
    assert (caught.value.code, caught.value.details["status"]) == ("BOARD_REFUSED", status)
    assert gone(caught.value) is is_gone
    assert "api.example.org" in caught.value.message


async def test_a_long_wait_is_named_and_kept(boards: Boards, client: PoliteClient, clock: Clock) -> None:
    boards.answers[PATH] = Reply(status=429, headers={"retry-after": "120"})
    boards.answers["other.example.org/"] = {}
    with pytest.raises(BoardError) as caught:
        await client.get(URL)
    assert (caught.value.code, caught.value.details["retry_after"]) == ("BOARD_REFUSED", 120)
    asked = len(boards.asked)
    clock.turn(60)
    with pytest.raises(BoardError) as caught:
        await client.get(f"{URL}?page=2")
    assert caught.value.details["retry_after"] == 60
    assert len(boards.asked) == asked, "the host was asked although it wanted to be left alone"
    await client.get("https://other.example.org/")
    boards.answers[PATH] = []
    clock.turn(61)
    assert (await client.get(URL)).fresh


async def test_a_short_wait_is_waited_out(boards: Boards, client: PoliteClient) -> None:
    boards.answers[PATH] = lambda _: [1] if boards.count(PATH) > 1 else Reply(status=429, headers={"retry-after": "0"})
    assert (await client.get(URL)).content == b"[1]"


async def test_without_an_old_answer_the_failure_is_raised(boards: Boards, client: PoliteClient) -> None:
    boards.answers[PATH] = Reply(delay=0.4)
    counting = CountingClient(client)
    with pytest.raises(AppError) as caught:
        await counting.get(URL)
    assert caught.value.code == "OUTBOUND_TIMEOUT"
    assert counting.failed == [caught.value.message]


async def test_a_wall_that_calls_itself_a_success_does_not_replace_a_good_answer(
    boards: Boards, client: PoliteClient, clock: Clock
) -> None:
    boards.answers[PATH] = {"jobs": [1]}
    await client.get(URL)
    boards.answers[PATH] = "<!doctype html><title>Just a moment</title>"
    clock.turn(1000)
    assert b"Just a moment" in (await client.get(URL)).content
    boards.answers[PATH] = Reply(status=500)
    assert (await client.get(URL)).content == b'{"jobs": [1]}'


async def test_searches_by_post_are_kept_apart_by_their_bodies(boards: Boards, client: PoliteClient) -> None:
    boards.answers[PATH] = lambda asked: {"offset": asked.json["offset"]}
    first = await client.post(URL, {"offset": 0, "limit": 20})
    second = await client.post(URL, {"offset": 20, "limit": 20})
    again = await client.post(URL, {"limit": 20, "offset": 0})
    assert (first.content, second.content) == (b'{"offset": 0}', b'{"offset": 20}')
    assert (again.content, again.fresh, boards.count(PATH)) == (first.content, False, 2)
    assert boards.asked[0].headers["content-type"] == "application/json"


async def test_hosts_are_paced_and_all_together_are_bounded(boards: Boards, outbound: Outbound) -> None:
    boards.answers |= {f"h{host}.example.org/{page}": Reply([], delay=0.05) for host in range(3) for page in range(3)}
    while boards.running:  # what an earlier test gave up waiting for
        await asyncio.sleep(0.01)
    boards.most_at_once = 0
    manners = Manners(per_host=2, overall=3, interval=0.1)
    client = PoliteClient(outbound, MemoryAnswers(), mirror=boards.base, manners=manners)
    started = time.monotonic()
    await asyncio.gather(*(client.get(f"https://h{host}.example.org/{page}") for host in range(3) for page in range(3)))
    assert time.monotonic() - started >= 0.2
    assert boards.most_at_once <= 3


async def test_those_who_want_the_same_at_once_ask_once_more_at_most(boards: Boards, client: PoliteClient) -> None:
    boards.answers[PATH] = Reply([], delay=0.05)
    await asyncio.gather(*(client.get(URL) for _ in range(10)))
    assert boards.count(PATH) <= client.manners.per_host


async def test_keys_stay_out_of_the_store(boards: Boards, outbound: Outbound) -> None:
    boards.answers[PATH] = []
    kept: list[str] = []

    class Watching(MemoryAnswers):
        async def keep(self, url, answer):
            kept.append(url)
            await super().keep(url, answer)

    client = PoliteClient(outbound, Watching(), mirror=boards.base)
    await client.get(f"{URL}?app_id=me&app_key=secret&what=python")
    assert boards.asked[0].query["app_key"] == "secret"
    assert kept == [f"{URL}?app_id=-&app_key=-&what=python"]


async def test_memory_forgets_the_least_used(outbound: Outbound, boards: Boards) -> None:
    boards.answers |= {f"big.example.org/{page}": b"[" + b" " * 400 + b"]" for page in range(4)}
    client = PoliteClient(outbound, MemoryAnswers(max_bytes=1000), mirror=boards.base, manners=Manners(interval=0))
    for page in (0, 1, 0, 2, 0, 1):
        await client.get(f"https://big.example.org/{page}")
    assert [boards.count(f"big.example.org/{page}") for page in range(3)] == [1, 2, 1]
