"""The words by which forms are read, from words.v1.yaml; matched over folded text."""

import re
import unicodedata
from functools import cache
from importlib.resources import files

from tools.yaml_text import parse_yaml

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ß": "ss"})


def folded(text: str) -> str:
    """Lower case, no accents, single spaces, plain apostrophes."""
    stripped = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).lower())
    return " ".join("".join(char for char in stripped if not unicodedata.combining(char)).split())


@cache
def words(name: str) -> re.Pattern[str]:
    """The pattern of one entry of the file."""
    return re.compile("|".join(f"(?:{one})" for one in _entries()[name]))


def says(name: str, *texts: str | None) -> bool:
    """Whether one of the texts holds the words of an entry."""
    pattern = words(name)
    return any(text and pattern.search(folded(text[:2_000])) for text in texts)


@cache
def _entries() -> dict[str, list[str]]:
    found: dict[str, list[str]] = parse_yaml((files(__package__) / "words.v1.yaml").read_text("utf-8"))
    return found
