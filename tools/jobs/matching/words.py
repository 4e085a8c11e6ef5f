"""Words as matching sees them: folded, weighed by how much they say, and as vectors."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

from tools.embedding import DIMENSIONS, LocalEmbedder, Vectors

_WORD = re.compile(r"[^\W_]+(?:[+#&][+#&\w]*)?")
_GENDER = re.compile(
    r"\((?:[mwfdxhi]\s*[/|,*]\s*)+[mwfdxhi]\)|\(all genders?\)|\(gn\)|\b[mwfhd](?:/[mwfhdx]){1,2}\b|"
    r"(?<=\w)[*:/_]-?(?:in|innen|e|a|euse|rice)\b|\((?:in|e|a)\)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class WordLists:
    """Words by what they say in a title or a requirement, folded; `spelled` are abbreviations of titles."""

    level: frozenset[str]
    role: frozenset[str]
    function: frozenset[str]
    personal: frozenset[str]
    asking: frozenset[str]
    spelled: dict[str, str]


@cache
def word_lists() -> WordLists:
    """The lists of `words.v1.tsv`: one group per row; rows that begin with = spell out an abbreviation."""
    lines = files("tools.jobs.matching").joinpath("words.v1.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = dict(line.split("\t") for line in lines)
    groups = {name: frozenset(words.split()) for name, words in rows.items() if not name.startswith("=")}
    return WordLists(**groups, spelled={name[1:]: text for name, text in rows.items() if name.startswith("=")})


def fold(text: str) -> str:
    """Lower case without accents."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    return "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Folded words of a text."""
    return _WORD.findall(fold(text))


_ENDINGS = re.compile(
    r"(?<=\w{4})(?:ingen|ings?|ations?|aciones|acion|ungen|ung|ements?|ments?|ers?|ies|ied|ed|es|en|er|e|s|y|os|as|os|o|a)$"
)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The word without the endings that its forms differ in (menus, planning, Planung); short words stay."""
    bare = _ENDINGS.sub("", word)
    return bare[:-1] if len(bare) > 4 and bare[-1] == bare[-2] else bare


def title_words(title: str) -> list[str]:
    """Words of a job title with gender marks dropped and abbreviations spelled out."""
    spelled = word_lists().spelled
    plain = words(_GENDER.sub(" ", title))
    return [part for word in plain for part in spelled.get(word, word).split()]


def title_weight(word: str) -> float:
    """How much a word says about the occupation: nothing, the level, a role of any trade, or the trade itself."""
    lists = word_lists()
    if word in lists.function:
        return 0.1
    if word in lists.level:
        return 0.35
    return 0.5 if word in lists.role else 1.0


@lru_cache(maxsize=65_536)
def word_vector(word: str) -> Vectors:
    """The word's unit vector, shape (256,)."""
    vector: Vectors = LocalEmbedder().embed_sync([word])[0]
    return vector


def matrix(tokens: list[str]) -> Vectors:
    """Unit vectors of the words, shape (n, 256)."""
    if not tokens:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    return np.stack([word_vector(token) for token in tokens])
