"""Places and ways of working in a short line: "NYC or Remote (US)", "Hybrid, Berlin", "REMOTE (EMEA)", "Onsite"."""

import re
from dataclasses import dataclass, field
from functools import cache

import pycountry

from tools.jobs.parsing.workplace import is_place
from tools.jobs.schemas import RemoteKind

_WAYS: tuple[tuple[RemoteKind, str], ...] = (
    (
        "hybrid",
        r"hybrid|flexible|partially remote|partial remote|"
        r"\d(?:-\d)? days? (?:a week |per week )?(?:in|at)(?: the)? office",
    ),
    ("onsite", r"on[- ]?site|in[- ]office|in[- ]person|no remote|local(?: only)?"),
    ("remote", r"remote(?:ly)?|wfh|work from home|work from anywhere|anywhere|distributed|télétravail"),
)
_WAY = re.compile(rf"\b(?:{'|'.join(pattern for _, pattern in _WAYS)})\b", re.I)
_REMOTE = re.compile(_WAYS[2][1], re.I)
_FILL = re.compile(
    r"\b(?:fully|full|100%|completely|mostly|mainly|only|first|friendly|ok|okay|possible|preferred|optional|options?|"
    r"available|considered|welcome|based|in|within|from|the|across|at|or|and|also|position|role|work(?:ing)?|team|teams|"
    r"company|culture|location|locations|anywhere|any|allowed|required|encouraged|near|we are|some|mix|of|office|hq|"
    r"offices|headquarters|for|but|if|exceptional candidates?|to start|week|days?|per|a|x|\d(?:\s?[-–]\s?\d)?|ideally|"
    r"overlap\w*|time ?zones?|tz|hours?|with|to|strong|preference|eligible|residents?|citizens?|candidates)\b|100%",
    re.I,
)
_ONLY = re.compile(r"\s*[-–]?\s*\b(?:only|based|residents?(?: only)?|citizens?(?: only)?|preferred|ok)\b\s*$", re.I)
_REGIONS = re.compile(
    r"u\.?s\.?a?\.?|u\.?k\.?|e\.?u\.?|europe|emea|apac|latam|americas?|asia|africa|oceania|world-?wide|world|global(?:ly)?|"
    r"international|anywhere|dach|nordics?|scandinavia|benelux|mena|conus|anz|eea|gcc|balkans|cee|"
    r"(?:north|south|latin|central) america|(?:eastern|western|central) europe|south-?east asia|great britain|"
    r"united (?:states|kingdom)|middle east|european union|the netherlands|south korea|taiwan|vietnam|turkey|russia|"
    r"czech republic|uae|(?:east|west) coast|ontario|alberta|british columbia|quebec",
    re.I,
)
_CITIES = re.compile(
    r"sf|nyc|la|dc|(?:(?:sf|san francisco) )?bay area|silicon valley|new york|research triangle|soma", re.I
)
_ZONE = re.compile(
    r"\b(?:UTC|GMT|CES?T|EES?T|[EPCM][SD]?T|WES?T|IST|AES?T|BST)\b\s*(?:[+±-]?\s*\d+)?|[+±]\s*\d+\s*(?:h|hours?)?|"
    r"time ?zones?",
    re.I,
)
_STATES = re.compile(r"^(?:[A-Z]{2}|D\.C\.)$")


@dataclass(slots=True)
class Places:
    """Where the work is. `certain`: a way of working or a place that is known; `found`: anything at all."""

    locations: list[str] = field(default_factory=list)
    open_to: list[str] = field(default_factory=list)
    ways: list[RemoteKind] = field(default_factory=list)

    @property
    def found(self) -> bool:
        """Whether the line said anything about where."""
        return bool(self.locations or self.open_to or self.ways)

    @property
    def certain(self) -> bool:
        """Whether a way of working was said."""
        return bool(self.ways)

    @property
    def remote(self) -> RemoteKind | None:
        """One word for all ways: remote where it is among them, else hybrid, else on site."""
        return next((kind for kind in ("remote", "hybrid", "onsite") if kind in self.ways), None)


def read_places(*parts: str) -> Places:
    """Places and ways of the parts of a line; nothing found when a part says something else as well."""
    found = Places()
    for part in parts:
        one = _part(part)
        found.locations += one.locations
        found.open_to += one.open_to
        found.ways += one.ways
    if found.remote == "remote" and len(parts) > 1:
        # "Remote | US": a country beside the word is where the remote job is open to.
        moved = [place for place in found.locations if _is_region(place)]
        found.open_to += moved
        found.locations = [place for place in found.locations if place not in moved]
    for name in ("locations", "open_to", "ways"):
        setattr(found, name, list(dict.fromkeys(getattr(found, name))))
    return found


def _part(part: str) -> Places:
    """One part, taken apart at "or", "/", "&", ";"; nothing when a piece is neither way nor place."""
    found = Places()
    remote_before = False
    for piece in _pieces(part):
        ways = [kind for kind, pattern in _WAYS if re.search(rf"\b(?:{pattern})\b", piece, re.I)]
        if "onsite" in ways and re.search(r"\bno remote\b", piece, re.I):
            ways = ["onsite"]
        places = _places_in(piece)
        if places is None:
            return Places()
        found.ways += ways
        for place in places:
            open_to = ("remote" in ways and (_is_region(place) or _in_brackets(place, piece))) or (
                remote_before and not ways and _is_region(place)
            )
            (found.open_to if open_to else found.locations).append(place)
        remote_before = "remote" in ways or (remote_before and not ways)
    return found


def _pieces(part: str) -> list[str]:
    """Pieces beside each other, brackets kept whole; inside brackets a list is taken apart later."""
    pieces = re.split(r"\s*(?:[;/&+]|\bor\b|\band\b)\s*(?![^()\[\]]*[)\]])", part, flags=re.I)
    return [piece.strip() for piece in pieces if piece.strip(" ,-–—")]


def _places_in(piece: str) -> list[str] | None:
    """The places that a piece names beside its way of working; None when it says something else."""
    rest = _WAY.sub(" , ", piece)
    found: list[str] = []
    for chunk in re.split(r"[()\[\]]", rest):
        named = _listed(chunk)
        if named is None:
            return None
        found += named
    return found


def _listed(chunk: str) -> list[str] | None:
    bare = _ZONE.sub(" ", chunk)
    entries = [entry.strip(" .:-–—*'’\"+,") for entry in re.split(r"\s*[;/&+]\s*|\s+(?:or|and)\s+", bare)]
    found: list[str] = []
    for entry in entries:
        for place in _grouped(entry):
            place = _ONLY.sub("", re.sub(r"^(?:in|within|from|across|the|near|at)\s+", "", place, flags=re.I)).strip(
                " -–"
            )
            if not place or not _FILL.sub("", place).strip(" .,:-–—%'’+"):
                continue
            if not (_is_region(place) or _is_city(place) or is_place(place)):
                return None
            found.append(place)
    return found


def _grouped(entry: str) -> list[str]:
    """ "Berlin, Germany" is one place, "Berlin, Munich" two, "New York, NY, Austin, TX" two."""
    parts = [part.strip() for part in entry.split(",") if part.strip()]
    groups: list[list[str]] = []
    for part in parts:
        attaches = bool(groups) and (_STATES.match(part) or _is_region(part)) and not _is_region(groups[-1][0])
        if attaches and len(groups[-1]) < 3:
            groups[-1].append(part)
        else:
            groups.append([part])
    return [", ".join(group) for group in groups]


def _is_city(place: str) -> bool:
    return bool(_CITIES.fullmatch(place))


def _is_region(place: str) -> bool:
    """A country or a larger part of the world, also with "only" behind it."""
    words = _ONLY.sub("", place.strip()).strip()
    words = re.sub(r"^(?:north|south|east|west|central|mid)(?:ern)?[ -]+(?=\S)", "", words, flags=re.I)
    return bool(_REGIONS.fullmatch(words)) or words.lower() in _countries()


@cache
def _countries() -> frozenset[str]:
    names: set[str] = set()
    for country in pycountry.countries:
        names |= {
            country.name.lower(),
            country.name.split(",")[0].lower(),
            getattr(country, "common_name", country.name).lower(),
        }
    return frozenset(names - {"georgia", "jersey"})


def _in_brackets(place: str, piece: str) -> bool:
    return any(place in inside for inside in re.findall(r"[(\[]([^)\]]*)[)\]]", piece))
