"""One spelling for what a reader sees: invisible characters removed, look-alike letters mapped to Latin."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_HARMLESS = {"\u00ad", "\ufeff"}
_LOOKALIKE = str.maketrans(
    "аеорсухіѕјһԁѵԛԝАВЕКМНОРСТУХІЅЈԌ" + "αονρυικτχεΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxisjhdvqwABEKMHOPCTYXISJG" + "aovpuiktxeABEZHIKMNOPTYX",
)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_DASHES = re.compile("[\u2010\u2011\u2012\u2212\ufe63\uff0d]")
_ORPHAN = re.compile(r"(?<![^\W\d_])[\u0300-\u036f]+")
_WORD = re.compile(r"\w+")
_FOREIGN = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


class Clean(NamedTuple):
    """Normalised text, and whether something in it was hidden or disguised."""

    text: str
    disguised: bool


@lru_cache(maxsize=4096)
def clean(text: str) -> Clean:
    """Normalise `text` (NFKC, invisible characters out, look-alikes to Latin, one kind of quote, dash and space)."""
    if text.isascii() and text.isprintable():
        return Clean(re.sub(r"\s+", " ", text.replace("`", "'")).strip(), False)
    visible = "".join(c for c in text if not _invisible(c))
    disguised = any(_invisible(c) and c not in _HARMLESS for c in text)
    folded = unicodedata.normalize("NFKC", visible).translate(_QUOTES)
    folded = _ORPHAN.sub("", folded)
    folded = _DASHES.sub("-", re.sub(r"\s+", " ", folded)).strip()
    latin_text = bool(_LATIN.search(folded))
    plain = _WORD.sub(lambda m: _unmask(m.group(), latin_text), folded)
    return Clean(plain, disguised or plain != folded)


def _invisible(char: str) -> bool:
    category = unicodedata.category(char)
    return (
        category in {"Cf", "Co", "Cn", "Cs"}
        or (category == "Cc" and char not in "\t\n\r\f\v")
        or char in "\u3164\u115f\u1160\u2800"
    )


def _unmask(word: str, latin_text: bool) -> str:
    if not _FOREIGN.search(word):
        return word
    mapped = word.translate(_LOOKALIKE)
    mixed = bool(_LATIN.search(word))
    wholly_alike = latin_text and not _FOREIGN.search(mapped) and len(word) > 1
    return mapped if mixed or wholly_alike else word
