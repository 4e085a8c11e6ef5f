"""What all languages share: lines made ready to be spoken, and the words they are judged by. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from simplemma import is_known, lemmatize

from tools.skills import category, find_skills
from tools.yaml_text import parse_yaml

_MARK = re.compile(r"^[\s•·▪‣●○◦*–—-]+")
_END = re.compile(r"[\s.;,:…]+$")
_MORE_THAN_ONE = re.compile(r"[.!?]\s+(?=[A-ZÀ-Þ])")
_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|z\.\s?B|u\.\s?a|ca|bzw|inkl|incl|etc|approx|Nr|No|St|Dr|Mr|Mrs|Ms)$")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_NAMED = frozenset({"language", "framework", "database", "cloud", "devops", "security", "software", "spoken"})


@dataclass(frozen=True, slots=True)
class Words:
    """The closed classes of one language, from `data/grammar.yaml`."""

    own: frozenset[str]
    others: frozenset[str]
    determiners: frozenset[str]
    not_verbs: frozenset[str]
    states: frozenset[str]
    past: dict[str, str]
    base: frozenset[str]
    nouns: frozenset[str]
    genders: dict[str, str]
    stays: frozenset[str]


@lru_cache(maxsize=8)
def words_of(language: str) -> Words:
    """The closed classes of a language (en, de, fr, es, nl, pt)."""
    text = (files("tools.content") / "data" / "grammar.yaml").read_text(encoding="utf-8")
    raw = parse_yaml(text)[language]
    past = dict(item.split("=") if "=" in item else (item, item) for item in raw.get("past", "").split())
    genders = {word: gender for gender, listed in raw.get("genders", {}).items() for word in listed.split()}
    return Words(
        own=frozenset(raw["own"].split()),
        others=frozenset(raw["others"].split()),
        determiners=frozenset(raw["determiners"].split()),
        not_verbs=frozenset(raw.get("not_verbs", "").split()),
        states=frozenset(raw.get("states", "").split()),
        past=past,
        base=frozenset(raw.get("base", "").split()),
        nouns=frozenset(raw.get("nouns", "").split()),
        genders=genders,
        stays=frozenset(raw.get("stays", "").split()),
    )


def sentences_of(text: str) -> list[str]:
    """A bullet as its sentences, without bullet marks and closing points."""
    plain = _MARK.sub("", " ".join(text.split()))
    parts, start = [], 0
    for found in _MORE_THAN_ONE.finditer(plain):
        if not _ABBREVIATED.search(plain[: found.start()]):
            parts.append(plain[start : found.start()])
            start = found.end()
    return [part for part in (_END.sub("", each) for each in [*parts, plain[start:]]) if part]


def tokens_of(text: str) -> list[str]:
    """The words of a line, lower-case."""
    return [word.lower() for word in _WORD.findall(text)]


def lemma(word: str, language: str) -> str:
    """The dictionary form of a lower-case word."""
    return str(lemmatize(word, lang=language))


def known(word: str, language: str) -> bool:
    """Whether the dictionary of the language holds the word."""
    return bool(is_known(word, lang=language))


def speaks_of_others(text: str, language: str) -> bool:
    """Whether a line says "his" or "her" of its own subject: turned round, it would speak of somebody else."""
    return not words_of(language).others.isdisjoint(tokens_of(text))


def lowered(text: str, language: str) -> str:
    """The line as it stands within a sentence: its first word small, unless it is a name, a skill or an acronym."""
    first = text.split()[0] if text.split() else ""
    word = first.strip(",;:()")
    if not word[:1].isupper() or not (word[1:].islower() or len(word) == 1):
        return text
    if "-" in word or not known(word.lower(), language):
        return text
    if any(span.start == 0 and category(span.name) in _NAMED for span in find_skills(text)):
        return text
    return text[0].lower() + text[1:]


def capital(text: str) -> str:
    """The sentence with its first letter large."""
    return text[:1].upper() + text[1:]
