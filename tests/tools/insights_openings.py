"""Openings and jobs written straight into the tables, for counting what is known exactly."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from store import jobs as job_store
from store.actors import Actor
from store.base import new_id
from store.jobs import Job
from store.postings import Posting
from tools.resumes import primary
from tools.resumes.parsing import read
from tools.resumes.schemas import PreparedResume

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)  # a Wednesday, 2026-W24
RESUME = b"""Robin Example
robin@example.com

Experience
Data Engineer, Quillbridge, 2019 - present
- Built pipelines in Python and Airflow on PostgreSQL

Skills
Python, PostgreSQL, Django
"""


def opening(
    title: str = "Data Engineer", *, skills: tuple[str, ...] = (), days: float = 3, **values: Any
) -> dict[str, Any]:
    """The columns of a posting that was published `days` before NOW."""
    published = NOW - timedelta(days=days)
    text = "\n".join([title, *(f"You know {skill} well." for skill in skills)])
    return {
        "id": new_id(), "source": "lever", "title": title, "company": "Larkspur", "employer_key": "larkspur",
        "role": title.lower(), "text": text, "content_hash": text, "requirements": [], "url": None, "location": None,
        "skills": [{"name": skill, "excerpt": f"You know {skill} well.", "importance": "must"} for skill in skills],
        "posted_at": published, "first_seen": published, "last_seen": NOW, "closed_at": None, "owner_id": None,
        "remote": None, "countries": [], "open_to": [], "pay_year_min": None, "pay_year_max": None,
        "pay_currency": None, "salary": None, "embedding": None, "apply_url": None, **values,
    }  # fmt: skip


async def add_openings(session: AsyncSession, *rows: dict[str, Any]) -> list[UUID]:
    """Write them down."""
    await session.execute(insert(Posting), list(rows))
    return [row["id"] for row in rows]


async def add_job(
    session: AsyncSession, actor: Actor, row: dict[str, Any], *, status: str = "saved", days: float = 10, **values: Any
) -> UUID:
    """Put a new opening on the actor's list, `days` before NOW."""
    await add_openings(session, row)
    job_id = await job_store.add(session, actor, row["id"], status=status, **values)
    await session.execute(update(Job).where(Job.id == job_id).values(created_at=NOW - timedelta(days=days)))
    return job_id


async def add_resume(session: AsyncSession, actor: Actor, embedding: list[float], content: bytes = RESUME) -> UUID:
    """A primary resume, read in this process."""
    prepared = PreparedResume(filename="cv.txt", content=content, parsed=read(content, "cv.txt"), embedding=embedding)
    return (await primary.save_resume(session, actor, prepared)).id
