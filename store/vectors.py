"""Vectors in Postgres: one size everywhere, and a filtered search that does not lose rows."""

from collections.abc import Sequence
from uuid import UUID

from pgvector.sqlalchemy import Vector
from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from store.database import fetch

DIMENSIONS = 256
EXACT_UP_TO = 10_000
# So many times more than wanted are taken from the index and put in order: it hands them out roughly by distance.
OVERSCAN, AT_LEAST = 4, 40

EXACT = """
select j.id, 1 - (p.embedding <=> $2::text::vector) as similarity
from (select id, posting_id from jobs where user_id = $1 and deleted_at is null offset 0) j
join lateral (select embedding from postings where id = j.posting_id offset 0) p on true
where p.embedding is not null
order by p.embedding <=> $2::text::vector limit $3
"""

# The zero keeps the planner from taking the index's rough order for the exact one.
BY_INDEX = """
with near as materialized (
    select j.id, p.embedding <=> $2::text::vector as distance
    from postings p join jobs j on j.posting_id = p.id and j.user_id = $1 and j.deleted_at is null
    order by distance limit $4
)
select id, 1 - distance from near order by distance + 0 limit $3
"""


def vector_column() -> Vector:
    """The column type of every embedding."""
    return Vector(DIMENSIONS)


async def nearest_jobs(
    session: AsyncSession, actor: Actor, query: Sequence[float], *, limit: int
) -> list[tuple[UUID, float]]:
    """The actor's jobs whose postings are nearest to `query`: (job id, cosine similarity), nearest first.

    An HNSW scan that filters afterwards loses the rows of a user who owns few of them. Up to EXACT_UP_TO jobs are
    found by their owner and compared exactly; beyond that the scan goes on until it has enough (SCAN, which every
    connection is opened with).
    """
    # The highest number ever given bounds the count, and an index knows it at once.
    most = await fetch(session, "select max(number) from jobs where user_id = $1", actor.user_id)
    exact = (most[0][0] or 0) <= EXACT_UP_TO
    statement, pool = (EXACT, ()) if exact else (BY_INDEX, (max(AT_LEAST, OVERSCAN * limit),))
    rows = await fetch(session, statement, actor.user_id, str([float(x) for x in query]), limit, *pool)
    return [(row[0], float(row[1])) for row in rows]
