"""Watches: searches and companies that are looked at again and again, each at its own pace."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Keyed, Timestamped


class Watch(Keyed, Timestamped, Base):
    """`kind`: search, company, or ingestion (the daily look at every source). `pace`: hourly, daily or weekly.

    `due_at` is the next time it is due, `ran_at` the time the latest run was due for.
    """

    __tablename__ = "watches"
    __table_args__ = (
        UniqueConstraint("user_id", "number"),
        Index("ix_watches_due_at", "due_at", postgresql_where=text("is_active")),
        Index("ix_watches_one_ingestion", "kind", unique=True, postgresql_where=text("kind = 'ingestion'")),
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[str]
    name: Mapped[str]
    search: Mapped[dict[str, Any]] = mapped_column(default=dict)
    pace: Mapped[str]
    due_at: Mapped[datetime]
    ran_at: Mapped[datetime | None]
    run_id: Mapped[UUID | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    deleted_at: Mapped[datetime | None]
