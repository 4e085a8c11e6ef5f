"""The versions of a tailored resume: every finished state is kept, and going back adds one more."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store import tailoring as store
from store.actors import Actor
from store.errors import ConflictError
from tools.tailoring.revision.comparing import line_differences, requirement_differences, same_lines
from tools.tailoring.revision.version_schemas import (
    DocumentComparison,
    DocumentSide,
    RestoredVersion,
    TailoredVersionDetail,
    TailoredVersionList,
    TailoredVersionSummary,
)
from tools.tailoring.schemas import DocumentChecks, Rendered, TailoredDocument


async def save(
    session: AsyncSession,
    actor: Actor,
    tailored_id: UUID,
    rendered: Rendered,
    reason: str,
    *,
    after: int | None = None,
) -> int:
    """Keep a rendered document as the newest version, with its claims; answers its number.

    Saving the newest document again adds nothing. Raises ConflictError `CHANGED_MEANWHILE` when `after` is given and
    another version has come since.
    """
    row = await store.add_version(
        session, actor, tailored_id, reason=reason, document=rendered.document.model_dump(mode="json"),
        pdf=rendered.pdf, checks=rendered.checks.model_dump(mode="json"), after=after,
    )  # fmt: skip
    await save_claims(session, actor, tailored_id, rendered.document)
    return row.version


async def save_claims(session: AsyncSession, actor: Actor, tailored_id: UUID, document: TailoredDocument) -> None:
    """Keep the claims of the newest document, sentence -> facts, in the place of those before."""
    await store.save_claims(
        session, actor, tailored_id,
        [
            {"line": claim.id, "text": claim.text, "origin": claim.origin, "fact_ids": claim.fact_ids}
            for claim in document.claims
        ],
    )  # fmt: skip


async def list_versions(session: AsyncSession, actor: Actor, tailored_id: UUID) -> TailoredVersionList:
    """Every version of a tailoring, newest first, else NotFoundError."""
    head = await store.get(session, actor, tailored_id)
    document = TailoredDocument.model_validate(head.document) if head.document else None
    rows = await store.versions(session, actor, tailored_id)
    return TailoredVersionList(
        id=head.id,
        number=head.number,
        job_title=document.job_title if document else None,
        company=document.company if document else None,
        versions=[_summary(row, head.version) for row in rows],
    )


async def get_version(session: AsyncSession, actor: Actor, tailored_id: UUID, version: int) -> TailoredVersionDetail:
    """One version with its document and checks, else NotFoundError."""
    head = await store.get(session, actor, tailored_id)
    row = await store.get_version(session, actor, tailored_id, version)
    return TailoredVersionDetail(
        **_summary(row, head.version).model_dump(),
        document=TailoredDocument.model_validate(row.document),
        checks=DocumentChecks.model_validate(row.checks) if row.checks else None,
    )


async def version_pdf(session: AsyncSession, actor: Actor, tailored_id: UUID, version: int) -> bytes:
    """The PDF of one version, else NotFoundError."""
    return (await store.get_version(session, actor, tailored_id, version)).pdf


async def compare_versions(
    session: AsyncSession, actor: Actor, tailored_id: UUID, before: int | None = None, after: int | None = None
) -> DocumentComparison:
    """How two versions of one tailoring differ; without numbers, the newest and the one before it."""
    head = await store.get(session, actor, tailored_id)
    newest = after or head.version
    return await compare(session, actor, (tailored_id, before or max(1, newest - 1)), (tailored_id, newest))


async def compare(
    session: AsyncSession, actor: Actor, before: tuple[UUID, int | None], after: tuple[UUID, int | None]
) -> DocumentComparison:
    """How two tailored documents differ, each named by its tailoring and version (None: the newest)."""
    first, old = await _side(session, actor, *before)
    second, new = await _side(session, actor, *after)
    return DocumentComparison(
        before=first, after=second, differences=line_differences(old, new), same=same_lines(old, new),
        requirements=requirement_differences(old, new),
    )  # fmt: skip


async def _side(
    session: AsyncSession, actor: Actor, tailored_id: UUID, version: int | None
) -> tuple[DocumentSide, TailoredDocument]:
    head = await store.get(session, actor, tailored_id)
    row = await store.get_version(session, actor, tailored_id, version or head.version)
    document = TailoredDocument.model_validate(row.document)
    side = DocumentSide(
        id=head.id, number=head.number, version=row.version, job_title=document.job_title, company=document.company,
        template=document.template, paper=document.paper, pages=row.checks.get("pages"), lines=len(document.claims),
    )  # fmt: skip
    return side, document


async def restore(session: AsyncSession, actor: Actor, tailored_id: UUID, version: int) -> RestoredVersion:
    """Go back to an older version, undoable. ConflictError `NEWEST_ALREADY` for the one that is shown now."""
    head = await store.get(session, actor, tailored_id)
    if head.version == version:
        raise ConflictError(f"Version {version} is the newest already.", code="NEWEST_ALREADY")
    before, number = head.version, head.number
    new = await go_back(session, actor, tailored_id, version)
    await events.record(
        session, actor, kind="tailored_changed", subject="tailored resume", subject_id=tailored_id,
        data={"title": f"{number}: went back to version {version}"},
        inverse={"operation": "tailoring.restore_version", "id": str(tailored_id), "version": before},
    )  # fmt: skip
    return RestoredVersion(
        id=tailored_id, number=number, version=new, restored=version,
        pdf_url=f"/api/v1/tailoring-sessions/{tailored_id}/pdf",
    )  # fmt: skip


async def go_back(session: AsyncSession, actor: Actor, tailored_id: UUID, version: int) -> int:
    """Make an older version the newest again, as a version of its own; answers its number. Undo comes here too."""
    row = await store.get_version(session, actor, tailored_id, version)
    new = await store.add_version(
        session, actor, tailored_id, reason=f"went back to version {version}: {row.reason}", document=row.document,
        pdf=row.pdf, checks=row.checks,
    )  # fmt: skip
    await save_claims(session, actor, tailored_id, TailoredDocument.model_validate(row.document))
    return new.version


def _summary(row: store.TailoredVersion, newest: int) -> TailoredVersionSummary:
    return TailoredVersionSummary(
        version=row.version,
        reason=row.reason,
        pages=row.checks.get("pages"),
        is_newest=row.version == newest,
        pdf_url=f"/api/v1/tailoring-sessions/{row.tailored_resume_id}/versions/{row.version}/pdf",
        created_at=row.created_at,
    )
