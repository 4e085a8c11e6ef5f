"""Whether a place is one of the places wished for."""

import re
from functools import cache
from typing import Any

import pycountry

from tools.jobs.matching.words import fold

_SPLIT = re.compile(r"\s*[,;/|()•·]\s*|\s+(?:-|–|—|or|oder|ou|o|and|und)\s+")
_NOISE = re.compile(
    r"\b(?:remote|hybrid|onsite|on-site|greater|area|metro(?:politan)?|region|city of|office|headquarters)\b",
    re.IGNORECASE,
)
# 1100 Wien, D-10115 Berlin
_POSTCODE = re.compile(r"(?<![\w-])(?:[A-Z]{1,3}-)?\d{4,6}(?![\w-])")
_NAMES = {
    "munchen": "munich", "koln": "cologne", "wien": "vienna", "zurich": "zurich", "geneve": "geneva",
    "genf": "geneva",
    "nurnberg": "nuremberg", "bruxelles": "brussels", "brussel": "brussels", "milano": "milan", "roma": "rome",
    "lisboa": "lisbon", "sevilla": "seville", "nyc": "new york", "new york city": "new york", "sf": "san francisco",
    "la": "los angeles", "ciudad de mexico": "mexico city", "cdmx": "mexico city",
    "praha": "prague", "warszawa": "warsaw",
    "den haag": "the hague", "kobenhavn": "copenhagen", "deutschland": "de", "alemania": "de", "allemagne": "de",
    "espana": "es", "spanien": "es", "espagne": "es", "francia": "fr", "frankreich": "fr", "schweiz": "ch",
    "suisse": "ch",     "svizzera": "ch", "suiza": "ch", "osterreich": "at", "autriche": "at", "uk": "gb",
    "great britain": "gb",
    "england": "gb",     "usa": "us", "u.s.": "us", "u.s.a.": "us", "united states of america": "us",
    "estados unidos": "us", "etats-unis": "us",
    "mexico": "mx", "brasil": "br", "italia": "it", "italien": "it", "nederland": "nl", "holland": "nl",
    "polska": "pl",
}  # fmt: skip


def place_parts(place: str) -> list[str]:
    """The parts of a written place, most specific first: folded names, countries and US states as their codes."""
    parts = [part.strip(" .") for part in _SPLIT.split(_POSTCODE.sub(" ", _NOISE.sub(" ", place)))]
    return [_known(fold(part)) for part in parts if part and not part.isdigit()]


@cache
def _known(part: str) -> str:
    name = _NAMES.get(part, part)
    return _countries().get(name) or _states().get(name) or name


@cache
def _countries() -> dict[str, str]:
    """Country codes by name; two-letter codes are left alone, since most are US states as well."""
    found: dict[str, str] = {"us": "country:us", "gb": "country:gb"}
    for country in pycountry.countries:
        code = f"country:{country.alpha_2.lower()}"
        for name in (country.name, getattr(country, "common_name", None), country.alpha_3):
            if name:
                found[fold(name)] = code
    for code in set(_NAMES.values()):
        if len(code) == 2:
            found[code] = f"country:{code}"
    return found


@cache
def _states() -> dict[str, str]:
    found: dict[str, str] = {}
    subdivisions: Any = pycountry.subdivisions
    for state in subdivisions.get(country_code="US"):
        code = f"state:{state.code[3:].lower()}"
        found[fold(state.name)] = code
        found.setdefault(state.code[3:].lower(), code)
    found.pop("new york")
    found.pop("washington")
    return found


def nearness(place: str, wish: str) -> float:
    """1 when the place is the wished one or inside it, 0.35 when only country or region agree, else 0."""
    parts, wished = place_parts(place), place_parts(wish)
    if not parts or not wished:
        return 0.0
    if wished[0] in parts:
        return 1.0
    return 0.35 if set(wished[1:]) & set(parts) or parts[0] in wished else 0.0
