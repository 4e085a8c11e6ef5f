"""What belongs to what: a word keeps the neighbour it has in the facts, "all" is not said of some, one is not two."""

from itertools import pairwise

from tools.tailoring.grounding.case import Case, problem
from tools.tailoring.grounding.evidence import CONTEXT, Support
from tools.tailoring.grounding.lexicon import lexicon
from tools.tailoring.grounding.tables import load, word_set
from tools.tailoring.grounding.words import Reading, Word
from tools.tailoring.schemas import Problem

_REACH = 10
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_UNBOUND = {"head", "gen", "light", "lv", "eval", "qual"}
_JOINED = {"-", "de", "du", "des", "d", "of", "von", "van", "do", "da", "dos", "das", "del", "la", "el"}


def modifiers(case: Case) -> list[Problem]:
    """Two nouns side by side must stand near each other in the facts too: "enterprise accounts", "postes de cadres"."""
    found = []
    for one, two in pairwise(range(len(case.sentence.words))):
        if _side_by_side(case, one, two) and not _near(case.links[one], case.links[two]):
            first, second = case.sentence.words[one], case.sentence.words[two]
            shown = f"{first.surface} {second.surface}"
            found.append(problem("unsupported", shown, "The cited facts say this of something else."))
    return found


def _side_by_side(case: Case, one: int, two: int) -> bool:
    words = case.sentence.words
    between = {t.low for t in case.sentence.tokens[words[one].last + 1 : words[two].first]}
    return between <= _JOINED and all(_thing(case, index) for index in (one, two))


def _thing(case: Case, index: int) -> bool:
    word = case.sentence.words[index]
    return _names(word) and any(s.clause != CONTEXT for s in case.links[index])


def _names(word: Word) -> bool:
    """Whether the word may be the name of a thing: not each of its meanings is an activity or claims nothing."""
    meanings = [lexicon().tags({name}) for name in word.concepts]
    return not meanings or not all("v" in tags or tags & _UNBOUND for tags in meanings)


def _near(ones: list[Support], others: list[Support]) -> bool:
    return any(
        one.fact == other.fact and abs(one.word.first - other.word.first) <= _REACH
        for one in ones
        for other in others
        if CONTEXT not in (one.clause, other.clause)
    )


def universals(case: Case) -> list[Problem]:
    """ "All" and "every" may be said only where the facts say so, or of a counted number ("all four wards")."""
    table = load("grammar.yaml")["universal"]
    every = {word for words in table.values() for word in words.split()}
    held = {t.low for reading in case.evidence.all_readings() for t in reading.tokens}
    but = word_set("except")
    if held & every and not (held & but and not but & {t.low for t in case.sentence.tokens}):
        return []
    mine = frozenset(table[case.sentence.language].split())
    return [
        problem("unsupported", token.text, "The cited facts do not say this of all of them.")
        for index, token in enumerate(case.sentence.tokens)
        if token.low in mine and _claims_all(case, index)
    ]


def _claims_all(case: Case, index: int) -> bool:
    """Whether a universal word speaks of things, not of a time, a number, or in a set phrase ("above all")."""
    tokens = case.sentence.tokens
    if index and tokens[index - 1].low in {"in", "above", "at", "après", "sobre", "vor", "over"}:
        return False
    after = index + 1
    while after < len(tokens) and tokens[after].low in word_set("of"):
        after += 1
    counted = any(q.first <= after <= q.last for q in case.sentence.quantities)
    named = any(w.first == after for w in case.sentence.words)
    pointed = after < len(tokens) and tokens[after].low in word_set("pointing")
    closing = after >= len(tokens) or tokens[after].kind == "symbol"
    return not counted and (named or pointed or closing)


def fewer(case: Case) -> list[Problem]:
    """ "Resulting in fewer falls" needs facts in which something became less."""
    words = word_set("fewer")
    counted = {i for q in case.sentence.quantities for i in range(q.first, q.last + 1)}
    said = [t for i, t in enumerate(case.sentence.tokens) if t.low in words and i not in counted]
    if not said:
        return []
    readings = case.evidence.all_readings()
    changed = any(case.tags(w) & {"up", "down", "better", "v_down"} or w.negated for r in readings for w in r.words)
    changed = changed or any(t.low in words for r in readings for t in r.tokens)
    changed = changed or any(
        q.role in {"from", "to"} and not _FIRST_YEAR < q.value < _LAST_YEAR for r in readings for q in r.quantities
    )
    return [] if changed else [problem("unsupported", said[0].text, "The cited facts do not say that it became less.")]


def arranged(case: Case) -> list[Problem]:
    """Who booked or attended a thing has not carried it out."""
    found = []
    words = case.sentence.words
    for index, word in enumerate(words):
        after = [i for i in range(index + 1, min(index + 4, len(words))) if case.links[i]]
        if "do_it" not in word.concepts or not after:
            continue
        for clause in {s.clause for s in case.links[after[0]]} - {CONTEXT}:
            said = {id(s.word) for i in after for s in case.links[i]}
            acts = [w for w in case.fact_words(clause) if _only_acts(w) and id(w) not in said]
            if acts and all(w.concepts & word_set("arranging") for w in acts):
                found.append(problem("scope", word.surface, "The cited facts do not say that this was carried out."))
                break
    return found


def _only_acts(word: Word) -> bool:
    return bool(word.concepts) and all("v" in lexicon().tags({name}) for name in word.concepts)


def apiece(case: Case) -> list[Problem]:
    """ "14 million each" is not "14 million"."""
    said = [index for index, t in enumerate(case.sentence.tokens) if t.low in word_set("apiece")]
    if any(t.low in word_set("apiece") for reading in case.evidence.all_readings() for t in reading.tokens):
        return []
    beside = [i for i in said if any(_closes(case, i, q.first, q.last) for q in case.sentence.quantities)]
    shown = [case.sentence.tokens[i].text for i in beside]
    return [problem("unsupported", text, "The cited facts say this of all together.") for text in shown]


def _closes(case: Case, index: int, first: int, last: int) -> bool:
    """Whether the word stands right before a quantity ("je 14"), or ends what follows it ("14 million each")."""
    tokens = case.sentence.tokens
    if tokens[index].low in {"each", "apiece", "chacun", "chacune"}:
        return last < index and (index + 1 == len(tokens) or tokens[index + 1].kind == "symbol")
    return index == first - 1 or index == first


def ranked(case: Case) -> list[Problem]:
    """The second best is not the best."""
    found = []
    for index, word in enumerate(case.sentence.words):
        held = [s for s in case.links[index] if s.clause != CONTEXT and s.fact < len(case.evidence.readings)]
        among = {t.low for t in case.sentence.tokens[max(0, word.first - 3) : word.first]} & word_set("among")
        if "eval" not in case.tags(word) or not held or among or _nth(case.sentence, word):
            continue
        if all(_nth(case.evidence.readings[s.fact], s.word) for s in held):
            found.append(problem("superlative", word.surface, "The cited facts give a lower rank."))
    return found


def _nth(reading: Reading, word: Word) -> bool:
    return any(q.unit == "nth" and q.last == word.first - 1 for q in reading.quantities)


def directions(case: Case) -> list[Problem]:
    """What went to a place did not come from it."""
    found = []
    for index, word in enumerate(case.sentence.words):
        ways = {_way(case.evidence.readings[s.fact], s.word) for s in case.links[index] if s.clause != CONTEXT}
        mine = _way(case.sentence, word)
        if mine and ways and ways == {-mine}:
            found.append(problem("unsupported", word.surface, "The cited facts say this the other way round."))
    return found


def _way(reading: Reading, word: Word) -> int:
    before = reading.tokens[word.first - 1].low if word.first else ""
    return -1 if before in word_set("whence") else 1 if before in word_set("whither") else 0


def doubled(case: Case) -> list[Problem]:
    """ "A and B" must rest on two things: "a reach truck and a forklift" are not both one forklift."""
    found = []
    for one, two in pairwise(range(len(case.sentence.words))):
        first, second = case.sentence.words[one], case.sentence.words[two]
        if not _listed(case, first, second) or _related(first, second):
            continue
        rests = [{id(s.word) for s in case.links[index] if s.whole} for index in (one, two)]
        if len(rests[0]) == 1 and rests[0] == rests[1]:
            found.append(problem("unsupported", second.surface, "The cited facts name only one of these."))
    return found


def _listed(case: Case, first: Word, second: Word) -> bool:
    between = {t.low for t in case.sentence.tokens[first.last + 1 : second.first]}
    if between & word_set("including") or any("people" in case.tags(w) for w in (first, second)):
        return False
    joined = between & ({",", "&", "/"} | set(load("grammar.yaml")["coordinators"][case.sentence.language]))
    return bool(joined) and _names(first) and _names(second)


def _related(first: Word, second: Word) -> bool:
    """Whether one is only a wider name for the other ("bugs and issues")."""
    known = lexicon()
    return first.low == second.low or bool(known.implied(first.concepts) & known.implied(second.concepts) & {"staff"})
