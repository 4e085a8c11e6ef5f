"""One trial: runs are started, processes killed, and what there is then is held against what there must be."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from evals.bench.server import free_port
from evals.surviving import board
from evals.surviving.processes import READY_SECONDS, Installation, installed

ENDED = ("completed", "failed", "cancelled")
PAUSE = 0.3
Row = dict[str, Any]


@dataclass(frozen=True)
class Trial:
    """How much is started and how often something is killed, within how many seconds all of it."""

    runs: int = 200
    kills: int = 20
    seconds: float = 600.0
    at_scale: bool = False
    seed: int = 1


@dataclass(frozen=True)
class Report:
    """What there was afterwards. `wrong` says in words what is not as it must be; empty is good."""

    trial: Trial
    seconds: float
    killed: dict[str, int]
    statuses: dict[str, int]
    attempts: dict[int, int]
    openings: int
    wrong: tuple[str, ...]


async def survive(trial: Trial, home: Path) -> Report:
    """Run a trial in an empty folder that the embedded server's own user may enter.

    Raises TimeoutError, with what the processes said last, when it is not over in time.
    """
    began = time.monotonic()
    with board.serving(free_port()) as mirror, installed(home, mirror, at_scale=trial.at_scale) as installation:
        try:
            async with asyncio.timeout(trial.seconds):
                killed, rows, found = await _try_out(installation, trial)
        except TimeoutError as problem:
            raise TimeoutError(f"not over after {trial.seconds:.0f} s\n{installation.told()}") from problem
        ended = tuple(
            f"{process.name} ended by itself: {process.last_words}"
            for process in installation.processes
            if process.has_ended
        )
    return _report(trial, time.monotonic() - began, killed, rows, found, ended)


async def _try_out(installation: Installation, trial: Trial) -> tuple[dict[str, int], list[Row], list[Row]]:
    """What was killed how often, the runs and the openings that there are afterwards."""
    async with httpx.AsyncClient(base_url=installation.url, timeout=20, trust_env=False) as client:
        await _ready(client)
        async with asyncio.TaskGroup() as group:  # a kill that fails ends the trial
            killing = group.create_task(_kill_at_random(installation, trial))
            group.create_task(_start_all(client, trial))
        rows = await _until_all_ended(client, trial)
        return killing.result(), rows, await _all_pages(client, "/jobs")


async def _ready(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(READY_SECONDS):
        while (await _try(client, "GET", "/ready")) is None:
            await asyncio.sleep(PAUSE)


async def _try(client: httpx.AsyncClient, method: str, path: str, **more: Any) -> Any:
    """The answer's JSON; None while the API is away or in trouble."""
    try:
        answer = await client.request(method, path, **more)
    except httpx.TransportError:
        return None
    if answer.status_code in {409, 500, 502, 503}:
        return None
    answer.raise_for_status()
    return answer.json()


async def _start_all(client: httpx.AsyncClient, trial: Trial) -> None:
    """Start every run; where no answer came, look whether it was written down before asking again."""
    for number in range(trial.runs):
        body = {"words": f"{word(number)} keeper", "sources": ["remotive"], "limit": 50, "include_unstated": True}
        while await _try(client, "POST", "/pipelines/job_search/execute", json=body) is None:
            await asyncio.sleep(PAUSE)
            if word(number) in {_word_of(row) for row in await _tasks(client)}:
                break


def word(number: int) -> str:
    """What the run of that number searches for."""
    return f"word{number:04d}"


async def _tasks(client: httpx.AsyncClient) -> list[Row]:
    """The newest runs with what they were asked for."""
    page = None
    while page is None:
        page = await _try(client, "GET", "/pipeline-runs", params={"limit": 5})
        if page is None:
            await asyncio.sleep(PAUSE)
    tasks = [await _try(client, "GET", f"/tasks/{row['id']}") for row in page["items"]]
    return [task for task in tasks if task is not None]


def _word_of(task: dict[str, Any]) -> str:
    wanted: dict[str, Any] = (task.get("result") or {}).get("wanted", {})
    return str(wanted.get("words")).partition(" ")[0]


async def _kill_at_random(installation: Installation, trial: Trial) -> dict[str, int]:
    """Kill one process after the other at random moments; the servers beneath go away once each in between."""
    chance, killed = random.Random(trial.seed), Counter[str]()
    for number in range(trial.kills):
        await asyncio.sleep(chance.uniform(0.2, 2.0))
        if number == trial.kills // 3 and trial.at_scale:
            await asyncio.to_thread(installation.restart_redis)
            killed["redis"] += 1
        elif number == 2 * trial.kills // 3:
            await asyncio.to_thread(installation.restart_postgres)
            killed["postgres"] += 1
        else:
            process = chance.choice(installation.processes)
            await asyncio.to_thread(process.kill)
            killed[process.name] += 1
            await asyncio.sleep(chance.uniform(0.0, 0.5))
            await asyncio.to_thread(process.start)
    return dict(killed)


async def _until_all_ended(client: httpx.AsyncClient, trial: Trial) -> list[Row]:
    while True:
        rows = await _all_pages(client, "/pipeline-runs")
        if len(rows) >= trial.runs and all(row["status"] in ENDED for row in rows):
            return rows
        await asyncio.sleep(2 * PAUSE)


async def _all_pages(client: httpx.AsyncClient, path: str) -> list[Row]:
    items: list[Row] = []
    cursor: str | None = None
    while True:
        page = await _try(client, "GET", path, params={"limit": 200, **({"cursor": cursor} if cursor else {})})
        if page is None:
            await asyncio.sleep(PAUSE)
            continue
        items += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return items


def _report(
    trial: Trial, seconds: float, killed: dict[str, int], rows: Sequence[Row], jobs: Sequence[Row],
    ended: tuple[str, ...],
) -> Report:  # fmt: skip
    statuses = Counter(str(row["status"]) for row in rows)
    errors = [row["error"] for row in rows if row["error"]]
    wanted = {str(opening["title"]) for number in range(trial.runs) for opening in board.openings(word(number))}
    there = Counter(str(job["title"]) for job in jobs)
    doubled = [title for title, times in there.items() if times > 1]
    wrong = [
        *ended,
        f"{len(rows)} runs for {trial.runs} that were asked for" if len(rows) != trial.runs else "",
        f"runs that did not complete: {dict(statuses)}, {errors}" if set(statuses) != {"completed"} else "",
        f"openings saved twice: {doubled[:5]}" if doubled else "",
        f"openings lost: {sorted(wanted - set(there))[:5]}" if wanted - set(there) else "",
        f"openings nobody offered: {sorted(set(there) - wanted)[:5]}" if set(there) - wanted else "",
    ]
    return Report(
        trial=trial, seconds=seconds, killed=killed, statuses=dict(statuses),
        attempts=dict(Counter(int(row["attempts"]) for row in rows)), openings=len(there),
        wrong=tuple(item for item in wrong if item),
    )  # fmt: skip
