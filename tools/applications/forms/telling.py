"""What the person's own lines say in answer to a question in words: spoken, proved, or nothing. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tools.applications.plain_words import plain_words
from tools.content.first_person import Place, speak
from tools.content.phrases import softened
from tools.content.proving import prove_claim
from tools.resumes.schemas import BulletDetail, PositionDetail, ResumeFact
from tools.skills import find_skills

MOST_SENTENCES = 3
_ASKS = re.compile(
    r"experience|worked with|have you (?:used|built|run)|background|erfahrung\w*|kenntnisse|experience avec|"
    r"experiencia|esperienza"
)
# Why them, what one would do: nothing that a resume says answers these.
_OF_THEM = re.compile(
    r"\b(?:why|motivat\w*|warum|wieso|weshalb|pourquoi|por que|perche|would you|wurden sie|imagine)\b"
)


@dataclass(frozen=True, slots=True)
class Told:
    """Sentences and the facts that each of them rests on."""

    text: str
    facts: tuple[ResumeFact, ...]


def told(question: str, facts: Sequence[ResumeFact], language: str, today: date | None) -> Told | None:
    """At most three of the person's own lines that name a skill the question names, in the first person.

    None where the question asks for something else, or no line can be said and proved; then the person is asked.
    """
    asked, skills = plain_words(question), {span.name for span in find_skills(question)}
    if not skills or not _ASKS.search(asked) or _OF_THEM.search(asked):
        return None
    by_id = {fact.id: fact for fact in facts}
    said, rests_on, places = list[str](), list[ResumeFact](), list[object]()
    for fact in facts:
        held = by_id[fact.parent_id].detail if fact.parent_id in by_id else None
        names = {span.name for span in find_skills(fact.text)}
        if not isinstance(fact.detail, BulletDetail) or not isinstance(held, PositionDetail) or not names & skills:
            continue
        place = Place(softened(held.title, each=language in {"en", "de"}), held.employer, held.current)
        sentence = speak(fact.text, place, language, places.count(fact.parent_id))
        if sentence is not None and prove_claim(sentence, [fact], by_id, language, today).supported:
            said.append(sentence)
            rests_on.append(fact)
            places.append(fact.parent_id)
        if len(said) == MOST_SENTENCES:
            break
    return Told(" ".join(said), tuple(rests_on)) if said else None
