"""Long pasted texts: which are postings, which are resumes, and which lines around them are the person's own words."""

import re
from dataclasses import dataclass
from typing import Literal

from agents.offline.language import fold, word_concepts, words
from agents.offline.tables_said import application_table

_DELIMITER = re.compile(r"^[ \t]*(?:[-–—=*_#~]{3,})[ \t]*$", re.MULTILINE)
_NUMBERED = re.compile(
    r"^[ \t]*(?:job|posting|position|role|stelle|offre|poste|oferta|empleo|resume|cv|"
    r"lebenslauf)[ \t]*(?:no\.?|#|nr\.?)?[ \t]*\d+[ \t]*[:.)–-]*[ \t]*(?=$|\S)",
    re.IGNORECASE | re.MULTILINE,
)
_POSTING = re.compile(
    r"we(?:'re| are) (?:looking|hiring|seeking)|you(?:'ll| will) (?:be|work|build|lead|own|join|"
    r"run|help|support|design|manage|have)|about (?:the (?:role|job|"
    r"position|team|company)|us\b)|\brequirements?\b|responsibilit|qualifications|what (?:you'll|"
    r"you will|we're|we are|we) |what you bring|who you are|"
    r"nice to have|we offer|benefits|\bapply\b|equal opportunity|competitive salary|\bjoin (?:us|"
    r"our)|your (?:profile|tasks|role|mission)|the role|"
    r"\b\d\+? ?(?:\+|or more)? years|\(m/[fw]/[dx]\)|\([mwfhdx]/[mwfhdx](?:/[mwfhdx])?\)|"
    r"full[- ]time|job description|wir (?:suchen|bieten)|ihr(?:e)? (?:profil|aufgaben)|"
    r"dein(?:e)? (?:profil|aufgaben)|anforderungen|nous (?:recherchons|offrons|cherchons)|"
    r"profil recherche|vos missions|\bcdi\b|buscamos|requisitos|"
    r"ofrecemos|funciones|se requiere|salary range|per (?:hour|year|annum)|must[- ]have|position summary|"
    r"\bpensum|\barbeitsort|stellenantritt|per sofort|nach vereinbarung|bewerb(?:ung|en|dich)|"
    r"(?:du bringst|sie bringen)|aufgabenbereich|"
    r"(?:das |was )?(?:erwartet dich|bieten wir)|\d\d\s?(?:-|–)\s?100\s?%|unbefristet|postulez|"
    r"candidature|envianos|duties",
)
_RESUME = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.\w+|\+?\d[\d ()./-]{8,}\d|^(?:work |professional |"
    r"relevant )?experience\b|"
    r"^employment|^education\b|^(?:technical |key |core )?skills\b|^summary\b|"
    r"^profile\b|^objective\b|^languages\b|^certifications?\b|^projects\b|^references\b|"
    r"curriculum|^berufserfahrung|^ausbildung|^kenntnisse|^sprachen|"
    r"^lebenslauf|^werdegang|^experience professionnelle|^experiences?\b|^formation|^competences|"
    r"^langues|^experiencia|^educacion|^formacion|^habilidades|"
    r"^idiomas|\b(?:19|20)\d\d\s*(?:-|–|—|to|bis|a|until)\s*(?:(?:\w{3,9}\.? )?(?:19|20)\d\d|"
    r"present|now|today|heute|current|actual\w*|aujourd)|"
    r"\bb\.?sc\b|\bm\.?sc\b|\bbachelor|\bmaster of|\bph\.?d|linkedin\.com/in|github\.com/",
    re.MULTILINE,
)
_ASKING = re.compile(
    r"\b(?:add|save|here(?:'s| is| are)|these|my|please|track|store|check|tailor|compare|review|"
    r"which|paste|pasted|pasting|tell|what|found|want|"
    r"posting|hinzu\w*|fuge|speicher\w*|hier (?:ist|sind)|mein\w*|voici|ajoute\w*|mon|aqui|guarda|"
    r"anade|mi|two|three)\b"
)
_OWN = re.compile(r"\b(?:me|my|i|mir|mich|mein\w*|moi|mon|ma|mi|me|them|these|it)\b")
_SHORT, _MANY_LINES, _LONG = 200, 4, 400
_CERTAINLY_LINES, _CERTAINLY = 8, 1_200


@dataclass(frozen=True, slots=True)
class Document:
    """One pasted text."""

    kind: Literal["job", "resume", "table", "unknown"]
    text: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """A message apart: what the person asks before and after, and what was pasted between."""

    before: str
    documents: tuple[Document, ...]
    after: str = ""


def take_apart(text: str) -> Pasted:
    """Divide a message into the person's own words and pasted texts; a short message is all the person's. Of a message
    with a table of applications all is that table: what stands around it says no more than that it is one."""
    if table := application_table(text):
        return Pasted(before="", documents=(Document("table", table),))
    if not _is_long(text):
        return Pasted(before=text, documents=())
    segments = [part.strip() for part in _DELIMITER.split(_NUMBERED.sub("\n---\n", text)) if part.strip()]
    before, segments = _leading(segments)
    after, segments = _trailing(segments)
    documents = [document for segment in segments if (document := _document(segment, before)) is not None]
    if not documents and (len(text) > _CERTAINLY or len(text.splitlines()) >= _CERTAINLY_LINES):
        # Whatever it is, nobody types that much: it is somebody else's words, never a list of requests.
        return Pasted(before="", documents=(Document("unknown", text),))
    if not documents:
        return Pasted(before=text, documents=())
    return Pasted(before=before, documents=tuple(documents), after=after)


def _is_long(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) >= _CERTAINLY_LINES or len(text) > _CERTAINLY:
        return True
    if len(lines) >= _MANY_LINES:
        return any(len(line) > 60 for line in lines) or _signs(text) != (0, 0)
    return (len(text) > _LONG and max(_signs(text)) > 1) or (len(lines) > 1 and max(_signs(text)) > 1)


def _signs(text: str) -> tuple[int, int]:
    """How many different signs of a posting and of a resume the text shows."""
    folded = fold(text)
    return len({match.group() for match in _POSTING.finditer(folded)}), len(
        {match.group() for match in _RESUME.finditer(folded)}
    )


def _leading(segments: list[str]) -> tuple[str, list[str]]:
    """The person's words at the beginning: a whole short segment, or the first lines of the first one."""
    if len(segments) > 1 and _is_asking(segments[0]):
        return segments[0], segments[1:]
    lines = segments[0].splitlines() if segments else []
    if (
        lines
        and _is_asking(lines[0])
        and (
            lines[0].rstrip().endswith((":", "?", "!", ","))
            or len(lines) == 1
            or not lines[1].strip()
            or _commands(lines[0])
        )
    ):
        rest = "\n".join(lines[1:]).strip()
        return lines[0], [rest, *segments[1:]] if rest else segments[1:]
    if lines and (inline := re.match(r"([^:\n]{3,80}):\s+(?=\S)", lines[0])) and _is_asking(inline[1]):
        return inline[1], [segments[0][inline.end() :], *segments[1:]]
    return "", segments


def _trailing(segments: list[str]) -> tuple[str, list[str]]:
    """The person's words at the end, set off by a blank line or a rule; only if they speak of themselves."""
    if not segments:
        return "", segments
    if (
        len(segments) > 1
        and len(segments[-1]) <= _SHORT
        and "\n" not in segments[-1]
        and max(_signs(segments[-1])) == 0
    ):
        return (segments[-1] if _OWN.search(fold(segments[-1])) else ""), segments[:-1]
    paragraphs = re.split(r"\n\s*\n", segments[-1])
    last = paragraphs[-1].strip()
    if (
        len(paragraphs) > 1
        and len(last) <= _SHORT
        and "\n" not in last
        and re.search(r"\b(?:my|me|mein\w*|mir|mon|moi|mi)\b", fold(last))
        and _asks(last)
    ):
        return last, [*segments[:-1], "\n\n".join(paragraphs[:-1])]
    return "", segments


def _is_asking(line: str) -> bool:
    folded = fold(line)
    return len(line) <= _SHORT and len(line.splitlines()) <= 2 and bool(_ASKING.search(folded)) and _signs(line)[1] == 0


def _commands(line: str) -> bool:
    first = words(fold(line))[:1]
    return bool(first) and bool(word_concepts(first[0]) & {"add", "check", "compare", "tailor"})


def _asks(line: str) -> bool:
    concepts = {concept for word in words(fold(line)) for concept in word_concepts(word)}
    return line.rstrip().endswith("?") or bool(concepts & {"compare", "fit", "tailor", "check", "which"})


def _document(text: str, asked: str) -> Document | None:
    posting, resume = _signs(text)
    nouns = {concept for word in words(fold(asked)) for concept in word_concepts(word)}
    if "resume" in nouns and "job" not in nouns:
        resume += 2
    if "job" in nouns and "resume" not in nouns:
        posting += 2
    if posting == resume == 0:
        return Document("unknown", text) if len(text) > _LONG else None
    return Document("job" if posting >= resume else "resume", text)
