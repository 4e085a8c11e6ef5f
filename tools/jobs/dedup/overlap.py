"""How far two texts tell of the same opening: what one holds of the other, and where they say different things."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tools.jobs.dedup.sketch import shingles

# A sentence whose words stand in the other text to this share is one that was changed, below it is another sentence.
_CHANGED = 0.5
_SHORT = 4
_SMALL_WORDS = (
    "the and for with you your our are will this that from have has can all any not but who what when how its "
    "into out per via und der die das den dem des ein eine einen einer mit fur von zu auf ist sind wir sie ihr du dein "
    "deine ihre unser unsere oder im am bei als auch les des une pour dans avec sur nous vous est sont notre votre qui "
    "que los las una para con por del como sus nuestro nuestra het een van voor met op wij jij je dei del della "
    "degli nel con per che il lo gli una"
)
_SMALL = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True, slots=True)
class Text:
    """A text prepared for comparing: its sentences as words, all its words, all its shingles."""

    sentences: tuple[tuple[str, ...], ...]
    words: frozenset[str]
    shingles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Overlap:
    """`of_a` and `of_b`: share of the one's shingles that the other holds. `jaccard`: share that both hold.

    `changed_a`, `changed_b`: words that stand on one side only, in sentences that both have otherwise.
    `only_a`, `only_b`: words of sentences that the other side lacks.
    """

    of_a: float
    of_b: float
    jaccard: float
    changed_a: frozenset[str]
    changed_b: frozenset[str]
    only_a: frozenset[str]
    only_b: frozenset[str]

    @property
    def contained(self) -> float:
        """How much of the shorter text the longer one holds, 0 to 1."""
        return max(self.of_a, self.of_b)


@lru_cache(maxsize=4_096)
def prepare(lines: str) -> Text:
    """Sentences, words and shingles of plain lines; shingles do not reach over the end of a sentence."""
    sentences = tuple(tuple(line.split()) for line in lines.split("\n") if line)
    grams: set[str] = set()
    for sentence in sentences:
        grams.update(shingles(sentence))
    return Text(sentences, frozenset(word for sentence in sentences for word in sentence), frozenset(grams))


def overlap(a: Text, b: Text, aside: frozenset[str]) -> Overlap:
    """Compare two texts; words of `aside` (employer, places, title) say nothing of what is different."""
    common = len(a.shingles & b.shingles)
    union = len(a.shingles) + len(b.shingles) - common
    changed_a, only_a = _differing(a, b, aside)
    changed_b, only_b = _differing(b, a, aside)
    return Overlap(
        common / len(a.shingles) if a.shingles else 0.0,
        common / len(b.shingles) if b.shingles else 0.0,
        common / union if union else 0.0,
        *_without_respelled(changed_a, changed_b),
        frozenset(only_a),
        frozenset(only_b),
    )


def _differing(text: Text, other: Text, aside: frozenset[str]) -> tuple[set[str], set[str]]:
    """Words that the other text lacks: of sentences that it has otherwise, and of those it does not have."""
    changed: set[str] = set()
    only: set[str] = set()
    for sentence in text.sentences:
        lacking = [word for word in sentence if word not in other.words]
        if not lacking:
            continue
        shared = 1 - len(lacking) / len(sentence)
        counted = (word for word in lacking if word not in aside and _tells(word))
        (changed if shared >= _CHANGED and len(sentence) >= _SHORT else only).update(counted)
    return changed, only


def _tells(word: str) -> bool:
    return (len(word) > 2 and word not in _SMALL) or word.isdigit()


def _without_respelled(a: set[str], b: set[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Both sides without words that are forms or misspellings of each other."""
    for first in tuple(a):
        for second in tuple(b):
            if first[:4] == second[:4] and not first.isdigit() and abs(len(first) - len(second)) <= 3:
                a, b = a - {first}, b - {second}
    return frozenset(a), frozenset(b)


def share(of: Iterable[str], within: Iterable[str]) -> float:
    """Share of the first that is in the second, 1 when there is nothing to share."""
    wanted = frozenset(of)
    return len(wanted & frozenset(within)) / len(wanted) if wanted else 1.0
