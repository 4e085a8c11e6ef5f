"""Folding, tokens and concepts: what the words of a sentence mean, whatever its language or small typing slips."""

import re
import unicodedata
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from agents.offline.vocabulary import vocabulary

# The words of a message are asked about many times over while it is read.
_KEPT = 256
WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|#\d+")


def fold(text: str) -> str:
    """Lower case without accents, letter by letter, so that positions in `text` stay valid."""
    return text.lower() if text.isascii() else "".join(_fold_letter(letter) for letter in text)


@cache
def _fold_letter(letter: str) -> str:
    if letter in "’‘`´":
        return "'"
    if letter in "“”„«»":
        return '"'
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return base if len(base) == 1 else letter


def words(folded: str) -> list[str]:
    """The words of folded text."""
    return WORD.findall(folded)


@cache
def word_concepts(word: str) -> frozenset[str]:
    """What one folded word stands for; empty when it says nothing here."""
    known = vocabulary()
    found = set(known.exact.get(word, ()))
    found.update(concept for prefix, concept in known.prefixes if word.startswith(prefix))
    if not found and "'" in word:
        for part in word.split("'"):
            found |= known.exact.get(part, frozenset())
    return frozenset(found)


@cache
def _correctable() -> dict[str, tuple[str, ...]]:
    """The words that slips are mended to, by first letter: the listed ones, and every long word with a meaning."""
    meaning = {word for word in vocabulary().exact if len(word) >= 7 and word.isalpha()}
    known = sorted(word for word in {*vocabulary().spellings, *meaning} if len(word) >= 4)
    return {letter: tuple(word for word in known if word[0] == letter) for letter in {word[0] for word in known}}


@cache
def corrected(word: str) -> str:
    """The word itself, or the known word it is most likely a slip of (one edit; swapped letters in short words)."""
    if slip := vocabulary().slips.get(word):
        return slip
    if len(word) < 4 or not word.isalpha() or word in vocabulary().stopwords or word_concepts(word):
        return word
    for known in _correctable().get(word[0], ()):
        if abs(len(known) - len(word)) > 1:
            continue
        swapped = len(known) == len(word) and sorted(known) == sorted(word)
        near = len(word) >= 5 and len(known) >= 6
        if (swapped or near) and OSA.distance(word, known, score_cutoff=1) <= 1:
            return known
    return word


@lru_cache(_KEPT)
def repaired(text: str) -> str:
    """The text folded, with slips in known words mended; names are left alone. Positions may move."""

    def mend(found: re.Match[str]) -> str:
        word = found.group()
        named = found.start() > 0 and text[found.start()].isupper() and not text.isupper()
        return word if named else corrected(word)

    return WORD.sub(mend, fold(text))


@lru_cache(_KEPT)
def concepts(folded: str) -> frozenset[str]:
    """The concepts of folded text."""
    said, known = words(folded), vocabulary().phrases
    found = {
        concept for word in set(said) if word in known for pattern, concept in known[word] if pattern.search(folded)
    }
    return frozenset(found.union(*(word_concepts(word) for word in said)))
