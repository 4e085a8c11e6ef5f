"""Our own words in the languages there are, and the wordings that are looked for, out of `data/`. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, get_args

from tools.applications.preparing.schemas import NoteLanguage
from tools.yaml_text import parse_yaml

NOTE_LANGUAGES: tuple[NoteLanguage, ...] = get_args(NoteLanguage)
_BREAK = re.compile(r"\n+|(?<=[.!?;])\s+(?=[\"„“«(]?[A-ZÀ-ÞŒ0-9¿¡])")
_MARK = re.compile(r"^\s*(?:[-–—•·*▪◦‣●○➢➤✔✓✅►]|\d{1,2}[.)])\s+")
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Wordings:
    """What is looked for under one name: patterns that say it, that say it vaguely, and that take it back."""

    says: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    vague: re.Pattern[str] | None = None
    work: re.Pattern[str] | None = None


def note_language(posting_language: str) -> NoteLanguage:
    """The language of the notes: the posting's where there are words in it, else English."""
    return next((known for known in NOTE_LANGUAGES if known == posting_language[:2].lower()), "en")


@lru_cache(maxsize=8)
def own_words(language: NoteLanguage) -> dict[str, Any]:
    """Every text of ours in one language."""
    found: dict[str, Any] = _data("words")[language]
    return found


@lru_cache(maxsize=8)
def wordings(name: str) -> Mapping[str, Wordings]:
    """The wordings of a file of `data/` (flags, asked), compiled, in the file's order."""
    return {
        kind: Wordings(
            says=_any(entry["says"]) or re.compile(r"(?!)"), unless=_any(entry.get("unless", ())),
            vague=_any(entry.get("vague", ())), work=_any([entry["work"]] if "work" in entry else ()),
        )
        for kind, entry in _data(name).items()
    }  # fmt: skip


@cache
def story_patterns(name: str) -> re.Pattern[str]:
    """One list of `data/stories.yaml` as a pattern."""
    return _any(_data("stories")[name]) or re.compile(r"(?!)")


@cache
def role_questions() -> tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]:
    """(pattern of titles, question by language) for each kind of work."""
    return tuple((re.compile(entry["title"], re.IGNORECASE), entry) for entry in _data("roles"))


def sentences(text: str) -> list[str]:
    """Lines and sentences as exact stretches of the text, without the marks of lists."""
    parts = (_MARK.sub("", part).strip() for part in _BREAK.split(text))
    return [part for part in parts if part]


def shortened(text: str, longest: int = LONGEST) -> str:
    """The beginning of a text, up to a word's end: still its exact characters."""
    return text if len(text) <= longest else text[:longest].rsplit(None, 1)[0] or text[:longest]


def _any(patterns: Any) -> re.Pattern[str] | None:
    joined = "|".join(f"(?:{pattern.removeprefix('(?i)')})" for pattern in patterns)
    return re.compile(joined, re.IGNORECASE) if joined else None


@cache
def _data(name: str) -> Any:
    text = (files("tools.applications.preparing") / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    return parse_yaml(text)
