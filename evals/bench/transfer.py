"""Applications into files and out of them, over HTTP: an import and the five exports of 10,000 applications."""

import csv
import io
import time
from collections.abc import Awaitable, Callable
from uuid import uuid4

import asyncpg
import httpx

from evals.bench.measuring import Row
from evals.bench.server import Served

COUNT = 10_000
IMPORT_SECONDS, EXPORT_SECONDS = 60, 30
FORMATS = ("csv", "xlsx", "json", "zip", "pdf")
HEAD = ("Company", "Job Title", "City", "Status", "Date Applied", "Link", "Salary", "Notes")
_STAGES = ("Applied", "Applied", "Rejected", "Interview", "Saved", "Offer", "No response")
_MEGABYTE = 1_048_576


def table(count: int) -> bytes:
    """A spreadsheet of so many applications, none of which repeats another."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(HEAD)
    for n in range(count):
        rows.writerow(
            (f"Firm {n % 970} AG", f"Role {n} Engineer", f"Town {n % 130}", _STAGES[n % 7],
             f"2025-{n % 12 + 1:02}-{n % 28 + 1:02}", f"https://firm{n % 970}.example/jobs/{n}", "48,000 - 56,000 EUR",
             f"Talked to person {n % 37}; they answer within {n % 9} days.")
        )  # fmt: skip
    return text.getvalue().encode()


async def bench(served: Served) -> list[Row]:
    """Rows a second of an import, beside `csv.reader` with one insert a row; seconds and memory of every export."""
    token = await served.sign_up(f"{uuid4().hex[:10]}@example.com")
    headers = {"Authorization": f"Bearer {token}"}
    content = table(COUNT)
    async with httpx.AsyncClient(base_url=served.url, headers=headers, trust_env=False, timeout=600) as client:
        plain = COUNT / await _seconds(lambda: _plain(served.database_url, content))
        ours = COUNT / await _seconds(lambda: _imported(client, content))
        name = f"POST /import/applications of {COUNT:,} rows"
        least = COUNT / IMPORT_SECONDS / plain
        rows = [Row(name, ours, "rows/s", plain, "csv.reader and an insert a row", at_least=least)]
        before = served.process.memory_info().rss
        for kind in FORMATS:
            seconds = await _seconds(lambda kind=kind: _exported(client, kind))  # type: ignore[misc]
            rows.append(
                Row(f"GET /export/applications.{kind} of {COUNT:,}", seconds, "s", EXPORT_SECONDS, "what is allowed",
                    at_most=1)
            )  # fmt: skip
            grown = max(served.process.memory_info().rss - before, 0) / _MEGABYTE
            rows.append(Row(f"resident memory after .{kind}, beyond that after the import", grown, "MB"))
    return rows


async def _seconds(work: Callable[[], Awaitable[None]]) -> float:
    begun = time.perf_counter()
    await work()
    return time.perf_counter() - begun


async def _imported(client: httpx.AsyncClient, content: bytes) -> None:
    answer = await client.post("/api/v1/import/applications?confirm=true", files={"file": ("all.csv", content)})
    if answer.status_code != 200 or answer.json()["imported"] != COUNT:
        raise RuntimeError(answer.text[:300])


async def _exported(client: httpx.AsyncClient, kind: str) -> None:
    async with client.stream("GET", f"/api/v1/export/applications.{kind}") as answer:
        size = 0
        async for block in answer.aiter_bytes():
            size += len(block)
        if answer.status_code != 200 or size < COUNT:
            raise RuntimeError(f"{kind}: {answer.status_code}, {size} bytes")


async def _plain(database_url: str, content: bytes) -> None:
    """What is read as it stands and written a row at a time, without a look at what it says."""
    connection = await asyncpg.connect(database_url)
    columns = [f"c{at}" for at in range(len(HEAD))]
    await connection.execute(f"create temp table plain ({', '.join(f'{name} text' for name in columns)})")
    places = ", ".join(f"${at}" for at in range(1, len(columns) + 1))
    async with connection.transaction():
        for row in list(csv.reader(io.StringIO(content.decode(), newline="")))[1:]:
            await connection.execute(f"insert into plain values ({places})", *row)
    await connection.close()
