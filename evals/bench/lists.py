"""`GET /jobs` of 50 rows, signed in, against the same query with asyncpg and orjson over HTTP."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
import httpx

from evals.bench.measuring import Row, timed
from evals.bench.server import Served, free_port

ROWS = 50

# The same rows and the same count, on the same web server, with nothing in between.
BARE_APP = '''
import asyncpg, orjson, uvicorn

SQL = """
select j.id, j.number, p.title, p.company, p.location, p.remote, coalesce(j.salary, p.salary) as salary, p.source,
       p.url, j.status, j.notes, j.score, j.created_at, j.updated_at,
       (select a.status from applications a where a.job_id = j.id and a.deleted_at is null) as stage
from jobs j join postings p on p.id = j.posting_id
where j.user_id = $1 and j.deleted_at is null order by j.created_at desc, j.id desc limit 51
"""
COUNT = "select count(*) from jobs where user_id = $1 and deleted_at is null"
pool = None

async def app(scope, receive, send):
    global pool
    if scope["type"] == "lifespan":
        await receive()
        pool = await asyncpg.create_pool({url!r}, min_size=4, max_size=8)
        await send({{"type": "lifespan.startup.complete"}})
        await receive()
        await pool.close()
        await send({{"type": "lifespan.shutdown.complete"}})
        return
    async with pool.acquire() as connection:
        rows = await connection.fetch(SQL, {user!r})
        total = await connection.fetchval(COUNT, {user!r})
    body = orjson.dumps({{"items": [dict(row) for row in rows[:50]], "next_cursor": None, "total": total}}, default=str)
    await send({{"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]}})
    await send({{"type": "http.response.body", "body": body}})

uvicorn.run(app, host="127.0.0.1", port={port}, log_level="error")
'''


async def bench(served: Served) -> list[Row]:
    """p50 of one client asking again and again."""
    token = await served.sign_up(f"{uuid4().hex[:10]}@example.com")
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=served.url, headers=headers, trust_env=False) as client:
        user = (await client.get("/api/v1/auth/me")).json()["id"]
        await _fill(served.database_url, user)

        async def ours(_: int) -> None:
            answer = await client.get(f"/api/v1/jobs?limit={ROWS}")
            if len(answer.json()["items"]) != ROWS:
                raise RuntimeError(answer.text[:300])

        our_time = await timed(ours, count=400, at_once=1)
    async with _bare(served.database_url, user) as url, httpx.AsyncClient(base_url=url, trust_env=False) as client:

        async def bare(_: int) -> None:
            (await client.get("/")).json()

        bare_time = await timed(bare, count=400, at_once=1)
    return [
        Row("GET /jobs of 50 rows, p50", our_time.p50, "ms", bare_time.p50, "asyncpg and orjson over HTTP", at_most=2.0)
    ]


async def _fill(database_url: str, user: str) -> None:
    connection = await asyncpg.connect(database_url)
    await connection.execute(
        "with made as (insert into postings "
        "(id, owner_id, source, title, company, location, text, content_hash, language, requirements, skills) "
        "select gen_random_uuid(), $1::uuid, 'text', "
        "'Backend Engineer ' || n, 'Company ' || n, 'Berlin, Germany', repeat('about the work ', 100), 'list' || n, "
        "'en', '[]', '[]' from generate_series(1, 60) n "
        "returning id) insert into jobs (id, user_id, posting_id, number, status) "
        "select gen_random_uuid(), $1::uuid, id, row_number() over (), 'saved' from made",
        user,
    )
    await connection.close()


@asynccontextmanager
async def _bare(database_url: str, user: str) -> AsyncIterator[str]:
    port = free_port()
    code = BARE_APP.format(url=database_url, user=user, port=port)
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
    url = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            for _ in range(500):
                try:
                    await client.get(url)
                    break
                except httpx.TransportError:
                    await asyncio.sleep(0.02)
        yield url
    finally:
        process.terminate()
        await process.wait()
