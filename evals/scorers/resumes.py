"""How much of a resume was read right: per field the values found, missed and made up."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from evals.scorers.counts import Counts, total
from tools.resumes.schemas import (
    BulletDetail,
    ContactDetail,
    EducationDetail,
    LanguageDetail,
    ParsedResume,
    PositionDetail,
    SkillDetail,
)

Read = Callable[[ParsedResume], list[str]]
Key = Callable[[str], str]
__all__ = ["FIELDS", "SINGLE", "Counts", "compare", "found", "period", "plain", "score_resume", "total"]


def score_resume(parsed: ParsedResume, expected: Mapping[str, Any]) -> dict[str, Counts]:
    """Counts per field that `expected` names (see evals/cases/extraction.v1.yaml). Raises KeyError for others."""
    return {field: _count(parsed, field, value) for field, value in expected.items()}


def plain(value: str) -> str:
    """A value for comparison: one case, one kind of blank, dash and quote, no marks at its ends."""
    text = unicodedata.normalize("NFKC", value).casefold().replace("\u2019", "'")
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    return " ".join(text.split()).strip(" .,;:|•-")


def compare(found: Iterable[str], expected: Iterable[str], key: Key = plain) -> Counts:
    """Counts of two lists of values, each value as often as it stands there, order aside."""
    have, want = Counter(key(value) for value in found if value), Counter(key(value) for value in expected if value)
    right = (have & want).total()
    return Counts(right, have.total() - right, want.total() - right)


def found(parsed: ParsedResume, field: str) -> list[str]:
    """The values that were read for a field. Raises KeyError for a field that there is not."""
    return _FIELDS[field][0](parsed)


def _count(parsed: ParsedResume, field: str, expected: Any) -> Counts:
    values, key = found(parsed, field), _FIELDS[field][1]
    if field == "bullets_count":
        have, want = int(values[0]), int(expected)
        return Counts(min(have, want), max(0, have - want), max(0, want - have))
    return compare(values, expected if isinstance(expected, list) else [expected] if expected else [], key)


def _contact(name: str) -> Read:
    def read(parsed: ParsedResume) -> list[str]:
        details = (fact.detail for fact in parsed.facts)
        return [detail.value for detail in details if isinstance(detail, ContactDetail) and detail.field == name][:1]

    return read


def _of_positions(value: Callable[[PositionDetail], str]) -> Read:
    def read(parsed: ParsedResume) -> list[str]:
        return [value(fact.detail) for fact in parsed.facts if isinstance(fact.detail, PositionDetail)]

    return read


def period(start: str | None, end: str | None, current: bool) -> str:
    """A position's dates as one value: `2019-03/2020-01`, `2021/present`; empty without dates."""
    last = "present" if current else end or ""
    return f"{start or ''}/{last}" if start or last else ""


def _bullets(parsed: ParsedResume) -> list[str]:
    """The bullets that stand under a position."""
    return [
        fact.text
        for fact in parsed.facts
        if isinstance(fact.detail, BulletDetail)
        and fact.parent is not None
        and isinstance(parsed.facts[fact.parent].detail, PositionDetail)
    ]


def _bullets_count(parsed: ParsedResume) -> list[str]:
    return [str(len(_bullets(parsed)))]


def _education(parsed: ParsedResume) -> list[str]:
    return [fact.detail.institution for fact in parsed.facts if isinstance(fact.detail, EducationDetail)]


def _named(detail: type[SkillDetail] | type[LanguageDetail]) -> Read:
    def read(parsed: ParsedResume) -> list[str]:
        return [fact.detail.name for fact in parsed.facts if isinstance(fact.detail, detail)]

    return read


def _digits(value: str) -> str:
    return re.sub(r"\D", "", value)


_FIELDS: dict[str, tuple[Read, Key]] = {
    "name": (_contact("name"), plain),
    "headline": (_contact("headline"), plain),
    "email": (_contact("email"), plain),
    "phone": (_contact("phone"), _digits),
    "location": (_contact("location"), plain),
    "employers": (_of_positions(lambda detail: detail.employer), plain),
    "titles": (_of_positions(lambda detail: detail.title), plain),
    "dates": (_of_positions(lambda detail: period(detail.start, detail.end, detail.current)), str),
    "bullets": (_bullets, plain),
    "bullets_count": (_bullets_count, plain),
    "education": (_education, plain),
    "skills": (_named(SkillDetail), plain),
    "languages": (_named(LanguageDetail), plain),
}
FIELDS = tuple(_FIELDS)
SINGLE = frozenset({"name", "headline", "email", "phone", "location", "bullets_count"})
