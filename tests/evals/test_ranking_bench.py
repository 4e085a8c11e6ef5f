"""The bench of retrieval runs, holds recall under every filter, and prints how time grows."""

import pytest

from evals.bench import retrieval, run
from store.errors import ValidationError


async def test_it_measures_every_size_and_the_growth(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retrieval, "TIMED", 4)
    monkeypatch.setattr(retrieval, "QUERIES", 2)
    rows = {row.name: row for row in await retrieval.bench(database_url, [400, 1_200])}
    for size in ("400", "1,200"):
        recalls = [row for name, row in rows.items() if name.startswith(f"{size} postings: recall@20")]
        assert len(recalls) == 1 + len(retrieval.FILTERS)
        assert all(row.met for row in recalls)
        kept = [row for name, row in rows.items() if name.startswith(f"{size} postings: rows of 20")]
        assert all(row.ours == 1.0 for row in kept)
        assert rows[f"{size} postings: words and vector, p50"].baseline
    assert rows["1,200 postings: words and vector, p50, times the size before"].ours > 0


async def test_only_known_parts_are_measured() -> None:
    with pytest.raises(ValidationError, match="there are server, documents, matching, retrieval"):
        await run.main(["cooking"])
