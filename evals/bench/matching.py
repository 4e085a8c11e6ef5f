"""Matching one resume against 100,000 postings, and what a filtered vector search finds."""

from typing import Any
from uuid import UUID

import asyncpg
import numpy as np
from sqlalchemy.ext.asyncio import async_sessionmaker

from evals.bench.measuring import Row, timed
from store.actors import Actor
from store.database import make_engine
from store.vectors import DIMENSIONS, nearest_jobs

POSTINGS, USERS, TOP = 100_000, 50, 10
CLUSTERS, QUERIES = 400, 40

USERS_SQL = (
    "insert into users (id, email, username) "
    "select gen_random_uuid(), 'bench' || n || '@example.com', 'bench' || n from generate_series(0, $1) n returning id"
)
JOBS_SQL = (
    "insert into jobs (id, user_id, posting_id, number, status) "
    "select gen_random_uuid(), u, p, n, 'saved' from unnest($1::uuid[], $2::uuid[], $3::int[]) as t(u, p, n)"
)
BARE = "select id from postings order by embedding <=> $1::text::vector limit $2"
FILTERED = (
    "select j.id from jobs j join postings p on p.id = j.posting_id where j.user_id = $1 "
    "order by p.embedding <=> $2::text::vector limit $3"
)
INDEX_SQL = (
    "create index ix_postings_embedding on postings "
    "using hnsw (embedding vector_cosine_ops) with (m = 16, ef_construction = 64)"
)
POSTINGS_SQL = (
    "insert into postings (id, source, title, text, content_hash, language, requirements, skills, embedding) "
    "select gen_random_uuid(), 'bench', 'Job ' || n, 'text', 'bench' || n, 'en', '[]', '[]', v::vector from incoming"
)


def vectors(count: int, seed: int) -> "np.ndarray[Any, Any]":
    """Unit vectors in clusters, as postings of a few hundred trades are."""
    generator = np.random.default_rng(seed)
    centres = np.random.default_rng(1).normal(size=(CLUSTERS, DIMENSIONS))
    raw = centres[generator.integers(0, CLUSTERS, count)] + generator.normal(scale=0.7, size=(count, DIMENSIONS))
    found: np.ndarray[Any, Any] = (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float32)
    return found


def _literal(vector: "np.ndarray[Any, Any]") -> str:
    return "[" + ",".join(f"{x:.6f}" for x in vector) + "]"


async def fill(database_url: str) -> tuple[list[UUID], UUID]:
    """Write the postings and give them to users: each of fifty has 2,000, and one more has them all."""
    connection = await asyncpg.connect(database_url)
    await connection.execute("set maintenance_work_mem = '512MB'")
    await connection.execute("drop index if exists ix_postings_embedding")
    made = vectors(POSTINGS, seed=2)
    await connection.execute("create temp table incoming (n int, v text)")
    await connection.copy_records_to_table("incoming", records=((n, _literal(made[n])) for n in range(POSTINGS)))
    await connection.execute(POSTINGS_SQL)
    await connection.execute(INDEX_SQL)
    users = [row["id"] for row in await connection.fetch(USERS_SQL, USERS)]
    postings = [
        row["id"] for row in await connection.fetch("select id from postings where source = 'bench' order by id")
    ]
    owners = [users[n % USERS] for n in range(POSTINGS)]
    await connection.execute(JOBS_SQL, owners, postings, [n // USERS + 1 for n in range(POSTINGS)], timeout=300)
    await connection.execute(JOBS_SQL, [users[-1]] * POSTINGS, postings, list(range(1, POSTINGS + 1)), timeout=300)
    await connection.execute("analyze")
    await connection.close()
    return users[:-1], users[-1]


async def bench(database_url: str) -> list[Row]:
    """Time against the bare query over the same index; rows and recall for one user of fifty."""
    users, collector = await fill(database_url)
    engine = make_engine(database_url)
    sessions = async_sessionmaker(engine)
    pool = await asyncpg.create_pool(database_url, min_size=1, max_size=2)
    queries = vectors(QUERIES, seed=3)
    turn = iter(range(10**9))

    async def ours(_: int) -> None:
        async with sessions() as session:
            await nearest_jobs(session, Actor(collector), queries[next(turn) % QUERIES].tolist(), limit=TOP)

    async def bare(_: int) -> None:
        await pool.fetch(BARE, _literal(queries[next(turn) % QUERIES]), TOP)

    bare_time = await timed(bare, count=300, at_once=1)
    our_time = await timed(ours, count=300, at_once=1)
    rows, recall, plain_rows = await _quality(sessions, pool, users, queries)
    by_index = (await _quality(sessions, pool, [collector], queries))[1]
    await pool.close()
    await engine.dispose()
    name = "bare pgvector query"
    return [
        Row("one resume against 100,000 postings, p50", our_time.p50, "ms", bare_time.p50, name, at_most=2.0),
        Row("rows for one user of 50 (of 10)", rows, "rows", plain_rows, "HNSW scan with a filter"),
        Row("recall@10 for one user of 50 (compared exactly)", recall, "", 1.0, "exact answer", at_least=0.98),
        Row("recall@10 for one user who has all (by the index)", by_index, "", 1.0, "exact answer", at_least=0.98),
    ]  # fmt: skip


async def _quality(
    sessions: Any, pool: Any, users: list[UUID], queries: "np.ndarray[Any, Any]"
) -> tuple[float, float, float]:
    """Rows found and recall@10 of ours, and the rows that a plain filtered HNSW scan finds."""
    found, right, plain = [], [], []
    for number, query in enumerate(queries):
        user = users[number % len(users)]
        async with sessions() as session:
            ours = {job for job, _ in await nearest_jobs(session, Actor(user), query.tolist(), limit=TOP)}
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("set local enable_indexscan = off")
            exact = {row["id"] for row in await connection.fetch(FILTERED, user, _literal(query), TOP)}
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("set local enable_sort = off")
            plain.append(len(await connection.fetch(FILTERED, user, _literal(query), TOP)))
        found.append(len(ours))
        right.append(len(ours & exact) / TOP)
    return float(np.mean(found)), float(np.mean(right)), float(np.mean(plain))
