"""How well a job alert was read: which openings were found, and field by field what was read of each."""

from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz

from evals.scorers.counts import Counts
from tools.email.alerts.schemas import AlertPosting

FIELDS = ("title", "company", "location", "remote", "salary", "url")
ALIKE = 70
_SALARY = ("min", "max", "currency", "period")


def score_alert(expected: Sequence[Mapping[str, Any]], found: Sequence[AlertPosting]) -> dict[str, Counts]:
    """Counts for `postings` and for every field that the expected postings name; a null may not be read.

    An opening that was not found has missed all its fields; one that is none has all of its wrong.
    """
    pairs, missed, invented = _paired(expected, found)
    named = [field for field in FIELDS if any(field in one for one in expected)] or list(FIELDS)
    counts = {field: Counts() for field in ("postings", *named)}
    counts["postings"] = Counts(
        len(pairs),
        len(invented),
        len(missed),
        tuple([f"not found: {one['title']}" for one in missed] + [f"is none: {one.title}" for one in invented]),
    )
    values = [(wanted, _values(one)) for wanted, one in pairs]
    values += [(wanted, {}) for wanted in missed] + [(dict.fromkeys(named), _values(one)) for one in invented]
    for wanted, read in values:
        for field in (field for field in named if field in wanted):
            counts[field] += _field(field, wanted[field], read.get(field))
    return counts


def _paired(
    expected: Sequence[Mapping[str, Any]], found: Sequence[AlertPosting]
) -> tuple[list[tuple[Mapping[str, Any], AlertPosting]], list[Mapping[str, Any]], list[AlertPosting]]:
    """Openings that are the same: by address, else by the most similar title; and what is left on both sides."""
    left = list(found)
    pairs: list[tuple[Mapping[str, Any], AlertPosting]] = []
    missed = []
    for wanted in expected:
        best = max(left, key=lambda one: _likeness(wanted, one), default=None)
        if best is None or _likeness(wanted, best) < ALIKE:
            missed.append(wanted)
            continue
        left.remove(best)
        pairs.append((wanted, best))
    return pairs, missed, left


def _likeness(wanted: Mapping[str, Any], found: AlertPosting) -> float:
    if wanted.get("url") and wanted["url"] == found.url:
        return 200
    same = fuzz.ratio(str(wanted["title"]).casefold(), found.title.casefold())
    return same + (20 if same >= ALIKE and wanted.get("company") == found.company else 0)


def _values(posting: AlertPosting) -> dict[str, Any]:
    pay = posting.salary.model_dump(include=set(_SALARY)) if posting.salary else None
    return {**posting.model_dump(include=set(FIELDS) - {"salary"}), "salary": pay}


def _field(field: str, wanted: Any, read: Any) -> Counts:
    if _same(wanted, read):
        return Counts(right=int(wanted is not None))
    return Counts(
        wrong=int(read is not None), missed=int(wanted is not None), notes=(f"{field}: {read!r} for {wanted!r}",)
    )


def _same(wanted: Any, read: Any) -> bool:
    if isinstance(wanted, Mapping) and isinstance(read, Mapping):
        return all(wanted.get(key) == read.get(key) for key in wanted)
    if isinstance(wanted, str) and isinstance(read, str):
        return " ".join(wanted.split()) == " ".join(read.split())
    return bool(wanted == read)
