"""Every table in one place, for Alembic."""

from store import (
    accounts,
    applications,
    applications_details,
    content,
    conversations,
    email,
    email_findings,
    email_messages,
    email_writing,
    events,
    idempotency,
    ingestion,
    job_profiles,
    jobs,
    postings,
    ranking,
    resumes,
    runs,
    submissions,
    tailoring,
    watches,
)
from store.base import Base

metadata = Base.metadata
__all__ = [
    "accounts", "applications", "applications_details", "content", "conversations", "email", "email_findings",
    "email_messages", "email_writing", "events", "idempotency", "ingestion", "job_profiles", "jobs", "metadata",
    "postings", "ranking", "resumes", "runs", "submissions", "tailoring", "watches",
]  # fmt: skip
