"""Rankers for matching cases: the production one, and the two single signals it has to beat."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np

from evals.scorers.matching import MatchingCase
from tools.embedding import LocalEmbedder, Vectors
from tools.jobs.matching import match_profile, rank_titles, read_profile
from tools.jobs.parsing import parse_text
from tools.jobs.schemas import ParsedPosting
from tools.resumes.parsing import read

Grams = dict[str, float]

TODAY = date(2026, 6, 1)


def production(case: MatchingCase) -> Sequence[float]:
    """Titles by `rank_titles`; postings by the score of their match with the resume."""
    if case.resume is None:
        return [float(score) for score in rank_titles(case.query, _titles(case))]
    resume = read(case.resume.encode(), "resume.txt")
    profile = read_profile(resume.facts, TODAY)
    postings = [_posting(candidate.title, candidate.text) for candidate in case.candidates]
    alike = _vectors(tuple(posting.text for posting in postings)) @ _vectors((resume.text,))[0]
    return [
        match_profile(profile, posting, float(similarity), None).score
        for posting, similarity in zip(postings, alike, strict=True)
    ]


def _posting(title: str, text: str | None) -> ParsedPosting:
    return (
        parse_text(f"{title}\n\n{text}", title=title) if text else ParsedPosting(title=title, text=title, source="text")
    )


def vector_alone(case: MatchingCase) -> Sequence[float]:
    """Cosine of the whole texts' vectors by the local model."""
    query = _vectors((case.resume or case.query,))[0]
    return [float(score) for score in _vectors(tuple(_whole(case))) @ query]


def letters_alone(case: MatchingCase) -> Sequence[float]:
    """Cosine of TF-IDF weighted character n-grams (3 to 5, within words), document frequencies from the candidates."""
    documents, frequency = _documents(tuple(_whole(case)))
    query = _weighed(_grams(case.resume or case.query), frequency, len(documents))
    return [sum(weight * document.get(gram, 0.0) for gram, weight in query.items()) for document in documents]


def _titles(case: MatchingCase) -> list[str]:
    return [candidate.title for candidate in case.candidates]


def _whole(case: MatchingCase) -> list[str]:
    return [
        f"{candidate.title}\n{candidate.text}" if candidate.text else candidate.title for candidate in case.candidates
    ]


@lru_cache(maxsize=32)
def _vectors(texts: tuple[str, ...]) -> Vectors:
    vectors: Vectors = LocalEmbedder().embed_sync(texts)
    return vectors


@lru_cache(maxsize=4)
def _documents(texts: tuple[str, ...]) -> tuple[list[Grams], Counter[str]]:
    counted = [_grams(text) for text in texts]
    frequency = Counter(gram for grams in counted for gram in grams)
    return [_weighed(grams, frequency, len(counted)) for grams in counted], frequency


def _grams(text: str) -> Counter[str]:
    padded = [f" {word} " for word in text.lower().split()]
    return Counter(
        word[start : start + size]
        for word in padded
        for size in range(3, 6)
        for start in range(max(1, len(word) - size + 1))
    )


def _weighed(grams: Counter[str], frequency: Counter[str], documents: int) -> Grams:
    weights = {
        gram: (1 + np.log(count)) * (np.log((1 + documents) / (1 + frequency[gram])) + 1)
        for gram, count in grams.items()
    }
    norm = float(np.sqrt(sum(weight * weight for weight in weights.values()))) or 1.0
    return {gram: float(weight) / norm for gram, weight in weights.items()}
