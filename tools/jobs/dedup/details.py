"""Figures and names that two texts share: they outlive rewording and translation, where no run of words does."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tools.jobs.dedup.figures import bare, figures_of, is_figure, telling
from tools.jobs.dedup.identity import Identity
from tools.jobs.dedup.meaning import FILLER

# Measured on pairs that share less than 60 % of their runs of words: 50 of 199 copies reach this, 1 of 82 pairs of two
# openings, and 3 of 1,681 pairs of two employers' postings of one trade that were put under one name.
_ENOUGH, _MOST = 3.0, 0.6
_FIGURES, _MOST_FIGURES = 2.0, 0.6
_MANY, _ONE_FIGURE = 4.0, 1.0
_ALL_FIGURES, _NEARLY_ALL = 3.0, 0.8
_SURE = 4.0
_FEW, _NEXT_TO_NONE = 2.0, 0.25


@dataclass(frozen=True, slots=True)
class Details:
    """What two texts both name outside the sentences that are in both to the letter.

    `weight`: of what is shared; `told`: of what the text names that names less; `figures`, `figures_told`: the same of
    figures alone.
    """

    shared: frozenset[str]
    weight: float
    told: float
    figures: float
    figures_told: float

    @property
    def one(self) -> bool:
        """Whether so much is shared, figures among it, that it is told of one opening."""
        if self.figures >= _ALL_FIGURES and self.figures >= _NEARLY_ALL * self.figures_told:
            return True  # names are written otherwise in another language, and other words are capitals in German
        most = self.weight >= _MOST * self.told and self.figures >= _MOST_FIGURES * self.figures_told
        enough = self.weight >= _ENOUGH and self.figures >= _FIGURES
        return most and (enough or (self.weight >= _MANY and self.figures >= _ONE_FIGURE))

    @property
    def surely_one(self) -> bool:
        """Whether so many figures are shared that neither titles, nor an employer who is not told, speak against it."""
        return self.figures >= _SURE and self.figures >= _NEARLY_ALL * self.figures_told

    @property
    def two(self) -> bool:
        """Whether both texts name things and next to nothing is shared."""
        return self.told >= _FEW and self.weight < _NEXT_TO_NONE * self.told


def may_share_details(a: Identity, b: Identity) -> bool:
    """Whether two texts have figures enough in common that `Details.one` can be true; soon told, most have not."""
    return _weight(_figures(a.core, a.rest) & _figures(b.core, b.rest)) >= _ONE_FIGURE


@lru_cache(maxsize=1_024)
def _figures(core: str, rest: str) -> frozenset[str]:
    return figures_of(f"{core}\n{rest}")


def details_of(a: Identity, b: Identity, aside: frozenset[str]) -> Details:
    """Compare what two texts name. Sentences that both hold to the letter are left out: siblings made from one template
    share their figures there."""
    lines_a, lines_b = (frozenset(f"{one.core}\n{one.rest}".split("\n")) for one in (a, b))
    said_a, said_b = _said(lines_a - lines_b), _said(lines_b - lines_a)
    names = {name for name in a.names | b.names if name.isalpha()}
    telling_a, telling_b = (_telling(said, names & one.names, aside) for said, one in ((said_a, a), (said_b, b)))
    shared = _telling(said_a & said_b, names, aside)
    return Details(
        shared,
        _weight(shared),
        min(_weight(telling_a), _weight(telling_b)),
        _weight(filter(is_figure, shared)),
        min(_weight(filter(is_figure, telling)) for telling in (telling_a, telling_b)),
    )


def _said(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(bare(word) for line in lines for word in line.split())


def _telling(said: Iterable[str], names: frozenset[str] | set[str], aside: frozenset[str]) -> frozenset[str]:
    return frozenset(
        word
        for word in said
        if word and word not in aside and word not in FILLER and (word[0].isdigit() or word in names)
    )


def _weight(words: Iterable[str]) -> float:
    return sum(telling(word) if is_figure(word) else 1.0 for word in words)
