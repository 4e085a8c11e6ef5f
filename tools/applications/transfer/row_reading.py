"""From rows of a table to applications: cells where they belong, what has no place kept, what is wrong told. Pure."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError as InvalidData

from tools.applications.plain_words import heading_words
from tools.applications.stages import Stage, is_silence, stage_of
from tools.applications.transfer import cells
from tools.applications.transfer.dates import moment_of
from tools.applications.transfer.headings import currency_hint
from tools.applications.transfer.other_rows import no_application
from tools.applications.transfer.portable import (
    PortableApplication,
    PortableContact,
    PortableDocument,
    PortableEntry,
    PortableInterview,
    PortablePosting,
    PortableReminder,
)
from tools.applications.transfer.schemas import ColumnRead, DateOrder, Row
from tools.jobs.parsing.addresses import canonical_url

LATER: frozenset[Stage] = frozenset(
    {"screening", "interviewing", "offer", "accepted", "declined", "rejected", "withdrawn"}
)
DATED = ("applied_at", "saved_at", "moved_at", "rejected_at", "deadline", "follow_up_at", "interview_at")
_AS_WRITTEN = ("title", "company", "notes", "text", "extra", "ignore")
FIRST_YEAR, LAST_YEAR = 1970, 2200
LONGEST_TITLE, LONGEST_LINK = 2_000, 2_048


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as read: the application, or why it cannot be one; `notes` tell what was kept elsewhere."""

    line: int
    application: PortableApplication | None
    why: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """How the rows of one file are read."""

    columns: Sequence[ColumnRead]
    order: DateOrder | None
    statuses: Mapping[str, Stage]
    empty: frozenset[str]
    now: datetime
    unknown: Counter[str] = field(default_factory=Counter)

    def read(self, row: Row) -> ReadRow:
        """One row."""
        said, extra = self._said(row)
        notes = list(row.notes)
        title = cells.text_of(said.get("title"))
        if why := no_application(title, said, {column.field: column.column for column in self.columns}):
            return ReadRow(row.line, None, why, tuple(notes))
        if len(title) > LONGEST_TITLE:
            return ReadRow(row.line, None, f"the title has more than {LONGEST_TITLE} characters", tuple(notes))
        try:
            moments = self._moments(said, extra, notes)
            application = self._application(title, said, extra, moments, notes)
        except InvalidData as problem:
            first = problem.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            return ReadRow(row.line, None, f"{where}: {first['msg']}", tuple(notes))
        return ReadRow(row.line, application, None, tuple(notes))

    def _said(self, row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
        """The cells by field, and those without a place by heading; what stands for nothing is left out."""
        said: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for column, cell in zip(self.columns, row.cells, strict=False):
            if cells.text_of(cell) == "" or heading_words(str(cell)) in self.empty:
                continue
            if column.field not in _AS_WRITTEN and cells.is_nothing(cell):
                continue
            if column.field == "extra":
                extra[column.column] = cell if isinstance(cell, int | float | bool) else cells.text_of(cell)
            elif column.field != "ignore":
                said[column.field] = cell
        self._follow(row, said)
        return said, extra

    def _follow(self, row: Row, said: dict[str, Any]) -> None:
        """What links show and where they lead: the column of links holds addresses, and a title's link is the job's
        where there is no other."""
        for at, column in enumerate(self.columns):
            if column.field not in ("title", "company", "url", "application_url") or column.field not in said:
                continue
            shows, link = cells.shown_and_link(cells.text_of(said[column.field]))
            link = link or row.links.get(at)
            if column.field in ("title", "company"):
                said[column.field] = said[column.field] if shows == link else shows
            elif link:
                said[column.field] = link
            if link and column.field == "title":
                said.setdefault("url", link)

    def _moments(self, said: Mapping[str, Any], extra: dict[str, Any], notes: list[str]) -> dict[str, datetime]:
        """The dates of a row; one that cannot be read is kept as it is, and told."""
        found: dict[str, datetime] = {}
        for name in DATED:
            try:
                moment = moment_of(said.get(name), self.order)
            except ValueError as problem:
                extra[self._heading(name)] = cells.text_of(said[name])
                notes.append(f"{name}: {problem}; kept as it is")
                continue
            if moment is not None and not FIRST_YEAR <= moment.at.year <= LAST_YEAR:
                extra[self._heading(name)] = cells.text_of(said[name])
                notes.append(
                    f"{name}: “{cells.text_of(said[name])[:60]}” is in no year of an application; kept as it is"
                )
            elif moment is not None:
                found[name] = moment.at
        return found

    def _heading(self, name: str) -> str:
        return next((column.column for column in self.columns if column.field == name), name)

    def _application(
        self, title: str, said: dict[str, Any], extra: dict[str, Any], moments: Mapping[str, datetime],
        notes: list[str],
    ) -> PortableApplication:  # fmt: skip
        text = {name: re.sub(r"\r\n?", "\n", cells.text_of(value)) for name, value in said.items()}
        stage = self._stage(text, moments, extra, notes)
        location = text.get("location")
        remote = cells.remote_of(text.get("remote", "")) or (
            "remote" if heading_words(location or "") in {"remote", "remoto", "home office"} else None
        )
        applied = moments.get("applied_at")
        created = moments.get("saved_at") or applied
        told = (moments.get("moved_at"), moments.get("rejected_at"), applied, moments.get("saved_at"))
        moved = max(filter(None, told), default=None)
        deadline = moments.get("deadline")
        application = PortableApplication(
            title=title, company=text.get("company"), location=location, remote=remote,
            url=self._link("url", text, extra, notes),
            application_url=self._link("application_url", text, extra, notes),
            employment_type=text.get("employment_type"), salary=self._salary(said, text, extra, notes), status=stage,
            source=text.get("source"), channel=text.get("channel") or ("import" if applied else None),
            applied_at=applied, moved_at=moved, created_at=created, deadline=deadline.date() if deadline else None,
            feedback=text.get("feedback"), notes=text.get("notes"), extra=extra,
            resume=PortableDocument(name=text["resume_name"]) if "resume_name" in text else None,
            letter=PortableDocument(name=text["letter_name"]) if "letter_name" in text else None,
            posting=PortablePosting(text=text["text"]) if "text" in text else None,
        )  # fmt: skip
        self._around(application, text, moments)
        application.timeline = self._timeline(application, moments)
        if stage == "rejected" and is_silence(text.get("status", "")):
            application.timeline[-1].data["unanswered"] = True
        return application

    def _stage(
        self, text: Mapping[str, str], moments: Mapping[str, datetime], extra: dict[str, Any], notes: list[str]
    ) -> Stage:
        """The stage a row says; of one that is not known what its dates show, with the word kept."""
        shown = self._shown(text, moments)
        word = text.get("status", "")
        if not word:
            return shown
        stage = self.statuses.get(heading_words(word)) or stage_of(word)
        if stage is not None:
            return stage
        self.unknown[word] += 1
        extra[self._heading("status")] = word
        notes.append(f"“{word[:60]}” is no stage that is known: read as {shown}, the word is kept")
        return shown

    def _shown(self, text: Mapping[str, str], moments: Mapping[str, datetime]) -> Stage:
        """The stage that a row's dates show, where no word says it."""
        if "rejected_at" in moments:
            return "rejected"
        if "interview_at" in moments:
            return "interviewing"
        return "applied" if "applied_at" in moments or cells.is_yes(text.get("applied", "")) else "preparing"

    def _link(self, name: str, text: Mapping[str, str], extra: dict[str, Any], notes: list[str]) -> str | None:
        if name not in text:
            return None
        link = cells.link_of(text[name])
        if link is None or len(link) > LONGEST_LINK:
            extra[self._heading(name)] = text[name]
            notes.append(f"{name}: “{text[name][:60]}” is no link; kept as it is")
            return None
        try:
            return canonical_url(link)
        except ValueError:
            extra[self._heading(name)] = text[name]
            notes.append(f"{name}: “{text[name][:60]}” is no link; kept as it is")
            return None

    def _salary(self, said: Mapping[str, Any], text: Mapping[str, str], extra: dict[str, Any], notes: list[str]) -> Any:
        named = [currency_hint(column.column) for column in self.columns if column.field.startswith("salary")]
        currency = text.get("salary_currency") or next((one for one in named if one), None)
        try:
            return cells.salary_of(
                text.get("salary", ""), said.get("salary_min"), said.get("salary_max"), currency,
                text.get("salary_period"), text.get("location", ""),
            )  # fmt: skip
        except ValueError as problem:
            for name in ("salary", "salary_min", "salary_max"):
                if name in text:
                    extra[self._heading(name)] = text[name]
            notes.append(f"salary: {problem}; kept as it is")
            return None

    def _around(self, into: PortableApplication, text: Mapping[str, str], moments: Mapping[str, datetime]) -> None:
        """A contact, an interview and a follow-up that the row names."""
        named = text.get("contact_name") or text.get("contact_email") or text.get("contact_phone")
        if named:
            into.contacts = [
                PortableContact(
                    name=named, role=text.get("contact_role"), company=into.company,
                    email=text.get("contact_email"), phone=text.get("contact_phone"),
                )
            ]  # fmt: skip
        if at := moments.get("interview_at"):
            into.interviews = [PortableInterview(starts_at=at)]
        if at := moments.get("follow_up_at"):
            words = f"Follow up: {into.title}" + (f" at {into.company}" if into.company else "")
            into.reminders = [
                PortableReminder(kind="follow_up", text=words, due_at=at, done_at=at if at < self.now else None)
            ]

    def _timeline(self, one: PortableApplication, moments: Mapping[str, datetime]) -> list[PortableEntry]:
        """What the dates of a row tell of its way: put down, applied, moved on. A time that is not told is marked."""
        begun = one.created_at or self.now
        first: Stage = "preparing" if one.applied_at and one.applied_at > begun else one.status
        if one.applied_at and one.status in LATER:
            first = "applied" if one.applied_at <= begun else "preparing"
        entries = [PortableEntry(kind="created", to_status=first, by="import", at=begun)]
        if one.applied_at and first == "preparing":
            entries.append(
                PortableEntry(kind="status", from_status=first, to_status="applied", by="import", at=one.applied_at)
            )
        last = entries[-1].to_status
        if last != one.status:
            told = moments.get("rejected_at" if one.status == "rejected" else "moved_at") or moments.get("moved_at")
            at = max(told or entries[-1].at, entries[-1].at)
            entries.append(
                PortableEntry(
                    kind="status", from_status=last, to_status=one.status, by="import", at=at,
                    data={} if told else {"time_unknown": True},
                )
            )  # fmt: skip
        return entries
