"""Answers that depend on a place: a work permit, sponsorship, moving. What place each holds for, and where else. Pure.

A place is a country's code, with the city where one is known: "CH", "Bern, CH". An answer to a question that names its
place is found by the question's own words; one to a question that names none holds for the place of the job it was
given for.
"""

import re

from tools.jobs.cleaning.places import clean_places
from tools.jobs.matching.words import fold
from tools.jobs.searching.countries import country_code

PLACED = frozenset({"work_authorization", "sponsorship", "permit", "relocation"})
# For these it is the town that counts, for the others the country and its law.
_FINE = frozenset({"relocation"})
_PLACE = re.compile(
    r"\b(?:in|to|within|nach|aux?|en|dans|negli|nella|a)\s+((?:the |der |die |den |la |le |les |los |gli )?"
    r"[A-ZÄÖÜÉ][\w.'’-]+(?:[ -][A-ZÄÖÜÉ][\w.'’-]+)*)"
)
# Codes and peoples by which labour law is called; "us" in small letters is who asks.
_CODES = frozenset({"US", "USA", "UK", "EU", "EEA", "EWR", "UE", "CH", "UAE", "EFTA"})
_PEOPLES = {
    "american": "US", "british": "GB", "swiss": "CH", "german": "DE", "french": "FR", "italian": "IT", "spanish": "ES",
    "austrian": "AT", "dutch": "NL", "irish": "IE", "canadian": "CA", "australian": "AU", "european": "EU",
    r"schweizer\w*": "CH", r"deutsche\w*": "DE", r"osterreichisch\w*": "AT", r"franzosisch\w*": "FR",
    r"europaisch\w*": "EU", "suisse": "CH", r"francais\w*": "FR", r"europeen\w*": "EU", r"svizzer\w": "CH",
}  # fmt: skip
_PEOPLE = tuple((re.compile(pattern), code) for pattern, code in _PEOPLES.items())
_SAME = {"UK": "GB", "USA": "US", "UE": "EU", "EWR": "EEA", "UAE": "AE"}
_NO_COUNTRY = frozenset({"work", "visa", "this", "your", "need", "will", "have"})


def place_in(question: str) -> str | None:
    """The place that a question names: behind "in" and the like, or a country anywhere, however it is written."""
    found = _PLACE.search(question)
    return found[1] if found is not None else next((one for one in _runs(question) if _country(one, question)), None)


def country_in(words: str) -> str | None:
    """The code of the one country that words name; None where they name none, or several."""
    found = {code for one in _runs(words) if (code := _country(one, words)) is not None}
    return next(iter(found)) if len(found) == 1 else None


def _runs(text: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+(?:\.[^\W\d_])*", text)
    return [" ".join(words[at : at + count]) for count in (3, 2, 1) for at in range(len(words) - count + 1)]


def _country(words: str, whole: str) -> str | None:
    """By a name of four letters or more, the name of its people, or a code that is written as one, and not shouted."""
    plain = fold(words)
    people = next((code for pattern, code in _PEOPLE if pattern.fullmatch(plain)), None)
    if people is not None:
        return people
    code = words.replace(".", "")
    if code in _CODES and not (whole.isupper() and len(whole.split()) > 2):
        return _SAME.get(code, code)
    return country_code(words) if len(words) > 3 and words.casefold() not in _NO_COUNTRY else None


def job_place(location: str | None) -> str | None:
    """The one place of a job; None where it is not stated, in no certain country, or in several."""
    places = clean_places(location)
    countries, cities = {one.country for one in places}, {one.city for one in places}
    if len(countries) != 1 or None in countries:
        return None
    (country,), city = countries, next(iter(cities)) if len(cities) == 1 else None
    return f"{city}, {country}" if city else country


def scope_of(key: str, place: str | None) -> str:
    """What of a place an answer to this question hangs on: the town or the country; "" without one."""
    if place is None:
        return ""
    return place if key in _FINE else place.rpartition(", ")[2]


def holds_at(key: str, kept: str | None, asked: str | None) -> bool:
    """Whether an answer for one place holds at another; never where either is not known."""
    return kept is not None and asked is not None and scope_of(key, kept) == scope_of(key, asked)
