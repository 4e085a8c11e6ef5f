"""What is said of two postings: one opening or two, the rule that decided, and why."""

from typing import NamedTuple

SURE = frozenset({"same number on a board", "same address", "same requisition"})
WEAK = frozenset({"title, employer and city", "translated"})
CONFLICTING = frozenset(
    ("two requisitions", "two numbers on a board", "two roles", "seniority", "level", "place", "season", "unit",
     "hours", "contract")
)  # fmt: skip


class Verdict(NamedTuple):
    """Whether two postings are of one opening; `rule` names what decided, `evidence` says it in words."""

    same: bool
    rule: str
    evidence: str

    @property
    def sure(self) -> bool:
        """Whether an address or a number says so, which outweighs everything else."""
        return self.same and self.rule in SURE

    @property
    def conflict(self) -> bool:
        """Whether something states that they are two, and not only too little that they are one."""
        return not self.same and self.rule in CONFLICTING
