"""Postings read out of the JSON that boards answer with: small pure functions, and a mapping that names fields.

A board names where each field lies; what is absent, null or of another type is None, never a guess and never a crash.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import pycountry

from tools.jobs.boards.board import Answer, BoardError, BoardKind, BoardPosting, BoardQuery
from tools.jobs.parsing.markup import fragment_to_text, without_markup
from tools.jobs.schemas import RemoteKind, Salary, SalaryPeriod

Row = dict[str, Any]
# Where a field lies: a dotted path, several of them (the first that holds something), or a function of the row.
Read = str | tuple[str, ...] | Callable[[Row], Any]

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_EPOCH = re.compile(r"\d{9,13}(?:\.\d+)?")
_PERIODS: tuple[tuple[SalaryPeriod, re.Pattern[str]], ...] = (
    ("hour", re.compile(r"hour|\bhr\b|\bph\b")),
    ("day", re.compile(r"\bday|daily|\bdiem\b")),
    ("week", re.compile(r"week")),
    ("month", re.compile(r"month")),
    ("year", re.compile(r"year|annual|annum|\byr\b|\bpa\b")),
)
_OTHER_PERIOD = re.compile(
    r"bi-?\s?(?:week|month|annual)|semi|fortnight|quarter|\b(?:[2-9]|\d\d+) (?:hour|day|week|month|year)|one.?time"
)
_REMOTE: tuple[tuple[RemoteKind, re.Pattern[str]], ...] = (
    ("hybrid", re.compile(r"hybrid|partly|partial|flexible work|temporarily remote")),
    ("onsite", re.compile(r"on.?site|in.?office|in.?person|no remote|not remote|^office$|^physical$|^none$")),
    ("remote", re.compile(r"remote|telecommut|work from home|anywhere|distributed|^full(?:y)?$")),
)


def json_of(answer: Answer) -> Any:
    """The answer as JSON. Raises BoardError BOARD_CHANGED that says what came instead."""
    try:
        return json.loads(answer.content)
    except (ValueError, RecursionError) as error:
        start = answer.content[:200].lstrip().lower()
        came = (
            "a web page" if start.startswith((b"<!doctype html", b"<html")) else "nothing" if not start else "no JSON"
        )
        raise changed(answer, f"{came} came where JSON was expected") from error


def changed(answer: Answer, what: str) -> BoardError:
    """The error for an answer that is not what the board documents."""
    parts = urlsplit(answer.url)
    return BoardError(
        f"{parts.hostname} answered otherwise than it documents: {what} ({parts.path}). "
        "The board may have changed, or is having trouble; the other sources are not affected.",
        code="BOARD_CHANGED",
        details={"host": parts.hostname, "what": what},
    )


def rows_of(answer: Answer, path: str = "") -> list[Row]:
    """The objects of the list at a path of a JSON answer, or of the bare list. Raises BOARD_CHANGED without a list."""
    data = json_of(answer)
    found = data if isinstance(data, list) and data else at(data, path)
    if not isinstance(found, list):
        raise changed(answer, f"there is no list '{path}'" if path else "the answer is no list")
    rows = [row for row in found if isinstance(row, dict)]
    if found and not rows:
        raise changed(answer, f"the list '{path}' holds no objects")
    return rows


def object_of(answer: Answer) -> Row:
    """A JSON answer that is one object. Raises BOARD_CHANGED when it is not."""
    found = json_of(answer)
    if not isinstance(found, dict):
        raise changed(answer, "the answer is no object")
    return found


def at(data: Any, path: str) -> Any:
    """What lies at a dotted path ("a.b", "list.0.name", "list.*.name" for all, "" for itself); None when absent."""
    if not path:
        return data
    key, _, rest = path.partition(".")
    if key == "*":
        found = [at(item, rest) for item in data] if isinstance(data, list) else []
        return [item for one in found for item in (one if isinstance(one, list) else [one])]
    if isinstance(data, dict):
        return at(data.get(key), rest)
    if isinstance(data, list) and key.isdigit() and int(key) < len(data):
        return at(data[int(key)], rest)
    return None


def read(row: Row, how: Read | None) -> Any:
    """A field's raw value; of several paths the first that holds something."""
    if how is None:
        return None
    if callable(how):
        return how(row)
    paths = (how,) if isinstance(how, str) else how
    return next((value for path in paths if (value := at(row, path)) not in (None, "", [], {})), None)


def string(data: Any, *paths: str) -> str | None:
    """One line of plain text from the first path that has any; numbers as written, entities and tags undone."""
    for value in (at(data, path) for path in paths or ("",)):
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            continue
        line = without_markup(str(value))
        if line := " ".join(_UNSTORABLE.sub("", line).split()):
            return line
    return None


def strings(data: Any, *paths: str) -> list[str]:
    """Every text at the paths ("offices.*.name"), each once, in order; a comma-free single value counts as one."""
    found: list[Any] = []
    for path in paths:
        value = at(data, path)
        found += value if isinstance(value, list) else [value]
    return list(dict.fromkeys(line for value in found if (line := string(value))))


def number(value: Any) -> float | None:
    """A positive amount from a number or a written one ("60000", "1,234.50"); None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, str):
        value = re.sub(r"[,\s](?=\d{3}(?!\d))", "", value.strip())
    try:
        amount = float(value)
    except (ValueError, OverflowError):
        return None
    return amount if 0 < amount < 1e12 else None


def text(*parts: Any) -> str:
    """Paragraphs and list items on lines of their own, from HTML, escaped HTML or plain parts joined in order."""
    clean = [_UNSTORABLE.sub("", part) for part in parts if isinstance(part, str) and part.strip()]
    return "\n\n".join(found for part in clean if (found := fragment_to_text(part)))


def section(heading: Any, body: Any) -> str:
    """A part of a posting under its heading; "" when the body is empty."""
    words = text(body)
    title = string(heading)
    return f"{title}\n{words}" if words and title else words


def when(value: Any) -> datetime | None:
    """An aware UTC time from ISO 8601 (with " UTC" too), epoch seconds or milliseconds, or RFC 822; else None."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        found = _moment(value)
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return None
    return found if 1990 <= found.year <= 2100 else None


def _moment(value: str | int | float) -> datetime:
    if isinstance(value, str) and not _EPOCH.fullmatch(value.strip()):
        written = re.sub(r"\s*(?:UTC|GMT|Z)$", "+00:00", value.strip())
        try:
            found = datetime.fromisoformat(written)
        except ValueError:
            found = parsedate_to_datetime(value.strip())
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    seconds = float(value)
    return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)


def currency_of(value: Any) -> str | None:
    """An ISO 4217 code, None for what is none."""
    code = value.strip().upper() if isinstance(value, str) else ""
    return code if len(code) == 3 and pycountry.currencies.get(alpha_3=code) else None


def period_of(value: Any) -> SalaryPeriod | None:
    """The pay period a label names ("YEARLY", "1 YEAR", "per-hour-wage"); None for others, as fortnights."""
    words = re.sub(r"[_-]", " ", value.lower()) if isinstance(value, str) else ""
    if _OTHER_PERIOD.search(words):
        return None
    named = [period for period, pattern in _PERIODS if pattern.search(words)]
    return named[0] if len(named) == 1 else None


def salary(low: Any, high: Any, currency: Any = None, period: Any = None, *, words: Any = None) -> Salary | None:
    """Pay from stated figures, worded exactly from them unless the board words it itself; None when none is stated."""
    bounds = [amount for amount in (number(low), number(high)) if amount]
    if not bounds:
        return None
    least, most = number(low), number(high)
    if least and most and least > most:
        least, most = most, least
    code, unit = currency_of(currency), period_of(period)
    shown = " - ".join(dict.fromkeys(f"{amount:,.2f}".removesuffix(".00") for amount in (least, most) if amount))
    said = f"{'up to ' * (least is None)}{'from ' * (most is None)}{code + ' ' if code else ''}{shown}"
    excerpt = string(words) or f"{said}{' per ' + unit if unit else ''}"
    return Salary(min=least, max=most, currency=code, period=unit, excerpt=excerpt)


def span(ranges: Iterable[Salary | None]) -> Salary | None:
    """Ranges stated side by side (zones, levels) as one from the lowest to the highest; the first where they differ in
    currency, period or open end."""
    stated = [one for one in ranges if one is not None]
    kinds = {(one.currency, one.period, one.min is None, one.max is None) for one in stated}
    if len(stated) < 2 or len(kinds) > 1:
        return stated[0] if stated else None
    lows, highs = [one.min for one in stated if one.min], [one.max for one in stated if one.max]
    excerpt = "; ".join(dict.fromkeys(one.excerpt for one in stated))
    bounds = {"min": min(lows, default=None), "max": max(highs, default=None), "excerpt": excerpt}
    return stated[0].model_copy(update=bounds)


def remote_in(locations: list[str]) -> RemoteKind | None:
    """What every location line of a posting says ("Remote - US"); None when one says nothing or they differ."""
    said = {_remote_line(line) for line in locations}
    return said.pop() if len(said) == 1 else None


def _remote_line(line: str) -> RemoteKind | None:
    if re.search(r"\bhybrid\b", line, re.I):
        return "hybrid"
    return "remote" if re.search(r"\bremote\b", line, re.I) else None


def remote_kind(label: Any = None, *, remote: Any = None, hybrid: Any = None, onsite: Any = None) -> RemoteKind | None:
    """Where the work is done, by a label ("Fully remote", "on_site") or by flags that are True; False says nothing."""
    words = re.sub(r"[_-]", " ", label.lower()).strip() if isinstance(label, str) else ""
    if said := next((kind for kind, pattern in _REMOTE if words and pattern.search(words)), None):
        return said
    if hybrid is True:
        return "hybrid"
    if (remote is True) == (onsite is True):
        return None
    return "remote" if remote is True else "onsite"


def spaced(value: Any) -> str | None:
    """A code word as words: "FullTime", "fulltime_permanent", "FULL_TIME" as "Full Time", "fulltime permanent" …"""
    line = string(value)
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", line) if line else None


def place(*parts: Any) -> str | None:
    """City, region and country in one line, each said once; None when none is there."""
    said = list(dict.fromkeys(line for part in parts if (line := string(part))))
    return ", ".join(said) or None


def link(value: Any, base: str = "") -> str | None:
    """An absolute http(s) address, completed from `base`; None for anything else."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        url = urljoin(base, _UNSTORABLE.sub("", value.strip()))
        parts = urlsplit(url)
    except ValueError:
        return None
    whole = parts.scheme in ("http", "https") and parts.hostname and not re.search(r"\s", url)
    return url if whole and len(url) <= 2048 else None


def language_of(value: Any) -> str | None:
    """ISO 639-1 from "en", "en-US", "de_DE"; None for anything else."""
    match = re.fullmatch(r"([a-z]{2})(?:[-_]\w+)*", value.strip(), re.I) if isinstance(value, str) else None
    return match[1].lower() if match and pycountry.languages.get(alpha_2=match[1].lower()) else None


@dataclass(frozen=True, slots=True)
class Mapping:
    """Where each field of a posting lies in one object of a board's answer; what a board never states is left out.

    `locations`, `open_to` and `tags` may be paths with "*"; `text` several paths, joined; `salary` and `remote`
    functions of the row. A row without id or title is no posting.
    """

    board: str
    kind: BoardKind
    external_id: Read
    title: Read
    company: Read | None = None
    company_token: Read | None = None
    locations: Read | None = None
    remote: Callable[[Row], RemoteKind | None] | None = None
    open_to: Read | None = None
    salary: Callable[[Row], Salary | None] | None = None
    employment_type: Read | None = None
    department: Read | None = None
    text: Read | None = None
    url: Read | None = None
    apply_url: Read | None = None
    requisition_id: Read | None = None
    posted_at: Read | None = None
    valid_through: Read | None = None
    language: Read | None = None
    tags: Read | None = None

    def posting(self, row: Row, *, base: str = "", **stated: Any) -> BoardPosting | None:
        """The posting of one row; `stated` are fields known from elsewhere, which win. None without id or title."""
        number, title = string(read(row, self.external_id)), string(read(row, self.title))
        if number is None or title is None:
            return None
        locations = _lines(read(row, self.locations))
        fields: dict[str, Any] = {
            "board": self.board,
            "kind": self.kind,
            "external_id": number,
            "title": title,
            "locations": locations,
            "remote": (self.remote(row) if self.remote else None) or remote_in(locations),
            "open_to": _lines(read(row, self.open_to)),
            "salary": self.salary(row) if self.salary else None,
            "text": self._text(row),
            "url": link(read(row, self.url), base),
            "apply_url": link(read(row, self.apply_url), base),
            "posted_at": when(read(row, self.posted_at)),
            "valid_through": when(read(row, self.valid_through)),
            "language": language_of(read(row, self.language)),
            "tags": _lines(read(row, self.tags)),
        }
        for name in ("company", "company_token", "employment_type", "department", "requisition_id"):
            fields[name] = string(read(row, getattr(self, name)), "", "0")
        return BoardPosting(**fields | {name: value for name, value in stated.items() if value not in (None, [], "")})

    def _text(self, row: Row) -> str:
        if isinstance(self.text, tuple):
            return text(*(at(row, path) for path in self.text))
        return text(read(row, self.text))


def _lines(value: Any) -> list[str]:
    return strings(value, "") if value is not None else []


def postings(
    mapping: Mapping, answer: Answer, rows: Iterable[Row], query: BoardQuery, *, base: str = "", **stated: Any
) -> list[BoardPosting]:
    """The rows' postings, chosen as `chosen` does, `stated` added to each.

    Raises BOARD_CHANGED when there are rows and not one has an id and a title.
    """
    every = list(rows)
    kept = chosen(mapping, every, query)
    found = [posting for row in kept if (posting := mapping.posting(row, base=base, **stated))]
    if every and not kept:
        raise changed(answer, "no entry has an id and a title")
    return found


def whole(found: BoardPosting | None, answer: Answer) -> BoardPosting:
    """The one posting that was asked for. Raises BOARD_CHANGED when the answer holds none."""
    if found is None:
        raise changed(answer, "the posting has no id or no title")
    return found


def chosen(mapping: Mapping, rows: Iterable[Row], query: BoardQuery) -> list[Row]:
    """The `query.limit` rows worth reading: titles that share a word with `query.words` first, then the newest."""
    named = [row for row in rows if string(read(row, mapping.external_id)) and string(read(row, mapping.title))]
    oldest = datetime.min.replace(tzinfo=UTC)
    named.sort(key=lambda row: when(read(row, mapping.posted_at)) or oldest, reverse=True)
    if query.words:
        words = query.words
        named.sort(key=lambda row: not could_match(string(read(row, mapping.title)) or "", words))
    return named[: query.limit]


def could_match(title: str, words: str) -> bool:
    """Whether a title shares a word, or the first five letters of one, with what is looked for."""
    return bool(_stems(title) & _stems(words))


def _stems(words: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[^\W_][\w+#]*", words.casefold()) if len(word) > 1 or word in "rc"}
