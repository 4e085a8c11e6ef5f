"""What a sentence rests on: a resume fact's own words, and those of the position it stands under."""

from collections.abc import Mapping
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from tools.resumes.schemas import BulletDetail, Detail, PositionDetail, ResumeFact


class CitedFact(BaseModel):
    """One cited fact. `parent_text` and `parent` are those of the position (project, education) it stands under."""

    model_config = ConfigDict(frozen=True)
    text: str
    detail: Detail = BulletDetail()
    parent_text: str | None = None
    parent: Detail | None = None


def cite(fact: ResumeFact, facts_by_id: Mapping[UUID, ResumeFact]) -> CitedFact:
    """Build what the prover reads from a stored fact; a parent absent from `facts_by_id` is left out."""
    parent = facts_by_id.get(fact.parent_id) if fact.parent_id else None
    return CitedFact(
        text=fact.text,
        detail=fact.detail,
        parent_text=parent.text if parent else None,
        parent=parent.detail if parent else None,
    )


def position_of(fact: CitedFact) -> PositionDetail | None:
    """The position a fact is or stands under, if any."""
    for detail in (fact.detail, fact.parent):
        if isinstance(detail, PositionDetail):
            return detail
    return None


def detail_text(detail: Detail | None) -> str:
    """The words of a detail's own fields, each closed by a full stop so that fields do not run together."""
    if detail is None:
        return ""
    skipped = {"kind", "section", "start", "end", "current", "date", "field"}
    values = detail.model_dump(exclude=skipped, exclude_none=True).values()
    return " ; ".join(str(value) for value in values)
