"""What can be done with resumes. Every function works in the caller's session and never commits."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store import resumes as store
from store.actors import Actor
from store.base import new_id
from store.errors import ConflictError, NotFoundError, ValidationError
from store.jobs import forget_matches
from store.pagination import Page, PageRequest
from tools.context import Context, utc_now
from tools.references import Named, resolve
from tools.resumes import sandbox
from tools.resumes.check_schemas import ResumeCheck
from tools.resumes.checking import check
from tools.resumes.comparing import compare
from tools.resumes.layers import list_corrections
from tools.resumes.record_state import record_of
from tools.resumes.schemas import (
    AddResume,
    CompareResumes,
    Detail,
    NoArguments,
    OptionalResume,
    ParsedResume,
    PreparedResume,
    RemovedResume,
    Resume,
    ResumeComparison,
    ResumeFact,
    ResumeList,
    ResumeSummary,
    ResumeUpload,
    Span,
)

TELLING = {"contact", "position", "education", "skill"}


async def gather_upload(context: Context, data: ResumeUpload) -> PreparedResume:
    """Read the file in a subprocess with limits, and embed it, before any session. AppErrors say what is wrong."""
    parsed = await read_file(context, data)
    check_is_resume(parsed, data.filename)
    return PreparedResume(**data.model_dump(), parsed=parsed, embedding=await embed(context, parsed))


async def read_file(context: Context, data: ResumeUpload) -> ParsedResume:
    """The file's text, sections and facts, read in a subprocess with limits; AppErrors say what is wrong with it."""
    settings = context.settings
    return await sandbox.parse(
        data.content, data.filename, max_bytes=settings.max_upload_size, max_pages=settings.max_upload_pages,
        max_expanded=settings.max_upload_expanded, seconds=settings.parse_seconds, memory_mb=settings.parse_memory_mb,
    )  # fmt: skip


def check_is_resume(parsed: ParsedResume, filename: str) -> None:
    """Raise ValidationError `NOT_A_RESUME` for a text in which nothing looks like one."""
    if not any(fact.detail.kind in TELLING for fact in parsed.facts):
        raise ValidationError(
            f"{filename} was read, but nothing in it looks like a resume: no contact, position, study or skill.",
            code="NOT_A_RESUME",
        )


async def embed(context: Context, parsed: ParsedResume) -> list[float]:
    """What kind of work a resume speaks of, as 256 floats."""
    return await embed_facts(context, [fact.detail for fact in parsed.facts], parsed.text)


async def embed_facts(context: Context, details: Sequence[Detail], text: str) -> list[float]:
    """The same of facts and their text: titles and skills first, the words that say what kind of work this is."""
    titles = [detail.title for detail in details if detail.kind == "position"]
    skills = [detail.name for detail in details if detail.kind == "skill"]
    vector = (await context.services.embedder.embed(["\n".join([", ".join(titles), ", ".join(skills), text])]))[0]
    return [float(x) for x in vector]


async def gather_text(context: Context, data: AddResume) -> PreparedResume:
    """The same for a resume that was pasted as text."""
    upload = ResumeUpload(filename=data.filename or "pasted resume.txt", content=data.text.encode())
    return await gather_upload(context, upload)


async def create_from_upload(session: AsyncSession, actor: Actor, data: PreparedResume) -> Resume:
    """Save a read resume with its facts; the very same file again answers the one that is there."""
    content_hash = hash_of(data.content)
    await store.one_at_a_time(session, actor)
    same = await store.same_content(session, actor, content_hash)
    if same is not None:
        return await get(session, actor, same.id)
    facts = facts_of(data.parsed)
    row = await store.add(
        session, actor, filename=data.filename, content=data.content, content_hash=content_hash,
        **read_columns(data.parsed, data.embedding, facts),
    )  # fmt: skip
    await store.set_facts(session, actor, row.id, columns_of(facts))
    await note_added(session, actor, row)
    return await get(session, actor, row.id)


def hash_of(content: bytes) -> str:
    """What tells two files apart."""
    return hashlib.sha256(content).hexdigest()


async def note_added(session: AsyncSession, actor: Actor, row: store.Resume) -> None:
    """Write down that a resume was added; undo erases it."""
    await events.record(
        session, actor, kind="resume_added", subject="resume", subject_id=row.id, data={"filename": row.filename},
        inverse={"operation": "resumes.remove", "id": str(row.id)},
    )  # fmt: skip


def read_columns(parsed: ParsedResume, embedding: Sequence[float], facts: Sequence[ResumeFact]) -> dict[str, Any]:
    """The columns of a resume that reading its file fills; `facts` are those read, before any correction."""
    return {
        **who(facts), "media_type": parsed.media_type, "pages": parsed.pages, "language": parsed.language,
        "text": parsed.text, "status": "completed", "error": None,
        "sections": [section.model_dump(mode="json") for section in parsed.sections], "warnings": parsed.warnings,
        "layout": parsed.layout,
        "embedding": embedding, "read_facts": [fact.model_dump(mode="json") for fact in facts],
    }  # fmt: skip


def who(facts: Sequence[ResumeFact]) -> dict[str, str | None]:
    """The columns that the list of resumes shows of its contact facts: name and headline."""
    contact = {fact.detail.field: fact.detail.value for fact in reversed(facts) if fact.detail.kind == "contact"}
    return {"name": contact.get("name"), "headline": contact.get("headline")}


def facts_of(parsed: ParsedResume) -> list[ResumeFact]:
    """The facts of a parsed resume under ids of their own, parents as ids."""
    ids = [new_id() for _ in parsed.facts]
    return [
        ResumeFact(
            id=ids[index], position=index, text=fact.text, span=fact.span, detail=fact.detail,
            parent_id=ids[fact.parent] if fact.parent is not None else None,
        )
        for index, fact in enumerate(parsed.facts)
    ]  # fmt: skip


def columns_of(facts: Sequence[ResumeFact]) -> list[dict[str, Any]]:
    """The rows of these facts, in this order."""
    return [
        {
            "id": fact.id, "position": index, "text": fact.text, "span_start": fact.span.start,
            "span_end": fact.span.end, "detail": fact.detail.model_dump(mode="json"), "parent_id": fact.parent_id,
            "source": fact.source, "source_resume_id": fact.source_resume_id, "source_fact_id": fact.source_fact_id,
            "original": fact.original.model_dump(mode="json") if fact.original else None,
            "provenance": fact.provenance.model_dump(mode="json") if fact.provenance else None,
        }
        for index, fact in enumerate(facts)
    ]  # fmt: skip


def fact_of(row: store.ResumeFact) -> ResumeFact:
    """A stored fact as everything above the store knows it."""
    span = Span(start=row.span_start, end=row.span_end)
    return ResumeFact.model_validate(
        {
            "id": row.id, "position": row.position, "text": row.text, "span": span, "detail": row.detail,
            "parent_id": row.parent_id, "source": row.source, "source_resume_id": row.source_resume_id,
            "source_fact_id": row.source_fact_id, "original": row.original, "provenance": row.provenance,
        }
    )  # fmt: skip


async def stored_facts(session: AsyncSession, actor: Actor, resume_id: UUID) -> list[ResumeFact]:
    """The facts of one resume in document order."""
    return [fact_of(row) for row in await store.facts(session, actor, resume_id)]


async def get(session: AsyncSession, actor: Actor, resume_id: UUID) -> Resume:
    """One resume with its text, sections and facts."""
    row = await store.get(session, actor, resume_id)
    facts = await stored_facts(session, actor, resume_id)
    summary = ResumeSummary.model_validate(row).model_dump()
    corrections = await list_corrections(session, actor, resume_id)
    return Resume.model_validate(
        {
            **summary,
            "text": row.text,
            "sections": row.sections,
            "warnings": row.warnings,
            "layout": row.layout,
            "facts": facts,
            "corrections": corrections,
            "record": await record_of(session, actor, row, corrections),
        }
    )


async def get_text_content(session: AsyncSession, actor: Actor, resume_id: UUID) -> str:
    """The resume's plain text in reading order."""
    return (await store.get(session, actor, resume_id)).text


async def list_page(session: AsyncSession, actor: Actor, page: PageRequest) -> Page[ResumeSummary]:
    """The actor's resumes, newest first."""
    found = await store.list_page(session, actor, page)
    items = [ResumeSummary.model_validate(row) for row in found["items"]]
    return Page(items=items, next_cursor=found["next_cursor"], total=found["total"])


async def list_resumes(session: AsyncSession, actor: Actor, _: NoArguments) -> ResumeList:
    """All the actor's resumes."""
    page = await list_page(session, actor, PageRequest(limit=200))
    return ResumeList(resumes=page["items"])


async def find_resume(
    session: AsyncSession, actor: Actor, reference: str | None, *, unread: bool = False
) -> store.Resume | None:
    """The resume that a number, id or words of its file name mean; without a reference the primary one, or None.

    Raises ConflictError for one that is still being read or could not be, unless `unread` ones are wanted too.
    """
    if reference is None:
        return await store.primary(session, actor)
    rows = (await store.list_page(session, actor, PageRequest(limit=200)))["items"]
    things = [Named(row.id, row.number, f"{row.filename} {row.name or ''}".strip()) for row in rows]
    row = await store.get(session, actor, resolve(reference, things, kind="resume"))
    if not unread:
        check_was_read(row)
    return row


def check_was_read(row: store.Resume) -> None:
    """Raise ConflictError for a resume of which nothing is known yet, with the reason. Pure."""
    if row.status == "failed":
        why = (row.error or {}).get("message", "")
        raise ConflictError(f"Resume {row.number} ({row.filename}) could not be read: {why}", code="NOT_READ")
    if row.status != "completed":
        raise ConflictError(f"Resume {row.number} ({row.filename}) is still being read.", code="STILL_READING")


async def found(
    session: AsyncSession, actor: Actor, reference: str | None, *, unread: bool = False
) -> store.Resume:  # fmt: skip
    """The resume that a reference means, the primary one without it, else NotFoundError."""
    row = await find_resume(session, actor, reference, unread=unread)
    if row is None:
        raise NotFoundError("There is no resume yet. Upload one or paste its text first.", code="NO_RESUME")
    return row


async def show_resume(session: AsyncSession, actor: Actor, data: OptionalResume) -> Resume:
    """A resume as it was read."""
    return await get(session, actor, (await found(session, actor, data.resume)).id)


async def check_resume(session: AsyncSession, actor: Actor, data: OptionalResume) -> ResumeCheck:
    """What a careful reader would remark on, each with its place and a suggestion."""
    return await check_one(session, actor, (await found(session, actor, data.resume)).id)


async def check_one(session: AsyncSession, actor: Actor, resume_id: UUID) -> ResumeCheck:
    """The same for the resume with this id."""
    resume = await get(session, actor, resume_id)
    return ResumeCheck(number=resume.number, filename=resume.filename, findings=check(resume, utc_now().date()))


async def compare_resumes(session: AsyncSession, actor: Actor, data: CompareResumes) -> ResumeComparison:
    """What one resume says that the other does not; without a choice, the two newest."""
    chosen: Sequence[str] = data.resumes
    if len(chosen) < 2:
        rows = (await store.list_page(session, actor, PageRequest(limit=200)))["items"]
        numbers = [str(row.number) for row in rows if row.status == "completed"]
        chosen = [*chosen, *[number for number in numbers if number not in chosen]][:2]
    if len(chosen) < 2:
        raise NotFoundError("Comparing needs two resumes; upload another one first.", code="NO_SECOND_RESUME")
    first, second = [await show_resume(session, actor, OptionalResume(resume=reference)) for reference in chosen[:2]]
    return compare(first, second)


async def set_primary(session: AsyncSession, actor: Actor, resume_id: UUID) -> ResumeSummary:
    """Make this resume the one that jobs are matched with."""
    check_was_read(await store.get(session, actor, resume_id))
    before = await store.set_primary(session, actor, resume_id)
    if before != resume_id:
        inverse = {"operation": "resumes.set_primary", "id": str(before)} if before else None
        await events.record(
            session, actor, kind="resume_primary", subject="resume", subject_id=resume_id, inverse=inverse
        )
    row = await store.get(session, actor, resume_id)
    await session.refresh(row)
    return ResumeSummary.model_validate(row)


async def kept_in_record(session: AsyncSession, actor: Actor, resume_id: UUID) -> int:
    """How many facts the career record has taken from this resume."""
    record = await store.record(session, actor)
    if record is None or record.id == resume_id:
        return 0
    return sum(fact.source_resume_id == resume_id for fact in await store.facts(session, actor, record.id))


async def delete(session: AsyncSession, actor: Actor, resume_id: UUID) -> RemovedResume:
    """Erase a resume with its file and facts. This is not undone."""
    row = await store.get(session, actor, resume_id)
    kept = await kept_in_record(session, actor, resume_id)
    await store.remove(session, actor, resume_id)
    await forget_matches(session, actor, resume_id)
    await events.record(
        session, actor, kind="resume_deleted", subject="resume", subject_id=resume_id, data={"filename": row.filename}
    )
    return RemovedResume(id=resume_id, number=row.number, filename=row.filename, kept_in_record=kept)


def check_has_file(row: store.Resume) -> None:
    """Raise ConflictError for the career record, which was merged and never uploaded. Pure."""
    if row.kind == "record":
        raise ConflictError(
            "The career record has no file of its own: change one of its resumes, then merge again.",
            code="RECORD_HAS_NO_FILE",
        )


async def stored_upload(session: AsyncSession, actor: Actor, resume_id: UUID) -> ResumeUpload:
    """The uploaded file again, for reading it anew."""
    row = await store.get(session, actor, resume_id)
    check_has_file(row)
    return ResumeUpload(filename=row.filename, content=await store.content(session, actor, resume_id))
