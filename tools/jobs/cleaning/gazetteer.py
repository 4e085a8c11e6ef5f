"""The names of places: cities of our own list, regions and countries, each with what else it may be."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import pycountry

_MARK = re.compile(r"\s*\((?!Oder|Saale)[^)]*\)$")
_LETTERS = str.maketrans({"ß": "ss", "ł": "l", "ø": "o", "æ": "ae", "đ": "d", "ı": "i", "’": "'"})
# Countries whose regions are written as English names or as codes behind a city, without the country.
_WITH_CODES = ("US", "CA", "AU", "IN")
# Of cities that share a name, those that are meant when nothing else is said.
_FOREMOST = {
    "london": "GB", "paris": "FR", "dublin": "IE", "vienna": "AT", "manchester": "GB", "vancouver": "CA",
    "sydney": "AU", "melbourne": "AU", "perth": "AU", "brisbane": "AU", "athens": "GR", "warsaw": "PL",
    "bergen": "NO", "florence": "IT", "venice": "IT", "hanover": "DE", "aberdeen": "GB", "san jose": "US",
    "guadalajara": "MX", "monaco": "MC", "cordoba": "AR", "brest": "FR", "lima": "PE", "delhi": "IN",
    "wellington": "NZ", "st petersburg": "", "santa clara": "US", "boston": "US", "new york": "US",
    "nyc": "US", "san francisco": "US", "seattle": "US", "austin": "US", "chicago": "US", "denver": "US",
    "los angeles": "US", "atlanta": "US", "miami": "US", "dallas": "US", "houston": "US", "montgomery": "US",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class City:
    """One city: its English name, the region where it is known, and the ISO 3166 alpha-2 code of its country."""

    name: str
    region: str | None
    country: str


# A country, or a region of one.
Area = tuple[str, str | None]


@lru_cache(maxsize=32_768)
def key(name: str) -> str:
    """How a name is looked up: no case, accents, punctuation or doubled blanks."""
    lowered = name.lower().translate(_LETTERS)
    if not lowered.isascii():
        decomposed = unicodedata.normalize("NFD", lowered)
        lowered = unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))
    return re.sub(r"[^\w]+", " ", lowered.replace(".", "")).strip()


def cities(name: str) -> tuple[City, ...]:
    """The cities of that name, none when the list has none."""
    return _cities().get(key(name), ())


def foremost(name: str, found: tuple[City, ...]) -> City | None:
    """The city meant by a bare name: the only one, or the one everybody means."""
    if len(found) == 1:
        return found[0]
    country = _FOREMOST.get(key(name))
    return next((city for city in found if city.country == country), None) if country else None


def is_known_everywhere(name: str, found: tuple[City, ...]) -> bool:
    """Whether a bare name means that city even beside another country's; small towns of the US do not."""
    return key(name) in _FOREMOST or all(city.country != "US" for city in found)


def countries(name: str) -> str | None:
    """The code of the country of that name in English or in its neighbours' languages, or of its three letters."""
    return _countries().get(key(name))


def regions(name: str) -> tuple[Area, ...]:
    """The regions of that name, by any of their names; codes are looked up by `coded`."""
    return _regions().get(key(name), ())


def coded(code: str, within: frozenset[str] = frozenset()) -> tuple[Area, ...]:
    """What two or three capitals may stand for: a country, a state of the US, Canada or Australia, or a region of one
    of the countries `within`."""
    found: list[Area] = []
    if pycountry.countries.get(alpha_2=code) is not None:
        found.append((code, None))
    for country in ("US", *sorted(within)):
        if name := _region_codes().get((country, code)):
            found.append((country, name))
    if not found or within & {"CA", "AU"}:
        found += [(c, n) for c in ("CA", "AU") if (n := _region_codes().get((c, code)))]
    return tuple(dict.fromkeys(found))


def is_subdivision(country: str, code: str) -> bool:
    """Whether a country has a region or province of that ISO 3166-2 code: ("IT", "MI")."""
    subdivisions: Any = pycountry.subdivisions
    return subdivisions.get(code=f"{country}-{code}") is not None


@cache
def _cities() -> dict[str, tuple[City, ...]]:
    found: defaultdict[str, list[City]] = defaultdict(list)
    for country, region, listed in _rows("cities.v1.tsv"):
        for written in listed.split("|"):
            names = written.split("=")
            city = City(_MARK.sub("", names[0]), region or None, country)
            for name in dict.fromkeys(key(_MARK.sub("", name)) for name in names):
                found[name].append(city)
    return {name: tuple(listed) for name, listed in found.items()}


@cache
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for country in pycountry.countries:
        names = [country.name, getattr(country, "common_name", None), getattr(country, "official_name", None)]
        for name in (*names, country.alpha_3):
            if name:
                found[key(name)] = country.alpha_2
    for code, listed in _rows("countries.v1.tsv"):
        for name in listed.split("|"):
            found[key(name)] = code
    for name in ("can", "per", "and", "are", "mar", "est", "pan", "cub", "nor", "man", "ind", "fin", "pol", "lux"):
        found.pop(name, None)  # codes of three letters that are words
    return found | {"ind": "IN"}


@cache
def _region_codes() -> dict[tuple[str, str], str]:
    found = {(country, code): _MARK.sub("", name) for country, code, name, _ in _rows("regions.v1.tsv")}
    for subdivision in pycountry.subdivisions:
        if subdivision.country_code in _WITH_CODES:
            country, _, code = subdivision.code.partition("-")
            found.setdefault((country, code), _plain(subdivision.name))
    return found


def _plain(name: str) -> str:
    """The name without the macrons of a transliteration, which nobody writes."""
    return unicodedata.normalize("NFC", re.sub("[\u0304\u0331\u0323]", "", unicodedata.normalize("NFD", name)))


@cache
def _regions() -> dict[str, tuple[Area, ...]]:
    found: defaultdict[str, list[Area]] = defaultdict(list)
    for (country, _), name in _region_codes().items():
        found[key(name)].append((country, name))
    for country, _, name, listed in _rows("regions.v1.tsv"):
        for other in filter(None, listed.split("|")):
            found[key(_MARK.sub("", other))].append((country, _MARK.sub("", name)))
    for country, region, _ in _rows("cities.v1.tsv"):
        if region:
            found[key(region)].append((country, region))
    return {name: tuple(dict.fromkeys(areas)) for name, areas in found.items()}


def _rows(name: str) -> list[list[str]]:
    lines = files("tools.jobs.cleaning").joinpath("data", name).read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines]
