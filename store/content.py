"""Documents that were made for a person: resumes, letters, mails, in the format they are handed out in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, undefer

from store.actors import Actor
from store.base import Base, Keyed, Timestamped
from store.errors import NotFoundError
from store.pagination import Page, PageRequest, encode_cursor


class Document(Keyed, Timestamped, Base):
    """One document as it was handed out. `kind`: resume, cover_letter, email; `format`: pdf, docx, md, txt, json.

    `checks` is what reading it back has shown, `proof` its sentences with what each rests on. A document of a tailored
    resume names its version; letters and mails count theirs within their `series_id` (the id of the first of them).
    `data` is the document as data, from which any format is made; `options` are what it was asked for (tone, prompt,
    template, paper).
    """

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("user_id", "number"), Index("ix_documents_user_id_id", "user_id", "id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[str]
    title: Mapped[str]
    format: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    pages: Mapped[int | None]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    checks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    proof: Mapped[list[Any]] = mapped_column(default=list)
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    data: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    series_id: Mapped[UUID] = mapped_column(index=True)
    deleted_at: Mapped[datetime | None]
    job_id: Mapped[UUID | None] = mapped_column(index=True)
    tailored_resume_id: Mapped[UUID | None]
    version: Mapped[int | None]


class DocumentUse(Keyed, Base):
    """That a version of a tailored resume, a document, or a resume as it was uploaded went out for a job; kept when the
    application goes."""

    __tablename__ = "document_uses"
    __table_args__ = (Index("ix_document_uses_user_id_id", "user_id", "id"),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    tailored_resume_id: Mapped[UUID | None] = mapped_column(index=True)
    version: Mapped[int | None]
    document_id: Mapped[UUID | None]
    resume_id: Mapped[UUID | None]
    job_id: Mapped[UUID | None] = mapped_column(index=True)
    application_id: Mapped[UUID | None]
    note: Mapped[str | None]
    used_at: Mapped[datetime] = mapped_column(server_default=func.now())


def _mine(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (Document.user_id == actor.user_id, Document.deleted_at.is_(None))


async def add_document(
    session: AsyncSession, actor: Actor, document_id: UUID, *, series_id: UUID | None = None, **values: Any
) -> Document:
    """Keep a document under this id, with the next number; one that is there already is answered as it is.

    Within `series_id` it counts as the next version; without one it begins a series.
    """
    await session.execute(text("select pg_advisory_xact_lock(hashtextextended(:key, 7))"), {"key": str(actor.user_id)})
    there = await session.get(Document, document_id)
    if there is not None and there.user_id == actor.user_id:
        return there
    own = Document.user_id == actor.user_id
    number = await session.scalar(select(func.max(Document.number)).where(own)) or 0
    if series_id is not None:
        in_series = select(func.max(Document.version)).where(own, Document.series_id == series_id)
        values["version"] = (await session.scalar(in_series) or 0) + 1
    row = Document(
        id=document_id, user_id=actor.user_id, number=number + 1, series_id=series_id or document_id, **values
    )
    session.add(row)
    await session.flush()
    await session.refresh(row, ["created_at", "updated_at"])
    return row


async def get_document(session: AsyncSession, actor: Actor, document_id: UUID) -> Document:
    """One of the actor's documents with its content and data, else NotFoundError."""
    query = select(Document).where(Document.id == document_id, *_mine(actor))
    whole = query.options(undefer(Document.content), undefer(Document.data))
    row = (await session.scalars(whole)).one_or_none()
    if row is None:
        raise NotFoundError("There is no such document.")
    return row


async def list_documents(
    session: AsyncSession, actor: Actor, page: PageRequest, *, kind: str | None = None, job_id: UUID | None = None
) -> Page[Document]:
    """The actor's documents, newest first; of one kind, of one job."""
    where = [*_mine(actor)]
    if kind is not None:
        where.append(Document.kind == kind)
    if job_id is not None:
        where.append(Document.job_id == job_id)
    query = select(Document).where(*where).order_by(Document.id.desc()).limit(page.limit + 1)
    if after := page.after():
        query = query.where(Document.id < UUID(after[-1]))
    rows = list(await session.scalars(query))
    total = await session.scalar(select(func.count(Document.id)).where(*where)) or 0
    more, rows = len(rows) > page.limit, rows[: page.limit]
    return Page(items=rows, next_cursor=encode_cursor(rows[-1].id) if more else None, total=total)


async def letters_of(session: AsyncSession, actor: Actor, job_id: UUID) -> Sequence[Document]:
    """The letters written for a job with their content and data, oldest first."""
    query = select(Document).where(Document.kind == "cover_letter", Document.job_id == job_id, *_mine(actor))
    whole = query.options(undefer(Document.content), undefer(Document.data))
    return list(await session.scalars(whole.order_by(Document.number)))


async def newest_letter(session: AsyncSession, actor: Actor, job_id: UUID) -> Document | None:
    """The newest of them; None while there is none."""
    query = select(Document).where(Document.kind == "cover_letter", Document.job_id == job_id, *_mine(actor))
    whole = query.options(undefer(Document.content), undefer(Document.data)).order_by(Document.number.desc()).limit(1)
    return (await session.scalars(whole)).one_or_none()


async def series_of(session: AsyncSession, actor: Actor, series_id: UUID) -> Sequence[Document]:
    """The versions of a letter or mail that are there, oldest first."""
    query = select(Document).where(Document.series_id == series_id, *_mine(actor)).order_by(Document.id)
    return list(await session.scalars(query))


async def remove_document(session: AsyncSession, actor: Actor, document_id: UUID) -> None:
    """Take a document away, else NotFoundError; it can be brought back."""
    query = update(Document).where(Document.id == document_id, *_mine(actor)).values(deleted_at=func.now())
    if (await session.execute(query.returning(Document.id))).one_or_none() is None:
        raise NotFoundError("There is no such document.")


async def restore_document(session: AsyncSession, actor: Actor, document_id: UUID) -> None:
    """Bring a document back, else NotFoundError."""
    query = update(Document).where(Document.id == document_id, Document.user_id == actor.user_id)
    if (await session.execute(query.values(deleted_at=None).returning(Document.id))).one_or_none() is None:
        raise NotFoundError("There is no such document.")


async def add_use(session: AsyncSession, actor: Actor, **values: Any) -> DocumentUse:
    """Write down that something went out; what is named has been checked to be the actor's."""
    row = DocumentUse(user_id=actor.user_id, **values)
    session.add(row)
    await session.flush()
    await session.refresh(row, ["used_at"])
    return row


async def uses(
    session: AsyncSession,
    actor: Actor,
    *,
    tailored_id: UUID | None = None,
    job_id: UUID | None = None,
    limit: int = 100,
) -> Sequence[DocumentUse]:
    """What of the actor's went out, the newest first; of one tailored resume, for one job, or of all."""
    query = select(DocumentUse).where(DocumentUse.user_id == actor.user_id)
    if tailored_id is not None:
        query = query.where(DocumentUse.tailored_resume_id == tailored_id)
    if job_id is not None:
        query = query.where(DocumentUse.job_id == job_id)
    return list(await session.scalars(query.order_by(DocumentUse.id.desc()).limit(limit)))


async def remove_use(session: AsyncSession, actor: Actor, use_id: UUID) -> None:
    """Forget that something went out, else NotFoundError."""
    query = delete(DocumentUse).where(DocumentUse.id == use_id, DocumentUse.user_id == actor.user_id)
    if (await session.execute(query.returning(DocumentUse.id))).one_or_none() is None:
        raise NotFoundError("There is no such use of a document.")
