"""Two postings side by side: their employers, places and titles compared once for all rules."""

from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Levenshtein

from tools.jobs.dedup.identity import Identity
from tools.jobs.dedup.places import PlaceAgreement, compare_places
from tools.jobs.dedup.texts import words
from tools.jobs.dedup.titles import extra_words

Kinship = Literal["same", "unknown", "agency", "other"]
_LONG_NAME = 10  # letters: in shorter names one letter makes another name


@dataclass(frozen=True, slots=True)
class Pair:
    """Two postings with what is compared of them once."""

    a: Identity
    b: Identity
    employer: Kinship
    place: PlaceAgreement
    extra_a: frozenset[str]
    extra_b: frozenset[str]

    @property
    def aside(self) -> frozenset[str]:
        """Words that say nothing about a difference: of the employers, places and titles."""
        return _aside(self.a) | _aside(self.b)


def pair_of(a: Identity, b: Identity) -> Pair:
    """Compare employers, places and titles."""
    extra_a, extra_b = extra_words(a.title, b.title, a.setting | b.setting)
    return Pair(a, b, employers(a, b), places(a, b), extra_a, extra_b)


def _aside(identity: Identity) -> frozenset[str]:
    return identity.setting | frozenset(identity.title.words) | frozenset(words(identity.title.raw))


def places(a: Identity, b: Identity) -> PlaceAgreement:
    """Whether the two can be for one place of work."""
    return compare_places(a.places, b.places, a.areas, b.areas)


def employers(a: Identity, b: Identity) -> Kinship:
    """ "same", "unknown" (one is not told), "agency" (one places people with others), "other"."""
    if a.employer and b.employer:
        if a.employer == b.employer or _variant(a, b):
            return "same"
        return "agency" if a.agency or b.agency else "other"
    return "unknown"


def _variant(a: Identity, b: Identity) -> bool:
    """Whether the one name is the other with more words after it ("Acme Deutschland"), or a long one misspelled."""
    if _misspelled(a.employer or "", b.employer or ""):
        return True
    first, second = sorted((a.employer_words, b.employer_words), key=len)
    return bool(first) and second[: len(first)] == first and len("".join(first)) > 3


def _misspelled(a: str, b: str) -> bool:
    return min(len(a), len(b)) >= _LONG_NAME and (a + b).isalpha() and Levenshtein.distance(a, b, score_cutoff=1) <= 1
