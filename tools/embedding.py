"""Texts to vectors: the packaged WordLlama model, or any OpenAI-compatible endpoint. 256 dimensions, unit length."""

import asyncio
import logging
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import httpx
import numpy as np
from numpy.typing import NDArray

from store.errors import UnavailableError, UpstreamError

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

Vectors = NDArray[np.float32]

DIMENSIONS = 256
_CHUNK_CHARS = 1_500
_REMOTE_CHUNK_CHARS = 16_000
_INLINE_CHARS = 4_000


class Embedder(Protocol):
    """Turns n texts into an array of shape (n, 256): float32, unit length; a text without words is all zeros."""

    async def embed(self, texts: Sequence[str]) -> Vectors: ...


class LocalEmbedder:
    """The WordLlama model out of its wheel: no download, no key, the same vectors every time."""

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of the texts, off the event loop unless they are few and short."""
        if _model.cache_info().currsize and sum(map(len, texts)) <= _INLINE_CHARS:
            return self.embed_sync(texts)
        return await asyncio.to_thread(self.embed_sync, texts)

    def embed_sync(self, texts: Sequence[str]) -> Vectors:
        """The same for pure code; long texts are the length-weighted mean of their pieces."""
        pieces, owners = _pieces(texts, _CHUNK_CHARS)
        if not pieces:
            return np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        return _joined(_unit(_model().embed(pieces)), pieces, owners, len(texts))


class OpenAIEmbedder:
    """An OpenAI-compatible embeddings endpoint asked for 256 dimensions."""

    def __init__(self, client: "Embeddings") -> None:
        self._client = client

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of the texts; raises UpstreamError when the endpoint fails or answers another size."""
        pieces, owners = _pieces(texts, _REMOTE_CHUNK_CHARS)
        if not pieces:
            return np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        try:
            answer = await self._client.aembed_documents(pieces)
        except (import_module("openai").OpenAIError, httpx.HTTPError) as error:
            raise UpstreamError(f"The embeddings endpoint failed: {error}", code="EMBEDDING_FAILED") from error
        vectors = np.asarray(answer, dtype=np.float32)
        if vectors.shape != (len(pieces), DIMENSIONS):
            raise UpstreamError(
                f"The embeddings endpoint answered shape {vectors.shape}, not ({len(pieces)}, {DIMENSIONS}); "
                "choose a model that honours `dimensions`, or unset the embedding model to use the local one",
                code="EMBEDDING_SIZE",
            )
        return _joined(_unit(vectors), pieces, owners, len(texts))


def make_embedder(
    *,
    base_url: str | None = None,
    api_key: str | None = None,
    model: str | None = None,
    http_client: httpx.AsyncClient | None = None,
    timeout: float = 60.0,
) -> Embedder:
    """The embedder those settings ask for: without a model the local one; `timeout` in seconds."""
    if not model:
        return LocalEmbedder()
    factory: Any = import_module("langchain_openai").OpenAIEmbeddings
    return OpenAIEmbedder(
        factory(
            model=model,
            base_url=base_url,
            api_key=api_key or "none",
            dimensions=DIMENSIONS,
            check_embedding_ctx_length=False,
            timeout=timeout,
            http_async_client=http_client,
        )
    )


@cache
def _model() -> Any:
    """The packaged weights and tokenizer (0.25 s); `WordLlama.load()` would look elsewhere and then download."""
    spec = find_spec("wordllama")
    folder = Path((spec.submodule_search_locations or [""])[0]) if spec else Path()
    weights, tokenizer = (
        folder / "weights/l2_supercat_256.safetensors",
        folder / "tokenizers/l2_supercat_tokenizer_config.json",
    )
    if not (weights.is_file() and tokenizer.is_file()):
        raise UnavailableError(
            f"The embedding model is not in the installed wordllama package ({folder}); reinstall wordllama 0.4",
            code="EMBEDDING_MODEL_MISSING",
        )
    with _root_logger_kept():
        inference = import_module("wordllama.inference").WordLlamaInference
    matrix = import_module("safetensors.numpy").load_file(weights)["embedding.weight"]
    return inference(matrix, import_module("tokenizers").Tokenizer.from_file(str(tokenizer)))


@contextmanager
def _root_logger_kept() -> Iterator[None]:
    """Importing wordllama configures the root logger for the whole process; put it back."""
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    try:
        yield
    finally:
        root.setLevel(level)
        root.handlers[:] = handlers


def _pieces(texts: Sequence[str], width: int) -> tuple[list[str], list[int]]:
    """Texts cut at white space into pieces of at most `width` characters, each with the index of its text."""
    pieces: list[str] = []
    owners: list[int] = []
    for index, text in enumerate(texts):
        parts = [text] if len(text) <= width else textwrap.wrap(text, width, break_on_hyphens=False)
        parts = [part for part in parts if part.strip()]
        pieces += parts
        owners += [index] * len(parts)
    return pieces, owners


def _joined(vectors: Vectors, pieces: list[str], owners: list[int], count: int) -> Vectors:
    sums = np.zeros((count, DIMENSIONS), dtype=np.float32)
    lengths = np.array([[len(piece)] for piece in pieces], dtype=np.float32)
    np.add.at(sums, np.array(owners), vectors * lengths)
    return _unit(sums)


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(norms > 0, norms, 1.0), dtype=np.float32)
