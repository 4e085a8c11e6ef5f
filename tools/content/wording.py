"""Sentences put together to a text, counted, and taken apart again. Pure."""

import re
from collections.abc import Sequence
from itertools import groupby

from tools.content.schemas import ContentSentence, Draft

_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’»)]*\s+(?=[\"“‘«(]*[A-ZÀ-ÞŒ0-9])")
_SHORTENED = re.compile(
    r"(?:^|[\s(])(?:[A-ZÀ-Þ]|Dr|Mr|Mrs|Ms|Prof|St|e\.g|i\.e|z\.B|z|u\.a|ca|bzw|etc|Nr|No|Inc|Ltd|Co|Corp|Hr|Fr|Sr|Sra|"
    r"M|Mme|Exmos|B\.Sc|M\.Sc|Ph|B|M|Dipl|Ing|approx|vs|d\.h|inkl|usw)\.$"
)


def paragraphs_of(sentences: Sequence[ContentSentence]) -> list[str]:
    """The paragraphs that the sentences make."""
    groups = groupby(sentences, key=lambda sentence: sentence.paragraph)
    return [" ".join(sentence.text for sentence in group) for _, group in groups]


def assembled(draft: Draft) -> str:
    """The whole text as it is sent: salutation, paragraphs, closing, name; parted by empty lines."""
    farewell = "\n".join(part for part in (draft.closing, draft.signature) if part)
    return "\n\n".join(part for part in (draft.salutation, *paragraphs_of(draft.sentences), farewell) if part)


def word_count(sentences: Sequence[ContentSentence]) -> int:
    """How many words the sentences have."""
    return sum(len(sentence.text.split()) for sentence in sentences)


def split_sentences(text: str) -> list[str]:
    """A paragraph's sentences; a full stop after an abbreviation ends none."""
    parts, start = [], 0
    for found in _SENTENCE.finditer(text):
        if not _SHORTENED.search(text[start : found.start() + 1].rstrip()):
            parts.append(text[start : found.end()].strip())
            start = found.end()
    return [part for part in [*parts, text[start:].strip()] if part]
