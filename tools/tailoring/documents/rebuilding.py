"""The fields of a document as our own reader rebuilds them from the finished file, beside those it was made from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tools.resumes.schemas import ContactDetail, Detail, EducationDetail, ParsedResume, PositionDetail
from tools.tailoring.schemas import TailoredDocument
from tools.tailoring.wording import printable

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SHOWN = 3


@dataclass
class Rebuilt:
    """What was found again, what the reader took for something else, and what it read as another value."""

    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def seen(self) -> str:
        """The outcome in a sentence: how many of each, and the first that were read differently."""
        counted = ", ".join(f"{name} {found} of {wanted}" for name, (found, wanted) in self.counts.items())
        said = f"rebuilt by our own reader: {counted}" if counted else "nothing to rebuild"
        doubts = self.wrong + self.doubts
        if not doubts:
            return said
        more = f" and {len(doubts) - _SHOWN} more" if len(doubts) > _SHOWN else ""
        return f"{said}; read differently: {'; '.join(doubts[:_SHOWN])}{more}"


def rebuild(document: TailoredDocument, parsed: ParsedResume) -> Rebuilt:
    """Compare name, e-mail, telephone, employers, titles, dates and lines with what was read.

    An odd document may be right and misread, so a field in another place is a doubt; an e-mail address or telephone
    number that comes back as a different one is wrong.
    """
    facts = {fact.id: fact.detail for fact in document.facts}
    cited = [detail for claim in document.claims for fact_id in claim.fact_ids if (detail := facts.get(fact_id))]
    read = [fact.detail for fact in parsed.facts]
    rebuilt = Rebuilt()
    _contact(rebuilt, document.name, cited, read)
    entries, found = _entries(cited), _entries(read)
    jobs, jobs_found = _positions(cited), _positions(read)
    _count(rebuilt, "employers", [job.employer for job in jobs], [job.employer for job in jobs_found])
    _count(rebuilt, "titles", [job.title for job in jobs], [job.title for job in jobs_found])
    _count(rebuilt, "dates", filter(None, map(_period, entries)), map(_period, found))
    lines = [printable(claim.text) for claim in document.claims if claim.parent_id is not None]
    _count(rebuilt, "lines", lines, (fact.text for fact in parsed.facts))
    return rebuilt


def _contact(rebuilt: Rebuilt, name: str, cited: list[Detail], read: list[Detail]) -> None:
    _count(rebuilt, "name", [name] if printable(name) else [], _values(read, "name"))
    emails = {email.casefold() for value in _values(cited, "email") for email in _EMAIL.findall(value)}
    _same(rebuilt, "e-mail", emails, {value.strip().casefold() for value in _values(read, "email")})
    _same(rebuilt, "telephone", set(map(_digits, _values(cited, "phone"))), set(map(_digits, _values(read, "phone"))))


def _same(rebuilt: Rebuilt, name: str, wanted: set[str], found: set[str]) -> None:
    wanted = wanted - {""}
    if wanted:
        rebuilt.counts[name] = len(wanted & found), len(wanted)
        lost = sorted(wanted - found)
        if lost and found:
            rebuilt.wrong += [f"{name} {value} as {' and '.join(sorted(found))}" for value in lost]
        else:
            rebuilt.doubts += [f"{name} {value}" for value in lost]


def _count(rebuilt: Rebuilt, name: str, wanted: Iterable[str], found: Iterable[str]) -> None:
    expected = [value for value in wanted if value.strip()]
    if expected:
        there = set(map(_key, found))
        lost = [value for value in expected if _key(value) not in there]
        rebuilt.counts[name] = len(expected) - len(lost), len(expected)
        rebuilt.doubts += [f"{name} “{value}”" for value in lost]


def _values(details: Iterable[Detail], kind: str) -> list[str]:
    return [detail.value for detail in details if isinstance(detail, ContactDetail) and detail.field == kind]


def _positions(details: Iterable[Detail]) -> list[PositionDetail]:
    return [detail for detail in details if isinstance(detail, PositionDetail)]


def _entries(details: Iterable[Detail]) -> list[PositionDetail | EducationDetail]:
    return [detail for detail in details if isinstance(detail, PositionDetail | EducationDetail)]


def _period(entry: PositionDetail | EducationDetail) -> str:
    end = "now" if entry.current else (entry.end or "")[:7]
    start = (entry.start or "")[:7]
    return "" if not (start or end) else start if start == end else f"{start} – {end}"


def _digits(value: str) -> str:
    """The last digits of a telephone number: before them, countries and trunk prefixes are written in many ways."""
    return re.sub(r"\D", "", value)[-7:]


def _key(value: str) -> str:
    return re.sub(r"[\W_]+", "", printable(value)).casefold()
