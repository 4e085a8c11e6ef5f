"""How well a search finds: nDCG@10 and recall@50 of what it returned, and whether it beats another beyond chance."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evals.intervals import Estimate, mean, pooled

NDCG_AT, RECALL_AT = 10, 50


@dataclass(frozen=True, slots=True)
class Found:
    """One query's figures, 0 to 1, and what came first."""

    ndcg: float
    recall: float
    top: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The mean difference to another ranking over the same queries, with its paired 95 % interval."""

    name: str
    other: Estimate
    difference: Estimate

    @property
    def clear(self) -> bool:
        """Whether the whole interval of the difference lies above 0."""
        return self.difference.low > 0

    @property
    def apart(self) -> bool:
        """Whether even the two figures' own intervals do not touch, which says more than the paired one needs to."""
        return self.difference.value > 0 and self.other.high < self.other.value + self.difference.value


def judge(returned: Sequence[int], relevance: Mapping[int, int]) -> Found:
    """The figures of what one query returned, in its order; what was not returned counts as not found."""
    gains = [2 ** relevance.get(index, 0) - 1 for index in returned[:NDCG_AT]]
    best = sorted((2**grade - 1 for grade in relevance.values()), reverse=True)[:NDCG_AT]
    right = sum(relevance.get(index, 0) > 0 for index in returned[:RECALL_AT])
    wanted = min(RECALL_AT, sum(grade > 0 for grade in relevance.values()))
    return Found(
        ndcg=_discounted(gains) / _discounted(best) if best else 0.0,
        recall=right / wanted if wanted else 0.0,
        top=tuple(returned[:NDCG_AT]),
    )


def _discounted(gains: Sequence[int]) -> float:
    return float(sum(gain / np.log2(rank + 2) for rank, gain in enumerate(gains)))


def figure(found: Sequence[Found], of: Callable[[Found], float]) -> Estimate:
    """The mean over queries with its interval."""
    return mean([of(one) for one in found])


def compare(name: str, ours: Sequence[Found], theirs: Sequence[Found], of: Callable[[Found], float]) -> Comparison:
    """Ours minus theirs, query by query."""
    differences = [of(a) - of(b) for a, b in zip(ours, theirs, strict=True)]
    return Comparison(name, figure(theirs, of), pooled(differences, [1.0] * len(differences)))


def verdict(measure: str, compared: Sequence[Comparison]) -> str:
    """In words, whether ours beats each of the others beyond chance."""
    told = [
        f"{'clear of' if one.clear else 'NOT clear of'} {one.name} "
        f"({one.difference.value:+.3f}, {one.difference.low:+.3f} to {one.difference.high:+.3f})"
        for one in compared
    ]
    return f"{measure}: hybrid is {'; '.join(told)}"
