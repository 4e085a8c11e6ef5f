"""Whether two postings can be for the same place of work."""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from tools.jobs.cleaning.schemas import Place
from tools.jobs.dedup.texts import fold, words

PlaceAgreement = Literal["same", "partly", "unknown", "conflict"]
# Cities that are written in more than one language, by the name that stands for them here.
_NAMES = {
    "munich": "munchen", "muenchen": "munchen", "monaco di baviera": "munchen", "cologne": "koln", "koeln": "koln",
    "vienna": "wien", "vienne": "wien", "zuerich": "zurich", "zurigo": "zurich", "geneve": "geneva", "genf": "geneva",
    "ginevra": "geneva", "nuremberg": "nurnberg", "nuernberg": "nurnberg", "dusseldorf": "dusseldorf",
    "duesseldorf": "dusseldorf", "hanover": "hannover", "frankfurt": "frankfurt am main",
    "frankfurt main": "frankfurt am main",
    "frankfurt/main": "frankfurt am main", "frankfurt a m": "frankfurt am main", "brussel": "brussels",
    "bruxelles": "brussels",
    "brussel bruxelles": "brussels", "den haag": "the hague", "s gravenhage": "the hague", "antwerpen": "antwerp",
    "anvers": "antwerp",
    "gent": "ghent", "gand": "ghent", "lisboa": "lisbon", "lissabon": "lisbon", "milano": "milan",
    "mailand": "milan", "roma": "rome",
    "rom": "rome", "torino": "turin", "firenze": "florence", "napoli": "naples", "venezia": "venice", "genova": "genoa",
    "praha": "prague", "prag": "prague", "warszawa": "warsaw", "warschau": "warsaw", "krakow": "krakow",
    "cracow": "krakow",
    "krakau": "krakow", "kobenhavn": "copenhagen", "kopenhagen": "copenhagen", "bucuresti": "bucharest",
    "bukarest": "bucharest",
    "goteborg": "gothenburg", "beograd": "belgrade", "athina": "athens", "sevilla": "seville", "bale": "basel",
    "basle": "basel",
    "berne": "bern", "lucerne": "luzern", "new york city": "new york", "nyc": "new york", "manhattan": "new york",
    "sf": "san francisco", "saigon": "ho chi minh city", "bengaluru": "bangalore", "bombay": "mumbai",
    "gurugram": "gurgaon",
    "moskva": "moscow", "kyiv": "kiev", "strassburg": "strasbourg", "brunswick": "braunschweig", "lyons": "lyon",
    "la coruna": "a coruna", "saragossa": "zaragoza", "ciudad de mexico": "mexico city", "cdmx": "mexico city",
    "wroclaw": "wroclaw",
    "breslau": "wroclaw", "danzig": "gdansk", "washington dc": "washington", "washington d c": "washington",
    "st louis": "saint louis",
    "st paul": "saint paul", "greater london": "london",
}  # fmt: skip


_ONE_LANGUAGE = frozenset({"US", "AU", "GB", "BR", "MX", "IN"})


class Spot(BaseModel):
    """A place in folded letters and one spelling: city, region and ISO country as far as stated."""

    model_config = ConfigDict(frozen=True)
    city: str | None = None
    region: str | None = None
    country: str | None = None


def spot_of(place: Place) -> Spot:
    """The place in comparable letters."""
    city = city_key(place.city) if place.city else None
    region = " ".join(words(place.region)) if place.region else None
    return Spot(city=city, region=region, country=place.country)


def city_key(city: str) -> str:
    """One spelling of a city: "München" and "Munich" are one."""
    plain = " ".join(words(city)).removesuffix(" city") if fold(city) not in _NAMES else fold(city)
    return _NAMES.get(plain, plain)


def compare_places(a: Sequence[Spot], b: Sequence[Spot]) -> PlaceAgreement:
    """ "same": the same cities; "partly": some in common; "unknown": one side names none; "conflict": others."""
    cities_a, cities_b = [spot for spot in a if spot.city], [spot for spot in b if spot.city]
    if cities_a and cities_b:
        met_a = [spot for spot in cities_a if any(_one(spot, other) for other in cities_b)]
        met_b = [spot for spot in cities_b if any(_one(spot, other) for other in cities_a)]
        if not met_a:
            return "conflict"
        return "same" if len(met_a) == len(cities_a) and len(met_b) == len(cities_b) else "partly"
    if a and b and not any(_within(first, second) for first in a for second in b):
        return "conflict"
    if a and b and not cities_a and not cities_b:
        return "same"
    return "unknown"


def _one(a: Spot, b: Spot) -> bool:
    return _same_city(a.city or "", b.city or "") and _within(a, b)


def _same_city(a: str, b: str) -> bool:
    """Whether two names are of one city, also where one adds a district: "berlin mitte"."""
    return a == b or a.startswith(f"{b} ") or b.startswith(f"{a} ")


def _within(a: Spot, b: Spot) -> bool:
    """Whether nothing that both state of country and region is different."""
    if a.country and b.country and a.country != b.country:
        return False
    return not (a.region and b.region) or _same_region(a.region, b.region, a.country or b.country)


def _same_region(a: str, b: str, country: str | None) -> bool:
    """Whether two regions can be one: codes are told apart, names only where states are written in one language."""
    if a in b or b in a or (len(a) <= 3) != (len(b) <= 3):
        return True
    return len(a) > 3 and country not in _ONE_LANGUAGE
