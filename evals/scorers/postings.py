"""How well a posting was read, field by field: counts of right, wrong and missed values."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.jobs.schemas import ParsedPosting

PLAIN_FIELDS = (
    "title", "company", "location", "remote", "seniority", "employment_type", "language", "requisition_id"
)  # fmt: skip


@dataclass
class Counts:
    """Values read right, values read that are wrong or should not be there, and values not read."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        """Share of the values read that are right; None when none was read."""
        read = self.right + self.wrong
        return self.right / read if read else None

    @property
    def recall(self) -> float | None:
        """Share of the values there that were read right; None when none is there."""
        there = self.right + self.missed
        return self.right / there if there else None

    def add(self, other: "Counts") -> None:
        """Take another case's counts in."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed
        self.notes += other.notes


def score_posting(expected: Mapping[str, Any], posting: ParsedPosting) -> dict[str, Counts]:
    """Counts for every field that `expected` names (the form of extraction_postings.v1.yaml)."""
    scores = {name: _plain(name, expected[name], getattr(posting, name)) for name in PLAIN_FIELDS if name in expected}
    if "salary" in expected:
        scores["salary"] = _salary(expected["salary"], posting)
    if "requirements" in expected:
        scores["requirements"], scores["importance"] = _requirements(expected["requirements"], posting)
    if "skills" in expected:
        scores["skills"] = _skills(expected["skills"], posting)
    return scores


def merge(scores: Iterable[Mapping[str, Counts]]) -> dict[str, Counts]:
    """The counts of many cases, field by field."""
    total: dict[str, Counts] = {}
    for score in scores:
        for name, counts in score.items():
            total.setdefault(name, Counts()).add(counts)
    return total


def same_value(name: str, expected: object, found: object) -> bool:
    """Whether two values of a field say the same: case, punctuation and spacing aside; a place may be more exact."""
    first, second = _squeezed(expected), _squeezed(found)
    if name == "location":
        return set(first.split()) <= set(second.split()) or first == second
    return first == second


def _plain(name: str, expected: object, found: object) -> Counts:
    if expected is None:
        return Counts(
            wrong=int(found is not None), notes=[f"{name}: {found!r} is not stated"] if found is not None else []
        )
    if found is None:
        return Counts(missed=1, notes=[f"{name}: {expected!r} not read"])
    if same_value(name, expected, found):
        return Counts(right=1)
    return Counts(wrong=1, missed=1, notes=[f"{name}: {found!r} instead of {expected!r}"])


def _salary(expected: Mapping[str, Any] | None, posting: ParsedPosting) -> Counts:
    keys = ("min", "max", "currency", "period")
    found = None if posting.salary is None else {key: getattr(posting.salary, key) for key in keys}
    if expected is None or found is None:
        return _plain("salary", None if expected is None else dict(expected), found)
    wanted = {key: expected.get(key) for key in keys}
    if wanted == found:
        return Counts(right=1)
    return Counts(wrong=1, missed=1, notes=[f"salary: {found} instead of {wanted}"])


def _requirements(expected: Mapping[str, list[str]], posting: ParsedPosting) -> tuple[Counts, Counts]:
    """Which lines were found at all, and for those found, whether their importance is right."""
    wanted = [(importance, text) for importance, texts in expected.items() for text in texts]
    lines, importance = Counts(), Counts()
    used: set[int] = set()
    for level, text in wanted:
        found = (i for i, item in enumerate(posting.requirements) if i not in used and _begins(item.text, text))
        index = next(found, None)
        if index is None:
            lines.missed += 1
            lines.notes.append(f"requirement not read: {text!r}")
            continue
        used.add(index)
        lines.right += 1
        given = posting.requirements[index].importance
        importance.add(_plain("importance", level, given))
    extra = [item.text for i, item in enumerate(posting.requirements) if i not in used]
    lines.wrong += len(extra)
    lines.notes += [f"not a requirement: {text!r}" for text in extra]
    return lines, importance


def _skills(expected: list[str], posting: ParsedPosting) -> Counts:
    found = {skill.name.lower() for skill in posting.skills}
    missed = [name for name in expected if name.lower() not in found]
    return Counts(right=len(expected) - len(missed), missed=len(missed), notes=[f"skill not read: {n}" for n in missed])


def _begins(text: str, beginning: str) -> bool:
    return _squeezed(text).startswith(_squeezed(beginning))


def _squeezed(value: object) -> str:
    return re.sub(r"[^\w+#]+", " ", str(value)).strip().lower()
