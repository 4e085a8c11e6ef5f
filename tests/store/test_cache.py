"""What both caches promise, on this process's own and on a real Redis alike."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from store.cache import BACKLOG, Cache, LocalCache, RedisCache
from store.errors import UnavailableError
from tests.peers import redis


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    """A Redis of these tests' own."""
    with redis.running() as url:
        yield url


@pytest.fixture(params=["local", "redis"])
async def cache(request: pytest.FixtureRequest) -> AsyncIterator[Cache]:
    """An empty cache of either kind."""
    made: Cache = LocalCache() if request.param == "local" else RedisCache(request.getfixturevalue("redis_url"))
    if isinstance(made, RedisCache):
        await made._redis.flushall()
    yield made
    await made.close()


async def test_values_live_as_long_as_they_were_given(cache: Cache) -> None:
    await cache.put("a", b"one", seconds=0.15)
    assert await cache.get("a") == b"one"
    assert not await cache.put_new("a", b"two", seconds=5)
    await asyncio.sleep(0.2)
    assert await cache.get("a") is None
    assert await cache.put_new("a", b"two", seconds=5)
    assert await cache.get("a") == b"two"
    await cache.drop("a")
    assert await cache.get("a") is None
    await cache.drop("a")


async def test_counting_in_a_window(cache: Cache) -> None:
    seen = [await cache.count("k", seconds=1) for _ in range(3)]
    assert [number for number, _ in seen] == [1, 2, 3]
    assert all(0 < left <= 1 for _, left in seen)
    assert (await cache.count("other", seconds=1))[0] == 1
    await asyncio.sleep(1.05)
    assert (await cache.count("k", seconds=1))[0] == 1


async def test_counting_at_once_loses_nothing(cache: Cache) -> None:
    assert sorted(number for number, _ in await asyncio.gather(*(cache.count("k", seconds=5) for _ in range(50)))) == [
        *range(1, 51)
    ]


async def test_every_listener_hears_everything_in_order(cache: Cache) -> None:
    async with cache.subscribe("c") as first, cache.subscribe("c") as second, cache.subscribe("other") as deaf:
        assert await cache.listeners("c") == 2
        for number in range(5):
            assert await cache.publish("c", str(number).encode()) == 2
        for listener in (first, second):
            assert [await asyncio.wait_for(anext(listener), 2) for _ in range(5)] == [b"0", b"1", b"2", b"3", b"4"]
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(deaf), 0.1)
    async with asyncio.timeout(2):
        while await cache.listeners("c"):
            await asyncio.sleep(0.01)
    assert await cache.publish("c", b"nobody") == 0


async def test_the_backlog_keeps_what_was_said_since_it_was_cleared(cache: Cache) -> None:
    await cache.publish("c", b"1")
    await cache.publish("c", b"2")
    assert await cache.backlog("c") == [b"1", b"2"]
    await cache.clear_backlog("c")
    assert await cache.backlog("c") == []
    for number in range(BACKLOG + 3):
        await cache.publish("c", str(number).encode())
    kept = await cache.backlog("c")
    assert (len(kept), kept[0], kept[-1]) == (BACKLOG, b"3", str(BACKLOG + 2).encode())


async def test_a_redis_that_goes_away_is_said_so() -> None:
    with redis.running() as url:
        cache = RedisCache(url)
        await cache.ping()
        async with cache.subscribe("c") as messages:
            waiting = asyncio.ensure_future(anext(messages))
            await asyncio.sleep(0.1)
            assert not waiting.done()
            await RedisCache(url)._redis.shutdown(nosave=True)
            with pytest.raises(UnavailableError, match="Redis cannot be reached"):
                await asyncio.wait_for(waiting, 5)
        await cache.close()
