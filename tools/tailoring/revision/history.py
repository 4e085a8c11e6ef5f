"""The versions of a tailored resume as they are asked for by name. Every function works in the caller's session."""

from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from tools.tailoring import service
from tools.tailoring.revision import versions
from tools.tailoring.revision.version_schemas import (
    CompareVersions,
    DocumentComparison,
    ListVersions,
    RestoredVersion,
    RestoreVersion,
    TailoredVersionList,
)


async def list_versions(session: AsyncSession, actor: Actor, data: ListVersions) -> TailoredVersionList:
    """Every version of a tailored resume, newest first."""
    row = await service.find_tailored(session, actor, data.tailored)
    return await versions.list_versions(session, actor, row.id)


async def compare_versions(session: AsyncSession, actor: Actor, data: CompareVersions) -> DocumentComparison:
    """Two versions of one tailored resume, or two tailored resumes, line by line."""
    row = await service.find_tailored(session, actor, data.tailored)
    if data.other is None:
        return await versions.compare_versions(session, actor, row.id, data.before, data.after)
    other = await service.find_tailored(session, actor, data.other)
    return await versions.compare(session, actor, (row.id, data.before), (other.id, data.after))


async def restore_version(session: AsyncSession, actor: Actor, data: RestoreVersion) -> RestoredVersion:
    """Go back to an older version of a tailored resume."""
    row = await service.find_tailored(session, actor, data.tailored)
    return await versions.restore(session, actor, row.id, data.version)
