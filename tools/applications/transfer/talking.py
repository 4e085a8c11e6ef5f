"""Importing by talk: a pasted table is shown as it would be read, and kept after a yes."""

from pydantic import ConfigDict
from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from store.errors import ValidationError
from tools.applications.transfer import importing, presenting
from tools.applications.transfer.loading import load
from tools.applications.transfer.schemas import ImportApplications, ImportMapping, ImportOptions, ImportReport
from tools.context import Context, utc_now

PASTED = "the pasted table"
_HOW = (
    "Files of applications are not attached here: hand yours in under Applications, [In and out]"
    "(#/applications/transfer), or with `jobwright applications import FILE`; or paste its rows here with their "
    "headings. CSV, Excel, JSON, and what Huntr, Teal, Simplify, JobSync and LinkedIn hand "
    "out are read."
)


class ReadyImport(ImportApplications):
    """What was pasted, read and made ready; not part of what a model says."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    prepared: importing.PreparedImport | None = None


def _options(data: ImportApplications, *, confirm: bool) -> ImportOptions:
    mapping = ImportMapping(date_order=data.date_order)
    return ImportOptions(confirm=confirm, mapping=mapping, duplicates=data.duplicates)


def _content(data: ImportApplications) -> bytes:
    """The pasted rows. Raises ValidationError `NO_FILE` that tells how files are handed in."""
    if not data.table:
        raise ValidationError(_HOW, code="NO_FILE")
    return data.table.encode()


async def gather_import(context: Context, data: ImportApplications) -> ReadyImport:
    """Read the rows and make their openings ready, before the session that keeps them."""
    prepared = await importing.prepare(context, PASTED, _content(data), _options(data, confirm=True))
    return ReadyImport(**data.model_dump(), prepared=prepared)


async def import_pasted(session: AsyncSession, actor: Actor, data: ReadyImport) -> ImportReport:
    """Keep what was pasted. Raises ValidationError `ASK_FIRST` while a question about it is open."""
    if data.prepared is None:
        raise ValidationError(_HOW, code="NO_FILE")
    return await importing.import_prepared(session, actor, data.prepared)


async def import_question(session: AsyncSession, actor: Actor, data: ImportApplications) -> str:
    """What each column is read as, and how many applications that would be: to be answered with yes or no."""
    options = _options(data, confirm=False)
    loaded = load(_content(data), options.mapping, utc_now())
    report = await importing.import_prepared(session, actor, importing.PreparedImport(PASTED, loaded, options))
    return f"{presenting.present_report(report)}\n\nImport them?"
