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
# Odd 64-bit numbers without a pattern, to mix a band's values into one key.
_ODD = tuple(np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93))


def signature(text: str) -> bytes:
    """128 MinHash values of 4 bytes over 3-word shingles of what tells of the opening; empty for a text without words.

    Deterministic. What the text says of the employer, its offers and everybody's rights is left out.
    """
    return signature_of(shingles(plain_text(text).core.split()))


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
    if not signature:
        return []
    values = np.frombuffer(signature, dtype="<u4")[: BANDS * ROWS].reshape(BANDS, ROWS).astype(np.uint64)
    mixed = np.arange(1, BANDS + 1, dtype=np.uint64) * _ODD[0]
    for column, odd in zip(values.T, _ODD[1:], strict=True):
        mixed = (mixed ^ column) * odd  # wraps at 64 bits
        mixed ^= mixed >> np.uint64(29)
    return [int(value) for value in mixed.view(np.int64)]


def key(*parts: bytes) -> int:
    """A signed 64-bit key of some bytes, the same in every process."""
    return int.from_bytes(blake2b(b"\x1f".join(parts), digest_size=8).digest(), "big", signed=True)


def similarity(a: bytes, b: bytes) -> float:
    """Estimated share of shingles in common (Jaccard), 0 to 1, with a standard error of at most 0.045."""
    if not a or not b:
        return 0.0
    return float(np.mean(np.frombuffer(a, dtype="<u4") == np.frombuffer(b, dtype="<u4")))
