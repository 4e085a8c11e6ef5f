"""Where a remote job may be done from, and whether that covers a country."""

import re
from functools import cache, lru_cache
from importlib.resources import files

from tools.jobs.cleaning.gazetteer import countries
from tools.jobs.cleaning.passages import sentences_with
from tools.jobs.cleaning.places import clean_places
from tools.jobs.cleaning.schemas import Openness

_COUNTRY_WORD = r"(?-i:[A-ZÀ-Þ][\w.'’-]+(?: (?:of |and |& )?[A-ZÀ-Þ][\w.'’-]+){0,3}|U\.?S\.?A?\.?|UK)"
_LISTED = (
    rf"(?:the )?{_COUNTRY_WORD}(?:(?:,? (?:or|and|oder|und|ou|et|y|o) (?:the )?|, (?:the )?|/|&|"
    rf" & ){_COUNTRY_WORD}){{0,11}}"
)
_SAYS = re.compile(
    rf"(?:\bremote(?:ly)?\b(?: work(?:ing)?| role| position| job| only| possible|"
    rf" möglich)?,?\s?(?:[(–-]\s?)?(?:(?:from |in |within |across |anywhere in |innerhalb |aus |"
    rf"for candidates in |based in |en |dans |depuis |desde |von |throughout |only in )+(?:ganz )?)|"
    rf"\bremote\s?[(:,–-]+\s?|"
    rf"\b(?:must|need to|have to|should|required to|will need to|candidates must)\b[^.\n]{{0,40}}?\b(?:be )?(?:based|"
    rf"located|living|live|reside|residing|resident)s?\b (?:in|within|anywhere in)\s|"
    rf"\b(?:open|available|limited|restricted|only) (?:only )?(?:to|for|in) (?:candidates|applicants|residents|"
    rf"people|those|anyone|talent|employees)? ?(?:(?:who are |currently )?(?:based|located|living|residing) )?(?:in|"
    rf"from|of|within)?\s?|"
    rf"\b(?:work(?:ing)?|hire|hiring|candidates|applicants|employ) (?:remotely )?(?:from )?(?:anywhere |located |"
    rf"based |residing )?(?:in|within|across)\s|"
    rf"\banywhere (?:in|within|across)\s|\b(?:deine[nm]? |ihre[nm]? )?(?:wohnsitz|arbeitsort) (?:in|innerhalb)\s|"
    rf"\b(?:cualquier (?:lugar|parte) de|n['’]importe où en|ovunque in|qualquer lugar d[aeo])\s|"
    rf"\bwohnhaft in\s|\brésid\w+ en\s|\bresid\w+ en\s)"
    rf"(?:the )?(?P<where>{_LISTED}|worldwide|europaweit|weltweit|anywhere)",
    re.I,
)
_ONLY = re.compile(
    r"(?P<where>(?-i:\bU\.?S\.?(?:A\.?)?|\bUK|\bEU|\bEEA|\bUnited States|\bUnited Kingdom|\bCanada|\bGermany|"
    r"\bEurope|\bIndia|\bEMEA|\bLATAM|\bAPAC|\bNorth America)(?: (?:or|and|/) (?-i:Canada|UK|US|EU))?)[- ](?:only|"
    r"residents only|based only|based candidates only|residents|based candidates|timezones? only)\b",
    re.I,
)
_CUE = (
    "remote", "cualquier", "importe où", "ovunque", "qualquer", "anywhere", "worldwide", "europaweit",
    "weltweit", " only", "based in", "located in", "resid", "live in", "wohnsitz", "wohnhaft", "home office",
    "homeoffice", "open to candidates", "hire in", "candidates in", "innerhalb", "télétravail", "teletrabajo",
)  # fmt: skip
_FROM_ANYWHERE = re.compile(
    r"\bremote\b|home ?office|télétravail|teletrabajo|anywhere|worldwide|\bglobal\b|\bdistributed\b", re.I
)
_TIME_ZONE = re.compile(r"time ?zones?|\b(?:UTC|GMT|CET|CEST|EST|PST|EET|BST)\b|\bhours\b|overlap", re.I)


def find_openness(title: str, location: str, open_to: list[str], text: str, *, remote: bool) -> Openness | None:
    """The areas a remote job is open to: as the board lists them, by its location line, its title, its sentences."""
    for source in open_to:
        areas = areas_in("; ".join(open_to))
        if areas and source.strip():
            return Openness(areas=areas, excerpt=next(s for s in open_to if areas_in(s)))
    if not remote:
        return None
    for line in (location, title):
        areas = _beside_remote(line)
        if areas:
            return Openness(areas=areas, excerpt=line.strip())
    return _in_text(text)


def covers(areas: list[str] | None, country: str) -> bool | None:
    """Whether areas ("EU", "DE", "*" …) hold a country (alpha-2); None when nothing is known of them."""
    if not areas:
        return None
    if "*" in areas:
        return True
    code = country.upper()
    known = [_areas().get(area, frozenset({area.upper()}) if len(area) == 2 else frozenset()) for area in areas]
    if any(code in held for held in known):
        return True
    return False if all(known) else None


def areas_in(words: str) -> list[str]:
    """The areas and countries that words name, in order; empty when they name none."""
    return list(_areas_in(words))


@lru_cache(maxsize=8_192)
def _areas_in(words: str) -> tuple[str, ...]:
    if _TIME_ZONE.search(words) and not re.search(r"\b(?:and|or|based|in)\b", words):
        words = re.sub(r"\([^)]*\)|\b\w+ (?:time ?zones?|hours)\b", " ", words, flags=re.I)
    found: dict[int, str] = {}
    for area, pattern in _area_names():
        for match in pattern.finditer(words):
            found.setdefault(match.start(), area)
    if any(area != "*" for area in found.values()):
        found = {at: area for at, area in found.items() if area != "*"}
    for piece in re.finditer(r"[^,;/|()&\n]+?(?=\s*(?:[,;/|()&\n]|\b(?:or|and|oder|und|ou|et)\b|$))", words):
        name = re.sub(
            r"^\W*(?:the|remote|in|within|from|only|or|and|oder|und|[-–]|\s)+\b|\W+$|\b(?:only|remote|based|"
            r"residents?)\b",
            " ",
            piece[0],
            flags=re.I,
        ).strip(" -–.:")
        code = _country(name) or _country(name.rstrip(".")) or _country(name.removesuffix("s"))
        if code:
            found.setdefault(piece.start(), code)
    return tuple(dict.fromkeys(found[at] for at in sorted(found)))


def _country(name: str) -> str | None:
    if name in ("US", "UK") or len(name) > 3 or name in ("USA", "UAE"):
        return countries(name)
    return None


def _beside_remote(line: str) -> list[str]:
    """Of "Remote - US" or "Berlin or Remote (EU)" what stands with the word remote; else a country by itself."""
    if not line or not (_FROM_ANYWHERE.search(line) or _names_area(line)):
        places = clean_places(line) if line and len(line) < 60 else []
        return [place.country for place in places if place.country and not place.city and not place.region]
    parts = [part for part in re.split(r"\s*[;|]\s*", line) if _FROM_ANYWHERE.search(part) or _names_area(part)]
    if not parts:
        return []
    pieces = [piece for part in parts for piece in re.split(r"\s+or\s+", part)]
    named = [piece for piece in pieces if _FROM_ANYWHERE.search(piece) or not _names_town(piece)]
    if any(_names_town(piece) for piece in named):
        return []
    return list(dict.fromkeys(area for piece in named for area in areas_in(piece)))


def _names_town(piece: str) -> bool:
    return any(place.city or place.region for place in clean_places(piece))


def _in_text(text: str) -> Openness | None:
    for start, end in sentences_with(text, _CUE, most=40):
        sentence = text[start:end]
        match = _ONLY.search(sentence) or _SAYS.search(sentence)
        if match is None or re.search(
            r"\b(?:offices?|customers|clients|teams?|colleagues|employees) (?:in|across|from|based)\b", match[0], re.I
        ):
            continue
        if _TIME_ZONE.search(sentence[match.start() : match.end() + 14]):
            continue
        areas = areas_in(match["where"])
        if areas:
            return Openness(areas=areas, excerpt=sentence)
    return None


@cache
def _areas() -> dict[str, frozenset[str]]:
    return {area: frozenset(held.split()) for area, held, _ in _rows()}


@cache
def _area_names() -> list[tuple[str, re.Pattern[str]]]:
    """What each area is called; EU counts in capitals only, since it is a word of other languages."""
    return [
        (area, re.compile(rf"(?<![\w-])(?:{names})(?![\w-])", 0 if area == "EU" else re.I))
        for area, _, names in _rows()
    ]


def _rows() -> list[list[str]]:
    text = files("tools.jobs.cleaning").joinpath("data", "areas.v1.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:]]


def _names_area(words: str) -> bool:
    return any(pattern.search(words) for _, pattern in _area_names())
