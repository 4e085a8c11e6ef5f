"""How much of a resume was read right: per field the values found, missed and made up."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tools.resumes.schemas import (
    BulletDetail,
    ContactDetail,
    EducationDetail,
    LanguageDetail,
    ParsedResume,
    PositionDetail,
    SkillDetail,
)


@dataclass(frozen=True, slots=True)
class Counts:
    """Values of one field: found and right, found and wrong, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Share of found values that are right, 0 to 1."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of expected values that were found, 0 to 1."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        both = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / both if both else 1.0


def score_resume(parsed: ParsedResume, expected: Mapping[str, Any]) -> dict[str, Counts]:
    """Counts per field that `expected` names (see evals/cases/extraction.v1.yaml). Raises KeyError for others."""
    return {field: _FIELDS[field](parsed, value) for field, value in expected.items()}


def total(scores: Iterable[Mapping[str, Counts]]) -> dict[str, Counts]:
    """The counts of several resumes added up, field by field."""
    added: dict[str, Counts] = {}
    for one in scores:
        for field, counts in one.items():
            added[field] = added.get(field, Counts()) + counts
    return added


def plain(value: str) -> str:
    """A value for comparison: one case, one kind of blank, dash and quote, no marks at its ends."""
    text = unicodedata.normalize("NFKC", value).casefold().replace("\u2019", "'")
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    return " ".join(text.split()).strip(" .,;:|•-")


def compare(found: Iterable[str], expected: Iterable[str], key: Callable[[str], str] = plain) -> Counts:
    """Counts of two lists of values, each value as often as it stands there, order aside."""
    have, want = Counter(key(value) for value in found if value), Counter(key(value) for value in expected if value)
    right = (have & want).total()
    return Counts(right, have.total() - right, want.total() - right)


def _contact(name: str, key: Callable[[str], str] = plain) -> Callable[[ParsedResume, Any], Counts]:
    def count(parsed: ParsedResume, expected: Any) -> Counts:
        found = [f.detail.value for f in parsed.facts if isinstance(f.detail, ContactDetail) and f.detail.field == name]
        return compare(found[:1], [expected] if expected else [], key)

    return count


def _positions(parsed: ParsedResume) -> list[PositionDetail]:
    return [fact.detail for fact in parsed.facts if isinstance(fact.detail, PositionDetail)]


def _employers(parsed: ParsedResume, expected: list[str]) -> Counts:
    return compare((detail.employer for detail in _positions(parsed)), expected)


def _titles(parsed: ParsedResume, expected: list[str]) -> Counts:
    return compare((detail.title for detail in _positions(parsed)), expected)


def period(start: str | None, end: str | None, current: bool) -> str:
    """A position's dates as one value: `2019-03/2020-01`, `2021/present`; empty without dates."""
    last = "present" if current else end or ""
    return f"{start or ''}/{last}" if start or last else ""


def _dates(parsed: ParsedResume, expected: list[str]) -> Counts:
    return compare((period(d.start, d.end, d.current) for d in _positions(parsed)), expected, str)


def _bullet_texts(parsed: ParsedResume) -> list[str]:
    """The bullets that stand under a position."""
    return [
        fact.text
        for fact in parsed.facts
        if isinstance(fact.detail, BulletDetail)
        and fact.parent is not None
        and isinstance(parsed.facts[fact.parent].detail, PositionDetail)
    ]


def _bullets(parsed: ParsedResume, expected: list[str]) -> Counts:
    return compare(_bullet_texts(parsed), expected, lambda text: re.sub(r"[\s\-]+", "", plain(text)))


def _bullets_count(parsed: ParsedResume, expected: int) -> Counts:
    found = len(_bullet_texts(parsed))
    return Counts(min(found, expected), max(0, found - expected), max(0, expected - found))


def _education(parsed: ParsedResume, expected: list[str]) -> Counts:
    found = [fact.detail.institution for fact in parsed.facts if isinstance(fact.detail, EducationDetail)]
    return compare(found, expected)


def _skills(parsed: ParsedResume, expected: list[str]) -> Counts:
    return compare((fact.detail.name for fact in parsed.facts if isinstance(fact.detail, SkillDetail)), expected)


def _languages(parsed: ParsedResume, expected: list[str]) -> Counts:
    return compare((fact.detail.name for fact in parsed.facts if isinstance(fact.detail, LanguageDetail)), expected)


def _digits(value: str) -> str:
    return re.sub(r"\D", "", value)


_FIELDS: dict[str, Callable[[ParsedResume, Any], Counts]] = {
    "name": _contact("name"),
    "headline": _contact("headline"),
    "email": _contact("email"),
    "phone": _contact("phone", _digits),
    "location": _contact("location"),
    "employers": _employers,
    "titles": _titles,
    "dates": _dates,
    "bullets": _bullets,
    "bullets_count": _bullets_count,
    "education": _education,
    "skills": _skills,
    "languages": _languages,
}
FIELDS = tuple(_FIELDS)
