"""One opening or two: named rules, each with words that say what decided."""

from tools.jobs.dedup.conflicts import CONFLICTS, listed_places
from tools.jobs.dedup.details import may_share_details
from tools.jobs.dedup.identity import Identity
from tools.jobs.dedup.numbers import BY_NUMBER
from tools.jobs.dedup.overlap import SMALL, Change, Overlap, overlap, prepare
from tools.jobs.dedup.pairs import ONE_EMPLOYER, Pair, pair_of
from tools.jobs.dedup.paraphrases import (
    by_meaning,
    facts_differ,
    languages_differ,
    may_be_reworded,
    other_work,
    tells_otherwise,
    titles_meet,
    unsaid_apart,
)
from tools.jobs.dedup.title_words import APART
from tools.jobs.dedup.verdicts import Verdict

_SOON_DAYS = 60  # without texts, further apart it may as well be the next opening
_ANY_TEAM = frozenset(
    ("small", "growing", "young", "great", "friendly", "international", "agile", "whole", "entire", "strong", "senior",
     "junges", "starkes", "tolles", "new", "own", "close", "cross", "functional", "multidisciplinary", "person", "core",
     "jeune", "petite", "belle", "gran", "buen", "leuk", "hecht")
)  # fmt: skip
_CLOSING = frozenset(
    ("closing", "closes", "deadline", "bewerbungsfrist", "bewerbungsschluss", "sluitingsdatum", "cloture", "plazo",
     "scadenza", "interviews")
)  # fmt: skip
_SAME_TEXT = 0.7
_SAME_SENTENCE = 0.6
_NEARLY_ALL = 0.9
_TO_THE_LETTER = 0.97
_NEVER = 1.01
_SWAPPED = 3  # words on either side
_TOLD = 12  # words: a shorter text tells nothing


def same_opening(a: Identity, b: Identity) -> Verdict:
    """Decide whether two postings are of one opening; symmetric but for the order in the evidence."""
    for rule in BY_NUMBER:
        if verdict := rule(a, b):
            return verdict
    pair = pair_of(a, b)
    for check in CONFLICTS:
        if evidence := check(pair):
            return Verdict(False, check.__name__.strip("_").replace("_", " "), evidence)
    return _by_text(pair)


def _by_text(pair: Pair) -> Verdict:
    two_titles = bool(pair.extra_a and pair.extra_b)
    told_anew = may_share_details(pair.a, pair.b) and pair.details.one
    if two_titles and not told_anew and pair.unsaid_a and pair.unsaid_b and not may_be_reworded(pair):
        return _two_titles(pair)
    found = _overlap(pair)
    if told_anew and (verdict := _told_anew(pair, found)):
        return verdict
    if two_titles and not _edited(pair, found):
        verdict = by_meaning(pair, found.contained)
        return verdict if verdict and verdict.same else _two_titles(pair)
    told = min(len(prepare(one.core, pair.aside).words) for one in (pair.a, pair.b)) >= _TOLD
    if pair.employer not in ONE_EMPLOYER:
        return _for_another(pair, found, told)
    return _compared(pair, found) if told else _with_little_text(pair, found)


def _told_anew(pair: Pair, found: Overlap) -> Verdict | None:
    """One opening in other words or another language, whatever its titles: both texts name the same things."""
    surely = pair.details.surely_one and found.contained < _SAME_SENTENCE
    if pair.place not in ("same", "partly") and not surely:
        return None
    if pair.unsaid_a and pair.unsaid_b and not languages_differ(pair) and not titles_meet(pair):
        return None  # one employer's openings have pay, hours and leave in common
    # In another language a title's words cannot be found.
    if unsaid_apart(pair) and not (surely and languages_differ(pair)):
        return None
    if _details_differ(pair, found) or facts_differ(pair) or other_work(pair):
        return None
    return Verdict(True, "same details", f"both name {', '.join(sorted(pair.details.shared)[:8])}")


def _overlap(pair: Pair) -> Overlap:
    """The two texts compared. What the one says of the opening may stand anywhere in the other: copies are cut off or
    lose their headings."""
    aside = pair.aside
    a, b = prepare(pair.a.core, aside), prepare(pair.b.core, aside)
    found = overlap(a, b, aside)
    if found.contained >= _SAME_TEXT:
        return found
    whole_a, whole_b = (prepare(f"{one.core}\n{one.rest}", aside) for one in (pair.a, pair.b))
    return max(found, overlap(a, whole_b, aside), overlap(whole_a, b, aside), key=lambda one: one.contained)


def _two_titles(pair: Pair) -> Verdict:
    listed = f"{', '.join(sorted(pair.extra_a))} and {', '.join(sorted(pair.extra_b))}"
    return Verdict(False, "two roles", f"{listed} in the titles")


def _with_little_text(pair: Pair, found: Overlap) -> Verdict:
    """Decide where a text is missing or so short that runs of words tell little; its meaning may tell more."""
    if differing := _details_differ(pair, found):
        return Verdict(False, "details differ", differing)
    return by_meaning(pair, found.contained) or _without_text(pair)


def _without_text(pair: Pair) -> Verdict:
    if pair.extra_a or pair.extra_b:
        extra = ", ".join(sorted(pair.extra_a | pair.extra_b))
        return Verdict(False, "too little known", f"only one title says {extra}, and no text tells more")
    if pair.employer != "same":
        return Verdict(False, "too little known", "the employers are not known to be one, and no text tells more")
    a, b = pair.a.posted, pair.b.posted
    if a and b and abs((a - b).days) > _SOON_DAYS:
        return Verdict(False, "too little known", f"no text to compare, and {abs((a - b).days)} days between them")
    if pair.place in ("same", "partly"):
        return Verdict(True, "title, employer and city", f"one title and employer in {listed_places(pair.a)}")
    return Verdict(False, "too little known", "one title and employer, but no city and no text to compare")


def _for_another(pair: Pair, found: Overlap, told: bool) -> Verdict:
    said = f"{found.contained:.0%} of the one text stands in the other"
    if differing := _details_differ(pair, found):
        return Verdict(False, "other employer, details differ", differing)
    if pair.employer == "akin" and found.contained < _NEARLY_ALL:
        return Verdict(False, "other employer, other text", said)
    if told and (found.contained >= 0.6 or (found.contained >= 0.25 and _one_in_details(pair))):
        return Verdict(True, "repost for the employer", said)
    if verdict := by_meaning(pair, found.contained):
        return verdict
    if told:
        return Verdict(False, "other employer, other text", said)
    return Verdict(False, "too little known", "the employers are not known to be one, and no text tells more")


def _details_differ(pair: Pair, found: Overlap) -> str | None:
    """Names and figures that stand in both texts at the same point and are not the same; and other teams."""
    for change in found.changes:
        if change.both & _CLOSING:  # put off when an opening is published again
            continue
        first, second = change.a & pair.a.names, change.b & pair.b.names
        # An agency's copy says "our client" and leaves names out.
        if not (first and second) and pair.a.agency == pair.b.agency and _swapped(found, change):
            first, second = change.a, change.b
        if first and second:
            return f"{', '.join(sorted(first)[:3])} against {', '.join(sorted(second)[:3])}"
    extra = pair.extra_a | pair.extra_b
    if extra and found.contained >= _SAME_SENTENCE and (titled := found.replaced(extra)):
        return f"{', '.join(sorted(titled))} in one text, and something else in its place in the other"
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
    if extra and found.contained < _needed(pair, found):
        verdict = by_meaning(pair, found.contained)
        return (
            verdict
            if verdict and verdict.same
            else Verdict(False, "one title says more", f"{said}; only one title says {', '.join(sorted(extra))}")
        )
    if found.contained >= _SAME_TEXT:
        return Verdict(True, "same text", said)
    if pair.place in ("same", "partly") and (shared := _one_in_details(pair)) and not tells_otherwise(pair):
        if differing := facts_differ(pair):
            return Verdict(False, "details differ", differing)
        return Verdict(True, "same details", f"{said}, and both name {', '.join(sorted(shared)[:5])}")
    return by_meaning(pair, found.contained) or Verdict(False, "other text", said)


def _edited(pair: Pair, found: Overlap) -> bool:
    """Whether two titles stand over one text that somebody cut or added to.

    Siblings made from one template have one text to the letter, or other words at some point of it. And the words of
    one of two titles of one opening are said in the other posting.
    """
    if found.contained < _NEARLY_ALL or found.fully > _TO_THE_LETTER or (pair.extra_a | pair.extra_b) & APART:
        return False
    return not (pair.unsaid_a and pair.unsaid_b) and _details_differ(pair, found) is None


def _needed(pair: Pair, found: Overlap) -> float:
    """How much of the text must agree where only one title says more: what changes the role itself must be said."""
    extra = pair.extra_a | pair.extra_b
    if pair.said_in_text or (pair.extra_a and pair.extra_b):
        return 0.0
    if extra & APART or pair.adds_work:
        return _NEVER
    if (pair.unsaid_a | pair.unsaid_b) < extra:
        return _SAME_SENTENCE
    role = set(pair.a.title.role) | set(pair.b.title.role)
    return _NEVER if extra & role and found.fully > _TO_THE_LETTER else _NEARLY_ALL


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
