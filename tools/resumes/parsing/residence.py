"""Where the person lives: the first place or address among the contact lines."""

import re

from tools.resumes.parsing.facts import Facts
from tools.resumes.parsing.headings import heading_of
from tools.resumes.parsing.lines import Line
from tools.resumes.parsing.networks import NETWORKS
from tools.resumes.parsing.patterns import EMAIL, PHONE
from tools.resumes.parsing.places import is_address, is_place, is_street, looks_like_city
from tools.resumes.parsing.vocabulary import title_score
from tools.resumes.parsing.wordlists import word_list
from tools.resumes.schemas import ContactDetail

LABEL = re.compile(
    r"^(?:name|full name|address|adresse|anschrift|location|standort|wohnort|dirección|domicilio|adres|endereço|"
    r"morada|e-?mail|mail|correo(?: electrónico)?|courriel|phone|"
    r"tel(?:efon|éfono|éphone|efoon|efone|\.)?|mobil(?:e|telefon|iltelefon)?|móvil|portable|handy|gsm|cell|telemóvel|celular|website|web|portfolio|homepage|linkedin|github|gitlab|twitter|x|"
    r"xing|nombre|nom|naam|nome|vorname|prénom|localização|ubicación|ville|plaats|woonplaats|ort|city|fon|site|"
    r"blog|orcid|skype|ciudad|residence|based in)\s*(?:[:：]|(?=\s{2}))\s*",
    re.IGNORECASE,
)
PERSONAL = re.compile(
    r"(?i)^(?:date of birth|born|geburtsdatum|geboren|geb\.|nationality|nationalität|staatsangehörigkeit|"
    r"familienstand|marital status|date de naissance|nationalité|"
    r"fecha de nacimiento|nacionalidad|geboortedatum|nationaliteit|data de nascimento|nacionalidade|estado civil|"
    r"driving licen[cs]e|führerschein|permis|rijbewijs|gender|"
    r"geschlecht|né[e]? le|geburtsort|religion|konfession|visa|work authorization)\b"
)
_PLACE_LABEL = re.compile(
    r"(?i)(?:address|adresse|anschrift|location|standort|wohnort|dirección|domicilio|adres|endereço|morada|locali|"
    r"ubicaci|ville|plaats|woonpl|ort\b|city|ciudad|residence|based)"
)
# What the forms of Europass write behind an address.
_HOME = re.compile(r"(?i)\s*\((?:home|work|domicilio|trabajo|privat|arbeit|domicile|travail|thuis|residência|casa)\)$")
_SEPARATOR = re.compile(r"\s*[|•·∙⋅◆]\s*|\s+[–—-]\s+|\s{3,}|\s,\s|\s/\s")


def read_place(region: list[Line], facts: Facts, used: set[int]) -> None:
    """Record the labelled place, else the first text that is one, else a bare city on a contact line."""
    parts = [(line, *part) for line in region for part in free_parts(line, facts)]
    chosen = next((part for part in parts if part[3] and _PLACE_LABEL.match(part[3])), None)
    chosen = chosen or next((part for part in parts if _is_place(part[0], facts.text[part[1] : part[2]])), None)
    chosen = chosen or next(
        (part for part in parts if _is_lone_city(part[0], facts.text[part[1] : part[2]], used)), None
    )
    chosen = chosen or next((part for part in parts if _is_city_beside(part, region, facts, used)), None)
    if chosen is not None:
        line, start, end, _ = chosen
        end, joint = _whole_place(start, end, line, parts, facts)
        value = joint.join(" ".join(part.split()) for part in facts.text[start:end].split("\n"))
        facts.add(start, end, ContactDetail(field="location", value=value.removesuffix(",")))
        used.update(id(other) for other in region if start <= other.start < end or other is line)


def _whole_place(
    start: int, end: int, line: Line, parts: list[tuple[Line, int, int, str]], facts: Facts
) -> tuple[int, str]:
    """Where an address ends that a separator or the end of its line has cut off, and what joins its lines."""
    for other, begin, stop, label in parts:
        if begin < end or label:
            continue
        between, text = facts.text[end:begin], facts.text[begin:stop]
        near = other is line or (other.flow == line.flow and other.gap < 0.9 and not other.bullet)
        if not near or re.fullmatch(r"[\s,–—-]*", between) is None:
            break
        before = facts.text[start:end]
        street = (is_street(before) or not is_place(before)) and (
            is_place(text) or re.match(r"[A-Z]{0,2}-?\d{4,5}\s", text)
        )
        if street or (other is line and _is_state(text)):
            return stop, ", " if other is not line and not facts.text[start:end].endswith(",") else " "
        break
    return end, " "


def _is_state(text: str) -> bool:
    return text in word_list("states") or text.casefold() in word_list("countries") | word_list("regions")


def _is_place(line: Line, text: str) -> bool:
    return len(text) < 90 and (is_place(text) or (is_address(text) and not line.bullet))


def _is_lone_city(line: Line, text: str, used: set[int]) -> bool:
    named = looks_like_city(text) and text.casefold() not in NETWORKS and not LABEL.match(text + ":")
    return named and id(line) in used


def _is_city_beside(part: tuple[Line, int, int, str], region: list[Line], facts: Facts, used: set[int]) -> bool:
    """Whether a line that could be a city stands alone, right above or below an address or a number."""
    line, start, end, _ = part
    text = facts.text[start:end]
    whole = len(line.cells) == 1 and text == line.text.strip() and id(line) not in used and not line.bullet
    if not whole or not looks_like_city(text) or heading_of(text) is not None or title_score(text) > 0:
        return False
    at = next(index for index, other in enumerate(region) if other is line)
    beside = [region[index] for index in (at - 1, at + 1) if 0 <= index < len(region)]
    return any(
        id(other) in used and other.flow == line.flow and (EMAIL.search(other.text) or PHONE.search(other.text))
        for other in beside
    )


def free_parts(line: Line, facts: Facts) -> list[tuple[int, int, str]]:
    """Parts of a line between separators that are no fact yet: offsets in the text, and the label in front."""
    found: list[tuple[int, int, str]] = []
    if PERSONAL.match(line.text):
        return found
    for cell in line.cells:
        for start, end in _untaken(cell.start, cell.end, facts):
            found += _between_separators(facts.text, start, end)
    return found


def _untaken(start: int, end: int, facts: Facts) -> list[tuple[int, int]]:
    """The stretches between two offsets that no fact covers."""
    bounds = sorted((f.span.start, f.span.end) for f in facts.items if f.span.start < end and f.span.end > start)
    stretches, at = [], start
    for begin, stop in bounds:
        stretches.append((at, begin))
        at = max(at, stop)
    return [(begin, stop) for begin, stop in [*stretches, (at, end)] if begin < stop]


def _between_separators(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    found = []
    at = start
    for begin, stop in [*((m.start(), m.end()) for m in _SEPARATOR.finditer(text, start, end)), (end, end)]:
        part = text[at:begin]
        lead = LABEL.match(part)
        words = _HOME.sub("", part[lead.end() if lead else 0 :].strip(" ,;")).strip(" ,;()")
        if len(words) > 1:
            first = text.index(words, at + (lead.end() if lead else 0))
            found.append((first, first + len(words), lead.group().strip() if lead else ""))
        at = stop
    return found
