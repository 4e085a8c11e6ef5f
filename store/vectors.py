"""Vectors in Postgres: one size everywhere, and a filtered search that does not lose rows."""

from collections.abc import Sequence
from uuid import UUID

from pgvector.sqlalchemy import Vector
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor

DIMENSIONS = 256
EXACT_UP_TO = 20_000


def vector_column() -> Vector:
    """The column type of every embedding."""
    return Vector(DIMENSIONS)


async def nearest_jobs(
    session: AsyncSession, actor: Actor, query: Sequence[float], *, limit: int
) -> list[tuple[UUID, float]]:
    """The actor's jobs whose postings are nearest to `query`: (job id, cosine similarity), nearest first.

    An HNSW scan filters after it has searched and so loses the rows of a user who owns few of them. A user
    owns far fewer rows than there are: those are found by index and compared exactly, which also has recall 1.
    """
    count = await session.scalar(
        text("select count(*) from (select 1 from jobs where user_id = :user and deleted_at is null limit :cap) few"),
        {"user": actor.user_id, "cap": EXACT_UP_TO + 1},
    )
    if (count or 0) > EXACT_UP_TO:
        await session.execute(text("set local hnsw.iterative_scan = strict_order"))
        await session.execute(text("set local hnsw.ef_search = 200"))
        await session.execute(text("set local hnsw.max_scan_tuples = 200000"))
        source = "jobs j join postings p on p.id = j.posting_id"
    else:
        source = (
            "(select id, posting_id from jobs where user_id = :user and deleted_at is null offset 0) j "
            "join lateral (select embedding from postings where id = j.posting_id offset 0) p on true"
        )
    where = "j.user_id = :user and j.deleted_at is null and" if (count or 0) > EXACT_UP_TO else ""
    rows = await session.execute(
        text(
            f"select j.id, 1 - (p.embedding <=> cast(:query as vector)) as similarity from {source} "
            f"where {where} p.embedding is not null order by p.embedding <=> cast(:query as vector) limit :limit"
        ),
        {"user": actor.user_id, "query": str([float(x) for x in query]), "limit": limit},
    )
    return [(row[0], float(row[1])) for row in rows]


async def nearest_postings(session: AsyncSession, query: Sequence[float], *, limit: int) -> list[tuple[UUID, float]]:
    """The public postings nearest to `query` by the HNSW index: (posting id, cosine similarity), nearest first."""
    await session.execute(text("set local hnsw.iterative_scan = relaxed_order"))
    rows = await session.execute(
        text(
            "select id, 1 - (embedding <=> cast(:query as vector)) from postings where owner_id is null "
            "order by embedding <=> cast(:query as vector) limit :limit"
        ),
        {"query": str([float(x) for x in query]), "limit": limit},
    )
    return [(row[0], float(row[1])) for row in rows]
