"""Documents that were made for a person: resumes, letters, mails, in the format they are handed out in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Keyed, Timestamped


class Document(Keyed, Timestamped, Base):
    """One document as it was handed out. `kind`: resume, cover_letter, email; `format`: pdf, docx, md, txt, json.

    `checks` is what reading it back has shown, `proof` its sentences with what each rests on. A document of a tailored
    resume names its version. `options` are what it was asked for (tone, prompt, template, paper).
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
    job_id: Mapped[UUID | None] = mapped_column(index=True)
    tailored_resume_id: Mapped[UUID | None]
    version: Mapped[int | None]


class DocumentUse(Keyed, Base):
    """That a version of a tailored resume, or a document, went out for a job; kept when the application goes."""

    __tablename__ = "document_uses"
    __table_args__ = (Index("ix_document_uses_user_id_id", "user_id", "id"),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    tailored_resume_id: Mapped[UUID | None] = mapped_column(index=True)
    version: Mapped[int | None]
    document_id: Mapped[UUID | None]
    job_id: Mapped[UUID | None] = mapped_column(index=True)
    application_id: Mapped[UUID | None]
    note: Mapped[str | None]
    used_at: Mapped[datetime] = mapped_column(server_default=func.now())
