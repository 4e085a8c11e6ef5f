"""The stages of an application and the words for them, one vocabulary for all. Pure, over `stages.v1.yaml`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from tools.applications.plain_words import heading_words
from tools.yaml_text import parse_yaml

Stage = Literal[
    "preparing", "applied", "screening", "interviewing", "offer", "accepted", "declined", "rejected", "withdrawn"
]
OPEN_STAGES: tuple[Stage, ...] = ("preparing", "applied", "screening", "interviewing", "offer")
ENDED_STAGES: tuple[Stage, ...] = ("accepted", "declined", "rejected", "withdrawn")
_LONGEST = 6
_SILENCE = re.compile(
    r"\bghost(?:ed|ing)\b|\bunanswered\b|\bno (?:reply|response|answer)|keine (?:antwort|ruckmeldung)|sans reponse|"
    r"sin respuesta"
)
_NOT = re.compile(r"\b(?:no|not|kein\w*|nicht|pas|sin)\b")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What `stages.v1.yaml` holds: stages by word, by picture, and by what a longer saying is about."""

    words: Mapping[str, Stage]
    signs: Mapping[str, Stage]
    about: Sequence[tuple[Stage, re.Pattern[str]]]


@cache
def vocabulary() -> Vocabulary:
    """The words for stages, read once."""
    data = parse_yaml(files("tools.applications").joinpath("stages.v1.yaml").read_text(encoding="utf-8"))
    words = {heading_words(word): stage for stage, listed in data["words"].items() for word in listed}
    words |= {stage: stage for stage in (*OPEN_STAGES, *ENDED_STAGES)}
    signs = {sign: stage for stage, listed in data["signs"].items() for sign in listed}
    return Vocabulary(words, signs, [(stage, re.compile(pattern)) for stage, pattern in data["about"]])


def stage_said(value: Any) -> Any:
    """The stage that a word for one means; any other value as it is, for the model to refuse."""
    if not isinstance(value, str) or len(value) > 100:
        return value
    return vocabulary().words.get(heading_words(value), value)


def stage_of(text: str) -> Stage | None:
    """The stage that a cell or a saying means, with numbers and pictures around it taken off; of a longer one what it
    is about, of a picture alone what that means. None for one that is not known."""
    known, words = vocabulary(), heading_words(text[:500])
    if not words:
        return next((known.signs[sign] for sign in text if sign in known.signs), None)
    plain = " ".join(re.sub(r"\b\d+(?:st|nd|rd|th)?\b", " ", words).split())
    if stage := known.words.get(words) or known.words.get(plain):
        return stage
    if not plain or len(plain.split()) > _LONGEST:
        return None
    found = next((stage for stage, pattern in known.about if pattern.search(plain)), None)
    return found if found in ("applied", "preparing", "rejected") or not _NOT.search(plain) else None


def is_silence(text: str) -> bool:
    """Whether a word for a rejection says that nobody ever answered."""
    return bool(_SILENCE.search(heading_words(text[:500])))
