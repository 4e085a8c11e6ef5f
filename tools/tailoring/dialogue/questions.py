"""What is worth asking the person: a named thing that the job wants, no fact shows, and only they can know. Pure."""

import gettext
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pycountry

from tools.jobs.matching.choices import choices
from tools.jobs.matching.degrees import degree_levels
from tools.jobs.matching.requirements import is_formal, is_personal, is_tool, quote_around, spelled
from tools.jobs.matching.words import word_lists, words
from tools.resumes.schemas import CertificateDetail, LanguageDetail, PositionDetail, ResumeFact
from tools.skills import canonical, category, find_skills
from tools.skills.vocabulary import normalise
from tools.tailoring.reasoning import AnalysedRequirement, GivenAnswer, Question, QuestionKind

MOST_QUESTIONS = 3
_WEIGHTS = {"must": 3.0, "should": 2.0, "nice": 0.0}
_KINDS: dict[QuestionKind, float] = {"skill": 1.0, "licence": 0.95, "language": 0.9, "certificate": 0.9}
_DISCIPLINE, _UNKNOWN, _IN_TITLE, _AGAIN = 0.75, 0.7, 1.5, 0.25
_LICENCE = re.compile(r"licen[cs]e|\bCDL\b|endorsement", re.IGNORECASE)
_CERTIFICATE = re.compile(
    r"(?:[A-Z0-9][\w+/&-]*\s+){0,4}(?:[Cc]ertifi(?:ed|cations?|cates?)|Zertifi(?:kat|zierung)\w*|[Cc]ertificaci[oó]n|"
    r"[Cc]ertificats?|[Cc]ertificaat|[Cc]ertifica[cç][aã]o)(?:\s+(?:[A-Z][\w+/&-]*|as|in|de|en|–|-|of))*(?<![ –-])"
)
_LEADS = re.compile(
    r"(?:experienced?|knowledge|familiarity|familiar|proficien\w+|skilled|expertise|competen\w+|understanding|trained|"
    r"certified)\s+(?:with|in|of|using|on)\s+(?:the\s+)?|"
    r"(?:\w*erfahrung(?:en)?|\w*kenntnisse|umgang|expertise|routine)\s+(?:mit|in|im|von|der|des)\s+(?:de[rmn]\s+|die\s+)?|"
    r"(?:expérience|connaissances?|maîtrise|pratique)\s+(?:de la |de l['’]|des |du |de |d['’]|en |avec |sur )|"
    r"(?:experiencia|conocimientos?|dominio|manejo)\s+(?:de la |del |de |en |con |sobre )|"
    r"(?:ervaring|kennis|vaardigheid)\s+(?:met|van|in)\s+(?:de\s+|het\s+)?|"
    r"(?:experiência|conhecimentos?|domínio)\s+(?:d[aeo]s?|em|com|n[ao]|sobre)\s+",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"[,.;:()–]|\s-\s|\b(?:and|or|und|oder|et|ou|y|en|e|for|to|within|across|is|are|would|von vorteil|wünschenswert|"
    r"required|preferred|desirable|deseable|souhaitée?s?|gewenst|desejável|sind|ist|est|es|é|sowie|für|pour|para|voor)\b",
    re.IGNORECASE,
)
_ANY_WORDS = """
environment environments team teams role roles field industry sector setting settings practices practice work similar
related relevant area bereich branche umfeld position stelle secteur domaine poste puesto ámbito vakgebied functie área
setor função customers clients kunden projects projekte tools systems people
"""
_ANYTHING = frozenset(_ANY_WORDS.split())
_MOST_WORDS = 4


@dataclass(frozen=True)
class _Thing:
    """A named thing that is asked for and not shown; `skills` are the vocabulary's names for it."""

    kind: QuestionKind
    subject: str
    skills: tuple[str, ...]
    requirement: AnalysedRequirement
    worth: float

    @property
    def key(self) -> str:
        """The same for the same thing, whatever it is called."""
        names = sorted(self.skills) or [self.subject]
        return f"{self.kind}:{'|'.join(normalise(name) for name in names)}"


def next_question(
    requirements: Sequence[AnalysedRequirement],
    facts: Sequence[ResumeFact],
    *,
    title: str = "",
    answered: Sequence[GivenAnswer] = (),
    passed_over: Sequence[str] = (),
) -> Question | None:
    """The question most worth asking, or None: never one that was answered before, or whose id is in `passed_over`.

    `requirements` come from `analysis.map_to_facts` over the same facts; `title` is the posting's, whose own skills
    are at the core of the work.
    """
    known = {skill for given in answered for skill in given.skills} | {given.question_id for given in answered}
    things = [left for thing in _things(requirements, facts) if (left := _without(thing, known)) is not None]
    best: dict[str, _Thing] = {}
    for thing in things:
        if thing.key not in known and thing.key not in passed_over:
            again = _AGAIN * sum(other.key == thing.key for other in things)
            named = _IN_TITLE if normalise(thing.subject) in normalise(title) else 1.0
            candidate = _Thing(thing.kind, thing.subject, thing.skills, thing.requirement, thing.worth * named + again)
            if thing.key not in best or candidate.worth > best[thing.key].worth:
                best[thing.key] = candidate
    first = max(best.values(), key=lambda thing: thing.worth, default=None)
    return _question(first, employers_of(facts)) if first is not None and first.worth > 0 else None


def answered_before(
    requirements: Sequence[AnalysedRequirement],
    facts: Sequence[ResumeFact],
    given: Sequence[GivenAnswer],
    *,
    title: str = "",
    passed_over: Sequence[str] = (),
) -> tuple[Question, GivenAnswer] | None:
    """A question that an answer of before settles, with that answer; None when there is none (any more)."""
    passed = list(passed_over)
    while given and (question := next_question(requirements, facts, title=title, passed_over=passed)):
        for one in given:
            if one.question_id == question.id or set(one.skills) & set(question.skills):
                return question, one
        passed.append(question.id)
    return None


def asked_again(question: Question) -> Question:
    """The same question after an answer that could not be understood."""
    which = f"Which of them: {question.subject}? " if len(question.skills) > 1 else ""
    text = f"I could not tell what that means for {question.subject}. {which}{question.text}"
    return question.model_copy(update={"id": f"{question.id}#again", "text": text})


def employers_of(facts: Sequence[ResumeFact]) -> list[str]:
    """The employers of the positions, each once, the newest first where they are dated."""
    held = [fact.detail for fact in facts if isinstance(fact.detail, PositionDetail) and fact.detail.employer]
    newest = sorted(held, key=lambda item: (item.current, item.end or "", item.start or ""), reverse=True)
    return list(dict.fromkeys(item.employer for item in newest))


def language_name(language: str, spoken: str) -> str:
    """The name of a language (given in English, such as "French") in a resume's own language, where it is known."""
    return _names_in(language[:2]).gettext(spoken)


@lru_cache(maxsize=32)
def _names_in(language: str) -> gettext.NullTranslations:
    return gettext.translation("iso639-3", pycountry.LOCALES_DIR, languages=[language], fallback=True)


def _without(thing: _Thing, known: set[str]) -> _Thing | None:
    """The thing less the alternatives that were answered before."""
    left = tuple(skill for skill in thing.skills if skill not in known)
    if not thing.skills or left == thing.skills:
        return thing
    return _Thing(thing.kind, spelled(left), left, thing.requirement, thing.worth) if left else None


def _things(requirements: Sequence[AnalysedRequirement], facts: Sequence[ResumeFact]) -> Iterator[_Thing]:
    for place, requirement in enumerate(requirements):
        weight = _WEIGHTS[requirement.importance] * (1 - 0.01 * place)
        if not requirement.is_asked or not requirement.missing or weight <= 0:
            continue
        if degree_levels(requirement.requirement):  # a course is read from the resume, and no answer is a diploma
            continue
        certificate = _certificate(requirement, facts, weight)
        if certificate is not None:
            yield certificate
            continue
        named = list(_named(requirement, facts, weight))
        yield from named or _unnamed(requirement, weight)


def _certificate(requirement: AnalysedRequirement, facts: Sequence[ResumeFact], weight: float) -> _Thing | None:
    """A certificate that the line names by more than the word for it."""
    match = _CERTIFICATE.search(requirement.requirement)
    subject = match[0].strip() if match else ""
    if len(subject.split()) < 2 or not re.search(r"[A-Z0-9]{2}|[a-z ][A-Z]", subject):
        return None
    asked = set(words(subject))
    held = (fact for fact in facts if isinstance(fact.detail, CertificateDetail))
    if any(asked <= set(words(fact.text)) for fact in held):
        return None
    known = canonical(subject)
    return _Thing(
        "certificate", subject, (known,) if known else (), requirement, weight * _KINDS["certificate"]
    )  # fmt: skip


def _named(requirement: AnalysedRequirement, facts: Sequence[ResumeFact], weight: float) -> Iterator[_Thing]:
    """What the line names of the vocabulary and no fact shows; alternatives stay together."""
    text = requirement.requirement
    spans = find_skills(text)
    written = {span.name: text[span.start : span.end] for span in reversed(spans)}
    spoken = {canonical(fact.detail.name) for fact in facts if isinstance(fact.detail, LanguageDetail)}
    for choice in choices(text, spans, requirement.skills):
        phrase = spelled(written.get(skill, skill) for skill in choice.skills)
        if phrase not in requirement.missing or set(choice.skills) & spoken:
            continue
        kind = _kind(choice.skills)
        subject = spelled(choice.skills) if kind == "language" else phrase
        firm = 1.0 if kind != "skill" or any(is_tool(skill) for skill in choice.skills) else _DISCIPLINE
        yield _Thing(kind, subject, choice.skills, requirement, weight * choice.weight * firm * _KINDS[kind])


def _kind(skills: Sequence[str]) -> QuestionKind:
    if all(category(skill) == "spoken" for skill in skills):
        return "language"
    return "licence" if all(_LICENCE.search(skill) for skill in skills) else "skill"


def _unnamed(requirement: AnalysedRequirement, weight: float) -> Iterator[_Thing]:
    """What a line without known skills speaks of, where it says so plainly: "Kenntnisse in MediFox"."""
    text = requirement.requirement
    if requirement.skills or is_personal(text) or is_formal(text):
        return
    lead = _LEADS.search(text)
    subject = _ENDS.split(text[lead.end() :], maxsplit=1)[0].strip() if lead else ""
    said = [word.casefold() for word in subject.split()]
    vague = word_lists().personal | word_lists().function | _ANYTHING
    if said and len(said) <= _MOST_WORDS and not any(word in vague for word in said):
        yield _Thing("skill", subject, (), requirement, weight * _UNKNOWN)


def _question(thing: _Thing, employers: Sequence[str]) -> Question:
    excerpt = quote_around(thing.requirement.excerpt, thing.subject)
    asks = f"The job asks for {thing.subject} (“{excerpt}”)." if thing.subject != excerpt else (
        f"The job asks for “{excerpt}”."
    )  # fmt: skip
    return Question(
        id=thing.key, kind=thing.kind, subject=thing.subject, skills=list(thing.skills), excerpt=excerpt,
        requirement=thing.requirement.requirement, importance=thing.requirement.importance,
        text=f"{asks} {_what_to_say(thing, employers)}",
    )  # fmt: skip


def _what_to_say(thing: _Thing, employers: Sequence[str]) -> str:
    several = len(thing.skills) > 1
    silent = f"Your resume mentions {'none of them' if several else 'no such thing'}."
    if thing.kind == "language":
        silent = f"Your resume does not say that you speak {'one of them' if several else 'it'}."
        return f"{silent} Do you, and how well?"
    if thing.kind in {"certificate", "licence"}:
        return "Your resume does not mention it. Do you hold it, and since when?"
    if not several:
        silent = "Your resume does not mention it."
    places = f", for example at {spelled(employers[:2])}" if employers else ""
    used = "use" if any(is_tool(skill) for skill in thing.skills) else "work with"
    return f"{silent} Did you {used} {'one of them' if several else 'it'}{places}? Where, and for what?"
