"""Two texts without runs of words in common: one opening in other words, or in another language, or other work."""

import re
from collections.abc import Iterable
from functools import lru_cache

from tools.jobs.dedup.figures import is_figure
from tools.jobs.dedup.identity import Identity
from tools.jobs.dedup.meaning import LEAST_WORDS, content, likeness
from tools.jobs.dedup.overlap import SMALL
from tools.jobs.dedup.pairs import ONE_EMPLOYER, Pair, shift_named, shifts_said
from tools.jobs.dedup.texts import words
from tools.jobs.dedup.title_words import APART, NOISE, SPELLINGS
from tools.jobs.dedup.verdicts import Verdict
from tools.jobs.parsing.language import detect_language

# Cosine of what the two texts say of the work. Measured on pairs of one title: other work of one employer reaches 0.43,
# of an agency's other client 0.43; paraphrases begin at 0.59, those by an agency at 0.72.
_ALIKE = 0.55
_ALIKE_ACROSS = 0.4  # as far as two languages share the names of things
_ALIKE_FOR_ANOTHER = 0.62  # an agency's copy of an employer's posting
_ALIKE_ELSEWHERE = 0.72  # an employer or a place is not told, or agencies may speak of two clients
_ALIKE_TITLED_MORE = 0.58  # one title says more than the other
_ALIKE_TITLED_ANEW = 0.68  # each says what the other does not
_ALIKE_TITLED_OTHERWISE = 0.8  # and the titles have no word in common
_ALIKE_WITH_DETAILS, _NOT_ALIKE, _MOST_DETAILS = 0.6, 0.45, 0.66
_OTHER_WORK = 0.52
_FIGURES = 0.1
_SEVERAL = 4
_NEVER = 2.0
_REWRITTEN = 0.3  # less of the runs of words in common: the copy was written anew
_REWRITTEN_PARTLY = 0.4
_VERBATIM = 0.5
_PAY_MOVED = 1.02
_ROOT = 5  # letters
_SMALLEST = 2
_LEARNING = frozenset({"apprentice", "trainee", "intern", "student"})  # whatever the trade
_COGNATES = 0.1
# Many things last so many days; hours are compared all the same.
_PASSING = frozenset(
    ("day", "days", "week", "mont", "year", "tage", "tag", "woch", "mona", "jahr", "jour", "sema", "mois", "ans",
     "dias",     "mese", "anos", "gior", "mesi", "anni", "dage", "weke", "maan", "jaar")
)  # fmt: skip
# "ward 21", "line 4": numbered parts of one employer.
_PART = re.compile(
    r"(?<!on )\b(ward|line|station|hall|halle|linie|ligne|linea|site|plant|werk|filiale|store|branch|class|klasse|"
    r"building|gate|terminal|zone|sala|reparto|afdeling|salle)s? (?:no |nr )?(\d{1,4}[a-z]?|[a-z]\d{1,3})\b"
    r"(?! (?:days?|hours?|people|employees|tage|stunden|weeks?|years?))"
)
_ENGLISH_SMALL = "the and of with you your we our will for to from have as are is at on their who this"
_ENGLISH = frozenset(_ENGLISH_SMALL.split())
_ENGLISH_WORDS = 2
# Neighbours that are taken for each other in short texts.
_ROMANCE = frozenset({"es", "pt", "it", "fr"})


def by_meaning(pair: Pair, contained: float) -> Verdict | None:
    """Decide by what the texts mean; None where they tell nothing. `contained`: how much of the one's runs of words
    the other holds, 0 to 1."""
    if not (pair.extra_a or pair.extra_b or contained > _VERBATIM) and (verdict := _translated(pair)):
        return verdict
    least = max(_needed(pair), _needed_of_titles(pair, contained))
    alike = likeness(pair.a.core, pair.b.core, pair.aside) if least <= 1 else None
    if alike is None:
        return None
    said = f"the texts are {alike:.2f} alike in meaning"
    if max(alike, contained) < least - _figures_agree(pair):
        return Verdict(False, "other text", said)
    if differing := facts_differ(pair):
        return Verdict(False, "details differ", differing)
    return Verdict(True, "same in other words", said)


def other_work(pair: Pair) -> bool:
    """Whether two texts of one language tell of other work, whatever figures of an offer they share."""
    languages = {_language(pair.a), _language(pair.b)}
    if len(languages) > 1 or None in languages:
        return False
    alike = likeness(pair.a.core, pair.b.core, pair.aside)
    return alike is not None and alike < _OTHER_WORK


def tells_otherwise(pair: Pair) -> bool:
    """Whether the meaning of two texts of one language speaks against what few figures and names they share."""
    languages = {_language(pair.a), _language(pair.b)} - {None}
    alike = likeness(pair.a.core, pair.b.core, pair.aside) if len(languages) < 2 else None
    if alike is None or alike >= _ALIKE_WITH_DETAILS:
        return False
    return alike < _NOT_ALIKE or pair.details.weight < _MOST_DETAILS * pair.details.told


def _needed_of_titles(pair: Pair, contained: float) -> float:
    """How alike the texts must be where the titles are not; above 1 where no text makes up for it.

    Siblings made from one template say the same in the same words under another title. A copy that was written anew
    has other words in its title as in its text.
    """
    extra = pair.extra_a | pair.extra_b
    if not extra or (pair.said_in_text and not (pair.extra_a and pair.extra_b)):
        return -1.0
    anew = bool(pair.extra_a and pair.extra_b)
    if contained > (_REWRITTEN if anew else _REWRITTEN_PARTLY) or not may_be_reworded(pair):
        return _NEVER
    if pair.unsaid_a and pair.unsaid_b and not titles_meet(pair):
        return _ALIKE_TITLED_OTHERWISE
    return _ALIKE_TITLED_ANEW if anew else _ALIKE_TITLED_MORE


def may_be_reworded(pair: Pair) -> bool:
    """Whether two titles that differ may name one role in other words, going by the titles alone."""
    extra = pair.extra_a | pair.extra_b
    unsaid = pair.unsaid_a | pair.unsaid_b
    if extra & APART or any(not word.isalpha() for word in unsaid):
        return False
    if not unsaid or not (pair.extra_a and pair.extra_b):
        return True
    listed = pair.a.title.named and pair.b.title.named
    return not listed and bool(pair.extra_a & set(pair.a.title.role) or pair.extra_b & set(pair.b.title.role))


def titles_meet(pair: Pair) -> bool:
    """Whether the titles have a word of the role in common, or both are names of one role."""
    a, b = (frozenset(_title_roots(one)) for one in (pair.a, pair.b))
    return bool(a & b) or (pair.a.title.named is not None and pair.a.title.named == pair.b.title.named)


def _title_roots(one: Identity) -> Iterable[str]:
    said = (*one.title.words, *one.title.written, *words(one.title.raw))
    aside = _LEARNING | NOISE | one.setting
    telling = (word for word in said if word.isalpha() and not {word, SPELLINGS.get(word, word)} & aside)
    return (word[:_ROOT] for word in telling if len(word) > _SMALLEST)


def unsaid_apart(pair: Pair) -> frozenset[str]:
    """Words of the titles that make another opening of it and that the other posting does not say; a shift that both
    name is none."""
    shifts = shifts_said(pair.a) & shifts_said(pair.b)
    unsaid = (pair.unsaid_a | pair.unsaid_b) & APART
    return frozenset(word for word in unsaid if shift_named(word) not in shifts)


def _needed(pair: Pair) -> float:
    if pair.place not in ("same", "partly") or pair.employer == "unknown":
        return _ALIKE_ELSEWHERE
    if pair.a.agency and pair.b.agency:
        return _ALIKE_ELSEWHERE
    languages = {_language(pair.a), _language(pair.b)}
    if pair.employer == "same" and None in languages and languages - {None, "en"}:
        return _ALIKE_ACROSS  # one text is too short to tell its language, and the other is not English
    return _ALIKE if pair.employer in ONE_EMPLOYER and not (pair.a.agency or pair.b.agency) else _ALIKE_FOR_ANOTHER


def _figures_agree(pair: Pair) -> float:
    """What figures in common are worth of likeness: a pay, or several of those of the text that has fewer."""
    if pair.a.pay is not None and pair.a.pay == pair.b.pay:
        return _FIGURES
    a, b = _figures(pair.a.core), _figures(pair.b.core)
    shared, least = _count(a & b), min(_count(a), _count(b))
    return _FIGURES if shared >= 2 and 2 * shared >= least else 0.0


def _count(figures: frozenset[str]) -> int:
    """How many figures, a decimal counted twice."""
    return len(figures) + sum("." in figure for figure in figures)


def _figures(core: str) -> frozenset[str]:
    """The figures of a text."""
    return frozenset(word for word in core.split() if is_figure(word) and word.strip("0"))


def facts_differ(pair: Pair) -> str | None:
    """Facts that a copy in other words would keep: shifts, pay, and figures of one thing."""
    a, b = shifts_said(pair.a), shifts_said(pair.b)
    if a and b and not a & b:
        return f"{', '.join(sorted(a))} and {', '.join(sorted(b))} shift"
    first, second = pair.a.pay, pair.b.pay
    if first and second and first.period == second.period:
        moved = [max(x, y) / max(1.0, min(x, y)) for x, y in ((first.low, second.low), (first.high, second.high))]
        if min(moved) > _PAY_MOVED:
            return f"pay of {first.low:,.0f} to {first.high:,.0f} and {second.low:,.0f} to {second.high:,.0f}"
    if differing := _parts_differ(*(f"{one.core}\n{one.rest}" for one in (pair.a, pair.b))):
        return differing
    return _figures_differ(pair.a.core, pair.b.core, _PASSING if pair.details.surely_one else frozenset())


def _parts_differ(a: str, b: str) -> str | None:
    """Numbered parts of an employer that the texts name, of one kind and none in common."""
    ours, theirs = _parts(a), _parts(b)
    for kind in sorted(ours.keys() & theirs.keys()):
        if not ours[kind] & theirs[kind]:
            return f"{kind} {', '.join(sorted(ours[kind]))} and {', '.join(sorted(theirs[kind]))}"
    return None


@lru_cache(maxsize=1_024)
def _parts(text: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for kind, number in _PART.findall(text):
        found[kind] = found.get(kind, frozenset()) | {number}
    return found


def languages_differ(pair: Pair) -> bool:
    """Whether the two texts are of two languages, as far as they are told."""
    return len({_language(pair.a), _language(pair.b)} - {None}) > 1


def _figures_differ(a: str, b: str, aside: frozenset[str]) -> str | None:
    """Figures that count the same thing, none of `aside`, in both texts and of which neither stands in the other; or
    several in each, and hardly any in common: who writes anew keeps the figures."""
    first, second = _figures(a), _figures(b)
    if min(len(first), len(second)) >= _SEVERAL * (len(first & second) + 1):
        return f"{', '.join(sorted(first - second)[:3])} and {', '.join(sorted(second - first)[:3])} in the texts"
    ours, theirs = _counted(a), _counted(b)
    all_a, all_b = set(a.split()), set(b.split())
    for unit in sorted((ours.keys() & theirs.keys()) - aside):
        if not ours[unit] & all_b and not theirs[unit] & all_a:
            return f"{', '.join(sorted(ours[unit]))} and {', '.join(sorted(theirs[unit]))} {unit}"
    return None


def _counted(core: str) -> dict[str, frozenset[str]]:
    """Figures by the word behind them, its first letters: "28 beds" is 28 bed."""
    found: dict[str, frozenset[str]] = {}
    for figure, unit in re.findall(r"(?<![\w.])(\d+(?:\.\d+)?) ([^\W\d_]{3,})", core):
        if unit not in SMALL:
            found[unit[:4]] = found.get(unit[:4], frozenset()) | {figure}
    return found


def _translated(pair: Pair) -> Verdict | None:
    """One opening in two languages: all but the text agrees, and the figures in both texts do not contradict that."""
    languages = _language(pair.a), _language(pair.b)
    placed = pair.place in ("same", "partly") and pair.employer == "same"
    if not placed or pair.a.agency or pair.b.agency or None in languages or languages[0] == languages[1]:
        return None
    if _ROMANCE.issuperset(languages):
        return None
    a, b = _figures(pair.a.core), _figures(pair.b.core)
    if a and b and 2 * len(a & b) < min(len(a), len(b)):
        return Verdict(False, "details differ", f"{', '.join(sorted(a))} and {', '.join(sorted(b))} in the texts")
    if pair.details.two or not _cognate(pair):
        return Verdict(False, "other text", "the two texts have next to no name, figure or root of a word in common")
    return Verdict(True, "translated", f"one title, employer and city, told in {languages[0]} and {languages[1]}")


def _cognate(pair: Pair) -> bool:
    """Whether two texts of two languages share roots of words, as translations do: names, trades, loan words."""
    a, b = (_roots(content(one.core, pair.aside)) for one in (pair.a, pair.b))
    least = min(len(a), len(b))
    return least < LEAST_WORDS or len(a & b) >= max(1, _COGNATES * least)


def _roots(told: Iterable[str]) -> frozenset[str]:
    spelled = (part for word in told for part in (word, *SPELLINGS.get(word, "").split()))
    return frozenset(part[:_ROOT] for part in spelled if len(part) > 1)


def _language(one: Identity) -> str | None:
    """The language of a text; None for one too short to tell, which those who detect it take for English."""
    found = detect_language(one.core)
    if found == "en" and len(_ENGLISH & set(one.core.split())) < _ENGLISH_WORDS:
        return one.language if one.language != "en" else None
    return found
