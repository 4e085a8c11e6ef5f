"""What a person's words ask for, as terms that a full-text index can look up: stems, spellings, kindred trades."""

import re
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

from store.retrieval import Term
from tools.jobs.matching.titles import trades
from tools.jobs.matching.words import fold, stem, title_weight, title_words
from tools.skills import aliases, canonical, find_skills

# Words about the search itself, which no posting is found by.
_ABOUT_JOBS = re.compile(
    r"jobs?|roles?|positions?|openings?|vacanc(?:y|ies)|careers?|work|hiring|find|search|looking|want|"
    r"stellen?|stellenangebote?|arbeit|beruf|trabajos?|empleos?|puestos?|vacantes?|ofertas?|"
    r"emplois?|postes?|travail|offres?"
)
# Words that no posting is told apart by: "no experience needed", "nurse wanted".
_SAYS_NOTHING = frozenset(
    {
        "no", "not", "non", "none", "without", "need", "needs", "needed", "require", "requires", "required", "want",
        "wants", "wanted", "prefer", "preferred", "please", "kein", "keine", "keinen", "keiner", "nicht", "ohne",
        "notig", "erforderlich", "gesucht", "sans", "pas", "requis", "requise", "sin", "necesario",
        "necesaria", "requerido",
    }
)  # fmt: skip
_ASCII = re.compile(r"[a-z0-9]+")
_SHORTEST_STEM = 4
_FUNCTION_WEIGHT = 0.1
MOST_TERMS, MOST_RELATED = 12, 80


@lru_cache(maxsize=1_024)
def terms_of(words: str) -> tuple[Term, ...]:
    """The terms of a query, in its order, at most MOST_TERMS: skills with their spellings, other words by their stems.

    Empty when the words say nothing that could be looked up.
    """
    skills = [(span.start, _skill(span.name, words[span.start : span.end])) for span in find_skills(words)]
    rest = list(words)
    for span in find_skills(words):
        rest[span.start : span.end] = " " * (span.end - span.start)
    said = [term for word in dict.fromkeys(title_words("".join(rest))) if (term := _word(word))]
    return tuple([term for _, term in skills] + said)[:MOST_TERMS]


def _skill(name: str, said: str) -> Term:
    """A skill of the vocabulary, in any of its spellings."""
    phrases = dict.fromkeys([said.lower(), name.lower(), *(alias.lower() for alias in aliases(name))])
    return Term(phrases=tuple(phrase for phrase in phrases if any(map(str.isalnum, phrase))), weight=1.0)


def _word(word: str) -> Term | None:
    weight = title_weight(word)
    if weight <= _FUNCTION_WEIGHT or word in _SAYS_NOTHING or _ABOUT_JOBS.fullmatch(word):
        return None
    root = stem(word)
    if _ASCII.fullmatch(root) and len(root) >= _SHORTEST_STEM:
        return Term(stems=(root,), weight=weight)
    return Term(phrases=(word,), weight=weight) if canonical(word) or len(word) > 1 else None


@lru_cache(maxsize=1_024)
def related_term(words: str) -> Term | None:
    """Words of the trades that a query names, in several languages; None where it names none."""
    families = np.flatnonzero(trades(words))
    listed = [word for family in families for word in _families()[family]][:MOST_RELATED]
    if not listed:
        return None
    single = [word for word in listed if _ASCII.fullmatch(word.rstrip("*"))]
    return Term(
        stems=tuple(word[:-1] for word in single if word.endswith("*")),
        words=tuple(word for word in single if not word.endswith("*")),
        phrases=tuple(word for word in listed if word not in single and not word.endswith("*")),
        weight=0.0,
    )


@cache
def _families() -> list[tuple[str, ...]]:
    """The words of every trade, in the order of the table; those that end with * are stems."""
    table = files("tools.jobs.matching").joinpath("occupations.v1.tsv").read_text(encoding="utf-8")
    return [tuple(map(fold, line.split("\t")[1].split("|"))) for line in table.splitlines()[1:]]
