"""Applications in bulk: read for exports, compared and written for imports, taken back as one."""

from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from store.applications import Application, TimelineEntry
from store.applications_details import Attachment, Contact, Interview, Offer, Reminder
from store.content import Document
from store.email_messages import EmailMessage
from store.job_profiles import JobProfile, ProfileAnswer
from store.jobs import Job, lock_list
from store.postings import Posting, lock_saving
from store.resumes import Resume
from store.tailoring import TailoredResume

CHUNK = 500
Detail = type[Interview] | type[Contact] | type[Offer] | type[Reminder] | type[Attachment]
DETAILS: Mapping[str, Detail] = {
    "interviews": Interview, "contacts": Contact, "offers": Offer, "reminders": Reminder, "attachments": Attachment,
}  # fmt: skip
_EXPORTED = (
    Application.id, Application.job_id, Job.number, Posting.title, Posting.company, Posting.location, Posting.remote,
    Posting.url, func.coalesce(Job.application_url, Posting.apply_url).label("application_url"),
    Posting.employment_type, func.coalesce(Job.salary, Posting.salary).label("salary"), Application.status,
    Application.source, Application.channel, Application.applied_at, Application.moved_at, Application.created_at,
    Application.deadline, Application.feedback, Application.notes, Job.notes.label("job_notes"), Job.cover_letter,
    Application.resume, Application.letter, Application.extra,
)  # fmt: skip
_PUBLISHED = (
    Posting.text, Posting.source.label("posting_source"), Posting.requisition_id, Posting.seniority, Posting.language,
    Posting.posted_at, Posting.valid_through, Posting.requirements, Posting.skills,
)  # fmt: skip
_SORTS = {
    "moved_at": Application.moved_at, "created_at": Application.created_at, "applied_at": Application.applied_at,
    "company": func.lower(func.coalesce(Posting.company, "")), "title": func.lower(Posting.title),
    "status": Application.status,
}  # fmt: skip


def _mine(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (Application.user_id == actor.user_id, Application.deleted_at.is_(None))


def _like(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _filtered(
    actor: Actor, *, status: Sequence[str], q: str | None, company: str | None, source: str | None,
    applied_from: date | None, applied_to: date | None, quiet_days: int | None, now: datetime,
) -> list[ColumnElement[bool]]:  # fmt: skip
    wanted: list[ColumnElement[bool]] = list(_mine(actor))
    if status:
        wanted.append(Application.status.in_(status))
    for word in (q or "").split():
        columns = (Posting.title, Posting.company, Application.notes)
        wanted.append(or_(*(column.ilike(_like(word)) for column in columns)))
    if company:
        wanted.append(Posting.company.ilike(_like(company)))
    if source:
        wanted.append(Application.source.ilike(_like(source)))
    if applied_from:
        wanted.append(Application.applied_at >= datetime.combine(applied_from, time(), UTC))
    if applied_to:
        wanted.append(Application.applied_at < datetime.combine(applied_to + timedelta(days=1), time(), UTC))
    if quiet_days:
        wanted.append(Application.moved_at < now - timedelta(days=quiet_days))
    return wanted


async def chosen(
    session: AsyncSession, actor: Actor, *, sort: str, order: str, **filters: Any
) -> list[UUID]:  # fmt: skip
    """The ids of the actor's applications that fit the filters of the list, in its order."""
    key = _SORTS[sort]
    by = (key.desc().nulls_last(), Application.id.desc()) if order == "desc" else (key.asc(), Application.id)
    query = (
        select(Application.id)
        .join(Job, Job.id == Application.job_id)
        .join(Posting, Posting.id == Job.posting_id)
        .where(*_filtered(actor, **filters))
        .order_by(*by)
    )
    return list(await session.scalars(query))


async def rows(
    session: AsyncSession, actor: Actor, ids: Sequence[UUID], *, published: bool
) -> AsyncGenerator[list[dict[str, Any]]]:
    """The applications with their jobs as plain rows, some hundred at a time, in the order of the ids."""
    columns = (*_EXPORTED, *_PUBLISHED) if published else _EXPORTED
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        query = (
            select(*columns)
            .join(Job, Job.id == Application.job_id)
            .join(Posting, Posting.id == Job.posting_id)
            .where(Application.id.in_(part), *_mine(actor))
        )
        found = {row["id"]: dict(row) for row in (await session.execute(query)).mappings()}
        yield [found[one] for one in part if one in found]


async def details(
    session: AsyncSession, actor: Actor, ids: Sequence[UUID]
) -> dict[str, dict[UUID, list[dict[str, Any]]]]:
    """What stands around these applications, by kind and application; attachments without their content."""
    found: dict[str, dict[UUID, list[dict[str, Any]]]] = {}
    for kind, table in DETAILS.items():
        columns = [column for column in table.__table__.columns if column.name != "content"]
        query = select(*columns).where(
            table.user_id == actor.user_id, table.application_id.in_(ids), table.deleted_at.is_(None)
        )
        found[kind] = await _grouped(session, query.order_by(table.id))
    entries = select(*TimelineEntry.__table__.columns).where(
        TimelineEntry.user_id == actor.user_id, TimelineEntry.application_id.in_(ids)
    )
    # As they were written: what an undo or a correction takes back stands right before it, whatever time it tells of.
    written = entries.order_by((TimelineEntry.kind == "created").desc(), TimelineEntry.id)
    found["timeline"] = await _grouped(session, written)
    return found


async def _grouped(session: AsyncSession, query: Any) -> dict[UUID, list[dict[str, Any]]]:
    by_application: dict[UUID, list[dict[str, Any]]] = {}
    for row in (await session.execute(query)).mappings():
        by_application.setdefault(row["application_id"], []).append(dict(row))
    return by_application


async def loose(session: AsyncSession, actor: Actor) -> dict[str, list[dict[str, Any]]]:
    """Contacts and reminders that belong to no application."""
    found: dict[str, list[dict[str, Any]]] = {}
    for kind, table in (("contacts", Contact), ("reminders", Reminder)):
        query = select(*table.__table__.columns).where(
            table.user_id == actor.user_id, table.application_id.is_(None), table.deleted_at.is_(None)
        )
        found[kind] = [dict(row) for row in (await session.execute(query.order_by(table.id))).mappings()]
    return found


async def file_outlines(session: AsyncSession, actor: Actor) -> dict[str, list[dict[str, Any]]]:
    """Every file of the actor by kind (attachments, documents, resumes): id, name, size; their content is read one by
    one with `content`."""
    attached = select(Attachment.id, Attachment.name, Attachment.size, Attachment.application_id).where(
        Attachment.user_id == actor.user_id, Attachment.deleted_at.is_(None)
    )
    documents = select(Document.id, Document.number, Document.kind, Document.format, Document.size).where(
        Document.user_id == actor.user_id, Document.deleted_at.is_(None)
    )
    resumes = select(
        Resume.id, Resume.number, Resume.filename.label("name"), func.length(Resume.content).label("size")
    ).where(Resume.user_id == actor.user_id)
    queries = {"attachments": attached, "documents": documents, "resumes": resumes}
    return {kind: [dict(row) for row in (await session.execute(query)).mappings()] for kind, query in queries.items()}


async def content(session: AsyncSession, actor: Actor, kind: str, id: UUID) -> bytes:
    """The bytes of one of the actor's files; empty for one that is gone since."""
    table: Any = {"attachments": Attachment, "documents": Document, "resumes": Resume}[kind]
    query = select(table.content).where(table.id == id, table.user_id == actor.user_id)
    return await session.scalar(query) or b""


async def profiles(session: AsyncSession, actor: Actor) -> list[dict[str, Any]]:
    """The actor's job profiles with their answers."""
    listed = await session.scalars(
        select(JobProfile).where(JobProfile.user_id == actor.user_id).order_by(JobProfile.id)
    )
    answers = list(await session.scalars(select(ProfileAnswer).where(ProfileAnswer.user_id == actor.user_id)))
    fields = ("name", "is_default", "preferences", "contact_full_name", "contact_phone", "contact_email",
              "contact_location", "contact_website")  # fmt: skip
    said = ("key", "question", "category", "value", "source")
    return [
        {
            **{name: getattr(profile, name) for name in fields},
            "answers": [{name: getattr(one, name) for name in said} for one in answers if one.profile_id == profile.id],
        }
        for profile in listed
    ]


async def mails(session: AsyncSession, actor: Actor) -> list[dict[str, Any]]:
    """What is kept of the actor's mails beside their text: sender, subject, when, what they were read as."""
    table = EmailMessage.__table__
    wanted = ("number", "dated_at", "sender_name", "sender_address", "recipients", "subject", "kind", "outcome", "size")
    columns = [table.c[name] for name in wanted]
    query = select(*columns).where(EmailMessage.user_id == actor.user_id).order_by(EmailMessage.id)
    return [dict(row) for row in (await session.execute(query)).mappings()]


async def known(session: AsyncSession, actor: Actor) -> list[dict[str, Any]]:
    """What a row of an import may repeat: the actor's jobs with their applications, the oldest first.

    `application_id` is None for a job that nobody applied to.
    """
    query = (
        select(
            Job.id.label("job_id"), Job.number, Job.status.label("job_status"), Posting.title, Posting.company,
            Posting.location, Posting.url, Application.id.label("application_id"),
        )
        .join(Posting, Posting.id == Job.posting_id)
        .join(Application, and_(Application.job_id == Job.id, *_mine(actor)), isouter=True)
        .where(Job.user_id == actor.user_id, Job.deleted_at.is_(None))
        .order_by(Job.number)
    )  # fmt: skip
    return [dict(row) for row in (await session.execute(query)).mappings()]


async def lock(session: AsyncSession, actor: Actor) -> int:
    """Nobody else puts jobs on the actor's list until this commits. Returns the last number that is taken."""
    await lock_list(session, actor)
    await lock_saving(session, actor, private=True)
    return await session.scalar(select(func.max(Job.number)).where(Job.user_id == actor.user_id)) or 0


TABLES: Mapping[str, Any] = {
    "postings": Posting, "jobs": Job, "applications": Application, "timeline": TimelineEntry, **DETAILS,
}  # fmt: skip


async def add(session: AsyncSession, actor: Actor, kind: str, values: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of one table, each the actor's own; postings are private to the actor."""
    owner = {"owner_id": actor.user_id} if kind == "postings" else {"user_id": actor.user_id}
    # One statement writes rows of one shape: rows that leave something to the database are written apart. What is
    # returned has hundreds written at once, so that what the database does for every statement is done seldom.
    shapes: dict[frozenset[str], list[dict[str, Any]]] = {}
    for row in values:
        shapes.setdefault(frozenset(row), []).append({**row, **owner})
    for same in shapes.values():
        # Nulls are written out: left out, rows beside each other would be of two shapes, and each a statement.
        written = insert(TABLES[kind]).returning(TABLES[kind].id).execution_options(render_nulls=True)
        await session.execute(written, same)


async def get_all(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> dict[UUID, Application]:
    """The actor's applications of these ids, deleted ones too, locked."""
    query = select(Application).where(Application.id.in_(ids), Application.user_id == actor.user_id).with_for_update()
    return {row.id: row for row in await session.scalars(query)} if ids else {}


async def owned(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Those of the ids that name a resume, a tailored resume or a document of the actor's."""
    found: set[UUID] = set()
    wanted = list(ids)
    for table in (Resume, TailoredResume, Document):
        for start in range(0, len(wanted), CHUNK):  # a file may name more than one statement takes
            part = wanted[start : start + CHUNK]
            query = select(table.id).where(table.id.in_(part), table.user_id == actor.user_id)
            found.update(await session.scalars(query))
    return found


async def set_job_status(session: AsyncSession, actor: Actor, statuses: Mapping[UUID, str]) -> None:
    """Give jobs of the actor these statuses."""
    for status in set(statuses.values()):
        ids = [job_id for job_id, wanted in statuses.items() if wanted == status]
        await session.execute(update(Job).where(Job.id.in_(ids), Job.user_id == actor.user_id).values(status=status))


async def take_back(session: AsyncSession, actor: Actor, batch: UUID, *, kept_jobs: Collection[UUID]) -> int:
    """Delete what an import made: its applications with what stands around them, and the jobs that came with them, but
    for `kept_jobs`, which were there before. Returns how many applications it were."""
    mine = (Application.user_id == actor.user_id, Application.imported_by == batch, Application.deleted_at.is_(None))
    found = list(await session.execute(select(Application.id, Application.job_id).where(*mine)))
    ids = [row[0] for row in found]
    jobs = [row[1] for row in found if row[1] not in set(kept_jobs)]
    for table in DETAILS.values():
        around = update(table).where(table.application_id.in_(ids), table.user_id == actor.user_id)
        await session.execute(around.where(table.deleted_at.is_(None)).values(deleted_at=func.now()))
    await session.execute(update(Application).where(*mine).values(deleted_at=func.now()))
    gone = update(Job).where(Job.id.in_(jobs), Job.user_id == actor.user_id)
    await session.execute(gone.values(deleted_at=func.now()))
    return len(ids)


async def take_back_loose(session: AsyncSession, actor: Actor, kind: str, ids: Sequence[UUID]) -> None:
    """Delete contacts or reminders of no application that an import made."""
    table = DETAILS[kind]
    query = update(table).where(table.id.in_(ids), table.user_id == actor.user_id)
    await session.execute(query.values(deleted_at=func.now()))
