"""The words a search is for: what is left of a sentence when the asking, the filters and the filler are taken off."""

import re

from agents.offline.language import fold
from agents.offline.spans import GAP
from agents.offline.vocabulary import vocabulary

# Said as one: "career changers" is nobody's career, and the first half of "Gesundheits- und Krankenpfleger" goes on.
_WHOLE = (
    r"(?:mid-)?careers?[- ](?:chang\w+|break\w*|coach\w*|advis\w+|counsel\w+|consultant\w*|services?|switch\w+)|"
    r"[^\W\d_]{3,}- (?:und|oder|u\.|bzw\.|&) [^\W\d_]{3,}"
)
_TOKEN = re.compile(rf"(?i:{_WHOLE})|[^\s,;:!?()\"“”„«»¿¡\x01]+|[,;:!?()\x01]")
_INSIDE = frozenset(
    {
        "of",
        "and",
        "or",
        "&",
        "/",
        "und",
        "oder",
        "et",
        "ou",
        "y",
        "o",
        "de",
        "du",
        "des",
        "d'",
        "del",
        "la",
        "for",
        "fur",
    }
    | {"in", "au", "aux", "a", "with", "e"}
)
_COMPOUND = re.compile(
    r"(?P<head>(?:teil|voll)zeit|minijob|aushilfs|ferien|neben)-?(?:stellen?|stellenangebote?n?|jobs?|jobangebote?n?|"
    r"arbeitsplatz|arbeitsplätze)",
    re.IGNORECASE,
)
_JOB_WORDS = re.compile(
    r"^(?:jobs?|positions?|roles?|postings?|openings?|vacanc(?:y|ies)|opportunit(?:y|ies)|gigs?|listings?|work|"
    r"employment|stellen?|stellenanzeigen?|stellenangebote?n?|arbeit|arbeitsstellen?|arbeitsplatze?|jobangebote?n?|"
    r"postes?|offres?|emplois?|annonces?|travail|boulot|empleos?|trabajos?|ofertas?|puestos?|vacantes?|"
    r"anuncios?|curro|"
    r"positionen|rollen?|vacatures?|baan|banen|functies?)$"
)


def words_of(rest: str) -> str | None:
    """The telling words in their order, each run joined by what stood between; None when there are none.

    >>> words_of("find Python jobs")
    'Python'
    """
    runs: list[list[str]] = [[]]
    for token in _TOKEN.findall(rest):
        plain = _bare(token.strip(".'’-–"))
        if token in {",", ";", ":", "!", "?", "(", ")", GAP}:
            runs.append([])
        elif not plain or not _tells(plain):
            if plain and fold(plain) in _INSIDE and runs[-1]:
                runs[-1].append(plain)
            elif runs[-1]:
                runs.append([])
        else:
            runs[-1].append(plain)
    kept = [_trimmed(run) for run in runs]
    found = " ".join(" ".join(run) for run in kept if run)
    return found[:200] or None


def _bare(word: str) -> str:
    """What a German compound of hours with "Stellen" or "Jobs" is about: Teilzeitstellen are Teilzeit."""
    match = _COMPOUND.fullmatch(word)
    if match is None:
        return word
    return match["head"]


def _trimmed(run: list[str]) -> list[str]:
    """The run without joining words at its ends."""
    while run and fold(run[-1]) in _INSIDE:
        run = run[:-1]
    while run and fold(run[0]) in _INSIDE:
        run = run[1:]
    return run


def _tells(word: str) -> bool:
    folded = fold(word)
    known = vocabulary()
    bare = folded.removesuffix("'s")
    if (
        bare.endswith(("-moi", "-nous", "-me"))
        or folded in known.search_fillers
        or bare in known.search_fillers
        or _JOB_WORDS.match(bare)
    ):
        return False
    return folded not in known.stopwords or (word.isupper() and len(word) > 1)
