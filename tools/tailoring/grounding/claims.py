"""Who did how much of what: scope of responsibility, direction of change, and verbs with their own objects."""

from collections.abc import Mapping
from dataclasses import replace

from tools.tailoring.grounding.case import Case, problem
from tools.tailoring.grounding.evidence import CONTEXT
from tools.tailoring.grounding.lexicon import lexicon
from tools.tailoring.grounding.tables import load, word_set
from tools.tailoring.grounding.words import Reading, Word, verbal
from tools.tailoring.schemas import Problem

_DOING = 3
_LIMITED = 2
_MANAGING = 4
_OBJECTS = 4
_NOMINAL = ("ments", "ions", "ungen", "iones", "ções", "ingen")
_FROM = {"from", "von", "vom", "de", "desde", "van", "du", "del", "do", "da"}
_TO = {"to", "auf", "zu", "nach", "à", "vers", "a", "hacia", "naar", "para", "au", "al", "ao"}
_UNDER = {"under", "unter", "sous", "bajo", "onder", "sob"}


def rank(words: list[Word], language: str, *, held: bool = False) -> int | None:
    """The scope rank of a clause: a limiting verb in front ("helped to build") limits the rest; None without a verb."""
    verbs = [word for word in words if verbal(word)]
    ranks = [r for r in map(_scope, verbs) if r is not None]
    if not verbs:
        return None
    governing = [verbs[0], verbs[-1]] if language in {"de", "nl"} else [verbs[0]]
    limits = [r for r in map(_scope, governing) if r is not None and r <= _LIMITED]
    if limits:
        return min(limits)
    if held and any("runs" in lexicon().tags(word.concepts) for word in verbs):
        ranks.append(_MANAGING)
    if held:
        agents = (word for word in words if "agent" in lexicon().tags(word.concepts))
        acting = (replace(word, concepts=lexicon().implied(word.concepts)) for word in agents)
        ranks += [r for r in map(_scope, acting) if r is not None]
    return max([_DOING, *ranks])


def _scope(word: Word) -> int | None:
    concepts = lexicon().concepts
    found = [concepts[c].scope for c in word.concepts if c in concepts]
    ranks = [r for r in found if r is not None]
    return max(ranks) if ranks else None


def scope(case: Case) -> list[Problem]:
    """No clause may claim more responsibility than the fact clause it rests on."""
    found = []
    for indexes in case.clauses().values():
        words = [_as_meant(case, i) for i in indexes]
        said = rank(words, case.sentence.language)
        if said is None or said < _LIMITED:
            continue
        held = _held_rank(case, indexes)
        if held is not None and said > held and not 0 < held <= said <= _LIMITED:
            verb = max((w for w in words if verbal(w)), key=lambda w: _scope(w) or _DOING)
            found.append(problem("scope", verb.surface, "The cited facts claim a smaller part in this."))
    return found + _passives(case)


def _as_meant(case: Case, index: int) -> Word:
    """The word in the sense that the facts hold: "ran" an errand is not "ran" a company."""
    word = case.sentence.words[index]
    held = frozenset(c for s in case.links[index] for c in s.implied if "v" in lexicon().tags({c}))
    same = [s for s in case.links[index] if s.word.stem == word.stem]
    if same and not any(_scope(s.word) for s in same):
        held -= {c for c in held if (lexicon().concepts[c].scope or 0) > _DOING}
    return replace(word, concepts=word.concepts & held or word.concepts)


def _held_rank(case: Case, indexes: list[int]) -> int | None:
    overlap = case.overlap(indexes)
    if not overlap:
        return None
    best = max(overlap.values())
    ranks = [
        rank(case.fact_words(clause), _clause_language(case, clause), held=True)
        for clause, count in overlap.items()
        if count == best
    ]
    known = [r for r in ranks if r is not None]
    return max(known) if known else None


def _clause_language(case: Case, clause: int) -> str:
    return next(s.language for s in case.evidence.supports if s.clause == clause)


def _passives(case: Case) -> list[Problem]:
    """Who was led, trained or supervised by another did not lead, train or supervise."""
    suffered = {c for reading in case.evidence.readings for word in _by_others(reading) for c in word.concepts}
    own = {id(word) for word in _by_others(case.sentence)}
    active = {
        c
        for reading in case.evidence.readings
        for word in reading.words
        if word not in _by_others(reading)
        for c in word.concepts
    }
    return [
        problem("scope", word.surface, "In the cited facts this was done by somebody else.")
        for word in case.sentence.words
        if verbal(word) and id(word) not in own and word.concepts & suffered and not word.concepts & active
    ]


def _by_others(reading: Reading) -> list[Word]:
    by = set(load("phrases.yaml")["passive_by"])
    people = {"agent", "people"}
    tags = lexicon().tags
    found = []
    for number, word in enumerate(reading.words):
        if not word.concepts & word_set("done_to_people"):
            continue
        if any(t.low in _UNDER for t in reading.tokens[max(0, word.first - 3) : word.first]):
            found.append(word)
            continue
        if word.last + 1 >= len(reading.tokens):
            continue
        follows = any(tags(after.concepts) & people for after in reading.words[number + 1 : number + 4])
        named = reading.language == "de" and word.surface[0].isupper() and reading.tokens[word.last + 1].low == "von"
        if reading.tokens[word.last + 1].low in by and follows and not named:
            found.append(word)
    return found


def binding(case: Case) -> list[Problem]:
    """A verb must act on what it acts on in the facts: "led X, attended Y" does not hold "led Y"."""
    found = []
    words = case.sentence.words
    for indexes in case.clauses().values():
        for index in (i for i in indexes if verbal(words[i]) and (i == indexes[0] or _purely_verbal(words[i]))):
            complaint = _misplaced(case, index, _objects(case, index, indexes))
            if complaint:
                found.append(
                    problem("scope" if _scope(words[index]) else "unsupported", words[index].surface, complaint)
                )
    return found


def _objects(case: Case, verb: int, indexes: list[int]) -> list[list[int]]:
    """What the verb may act on: the nearest words after it, and those before it in its own segment ("X was led")."""
    words = case.sentence.words
    objects = [i for i in indexes if case.links[i] and not _purely_verbal(words[i])]
    after, before = [i for i in objects if i > verb], [i for i in objects if i < verb]
    close = [i for i in before if words[i].segment == words[verb].segment]
    own = [i for i in after if words[i].segment == words[after[0]].segment]
    return [found for found in (own[:_OBJECTS], (close if after else before)[-_OBJECTS:]) if found]


def _purely_verbal(word: Word) -> bool:
    """An activity that is not also the name of a thing, as "sales" is."""
    concepts = lexicon().concepts
    if word.low.endswith(_NOMINAL):
        return False
    return bool(word.concepts) and all("v" in concepts[c].tags for c in word.concepts if c in concepts) and verbal(word)


def _named(case: Case, index: int, word: Word) -> bool:
    """Whether an activity stands as a thing: "two packaging designs", "time of treatment"."""
    counted = any(index in quantity.near for quantity in case.sentence.quantities)
    before = case.sentence.tokens[word.first - 1].low if word.first else ""
    return counted or (before in word_set("of") and (_scope(word) or 0) <= _DOING)


def _misplaced(case: Case, index: int, objects: list[list[int]]) -> str | None:
    word = case.sentence.words[index]
    clauses = {s.clause for s in case.links[index]} - {CONTEXT}
    if not clauses or case.tags(word) & {"gen", "lv"} or _named(case, index, word):
        return None
    overlaps = [overlap for overlap in map(case.overlap, objects) if overlap]
    if overlaps and all(_apart(clauses, overlap) for overlap in overlaps):
        return "The cited facts say this of something else."
    return None


def _apart(clauses: set[int], overlap: Mapping[int, int]) -> bool:
    own = max(overlap.get(clause, 0) for clause in clauses)
    return own == 0 or max(overlap.values()) - own >= 2


def routes(case: Case) -> list[Problem]:
    """From A to B must not become from B to A."""
    held = [pair for reading in case.evidence.readings for pair in _routes(reading)]
    found = []
    for start, end in _routes(case.sentence):
        starts, ends = _supporting_ids(case, start), _supporting_ids(case, end)
        turned = any(id(b) in starts and id(a) in ends for a, b in held)
        if turned and not any(id(a) in starts and id(b) in ends for a, b in held):
            found.append(
                problem(
                    "unsupported", f"{start.surface} – {end.surface}", "The cited facts say this the other way round."
                )
            )
    return found


def _supporting_ids(case: Case, word: Word) -> set[int]:
    return {id(s.word) for s in case.links[case.sentence.words.index(word)]}


def _routes(reading: Reading) -> list[tuple[Word, Word]]:
    starts = [w for w in reading.words if w.first and reading.tokens[w.first - 1].low in _FROM]
    ends = [w for w in reading.words if w.first and reading.tokens[w.first - 1].low in _TO]
    return [(a, b) for a in starts for b in ends if 0 < b.first - a.last <= 4]
