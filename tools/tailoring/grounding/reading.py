"""Reads a text into what it claims: content words in clauses, quantities, dates, negated words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tools.tailoring.grounding.compounds import split_numbered
from tools.tailoring.grounding.counting import attach
from tools.tailoring.grounding.dates import read_dates
from tools.tailoring.grounding.families import is_word, roots
from tools.tailoring.grounding.lexicon import NONE, Lexicon, language_of, lexicon
from tools.tailoring.grounding.measures import measures
from tools.tailoring.grounding.quantities import QuantityReader
from tools.tailoring.grounding.ranges import Quantity
from tools.tailoring.grounding.separable import rejoin
from tools.tailoring.grounding.skills import named_skills
from tools.tailoring.grounding.stems import bare, stem
from tools.tailoring.grounding.tables import load, word_set
from tools.tailoring.grounding.tokens import Token, tokenize
from tools.tailoring.grounding.words import Reading, Word, settle, verbal

_HARD = {".", ";", ":", "|", "•", "–", "—", "!", "?", "·"}
_SOFT = {",", "&", "(", ")", "[", "]"}
_BUT = {"but", "aber", "mais", "pero", "maar", "mas"}
_FREE_SUFFIX = {"free", "frei", "freie", "freien", "los", "lose", "losen", "vrij", "loos"}
_OF = {"of", "von", "de", "d", "van", "aus", "mit"}
_REACH = 3
_LONG = 8
_FREED = re.compile(r"^(\w{4,}?)(?:s|n|en)?(?:frei|los|vrij|loos)(?:e|er|en|es|em)?$")


@lru_cache(maxsize=16)
def _grammar(kind: str, language: str) -> frozenset[str]:
    return frozenset(load("grammar.yaml")[kind][language])


@lru_cache(maxsize=1)
def _linking() -> frozenset[str]:
    return frozenset(load("grammar.yaml")["linking"].split())


@lru_cache(maxsize=2048)
def read(text: str, language: str | None = None) -> Reading:
    """Read a normalised text; the language is recognised when not given, English when nothing tells.

    The reading is shared between calls: do not change it.
    """
    tokens = tokenize(text)
    known = language or language_of(t.low for t in tokens) or "en"
    tokens = split_numbered(tokens, known)
    reading = Reading(text, known, tokens)
    reading.dates = read_dates(tokens)
    dated = {i for when in reading.dates for i in range(when.first, when.last + 1)}
    reader = QuantityReader(tokens, known, dated)
    reading.quantities = reader.read()
    reading.used = reader.used
    reading.words = _words(reading)
    if known in {"de", "nl"}:
        reading.words = rejoin(reading.words, tokens, known)
    _negate(reading)
    _split(reading)
    settle(reading)
    attach(reading)
    return reading


def _words(reading: Reading) -> list[Word]:
    found: list[Word] = []
    vocabulary = lexicon()
    skills = named_skills(reading.text, reading.tokens)
    index = 0
    while index < len(reading.tokens):
        token = reading.tokens[index]
        if index in skills and not (skills[index].soft or skills[index].last in reading.used):
            found.append(_word(reading, index, skills[index].last, frozenset({skills[index].concept})))
            reading.used.update(range(index, skills[index].last + 1))
            index = skills[index].last + 1
            continue
        if token.kind != "word" or index in reading.used:
            index += 1
            continue
        phrase = _phrase(vocabulary, reading, index)
        if phrase is not None:
            count, names = phrase
            if "light" not in vocabulary.tags(names):
                found.append(_word(reading, index, index + count - 1, names))
            index += count
            continue
        if not _skipped(vocabulary, reading, index):
            found.append(
                _freed(reading, index) or _word(reading, index, index, vocabulary.lookup(token.low, reading.language))
            )
        index += 1
    for skill in (skill for skill in skills.values() if skill.soft):
        for word in found:
            if (
                skill.first <= word.first
                and word.last <= skill.last
                and not vocabulary.tags(word.concepts) & {"cert", "level", "edu"}
            ):
                word.soft = not word.concepts and not word.proper
                word.concepts |= {skill.concept}
    return found


def _freed(reading: Reading, index: int) -> Word | None:
    """ "Lösemittelfrei" denies its first part; None for other words."""
    match = _FREED.match(reading.tokens[index].low) if reading.language in {"de", "nl"} else None
    if match is None:
        return None
    known = lexicon().lookup(match.group(1), reading.language)
    if not known and not is_word(match.group(1), reading.language) and len(match.group(1)) < _LONG:
        return None
    word = _word(reading, index, index, known)
    word.low, word.negated = match.group(1), True
    word.stem = stem(word.low, reading.language)
    return word


def _phrase(vocabulary: Lexicon, reading: Reading, index: int, longest: int = 99) -> tuple[int, frozenset[str]] | None:
    """How many tokens the longest phrase at `index` takes, at most `longest`, and its concepts."""
    best: tuple[int, frozenset[str]] | None = None
    tokens = reading.tokens
    for language in {reading.language, "en"}:
        known = vocabulary.phrases[language]
        entries = [entry for root in roots(tokens[index].low, language) for entry in known.get(root, ())]
        for parts, name in entries:
            if best is not None and len(parts) < best[0]:
                continue
            span = _span(tokens, index, parts, language)
            cased = "cased" in vocabulary.tags({name}) and not tokens[index].text[0].isupper()
            if 0 < span <= longest and not cased:
                same = best[1] if best is not None and best[0] == span else NONE
                best = (span, same | {name})
    return best


def _span(tokens: Sequence[Token], index: int, parts: tuple[str, ...], language: str) -> int:
    """How many tokens the phrase takes from `index` on, hyphens between its words included; 0 if it is not there."""
    at = index
    for number, part in enumerate(parts):
        if number and at < len(tokens) and tokens[at].low in {"-", "/"}:
            at += 1
        if at >= len(tokens) or tokens[at].kind != "word" or part not in roots(tokens[at].low, language):
            return 0
        at += 1
    return at - index


def _skipped(vocabulary: Lexicon, reading: Reading, index: int) -> bool:
    token = reading.tokens[index]
    if len(token.low) == 1:
        return token.text not in {"C", "R"}
    if token.low in _FREE_SUFFIX and index and reading.tokens[index - 1].low == "-":
        return True
    shouted = token.text.isupper() and len(token.text) > 1 and not reading.text.isupper()
    if token.low in vocabulary.function[reading.language] and not (
        shouted and token.low in {"it", "us", "am", "pm", "os"}
    ):
        return True
    known = measures()
    if token.low in known.rate_words or (
        token.low in known.present and reading.language != "de" and len(token.low) > 4
    ):
        return True
    if (
        token.low in known.units
        and known.units[token.low].dimension == "time"
        and reading.tokens[index - 1].low in known.rates | {"per"}
        and index
    ):
        return True
    return token.low in _grammar("negations", reading.language) or "light" in vocabulary.tags(
        vocabulary.lookup(token.low, reading.language)
    )


def _word(reading: Reading, first: int, last: int, concepts: frozenset[str]) -> Word:
    tokens = reading.tokens[first : last + 1]
    surface = reading.text[tokens[0].start : tokens[-1].end]
    low = surface.lower()
    found = Word(surface, low, first, last, concepts, stem(low, reading.language), _proper(reading, first, surface))
    found.tail = first > 1 and reading.tokens[first - 1].low == "-" and reading.tokens[first].glued
    return found


def words_of(reading: Reading, phrase: Word) -> list[Word]:
    """The content words and shorter phrases inside a phrase, each looked up by itself."""
    vocabulary = lexicon()
    found: list[Word] = []
    index = phrase.first
    while index <= phrase.last:
        inner = _phrase(vocabulary, reading, index, longest=min(phrase.last - index + 1, phrase.last - phrase.first))
        last = index + inner[0] - 1 if inner else index
        if inner and "light" not in vocabulary.tags(inner[1]):
            found.append(_word(reading, index, last, inner[1]))
        elif not inner and reading.tokens[index].kind == "word" and not _skipped(vocabulary, reading, index):
            names = vocabulary.lookup(reading.tokens[index].low, reading.language)
            found.append(_word(reading, index, index, names))
        index = last + 1
    return found


def _proper(reading: Reading, index: int, surface: str) -> bool:
    odd = any(c.isupper() for c in surface[1:]) or any(c.isdigit() or c in "+#." for c in surface)
    starts = index == 0 or reading.tokens[index - 1].low in {".", ":", "•", "-", "!", ";"}
    return odd or (surface[0].isupper() and not starts and reading.language != "de")


def _negate(reading: Reading) -> None:
    negations = _grammar("negations", reading.language)
    for index, token in enumerate(reading.tokens):
        if token.low in _FREE_SUFFIX and index and reading.tokens[index - 1].low == "-":
            for word in reading.words:
                word.negated = word.negated or word.last == index - 2
        elif token.low in negations and not _only_follows(reading.tokens, index):
            _negate_after(reading, index)


def _only_follows(tokens: Sequence[Token], index: int) -> bool:
    after = tokens[index + 1].low if index + 1 < len(tokens) else ""
    return after in {"only", "nur", "seulement", "solo", "sólo", "alleen", "apenas", "só", ".", "1", "2", "3"}


def _negate_after(reading: Reading, index: int) -> None:
    taken, acting, position = 0, True, index + 1
    for word in reading.words:
        if word.first <= index:
            continue
        between = {t.low for t in reading.tokens[position : word.first]}
        apart = taken and between - {"-"} and not acting and not (taken == 1 and "-" in between)
        if (
            taken >= _REACH
            or apart
            or between & (_HARD | _SOFT - {"&"} | {"but", "aber", "mais", "pero", "maar", "mas"})
        ):
            return
        word.deep = bool(taken) and "-" not in between
        word.negated, taken, acting, position = True, taken + 1, acting and verbal(word), word.last + 1


def _split(reading: Reading) -> None:
    """Number segments (between commas and conjunctions) and clauses (a verb group with its objects)."""
    pieces = _segments(reading)
    clause = _Clause()
    for number, (items, hard) in enumerate(pieces):
        verbs = [
            isinstance(item, Word) and _acts(reading, item) and not _purpose(reading, item, items) for item in items
        ]
        follower = pieces[number + 1] if number + 1 < len(pieces) and not pieces[number + 1][1] else None
        continues = clause.limited and _nominal(reading, items[0])
        if hard or (clause.ends_before(verbs, reading.language, follower) and not continues):
            clause = _Clause(clause.number + 1)
        limited = any(isinstance(item, Word) and _limiting(item) for item in items)
        for place, (item, is_verb) in enumerate(zip(items, verbs, strict=True)):
            item.segment, item.clause = number, clause.number
            acted_on = is_verb and any(verbs[:place]) and not limited  # "led the design review"
            clause.take(is_verb, is_object=not is_verb or acted_on)
        clause.limited = clause.limited or limited


_PURPOSE = {"für", "zur", "zum", "beim", "bei", "pour", "para", "voor"}


def _acts(reading: Reading, word: Word) -> bool:
    """Whether the word stands as an activity: with an article before it, one that also names a thing does not."""
    named = any("v" not in lexicon().tags({name}) for name in word.concepts)
    return verbal(word) and not (named and _nominal(reading, word))


def _purpose(reading: Reading, word: Word, items: "Sequence[Word | Quantity]") -> bool:
    """Whether the activity is only what something is for: "eine Anwendung für die Verwaltung von Verträgen"."""
    before = {t.low for t in reading.tokens[max(0, word.first - 2) : word.first]}
    return word is not items[0] and bool(before & _PURPOSE)


def _nominal(reading: Reading, item: "Word | Quantity") -> bool:
    """Whether an article stands before it: "helped with A and the preparation of B" is one thing helped with."""
    return item.first > 0 and reading.tokens[item.first - 1].low in word_set("of") - {"of"}


@dataclass(slots=True)
class _Clause:
    number: int = 0
    has_verb: bool = False
    has_object: bool = False
    last_is_verb: bool = False
    limited: bool = False

    def take(self, is_verb: bool, is_object: bool) -> None:
        self.has_verb, self.has_object = self.has_verb or is_verb, self.has_object or is_object
        self.last_is_verb = is_verb

    def ends_before(
        self, verbs: list[bool], language: str, follower: "tuple[list[Word | Quantity], bool] | None"
    ) -> bool:
        """Whether the next segment, given by which of its items are verbs, opens a clause of its own."""
        if not (self.has_verb and self.has_object):
            return False
        if any(verbs):
            return True
        closing = language in {"de", "nl"} and self.last_is_verb and follower is not None
        return closing and bool(follower) and isinstance(follower[0][-1], Word) and verbal(follower[0][-1])  # type: ignore[index]


def _segments(reading: Reading) -> list[tuple[list[Word | Quantity], bool]]:
    """Words and quantities between boundaries, each with whether the boundary before it is a full one."""
    items: list[Word | Quantity] = sorted([*reading.words, *reading.quantities], key=lambda item: item.first)
    pieces: list[tuple[list[Word | Quantity], bool]] = []
    current: list[Word | Quantity] = []
    hard = True
    position = 0
    for item in items:
        lows = [t.low for t in reading.tokens[position : item.first]]
        boundary = _boundary(reading, lows, item, current)
        if boundary and current:
            pieces.append((current, hard))
            current, hard = [], boundary == "hard"
        current.append(item)
        position = item.last + 1
    return [*pieces, (current, hard)] if current else pieces


def _boundary(reading: Reading, lows: list[str], item: Word | Quantity, current: list[Word | Quantity]) -> str:
    if any(low in _HARD for low in lows):
        return "hard"
    if any(low in _SOFT or low in _grammar("coordinators", reading.language) for low in lows):
        return "soft"
    complete = any(isinstance(i, Word) and verbal(i) for i in current) and not all(
        isinstance(i, Word) and verbal(i) for i in current
    )
    limited = any(isinstance(i, Word) and _limiting(i) for i in current)
    relative = (
        complete
        and not limited
        and isinstance(item, Word)
        and _acts(reading, item)
        and any(low in _linking() for low in lows[-2:])
    )
    return "soft" if relative else ""


def _limiting(word: Word) -> bool:
    concepts = lexicon().concepts
    ranks = [concepts[c].scope for c in word.concepts if c in concepts]
    return any(rank is not None and rank <= 2 for rank in ranks)


def plain(text: str) -> str:
    """Lower-case words and numbers only, for comparing two texts word by word."""
    return " ".join(bare(t.low) for t in tokenize(text) if t.kind != "symbol" or t.low in "%€$£+<>~")
