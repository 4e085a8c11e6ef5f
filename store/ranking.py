"""What a person's own decisions teach about ranking: signals, and the weights learned from them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Float, ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Keyed, Timestamped


class Signal(Keyed, Base):
    """One decision about one posting: `value` from -1 (not for me) to 1; `features` are the score's parts then."""

    __tablename__ = "signals"
    __table_args__ = (UniqueConstraint("user_id", "posting_id", "kind"),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    posting_id: Mapped[UUID] = mapped_column(ForeignKey("postings.id", ondelete="CASCADE"))
    kind: Mapped[str]
    value: Mapped[float] = mapped_column(Float)
    features: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RankingWeights(Timestamped, Base):
    """The weights of one user's ranking, learned from their signals; without a row the defaults hold."""

    __tablename__ = "ranking_weights"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    weights: Mapped[dict[str, Any]]
    signals: Mapped[int]
