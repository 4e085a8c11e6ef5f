"""How alike two facts of two resumes are: whether they tell of the same position, study, line. Pure."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from tools.jobs.cleaning.languages import find_languages
from tools.jobs.dedup.employers import compare_names
from tools.jobs.dedup.texts import words
from tools.resumes.pairing import words_of
from tools.resumes.schemas import Detail, EducationDetail, PositionDetail, ResumeFact
from tools.skills import find_skills

ALIKE_TITLES = 70.0
ALIKE_NAMES = 85.0
ALIKE_LINES = 86.0
WITHIN = 97.0
FEW_WORDS = 5
FAR = 10**9
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def likeness(a: ResumeFact, b: ResumeFact) -> float:
    """0 where they tell of different things; the higher, the surer that they tell of the same."""
    if a.detail.kind != b.detail.kind:
        return 0.0
    match a.detail, b.detail:
        case PositionDetail() as first, PositionDetail() as second:
            return _positions(first, second)
        case EducationDetail() as first, EducationDetail() as second:
            return _studies(first, second)
    keys = key_of(a.detail), key_of(b.detail)
    if keys[0] is not None or keys[1] is not None:
        return 1.0 if keys[0] == keys[1] else 0.0
    if a.detail.kind in {"project", "certificate", "award", "publication"}:
        return _names(_name(a.detail), _name(b.detail))
    return same_line(a.text, b.text)


def key_of(detail: Detail) -> str | None:
    """What two resumes share where they name the same skill, language or link; None for other kinds."""
    match detail.kind:
        case "skill":
            return words_of(detail.canonical or detail.name)
        case "language":
            return language_code(detail.name) or words_of(detail.name)
        case "link":
            return re.sub(r"^https?://(?:www\.)?", "", detail.url.casefold()).rstrip("/")
        case _:
            return None


@lru_cache(maxsize=512)
def language_code(name: str) -> str | None:
    """The code of a language by its name in any language: "Deutsch" and "German" are de."""
    found = find_languages("", f"{name} native")
    return found[0].code if found else None


def _name(detail: Detail) -> str:
    return str(getattr(detail, "name", ""))


def _names(a: str, b: str) -> float:
    score = fuzz.token_sort_ratio(words_of(a), words_of(b))
    return score / 100 if score >= ALIKE_NAMES else 0.0


def same_employer(a: str, b: str) -> bool:
    """Whether two names are of one employer: "Acme GmbH", "Acme", "ACME Technologies"."""
    first, second = words(a), words(b)
    return bool(first and second) and compare_names(first, second, frozenset()) in {"same", "likely"}


def titles_alike(a: str, b: str) -> float:
    """0 to 1: how alike two titles are; one that holds all words of the other is nearly the same."""
    first, second = words_of(a), words_of(b)
    return max(fuzz.token_sort_ratio(first, second), 0.9 * fuzz.token_set_ratio(first, second)) / 100


def _positions(a: PositionDetail, b: PositionDetail) -> float:
    if not same_employer(a.employer, b.employer):
        return 0.0
    title, shared = titles_alike(a.title, b.title), overlap(a, b)
    if shared is None:
        return title if 100 * title >= ALIKE_NAMES else 0.0
    if same_period(a, b):
        return 2 + title
    return 1 + title + shared if shared > 0 and 100 * title >= ALIKE_TITLES else 0.0


def _studies(a: EducationDetail, b: EducationDetail) -> float:
    school = fuzz.token_set_ratio(words_of(a.institution), words_of(b.institution)) / 100
    if 100 * school < ALIKE_NAMES and not same_employer(a.institution, b.institution):
        return 0.0
    shared = overlap(a, b)
    degree = fuzz.token_set_ratio(words_of(a.degree or a.area or ""), words_of(b.degree or b.area or "")) / 100
    if shared is None:
        return degree if degree >= 0.6 or not (a.degree and b.degree) else 0.0
    return school + shared if shared > 0.5 or (shared > 0 and degree >= 0.6) else 0.0


Dated = PositionDetail | EducationDetail


def overlap(a: Dated, b: Dated) -> float | None:
    """The share of the shorter period that lies in the other; None where one has no dates."""
    first, second = months_of(a), months_of(b)
    if first is None or second is None:
        return None
    shared = min(first[1], second[1]) - max(first[0], second[0])
    shorter = min(first[1] - first[0], second[1] - second[0])
    return max(0.0, shared / shorter) if shorter else 0.0


def months_of(detail: Dated) -> tuple[int, int] | None:
    """First month and the month after the last, counted from year 0; a bare year is all of it, today is far away."""
    start, end = detail.start or detail.end, detail.end or detail.start
    if start is None or end is None:
        return None
    since = int(start[:4]) * 12 + (int(start[5:7]) - 1 if len(start) > 4 else 0)
    until = int(end[:4]) * 12 + (int(end[5:7]) if len(end) > 4 else 12)
    return since, FAR if detail.current else max(until, since + 1)


def same_period(a: Dated, b: Dated) -> bool:
    """Whether both begin and end at once, as exactly as either says."""
    return same_date(a.start, b.start) and (a.current == b.current) and (a.current or same_date(a.end, b.end))


def same_date(a: str | None, b: str | None) -> bool:
    """Whether two partial dates can be one: 2019 and 2019-03 can."""
    return a == b or bool(a and b and (a.startswith(b) or b.startswith(a)))


def numbers(text: str) -> frozenset[str]:
    """The figures of a line as written, without separators of thousands."""
    return frozenset(re.sub(r"[.,](?=\d{3}(?:\D|$))", "", found) for found in _NUMBER.findall(text))


def skills_in(text: str) -> frozenset[str]:
    """The skills that a line names."""
    return frozenset(span.name for span in find_skills(text))


def same_line(a: str, b: str) -> float:
    """Over 0 where two lines say the same in nearly the same words; other skills make another line."""
    first, second = words_of(a), words_of(b)
    score = fuzz.token_sort_ratio(first, second)
    short = min(len(first.split()), len(second.split()))
    if score < ALIKE_LINES and (short < FEW_WORDS or fuzz.token_set_ratio(first, second) < WITHIN):
        return 0.0
    ours, theirs = skills_in(a), skills_in(b)
    return score / 100 if ours <= theirs or theirs <= ours else 0.0


def lines_disagree(a: str, b: str) -> bool:
    """Whether two lines that are otherwise the same name other figures."""
    ours, theirs = numbers(a), numbers(b)
    return not (ours <= theirs or theirs <= ours)
