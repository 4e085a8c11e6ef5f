"""Timing, and the rows that a bench prints."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: ours beside its baseline, with the ratio aimed at; without a baseline a plain figure."""

    name: str
    ours: float
    unit: str
    baseline: float | None = None
    baseline_name: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours over the baseline."""
        return self.ours / self.baseline if self.baseline else None

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None where there is none."""
        if self.ratio is None or (self.at_most is None and self.at_least is None):
            return None
        return self.ratio <= (self.at_most or float("inf")) and self.ratio >= (self.at_least or 0.0)


@dataclass(frozen=True, slots=True)
class Timing:
    """Latencies in milliseconds, and how many a second."""

    p50: float
    p95: float
    per_second: float


async def timed(work: Callable[[int], Awaitable[None]], *, count: int, at_once: int, warm_up: int = 5) -> Timing:
    """Run `work` `count` times, `at_once` of them concurrently, after a warm-up; `work` is given its lane."""
    for _ in range(warm_up):
        await work(0)
    latencies: list[float] = []
    left = iter(range(count))

    async def lane(number: int) -> None:
        for _ in left:
            begun = time.perf_counter()
            await work(number)
            latencies.append((time.perf_counter() - begun) * 1000)

    begun = time.perf_counter()
    await asyncio.gather(*(lane(number) for number in range(at_once)))
    elapsed = time.perf_counter() - begun
    ordered = sorted(latencies)
    return Timing(statistics.median(ordered), ordered[int(len(ordered) * 0.95)], count / elapsed)
