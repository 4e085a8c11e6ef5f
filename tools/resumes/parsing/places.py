"""Which words name a place: a city with its state or country, a remote mark, a postal address."""

import re
from functools import cache

from tools.resumes.parsing.vocabulary import REMOTE
from tools.resumes.parsing.wordlists import alternatives, word_list

_WORD = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.-]*"
_SMALL = "de|del|la|le|les|am|an|der|im|do|da|of|upon|sur|ob|bei|en|bij|aan|den|op|los|las|auf|under|sous"
_CITY = rf"{_WORD}(?:[ -](?:{_WORD}|{_SMALL})){{0,4}}"
_STREET = re.compile(
    r"(?i:stra(?:ß|ss)e|str\.|\bweg\b|\bplatz\b|allee|gasse|\brue\b|avenue|\bave\b|boulevard|\bcalle\b|\bc/|\bavda\b|\bstreet\b|"
    r"\bst\.|\broad\b|\brd\b|\bdrive\b|\blane\b|straat|laan|\brua\b|\bparade\b|\bcourt\b|\bcrescent\b|\bterrace\b|"
    r"\bclose\b|\bsquare\b|\bquay\b|\bplaza\b|\bpaseo\b|\bplace\b|\bimpasse\b|\bchemin\b|\bquai\b|\bavenida\b|\bav\.|"
    r"praça|travessa|gracht|\bplein\b|chaussee|ufer\b|damm\b|ring\b|steig\b)"
)


@cache
def _place() -> re.Pattern[str]:
    """City with state or country, a remote mark, a country, postal code with city, city with a region in brackets."""
    countries = alternatives("countries")
    tail = (
        rf"(?:(?:{alternatives('states')})(?![\w])(?:\s+[A-Z]?\d[\dA-Z -]{{2,7}})?"
        rf"|(?i:{alternatives('regions', 'countries')})(?![\w]))"
    )
    return re.compile(
        rf"{_CITY},\s*{tail}(?:,\s*(?i:{countries}))?"
        rf"|(?i:{REMOTE})(?:\s*[(,/–-]\s*[^()]{{2,30}}\)?)?(?=$|\W*$)"
        rf"|\(?(?i:{countries})\)?(?=\W*$)"
        rf"|(?:[A-Z]{{1,2}}-)?\d{{4,5}}(?:\s?[A-Z]{{2}})?\s+{_CITY}(?:,\s*(?i:{countries}))?"
        rf"|(?:\d{{4}}-\d{{3}}|\d{{5}}-\d{{3}}|\d{{2}}-\d{{3}})\s+{_CITY}(?:,\s*(?i:{countries}))?"
        rf"|{_CITY}\s+(?:{alternatives('states')})\s+\d{{4,5}}|{_CITY}\s+(?:NSW|VIC|QLD|TAS|ACT)"
        rf"|{_CITY},?\s+[A-Z]{{1,2}}\d[A-Z\d]?\s\d[A-Z]{{2}}(?:,\s*(?i:{countries}))?"
        rf"|{_CITY}\s*\((?i:{alternatives('regions', 'countries')}|{REMOTE}|\d{{2}}|[A-Z]{{2}})\)"
    )


def is_place(text: str) -> bool:
    """Whether the whole text names a place."""
    bare = text.strip().strip("()[]").strip(" ,;")
    if not bare or len(bare) > 60:
        return False
    if bare.casefold() in word_list("cities") or _place().fullmatch(bare):
        return True
    parts = [part.strip().casefold() for part in re.split(r"[,/&]| und | and ", bare)]
    return len(parts) > 1 and all(
        part in word_list("cities") or _place().fullmatch(part.title()) for part in parts if part
    )


def is_address(text: str) -> bool:
    """Whether the text holds a street with a number or a postal code with a city."""
    return is_street(text) or (_place().search(text) is not None and re.search(r"\b\d{4,5}\b", text) is not None)


def is_street(text: str) -> bool:
    """Whether the text holds a street with a number."""
    return _STREET.search(text) is not None and re.search(r"\d", text) is not None


def looks_like_city(text: str) -> bool:
    """Whether the text could be a city's bare name: one to three capitalised words, no digits."""
    return re.fullmatch(_CITY, text.strip()) is not None and len(text.split()) <= 3 and len(text) <= 26


def trailing_place(text: str) -> int | None:
    """Where a place at the end of the text begins, its separator included, or None."""
    for match in re.finditer(r",\s+|\s+[(–—|-]\s*|\s*\(|\s+in\s+", text):
        rest = text[match.end() :].rstrip(" )")
        if is_place(rest) and (match.group().strip() != "," or not _splits_legal(text, match)):
            return match.start()
    return None


def _splits_legal(text: str, match: re.Match[str]) -> bool:
    return re.match(r"(?i)(?:inc|llc|ltd|co)\b", text[match.end() :]) is not None
