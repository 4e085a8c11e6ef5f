"""Whether two postings can be for the same place of work."""

import re
from collections.abc import Sequence
from typing import Literal

import pycountry
from pydantic import BaseModel, ConfigDict

from tools.jobs.cleaning.openness import covers
from tools.jobs.cleaning.schemas import Place
from tools.jobs.dedup.texts import words

PlaceAgreement = Literal["same", "partly", "unknown", "conflict"]
# Spellings that cleaning leaves as they are.
_NAMES = {"basle": "basel", "lyons": "lyon", "manhattan": "new york", "brussel bruxelles": "brussels",
          "bay area": "san francisco", "sf bay area": "san francisco"}  # fmt: skip
_APOSTROPHE = re.compile(r"['’]s\b")  # King's Lynn, St. John's
_AROUND = re.compile(
    r"^(?:regio|region|raum|grossraum|umkreis|greater|area metropolitana de|provincia di|region of|agglo)\s+|"
    r"\s+(?:(?:bay )?area|metro|metropolitan area|und umgebung|en omgeving|e dintorni|"
    r"y alrededores|et environs|centre|city centre)$"
)
# A country of each part of the world, to see whether two areas have one in common.
_SOME = ("DE", "PL", "GB", "US", "CA", "MX", "BR", "AE", "ZA", "NG", "IN", "SG", "JP", "AU")


class Spot(BaseModel):
    """A place in folded letters and one spelling: city, region and ISO country as far as stated."""

    model_config = ConfigDict(frozen=True)
    city: str | None = None
    region: str | None = None
    country: str | None = None


def spot_of(place: Place) -> Spot:
    """The place in comparable letters."""
    city, country = city_key(place.city) if place.city else _amid(place.excerpt), place.country
    if city and len(city) == 3 and (named := pycountry.countries.get(alpha_3=city.upper())):
        city, country = None, named.alpha_2  # "Pune, IND"
    region = " ".join(words(place.region)) if place.region else None
    return Spot(city=city, region=region, country=country)


def _amid(written: str) -> str | None:
    """The city in the middle of what is named after it: "San Francisco Bay Area"."""
    plain = " ".join(words(written))
    return city if (city := city_key(written)) != plain and _AROUND.search(plain) else None


def city_key(city: str) -> str:
    """One spelling of a cleaned city, without words for what lies around it: "regio eindhoven"."""
    plain = " ".join(words(_APOSTROPHE.sub("s", city))).removesuffix(" city")
    plain = _AROUND.sub("", _NAMES.get(plain, plain)) or plain
    return _NAMES.get(plain, plain)


def compare_places(
    a: Sequence[Spot], b: Sequence[Spot], areas_a: Sequence[str] = (), areas_b: Sequence[str] = ()
) -> PlaceAgreement:
    """ "same": the same cities or areas; "partly": some in common; "unknown": one side names none; "conflict": others.

    `areas_a` and `areas_b` are where remote work may be done from, as in `Openness.areas`.
    """
    cities_a, cities_b = [spot for spot in a if spot.city], [spot for spot in b if spot.city]
    if cities_a and cities_b:
        met_a = [spot for spot in cities_a if any(_one(spot, other) for other in cities_b)]
        met_b = [spot for spot in cities_b if any(_one(spot, other) for other in cities_a)]
        if not met_a:
            return "conflict"
        return "same" if len(met_a) == len(cities_a) and len(met_b) == len(cities_b) else "partly"
    if a and b:
        if not any(_within(first, second) for first in a for second in b):
            return "conflict"
        return "same" if not cities_a and not cities_b else "unknown"
    return _compare_areas(_stated(a, areas_a), _stated(b, areas_b))


def _stated(spots: Sequence[Spot], areas: Sequence[str]) -> frozenset[str]:
    """Countries and areas as stated; empty when nothing is known."""
    return frozenset(spot.country for spot in spots if spot.country) | frozenset(areas)


def _compare_areas(a: frozenset[str], b: frozenset[str]) -> PlaceAgreement:
    if not a or not b:
        return "unknown"
    if a == b:
        return "same"
    return "unknown" if any(_meet(first, second) for first in a for second in b) else "conflict"


def _meet(a: str, b: str) -> bool:
    """Whether two countries or areas have a country in common, as far as some of each continent tell."""
    if a == b:
        return True
    return any(covers([a], country) is not False and covers([b], country) is not False for country in (*_SOME, a, b))


def _one(a: Spot, b: Spot) -> bool:
    return _same_city(a.city or "", b.city or "") and _within(a, b)


def _same_city(a: str, b: str) -> bool:
    """Whether two names are of one city, also where one adds a district: "berlin mitte"."""
    if a.isascii() != b.isascii():  # written in two scripts, they cannot be told apart
        return True
    return a == b or a.startswith(f"{b} ") or b.startswith(f"{a} ")


def _within(a: Spot, b: Spot) -> bool:
    """Whether nothing that both state of country and region is different."""
    if a.country and b.country and a.country != b.country:
        return False
    return not (a.region and b.region) or _same_region(a.region, b.region)


def _same_region(a: str, b: str) -> bool:
    """Whether two regions can be one; a code and a name are not told apart."""
    return a in b or b in a or (len(a) <= 3) != (len(b) <= 3)
