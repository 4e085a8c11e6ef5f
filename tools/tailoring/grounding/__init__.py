"""The prover: pure code that refuses any sentence its cited resume facts do not hold."""

from tools.tailoring.grounding.facts import CitedFact, cite
from tools.tailoring.grounding.prover import check

__all__ = ["CitedFact", "check", "cite"]
