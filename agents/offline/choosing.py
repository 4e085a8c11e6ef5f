"""Which tool a sentence means: a ridge classifier over the tools' own example utterances.

Four views of a sentence are joined: its vector (meaning), its words with their pairs, its character n-grams
(spelling, other languages) and its concepts with their pairs (the vocabulary).
The kernel is their weighted sum, so a new tool needs nothing but examples.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.offline.bags import Arrays, Bag, Floats
from agents.offline.canonical import canonical
from agents.offline.kept import key_of, learned
from agents.offline.language import concepts, repaired, words

Embed = Callable[[Sequence[str]], NDArray[Any]]
VECTOR, NGRAM, WORD, CONCEPT = 0.8, 0.9, 0.5, 1.0
RIDGE = 0.5
_VIEWS = ("ngrams", "words", "concepts")
# A turn hears the same clause when the agent is chosen, and again before and after each tool.
_KEPT = 1024


@dataclass(frozen=True, slots=True)
class Choice:
    """One label and how strongly a sentence means it: about 1 for an example of it, about 0 for anything else."""

    label: str
    score: float


class Chooser:
    """Scores sentences against labelled examples; deterministic, fitted once from n examples in O(n^3).

    With `kept_in`, a folder, what was learned is kept there for the next start.
    """

    def __init__(self, examples: Mapping[str, Sequence[str]], embed: Embed, kept_in: Path | None = None) -> None:
        self._embed = embed
        self._labels = list(examples)
        key = key_of(examples, self._embedded(["find me a job"])) if kept_in else ""
        arrays = learned(kept_in, key, lambda: self._learn(examples))
        self._vectors, self._weights = arrays["vectors"], arrays["weights"]
        self._ngrams, self._words, self._concepts = (Bag(_within(arrays, view)) for view in _VIEWS)
        self.choices = lru_cache(_KEPT)(self._choices)

    @property
    def labels(self) -> Sequence[str]:
        """All it may choose from."""
        return self._labels

    def _learn(self, examples: Mapping[str, Sequence[str]]) -> Arrays:
        said = [(label, simplified(text)) for label, texts in examples.items() for text in texts]
        texts = [text for _, text in said]
        vectors = self._embedded(texts)
        bags = [Bag.learn([terms(text) for text in texts]) for terms in (_ngrams, _word_terms, _concept_terms)]
        targets = np.zeros((len(said), len(self._labels)), dtype=np.float32)
        for row, (label, _) in enumerate(said):
            targets[row, self._labels.index(label)] = 1.0
        kernel = VECTOR * (vectors @ vectors.T) if texts else np.zeros((0, 0), np.float32)
        kernel = kernel + NGRAM * bags[0].kernel() + CONCEPT * bags[2].kernel()
        weights = np.linalg.solve(kernel + RIDGE * np.eye(len(texts), dtype=np.float32), targets)
        held = {
            f"{view}.{name}": part for view, bag in zip(_VIEWS, bags, strict=True) for name, part in bag.arrays.items()
        }
        return {"vectors": vectors, "weights": weights, **held}

    def _choices(self, text: str) -> tuple[Choice, ...]:
        """Every label with its score, best first."""
        simple = simplified(text)
        scores = self._similarities(simple, self._embedded([simple])[0]) @ self._weights
        order = np.argsort(-scores, kind="stable")
        return tuple(Choice(self._labels[index], float(scores[index])) for index in order)

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


def _within(arrays: Arrays, view: str) -> Arrays:
    return {name.removeprefix(f"{view}."): part for name, part in arrays.items() if name.startswith(f"{view}.")}
