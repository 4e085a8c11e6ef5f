"""Candidates by shared keys, in memory: for one run's postings, the evals and the bench."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from heapq import nlargest
from typing import Generic, TypeVar

Id = TypeVar("Id", bound=Hashable)

# A key that so many postings share (one employer's boilerplate, one chain's title) no longer tells them apart: only its
# newest are looked at. And of all that share a key only the likeliest are compared, so the work stays the same.
HOT = 64
CANDIDATES = 32
BLOCK_WEIGHT = 8


class OpeningIndex(Generic[Id]):
    """Postings by their keys. The cost of a look-up does not grow with the number of postings."""

    def __init__(self) -> None:
        self._by_key: dict[int, list[Id]] = {}

    def add(self, posting: Id, keys: Iterable[int]) -> None:
        """Put a posting under its keys (`blocks` and `bands`)."""
        for key in keys:
            held = self._by_key.setdefault(key, [])
            held.append(posting)
            if len(held) > HOT:
                del held[0]

    def candidates(self, blocks: Iterable[int], bands: Iterable[int]) -> list[Id]:
        """At most 32 postings that share a key, the likeliest first: a block tells more than a band, a rare key more
        than one that many share."""
        likely: defaultdict[Id, float] = defaultdict(float)
        for weight, keys in ((BLOCK_WEIGHT, blocks), (1, bands)):
            for key in keys:
                held = self._by_key.get(key, ())
                for posting in held:
                    likely[posting] += weight / len(held)
        return nlargest(CANDIDATES, likely, key=likely.__getitem__)
