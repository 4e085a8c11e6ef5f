"""Stories out of a resume: situation, task, action, result, each part exact words of a fact that proves it. Pure.

A part that no fact states stays empty, with the question to the person; an answer is a fact, and is found again by the
question it was given to.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from tools.applications.preparing.schemas import PartKind, PrepRequirement, Story, StoryPart
from tools.applications.preparing.wording import NOTE_LANGUAGES, own_words, shortened, story_patterns
from tools.jobs.matching.requirements import quote_around
from tools.resumes.schemas import ResumeFact
from tools.tailoring.choice.relevance import tokens_of
from tools.tailoring.grounding import check, cite

_AND = re.compile(r"^(?:and|und|et|y)\s+")
PARTS: tuple[PartKind, ...] = ("situation", "task", "action", "result")
MOST, MOST_OF_ONE = 6, 3
_WEIGHTS = {"must": 3.0, "should": 2.0, "nice": 1.0}
_STRENGTHS = {"strong": 1.0, "partial": 0.5, "weak": 0.1}
_RESULT, _RECENT, _DUTY = 1.5, 0.5, -0.75
_SHARED, _FEWEST_WORDS = 2, 4
_TOLD = frozenset({"bullet", "project"})


def tell_stories(
    facts: Sequence[ResumeFact], requirements: Sequence[PrepRequirement], *, language: str, today: date | None
) -> list[Story]:
    """The lines most worth telling, at most three of one position, the worthiest first.

    `language` is that of the questions for what is missing: one that notes are worded in.
    """
    by_id = {fact.id: fact for fact in facts}
    chosen = _chosen(facts, requirements)
    return [
        _story(f"S{number}", fact, by_id, requirements, language, today) for number, fact in enumerate(chosen, 1)
    ]  # fmt: skip


def open_question(fact: ResumeFact, kind: PartKind, language: str) -> str:
    """What the person is asked about a part of the story of this line."""
    words = own_words(language)["open"][kind]
    return str(words.format(line=shortened(fact.text, 160)))


def proved(part: StoryPart, by_id: Mapping[UUID, ResumeFact], today: date | None) -> bool:
    """Whether a part's words stand in its fact, and the prover lets them pass as what the fact says."""
    fact = by_id.get(part.fact_id) if part.fact_id else None
    if part.text is None or fact is None or part.text not in fact.text:
        return False
    return check(part.text, [cite(fact, by_id)], today=today).supported


def _chosen(facts: Sequence[ResumeFact], requirements: Sequence[PrepRequirement]) -> list[ResumeFact]:
    lines = [fact for fact in facts if fact.detail.kind in _TOLD and len(fact.text.split()) >= _FEWEST_WORDS]
    given = {fact.provenance.question for fact in facts if fact.source == "answered" and fact.provenance}
    asked = {question for fact in lines for question in _questions(fact) if question in given} if given else set()
    own = [fact for fact in lines if not (fact.provenance and fact.provenance.question in asked)]
    found: list[ResumeFact] = []
    for fact in sorted(own, key=lambda fact: -_worth(fact, facts, requirements)):
        if fact.parent_id is None or sum(other.parent_id == fact.parent_id for other in found) < MOST_OF_ONE:
            found.append(fact)
    return found[:MOST]


def _worth(fact: ResumeFact, facts: Sequence[ResumeFact], requirements: Sequence[PrepRequirement]) -> float:
    """What a line answers, a result, and being of the first (newest) entry."""
    answered = sum(
        _WEIGHTS[item.importance] * _STRENGTHS[one.strength]
        for item in requirements for one in item.evidence if one.fact_id == fact.id
    )  # fmt: skip
    newest = next((other.id for other in facts if other.detail.kind == "position"), None)
    result = _RESULT if _split(fact.text)[1] else _DUTY if story_patterns("duty").search(fact.text) else 0.0
    return answered + result + (_RECENT if fact.parent_id == newest else 0.0)


def _story(
    identifier: str, fact: ResumeFact, by_id: Mapping[UUID, ResumeFact], requirements: Sequence[PrepRequirement],
    language: str, today: date | None,
) -> Story:  # fmt: skip
    action, result = _split(fact.text)
    parent = by_id.get(fact.parent_id) if fact.parent_id else None
    duty = story_patterns("duty").search(fact.text) is not None
    task = fact if duty else _task(fact, by_id)
    told: dict[PartKind, tuple[str | None, ResumeFact | None]] = {
        "situation": (parent.text if parent else None, parent), "task": (task.text if task else None, task),
        "action": (None if duty else action, fact), "result": (result, fact),
    }  # fmt: skip
    parts = [_part(kind, *told[kind], fact, by_id, language, today) for kind in PARTS]
    answers = [item.id for item in requirements if any(one.fact_id == fact.id for one in item.evidence)]
    return Story(id=identifier, title=quote_around(fact.text, "", 90), fact_id=fact.id, parts=parts, answers=answers)


def _part(
    kind: PartKind, text: str | None, source: ResumeFact | None, about: ResumeFact,
    by_id: Mapping[UUID, ResumeFact], language: str, today: date | None,
) -> StoryPart:  # fmt: skip
    """What the line tells of this part, else what the person answered, else the question."""
    part = StoryPart(kind=kind, text=text, fact_id=source.id if source and text else None)
    if text is not None and proved(part, by_id, today):
        return part
    questions = _questions(about, kind)
    for fact in by_id.values():
        if fact.source == "answered" and fact.provenance and fact.provenance.question in questions:
            return StoryPart(kind=kind, text=fact.text, fact_id=fact.id)
    return StoryPart(kind=kind, question=open_question(about, kind, language))


def _questions(fact: ResumeFact, *kinds: PartKind) -> set[str]:
    """Every wording in which the person may have been asked about a line."""
    return {open_question(fact, kind, language) for kind in kinds or PARTS for language in NOTE_LANGUAGES}


def _task(fact: ResumeFact, by_id: Mapping[UUID, ResumeFact]) -> ResumeFact | None:
    """A duty of the same entry that speaks of the same thing: two content words shared at least."""
    words = tokens_of(fact.text)
    for other in by_id.values():
        same = fact.parent_id is not None and other.parent_id == fact.parent_id and other.id != fact.id
        if same and story_patterns("duty").search(other.text) and len(words & tokens_of(other.text)) >= _SHARED:
            return other
    return None


def _split(text: str) -> tuple[str | None, str | None]:
    """What was done and what came of it, as stretches of a line; None where it does not tell."""
    if story_patterns("begins").search(text):
        ways = story_patterns("how").finditer(text)
        how = next((found for found in ways if any(mark.isdigit() for mark in text[: found.start()])), None)
        return (text[how.start() :].strip(" .,;"), text[: how.start()].strip(" ,;")) if how else (None, text)
    clause = story_patterns("clause").search(text)
    if clause is None or len(text[: clause.start()].split()) < 2:
        return text, None
    return text[: clause.start()].strip(" ,;–—-"), _AND.sub("", text[clause.start() :].strip(" ,;–—-"))
