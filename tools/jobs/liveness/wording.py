"""The sentences by which pages say that a posting is over, in seven languages, and those that only sound like it.

A sentence counts when it speaks of this one posting, now, from its first words to its end: "This position has been
filled." does; "If this position has been filled …" or "This position has been filled by students" does not.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tools.jobs.matching.words import fold
from tools.yaml_text import parse_yaml

_MOST = 260
_SENTENCE = re.compile(
    r"(?<=[.!?…])[\"”»)\]]*\s+(?=[\"“«(¡¿]?[A-ZÀ-ÞÄÖÜ])|\n+|\s+[|·•]\s+|\s+[–—-]\s+(?=[A-ZÀ-Þ])|"
    r"(?<=\w)[:!]\s+(?=[A-ZÀ-Þ])"
)
_PUNCTUATION = r"[,.!?:;…\s–—-]*"
_EDGE = " \t\"“”„«»'()[]*•·-–—¡¿…>"
# "(m/w/d)" and the like are not always repeated where the title is.
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]{1,25}[)\]]")
_DATE = r"(?:the )?(?:\d{1,4}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*)[\w ,./-]{0,18}"
_LABELLED = re.compile(
    r"^[\[(]?(?:closed|filled|expired|position filled|no longer available|besetzt|geschlossen|abgelaufen|pourvue?|"
    r"expiree?|cloturee?|"
    r"cerrad[oa]|cubiert[oa]|caducad[oa]|gesloten|vervuld|encerrad[oa]|preenchid[oa]|chius[oa]|scadut[oa]|"
    r"copert[oa])[\])]?$"
)


@dataclass(frozen=True, slots=True)
class _Language:
    """What one language's sentences are matched with; all over folded text."""

    statement: re.Pattern[str]
    veto: re.Pattern[str]


def closing_sentence(text: str, title: str = "", company: str | None = None) -> str | None:
    """The first sentence of a text that says this posting is over, in its exact words; None when none does."""
    lines = text.split("\n")
    pieces = (piece for line in lines for piece in dict.fromkeys((*_SENTENCE.split(line), line)))
    return next((piece.strip() for piece in pieces if says_closed(piece, title, company)), None)


def says_closed(sentence: str, title: str = "", company: str | None = None) -> bool:
    """Whether one sentence says that the posting of this title is over."""
    if not 5 < len(sentence) <= _MOST or sentence.rstrip().endswith("?"):
        return False
    plain = _plain(sentence)
    for name, mark in (
        (_plain(title), "‹job›"),
        (_plain(_ASIDE.sub("", title)), "‹job›"),
        (_plain(company or ""), "‹company›"),
    ):
        if len(name) >= 3:
            plain = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)(?: ?\([^)]{{1,12}}\))?", mark, plain)
    plain = re.sub(r"[\"'“”„«»]\s?(‹job›)\s?[\"'“”«»]", r"\1", plain)
    if _is_label(plain):
        return True
    return any(_states(language, plain) for language in _languages())


def _states(language: _Language, plain: str) -> bool:
    return language.statement.match(plain) is not None and language.veto.search(plain) is None


def is_label(words: str) -> bool:
    """Whether a badge's words say that something is over and nothing else: "Closed", "Besetzt"."""
    return _LABELLED.match(_plain(words)) is not None


def _is_label(plain: str) -> bool:
    """ "[Closed] Senior Nurse", "Senior Nurse (filled)": the title with a label beside it, nothing else."""
    before, mark, after = plain.partition("‹job›")
    labels = [part.strip(" -–—:|") for part in (before, after) if part.strip(" -–—:|")]
    marked = re.search(r"[()\[\]:–—|-]", plain)
    return bool(mark) and marked is not None and len(labels) == 1 and _LABELLED.match(labels[0]) is not None


def _plain(text: str) -> str:
    """Folded, with one kind of apostrophe and single spaces."""
    text = re.sub(r"[’‘`´ʼ]", "'", text.replace("\u00ad", "").replace("\u200b", ""))
    return " ".join(fold(text).split()).strip(_EDGE)


@cache
def _languages() -> tuple[_Language, ...]:
    raw = files("tools.jobs.liveness").joinpath("closing.v1.yaml").read_text(encoding="utf-8")
    return tuple(_language(entry) for entry in parse_yaml(raw).values())


def _language(entry: dict[str, Any]) -> _Language:
    now = rf"(?:(?:{entry['now']}),? )*"
    pieces = {
        "{noun}": entry["noun"],
        "{adjectives}": entry["adjectives"],
        "{now}": now,
        "{more}": entry["more_subject"],
        "{date}": _DATE,
    }

    def filled(pattern: str) -> str:
        for _ in range(2):
            for name, value in pieces.items():
                pattern = pattern.replace(name, value)
        return pattern

    subject = "|".join(filled(pattern) for pattern in entry["subject"])
    predicates = "|".join(filled(pattern) for pattern in entry["predicates"])
    phrases = "|".join(filled(pattern) for pattern in entry["phrases"])
    opening = rf"(?:(?:{'|'.join(entry['opening'])})\b{_PUNCTUATION})*"
    clause = rf"(?:(?:{subject}){filled(entry['more_subject'])},? ?(?:{predicates})|{phrases})"
    condition = rf"(?!\s*[,–—-]?\s*(?:only )?(?:{entry['conditions']})\b)"
    after = rf"(?=\s*(?:$|[.!…;:)\]\"”»,–—]|\s-|\((?!s\))|(?:{entry['after']})\b))"
    return _Language(re.compile(opening + clause + condition + after), re.compile(rf"\b(?:{entry['vetoes']})\b"))
