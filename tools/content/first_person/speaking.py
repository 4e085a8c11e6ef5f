"""The way from a resume's line to a sentence, whatever the language."""

import re

from tools.content.first_person.english import speak_english
from tools.content.first_person.germanic import speak_germanic
from tools.content.first_person.lines import capital, sentences_of, speaks_of_others
from tools.content.first_person.place import Place
from tools.content.first_person.romance import speak_romance

__all__ = ["Place", "speak"]
_LABEL = re.compile(r"^[A-ZÀ-Þ][\w/&-]*(?: [\w/&-]+){0,3}\s?:\s")
_MOST_SENTENCES = 3
_MOST_WORDS = 60


def speak(line: str, place: Place, language: str, nth: int = 0) -> str | None:
    """A resume's line as its owner would say it, closed by a full stop; several sentences stay several.

    `nth` counts the lines said of the same place before, and only the first (0) names it. None where the line cannot
    be put into the first person without a doubt: then it is better left out than said badly. So are further sentences
    of the line from the first on that cannot.
    """
    parts = sentences_of(line)
    if (
        not parts
        or _LABEL.match(parts[0])
        or len(parts) > _MOST_SENTENCES
        or len(line.split()) > _MOST_WORDS
        or speaks_of_others(line, language)
    ):
        return None
    spoken = []
    for number, part in enumerate(parts):
        said = _speak(part, place, language, nth + number)
        if said is None:
            break  # what comes after a sentence that cannot be said may lean on it
        spoken.append(f"{capital(said)}.")
    return " ".join(spoken) or None


def _speak(text: str, place: Place, language: str, nth: int) -> str | None:
    if len(text.split()) < 2 or not text[0].isalnum():
        return None
    if language in {"de", "nl"}:
        return speak_germanic(text, place, nth, language)
    if language in {"fr", "es", "pt"}:
        return speak_romance(text, place, nth, language)
    return speak_english(text, place, nth)
