"""MinHash of a posting's text and the keys under which near copies meet (locality-sensitive hashing)."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from rensa import RMinHash

from tools.jobs.dedup.texts import plain_text

PERMUTATIONS = 128
SHINGLE = 3
# 42 bands of 3: texts that share 43 % of their shingles (both a copy with 40 % boilerplate of its own) meet with 97 %,
# those that share 60 % almost surely, those that share 10 % with 4 %.
ROWS = 3
BANDS = PERMUTATIONS // ROWS
_SEED = 2_026


def signature(text: str) -> bytes:
    """128 MinHash values of 4 bytes over the text's 3-word shingles; empty for a text without words. Deterministic."""
    plain = plain_text(text)
    grams = [gram for part in (plain.core, plain.rest) if part for gram in shingles(part.split())]
    return signature_of(grams)


def signature_of(grams: Sequence[str]) -> bytes:
    """The same of shingles that are already at hand."""
    if not grams:
        return b""
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    sketch.update(grams)
    return np.asarray(sketch.digest(), dtype="<u4").tobytes()


def shingles(words: Sequence[str]) -> list[str]:
    """Runs of three words; a shorter text is one run."""
    if len(words) < SHINGLE:
        return [" ".join(words)] if words else []
    return [" ".join(run) for run in zip(words, words[1:], words[2:], strict=False)]


def bands(signature: bytes) -> list[int]:
    """The keys of a signature, signed 64-bit: near copies share at least one. None for an empty text."""
    size = ROWS * 4
    return [key(b"%d" % band, signature[band * size : (band + 1) * size]) for band in range(BANDS)] if signature else []


def key(*parts: bytes) -> int:
    """A signed 64-bit key of some bytes, the same in every process."""
    return int.from_bytes(blake2b(b"\x1f".join(parts), digest_size=8).digest(), "big", signed=True)


def similarity(a: bytes, b: bytes) -> float:
    """Estimated share of shingles in common (Jaccard), 0 to 1, with a standard error of at most 0.045."""
    if not a or not b:
        return 0.0
    return float(np.mean(np.frombuffer(a, dtype="<u4") == np.frombuffer(b, dtype="<u4")))
