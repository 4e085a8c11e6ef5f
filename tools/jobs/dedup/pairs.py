"""Two postings side by side: their employers, places and titles compared once for all rules."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from tools.jobs.dedup.details import Details, details_of
from tools.jobs.dedup.employers import akin, begins_with_alias, compare_aliases, compare_names
from tools.jobs.dedup.identity import Identity
from tools.jobs.dedup.places import PlaceAgreement, compare_places
from tools.jobs.dedup.texts import words
from tools.jobs.dedup.title_words import SHIFTS, SHIFTS_SAID, SPELLINGS
from tools.jobs.dedup.titles import extra_words

Kinship = Literal["same", "likely", "unknown", "agency", "akin", "other"]
ONE_EMPLOYER = ("same", "likely")
_SHIFT_OF = {"night": "night", "overnight": "night", "day": "day", "evening": "late", "late": "late", "early": "early"}
_FORM = 5  # letters
_STEM = 6  # letters: "grocery" is said by "groceries"


@dataclass(frozen=True)
class Pair:
    """Two postings with what is compared of them once."""

    a: Identity
    b: Identity
    employer: Kinship
    place: PlaceAgreement
    extra_a: frozenset[str]
    extra_b: frozenset[str]

    @cached_property
    def aside(self) -> frozenset[str]:
        """Words that say nothing about a difference: of the employers, places and titles."""
        return _aside(self.a) | _aside(self.b)

    @cached_property
    def details(self) -> Details:
        """The figures and names that both texts hold."""
        return details_of(self.a, self.b, self.aside)

    @cached_property
    def said_in_text(self) -> bool:
        """Whether the posting whose title says less says the rest in its text."""
        other = self.b if self.extra_a else self.a
        said = frozenset(other.core.replace(".", " ").split())
        shifts = shifts_said(other)
        extra = frozenset(word for word in self.extra_a | self.extra_b if _SHIFT_OF.get(word) not in shifts)
        return extra <= said or {word[:_STEM] for word in extra} <= {word[:_STEM] for word in said}

    @cached_property
    def unsaid_a(self) -> frozenset[str]:
        """Words of the first title that the second posting does not say anywhere, in no form of them."""
        return _unsaid(self.extra_a, self.b)

    @cached_property
    def unsaid_b(self) -> frozenset[str]:
        """Words of the second title that the first posting does not say anywhere."""
        return _unsaid(self.extra_b, self.a)

    @cached_property
    def adds_work(self) -> bool:
        """Whether what only one title says stands in its own text too, and nowhere in the other posting."""
        return any(
            _form(word) in _forms(one.core, "")
            for one, unsaid in ((self.a, self.unsaid_a), (self.b, self.unsaid_b))
            for word in unsaid
        )


def _unsaid(extra: frozenset[str], other: Identity) -> frozenset[str]:
    if not extra:
        return extra
    said = _forms(other.core, other.rest)
    named = {
        _form(part) for word in [*words(other.title.raw), *" ".join(other.written).split()] for part in _read(word)
    }
    return frozenset(word for word in extra if _form(word) not in said and _form(word) not in named)


@lru_cache(maxsize=1_024)
def _forms(core: str, rest: str) -> frozenset[str]:
    return frozenset(_form(part) for text in (core, rest) for word in set(text.split()) for part in _read(word))


def _read(word: str) -> list[str]:
    """A word and the words that it is spelled as in titles."""
    if "." in word:  # a title's "0.6" is read as two words
        return [word, *word.split(".")]
    return [word, *SPELLINGS[word].split()] if word in SPELLINGS else [word]


def _form(word: str) -> str:
    return word[:_FORM].rstrip("s") or word


def shifts_said(one: Identity) -> frozenset[str]:
    """The shifts that a posting names in its title or its text."""
    said = f"{one.core} {one.rest}"
    return frozenset(one.title.shifts) | {name for name, pattern in SHIFTS_SAID if pattern.search(said)}


def shift_named(word: str) -> str | None:
    """The shift that a folded word of a title stands for."""
    return next((name for name, pattern in SHIFTS if pattern.fullmatch(word)), None)


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
    """ "same", "likely" (one name begins like the other), "unknown" (one is not told), "agency" (one places people with
    others), "akin" (names of two kinds of firm with one word in common), "other"."""
    if not (a.employer and b.employer):
        return "unknown"
    if a.employer == b.employer:
        return "same"
    if found := compare_aliases(a.aliases or (a.employer,), b.aliases or (b.employer,)):
        return found
    here = frozenset(word for one in (a, b) for part in one.written for word in part.split())
    if (naming := compare_names(a.employer_words, b.employer_words, here)) != "other":
        return naming
    if begins_with_alias(a.employer, b.aliases) or begins_with_alias(b.employer, a.aliases):
        return "likely"
    if a.agency or b.agency:
        return "agency"
    return "akin" if akin(a.employer_words, b.employer_words, here) else "other"
