"""Where something was done: the position, project or study that a line stands under, in words."""

import re
from dataclasses import dataclass

_FRAMES = {
    "en": ("As {title} at {employer}", "At {employer}", "As {title}", "In the project {title}"),
    "de": ("Als {title} bei {employer}", "Bei {employer}", "Als {title}", "Im Projekt {title}"),
    "fr": ("En tant que {title} chez {employer}", "Chez {employer}", "En tant que {title}", "Dans le projet {title}"),
    "es": ("Como {title} en {employer}", "En {employer}", "Como {title}", "En el proyecto {title}"),
    "nl": ("Als {title} bij {employer}", "Bij {employer}", "Als {title}", "In het project {title}"),
    "pt": ("Como {title} ({employer})", "No meu trabalho ({employer})", "Como {title}", "No projeto {title}"),
}
_WANTS_AN_ARTICLE = re.compile(
    r"^(?:Klinikum|Krankenhaus|Universit\w+|Hochschule|Schule|Grundschule|Gymnasium|Restaurant|Hotel|Stadt|Gemeinde|"
    r"Landkreis|Amt|Bundes\w+|Stiftung|Praxis|Kita|Deutsche[rns]?|H[ôo]pital|Clinique|[ÉE]cole|Lyc[ée]e|Coll[èe]ge|"
    r"Mairie|Universit[ée]|Minist[èe]re|Centre|Cabinet|Garage|Boulangerie|Pharmacie|Ziekenhuis|Gemeente|"
    r"Universiteit|Basisschool)\b"
)
_VOWEL = re.compile(r"^[aeiouyàâéèêëîïôûh]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A position (title, employer), or a project (its name as title, no employer), or nothing that is named."""

    title: str = ""
    employer: str = ""
    current: bool = False
    is_project: bool = False


def place_words(place: Place, language: str) -> str:
    """ "As Cook at Acme" in the language; empty where nothing is named. Nothing is added to the names."""
    both, at, as_, project = _FRAMES[language]
    if place.is_project:
        return project.format(title=place.title) if place.title else ""
    if place.title and place.employer:
        frame = both
        if language in {"de", "fr", "nl"} and wants_an_article(place.employer):
            frame = f"{as_} ({{employer}})"
        return _elided(frame.format(title=place.title, employer=place.employer), place.title, language)
    if place.employer:
        return at.format(employer=place.employer)
    return _elided(as_.format(title=place.title), place.title, language) if place.title else ""


def wants_an_article(employer: str) -> bool:
    """Whether a name is a common noun at its head ("Klinikum Nord"), so that "bei" or "chez" alone would be wrong."""
    return _WANTS_AN_ARTICLE.match(employer) is not None


def _elided(text: str, title: str, language: str) -> str:
    if language == "fr" and _VOWEL.match(title):
        return text.replace(f"que {title}", f"qu’{title}", 1)
    return text
