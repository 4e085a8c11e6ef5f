"""Figures in one notation: "900k", "900,000", "900.000" and "900 000" are one, and so are "9,80" and "9.8"."""

import re
from itertools import combinations

# Thousands set apart by a point, comma, apostrophe or space; a date or a number of a house is none.
_THOUSANDS = re.compile(r"(?<![\w.,:/-])(?<!\d )([1-9]\d{0,2})((?:[.,'’ \u202f\u2009]\d{3})+)(?!\w|[.,:/-]?\d)")
_RANGE_THOUSANDS = re.compile(r"(?<=[-–])([1-9]\d{0,2})((?:[.,'’]\d{3})+)(?!\w|[.,:/]?\d)")
# "62-70k": what stands before the dash is in thousands too.
_K = re.compile(r"(?<![\w.,])(?:(\d{1,3}(?:[.,]\d)?)(\s?[-–]\s?[$€£]?))?(\d{1,3}(?:[.,]\d{1,2})?)\s?[kK]\b(?!\))")
_DECIMAL = re.compile(r"(?<![\w.,:/])(\d{1,3})[.,](\d{1,2})(?!\w|[.,:]\d)")
_CLOCK = re.compile(r"(?<![\w.,:/])0?(\d{1,2})(?::|h(?=\d))(\d{2})(?!\w|[.,:]\d)")
_PER_CENT = re.compile(r"(?<=\d)\s?(?:per ?cent|prozent|pour ?cent|por ciento|procent|per ?cento)\b", re.I)
# "52k", "11pm", "35h": the figure alone is compared.
_UNIT = re.compile(r"^(\d+)(?:k|pm|am|p|a|h|u|m|x|e|th|st|nd|rd|gb|kg)$")
_PENSION = "401"  # "401k" is no amount
_YEARS = ("202", "203")
# Numbers in words, as far as the word means nothing else.
_NUMBER_WORDS = (
    "2 two zwei deux dos due twee dois", "3 three drei trois tres tre drie", "4 four vier quatre cuatro quattro quatro",
    "5 five funf cinq cinco cinque vijf", "6 six sechs seis zes", "7 seven sieben siete sette zeven sete",
    "8 eight huit ocho otto oito acht", "9 nine neun nueve nove negen", "10 ten zehn dix diez dieci tien dez",
    "11 eleven elf onze undici", "12 twelve zwolf douze doce dodici twaalf",
    "13 thirteen dreizehn treize trece dertien",
    "14 fourteen vierzehn quatorze catorce veertien", "15 fifteen funfzehn quinze quince vijftien",
    "16 sixteen sechzehn seize zestien", "17 seventeen siebzehn zeventien", "18 eighteen achtzehn achttien",
    "19 nineteen neunzehn negentien", "20 twenty zwanzig vingt veinte venti twintig",
    "30 thirty dreissig trente treinta",
    "40 forty vierzig quarante cuarenta veertig", "50 fifty funfzig cinquante cincuenta vijftig",
    "60 sixty sechzig soixante sesenta zestig", "70 seventy siebzig zeventig", "80 eighty achtzig tachtig",
    "90 ninety neunzig negentig",
)  # fmt: skip
_NUMBERS = {word: listed.split()[0] for listed in _NUMBER_WORDS for word in listed.split()[1:]}
_WEIGHTS = {1: 0.4, 2: 1.0, 3: 1.5}
_DECIMALS = {0: 0.0, 1: 0.6, 2: 1.2}
_FIGURED = re.compile(r"(?<!\S)\d\S*")
_KEPT, _RARE, _AMOUNTS = 5, 2.75, 3
_LONG, _ROUND, _YEAR = 2.0, 1.0, 0.5
_LONG_FIGURE = 4  # figures


def in_one_notation(text: str) -> str:
    """A text with its figures in one notation, decimals with a point and without closing zeros."""
    if not any(map(str.isdigit, text)):
        return text
    text = _PER_CENT.sub("%", text)
    text = _THOUSANDS.sub(_joined, text)
    text = _RANGE_THOUSANDS.sub(_joined, text)
    text = _K.sub(_in_full, text)
    text = _CLOCK.sub(_hours, text)
    return _DECIMAL.sub(_decimal, text)


def _joined(match: re.Match[str]) -> str:
    return match[1] + re.sub(r"\D", "", match[2])


def _in_full(match: re.Match[str]) -> str:
    first, dash, last = match[1], match[2], match[3]
    if last == _PENSION:
        return match[0]
    begins = f"{_thousands(first)}{dash}" if first else ""
    return f"{begins}{_thousands(last)}"


def _thousands(figure: str) -> int:
    return round(float(figure.replace(",", ".")) * 1000)


def _hours(match: re.Match[str]) -> str:
    return match[1] if match[2] == "00" else f"{match[1]} {match[2]}"


def _decimal(match: re.Match[str]) -> str:
    whole, part = match[1].lstrip("0") or "0", match[2].rstrip("0")
    return f"{whole}.{part}" if part else whole


def figured(found: list[str]) -> list[str]:
    """The folded words of a sentence with numbers in figures: rewritten copies change between "eighteen" and "18"."""
    figures = [_NUMBERS.get(word, word) for word in found]
    for at in [at for at, word in enumerate(found[:-1]) if word == "dix" and found[at + 1] in ("sept", "huit", "neuf")]:
        figures[at : at + 2] = ["1" + figures[at + 1], ""]  # dix-huit is 18
    return [word for word in figures if word] if "" in figures else figures


def number_word(word: str) -> str:
    """A folded word in figures where it is a number, else as it stands."""
    return _NUMBERS.get(word, word)


def is_figure(word: str) -> bool:
    """Whether a word of a folded text is a figure, whole or decimal."""
    return word.replace(".", "", 1).isdigit()


def bare(word: str) -> str:
    """A folded word without the unit that is written together with a figure."""
    if not word[0].isdigit():
        return word
    unit = _UNIT.match(word)
    figure = unit[1] if unit else word
    return figure.lstrip("0") if figure.isdigit() else figure


def figures_of(text: str) -> frozenset[str]:
    """All figures of a folded text without their units."""
    return frozenset(filter(is_figure, map(bare, _FIGURED.findall(text))))


def telling_pairs(text: str) -> list[tuple[str, str]]:
    """Pairs of the few figures of a folded text that tell most: two texts that share one are likely of one opening."""
    found = sorted(figures_of(text), key=lambda figure: (-telling(figure), figure[::-1]))[:_KEPT]
    pairs = combinations(sorted(found), 2)
    return [(first, second) for first, second in pairs if telling(first) + telling(second) >= _RARE]


def amounts(text: str) -> list[str]:
    """The figures of a folded text that are likely its pay, at most three."""
    found = (figure for figure in figures_of(text) if len(figure) >= _LONG_FIGURE and telling(figure) > _ROUND)
    return sorted(found, key=lambda figure: (-telling(figure), figure[::-1]))[:_AMOUNTS]


def telling(figure: str) -> float:
    """How much a figure tells that two texts share: every text counts to five somewhere, and names this year."""
    if len(figure) == _LONG_FIGURE and figure.startswith(_YEARS):
        return _YEAR
    told = len(figure.replace(".", "").strip("0"))
    if "." in figure:
        return _DECIMALS.get(told, _LONG)
    if len(figure) < _LONG_FIGURE:
        return _WEIGHTS[len(figure)]
    return max(_ROUND, _LONG if told > 2 else _ROUND + 0.25 * told)
