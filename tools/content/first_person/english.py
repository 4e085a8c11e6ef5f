"""English lines in the first person: "Built X" is "I built X", "Managing Y" is work that "included managing Y"."""

import re

from tools.content.first_person.lines import capital, known, lemma, lowered, words_of
from tools.content.first_person.place import Place, place_words

_RESPONSIBLE = re.compile(r"^(?:I (?:am|was) )?(responsible for|in charge of|accountable for)\b", re.IGNORECASE)
_ADVERB = re.compile(r"^([A-Z]?[a-z]+ly)\s+(\w+)")
_OWN = re.compile(r"^(?:I\b|I['’]|My\b|We\b|Our\b)")
_CLAUSE = re.compile(
    r"^[^,;:]+?\s(?:grew|rose|fell|increased|decreased|improved|dropped|doubled|tripled|was|were|is|are|has|have)\s"
    r"(?:by|from|to|a|the|\d)"
)
_BREAK = re.compile(r"\s(?:of|for|at|in|on|to|with|across|using|from|by|and|or|via|through|including)\s|[,;:(–]")
_ACTION = re.compile(
    r"(?:ment|tion|sion|ing|ance|ence|ysis|support|design|service|care|work|sales|research|review|control|repair|upkeep|"
    r"rollout|delivery|payroll|setup|build|operations|relations)s?$",
    re.IGNORECASE,
)
_ALSO = ("I", "I also", "In addition, I")
_SUBJECT = re.compile(r"^\S+(?: [A-Z][\w.]*){0,3} (?:is|are|was|were|has|have|had|can|will)\b")
_PERSON = re.compile(
    r"^(?:winner|recipient|member|holder|finalist|runner-up|awarded|author|co-author)\b", re.IGNORECASE
)


def speak_english(text: str, place: Place, nth: int) -> str | None:
    """The sentence, or None where the line is of no form that can be put into the first person without a doubt."""
    where, first = place_words(place, "en"), text.split()[0].strip(",;").lower()
    if _SUBJECT.match(text) and not _OWN.match(text):
        return None
    if _OWN.match(text):
        return text if nth or not where else f"{where}, {text if text.startswith('I') else lowered(text, 'en')}"
    if found := _RESPONSIBLE.match(text):
        rest, verb = text[found.start(1) :], "am" if place.current else "was"
        also = " also" if nth else ""
        return _said(where, f"{verb}{also} {rest[0].lower()}{rest[1:]}", 0 if nth == 0 else -1)
    if (adverb := _ADVERB.match(text)) and is_past(adverb[2].lower()):
        return _said(where, text[0].lower() + text[1:], nth)
    if is_past(first):
        return _said(where, text[0].lower() + text[1:], nth)
    second = text.split()[1].lower() if len(text.split()) > 1 else ""
    if (base := _present(first, second, text)) is not None:
        return _duty(where, base + text[len(first) :], place, nth)
    if _CLAUSE.match(text) or _PERSON.match(text) or first in words_of("en").states or _is_third(first):
        return None
    head = _BREAK.split(text, maxsplit=1)[0].split()[-1]
    return _included(where, place, lowered(text, "en"), nth) if first.endswith("ing") or _ACTION.search(head) else None


def is_past(word: str) -> bool:
    """Whether a lower-case word is a verb in the past that a sentence may begin with."""
    words = words_of("en")
    if word in words.not_verbs | words.states or "-" in word:
        return False
    return word in words.past or (word.endswith("ed") and lemma(word, "en") != word and known(word, "en"))


def _present(first: str, second: str, text: str) -> str | None:
    """The base form of a present verb that the line begins with, or None."""
    words = words_of("en")
    third = _is_third(first)
    if not (first in words.base or third):
        return None
    clear = first in words.base and first not in words.nouns
    if not (clear or third or second in words.determiners or second.endswith("s") or second[:1].isdigit()):
        return None
    if third and re.search(r"(?:and|,)\s+\w+s\s+(?:the|a|an|with|to|up|all|new)\b", text):
        return None  # "Manages and trains": the second verb would stay in the third person
    return lemma(first, "en") if third else first


def _is_third(word: str) -> bool:
    return word.endswith("s") and lemma(word, "en") in words_of("en").base


def _said(where: str, predicate: str, nth: int) -> str:
    if nth == 0:
        return f"{where}, I {predicate}" if where else f"I {predicate}"
    return f"{_ALSO[0] if nth < 0 else _ALSO[min(nth, 2)]} {predicate}"


def _duty(where: str, predicate: str, place: Place, nth: int) -> str:
    if place.current:
        return _said(where, predicate, nth)
    return f"{where}, my tasks were to {predicate}" if nth == 0 and where else f"My tasks were also to {predicate}"


def _included(where: str, place: Place, noun: str, nth: int) -> str:
    verb = "includes" if place.current else "included"
    if nth:
        return f"My work {'there ' if where else ''}also {verb} {noun}"
    return f"My work {where[0].lower()}{where[1:]} {verb} {noun}" if where else capital(f"my work {verb} {noun}")
