"""What a job asks for, and which facts of a resume show it: pure, no model."""

from collections.abc import Sequence
from datetime import date

from tools.jobs.matching.profile import Evidence, read_profile
from tools.jobs.matching.requirements import find_evidence, quote_around
from tools.jobs.schemas import Requirement
from tools.resumes.schemas import ResumeFact
from tools.skills import shown_by
from tools.tailoring.choice.relevance import JobLike, Need, Similarity, needs_of, no_similarity, relevance
from tools.tailoring.reasoning import AnalysedRequirement, FactEvidence, Strength

_MOST_FACTS = 5
_DOING = frozenset({"bullet", "project", "certificate", "position", "education", "language"})
_STRENGTHS: tuple[Strength, ...] = ("strong", "partial", "weak")
_LIKELY = 0.45


def analyse(job: JobLike) -> list[AnalysedRequirement]:
    """Everything the posting asks for, in its own order, each with the words that ask for it."""
    return [
        AnalysedRequirement(
            requirement=need.text, importance=need.importance, excerpt=need.quote, skills=sorted(need.skills),
            years=need.years, is_asked=need.is_asked,
        )
        for need in needs_of(job)
    ]  # fmt: skip


def map_to_facts(
    job: JobLike, facts: Sequence[ResumeFact], *, similarity: Similarity = no_similarity, today: date | None = None
) -> list[AnalysedRequirement]:
    """The same with the facts that answer each requirement, the surest first, and what no fact shows."""
    profile, needs = read_profile(facts, today), needs_of(job)
    items = [item for item in profile.evidence if item.tokens and item.fact_id is not None]
    judged = relevance([item.text for item in items], [frozenset(item.skills) for item in items], needs, similarity)
    mapped = []
    for column, (need, analysed) in enumerate(zip(needs, analyse(job), strict=True)):
        found = find_evidence(profile, _requirement(need), job.title)
        scores = [(float(judged.scores[row, column]), bool(judged.covers[row, column])) for row in range(len(items))]
        evidence = _evidence(need, items, scores)
        update = {"score": round(min(1.0, found.score), 3), "missing": list(found.missing), "note": found.note}
        mapped.append(analysed.model_copy(update={**update, "evidence": evidence}))
    return mapped


def _requirement(need: Need) -> Requirement:
    return Requirement(text=need.text, importance=need.importance, skills=sorted(need.skills), years=need.years)


def _evidence(need: Need, items: Sequence[Evidence], scores: Sequence[tuple[float, bool]]) -> list[FactEvidence]:
    found = []
    for item, (score, covers) in zip(items, scores, strict=True):
        shows = sorted(name for name in need.skills if {name, *shown_by(name)} & set(item.skills))
        strength = _strength(item, shows, score, covers)
        if strength is not None and item.fact_id is not None:
            words = next((item.skills[name] for name in shows if name in item.skills), "")
            found.append(
                (
                    _STRENGTHS.index(strength), -score,
                    FactEvidence(
                        fact_id=item.fact_id, strength=strength, quote=quote_around(item.text, words), shows=shows
                    ),
                )
            )  # fmt: skip
    return [fact for _, _, fact in sorted(found, key=lambda each: each[:2])[:_MOST_FACTS]]


def _strength(item: Evidence, shows: Sequence[str], score: float, covers: bool) -> Strength | None:
    """Work that names it is strong, a mere list of skills partial, words that only come near weak."""
    if shows:
        return "strong" if item.kind in _DOING else "partial"
    if covers:
        return "strong" if item.kind in _DOING else "partial"
    return "weak" if score >= _LIKELY else None
