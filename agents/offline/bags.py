"""TF-IDF rows of unit length in flat arrays, kept by term: which rows hold it, and how strongly."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Arrays = dict[str, NDArray[Any]]
_FEW = 6  # rows that a rare term stands in at most
_BLOCK = 2000


class Bag:
    """The rows of n texts by term. `arrays` is all there is to it, so that what was learned once can be kept."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.arrays = dict(arrays)
        self._weights, self._starts = arrays["weights"], arrays["starts"]
        self._rows, self._values, self._size = arrays["rows"], arrays["values"], int(arrays["size"])
        terms = arrays["terms"].tobytes().decode().split("\n") if len(self._weights) else []
        self._index = {term: place for place, term in enumerate(terms)}
        self._unknown = 1.0 + math.log(max(self._size, 1))

    @classmethod
    def learn(cls, bags: Sequence[Counter[str]]) -> "Bag":
        """The rows of these bags of terms; a term holds no line break."""
        seen = Counter(term for bag in bags for term in bag)
        weight = {term: 1.0 + math.log(len(bags) / count) for term, count in seen.items()}
        held: dict[str, list[tuple[int, float]]] = {term: [] for term in seen}
        for row, bag in enumerate(bags):
            for term, value in _unit({term: (1.0 + math.log(n)) * weight[term] for term, n in bag.items()}).items():
                held[term].append((row, value))
        flat = [pair for pairs in held.values() for pair in pairs]
        return cls(
            {
                "terms": np.frombuffer("\n".join(held).encode(), np.uint8),
                "weights": np.array(list(weight.values()), np.float64),
                "starts": np.cumsum([0, *(len(pairs) for pairs in held.values())], dtype=np.int64),
                "rows": np.array([row for row, _ in flat], np.int32),
                "values": np.array([value for _, value in flat], np.float32),
                "size": np.array(len(bags)),
            }
        )

    def similarities(self, bag: Counter[str]) -> Floats:
        """Cosine of the bag with every row; terms no example has count against it."""
        known = {term: self._index.get(term) for term in bag}
        raw = {term: (1.0 + math.log(n)) * self._weight(known[term]) for term, n in bag.items()}
        held = [(place, value) for term, value in _unit(raw).items() if (place := known[term]) is not None]
        if not held:
            return np.zeros(self._size, dtype=np.float32)
        slices = [slice(self._starts[place], self._starts[place + 1]) for place, _ in held]
        places = np.concatenate([self._rows[part] for part in slices])
        values = np.concatenate(
            [self._values[part] * np.float32(value) for part, (_, value) in zip(slices, held, strict=True)]
        )
        return np.bincount(places, weights=values, minlength=self._size).astype(np.float32)

    def kernel(self) -> Floats:
        """Cosine of every row with every other: of terms few rows share their pairs, of the others products of blocks.

        Most terms stand in a handful of rows, so that whole columns for them would be nearly all of the work.
        """
        counts = np.diff(self._starts)
        total = self._pairs(counts)
        common = np.flatnonzero(counts > _FEW)
        for start in range(0, len(common), _BLOCK):
            chosen = common[start : start + _BLOCK]
            block = np.zeros((self._size, len(chosen)), np.float32)
            for column, term in enumerate(chosen):
                part = slice(self._starts[term], self._starts[term + 1])
                block[self._rows[part], column] = self._values[part]
            total += block @ block.T
        return total

    def _pairs(self, counts: NDArray[Any]) -> Floats:
        """The kernel over terms that are held by few rows, those of one count at a time."""
        total = np.zeros(self._size * self._size, np.float32)
        for count in range(1, _FEW + 1):
            at = self._starts[:-1][counts == count][:, None] + np.arange(count)
            rows, values = self._rows[at].astype(np.int64), self._values[at]
            places = rows[:, :, None] * self._size + rows[:, None, :]
            products = values[:, :, None] * values[:, None, :]
            total += np.bincount(places.ravel(), products.ravel(), total.size).astype(np.float32)
        return total.reshape(self._size, self._size)

    def _weight(self, place: int | None) -> float:
        return self._unknown if place is None else float(self._weights[place])


def _unit(raw: Mapping[str, float]) -> dict[str, float]:
    norm = math.sqrt(sum(value * value for value in raw.values()))
    return {term: value / norm for term, value in raw.items()} if norm else {}
