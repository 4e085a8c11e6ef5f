"""How well openings answer the words that were asked for: titles, meaning and text, weighed together. Pure.

The three are put together by a convex combination of scores that each run from 0 to 1, not by ranks: on graded job
titles reciprocal ranks gained nothing over the best single signal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from store.retrieval import Hit
from tools.jobs.matching.titles import ASIDE, HEAD_FIRST_WORDS, rank_titles
from tools.jobs.matching.words import title_weight, title_words
from tools.skills import find_skills

Scores = NDArray[np.float64]
# Shares of title, vector and text. On one half of the labelled English and Spanish titles every share of the vector up
# to 0.15 and of the text up to 0.2 came out within a hundredth of the best; real postings have texts to go by.
BY_TITLE = (0.75, 0.15, 0.10)
BY_SKILLS = (0.30, 0.15, 0.55)
# ts_rank of one word that stands once in the title; more is not better.
FULL_TEXT = 0.6
# What a title is worth at least that holds all the words, at its heart or beside it.
HEART, HELD = 0.85, 0.6
FUNCTION_WEIGHT, LEVEL_WEIGHT = 0.1, 0.35
# So many titles are compared with the words, chosen by the other two; the rest stand behind them.
MOST_TITLES = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """A hit and how well it answers the words, 0 to 1."""

    hit: Hit
    score: float


def fuse(words: str | None, hits: Sequence[Hit]) -> list[Answer]:
    """The hits with their scores, the best first; equal ones in the order they came. Without words by vector alone."""
    if not hits:
        return []
    vector = np.array([0.0 if hit.vector is None else max(0.0, hit.vector) for hit in hits])
    scores = vector if not words else _together(words, hits, vector)
    order = np.argsort(-scores, kind="stable")
    return [Answer(hits[int(at)], float(scores[at])) for at in order]


def _together(words: str, hits: Sequence[Hit], vector: Scores) -> Scores:
    shares = _shares(words)
    text = np.minimum(1.0, np.array([hit.text for hit in hits]) / FULL_TEXT)
    promising = np.argsort(-(vector + text / 2), kind="stable")[:MOST_TITLES]
    title = np.zeros(len(hits))
    titles = [hits[int(at)].title for at in promising]
    title[promising] = np.maximum(rank_titles(words, titles), [_held(words, one) for one in titles])
    by_vector = vector if any(hit.vector is not None for hit in hits) else title
    fused: Scores = shares[0] * title + shares[1] * by_vector + shares[2] * text
    return fused


@lru_cache(maxsize=65_536)
def _held(words: str, title: str) -> float:
    """What a title is worth at least for holding every word that was asked for: most where they are its heart, as in
    "Staff Engineer" for "engineer"; "Engineering Manager" does not hold that word."""
    asked, told = _singular(words), _singular(title)
    if not asked or not asked <= told:
        return 0.0
    return HEART if _heart(words) == _heart(title) else HELD


def _singular(title: str) -> frozenset[str]:
    """The telling words of a title, plurals as the singular."""
    return frozenset(_one(word) for word in title_words(title) if title_weight(word) > FUNCTION_WEIGHT)


def _heart(title: str) -> str:
    """The word that says what a title is: the last one of its main part, the first where "of" or "de" follows it."""
    main = title_words(ASIDE.split(title.strip())[0] or title)
    told = [word for word in main if title_weight(word) != LEVEL_WEIGHT] or main
    first = any(word in HEAD_FIRST_WORDS for word in told[1:])
    return _one(told[0] if first else told[-1]) if told else ""


def _one(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=1_024)
def _shares(words: str) -> tuple[float, float, float]:
    """Words that name skills are looked for in the text, words that name an occupation in the title."""
    named = sum(span.end - span.start for span in find_skills(words))
    skilled = min(1.0, named / max(1, len(words.replace(" ", ""))))
    mixed = [skilled * skills + (1 - skilled) * titles for titles, skills in zip(BY_TITLE, BY_SKILLS, strict=True)]
    return mixed[0], mixed[1], mixed[2]
