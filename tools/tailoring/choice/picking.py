"""Picking lines for the room there is: what answers the posting first, then what is worth most. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

import numpy as np

from tools.tailoring.choice.lines import Line
from tools.tailoring.choice.relevance import Matrix, Need, Relevance

_LINE_CHARACTERS = 100
_SOME, _HARDLY = 0.5, 1e-9
_SLACK = 1.0
"""How much an exchange may lose before what then fits has to make up for it."""


@dataclass(frozen=True)
class Parts:
    """What the posting asks for, in parts: `held[line, part]`, and what each part weighs.

    A requirement that names several skills has one part for each of them and one for being answered at all.
    """

    held: Matrix
    weights: Matrix

    def of(self, indices: Sequence[int]) -> float:
        """The weight of all parts that these lines hold together."""
        return float(self.held[list(indices)].max(axis=0, initial=0.0) @ self.weights) if len(indices) else 0.0


def parts_of(lines: Sequence[Line], needs: Sequence[Need], scored: Relevance) -> Parts:
    """Which line holds which part of what is asked for."""
    columns, weights = [], []
    for column, need in enumerate(needs):
        covers = scored.covers[:, column].astype(np.float64)
        several = [] if need.one_is_enough or len(need.skills) < 2 else sorted(need.skills)
        columns.append(covers)
        weights.append(need.weight * (_SOME if several else 1.0))
        for skill in several:
            columns.append(np.array([float(skill in line.skills) for line in lines]))
            weights.append(need.weight * (1 - _SOME) / len(several))
    shape = (len(lines), 0)
    return Parts(np.column_stack(columns) if columns else np.zeros(shape), np.array(weights, dtype=np.float64))


def rows_of(line: Line) -> float:
    """How many rows of a page a line takes, about."""
    return rows_needed(line.text, line.section, line.is_head)


def rows_needed(text: str, section: str, is_head: bool) -> float:
    """How many rows of a page a text takes in a section, about; a head has some space above it."""
    rows = -(-len(text) // _LINE_CHARACTERS)
    return rows * (0.5 if section in {"contact", "links"} else 1.0) + (0.6 if is_head else 0.0)


class Board:
    """The lines that are picked so far and the room that is left; heads come along with what stands under them."""

    def __init__(self, lines: Sequence[Line], parts: Parts, fixed: Sequence[int], room: float, most: int) -> None:
        self.lines, self.parts, self._most = lines, parts, most
        self._heads = {line.fact_ids[0]: index for index, line in enumerate(lines) if line.parent_id is None}
        self._rows = [rows_of(line) for line in lines]
        self.fixed = self.with_heads(fixed)
        self._is_fixed = set(self.fixed)
        self._able = self._candidates()
        self.room = room - sum(self._rows[index] for index in self.fixed)

    def answering(self, values: Matrix) -> list[int]:
        """Indices that hold as much of what is asked for as there is room for, the one that adds most first."""
        chosen, most = self._greedy([], values), self._worth(self._able)
        if self._worth(chosen) < most - _HARDLY:
            # What is best to a row may leave room that nothing fits: each line gets to be the first.
            starts = [self._greedy([index], values) for index in self._able if self.fits([index])]
            chosen = max([chosen, *starts], key=self._worth)
            chosen = self._exchanged(chosen, values)
        return self._surest_first(chosen, values)

    def rows_with(self, chosen: Sequence[int]) -> float:
        """The rows that these lines and their heads take beside what is fixed."""
        return sum(self._rows[index] for index in self.with_heads(chosen) if index not in self._is_fixed)

    def fits(self, chosen: Sequence[int]) -> bool:
        """Whether there is room for these lines, and not too many under one head."""
        under: dict[UUID, int] = {}
        for index in {*self.fixed, *chosen}:
            parent = self.lines[index].parent_id
            if parent is not None:
                under[parent] = under.get(parent, 0) + 1
        crowded = any(
            count > self._most and any(self.lines[index].parent_id == parent for index in chosen)
            for parent, count in under.items()
        )
        return not crowded and self.rows_with(chosen) <= self.room

    def with_heads(self, indices: Sequence[int]) -> list[int]:
        """These lines, each after the head it stands under, once."""
        whole: dict[int, None] = {}
        for index in indices:
            head = self._heads.get(parent) if (parent := self.lines[index].parent_id) else None
            whole |= dict.fromkeys([index] if head is None else [head, index])
        return list(whole)

    def _worth(self, chosen: Sequence[int]) -> float:
        return self.parts.of([*self.fixed, *chosen])

    def _candidates(self) -> list[int]:
        holding = self.parts.held.max(axis=1, initial=0.0)
        return [
            i for i, line in enumerate(self.lines) if i not in self._is_fixed and holding[i] and not line.is_reference
        ]

    def _greedy(self, start: Sequence[int], values: Matrix) -> list[int]:
        """Lines by what each adds to a row, until nothing adds or fits."""
        chosen = list(start)
        while (best := self._best(chosen, values, self._able)) is not None:
            chosen.append(best)
        return chosen

    def _best(self, chosen: list[int], values: Matrix, among: Sequence[int]) -> int | None:
        held = self.parts.held[[*self.fixed, *chosen]].max(axis=0, initial=0.0)
        gains = (self.parts.held - held).clip(min=0.0) @ self.parts.weights
        rows = self.rows_with(chosen)

        def rate(index: int) -> tuple[float, float, int]:
            added = max(0.1, self.rows_with([*chosen, index]) - rows)
            return float(gains[index]) / added, float(values[index]), -index

        able = sorted((i for i in among if i not in chosen and gains[i] > _HARDLY), key=rate, reverse=True)
        return next((index for index in able if self.fits([*chosen, index])), None)

    def _exchanged(self, chosen: list[int], values: Matrix) -> list[int]:
        """The choice after every exchange of one or two lines for another, and what then fits, that gains."""
        while (better := self._exchange(chosen, values)) is not None:
            chosen = better
        return chosen

    def _exchange(self, chosen: list[int], values: Matrix) -> list[int] | None:
        worth, others = self._worth(chosen), [index for index in self._able if index not in chosen]
        for gone in [*combinations(chosen, 1), *combinations(chosen, 2)]:
            rest = [index for index in chosen if index not in gone]
            for index in others:
                other = [*rest, index]
                if self._worth(other) >= worth - _SLACK and self.fits(other):
                    whole = self._greedy(other, values)
                    if self._worth(whole) > worth + _HARDLY:
                        return whole
        return None

    def _surest_first(self, chosen: list[int], values: Matrix) -> list[int]:
        """Without what the others hold as well, in the order in which each adds most."""
        ordered: list[int] = []
        while (best := self._best(ordered, values, chosen)) is not None:
            ordered.append(best)
        return ordered
