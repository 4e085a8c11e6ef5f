"""Postings: what employers published, one row per opening, with the copies and versions it was seen in."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Computed,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    func,
    select,
    tuple_,
    update,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import TSVECTOR, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from store.actors import Actor
from store.base import Base, Keyed, Timestamped, new_id
from store.errors import NotFoundError
from store.vectors import vector_column

# Titles are searched without case and accents, because people leave them out.
ACCENTED, PLAIN = "àáâãäåèéêëìíîïòóôõöùúûüýÿçñšžčćřěůąęńśźż", "aaaaaaeeeeiiiiooooouuuuyycnszccreuaenszz"
TITLE_WORDS = f"to_tsvector('simple', translate(lower(title), '{ACCENTED}', '{PLAIN}'))"
UNREAD = "identity = '{}'::jsonb"
PLACES = (
    "lower((jsonb_path_query_array(clean, '$.places[*].city ? (@ != null)')"
    " || jsonb_path_query_array(clean, '$.places[*].region ? (@ != null)'))::text)::jsonb"
)


class Posting(Keyed, Timestamped, Base):
    """One opening. `owner_id` is None for what came from a public source, else the one user who may see it.

    The columns from `employer_key` to `posted_hours` repeat in comparable form what `clean` states with its excerpts;
    filters read them. The database keeps `places` (cities and regions, lower case) and `title_words` by itself. `keys`
    are what another copy of the opening would share, `identity` what it is told apart by.
    """

    __tablename__ = "postings"
    __table_args__ = (
        Index("ix_postings_url", "url"),
        Index("ix_postings_search", "search", postgresql_using="gin"),
        Index("ix_postings_title_words", "title_words", postgresql_using="gin"),
        Index("ix_postings_countries", "countries", postgresql_using="gin"),
        Index("ix_postings_open_to", "open_to", postgresql_using="gin"),
        Index("ix_postings_places", "places", postgresql_using="gin"),
        Index("ix_postings_keys", "keys", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
        Index("ix_postings_last_seen", "last_seen"),
        Index("ix_postings_unread", "id", postgresql_where=sql(UNREAD)),
        Index(
            "ix_postings_embedding", "embedding", postgresql_using="hnsw",
            postgresql_ops={"embedding": "vector_cosine_ops"}, postgresql_with={"m": 16, "ef_construction": 64},
        ),
    )  # fmt: skip
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    source: Mapped[str]
    kind: Mapped[str] = mapped_column(default="given", server_default=sql("'given'"))
    url: Mapped[str | None]
    apply_url: Mapped[str | None]
    title: Mapped[str]
    company: Mapped[str | None]
    location: Mapped[str | None]
    remote: Mapped[str | None]
    salary: Mapped[dict[str, Any] | None]
    seniority: Mapped[str | None]
    employment_type: Mapped[str | None]
    requirements: Mapped[list[Any]] = mapped_column(default=list)
    skills: Mapped[list[Any]] = mapped_column(default=list)
    language: Mapped[str] = mapped_column(default="en")
    requisition_id: Mapped[str | None]
    text: Mapped[str]
    content_hash: Mapped[str] = mapped_column(index=True)
    embedding: Mapped[np.ndarray[Any, Any] | None] = mapped_column(vector_column())
    search: Mapped[Any] = mapped_column(
        TSVECTOR,
        Computed(
            "setweight(to_tsvector('simple', title), 'A')"
            " || setweight(to_tsvector('simple', coalesce(company, '')), 'A')"
            " || setweight(to_tsvector('simple', coalesce(location, '')), 'B')"
            " || to_tsvector('simple', left(text, 200000))",
            persisted=True,
        ),
    )
    posted_at: Mapped[datetime | None]
    valid_through: Mapped[datetime | None]
    first_seen: Mapped[datetime] = mapped_column(server_default=func.now())
    last_seen: Mapped[datetime] = mapped_column(server_default=func.now())
    clean: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=sql("'{}'::jsonb"))
    employer_key: Mapped[str | None] = mapped_column(index=True)
    role: Mapped[str | None]
    countries: Mapped[list[str]] = mapped_column(ARRAY(String), default=list, server_default=sql("'{}'"))
    open_to: Mapped[list[str]] = mapped_column(ARRAY(String), default=list, server_default=sql("'{}'"))
    places: Mapped[list[Any]] = mapped_column(Computed(PLACES, persisted=True))
    title_words: Mapped[Any] = mapped_column(TSVECTOR, Computed(TITLE_WORDS, persisted=True))
    pay_year_min: Mapped[float | None]
    pay_year_max: Mapped[float | None]
    pay_currency: Mapped[str | None]
    sponsors: Mapped[bool | None]
    years: Mapped[int | None]
    contract: Mapped[str | None]
    hours: Mapped[str | None]
    keys: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), default=list, server_default=sql("'{}'"))
    identity: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=sql("'{}'::jsonb"))
    version: Mapped[int] = mapped_column(default=1, server_default=sql("1"))
    closed_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    liveness: Mapped[dict[str, Any] | None]


class PostingCopy(Keyed, Base):
    """One place where an opening was seen. `kind`: company, feed, search or given (by a person)."""

    __tablename__ = "posting_copies"
    __table_args__ = (
        UniqueConstraint("posting_id", "source", "external_id"),
        Index("ix_posting_copies_external_id", "external_id"),
        Index("ix_posting_copies_listed", "source", "company_token", postgresql_where=sql("gone_at is null")),
    )
    posting_id: Mapped[UUID] = mapped_column(ForeignKey("postings.id", ondelete="CASCADE"))
    source: Mapped[str]
    external_id: Mapped[str]
    kind: Mapped[str]
    company_token: Mapped[str | None]
    title: Mapped[str]
    url: Mapped[str | None]
    apply_url: Mapped[str | None]
    rule: Mapped[str | None]
    first_seen: Mapped[datetime] = mapped_column(server_default=func.now())
    last_seen: Mapped[datetime] = mapped_column(server_default=func.now())
    gone_at: Mapped[datetime | None]


class PostingVersion(Keyed, Base):
    """How an opening read before it was changed: `changes` say what, `before` holds the values that were replaced."""

    __tablename__ = "posting_versions"
    __table_args__ = (UniqueConstraint("posting_id", "number"),)
    posting_id: Mapped[UUID] = mapped_column(ForeignKey("postings.id", ondelete="CASCADE"))
    number: Mapped[int]
    changes: Mapped[list[Any]]
    before: Mapped[dict[str, Any]]
    seen_at: Mapped[datetime] = mapped_column(server_default=func.now())


# Every key is looked up on its own and gives few rows: a key that thousands share costs no more than a rare one.
PER_KEY = 12
CANDIDATES = f"""
select wanted.at, found.id, count(*) as shared
from unnest(cast(:places as int[]), cast(:keys as bigint[])) as wanted(at, key)
cross join lateral (
    select p.id from postings p
    where p.keys @> array[wanted.key] and (p.owner_id is null or p.owner_id = cast(:owner as uuid)) limit {PER_KEY}
) found
group by wanted.at, found.id
order by wanted.at, shared desc, found.id
"""
KNOWN = (
    Posting.id, Posting.identity, Posting.title, Posting.company, Posting.location, Posting.remote, Posting.salary,
    Posting.employment_type, Posting.text, Posting.source, Posting.kind, Posting.url, Posting.apply_url,
    Posting.requisition_id, Posting.posted_at, Posting.valid_through, Posting.content_hash, Posting.version,
    Posting.owner_id, Posting.keys,
)  # fmt: skip


async def lock_saving(session: AsyncSession, actor: Actor, *, private: bool) -> None:
    """One transaction at a time looks for copies and saves: all public postings, or this actor's own."""
    key = str(actor.user_id) if private else "public"
    await session.execute(sql("select pg_advisory_xact_lock(hashtextextended(:key, 4))"), {"key": key})


async def candidates(
    session: AsyncSession, actor: Actor, keys: Sequence[Sequence[int]], *, private: bool, most: int = 24
) -> list[list[UUID]]:
    """For each list of keys the postings that share some, those sharing most first: public ones, and for what is
    private the actor's own too."""
    found: list[list[UUID]] = [[] for _ in keys]
    places = [at for at, group in enumerate(keys) for _ in group]
    values = {
        "places": places,
        "keys": [key for group in keys for key in group],
        "owner": actor.user_id if private else None,
    }
    for row in await session.execute(sql(CANDIDATES), values) if places else ():
        if len(found[row.at]) < most:
            found[row.at].append(row.id)
    return found


async def seen_before(
    session: AsyncSession, actor: Actor, copies: Sequence[tuple[str, str, str | None]], *, private: bool
) -> dict[tuple[str, str, str | None], UUID]:
    """The openings of copies, each named by source, external id and company token, that were seen before."""
    wanted = tuple_(PostingCopy.source, PostingCopy.external_id).in_([copy[:2] for copy in copies])
    visible = _visible(actor) if private else Posting.owner_id.is_(None)
    query = (
        select(PostingCopy.source, PostingCopy.external_id, PostingCopy.company_token, PostingCopy.posting_id)
        .join(Posting, Posting.id == PostingCopy.posting_id)
        .where(wanted, visible)
        .order_by(PostingCopy.first_seen.desc())
    )
    return {(row[0], row[1], row[2]): row[3] for row in await session.execute(query)} if copies else {}


async def given_before(
    session: AsyncSession, actor: Actor, given: Sequence[tuple[str | None, str]]
) -> list[UUID | None]:
    """For each address and content hash the oldest posting that the actor can see and that has one of them."""
    urls = [url for url, _ in given if url]
    same = Posting.content_hash.in_([words for _, words in given]) | Posting.url.in_(urls)
    query = select(Posting.id, Posting.url, Posting.content_hash).where(same, _visible(actor)).order_by(Posting.id)
    rows = list(await session.execute(query)) if given else []
    return [
        next((row[0] for row in rows if words == row[2] or (url is not None and url == row[1])), None)
        for url, words in given
    ]


async def first_seen_since(
    session: AsyncSession, actor: Actor, posting_ids: Sequence[UUID], since: datetime
) -> list[UUID]:
    """Those of these postings that nobody had seen before then."""
    query = select(Posting.id).where(Posting.id.in_(posting_ids), Posting.first_seen >= since, _visible(actor))
    return list(await session.scalars(query)) if posting_ids else []


async def known(session: AsyncSession, actor: Actor, posting_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """What telling copies apart reads of these postings, by id; those the actor cannot see are left out."""
    query = select(*KNOWN).where(Posting.id.in_(posting_ids), _visible(actor))
    rows = (await session.execute(query)).mappings() if posting_ids else ()
    return {row["id"]: dict(row) for row in rows}


async def add(session: AsyncSession, actor: Actor, rows: Sequence[Mapping[str, Any]], *, private: bool) -> None:
    """Save new postings, each with an id of its own already; public ones belong to nobody."""
    owner = actor.user_id if private else None
    if rows:
        await session.execute(insert(Posting), [{"owner_id": owner, **row} for row in rows])


async def add_copies(session: AsyncSession, actor: Actor, rows: Sequence[Mapping[str, Any]]) -> None:  # noqa: ARG001
    """Note where openings were seen; a copy that is known is seen again."""
    if not rows:
        return
    statement = insert(PostingCopy)
    again = {
        name: getattr(statement.excluded, name) for name in ("title", "url", "apply_url", "kind")
    } | {"last_seen": func.now(), "gone_at": None}  # fmt: skip
    made = [{"id": new_id(), **row} for row in rows]
    await session.execute(
        statement.on_conflict_do_update(index_elements=["posting_id", "source", "external_id"], set_=again), made
    )


async def change(
    session: AsyncSession, actor: Actor, posting_id: UUID, values: Mapping[str, Any], *,
    changes: Sequence[Any] = (), before: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Replace values of a posting the actor can see; with `changes` the old ones are kept as a version."""
    fresh: dict[str, Any] = {**values, "version": Posting.version + 1} if changes else dict(values)
    statement = update(Posting).where(Posting.id == posting_id, _visible(actor)).values(**fresh)
    number = (await session.execute(statement.returning(Posting.version))).scalar_one_or_none()
    if number is None:
        raise NotFoundError("There is no such posting.")
    if changes:
        kept = {"number": number - 1, "changes": list(changes), "before": dict(before or {})}
        session.add(PostingVersion(id=new_id(), posting_id=posting_id, **kept))
        await session.flush()


def _visible(actor: Actor) -> Any:
    return (Posting.owner_id.is_(None)) | (Posting.owner_id == actor.user_id)


async def unread(session: AsyncSession, *, after: UUID | None, limit: int) -> list[Posting]:
    """Postings saved before openings were told apart, in the order of their ids. For the start-up, for all users."""
    query = select(Posting).where(sql(UNREAD)).order_by(Posting.id).limit(limit)
    return list(await session.scalars(query if after is None else query.where(Posting.id > after)))


async def complete_old(
    session: AsyncSession, posting_id: UUID, values: Mapping[str, Any], copy: Mapping[str, Any]
) -> None:
    """Give a posting of before what it is told apart and filtered by, and the copy it is; once. For the start-up."""
    statement = update(Posting).where(Posting.id == posting_id, sql(UNREAD)).values(**values)
    row = (await session.execute(statement.returning(Posting.first_seen, Posting.last_seen))).one_or_none()
    if row is not None:
        made = insert(PostingCopy).values(
            id=new_id(), posting_id=posting_id, first_seen=row[0], last_seen=row[1], **copy
        )
        await session.execute(made.on_conflict_do_nothing())


async def see_again(
    session: AsyncSession, actor: Actor, posting_ids: Collection[UUID], *, open_again: Collection[UUID]
) -> None:
    """These openings were seen now, and those to `open_again` are open if they were taken for closed."""
    statement = sql(
        "update postings set last_seen = now(), "
        "liveness = case when closed_at is not null and id = any(:open) then null else liveness end, "
        "closed_at = case when id = any(:open) then null else closed_at end "
        "where id = any(:ids) and (owner_id is null or owner_id = :owner)"
    )
    if posting_ids:
        values = {"ids": list(posting_ids), "open": list(open_again), "owner": actor.user_id}
        await session.execute(statement, values)


async def get(session: AsyncSession, actor: Actor, posting_id: UUID) -> Posting:
    """A posting that the actor can see, else NotFoundError."""
    row = (await session.scalars(select(Posting).where(Posting.id == posting_id, _visible(actor)))).one_or_none()
    if row is None:
        raise NotFoundError("There is no such posting.")
    return row


async def history(
    session: AsyncSession, actor: Actor, posting_id: UUID
) -> tuple[list[PostingCopy], list[PostingVersion]]:
    """The copies of a posting, the oldest first, and its earlier versions."""
    await get(session, actor, posting_id)
    copies = select(PostingCopy).where(PostingCopy.posting_id == posting_id).order_by(PostingCopy.first_seen)
    versions = select(PostingVersion).where(PostingVersion.posting_id == posting_id).order_by(PostingVersion.number)
    return list(await session.scalars(copies)), list(await session.scalars(versions))


async def mark_gone(
    session: AsyncSession, actor: Actor, run_id: UUID, *, listing: str, source: str, company_token: str,
    seen_since: datetime,
) -> int:  # fmt: skip
    """Copies that are not in a whole listing of their company are gone; an opening that no company lists is closed,
    whoever else repeats it.

    `listing` names the findings of the run that are the listing, whatever became of them. Copies that anybody has seen
    since it was asked for stay. Returns how many openings were closed.
    """
    gone = sql(
        "update posting_copies c set gone_at = now() where c.source = :source and c.gone_at is null "
        "and c.company_token = :token and c.last_seen < :since and not exists (select 1 "
        "from findings f where f.run_id = :run and f.source = :listing and f.external_id = c.external_id) "
        "returning c.posting_id"
    )
    values = {
        "source": source, "token": company_token, "since": seen_since, "run": run_id, "listing": listing,
    }  # fmt: skip
    ids = list((await session.execute(gone, values)).scalars())
    if not ids:
        return 0
    close = sql(
        "update postings p set closed_at = now(), checked_at = now(), "
        "liveness = jsonb_build_object('state', 'closed', 'evidence', cast(:why as text)) "
        "where p.id = any(:ids) and p.closed_at is null and (p.owner_id is null or p.owner_id = :owner) and not exists "
        "(select 1 from posting_copies c where c.posting_id = p.id and c.kind = 'company' and c.gone_at is null) "
        "returning p.id"
    )
    why = f"no longer among the openings that {source} lists"
    return len(list((await session.execute(close, {"ids": ids, "why": why, "owner": actor.user_id})).scalars()))


async def listed(session: AsyncSession, actor: Actor, source: str, company_token: str) -> int:  # noqa: ARG001
    """How many openings a company's page holds, as far as is known."""
    page = (PostingCopy.source == source, PostingCopy.company_token == company_token, PostingCopy.gone_at.is_(None))
    return await session.scalar(select(func.count()).select_from(PostingCopy).where(*page)) or 0


async def to_check(session: AsyncSession, *, unseen_for: timedelta, limit: int) -> list[Posting]:
    """Openings on anybody's list, not yet closed, that no source has shown for a while, the longest unlooked-at first.
    For the ingestion, for all."""
    listed = "select 1 from jobs j where j.posting_id = p.id and j.deleted_at is null and j.status in "
    query = sql(
        f"select p.id from postings p where exists ({listed}('saved', 'applied', 'interviewing')) "
        "and p.closed_at is null and p.url is not null "
        "and p.owner_id is null and p.last_seen < now() - make_interval(secs => :age) "
        "and coalesce(p.checked_at, p.first_seen) < now() - make_interval(secs => :age) "
        "order by coalesce(p.checked_at, p.first_seen), p.id limit :limit"
    )
    found = await session.execute(query, {"age": unseen_for.total_seconds(), "limit": limit})
    rows = await session.scalars(select(Posting).where(Posting.id.in_([row.id for row in found])))
    return sorted(rows, key=lambda row: (row.checked_at or row.first_seen, row.id))


async def note_liveness(session: AsyncSession, posting_id: UUID, liveness: Mapping[str, Any], *, dead: bool) -> None:
    """Keep what a look at a public opening's page came to; a dead one is closed."""
    closed: dict[str, Any] = {"closed_at": func.coalesce(Posting.closed_at, func.now())} if dead else {}
    if liveness.get("state") == "open":
        closed = {"closed_at": None}
    statement = update(Posting).where(Posting.id == posting_id)
    await session.execute(statement.values(checked_at=func.now(), liveness=dict(liveness), **closed))
