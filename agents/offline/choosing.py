"""Which tool a sentence means: a ridge classifier over the tools' own example utterances.

Four views of a sentence are joined: its vector (meaning), its words with their pairs, its character n-grams
(spelling, other languages) and its concepts with their pairs (the vocabulary).
The kernel is their weighted sum, so a new tool needs nothing but examples.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.offline.canonical import canonical
from agents.offline.language import concepts, repaired, words

Embed = Callable[[Sequence[str]], NDArray[Any]]
Floats = NDArray[np.float32]
VECTOR, NGRAM, WORD, CONCEPT = 0.8, 0.9, 0.5, 1.0
RIDGE = 0.5
_FEW = 6  # rows that a rare term stands in at most


@dataclass(frozen=True, slots=True)
class Choice:
    """One label and how strongly a sentence means it: about 1 for an example of it, about 0 for anything else."""

    label: str
    score: float


class Chooser:
    """Scores sentences against labelled examples; deterministic, fitted once from n examples in O(n^3)."""

    def __init__(self, examples: Mapping[str, Sequence[str]], embed: Embed) -> None:
        self._embed = embed
        self._labels = list(examples)
        said = [(label, simplified(text)) for label, texts in examples.items() for text in texts]
        texts = [text for _, text in said]
        self._vectors = self._embedded(texts)
        self._ngrams = _Bag([_ngrams(text) for text in texts])
        self._words = _Bag([_word_terms(text) for text in texts])
        self._concepts = _Bag([_concept_terms(text) for text in texts])
        targets = np.zeros((len(said), len(self._labels)), dtype=np.float32)
        for row, (label, _) in enumerate(said):
            targets[row, self._labels.index(label)] = 1.0
        kernel = VECTOR * (self._vectors @ self._vectors.T) if texts else np.zeros((0, 0), np.float32)
        kernel = kernel + NGRAM * self._ngrams.kernel() + CONCEPT * self._concepts.kernel()
        self._weights = np.linalg.solve(kernel + RIDGE * np.eye(len(texts), dtype=np.float32), targets)

    def choices(self, text: str) -> list[Choice]:
        """Every label with its score, best first."""
        simple = simplified(text)
        scores = self._similarities(simple, self._embedded([simple])[0]) @ self._weights
        order = np.argsort(-scores, kind="stable")
        return [Choice(self._labels[index], float(scores[index])) for index in order]

    def _similarities(self, text: str, vector: Floats) -> Floats:
        return np.asarray(
            VECTOR * (self._vectors @ vector)
            + NGRAM * self._ngrams.similarities(_ngrams(text))
            + WORD * self._words.similarities(_word_terms(text))
            + CONCEPT * self._concepts.similarities(_concept_terms(text)),
            dtype=np.float32,
        )

    def _embedded(self, texts: Sequence[str]) -> Floats:
        return np.asarray(self._embed([text or " " for text in texts]), dtype=np.float32)


def simplified(text: str) -> str:
    """Folded, with slips mended and things under one name: what all three views look at."""
    return canonical(repaired(text).strip())


def _ngrams(text: str) -> Counter[str]:
    padded = f" {' '.join(text.split())} "
    return Counter(padded[start : start + size] for size in (3, 4, 5) for start in range(len(padded) - size + 1))


def _word_terms(text: str) -> Counter[str]:
    found = words(text)
    return Counter([*found, *(f"{one} {other}" for one, other in pairwise(found))])


def _concept_terms(text: str) -> Counter[str]:
    found = sorted(concepts(text))
    return Counter([*found, *(f"{one}+{other}" for one, other in combinations(found, 2))])


class _Bag:
    """TF-IDF rows of unit length over the terms of the examples, kept by term: which rows hold it, how strongly."""

    def __init__(self, bags: Sequence[Counter[str]]) -> None:
        seen = Counter(term for bag in bags for term in bag)
        self._weight = {term: 1.0 + math.log(len(bags) / count) for term, count in seen.items()}
        self._unknown = 1.0 + math.log(max(len(bags), 1))
        self._size = len(bags)
        held: dict[str, list[tuple[int, float]]] = {term: [] for term in seen}
        for row, bag in enumerate(bags):
            for term, value in self._weighted(bag).items():
                held[term].append((row, value))
        self._rows = {
            term: (np.array([row for row, _ in rows], np.int32), np.array([value for _, value in rows], np.float32))
            for term, rows in held.items()
        }

    def similarities(self, bag: Counter[str]) -> Floats:
        """Cosine of the bag with every row; terms no example has count against it."""
        held = [(self._rows[term], value) for term, value in self._weighted(bag).items() if term in self._rows]
        if not held:
            return np.zeros(self._size, dtype=np.float32)
        places = np.concatenate([rows for (rows, _), _ in held])
        values = np.concatenate([strengths * np.float32(value) for (_, strengths), value in held])
        return np.bincount(places, weights=values, minlength=self._size).astype(np.float32)

    def kernel(self) -> Floats:
        """Cosine of every row with every other: of terms few rows share their pairs, of the others products of blocks.

        Most terms stand in a handful of rows, so that whole columns for them would be nearly all of the work.
        """
        rare = [held for held in self._rows.values() if len(held[0]) <= _FEW]
        total, terms = self._pairs(rare), [held for held in self._rows.values() if len(held[0]) > _FEW]
        for start in range(0, len(terms), 2000):
            block = np.zeros((self._size, min(2000, len(terms) - start)), np.float32)
            for column, (rows, values) in enumerate(terms[start : start + 2000]):
                block[rows, column] = values
            total += block @ block.T
        return total

    def _pairs(self, terms: Sequence[tuple[NDArray[Any], Floats]]) -> Floats:
        """The kernel over terms that are held by few rows, those of one count at a time."""
        total = np.zeros(self._size * self._size, np.float32)
        for count in range(1, _FEW + 1):
            held = [term for term in terms if len(term[0]) == count]
            if not held:
                continue
            rows = np.stack([rows for rows, _ in held]).astype(np.int64)
            values = np.stack([values for _, values in held])
            places = rows[:, :, None] * self._size + rows[:, None, :]
            products = values[:, :, None] * values[:, None, :]
            total += np.bincount(places.ravel(), products.ravel(), total.size).astype(np.float32)
        return total.reshape(self._size, self._size)

    def _weighted(self, bag: Counter[str]) -> dict[str, float]:
        raw = {term: (1.0 + math.log(n)) * self._weight.get(term, self._unknown) for term, n in bag.items()}
        norm = math.sqrt(sum(value * value for value in raw.values()))
        return {term: value / norm for term, value in raw.items()} if norm else {}
