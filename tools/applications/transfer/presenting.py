"""Imports and exports worded in Markdown."""

from tools.applications.transfer.schemas import ExportLink, ImportReport, RowOutcome
from tools.jobs.presenting import cell

FORMATS = {
    "jobwright": "an export of ours", "huntr": "an export of Huntr", "teal": "an export of Teal",
    "jobsync": "an export of JobSync", "linkedin": "LinkedIn's download of your data",
    "simplify": "an export of Simplify", "spreadsheet": "a spreadsheet",
}  # fmt: skip
NAMES = {"xlsx": "Excel", "csv": "CSV", "pdf": "PDF", "json": "JSON", "zip": "ZIP"}
MOST_ROWS = 12


def present_link(link: ExportLink) -> str:
    """Where the file is."""
    noun = "application" if link.count == 1 else "applications"
    only = f" ({cell(link.of)})" if link.of else ""
    if not link.count:
        return f"There are no applications{only} to export."
    return f"Your {link.count} {noun}{only} as {NAMES[link.format]}: [download]({link.url})"


def present_report(report: ImportReport) -> str:
    """What a file holds, what its columns are taken for, and what became of its rows or would."""
    head = f"**{cell(report.file)}** is {FORMATS[report.format]} ({report.details}) with {report.total} rows."
    parts = [head]
    if not report.confirmed and report.columns:
        rows = [f"| {cell(one.column)} | {one.field} | {cell(one.why)} |" for one in report.columns]
        parts.append("\n".join(["| column | read as | why |", "|---|---|---|", *rows]))
    if report.dates and report.dates.ambiguous:
        parts.append(f"Dates: {cell(report.dates.why)}.")
    parts += [f"**Question:** {question}" for question in report.questions]
    parts.append(_counts(report))
    told = [row for row in report.rows if row.outcome != "imported" or row.notes]
    parts += ["\n".join(_row(row) for row in told[:MOST_ROWS])] if told else []
    if len(told) > MOST_ROWS:
        parts.append(f"… and {len(told) - MOST_ROWS} more rows with a remark.")
    parts += [cell(note) for note in report.notes]
    return "\n\n".join(parts)


def _counts(report: ImportReport) -> str:
    would = "" if report.confirmed else "would be "
    counted = [f"{report.imported} {would}imported"]
    others = ((report.updated, "filled in"), (report.duplicates, "there already"), (report.refused, "refused"))
    for count, what in others:
        counted += [f"{count} {what}"] if count else []
    undo = " “Undo” takes it back as one." if report.confirmed and report.batch else ""
    return f"{', '.join(counted)}.{undo}"


def _row(row: RowOutcome) -> str:
    named = f" {cell(row.title)}" if row.title else ""
    why = "; ".join(part for part in (row.of, row.why, *row.notes) if part)
    return f"- line {row.line}:{named} – {row.outcome}: {cell(why)}"
