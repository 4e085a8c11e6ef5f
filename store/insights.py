"""Counting one person's own jobs: statuses, weeks, pay, skills. Aggregated in the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from store.conditions import Filters, Values, where
from store.database import fetch
from store.jobs import LISTED
from store.pagination import Page, PageRequest, encode_cursor
from store.retrieval import COUNTED_UP_TO, Term, tsquery

WEEK = "to_char({} at time zone 'UTC', 'IYYY-\"W\"IW')"
LISTED_JOBS = "from jobs j join postings p on p.id = j.posting_id where j.user_id = $1 and j.deleted_at is null"

COUNTED = f"""
select grouping(status, source, week) as of, status, source, week, count(*) as n
from (select j.status, p.source, {WEEK.format("j.created_at")} as week {LISTED_JOBS}) as mine
group by grouping sets ((status), (source), (week)) order by n desc, source
"""

NAMES = "jsonb_array_elements_text(jsonb_path_query_array(p.skills, '$[*].name'))"
ON_LINKEDIN = r"""
(p.source like 'linkedin%' or p.url ~* $2 or p.apply_url ~* $2 or exists (
    select from posting_copies c where c.posting_id = p.id and (c.source like 'linkedin%' or c.url ~* $2)
))
"""
LINKEDIN_ADDRESS = r"^https?://([a-z0-9-]+\.)*linkedin\.com([/?#:]|$)"

STATE = """
select (select p.id from postings p where p.owner_id is null or p.owner_id = $1 order by p.id desc limit 1),
    (select id::text || updated_at from resumes where user_id = $1 and is_primary),
    (select updated_at from ranking_weights where user_id = $1),
    (select updated_at from profiles where user_id = $1),
    (select max(updated_at) from jobs where user_id = $1),
    (select count(*) from jobs where user_id = $1 and deleted_at is null)
"""


async def count_jobs(session: AsyncSession, actor: Actor) -> dict[str, dict[str, int]]:
    """The actor's jobs by `status`, by `source` and by the ISO week they were put on the list; the most first."""
    found: dict[str, dict[str, int]] = {"status": {}, "source": {}, "week": {}}
    for row in await fetch(session, COUNTED, actor.user_id):
        name = {0b011: "status", 0b101: "source", 0b110: "week"}[row["of"]]
        found[name][row[name]] = row["n"]
    return found


async def pay_of_jobs(session: AsyncSession, actor: Actor) -> list[dict[str, Any]]:
    """What the actor's jobs pay: the actor's own note `salary` if there is one, else the posting's yearly figures."""
    statement = (
        "select j.salary as noted, p.salary as stated, p.pay_year_min as low, p.pay_year_max as high, "
        f"p.pay_currency as currency {LISTED_JOBS} order by j.id"
    )
    return [dict(row) for row in await fetch(session, statement, actor.user_id)]


async def skills_of_jobs(session: AsyncSession, actor: Actor, *, limit: int) -> list[tuple[str, int]]:
    """The skills that most of the actor's jobs ask for: (name, jobs)."""
    statement = (
        f"select skill, count(*) as n from (select p.skills {LISTED_JOBS}) p, {NAMES} as skill "
        "group by skill order by n desc, skill limit $2"
    )
    return [(row[0], row[1]) for row in await fetch(session, statement, actor.user_id, limit)]


async def linkedin_page(session: AsyncSession, actor: Actor, page: PageRequest) -> Page[dict[str, Any]]:
    """The actor's jobs that LinkedIn showed, or a copy of which it did, newest first: rows of the LISTED columns."""
    after = page.after()
    edge = UUID(after[-1]) if after else None
    count = f"select count(*) {LISTED_JOBS} and {ON_LINKEDIN}"
    statement = (
        f"select {LISTED} {LISTED_JOBS} and {ON_LINKEDIN} and ($3::uuid is null or j.id < $3) "
        "order by j.id desc limit $4"
    )
    rows = [dict(row) for row in await fetch(session, statement, actor.user_id, LINKEDIN_ADDRESS, edge, page.limit + 1)]
    total = (await fetch(session, count, actor.user_id, LINKEDIN_ADDRESS))[0][0]
    more = len(rows) > page.limit
    rows = rows[: page.limit]
    return Page(items=rows, next_cursor=encode_cursor(rows[-1]["id"]) if more else None, total=total)


async def state_of_answers(session: AsyncSession, actor: Actor) -> str:
    """A text that changes with whatever a ranking rests on: newest posting, resume, weights, profile, jobs."""
    return "|".join(str(value) for value in (await fetch(session, STATE, actor.user_id))[0])


async def count_known(session: AsyncSession, actor: Actor) -> int:
    """How many postings the actor has, or has had, on the list."""
    return int((await fetch(session, "select count(*) from jobs where user_id = $1", actor.user_id))[0][0])


async def count_openings(session: AsyncSession, actor: Actor, filters: Filters, *, terms: Sequence[Term] = ()) -> int:
    """How many openings the actor can see meet the filters and hold all the words; counted up to COUNTED_UP_TO."""
    values = Values()
    holds = where(filters, actor, values)
    words = f" and p.search @@ ({' && '.join(tsquery(term, values) for term in terms)})" if terms else ""
    statement = f"select count(*) from (select from postings p where {holds}{words} limit {COUNTED_UP_TO}) as found"
    return int((await fetch(session, statement, *values.held))[0][0])


async def seen_lately(
    session: AsyncSession, actor: Actor, posting_ids: Sequence[UUID], *, since: datetime
) -> list[UUID]:
    """Those of the openings that the actor can see and that were last seen since then, in their order."""
    statement = (
        "select p.id from unnest($2::uuid[]) with ordinality as wanted(id, place) join postings p on p.id = wanted.id "
        "where (p.owner_id is null or p.owner_id = $1) and p.closed_at is null and p.last_seen >= $3 "
        "order by wanted.place"
    )
    return [row[0] for row in await fetch(session, statement, actor.user_id, list(posting_ids), since)]


async def skills_of_openings(
    session: AsyncSession, actor: Actor, posting_ids: Sequence[UUID], *, limit: int
) -> list[tuple[str, int]]:
    """The skills that most of these openings ask for: (name, openings); those the actor cannot see do not count."""
    statement = (
        f"select skill, count(distinct p.id) as n from postings p, {NAMES} as skill where p.id = any($2::uuid[]) "
        "and (p.owner_id is null or p.owner_id = $1) group by skill order by n desc, skill limit $3"
    )
    return [(row[0], row[1]) for row in await fetch(session, statement, actor.user_id, list(posting_ids), limit)]


async def examples_of_skills(
    session: AsyncSession, actor: Actor, posting_ids: Sequence[UUID], skills: Sequence[str], *, each: int
) -> list[dict[str, Any]]:
    """For each skill up to `each` of these postings that ask for it, in their order, with the exact words."""
    statement = (
        "select skill, id, title, company, url, excerpt from (select s ->> 'name' as skill, p.id, p.title, p.company, "
        "p.url, s ->> 'excerpt' as excerpt, row_number() over (partition by s ->> 'name' order by "
        "array_position($2::uuid[], p.id)) as place from postings p, jsonb_array_elements(p.skills) s "
        "where p.id = any($2::uuid[]) and (p.owner_id is null or p.owner_id = $1) and s ->> 'name' = any($3::text[])"
        ") as found where place <= $4 order by skill, place"
    )
    rows = await fetch(session, statement, actor.user_id, list(posting_ids), list(skills), each)
    return [dict(row) for row in rows]
