"""One import being written: rows of every table collected, written in bulk, and what takes them back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications_transfer as store
from store.actors import Actor
from store.base import new_id
from tools.applications.moving import JOB_STATUS
from tools.applications.transfer.openings import opening_of
from tools.applications.transfer.portable import (
    PortableApplication,
    PortableContact,
    PortableDocument,
    PortableEntry,
    PortableReminder,
)
from tools.applications.transfer.repeats import Standing
from tools.applications.transfer.row_reading import ReadRow
from tools.context import utc_now

FILLED = ("source", "channel", "applied_at", "deadline", "feedback", "notes")
ORDER = ("postings", "jobs", "applications", "timeline", "interviews", "contacts", "offers", "reminders", "attachments")


class Batch:
    """What one import makes. `made` are (application, job's number) by the place of the row."""

    def __init__(self, file: str, last: int, owned: set[UUID], files: Mapping[str, bytes]) -> None:
        self.id = new_id()
        self.made: dict[int, tuple[UUID, int]] = {}
        self._file, self._last, self._owned, self._files, self._now = file, last, owned, files, utc_now()
        self._rows: dict[str, list[dict[str, Any]]] = {kind: [] for kind in ORDER}
        self._jobs: dict[UUID, tuple[str, str]] = {}
        self._filled: dict[int, tuple[UUID, list[str], list[str]]] = {}
        self._loose: dict[str, list[UUID]] = {"contacts": [], "reminders": []}

    @property
    def changed_anything(self) -> bool:
        """Whether there is anything to take back."""
        return bool(self.made or self._filled or any(self._loose.values()))

    def add(self, at: int, row: ReadRow, opening: dict[str, Any] | None, onto: Standing | None) -> None:
        """An application of a row, on a job that is there or on one of its own; `opening` are its posting's columns."""
        one = row.application
        if one is None:
            return
        application_id = new_id()
        job_id, number = (onto.job_id, onto.number) if onto else self._job(one, opening)
        if onto:
            self._jobs[job_id] = (onto.job_status, JOB_STATUS[one.status])
        self.made[at] = (application_id, number)
        self._rows["applications"].append(self._application(application_id, job_id, one))
        entries = one.timeline or [self._begun(one, row.line)]
        self._rows["timeline"] += [
            {"id": new_id(), "application_id": application_id, **entry.model_dump()} for entry in entries
        ]
        self._around(application_id, one)

    def _begun(self, one: PortableApplication, line: int) -> PortableEntry:
        at = one.created_at or one.applied_at or self._now
        data = {"file": self._file, "line": line}
        return PortableEntry(kind="created", to_status=one.status, by="import", at=at, data=data)

    def _job(self, one: PortableApplication, opening: dict[str, Any] | None) -> tuple[UUID, int]:
        posting_id, job_id = new_id(), new_id()
        self._last += 1
        columns = opening or opening_of(one)
        self._rows["postings"].append({"id": posting_id, **columns})
        dated = {"created_at": one.created_at} if one.created_at else {}
        self._rows["jobs"].append(
            {
                "id": job_id, "posting_id": posting_id, "number": self._last, "status": JOB_STATUS[one.status],
                "notes": one.job_notes, "cover_letter": one.cover_letter, **dated,
            }
        )  # fmt: skip
        return job_id, self._last

    def _application(self, id: UUID, job_id: UUID, one: PortableApplication) -> dict[str, Any]:
        dated = {"created_at": one.created_at} if one.created_at else {}
        return {
            "id": id, "job_id": job_id, "status": one.status, "source": one.source, "channel": one.channel,
            "applied_at": one.applied_at, "moved_at": one.moved_at or one.applied_at or self._now,
            "deadline": one.deadline, "resume": self._sent(one.resume), "letter": self._sent(one.letter),
            "feedback": one.feedback, "notes": one.notes, "extra": one.extra, "imported_by": self.id, **dated,
        }  # fmt: skip

    def _sent(self, sent: PortableDocument | None) -> dict[str, Any] | None:
        """What went out; an id of what is not the person's own is left out."""
        if sent is None:
            return None
        ids = ("resume_id", "tailored_resume_id", "document_id")
        return {
            name: None if name in ids and value and UUID(value) not in self._owned else value
            for name, value in sent.model_dump(mode="json").items()
        }

    def _around(self, id: UUID, one: PortableApplication) -> None:
        for kind in ("interviews", "contacts", "offers", "reminders"):
            self._rows[kind] += [
                {"id": new_id(), "application_id": id, **part.model_dump()} for part in getattr(one, kind)
            ]
        for part in one.attachments:
            content = self._files.get(part.path or "")
            if content is not None:
                values = {"name": part.name, "media_type": part.media_type, "size": len(content), "content": content}
                self._rows["attachments"].append({"id": new_id(), "application_id": id, **values})

    async def write(self, session: AsyncSession, actor: Actor) -> None:
        """Write everything, in the caller's transaction."""
        for kind in ORDER:
            await store.add(session, actor, kind, self._rows[kind])
        await store.set_job_status(session, actor, {job: after for job, (_, after) in self._jobs.items()})

    async def fill(self, session: AsyncSession, actor: Actor, repeated: Mapping[int, tuple[UUID, ReadRow]]) -> None:
        """Fill in what applications that are there do not say and rows that repeat them do; nothing is overwritten."""
        known = await store.get_all(session, actor, {one for one, _ in repeated.values()})
        for at, (id, row) in repeated.items():
            into, said = known.get(id), row.application
            if into is None or said is None:
                continue
            fields = [name for name in FILLED if getattr(into, name) is None and getattr(said, name) is not None]
            extra = [name for name in said.extra if name not in into.extra]
            for name in fields:
                setattr(into, name, getattr(said, name))
            if extra:
                into.extra = {**into.extra, **{name: said.extra[name] for name in extra}}
            if fields or extra:
                self._filled[at] = (id, fields, extra)

    def filled_in(self, at: int) -> list[str]:
        """What the row at this place has filled in."""
        _, fields, extra = self._filled.get(at, (None, [], []))
        return [*fields, *extra]

    async def add_loose(
        self, session: AsyncSession, actor: Actor, contacts: Sequence[PortableContact],
        reminders: Sequence[PortableReminder],
    ) -> None:  # fmt: skip
        """Contacts and reminders of no application, without those that are there."""
        known = await store.loose(session, actor) if contacts or reminders else {}
        for kind, parts in (("contacts", contacts), ("reminders", reminders)):
            there = [_alike(row) for row in known.get(kind, ())]
            rows = []
            for part in parts:
                if (values := part.model_dump()) and (same := _alike(values)) in there:
                    there.remove(same)
                else:
                    rows.append({"id": new_id(), "application_id": None, **values})
            await store.add(session, actor, kind, rows)
            self._loose[kind] = [row["id"] for row in rows]

    def inverse(self) -> dict[str, Any]:
        """What takes it back as one."""
        filled: dict[str, dict[str, list[str]]] = {}
        for id, fields, extra in self._filled.values():
            told = filled.setdefault(str(id), {"fields": [], "extra": []})
            told["fields"] += fields
            told["extra"] += extra
        return {
            "operation": "applications.take_back_import", "batch": str(self.id),
            "jobs": {str(job): before for job, (before, _) in self._jobs.items()}, "filled": filled,
            **{kind: [str(one) for one in ids] for kind, ids in self._loose.items()},
        }  # fmt: skip


def _alike(row: Mapping[str, Any]) -> tuple[Any, ...]:
    names = ("name", "email", "phone", "company", "kind", "text")
    due = row.get("due_at")
    return (*(row.get(name) for name in names), due.isoformat() if isinstance(due, datetime) else None)
