"""How many requests to one host run at once, and how far apart they start."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass
class _HostGate:
    slots: asyncio.Semaphore
    interval: float
    next_start: float = 0.0
    users: int = 0

    async def wait_turn(self) -> None:
        now = time.monotonic()
        start = max(now, self.next_start)
        self.next_start = start + self.interval
        await asyncio.sleep(start - now)


class HostGates:
    """One gate a host, made when first needed and forgotten when idle."""

    def __init__(self, per_host: int, interval: float = 0.0) -> None:
        """At most `per_host` at once to each host, starting at least `interval` seconds apart."""
        self._per_host, self._interval = per_host, interval
        self._gates: dict[str, _HostGate] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a place and the right moment; the place is held until left."""
        gate = self._gates.get(host)
        if gate is None:
            self._forget_idle()
            gate = _HostGate(asyncio.Semaphore(self._per_host), self._interval)
            self._gates[host] = gate
        gate.users += 1
        try:
            async with gate.slots:
                await gate.wait_turn()
                yield
        finally:
            gate.users -= 1

    def _forget_idle(self) -> None:
        now = time.monotonic()
        self._gates = {host: gate for host, gate in self._gates.items() if gate.users or gate.next_start > now}
