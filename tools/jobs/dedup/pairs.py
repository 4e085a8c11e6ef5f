"""Two postings side by side: their employers, places and titles compared once for all rules."""

from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Levenshtein

from tools.jobs.dedup.identity import Identity
from tools.jobs.dedup.places import PlaceAgreement, compare_places
from tools.jobs.dedup.texts import words
from tools.jobs.dedup.titles import extra_words

Kinship = Literal["same", "unknown", "agency", "other"]
_SHORT_NAME = 3
_LINKS = frozenset({"of", "the", "for", "and", "de", "der", "die", "das", "la", "le", "di", "von", "van", "fur"})
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
    found = compare_places(a.places, b.places, a.areas, b.areas)
    return "partly" if found == "conflict" and (_written_by(a, b) or _written_by(b, a)) else found


def _written_by(a: Identity, b: Identity) -> bool:
    """Whether the other writes one of the first's cities as a part of its location, and was read as another place."""
    read = [spot.city for spot in b.places if spot.city]
    cities = [spot.city for spot in a.places if spot.city in b.written]
    return any(not city.startswith(spot) and not spot.startswith(city) for city in read for spot in cities if spot)


def employers(a: Identity, b: Identity) -> Kinship:
    """ "same", "unknown" (one is not told), "agency" (one places people with others), "other"."""
    if a.employer and b.employer:
        if a.employer == b.employer or _variant(a, b):
            return "same"
        return "agency" if a.agency or b.agency else "other"
    return "unknown"


def _variant(a: Identity, b: Identity) -> bool:
    """Whether the one name is the other with more words after it ("Acme Deutschland"), reordered, or misspelled."""
    if _misspelled(a.employer or "", b.employer or ""):
        return True
    first, second = sorted((a.employer_words, b.employer_words), key=len)
    if len("".join(first)) <= _SHORT_NAME:
        return False
    return second[: len(first)] == first or set(first) - _LINKS == set(second) - _LINKS


def _misspelled(a: str, b: str) -> bool:
    return min(len(a), len(b)) >= _LONG_NAME and (a + b).isalpha() and Levenshtein.distance(a, b, score_cutoff=1) <= 1
