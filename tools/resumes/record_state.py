"""What the career record was merged from, as it stands now."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncSession

from store import resumes as store
from store.actors import Actor
from tools.resumes.record_schemas import Record, RecordQuestion, RecordSource

if TYPE_CHECKING:
    from tools.resumes.schemas import Correction


async def record_of(
    session: AsyncSession, actor: Actor, row: store.Resume, corrections: "Sequence[Correction]"
) -> Record | None:
    """The record's sources with what has become of each, and its questions with whether they are settled.

    None for a resume that is no record.
    """
    if row.merged is None:
        return None
    there = {each.id: each for each in await store.uploads(session, actor)}
    sources = []
    for kept in row.merged["sources"]:
        source = RecordSource.model_validate(kept)
        if source.resume_id not in there:
            source.state = "erased"
            sources.append(source)
            continue
        source.filename = there[source.resume_id].filename
        if await store.digest(session, actor, source.resume_id) != source.digest:
            source.state = "changed since"
        sources.append(source)
    merged = {source.resume_id for source in sources}
    new = [each for each in there.values() if each.id not in merged]
    questions = [RecordQuestion.model_validate(each) for each in row.merged["questions"]]
    return Record(
        sources=sources, citations=row.merged["citations"],
        questions=[each.model_copy(update={"settled": is_settled(each, corrections)}) for each in questions],
        out_of_date=[
            *[f"Resume {each.number} ({each.filename}) has changed since." for each in sources
              if each.state == "changed since"],
            *[f"Resume {each.number} ({each.filename}) is not in it." for each in new],
        ],
    )  # fmt: skip


def is_settled(question: RecordQuestion, corrections: "Sequence[Correction]") -> bool:
    """Whether the person has said which is right: by a correction of that very field. Pure."""
    return any(
        correction.fact_id == question.fact_id
        and correction.state != "kept"
        and (
            correction.operation == "remove"
            or question.field in correction.fields
            or (question.field == "text" and correction.text is not None)
        )
        for correction in corrections
    )
