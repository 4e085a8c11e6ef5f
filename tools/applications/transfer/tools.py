"""Importing and exporting applications as the model and the command line see them."""

from tools.applications.transfer import exporting, presenting, talking
from tools.applications.transfer.examples import EXAMPLES
from tools.applications.transfer.schemas import (
    ExportApplications,
    ExportLink,
    ImportApplications,
    ImportReport,
)
from tools.registry import AnySpec, ToolSpec

EXPORT_APPLICATIONS = ToolSpec(
    name="export_applications", area="jobs", input=ExportApplications, output=ExportLink,
    examples=EXAMPLES["export_applications"], run=exporting.export_link, present=presenting.present_link,
    description="Hand out the applications as a file: Excel (xlsx), CSV, PDF, JSON, or a ZIP of everything; all of "
    "them, or those at some stages or one employer. Answers with the link.",
)  # fmt: skip
IMPORT_APPLICATIONS = ToolSpec(
    name="import_applications", area="jobs", effect="write", destructive=True, own_words=("table",),
    input=ImportApplications, output=ImportReport, examples=EXAMPLES["import_applications"],
    gather=talking.gather_import, run=talking.import_pasted, question=talking.import_question,
    present=presenting.present_report,
    description="Import applications from another tracker or a spreadsheet: the rows pasted, with their headings. What "
    "each column is read as is shown, and a yes asked for, before anything is kept.",
)  # fmt: skip

SPECS: tuple[AnySpec, ...] = (EXPORT_APPLICATIONS, IMPORT_APPLICATIONS)
