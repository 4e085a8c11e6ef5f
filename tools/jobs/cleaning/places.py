"""Cities, regions and countries in what a posting writes as its location; what is ambiguous stays open."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tools.jobs.cleaning.gazetteer import (
    Area,
    City,
    cities,
    coded,
    countries,
    foremost,
    is_known_everywhere,
    is_subdivision,
    key,
    regions,
)
from tools.jobs.cleaning.schemas import Place

_SEVERAL = re.compile(r"\s*[;|•·\n/]\s*|\s+(?:or|oder|ou|o|of|and|und|et|y|e|en|&|\+)\s+(?=[A-ZÀ-ÞÄÖÜŁŚŻ])")
_BETWEEN = re.compile(r"\s*[,，、]\s*|\s+[-–—]+\s+|\s*[()\[\]]\s*|:\s+|\s+[-–—](?=\w)|(?<=\w)[-–—]\s+")
_PREFIXED = re.compile(r"^(?P<country>[A-Z]{2,3})[-.](?:(?P<region>[A-Z]{2,3})[-.])?(?P<city>[A-ZÀ-Þ][\w .'’-]*)$")
_POSTCODE = re.compile(
    r"\s+\d{1,2}(?:er|e|ème|eme|\.)?(?: arrondissement| bezirk)?$|^(?:[A-Z]{1,2}-)?\d{4,6}(?:\s?[A-Z]{2})?\s+(?=\D)|"
    r"\s+\d{4,6}(?:-\d{4})?$|"
    r"\s*\b[A-Z]{1,2}\d{1,2}[A-Z]?\s+\d[A-Z]{2}$|\s*\b[A-Z]\d[A-Z] ?\d[A-Z]\d$"
)
_AROUND = re.compile(
    r"^(?:(?:fully |100% )?(?:remote|hybrid|onsite|on-site|in[- ]office|home[- ]?office)\s*(?:[-–,:/(]|\bin\b|\bfrom\b|"
    r"\bwithin\b|\bbased in\b)?\s*|anywhere in\s+|(?:the\s+)(?=us|u\.s|uk|eu\b|united)|greater\s+|"
    r"metro(?:politan)?\s+|großraum\s+|grossraum\s+|raum\s+|region\s+|"
    r"région de\s+|near\s+|nähe\s+|in\s+|city of\s+|based in\s+|located in\s+|downtown\s+|central\s+|area de\s+)+|"
    r"\s*(?:\b(?:metropolitan|metro|greater) area|\bbay area|\barea|\bregion|\bmetro(?:politan)?|\boffices?|"
    r"\bonly|\bresidents?|\bhq|\bheadquarters?|\bcampus|\bhub|\bund umgebung|\bund raum|\bet environs|"
    r"\bcity cent(?:er|re)|\bmitte|"
    r"\bcedex(?: \d+)?|\b\(?(?:remote|hybrid|onsite|on-site|in[- ]office)\)?|\b\d{2}|\bcounty)+$",
    re.I,
)
_CODED = re.compile(r"^(?P<name>[A-ZÀ-Þ][\w .'’-]{2,30}) (?P<code>[A-Z]{2,3})$")
_NOWHERE = re.compile(
    r"^(?:|fully remote|remote|home[- ]based|hybrid|hybride|híbrido|onsite|on-site|on site|in[- ]office|office|"
    r"home ?office|"
    r"homeoffice|"
    r"anywhere|worldwide|global(?:ly)?|international|multiple(?: locations?| cities)?|various(?: locations?)?|"
    r"several locations|flexible|nationwide|bundesweit|deutschlandweit|verschiedene standorte|mehrere standorte|"
    r"plusieurs lieux|varias ubicaciones|distributed|telecommute|virtual|work from home|wfh|n/?a|tbd|\d+ locations?|"
    r"emea|apac|latam|eu|europe|europa|european union|americas?|north america|south america|latin america|asia|"
    r"asia pacific|africa|middle east|mena|dach|nordics|benelux|anz|oceania|cee|iberia|uki|other|location|"
    r"télétravail|teletrabajo|remoto|en remoto|remota|presencial|full[- ]?time|part[- ]?time|"
    r"[a-z]{2,4} ?\(?utc.*|utc.*|gmt.*|(?:[cepm][sd]?t|bst|cest|eet|ist|aest)(?: time ?zones?)?|\d[\d ]*)$",
    re.I,
)
_SHAPE = re.compile(
    r"^[A-ZÀ-ÞÄÖÜŁŚŻ0-9][\w .'’&-]{1,48}$|^[a-zà-þ'][\w '’-]* [A-ZÀ-Þ][\w '’-]{1,40}$|^[^\x00-\x7f]{2,12}$"
)
_LONGEST, _MOST_PARTS = 2_000, 24
# Pairs of a country's and a state's code that an unknown town before them does not decide.
_OPEN_CODES = frozenset({"CA", "DE", "IN", "ID", "AR", "CO", "IL"})
_CITY_STATES = frozenset({"SG", "HK", "MO", "MC", "GI"})
# Cities whose names are words; in a title they count only with their region.
_EVERYDAY = (
    "mobile spring best gap mason sandy wayne golden mentor logan orange independence reading split bath "
    "essen marl hamm cham allen gary delta clark lima enterprise commerce surprise industry orange aurora "
    "phoenix columbia victoria lens tours pau nice mesa peoria lincoln normal hull rugby crewe waterloo split "
    "bergen regina salem concord temple liberty nelson sion bend addison oss ede wil visp best lancaster "
    "brandon florence canvas kent warren troy mons agen hof rye corona davis folsom palm newton franklin "
    "georgetown paris-berlin bar"
)
_WORDS = frozenset(_EVERYDAY.split())


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece between commas: where it stands and what it may name."""

    text: str
    start: int
    end: int
    cities: tuple[City, ...]
    areas: tuple[Area, ...]
    code: bool


def clean_places(location: str | None) -> list[Place]:
    """The places a location names, each once, in order; empty for "Remote", "Multiple Locations" and the like."""
    return list(_places(location.strip()[:_LONGEST])) if location else []


@lru_cache(maxsize=16_384)
def only_place(text: str) -> bool:
    """Whether a part of a title is a place and nothing else; everyday words ("Mobile") only with their region."""
    words = text.strip(" ,.")
    if not words or len(words) > 70 or words.islower() or key(words) in _WORDS:
        return False
    pieces = [piece for piece in _BETWEEN.split(words) if piece]
    if all(_NOWHERE.match(piece) for piece in pieces):
        return False
    found = [part for chunk, start in _chunks(words) for part in _parts(chunk, start)]
    if not found:
        return False
    known = [bool(part.cities or (part.areas and not part.code) or (part.code and len(found) > 1)) for part in found]
    if not known[0] and len(found) > 1 and found[0].text[:1].isupper() and len(found[0].text.split()) <= 3:
        # "Finance, HR" is no town in Croatia: an unknown town needs a comma and a region, or a country's whole name.
        held = any(not part.code or any(region for _, region in part.areas) for part in found[1:])
        return len(pieces) > 1 and held and all(known[1:])
    return all(known)


@lru_cache(maxsize=16_384)
def _places(location: str) -> tuple[Place, ...]:
    found: dict[tuple[str | None, ...], Place] = {}
    for chunk, start in _chunks(location):
        for place in _resolved(_parts(chunk, start), location):
            found.setdefault((place.city, place.region, place.country, None if _says(place) else place.excerpt), place)
    return tuple(_without_repeats(list(found.values())))


def _says(place: Place) -> bool:
    return bool(place.city or place.region or place.country)


def _without_repeats(places: list[Place]) -> list[Place]:
    """ "Berlin; Berlin, Germany" is one place, and "Germany" says nothing beside it, but "USA" beside Berlin does."""
    full = [place for place in places if place.city]
    kept = []
    for place in places:
        vaguer = any(
            other is not place
            and (place.city is None or (place.city == other.city and place.region in (None, other.region)))
            and (place.city is not None or place.region in (None, other.region))
            and place.country in (None, other.country)
            and _rank(other) > _rank(place)
            for other in full
        )
        if not (vaguer and (place.city is not None)):
            kept.append(place)
    return kept


def _rank(place: Place) -> int:
    return sum(value is not None for value in (place.city, place.region, place.country))


def _chunks(location: str) -> Iterator[tuple[str, int]]:
    """What stands between semicolons, bars, slashes and "or", with its offset; names with such signs stay whole."""
    if _names(location.strip()):
        yield location, 0
        return
    position = 0
    ends = [match.span() for match in _SEVERAL.finditer(location)]
    for stop, following in [*ends, (len(location), len(location))]:
        if location[position:stop].strip():
            yield location[position:stop], position
        position = following


def _names(text: str) -> bool:
    return bool(cities(text) or countries(text) or regions(text))


def _parts(chunk: str, offset: int) -> list[_Part]:
    prefixed = _PREFIXED.match(chunk.strip())
    if prefixed and not cities(chunk):
        lead = len(chunk) - len(chunk.lstrip())
        spans = [prefixed.span(name) for name in ("country", "region", "city") if prefixed[name]]
        spans = [(start + lead, end + lead) for start, end in spans]
    elif _names(chunk):
        spans = [(0, len(chunk))]
    else:
        spans = _spans(chunk)
    pieces = [piece for start, end in spans for piece in _apart(*_trimmed(chunk, start, end))]
    kept = [(text, start) for text, start in pieces if not _NOWHERE.match(text)]
    texts = [text for text, _ in kept]
    return [_part(text, start + offset, texts[index + 1 :]) for index, (text, start) in enumerate(kept)]


def _spans(chunk: str) -> list[tuple[int, int]]:
    spans, position = [], 0
    for match in _BETWEEN.finditer(chunk):
        spans.append((position, match.start()))
        position = match.end()
    return [span for span in [*spans, (position, len(chunk))] if chunk[span[0] : span[1]].strip()][:_MOST_PARTS]


def _apart(text: str, start: int) -> list[tuple[str, int]]:
    """ "Sydney NSW" as a city and a code; anything else whole."""
    match = _CODED.match(text)
    if match and not _names(text) and coded(match["code"], frozenset({"AU", "CA"})):
        return [(match["name"], start), (match["code"], start + match.start("code"))]
    return [(text, start)]


def _trimmed(chunk: str, start: int, end: int) -> tuple[str, int]:
    """The piece without postcode and words around a place, and where it then begins."""
    text = chunk[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip(" .")
    if _names(text):
        return text, start
    for pattern in (_POSTCODE, _AROUND, _POSTCODE):
        while (match := pattern.search(text)) and match[0]:
            if _names(text):
                break
            if match.start() == 0:
                start += match.end()
                text = text[match.end() :]
            elif match.end() == len(text):
                text = text[: match.start()]
            else:
                break
    return text.strip(" .,"), start + len(text) - len(text.lstrip(" .,"))


def _part(text: str, start: int, after: list[str]) -> _Part:
    code = bool(re.fullmatch(r"[A-Z]{2,3}", text)) and key(text) not in ("usa", "uae", "us", "uk", "nyc", "bgc", "hcmc")
    within = frozenset(c for later in after for c in (countries(later), later if len(later) == 2 else None) if c)
    areas: list[Area] = []
    if code:
        areas += coded(text, within)
    country = countries(text) if not code or len(text) == 3 else None
    areas += [(country, None)] if country else []
    areas += regions(text) if not code or len(text) == 3 else ()
    found = cities(text) if not (code and text not in ("LA", "SF")) or not areas else ()
    if text in ("LA", "SF"):
        found, areas, code = (cities(text), [], False) if not after else (found, areas, code)
    return _Part(text, start, start + len(text), found, tuple(dict.fromkeys(areas)), code and bool(areas))


def _resolved(parts: list[_Part], location: str) -> list[Place]:
    """Read from the general to the specific, which is from the right unless the country stands first."""
    if len(parts) > 1 and _is_area_first(parts):
        parts = parts[::-1]
    found: list[Place] = []
    context: tuple[Area, ...] = ()
    low, high, emitted = 0, 0, False
    for index in range(len(parts) - 1, -1, -1):
        part, left = parts[index], parts[index - 1] if index else None
        if part.areas and _contains(part, left, context):
            joined = _joined(context, part.areas) if context and not emitted else ()
            if context and not emitted and not joined:
                found.insert(0, _place(None, context, location[low:high]))
            context = joined or part.areas
            low, high = (min(low, part.start), max(high, part.end)) if joined else (part.start, part.end)
            context, emitted = _decided(part, left, context), False
            continue
        place = _city(part, left, context, emitted, found)
        if place is not None:
            span = (part.start, part.end) if not context else (min(part.start, low), max(part.end, high))
            found.insert(0, place.model_copy(update={"excerpt": _closed(location, *span)}))
            emitted = bool(context)
    if context and not emitted:
        found.insert(0, _place(None, context, location[low:high]))
    return found


def _is_area_first(parts: list[_Part]) -> bool:
    first, last = parts[0], parts[-1]
    named = bool(first.areas) and not first.cities
    return named and (not last.areas or bool(last.cities)) and _whole_country(first, parts)


def _whole_country(first: _Part, parts: list[_Part]) -> bool:
    return any(region is None for _, region in first.areas) or (len(parts) == 2 and bool(parts[1].cities))


def _contains(part: _Part, left: _Part | None, context: tuple[Area, ...]) -> bool:
    """Whether a part is what holds the place rather than the place ("New York" in "Albany, New York")."""
    if not part.cities:
        return True
    if left is None:
        return not _is_city_alone(part, context)
    inside = any(
        (city.country, city.region) in part.areas or (city.country, None) in part.areas for city in left.cities
    )
    unknown = not left.cities and not left.areas
    return inside or (unknown and not context and not _is_city_alone(part, context))


def _is_city_alone(part: _Part, context: tuple[Area, ...]) -> bool:
    if context:
        return any(_within(city, context) for city in part.cities)
    if any(country in _CITY_STATES for country, region in part.areas if region is None):
        return True
    if any(region is None for _, region in part.areas):
        return False
    return any((city.country, city.region) in part.areas for city in part.cities) and key(part.text) != "quebec"


def _joined(context: tuple[Area, ...], areas: tuple[Area, ...]) -> tuple[Area, ...]:
    """The regions among `areas` that lie in what the parts to the right may be."""
    found = [area for area in areas if area[1] and (area[0], None) in context]
    same = [area for area in areas if area in context]
    wider = [held for held in context if (held[0], None) in areas and held[1]]
    return tuple(dict.fromkeys(found or same or wider))


def _decided(part: _Part, left: _Part | None, context: tuple[Area, ...]) -> tuple[Area, ...]:
    """Which of several readings the part to the left leaves: "CA" after Toronto, after ON, after San Diego."""
    if provinces := _provinces(part, left, context):
        return provinces
    if len(context) < 2:
        return context
    if left is not None and left.areas and not left.cities:
        narrowed = tuple(held for held in context if _joined((held,), left.areas))
        return narrowed or context
    if left is not None and left.cities:
        fitting = tuple(held for held in context if any(_within(city, (held,)) for city in left.cities))
        if fitting or not part.code or part.text in _OPEN_CODES:
            return fitting or context
    if part.code and left is not None and part.text not in _OPEN_CODES:
        return tuple(held for held in context if held[1] is not None) or context
    return context


def _provinces(part: _Part, left: _Part | None, context: tuple[Area, ...]) -> tuple[Area, ...]:
    """ "Milano (MI)": the city's own country has a province of that code, and nothing else fits."""
    if left is None or not part.code or any(_within(city, context) for city in left.cities):
        return ()
    homes = {city.country: city.region for city in left.cities}
    return tuple((country, region) for country, region in homes.items() if is_subdivision(country, part.text))


def _within(city: City, context: tuple[Area, ...]) -> bool:
    return any(city.country == country and region in (None, city.region) for country, region in context)


def _city(
    part: _Part, left: _Part | None, context: tuple[Area, ...], emitted: bool, found: list[Place]
) -> Place | None:
    if not part.cities:
        # Left of a city that has its place already, an unknown name is a district or a street.
        beside = emitted or (not context and bool(found)) or (left is not None and bool(left.cities))
        shaped = _SHAPE.match(part.text) and not re.fullmatch(r"[A-Z]{1,3}", part.text)
        return None if beside or not shaped else _place(part.text, context, part.text)
    if found and any(city.name == found[0].city for city in part.cities):
        return None
    fitting = tuple(city for city in part.cities if _within(city, context))
    if not fitting and context and not emitted:
        return _place(_own_name(part), context, part.text)
    if not fitting and emitted and not is_known_everywhere(part.text, part.cities):
        return None  # Greenwich beside London is a part of it, Paris beside Berlin is not
    return _bare(part, fitting or part.cities)


def _own_name(part: _Part) -> str:
    return next(iter({city.name for city in part.cities}), part.text) if len(part.cities) == 1 else part.text


def _bare(part: _Part, candidates: tuple[City, ...]) -> Place:
    """A city by its name alone, as far as all that bear it agree."""
    certain = foremost(part.text, candidates)
    if certain is not None:
        return Place(city=certain.name, region=certain.region, country=certain.country, excerpt=part.text)
    holders = {city.country for city in candidates}
    return Place(city=candidates[0].name, country=holders.pop() if len(holders) == 1 else None, excerpt=part.text)


def _closed(location: str, start: int, end: int) -> str:
    """The words between, with the bracket that closes one opened in them."""
    excerpt = location[start:end]
    opened = excerpt.count("(") > excerpt.count(")") and location[end : end + 1] == ")"
    return location[start : end + 1] if opened else excerpt


def _place(city: str | None, context: tuple[Area, ...], excerpt: str) -> Place:
    holders, held = {country for country, _ in context}, {region for _, region in context}
    country = holders.pop() if len(holders) == 1 else None
    return Place(city=city, region=held.pop() if country and len(held) == 1 else None, country=country, excerpt=excerpt)
