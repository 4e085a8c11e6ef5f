"""One form behind two entries of the list: what was sent, or is prepared, for the one is told with the other."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import submissions as store
from store.actors import Actor
from store.errors import NotFoundError
from store.submissions import MAY_HAVE_ARRIVED, PREPARED, Submission
from tools.applications.submissions.schemas import EarlierAttempt
from tools.jobs.service import get_job
from tools.zones import own_zone


async def found(session: AsyncSession, actor: Actor, job_id: UUID, addresses: Sequence[str]) -> Sequence[Submission]:
    """The attempts for other jobs whose form has one of these addresses: those that may have arrived, then the rest."""
    there = await store.same_form(session, actor, addresses, besides=job_id, states=(*MAY_HAVE_ARRIVED, *PREPARED))
    return sorted(there, key=lambda row: row.state not in MAY_HAVE_ARRIVED)


async def told(
    session: AsyncSession, actor: Actor, there: Sequence[Submission], row: Submission | None = None
) -> EarlierAttempt | None:
    """The first of them that somebody has to know of with `row`, which may not be begun yet; None where none is."""
    for one in there:
        if _matters(one, row):
            return await _named(session, actor, one)
    return None


def _matters(one: Submission, row: Submission | None) -> bool:
    """What is only prepared is told of what is not sent yet; what was sent keeps what was sent before it."""
    if row is None or row.state in PREPARED:
        return True
    return one.state in MAY_HAVE_ARRIVED and one.id < row.id and bool(set(one.addresses) & set(row.addresses))


async def _named(session: AsyncSession, actor: Actor, row: Submission) -> EarlierAttempt:
    try:
        job = await get_job(session, actor, row.job_id)
    except NotFoundError:
        name = "an entry that you have removed"
    else:
        name = f"job {job.number}, {job.title}" + (f" at {job.company}" if job.company else "")
    told = attempt(row, await own_zone(session, actor))
    return told.model_copy(update={"job_id": row.job_id, "job": name})


def attempt(row: Submission, own: str | None) -> EarlierAttempt:
    """A stored attempt as it is told of, in the person's `own` time zone. Pure."""
    at = row.created_at if row.state in PREPARED else row.submitted_at or row.updated_at
    return EarlierAttempt.model_validate(
        {"id": row.id, "state": row.state, "at": at, "timezone": own, "url": row.url, "why": row.why}
    )
