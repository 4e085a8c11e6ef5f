"""What each quantity of a text counts: the words beside it, and those around it in its segment."""

from itertools import pairwise

from tools.tailoring.grounding.lexicon import lexicon
from tools.tailoring.grounding.ranges import Quantity
from tools.tailoring.grounding.tables import load
from tools.tailoring.grounding.words import Reading, Word, verbal

_SEPARATORS = {",", "&", "(", ")", "[", "]"}
_OF = {"of", "von", "de", "d", "van", "aus", "mit"}


def attach(reading: Reading) -> None:
    """Give each quantity the words it counts (`near`) and the other nouns of its segment (`around`)."""
    for quantity in reading.quantities:
        quantity.near = _following(reading, quantity)
    _share_in_lists(reading)
    counted = {index for quantity in reading.quantities for index in quantity.near}
    for quantity in reading.quantities:
        before = _of_before(reading, quantity)
        if before is not None and before not in counted:
            quantity.near.append(before)
    claimed = {index for quantity in reading.quantities for index in quantity.near}
    for quantity in reading.quantities:
        quantity.around = [
            i
            for i, w in enumerate(reading.words)
            if w.segment == quantity.segment and i not in claimed and not _plain_verb(w)
        ]


def _share_in_lists(reading: Reading) -> None:
    """In "classes 4, 5 and 6" each number counts what stands before the first one."""
    for one, two in pairwise(reading.quantities):
        between = {t.low for t in reading.tokens[one.last + 1 : two.first]}
        listed = bool(between) and between <= _SEPARATORS | set(load("grammar.yaml")["coordinators"][reading.language])
        if listed and not two.near and one.dimension == two.dimension == "count":
            before = [i for i, w in enumerate(reading.words) if w.last == one.first - 1]
            two.near = list(one.near) or before
            one.near = one.near or before


def _plain_verb(word: Word) -> bool:
    return verbal(word) and bool(lexicon().tags(word.concepts) & {"up", "down", "better", "gen"})


def _only_verb(word: Word) -> bool:
    concepts = lexicon().concepts
    nominal = word.low.endswith(("ant", "ants", "ment", "ments", "ion", "ions", "or", "ors"))
    return not nominal and bool(word.concepts) and all(c in concepts and "v" in concepts[c].tags for c in word.concepts)


def _following(reading: Reading, quantity: Quantity) -> list[int]:
    near: list[int] = []
    position = quantity.last + 1
    for number, word in enumerate(reading.words):
        if word.first < position:
            continue
        between = [t.low for t in reading.tokens[position : word.first]]
        linked = (
            not between
            or between == ["-"]
            or (not near and len(between) <= 2 and between[0] in _OF | {"der", "des", "du", "dos", "das"})
        )
        if not linked or len(near) == 3 or word.segment != quantity.segment or (near and _only_verb(word)):
            break
        near.append(number)
        position = word.last + 1
    return near


def _of_before(reading: Reading, quantity: Quantity) -> int | None:
    if quantity.first < 2 or reading.tokens[quantity.first - 1].low not in _OF or quantity.dimension != "count":
        return None
    for number, word in enumerate(reading.words):
        if word.last == quantity.first - 2:
            grouped = lexicon().tags(word.concepts) & {"people"} or word.concepts & {"group_n", "class_n", "team"}
            return number if grouped or reading.tokens[quantity.first - 1].low != "mit" else None
    return None
