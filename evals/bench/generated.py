"""Postings by the million, shaped like real ones: trades of very different sizes, skewed words, places and pay."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import numpy as np
from numpy.typing import NDArray
from pgvector import Vector

from store.base import new_id
from store.vectors import DIMENSIONS

CHUNK = 20_000
WORDS_A_TEXT, VOCABULARY, EMPLOYERS_PER_POSTING = 70, 20_000, 0.02
LEVELS = ("", "", "", "Senior ", "Junior ", "Lead ", "Principal ")
FIELDS = (
    "Python", "Java", "Backend", "Frontend", "Data", "Cloud", "Security", "Platform", "Mobile", "Android", "Embedded",
    "Network", "Sales", "Marketing", "Finance", "Payroll", "Legal", "Purchasing", "Logistics", "Warehouse", "Nursing",
    "Pharmacy", "Dental", "Laboratory", "Research", "Civil", "Mechanical", "Electrical", "Chemical", "Quality",
    "Kitchen", "Hotel", "Retail", "Customer", "Support", "Training", "School", "Design", "Content", "Events",
)  # fmt: skip
HEADS = (
    "Developer", "Engineer", "Analyst", "Manager", "Specialist", "Consultant", "Assistant", "Technician", "Architect",
    "Administrator", "Coordinator", "Director", "Officer", "Scientist", "Designer", "Representative", "Supervisor",
    "Advisor", "Clerk", "Trainer", "Planner", "Inspector", "Operator", "Nurse", "Teacher",
)  # fmt: skip
COUNTRIES = {"US": 0.5, "DE": 0.12, "GB": 0.1, "IN": 0.1, "FR": 0.08, "ES": 0.06, "AT": 0.03, "PT": 0.009, "LU": 0.001}
COLUMNS = (
    "id", "source", "title", "company", "text", "content_hash", "language", "requirements", "skills", "embedding",
    "remote", "countries", "open_to", "pay_year_max", "pay_currency", "sponsors", "employer_key", "posted_at", "kind",
    "first_seen", "last_seen",
)  # fmt: skip
NOW = datetime(2026, 6, 1, tzinfo=UTC)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Trades:
    """Every field with every head is a trade: its share of all postings, and the middle of its vectors."""

    shares: NDArray[np.float64]
    centres: Floats

    @classmethod
    def made(cls) -> "Trades":
        """Shares fall as Zipf's law has it; trades of one field, and of one head, lie nearer to each other."""
        generator = np.random.default_rng(1)
        fields, heads = (generator.normal(size=(len(names), DIMENSIONS)) for names in (FIELDS, HEADS))
        own = generator.normal(size=(len(FIELDS), len(HEADS), DIMENSIONS))
        centres = (fields[:, None] + 0.8 * heads[None] + 0.6 * own).reshape(-1, DIMENSIONS)
        shares = 1 / np.arange(1, len(centres) + 1) ** 0.8
        return cls(generator.permutation(shares / shares.sum()), centres.astype(np.float32))

    def vectors(self, trades: NDArray[np.intp], generator: np.random.Generator) -> Floats:
        """A unit vector for each, as far from its trade's middle as postings of one trade are from each other."""
        raw = self.centres[trades] + generator.normal(scale=1.0, size=(len(trades), DIMENSIONS)).astype(np.float32)
        found: Floats = (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float32)
        return found


def title_of(trade: int, level: str = "") -> str:
    """What a trade is called."""
    return f"{level}{FIELDS[trade // len(HEADS)]} {HEADS[trade % len(HEADS)]}"


def records(count: int, total: int, seed: int) -> Iterator[tuple[Any, ...]]:
    """That many postings as rows of COLUMNS; employers grow with the `total`."""
    trades, generator = Trades.made(), np.random.default_rng(seed)
    words = np.array([f"w{number}" for number in range(VOCABULARY)])
    frequency = 1 / np.arange(3, VOCABULARY + 3)
    ladder = np.cumsum(frequency / frequency.sum())
    employers = max(50, int(total * EMPLOYERS_PER_POSTING))
    for begin in range(0, count, CHUNK):
        size = min(CHUNK, count - begin)
        which = generator.choice(len(trades.shares), size, p=trades.shares)
        vectors = trades.vectors(which, generator)
        texts = words[np.searchsorted(ladder, generator.random((size, WORDS_A_TEXT)))]
        numbers = generator.random((size, 5))
        codes = generator.choice(list(COUNTRIES), size, p=list(COUNTRIES.values()))
        for at in range(size):
            yield _row(
                int(which[at]), vectors[at], texts[at], numbers[at], str(codes[at]), employers, seed + begin + at
            )


def _row(
    trade: int, vector: Floats, words: NDArray[Any], chances: NDArray[np.float64], country: str, employers: int,
    key: int,
) -> tuple[Any, ...]:  # fmt: skip
    title = title_of(trade, LEVELS[int(chances[0] * len(LEVELS))])
    remote = "remote" if chances[1] < 0.2 else "hybrid" if chances[1] < 0.4 else None
    pay = 30_000 + 1_000.0 * int(chances[2] * 250) if chances[2] < 0.4 else None
    employer = f"employer{int(chances[3] ** 2 * employers)}"
    posted = NOW - timedelta(days=int(chances[4] * 90))
    text = f"{title}\n{' '.join(words)}\n{FIELDS[key % len(FIELDS)]}"
    return (
        new_id(), "bench", title, employer, text, str(key), "en", "[]", "[]", Vector(vector), remote, [country],
        ["*"] if remote == "remote" and chances[1] < 0.02 else [], pay, "USD" if pay else None,
        True if chances[3] < 0.02 else None, employer, posted, "feed", posted, NOW,
    )  # fmt: skip


async def fill(connection: asyncpg.Connection, count: int, total: int, seed: int) -> float:
    """Add that many postings, indexes built anew afterwards; returns the seconds that the indexes took."""
    listed = await connection.fetch(
        "select indexname, indexdef from pg_indexes where tablename = 'postings' and indexname <> 'pk_postings'"
    )
    for index in listed:
        await connection.execute(f"drop index {index['indexname']}")
    await connection.execute("set maintenance_work_mem = '3GB'")
    await connection.execute("set synchronous_commit = off")
    await connection.copy_records_to_table("postings", records=records(count, total, seed), columns=COLUMNS)
    begun = await connection.fetchval("select clock_timestamp()")
    for index in listed:
        await connection.execute(index["indexdef"], timeout=7_200)
    await connection.execute("analyze postings", timeout=600)
    taken: timedelta = await connection.fetchval("select clock_timestamp()") - begun
    return taken.total_seconds()


def queries(count: int, seed: int) -> Sequence[tuple[str, Floats]]:
    """Words and the vector of what people would look for: trades, the frequent ones more often."""
    trades, generator = Trades.made(), np.random.default_rng(seed)
    which = generator.choice(len(trades.shares), count, p=trades.shares)
    return [
        (title_of(int(trade)), vector) for trade, vector in zip(which, trades.vectors(which, generator), strict=True)
    ]
