"""Which resume and letter version went out: one log of uses, and what an application shows of it."""

from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications, content, events, resumes, tailoring
from store.actors import Actor
from store.errors import NotFoundError
from tools.applications.around.keeping import write_line
from tools.applications.around.schemas import NoteSent, SentDocuments, SentEntry
from tools.applications.schemas import SentDocument

SentKind = Literal["resume", "letter"]
LETTERS = frozenset({"cover_letter", "email"})


async def write_use(
    session: AsyncSession, actor: Actor, job_id: UUID | None, kind: SentKind, document: SentDocument, *,
    note: str | None = None,
) -> tuple[content.DocumentUse, dict[str, Any] | None]:  # fmt: skip
    """Write down that a document of the actor's went out for a job, and on the job's application where it has one.

    Answers the use, and how the application was before (for `forget_use`).
    """
    application = await applications.of_job(session, actor, job_id) if job_id else None
    use = await content.add_use(
        session, actor, job_id=job_id, application_id=application.id if application else None, note=note,
        **document.model_dump(exclude={"name"}),
    )  # fmt: skip
    if application is None:
        return use, None
    before = getattr(application, kind)
    setattr(application, kind, document.model_dump(mode="json", exclude_none=True))
    await write_line(session, actor, application.id, "attachment", "sent", use.id, document.name)
    return use, {"id": str(application.id), "kind": kind, "before": before}


async def forget_use(session: AsyncSession, actor: Actor, inverse: dict[str, Any]) -> None:
    """Take a use back, and what the application shows of it; else NotFoundError."""
    await content.remove_use(session, actor, UUID(inverse["id"]))
    if before := inverse.get("application"):
        application = await applications.get(session, actor, UUID(before["id"]), lock=True)
        setattr(application, before["kind"], before["before"])


async def note_sent(session: AsyncSession, actor: Actor, application_id: UUID, data: NoteSent) -> SentDocuments:
    """Write down which resume or letter went out with an application, undoable."""
    row = await applications.get(session, actor, application_id, lock=True)
    document = await _document(session, actor, data)
    use, before = await write_use(session, actor, row.job_id, data.kind, document, note=data.note)
    await events.record(
        session, actor, kind="document_sent", subject="application", subject_id=row.id, data={"title": document.name},
        inverse={"operation": "tailoring.remove_use", "id": str(use.id), "application": before},
    )  # fmt: skip
    return await sent_with(session, actor, application_id)


async def sent_with(session: AsyncSession, actor: Actor, application_id: UUID) -> SentDocuments:
    """What went out with an application now, and every time something did, the newest first."""
    row = await applications.get(session, actor, application_id)
    uses = await content.uses(session, actor, job_id=row.job_id)
    return SentDocuments(
        resume=SentDocument.model_validate(row.resume) if row.resume else None,
        letter=SentDocument.model_validate(row.letter) if row.letter else None,
        sent=[await _entry(session, actor, use) for use in uses],
    )  # fmt: skip


async def _entry(session: AsyncSession, actor: Actor, use: content.DocumentUse) -> SentEntry:
    named = NoteSent.model_construct(
        kind="resume", tailored_resume_id=use.tailored_resume_id, version=use.version, document_id=use.document_id,
        resume_id=use.resume_id,
    )  # fmt: skip
    try:
        document = await _document(session, actor, named)
    except NotFoundError:  # deleted since; that it went out stays written down
        known = {name: getattr(use, name) for name in ("resume_id", "tailored_resume_id", "version", "document_id")}
        document = SentDocument(**known, name="a document that was deleted since")
    return SentEntry(**document.model_dump(), id=use.id, sent_at=use.used_at, note=use.note)


async def _document(session: AsyncSession, actor: Actor, data: NoteSent) -> SentDocument:
    """The actor's document that is meant, with what it is called; else NotFoundError."""
    if data.tailored_resume_id is not None:
        row = await tailoring.get(session, actor, data.tailored_resume_id)
        if not (data.version or row.version):
            raise NotFoundError(f"Tailored resume {row.number} has no version yet.", code="NO_VERSION")
        number = (await tailoring.get_version(session, actor, row.id, data.version or row.version)).version
        name = f"Tailored resume {row.number}, version {number}"
        return SentDocument(tailored_resume_id=row.id, version=number, name=name)
    if data.document_id is not None:
        document = await content.get_document(session, actor, data.document_id)
        if data.kind == "letter" and document.kind not in LETTERS:
            raise NotFoundError("That document is no letter.", code="NO_LETTER")
        return SentDocument(document_id=document.id, version=document.version, name=document.title)
    if data.resume_id is None:
        raise NotFoundError("It is not known which document that was.")
    resume = await resumes.get(session, actor, data.resume_id)
    return SentDocument(resume_id=resume.id, name=resume.filename)
