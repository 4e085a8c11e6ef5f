"""Where the person lives: the first place or address among the contact lines."""

import re

from tools.resumes.parsing.facts import Facts
from tools.resumes.parsing.lines import Line
from tools.resumes.parsing.networks import NETWORKS
from tools.resumes.parsing.places import is_address, is_place, looks_like_city
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
_SEPARATOR = re.compile(r"\s*[|•·∙⋅◆]\s*|\s+[–—-]\s+|\s{3,}|\s,\s|\s/\s")


def read_place(region: list[Line], facts: Facts, used: set[int]) -> None:
    """Record the labelled place, else the first text that is one, else a bare city on a contact line."""
    parts = [(line, *part) for line in region for part in free_parts(line, facts)]
    chosen = next((part for part in parts if part[3] and _PLACE_LABEL.match(part[3])), None)
    chosen = chosen or next((part for part in parts if _is_place(part[0], facts.text[part[1] : part[2]])), None)
    chosen = chosen or next(
        (part for part in parts if _is_lone_city(part[0], facts.text[part[1] : part[2]], used)), None
    )
    if chosen is not None:
        line, start, end, _ = chosen
        facts.add(start, end, ContactDetail(field="location", value=" ".join(facts.text[start:end].split())))
        used.add(id(line))


def _is_place(line: Line, text: str) -> bool:
    return len(text) < 90 and (is_place(text) or (is_address(text) and not line.bullet))


def _is_lone_city(line: Line, text: str, used: set[int]) -> bool:
    named = looks_like_city(text) and text.casefold() not in NETWORKS and not LABEL.match(text + ":")
    return named and id(line) in used


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
        words = part[lead.end() if lead else 0 :].strip(" ,;()")
        if len(words) > 1:
            first = text.index(words, at + (lead.end() if lead else 0))
            found.append((first, first + len(words), lead.group().strip() if lead else ""))
        at = stop
    return found
