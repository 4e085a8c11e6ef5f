"""Which line, left-out fact or section a person means: by id, by place, or by words of it. Pure."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from rapidfuzz import fuzz

from store.errors import ConflictError, NotFoundError
from tools.resumes.schemas import OtherDetail, ResumeFact
from tools.tailoring.choice.relevance import spoken, tokens_of
from tools.tailoring.revision.editing import HEADER, quoted, said
from tools.tailoring.schemas import Claim, TailoredDocument
from tools.tailoring.wording import clean

Thing = TypeVar("Thing")

_ID = re.compile(r"[lL]\s?(\d{1,4})$")
_PLACE = re.compile(
    r"(?:line|bullet|sentence|zeile|satz|ligne|phrase|línea|frase)?\s*(?:no\.?|nr\.?|number|#)?\s*(\d{1,3})"
    r"(?:st|nd|rd|th|\.|e|ª|º)?(?:\s+(?:line|bullet|sentence))?$",
    re.IGNORECASE,
)
_ORDINALS = {
    word: place
    for place, words in enumerate(
        (
            "first erste ersten première premier primera primero", "second zweite zweiten deuxième segunda segundo",
            "third dritte dritten troisième tercera tercero", "fourth vierte vierten quatrième cuarta cuarto",
            "fifth fünfte fünften cinquième quinta quinto", "sixth sechste sechsten sixième sexta sexto",
            "seventh siebte siebten septième séptima", "eighth achte achten huitième octava",
            "ninth neunte neunten neuvième novena", "tenth zehnte zehnten dixième décima",
        ),
        start=1,
    )
    for word in words.split()
} | dict.fromkeys(("last", "letzte", "letzten", "dernière", "última"), -1)  # fmt: skip
_ABOUT = re.compile(
    r"^(?:(?:the|a|that|my|die|der|das|meine|la|le|les|ma|el|los|las|mi)\s+)*"
    r"(?:(?:lines?|bullets?(?: points?)?|sentences?|facts?|parts?|zeilen?|satz|lignes?|phrases?|líneas?|frases?)\s+)"
    r"(?:(?:about|on|with|that mentions?|mentioning|of|über|mit|von|sur|avec|sobre|con|de)\s+)?",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"\s+(?:from|in|out of|under|among|aus|unter|bei|dans|de|en)\s+([^,]+)$", re.IGNORECASE)
_AT = re.compile(r"^(?P<place>.+?)\s+(?:at|under|bei|unter|chez|en|bij|em)\s+(?P<head>.+)$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an|my|die|der|das|meine?|la|le|les|ma|el|los|las|mi)\s+", re.IGNORECASE)
_SMALL = re.compile(
    r"(?<!\w)(?:the|a|my|all|about|of|die|der|das|den|dem|meinen?|über|zu|la|le|les|mes|ma|de|des|sur|el|los|las|mis?|"
    r"sobre|del|work|professional|personal|further|key|technical|spoken)(?!\w)",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:sections?|parts?|paragraphs?|abschnitte?|teil|rubriques?|sections?|secciones|sección|apartado)\b",
    re.IGNORECASE,
)
_SECTIONS = {
    "summary": "summary profile profil zusammenfassung kurzprofil résumé perfil resumen about",
    "skills": "skills skill kenntnisse fähigkeiten compétences competencias habilidades",
    "experience": "experience employment berufserfahrung expérience experiencia",
    "projects": "projects project projekte projets proyectos projetos",
    "education": "education ausbildung bildung formation formación studies",
    "certificates": "certificates certificate certifications zertifikate certificats certificados",
    "awards": "awards award auszeichnungen prix premios",
    "publications": "publications publication veröffentlichungen publicaciones",
    "languages": "languages sprachen langues idiomas",
    "volunteering": "volunteering volunteer ehrenamt bénévolat voluntariado",
    "interests": "interests interest hobbies hobby hobbys interessen loisirs intérêts aficiones intereses passions",
    "references": "references referenzen références referencias",
    "links": "links link",
    "other": "other further sonstiges weiteres divers otros",
}
_KINDS = {"link": "links", "position": "experience", "project": "projects", "certificate": "certificates",
          "award": "awards", "publication": "publications", "skill": "skills", "language": "languages"}  # fmt: skip
_ALIKE, _OFFERED = 85.0, 6


def find_line(document: TailoredDocument, reference: str) -> Claim:
    """The line that is meant. A place counts the lines below the header; the header's are found by id or words.

    Raises NotFoundError, or ConflictError `AMBIGUOUS` naming the lines that fit.
    """
    wanted = reference.strip()
    lines = [claim for claim in document.claims if claim.section not in HEADER]
    if match := _ID.match(wanted):
        line_id = f"L{int(match[1])}"
        return _by_id(document, line_id)
    place, among, where = _below(wanted, lines) or (place_of(wanted), lines, "below the header")
    if place is not None:
        index = place - 1 if place > 0 else len(among) - 1
        if not 0 <= index < len(among):
            raise NotFoundError(f"There are {len(among)} lines {where}, no line {place}.", code="NO_SUCH_LINE")
        return among[index]
    words = subject_of(wanted)
    found = _only(words, _by_words(words, lines, said) or _by_words(words, document.claims, said), "line", said)
    if found is None:
        raise NotFoundError(f"No line fits {quoted(reference)}. {_offer(lines)}", code="NO_SUCH_LINE")
    return found


def _below(wanted: str, lines: Sequence[Claim]) -> tuple[int | None, list[Claim], str] | None:
    """For "the third bullet at Acme": the place, the lines under the heads that name Acme, and where that is."""
    match = _AT.match(wanted)
    place = place_of(match["place"]) if match else None
    if match is None or place is None:
        return None
    named = clean(_ARTICLE.sub("", match["head"])).casefold()
    heads = {claim.fact_ids[0] for claim in lines if claim.parent_id is None and named in claim.text.casefold()}
    under = [claim for claim in lines if claim.parent_id in heads]
    return (place, under, f"under {quoted(match['head'])}") if under else None


def _by_id(document: TailoredDocument, line_id: str) -> Claim:
    """The line with this id, or the one whose words the person put in its place."""
    found = next((claim for claim in document.claims if line_id in {claim.id, claim.replaces}), None)
    if found is not None:
        return found
    left = next((fact for fact in document.left_out if document.numbering.get(fact.id) == line_id), None)
    if left is not None:
        told = f"Line {line_id} {quoted(_fact_text(left))} is left out of this document; it can be brought back."
        raise NotFoundError(told, code="NO_SUCH_LINE")
    lines = [claim for claim in document.claims if claim.section not in HEADER]
    raise NotFoundError(f"There is no line {line_id} in this document. {_offer(lines)}", code="NO_SUCH_LINE")


def find_left_out(document: TailoredDocument, reference: str) -> ResumeFact:
    """The left-out fact that is meant, by its id, its line id or words of it, else NotFoundError or ConflictError."""
    wanted = reference.strip()
    match = _ID.match(wanted)
    line_id = f"L{int(match[1])}" if match else None
    for fact in document.left_out:
        if str(fact.id) == wanted.lower() or (line_id and document.numbering.get(fact.id) == line_id):
            return fact
    words = subject_of(wanted)
    found = None if line_id else _only(words, _by_words(words, document.left_out, _fact_text), "fact", _fact_text)
    if found is not None:
        return found
    offered = "; ".join(
        f"{document.numbering.get(fact.id, '')} {quoted(_fact_text(fact))}" for fact in document.left_out[:_OFFERED]
    )
    told = f"Left out are: {offered}." if offered else "Nothing was left out."
    raise NotFoundError(f"No left-out fact fits {quoted(reference)}. {told}", code="NO_SUCH_FACT")


def section_of(reference: str) -> str | None:
    """The section that words name ("the hobby section", "Projekte"), or None."""
    words = clean(_SMALL.sub(" ", _PART.sub(" ", reference))).casefold()
    return next((name for name, names in _SECTIONS.items() if words in names.split()), None)


def facts_of_section(facts: Sequence[ResumeFact], section: str) -> list[ResumeFact]:
    """The facts that belong to a section of the resume."""
    return [fact for fact in facts if _section(fact) == section]


def place_of(reference: str) -> int | None:
    """The place that words name, counted from 1 ("second", "line 3"); -1 for the last, None for no place."""
    words = re.sub(r"\b(?:the|die|la|le|line|bullet|sentence|zeile|ligne|línea|one)\b", " ", reference.casefold())
    only = clean(words)
    if only in _ORDINALS:
        return _ORDINALS[only]
    match = _PLACE.match(clean(re.sub(r"\b(?:the|die|la|le)\b", " ", reference)))
    return int(match[1]) if match else None


def subject_of(reference: str) -> str:
    """What a line is said to be about: "the line about Kafka" is about "Kafka"."""
    subject = _ABOUT.sub("", reference.strip().strip("“”\"'«»")).strip()
    within = _WITHIN.search(subject)
    if within is not None and section_of(within[1]):
        subject = subject[: within.start()].strip()
    return _ARTICLE.sub("", subject) or reference.strip()


def _by_words(words: str, things: Sequence[Thing], text_of: Callable[[Thing], str]) -> list[Thing]:
    """The things that say the words; else those that hold all their content; else those that read much alike."""
    saying = [thing for thing in things if spoken(words, text_of(thing))]
    if saying:
        return saying
    content = tokens_of(words)
    holding = [thing for thing in things if content and content <= tokens_of(text_of(thing))]
    if holding or len(words) < 12:
        return holding
    scores = [fuzz.partial_ratio(words.casefold(), text_of(thing).casefold()) for thing in things]
    best = max(scores, default=0.0)
    return [thing for thing, score in zip(things, scores, strict=True) if score == best and score >= _ALIKE]


def _only(words: str, found: Sequence[Thing], kind: str, text_of: Callable[[Thing], str]) -> Thing | None:
    """The one that is meant; a sentence goes before a list of skills that names the same."""
    if len(found) > 1:
        sentences = [thing for thing in found if not _is_list(thing)]
        found = sentences if len(sentences) == 1 else found
    if len(found) > 1:
        choices = "; ".join(f"{_label(thing)}{quoted(text_of(thing))}" for thing in found[:_OFFERED])
        raise ConflictError(f"Several fit “{words}”. Which {kind} is meant: {choices}?", code="AMBIGUOUS")
    return found[0] if found else None


def _is_list(thing: object) -> bool:
    return isinstance(thing, Claim) and thing.section in {"skills", "languages"}


def _label(thing: object) -> str:
    return f"{thing.id} " if isinstance(thing, Claim) else ""


def _offer(lines: Sequence[Claim]) -> str:
    shown = "; ".join(f"{claim.id} {quoted(said(claim))}" for claim in lines[:_OFFERED])
    more = f"; and {len(lines) - _OFFERED} more" if len(lines) > _OFFERED else ""
    return f"Its lines are: {shown}{more}."


def _fact_text(fact: ResumeFact) -> str:
    return clean(fact.text)


def _section(fact: ResumeFact) -> str:
    if isinstance(fact.detail, OtherDetail):
        return fact.detail.section
    return _KINDS.get(fact.detail.kind, fact.detail.kind)
