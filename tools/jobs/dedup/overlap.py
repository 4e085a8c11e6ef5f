"""How far two texts tell of the same opening: what one holds of the other, and where they say different things."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product

from tools.jobs.dedup.sketch import shingles

# Two sentences are one, changed, when they share this much of their words (Jaccard); below it they are two sentences.
_CHANGED = 0.5
# The same for sentences in which a figure stands against another one.
_CHANGED_FIGURE = 0.35
# The same for sentences that are word for word one but for a part of them.
_REPLACED = 0.6
_COMMON = 3  # words: shorter sentences are alike by chance
_STEM = 5  # letters: "accounting" is said by "accounts"
_ALIGNED = 24  # sentences of a side that are aligned at most: beyond, the texts are different ones anyway
_SMALL_WORDS = (
    "the and for with you your our are will this that from have has can all any not but who what when how its "
    "into out per via und der die das den dem des ein eine einen einer mit fur von zu auf ist sind wir sie ihr du dein "
    "deine ihre unser unsere oder im am bei als auch les des une pour dans avec sur nous vous est sont notre votre qui "
    "que los las una para con por del como sus nuestro nuestra het een van voor met op wij jij je dei del della "
    "degli nel con per che il lo gli una is in a of to at on we zum zur"
)
SMALL = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True, slots=True)
class Text:
    """A text prepared for comparing: its sentences as sets of words, all its words, all its shingles."""

    sentences: frozenset[frozenset[str]]
    words: frozenset[str]
    shingles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence that both texts have in two versions: words of the first only, of the second only, of both."""

    a: frozenset[str]
    b: frozenset[str]
    both: frozenset[str]

    @property
    def alike(self) -> float:
        """Share of words in common, 0 to 1."""
        return len(self.both) / (len(self.a) + len(self.b) + len(self.both))


@dataclass(frozen=True)
class Overlap:
    """`of_a` and `of_b`: share of the one's shingles that the other holds."""

    of_a: float
    of_b: float
    a: Text
    b: Text
    aside: frozenset[str]

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Sentences in two versions; found when asked for, since most comparisons end before."""
        return tuple(_changes(self.a, self.b, self.aside))

    def replaced(self, titled: frozenset[str]) -> frozenset[str]:
        """Words of one title that stand in the one version of a sentence, and other words in their place in the other:
        siblings made from one template say so. Empty where there are none."""
        ours, theirs = self.a.sentences - self.b.sentences, self.b.sentences - self.a.sentences
        if not titled or max(len(ours), len(theirs)) > _ALIGNED:
            return frozenset()
        stems = {word[:_STEM]: word for word in titled}
        found: set[str] = set()
        for first, second in product(ours, theirs):
            both = first & second
            if len(both) < max(_COMMON, _REPLACED * (len(first) + len(second) - len(both))):
                continue
            a, b = ({word[:_STEM] for word in one - both - SMALL} for one in (first, second))
            if a - b and b - a:
                found.update(stems[stem] for stem in a ^ b if stem in stems)
        return frozenset(found)

    @property
    def fully(self) -> float:
        """How much of the longer text the shorter one holds, 0 to 1."""
        return min(self.of_a, self.of_b)

    @property
    def contained(self) -> float:
        """How much of the shorter text the longer one holds, 0 to 1."""
        return max(self.of_a, self.of_b)


@lru_cache(maxsize=1_024)
def prepare(lines: str, aside: frozenset[str] = frozenset()) -> Text:
    """Sentences, words and shingles of plain lines, without sentences that say little beside the words of `aside`.

    Shingles do not reach over the end of a sentence.
    """
    sentences: set[frozenset[str]] = set()
    grams: set[str] = set()
    for line in lines.split("\n"):
        words = line.split()
        told = frozenset(words)
        if len(told - aside - SMALL) >= 2:
            sentences.add(told)
            grams.update(shingles(words))
    return Text(frozenset(sentences), frozenset().union(*sentences), frozenset(grams))


def overlap(a: Text, b: Text, aside: frozenset[str]) -> Overlap:
    """Compare two texts; words of `aside` (employer, places, title) say nothing of what is different."""
    common = len(a.shingles & b.shingles)
    return Overlap(
        common / len(a.shingles) if a.shingles else 0.0,
        common / len(b.shingles) if b.shingles else 0.0,
        a,
        b,
        aside,
    )


def _changes(a: Text, b: Text, aside: frozenset[str]) -> list[Change]:
    """Sentences of each that the other has in another version, each with its likest."""
    ours, theirs = a.sentences - b.sentences, b.sentences - a.sentences
    if not ours or not theirs or max(len(ours), len(theirs)) > _ALIGNED:
        return []
    found = []
    for first, second in product(ours, theirs):
        both = first & second
        if len(both) < _CHANGED_FIGURE * (len(first) + len(second) - len(both)):  # most pairs: too far either way
            continue
        figures = any(map(str.isdigit, first - both)) and any(map(str.isdigit, second - both))
        least = _CHANGED_FIGURE if figures else _CHANGED
        if len(both) >= least * (len(first) + len(second) - len(both)):
            change = Change(*_without_respelled(first - both - aside, second - both - aside), both)
            if change.a or change.b:
                found.append(change)
    return found


def _without_respelled(a: frozenset[str], b: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Both sides without small words and without words that are forms or misspellings of each other."""
    a, b = a - SMALL, b - SMALL
    for first, second in product(tuple(a), tuple(b)):
        if first[:4] == second[:4] and first.isalpha() and abs(len(first) - len(second)) <= 3:
            a, b = a - {first}, b - {second}
    return a, b
