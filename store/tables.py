"""Every table in one place, for Alembic."""

from store import (
    accounts,
    content,
    conversations,
    email,
    email_findings,
    email_messages,
    email_writing,
    events,
    idempotency,
    ingestion,
    jobs,
    postings,
    ranking,
    resumes,
    runs,
    tailoring,
    watches,
)
from store.base import Base

metadata = Base.metadata
__all__ = [
    "accounts", "content", "conversations", "email", "email_findings", "email_messages", "email_writing", "events",
    "idempotency", "ingestion", "jobs", "metadata", "postings", "ranking", "resumes", "runs", "tailoring", "watches",
]  # fmt: skip
