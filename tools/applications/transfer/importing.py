"""Importing: a file is read and shown, and, once confirmed, kept whole or not at all, in the caller's transaction."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications_transfer as store
from store import events
from store.actors import Actor
from store.errors import PayloadTooLargeError, ValidationError
from tools.applications.transfer.loading import Loaded, load
from tools.applications.transfer.openings import prepared_openings
from tools.applications.transfer.repeats import Repeat, repeats, standing_of
from tools.applications.transfer.row_reading import ReadRow
from tools.applications.transfer.schemas import ImportOptions, ImportReport, RowOutcome
from tools.applications.transfer.writing import Batch
from tools.context import Context, utc_now

SAMPLE = 5


@dataclass(slots=True)
class PreparedImport:
    """A file that was read, and the openings of its new applications made ready, by the place of their row."""

    name: str
    loaded: Loaded
    options: ImportOptions
    openings: dict[int, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Plan:
    """For every row whether it is new, and what it repeats."""

    rows: Sequence[ReadRow]
    repeats: Sequence[Repeat | None]

    def is_new(self, at: int) -> bool:
        """Whether an application is made of the row: on a job of its own, or on one that had none."""
        repeat = self.repeats[at]
        free = repeat is not None and repeat.standing is not None and repeat.standing.application_id is None
        return self.rows[at].application is not None and (repeat is None or free)


async def prepare(context: Context, name: str, content: bytes, options: ImportOptions) -> PreparedImport:
    """Read the file and, when it is to be kept, do what takes time. Raises AppErrors that say what is wrong with it."""
    if len(content) > context.settings.max_upload_size:
        raise PayloadTooLargeError(
            f"The file has {len(content) / 1e6:.1f} MB; at most {context.settings.max_upload_size / 1e6:.1f} MB are "
            f"read. Split it."
        )
    loaded = await asyncio.to_thread(load, content, options.mapping, utc_now())
    prepared = PreparedImport(name, loaded, options)
    if options.confirm:
        async with context.sessions() as session:
            plan = await _plan(session, context.actor, loaded)
        new = {
            at: row.application
            for at, row in enumerate(loaded.rows)
            if row.application and plan.is_new(at) and plan.repeats[at] is None
        }
        prepared.openings = await prepared_openings(context.services.embedder, new)
    return prepared


async def _plan(session: AsyncSession, actor: Actor, loaded: Loaded) -> _Plan:
    standing = standing_of(await store.known(session, actor))
    applications = [row.application for row in loaded.rows]
    found = await asyncio.to_thread(repeats, applications, standing, lossless=loaded.lossless)
    return _Plan(loaded.rows, found)


async def import_prepared(session: AsyncSession, actor: Actor, prepared: PreparedImport) -> ImportReport:
    """What the file holds and what would become of it; with `confirm` it is done. Raises ValidationError `ASK_FIRST`
    while a question about the file is open."""
    loaded, options = prepared.loaded, prepared.options
    if not options.confirm:
        return _report(prepared, await _plan(session, actor, loaded), None)
    if loaded.questions:
        raise ValidationError(" ".join(loaded.questions), code="ASK_FIRST", details={"questions": loaded.questions})
    last = await store.lock(session, actor)
    plan = await _plan(session, actor, loaded)
    batch = Batch(prepared.name, last, await _owned(session, actor, loaded), loaded.files)
    for at, row in enumerate(loaded.rows):
        if row.application is not None and plan.is_new(at):
            repeat = plan.repeats[at]
            batch.add(at, row, prepared.openings.get(at), repeat.standing if repeat else None)
    await batch.write(session, actor)
    if options.duplicates == "fill":
        await batch.fill(session, actor, _filling(plan))
    await batch.add_loose(session, actor, loaded.contacts, loaded.reminders)
    report = _report(prepared, plan, batch)
    await _record(session, actor, report, batch)
    return report


async def _owned(session: AsyncSession, actor: Actor, loaded: Loaded) -> set[UUID]:
    """The documents that a file names and that are the person's own."""
    sent = [part for row in loaded.rows if row.application for part in (row.application.resume, row.application.letter)]
    ids = {one for part in sent if part for one in (part.resume_id, part.tailored_resume_id, part.document_id) if one}
    return await store.owned(session, actor, ids)


def _filling(plan: _Plan) -> dict[int, tuple[UUID, ReadRow]]:
    return {
        at: (repeat.standing.application_id, plan.rows[at])
        for at, repeat in enumerate(plan.repeats)
        if repeat and repeat.standing and repeat.standing.application_id
    }


async def _record(session: AsyncSession, actor: Actor, report: ImportReport, batch: Batch) -> None:
    """One event for all of it, so that one undo takes it back; none where nothing was changed."""
    if not batch.changed_anything:
        return
    report.batch = batch.id
    counted = f"{report.imported} applications" + (f", {report.updated} filled in" if report.updated else "")
    await events.record(
        session, actor, kind="applications_imported", subject="applications", subject_id=batch.id,
        data={"title": f"{counted} from {report.file}", "count": report.imported}, inverse=batch.inverse(),
    )  # fmt: skip


def _report(prepared: PreparedImport, plan: _Plan, batch: Batch | None) -> ImportReport:
    loaded = prepared.loaded
    rows = [_outcome(at, row, plan, batch) for at, row in enumerate(loaded.rows)]
    count = {name: sum(row.outcome == name for row in rows) for name in ("imported", "updated", "duplicate", "refused")}
    read = [row.application for row in loaded.rows if row.application]
    return ImportReport(
        confirmed=batch is not None, file=prepared.name, format=loaded.format, details=loaded.details,
        columns=loaded.columns, dates=loaded.dates, unknown_statuses=dict(loaded.unknown.most_common(50)),
        questions=loaded.questions, notes=loaded.notes, total=len(rows), imported=count["imported"],
        updated=count["updated"], duplicates=count["duplicate"], refused=count["refused"],
        sample=read[:SAMPLE] if batch is None else [], rows=rows,
    )  # fmt: skip


def _outcome(at: int, row: ReadRow, plan: _Plan, batch: Batch | None) -> RowOutcome:
    one, repeat = row.application, plan.repeats[at]
    if one is None:
        return RowOutcome(line=row.line, outcome="refused", why=row.why, notes=list(row.notes))
    told: Mapping[str, Any] = {
        "line": row.line, "title": one.title, "company": one.company, "status": one.status, "notes": list(row.notes),
    }  # fmt: skip
    if plan.is_new(at):
        made = batch.made.get(at) if batch else None
        onto = f"onto job {repeat.standing.number}: {repeat.why}" if repeat and repeat.standing else None
        numbered = {"application_id": made[0], "number": made[1]} if made else {}
        return RowOutcome(outcome="imported", why=onto, **numbered, **told)
    if repeat is None or repeat.standing is None:
        line = plan.rows[repeat.row].line if repeat and repeat.row is not None else None
        return RowOutcome(outcome="duplicate", of=f"line {line}", why=repeat.why if repeat else None, **told)
    filled = batch.filled_in(at) if batch else []
    same = {
        "of": f"job {repeat.standing.number}: {repeat.standing.name}", "application_id": repeat.standing.application_id,
        "number": repeat.standing.number,
    }  # fmt: skip
    if filled:
        return RowOutcome(outcome="updated", why=f"filled in: {', '.join(filled)}", **same, **told)
    return RowOutcome(outcome="duplicate", why=repeat.why, **same, **told)


async def take_back(session: AsyncSession, actor: Actor, inverse: dict[str, Any]) -> None:
    """Undo an import as one: what it made goes, what it filled in is empty again, jobs that were there stay."""
    jobs = {UUID(job_id): status for job_id, status in inverse["jobs"].items()}
    await store.take_back(session, actor, UUID(inverse["batch"]), kept_jobs=jobs)
    await store.set_job_status(session, actor, jobs)
    filled = await store.get_all(session, actor, [UUID(one) for one in inverse["filled"]])
    for one, names in inverse["filled"].items():
        if (row := filled.get(UUID(one))) is not None:
            for name in names["fields"]:
                setattr(row, name, None)
            row.extra = {name: value for name, value in row.extra.items() if name not in names["extra"]}
    for kind in ("contacts", "reminders"):
        await store.take_back_loose(session, actor, kind, [UUID(one) for one in inverse[kind]])
