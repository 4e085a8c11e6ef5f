"""Counts of values read right, read wrong and not read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """Values read right, values read that are wrong or should not be there, and values not read; `notes` say which."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    notes: tuple[str, ...] = ()

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.right + other.right, self.wrong + other.wrong, self.missed + other.missed, self.notes + other.notes
        )

    @property
    def perfect(self) -> bool:
        """Whether nothing is wrong or missed."""
        return not self.wrong and not self.missed

    @property
    def precision(self) -> float:
        """Share of the values read that are right, 0 to 1; 1 when none was read."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the values there that were read right, 0 to 1; 1 when none is there."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def whole(self) -> float:
        """What `right` is a share of, so that the share is F1: right values, and half of every wrong or missed one."""
        return self.right + (self.wrong + self.missed) / 2

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1; 1 when there is nothing to read and nothing was."""
        return self.right / self.whole if self.whole else 1.0


def total(scores: Iterable[Mapping[str, Counts]]) -> dict[str, Counts]:
    """The counts of several cases added up, field by field."""
    added: dict[str, Counts] = {}
    for one in scores:
        for field, counts in one.items():
            added[field] = added.get(field, Counts()) + counts
    return added
