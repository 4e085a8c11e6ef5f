"""Number words of six languages as values: "twenty-five", "fünfundzwanzig", "quatre-vingt-dix", "a dozen"."""

from collections.abc import Mapping
from functools import lru_cache

from tools.tailoring.grounding.tables import load

_LINKS = {"en": " ", "fr": " ", "es": " y ", "pt": " e "}
HUNDREDS = {"hundred", "hundert", "cent", "cents", "honderd"}
THOUSANDS = {"thousand", "tausend", "mille", "mil", "duizend"}
MAX_WORDS = 5


@lru_cache(maxsize=8)
def number_words(language: str, kind: str = "cardinals") -> Mapping[str, float]:
    """Phrase in lower case, hyphens as spaces -> value, for 0 and 2 to 99 and the usual collective words; or ordinals.

    One is left out: in most of these languages it is also the article.
    """
    tables = load("numerals.yaml")
    if kind == "ordinals":
        rows = enumerate(tables["ordinals"][language].split(" / "), 2)
        return {word: float(value) for value, words in rows for word in words.split()}
    units = tables["units"][language].split()
    table: dict[str, float] = {word.replace("-", " "): value for value, word in enumerate(units) if value != 1}
    for index, ten in enumerate(tables["tens"][language].split()):
        base = 20 + 10 * index
        table[ten.replace("-", " ")] = base
        for unit in range(1, 20 if language == "fr" and ten in {"soixante", "quatre-vingt"} else 10):
            table.setdefault(_compound(language, ten, units[unit]).replace("-", " "), base + unit)
    table.update(tables["collective"][language])
    return table


def _compound(language: str, ten: str, unit: str) -> str:
    if language == "de":
        return ("ein" if unit == "eins" else unit) + "und" + ten
    if language == "nl":
        return unit + ("ën" if unit.endswith("e") else "en") + ten
    joined = ten + _LINKS[language] + unit
    return joined if language != "fr" or unit != "un" else f"{ten} et un"
