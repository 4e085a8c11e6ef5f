"""Holding sentences of letters against what they rest on: facts for what they say of the person, words of the posting
for what they say of the employer. Pure; in doubt a sentence is refused."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from uuid import UUID

from tools.content.phrases import phrases
from tools.content.wording import split_sentences
from tools.resumes.schemas import CertificateDetail, LanguageDetail, PositionDetail, ResumeFact, SkillDetail
from tools.tailoring.grounding import CitedFact, check, cite
from tools.tailoring.grounding.reading import read
from tools.tailoring.schemas import Problem, Verdict
from tools.yaml_text import parse_yaml


def prove_claim(
    sentence: str, facts: Sequence[ResumeFact], by_id: Mapping[UUID, ResumeFact], language: str, today: date | None
) -> Verdict:
    """Whether the facts hold what a sentence says of the person; `by_id` knows the positions they stand under.

    Words that only say "this was among my tasks" or "also" are taken away first, as `data/frames.yaml` lists them;
    those that say what kind of thing it is ("my certificates include") are for facts of that kind alone.
    """
    cited = [cite(fact, by_id) for fact in facts]
    bare, kinds = _bare(sentence, language)
    if facts and any(not any(_may_say(fact, kind) for fact in facts) for kind in kinds):
        return _refused(sentence, "The cited facts are of another kind than the sentence says.")
    if "work" in kinds and not any(_begins_so(bare, fact, language) for fact in facts):
        return _refused(sentence, "The cited facts do not say that the person did this.")
    whole = check(sentence, cited, language=language, today=today)
    if whole.supported:
        return whole
    if bare == sentence or not all(_is_of(fact, kind) for kind in kinds for fact in facts):
        return whole
    if _lists(bare, facts, language):
        return Verdict(supported=True)
    return check(bare, cited, language=language, today=today)


def prove_posting(sentence: str, quotes: Sequence[str], language: str, company: str | None = None) -> Verdict:
    """Whether the posting's own words hold what a sentence says of the employer.

    It has to address the employer ("you", its name), so that it cannot be read as said of the person, and may not
    speak of the person at all.
    """
    if found := _own_words(language).search(sentence):
        return _refused(found[0], "A sentence about the employer may not speak of the person.")
    addressed = _address(language).search(sentence) or (company and company.casefold() in sentence.casefold())
    if not addressed:
        return _refused(sentence, "A sentence about the employer has to address the employer.")
    cited = [CitedFact(text=quote) for quote in quotes]
    whole = check(sentence, cited, language=language)
    bare = _unframed(sentence, "posting")[0]
    return whole if whole.supported or bare == sentence else check(bare, cited, language=language)


def _refused(excerpt: str, message: str) -> Verdict:
    return Verdict(supported=False, problems=[Problem(kind="uncited", excerpt=excerpt, message=message)])


def _bare(sentence: str, language: str) -> tuple[str, set[str]]:
    """The sentence without the words around its claims, and the kinds of fact that those words are for."""
    parts = [_unframed(part, language) for part in split_sentences(sentence)]
    return " ".join(bare for bare, _ in parts) or sentence, {kind for _, kinds in parts for kind in kinds}


def _unframed(sentence: str, frames: str) -> tuple[str, set[str]]:
    bare, kinds = sentence.strip(), set[str]()
    for frame in _frames(frames):
        shorter = frame.pattern.sub(frame.stays, bare).strip()
        if shorter != bare and frame.kind:
            kinds.add(frame.kind)
        bare = shorter
    return bare.removeprefix(":").strip() or sentence, kinds


def _is_of(fact: ResumeFact, kind: str) -> bool:
    return fact.detail.kind in _KINDS[kind]


def _may_say(fact: ResumeFact, kind: str) -> bool:
    """Whether a fact is of a kind, or a line of prose, which may speak of anything; of languages only if it does."""
    if _is_of(fact, kind) or kind == "position":
        return _is_of(fact, kind)
    prose = fact.detail.kind in _KINDS["work"]
    return prose and (kind != "language" or (fact.detail.kind != "bullet" and _SPEAKS.search(fact.text) is not None))


def _begins_so(bare: str, fact: ResumeFact, language: str) -> bool:
    """Whether the words left after "my tasks were to" hold what the fact begins with, which is what was done.

    Else what the fact only speaks of becomes the person's own: "reported to the head of sales", "I was head of sales".
    """
    begins = next(iter(read(fact.text, language).words), None)
    if begins is None or isinstance(fact.detail, PositionDetail):
        return True
    return any(word.stem == begins.stem or word.concepts & begins.concepts for word in read(bare, language).words)


def _lists(bare: str, facts: Sequence[ResumeFact], language: str) -> bool:
    """Whether the words are but names of cited skills, languages and certificates, with their levels as they stand."""
    names = set[str]()
    for fact in facts:
        if isinstance(fact.detail, SkillDetail | LanguageDetail | CertificateDetail):
            level = getattr(fact.detail, "level", None)
            names |= {fact.detail.name.casefold(), *([f"{fact.detail.name} ({level})".casefold()] if level else [])}
    joint = phrases("phrases", language)["and"]
    items = re.split(rf",\s+|\s+{joint}\s+", bare.strip().rstrip("."))
    return bool(names) and all(item.strip().casefold() in names for item in items)


@dataclass(frozen=True, slots=True)
class _Frame:
    pattern: re.Pattern[str]
    stays: str
    kind: str | None = None


_KINDS: Mapping[str, frozenset[str]] = {
    "work": frozenset({"bullet", "position", "project", "summary", "other"}),
    "position": frozenset({"position"}),
    "skill": frozenset({"skill"}),
    "language": frozenset({"language"}),
    "education": frozenset({"education"}),
    "certificate": frozenset({"certificate", "award", "publication"}),
}


@lru_cache(maxsize=8)
def _frames(name: str) -> list[_Frame]:
    text = (files("tools.content") / "data" / "frames.yaml").read_text(encoding="utf-8")
    return [_Frame(re.compile(pattern, re.IGNORECASE), *rest) for pattern, *rest in parse_yaml(text)[name]]


_SPEAKS = re.compile(
    r"\b(?:sp[eo]a?k|fluent|native|sprech|sprach|parl|langue|habl|idioma|spree?k|ta[al]l|fal[oa])", re.IGNORECASE
)
_OWN = {
    "en": "i|me|my|mine|myself|we|us|our|i['’]\\w+",
    "de": "ich|mich|mir|mein\\w*|wir|uns|unser\\w*",
    "fr": "je|j['’]|me|m['’]|moi|mon|ma|mes|nous|notre|nos",
    "es": "yo|me|mí|mi|mis|conmigo|nosotros|nuestr\\w+",
    "nl": "ik|mij|me|mijn|wij|we|ons|onze",
    "pt": "eu|me|mim|meu|meus|minha|minhas|comigo|nós|noss\\w+",
}


_ADDRESS = {
    "en": "you|your|yours", "de": "sie|ihr|ihre[nrms]?|ihnen", "fr": "vous|votre|vos",
    "es": "usted|ustedes|sus?|les|buscan|piden|mencionan|ofrecen", "nl": "u|uw|jullie|je",
    "pt": "vocês?|voss[ao]s?|seus?|suas?|procuram|pedem|mencionam|oferecem",
}  # fmt: skip
# Spanish and Portuguese verbs tell the person without a pronoun.
_UNSAID = {
    "es": r"|tengo|soy|estoy|he|poseo|domino|hablo|trabajo|cuento|conozco|puedo|quiero|llevo|fui|hice|tuve|\w+(?:é|í)",
    "pt": r"|tenho|sou|estou|possuo|domino|falo|trabalho|conheço|posso|quero|fui|fiz|tive|\w+ei",
}


@lru_cache(maxsize=8)
def _own_words(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_OWN[language]}{_UNSAID.get(language, '')})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=8)
def _address(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_ADDRESS[language]})(?!\w)", re.IGNORECASE)
