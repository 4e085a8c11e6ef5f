"""Where the work should be: the places a sentence names, in whatever spelling, and the country when it is one."""

import re

import pycountry

from agents.offline.language import word_concepts
from agents.offline.spans import Spans
from agents.offline.vocabulary import vocabulary
from tools.jobs.cleaning.gazetteer import cities, countries, regions
from tools.jobs.searching.areas import area_named
from tools.skills import canonical

_PREPOSITION = re.compile(
    r"\b(?:(?:in|near|around|within|throughout|across|outside|based in|located in|close to|nearby|to|inside|from) "
    r"(?:or (?:near|around) )?(?:the )?(?:(?:city|area|region|state|centre|center) of |greater |area around )?|"
    r"(?:bei mir |hier )?(?:in der nahe von|in der|in den|in die|im raum|in|im|nahe|rund um|um|aus|nach|"
    r"bei)(?: raum)? |"
    r"(?:chez moi )?(?:pres de|autour de|aux alentours de|du cote de|dans le|dans la|dans les|dans|sur|a|au|aux|en|"
    r"vers) (?:la |le |l')?|(?:cerca de|alrededor de|en|por|dentro de|de|desde) (?:el |la |los )?)"
)
_BASED = re.compile(r"\b(?P<place>[a-z][\w.'-]*(?: [a-z][\w.'-]*)?)[- ](?:based|only)\b")
_PIECE = re.compile(r"[^\W\d_](?:[\w.'-]*\w)?")
_JOINT = re.compile(r"\s*(?:,\s*(?:or|and|und|oder|et|ou|o|y)?|\bor\b|\band\b|\bund\b|\boder\b|\bet\b|\bou\b|\bo\b|"
    r"\by\b|/|&)\s*(?:in |the |der |den |en |a |au |aux |la )?")  # fmt: skip
_PEOPLE = re.compile(
    r"\b(?P<people>[a-z]+) (?:compan(?:y|ies)|employers?|firms?|start-?ups?|job market|market|unternehmen|firmen|"
    r"arbeitgeber\w*)\b|\b(?:entreprises?|societes?|empresas?|companias) (?P<after>[a-z]+)\b"
)
_DEMONYMS = {
    "DE": "german germans deutsche deutschen deutsches allemandes allemande alemanas alemana",
    "AT": "austrian osterreichische osterreichischen autrichiennes austriacas",
    "CH": "swiss schweizer suisses suisse suizas", "FR": "french franzosische franzosischen francaises francesas",
    "ES": "spanish spanische spanischen espagnoles espanolas", "GB": "british uk britische britischen britanniques "
    "britanicas", "US": "american us amerikanische amerikanischen americaines americanas estadounidenses",
    "NL": "dutch niederlandische hollandische neerlandaises holandesas", "IE": "irish irische", "IT": "italian "
    "italienische italiennes italianas", "PL": "polish polnische polonaises polacas", "PT": "portuguese "
    "portugiesische portugaises portuguesas", "SE": "swedish schwedische suedoises suecas", "NO": "norwegian "
    "norwegische", "DK": "danish danische", "FI": "finnish finnische", "BE": "belgian belgische belges belgas",
    "CA": "canadian kanadische canadiennes canadienses", "AU": "australian australische", "IN": "indian indische",
    "JP": "japanese japanische", "BR": "brazilian brasilianische", "MX": "mexican mexikanische mexicanas",
}  # fmt: skip
_FARS = re.compile(r"\b(?:anywhere|worldwide|everywhere|weltweit|uberall|partout|n'importe ou|dans le monde entier|"
    r"en todo el mundo|en cualquier (?:sitio|lugar|parte))(?: in the world)?\b")  # fmt: skip
_HERE = re.compile(
    r"\s*(?:(?:at|in|near|around) my (?:area|place|town|city|home)|near me|nearby|around here|in meiner (?:nahe|"
    r"stadt|"
    r"gegend)|pres de chez moi|cerca de (?:mi|aqui)(?: casa)?)\b"
)
_MAX_WORDS = 4


def take_place(spans: Spans) -> dict[str, str]:
    """`location` as it was said, and `country` where that is a country; empty when no place is named."""
    spans.take_all(_HERE)
    found = _after_preposition(spans) or _based(spans) or _standing_alone(spans) or _of_people(spans)
    if found is None:
        return {}
    spans.take_all(_FARS)
    start, end = found
    said = spans.take(start, end).strip(" ,")
    for preposition in _PREPOSITION.finditer(spans.folded[:start]):
        if preposition.end() == start:
            spans.take(*preposition.span())
            break
    return _told(said)


def _told(said: str) -> dict[str, str]:
    if country_of(said) is None and (people := _country_of_people(said.casefold())):
        return {"location": _name_of(people), "country": people}
    whole = country_of(said)
    last = said.rpartition(",")[2].strip()
    country = whole or (country_of(last) if "," in said and _known(said.split(",")[0].strip()) else None)
    return {"location": said} | ({"country": country} if country and not _several(said) else {})


def country_of(name: str) -> str | None:
    """The ISO code of a country by its name in English, German, French or Spanish, or as US, UK, USA."""
    bare = re.sub(r"^(?:the|der|die|den|la|le|les|l'|el|los)\s+", "", name.strip(), flags=re.IGNORECASE)
    special = {"us": "US", "u.s.": "US", "states": "US", "uk": "GB", "u.k.": "GB", "england": "GB"}
    if bare.casefold() in special:
        return special[bare.casefold()] if bare.isupper() or bare.casefold() not in {"us"} else None
    return None if bare.casefold() in vocabulary().place_words and bare.islower() else countries(bare)


def _several(said: str) -> bool:
    """Whether more than one country is named."""
    return len({code for part in _JOINT.split(said) if (code := country_of(part))}) > 1


def _known(name: str) -> bool:
    """Whether the name is a place of the gazetteer, or a group of countries."""
    if (
        len(name) < 2
        or (name.islower() and name in vocabulary().place_words)
        or (name.isascii() and len(name) == 2 and name.islower())
    ):
        return False
    return bool(cities(name) or country_of(name) or regions(name) or area_named(name) or name in {"UK", "US", "EU"})


def _after_preposition(spans: Spans) -> tuple[int, int] | None:
    for match in _PREPOSITION.finditer(spans.folded):
        if (end := _place_from(spans, match.end(), match.group())) is not None:
            return match.end(), end
    return None


def _place_from(spans: Spans, start: int, preposition: str) -> int | None:
    """Where the places that begin here end, several joined by commas or "or"; None when none begins."""
    end = _one_from(spans, start, preposition)
    if end is None:
        return None
    while joint := _JOINT.match(spans.folded, end):
        further = _one_from(
            spans, joint.end(), "" if "," not in joint.group() or joint.group().strip() != "," else None
        )
        if further is None:
            break
        end = further
    return end


def _one_from(spans: Spans, start: int, preposition: str | None) -> int | None:
    ends = _word_ends(spans, start)
    for end in reversed(ends):
        name = spans.written(start, end)
        if _known(name) and not _goes_on_as_word(spans, name, end):
            return end
    if preposition is None or not ends or not _may_be_unknown(spans, start, preposition.strip()):
        return None
    capital = [end for end in ends if _capitals(spans.written(start, end))]
    return capital[-1] if capital else None


def _word_ends(spans: Spans, start: int) -> list[int]:
    """The ends of the first words from here, as far as nothing parts them."""
    ends: list[int] = []
    at = start
    while len(ends) < _MAX_WORDS and (match := _PIECE.match(spans.folded, at)):
        ends.append(match.end())
        at = match.end() + 1
        if spans.folded[match.end() : at] != " ":
            break
    return ends


def _goes_on_as_word(spans: Spans, name: str, end: int) -> bool:
    """`in mobile development`: a lower-case name right before another word of the trade."""
    follows = _PIECE.match(spans.folded, end + 1) if spans.folded[end : end + 1] == " " else None
    return name.islower() and name in vocabulary().place_words and follows is not None


def _capitals(name: str) -> bool:
    return all(word[:1].isupper() for word in re.split(r"[ -]", name) if word)


def _may_be_unknown(spans: Spans, start: int, preposition: str) -> bool:
    """Whether an unknown name after this preposition is a place; fields of work have capitals in German."""
    near = re.match(r"(?:in|near|around|within|close to|based in|located in|in der nahe von|nahe|rund um|im raum|"
    r"bei mir in|hier in|pres de|autour de|a|en|cerca de|alrededor de)\b", preposition)  # fmt: skip
    word = _PIECE.match(spans.text, start)
    if near is None or word is None or not word.group()[0].isupper() or len(word.group()) < 3:
        return False
    folded = spans.folded[start : word.end()]
    known = vocabulary()
    if canonical(word.group()) is not None or word_concepts(folded) or folded in known.not_names:
        return False
    return folded not in known.fields


def _based(spans: Spans) -> tuple[int, int] | None:
    for match in _BASED.finditer(spans.folded):
        for start in (match.start("place"), spans.folded.rfind(" ", match.start("place"), match.end("place")) + 1):
            if start >= match.start("place") and _known(spans.written(start, match.end("place"))):
                spans.take(match.end("place"), match.end())
                return start, match.end("place")
    return None


def _standing_alone(spans: Spans) -> tuple[int, int] | None:
    """`Berlin jobs`, `nurse Lyon`: a name of the gazetteer without a preposition, the last of them."""
    found: tuple[int, int] | None = None
    for match in _PIECE.finditer(spans.folded):
        if found and match.start() < found[1]:
            continue
        for end in reversed(_word_ends(spans, match.start())):
            name = spans.written(match.start(), end)
            proper = name[:1].isupper() or not spans.text[:1].isupper()
            if proper and name.casefold() not in vocabulary().place_words and len(name) > 1 and _sure(name):
                place = _place_from(spans, match.start(), "")
                found = (match.start(), max(end, place or 0))
                break
    return found


def _sure(name: str) -> bool:
    """Whether a bare name is a place rather than something else of that name."""
    if name.islower() and len(name) < 4:
        return False
    if canonical(name) is not None:
        return False
    return bool(country_of(name) or area_named(name) or name in {"UK", "US", "EU"} or cities(name))


def _of_people(spans: Spans) -> tuple[int, int] | None:
    for match in _PEOPLE.finditer(spans.folded):
        group = "people" if match["people"] else "after"
        if _country_of_people(match[group]):
            return match.span(group)
    return None


def _name_of(code: str) -> str:
    country = pycountry.countries.get(alpha_2=code)
    return str(getattr(country, "common_name", None) or getattr(country, "name", code))


def _country_of_people(word: str) -> str | None:
    return next((code for code, listed in _DEMONYMS.items() if word in listed.split()), None)
