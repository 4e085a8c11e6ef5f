"""Job profiles: what a person looks for and how they are reached, and the answers to what forms keep asking."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from store.actors import Actor
from store.base import Base, Keyed, Timestamped, new_id
from store.errors import NotFoundError
from store.pagination import Page, PageRequest, encode_cursor


class JobProfile(Keyed, Timestamped, Base):
    """One way of looking for work. `preferences` are a SearchPreferences; exactly one profile is the default.

    `contact_sources` says for a contact field that was filled by itself where it is from: an AnswerSource.
    """

    __tablename__ = "job_profiles"
    __table_args__ = (
        Index("ix_job_profiles_user_id_id", "user_id", "id"),
        Index("ix_job_profiles_one_default", "user_id", unique=True, postgresql_where=text("is_default")),
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    is_default: Mapped[bool] = mapped_column(default=False, server_default="false")
    preferences: Mapped[dict[str, Any]] = mapped_column(default=dict)
    contact_full_name: Mapped[str | None]
    contact_phone: Mapped[str | None]
    contact_email: Mapped[str | None]
    contact_location: Mapped[str | None]
    contact_website: Mapped[str | None]
    contact_sources: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'::jsonb"))
    deleted_at: Mapped[datetime | None]


class ProfileAnswer(Keyed, Timestamped, Base):
    """The person's answer to a question that forms ask, asked once. `key` is a known question (notice_period, …), or
    the folded words of one that only some forms ask; an answer that depends on a place has one for each `place`, else
    that is empty. `value` is {"text"} | {"options"} | {"checked"} | {"date"}.

    `source` says where it is from: {"kind": "person" | "profile" | "resume" | "form", "words", "url", "job_id"}.
    """

    __tablename__ = "profile_answers"
    __table_args__ = (
        Index("ix_profile_answers_user_id_profile_id_key", "user_id", "profile_id", "key", "place", unique=True),
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    profile_id: Mapped[UUID] = mapped_column(ForeignKey("job_profiles.id", ondelete="CASCADE"), index=True)
    key: Mapped[str]
    place: Mapped[str] = mapped_column(default="", server_default="")
    question: Mapped[str]
    category: Mapped[str]
    value: Mapped[dict[str, Any]]
    source: Mapped[dict[str, Any]]


def _mine(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (JobProfile.user_id == actor.user_id, JobProfile.deleted_at.is_(None))


async def one_at_a_time(session: AsyncSession, actor: Actor) -> None:
    """Until the transaction ends, nobody else changes which of the actor's profiles there are."""
    key = {"key": str(actor.user_id)}
    await session.execute(text("select pg_advisory_xact_lock(hashtextextended(:key, 11))"), key)


async def add(session: AsyncSession, actor: Actor, **values: Any) -> JobProfile:
    """Make a profile; a default one is made only where there is none yet (see `one_at_a_time`)."""
    row = JobProfile(id=new_id(), user_id=actor.user_id, **values)
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return row


async def get(session: AsyncSession, actor: Actor, profile_id: UUID) -> JobProfile:
    """One of the actor's profiles, else NotFoundError."""
    query = select(JobProfile).where(JobProfile.id == profile_id, *_mine(actor))
    row = (await session.scalars(query)).one_or_none()
    if row is None:
        raise NotFoundError("There is no such job profile.")
    return row


async def default(session: AsyncSession, actor: Actor) -> JobProfile | None:
    """The actor's default profile, None before the first use."""
    return (await session.scalars(select(JobProfile).where(JobProfile.is_default, *_mine(actor)))).one_or_none()


async def every(session: AsyncSession, actor: Actor) -> Sequence[JobProfile]:
    """All of the actor's profiles, the default first, then the oldest."""
    query = select(JobProfile).where(*_mine(actor)).order_by(JobProfile.is_default.desc(), JobProfile.id)
    return list(await session.scalars(query))


async def list_page(session: AsyncSession, actor: Actor, page: PageRequest) -> Page[JobProfile]:
    """The actor's profiles, newest first."""
    query = select(JobProfile).where(*_mine(actor)).order_by(JobProfile.id.desc()).limit(page.limit + 1)
    if after := page.after():
        query = query.where(JobProfile.id < UUID(after[-1]))
    rows = list(await session.scalars(query))
    total = await session.scalar(select(func.count(JobProfile.id)).where(*_mine(actor))) or 0
    more, rows = len(rows) > page.limit, rows[: page.limit]
    return Page(items=rows, next_cursor=encode_cursor(rows[-1].id) if more else None, total=total)


async def set_values(session: AsyncSession, actor: Actor, profile_id: UUID, **values: Any) -> JobProfile:
    """Set columns of a profile, else NotFoundError."""
    row = await get(session, actor, profile_id)
    for name, value in values.items():
        setattr(row, name, value)
    await session.flush()
    await session.refresh(row)
    return row


async def set_default(session: AsyncSession, actor: Actor, profile_id: UUID) -> UUID | None:
    """Make it the default, else NotFoundError; the id of the one that was."""
    await one_at_a_time(session, actor)
    row = await get(session, actor, profile_id)
    before = await session.scalar(select(JobProfile.id).where(JobProfile.is_default, *_mine(actor)))
    if before != profile_id:
        # The old one first: a unique index allows one default at any moment.
        old = update(JobProfile).where(JobProfile.user_id == actor.user_id, JobProfile.is_default)
        await session.execute(old.values(is_default=False))
        await session.execute(update(JobProfile).where(JobProfile.id == profile_id).values(is_default=True))
        await session.refresh(row)
    return before


async def remove(session: AsyncSession, actor: Actor, profile_id: UUID) -> None:
    """Take a profile away with its answers, else NotFoundError; it can be brought back."""
    await set_values(session, actor, profile_id, deleted_at=func.now(), is_default=False)


async def restore(session: AsyncSession, actor: Actor, profile_id: UUID) -> None:
    """Bring a profile back, else NotFoundError."""
    query = update(JobProfile).where(JobProfile.id == profile_id, JobProfile.user_id == actor.user_id)
    if (await session.execute(query.values(deleted_at=None).returning(JobProfile.id))).one_or_none() is None:
        raise NotFoundError("There is no such job profile.")


async def answers(session: AsyncSession, actor: Actor, profile_ids: Sequence[UUID]) -> Sequence[ProfileAnswer]:
    """The answers of these profiles, oldest first."""
    query = select(ProfileAnswer).where(
        ProfileAnswer.user_id == actor.user_id, ProfileAnswer.profile_id.in_(profile_ids)
    )
    return list(await session.scalars(query.order_by(ProfileAnswer.id)))


async def answer(session: AsyncSession, actor: Actor, answer_id: UUID) -> ProfileAnswer:
    """One of the actor's answers, of a profile that is there, else NotFoundError."""
    query = (
        select(ProfileAnswer)
        .join(JobProfile, JobProfile.id == ProfileAnswer.profile_id)
        .where(ProfileAnswer.id == answer_id, ProfileAnswer.user_id == actor.user_id, *_mine(actor))
    )
    row = (await session.scalars(query)).one_or_none()
    if row is None:
        raise NotFoundError("There is no such answer.")
    return row


async def put_answer(
    session: AsyncSession, actor: Actor, profile_id: UUID, key: str, place: str, *, answer_id: UUID | None = None,
    **values: Any,
) -> ProfileAnswer:  # fmt: skip
    """Keep the answer to a question of a profile of the actor's; one that is there is overwritten and keeps its id."""
    at = {"user_id": actor.user_id, "profile_id": profile_id, "key": key, "place": place}
    row = {"id": answer_id or new_id(), **at, **values}
    query = insert(ProfileAnswer).values(row)
    query = query.on_conflict_do_update(index_elements=list(at), set_={**values, "updated_at": func.now()})
    kept = await session.scalars(query.returning(ProfileAnswer), execution_options={"populate_existing": True})
    return kept.one()


async def remove_answer(session: AsyncSession, actor: Actor, answer_id: UUID) -> None:
    """Forget an answer, else NotFoundError."""
    query = delete(ProfileAnswer).where(ProfileAnswer.id == answer_id, ProfileAnswer.user_id == actor.user_id)
    if (await session.execute(query.returning(ProfileAnswer.id))).one_or_none() is None:
        raise NotFoundError("There is no such answer.")
