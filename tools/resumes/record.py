"""The career record: one resume merged from others, from which matching and tailoring draw.

Every function of a session works in the caller's and never commits.
"""

import asyncio
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store import resumes as store
from store.actors import Actor
from store.errors import ConflictError, NotFoundError
from tools.context import Context
from tools.resumes import correcting, primary, service, versions
from tools.resumes.merging import Merged, Source, merge, text_of
from tools.resumes.record_schemas import AnswerQuestion, MergeResumes, PreparedMerge
from tools.resumes.schemas import FactChanges, Resume, ResumeFact

NAME = "Career record"
MEDIA_TYPE = "text/plain"


async def gather_merge(context: Context, data: MergeResumes) -> PreparedMerge:
    """Merge once outside any session that writes, to embed what comes of it. AppErrors as `merge_resumes`."""
    async with context.sessions() as session:
        sources, before = await _material(session, context.actor, data.resumes)
    merged = await asyncio.to_thread(merge, sources, before)
    details = [fact.detail for fact in merged.facts]
    embedding = await service.embed_facts(context, details, text_of(merged))
    return PreparedMerge(resumes=data.resumes, embedding=embedding)


async def merge_resumes(session: AsyncSession, actor: Actor, data: PreparedMerge) -> Resume:
    """Make the career record of these resumes, or of all, or merge it anew; made for the first time it is primary.

    What was corrected in the record stays corrected, and what it took from a resume that was erased stays in it.
    Raises ConflictError `NO_SECOND_RESUME` when there are not two resumes to merge. Undo takes it back.
    """
    await store.one_at_a_time(session, actor)  # two that merge for the first time at once would make two records
    sources, before = await _material(session, actor, data.resumes)
    merged = merge(sources, before)
    row = await store.record(session, actor)
    if row is None:
        return await _make(session, actor, sources, merged, data.embedding)
    row = await store.locked(session, actor, row.id)
    kept = await versions.keep(session, actor, row, "merged")
    for column, value in (await _columns(session, actor, sources, merged, data.embedding)).items():
        setattr(row, column, value)
    await session.flush()
    await primary.settle(session, actor, row.id)
    await versions.note(session, actor, row, kept, "merged")
    return await service.get(session, actor, row.id)


async def _make(
    session: AsyncSession, actor: Actor, sources: list[Source], merged: Merged, embedding: list[float]
) -> Resume:
    before = await store.primary(session, actor)
    row = await store.add(
        session, actor, kind="record", filename=NAME, media_type=MEDIA_TYPE,
        **await _columns(session, actor, sources, merged, embedding),
    )  # fmt: skip
    await store.set_primary(session, actor, row.id)
    await primary.settle(session, actor, row.id)
    await events.record(
        session, actor, kind="record_merged", subject="resume", subject_id=row.id, data={"filename": NAME},
        inverse={"operation": "resumes.unmerge", "id": str(row.id), "primary": str(before.id) if before else None},
    )  # fmt: skip
    return await service.get(session, actor, row.id)


async def unmerge(session: AsyncSession, actor: Actor, record_id: UUID, before: UUID | None) -> None:
    """Let the record go, and make primary again what was. No event is written."""
    await primary.remove_quietly(session, actor, record_id)
    if before is not None:
        await store.set_primary(session, actor, before)
        await primary.rematch(session, actor, before)


async def _columns(
    session: AsyncSession, actor: Actor, sources: list[Source], merged: Merged, embedding: list[float]
) -> dict[str, Any]:
    text = text_of(merged)
    rows = {row.id: row for row in await store.uploads(session, actor)}
    return {
        **service.who(merged.facts), "content": text.encode(), "content_hash": service.hash_of(text.encode()),
        "text": text, "language": sources[0].language, "embedding": embedding, "sections": [],
        "warnings": _warnings(sources), "read_facts": [fact.model_dump(mode="json") for fact in merged.facts],
        "merged": {
            "first": str(sources[0].resume_id),
            "sources": [
                {"resume_id": str(each.resume_id), "number": each.number, "facts": len(each.facts),
                 "filename": rows[each.resume_id].filename if each.resume_id in rows else "an erased resume",
                 "digest": await store.digest(session, actor, each.resume_id)}
                for each in sources
            ],
            "questions": [each.model_dump(mode="json") for each in merged.questions],
            "citations": {
                str(fact_id): [each.model_dump(mode="json") for each in cited]
                for fact_id, cited in merged.citations.items()
            },
        },
    }  # fmt: skip


def _warnings(sources: list[Source]) -> list[str]:
    first = sources[0].language
    return [
        f"Resume {each.number} is in another language ({each.language}) than the first ({first}); its lines stand "
        "beside the others."
        for each in sources
        if each.language != first
    ]


async def _material(
    session: AsyncSession, actor: Actor, chosen: list[str]
) -> tuple[list[Source], list[ResumeFact]]:  # fmt: skip
    """The sources to merge, the one that stands first, and the facts the record had before."""
    record = await store.record(session, actor)
    rows = await store.uploads(session, actor)
    if chosen:
        named = [await service.found(session, actor, reference) for reference in chosen]
        rows = [row for row in rows if row.id in {each.id for each in named}]
    erased = await _erased(session, actor, record)
    if len(rows) + len(erased) < 2:
        raise ConflictError(
            "Merging needs two resumes that were read; upload another one first.", code="NO_SECOND_RESUME"
        )
    times = {row.id: await store.file_time(session, actor, row) for row in rows}
    newest = sorted(rows, key=lambda row: times[row.id], reverse=True)
    ages = {row.id: age for age, row in enumerate(newest)}
    first = UUID(record.merged["first"]) if record and record.merged else None
    order = sorted(newest, key=lambda row: (not row.is_primary, row.id != first, ages[row.id]))
    sources = [
        Source(row.id, row.number, row.language, ages[row.id], tuple(await _facts(session, actor, row.id)))
        for row in order
    ]
    read = (await primary.layers(session, actor, record.id))[0] if record else []
    return [*sources, *erased], read


async def _facts(session: AsyncSession, actor: Actor, resume_id: UUID) -> list[ResumeFact]:
    return await service.stored_facts(session, actor, resume_id)


async def _erased(session: AsyncSession, actor: Actor, record: store.Resume | None) -> list[Source]:
    """What the record took from resumes that were erased since, as sources of their own, the last to be asked."""
    if record is None or record.merged is None:
        return []
    there = {row.id for row in await store.uploads(session, actor)}
    read, _ = await primary.layers(session, actor, record.id)
    found = []
    for age, kept in enumerate(record.merged["sources"], start=1000):
        source_id = UUID(kept["resume_id"])
        if source_id not in there:
            own = {fact.id for fact in read if fact.source_resume_id == source_id}
            above = {fact.parent_id for fact in read if fact.id in own}
            facts = tuple(fact for fact in read if fact.id in own | above)
            found.append(Source(source_id, kept["number"], record.language, age, facts))
    return [source for source in found if source.facts]


async def refresh(session: AsyncSession, actor: Actor, record_id: UUID) -> MergeResumes:
    """The resumes a record was merged from that are still there, for merging it anew, else NotFoundError."""
    row = await store.get(session, actor, record_id)
    if row.merged is None:
        raise NotFoundError("This resume is no career record.")
    there = {str(each.id) for each in await store.uploads(session, actor)}
    return MergeResumes(resumes=[each["resume_id"] for each in row.merged["sources"] if each["resume_id"] in there])


async def answer(
    session: AsyncSession, actor: Actor, record_id: UUID, question_id: str, data: AnswerQuestion
) -> Resume:
    """Say what is right where the resumes disagree; it becomes a correction of the record, which undo takes back."""
    resume = await service.get(session, actor, record_id)
    questions = {each.id: each for each in resume.record.questions} if resume.record else {}
    question = questions.get(question_id)
    if question is None:
        raise NotFoundError("There is no such question.")
    changes = (
        FactChanges(text=data.value)
        if question.field == "text"
        else FactChanges(fields={question.field: data.value})
    )  # fmt: skip
    await correcting.correct_fact(session, actor, record_id, question.fact_id, changes, confirm=True)
    return await service.get(session, actor, record_id)
