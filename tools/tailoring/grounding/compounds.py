"""German and Dutch compounds: their parts, the short word in the long one, and numbers at their front."""

import re
from collections.abc import Sequence
from functools import lru_cache

from tools.tailoring.grounding.lexicon import lexicon
from tools.tailoring.grounding.stems import stem
from tools.tailoring.grounding.tables import load
from tools.tailoring.grounding.tokens import Token

_SHORT = 3
_LINKS = ("", "s", "es", "n", "en", "ens", "e", "er", "-")
_NUMBERED = {
    "de": re.compile(r"^(zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf)(\w{5,})$"),
    "nl": re.compile(r"^(twee|drie|vier(?!kant)|vijf|zes|zeven|acht|negen|tien)(\w{5,})$"),
}


@lru_cache(maxsize=1)
def _verbal_prefixes() -> frozenset[str]:
    return frozenset(load("grammar.yaml")["verbal_prefixes"].split())


@lru_cache(maxsize=20_000)
def inside(short: str, long: str, language: str) -> bool:
    """Whether `short` is the first or last part of the compound `long`, however they are inflected."""
    if len(short) < 5 or len(long) < len(short) + 2:
        return False
    base, whole = stem(short, language), stem(long, language)
    if len(base) >= 4 and whole.endswith(base) and len(whole) - len(base) >= 3:
        return whole[: -len(base)] not in _verbal_prefixes()
    root = short.rstrip("ens") if len(short.rstrip("ens")) >= 4 else short
    ends = long.endswith(short) and long[: -len(short)] not in _verbal_prefixes()
    return ends or (long.startswith(root) and len(long) - len(root) >= 4)


@lru_cache(maxsize=20_000)
def compound_parts(word: str, language: str) -> tuple[str, ...]:
    """The two parts of a German or Dutch compound whose last part the vocabulary knows; empty otherwise."""
    if language not in {"de", "nl"} or len(word) < 8:
        return ()
    for cut in range(3, len(word) - 3):
        left, right = word[:cut], word[cut:]
        if left in _verbal_prefixes() or not _known(right, language):
            continue
        for link in _LINKS:
            root = left[: len(left) - len(link)] if link and left.endswith(link) else left
            if len(root) >= 3 and root not in _verbal_prefixes() and _known(root, language):
                return root, right
    for cut in range(3, len(word) - 3):
        left, right = word[:cut], word[cut:]
        if cut == _SHORT and len(right) <= 2 * _SHORT:
            continue
        if left not in _verbal_prefixes() and (_known(right, language) and len(right) >= 5):
            return left.removesuffix("s"), right
    return ()


@lru_cache(maxsize=50_000)
def _known(word: str, language: str) -> bool:
    return (len(word) >= 4 and bool(lexicon().lookup(word, language))) or word in lexicon().words[language]


def split_numbered(tokens: Sequence[Token], language: str) -> list[Token]:
    """The tokens with "Dreischichtbetrieb" cut into "drei" and "schichtbetrieb"."""
    pattern = _NUMBERED.get(language)
    if pattern is None:
        return list(tokens)
    found: list[Token] = []
    for token in tokens:
        match = pattern.match(token.low) if token.kind == "word" else None
        if match and (_known(match.group(2), language) or compound_parts(match.group(2), language)):
            cut = token.start + match.end(1)
            number, rest = token.text[: match.end(1)], token.text[match.end(1) :]
            found.append(Token(number, number.lower(), token.start, cut, "word", token.glued))
            found.append(Token(rest, rest.lower(), cut, token.end, "word", True))
        else:
            found.append(token)
    return found


def compound_initials(word: str, language: str) -> str:
    """First letters of a compound's parts: "dms" for Dokumentenmanagementsystem; empty for a simple word."""
    parts = compound_parts(word, language)
    if not parts:
        return ""
    return "".join(compound_initials(part, language) or part[0] for part in parts)
