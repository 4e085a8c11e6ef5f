"""Two titles of one employer: the same role, one more exact than the other, or two roles."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, product

from pydantic import BaseModel, ConfigDict
from rapidfuzz.distance import Levenshtein

from tools.jobs.cleaning.places import only_place
from tools.jobs.cleaning.roles import word_role
from tools.jobs.cleaning.schemas import Place, Role
from tools.jobs.dedup.texts import words
from tools.jobs.dedup.title_words import LIGHT, NOISE, PHRASES, SAME_WORK, SHIFTS, SPELLINGS
from tools.jobs.schemas import Seniority

_GENDERED = re.compile(
    r"\(\s*(?:all|alle|[mwfdxhigna]{1,3})(?:\s*[/|,*.]\s*(?:gender\w*|[mwfdxhigna]{1,3}))*\s*\)|"
    r"[/*:_·]-?(?:in(?:nen)?|frau|mann|euse|trice|rice|ere|ère|se|ne|te|e|a|r)\b|"
    r"\((?:in|e|a|r|ne)\)|\b(?:[mwfdxh]\s?/\s?){1,2}[mwfdxh]\b|\ball genders\b",
    re.I,
)
# "$1,550/wk min", "up to 60k €": pay is compared where it is read.
_AMOUNT = r"(?:[$€£]\s?\d[\d.,]*k?|\b\d[\d.,]*k?\s?(?:[$€£]|eur\b|usd\b|gbp\b|chf\b))"
_PAY = re.compile(
    rf"(?:\bup to\s+|\bbis (?:zu )?)?{_AMOUNT}(?:\s?[-–]\s?(?:{_AMOUNT}|\d[\d.,]*k?\b))?"
    r"(?:\s?(?:/|per |an? |pro |par |la |(?=h))\s?"
    r"(?:hour|hr|h|week|wk|month|mo|year|yr|annum|stunde|std|monat|jahr|heure|mois|hora)\b)?"
    r"(?:\s?\+|\s?\bmin(?:imum)?\b)?",
    re.I,
)
# Hours are compared as they are written.
_HOURS = re.compile(
    r"\b\d{1,2}(?:[-–/]\d{1,2})?\s?(?:h|u|uur|uren|std|stunden|hours?|hrs?)\b\.?(?:\s?/\s?\w+)?|"
    r"\b(?:\d|four|five|nine|vier)[- ](?:days?|tage|jours|dagen)"
    r"(?:[-/ ]| a | per | pro | par )(?:week|wk|fortnight|woche)\b",
    re.I,
)
_LEAD = re.compile(r"\blead(?:er)?\b", re.I)
_PARTS = re.compile(r"\s[-–—|]\s|[(),;:|\[\]]\s*")
_YEAR = re.compile(r"\b20[2-4]\d\b")
_SEASONS = re.compile(r"\b(?:spring|summer|autumn|fall|winter|sommer|herbst|fruhjahr|ete|hiver|verano)\b")
_ADDED = re.compile(r"(?:\(|\s/)\s*([^()/]{3,})")
# German writes "Mitarbeiter im Vertrieb" in one word too.
_COMPOUND = re.compile(
    r"^(\w{4,}?)s?(mitarbeiter|leiter|berater|techniker|ingenieur|assistent|referent|helfer|fahrer|meister|spezialist|leitung|entwicklung)$"
)
_ENDINGS = frozenset(("", "e", "r", "er", "ing", "ed"))  # "landscape crew" and "landscaping crew"
_RANKED = frozenset({"assistant", "deputy", "trainee", "apprentice", "vice"})
_ABBREVIATION = 3  # letters: less is a rest of something, where nothing stands against it
_LINKED = 5  # letters: "Speditionskaufmann" is a "Kaufmann" of "Spedition"
_LONG = 8  # letters: in shorter words one letter makes another word


class Title(BaseModel):
    """A title's comparable parts: its `words` (role and qualifiers in one spelling), level, shift, season and years.

    `written` are the words before cleaning named the role: two titles are one when either agrees. `named` is the role
    where the list of roles has it, `places` the parts that are places and nothing else.
    """

    model_config = ConfigDict(frozen=True)
    raw: str
    words: tuple[str, ...]
    written: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    named: str | None = None
    places: tuple[str, ...] = ()
    seniority: Seniority | None = None
    level: int | None = None
    shifts: tuple[str, ...] = ()
    seasons: tuple[str, ...] = ()


def title_of(role: Role, employer: str | None, places: Sequence[Place]) -> Title:
    """The comparable parts of a cleaned title; the employer's name and its places are no part of the role."""
    aside = set(words(employer or ""))
    for place in places:
        aside.update(words(" ".join(part for part in (place.city, place.region, place.country) if part)))
    plain = _spelled(" ".join([role.role, *role.qualifiers]))
    heads = [word for word in _spelled(role.role) if word not in NOISE]
    raw = " ".join(words(role.excerpt))
    return Title(
        raw=role.excerpt,
        words=tuple(
            dict.fromkeys(word for word in plain if word not in NOISE and (word not in aside or word in heads))
        ),
        written=tuple(
            dict.fromkeys(word for word in _spelled(role.excerpt) if word not in NOISE and word not in aside)
        ),
        role=tuple(dict.fromkeys(heads)),
        places=tuple(" ".join(words(part)) for part in _PARTS.split(role.excerpt)[1:] if only_place(part)),
        named=role.role if word_role(role.role).known else None,
        seniority=role.seniority,
        level=role.level,
        shifts=tuple(name for name, pattern in SHIFTS if pattern.search(raw)),
        seasons=tuple(dict.fromkeys(_YEAR.findall(raw) + _SEASONS.findall(raw))),
    )


@lru_cache(maxsize=16_384)
def _spelled(title: str) -> tuple[str, ...]:
    plain = " ".join(words(_HOURS.sub(" ", _PAY.sub(" ", _GENDERED.sub(" ", title)))))
    for pattern, spelling in PHRASES:
        plain = pattern.sub(spelling, plain)
    found: list[str] = []
    for word in plain.split():
        found += (SPELLINGS.get(word) or SPELLINGS.get(_singular(word), word)).split()
    parts = [part for word in found for part in _COMPOUND.sub(r"\1 \2", word).split()]
    return tuple(_singular(one) for part in parts for one in SPELLINGS.get(part, part).split())


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def extra_words(a: Title, b: Title, aside: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Words that only the one title has, and only the other; those that two spellings share, and `aside`, left out."""
    # A role's name in the list may have swallowed it: "assistant social worker" is not a social worker's other name.
    ranked = frozenset(a.written) - frozenset(b.written), frozenset(b.written) - frozenset(a.written)
    if not all(ranked) and any(ranked) and ranked[0] | ranked[1] <= _RANKED:
        return ranked
    named = _extra(a.words, b.words, aside)
    if not any(named) or _other_name(a, b) or _other_name(b, a):
        return frozenset(), frozenset()
    least = min(
        named, _extra(a.written, b.written, aside), key=lambda extra: (sum(map(bool, extra)), sum(map(len, extra)))
    )
    if _LEAD.search(a.raw) and _LEAD.search(b.raw):  # one says leader, the other lead
        least = (least[0] - {"leader"}, least[1] - {"leader"})
    short = {word for word in least[0] | least[1] if len(word) < _ABBREVIATION and word.isalpha()}
    # On one side alone they add nothing; against another word they tell a service technician from a field technician.
    return (frozenset(), frozenset()) if not all(least) and least[0] | least[1] <= LIGHT | short else least


def _other_name(a: Title, b: Title) -> bool:
    """Whether the first adds the whole of the second as another name: "Gang Leader (Ganger)"."""
    return any(frozenset(_spelled(part)) == frozenset(b.written) for part in _ADDED.findall(a.raw))


def _extra(a: Sequence[str], b: Sequence[str], aside: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    only_a = [word for word in a if word not in b and word not in aside]
    only_b = [word for word in b if word not in a and word not in aside]
    only_a, only_b = _without_run(only_a, b, only_b)
    only_b, only_a = _without_run(only_b, a, only_a)
    only_a, only_b = _without_compound(only_a, only_b)
    only_b, only_a = _without_compound(only_b, only_a)
    for group in SAME_WORK:
        if group & set(only_a) and group & set(only_b):
            only_a, only_b = ([word for word in only if word not in group] for only in (only_a, only_b))
    for first, second in product(tuple(only_a), tuple(only_b)):
        if _alike(first, second):
            only_a, only_b = ([word for word in only if word not in (first, second)] for only in (only_a, only_b))
    return frozenset(only_a), frozenset(only_b)


def _without_run(short: list[str], title: Sequence[str], long: list[str]) -> tuple[list[str], list[str]]:
    """Both without a word and the run of words it stands for: "iam" and "identity access management", or one word
    written as two."""
    for word in short:
        for start, end in combinations(range(len(title) + 1), 2):
            run = title[start:end]
            if len(run) > 1 and word in ("".join(part[0] for part in run), "".join(run)):
                return [other for other in short if other != word], [other for other in long if other not in run]
    return short, long


def _without_compound(one: list[str], other: list[str]) -> tuple[list[str], list[str]]:
    """Both without a compound whose parts the other title writes apart: "busdisponent" and "disponent busverkehr"."""
    for word in one:
        for last in other:
            first = word.removesuffix(last)
            linked = first.removesuffix("s") if len(first) > _LINKED else first
            begins = [part for part in other if part != last and (part.startswith(first) or part == linked)]
            if word != first and len(last) >= 5 and len(first) >= 3 and begins:
                return [part for part in one if part != word], [part for part in other if part not in (last, begins[0])]
    return one, other


def _alike(a: str, b: str) -> bool:
    """Whether two words are forms of one (all but at most two last letters in common), or one misspelled."""
    long = min(len(a), len(b))
    if long >= _LONG and Levenshtein.distance(a, b, score_cutoff=1) <= 1:
        return True
    shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), long)
    if shared >= 6 and {a[shared:], b[shared:]} <= _ENDINGS:
        return True
    return shared >= 5 and shared >= max(len(a), len(b)) - 2
