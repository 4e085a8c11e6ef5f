"""`jobwright eval bench`: measure, and print ratios against named baselines."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import asyncpg
from rich.console import Console
from rich.table import Table
from websockets.asyncio.client import ClientConnection, connect

from evals.bench import applications, chat, dedup, documents, ingestion, lists, mail, matching, retrieval, transfer
from evals.bench.measuring import Row
from evals.bench.server import Served, serving
from store.database import make_engine, upgrade
from store.embedded import EmbeddedPostgres
from store.errors import ValidationError

SOCKETS = 200
SETTLE_SECONDS = 8


PARTS = ("server", "documents", "matching", "retrieval", "dedup", "ingestion", "mail")


WITHOUT_DATABASE: Mapping[str, Callable[[], Awaitable[list[Row]]]] = {
    "documents": documents.bench, "dedup": dedup.bench,
}  # fmt: skip
WITH_DATABASE: Mapping[str, Callable[[str, Sequence[int]], Awaitable[list[Row]]]] = {
    "matching": lambda database, _: matching.bench(database),
    "retrieval": retrieval.bench,
    "ingestion": lambda database, _: ingestion.bench(database),
    "mail": lambda database, _: mail.bench(database),
}


async def main(only: Sequence[str] = (), postings: int = 100_000) -> None:
    """The parts named, or all, on a Postgres of its own that is thrown away; `retrieval` grows to that many postings.

    Raises ValidationError `PART_UNKNOWN` listing the parts.
    """
    if unknown := [part for part in only if part not in PARTS]:
        raise ValidationError(f"There is no part {unknown[0]!r}; there are {', '.join(PARTS)}.", code="PART_UNKNOWN")
    console = Console()
    with tempfile.TemporaryDirectory(prefix="jobwright-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        postgres = EmbeddedPostgres(home)
        url = postgres.start()
        try:
            rows = [row for part in only or PARTS for row in await _measured(part, url, home, postings, console)]
        finally:
            postgres.stop()
    _print(console, rows)


async def _measured(part: str, url: str, home: Path, postings: int, console: Console) -> list[Row]:
    if part == "server":
        rows = await _served(url, home, console)
    elif part in WITHOUT_DATABASE:
        rows = await WITHOUT_DATABASE[part]()
    else:
        async with _database(url, part) as database:
            rows = await WITH_DATABASE[part](database, _to(postings))
    console.print(f"[dim]{part} done[/dim]")
    return rows


def _to(postings: int) -> list[int]:
    """Ten times as many each time, up to that many."""
    return [*(size for size in (10_000, 100_000, 1_000_000) if size < postings), postings]


async def _served(url: str, home: Path, console: Console) -> list[Row]:
    """What is measured from outside, on the second start."""
    async with _database(url, "chat") as database:
        async with serving(database, home):
            console.print("[dim]first start done; measuring the second[/dim]")
        async with serving(database, home) as served:
            await asyncio.sleep(SETTLE_SECONDS)  # the offline model is learned beside the start
            rows = await _plain(served)
            for measure in (chat.bench, chat.bench_long_thread, lists.bench, applications.bench, transfer.bench):
                rows += await measure(served)
                console.print(f"[dim]{measure.__module__} done[/dim]")
    return rows


@asynccontextmanager
async def _database(server: str, name: str) -> AsyncIterator[str]:
    """A migrated database of that name on the server."""
    connection = await asyncpg.connect(server)
    await connection.execute(f"create database {name}")
    await connection.close()
    head, _, tail = server.partition("?")
    url = f"{head.rsplit('/', 1)[0]}/{name}?{tail}"
    engine = make_engine(url)
    await upgrade(engine)
    await engine.dispose()
    yield url


async def _plain(served: Served) -> list[Row]:
    """Plain figures: the second start, resident memory, idle sockets."""
    ready = Row("second start to the first 200 of /ready", served.seconds_to_ready, "s")
    resident = served.process.memory_info().rss
    token = await served.sign_up("sockets@example.com")
    address = f"{served.url.replace('http', 'ws')}/api/v1/ws/agent"
    async with AsyncExitStack() as stack:
        for _ in range(SOCKETS):
            opening = connect(address, additional_headers={"Authorization": f"Bearer {token}"}, proxy=None)
            socket: ClientConnection = await stack.enter_async_context(opening)
            del socket
        await asyncio.sleep(0.5)
        grown = max(served.process.memory_info().rss - resident, 1)
    return [
        ready,
        Row("resident memory when ready", resident / 1_048_576, "MB"),
        Row("idle sockets in 100 MB", SOCKETS * 100 * 1_048_576 / grown, "sockets"),
    ]


def _print(console: Console, rows: list[Row]) -> None:
    table = Table("what", "ours", "baseline", "", "ratio", "aim", "")
    for row in rows:
        aim = f"at most {row.at_most}" if row.at_most else f"at least {row.at_least}" if row.at_least else ""
        verdict = {True: "met", False: "NOT MET", None: ""}[row.met]
        table.add_row(
            row.name, f"{row.ours:,.2f} {row.unit}", f"{row.baseline:,.2f}" if row.baseline else "", row.baseline_name,
            f"{row.ratio:.2f}" if row.ratio else "", aim, verdict,
        )  # fmt: skip
    console.print(table)
