"""Counting the openings a person can see: demand, skills, pay, places. Aggregated in the database, never by others'."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from store.conditions import Filters, Values, where
from store.database import fetch
from store.insights import NAMES
from store.retrieval import Term, tsquery

# Skills stand in a wide column; so many openings, drawn by their ids, tell their shares to a point or two.
SAMPLED = 5_000
DRAWS = 65_536
# A plan for these very words and filters, in memory; compiling it would take longer than most of these queries.
SCOPE = (
    "select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true), "
    "set_config('work_mem', '32MB', true)"
)

PUBLISHED = "coalesce(p.posted_at, p.first_seen)"
SEEN = f"""
with seen as materialized (
    select p.remote, p.role, p.employer_key, p.company, p.countries, p.pay_currency,
        (coalesce(p.pay_year_min, p.pay_year_max) + coalesce(p.pay_year_max, p.pay_year_min)) / 2 as pay,
        date_trunc('week', {PUBLISHED} at time zone 'UTC') as monday
    from postings p where {{holds}}
),
paid as (select pay_currency, pay from seen where pay is not null and pay_currency is not null),
counted as (
    select role, to_char(monday, 'IYYY-"W"IW') as week, n
    from (select role, monday, count(*) as n from seen group by role, monday) as grouped
),
roles as (
    select role, sum(n) as n from counted where role is not null group by role order by n desc, role limit {{top}}
)
select (select count(*) from seen) as openings,
    (select count(*) from paid) as paid,
    (select jsonb_object_agg(kind, n) from (
        select coalesce(remote, 'unstated') as kind, count(*) as n from seen group by remote) x) as remote,
    (select jsonb_object_agg(week, n) from (
        select week, sum(n) as n from counted where week >= {{first_week}} group by week) x) as weeks,
    (select jsonb_agg(x order by n desc, role) from (select role, roles.n, (
        select jsonb_object_agg(c.week, c.n) from counted c
        where c.role = roles.role and c.week >= {{first_week}}) as weeks from roles) x) as roles,
    (select jsonb_agg(x) from (select min(company collate "C") as name, count(*) as n from seen
        where employer_key is not null group by employer_key order by n desc, name limit {{top}}) x) as employers,
    (select jsonb_agg(x) from (select country as name, sum(n) as n from (
        select countries, count(*) as n from seen group by countries) g, unnest(countries) as country
        group by country order by n desc, name limit {{top}}) x) as countries,
    (select jsonb_agg(x) from (select pay_currency as currency, count(*) as n,
        percentile_cont(array[0.25, 0.5, 0.75]) within group (order by pay) as quartiles
        from paid group by pay_currency order by n desc, currency limit {{top}}) x) as pay
"""
SKILLS = f"""
with drawn as materialized (
    select p.skills, {PUBLISHED} >= {{lately}} as is_late, {PUBLISHED} >= {{before}} as is_near
    from postings p where {{holds}} and {{draw}}
),
sizes as (select count(*) as n, count(*) filter (where is_late) as late,
    count(*) filter (where is_near and not is_late) as early from drawn)
select skill, count(*) as n, count(*) filter (where is_late) as late,
    count(*) filter (where is_near and not is_late) as early, sizes.n as all_n, sizes.late as all_late,
    sizes.early as all_early
from sizes, drawn p, {NAMES} as skill group by skill, sizes.n, sizes.late, sizes.early
order by n desc, skill limit {{top}}
"""


async def snapshot(
    session: AsyncSession, actor: Actor, filters: Filters, *, terms: Sequence[Term], in_title: bool,
    seen_since: datetime, first_week: str, top: int,
) -> dict[str, Any]:  # fmt: skip
    """Counts of the openings under the filters that were seen since: in all, by week, role, place, employer, pay.

    Lists hold the `top` most frequent; `weeks` count what was published from the ISO week `first_week` on.
    """
    await session.execute(sql(SCOPE))
    values = Values()
    holds = _holds(actor, filters, terms, in_title, seen_since, values)
    statement = SEEN.format(holds=holds, first_week=f"{values.bind(first_week)}::text", top=int(top))
    row = (await fetch(session, statement, *values.held))[0]
    return {name: orjson.loads(value) if isinstance(value, str) else value for name, value in row.items()}


async def skills(
    session: AsyncSession, actor: Actor, filters: Filters, *, terms: Sequence[Term], in_title: bool,
    seen_since: datetime, lately: datetime, before: datetime, openings: int, top: int,
) -> list[dict[str, Any]]:  # fmt: skip
    """The skills most asked for in those openings, of which there are `openings`; of many, in a sample of them.

    Each row: `skill`, in how many (`n`), of those published since `lately` (`late`), of those since `before` until then
    (`early`), and how many were looked at of each kind (`all_n`, `all_late`, `all_early`).
    """
    await session.execute(sql(SCOPE))
    values = Values()
    holds = _holds(actor, filters, terms, in_title, seen_since, values)
    statement = SKILLS.format(
        holds=holds, draw=_draw(openings), lately=f"{values.bind(lately)}::timestamptz",
        before=f"{values.bind(before)}::timestamptz", top=int(top),
    )  # fmt: skip
    return [dict(row) for row in await fetch(session, statement, *values.held)]


def _draw(openings: int) -> str:
    """A condition on ids that lets about SAMPLED of so many through, the same ones every time."""
    if openings <= SAMPLED:
        return "true"
    tail = "(get_byte(uuid_send(p.id), 14) * 256 + get_byte(uuid_send(p.id), 15))"
    return f"{tail} < {max(1, round(DRAWS * SAMPLED / openings))}"


def _holds(
    actor: Actor, filters: Filters, terms: Sequence[Term], in_title: bool, seen_since: datetime, values: Values
) -> str:
    """Seen lately, under the filters, with every word in the title or anywhere in the posting."""
    parts = [where(filters, actor, values), f"p.last_seen >= {values.bind(seen_since)}::timestamptz"]
    column = "p.title_words" if in_title else "p.search"
    parts += [f"{column} @@ {tsquery(term, values)}" for term in terms]
    return " and ".join(parts)
