"""Cuts a normalised sentence into numbers, words and signs."""

import re
from dataclasses import dataclass
from typing import Literal

_PATTERN = re.compile(
    r"""
    (?P<link>https?://[^\s,;)]+|www\.[^\s,;)]+|[^\s,;(]+@[\w-]+\.[\w.-]*\w)
  | (?P<date>(?<![\w.])(?:\d{4}-\d{2}-\d{2}|\d{4}-(?:0[1-9]|1[0-2])|\d{1,2}[./]\d{1,2}[./]\d{4}
      |(?:0?[1-9]|1[0-2])[./](?:19|20)\d{2})(?![\w]))
  | (?P<always>24/7|(?<![\w.])\d+:\d+(?![\w]))
  | (?P<alnum>(?<![\w])\d+[A-Za-z]+\d\w*|[^\W\d_]+\d[\w]*)
  | (?P<number>(?<![\w])(?:\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?))
  | (?P<tech>(?<![\w])\.net\b|\b[a-z]+\.(?:js|net|io|py|ai)\b|\b[cf]\#|\bc\+\+|\b[A-Z]&[A-Z]\b|\bci/cd\b)
  | (?P<word>[^\W_]+(?:'[^\W\d_]+)*)
  | (?P<symbol>[^\s])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ELISION = re.compile(r"^(l|d|qu|n|s|c|j|m|t|jusqu|lorsqu|puisqu|dell|all)'(?=\w)", re.IGNORECASE)
_DIGIT_START = re.compile(r"^(\d+)([a-zµ]+)$", re.IGNORECASE)

TokenKind = Literal["word", "number", "date", "symbol"]


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `glued` means no white space before it."""

    text: str
    low: str
    start: int
    end: int
    kind: TokenKind
    glued: bool


def tokenize(text: str) -> list[Token]:
    """Tokens of `text` in order. Numbers keep their separators; elided articles and the English 's are cut off."""
    tokens: list[Token] = []
    end = 0
    for match in _PATTERN.finditer(text):
        glued = match.start() == end and bool(tokens)
        tokens.extend(_pieces(match, glued))
        end = match.end()
    return tokens


def _pieces(match: re.Match[str], glued: bool) -> list[Token]:
    kind = match.lastgroup or "symbol"
    text, start = match.group(), match.start()
    if kind in {"number", "date", "symbol"}:
        return [_token(text, start, kind, glued)]
    if kind in {"link", "always", "alnum", "tech"}:
        return [_token(text, start, "word", glued)]
    return _words(text, start, glued)


def _words(text: str, start: int, glued: bool) -> list[Token]:
    digits = _DIGIT_START.match(text)
    if digits:
        cut = start + digits.end(1)
        return [_token(digits.group(1), start, "number", glued), _token(digits.group(2), cut, "word", True)]
    if text.lower().endswith("n't"):
        return [_token(text[:-3], start, "word", glued), _token("not", start + len(text) - 3, "word", True)]
    if text.lower().endswith("'s"):
        return [_token(text[:-2], start, "word", glued)]
    elision = _ELISION.match(text)
    if elision:
        cut = elision.end()
        return [_token(text[: cut - 1], start, "word", glued), _token(text[cut:], start + cut, "word", True)]
    return [_token(text, start, "word", glued)]


def _token(text: str, start: int, kind: str, glued: bool) -> Token:
    shown: TokenKind = kind if kind in {"number", "date", "symbol"} else "word"  # type: ignore[assignment]
    return Token(text, text.lower(), start, start + len(text), shown, glued)
