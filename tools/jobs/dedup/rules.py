"""One opening or two: named rules, each with words that say what decided."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from tools.jobs.dedup.identity import Identity, digits
from tools.jobs.dedup.overlap import SMALL, Change, Overlap, overlap, prepare
from tools.jobs.dedup.places import PlaceAgreement, compare_places
from tools.jobs.dedup.texts import words
from tools.jobs.dedup.titles import extra_words
from tools.jobs.parsing.addresses import BoardJob

_YEAR_DAYS = 300
_SOON_DAYS = 60  # without texts, further apart it may as well be the next opening
_ANY_TEAM = frozenset(
    ("small", "growing", "young", "great", "friendly", "international", "agile", "whole", "entire", "strong", "senior",
     "junges", "starkes", "tolles", "new", "own", "close", "cross", "functional", "multidisciplinary", "person", "core",
     "jeune", "petite", "belle", "gran", "buen", "leuk", "hecht")
)  # fmt: skip
_SAME_TEXT = 0.7
_SAME_SENTENCE = 0.6
_SWAPPED = 3  # words on either side
_LONG_NAME = 10
_TOLD = 12  # words: a shorter text tells nothing


SURE = frozenset({"same number on a board", "same address", "same requisition"})
WEAK = frozenset({"title, employer and city"})
CONFLICTING = frozenset(
    ("two requisitions", "two numbers on a board", "two roles", "seniority", "level", "place", "season", "hours",
     "contract")
)  # fmt: skip


class Verdict(NamedTuple):
    """Whether two postings are of one opening; `rule` names what decided, `evidence` says it in words."""

    same: bool
    rule: str
    evidence: str

    @property
    def sure(self) -> bool:
        """Whether an address or a number says so, which outweighs everything else."""
        return self.same and self.rule in SURE

    @property
    def conflict(self) -> bool:
        """Whether something states that they are two, and not only too little that they are one."""
        return not self.same and self.rule in CONFLICTING


@dataclass(frozen=True, slots=True)
class Pair:
    """Two postings with what is compared of them once."""

    a: Identity
    b: Identity
    employer: str
    place: PlaceAgreement
    extra_a: frozenset[str]
    extra_b: frozenset[str]

    @property
    def aside(self) -> frozenset[str]:
        """Words that say nothing about a difference: of the employers, places and titles."""
        return _aside(self.a) | _aside(self.b)


def same_opening(a: Identity, b: Identity) -> Verdict:
    """Decide whether two postings are of one opening; symmetric but for the order in the evidence."""
    for rule in _SURE:
        if verdict := rule(a, b):
            return verdict
    pair = _pair(a, b)
    for check in _CONFLICTS:
        if evidence := check(pair):
            return Verdict(False, check.__name__.strip("_").replace("_", " "), evidence)
    return _by_text(pair)


def _pair(a: Identity, b: Identity) -> Pair:
    extra_a, extra_b = extra_words(a.title, b.title, a.setting | b.setting)
    return Pair(a, b, _employers(a, b), _places(a, b), extra_a, extra_b)


def _aside(identity: Identity) -> frozenset[str]:
    return identity.setting | frozenset(identity.title.words) | frozenset(words(identity.title.raw))


def _places(a: Identity, b: Identity) -> PlaceAgreement:
    return compare_places(a.places, b.places, a.areas, b.areas)


def _employers(a: Identity, b: Identity) -> str:
    """ "same", "unknown" (one is not told), "agency" (one places people with others) or "other"."""
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


# Identity that needs no text: one address, one number on a board, one requisition; or two of them.


def _addresses(a: Identity, b: Identity) -> Verdict | None:
    for first, second in product(a.jobs, b.jobs):
        if _one_job(first, second) and not (
            first.company is None and second.company is None and not first.everywhere and _employers(a, b) == "other"
        ):
            return Verdict(True, "same number on a board", f"both are {first.board}'s job {first.job}")
    return None


def _one_job(a: BoardJob, b: BoardJob) -> bool:
    if a.board != b.board or a.job != b.job:
        return False
    return a.everywhere or b.everywhere or a.company == b.company or None in (a.company, b.company)


def _numbers(a: Identity, b: Identity) -> Verdict | None:
    if _employers(a, b) not in ("same", "unknown"):
        return None
    if (
        a.requisition
        and b.requisition
        and _employers(a, b) == "same"
        and not _one_requisition(a.requisition, b.requisition)
    ):
        return Verdict(False, "two requisitions", f"requisition {a.requisition} and {b.requisition}")
    for first, second in product(a.jobs, b.jobs):
        if first.board == second.board and _employers(a, b) == "same" and not _one_job(first, second):
            return Verdict(False, "two numbers on a board", f"{first.board}'s jobs {first.job} and {second.job}")
    return None


def _one_requisition(a: str, b: str) -> bool:
    """Whether two numbers are one; a board may leave out the letters before the figures."""
    return a == b or ((a.isdigit() or b.isdigit()) and digits(a) == digits(b))


def _requisitions(a: Identity, b: Identity) -> Verdict | None:
    one = a.requisition and b.requisition and _one_requisition(a.requisition, b.requisition)
    if one and _employers(a, b) == "same" and _places(a, b) != "conflict":
        return Verdict(True, "same requisition", f"requisition {a.requisition} of one employer")
    return None


_SURE: tuple[Callable[[Identity, Identity], Verdict | None], ...] = (_addresses, _numbers, _requisitions)


# What copies of one opening never differ in.


def _other_employer(pair: Pair) -> str | None:
    if pair.employer != "other" or _names_employer(pair.a, pair.b) or _names_employer(pair.b, pair.a):
        return None
    return f"employers {' '.join(pair.a.employer_words)} and {' '.join(pair.b.employer_words)}"


def _names_employer(text: Identity, named: Identity) -> bool:
    """Whether the one posting's text names the other's employer."""
    name = " ".join(named.employer_words)
    return len(name) > 3 and f" {name} " in f" {text.core} {text.rest} ".replace("\n", " ")


def _seniority(pair: Pair) -> str | None:
    a, b = pair.a.title.seniority, pair.b.title.seniority
    plain = {None, "mid"}
    if a == b or (a in plain and b in plain):
        return None
    return f"{a or 'no level'} and {b or 'no level'} in the titles"


def _level(pair: Pair) -> str | None:
    a, b = pair.a.title.level or 1, pair.b.title.level or 1
    return f"levels {a} and {b} in the titles" if a != b else None


def _place(pair: Pair) -> str | None:
    if pair.place == "conflict":
        return f"{_listed(pair.a)} and {_listed(pair.b)}"
    remote = {pair.a.remote, pair.b.remote}
    return "one is remote, the other on site" if remote == {"remote", "onsite"} else None


def _listed(identity: Identity) -> str:
    named = [spot.city or spot.region or spot.country or "" for spot in identity.places]
    return ", ".join(named or identity.areas) or "no place"


def _hours(pair: Pair) -> str | None:
    if {pair.a.hours, pair.b.hours} == {"full_time", "part_time"}:
        return "one is full time, the other part time"
    a, b = pair.a.title.shifts, pair.b.title.shifts
    return f"{a[0]} and {b[0]} shift in the titles" if a and b and not set(a) & set(b) else None


def _contract(pair: Pair) -> str | None:
    a, b = pair.a.contract, pair.b.contract
    loose = {"temporary", "contract", "freelance"}
    if a is None or b is None or a == b or (a in loose and b in loose):
        return None
    return f"{a} and {b}"


def _season(pair: Pair) -> str | None:
    a, b = set(pair.a.title.seasons), set(pair.b.title.seasons)
    for kind in (str.isdigit, str.isalpha):
        first, second = {word for word in a if kind(word)}, {word for word in b if kind(word)}
        if first and second and not first & second:
            return f"{', '.join(sorted(first))} and {', '.join(sorted(second))} in the titles"
    return None


def _pay(pair: Pair) -> str | None:
    a, b = pair.a.pay, pair.b.pay
    if a is None or b is None or a.period != b.period or (a.currency and b.currency and a.currency != b.currency):
        return None
    apart = max(a.low, b.low) / max(1.0, min(a.high, b.high))
    return f"pay of {a.low:,.0f} to {a.high:,.0f} and {b.low:,.0f} to {b.high:,.0f}" if apart > 1.08 else None


def _time(pair: Pair) -> str | None:
    if pair.a.posted is None or pair.b.posted is None:
        return None
    days = abs((pair.a.posted - pair.b.posted).days)
    return f"published {days} days apart" if days > _YEAR_DAYS else None


_CONFLICTS: tuple[Callable[[Pair], str | None], ...] = (
    _other_employer, _seniority, _level, _place, _season, _hours, _contract, _pay, _time,
)  # fmt: skip


# Nothing speaks against it: how much speaks for it.


def _by_text(pair: Pair) -> Verdict:
    if pair.extra_a and pair.extra_b:
        return _two_titles(pair)
    found = _overlap(pair)
    if pair.employer != "same":
        return _for_another(pair, found)
    if found is None:
        return _without_text(pair)
    return _compared(pair, found)


def _overlap(pair: Pair) -> Overlap | None:
    """The two texts compared, None where one of them tells nothing.

    What the one says of the opening may stand anywhere in the other: copies are cut off or lose their headings.
    """
    aside = pair.aside
    a, b = prepare(pair.a.core, aside), prepare(pair.b.core, aside)
    if min(len(a.words), len(b.words)) < _TOLD:
        return None
    found = overlap(a, b, aside)
    if found.contained >= _SAME_TEXT:
        return found
    whole_a, whole_b = (prepare(f"{one.core}\n{one.rest}", aside) for one in (pair.a, pair.b))
    return max(found, overlap(a, whole_b, aside), overlap(whole_a, b, aside), key=lambda one: one.contained)


def _two_titles(pair: Pair) -> Verdict:
    listed = f"{', '.join(sorted(pair.extra_a))} and {', '.join(sorted(pair.extra_b))}"
    return Verdict(False, "two roles", f"{listed} in the titles")


def _without_text(pair: Pair) -> Verdict:
    if pair.extra_a or pair.extra_b:
        extra = ", ".join(sorted(pair.extra_a | pair.extra_b))
        return Verdict(False, "too little known", f"only one title says {extra}, and no text tells more")
    a, b = pair.a.posted, pair.b.posted
    if a and b and abs((a - b).days) > _SOON_DAYS:
        return Verdict(False, "too little known", f"no text to compare, and {abs((a - b).days)} days between them")
    if pair.place in ("same", "partly"):
        return Verdict(True, "title, employer and city", f"one title and employer in {_listed(pair.a)}")
    return Verdict(False, "too little known", "one title and employer, but no city and no text to compare")


def _for_another(pair: Pair, found: Overlap | None) -> Verdict:
    if found is None:
        return Verdict(False, "too little known", "the employers are not known to be one, and no text tells more")
    said = f"{found.contained:.0%} of the one text stands in the other"
    if differing := _details_differ(pair, found):
        return Verdict(False, "other employer, details differ", differing)
    if found.contained >= 0.6 or (found.contained >= 0.25 and _one_in_details(pair)):
        return Verdict(True, "repost for the employer", said)
    return Verdict(False, "other employer, other text", said)


def _details_differ(pair: Pair, found: Overlap) -> str | None:
    """Names and figures that stand in both texts at the same point and are not the same; and other teams."""
    for change in found.changes:
        first, second = change.a & pair.a.names, change.b & pair.b.names
        if not (first and second) and _swapped(found, change):
            first, second = change.a, change.b
        if first and second:
            return f"{', '.join(sorted(first)[:3])} against {', '.join(sorted(second)[:3])}"
    first, second = _teams(pair.a, pair.b) - pair.aside, _teams(pair.b, pair.a) - pair.aside
    return f"team {', '.join(sorted(first))} against {', '.join(sorted(second))}" if first and second else None


def _swapped(found: Overlap, change: Change) -> bool:
    """Whether one sentence of texts that are the same otherwise speaks of other things."""
    several = min(len(change.a), len(change.b)) >= _SWAPPED
    return several and change.alike >= _SAME_SENTENCE and found.contained >= _SAME_TEXT


def _teams(one: Identity, other: Identity) -> frozenset[str]:
    """Teams that the one text names and of which the other does not hold a word."""
    return one.teams - SMALL - _ANY_TEAM - prepare(other.core).words


def _compared(pair: Pair, found: Overlap) -> Verdict:
    if differing := _details_differ(pair, found):
        return Verdict(False, "details differ", differing)
    said = f"{found.contained:.0%} of the one text stands in the other"
    extra = pair.extra_a | pair.extra_b
    if extra and found.contained < _needed(pair, extra):
        return Verdict(False, "one title says more", f"{said}; only one title says {', '.join(sorted(extra))}")
    if found.contained >= _SAME_TEXT:
        return Verdict(True, "same text", said)
    if pair.place in ("same", "partly") and (shared := _one_in_details(pair)):
        return Verdict(True, "same details", f"{said}, and both name {', '.join(sorted(shared)[:5])}")
    return Verdict(False, "other text", said)


def _needed(pair: Pair, extra: frozenset[str]) -> float:
    """How much of the text must agree where only one title says more: what changes the role itself must be said."""
    if _said_in(pair, extra):
        return 0.0
    role = set(pair.a.title.role) | set(pair.b.title.role)
    return 1.01 if extra & role else 0.9


def _one_in_details(pair: Pair) -> frozenset[str]:
    """The names and figures that both texts hold, where they are enough to tell one opening; else none.

    Figures tell more than names, of which all openings of one employer share some; one pay counts as two figures.
    """
    a, b = pair.a.names - pair.aside, pair.b.names - pair.aside
    shared = a & b
    alike = len(shared) / max(1, min(len(a), len(b)))
    figures = sum(any(map(str.isdigit, word)) for word in shared)
    if figures and pair.a.pay is not None and pair.a.pay == pair.b.pay:
        figures += 2
    told = (figures >= 2 and alike >= 0.4) or (len(shared) >= 4 and alike >= 0.6)
    return shared if told else frozenset()


def _said_in(pair: Pair, extra: frozenset[str]) -> bool:
    text = (
        f"{pair.a.core} {pair.b.core}"
        if pair.extra_a and pair.extra_b
        else pair.b.core
        if pair.extra_a
        else pair.a.core
    )
    return extra <= frozenset(text.split())
