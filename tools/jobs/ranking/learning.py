"""What a person's decisions teach about the weights of a ranking's parts. Pure: the same decisions, the same weights.

Pairs of a liked and a disliked opening say which parts set them apart; a logistic loss over the pairs moves each part's
weight away from its default, against a prior that holds it there. Few decisions move little, and no number of them
makes a part weigh more than twice or less than half of what it weighs for everybody.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.jobs.ranking.schemas import PartName
from tools.jobs.ranking.scoring import DEFAULTS
from tools.jobs.schemas import JobStatus
from tools.jobs.searching.schemas import RankPart

Vector = NDArray[np.float64]

THUMBS = {"up": 1.0, "down": -1.0}
# A rejection comes from the employer and says nothing about what the person likes.
STATUS_VALUES: Mapping[JobStatus, float] = {
    "applied": 0.6, "interviewing": 0.8, "offer": 1.0, "accepted": 1.0, "dismissed": -0.7,
}  # fmt: skip
MOST = math.log(2.0)
_SHARPNESS, _PRIOR = 4.0, 12.0
_STEPS, _STEP = 400, 0.05
_ORDINARY = 0.6


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, -1 to 1, about an opening whose parts scored 0 to 1; parts not judged are left out."""

    value: float
    features: Mapping[str, float]


def features_of(parts: Sequence[RankPart]) -> dict[str, float]:
    """The parts that were judged, 0 to 1."""
    return {part.name: round(part.score / 100, 4) for part in parts if part.score is not None}


def weights_of(stored: Mapping[str, float] | None) -> dict[PartName, float]:
    """The weights in force: the stored ones where they are of today's parts, else the defaults; they add up to 1."""
    if not stored or set(stored) != set(DEFAULTS):
        return _normal({name: float(weight) for name, weight in DEFAULTS.items()})
    return _normal({name: float(stored[name]) for name in DEFAULTS})


def learn(decisions: Sequence[Decision]) -> dict[PartName, float]:
    """The weights that the decisions teach, adding up to 1; the defaults without any."""
    names, base = list(DEFAULTS), weights_of(None)
    default = np.array([base[name] for name in names])
    pairs, evidence = _pairs([decision for decision in decisions if decision.value], names)
    moved = np.zeros(len(names))
    for _ in range(_STEPS if len(pairs) else 0):
        weights = default * np.exp(moved)
        weights /= weights.sum()
        margin = pairs @ weights
        slope = evidence * _SHARPNESS / (1 + np.exp(_SHARPNESS * margin))
        # How the margin changes with each part's share, the shares adding up to 1.
        gradient = (slope[:, None] * weights * (pairs - margin[:, None])).sum(axis=0) - _PRIOR * moved
        moved = np.clip(moved + _STEP * gradient / (1 + evidence.sum() / _PRIOR), -MOST, MOST)
    learned = default * np.exp(_within(moved))
    return _normal(dict(zip(names, learned.tolist(), strict=True)))


def _within(moved: Vector) -> Vector:
    """The moves such that, after the weights are scaled to 1 again, none is beyond twice or half of its default."""
    return np.asarray(np.clip(moved, -MOST / 2, MOST / 2), dtype=np.float64)


def _pairs(decisions: Sequence[Decision], names: Sequence[PartName]) -> tuple[Vector, Vector]:
    """Differences of liked minus disliked, and how much each counts: a decision counts once, however many pairs.

    Beside each other, decisions are held against an ordinary opening, so that thumbs-ups alone teach as well.
    """
    liked = [decision for decision in decisions if decision.value > 0]
    disliked = [decision for decision in decisions if decision.value < 0]
    ordinary = Decision(0.0, {})
    found = [
        (_row(up, down, names), min(up.value, -down.value) / max(len(liked), len(disliked)))
        for up in liked
        for down in disliked
    ]
    found += [(_row(up, ordinary, names), up.value / 2) for up in liked]
    found += [(_row(ordinary, down, names), -down.value / 2) for down in disliked]
    rows = np.array([row for row, _ in found]).reshape(len(found), len(names))
    return rows, np.array([count for _, count in found])


def _row(better: Decision, worse: Decision, names: Sequence[PartName]) -> list[float]:
    """What sets the better one apart, part by part; a part that either lacks says nothing."""
    return [_value(better, name, worse) - _value(worse, name, better) for name in names]


def _value(decision: Decision, name: PartName, other: Decision) -> float:
    if name in decision.features:
        return float(decision.features[name])
    return _ORDINARY if not decision.features else float(other.features.get(name, _ORDINARY))


def _normal(weights: Mapping[PartName, float]) -> dict[PartName, float]:
    total = sum(weights.values())
    return {name: round(weight / total, 4) for name, weight in weights.items()}
