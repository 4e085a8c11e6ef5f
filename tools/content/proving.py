"""Holding sentences of letters against what they rest on: facts for what they say of the person, words of the posting
for what they say of the employer. Pure; in doubt a sentence is refused."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from uuid import UUID

import yaml

from tools.content.phrases import phrases
from tools.content.wording import split_sentences
from tools.resumes.schemas import CertificateDetail, LanguageDetail, ResumeFact, SkillDetail
from tools.tailoring.grounding import CitedFact, check, cite
from tools.tailoring.schemas import Problem, Verdict


def prove_claim(
    sentence: str, facts: Sequence[ResumeFact], by_id: Mapping[UUID, ResumeFact], language: str, today: date | None
) -> Verdict:
    """Whether the facts hold what a sentence says of the person; `by_id` knows the positions they stand under.

    Words that only say "this was among my tasks" or "also" are taken away first, as `data/frames.yaml` lists them.
    """
    cited = [cite(fact, by_id) for fact in facts]
    whole = check(sentence, cited, language=language, today=today)
    if whole.supported:
        return whole
    bare = bare_claim(sentence, language)
    if bare == sentence:
        return whole
    if _lists(bare, facts, language):
        return Verdict(supported=True)
    return check(bare, cited, language=language, today=today)


def bare_claim(sentence: str, language: str) -> str:
    """The sentence without the words around its claim."""
    return " ".join(_unframed(part, language) for part in split_sentences(sentence)) or sentence


def _unframed(sentence: str, frames: str) -> str:
    bare = sentence.strip()
    for pattern, stays in _frames(frames):
        bare = pattern.sub(stays, bare).strip()
    return bare.removeprefix(":").strip() or sentence


def prove_posting(sentence: str, quotes: Sequence[str], language: str) -> Verdict:
    """Whether the posting's own words hold what a sentence says of the employer, and it says nothing of the person."""
    if found := _own_words(language).search(sentence):
        problem = Problem(
            kind="uncited", excerpt=found[0], message="A sentence about the employer may not speak of the person."
        )
        return Verdict(supported=False, problems=[problem])
    cited = [CitedFact(text=quote) for quote in quotes]
    whole = check(sentence, cited, language=language)
    bare = _unframed(sentence, "posting")
    return whole if whole.supported or bare == sentence else check(bare, cited, language=language)


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


@lru_cache(maxsize=8)
def _frames(name: str) -> list[tuple[re.Pattern[str], str]]:
    text = (files("tools.content") / "data" / "frames.yaml").read_text(encoding="utf-8")
    return [(re.compile(pattern, re.IGNORECASE), stays) for pattern, stays in yaml.safe_load(text)[name]]


_OWN = {
    "en": "i|me|my|mine|myself|we|us|our|i['’]\\w+",
    "de": "ich|mich|mir|mein\\w*|wir|uns|unser\\w*",
    "fr": "je|j['’]|me|m['’]|moi|mon|ma|mes|nous|notre|nos",
    "es": "yo|me|mí|mi|mis|conmigo|nosotros|nuestr\\w+",
    "nl": "ik|mij|me|mijn|wij|we|ons|onze",
    "pt": "eu|me|mim|meu|meus|minha|minhas|comigo|nós|noss\\w+",
}


@lru_cache(maxsize=8)
def _own_words(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_OWN[language]})(?!\w)", re.IGNORECASE)
