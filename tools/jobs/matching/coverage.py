"""How far a resume tells what a line asks for, in its own words: by stems in common and by the meaning of words."""

from functools import lru_cache

import numpy as np

from tools.embedding import Vectors
from tools.jobs.matching.profile import Profile, content_words
from tools.jobs.matching.words import stem, word_lists, word_vector

_NONE, _SURE = 0.3, 0.8
_PERSONAL_WEIGHT = 0.4


@lru_cache(maxsize=4_096)
def best_coverage(profile: Profile, text: str) -> tuple[float, int | None]:
    """How far the facts cover the text's content words, 0 to 1, and the index of the fact that covers most.

    Around 0.2 for a line of another trade, 0.4 where half of it is told, 0.6 and more where one fact tells it.
    """
    asked = told_words(text)
    if not asked or not len(profile.vectors):
        return 0.0, None
    weights = np.array([_PERSONAL_WEIGHT if word in word_lists().personal else 1.0 for word in asked])
    filled = _filled(profile)
    per_fact = np.stack([_told_by(profile, word) for word in asked])
    covered = weights @ per_fact / weights.sum()
    overall = float(weights @ per_fact.max(axis=1) / weights.sum())
    best = int(np.argmax(covered))
    return 0.7 * float(covered[best]) + 0.3 * overall, filled[best]


def told_words(text: str) -> list[str]:
    """The words of a line that say what is asked for, without those that only ask."""
    return [word for word in content_words(text) if word not in word_lists().asking]


@lru_cache(maxsize=256)
def _filled(profile: Profile) -> list[int]:
    """The facts that have words."""
    return [index for index in range(len(profile.evidence)) if profile.offsets[index + 1] > profile.offsets[index]]


@lru_cache(maxsize=32_768)
def _told_by(profile: Profile, word: str) -> Vectors:
    """How far each fact with words tells the word, 0 to 1: by its nearest word; words of one stem are the same word."""
    alike: Vectors = np.clip((profile.vectors @ word_vector(word) - _NONE) / (_SURE - _NONE), 0.0, 1.0)
    where = profile.stems.get(stem(word))
    if where:
        alike[list(where)] = 1.0
    nearest: Vectors = np.maximum.reduceat(alike, [profile.offsets[index] for index in _filled(profile)])
    return nearest
