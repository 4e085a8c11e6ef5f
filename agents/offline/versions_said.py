"""Versions that a sentence names: by number, or as the first, the last, the one before."""

import re

from agents.offline.language import repaired
from agents.offline.wordings import ORDINALS, SMALL

VERSION = r"(?:versions?|versione?n?|versiones?|fassung(?:en)?|stand|drafts?|entwurf|entwurfe)"
_AND = r"\s*(?:,|and|und|et|y|to|with|vs\.?|versus|against|from|mit|avec|con|bis|zu|a|-|–|&|or|oder|ou|o)\s*"
_NUMBERS = re.compile(
    rf"\b{VERSION}\s*(?:number|no\.?|nr\.?|nummer|n°|#)?\s*(\d{{1,3}})(?:{_AND}(?:the |la |le |"
    rf"der )?(?:{VERSION}\s*|v\s?)?(\d{{1,3}}))?\b|"
    rf"\bv\s?(\d{{1,3}})(?:{_AND}v?\s?(\d{{1,3}}))?\b"
)
_SPELLED = re.compile(rf"\b{VERSION} ({'|'.join(SMALL)})(?:{_AND}(?:{VERSION} )?({'|'.join(SMALL)}))?\b")
_ORDINAL = re.compile(rf"\b({'|'.join(sorted(ORDINALS, key=len, reverse=True))}) (?:\w+ )?{VERSION}\b")
_ORIGINAL = re.compile(rf"\b(?:original|initial|ursprungliche\w*|erste\w*|premiere|primera|initiale) {VERSION}\b")
_EARLIER = re.compile(
    rf"\b(?:previous|earlier|older|prior|preceding|vorige\w*|vorherige\w*|letzte\w* davor|precedente|"
    rf"anterior) (?:one|{VERSION})\b|"
    rf"\b{VERSION} (?:before|precedente|anterior|davor)\b|\b(?:one|a) {VERSION} back\b"
)
_SPEAKS = re.compile(rf"\b{VERSION}\b|\bv\s?\d{{1,3}}\b")


def speaks_of_versions(text: str) -> bool:
    """Whether versions are spoken of."""
    return bool(_SPEAKS.search(repaired(text)))


def versions_of(text: str) -> list[int]:
    """The numbers of the versions named, in the order said: none, one or two."""
    folded = repaired(text)
    found: list[int] = []
    for match in _NUMBERS.finditer(folded):
        found += [int(group) for group in match.groups() if group]
    if not found:
        for match in _SPELLED.finditer(folded):
            found += [SMALL[group] for group in match.groups() if group]
    if not found:
        found = [ORDINALS[match[1]] for match in _ORDINAL.finditer(folded) if ORDINALS[match[1]] > 0]
    if not found and _ORIGINAL.search(folded):
        found = [1]
    return [number for number in dict.fromkeys(found) if number > 0][:2]


def steps_back(text: str) -> bool:
    """Whether the version before the newest is meant."""
    return bool(_EARLIER.search(repaired(text)))
