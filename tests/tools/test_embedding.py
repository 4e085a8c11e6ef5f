"""Vectors are alike for like texts, the same every time, and their endpoint's failures are named."""

import json
import logging

import httpx
import numpy as np
import pytest

from store.errors import UpstreamError
from tools.embedding import DIMENSIONS, LocalEmbedder, make_embedder


async def test_like_texts_have_like_vectors() -> None:
    logging_before = (logging.getLogger().level, logging.getLogger().handlers[:])
    texts = ["Registered nurse in intensive care", "Critical care nurse, hospital ward", "Java backend developer", ""]
    vectors = await make_embedder().embed(texts)
    assert vectors.shape == (4, DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors[:3], axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert not vectors[3].any()
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2
    assert (logging.getLogger().level, logging.getLogger().handlers) == logging_before


def test_a_vector_depends_on_its_own_text_only() -> None:
    embedder = LocalEmbedder()
    long = "Warehouse work with forklifts and pallets. " * 400
    together = embedder.embed_sync(["Baker", long, "Lawyer"])
    alone = np.vstack([embedder.embed_sync([text]) for text in ("Baker", long, "Lawyer")])
    assert np.allclose(together, alone, atol=1e-6)
    assert together[1] @ embedder.embed_sync([long[:86]])[0] > 0.99


def _endpoint(dimensions: int, status: int = 200) -> httpx.AsyncClient:
    def answer(request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        assert asked["dimensions"] == DIMENSIONS
        assert all(isinstance(text, str) for text in asked["input"])
        data = [
            {"object": "embedding", "index": i, "embedding": [2.0] * dimensions} for i in range(len(asked["input"]))
        ]
        return httpx.Response(status, json={"object": "list", "data": data, "model": asked["model"], "usage": {}})

    return httpx.AsyncClient(transport=httpx.MockTransport(answer))


async def test_an_endpoint_is_asked_for_256_dimensions() -> None:
    async with _endpoint(DIMENSIONS) as client:
        embedder = make_embedder(base_url="http://models.example/v1", api_key="k", model="m", http_client=client)
        vectors = await embedder.embed(["a", "", "b " * 20_000])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 1], abs=1e-5)


@pytest.mark.parametrize(
    ("dimensions", "status", "code"), [(384, 200, "EMBEDDING_SIZE"), (256, 401, "EMBEDDING_FAILED")]
)
async def test_an_endpoint_that_fails_is_named(dimensions: int, status: int, code: str) -> None:
    async with _endpoint(dimensions, status) as client:
        embedder = make_embedder(base_url="http://models.example/v1", api_key="k", model="m", http_client=client)
        with pytest.raises(UpstreamError) as caught:
            await embedder.embed(["a"])
    assert caught.value.code == code
