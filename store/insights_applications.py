"""What became of one person's applications, read off their timelines and counted in the database.

What was undone never happened, and what a correction took back was a mistake: both are left out before anything is
counted. When something happened is known only where the timeline was told so: an entry that puts an application down
beyond its start, and one of an import that had no date, say that it got there, and not when. Deleted applications,
and those on deleted jobs, do not count. Weeks, months and weekdays are UTC's.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from store.database import fetch
from store.errors import NotFoundError

# How far a stage is from the start; a stage that ends the process counts as the one it can only follow.
RANK = (
    "case {} when 'applied' then 1 when 'rejected' then 1 when 'screening' then 2 when 'interviewing' then 3 "
    "when 'offer' then 4 when 'declined' then 4 when 'accepted' then 5 else 0 end"
)
ANSWERS = "('screening', 'interviewing', 'offer', 'accepted', 'declined', 'rejected')"
# A rejection that the person wrote down because nobody ever answered is silence, not an answer.
SILENCE = (
    r"ghosted|\m(no|without|never|any)\M.{0,20}\m(answer\w*|repl\w+|respon\w+|news|heard)|never heard|unanswered|"
    r"keine (antwort|rückmeldung)|ohne (antwort|rückmeldung)|sans (réponse|nouvelles)|sin respuesta"
)
ENDS = "('accepted', 'declined', 'rejected', 'withdrawn')"
# The order in which entries were written, whatever time they tell of; what 0006 brought along has ids of chance.
WRITTEN = "order by begins desc, id"
# When it first got there; not known unless it is of every time it did.
FIRST = "nullif(min(coalesce(at, '-infinity')) filter (where {}), '-infinity')"
# Mails that only say "received", or that nobody has tied to the application for certain, answer nothing.
NO_ANSWER = "('application_received', 'outreach', 'other')"

FACTS = f"""
with mine as (
    select a.id, a.job_id, a.status, a.applied_at, a.moved_at, a.source, a.channel, a.resume, a.letter,
        j.posting_id, j.salary
    from applications a join jobs j on j.id = a.job_id
    where a.user_id = $1 and a.deleted_at is null and j.deleted_at is null
),
-- What was undone or corrected is rare, and judged on its own below.
touched as materialized (
    select distinct application_id as app from application_timeline
    where user_id = $1 and to_status is not null and from_status is distinct from to_status
        and (kind = 'undone' or by = 'undo' or data ->> 'correction' = 'true')
),
written as not materialized (
    select t.id, t.application_id as app, t.from_status as a, t.to_status as b, {RANK.format("t.to_status")} as rank,
        t.kind = 'created' as begins,
        t.kind = 'undone' or t.by = 'undo' as undoes, coalesce(t.data ->> 'correction', '') = 'true' as corrects,
        t.to_status = 'rejected'
            and (coalesce(t.data ->> 'unanswered', '') = 'true' or coalesce(t.why ~* $3, false)) as silent,
        case when coalesce(t.data ->> 'time_unknown', '') <> 'true'
            and (t.kind <> 'created' or t.by = 'mail' or t.to_status in ('preparing', 'applied')) then t.at end as at
    from application_timeline t
    where t.user_id = $1 and t.to_status is not null and t.from_status is distinct from t.to_status
),
-- An undo takes back the newest move between its two stages that still stands: like brackets, counted by their depth.
bracketed as (
    select w.*, b in {ENDS} as ends, sum(case when undoes then -1 else 1 end) over (
        partition by app, case when undoes then b else a end, case when undoes then a else b end {WRITTEN}
    ) as depth
    from written w where app in (select app from touched)
),
lasting as (
    select * from (
        select b.*, min(depth) over (
            partition by app, case when undoes then b else a end, case when undoes then a else b end {WRITTEN}
            rows between 1 following and unbounded following
        ) as later
        from bracketed b
    ) judged
    where undoes or later is null or later >= depth
),
-- What lies beyond where a correction or an undo leads back to was never reached; an end that was left was none.
right_ones as (
    select * from (
        select l.*, min(rank) filter (where (corrects or undoes) and not ends) over later_on as back_to,
            coalesce(bool_or(corrects and not undoes or undoes and not ends) over later_on, false) as left_again
        from lasting l
        window later_on as (partition by app {WRITTEN} rows between 1 following and unbounded following)
    ) judged
    where not undoes and not (ends and left_again) and (back_to is null or back_to >= rank)
),
steps as materialized (
    select app, id, begins, b as status, rank, at, silent from written where app not in (select app from touched)
    union all
    select app, id, begins, b, rank, at, silent from (
        select *, lag(b) over (partition by app {WRITTEN}) as stood from right_ones
    ) told where b is distinct from stood  -- led back to where it stood, it has never left
    order by app, begins desc, id
),
gone as (
    select app, max(rank) as rank,
        min(at) filter (where status = 'applied') as said_applied,
        min(at) filter (where rank >= 1) as first_out,
        {FIRST.format("(rank >= 2 or status = 'rejected') and not silent")} as answered_at,
        {FIRST.format("rank >= 3")} as interviewed_at,
        {FIRST.format("rank >= 4")} as offered_at,
        bool_or(silent) as silent
    from steps group by app
),
-- When mails have answered, by job.
mails as (
    select r.job_id, array_agg(m.dated_at) as dates
    from email_replies r join email_messages m on m.id = r.message_id
    where r.user_id = $1 and r.state not in ('ignored', 'undone', 'review') and r.kind not in {NO_ANSWER}
        and m.dated_at is not null
    group by r.job_id
),
known as (
    select mine.*, greatest(
            coalesce(gone.rank, 0), {RANK.format("mine.status")},
            case when mine.applied_at is not null and mine.status <> 'preparing' then 1 else 0 end
        ) as rank,
        coalesce(mine.applied_at, said_applied, first_out, mine.moved_at) as sent_at,
        coalesce(mine.applied_at, said_applied) is not null as dated, said_applied,
        gone.answered_at as moved_by_answer, interviewed_at, offered_at,
        mine.status in {ANSWERS} and not (mine.status = 'rejected' and coalesce(gone.silent, false)) as stands_answered
    from mine left join gone on gone.app = mine.id
    offset 0  -- what it works out is not worked out again wherever it is named
),
facts as materialized (
    select judged.*, sent and status = 'applied' and not answered as waiting
    from (
        select answers.*, rank >= 1 as sent,
            rank >= 1 and (stands_answered or rank >= 2 or answered_at is not null) as answered,
            case when dated and answered_at > sent_at - interval '1 day'
                then greatest(date_part('epoch', answered_at - sent_at) / 86400, 0) end as answer_days,
            greatest(date_part('epoch', $2::timestamptz - sent_at) / 86400, 0) as age_days
        from (
            select known.*, least(moved_by_answer, case when dates is not null then (
                select min(mailed) from unnest(dates) as mailed where mailed >= sent_at) end) as answered_at
            from known left join mails on mails.job_id = known.job_id
            offset 0
        ) answers
    ) judged
)
"""

WEEK = "to_char({} at time zone 'UTC', 'IYYY-\"W\"IW')"
# From a Monday in UTC on.
WEEK_OF = "date_bin('7 days', {}, '2001-01-01T00:00:00Z')"
# Days are numbered, so that zones and names are worked out once a day; 1970 began on a Thursday.
DAY = "floor(date_part('epoch', {}) / 86400)::int"
MONTH = "to_char(date '1970-01-01' + day, 'YYYY-MM')"
# concat_ws leaves out what is null.
VERSION = "nullif(concat_ws(', ', nullif(f.resume ->> 'name', ''), 'version ' || (f.resume ->> 'version')), '')"
COUNTS = "count(*) filter (where answered) as hits, count(*) as cases, count(*) filter (where waiting) as waiting"
KIND = (
    "case when f.resume is null then null when f.resume ->> 'tailored_resume_id' is not null then 'tailored' "
    "else 'as uploaded' end"
)
NAMED = "jsonb_array_elements_text(jsonb_path_query_array(p.skills, '$[*].name'))"

# What was withdrawn unanswered is no silence of the employer's.
SETTLED = "f.sent and f.age_days >= {after} and (f.answered or f.waiting or f.status = 'rejected')"
SIZES = (
    "json_build_array(count(*) filter (where {settled} and f.answered), "
    "count(*) filter (where {settled} and not f.answered), count(*) filter (where f.sent and f.age_days < {after}))"
)
SEEN = """
f.job_id, f.status, f.sent, f.answered, f.waiting, case when f.sent then f.age_days else 0 end as age_days,
f.answer_days, j.number, j.score, p.title, p.company, p.seniority, coalesce(nullif(f.source, ''), p.source) as source,
f.channel, f.letter is not null as letter,
coalesce(f.resume ->> 'tailored_resume_id' is not null, false) as tailored,
greatest(
    extract(epoch from case when f.sent then f.sent_at else $2::timestamptz end - coalesce(p.posted_at, p.first_seen))
    / 86400, 0
)::float8 as posted_days
"""
NEWEST = f"""
select {SEEN} from (
    select * from facts f where {{settled}} order by f.sent_at desc, f.id desc limit {{most}}
) f join jobs j on j.id = f.job_id join postings p on p.id = f.posting_id
"""

SIZED = ("answers", "silences", "too_recent")
COUNTED = f"""
{FACTS},
-- How long it stood where: in the order of writing, and only where both ends are known and follow each other.
spans as (
    select status, ended, greatest(date_part('epoch', until - since) / 86400, 0) as days from (
        select s.status, s.stands, s.since, case when lead(s.app) over of_app is null then $2::timestamptz
            else lead(s.since) over of_app end as until, lead(s.app) over of_app is not null as ended
        from (
            select app, begins, steps.id, steps.status, f.status as stands, case
                when steps.status = 'applied' and (at is null or at = said_applied)
                then coalesce(applied_at, at) else at end as since
            from steps join facts f on f.id = app
        ) s window of_app as (partition by app {WRITTEN})
    ) s
    where s.status in ('preparing', 'applied', 'screening', 'interviewing', 'offer') and (ended or s.status = stands)
        and until > since - interval '1 day'
),
-- Postings are wide: what is asked of them is fetched once.
went as materialized (
    select nullif(f.source, '') as source, nullif(f.channel, '') as channel, {VERSION} as version, {KIND} as kind,
        coalesce(p.role, p.title) as role, answered, waiting, case when dated then {DAY.format("f.sent_at")} end as day,
        dated and f.sent_at >= $4 as lately, case when dated and f.sent_at >= $4 then p.skills end as skills,
        p.pay_currency as currency,
        coalesce(f.salary, case when p.pay_year_min is null and p.pay_year_max is null then p.salary end) as noted,
        (coalesce(p.pay_year_min, p.pay_year_max) + coalesce(p.pay_year_max, p.pay_year_min)) / 2 as amount
    from facts f join postings p on p.id = f.posting_id where f.sent
),
grouped as (
    select grouping(source, channel, version, kind, weekday) as of,
        coalesce(source, channel, version, kind, weekday::text) as name, sum(hits) as hits, sum(cases) as cases,
        sum(waiting) as waiting
    from (
        select source, channel, version, kind, (day % 7 + 10) % 7 + 1 as weekday, {COUNTS} from went
        group by 1, 2, 3, 4, 5
    ) as alike
    group by grouping sets ((source), (channel), (version), (kind), (weekday))
    union all
    select 0, role, {COUNTS} from went group by role
),
happened as (
    select {WEEK.format("at")} as week, what, sum(n) as n from (
        select {WEEK_OF.format("sent_at")} as at, 'sent' as what, count(*) as n from facts
            where sent and dated group by 1
        union all select {WEEK_OF.format("answered_at")}, 'answered', count(*) from facts where sent group by 1
        union all select {WEEK_OF.format("interviewed_at")}, 'interviews', count(*) from facts group by 1
        union all select {WEEK_OF.format("offered_at")}, 'offers', count(*) from facts group by 1
    ) as moments where at is not null group by 1, 2
)
select
    (select json_build_object('total', count(*), 'sent', count(*) filter (where sent),
        'answered', count(*) filter (where answered), 'waiting', count(*) filter (where waiting),
        'reached', json_build_array(count(*), count(*) filter (where rank >= 1), count(*) filter (where rank >= 2),
            count(*) filter (where rank >= 3), count(*) filter (where rank >= 4), count(*) filter (where rank >= 5)),
        'sizes', {SIZES.format(settled=SETTLED.format(after="$5"), after="$5")},
        'answer_days', json_agg(answer_days) filter (where sent and answer_days is not null),
        'waiting_days', json_agg(age_days) filter (where waiting)
        ) from facts f) as totals,
    (select json_object_agg(status, n) from (select status, count(*) as n from facts group by status) as s) as now_in,
    (select json_build_array(json_agg(of), json_agg(name), json_agg(hits), json_agg(cases), json_agg(waiting))
        from grouped) as rates,
    (select json_agg(happened) from happened) as weeks,
    (select json_agg(json_build_object('status', status, 'ended', ended, 'days', days)) from (
        select status, ended, json_agg(days) as days from spans group by status, ended) as s) as spans,
    (select json_object_agg(month, n) from (select {MONTH} as month, sum(n) as n from (
        select day, count(*) as n from went where lately group by day) as d group by 1) as m
    ) as months,
    (select json_agg(json_build_array(month, skill, n)) from (select {MONTH} as month, skill, sum(n) as n from (
        select day, skill, count(*) as n from went p, {NAMED} as skill where skills is not null and skills <> '[]'
        group by day, skill) as d group by 1, 2) as s) as skills,
    (select json_object_agg(currency, amounts) from (select currency, json_agg(amount) as amounts from went
        where noted is null and amount is not null and currency is not null group by currency) as p) as paid,
    (select json_agg(noted) from went where noted is not null) as noted,
    (select json_agg(newest) from ({NEWEST.format(settled=SETTLED.format(after="$5"), most="$6")}) as newest) as newest
"""

OFFERS = """
select j.number, p.title, p.company, o.currency, o.base, o.state
from offers o join applications a on a.id = o.application_id join jobs j on j.id = a.job_id
    join postings p on p.id = j.posting_id
where o.user_id = $1 and a.user_id = $1 and o.deleted_at is null and a.deleted_at is null and j.deleted_at is null
order by o.base desc nulls last, o.id
"""

SENT_LATELY = f"""
{FACTS}
select case when dated then {WEEK.format("sent_at")} end as week, count(*) as n from facts where sent group by 1
"""

OUTCOMES = f"""
{FACTS},
sizes as (select {SIZES.format(settled=SETTLED.format(after="$4"), after="$4")} as sizes from facts f),
newest as ({NEWEST.format(settled=SETTLED.format(after="$4"), most="$5")})
select * from sizes left join newest on true
"""

OF_JOB = f"""
{FACTS}
select {SEEN} from facts f join jobs j on j.id = f.job_id join postings p on p.id = f.posting_id where f.job_id = $4
"""

NOT_APPLIED = """
select j.id as job_id, 'preparing' as status, false as sent, false as answered, false as waiting,
    0.0::float8 as age_days, null::float8 as answer_days, j.number, j.score, p.title, p.company, p.seniority, p.source,
    null::text as channel, nullif(j.cover_letter, '') is not null as letter, false as tailored,
    greatest(extract(epoch from $3::timestamptz - coalesce(p.posted_at, p.first_seen)) / 86400, 0)::float8
        as posted_days
from jobs j join postings p on p.id = j.posting_id where j.user_id = $1 and j.id = $2 and j.deleted_at is null
"""


async def counted(
    session: AsyncSession, actor: Actor, *, now: datetime, months_from: datetime, after_days: float, most: int
) -> dict[str, Any]:
    """Everything that is counted of the actor's applications, as plain values.

    `totals` {total, sent, answered, waiting, reached: [of every application, applied, screening, interviewing, offer,
    accepted: at least so far]}, `now_in` status -> n, `rates` rows [set, name, answered, of, waiting], `weeks` rows
    {week, what, n},
    `spans` {status, ended, days[]} (those not ended run until `now`), `answer_days`, `waiting_days`, `months` month ->
    applications and `skills` [month, skill, n] of what was sent from `months_from` on, `paid` currency -> yearly
    middles, `noted` salaries as they were noted; `sizes` and `newest` are those of `outcomes`.
    """
    values = (actor.user_id, now, SILENCE, months_from, after_days, most)
    row = (await fetch(session, COUNTED, *values))[0]
    found = {name: orjson.loads(value) if isinstance(value, str) else value for name, value in row.items()}
    totals = found["totals"]
    parted = {name: totals.pop(name) for name in ("answer_days", "waiting_days")}
    sizes = dict(zip(SIZED, totals.pop("sizes"), strict=True))
    rates = list(zip(*(column or () for column in found["rates"]), strict=True))
    return {**found, **parted, "rates": rates, "sizes": sizes, "newest": found["newest"] or []}


async def sent_by_week(session: AsyncSession, actor: Actor, *, now: datetime) -> dict[str | None, int]:
    """How many of the actor's applications went out in each ISO week; under None those of which that is not known."""
    return {row["week"]: row["n"] for row in await fetch(session, SENT_LATELY, actor.user_id, now, SILENCE)}


async def offers(session: AsyncSession, actor: Actor) -> list[dict[str, Any]]:
    """The actor's offers, the highest base first: number, title, company, currency, base (a year), state."""
    return [dict(row) for row in await fetch(session, OFFERS, actor.user_id)]


async def outcomes(
    session: AsyncSession, actor: Actor, *, now: datetime, after_days: float, most: int
) -> tuple[dict[str, int], list[dict[str, Any]]]:
    """How many of the actor's applications are settled (sent `after_days` ago or earlier) as `answers` and `silences`,
    and how many are `too_recent`; and the newest settled ones with what was known when they went out."""
    rows = await fetch(session, OUTCOMES, actor.user_id, now, SILENCE, after_days, most)
    told = rows[0]["sizes"]
    sizes = dict(zip(SIZED, orjson.loads(told) if isinstance(told, str) else told, strict=True))
    return sizes, [dict(row) for row in rows if row["job_id"] is not None]


async def chance_of(session: AsyncSession, actor: Actor, job_id: UUID, *, now: datetime) -> dict[str, Any]:
    """What the chance of one of the actor's jobs rests on, as in `outcomes`; as it would go out `now` where it has not.

    Raises NotFoundError when there is no such job.
    """
    rows = await fetch(session, OF_JOB, actor.user_id, now, SILENCE, job_id)
    if not rows:
        rows = await fetch(session, NOT_APPLIED, actor.user_id, job_id, now)
    if not rows:
        raise NotFoundError("There is no such job.")
    return dict(rows[0])
