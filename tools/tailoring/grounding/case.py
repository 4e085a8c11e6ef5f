"""One sentence on trial: what it says, what the facts hold, and which fact words each of its words rests on."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from tools.tailoring.grounding.direction import directed_supports
from tools.tailoring.grounding.evidence import CONTEXT, Evidence, Support, joined, supporting
from tools.tailoring.grounding.lexicon import lexicon
from tools.tailoring.grounding.reading import words_of
from tools.tailoring.grounding.words import Reading, Word
from tools.tailoring.schemas import Problem, ProblemKind


@dataclass(slots=True)
class Case:
    """The sentence, the evidence, and `links`: for each word of the sentence the fact words that support it."""

    sentence: Reading
    evidence: Evidence
    today: date | None = None
    links: list[list[Support]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for word in self.sentence.words:
            found = supporting(word, self.sentence, self.evidence) or self._by_parts(word)
            self.links.append(
                found
                or joined(word, self.sentence, self.evidence)
                or directed_supports(word, self.sentence, self.evidence)
            )

    def _by_parts(self, word: Word) -> list[Support]:
        """A phrase unknown to the facts may still be theirs word by word."""
        tool = bool(word.concepts) and all(c.startswith("skill:") for c in word.concepts)
        whole = tool or self.tags(word) & {
            "agent",
            "level",
            "edu",
            "cert",
            "whole",
            "solo",
        }
        if word.first == word.last or whole:
            return []
        parts = [supporting(part, self.sentence, self.evidence) for part in words_of(self.sentence, word)]
        return [s for found in parts for s in found] if parts and all(parts) else []

    def clauses(self) -> dict[int, list[int]]:
        """Indexes of the sentence's words by clause."""
        grouped: dict[int, list[int]] = {}
        for index, word in enumerate(self.sentence.words):
            grouped.setdefault(word.clause, []).append(index)
        return grouped

    def overlap(self, indexes: list[int]) -> Counter[int]:
        """For each clause of the facts how many of these words it supports."""
        count: Counter[int] = Counter()
        for index in indexes:
            count.update({support.clause for support in self.links[index]} - {CONTEXT})
        return count

    def fact_words(self, clause: int) -> list[Word]:
        """The words of one clause of the facts, in order."""
        return [s.word for s in self.evidence.supports if s.clause == clause and s.whole]

    def tags(self, word: Word) -> set[str]:
        """The tags of a word's concepts."""
        return lexicon().tags(word.concepts)


def problem(kind: ProblemKind, excerpt: str, message: str) -> Problem:
    """A problem with its message."""
    return Problem(kind=kind, excerpt=excerpt, message=message)
