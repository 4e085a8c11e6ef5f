"""The prover: refuses a sentence that says anything its cited facts do not hold."""

from collections.abc import Callable, Sequence
from datetime import date

from tools.tailoring.grounding import amounts, attachment, claims, identity, periods, wording
from tools.tailoring.grounding.case import Case
from tools.tailoring.grounding.evidence import gather
from tools.tailoring.grounding.facts import CitedFact
from tools.tailoring.grounding.lexicon import LANGUAGES
from tools.tailoring.grounding.normal import clean
from tools.tailoring.grounding.reading import plain, read
from tools.tailoring.schemas import Problem, Verdict

_RULES: tuple[Callable[[Case], list[Problem]], ...] = (
    identity.employers,
    periods.dates,
    amounts.quantities,
    wording.content,
    wording.negations,
    wording.qualifiers,
    wording.causes,
    wording.contrasts,
    identity.roles,
    identity.levels,
    identity.unfinished,
    claims.scope,
    claims.binding,
    claims.routes,
    attachment.modifiers,
    attachment.universals,
    attachment.doubled,
    attachment.apiece,
    attachment.fewer,
    attachment.arranged,
    attachment.ranked,
    attachment.directions,
)


def check(
    sentence: str, facts: Sequence[CitedFact], *, language: str | None = None, today: date | None = None
) -> Verdict:
    """Whether everything `sentence` says is held by `facts`; deterministic, in doubt it refuses.

    `language` (en, de, fr, es, nl, pt) is the sentence's, recognised when absent. `today` lets durations of
    current positions count; without it they are refused. Never raises on odd text: an unreadable sentence is refused.
    """
    cleaned = clean(sentence)
    if not facts:
        return _refused("uncited", sentence, "The sentence cites no fact.")
    if not any(fact.text.strip() for fact in facts):
        return _refused("uncited", sentence, "The cited facts are empty.")
    if not plain(cleaned.text):
        return _refused("unsupported", sentence, "The sentence says nothing that can be read.")
    if cleaned.disguised and not any(clean(fact.text).disguised for fact in facts):
        return _refused(
            "unsupported", sentence, "The sentence holds invisible or look-alike characters that no cited fact has."
        )
    if len(facts) and any(plain(cleaned.text) == plain(clean(fact.text).text) for fact in facts):
        return Verdict(supported=True)
    language = language[:2].lower() if language and language[:2].lower() in LANGUAGES else None
    reading = read(cleaned.text, language)
    case = Case(reading, gather(facts, language or reading.language), today)
    problems = _distinct([problem for rule in _RULES for problem in rule(case)])
    return Verdict(supported=not problems, problems=problems)


def _refused(kind: str, excerpt: str, message: str) -> Verdict:
    return Verdict(
        supported=False, problems=[Problem.model_validate({"kind": kind, "excerpt": excerpt, "message": message})]
    )


def _distinct(problems: list[Problem]) -> list[Problem]:
    seen: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        seen.setdefault((problem.kind, problem.excerpt), problem)
    return list(seen.values())
