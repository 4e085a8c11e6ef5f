"""The list, the board and the analytics of applications, signed in over HTTP: 10,000 against 100 of the same kind."""

from uuid import uuid4

import asyncpg
import httpx

from evals.bench.measuring import Row, timed
from evals.bench.server import Served

FEW, MANY = 100, 10_000
AT_MOST = 1.5
ROWS, TIMES, ROUNDS = 50, 60, 5
ANALYTICS, ANALYSES = "/api/v1/analytics", 10
PATHS = {
    "GET /applications of 50 rows with the counts": f"/api/v1/applications?limit={ROWS}",
    "GET /applications/board": "/api/v1/applications/board",
}
# The least that any figure off the timelines takes: to read them once.
BARE = (
    "select to_status, count(*), min(at), max(at) from application_timeline where user_id = $1 "
    "and to_status is not null group by to_status"
)
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
        now() - number * interval '5 minutes', '{{}}' from jobs_made returning id, status, moved_at),
told as (insert into application_timeline (id, user_id, application_id, kind, from_status, to_status, by, data, at)
    select gen_random_uuid(), $1::uuid, id, case place when 1 then 'created' else 'status' end, way[place - 1],
        way[place], 'person', '{{}}', moved_at - (cardinality(way) - place) * interval '3 days'
    from applied cross join lateral (select string_to_array(case status when 'preparing' then status
            when 'applied' then 'preparing,applied' when 'offer' then 'preparing,applied,screening,interviewing,offer'
            else 'preparing,applied,' || status end, ',') as way) as ways
        cross join lateral generate_subscripts(way, 1) as place),
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
    rows.append(await _analytics(served, clients[MANY]))
    for client in clients.values():
        await client.aclose()
    return rows


async def _analytics(served: Served, client: httpx.AsyncClient) -> Row:
    """The whole search in figures, against one bare query that reads the same timelines; in turn."""
    user = (await client.get("/api/v1/auth/me")).json()["id"]
    connection = await asyncpg.connect(served.database_url)

    async def count(_: int) -> None:
        await connection.fetch(BARE, user)

    ours, bare = [], []
    for _ in range(ROUNDS):
        ours.append(await _p50(client, ANALYTICS, count=ANALYSES))
        bare.append((await timed(count, count=ANALYSES, at_once=1)).p50)
    await connection.close()
    name = f"GET /analytics: {MANY:,} applications, p50"
    return Row(name, min(ours), "ms", min(bare), "reading their timelines once")


async def _p50(client: httpx.AsyncClient, path: str, *, count: int = TIMES) -> float:
    async def ask(_: int) -> None:
        answer = await client.get(path)
        if answer.status_code != 200 or not answer.json()["total"]:
            raise RuntimeError(answer.text[:300])

    return (await timed(ask, count=count, at_once=1)).p50


async def _person(served: Served, size: int) -> httpx.AsyncClient:
    """The client of somebody with so many applications."""
    token = await served.sign_up(f"{uuid4().hex[:10]}@example.com")
    headers = {"Authorization": f"Bearer {token}"}
    client = httpx.AsyncClient(base_url=served.url, headers=headers, trust_env=False, timeout=60)
    user = (await client.get("/api/v1/auth/me")).json()["id"]
    connection = await asyncpg.connect(served.database_url)
    await connection.execute(FILL, user, size)
    for table in ("applications", "application_timeline", "jobs", "postings", "reminders"):
        await connection.execute(f"analyze {table}")
    await connection.close()
    return client
