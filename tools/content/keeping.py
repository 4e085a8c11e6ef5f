"""Drafts kept as documents, and documents as they are shown."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import content as store
from store import events, jobs
from store.actors import Actor
from tools.content.schemas import ContentSentence, DocumentSummary, Draft, GeneratedContent
from tools.tailoring.schemas import LetterDocument, TailoredDocument

FORMATS: dict[str, list[str]] = {
    "cover_letter": ["txt", "pdf", "docx", "md", "json"],
    "resume": ["pdf", "docx", "md", "txt", "json"],
    "email": ["txt"],
}
PLAIN = "text/plain; charset=utf-8"


async def keep(
    session: AsyncSession,
    actor: Actor,
    document_id: UUID,
    draft: Draft,
    *,
    job_id: UUID | None = None,
    series_id: UUID | None = None,
    options: dict[str, Any] | None = None,
    letter: LetterDocument | None = None,
    tailored: TailoredDocument | None = None,
) -> store.Document:
    """Keep a draft as a document under this id, as the next version where it belongs to a series; undo takes it away.

    A job has one letter: another one for the same job is its next version.

    `letter` or `tailored` is the document as data, from which other formats are made.
    """
    if series_id is None and job_id is not None and draft.kind == "cover_letter":
        earlier = await store.newest_letter(session, actor, job_id)
        series_id = earlier.series_id if earlier is not None and earlier.id != document_id else None
    content = draft.text.encode()
    data: dict[str, Any] = {"draft": draft.model_dump(mode="json", exclude={"sentences"})}
    if letter is not None:
        data["letter"] = letter.model_dump(mode="json")
    if tailored is not None:
        data["document"] = tailored.model_dump(mode="json")
    row = await store.add_document(
        session, actor, document_id, series_id=series_id, kind=draft.kind, title=draft.title, format="txt",
        media_type=PLAIN, size=len(content), pages=None, content=content, data=data, job_id=job_id, checks={},
        proof=[sentence.model_dump(mode="json") for sentence in draft.sentences], options=options or {},
        **({} if series_id else {"version": None if draft.kind == "resume" else 1}),
    )  # fmt: skip
    await note_added(session, actor, row)
    if draft.kind == "cover_letter":
        await follow_letter(session, actor, job_id)
    return row


async def follow_letter(session: AsyncSession, actor: Actor, job_id: UUID | None) -> None:
    """Let a job's `cover_letter` say what its newest letter says: the letters are the truth, the field shows it."""
    if job_id is None or not await jobs.is_there(session, actor, job_id):
        return
    newest = await store.newest_letter(session, actor, job_id)
    await jobs.set_values(session, actor, job_id, cover_letter=said_in(newest) if newest is not None else None)


def said_in(row: store.Document) -> str:
    """A letter's text, as the person wrote it where they did."""
    return str(row.options.get("own_text") or row.data["draft"]["text"])


async def note_added(session: AsyncSession, actor: Actor, row: store.Document) -> None:
    """Write into the log that a document was made, once; undo takes it away."""
    if await events.is_recorded(session, actor, kind="document_added", subject_id=row.id):
        return  # the run that made it was killed before it could say so
    await events.record(
        session, actor, kind="document_added", subject="document", subject_id=row.id, data={"title": row.title},
        inverse={"operation": "documents.remove", "id": str(row.id)},
    )  # fmt: skip


def content_of(row: store.Document, *, task_id: UUID | None = None) -> GeneratedContent:
    """A kept text as it was written, with what each sentence rests on."""
    draft = draft_of(row)
    fields = {"kind", "title", "subject", "text", "language", "tone", "length", "refused", "gaps", "wishes", "notes"}
    return GeneratedContent.model_validate(
        {
            **draft.model_dump(include={*fields, "sentences", "job_title", "company"}),
            "document_id": row.id, "number": row.number, "version": row.version, "task_id": task_id,
            "words": len(draft.text.split()), "file_url": file_url(row),
        }
    )  # fmt: skip


def draft_of(row: store.Document) -> Draft:
    """The draft that a letter, mail or text was kept from."""
    sentences = [ContentSentence.model_validate(item) for item in row.proof]
    return Draft.model_validate({**row.data["draft"], "sentences": sentences})


def summary_of(row: store.Document) -> DocumentSummary:
    """One line of the list of documents."""
    columns = ("id", "number", "kind", "title", "format", "size", "pages", "version", "series_id", "job_id",
               "tailored_resume_id", "created_at")  # fmt: skip
    return DocumentSummary.model_validate(
        {**{name: getattr(row, name) for name in columns}, "formats": FORMATS[row.kind], "file_url": file_url(row)}
    )


def file_url(row: store.Document) -> str:
    """Where a document's file is served."""
    return f"/api/v1/documents/{row.id}/file"
