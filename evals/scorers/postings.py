"""How well a posting was read, field by field: counts of right, wrong and missed values."""

import re
from collections.abc import Mapping
from typing import Any

from evals.scorers.counts import Counts
from tools.jobs.schemas import ParsedPosting

PLAIN_FIELDS = (
    "title", "company", "location", "remote", "seniority", "employment_type", "language", "requisition_id"
)  # fmt: skip


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


def same_value(name: str, expected: object, found: object) -> bool:
    """Whether two values of a field say the same: case, punctuation and spacing aside; a place may be more exact."""
    first, second = _squeezed(expected), _squeezed(found)
    if name == "location":
        return set(first.split()) <= set(second.split()) or first == second
    return first == second


def _plain(name: str, expected: object, found: object) -> Counts:
    if expected is None:
        return Counts() if found is None else Counts(wrong=1, notes=(f"{name}: {found!r} is not stated",))
    if found is None:
        return Counts(missed=1, notes=(f"{name}: {expected!r} not read",))
    if same_value(name, expected, found):
        return Counts(right=1)
    return Counts(wrong=1, missed=1, notes=(f"{name}: {found!r} instead of {expected!r}",))


def _salary(expected: Mapping[str, Any] | None, posting: ParsedPosting) -> Counts:
    keys = ("min", "max", "currency", "period")
    found = None if posting.salary is None else {key: getattr(posting.salary, key) for key in keys}
    if expected is None or found is None:
        return _plain("salary", None if expected is None else dict(expected), found)
    wanted = {key: expected.get(key) for key in keys}
    if wanted == found:
        return Counts(right=1)
    return Counts(wrong=1, missed=1, notes=(f"salary: {found} instead of {wanted}",))


def _requirements(expected: Mapping[str, list[str]], posting: ParsedPosting) -> tuple[Counts, Counts]:
    """Which lines were found at all, and for those found, whether their importance is right."""
    wanted = [(importance, text) for importance, texts in expected.items() for text in texts]
    lines, importance = Counts(), Counts()
    used: set[int] = set()
    for level, text in wanted:
        fitting = (i for i, item in enumerate(posting.requirements) if i not in used and _begins(item.text, text))
        index = next(fitting, None)
        if index is None:
            lines += Counts(missed=1, notes=(f"requirement not read: {text!r}",))
            continue
        used.add(index)
        lines += Counts(right=1)
        importance += _plain("importance", level, posting.requirements[index].importance)
    extra = [item.text for i, item in enumerate(posting.requirements) if i not in used]
    return lines + Counts(wrong=len(extra), notes=tuple(f"not a requirement: {text!r}" for text in extra)), importance


def _skills(expected: list[str], posting: ParsedPosting) -> Counts:
    found = {skill.name.lower() for skill in posting.skills}
    missed = [name for name in expected if name.lower() not in found]
    notes = tuple(f"skill not read: {name}" for name in missed)
    return Counts(right=len(expected) - len(missed), missed=len(missed), notes=notes)


def _begins(text: str, beginning: str) -> bool:
    return _squeezed(text).startswith(_squeezed(beginning))


def _squeezed(value: object) -> str:
    return re.sub(r"[^\w+#]+", " ", str(value)).strip().lower()
