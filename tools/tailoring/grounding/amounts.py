"""Numbers and durations: equal in value, unit and comparator, and said of the same thing."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from tools.tailoring.grounding.case import Case, problem
from tools.tailoring.grounding.dates import months_of
from tools.tailoring.grounding.derived import beyond, derived, ends, spans, with_others
from tools.tailoring.grounding.evidence import CONTEXT
from tools.tailoring.grounding.lexicon import lexicon
from tools.tailoring.grounding.portions import Known, is_age, others
from tools.tailoring.grounding.ranges import Quantity
from tools.tailoring.grounding.tables import load
from tools.tailoring.grounding.words import Reading, Word, verbal
from tools.tailoring.schemas import Problem, ProblemKind

_MONTH = 2629800.0
_TOLERANCE = 1e-6
_ROUND_DOWN = 0.1
_ROUND_UP = 0.02
_PAIR = 2
_REACH = 4
_COMPOUND = 8
_DIRECTED = {"up", "down", "better"}


def quantities(case: Case) -> list[Problem]:
    """Every quantity must be one of the facts', with the same unit, and counting the same thing."""
    known = list(_known(case))
    found = []
    for quantity in case.sentence.quantities:
        complaint = _judge(case, quantity, known)
        if complaint:
            found.append(problem(_kind(case, quantity), quantity.surface, complaint))
    return found + _rates(case)


def _known(case: Case) -> Iterator[Known]:
    for number, reading in enumerate(case.evidence.all_readings()):
        for quantity in reading.quantities:
            yield Known(quantity, reading, number)
        for found in derived(reading):
            yield Known(found, reading, number, derived=True)
        yield from (Known(span, reading, number) for span in spans(reading))
        for found in (*beyond(reading), *with_others(reading)):
            yield Known(found, reading, number, derived=True)
        if any(said.role in {"from", "to"} for said in case.sentence.quantities):
            yield from (Known(end, reading, number) for quantity in reading.quantities for end in ends(quantity))


def _judge(case: Case, quantity: Quantity, known: list[Known]) -> str | None:
    if quantity.dimension == "vague":
        return _vague(case, quantity, known)
    if quantity.dimension == "count" and (quantity.value == 0 or _year_held(case, quantity)):
        return None
    fitting = [
        k
        for k in known
        if _same_dimension(quantity, k.quantity)
        and _entails(quantity, k.quantity, k.derived)
        and not _borrowed_rate(quantity, k)
    ]
    if not fitting:
        return None if _lasted(case, quantity) else "No cited fact holds this figure."
    if quantity.role == "of" or (quantity.dimension == "time" and _lasted(case, quantity)):
        return None
    scores = {id(k): _bound(case, quantity, k) for k in known if _same_dimension(quantity, k.quantity)}
    best = max(scores[id(k)] for k in fitting)
    rival = max((scores[id(k)] for k in known if id(k) in scores and k not in fitting), default=0.0)
    if (best < 0 or rival > best) and not is_age(quantity):
        return "The cited facts say this figure of something else."
    if not any(_agrees(quantity, k, case.sentence) for k in fitting):
        return "The cited facts use this figure in another role."
    return others(case, quantity, fitting)


def _borrowed_rate(said: Quantity, held: Known) -> bool:
    """Whether "every year" is said of this figure, but in the facts of another one."""
    if not said.rate or held.quantity.rate or held.derived:
        return False
    before = held.reading.tokens[max(0, held.quantity.first - _REACH) : held.quantity.first]
    if any(_rate_table().get(t.low) == said.rate for t in before):
        return False
    others = [q for q in held.reading.quantities if q.rate == said.rate and q.surface != held.quantity.surface]
    return bool(others) and all(q.clause != held.quantity.clause or q.last < held.quantity.first for q in others)


def _year_held(case: Case, quantity: Quantity) -> bool:
    years = {str(when.year) for reading in case.evidence.all_readings() for when in reading.dates}
    return quantity.surface in years


_TIMES = ("time", "times")
_TWICE = {"twice", "zweimal", "tweemaal"}


def _same_dimension(one: Quantity, other: Quantity) -> bool:
    if one.dimension == "money" == other.dimension:
        return one.unit == other.unit
    if {one.dimension, other.dimension} == {"percent", "factor"}:
        return True
    if {one.dimension, other.dimension} == {"count", "factor"}:
        return any(q.surface.lower().endswith(_TIMES) for q in (one, other) if q.dimension == "count") and any(
            q.surface.lower() in _TWICE for q in (one, other)
        )
    return one.dimension == other.dimension


def _entails(said: Quantity, held: Quantity, derived: bool) -> bool:
    said_value, held_value = _comparable(said, held)
    if said.high is not None or held.high is not None:
        same = _equal(said.value, held.value) and said.high == held.high
        least = said.high is None and said.comparator in {"ge", "gt"} and said.value <= held.value
        most = said.high is None and said.comparator == "upto" and said.value == held.high
        return same or least or most
    tolerance = 0.5 if derived and said.dimension == "percent" else 0.0
    return _ordered(said.comparator, said_value, held.comparator, held_value, tolerance)


def _comparable(said: Quantity, held: Quantity) -> tuple[float, float]:
    if said.dimension == held.dimension:
        return said.value, held.value
    if "count" in {said.dimension, held.dimension}:
        return said.value, held.value
    percent, factor = (said, held) if said.dimension == "percent" else (held, said)
    as_percent = (factor.value - 1) * 100
    return (percent.value, as_percent) if said is percent else (as_percent, percent.value)


def _ordered(how: str, said: float, held_how: str, held: float, tolerance: float) -> bool:
    floor = held_how in {"eq", "gt", "ge"}
    if how == "eq":
        exact = _equal(said, held) or (abs(said - held) < 0.5 and 33 <= said < 34 and 33 <= held < 34)
        return floor and (exact or 0 <= held - said < 2 * tolerance)
    if how == "gt":
        return (held_how == "eq" and held > said) or (held_how in {"gt", "ge"} and held >= said)
    if how == "ge":
        return floor and held >= said - _TOLERANCE
    if how == "approx":
        near = said <= held * (1 + _ROUND_UP) + _TOLERANCE and held - said <= _ROUND_DOWN * held
        return (held_how == "eq" and near) or (held_how in {"approx", "nearly", "ge", "gt"} and _equal(said, held))
    if how == "nearly":
        short = held_how in {"eq", "gt", "ge"} and 0 < said - held <= max(_ROUND_UP * said, 1.0 - said % 10)
        return short or (held_how == "nearly" and _equal(said, held))
    if how == "upto":
        return held_how in {"eq", "upto", "lt"} and _equal(said, held)
    return (held_how == "eq" and held < said) or (held_how == "lt" and held <= said)


def _equal(one: float, other: float) -> bool:
    return abs(one - other) <= _TOLERANCE * max(1.0, abs(one), abs(other))


def _bound(case: Case, said: Quantity, held: Known) -> float:
    """How well the thing counted fits: 1 wholly, 0 nothing to compare, -1 it is said of another quantity's thing."""
    counted = said.near or _measured(case.sentence, said)
    if not counted:
        return 0.0
    near = {id(held.reading.words[i]) for i in held.quantity.near}
    around = {id(held.reading.words[i]) for i in held.quantity.around}
    taken = {
        id(held.reading.words[i]) for q in held.reading.quantities if q is not held.quantity for i in q.near
    } - near
    supported = [[id(s.word) for s in case.links[i]] for i in counted]
    strong = sum(any(w in near for w in words) for words in supported)
    weak = sum(any(w in around for w in words) for words in supported)
    if weak and not strong and _moved(case, said, held):
        return -1.0
    if strong and not weak and _beside_the_head(case, said, held):
        return -1.0
    if strong or weak:
        return (strong + 0.5 * weak * (not strong) + 0.25 * weak * bool(strong)) / len(counted)
    people = _people(case.sentence, said) and _people(held.reading, held.quantity)
    if people or not (near or around):
        return 0.0
    if said.near and near and _of_other_facts(case, said, held):
        return -1.0
    lost = any(any(w in taken for w in words) for words in supported)
    return -1.0 if lost or _elsewhere(supported, held) else 0.0


def _moved(case: Case, said: Quantity, held: Known) -> bool:
    """Whether the number now counts another thing of the fact, and what it counted is not said at all."""
    counted = [held.reading.words[i] for i in held.quantity.near]
    if not said.near or not counted or said.dimension != "count" or said.first + 1 < said.last:
        return False
    said_of = {s.word.first for found in case.links for s in found if s.fact == held.number and s.clause != CONTEXT}
    return not any(word.first in said_of for word in counted) and not _people(case.sentence, said)


def _beside_the_head(case: Case, said: Quantity, held: Known) -> bool:
    """Whether only what describes the thing counted is said: 14 hotel lobbies are not 14 hotels."""
    run = [held.reading.words[i] for i in sorted(held.quantity.near)]
    joined = all(b.first == a.last + 1 for a, b in pairwise(run))
    if (
        len(run) != _PAIR
        or held.quantity.dimension != "count"
        or not joined
        or run[0].first != held.quantity.last + 1
        or any(verbal(w) or "age" in w.concepts for w in run)
    ):
        return False
    head = run[0] if held.reading.language in {"fr", "es", "pt"} else run[-1]
    return not any(s.word is head or s.word.first == head.first for i in said.near for s in case.links[i])


def _of_other_facts(case: Case, said: Quantity, held: Known) -> bool:
    """Whether everything counted is held, but by other facts than the one with the figure."""
    supported = [[s for s in case.links[i] if s.clause != CONTEXT] for i in said.near]
    here = any(s.fact == held.number for found in supported for s in found)
    return all(supported) and not here and held.number < len(case.evidence.readings)


def _measured(reading: Reading, quantity: Quantity) -> list[int]:
    """For a figure that counts nothing by itself ("by 40 %"): the nearest words before it, else after it."""
    before = [i for i in quantity.around if reading.words[i].last < quantity.first]
    return before[-3:] or quantity.around[:3]


def _elsewhere(supported: list[list[int]], held: Known) -> bool:
    """Whether all that is counted stands in other clauses of the same fact."""
    clauses = {id(word): word.clause for word in held.reading.words}
    found = {clauses[w] for words in supported for w in words if w in clauses}
    return bool(found) and held.quantity.clause not in found


def _people(reading: Reading, quantity: Quantity) -> bool:
    words = [reading.words[i] for i in quantity.near]
    return any(_is_people(word) for word in words)


def _is_people(word: Word) -> bool:
    return bool({"person", "staff", "team", "colleague", "volunteer", "apprentice"} & word.concepts)


def _agrees(said: Quantity, held: Known, sentence: Reading) -> bool:
    """From, to and by must not be exchanged, nor signs."""
    roles = {said.role, held.quantity.role}
    directed = said.dimension in {"percent", "money", "time", "points"} or "from" in roles
    mixed = len(roles - {""}) == 2 and directed
    silent_to = (
        said.role == "to"
        and held.quantity.role == ""
        and said.dimension == "percent"
        and _directed(held.reading, held.quantity)
    )
    changed = (
        held.quantity.role == "to"
        and said.role in {"", "by"}
        and said.dimension == "percent"
        and any(q.role == "from" for q in held.reading.quantities)
        and bool(sentence.words)
        and any(lexicon().tags(w.concepts) & {"up", "down"} and w.clause == said.clause for w in sentence.words)
    )
    signs = said.signed * held.quantity.signed < 0
    rates = said.rate and held.quantity.rate and said.rate != held.quantity.rate
    return not (mixed or silent_to or changed or signs or rates)


def _directed(reading: Reading, quantity: Quantity) -> bool:
    return any(verbal(w) and w.clause == quantity.clause for w in reading.words)


def _vague(case: Case, quantity: Quantity, known: list[Known]) -> str | None:
    said = {id(s.word) for i in _next_words(case, quantity) for s in case.links[i]}
    same = [
        k
        for k in known
        if k.quantity.dimension in {"count", "vague"} and said & {id(k.reading.words[i]) for i in k.quantity.near}
    ]
    known = same or known
    if any(
        k.quantity.dimension in {"count", "vague"} and (k.quantity.high or k.quantity.value) >= quantity.value
        for k in known
    ):
        return None
    if quantity.value > 2:
        return "The cited facts do not say that there were so many."
    counted = [case.sentence.words[i] for i in _next_words(case, quantity)]
    plural = any(word.low == s.word.low for word in counted for i in _next_words(case, quantity) for s in case.links[i])
    return None if plural or not counted else "The cited facts do not say that there were several."


def _next_words(case: Case, quantity: Quantity) -> Iterable[int]:
    after = [i for i, word in enumerate(case.sentence.words) if word.first > quantity.last]
    return after[:2]


def _lasted(case: Case, quantity: Quantity) -> bool:
    """Whether the dates of the one position cited give this duration."""
    if quantity.dimension != "time" or quantity.unit not in {"year", "month"} or quantity.high is not None:
        return False
    if quantity.role in {"part", "from", "to"}:
        return False
    spans = {months_of(detail, case.today) for fact in case.evidence.facts for detail in (fact.detail, fact.parent)} - {
        None
    }
    if len(spans) != 1:
        return False
    low, high = next(span for span in spans if span)
    months = quantity.value / _MONTH
    if quantity.comparator in {"gt", "ge"}:
        return high > months if quantity.comparator == "gt" else high >= months
    if quantity.comparator not in {"eq", "approx", "upto"}:
        return False
    return low <= months + _TOLERANCE <= high + 2 * _TOLERANCE or (
        quantity.unit == "year" and high // 12 == round(months / 12, 3)
    )


def _rates(case: Case) -> list[Problem]:
    held = {q.rate for reading in case.evidence.all_readings() for q in reading.quantities if q.rate}
    words = {w for reading in case.evidence.all_readings() for w in _rate_words(reading)}
    table = _rate_table()
    said = {q.rate: q.surface for q in case.sentence.quantities if q.rate}
    said |= {table[t.low]: t.text for t in case.sentence.tokens if t.low in table}
    said |= {name: name for name in _bare_rates(case.sentence) if name not in said}
    units = {w for reading in case.evidence.all_readings() for w in _bare_rates(reading)}
    return [
        problem("unit", surface, "The cited facts do not say this of every " + rate + ".")
        for rate, surface in said.items()
        if rate not in held | words | units
    ]


def _rate_words(reading: Reading) -> dict[str, str]:
    table = _rate_table()
    found = {table[t.low]: t.text for t in reading.tokens if t.low in table}
    if reading.language in {"de", "nl"}:
        fronts = load("measures.yaml")["rate_fronts"]
        long = [t for t in reading.tokens if len(t.low) > _COMPOUND]
        found |= {rate: t.text for t in long for rate, words in fronts.items() if t.low.startswith(tuple(words))}
    return found


def _bare_rates(reading: Reading) -> set[str]:
    found = set()
    names = {
        "day": 86400.0,
        "week": 604800.0,
        "month": 2629800.0,
        "quarter": 7889400.0,
        "year": 31557600.0,
        "hour": 3600.0,
    }
    units = _units()
    counted = {i for q in reading.quantities for i in range(q.first, q.last + 1)}
    for index, (before, token) in enumerate(pairwise(reading.tokens), 1):
        if (
            token.low in units
            and index not in counted
            and before.low
            in {
                "per",
                "pro",
                "par",
                "por",
                "al",
                "each",
                "every",
                "jede",
                "jeden",
                "jedes",
                "chaque",
                "cada",
                "elke",
                "a",
                "/",
            }
        ):
            found |= {name for name, factor in names.items() if factor == units[token.low]}
    return found


@lru_cache(maxsize=1)
def _units() -> dict[str, float]:
    return {word: float(factor) for factor, words in load("measures.yaml")["time"].items() for word in words}


@lru_cache(maxsize=1)
def _rate_table() -> dict[str, str]:
    return {word: rate for rate, words in load("measures.yaml")["rate_words"].items() for word in words}


def _kind(case: Case, quantity: Quantity) -> ProblemKind:
    if quantity.dimension in {"percent", "points", "factor"}:
        return "percentage"
    if quantity.dimension == "money":
        return "money"
    if quantity.dimension == "time" and quantity.unit in {"year", "month", "decade"}:
        return "duration"
    if quantity.dimension not in {"count", "vague"}:
        held = [q for reading in case.evidence.all_readings() for q in reading.quantities]
        unit = any(q.dimension == quantity.dimension and q.unit == quantity.unit for q in held)
        return "number" if unit or quantity.value in {q.value for q in held} else "unit"
    counted = [case.sentence.words[i] for i in quantity.near]
    if any("agent" in case.tags(word) or _is_people(word) for word in counted):
        return "headcount"
    return "number"
