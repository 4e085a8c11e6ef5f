"""A text read: its words, each with what the vocabulary knows of it, its quantities and dates."""

from dataclasses import dataclass, field

from tools.tailoring.grounding.dates import When
from tools.tailoring.grounding.lexicon import lexicon
from tools.tailoring.grounding.ranges import Quantity
from tools.tailoring.grounding.stems import stem
from tools.tailoring.grounding.tables import load, word_set
from tools.tailoring.grounding.tokens import Token


@dataclass(slots=True)
class Word:
    """One content word or phrase. `concepts` are the vocabulary's ids for it, empty when unknown."""

    surface: str
    low: str
    first: int
    last: int
    concepts: frozenset[str]
    stem: str
    proper: bool = False
    negated: bool = False
    clause: int = 0
    segment: int = 0
    tail: bool = False
    deep: bool = False
    soft: bool = False


@dataclass(slots=True)
class Reading:
    """A text read. `words` and `quantities` are in order; clause and segment numbers are unique within the text."""

    text: str
    language: str
    tokens: list[Token]
    words: list[Word] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    dates: list[When] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


def verbal(word: Word) -> bool:
    """Whether the vocabulary knows the word as an activity, and it does not close a compound ("mid-market")."""
    return not word.tail and "v" in lexicon().tags(word.concepts)


def settle(reading: Reading) -> None:
    """ "Führen von Straßenbahnen" is driving, not leading: drop the sense that needs people or a project."""
    steering = frozenset(load("grammar.yaml")["steering"].get(reading.language, "").split())
    steers = {stem(form, reading.language) for form in steering}
    for place, word in enumerate(reading.words):
        if (word.low in steering or word.stem in steers) and "lead" in word.concepts:
            closing = word.low.startswith(("ge", "conduit", "mené")) and place > 0
            beside = reading.words[place - 1 : place] if closing else reading.words[place + 1 : place + 2]
            tags = {tag for w in beside for tag in lexicon().tags(w.concepts)}
            if not (tags & {"people", "agent", "eval"} or any(w.concepts & word_set("led_things") for w in beside)):
                word.concepts = word.concepts - {"lead"} | {"keep_record", "drive_people"}
