"""Earlier states of a resume: kept before each change of its file, compared, and put back.

Every function works in the caller's session and never commits.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store import resumes as store
from store.actors import Actor
from store.errors import ConflictError, NotFoundError
from tools.resumes import primary, service
from tools.resumes.diffing import diff
from tools.resumes.pairing import carry_ids
from tools.resumes.schemas import OptionalResume, PreparedResume, Resume, ResumeFact
from tools.resumes.version_schemas import (
    ResumeAtVersion,
    ResumeDiff,
    ResumeVersionRow,
    ResumeVersions,
    VersionReason,
)

COLUMNS = ("pages", "language", "name", "headline", "sections", "warnings", "layout", "status", "error", "merged")


async def new_version(
    session: AsyncSession, actor: Actor, resume_id: UUID, data: PreparedResume, *, reason: VersionReason = "uploaded"
) -> Resume:
    """Put a newer file, or a new reading of the same, in the place of what was known; the state before is kept.

    Facts that are still there keep their ids, and corrections stand wherever their fact is still read. The very file
    that is there already changes nothing. Undo brings the state before back.
    """
    row = await store.locked(session, actor, resume_id)
    _check_file(row)
    content_hash = service.hash_of(data.content)
    if reason == "uploaded" and content_hash == row.content_hash:
        return await service.get(session, actor, resume_id)
    before = await keep(session, actor, row, reason)
    read, _ = await primary.layers(session, actor, resume_id)
    facts = carry_ids(read, service.facts_of(data.parsed))
    row.filename, row.content, row.content_hash = data.filename, data.content, content_hash
    for column, value in service.read_columns(data.parsed, data.embedding, facts).items():
        setattr(row, column, value)
    await session.flush()
    await primary.settle(session, actor, resume_id)
    await note(session, actor, row, before, reason)
    return await service.get(session, actor, resume_id)


def _check_file(row: store.Resume) -> None:
    service.check_has_file(row)
    if row.status in {"pending", "processing"}:
        raise ConflictError("This resume is still being read. Wait until it is done.", code="STILL_READING")


async def read_anew(session: AsyncSession, actor: Actor, resume_id: UUID, data: PreparedResume) -> Resume:
    """Put what today's reader finds in the resume's own file in the place of what was known."""
    row = await store.get(session, actor, resume_id)
    if row.status == "failed":  # there is nothing to keep of a file that could not be read
        await first_reading(session, actor, resume_id, data)
        await primary.rematch(session, actor, resume_id)
        return await service.get(session, actor, resume_id)
    return await new_version(session, actor, resume_id, data, reason="read anew")


async def first_reading(session: AsyncSession, actor: Actor, resume_id: UUID, data: PreparedResume) -> None:
    """Fill in a resume that was only uploaded so far; nothing is matched yet."""
    row = await store.locked(session, actor, resume_id)
    facts = service.facts_of(data.parsed)
    for column, value in service.read_columns(data.parsed, data.embedding, facts).items():
        setattr(row, column, value)
    await session.flush()
    await store.primary_if_none(session, actor, resume_id)
    await primary.lay_facts(session, actor, resume_id)
    await service.note_added(session, actor, row)


async def keep(session: AsyncSession, actor: Actor, row: store.Resume, reason: VersionReason) -> int:
    """Keep the resume as it stands under its version, and count on; answers the number of what was kept."""
    facts = await service.stored_facts(session, actor, row.id)
    await store.add_version(
        session, actor, row.id, version=row.version, reason=reason, filename=row.filename,
        media_type=row.media_type, content=await store.content(session, actor, row.id),
        content_hash=row.content_hash, text=row.text, read=await _read_state(session, actor, row),
        facts=[fact.model_dump(mode="json") for fact in facts],
    )  # fmt: skip
    row.version += 1
    await session.flush()
    return row.version - 1


async def _read_state(session: AsyncSession, actor: Actor, row: store.Resume) -> dict[str, Any]:
    read, _ = await primary.layers(session, actor, row.id)
    embedding = await store.embedding_of(session, actor, row.id)
    state: dict[str, Any] = {column: getattr(row, column) for column in COLUMNS}
    state["read_facts"] = [fact.model_dump(mode="json") for fact in read]
    state["embedding"] = None if embedding is None else [float(x) for x in embedding]
    state["corrections"] = [
        {"id": str(each.id), "operation": each.operation, "fingerprint": each.fingerprint, "values": each.values,
         "created_at": each.created_at.isoformat()}
        for each in await store.corrections(session, actor, row.id)
    ]  # fmt: skip
    return state


async def note(
    session: AsyncSession, actor: Actor, row: store.Resume, before: int, reason: VersionReason
) -> None:  # fmt: skip
    """Write down that a resume has a new version; undo puts the one before back."""
    await events.record(
        session, actor, kind="resume_version", subject="resume", subject_id=row.id,
        data={"filename": row.filename, "changed": {"version": row.version, "reason": reason}},
        inverse={"operation": "resumes.revert", "id": str(row.id), "version": before},
    )  # fmt: skip


async def restore(session: AsyncSession, actor: Actor, resume_id: UUID, number: int) -> Resume:
    """Make an earlier state of a resume the current one, file, facts and corrections; the state before is kept too.

    Raises NotFoundError for a version there is none of, ConflictError `IS_CURRENT` for the current one.
    """
    row = await store.locked(session, actor, resume_id)
    if number == row.version:
        raise ConflictError(f"Version {number} is the current one.", code="IS_CURRENT")
    await store.version(session, actor, resume_id, number)
    before = await keep(session, actor, row, "restored")
    await _put_back(session, actor, row, number)
    await note(session, actor, row, before, "restored")
    return await service.get(session, actor, resume_id)


async def revert(session: AsyncSession, actor: Actor, resume_id: UUID, number: int) -> None:
    """Take the newest version back: what was kept before it is in force again. No event is written."""
    row = await store.locked(session, actor, resume_id)
    if number != row.version - 1:
        raise NotFoundError("There is a newer version of this resume by now.")
    await _put_back(session, actor, row, number)
    await store.remove_version(session, actor, resume_id, number)
    row.version = number
    await session.flush()


async def _put_back(session: AsyncSession, actor: Actor, row: store.Resume, number: int) -> None:
    kept = await store.version(session, actor, row.id, number)
    row.filename, row.media_type, row.text = kept.filename, kept.media_type, kept.text
    row.content, row.content_hash = kept.content, kept.content_hash
    for column in (*COLUMNS, "read_facts", "embedding"):
        setattr(row, column, kept.read[column])
    await session.flush()
    await store.remove_corrections(session, actor, row.id)
    for each in kept.read["corrections"]:
        made = datetime.fromisoformat(each["created_at"])
        await store.add_correction(session, actor, row.id, **{**each, "id": UUID(each["id"]), "created_at": made})
    await primary.settle(session, actor, row.id)


async def list_versions(session: AsyncSession, actor: Actor, resume_id: UUID) -> ResumeVersions:
    """All states of a resume, oldest first; the current one comes last."""
    row = await store.get(session, actor, resume_id)
    kept = await store.versions(session, actor, resume_id)
    counts = await store.version_counts(session, actor, resume_id)
    reasons: list[Any] = ["merged" if row.kind == "record" else "uploaded", *(each.reason for each in kept)]
    rows = [
        ResumeVersionRow(
            version=each.version, reason=reason, filename=each.filename, facts=counts[each.version][0],
            corrections=counts[each.version][1], until=each.created_at,
        )
        for each, reason in zip(kept, reasons, strict=False)
    ]  # fmt: skip
    now = ResumeVersionRow(
        version=row.version, reason=reasons[-1], filename=row.filename, current=True,
        facts=len(await store.facts(session, actor, resume_id)),
        corrections=len(await store.corrections(session, actor, resume_id)),
    )  # fmt: skip
    return ResumeVersions(number=row.number, filename=row.filename, versions=[*rows, now])


async def diff_versions(
    session: AsyncSession, actor: Actor, resume_id: UUID, from_version: int | None, to_version: int | None
) -> ResumeDiff:
    """What changed from one version to another; without numbers, from the one before the current one to that."""
    row = await store.get(session, actor, resume_id)
    to = row.version if to_version is None else to_version
    since = max(1, to - 1) if from_version is None else from_version
    before = await _facts_at(session, actor, row, since)
    return ResumeDiff(
        from_version=since, to_version=to, kinds=diff(before, await _facts_at(session, actor, row, to))
    )  # fmt: skip


async def _facts_at(session: AsyncSession, actor: Actor, row: store.Resume, number: int) -> list[ResumeFact]:
    if number == row.version:
        return await service.stored_facts(session, actor, row.id)
    kept = await store.version(session, actor, row.id, number)
    return [ResumeFact.model_validate(fact) for fact in kept.facts]


async def show_versions(session: AsyncSession, actor: Actor, data: OptionalResume) -> ResumeVersions:
    """The versions of the resume that a person means, the primary one without a name."""
    return await list_versions(session, actor, (await service.found(session, actor, data.resume)).id)


async def restore_version(session: AsyncSession, actor: Actor, data: ResumeAtVersion) -> Resume:
    """Put a version back of the resume that a person means."""
    return await restore(session, actor, (await service.found(session, actor, data.resume)).id, data.version)
