"""Short-lived shared state: counters, values, event channels. Redis at scale, this process when alone."""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

import redis.asyncio as redis

from store.errors import UnavailableError
from store.settings import Settings

BACKLOG = 2000


class Cache(Protocol):
    """What both kinds can do. Values and messages are bytes; lifetimes are in seconds."""

    async def get(self, key: str) -> bytes | None:
        """The value, or None when absent or expired."""
        ...

    async def put(self, key: str, value: bytes, *, seconds: float) -> None:
        """Set a value with a lifetime."""
        ...

    async def put_new(self, key: str, value: bytes, *, seconds: float) -> bool:
        """Set a value only when the key is free; says whether it was."""
        ...

    async def drop(self, key: str) -> None:
        """Forget a key."""
        ...

    async def count(self, key: str, *, seconds: float) -> tuple[int, float]:
        """Count one more in a fixed window; returns the count and the seconds until the window ends."""
        ...

    async def publish(self, channel: str, message: bytes) -> int:
        """Send to every current subscriber of the channel, in any process, and to its backlog; says how many heard."""
        ...

    def subscribe(self, channel: str) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """An async context manager whose value iterates over the messages from now on.

        Iterating raises UnavailableError when the cache goes away.
        """
        ...

    async def listeners(self, channel: str) -> int:
        """How many subscribers the channel has now, in all processes."""
        ...

    async def backlog(self, channel: str) -> list[bytes]:
        """What was published since the backlog was last cleared, oldest first (the newest 2,000)."""
        ...

    async def clear_backlog(self, channel: str) -> None:
        """Start the channel's backlog anew."""
        ...

    async def ping(self) -> None:
        """Raise when the cache cannot be reached."""
        ...

    async def close(self) -> None:
        """Let go of every connection."""
        ...


class LocalCache:
    """The cache of a process that runs alone."""

    def __init__(self) -> None:
        self._values: dict[str, tuple[bytes, float]] = {}
        self._counts: dict[str, tuple[int, float]] = {}
        self._listeners: defaultdict[str, set[asyncio.Queue[bytes]]] = defaultdict(set)
        self._backlogs: dict[str, deque[bytes]] = {}

    async def get(self, key: str) -> bytes | None:
        """See Cache."""
        value, until = self._values.get(key, (None, 0.0))
        if value is not None and until < time.monotonic():
            del self._values[key]
            return None
        return value

    async def put(self, key: str, value: bytes, *, seconds: float) -> None:
        """See Cache."""
        self._sweep()
        self._values[key] = (value, time.monotonic() + seconds)

    async def put_new(self, key: str, value: bytes, *, seconds: float) -> bool:
        """See Cache."""
        if await self.get(key) is not None:
            return False
        await self.put(key, value, seconds=seconds)
        return True

    async def drop(self, key: str) -> None:
        """See Cache."""
        self._values.pop(key, None)

    async def count(self, key: str, *, seconds: float) -> tuple[int, float]:
        """See Cache."""
        now = time.monotonic()
        seen, until = self._counts.get(key, (0, 0.0))
        if until <= now:
            self._sweep()
            seen, until = 0, now + seconds
        self._counts[key] = (seen + 1, until)
        return seen + 1, until - now

    async def publish(self, channel: str, message: bytes) -> int:
        """See Cache."""
        self._backlogs.setdefault(channel, deque(maxlen=BACKLOG)).append(message)
        listeners = self._listeners.get(channel, set())
        for queue in listeners:
            queue.put_nowait(message)
        return len(listeners)

    @asynccontextmanager
    async def subscribe(self, channel: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """See Cache."""
        queue: asyncio.Queue[bytes] = asyncio.Queue()
        self._listeners[channel].add(queue)
        try:
            yield _drain(queue)
        finally:
            self._listeners[channel].discard(queue)
            if not self._listeners[channel]:
                del self._listeners[channel]

    async def listeners(self, channel: str) -> int:
        """See Cache."""
        return len(self._listeners.get(channel, ()))

    async def backlog(self, channel: str) -> list[bytes]:
        """See Cache."""
        return list(self._backlogs.get(channel, ()))

    async def clear_backlog(self, channel: str) -> None:
        """See Cache."""
        self._backlogs.pop(channel, None)

    async def ping(self) -> None:
        """See Cache."""

    async def close(self) -> None:
        """See Cache."""

    def _sweep(self) -> None:
        """Drop what has expired once the tables have grown, so that they stay small."""
        if len(self._values) + len(self._counts) < 10_000:
            return
        now = time.monotonic()
        self._values = {key: entry for key, entry in self._values.items() if entry[1] > now}
        self._counts = {key: entry for key, entry in self._counts.items() if entry[1] > now}


async def _drain(queue: "asyncio.Queue[bytes]") -> AsyncIterator[bytes]:
    while True:
        yield await queue.get()


class RedisCache:
    """The cache that many processes share."""

    def __init__(self, url: str) -> None:
        self._redis: redis.Redis = redis.Redis.from_url(url)

    async def get(self, key: str) -> bytes | None:
        """See Cache."""
        value = await self._redis.get(key)
        return value if isinstance(value, bytes) else None

    async def put(self, key: str, value: bytes, *, seconds: float) -> None:
        """See Cache."""
        await self._redis.set(key, value, px=int(seconds * 1000))

    async def put_new(self, key: str, value: bytes, *, seconds: float) -> bool:
        """See Cache."""
        return bool(await self._redis.set(key, value, px=int(seconds * 1000), nx=True))

    async def drop(self, key: str) -> None:
        """See Cache."""
        await self._redis.delete(key)

    async def count(self, key: str, *, seconds: float) -> tuple[int, float]:
        """See Cache."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.incr(key)
            pipe.expire(key, int(seconds), nx=True)
            pipe.pttl(key)
            seen, _, left = await pipe.execute()
        return int(seen), max(int(left), 0) / 1000

    async def publish(self, channel: str, message: bytes) -> int:
        """See Cache."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.rpush(f"backlog:{channel}", message)
            pipe.ltrim(f"backlog:{channel}", -BACKLOG, -1)
            pipe.expire(f"backlog:{channel}", 3600)
            pipe.publish(channel, message)
            return int((await pipe.execute())[-1])

    @asynccontextmanager
    async def subscribe(self, channel: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """See Cache."""
        async with self._redis.pubsub(ignore_subscribe_messages=True) as pubsub:
            await pubsub.subscribe(channel)
            yield _payloads(pubsub)

    async def listeners(self, channel: str) -> int:
        """See Cache."""
        return int((await self._redis.pubsub_numsub(channel))[0][1])

    async def backlog(self, channel: str) -> list[bytes]:
        """See Cache."""
        return [item for item in await self._redis.lrange(f"backlog:{channel}", 0, -1) if isinstance(item, bytes)]

    async def clear_backlog(self, channel: str) -> None:
        """See Cache."""
        await self._redis.delete(f"backlog:{channel}")

    async def ping(self) -> None:
        """See Cache."""
        await self._redis.ping()

    async def close(self) -> None:
        """See Cache."""
        await self._redis.aclose()


async def _payloads(pubsub: "redis.client.PubSub") -> AsyncIterator[bytes]:
    try:
        async for message in pubsub.listen():
            yield bytes(message["data"])
    except redis.RedisError as problem:
        raise UnavailableError(f"Redis cannot be reached: {problem}.", code="CACHE_UNREACHABLE") from problem


def open_cache(settings: Settings) -> Cache:
    """Redis when one is set, else this process."""
    return RedisCache(settings.external_redis) if settings.external_redis else LocalCache()
