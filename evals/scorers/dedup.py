"""The dedup suite: pairs of postings, of one opening or of two, judged as the store does it: keys first, then rules.

The form of a case file is described in `evals/cases/README.md`.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from evals.case_files import CasesError, entries
from evals.intervals import Share
from tools.jobs.boards.board import BoardPosting
from tools.jobs.cleaning import clean
from tools.jobs.dedup import (
    Identity,
    OpeningIndex,
    Verdict,
    bands,
    blocks,
    identity_of,
    opening_of,
    same_opening,
    signature,
)
from tools.jobs.dedup.sketch import shingles
from tools.jobs.dedup.texts import without_markup, words
from tools.jobs.parsing.language import detect_language
from tools.jobs.parsing.role import find_requisition
from tools.jobs.parsing.salary import find_salary

FIELDS = (
    "title", "company", "location", "url", "apply_url", "requisition_id", "text", "salary", "source", "posted_at",
    "employment_type", "board", "external_id", "language",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PairCase:
    """Two postings and whether they are of one opening."""

    id: str
    same: bool
    kind: str
    a: Mapping[str, Any]
    b: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """What was decided of a pair: `met` when a key brought the two together at all."""

    case: PairCase
    met: bool
    verdict: Verdict

    @property
    def merged(self) -> bool:
        """Whether the two end up as one row."""
        return self.met and self.verdict.same

    @property
    def right(self) -> bool:
        """Whether that is as labelled."""
        return self.merged == self.case.same


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision over what was merged, recall over what should have been."""

    precision: Share
    recall: Share


def load_cases(path: Path) -> Sequence[PairCase]:
    """The pairs of a file; raises CasesError naming the case and the field."""
    return [_case(where, raw) for where, raw in entries(path)]


def _case(where: str, raw: Mapping[str, Any]) -> PairCase:
    if not isinstance(raw.get("same"), bool):
        raise CasesError(f"{where}: `same` is true (one opening) or false (two)")
    for side in ("a", "b"):
        posting = raw.get(side)
        if not isinstance(posting, Mapping) or not str(posting.get("title") or "").strip():
            raise CasesError(f"{where}: `{side}` is a posting with at least a `title`")
        if unknown := sorted(set(posting) - set(FIELDS)):
            raise CasesError(f"{where}: there is no field {', '.join(unknown)}; there are {', '.join(FIELDS)}")
    return PairCase(str(raw["id"]), raw["same"], str(raw.get("kind") or "unnamed"), raw["a"], raw["b"])


def identity(raw: Mapping[str, Any]) -> Identity:
    """The identity of a posting given by fields, cleaned the way a board's posting is."""
    posting = _board_posting(raw)
    return identity_of(
        clean(posting), url=posting.url, apply_url=posting.apply_url, board=raw.get("board"),
        external_id=raw.get("external_id"), requisition_id=posting.requisition_id, location=raw.get("location"),
        text=posting.text, language=posting.language, posted_at=posting.posted_at,
    )  # fmt: skip


def _board_posting(raw: Mapping[str, Any]) -> BoardPosting:
    text = str(raw.get("text") or "")
    plain = without_markup(text)
    salary = raw.get("salary")
    return BoardPosting(
        board=str(raw.get("board") or raw.get("source") or "file"),
        kind="feed",
        external_id=str(raw.get("external_id") or raw.get("url") or ""),
        title=str(raw["title"]),
        company=raw.get("company"),
        locations=[place.strip() for place in str(raw.get("location") or "").split(";") if place.strip()],
        salary=find_salary(f"Salary: {salary}", str(raw.get("location") or "")) if salary else find_salary(plain),
        employment_type=raw.get("employment_type"),
        text=plain,
        url=raw.get("url"),
        apply_url=raw.get("apply_url"),
        requisition_id=str(raw["requisition_id"]) if raw.get("requisition_id") else find_requisition(plain),
        posted_at=_moment(raw.get("posted_at")),
        language=raw.get("language") or (detect_language(plain) if len(plain) > 80 else None),
    )


def _moment(value: object) -> datetime | None:
    """A date or time as given; one without a zone is UTC."""
    if not value:
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def judge(case: PairCase) -> Judged:
    """Decide a pair as production does."""
    a, b = identity(case.a), identity(case.b)
    keys_a, keys_b = (
        {*blocks(one), *bands(signature(str(raw.get("text") or "")))} for one, raw in ((a, case.a), (b, case.b))
    )
    return Judged(case, bool(keys_a & keys_b), same_opening(a, b))


def rates(cases: Sequence[PairCase], merged: Sequence[bool]) -> Rates:
    """Precision and recall of any way to decide, one decision a case."""
    found = sum(case.same and one for case, one in zip(cases, merged, strict=True))
    return Rates(Share(found, sum(merged)), Share(found, sum(case.same for case in cases)))


def shingle_overlap(case: PairCase) -> float:
    """Share of 3-word shingles in common (Jaccard) of the two whole texts, the plain rule to compare with."""
    a, b = (frozenset(shingles(words(str(raw.get("text") or raw["title"])))) for raw in (case.a, case.b))
    return len(a & b) / len(a | b) if a | b else 0.0


@dataclass(frozen=True, slots=True)
class Merged:
    """Two rows that were taken for one opening."""

    a: Mapping[str, Any]
    b: Mapping[str, Any]
    verdict: Verdict


def read_listing(path: Path) -> list[Mapping[str, Any]]:
    """A CSV of postings with the columns title, company, location, url, source and posted_at, as cases' sides."""
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: row[name] for name in FIELDS if row.get(name)} for row in csv.DictReader(file)]


def merge_all(rows: Iterable[Mapping[str, Any]]) -> Iterator[Merged]:
    """Every row that is put into the opening of an earlier one, as the store does it, with that opening's first row."""
    index: OpeningIndex[int] = OpeningIndex()
    openings: dict[int, list[Identity]] = {}
    opened: dict[int, int] = {}
    listed = list(rows)
    for number, row in enumerate(listed):
        one = identity(row)
        keys, text_keys = blocks(one), bands(signature(str(row.get("text") or "")))
        near = dict.fromkeys(opened[other] for other in index.candidates(keys, text_keys))
        found = opening_of(one, {opening: openings[opening] for opening in near})
        opening = found[0] if found else number
        if found:
            yield Merged(listed[opening], row, found[1])
        index.add(number, [*keys, *text_keys])
        openings.setdefault(opening, []).append(one)
        opened[number] = opening
