"""The list and the board of applications, signed in over HTTP: 10,000 applications against 100 of the same kind."""

from uuid import uuid4

import asyncpg
import httpx

from evals.bench.measuring import Row, timed
from evals.bench.server import Served

FEW, MANY = 100, 10_000
AT_MOST = 1.5
ROWS, TIMES, ROUNDS = 50, 60, 5
PATHS = {
    "GET /applications of 50 rows with the counts": f"/api/v1/applications?limit={ROWS}",
    "GET /applications/board": "/api/v1/applications/board",
}
# Most applications have gone out or come to nothing; a few are under way.
SPREAD = "'{applied,applied,applied,rejected,rejected,preparing,screening,interviewing,offer,withdrawn}'::text[]"
FILL = f"""
with n as (select generate_series(1, $2::int) as n),
made as (insert into postings
    (id, owner_id, source, title, company, location, text, content_hash, language, requirements, skills)
    select gen_random_uuid(), $1::uuid, 'text', 'Cook ' || n, 'Inn ' || n % 700, 'Berlin, Germany',
        repeat('about the work ', 100), 'applications' || n, 'en', '[]', '[]' from n returning id),
jobs_made as (insert into jobs (id, user_id, posting_id, number, status)
    select gen_random_uuid(), $1::uuid, id, row_number() over (), 'applied' from made returning id, number),
applied as (insert into applications (id, user_id, job_id, status, applied_at, moved_at, extra)
    select gen_random_uuid(), $1::uuid, id, ({SPREAD})[1 + number % 10], now() - number * interval '7 minutes',
        now() - number * interval '5 minutes', '{{}}' from jobs_made returning id, moved_at),
asked as (insert into interviews (id, user_id, application_id, round, kind, starts_at, people)
    select gen_random_uuid(), $1::uuid, id, 1, 'video', now() + interval '3 days', '[]' from applied
    where random() < 0.1)
insert into reminders (id, user_id, application_id, kind, text, due_at)
select gen_random_uuid(), $1::uuid, id, 'follow_up', 'Ask how it stands', now() + interval '2 days' from applied
where random() < 0.2
"""


async def bench(served: Served) -> list[Row]:
    """p50 of one client that asks in turn for few and for many, so that what slows one down slows the other too."""
    clients = {size: await _person(served, size) for size in (FEW, MANY)}
    rows = []
    for name, path in PATHS.items():
        rounds: dict[int, list[float]] = {size: [] for size in clients}
        for _ in range(ROUNDS):
            for size, client in clients.items():
                rounds[size].append(await _p50(client, path))
        few, many = (min(rounds[size]) for size in (FEW, MANY))
        rows.append(Row(f"{name}: {MANY:,} applications, p50", many, "ms", few, f"{FEW} applications", at_most=AT_MOST))
    for client in clients.values():
        await client.aclose()
    return rows


async def _p50(client: httpx.AsyncClient, path: str) -> float:
    async def ask(_: int) -> None:
        answer = await client.get(path)
        if answer.status_code != 200 or not answer.json()["total"]:
            raise RuntimeError(answer.text[:300])

    return (await timed(ask, count=TIMES, at_once=1)).p50


async def _person(served: Served, size: int) -> httpx.AsyncClient:
    """The client of somebody with so many applications."""
    token = await served.sign_up(f"{uuid4().hex[:10]}@example.com")
    headers = {"Authorization": f"Bearer {token}"}
    client = httpx.AsyncClient(base_url=served.url, headers=headers, trust_env=False, timeout=60)
    user = (await client.get("/api/v1/auth/me")).json()["id"]
    connection = await asyncpg.connect(served.database_url)
    await connection.execute(FILL, user, size)
    await connection.execute("analyze applications; analyze jobs; analyze postings; analyze reminders")
    await connection.close()
    return client
