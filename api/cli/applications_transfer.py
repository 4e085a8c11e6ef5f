"""`jobwright applications import` and `export`: applications in and out of files, from the command line."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.doing import Told, checked, do, read
from api.cli.saving import save
from store.database import transaction
from tools.applications.schemas import ApplicationFilters
from tools.applications.transfer import exporting, importing
from tools.applications.transfer.presenting import present_report
from tools.applications.transfer.schemas import ExportApplications, ImportMapping, ImportOptions, ImportReport
from tools.context import Context

OPTIONS = {"format": "--format", "status": "--status", "company": "--company"}
File = Annotated[Path, typer.Argument(metavar="FILE", help="CSV, TSV, XLSX, JSON, or a ZIP of ours")]


def import_file(
    file: File,
    yes: Annotated[bool, typer.Option("--yes", help="Import at once; else what would be is shown and asked")] = False,
    mapping: Annotated[str | None, typer.Option(help='As JSON: {"columns": {"Firma": "company"}}')] = None,
    dates: Annotated[str | None, typer.Option(help="dmy or mdy: what 03/04/2025 begins with")] = None,
    fill: Annotated[bool, typer.Option("--fill", help="Fill in what duplicates say and yours do not")] = False,
) -> None:
    """Import applications of another tracker or a spreadsheet; one undo takes it back."""
    said = _mapping(mapping) if mapping else {}
    chosen = checked(ImportMapping, {}, **said, **({"date_order": dates} if dates else {}))

    async def work(context: Context) -> Told:
        content = await read(file)
        shown = ImportOptions(mapping=chosen, duplicates="fill" if fill else "skip")
        preview = await _done(context, file.name, content, shown)
        if preview.questions or not (yes or await _agreed(preview)):
            return present_report(preview), False
        report = await _done(context, file.name, content, shown.model_copy(update={"confirm": True}))
        return present_report(report), True

    do(work)


def _mapping(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except json.JSONDecodeError as problem:
        raise typer.BadParameter(f"is no JSON: {problem}", param_hint="--mapping") from problem
    if not isinstance(said, dict):
        raise typer.BadParameter('has to be an object, like {"columns": {"Firma": "company"}}', param_hint="--mapping")
    return said


async def _agreed(preview: ImportReport) -> bool:
    """Whether the person says yes to what is shown."""
    typer.echo(present_report(preview))
    return await asyncio.to_thread(typer.confirm, "Import them?", default=False)


async def _done(context: Context, name: str, content: bytes, options: ImportOptions) -> ImportReport:
    prepared = await importing.prepare(context, name, content, options)
    async with transaction(context.sessions) as session:
        return await importing.import_prepared(session, context.actor, prepared)


def export_file(
    format: Annotated[str, typer.Option(help="xlsx, csv, pdf, json or zip")] = "xlsx",
    status: Annotated[list[str] | None, typer.Option(help="Only at this stage; may be given several times")] = None,
    company: Annotated[str | None, typer.Option(help="Only at this employer")] = None,
    out: Annotated[Path | None, typer.Option(help="Where to; the current folder without")] = None,
) -> None:
    """Save the applications as a file."""
    wanted = checked(ExportApplications, OPTIONS, format=format, status=status or [], company=company)

    async def work(context: Context) -> Told:
        filters: ApplicationFilters = wanted.filters()
        made = await exporting.export(context, wanted.format, filters, bom=wanted.format == "csv")
        content = await asyncio.to_thread(lambda: b"".join(made.blocks()))
        return f"Saved {await save(str(out or made.name), content)}.", True

    do(work)
