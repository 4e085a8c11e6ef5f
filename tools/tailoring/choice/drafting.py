"""One draft of a tailored resume from its material: the choice, with what must find a place in it. Pure."""

from collections.abc import Sequence
from datetime import date

from tools.tailoring.choice.material import Material
from tools.tailoring.choice.relevance import Similarity, no_similarity
from tools.tailoring.choice.selection import choose
from tools.tailoring.revision.steering import worded
from tools.tailoring.schemas import TailoredDocument


def draft(
    material: Material, *, keep: Sequence[str] = (), similarity: Similarity = no_similarity, today: date | None = None
) -> TailoredDocument:
    """The facts worth showing for the job; `keep` are ids of facts to show beside what the person asked for.

    They are the last to go when pages run out, but they may: they are no wish of the person's.
    """
    wishes = material.steering
    wanted = [fact_id for fact_id in keep if not {fact_id, *_lines(material, fact_id)} & set(wishes.drop)]
    document = choose(
        material.facts, material.job, language=material.language, pages=material.pages, similarity=similarity,
        steering=wishes.model_copy(update={"keep": [*wishes.keep, *wanted]}), today=today,
        numbering=material.numbering,
    )  # fmt: skip
    document = worded(document, material.settled)
    held = {line for fact_id in wanted for line in _lines_showing(document, fact_id)}
    last = [claim.id for claim in document.claims if claim.id in held and claim.id not in document.drop_order]
    return document.model_copy(update={"steering": wishes, "drop_order": [*document.drop_order, *last]})


def _lines(material: Material, fact_id: str) -> list[str]:
    return [line for known, line in material.numbering.items() if str(known) == fact_id]


def _lines_showing(document: TailoredDocument, fact_id: str) -> list[str]:
    """The lines that cite the fact, but for those that are no subject of choice."""
    free = {"summary", "skills", "projects", "certificates", "other"}
    return [
        claim.id
        for claim in document.claims
        if fact_id in map(str, claim.fact_ids) and (claim.section in free or claim.parent_id is not None)
    ]
