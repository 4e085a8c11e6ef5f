"""How far a resume tells what a line asks for, in its own words: by stems in common and by the meaning of words."""

from functools import lru_cache

import numpy as np

from tools.embedding import Vectors
from tools.jobs.matching.profile import Profile, content_words
from tools.jobs.matching.words import matrix, stem, word_lists

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
    filled = [index for index in range(len(profile.evidence)) if profile.offsets[index + 1] > profile.offsets[index]]
    starts = [profile.offsets[index] for index in filled]
    per_fact = np.maximum.reduceat(_alike(profile, asked), starts, axis=1)
    covered = weights @ per_fact / weights.sum()
    overall = float(weights @ per_fact.max(axis=1) / weights.sum())
    best = int(np.argmax(covered))
    return 0.7 * float(covered[best]) + 0.3 * overall, filled[best]


def told_words(text: str) -> list[str]:
    """The words of a line that say what is asked for, without those that only ask."""
    return [word for word in content_words(text) if word not in word_lists().asking]


def _alike(profile: Profile, asked: list[str]) -> Vectors:
    """Likeness of every asked word to every word of the resume, 0 to 1; words of one stem are the same word."""
    alike: Vectors = np.clip((matrix(asked) @ profile.vectors.T - _NONE) / (_SURE - _NONE), 0.0, 1.0)
    for row, word in enumerate(asked):
        where = profile.stems.get(stem(word))
        if where:
            alike[row, list(where)] = 1.0
    return alike
