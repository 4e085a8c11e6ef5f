"""Exports: CSV, XLSX, PDF, JSON, and a ZIP of everything. Each is a temporary file, whole before it is sent."""

import asyncio
import csv
import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import quote
from uuid import UUID

import pypdfium2
from sqlalchemy.ext.asyncio import AsyncSession

from store import applications_transfer as store
from store.actors import Actor
from store.errors import PayloadTooLargeError, UnavailableError
from tools.applications.schemas import ApplicationFilters
from tools.applications.transfer import ours, report_page
from tools.applications.transfer.gathering import attachment_path, chosen, gather, loose
from tools.applications.transfer.portable import FORMAT, VERSION, PortableApplication
from tools.applications.transfer.schemas import ExportApplications, ExportFormat, ExportLink
from tools.context import Context, utc_now

MEDIA: dict[ExportFormat, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf", "json": "application/json", "zip": "application/zip",
}  # fmt: skip
IN_MEMORY = 8_000_000
MOST_FILES = 2_000_000_000
BLOCK = 1 << 18
_ABOUT = "What this ZIP holds: every file with its size and SHA-256. applications.json is read by the import."


@dataclass(slots=True)
class ExportFile:
    """A finished export: a file at its beginning, its size in bytes, what it is and what it is called."""

    file: IO[bytes]
    size: int
    media_type: str
    name: str

    def blocks(self) -> Iterator[bytes]:
        """Its bytes, block by block; closes it."""
        with self.file:
            while block := self.file.read(BLOCK):
                yield block


async def export(
    context: Context, wanted: ExportFormat, filters: ApplicationFilters, *, bom: bool = False
) -> ExportFile:
    """The applications that fit the filters as a file. `bom` begins a CSV with the mark that Excel reads UTF-8 by."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - sent after this returns
    try:
        if wanted == "csv":
            await _csv(context, filters, file, bom=bom)
        elif wanted == "json":
            await _json(context, filters, file)
        elif wanted == "zip":
            await _zip(context, filters, file)
        else:
            found = await _all(context, filters)
            write = _pdf if wanted == "pdf" else _xlsx
            file.write(await write(context, found, filters))
    except BaseException:
        file.close()
        raise
    size = file.tell()
    file.seek(0)
    return ExportFile(file, size, MEDIA[wanted], f"applications-{utc_now():%Y-%m-%d}.{wanted}")


async def _all(context: Context, filters: ApplicationFilters) -> list[PortableApplication]:
    """All at once, without their postings: for formats that are laid out as a whole."""
    async with context.sessions() as session:
        ids = await chosen(session, context.actor, filters)
        async with aclosing(gather(session, context.actor, ids, whole=False)) as parts:
            return [one async for part in parts for one in part]


async def _csv(context: Context, filters: ApplicationFilters, file: IO[bytes], *, bom: bool) -> None:
    file.write(b"\xef\xbb\xbf" if bom else b"")
    file.write(csv_lines([list(ours.COLUMNS)]))
    async with context.sessions() as session:
        ids = await chosen(session, context.actor, filters)
        async with aclosing(gather(session, context.actor, ids, whole=False)) as parts:
            async for part in parts:
                file.write(csv_lines([[ours.cell_text(cell) for cell in ours.row_of(one)] for one in part]))


def csv_lines(rows: Sequence[Sequence[str]]) -> bytes:
    """Rows as lines of a CSV in UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


async def _xlsx(_: Context, found: list[PortableApplication], __: ApplicationFilters) -> bytes:
    columns, widths = list(ours.COLUMNS), list(ours.COLUMNS.values())
    from tools.applications.transfer.workbooks import write_workbook  # noqa: PLC0415  # openpyxl is slow to load

    return await asyncio.to_thread(write_workbook, columns, (ours.row_of(one) for one in found), widths)


async def _pdf(context: Context, found: list[PortableApplication], filters: ApplicationFilters) -> bytes:
    pages = await asyncio.to_thread(report_page.pages, found, filters, utc_now())
    rendered = [await _rendered(context, page) for page in pages]
    return rendered[0] if len(rendered) == 1 else await asyncio.to_thread(_joined, rendered)


async def _rendered(context: Context, page: str) -> bytes:
    """A page as PDF; letters that no installed font holds are shown as question marks: it is a report, not a letter."""
    try:
        return await context.services.renderer.pdf(page)
    except UnavailableError as problem:
        if problem.code != "FONT_MISSING":
            raise
        missing = str.maketrans(dict.fromkeys(problem.details["characters"], "?"))
        return await context.services.renderer.pdf(page.translate(missing))


def _joined(parts: list[bytes]) -> bytes:
    whole = pypdfium2.PdfDocument.new()
    for part in parts:
        with pypdfium2.PdfDocument(part) as document:
            whole.import_pages(document)
    file = io.BytesIO()
    whole.save(file)
    whole.close()
    return file.getvalue()


async def _json(context: Context, filters: ApplicationFilters, file: IO[bytes]) -> None:
    """A PortableFile, written part by part."""
    head = {"format": FORMAT, "version": VERSION, "exported_at": utc_now().isoformat()}
    file.write(json.dumps(head)[:-1].encode() + b', "applications": [')
    async with context.sessions() as session:
        ids = await chosen(session, context.actor, filters)
        first = True
        async with aclosing(gather(session, context.actor, ids, whole=True)) as parts:
            async for part in parts:
                for one in part:
                    file.write((b"\n" if first else b",\n") + one.model_dump_json().encode())
                    first = False
        contacts, reminders = await loose(session, context.actor)
    told = {
        "contacts": [one.model_dump(mode="json") for one in contacts],
        "reminders": [one.model_dump(mode="json") for one in reminders],
    }
    file.write(b"\n], " + json.dumps(told, ensure_ascii=False).encode()[1:])


class _Archive:
    """A ZIP being written, with what its manifest says of every file."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self.told: list[dict[str, Any]] = []

    async def add(self, path: str, content: bytes, what: str) -> None:
        """Put a file in, off the event loop."""
        await asyncio.to_thread(self._zip.writestr, path, content)
        digest = hashlib.sha256(content).hexdigest()
        self.told.append({"path": path, "bytes": len(content), "sha256": digest, "what": what})

    async def close(self) -> None:
        """The manifest, and the end."""
        manifest = {
            "format": FORMAT, "version": VERSION, "exported_at": utc_now().isoformat(), "about": _ABOUT,
            "files": self.told,
        }  # fmt: skip
        text = json.dumps(manifest, indent=1, ensure_ascii=False)
        await asyncio.to_thread(self._zip.writestr, "manifest.json", text)
        self._zip.close()


async def _zip(context: Context, filters: ApplicationFilters, file: IO[bytes]) -> None:
    """Everything: the applications as JSON and CSV, attachments, documents, resumes, job profiles, mails' headings.

    Raises PayloadTooLargeError before anything is read where the files are more than a ZIP of it holds.
    """
    archive = _Archive(file)
    for name, write, what in (
        ("applications.json", _json, "the applications with everything about them"),
        ("applications.csv", _csv_marked, "the same as a table"),
    ):
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as part:
            await write(context, filters, part)
            part.seek(0)
            await archive.add(name, part.read(), what)
    async with context.sessions() as session:
        for name, found, what in (
            ("job-profiles.json", await store.profiles(session, context.actor), "job profiles and their answers"),
            ("mails.json", await store.mails(session, context.actor), "mails: who, when and about what, without text"),
        ):
            await archive.add(name, json.dumps(found, indent=1, ensure_ascii=False, default=str).encode(), what)
        await _files(session, context.actor, filters, archive)
    await archive.close()


async def _csv_marked(context: Context, filters: ApplicationFilters, file: IO[bytes]) -> None:
    await _csv(context, filters, file, bom=True)


async def _files(session: AsyncSession, actor: Actor, filters: ApplicationFilters, archive: _Archive) -> None:
    outlines = await store.file_outlines(session, actor)
    size = sum(row["size"] or 0 for rows in outlines.values() for row in rows)
    if size > MOST_FILES:
        raise PayloadTooLargeError(f"Your files have {size / 1e9:.1f} GB, more than one ZIP holds. Delete some first.")
    paths = await _attachment_paths(session, actor, await chosen(session, actor, filters), outlines["attachments"])
    for kind, rows in outlines.items():
        for row in rows:
            path = paths.get(row["id"]) if kind == "attachments" else _path(kind, row)
            if path is not None:
                await archive.add(path, await store.content(session, actor, kind, row["id"]), kind.removesuffix("s"))


async def _attachment_paths(
    session: AsyncSession, actor: Actor, ids: list[UUID], attachments: list[dict[str, Any]]
) -> dict[UUID, str]:
    """Where attachments of these applications go, the same as their JSON says."""
    chosen_ids = set(ids) & {row["application_id"] for row in attachments}
    paths: dict[UUID, str] = {}
    async with aclosing(store.rows(session, actor, list(chosen_ids), published=False)) as parts:
        async for rows in parts:
            around = await store.details(session, actor, [row["id"] for row in rows])
            for row in rows:
                for at, one in enumerate(around["attachments"].get(row["id"], ())):
                    paths[one["id"]] = attachment_path(row["number"], at, one["name"])
    return paths


def _path(kind: str, row: dict[str, Any]) -> str:
    if kind == "documents":
        return f"documents/{row['kind'].replace('_', '-')}-{row['number']}.{row['format']}"
    name = "".join(letter if letter.isalnum() or letter in "-_. " else "_" for letter in row["name"])[-120:]
    return f"resumes/{row['number']}-{name}"


async def export_link(session: AsyncSession, actor: Actor, data: ExportApplications) -> ExportLink:
    """Where the export is served, with how many applications it holds."""
    ids = await chosen(session, actor, data.filters())
    said = [("status", one) for one in data.status] + ([("company", data.company)] if data.company else [])
    query = "&".join(f"{name}={_quoted(str(value))}" for name, value in said)
    only = ", ".join(str(value) for _, value in said)
    address = f"/api/v1/export/applications.{data.format}" + (f"?{query}" if query else "")
    return ExportLink(format=data.format, count=len(ids), url=address, of=only)


def _quoted(text: str) -> str:
    return quote(text, safe="")
