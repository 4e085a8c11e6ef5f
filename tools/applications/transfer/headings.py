"""Which tracker a file is from, which of its columns is what, and why. Pure, over `columns.v1.yaml`."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from store.errors import ValidationError
from tools.applications.schemas import ENDED_STAGES, OPEN_STAGES, SAID_AS, Stage
from tools.applications.transfer.dates import is_dated
from tools.applications.transfer.schemas import (
    ColumnRead,
    DateOrder,
    FieldName,
    ImportFormat,
    ImportMapping,
    Row,
    Sheet,
)

HEAD_WITHIN = 12
_SAMPLES, _LOOKED_AT = 3, 60
# What a longer saying is about, the first that fits: "2nd round interview", "I withdrew", "offer declined by me".
_ABOUT: tuple[tuple[Stage, str], ...] = (
    ("withdrawn", r"\b(?:withdr\w*|zuruckgezogen|retire\w* (?:ma|la)|retirad\w*)"),
    ("declined", r"\b(?:offer|angebot|offre|oferta)\b.*\b(?:declin\w*|abgelehnt|refuse\w*|rechazad\w*)"),
    ("declined", r"\b(?:declin\w*|abgelehnt|refuse\w*|rechazad\w*) (?:by me|von mir|par moi|por mi)\b"),
    ("rejected", r"\b(?:reject\w*|absage|abgelehnt|refus\w*|rechazad\w*|declin\w*|ghosted|unsuccessful)\b"),
    ("accepted", r"\b(?:got the job|hired|accepted|signed|eingestellt|embauche\w*|contratad\w*)\b"),
    ("offer", r"\b(?:offer|angebot|offre|oferta)\b"),
    ("screening", r"\b(?:phone|telefon\w*|telephoni\w*|screen\w*|recruiter)\b"),
    ("interviewing", r"\b(?:interview\w*|\w*gesprach|entretien\w*|entrevista\w*|onsite|round|eingeladen)\b"),
    ("applied", r"\b(?:applied|submitted|beworben|postule\w*|enviad\w*)\b"),
)
_SILENCE = re.compile(r"\bghosted\b|\bno (?:reply|response|answer)|keine antwort|sans reponse|sin respuesta")
_UNIT = re.compile(r"[(\[](.*?)[)\]]")


@dataclass(frozen=True, slots=True)
class Tracker:
    """How the export of one tracker looks: sets of headings that only it has, and what its columns are."""

    name: str
    title: str
    known_by: tuple[frozenset[str], ...]
    columns: Mapping[str, FieldName]
    empty: frozenset[str]


@dataclass(frozen=True, slots=True)
class Headings:
    """What `columns.v1.yaml` holds."""

    trackers: tuple[Tracker, ...]
    words: Mapping[str, FieldName]
    hints: Mapping[str, DateOrder]
    stages: Mapping[str, Stage]


@cache
def headings() -> Headings:
    """The table of headings and words, read once."""
    text = files("tools.applications.transfer").joinpath("columns.v1.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    trackers = tuple(
        Tracker(
            name, raw["title"], tuple(frozenset(one) for one in raw["known_by"]), raw["columns"],
            frozenset(folded(word) for word in raw["empty"]),
        )
        for name, raw in data["trackers"].items()
    )  # fmt: skip
    words = {word: field for field, listed in data["words"].items() for word in listed}
    hints = {word: order for order, listed in data["date_hints"].items() for word in listed}
    said = {folded(word): stage for word, stage in SAID_AS.items()}
    stages = {folded(word): stage for stage, listed in data["stages"].items() for word in listed}
    own: dict[str, Stage] = {stage: stage for stage in (*OPEN_STAGES, *ENDED_STAGES)}
    return Headings(trackers, words, hints, {**stages, **said, **own})


def folded(text: str) -> str:
    """Small letters without accents, camelCase and punctuation taken apart: "appliedDate" is "applied date"."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    plain = unicodedata.normalize("NFKD", apart.replace("ß", "ss"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]+|_", " ", plain.lower()).split())


def stage_of(text: str) -> Stage | None:
    """The stage that a tracker's or a spreadsheet's word means, in five languages, with numbers and pictures around it
    taken off; of a longer saying what it is about. None for one that is not known."""
    words = folded(text)
    known = headings().stages
    plain = " ".join(re.sub(r"\b\d+(?:st|nd|rd|th)?\b", " ", words).split())
    if stage := known.get(words) or known.get(plain):
        return stage
    if not plain or len(plain.split()) > 6 or re.search(r"\b(?:no|not|kein\w*|nicht|pas|sin)\b", plain):
        return None
    return next((stage for stage, pattern in _ABOUT if re.search(pattern, plain)), None)


def is_silence(text: str) -> bool:
    """Whether a word for a rejection says that nobody ever answered."""
    return bool(_SILENCE.search(folded(text)))


def headed(sheet: Sheet) -> Sheet:
    """The sheet with its headings taken off the top: the row, of the first dozen, that has the most known ones.

    Raises ValidationError `NO_TABLE` for a file without a row of headings, or with nothing below it.
    """
    best, most = 0, 0
    for at, row in enumerate(sheet.rows[:HEAD_WITHIN]):
        found = sum(_known(_heading(cell)) for cell in row.cells)
        if found > most:
            best, most = at, found
    names = _distinct([_heading(cell) for cell in sheet.rows[best].cells])
    rows = sheet.rows[best + 1 :]
    if not rows or not any(names):
        raise ValidationError(
            "The file has no rows below its headings. The first row must name the columns: title, company, status …",
            code="NO_TABLE",
        )
    width = max([len(names), *(len(row.cells) for row in rows)])
    names = [*names, *("" for _ in range(width - len(names)))]
    above = [f"{best} rows above the headings were passed over."] if best else []
    columns = [name or f"column {at}" for at, name in enumerate(names, 1)]
    return sheet.model_copy(update={"columns": columns, "rows": rows, "notes": [*sheet.notes, *above]})


def _heading(cell: Any) -> str:
    return " ".join(str(cell if cell is not None else "").split())


def _distinct(names: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return found


def _known(heading: str) -> bool:
    words = _bare(heading)
    return bool(words) and (words in headings().words or any(words in one.columns for one in headings().trackers))


def _bare(heading: str) -> str:
    """The heading without units in brackets, and without a star that says it must be filled."""
    return folded(_UNIT.sub(" ", heading))


def tracker_of(columns: Iterable[str]) -> Tracker | None:
    """The tracker whose export has these headings; None for a spreadsheet of one's own."""
    names = {_bare(name) for name in columns}
    return next((one for one in headings().trackers if any(needed <= names for needed in one.known_by)), None)


def hint_of(columns: Sequence[ColumnRead]) -> DateOrder | None:
    """The order of dates that a heading names: "Applied (DD/MM/YYYY)"."""
    for column in columns:
        for unit in _UNIT.findall(column.column):
            if order := headings().hints.get(folded(unit)):
                return order
    return None


def currency_hint(column: str) -> str | None:
    """The currency that a heading names: "Salary (EUR)"."""
    units = [*_UNIT.findall(column), *re.findall(r"\bin (\S+)$", column)]
    return next((unit.strip() for unit in units if re.fullmatch(r"\s*(?:[A-Z]{3}|[€$£])\s*", unit)), None)


def columns_of(sheet: Sheet, mapping: ImportMapping) -> tuple[ImportFormat, list[ColumnRead]]:
    """The format, and every column with its field and why. What the person says counts more than what is found.

    Raises ValidationError `NO_COLUMN` for a column that the file does not have.
    """
    _check(sheet.columns, mapping)
    tracker = tracker_of(sheet.columns)
    values = [_values(sheet.rows, at) for at in range(len(sheet.columns))]
    found: list[tuple[FieldName, str, int]] = []
    for name, column in zip(sheet.columns, values, strict=True):
        if name in mapping.columns:
            found.append((mapping.columns[name], "you said so", 9))
        else:
            found.append(_field(name, column, tracker))
    taken = _once(found)
    columns = [
        ColumnRead(column=name, field=field, why=why, samples=[str(value)[:80] for value in column[:_SAMPLES]])
        for name, column, (field, why, _) in zip(sheet.columns, values, taken, strict=True)
    ]
    kind: Any = tracker.name if tracker else "spreadsheet"
    return kind, columns


def _check(columns: Sequence[str], mapping: ImportMapping) -> None:
    unknown = [name for name in mapping.columns if name not in columns]
    if unknown:
        raise ValidationError(
            f"The file has no column {unknown[0]!r}; it has: {', '.join(columns[:30])}.", code="NO_COLUMN"
        )


def _values(rows: Sequence[Row], at: int) -> list[Any]:
    cells = (row.cells[at] for row in rows if at < len(row.cells))
    return [cell for cell in cells if cell not in (None, "") and str(cell).strip()][:_LOOKED_AT]


def _field(name: str, values: Sequence[Any], tracker: Tracker | None) -> tuple[FieldName, str, int]:
    """Field, why, and how sure: a tracker's own heading, a known one, words of a known one, what stands in it."""
    bare = _bare(name)
    if tracker and bare in tracker.columns:
        return tracker.columns[bare], f"{tracker.title} calls it so", 8
    words = headings().words
    guess = _by_content(values)
    if bare in words:
        if words[bare] == "applied" and guess and guess[0] == "applied_at":
            return "applied_at", "the heading says so, and every cell is a date", 7
        return words[bare], "the heading says so", 7
    if found := _within(bare, guess[0] if guess else None):
        return words[found], f"the heading holds “{found}”", 4 if len(found.split()) == 1 else 5
    if guess and guess[0] != "applied_at":  # a date alone may be any
        return guess[0], guess[1], 2
    return "extra", "kept as it is: nothing tells what it is", 0


def _within(bare: str, shown: FieldName | None) -> str | None:
    """The known heading of which the words stand in this one, side by side: one that the cells bear out, or the
    longest."""
    parts = bare.split()
    if not 2 <= len(parts) <= 5:
        return None
    runs = [" ".join(parts[a:b]) for a in range(len(parts)) for b in range(a + 1, len(parts) + 1)]
    known = [run for run in runs if run in headings().words and len(run) > 2 and headings().words[run] != "ignore"]
    return max(known, key=lambda run: (headings().words[run] == shown, len(run)), default=None)


def _by_content(values: Sequence[Any]) -> tuple[FieldName, str] | None:
    if not values:
        return None
    texts = [str(value).strip() for value in values]
    if all(map(is_dated, values)):
        return "applied_at", "every cell is a date"
    if all(re.match(r"https?://\S+$", text) for text in texts):
        return "url", "every cell is a link"
    stages = sum(stage_of(text) is not None for text in texts)
    if stages > 1 and stages >= 0.6 * len(texts):
        return "status", "the cells are stages"
    return None


def _once(found: Sequence[tuple[FieldName, str, int]]) -> list[tuple[FieldName, str, int]]:
    """A field is one column's: the surest, then the first; others are kept as they are."""
    best: dict[FieldName, int] = {}
    for at, (field, _, sure) in enumerate(found):
        if field not in ("extra", "ignore") and (field not in best or sure > found[best[field]][2]):
            best[field] = at
    return [
        one
        if one[0] in ("extra", "ignore") or best[one[0]] == at
        else ("extra", f"kept as it is: another column is the {one[0]}", 0)
        for at, one in enumerate(found)
    ]
