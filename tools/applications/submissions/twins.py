"""One form behind two entries of the list: what was sent, or is prepared, for the one is told with the other."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import submissions as store
from store.actors import Actor
from store.errors import NotFoundError
from store.submissions import MAY_HAVE_ARRIVED, PREPARED, Submission
from tools.applications.submissions.schemas import EarlierAttempt
from tools.jobs.service import get_job


class Twin(NamedTuple):
    """An attempt for another entry of the list, and how it is told of."""

    row: Submission
    told: EarlierAttempt


async def found(
    session: AsyncSession, actor: Actor, job_id: UUID, addresses: Sequence[str], own: str | None
) -> list[Twin]:
    """The attempts for other jobs whose form has one of these addresses: those that may have arrived, then the rest.

    `own` is the person's time zone.
    """
    there = await store.same_form(session, actor, addresses, besides=job_id, states=(*MAY_HAVE_ARRIVED, *PREPARED))
    ordered = sorted(there, key=lambda row: row.state not in MAY_HAVE_ARRIVED)
    return [Twin(row, await _named(session, actor, row, own)) for row in ordered]


def told(there: Sequence[Twin], row: Submission | None = None) -> EarlierAttempt | None:
    """The first of them that somebody has to know of with `row`, which may not be begun yet; else None. Pure."""
    return next((one.told for one in there if _matters(one.row, row)), None)


def _matters(one: Submission, row: Submission | None) -> bool:
    """What is only prepared is told of what is not sent yet; what was sent keeps what was sent before it."""
    if row is None or row.state in PREPARED:
        return True
    return one.state in MAY_HAVE_ARRIVED and one.id < row.id and bool(set(one.addresses) & set(row.addresses))


async def _named(session: AsyncSession, actor: Actor, row: Submission, own: str | None) -> EarlierAttempt:
    try:
        job = await get_job(session, actor, row.job_id)
    except NotFoundError:
        name = "an entry that you have removed"
    else:
        name = f"job {job.number}, {job.title}" + (f" at {job.company}" if job.company else "")
    return attempt(row, own).model_copy(update={"job_id": row.job_id, "job": name})


def attempt(row: Submission, own: str | None) -> EarlierAttempt:
    """A stored attempt as it is told of, in the person's `own` time zone. Pure."""
    at = row.created_at if row.state in PREPARED else row.submitted_at or row.updated_at
    return EarlierAttempt.model_validate(
        {"id": row.id, "state": row.state, "at": at, "timezone": own, "url": row.url, "why": row.why}
    )
