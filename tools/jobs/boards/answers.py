"""The boards' answers kept in Postgres, so that every process asks only for what has changed."""

import zlib

from store import ingestion
from store.database import Sessions, transaction
from tools.jobs.boards.client import StoredAnswer


class StoredAnswers:
    """`client.AnswerStore` over the store; bodies are kept compressed."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def load(self, url: str) -> StoredAnswer | None:
        """The answer kept for an address, however old; None when there is none."""
        async with self._sessions() as session:
            row = await ingestion.kept_answer(session, url)
        if row is None:
            return None
        return StoredAnswer(
            url=row.url, status=200, content=zlib.decompress(row.content), etag=row.etag,
            last_modified=row.last_modified, fetched_at=row.fetched_at,
        )  # fmt: skip

    async def keep(self, url: str, answer: StoredAnswer) -> None:
        """Keep an answer in place of the one before."""
        async with transaction(self._sessions) as session:
            await ingestion.keep_answer(
                session, key=url, url=answer.url, etag=answer.etag, last_modified=answer.last_modified,
                content=zlib.compress(answer.content, 6), fetched_at=answer.fetched_at,
            )  # fmt: skip
