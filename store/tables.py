"""Every table in one place, for Alembic."""

from store import accounts, conversations, events, idempotency, jobs, resumes, runs, tailoring
from store.base import Base

metadata = Base.metadata
__all__ = ["accounts", "conversations", "events", "idempotency", "jobs", "metadata", "resumes", "runs", "tailoring"]
