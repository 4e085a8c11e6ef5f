"""What the cited facts hold, read and indexed, and which of it a word of the sentence rests on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from tools.skills import aliases
from tools.tailoring.grounding.compounds import compound_initials, compound_parts, inside
from tools.tailoring.grounding.facts import CitedFact, detail_text
from tools.tailoring.grounding.families import akin
from tools.tailoring.grounding.lexicon import NONE, language_of, lexicon
from tools.tailoring.grounding.normal import clean
from tools.tailoring.grounding.reading import read, words_of
from tools.tailoring.grounding.skills import implied_skills
from tools.tailoring.grounding.stems import bare, stem
from tools.tailoring.grounding.tokens import tokenize
from tools.tailoring.grounding.words import Reading, Word

CONTEXT = -1
_PART = 4
_TAIL = 6
_UNDIVIDED = {"v", "agent", "level", "edu", "cert", "tongue", "qual", "eval", "solo", "whole"}


@dataclass(frozen=True, slots=True)
class Support:
    """A word of a fact. `clause` is unique over all facts; CONTEXT for details and parents; `fact` is its index.

    `whole` is false for a part of a compound, `lone` true where the text is this one word.
    """

    word: Word
    implied: frozenset[str]
    language: str
    fact: int
    clause: int
    whole: bool = True
    lone: bool = False


@dataclass(slots=True)
class Evidence:
    """Everything the cited facts say. `readings` are the facts' texts, `context` their details and parents."""

    facts: Sequence[CitedFact]
    readings: list[Reading] = field(default_factory=list)
    context: list[Reading] = field(default_factory=list)
    supports: list[Support] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    by_concept: dict[str, list[Support]] = field(default_factory=dict)
    by_stem: dict[str, list[Support]] = field(default_factory=dict)
    initials: set[str] = field(default_factory=set)
    shorts: set[str] = field(default_factory=set)

    def all_readings(self) -> list[Reading]:
        """Texts and context together."""
        return [*self.readings, *self.context]


def gather(facts: Sequence[CitedFact], language: str | None) -> Evidence:
    """Read the facts; `language` is the fall-back for texts too short to tell theirs."""
    evidence = Evidence(facts)
    spoken = _language(facts, language)
    offset = 0
    for number, fact in enumerate(facts):
        reading = read(clean(fact.text).text, spoken)
        evidence.readings.append(reading)
        evidence.offsets.append(offset)
        _index(evidence, reading, number, offset)
        offset += 1 + max((w.clause for w in reading.words), default=0)
        for text in dict.fromkeys((detail_text(fact.detail), fact.parent_text or "", detail_text(fact.parent))):
            if text and text != fact.text:
                behind = read(clean(text).text, spoken)
                evidence.context.append(behind)
                _index(evidence, behind, number, None)
    return evidence


def _language(facts: Sequence[CitedFact], hint: str | None) -> str | None:
    words = [t.low for fact in facts for t in tokenize(clean(fact.text).text)]
    return language_of(words, hint) or hint


def _index(evidence: Evidence, reading: Reading, fact: int, offset: int | None) -> None:
    vocabulary = lexicon()
    for word in reading.words:
        clause = CONTEXT if offset is None else offset + word.clause
        implied = vocabulary.implied(word.concepts)
        for concept in word.concepts:
            implied |= implied_skills(concept) if concept.startswith("skill:") else set()
        if offset is None and "agent" in vocabulary.tags(
            word.concepts
        ):  # "Engineer" in a title does not say "engineered"
            implied = frozenset(c for c in implied if "v" not in vocabulary.tags({c}))
        lone = len(reading.tokens) == 1
        _enter(evidence, Support(word, implied, reading.language, fact, clause, lone=lone))
        for part in compound_parts(word.low, reading.language) if len(word.low) > 7 else ():
            piece = Word(
                part,
                part,
                word.first,
                word.last,
                vocabulary.lookup(part, reading.language),
                stem(part, reading.language),
            )
            _enter(
                evidence,
                Support(piece, vocabulary.implied(piece.concepts), reading.language, fact, clause, whole=False),
            )
    _index_phrases(evidence, reading, fact, offset)
    for one, two in pairwise(reading.words):
        if two.first - one.last <= 2 and _touching(reading, one.last, two.first):
            low = one.low + two.low
            joined = Word(low, low, one.first, two.last, NONE, stem(low, reading.language))
            clause = CONTEXT if offset is None else offset + two.clause
            _enter(evidence, Support(joined, NONE, reading.language, fact, clause, whole=False))
    short = {compound_initials(w.low, reading.language) for w in reading.words if len(w.low) > 11}
    evidence.initials |= initials(reading) | {letters for letters in short if len(letters) > 2}
    evidence.shorts |= {t.low for t in reading.tokens if t.kind == "word" and t.text.isupper() and 1 < len(t.text) < 7}


def _index_phrases(evidence: Evidence, reading: Reading, fact: int, offset: int | None) -> None:
    """Phrases may also be said by their parts, unless they mean something else than these."""
    vocabulary = lexicon()
    for phrase in (w for w in reading.words if w.first != w.last):
        clause = CONTEXT if offset is None else offset + phrase.clause
        if vocabulary.tags(phrase.concepts) & _UNDIVIDED:
            if vocabulary.tags(phrase.concepts) & _UNDIVIDED <= {"agent", "v"}:
                _index_places(evidence, reading, phrase, fact, clause)
            continue
        if not _exact(phrase) or not all(c.startswith("skill:") for c in phrase.concepts):
            for piece in words_of(reading, phrase):
                implied = vocabulary.implied(piece.concepts)
                _enter(evidence, Support(piece, implied, reading.language, fact, clause, whole=False))


def _index_places(evidence: Evidence, reading: Reading, title: Word, fact: int, clause: int) -> None:
    """What a title names besides the role: the shop of a shop manager."""
    vocabulary = lexicon()
    for piece in words_of(reading, title):
        if piece.concepts and not vocabulary.tags(piece.concepts) & (_UNDIVIDED - {"v"} | {"gen", "lv"}):
            implied = vocabulary.implied(piece.concepts)
            _enter(evidence, Support(piece, implied, reading.language, fact, clause, whole=False))


def _touching(reading: Reading, last: int, first: int) -> bool:
    """Whether two words stand side by side, at most a hyphen between them."""
    return all(t.low == "-" for t in reading.tokens[last + 1 : first])


def joined(word: Word, reading: Reading, evidence: Evidence) -> list[Support]:
    """Fact words that write as one what the sentence writes as two: "skin care" for "skincare"."""
    for one, two in pairwise(reading.words):
        if word in (one, two) and _touching(reading, one.last, two.first):
            low = one.low + two.low
            found = [s for s in evidence.by_stem.get(stem(low, reading.language), ()) if s.whole]
            if found:
                return found
    return []


def _enter(evidence: Evidence, support: Support) -> None:
    evidence.supports.append(support)
    for concept in support.implied:
        evidence.by_concept.setdefault(concept, []).append(support)
    evidence.by_stem.setdefault(support.word.stem, []).append(support)
    if support.word.low != support.word.stem:
        evidence.by_stem.setdefault(support.word.low, []).append(support)


def initials(reading: Reading) -> set[str]:
    """First letters of three to five words in a row, with and without function words; of two if both are capitals."""
    found: set[str] = set()
    for skip in (frozenset[str](), lexicon().function[reading.language]):
        words = [t for t in reading.tokens if t.kind == "word" and t.low not in skip]
        letters = [t.low[0] for t in words]
        found |= {"".join(letters[i : i + n]) for n in range(3, 6) for i in range(len(letters) - n + 1)}
        found |= {a.low[0] + b.low[0] for a, b in pairwise(words) if a.text[0].isupper() and b.text[0].isupper()}
    return found


def supporting(word: Word, reading: Reading, evidence: Evidence) -> list[Support]:
    """The fact words that `word` rests on; empty when the facts do not hold it."""
    found = [s for c in word.concepts for s in evidence.by_concept.get(c, ()) if _one_tool(c, word, s.word)]
    same = evidence.by_stem.get(word.low, []) + (evidence.by_stem.get(word.stem, []) if not _exact(word) else [])
    if _exact(word):
        same = [s for s in same if s.word.low == word.low]
    if word.proper and reading.language != "de" and not word.concepts:
        same = [s for s in same if s.word.proper or s.word.low == word.low]
    found += [
        s
        for s in same
        if s.word.low == word.low
        or not ((word.concepts and s.word.concepts) or _doer(word, reading) != _doer(s.word, reading))
    ]
    if not found:
        found = _by_alias(word, evidence)
    if found or _exact(word):
        return found
    return _related(word, reading, evidence) or _compounded(word, reading, evidence) or _tail(word, reading, evidence)


def _tail(word: Word, reading: Reading, evidence: Evidence) -> list[Support]:
    """What an English word written together ends with: "owners" of "homeowners"."""
    if reading.language != "en" or len(word.low) < _TAIL or word.proper:
        return []
    return [s for s in evidence.supports if s.word.low.endswith(word.low) and len(s.word.low) - len(word.low) > 2]


def _one_tool(concept: str, said: Word, held: Word) -> bool:
    """Whether two names of a skill are forms of one name: the tool XGBoost is not held by "gradient boosting"."""
    if not concept.startswith("skill:") or concept not in held.concepts or said.first != said.last:
        return True
    one, other = bare(said.low), bare(held.low)
    name = bare(concept.removeprefix("skill:").lower())
    product = one == name and any(c.isupper() for c in said.surface[1:]) and other.isalpha() and other != name
    return not product or one[:3] in other or one[0] == other[0]


def _by_alias(word: Word, evidence: Evidence) -> list[Support]:
    """Fact words that name the same tool in another of its forms, where the facts' context did not show it as one."""
    names = [c.removeprefix("skill:") for c in word.concepts if c.startswith("skill:")]
    forms = {form.lower() for name in names for form in (name, name.removeprefix("Adobe "), *aliases(name))}
    return [
        s
        for form in forms
        for s in evidence.by_stem.get(form, ())
        if s.word.low == form
        and (not s.word.concepts or (s.word.first == 0 and s.word.last == s.word.first and s.lone))
    ]


_DOERS = {
    "en": re.compile(r"(?:[^e]er|or|ist|ian)s?$"),
    "de": re.compile(r"er(?:in|innen|n)?$"),
    "fr": re.compile(r"(?:eur|euse|rice)s?$"),
    "es": re.compile(r"(?:dor|dora|dores|ista)s?$"),
    "nl": re.compile(r"(?:aar|er|ster)s?$"),
    "pt": re.compile(r"(?:dor|dora|dores|ista)s?$"),
}


def _doer(word: Word, reading: Reading) -> bool:
    """Whether the word has the form of somebody who does something: a prescriber does not hold that I prescribed."""
    return bool(_DOERS[reading.language].search(word.low))


def _exact(word: Word) -> bool:
    tool = bool(word.concepts) and all(c.startswith("skill:") for c in word.concepts) and not word.soft
    return tool or any(c.isdigit() or c in "+#" for c in word.low)


def _related(word: Word, reading: Reading, evidence: Evidence) -> list[Support]:
    if word.concepts or len(word.stem) < 5:
        return []
    doer = _doer(word, reading)
    alike = [
        s
        for s in evidence.supports
        if all(c.startswith("skill:") for c in s.word.concepts)
        and (doer == _doer(s.word, reading) or (s.clause == CONTEXT and not doer))
    ]
    return [
        s
        for s in alike
        if (not s.word.concepts and _derived(bare(word.stem), bare(s.word.stem)))
        or _of_the_place(word.low, s.word.low, reading.language)
        or akin(word.low, s.word.low, reading.language, s.language)
    ]


_DEMONYMS = {
    "en": re.compile(r"(?:ish|ian|ese|an)$"),
    "de": re.compile(r"(?:isch)(?:e[nrsm]?)?$"),
    "fr": re.compile(r"(?:aise?s?|oise?s?|ien(?:ne)?s?|aine?s?|on(?:ne)?s?|ole?s?)$"),
    "es": re.compile(r"(?:és|es[ae]s?|an[oa]s?|ense?s?|eñ[oa]s?|ol[ae]?s?)$"),
    "nl": re.compile(r"(?:ische?|aanse?|eese?|ense?|se?)$"),
    "pt": re.compile(r"(?:ês|es[ae]s?|an[oa]s?|ense?s?|ol[ae]?s?)$"),
}


@lru_cache(maxsize=20_000)
def _of_the_place(one: str, other: str, language: str) -> bool:
    """Whether one word is the adjective of a place that the other names: "bretons" and "Bretagne"."""
    for adjective, place in ((one, other), (other, one)):
        root = _DEMONYMS[language].sub("", adjective)
        if root != adjective and len(root) >= _PART and place.startswith(root):
            return True
    return False


@lru_cache(maxsize=20_000)
def _derived(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    common = 0
    while common < len(short) and short[common] == long[common]:
        common += 1
    return common >= 5 and common >= len(short) - 1 and len(long) - common <= 4


def _compounded(word: Word, reading: Reading, evidence: Evidence) -> list[Support]:
    if reading.language not in {"de", "nl"} or len(word.low) < 4:
        return []
    parts = compound_parts(word.low, reading.language)
    if parts:
        rests = [_part_support(part, reading.language, evidence) for part in parts]
        if all(rests):
            return [s for rest in rests for s in rest]
    cut = _cut_by_facts(word, reading.language, evidence)
    if cut:
        return cut
    return [s for s in evidence.supports if inside(word.low, s.word.low, reading.language)]


def _cut_by_facts(word: Word, language: str, evidence: Evidence) -> list[Support]:
    """A compound of which both parts begin or end words of the facts: "fietsnota" of "nota over fietsbeleid"."""
    whole = [s for s in evidence.supports if s.whole and s.language == language and len(s.word.low) >= _PART]
    for cut in range(_PART, len(word.low) - _PART + 1):
        left, right = word.low[:cut], word.low[cut:]
        tail = stem(right, language)
        ends = [s for s in whole if s.word.stem == tail or (len(tail) >= _PART and s.word.stem.endswith(tail))]
        for link in ("", "s", "n", "en", "es"):
            root = left.removesuffix(link)
            starts = [s for s in whole if len(root) >= _PART and bare(s.word.low).startswith(bare(root))]
            if ends and starts:
                return [*starts, *ends]
    return []


def _part_support(part: str, language: str, evidence: Evidence) -> list[Support]:
    piece = Word(part, part, 0, 0, lexicon().lookup(part, language), stem(part, language))
    found = [s for concept in piece.concepts for s in evidence.by_concept.get(concept, ())]
    return (
        found
        or evidence.by_stem.get(piece.stem, [])
        or [s for s in evidence.supports if inside(part, s.word.low, language)]
        or [s for s in evidence.supports if len(part) >= _PART and s.word.low.startswith(part)]
    )
