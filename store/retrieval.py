"""Finding openings by words and by meaning, under hard filters that hold before anything is ranked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from store.conditions import Filters, Values, conditions, where
from store.database import fetch

# Up to so many openings under the filters are compared exactly; more are walked through by the index.
EXACT_UP_TO = 10_000
WORDS_POOL, VECTOR_POOL = 600, 120
COUNTED_UP_TO = 10_000

# One plan a query: a plan made for any words does not know which of them are rare. The vector index is scanned wider
# the more postings there are: a recall of 0.95 takes 120 among ten thousand and 600 among a million.
SCOPE = """
select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('hnsw.ef_search',
    greatest(120, least(600, (reltuples / 500)::int))::text, true)
from pg_class where oid = 'postings'::regclass
"""
READ_JSON = ("salary", "requirements", "skills", "liveness")
READ = (
    "id", "title", "company", "location", "remote", "seniority", "employment_type", "text", "language", "source",
    "kind", "url", "apply_url", "posted_at", "valid_through", "first_seen", "last_seen", "closed_at", *READ_JSON,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is looked for: any of its `stems` (beginnings of words) or `phrases` (whole words in order).

    `weight` is how much it says, 0 to 1. Stems are folded: lower case, no accents, letters and digits only.
    """

    stems: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Hit:
    """An opening that was found. `vector` is the cosine (None without one), `text` 0 to 1 for the words it holds,
    `whole` whether it holds all of them."""

    posting_id: UUID
    title: str
    vector: float | None
    text: float
    whole: bool = False


async def retrieve(
    session: AsyncSession,
    actor: Actor,
    filters: Filters,
    *,
    terms: Sequence[Term] = (),
    related: Term | None = None,
    vector: Sequence[float] | None = None,
    among: Sequence[UUID] | None = None,
    words_pool: int = WORDS_POOL,
    vector_pool: int = VECTOR_POOL,
) -> list[Hit]:
    """Candidates by words and by vector, each with both signals, in a fixed order; all of them meet the filters.

    Not all words have to be there: openings that hold them all come first, then those with the weighty ones, then those
    with words `related` to them. Without words and vector the newest are taken. `among` restricts to these postings.
    """
    await session.execute(sql(SCOPE))
    found: dict[UUID, None] = {}
    few = among if among is not None or not filters.narrow else await _few(session, actor, filters)
    if terms or related:
        found |= dict.fromkeys(
            await _by_words(session, actor, filters, terms, related, among, words_pool, few=few is not None)
        )
    if vector is not None:
        found |= dict.fromkeys(await _by_vector(session, actor, filters, vector, few, vector_pool))
    if not terms and not related and vector is None:
        found |= dict.fromkeys(await _newest(session, actor, filters, among, words_pool))
    return await signals(session, actor, filters, list(found), terms=terms, vector=vector)


async def _newest(
    session: AsyncSession, actor: Actor, filters: Filters, among: Sequence[UUID] | None, limit: int
) -> list[UUID]:
    values = Values()
    statement = (
        f"select p.id from postings p where {where(filters, actor, values, among)} order by p.id desc limit {limit}"
    )
    return [row[0] for row in await fetch(session, statement, *values.held)]


async def _by_words(
    session: AsyncSession, actor: Actor, filters: Filters, terms: Sequence[Term], related: Term | None,
    among: Sequence[UUID] | None, limit: int, *, few: bool,
) -> list[UUID]:  # fmt: skip
    """Tiers, the best first; a later one is only looked into when those before it have not filled the pool."""
    values = Values()
    holds = where(filters, actor, values, among)
    queries = [tsquery(term, values) for term in terms]
    every = " && ".join(queries)
    most = max((term.weight for term in terms), default=0.0)
    weighty = " || ".join(query for term, query in zip(terms, queries, strict=True) if term.weight == most)
    tiers = []
    if queries:
        tiers += [f"p.title_words @@ ({every})", f"p.search @@ ({every})", f"p.title_words @@ ({weighty})"]
        tiers += [f"p.search @@ ({weighty})"] if len(queries) > 1 else []
    if related:
        tiers.append(f"p.title_words @@ {tsquery(related, values)}")
    # Newest first; where few meet the filters, not by walking the key from its end past all that do not.
    order = "p.id::text" if few else "p.id"
    arms = " union all ".join(
        f"(select p.id from postings p where {holds} and {tier} order by {order} desc limit {limit})" for tier in tiers
    )
    rows = await fetch(session, f"select id from ({arms}) as tiers limit {limit}", *values.held)
    return list(dict.fromkeys(row[0] for row in rows))


def tsquery(term: Term, values: Values) -> str:
    """The term as an SQL expression of type tsquery."""
    lexemes = [f"{stem}:*" for stem in term.stems] + list(term.words)
    parts = [f"to_tsquery('simple', {values.bind(' | '.join(lexemes))}::text)"] if lexemes else []
    parts += [f"phraseto_tsquery('simple', {values.bind(phrase)}::text)" for phrase in term.phrases]
    return f"({' || '.join(parts)})"


def _rank(term: Term, values: Values) -> str:
    """How well a posting holds the term, by the spelling that it holds best: to be one of many is no fault."""
    spellings = [replace(term, stems=(stem,), words=(), phrases=()) for stem in term.stems]
    spellings += [replace(term, stems=(), words=(word,), phrases=()) for word in term.words]
    spellings += [replace(term, stems=(), words=(), phrases=(phrase,)) for phrase in term.phrases]
    ranks = [f"ts_rank('{{0.4, 0.5, 0.6, 1.0}}', p.search, {tsquery(one, values)})" for one in spellings]
    return f"greatest({', '.join(ranks)})" if ranks else "0"


async def _by_vector(
    session: AsyncSession, actor: Actor, filters: Filters, vector: Sequence[float], few: Sequence[UUID] | None,
    limit: int,
) -> list[UUID]:  # fmt: skip
    """The nearest under the filters, roughly in order: the `few` that meet them are compared, or the index is read."""
    values = Values()
    holds = where(filters, actor, values, few)
    if few is not None:
        source = f"(select p.id, p.embedding from postings p where {holds} offset 0) p where p.embedding is not null"
    else:
        source = f"postings p where {holds}"
    near = values.bind(_literal(vector))
    statement = f"select p.id from {source} order by p.embedding <=> {near}::text::vector limit {limit}"
    return [row[0] for row in await fetch(session, statement, *values.held)]


async def _few(session: AsyncSession, actor: Actor, filters: Filters) -> list[UUID] | None:
    """All that meet the filters, when they are so few that all can be compared; else None."""
    values = Values()
    holds = where(filters, actor, values)
    statement = f"select p.id from postings p where {holds} limit {EXACT_UP_TO + 1}"
    found = await fetch(session, statement, *values.held)
    return [row[0] for row in found] if len(found) <= EXACT_UP_TO else None


def _literal(vector: Sequence[float]) -> str:
    return str([float(x) for x in vector])


async def signals(
    session: AsyncSession, actor: Actor, filters: Filters, ids: Sequence[UUID], *, terms: Sequence[Term],
    vector: Sequence[float] | None,
) -> list[Hit]:  # fmt: skip
    """Both signals of these postings, in their order, as far as they meet the filters."""
    if not ids:
        return []
    values = Values()
    holds = where(filters, actor, values, ids)
    cosine = f"1 - (p.embedding <=> {values.bind(_literal(vector))}::text::vector)" if vector is not None else "null"
    most = max((term.weight for term in terms), default=0.0)
    ranks = [_rank(term, values) for term in terms if term.weight == most]
    rank = f"(({' + '.join(ranks)}) / {len(ranks)})" if ranks else "0"
    whole = f"p.search @@ ({' && '.join(tsquery(term, values) for term in terms)})" if terms else "false"
    statement = f"select p.id, p.title, {cosine}, {rank}, {whole} from postings p where {holds}"
    rows = {row[0]: row for row in await fetch(session, statement, *values.held)}
    return [
        Hit(found, row[1], None if row[2] is None else float(row[2]), float(row[3]), row[4])
        for found in ids
        if (row := rows.get(found))
    ]


async def openings(
    session: AsyncSession, actor: Actor, posting_ids: Sequence[UUID], *, near: Sequence[float] | None = None
) -> list[dict[str, Any]]:
    """What ranking reads of these postings, in that order, without those the actor cannot see.

    Beside the posting's columns: `job_id`, `number` and `status` where it is on the actor's list; `reposted`, when one
    board showed it again under another number; `similarity`, the cosine to `near`.
    """
    values = Values()
    ids, user = values.bind(list(posting_ids)), values.bind(actor.user_id)
    cosine = (
        f"1 - (p.embedding <=> {values.bind(_literal(near))}::text::vector)" if near is not None else "null::float8"
    )
    statement = f"""
        select {", ".join(f"p.{name}" for name in READ)}, j.id as job_id, j.number, j.status,
               {cosine} as similarity, array(select c.first_seen from posting_copies c where c.posting_id = p.id
               and exists (select 1 from posting_copies e where e.posting_id = p.id and e.source = c.source
               and e.first_seen < c.first_seen - interval '1 day')) as reposted
        from unnest({ids}::uuid[]) with ordinality as wanted(id, place)
        join postings p on p.id = wanted.id
        left join jobs j on j.posting_id = p.id and j.user_id = {user}::uuid and j.deleted_at is null
        where p.owner_id is null or p.owner_id = {user}::uuid order by wanted.place"""
    return [_read(row) for row in await fetch(session, statement, *values.held)]


def _read(row: Any) -> dict[str, Any]:
    """One row with its JSON read; the driver gives it as text."""
    found = dict(row)
    for name in READ_JSON:
        found[name] = orjson.loads(found[name]) if isinstance(found[name], str) else found[name]
    return found


async def count_left_out(
    session: AsyncSession,
    actor: Actor,
    filters: Filters,
    *,
    terms: Sequence[Term] = (),
    among: Sequence[UUID] | None = None,
) -> list[tuple[str, int, int, int]]:
    """What each filter alone keeps out: (its name, how many state otherwise, how many state nothing, how many state
    what cannot be compared).

    Counted are openings that hold all the words and meet every other filter: what would be seen without this one. At
    most COUNTED_UP_TO openings with the words are looked at. Filters that keep nothing out are not listed.
    """
    values = Values()
    asked = conditions(filters, values)
    if not asked:
        return []
    everyone = where(Filters(), actor, values, among)
    words = f" and p.search @@ ({' && '.join(tsquery(term, values) for term in terms)})" if terms else ""
    loose = [filters.passes_silence(one.name) for one in asked]
    columns = ", ".join(
        f"(({one.meets}) is true) as m{n}, (({one.unstated}) is true) as u{n}, (({one.apart}) is true) as a{n}"
        for n, one in enumerate(asked)
    )
    counts = ", ".join(_counted(n, loose) for n in range(len(asked)))
    statement = (
        f"select {counts} from (select {columns} from postings p where {everyone}{words} "
        f"order by p.id desc limit {COUNTED_UP_TO}) as seen"
    )
    row = (await fetch(session, statement, *values.held))[0]
    found = [(one.name, int(row[3 * n]), int(row[3 * n + 1]), int(row[3 * n + 2])) for n, one in enumerate(asked)]
    return [kept for kept in found if any(kept[1:])]


def _counted(number: int, loose: Sequence[bool]) -> str:
    """Three counts of one filter's columns, over the rows that all the other filters let through."""
    met = [f"(m{n} or u{n})" if passes else f"m{n}" for n, passes in enumerate(loose)]
    others = " and ".join(["true", *(one for n, one in enumerate(met) if n != number)])
    silent = "false" if loose[number] else f"u{number}"
    return (
        f"count(*) filter (where {others} and not m{number} and not u{number} and not a{number}), "
        f"count(*) filter (where {others} and not m{number} and {silent}), "
        f"count(*) filter (where {others} and not m{number} and a{number})"
    )
