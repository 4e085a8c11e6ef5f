"""Where applications stand beside their jobs, and writing several moves at once, each with its timeline entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from store.base import new_id
from store.database import fetch


@dataclass(frozen=True, slots=True)
class Standing:
    """A job of the actor's list and its application: `id` and `status` are None where it has none."""

    job_id: UUID
    number: int
    title: str
    company: str | None
    job_status: str
    id: UUID | None
    status: str | None
    moved_at: datetime | None
    applied_at: datetime | None


@dataclass(frozen=True, slots=True)
class WrittenMove:
    """One application's new values, its job's new status, and the entry of the timeline that tells of it."""

    id: UUID
    job_id: UUID
    from_status: str
    to_status: str
    job_status: str
    moved_at: datetime
    applied_at: datetime | None
    kind: str
    by: str
    at: datetime
    why: str | None = None
    data: dict[str, Any] = field(default_factory=dict)


STANDING = (
    "select j.id as job_id, j.number, p.title, p.company, j.status as job_status, a.id, a.status, a.moved_at, "
    "a.applied_at from jobs j join postings p on p.id = j.posting_id "
    "left join applications a on a.job_id = j.id and a.deleted_at is null "
    "where j.user_id = $1 and j.deleted_at is null and {} = any($2::uuid[])"
)


async def of_jobs(session: AsyncSession, actor: Actor, job_ids: Sequence[UUID]) -> dict[UUID, Standing]:
    """Where these jobs of the actor stand, by job; others are left out."""
    await session.flush()
    rows = await fetch(session, STANDING.format("j.id"), actor.user_id, list(job_ids))
    return {row["job_id"]: Standing(**row) for row in rows}


async def of_applications(session: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Standing]:
    """Where these applications of the actor stand, by application; others are left out."""
    await session.flush()
    rows = await fetch(session, STANDING.format("a.id"), actor.user_id, list(ids))
    return {row["id"]: Standing(**row) for row in rows}


MOVE = (
    "update applications a set status = m.status, moved_at = m.moved_at, applied_at = m.applied_at, "
    "updated_at = now() from unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[]) "
    "as m (id, status, moved_at, applied_at) where a.id = m.id and a.user_id = $1 and a.deleted_at is null"
)
FOLLOW = (
    "update jobs j set status = m.status, updated_at = now() from unnest($2::uuid[], $3::text[]) as m (id, status) "
    "where j.id = m.id and j.user_id = $1 and j.status <> m.status"
)
TELL = (
    "insert into application_timeline (id, user_id, application_id, kind, from_status, to_status, by, why, data, at) "
    "select m.id, $1, m.application_id, m.kind, m.from_status, m.to_status, m.by, m.why, m.data::jsonb, m.at "
    "from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], "
    "$9::text[], $10::timestamptz[]) as m (id, application_id, kind, from_status, to_status, by, why, data, at)"
)


# The newest offer is the one that is accepted; what a correction takes up again is open again.
SETTLE = (
    "with moved as (select * from unnest($2::uuid[], $3::text[], $4::text[]) as m (id, here, there)), "
    "meant as (select o.id, o.application_id, o.state as before, m.there, "
    "row_number() over (partition by o.application_id order by o.id desc) as place "
    "from offers o join moved m on m.id = o.application_id "
    "where o.user_id = $1 and o.deleted_at is null and m.here <> m.there and ("
    "(m.there in ('accepted', 'declined') and o.state in ('open', m.here) and o.state <> m.there) "
    "or (m.there = 'offer' and m.here in ('accepted', 'declined') and o.state = m.here))) "
    "update offers o set updated_at = now(), state = case when meant.there = 'offer' then 'open' "
    "when meant.there = 'accepted' and meant.place = 1 then 'accepted' else 'declined' end "
    "from meant where o.id = meant.id returning o.id, o.application_id, meant.before"
)
UNSETTLE = (
    "update offers o set state = b.state, updated_at = now() from unnest($2::uuid[], $3::text[]) as b (id, state) "
    "where o.id = b.id and o.user_id = $1"
)


async def settle_offers(
    session: AsyncSession, actor: Actor, moves: Sequence[WrittenMove]
) -> dict[UUID, dict[str, str]]:
    """Have offers be accepted or declined as their applications are; by application, which ones and their old state."""
    await session.flush()
    rows = await fetch(
        session, SETTLE, actor.user_id, [move.id for move in moves], [move.from_status for move in moves],
        [move.to_status for move in moves],
    )  # fmt: skip
    found: dict[UUID, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row["application_id"], {})[str(row["id"])] = row["before"]
    return found


async def unsettle_offers(session: AsyncSession, actor: Actor, states: Mapping[str, str]) -> None:
    """Give the actor's offers the states they had."""
    if states:
        await fetch(session, UNSETTLE, actor.user_id, [UUID(one) for one in states], list(states.values()))


async def write(session: AsyncSession, actor: Actor, moves: Sequence[WrittenMove]) -> None:
    """Write the moves, their jobs' statuses and their entries: three statements, however many there are."""
    await session.flush()
    await fetch(
        session, MOVE, actor.user_id, [move.id for move in moves], [move.to_status for move in moves],
        [move.moved_at for move in moves], [move.applied_at for move in moves],
    )  # fmt: skip
    await fetch(
        session, FOLLOW, actor.user_id, [move.job_id for move in moves], [move.job_status for move in moves]
    )  # fmt: skip
    await fetch(
        session, TELL, actor.user_id, [new_id() for _ in moves], [move.id for move in moves],
        [move.kind for move in moves], [move.from_status for move in moves], [move.to_status for move in moves],
        [move.by for move in moves], [move.why for move in moves],
        [orjson.dumps(move.data, default=str).decode() for move in moves], [move.at for move in moves],
    )  # fmt: skip
