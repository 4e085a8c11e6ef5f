"""Finding among ten thousand, a hundred thousand and a million postings: recall and time, with and without filters."""

import statistics
import time
from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg
import numpy as np
import structlog
from pgvector.asyncpg import register_vector
from sqlalchemy.ext.asyncio import async_sessionmaker

from evals.bench.generated import Floats, fill, queries
from evals.bench.measuring import Row
from store.actors import Actor
from store.conditions import Filters, Values, where
from store.database import Sessions, make_engine
from store.retrieval import retrieve
from tools.jobs.ranking.terms import related_term, terms_of
from tools.jobs.searching.areas import covering
from tools.jobs.searching.recommending import find

log = structlog.get_logger(__name__)
SIZES = (10_000, 100_000)
TOP, QUERIES, TIMED = 20, 12, 40
NOBODY = Actor(UUID(int=0))
BARE_VECTOR = "select id from postings order by embedding <=> $1 limit 20"
BARE_WORDS = (
    "select id from postings, websearch_to_tsquery('simple', $1) q where search @@ q "
    "order by ts_rank_cd(search, q) desc limit 20"
)
FILTERS = {
    "one in ten": Filters(countries=("DE",), areas=covering("DE")),
    "one in a hundred": Filters(countries=("AT",), areas=("AT",), remote=("remote",)),
    "one in three thousand": Filters(countries=("LU",), areas=("LU",), pay_min=60_000),
    "one employer": Filters(companies=("employer7",)),
}


async def bench(database_url: str, sizes: Sequence[int] = SIZES) -> list[Row]:
    """The same questions at every size; the rows before grow into the next size."""
    engine = make_engine(database_url)
    connection = await asyncpg.connect(database_url)
    await register_vector(connection)
    rows: list[Row] = []
    before: dict[str, float] = {}
    try:
        filled = 0
        for size in sizes:
            seconds = await fill(connection, size - filled, size, seed=size)
            filled = size
            found = await _at(async_sessionmaker(engine), connection, size)
            found.append(Row(f"{size:,} postings: indexes built", seconds, "s"))
            rows += [*found, *_growth(before, found, size)]
            before = {_plain(row.name): row.ours for row in found if row.unit == "ms"}
            for row in found:
                log.info("measured", what=row.name, ours=round(row.ours, 3), unit=row.unit)
    finally:
        await connection.close()
        await engine.dispose()
    return rows


async def _at(sessions: Sessions, connection: asyncpg.Connection, size: int) -> list[Row]:
    asked = queries(TIMED, seed=7)
    name = f"{size:,} postings: "
    rows = [*await _times(sessions, connection, asked, name)]
    recall, _ = await _quality(sessions, connection, Filters(), asked[:QUERIES])
    rows.append(Row(f"{name}recall@20, no filter", recall, "", 1.0, "exact answer", at_least=0.95))
    for label, filters in FILTERS.items():
        recall, kept = await _quality(sessions, connection, filters, asked[:QUERIES])
        rows.append(Row(f"{name}recall@20, {label}", recall, "", 1.0, "exact answer", at_least=0.95))
        rows.append(Row(f"{name}rows of 20 that there are, {label}", kept, "", 1.0, "exact answer", at_least=1.0))
        p50 = await _p50([partial(_ours, sessions, pair, filters) for pair in asked])
        rows.append(Row(f"{name}words and vector, {label}, p50", p50, "ms"))
    return rows


async def _times(
    sessions: Sessions, connection: asyncpg.Connection, asked: Sequence[tuple[str, Floats]], name: str
) -> list[Row]:
    """Ours without filters, against the bare queries over the same indexes."""
    by_vector = await _p50([partial(connection.fetch, BARE_VECTOR, v) for _, v in asked])
    by_words = await _p50([partial(connection.fetch, BARE_WORDS, w) for w, _ in asked])
    near = await _p50([partial(_nearest, sessions, Filters(), v) for _, v in asked])
    both = await _p50([partial(_ours, sessions, pair, Filters()) for pair in asked])
    whole = await _p50([partial(_found, sessions, pair) for pair in asked])
    return [
        Row(f"{name}nearest 20 by vector, p50", near, "ms", by_vector, "bare pgvector query"),
        Row(f"{name}words and vector, p50", both, "ms", by_vector + by_words, "bare pgvector and tsquery queries"),
        Row(f"{name}the same with titles compared, p50", whole, "ms", by_vector + by_words, "the same two"),
    ]


async def _p50(calls: Sequence[Any]) -> float:
    """Milliseconds, after a warm-up of three."""
    taken = []
    for call in [*calls[:3], *calls]:
        begun = time.perf_counter()
        await call()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken[3:])


async def _nearest(sessions: Sessions, filters: Filters, vector: Floats) -> list[UUID]:
    async with sessions() as session:
        hits = await retrieve(session, NOBODY, filters, vector=vector.tolist(), vector_pool=TOP)
    return [hit.posting_id for hit in hits]


async def _ours(sessions: Sessions, pair: tuple[str, Floats], filters: Filters) -> None:
    words, vector = pair
    async with sessions() as session:
        await retrieve(
            session, NOBODY, filters, terms=terms_of(words), related=related_term(words), vector=vector.tolist()
        )


async def _found(sessions: Sessions, pair: tuple[str, Floats]) -> None:
    async with sessions() as session:
        await find(session, NOBODY, Filters(), pair[0], pair[1].tolist())


async def _quality(
    sessions: Sessions, connection: asyncpg.Connection, filters: Filters, asked: Sequence[tuple[str, Floats]]
) -> tuple[float, float]:
    """Of the twenty truly nearest under the filters: the share that was found, and rows found over rows there are."""
    right, kept = [], []
    for _, vector in asked:
        values = Values()
        holds = where(filters, NOBODY, values)
        near = values.bind(vector)
        async with connection.transaction():
            await connection.execute("set local enable_indexscan = off")
            statement = f"select p.id from postings p where {holds} order by p.embedding <=> {near} limit {TOP}"
            exact = {row["id"] for row in await connection.fetch(statement, *values.held)}
        found = await _nearest(sessions, filters, vector)
        right.append(len(exact & set(found)) / len(exact) if exact else 1.0)
        kept.append(len(found) / len(exact) if exact else 1.0)
    return float(np.mean(right)), float(np.mean(kept))


def _growth(before: dict[str, float], found: Sequence[Row], size: int) -> list[Row]:
    """How many times as long each takes as at the size before."""
    return [
        Row(f"{size:,} postings: {_plain(row.name)}, times the size before", row.ours / before[_plain(row.name)], "x")
        for row in found
        if _plain(row.name) in before
    ]


def _plain(name: str) -> str:
    return name.partition(": ")[2]
