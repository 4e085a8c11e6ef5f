"""Among twenty thousand postings, filters of every width leave as many of the nearest as there are: the right ones."""

from collections.abc import Sequence

import asyncpg
import numpy as np
import pytest
from pgvector.asyncpg import register_vector

from evals.bench.generated import Floats, fill, queries
from store import retrieval
from store.actors import Actor
from store.base import new_id
from store.conditions import Filters, Values, where
from store.retrieval import retrieve
from tools.context import Services
from tools.jobs.ranking.terms import related_term, terms_of
from tools.jobs.searching.areas import covering

ROWS, TOP = 20_000, 20
BY_INDEX = 0.9  # how it is built depends on chance and the machine: 0.93 and more were seen; cut lists leave far less
NOBODY = Actor(new_id())
NARROW = [
    Filters(countries=("DE",), areas=covering("DE")),
    Filters(countries=("AT",), areas=("AT",), remote=("remote",)),
    Filters(countries=("LU",), areas=("LU",), pay_min=60_000),
    Filters(companies=("employer7",)),
    Filters(sponsorship=True),
]


@pytest.fixture
async def filled(services: Services, database_url: str) -> Services:
    connection = await asyncpg.connect(database_url)
    await register_vector(connection)
    await fill(connection, ROWS, ROWS, seed=5)
    await connection.close()
    return services


async def exact(services: Services, filters: Filters, vector: Floats) -> set[object]:
    """The truly nearest under the filters, by comparing all."""
    values = Values()
    holds = where(filters, NOBODY, values)
    near = values.bind(str(vector.tolist()))
    async with services.sessions() as session:
        raw = await (await session.connection()).get_raw_connection()
        driver = raw.driver_connection
        assert driver is not None
        async with driver.transaction():
            await driver.execute("set local enable_indexscan = off")
            statement = (
                f"select p.id from postings p where {holds} order by p.embedding <=> {near}::text::vector limit {TOP}"
            )
            return {row["id"] for row in await driver.fetch(statement, *values.held)}


async def recall(services: Services, filters: Filters, asked: Sequence[tuple[str, Floats]]) -> float:
    """The share of the truly nearest that was found; as many are found as there are."""
    right = []
    for _, vector in asked:
        async with services.sessions() as session:
            hits = await retrieve(session, NOBODY, filters, vector=vector.tolist(), vector_pool=TOP)
        nearest = await exact(services, filters, vector)
        assert len(hits) == len(nearest), filters
        right.append(len({hit.posting_id for hit in hits} & nearest) / max(1, len(nearest)))
    return float(np.mean(right))


async def test_no_filter_costs_rows_or_recall(filled: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = queries(6, seed=9)
    assert await recall(filled, Filters(), queries(40, seed=9)) >= BY_INDEX
    for filters in NARROW:
        assert await recall(filled, filters, asked) == pytest.approx(1.0), "few are compared exactly"
    monkeypatch.setattr(retrieval, "EXACT_UP_TO", 10)
    for filters in NARROW:
        floor = BY_INDEX if filters is NARROW[0] else 0.0
        assert await recall(filled, filters, queries(20, seed=9)) >= floor, "by the index, scanned on and on"
    await words_and_vector_together(filled)


async def words_and_vector_together(services: Services) -> None:
    words, vector = queries(1, seed=3)[0]
    for filters in (Filters(), *NARROW):
        async with services.sessions() as session:
            hits = await retrieve(
                session, NOBODY, filters, terms=terms_of(words), related=related_term(words), vector=vector.tolist()
            )
        assert hits
        assert len({hit.posting_id for hit in hits}) == len(hits)
        assert all(hit.vector is not None for hit in hits)
        assert filters.narrow or any(hit.text > 0 for hit in hits)
