"""Documents: listed, shown, handed out in a format, worded anew, taken away. Works in the caller's session."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import content as store
from store import events
from store import resumes as resume_store
from store.actors import Actor
from store.base import new_id
from store.errors import ConflictError, NotFoundError, ValidationError
from store.pagination import Page, PageRequest
from tools.content import service
from tools.content.keeping import FORMATS, content_of, draft_of, follow_letter, keep, summary_of
from tools.content.own_words import in_own_words
from tools.content.schemas import (
    DocumentDetail,
    DocumentKind,
    DocumentList,
    DocumentReference,
    DocumentSummary,
    EditDocument,
    GeneratedContent,
    ListDocuments,
    MailRequest,
    RemovedDocument,
    RewriteDocument,
    RewriteLetter,
    ShowDocument,
)
from tools.content.wishes import read_wishes
from tools.content.writing import LetterOrder, letter_page
from tools.context import utc_now
from tools.jobs.service import find_job, get_job
from tools.references import Named, resolve
from tools.resumes.schemas import ResumeFact
from tools.resumes.service import fact_of, find_resume
from tools.tailoring.schemas import DocumentChecks, LetterDocument

_SHOWN = 50


async def list_page(
    session: AsyncSession,
    actor: Actor,
    page: PageRequest,
    *,
    kind: DocumentKind | None = None,
    job_id: UUID | None = None,
) -> Page[DocumentSummary]:
    """The actor's documents, newest first; of one kind, of one job."""
    found = await store.list_documents(session, actor, page, kind=kind, job_id=job_id)
    return Page(
        items=[summary_of(row) for row in found["items"]], next_cursor=found["next_cursor"], total=found["total"]
    )


async def list_documents(session: AsyncSession, actor: Actor, data: ListDocuments) -> DocumentList:
    """The newest of them, for a conversation."""
    job_id = await find_job(session, actor, data.job) if data.job else None
    page = await list_page(session, actor, PageRequest(limit=_SHOWN), kind=data.kind, job_id=job_id)
    return DocumentList(documents=page["items"], total=page["total"])


async def find_document(
    session: AsyncSession, actor: Actor, reference: str | None, *, kinds: Sequence[DocumentKind] = ()
) -> store.Document:
    """The document that a number, an id or words of its title mean; the latest without a reference.

    Raises NotFoundError `NO_DOCUMENT` while there is none (of these kinds).
    """
    rows = (await store.list_documents(session, actor, PageRequest(limit=200)))["items"]
    if kinds:
        rows = [row for row in rows if row.kind in kinds]
    if not rows:
        raise NotFoundError("There is no document yet. Ask for a cover letter, a mail or a file.", code="NO_DOCUMENT")
    if reference is None:
        return await store.get_document(session, actor, rows[0].id)
    things = [Named(row.id, row.number, f"{row.kind.replace('_', ' ')} {row.title}") for row in rows]
    return await store.get_document(session, actor, resolve(reference, things, kind="document"))


async def show_document(session: AsyncSession, actor: Actor, data: ShowDocument) -> DocumentDetail:
    """One document in full, with where its file is served in the format that is wanted."""
    row = await find_document(session, actor, data.document)
    shown = await detail_of(session, actor, row)
    if data.format is None:
        return shown
    check_format(row.kind, data.format)
    return shown.model_copy(update={"format": data.format, "file_url": f"{shown.file_url}?format={data.format}"})


async def get_document(session: AsyncSession, actor: Actor, document_id: UUID) -> DocumentDetail:
    """The same by its id, else NotFoundError."""
    return await detail_of(session, actor, await store.get_document(session, actor, document_id))


async def detail_of(session: AsyncSession, actor: Actor, row: store.Document) -> DocumentDetail:
    """A document's row with its text, its proof and its other versions."""
    others = [other for other in await store.series_of(session, actor, row.series_id) if other.id != row.id]
    shown = draft_of(row).model_dump(exclude={"kind", "title"}) if "draft" in row.data else {}
    return DocumentDetail.model_validate(
        {
            "sentences": row.proof, **shown, **summary_of(row).model_dump(), "options": row.options,
            "versions": [summary_of(other) for other in others],
            "checks": DocumentChecks.model_validate(row.checks) if row.checks else None,
        }
    )  # fmt: skip


async def remove(session: AsyncSession, actor: Actor, document_id: UUID) -> RemovedDocument:
    """Take a document away; undo brings it back."""
    row = await store.get_document(session, actor, document_id)
    await store.remove_document(session, actor, document_id)
    await follow_letter(session, actor, row.job_id)
    await events.record(
        session, actor, kind="document_deleted", subject="document", subject_id=row.id, data={"title": row.title},
        inverse={"operation": "documents.restore", "id": str(row.id)},
    )  # fmt: skip
    return RemovedDocument(id=row.id, number=row.number, title=row.title)


async def remove_document(session: AsyncSession, actor: Actor, data: DocumentReference) -> RemovedDocument:
    """The same for the document that is meant."""
    return await remove(session, actor, (await find_document(session, actor, data.document)).id)


async def edit(session: AsyncSession, actor: Actor, document_id: UUID, data: EditDocument) -> GeneratedContent:
    """Keep a letter or mail in the person's own words as its next version.

    Sentences that stand as they were keep their proof. Others are marked as the person's own, and what no fact holds
    of them is told, not forbidden.
    """
    row = await _letter(session, actor, document_id)
    draft = draft_of(row)
    facts, today = await facts_behind(session, actor, row), utc_now().date()
    draft = in_own_words(draft, data.text, facts, today).model_copy(update={"subject": data.subject or draft.subject})
    letter = letter_page(draft, facts, today) if row.kind == "cover_letter" else None
    if letter is not None:
        # Who it is from, and how it looks, stays as it was.
        before = LetterDocument.model_validate(row.data["letter"])
        letter = letter.model_copy(update=before.model_dump(include={"name", "sender", "template", "paper"}))
    options = {name: value for name, value in row.options.items() if name != "own_text"}
    kept = await keep(
        session, actor, new_id(), draft, job_id=row.job_id, series_id=row.series_id, options=options, letter=letter
    )
    return content_of(kept)


async def facts_behind(session: AsyncSession, actor: Actor, row: store.Document) -> list[ResumeFact]:
    """The facts of the resume that a text was written from; none once it is erased, for the text outlives it."""
    reference = row.options.get("resume_id") or row.options.get("resume")
    try:
        resume = await find_resume(session, actor, str(reference) if reference else None)
    except NotFoundError:
        return []
    return [fact_of(fact) for fact in await resume_store.facts(session, actor, resume.id)] if resume else []


async def rewrite(
    session: AsyncSession, actor: Actor, document_id: UUID, data: RewriteDocument, **look: Any
) -> GeneratedContent:
    """Write a letter or mail anew with something different, as its next version; a letter is begun (see `begin`).

    `look` are further fields of a letter's LetterOrder: profile, template, paper.
    """
    row = await _letter(session, actor, document_id)
    changes = changes_of(row.options.get("prompt"), data)
    if row.kind == "cover_letter":
        behind = row.options.get("resume_id") or (await service.resume_to_write_from(session, actor, None)).id
        order = LetterOrder.model_validate(
            {
                **row.options, **changes, **look, "resume_id": behind, "job_id": row.job_id, "document_id": new_id(),
                "series_id": row.series_id,
            }
        )  # fmt: skip
        return await service.begin(session, actor, order)
    changes.pop("length", None)
    request = MailRequest.model_validate({**row.options, **changes})
    job = await get_job(session, actor, row.job_id) if row.job_id else None
    resume = await find_resume(session, actor, request.resume)
    facts = (
        [fact_of(fact) for fact in await resume_store.facts(session, actor, resume.id)] if resume is not None else []
    )
    language = resume.language if resume is not None else "en"
    return await service.keep_mail(session, actor, request, job, facts, language, series_id=row.series_id)


def changes_of(before: str | None, data: RewriteDocument) -> dict[str, Any]:
    """What is different: wishes gather over the versions, and of tone and length the newest word counts."""
    changes = data.model_dump(exclude_none=True, include=set(RewriteDocument.model_fields))
    if data.prompt:
        wishes = read_wishes(data.prompt)
        said = {name: value for name, value in (("tone", wishes.tone), ("length", wishes.length)) if value}
        changes = {**said, **changes, "prompt": f"{before}; {data.prompt}" if before else data.prompt}
    return changes


async def rewrite_letter(session: AsyncSession, actor: Actor, data: RewriteLetter) -> GeneratedContent:
    """The same for the letter or mail that is meant."""
    row = await find_document(session, actor, data.document, kinds=("cover_letter", "email"))
    return await rewrite(session, actor, row.id, data)


async def _letter(session: AsyncSession, actor: Actor, document_id: UUID) -> store.Document:
    row = await store.get_document(session, actor, document_id)
    if row.kind not in {"cover_letter", "email"}:
        raise ConflictError(
            f"Document {row.number} is a resume. Change it in its tailoring session, and export it anew.",
            code="NOT_A_LETTER",
        )
    return row


def check_format(kind: str, wanted: str) -> None:
    """Raise ValidationError `FORMAT_UNKNOWN` for a format that documents of a kind cannot be had in. Pure."""
    if wanted not in FORMATS[kind]:
        known = ", ".join(FORMATS[kind])
        raise ValidationError(
            f"A document of the kind {kind.replace('_', ' ')} cannot be had as {wanted}; choose one of {known}.",
            code="FORMAT_UNKNOWN",
        )
