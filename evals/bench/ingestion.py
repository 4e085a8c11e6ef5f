"""From a board's answer to openings: parse, normalise, embed, deduplicate and save together, as the pool grows."""

import asyncio
import random
import time
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from evals.bench.measuring import Row
from store import accounts
from store import postings as store
from store.base import new_id
from store.database import Sessions, make_engine, transaction
from tools.context import Actor
from tools.embedding import LocalEmbedder
from tools.jobs.boards.board import BoardPosting
from tools.jobs.saving import prepare, read_board_posting, row_of, save

SIZES = (1_000, 10_000, 100_000)
MEASURED = 400
AT_ONCE = 40
GROWS_AT_MOST = 1.5
_TITLES = ("Backend Engineer", "Nurse", "Store Manager", "Data Analyst", "Electrician", "Account Executive", "Baker")
_CITIES = ("Berlin, Germany", "Lyon, France", "Porto, Portugal", "Leeds, United Kingdom", "Austin, TX", "Graz, Austria")
_VERBS = ("Plan", "Own", "Build", "Check", "Prepare", "Lead", "Repair", "Document", "Improve", "Present")
_THINGS = (
    "the rota of the night crew", "a ledger of open claims", "the stock of spare parts", "two release trains",
    "forecasts for the board", "a fleet of vans", "handovers between wards", "drawings of switchgear",
    "contracts with hauliers", "the intake of new clients", "services in Python on Kubernetes", "reports in SQL",
)  # fmt: skip
# Rows like those that are there, each with keys and a vector of its own, so that the indexes are as full as they would
# be: filling them posting by posting would take hours.
_FILL = """
insert into postings (id, source, kind, url, title, company, location, requirements, skills, language, text,
                      content_hash, embedding, clean, employer_key, role, countries, keys, identity)
select gen_random_uuid(), p.source, p.kind, p.url || '-' || g, p.title, p.company || ' ' || g, p.location,
       p.requirements, p.skills, p.language, p.text, md5(p.content_hash || g),
       l2_normalize(p.embedding + (
           select array_agg((random() - 0.5) * 0.1)::vector(256) from generate_series(1, 256) where g is not null)),
       p.clean, p.employer_key || g, p.role, p.countries,
       array(select hashint8extended(key, g) from unnest(p.keys) as key), p.identity
from (select * from postings order by id limit 500) p cross join generate_series(1, :times) g limit :wanted
"""


async def bench(database_url: str, sizes: Sequence[int] = SIZES) -> list[Row]:
    """Postings a second at each size of the pool, beside the smallest, and beside an insert of the same rows alone."""
    engine = make_engine(database_url)
    sessions: Sessions = async_sessionmaker(engine, expire_on_commit=False)
    try:
        async with transaction(sessions) as session:
            actor = Actor((await accounts.local_owner(session)).id)
        embedder = LocalEmbedder()
        number = await _ingest(sessions, actor, embedder, 0, min(sizes[0], MEASURED + 100))
        rows: list[Row] = []
        first: float | None = None
        for size in sizes:
            await _fill(engine, size)
            began = time.perf_counter()
            number = await _ingest(sessions, actor, embedder, number, MEASURED)
            rate = MEASURED / (time.perf_counter() - began)
            rows.append(_row(size, rate, first))
            first = first or rate
        rows.append(await _beside_inserts(sessions, actor, embedder, number, rows[-1].ours))
        return rows
    finally:
        await engine.dispose()


def _row(size: int, rate: float, first: float | None) -> Row:
    name = f"postings a second, parsed to saved, among {size:,}"
    if first is None:
        return Row(name, rate, "/s")
    return Row(name, rate, "/s", first, f"among {SIZES[0]:,}", at_least=round(1 / GROWS_AT_MOST, 2))


async def _ingest(sessions: Sessions, actor: Actor, embedder: LocalEmbedder, start: int, count: int) -> int:
    """Bring so many new postings in, in lots as a search does; returns the next number."""
    for at in range(start, start + count, AT_ONCE):
        stated = [posting(number) for number in range(at, min(at + AT_ONCE, start + count))]
        read = await asyncio.to_thread(lambda lot=stated: [read_board_posting(item) for item in lot])  # type: ignore[misc]
        prepared = await prepare(embedder, read)
        async with transaction(sessions) as session:
            await save(session, actor, prepared)
    return start + count


async def _fill(engine: AsyncEngine, size: int) -> None:
    """Fill the pool up to a size, the slow index built afterwards."""
    async with engine.begin() as connection:
        there = (await connection.execute(text("select count(*) from postings"))).scalar_one()
        if there >= size:
            return
        await connection.execute(text("drop index ix_postings_embedding"))
        wanted = size - there
        await connection.execute(text(_FILL), {"times": wanted // 500 + 1, "wanted": wanted})
        await connection.execute(text("set local maintenance_work_mem = '1GB'"))
        await connection.execute(
            text(
                "create index ix_postings_embedding on postings using hnsw (embedding vector_cosine_ops) "
                "with (m = 16, ef_construction = 64)"
            )
        )
    async with engine.connect() as connection:
        await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text("analyze postings"))


async def _beside_inserts(sessions: Sessions, actor: Actor, embedder: LocalEmbedder, start: int, rate: float) -> Row:
    """The whole way beside only inserting rows that are ready."""
    stated = [posting(number) for number in range(start, start + MEASURED)]
    prepared = await prepare(embedder, [read_board_posting(item) for item in stated])
    ready = [{"id": new_id(), **row_of(item)} for item in prepared]
    began = time.perf_counter()
    for at in range(0, MEASURED, AT_ONCE):
        async with transaction(sessions) as session:
            await store.add(session, actor, ready[at : at + AT_ONCE], private=False)
    alone = MEASURED / (time.perf_counter() - began)
    return Row("the same beside inserting rows that are ready", rate, "/s", alone, "bare insert with its indexes")


def posting(number: int) -> BoardPosting:
    """The posting of that number, always the same: about 2 kB; every tenth is the one before, on another board."""
    copied = number % 10 == 9
    own = number - copied
    draw = random.Random(own)
    employer = f"Employer {own // 20}"
    duties = [f"- {draw.choice(_VERBS)} {draw.choice(_THINGS)}, {draw.randint(2, 900)} a month" for _ in range(16)]
    words = f"{employer} was founded in {1950 + own % 70} and works calmly in four countries. "
    body = f"{words * 3}\n\nWhat you do\n" + "\n".join(duties[:10]) + "\n\nWhat you bring\n" + "\n".join(duties[10:])
    title = f"{draw.choice(_TITLES)} {draw.choice(('', 'II', '(m/f/d)', 'Senior'))}".strip()
    low = 40 + own % 40
    return BoardPosting(
        board="arbeitnow" if copied else "remotive", kind="feed", external_id=str(number),
        title=title,
        locations=[draw.choice(_CITIES)], text=f"{body}\n\nThe pay is EUR {low},000 to {low + 20},000 a year.",
        url=f"https://{'arbeitnow' if copied else 'remotive'}.com/jobs/{number}", employment_type="Full-time",
    )  # fmt: skip
