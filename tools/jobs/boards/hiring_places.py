"""Places and ways of working in a short line: "NYC or Remote (US)", "Hybrid, Berlin", "REMOTE (EMEA)", "Onsite"."""

import re
from dataclasses import dataclass, field
from functools import cache

import pycountry

from tools.jobs.parsing.occupations import looks_like_title
from tools.jobs.parsing.workplace import is_place
from tools.jobs.schemas import RemoteKind

_WAYS: tuple[tuple[RemoteKind, str], ...] = (
    ("hybrid", r"hybrid|partially remote|partial remote|up to \d+ ?% remote"),
    ("onsite", r"on[- ]?site|in[- ]office|in[- ]person|(?:no|not) remote|local(?: only)?"),
    ("remote", r"remote(?:ly)?|wfh|work from home|work from anywhere|anywhere|distributed|télétravail"),
)
_ORDER: tuple[RemoteKind, ...] = ("remote", "hybrid", "onsite")
_WAY = re.compile(rf"\b(?:{'|'.join(pattern for _, pattern in _WAYS)})\b", re.I)
# "3 days in office", "1-2x/week in office": some of the week is hybrid.
_SOME_DAYS = re.compile(
    r"\b[1-4](?:\s?[-–]\s?[1-4])?\s?(?:x|days?)?\s?(?:/|per |a |in |at )\s?(?:the )?(?:week|office)"
    r"(?: (?:in|at)(?: the| our)? office)?",
    re.I,
)
EMPLOYMENT = re.compile(
    r"\b(?:full[- ]?time|part[- ]?time|contract(?:or)?s?|freelance(?:rs?)?|permanent|perm|intern(?:ship)?s?|co-?op|"
    r"temporary|vollzeit|teilzeit|festanstellung|cdi|cdd|w2|1099|c2c|b2b)\b",
    re.I,
)
VISA = re.compile(
    r"\b(?:visas?|sponsor\w*|relocation|relo|work (?:authori[sz]ation|permit)|h-?1-?b|clearance|citizens?(?:hip)?)\b",
    re.I,
)
_FILL = re.compile(
    r"\b(?:fully|full|completely|mostly|mainly|only|first|friendly|ok|okay|possible|preferred|optional|options?|"
    r"available|considered|welcome|based|in|within|from|the|across|at|or|and|also|position|role|work(?:ing)?|team|teams|"
    r"company|culture|location|locations|any|allowed|required|encouraged|we are|some|mix|of|office|hq|offices|"
    r"headquarters|for|but|if|to|start|week|days?|per|a|x|ideally|overlap\w*|hours?|hrs?|with|strong|preference|eligible|"
    r"residents?|candidates|yes|sorry|no)\b|[\d%]+",
    re.I,
)
_ONLY = re.compile(r"(?:\s*[-–]?\s*\b(?:only|based|residents?|citizens?|preferred|ok)\b)+\s*$", re.I)
_REGIONS = re.compile(
    r"u\.?s\.?a?\.?|u\.?k\.?|e\.?u\.?|europe|emea|apac|latam|americas?|asia|africa|oceania|world-?wide|world|"
    r"global(?:ly)?|international|anywhere|dach|nordics?|scandinavia|benelux|mena|conus|anz|eea|gcc|balkans|cee|"
    r"(?:north|south|latin|central) america|(?:eastern|western|central) europe|south-?east asia|great britain|"
    r"united (?:states|kingdom)|middle east|european union|the netherlands|south korea|taiwan|vietnam|turkey|russia|"
    r"czech republic|uae|(?:east|west) coast|ontario|alberta|british columbia|quebec",
    re.I,
)
_CITIES = re.compile(
    r"sf|nyc|la|dc|(?:(?:sf|san francisco) )?bay area|silicon valley|new york|research triangle|soma", re.I
)
_ZONE = re.compile(
    r"\b[A-Z]{2,4}[- ]time ?zones?|\b(?:UTC|GMT|CES?T|EES?T|[EPCM][SD]?T|WES?T|IST|AES?T|BST)\b"
    r"(?:\s*(?:\+/-|±|[+-])\s*\d+(?:\s*h(?:ours?|rs?)?)?)?|[+±]\s*\d+\s*h(?:ours?)?|time ?zones?",
    re.I,
)
_CODE = re.compile(r"[A-Z][A-Za-z]|D\.C\.")
# The name of a town that no list has: "Freiburg", "Redwood City", "ATX".
_NAMED = re.compile(r"[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){0,2}")
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]?")


@dataclass(slots=True)
class Places:
    """Where the work is, and in which ways it is done."""

    locations: list[str] = field(default_factory=list)
    open_to: list[str] = field(default_factory=list)
    ways: list[RemoteKind] = field(default_factory=list)

    @property
    def found(self) -> bool:
        """Whether the line said anything about where."""
        return bool(self.locations or self.open_to or self.ways)

    @property
    def remote(self) -> RemoteKind | None:
        """One word for all ways: remote where it is among them, else hybrid, else on site."""
        return next((kind for kind in _ORDER if kind in self.ways), None)


def read_places(*parts: str) -> Places:
    """Places and ways of the parts of a line; nothing for a part without a way that names anything but places."""
    found = Places()
    for part in parts:
        one = _part(part)
        found.locations += one.locations
        found.open_to += one.open_to
        found.ways += one.ways
    if found.remote == "remote" and len(parts) > 1:
        # "Remote | US": a country beside the word is where the remote job is open to.
        moved = [place for place in found.locations if is_region(place)]
        found.open_to += moved
        found.locations = [place for place in found.locations if place not in moved]
    for name in ("locations", "open_to", "ways"):
        setattr(found, name, list(dict.fromkeys(getattr(found, name))))
    return found


def is_where(part: str) -> bool:
    """Whether a part says how the work is done, perhaps where, and nothing else."""
    names = [name for piece in _pieces(EMPLOYMENT.sub(" ", part)) for name in _names(piece)]
    return bool(ways_in(part)) and all(_is_known(name) for name in names)


def ways_in(words: str) -> list[RemoteKind]:
    """The ways of working that some words name."""
    found = [kind for kind, pattern in _WAYS if re.search(rf"\b(?:{pattern})\b", words, re.I)]
    if "remote" in found and re.search(r"\b(?:no|not|partially|partial|up to \d+ ?%) remote\b", words, re.I):
        found.remove("remote")
    return [*found, "hybrid"] if _SOME_DAYS.search(words) and "hybrid" not in found else found


def _part(part: str) -> Places:
    """One part, taken apart at "or", "/", "&", ";". Names that no list has count beside a place that one has."""
    found, ways = Places(), ways_in(part)
    part = VISA.sub(" ", EMPLOYMENT.sub(" ", _SOME_DAYS.sub(" ", part)))
    entries: list[tuple[str, bool]] = []
    remote_before = False
    for piece in _pieces(part):
        here = ways_in(piece)
        places = [
            (place, _opens(place, piece, "remote" in here, remote_before and not here)) for place in _names(piece)
        ]
        entries += places
        remote_before = "remote" in here or (remote_before and not here)
    known = [_is_known(place) for place, _ in entries]
    if not all(known):
        towns = any(is_it and not is_region(place) for (place, _), is_it in zip(entries, known, strict=True))
        strange = [place for (place, _), is_it in zip(entries, known, strict=True) if not is_it]
        named = all(_NAMED.fullmatch(place) and not looks_like_title(place) for place in strange)
        if not ways and not (towns and named):
            return Places()
        if not (towns and named):
            entries = [entry for entry, is_it in zip(entries, known, strict=True) if is_it]
    found.ways = ways
    found.open_to = [place for place, opens in entries if opens]
    found.locations = [place for place, opens in entries if not opens]
    return found


def _opens(place: str, piece: str, remote: bool, after_remote: bool) -> bool:
    """Whether a place says to whom a remote job is open, rather than where the office is."""
    inside = any(place in words for words in _BRACKETS.findall(piece))
    return (remote and (is_region(place) or inside)) or (after_remote and is_region(place))


def _pieces(part: str) -> list[str]:
    """Pieces beside each other; a bracket stays with what it explains."""
    pieces = re.split(
        r"\s*(?:[;/&+]|\bor\b|\band\b|(?<=[A-Z]{2})\.\s+(?=[A-Z]))\s*(?![^()\[\]]*[)\]])", part, flags=re.I
    )
    return [piece.strip() for piece in pieces if piece.strip(" ,-–—")]


def _names(piece: str) -> list[str]:
    """What a piece names beside its way of working: "Kochi (Kerala, India)" is one place, "Remote (US, UK)" two."""
    outside = _listed(_BRACKETS.sub(" ", piece))
    inside = [name for words in _BRACKETS.findall(piece) for name in _listed(words)]
    near = re.search(r"[(\[]\s*(?:near|greater|metro)", piece, re.I)
    if not outside or near:
        return outside or inside
    if len(outside) == 1 and not ways_in(piece) and not _is_known(outside[0]) and any(map(is_region, _last(inside))):
        return [piece]
    return outside if not ways_in(piece) and not any(_is_city(name) for name in inside) else outside + inside


def _are_cities(first: str, second: str) -> bool:
    """ "NYC, LA" and "Boston, New York" are two cities each, though LA and New York are states as well."""
    return _is_city(second) and (_is_city(first) or (len(second) > 2 and is_place(first)))


def _is_state(part: str) -> bool:
    return part.lower() in _states() or (bool(_CODE.fullmatch(part)) and part.upper().replace(".", "") in _states())


def _last(names: list[str]) -> list[str]:
    return [name.rpartition(",")[2].strip() for name in names[-1:]]


def _listed(words: str) -> list[str]:
    """The names of a list, way of working, time zones and filling words left out."""
    bare = _ZONE.sub(" ", _WAY.sub(" , ", words))
    found: list[str] = []
    for entry in re.split(r"\s*[;/&+]\s*|\s+(?:or|and)\s+", bare, flags=re.I):
        for name in _grouped(entry):
            name = _ONLY.sub("", re.sub(r"^(?:(?:in|within|from|across|the|near|at)\s+)+", "", name, flags=re.I))
            if _FILL.sub("", name).strip(" .,:-–—%'’+!*"):
                found.append(name.strip(" .:-–—*'’\"+,!"))
    return found


def _grouped(entry: str) -> list[str]:
    """ "Berlin, Germany" is one place, "Berlin, Munich" two, "New York, NY, Austin, TX" two."""
    parts = [part for piece in entry.split(",") if (part := piece.strip(" .:-–—*'’\"+"))]
    if len(parts) == 2 and not is_place(parts[0]) and not is_region(parts[0]) and is_place(", ".join(parts)):
        return [", ".join(parts)]
    groups: list[list[str]] = []
    for part in parts:
        follows = bool(groups) and not is_region(groups[-1][0]) and len(groups[-1]) < 3
        if follows and (is_region(part) or (_is_state(part) and not _are_cities(groups[-1][-1], part))):
            groups[-1].append(part)
        else:
            groups.append([part])
    return [", ".join(group) for group in groups]


def _is_known(place: str) -> bool:
    """Whether it is surely a place: by itself, or by the state or country it ends with."""
    if is_region(place) or _is_city(place) or is_place(place):
        return True
    town, _, end = place.rpartition(",") if "," in place else place.rpartition(" ")
    if "(" in place:
        return any(is_region(name.strip()) for words in _BRACKETS.findall(place) for name in words.split(","))
    end = end.strip().removeprefix("The ").removeprefix("the ")
    if "," in place:
        return bool(_NAMED.fullmatch(town.split(",")[0])) and (is_region(end) or _is_state(end))
    return bool(town) and is_region(end) and is_place(town)


def _is_city(place: str) -> bool:
    return bool(_CITIES.fullmatch(place))


def is_region(place: str) -> bool:
    """A country or a larger part of the world, also with "only" behind it; country codes in capitals."""
    words = _ONLY.sub("", place.strip()).strip()
    if re.fullmatch(r"[A-Z]{2}", words) and pycountry.countries.get(alpha_2=words) and not _is_city(words):
        return True
    words = re.sub(r"^(?:north|south|east|west|central|mid)(?:ern)?[ -]+(?=\S)", "", words, flags=re.I)
    return bool(_REGIONS.fullmatch(words)) or words.lower() in _countries()


@cache
def _states() -> frozenset[str]:
    """The states of the USA by name in lower case, and those of the USA and Canada by code in capitals."""
    names = [state.name.lower() for state in pycountry.subdivisions if state.country_code == "US"]
    codes = [state.code[3:] for state in pycountry.subdivisions if state.country_code in ("US", "CA")]
    return frozenset([*names, *codes])


@cache
def _countries() -> frozenset[str]:
    names: set[str] = set()
    for country in pycountry.countries:
        common = getattr(country, "common_name", country.name)
        names |= {country.name.lower(), country.name.split(",")[0].lower(), common.lower()}
    return frozenset(names - {"georgia", "jersey"})
