"""`job_analyze`: what a posting asks for against a resume's facts, each requirement shown, in part, or a gap. Pure."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from tools.applications.preparing.schemas import PrepEvidence, PrepRequirement, RequirementState
from tools.jobs.matching.requirements import SHOWN, is_personal, quote_around
from tools.jobs.schemas import Job
from tools.resumes.schemas import ResumeFact
from tools.tailoring.choice.analysis import map_to_facts
from tools.tailoring.choice.relevance import Similarity
from tools.tailoring.reasoning import AnalysedRequirement, FactEvidence

_MET, _PARTLY = 0.75, 0.4
_RANKS = {"must": 3, "should": 2, "nice": 1}
_MOST = 80


def analyze(
    job: Job, facts: Sequence[ResumeFact], *, similarity: Similarity, today: date | None
) -> list[PrepRequirement]:
    """What is asked for, 80 lines at most, in the posting's order, with the facts that show it or what comes closest.

    A skill that the posting only mentions is no requirement, unless it lists none.
    """
    first = job.model_copy(update={"requirements": job.requirements[:_MOST]})
    mapped = map_to_facts(first, facts, similarity=similarity, today=today)
    asked = [item for item in mapped if item.is_asked][:_MOST]
    texts = {fact.id: fact.text for fact in facts}
    return [_requirement(f"R{number}", item, job, texts) for number, item in enumerate(asked, 1)]


def by_weight(requirements: Sequence[PrepRequirement], *states: RequirementState) -> list[PrepRequirement]:
    """Those in one of these states, what is required first; a trait, which nobody can show, comes last."""
    chosen = [item for item in requirements if item.state in states]
    return sorted(chosen, key=lambda item: (is_personal(item.text), -_RANKS[item.importance]))


def _requirement(identifier: str, item: AnalysedRequirement, job: Job, texts: dict[UUID, str]) -> PrepRequirement:
    found = [_evidence(one, texts) for one in item.evidence]
    firm = [one for one in found if one.strength != "weak"]
    state = _state(item, firm)
    quote = item.excerpt if item.excerpt in job.text else item.requirement
    return PrepRequirement(
        id=identifier, text=item.requirement, quote=quote_around(quote, "", 300), importance=item.importance,
        state=state, skills=item.skills, years=item.years, evidence=[] if state == "gap" else firm or found[:1],
        missing=[] if state == "met" else item.missing, closest=found[0] if state == "gap" and found else None,
        note=item.note,
    )  # fmt: skip


def _state(item: AnalysedRequirement, firm: Sequence[PrepEvidence]) -> RequirementState:
    score = item.score or 0.0
    strong = any(one.strength == "strong" for one in firm)
    if (score >= _MET and (firm or not item.missing)) or (score >= SHOWN and strong and not item.missing):
        return "met"
    if score >= _PARTLY and firm:
        return "partly"
    return "gap"


def _evidence(item: FactEvidence, texts: dict[UUID, str]) -> PrepEvidence:
    """The evidence with a quote that stands in its fact letter by letter."""
    whole = texts.get(item.fact_id, item.quote)
    quote = item.quote if item.quote in whole else quote_around(whole, "")
    return PrepEvidence(fact_id=item.fact_id, quote=quote, strength=item.strength, shows=item.shows)
