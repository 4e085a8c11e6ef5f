"""Quantities whose counted thing is said by a pronoun or by age: "2 of them", "between 3 and 6 years old"."""

from dataclasses import dataclass

from tools.tailoring.grounding.case import Case
from tools.tailoring.grounding.evidence import CONTEXT
from tools.tailoring.grounding.ranges import Quantity
from tools.tailoring.grounding.words import Reading


@dataclass(frozen=True, slots=True)
class Known:
    """A quantity of a fact with the text it stands in; `derived` ones were computed from two others."""

    quantity: Quantity
    reading: Reading
    number: int
    derived: bool = False


def is_age(quantity: Quantity) -> bool:
    """A span of ages ("between 3 and 6 years old") is found by its two figures, whatever it stands beside."""
    young = quantity.dimension == "time" and quantity.unit == "year"
    return quantity.high is not None and (young or quantity.surface.endswith("old"))


_PRONOUNS = (
    "of them", "of these", "of those", "of which", "of whom", "davon", "darunter", "d'entre eux", "d'entre elles",
    "de ellos", "de ellas", "de los cuales", "daarvan", "hiervan", "waarvan", "deles", "delas", "dos quais",
    "das quais",
)  # fmt: skip


def others(case: Case, said: Quantity, fitting: list[Known]) -> str | None:
    """ "Managed 8 productions, toured with 2 of them" does not hold "toured with 8"."""
    verbs = {
        id(s.word)
        for i, w in enumerate(case.sentence.words)
        if w.clause == said.clause and i not in said.near
        for s in case.links[i]
        if s.clause != CONTEXT
    }
    for k in fitting:
        words = [w for w in k.reading.words if id(w) in verbs]
        clauses = {w.clause for w in words}
        for q in k.reading.quantities:
            if (
                q.clause in clauses
                and k.quantity.clause not in clauses
                and _of_them(k.reading, q)
                and q.value != said.value
            ):
                return "The cited facts say this of fewer."
    return None


def _of_them(reading: Reading, quantity: Quantity) -> bool:
    after = " ".join(t.text.lower() for t in reading.tokens[quantity.last + 1 : quantity.last + 4])
    return after.startswith(_PRONOUNS)
