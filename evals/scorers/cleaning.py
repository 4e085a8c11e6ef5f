"""How well a posting was cleaned, fact by fact: counts of right, wrong and missed values."""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.scorers.counts import Counts
from tools.jobs.cleaning.schemas import CleanPosting

PLAIN = ("role", "seniority", "level", "employer", "remote", "years", "sponsorship", "contract", "hours")
SINGLE = ("pay", "education")
LISTS = ("qualifiers", "places", "open_to", "languages")
FACTS = (*PLAIN, *SINGLE, *LISTS)


def score_cleaning(expected: Mapping[str, Any], clean: CleanPosting) -> dict[str, Counts]:
    """Counts for every fact that `expected` names (the form of cleaning.v1.yaml)."""
    found = values(clean)
    scores = {}
    for fact in (fact for fact in FACTS if fact in expected):
        if fact in LISTS:
            scores[fact] = _listed(fact, expected[fact] or [], found[fact])
        else:
            scores[fact] = _single(fact, expected[fact], found[fact])
    return scores


def values(clean: CleanPosting) -> dict[str, Any]:
    """The facts of a clean posting under the names that cases use."""
    return {
        "role": clean.title.role,
        "seniority": clean.title.seniority,
        "level": clean.title.level,
        "qualifiers": clean.title.qualifiers,
        "employer": clean.employer.name if clean.employer else None,
        "places": [place.model_dump() for place in clean.places],
        "remote": clean.remote,
        "open_to": clean.open_to.areas if clean.open_to else [],
        "pay": clean.pay.model_dump() if clean.pay else None,
        "years": clean.years.min if clean.years else None,
        "education": clean.education.model_dump() if clean.education else None,
        "languages": [language.model_dump() for language in clean.languages],
        "sponsorship": clean.sponsorship.offered if clean.sponsorship else None,
        "contract": clean.terms.contract if clean.terms else None,
        "hours": clean.terms.hours if clean.terms else None,
    }


def _single(fact: str, expected: Any, found: Any) -> Counts:
    if expected is None:
        return Counts() if found is None else Counts(wrong=1, notes=(f"{fact}: {_shown(found)} is not stated",))
    if found is None:
        return Counts(missed=1, notes=(f"{fact}: {expected!r} not read",))
    if _same(expected, found):
        return Counts(right=1)
    return Counts(wrong=1, missed=1, notes=(f"{fact}: {_shown(found)} instead of {expected!r}",))


def _listed(fact: str, expected: Sequence[Any], found: Sequence[Any]) -> Counts:
    left = list(found)
    missed = []
    for value in expected:
        index = next((i for i, other in enumerate(left) if _same(value, other)), None)
        if index is None:
            missed.append(value)
        else:
            left.pop(index)
    notes = [f"{fact}: {value!r} not read" for value in missed] + [f"{fact}: {_shown(v)} is not stated" for v in left]
    return Counts(len(expected) - len(missed), len(left), len(missed), tuple(notes))


def _same(expected: Any, found: Any) -> bool:
    """Equal values; of a mapping only the keys that the case names."""
    if isinstance(expected, Mapping):
        return isinstance(found, Mapping) and all(found.get(name) == value for name, value in expected.items())
    return bool(expected == found)


def _shown(found: Any) -> str:
    if isinstance(found, Mapping):
        return str({name: value for name, value in found.items() if name != "excerpt"})
    return repr(found)
