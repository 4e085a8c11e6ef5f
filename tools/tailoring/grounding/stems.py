"""Light stems, so that inflected and derived forms of one word meet."""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

import snowballstemmer

from tools.yaml_text import parse_yaml

_NAMES = {"en": "english", "fr": "french", "es": "spanish", "nl": "dutch", "pt": "portuguese"}
_SEPARABLE = (
    "zusammen|zurück|weiter|heraus|voran|unter|durch|auf|aus|ein|ab|an|bei|fest|her|hin"
    "|mit|nach|um|vor|weg|über|zu|teil"
)
_GERMAN_PARTICIPLE = re.compile(rf"^({_SEPARABLE})?(?:ge|zu)(?=.{{2,}}(?:t|te|ten|ter|tes|tem|en|ene|enen)$)")
_GERMAN_ENDINGS = re.compile(
    r"(?:ierungen|ierung|ierender|ierend|ierende[nrs]?|ierte[nrsm]?|iert|ieren|iere|ungen|ungs|ung|innen|ende[nrsm]?|end|"
    r"ete[nrsm]?|et|test|te[nrsm]?|enen|ene|en|em|es|st|e|n|s|t)$"
)
_DUTCH_PARTICIPLE = re.compile(
    r"^(op|uit|aan|af|in|mee|na|om|over|toe|voor|bij|terug|samen)?ge(?=.{2,}(?:d|de|t|te|en)$)"
)
_DUTCH_ENDINGS = re.compile(r"(?:ingen|ing|enden|end|den|ten|de|te|en|es|s|d|t|e)$")
_DENTAL = re.compile(r"[td]+$")


@lru_cache(maxsize=8)
def _stemmer(language: str) -> "snowballstemmer.basestemmer.BaseStemmer":
    return snowballstemmer.stemmer(_NAMES[language])


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The stem of a lower-case word in one of six languages, without accents."""
    word = _irregular(language).get(word, word)
    if language == "de":
        root = _cut(_GERMAN_PARTICIPLE.sub(r"\1", word), _GERMAN_ENDINGS, 3)
        return bare(re.sub(r"([^aeiouäöüy])e([lr])$", r"\1\2", _cut(root, _DENTAL, 3)))
    if language == "nl":
        root = _cut(_cut(_DUTCH_PARTICIPLE.sub(r"\1", word), _DUTCH_ENDINGS, 3), _DENTAL, 3)
        root = re.sub(r"([aeou])\1(?=[^aeiou]+$)", r"\1", root)
        root = re.sub(r"([^aeiou])\1$", r"\1", root)
        return re.sub(r"f$", "v", re.sub(r"s$", "z", root))
    return bare(_stemmer(language).stemWord(word))


@lru_cache(maxsize=8)
def _irregular(language: str) -> dict[str, str]:
    """Form -> base form, also with the usual prefixes of English ("rewrote", "outsold")."""
    text = (files(__package__) / "data" / "irregular.yaml").read_text(encoding="utf-8")
    forms = {form: base.rstrip("_") for base, listed in parse_yaml(text)[language].items() for form in listed}
    if language in {"fr", "es", "pt"}:
        forms |= {form + ending: base for form, base in forms.items() for ending in ("s", "e", "es")} | forms
    if language == "en":
        forms |= {
            prefix + form: prefix + base for prefix in ("re", "over", "out", "under") for form, base in forms.items()
        }
    return forms


def _cut(word: str, endings: re.Pattern[str], least: int) -> str:
    match = endings.search(word, least)
    return word[: match.start()] if match else word


@lru_cache(maxsize=50_000)
def bare(word: str) -> str:
    """The word without accents and umlauts, ß as ss."""
    decomposed = unicodedata.normalize("NFD", word.replace("ß", "ss"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))
