"""Files: a document in another format, a tailored resume handed out. Rendering happens before any session."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from store import content as store
from store.actors import Actor
from store.base import new_id
from store.errors import ConflictError
from tools.content.documents import check_format, detail_of
from tools.content.keeping import PLAIN, note_added
from tools.content.mails import mail_kinds
from tools.content.schemas import (
    LANGUAGES,
    ContentSentence,
    DocumentDetail,
    ExportResume,
    TemplateEntry,
    TemplateList,
)
from tools.context import Context
from tools.resumes.schemas import NoArguments
from tools.tailoring.documents.templates_catalogue import Catalogue, catalogue
from tools.tailoring.revision import versions
from tools.tailoring.schemas import Claim, DocumentFormat, Exported, LetterDocument, TailoredDocument
from tools.tailoring.service import find_tailored
from tools.tailoring.wording import RIGHT

FileFormat = Literal["pdf", "docx", "md", "txt", "json"]


class File(BaseModel):
    """A document's file: its bytes, their type, and what to call it."""

    content: bytes
    media_type: str
    name: str


class PreparedExport(ExportResume):
    """A tailored resume rendered as a file, before it is kept."""

    tailored_id: UUID
    number: int
    shown: int
    document: TailoredDocument
    exported: Exported


class TemplateWish(NoArguments):
    """Nothing to say; `found` are the templates, read from their folders."""

    found: Catalogue = Catalogue(templates=[])


async def file_of(context: Context, document_id: UUID, wanted: FileFormat | None = None) -> File:
    """A document's file, in the format it was kept in or in another. Raises what the renderer raises."""
    async with context.sessions() as session:
        row = await store.get_document(session, context.actor, document_id)
    wanted = wanted or row.format  # type: ignore[assignment]
    check_format(row.kind, str(wanted))
    name = f"{row.kind.replace('_', '-')}-{row.number}"
    if wanted == row.format:
        return File(content=row.content, media_type=row.media_type, name=f"{name}.{row.format}")
    exported = await _exported(context, row, wanted)  # type: ignore[arg-type]
    media_type = PLAIN if wanted == "txt" else exported.media_type
    return File(content=exported.content, media_type=media_type, name=f"{name}{exported.extension}")


async def _exported(context: Context, row: store.Document, wanted: DocumentFormat) -> Exported:
    if row.kind == "cover_letter":
        return await context.services.renderer.letter(LetterDocument.model_validate(row.data["letter"]), wanted)
    return await context.services.renderer.export(TailoredDocument.model_validate(row.data["document"]), wanted)


async def gather_export(context: Context, data: ExportResume) -> PreparedExport:
    """Read the tailored resume, render and check it, before any session that writes."""
    async with context.sessions() as session:
        row = await find_tailored(session, context.actor, data.tailored)
        if not row.version:
            raise ConflictError(
                f"Tailored resume {row.number} has no document yet: it is {row.status}"
                + (f" ({row.error})." if row.error else "."),
                code="NOT_FINISHED",
            )
        version = await versions.get_version(session, context.actor, row.id, data.version or row.version)
    changes = {name: value for name, value in (("template", data.template), ("paper", data.paper)) if value}
    document = version.document.model_copy(update=changes)
    exported = await context.services.renderer.export(document, data.format)
    return PreparedExport(
        **data.model_dump(), tailored_id=row.id, number=row.number, shown=version.version, document=document,
        exported=exported,
    )  # fmt: skip


async def export_resume(session: AsyncSession, actor: Actor, data: PreparedExport) -> DocumentDetail:
    """Keep the file as a document, with what checking it has shown and what each line rests on."""
    document, exported = data.document, data.exported
    title = " – ".join(part for part in (document.job_title, document.company) if part)
    row = await store.add_document(
        session, actor, new_id(), kind="resume", title=title, format=data.format, media_type=exported.media_type,
        size=len(exported.content), pages=exported.checks.pages or None, content=exported.content,
        checks=exported.checks.model_dump(mode="json"), data={"document": document.model_dump(mode="json")},
        proof=[_proved(claim).model_dump(mode="json") for claim in document.claims],
        options={"template": document.template, "paper": document.paper, "tailored": data.number},
        tailored_resume_id=data.tailored_id, version=data.shown,
    )  # fmt: skip
    await note_added(session, actor, row)
    return await detail_of(session, actor, row)


def _proved(claim: Claim) -> ContentSentence:
    origin: Literal["model", "fallback", "source"] = "model" if claim.origin == "reworded" else claim.origin
    text = claim.text.replace(RIGHT, ", ")
    return ContentSentence(text=text, kind="claim", fact_ids=claim.fact_ids, covers=claim.covers, origin=origin)


async def gather_templates(context: Context, _: NoArguments) -> TemplateWish:
    """Read the folders of templates, ours and the person's own."""
    return TemplateWish(found=catalogue(context.settings.jobwright_home / "templates"))


async def list_templates(session: AsyncSession, actor: Actor, data: TemplateWish) -> TemplateList:  # noqa: ARG001
    """How documents can look, and what mails can be written."""
    looks = [
        TemplateEntry(
            name=item.name, kind="resume" if item.kind == "resume" else "cover_letter", title=item.title,
            description=item.description, papers=list(item.papers), columns=item.columns, languages=item.languages,
        )
        for item in data.found.templates
    ]  # fmt: skip
    mails = [
        TemplateEntry(name=name, kind="email", title=title, description=purpose, languages=list(LANGUAGES))
        for name, (_, title, purpose) in mail_kinds().items()
    ]
    return TemplateList(templates=[*looks, *mails])
