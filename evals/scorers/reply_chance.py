"""Invented job seekers of known chances, and how far what is learned of them is from the truth."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field
from pydantic import ValidationError as InvalidData

from evals.case_files import CasesError, entries
from tools.insights.replies_chance import Outcome, Seen, enough, learn

ASKED = 40
BINS = 10
PROPERTIES = ("match", "stale", "above", "same_field", "referral", "letter", "tailored")
_BINARY = {"same_field": 0.6, "referral": 0.15, "letter": 0.5, "tailored": 0.4}
_TWO_YEARS = 730


class Scenario(BaseModel):
    """One kind of job seeker; the fields are told at the top of the file."""

    model_config = ConfigDict(extra="forbid")
    id: str
    users: int = Field(ge=1, le=200)
    sent: int = Field(ge=1, le=5_000)
    base: float = Field(gt=0, lt=1)
    seed: int
    effects: dict[Literal["match", "stale", "above", "same_field", "referral", "letter", "tailored"], float] = {}
    sources: dict[str, tuple[float, float]] = {}
    drift: float = 0.0
    missing: float = Field(default=0.0, ge=0, lt=1)
    bent: bool = False
    together: float = Field(default=0.0, ge=0, lt=1)
    expect: Literal["chance", "silent"] = "chance"


@dataclass(frozen=True, slots=True)
class Judged:
    """One user: whether it stayed silent, and for every chance asked for what was said, within what, and the truth."""

    silent: bool
    said: "np.ndarray[Any, Any]"
    inside: "np.ndarray[Any, Any]"
    truth: "np.ndarray[Any, Any]"
    base: float
    width: float = 0.0

    @property
    def excess(self) -> float:
        """The expected squared error above that of knowing the truth."""
        return float(np.mean((self.said - self.truth) ** 2))

    @property
    def excess_of_base(self) -> float:
        """The same of always saying the user's own share of answers."""
        return float(np.mean((self.base - self.truth) ** 2))

    @property
    def brier(self) -> float:
        """The expected squared error against the outcomes."""
        return self.excess + float(np.mean(self.truth * (1 - self.truth)))

    @property
    def brier_of_base(self) -> float:
        """The same of always saying the user's own share of answers."""
        return self.excess_of_base + float(np.mean(self.truth * (1 - self.truth)))


def load(path: Path) -> list[Scenario]:
    """The scenarios of a file; raises CasesError naming what is wrong."""
    found = []
    for where, raw in entries(path):
        try:
            found.append(Scenario.model_validate(raw))
        except InvalidData as problem:
            first = problem.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise CasesError(f"{where}: `{field}`: {first['msg']}") from problem
    return found


def judge(scenario: Scenario, user: int) -> Judged:
    """Draw one user, learn from their outcomes, and ask for the chances of applications sent today."""
    draw = np.random.default_rng(scenario.seed + user)
    outcomes = []
    for age in draw.uniform(31, _TWO_YEARS, scenario.sent):
        seen, likely = _drawn(scenario, draw, float(age))
        outcomes.append(Outcome(seen, bool(draw.random() < likely), float(age)))
    model = learn(outcomes)
    if model is None or not enough(outcomes):
        none = np.zeros(0)
        return Judged(True, none, none, none, 0.0)
    asked = [_drawn(scenario, draw, 0.0) for _ in range(ASKED)]
    chances = [model.chance(seen) for seen, _ in asked]
    truth = np.array([true for _, true in asked])
    return Judged(
        silent=False,
        said=np.array([chance.value for chance in chances]),
        inside=np.array([chance.low <= true <= chance.high for chance, true in zip(chances, truth, strict=True)]),
        truth=truth,
        width=sum(chance.high - chance.low for chance in chances) / ASKED,
        base=sum(outcome.answered for outcome in outcomes) / len(outcomes),
    )


def _drawn(scenario: Scenario, draw: np.random.Generator, age: float) -> tuple[Seen, float]:
    """An application and its true chance; what nobody knows still has its effect."""
    common = float(draw.normal()) if scenario.together else 0.0
    own = math.sqrt(1 - scenario.together**2)
    full = {
        name: float(draw.random() < _BINARY[name])
        if name in _BINARY
        else scenario.together * common + own * float(draw.normal())
        for name in PROPERTIES
    }
    odds = np.log(scenario.base / (1 - scenario.base)) + scenario.drift * (_TWO_YEARS - age) / _TWO_YEARS
    acting = {name: math.tanh(2 * value) if scenario.bent else value for name, value in full.items()}
    odds += sum(effect * (acting[name] - _BINARY.get(name, 0.0)) for name, effect in scenario.effects.items())
    source = None
    if scenario.sources:
        names = list(scenario.sources)
        source = names[int(draw.choice(len(names), p=[scenario.sources[name][0] for name in names]))]
        odds += scenario.sources[source][1]
    known = {name: value for name, value in full.items() if draw.random() >= scenario.missing}
    return Seen(known, source), float(1 / (1 + np.exp(-odds)))


def calibration_error(users: list[Judged]) -> float:
    """The mean distance of what was said from what was true, over BINS of what was said, weighed by their size."""
    said = np.concatenate([user.said for user in users])
    truth = np.concatenate([user.truth for user in users])
    bins = np.minimum((said * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(said[bins == at].mean() - truth[bins == at].mean()) * (bins == at).mean()
            for at in range(BINS)
            if (bins == at).any()
        )
    )
