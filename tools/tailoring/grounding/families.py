"""Word families: the dictionary forms of an inflected word, and the words that a derived one may come from."""

import re
from functools import lru_cache

import simplemma

from tools.tailoring.grounding.stems import stem
from tools.tailoring.grounding.tables import load

_SHORTEST = 4
_ADJECTIVE = re.compile(r"(?<=isch|lich|..ig)e[nrsm]?$")


@lru_cache(maxsize=50_000)
def lemmas(word: str, language: str) -> tuple[str, ...]:
    """Dictionary forms of a lower-case word, lower-case; a German word is looked up as a noun too."""
    if len(word) < _SHORTEST:
        return ()
    spelled = (word, word.capitalize()) if language == "de" else (word,)
    found = (simplemma.lemmatize(form, lang=language).lower().replace("_", "") for form in spelled)
    reflexive = (form.removesuffix("se") if form.endswith("rse") else form for form in found)
    return tuple(dict.fromkeys(form for form in reflexive if form != word))


@lru_cache(maxsize=20_000)
def is_word(word: str, language: str) -> bool:
    """Whether the dictionary of the language has this lower-case word."""
    return bool(simplemma.is_known(word, lang=language))


@lru_cache(maxsize=50_000)
def roots(word: str, language: str) -> frozenset[str]:
    """The stems under which a lower-case word may stand in a table: its own, and those of its dictionary forms."""
    return frozenset(stem(form, language) for form in (word, *lemmas(word, language)))


@lru_cache(maxsize=50_000)
def bases(word: str, language: str) -> tuple[str, ...]:
    """Words that `word` may be derived from ("Montage": "montieren"); most are none, so the caller looks them up."""
    found: list[str] = []
    inflected = _ADJECTIVE.sub("", word) if language == "de" else word
    for form in dict.fromkeys((word, inflected)):
        for ending, origins in _endings(language):
            if form.endswith(ending) and len(form) - len(ending) >= _SHORTEST - 1:
                root = form[: len(form) - len(ending)]
                found += [root + origin for origin in origins if len(root + origin) >= _SHORTEST]
    return tuple(dict.fromkeys(form for form in found if form != word))


@lru_cache(maxsize=50_000)
def akin(one: str, other: str, language: str, other_language: str) -> bool:
    """Whether two words share a dictionary form, or one of them is derived from the other."""
    if language != other_language:
        return False
    mine, theirs = {one, *lemmas(one, language)}, {other, *lemmas(other, language)}
    if mine & theirs:
        return True
    return any(base in theirs for form in mine for base in bases(form, language)) or any(
        base in mine for form in theirs for base in bases(form, language)
    )


@lru_cache(maxsize=8)
def _endings(language: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Endings of the language with what they replace, the longest first."""
    table = load("families.yaml")[language]
    return tuple((ending, tuple(table[ending])) for ending in sorted(table, key=len, reverse=True))
