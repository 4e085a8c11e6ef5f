"""What is known of a job's opening over time, told in a conversation."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import jobs as job_store
from store.actors import Actor
from tools.jobs import openings
from tools.jobs.openings import CopyView, OpeningHistory, VersionView
from tools.jobs.presenting import cell, named
from tools.jobs.schemas import JobReference
from tools.jobs.searching.rating import job_named


class JobHistory(OpeningHistory):
    """Where the opening of one job was seen, and how it changed."""

    id: UUID
    number: int
    title: str
    company: str | None = None


async def job_history(session: AsyncSession, actor: Actor, data: JobReference) -> JobHistory:
    """Copies, versions and liveness of the job that is meant.

    Raises NotFoundError or ConflictError when it is not clear which job that is.
    """
    job_id = await job_named(session, actor, data.job)
    row = await job_store.get(session, actor, job_id)
    past = await openings.history(session, actor, job_id)
    return JobHistory(
        id=job_id, number=row["number"], title=row["title"], company=row["company"], **past.model_dump()
    )  # fmt: skip


def present_history(past: JobHistory) -> str:
    """Since when it is known, where it was seen, and every change, the newest last."""
    job = named(past.number, past.title, past.company)
    lines = [f"{job} was first seen on {past.first_seen:%-d %B %Y} and last on {past.last_seen:%-d %B %Y}."]
    if past.closed_at:
        lines.append(f"It is closed since {past.closed_at:%-d %B %Y}.")
    if past.copies:
        lines.append("Seen at:\n" + "\n".join(_copy(copy) for copy in past.copies))
    changed = [line for version in past.versions for line in _changes(version)]
    lines.append("Changes:\n" + "\n".join(changed) if changed else "No change of it was seen.")
    return "\n\n".join(lines)


def _copy(copy: CopyView) -> str:
    gone = f", gone since {copy.gone_at:%-d %B %Y}" if copy.gone_at else ""
    return f"- {cell(copy.source)} since {copy.first_seen:%-d %B %Y}{gone}" + (f": {copy.url}" if copy.url else "")


def _changes(version: VersionView) -> list[str]:
    told = [str(change.get("words") or change.get("field")) for change in version.changes]
    return [f"- {version.seen_at:%-d %B %Y}: {cell(words)}" for words in told]
