"""Amounts of money as people write them: numbers, currencies, thousands and periods in six languages."""

import re
from dataclasses import dataclass

from tools.jobs.parsing.guarded import folded, guarded, holds, words_of_all
from tools.jobs.schemas import SalaryPeriod

_SYMBOLS = {
    "us$": "USD", "ca$": "CAD", "c$": "CAD", "cad$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD",
    "s$": "SGD", "sg$": "SGD", "hk$": "HKD", "r$": "BRL", "mx$": "MXN", "€": "EUR", "£": "GBP", "₹": "INR",
    "rs": "INR", "rs.": "INR", "¥": "JPY", "₺": "TRY", "₩": "KRW", "₪": "ILS", "₴": "UAH", "₦": "NGN",
    "₱": "PHP", "฿": "THB", "zł": "PLN", "zl": "PLN", "kč": "CZK", "fr.": "CHF", "sfr.": "CHF", "sfr": "CHF",
    "元": "CNY", "rmb": "CNY", "人民币": "CNY", "円": "JPY", "euro": "EUR", "euros": "EUR", "pounds": "GBP",
    "pounds sterling": "GBP", "franken": "CHF", "us dollars": "USD",
}  # fmt: skip
_CODES = (
    "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "SGD", "HKD", "INR", "JPY", "CNY", "SEK", "NOK", "DKK",
    "PLN", "CZK", "HUF", "RON", "BGN", "BRL", "MXN", "ZAR", "ILS", "TRY", "AED", "SAR", "QAR", "KRW", "THB",
    "MYR", "IDR", "PHP", "VND", "UAH", "NGN", "KES", "EGP", "PKR", "COP", "CLP", "PEN", "ARS", "TWD", "ISK",
)  # fmt: skip
# Read by the language or country around them.
_DOLLARS = frozenset({"$", "dollars", "dollar"})
_CROWNS = frozenset({"kr", "kr.", "kronor", "kroner"})

_NUMBER = r"\d{1,3}(?:[.,'’ ]\d{3})+(?:[.,]\d{1,2})?(?![\d])|\d+(?:[.,]\d{1,2})?"
_BEFORE = r"(?:US|CA|CAD|C|AU|A|NZ|SG|S|HK|R|MX)\$|[$€£¥₹₺₩₪₴₦₱฿]|S?Fr\.|Rs\.?|RMB|" + "|".join(_CODES)
_AFTER = (
    _BEFORE + r"|euros?\b|dollars?\b|pounds(?: sterling)?\b|us dollars\b|franken\b|kr\.?(?!\w)|kronor|kroner|zł|zl\b|"
    r"Kč|元|人民币|円"
)
_FACTOR = (
    r"k(?![a-z])|tsd\.?|t(?=\s?€)|thousand|tausend|mille\b|mil\b(?! millones)|lakhs?|lacs?|lpa|"
    r"l(?=\s*(?:pa\b|p\.a))|万|千"
)
_PERIOD_WORDS: list[tuple[SalaryPeriod, str]] = [
    (
        "hour",
        r"(?:per|an|each|a|/|pro|je|par|por|per|all[’']|à l[’']|de l[’']|la)\s*\.?(?:hours?|hr|h|std\.?|stunde|heure|"
        r"hora|uur|ora)\b"
        r"|hourly|stündlich|stundenlohn|stundensatz|taux horaire|\bp\.?h\.?(?=[\s,;)]|$)|en taux horaire|时薪|"
        r"/\s*h(?:r|"
        r"our)?\b",
    ),
    (
        "day",
        r"(?:per|a|/|pro|je|par|por|al|p\.)\s*(?:days?|tag|jour|día|dia|dag|giorno|diem)\b|daily rate|day rate|"
        r"\bp/?d\b|tagessatz|\btjm\b|日薪",
    ),
    (
        "week",
        r"(?:per|a|/|pro|par|por|p\.)\s*(?:weeks?|wk|woche|semaine|semana|week|settimana)\b|weekly (?:pay|salary|"
        r"rate|"
        r"wage)",
    ),
    (
        "month",
        r"(?:per|a|/|pro|im|par|por|al|p\.)\s*(?:months?|mo|monat|mois|mes|mês|maand|mese)\b|monthly|monatlich\w*|"
        r"mensuel\w*|mensual\w*"
        r"|mensile|mensili|mensal\w*|\bp\.?m\.?(?=[\s,;)]|$)|monatsgehalt|bruttomonats\w+|月薪|/月|每月",
    ),
    (
        "year",
        r"(?:per|a|/|pro|im|par|por|al|p\.)\s*(?:years?|yr|y|jahr|an|année|año|ano|jaar|anno|annum)\b|annual\w*|"
        r"annum|"
        r"yearly|jährlich\w*"
        r"|jahres\w*|annuel\w*|anual\w*|annu[ae]\b|\bp\.?a\.?(?=[\s,;.)]|$)|\bote\b|\blpa\b|\bral\b|\bctc\b|年薪|/年",
    ),
]
_PERIODS = [(period, guarded(pattern, re.I)) for period, pattern in _PERIOD_WORDS]

AMOUNT = rf"(?:(?P<pre>{_BEFORE})\s?)?(?P<num>{_NUMBER})(?:\s?(?P<factor>{_FACTOR}))?(?:\s?(?P<post>{_AFTER}))?"
# Amounts of another order: funding, revenue, valuations.
HUGE = re.compile(
    r"^\s?(?:m\b|mm\b|mn\b|bn?\b|mio\b|mrd\b|mill?ion|mill?iard|billion|trillion|million|millones|"
    r"\+?\s?users|%)",
    re.I,
)


@dataclass(frozen=True)
class Amount:
    """One number with what stands beside it; `currency` is the written mark, lower case."""

    value: float
    currency: str | None
    scaled: bool


def read_amount(pre: str | None, number: str, factor: str | None, post: str | None) -> Amount:
    """The value of a written amount, thousands applied."""
    return Amount(_number(number) * _scale(factor), (pre or post or "").lower().strip() or None, factor is not None)


def _number(written: str) -> float:
    digits = re.sub(r"[ '’]", "", written)
    grouped = re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})+)(?:[.,](\d{1,2}))?", digits)
    if grouped:
        whole = re.sub(r"[.,]", "", grouped[1])
        return float(f"{whole}.{grouped[2] or 0}")
    return float(digits.replace(",", "."))


def _scale(factor: str | None) -> float:
    if not factor:
        return 1
    word = factor.lower().rstrip(".")
    if word in ("lakh", "lakhs", "lac", "lacs", "lpa", "l"):
        return 100_000
    return 10_000 if word == "万" else 1000


def currency_code(mark: str | None, around: str, place: str) -> str | None:
    """ISO 4217 code of a written mark; a bare dollar or crown is read by the words around it, then by the place.

    A bare dollar with no other hint is the US dollar.
    """
    if mark is None:
        return None
    if mark.upper() in _CODES:
        return mark.upper()
    if mark in _DOLLARS:
        return _nearest(around, ("CAD", "AUD", "NZD", "SGD", "HKD", "USD")) or _dollar_of(place) or "USD"
    if mark in _CROWNS:
        return _nearest(around, ("SEK", "NOK", "DKK", "CZK")) or _crown_of(place)
    return _SYMBOLS.get(mark)


def _nearest(around: str, codes: tuple[str, ...]) -> str | None:
    found = re.search(rf"\b({'|'.join(codes)})\b", around)
    return found[1] if found else None


_DOLLAR_PLACES = [
    ("CAD", r"\b(?:canada|toronto|vancouver|montr[eé]al|ottawa|calgary|ontario|qu[eé]bec|alberta|british columbia)\b"),
    ("AUD", r"\b(?:australia|sydney|melbourne|brisbane|perth|adelaide|canberra|nsw|vic)\b"),
    ("NZD", r"\b(?:new zealand|auckland|wellington)\b"),
    ("SGD", r"\bsingapore\b"),
    ("HKD", r"\bhong kong\b"),
]
_CROWN_PLACES = [
    ("SEK", r"\b(?:sweden|sverige|stockholm|göteborg|gothenburg|malmö)\b"),
    ("NOK", r"\b(?:norway|norge|oslo|bergen|trondheim)\b"),
    ("DKK", r"\b(?:denmark|danmark|copenhagen|københavn|aarhus)\b"),
]


def _dollar_of(place: str) -> str | None:
    return next((code for code, pattern in _DOLLAR_PLACES if re.search(pattern, place, re.I)), None)


def _crown_of(place: str) -> str | None:
    return next((code for code, pattern in _CROWN_PLACES if re.search(pattern, place, re.I)), None)


# "36 uur per week", "five days a week": how much is worked, not how it is paid.
_WORKED = re.compile(
    r"\b(?:hours?|hrs?|h|stunden|std\.?|heures?|horas?|uur|uren|u|ore|days?|tage?|jours?|d[ií]as?|dagen|giorni)\s*"
    r"(?:per|a|an|each|every|/|pro|die|in der|par|por|a la|alla|p\.)\s*"
    r"(?:weeks?|wk|woche|semaine|semana|settimana|days?|tag|jour|d[ií]a|dag|giorno|months?|monat|mois|mes|maand|mese)\b",
    re.I,
)


def period_in(text: str) -> SalaryPeriod | None:
    """The first pay period a text names."""
    words = words_of_all(*(pattern for _, pattern in _PERIODS))
    if words is not None and not holds(words, folded(text)):
        return None
    text = _WORKED.sub(" ", text)
    found = [(match.start(), period) for period, pattern in _PERIODS if (match := pattern.search(text))]
    return min(found)[1] if found else None
