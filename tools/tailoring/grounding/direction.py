"""Direction of change: "raised" may be said for "improved" or "from 8 to 12", never where the facts say less."""

from itertools import pairwise

from tools.tailoring.grounding.evidence import CONTEXT, Evidence, Support
from tools.tailoring.grounding.lexicon import lexicon
from tools.tailoring.grounding.words import Reading, Word

_DIRECTED = {"up", "down", "better"}


def sign(word: Word, clause: list[Word]) -> int:
    """+1 for more, -1 for less, 0 for a word without direction; improving a bad thing means less of it."""
    tags = lexicon().tags(word.concepts)
    if tags & {"up", "down"} == {"up", "down"} or not tags & _DIRECTED:
        return 0
    if "up" in tags or "down" in tags:
        return 1 if "up" in tags else -1
    return -1 if any("bad" in lexicon().tags(other.concepts) for other in clause) else 1


def directed_supports(word: Word, reading: Reading, evidence: Evidence) -> list[Support]:
    """Fact words of a clause that changes in the same direction as `word`; empty when `word` has none."""
    wanted = sign(word, [w for w in reading.words if w.clause == word.clause])
    if not wanted:
        return []
    found: list[Support] = []
    for number, fact in enumerate(evidence.readings):
        for clause in {w.clause for w in fact.words}:
            if wanted in _signs(fact, clause):
                found += [
                    s
                    for s in evidence.supports
                    if s.clause != CONTEXT and s.clause == evidence.offsets[number] + clause and s.whole
                ]
    return found


def _signs(reading: Reading, clause: int) -> set[int]:
    words = [w for w in reading.words if w.clause == clause]
    signs = {sign(word, words) for word in words} - {0}
    quantities = [q for q in reading.quantities if q.clause == clause]
    signs |= {q.signed for q in quantities} - {0}
    for start, end in pairwise(quantities):
        if start.role == "from" and end.role == "to" and start.dimension == end.dimension and start.value != end.value:
            signs.add(1 if end.value > start.value else -1)
    return signs
