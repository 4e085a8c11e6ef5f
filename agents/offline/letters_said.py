"""What a letter, a mail or a file should be like: kind, tone, length, format, language, and what it should speak of."""

import re

from agents.offline.language import fold, repaired
from agents.offline.vocabulary import name_said
from agents.offline.wordings import FILE

LETTER = (
    r"(?:cover(?:ing)? ?letters?|motivation(?:al)? letters?|letters? of (?:motivation|application)|"
    r"application letters?|anschreiben|motivationsschreiben|bewerbungsschreiben|"
    r"lettres? de (?:motivation|presentation|candidature)|cartas? de (?:presentacion|motivacion)|motivatiebrief|"
    r"sollicitatiebrief)"
)
MAIL = r"(?:e-?mails?|mails?|message|note|nachricht|courriels?|correos?(?: electronicos?)?|mensajes?|mot|bericht)"
_SPEAKS_OF = re.compile(
    r"\b((?:(?:don'?t|do not|never|without|nicht|ne pas|sans|sin|no) )?(?:mention\w*|bring(?:ing)? up|"
    r"refer(?:ring)? to|"
    r"talk(?:ing)? about|talks about|focus\w*(?: on)?|emphasi[sz]\w*|highlight\w*|stress\w*|point(?:ing)? out|"
    r"leave out|"
    r"leaving out|say(?:ing|s)? that|writ\w+ about|erwahn\w*|betone?\w*|schreib rein,? dass|mentionn\w*|parl\w+ de|"
    r"insist\w* sur|evoqu\w*|menciona\w*|destaca\w*|habl\w+ de|resalt\w*|vermeld\w*|noem)\s+.{2,}?)"
    r"(?=[.!?]?$|,? (?:and|und|et|y) (?:make|keep|give|send|show|save|mach|fais|haz)\b)"
)


def format_of(text: str) -> str | None:
    """docx, json, md, txt or pdf."""
    folded = fold(FILE.sub(" ", text))
    return name_said("formats", folded)


def tone_of(text: str) -> str | None:
    """formal, friendly, concise or enthusiastic; "less formal" is friendly."""
    folded = repaired(text)
    if re.search(
        r"\b(?:less|not so|not too|weniger|nicht so|moins|pas si|menos|no tan|minder) (?:formal|formell|"
        r"formlich|formel|stiff|steif|stijf)\w*|"
        r"\b(?:too|zu|trop|demasiado|muy) (?:formal|formell|formlich|formel|stiff|"
        r"steif)\w*",
        folded,
    ):
        return "friendly"
    return name_said("tones", folded)


def length_of(text: str) -> str | None:
    """short, medium or long."""
    folded = repaired(text)
    if re.search(r"\b(?:too|zu|trop|demasiado|te) (?:long|lang|longue?|larg[oa])\b", folded):
        return "short"
    if re.search(r"\b(?:too|zu|trop|demasiado|te) (?:short|kurz|courte?|cort[oa]|kort)\b", folded):
        return "long"
    return name_said("lengths", folded)


def mail_tone_of(text: str) -> str | None:
    """The tone of a mail: one that is to be shorter is to be concise, as a mail has no length to choose."""
    return tone_of(text) or ("concise" if length_of(text) == "short" else None)


def purpose_of(text: str) -> str | None:
    """What a mail is for: thank_you, decline, status, follow_up, referral, availability."""
    return name_said("mails", repaired(text))


def language_wanted(text: str) -> str | None:
    """The code of the language something should be written in."""
    folded = fold(text)
    match = re.search(r"\b(?:in|auf|en|in het)\s+([a-z]+)", folded)
    return name_said("languages", match[1]) if match else None


def speaks_of(text: str) -> str | None:
    """What should be dwelt on or left out, as it was said: "mention Kafka"."""
    match = _SPEAKS_OF.search(fold(text))
    return text[match.start(1) : match.end(1)].strip(" .!?") or None if match else None
