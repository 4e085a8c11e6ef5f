"""Letters, mails, templates and documents over REST."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from api.deps import ActorDep, ContextDep, PageDep, SessionDep, make_router
from api.files import file_response
from graphs import pipelines
from store import jobs, resumes
from store import runs as run_store
from store import tailoring as tailored
from store.database import transaction
from store.errors import ConflictError
from store.pagination import Page
from tools.content import documents, exporting, service
from tools.content.exporting import FileFormat
from tools.content.schemas import (
    DocumentDetail,
    DocumentKind,
    DocumentSummary,
    EditDocument,
    ExportResume,
    GenerateContent,
    GeneratedContent,
    RewriteDocument,
    TemplateEntry,
    TemplateList,
)
from tools.content.tools import EXPORT_RESUME, LIST_TEMPLATES
from tools.context import Context
from tools.registry import call
from tools.resumes.schemas import NoArguments
from tools.tailoring.schemas import DocumentFormat, Paper
from tools.text import ShortText

router = make_router("content")
session_router = make_router("tailoring")
KINDS = (
    "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "text/markdown",
    "application/json", "text/plain",
)  # fmt: skip
FILES: dict[int | str, dict[str, Any]] = {200: {"content": {kind: {} for kind in KINDS}, "description": "The file"}}


@router.post("/content/generate", summary="Write a cover letter, a tailored text or an e-mail")
async def generate(context: ContextDep, data: GenerateContent) -> GeneratedContent:
    """The text with what every sentence rests on, what was refused and why, the gaps, and its document."""
    async with transaction(context.sessions) as session:
        if data.job_id is not None:
            await jobs.get(session, context.actor, data.job_id)
        if data.resume_id is not None:
            await resumes.get(session, context.actor, data.resume_id)
        begun = await service.generate(session, context.actor, data)
    return await written(context, begun)


async def written(context: Context, begun: GeneratedContent) -> GeneratedContent:
    """See a letter that was begun through to its end. Raises ConflictError with the reason when it fails."""
    if begun.task_id is None:
        return begun
    await pipelines.execute(context.services, context.actor, begun.task_id)
    async with context.sessions() as session:
        run = await run_store.get(session, context.actor, begun.task_id)
        result = await service.result_of_run(session, context.actor, run)
    if result.status == "completed":
        return result
    code = (run.error or {}).get("code", "NOT_WRITTEN")
    raise ConflictError(result.error or "The letter was stopped before it was written.", code=code)


@router.get("/templates", summary="List the templates")
async def list_templates(context: ContextDep) -> Page[TemplateEntry]:
    """How resumes and letters can look, ours and those of the data folder's `templates`, and which mails there are."""
    found: TemplateList = await call(LIST_TEMPLATES, context, NoArguments())
    return Page(items=found.templates, next_cursor=None, total=len(found.templates))


@router.get("/documents", summary="List the documents")
async def list_documents(
    session: SessionDep,
    actor: ActorDep,
    page: PageDep,
    kind: DocumentKind | None = None,
    job_id: Annotated[UUID | None, Query(description="Only those written for this job")] = None,
) -> Page[DocumentSummary]:
    """Letters, mails and files that were made, the newest first."""
    return await documents.list_page(session, actor, page, kind=kind, job_id=job_id)


@router.post("/documents", status_code=201, summary="Hand out a tailored resume as a file")
async def export_resume(context: ContextDep, data: ExportResume) -> DocumentDetail:
    """Rendered in the format, template and paper asked for, checked, and kept; a failed check is refused with why."""
    return await call(EXPORT_RESUME, context, data)


@router.get("/documents/{document_id}", summary="One document")
async def get_document(session: SessionDep, actor: ActorDep, document_id: UUID) -> DocumentDetail:
    """Its text, its sentences with their proof, what checking the file has shown, its other versions."""
    return await documents.get_document(session, actor, document_id)


@router.patch("/documents/{document_id}", summary="Word a letter or mail oneself")
async def edit_document(
    session: SessionDep, actor: ActorDep, document_id: UUID, data: EditDocument
) -> GeneratedContent:
    """A new version. Sentences of one's own are marked so, with what the resume does not hold of them."""
    return await documents.edit(session, actor, document_id, data)


@router.post("/documents/{document_id}/rewrite", summary="Write a letter or mail anew")
async def rewrite_document(context: ContextDep, document_id: UUID, data: RewriteDocument) -> GeneratedContent:
    """A new version with another tone, length, language or emphasis; the earlier ones stay."""
    async with transaction(context.sessions) as session:
        begun = await documents.rewrite(session, context.actor, document_id, data)
    return await written(context, begun)


@router.delete("/documents/{document_id}", status_code=204, summary="Delete a document")
async def delete_document(session: SessionDep, actor: ActorDep, document_id: UUID) -> None:
    """It can be brought back by undo."""
    await documents.remove(session, actor, document_id)


@router.get(
    "/documents/{document_id}/file", summary="A document's file", response_class=Response, responses=FILES,
)  # fmt: skip
async def get_file(
    context: ContextDep, document_id: UUID, format: FileFormat | None = None, download: bool = True
) -> Response:
    """As it was kept, or in another format, which is made and checked now."""
    file = await exporting.file_of(context, document_id, format)
    return file_response(file.content, file.media_type, file.name, download=download)


@session_router.get(
    "/tailoring-sessions/{session_id}/export", summary="A tailored resume in a format", response_class=Response,
    responses=FILES,
)  # fmt: skip
async def export_session(
    context: ContextDep,
    session_id: UUID,
    format: DocumentFormat = "pdf",
    template: ShortText | None = None,
    paper: Paper | None = None,
    version: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
    download: bool = True,
) -> Response:
    """Made and checked now, and not kept; POST /documents keeps it."""
    async with context.sessions() as session:
        await tailored.get(session, context.actor, session_id)
    wanted = ExportResume(tailored=str(session_id), format=format, template=template, paper=paper, version=version)
    made = await exporting.gather_export(context, wanted)
    name = f"resume-{made.number}-version-{made.shown}{made.exported.extension}"
    return file_response(made.exported.content, made.exported.media_type, name, download=download)
