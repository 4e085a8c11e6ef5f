"""Number words of six languages as values: "twenty-five", "fünfundzwanzig", "quatre-vingt-dix", "a dozen"."""

from collections.abc import Mapping
from functools import lru_cache

_UNITS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve",
    "nl": "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien",
    "pt": "zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante soixante-dix quatre-vingt quatre-vingt-dix",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
}
_EXTRA: Mapping[str, Mapping[str, float]] = {
    "en": {"dozen": 12, "a dozen": 12, "half a dozen": 6, "a couple of": 2, "a pair of": 2, "hundred": 100, "a hundred": 100, "nil": 0},
    "de": {"dutzend": 12, "ein dutzend": 12, "hundert": 100, "einhundert": 100, "zweier": 2, "dreier": 3, "zwo": 2, "dreissig": 30, "zweien": 2},
    "fr": {"une dizaine": 10, "une douzaine": 12, "douzaine": 12, "une quinzaine": 15, "une vingtaine": 20, "une trentaine": 30,
           "une cinquantaine": 50, "une centaine": 100, "cent": 100, "cents": 100, "quatre vingts": 80},
    "es": {"una docena": 12, "docena": 12, "una decena": 10, "cien": 100, "ciento": 100, "un centenar": 100, "veintiún": 21, "veintiuno": 21,
           "veintidós": 22, "veintitrés": 23, "veinticuatro": 24, "veinticinco": 25, "veintiséis": 26, "veintisiete": 27, "veintiocho": 28,
           "veintinueve": 29, "doscientos": 200, "trescientos": 300, "cuatrocientos": 400, "quinientos": 500},
    "nl": {"dozijn": 12, "een dozijn": 12, "tiental": 10, "een tiental": 10, "honderd": 100, "twaalftal": 12},
    "pt": {"uma dúzia": 12, "dúzia": 12, "meia dúzia": 6, "uma dezena": 10, "cem": 100, "cento": 100, "duas": 2, "duzentos": 200, "trezentos": 300,
           "dezasseis": 16, "dezassete": 17, "dezanove": 19, "catorze": 14, "quatorze": 14, "quinhentos": 500},
}  # fmt: skip
_LINKS = {"en": " ", "fr": " ", "es": " y ", "pt": " e "}
HUNDREDS = {"hundred", "hundert", "cent", "cents", "honderd"}
THOUSANDS = {"thousand", "tausend", "mille", "mil", "duizend"}
MAX_WORDS = 5


@lru_cache(maxsize=8)
def number_words(language: str) -> Mapping[str, float]:
    """Phrase in lower case, hyphens as spaces -> value, for 0 and 2 to 99 and the usual collective words.

    One is left out: in most of these languages it is also the article.
    """
    units = _UNITS[language].split()
    table: dict[str, float] = {word.replace("-", " "): value for value, word in enumerate(units) if value != 1}
    for index, ten in enumerate(_TENS[language].split()):
        base = 20 + 10 * index
        table[ten.replace("-", " ")] = base
        for unit in range(1, 20 if language == "fr" and ten in {"soixante", "quatre-vingt"} else 10):
            table.setdefault(_compound(language, ten, units[unit]).replace("-", " "), base + unit)
    table.update(_EXTRA[language])
    return table


def _compound(language: str, ten: str, unit: str) -> str:
    if language == "de":
        return ("ein" if unit == "eins" else unit) + "und" + ten
    if language == "nl":
        return unit + ("ën" if unit.endswith("e") else "en") + ten
    joined = ten + _LINKS[language] + unit
    return joined if language != "fr" or unit != "un" else f"{ten} et un"
