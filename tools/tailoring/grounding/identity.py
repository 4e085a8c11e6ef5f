"""Who, where and at which level: employers, titles, and levels bound to a language or skill."""

from tools.tailoring.grounding.case import Case, problem
from tools.tailoring.grounding.compounds import compound_parts
from tools.tailoring.grounding.facts import position_of
from tools.tailoring.grounding.lexicon import lexicon
from tools.tailoring.grounding.stems import bare
from tools.tailoring.grounding.tables import load, word_set
from tools.tailoring.grounding.words import Reading, Word
from tools.tailoring.schemas import Problem

_TITLE_WORDS = 2


def employers(case: Case) -> list[Problem]:
    """All cited facts must stand under one employer."""
    positions = [position for fact in case.evidence.facts if (position := position_of(fact)) is not None]
    names = {bare(position.employer.casefold().strip()) for position in positions}
    if len(names) > 1:
        shown = " / ".join(dict.fromkeys(position.employer for position in positions))
        return [
            problem(
                "employer", shown, "The cited facts are from different employers; one sentence must not merge them."
            )
        ]
    return []


def roles(case: Case) -> list[Problem]:
    """A title after "as" must be the position's own, not one that the facts merely mention."""
    positions = [position for fact in case.evidence.facts if (position := position_of(fact)) is not None]
    if not positions:
        return []
    own = {id(w) for reading in case.evidence.context for w in reading.words}
    found = []
    for index, word in enumerate(case.sentence.words):
        if (
            _is_role(case, word)
            and case.links[index]
            and (_after_as(case.sentence, word) or _opens(case.sentence, index))
        ):
            said_so = any(
                _after_as(r, s.word) or r.words[0] is s.word
                for s in case.links[index]
                if "agent" in case.tags(s.word)
                for r in case.evidence.readings
                if s.word in r.words
            )
            named = [s for s in case.links[index] if "agent" in case.tags(s.word) or s.word.stem == word.stem]
            if not said_so and not any(id(s.word) in own for s in named):
                found.append(
                    problem("title", word.surface, "The cited facts name this title, but not as the person's own.")
                )
    return found


def _is_role(case: Case, word: Word) -> bool:
    """Whether the word names a role, also as the last part of a compound ("Abteilungsleiterin")."""
    parts = compound_parts(word.low, case.sentence.language)
    last = lexicon().lookup(parts[-1], case.sentence.language) if parts else frozenset[str]()
    office = word.low.endswith(("leitung", "führung"))  # the function, which is no person
    first = case.sentence.tokens[word.first - 1].low if word.first else ""
    short = word.surface.isupper() and len(word.surface) > 1 and not word.concepts and word.first <= _TITLE_WORDS
    if short and first in load("phrases.yaml")["as"]:
        return True
    return "agent" in case.tags(word) or (bool(parts) and not office and "agent" in lexicon().tags(last))


def _opens(reading: Reading, index: int) -> bool:
    """Whether the sentence begins with this role, in the singular: "Nurse helping 10 residents"."""
    word = reading.words[index]
    plural = word.low.endswith(("s", "innen")) and reading.language != "de"
    acts = any(map(_only_acts, reading.words[:index])) or "v" in _tags(word)
    leading = not acts and word.first <= _TITLE_WORDS
    first = reading.tokens[0].low if word.first else ""
    if reading.language in {"de", "nl"} and (
        first in {"den", "dem", "einen", "einem"} or _closed_by_verb(reading, word)
    ):
        return False
    counted = any(quantity.first < word.first for quantity in reading.quantities)
    return leading and not counted and not plural and all(t.kind == "word" for t in reading.tokens[: word.first])


def _only_acts(word: Word) -> bool:
    """Whether each meaning of the word is an activity, so that a sentence opens with it and not with a title."""
    return bool(word.concepts) and all("v" in lexicon().tags({name}) for name in word.concepts)


def _closed_by_verb(reading: Reading, word: Word) -> bool:
    """Whether the role is what was led or trained: "Een stagiair begeleid", with the verb at the end."""
    last = reading.words[-1]
    return (
        last is not word and bool(last.concepts & word_set("done_to_people")) and last.last >= len(reading.tokens) - 2
    )


def _after_as(reading: Reading, word: Word) -> bool:
    markers = {marker for marker in load("phrases.yaml")["as"] if " " not in marker} | {"tant"}
    return any(t.low in markers for t in reading.tokens[max(0, word.first - 4) : word.first])


def unfinished(case: Case) -> list[Problem]:
    """A degree that the facts say was not taken must not be named as if it was."""
    found = []
    for number, reading in enumerate(case.evidence.readings):
        denied = any(w.negated and ("edu" in _tags(w) or "finish" in w.concepts) for w in reading.words)
        if not denied or any(w.negated for w in case.sentence.words):
            continue
        named = [w for i, w in enumerate(case.sentence.words) if any(s.fact == number for s in case.links[i])]
        degrees = [w for w in named if any(name.startswith("d_") for name in w.concepts) and not _partly(case)]
        found += [problem("education", w.surface, "The cited facts say that it was not completed.") for w in degrees]
    return found


def levels(case: Case) -> list[Problem]:
    """A level ("fluent", "B2", "expert") must be the one that the facts give to the same language or skill."""
    pairs = [(level, name) for level, name in _leveled(case.sentence)]
    held = [pair for reading in case.evidence.all_readings() for pair in _leveled(reading)]
    found = []
    for level, name in pairs:
        rivals = [other for other, theirs in held if _same(theirs, name)]
        if rivals and not any(level.concepts & case_levels(case, other) for other in rivals):
            found.append(
                problem("unsupported", f"{name.surface} {level.surface}", "The cited facts give this another level.")
            )
    return found


def case_levels(case: Case, word: Word) -> frozenset[str]:
    """The levels a fact's level word holds, with what it implies."""
    return frozenset(c for s in case.evidence.supports if s.word is word for c in s.implied) or word.concepts


def _same(one: Word, other: Word) -> bool:
    return bool(one.concepts & other.concepts) or one.low == other.low


def _leveled(reading: Reading) -> list[tuple[Word, Word]]:
    """Level words with the language they stand next to; the nearest one, before or after, in the same segment."""
    found = []
    for level in reading.words:
        if "level:tongue" not in _tags(level):
            continue
        names = [w for w in reading.words if "tongue" in _tags(w)]
        if names:
            nearest = min(names, key=lambda w: (w.segment != level.segment, abs(w.first - level.first)))
            found.append((level, nearest))
            found += [(level, name) for name in _listed_after(reading, level, nearest, names)]
    return found


def _partly(case: Case) -> bool:
    """Whether the sentence speaks of years or a part of the studies."""
    return any(q.dimension == "time" or q.unit == "nth" for q in case.sentence.quantities)


def _listed_after(reading: Reading, level: Word, nearest: Word, names: list[Word]) -> list[Word]:
    """ "Fluent English and Spanish": the other languages that the level stands before."""
    joined: list[Word] = []
    last = nearest
    for name in (n for n in names if n.first > nearest.last and level.last < nearest.first):
        between = {t.low for t in reading.tokens[last.last + 1 : name.first]}
        if not between or not between <= {","} | set(load("grammar.yaml")["coordinators"][reading.language]):
            break
        joined.append(name)
        last = name
    alone = any("level:tongue" in _tags(w) for w in reading.words if w.first > last.last)
    return [] if alone else joined


def _tags(word: Word) -> set[str]:
    return lexicon().tags(word.concepts)
