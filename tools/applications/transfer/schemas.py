"""What importing and exporting take and answer."""

from datetime import datetime
from typing import Any, Literal, get_args
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from tools.applications.schemas import ApplicationFilters, ApplicationStatus, Stage
from tools.applications.transfer.portable import PortableApplication
from tools.strict import StrictInput
from tools.text import ShortText, Text

FieldName = Literal[
    "title", "company", "location", "remote", "url", "application_url", "status", "applied", "applied_at", "saved_at",
    "moved_at", "rejected_at", "deadline", "follow_up_at", "interview_at", "source", "channel", "salary",
    "salary_min", "salary_max", "salary_currency", "salary_period", "employment_type", "contact_name", "contact_email",
    "contact_phone", "contact_role", "text", "notes", "feedback", "resume_name", "letter_name", "ignore", "extra",
]  # fmt: skip
FIELDS: tuple[FieldName, ...] = get_args(FieldName)
DateOrder = Literal["dmy", "mdy"]
ImportFormat = Literal["jobwright", "huntr", "teal", "jobsync", "linkedin", "simplify", "spreadsheet"]
ExportFormat = Literal["csv", "xlsx", "pdf", "json", "zip"]
Outcome = Literal["imported", "updated", "duplicate", "refused"]


class ImportMapping(StrictInput):
    """What the person says about the file, in place of what was found: which column is what (by its heading; `extra`
    keeps it as it is, `ignore` leaves it out), what its words for stages mean, in which order its dates are."""

    columns: dict[str, FieldName] = Field(default_factory=dict)
    statuses: dict[str, ApplicationStatus] = Field(default_factory=dict)
    date_order: DateOrder | None = None
    sheet: ShortText | None = Field(default=None, description="Which sheet of a workbook; the first with data without")


class ImportOptions(StrictInput):
    """How a file is imported. Without `confirm` nothing is changed, and the answer says what would be."""

    confirm: bool = False
    mapping: ImportMapping = ImportMapping()
    duplicates: Literal["skip", "fill"] = Field(
        default="skip", description="fill: what a duplicate says and the application does not is filled in"
    )


class ColumnRead(BaseModel):
    """One column of the file: which field it was taken for, why, and what stands in it."""

    column: str
    field: FieldName
    why: str
    samples: list[str] = []


class DatesRead(BaseModel):
    """How dates like 03/04/2025 were read: the order, why, and how many could be read either way."""

    order: DateOrder | None = None
    why: str
    ambiguous: int = 0


class RowOutcome(BaseModel):
    """What became of one row (or would). `line` is the file's, counted from 1; `of` names what it repeats."""

    line: int
    outcome: Outcome
    title: str | None = None
    company: str | None = None
    status: Stage | None = None
    application_id: UUID | None = None
    number: int | None = None
    of: str | None = None
    why: str | None = None
    notes: list[str] = []


class ImportReport(BaseModel):
    """What a file holds and what became of it. `confirmed` is false for a preview, which changed nothing.

    `sample` are the first rows as they are read. `questions` must be answered (in `mapping`) before it can be done.
    """

    confirmed: bool
    file: str
    format: ImportFormat
    details: str = Field(description="Encoding and delimiter, or the sheet")
    columns: list[ColumnRead] = []
    dates: DatesRead | None = None
    unknown_statuses: dict[str, int] = {}
    questions: list[str] = []
    notes: list[str] = []
    total: int = 0
    imported: int = 0
    updated: int = 0
    duplicates: int = 0
    refused: int = 0
    sample: list[PortableApplication] = []
    rows: list[RowOutcome] = []
    batch: UUID | None = None


class ImportApplications(StrictInput):
    """Import a table that the person pasted, with a heading in its first line; or ask how to hand in a file."""

    table: Text | None = Field(default=None, description="The rows as the person pasted them, the headings first")
    duplicates: Literal["skip", "fill"] = "skip"
    date_order: DateOrder | None = None


class ExportApplications(StrictInput):
    """Which file, and which applications: all of them without a filter."""

    format: ExportFormat = "xlsx"
    status: list[ApplicationStatus] = Field(default_factory=list)
    company: ShortText | None = None

    def filters(self) -> ApplicationFilters:
        """The same as filters of the list."""
        return ApplicationFilters(status=self.status, company=self.company)


class ExportLink(BaseModel):
    """Where the file is served, and how many applications it holds."""

    model_config = ConfigDict(extra="forbid")
    format: ExportFormat
    count: int
    url: str
    of: str = ""


class Row(BaseModel):
    """One row of a file: the line it begins in, its cells, and what reading them showed."""

    line: int
    cells: list[Any]
    links: dict[int, str] = Field(default={}, description="Where a cell leads beside what it shows, by its place")
    notes: list[str] = []


class Sheet(BaseModel):
    """A file as a table. `details` tells how it was read."""

    columns: list[str]
    rows: list[Row]
    details: str
    notes: list[str] = []


class Moment(BaseModel):
    """A point in time that a cell states."""

    at: datetime
    whole_day: bool
