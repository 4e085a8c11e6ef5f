"""Postings of an evaluation in a real Postgres of their own, and the rankings that are compared over them."""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import asyncpg
import numpy as np
from sqlalchemy.ext.asyncio import async_sessionmaker

from evals.scorers.matching import Candidate
from evals.scorers.ranking import RECALL_AT
from store.actors import Actor
from store.base import new_id
from store.conditions import Filters
from store.database import Sessions, fetch, make_engine, upgrade
from store.embedded import EmbeddedPostgres
from tools.embedding import LocalEmbedder, Vectors
from tools.jobs.saving import embedded_text
from tools.jobs.schemas import ParsedPosting
from tools.jobs.searching.recommending import find

ADD = (
    "insert into postings (id, source, title, text, content_hash, embedding, requirements, skills, language) "
    "select id, 'eval', title, body, id::text, v::vector, '[]', '[]', 'en' from incoming"
)
FULL_TEXT = (
    "select id from postings, to_tsquery('simple', $1) q where search @@ q "
    "order by ts_rank_cd(search, q) desc, id limit $2"
)
VECTOR = "select id from postings order by (embedding <=> $1::text::vector) + 0, id limit $2"  # exact, not by the index
NOBODY = Actor(UUID(int=0))


@dataclass(frozen=True, slots=True)
class Corpus:
    """The loaded postings: `place` is each one's index among the candidates."""

    sessions: Sessions
    place: dict[UUID, int]

    async def hybrid(self, words: str, vector: Vectors) -> list[int]:
        """The production retrieval."""
        async with self.sessions() as session:
            answers = await find(session, NOBODY, Filters(), words, [float(x) for x in vector])
        return [self.place[answer.hit.posting_id] for answer in answers[:RECALL_AT]]

    async def full_text(self, words: str) -> list[int]:
        """Postgres full text alone, any of the words, by its own cover-density rank."""
        async with self.sessions() as session:
            lexemes = await fetch(session, "select lexeme from unnest(to_tsvector('simple', $1))", words)
            query = " | ".join(_quoted(row[0]) for row in lexemes)
            rows = await fetch(session, FULL_TEXT, query, RECALL_AT) if query else []
        return [self.place[row[0]] for row in rows]

    async def by_vector(self, vector: Vectors) -> list[int]:
        """The nearest by vectors alone."""
        async with self.sessions() as session:
            rows = await fetch(session, VECTOR, str([float(x) for x in vector]), RECALL_AT)
        return [self.place[row[0]] for row in rows]

    def at_random(self, words: str) -> list[int]:
        """Any postings, the same for the same words."""
        seed = int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "big")
        order = np.random.default_rng(seed).permutation(len(self.place))[:RECALL_AT]
        return [int(index) for index in order]


def _quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


@asynccontextmanager
async def loaded(candidates: Sequence[Candidate]) -> AsyncIterator[Corpus]:
    """The candidates as postings in an embedded Postgres that is thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="jobwright-eval-") as folder:
        Path(folder).chmod(0o755)
        server = EmbeddedPostgres(Path(folder))
        url = await asyncio.to_thread(server.start)
        engine = make_engine(url)
        try:
            await upgrade(engine)
            ids = await _fill(url, candidates)
            yield Corpus(async_sessionmaker(engine), {posting_id: at for at, posting_id in enumerate(ids)})
        finally:
            await engine.dispose()
            await asyncio.to_thread(server.stop)


async def _fill(url: str, candidates: Sequence[Candidate]) -> list[UUID]:
    postings = [
        ParsedPosting(title=one.title, text=f"{one.title}\n{one.text}" if one.text else one.title, source="eval")
        for one in candidates
    ]
    vectors = await LocalEmbedder().embed([embedded_text(posting) for posting in postings])
    ids = [new_id() for _ in postings]
    rows = [
        (posting_id, posting.title, posting.text, str(vector.tolist()))
        for posting_id, posting, vector in zip(ids, postings, vectors, strict=True)
    ]
    connection = await asyncpg.connect(url)
    try:
        index = await connection.fetchval("select indexdef from pg_indexes where indexname = 'ix_postings_embedding'")
        await connection.execute("drop index ix_postings_embedding")
        await connection.execute("set synchronous_commit = off")
        await connection.execute("set maintenance_work_mem = '256MB'")
        await connection.execute("create temp table incoming (id uuid, title text, body text, v text)")
        await connection.copy_records_to_table("incoming", records=rows)
        await connection.execute(ADD)
        await connection.execute(index)
        await connection.execute("analyze postings")
    finally:
        await connection.close()
    return ids
