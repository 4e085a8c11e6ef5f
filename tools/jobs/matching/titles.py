"""How alike two job titles are: letters in common, meaning of their words, and the trades they belong to.

Character n-grams carry other languages and spellings, word vectors carry near synonyms, and a table of trades of our
own carries what neither sees (attorney and counsel, Abogado and Anwalt).
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tools.embedding import DIMENSIONS, Vectors
from tools.jobs.matching.words import fold, title_weight, title_words, word_vector

Scores = NDArray[np.float64]

_LETTERS, _MEANING, _TRADE = 0.17, 0.52, 0.31
_PHRASE = 3
_SHORTEST_STEM = 2
_COMPOUND = 9
_ENDINGS = ("er", "erin", "in", "ler", "kraft")
_OTHER_HEAD = 0.85
ASIDE = re.compile(r"\s[-–—|/]\s|[,(]")
HEAD_FIRST_WORDS = frozenset(
    (
        "de",
        "del",
        "la",
        "el",
        "los",
        "las",
        "du",
        "des",
        "en",
        "y",
        "et",
        "au",
        "aux",
        "para",
        "pour",
        "por",
        "of",
        "for",
        "d",
    )
)
_HEAD_FIRST_ENDINGS = re.compile(
    r"(?:dora?|er[oa]|ista|ad[oa]|ic[oa]|ari[oa]|eur|euse|iere?|teur|trice|gado|og[oa]|gerente|jefe)$"
)


@dataclass(frozen=True)
class _Trades:
    names: tuple[str, ...]
    words: dict[str, frozenset[int]]
    stems: dict[str, frozenset[int]]


@lru_cache(maxsize=65_536)
def title_similarity(a: str, b: str) -> float:
    """0 (other trades) to 1 (the same job) for two titles in any of the languages known; symmetric."""
    return float(min(_alone(b).scores(a)[0], _alone(a).scores(b)[0]))


@lru_cache(maxsize=8_192)
def _alone(title: str) -> "TitleIndex":
    return TitleIndex((title,))


def rank_titles(query: str, titles: Sequence[str]) -> Scores:
    """One score from 0 to 1 per title, higher for titles nearer to the query's job."""
    return title_index(tuple(titles)).scores(query)


@lru_cache(maxsize=64)
def title_index(titles: tuple[str, ...]) -> "TitleIndex":
    """The index of these titles, kept for the next query."""
    return TitleIndex(titles)


class TitleIndex:
    """Titles prepared for many queries."""

    def __init__(self, titles: Sequence[str]) -> None:
        self._count = len(titles)
        self._vectors = np.stack([title_meaning(title) for title in titles]) if titles else np.zeros((0, DIMENSIONS))
        self._trades = np.stack([trades(title) for title in titles]) if titles else np.zeros((0, len(_table().names)))
        self._heads = [head_trades(title) for title in titles]
        self._letters = _postings([_letters(title) for title in titles])

    def scores(self, query: str) -> Scores:
        """Similarity of every title to the query, 0 to 1."""
        if not self._count:
            return np.zeros(0)
        letters = np.zeros(self._count)
        for gram, weight in _letters(query).items():
            where, weights = self._letters.get(gram, (np.zeros(0, dtype=np.intp), np.zeros(0)))
            letters[where] += weight * weights
        meaning = np.clip(self._vectors @ title_meaning(query), 0.0, 1.0)
        together: Scores = _LETTERS * letters + _MEANING * meaning + _TRADE * (self._trades @ trades(query))
        belongs = frozenset(np.flatnonzero(trades(query)).tolist())
        if belongs:
            apart = np.array([bool(head) and head.isdisjoint(belongs) for head in self._heads])
            together = np.where(apart, _OTHER_HEAD * together, together)
        return np.clip(together, 0.0, 1.0)


@lru_cache(maxsize=65_536)
def head_trades(title: str) -> frozenset[int]:
    """Families of what a title is at heart: a Software Sales Representative sells, a Médico laboral heals.

    The heart stands last in English and German, first in French and Spanish and before of; roles of any trade
    (manager, specialist) are passed over.
    """
    tokens = title_words(ASIDE.split(title.strip())[0] or title)
    if not tokens:
        return frozenset()
    if HEAD_FIRST_WORDS & set(tokens) or _HEAD_FIRST_ENDINGS.search(tokens[0]):
        stretches = [tokens[start : start + size] for start in range(len(tokens)) for size in range(_PHRASE, 0, -1)]
    else:
        stretches = [
            tokens[max(0, end - size) : end] for end in range(len(tokens), 0, -1) for size in range(_PHRASE, 0, -1)
        ]
    for stretch in stretches:
        if len(stretch) > 1 or title_weight(stretch[0]) == 1:
            found = _families(" ".join(stretch), _table(), len(" ".join(stretch[:-1])))
            if found:
                return found
    return _families(tokens[-1], _table(), 0)


@lru_cache(maxsize=65_536)
def trades(title: str) -> Scores:
    """The trades a title belongs to: a unit vector over the table's families, all zeros when it names none of them."""
    table, tokens = _table(), title_words(title)
    found = np.zeros(len(table.names))
    for size in range(min(_PHRASE, len(tokens)), 0, -1):
        for start in range(len(tokens) - size + 1):
            hits = _families(
                " ".join(tokens[start : start + size]), table, len(" ".join(tokens[start : start + size - 1]))
            )
            for family in hits:
                found[family] += (0.5 + 0.5 * size) / len(hits) ** 0.5
    return _unit(found)


@lru_cache(maxsize=65_536)
def trade_of(title: str) -> str | None:
    """The name of the family a title belongs to most; None when it names no trade that is known."""
    found = trades(title)
    return _table().names[int(np.argmax(found))] if found.any() else None


def _families(phrase: str, table: _Trades, beyond: int) -> frozenset[int]:
    """Families that list the phrase, or a stem of it that reaches into its last word."""
    hits = table.words.get(phrase, frozenset())
    for length in range(len(phrase), max(_SHORTEST_STEM, beyond), -1):
        hits |= table.stems.get(phrase[:length], frozenset())
    if hits or beyond or len(phrase) < _COMPOUND:
        return hits
    return _compound(phrase, table)


def _compound(word: str, table: _Trades) -> frozenset[int]:
    """Families of the last part of a German compound: Grundschullehrer is a Lehrer."""
    for start in range(3, len(word) - 3):
        rest = word[start:]
        hits = table.words.get(rest, frozenset()) if len(rest) > 4 else frozenset()
        for ending in _ENDINGS:
            if rest.endswith(ending):
                hits |= table.stems.get(rest.removesuffix(ending), frozenset())
        if hits:
            return hits
    return frozenset()


@cache
def _table() -> _Trades:
    names: list[str] = []
    whole: defaultdict[str, set[int]] = defaultdict(set)
    stems: defaultdict[str, set[int]] = defaultdict(set)
    table = files("tools.jobs.matching").joinpath("occupations.v1.tsv").read_text(encoding="utf-8")
    for index, line in enumerate(table.splitlines()[1:]):
        name, listed = line.split("\t")
        names.append(name)
        for word in listed.split("|"):
            target = stems if word.endswith("*") else whole
            target[" ".join(title_words(word)) if target is whole else fold(word[:-1])].add(index)
    return _Trades(tuple(names), _frozen(whole), _frozen(stems))


def _frozen(found: dict[str, set[int]]) -> dict[str, frozenset[int]]:
    return {word: frozenset(families) for word, families in found.items()}


@lru_cache(maxsize=65_536)
def title_meaning(title: str) -> Vectors:
    """The title's words as one unit vector, shape (256,), each by what it says of the trade."""
    total = np.zeros(DIMENSIONS, dtype=np.float32)
    for word in title_words(title):
        total += np.float32(title_weight(word)) * word_vector(word)
    return np.asarray(_unit(total), dtype=np.float32)


def _letters(title: str) -> dict[str, float]:
    """Character n-grams (3 to 5) within words, weighed like their words, unit length."""
    found: defaultdict[str, float] = defaultdict(float)
    for word in title_words(title):
        padded = f" {word} "
        for size in range(3, 6):
            for start in range(max(1, len(padded) - size + 1)):
                found[padded[start : start + size]] += title_weight(word)
    norm = sum(weight * weight for weight in found.values()) ** 0.5 or 1.0
    return {gram: weight / norm for gram, weight in found.items()}


def _postings(titles: list[dict[str, float]]) -> dict[str, tuple[NDArray[np.intp], Scores]]:
    where: defaultdict[str, list[int]] = defaultdict(list)
    weights: defaultdict[str, list[float]] = defaultdict(list)
    for index, grams in enumerate(titles):
        for gram, weight in grams.items():
            where[gram].append(index)
            weights[gram].append(weight)
    return {gram: (np.array(where[gram]), np.array(weights[gram])) for gram in where}


def _unit(vector: NDArray[np.floating]) -> Scores:
    norm = float(np.linalg.norm(vector))
    return np.asarray(vector / norm if norm else vector, dtype=np.float64)
