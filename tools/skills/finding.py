"""Finding the vocabulary's skills in a text: longest form first, ambiguous words only with evidence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tools.skills.vocabulary import TOKEN, Form, Trie, Vocabulary, normalise, vocabulary

_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.\S+|\b[\w-]+\.(?:com|org)\b\S*|\b[\w-]+\.(?:io|net|dev|me|ai|app|de)/\S+"
)
# One of these stands in every address, and an address goes over no line's end.
_IN_ADDRESSES = ("://", "www.", "@", ".com", ".org", ".io/", ".net/", ".dev/", ".me/", ".ai/", ".app/", ".de/")
_JOINT = re.compile(r"[\s,/|;·•()&+:*]*(?:\b(?:and|or|und|oder|et|ou|y|e|o|and/or)\b)?[\s,/|;·•()&+*]*")
_BEFORE = re.compile(
    r"(?:\b(?:experience|proficien\w+|knowledge|skills?|skilled|expert\w*|fluen\w+|familiar\w*|background|competen\w+|"
    r"programming|coding|programs?|written|writing|built|implemented|developed|literacy|command|tools?|languages?|kenntnisse|erfahrung\w*|"
    r"umgang|conocimientos?|dominio|experiencia|connaissances?|ma[iî]trise|exp[ée]rience|like|e\.g\.)\s+"
    r"(?:(?:with|in|of|using|mit|en|de|du|the|microsoft|advanced|modern)\s+)*|"
    r"nice to have:?\s+|bonus:\s*|\b(?:using|advanced|basic|strong|idiomatic)\s+)$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s+(?:developers?|engineers?|programmers?|programming|development|coding|code\b|codebases?|microservices?|"
    r"backends?|language|scripting|scripts?|frameworks?|librar(?:y|ies)|sdk|certifi\w+|skills|kenntnisse|proficiency|"
    r"macros|spreadsheets?|entwickler\w*|programmierung|apps?\b|plugins?|"
    r"(?:is|are|would be|ist|sind|wäre|wären|est|serait|es|sería)\s+"
    r"(?:(?:an?|ein|un|of|von|a big|a strong|a definite)\s+)?"
    r"(?:plus|bonus|advantage|asset|must|required|preferred|desirable|nice to have|"
    r"vorteil|wünschenswert|atout|ventaja))",
    re.IGNORECASE,
)
_BULLET = " \t-–•*·,.;:‣▪●()"
_NEAR = 80
_LONG = 9


@dataclass(frozen=True)
class SkillSpan:
    """A skill of the vocabulary in a text: `text[start:end]` are the words that name it."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class _Candidate:
    form: Form
    start: int
    end: int


def find_skills(text: str) -> list[SkillSpan]:
    """Every mention of a skill, in order and without overlap; about 1 ms for a 3 kB posting."""
    candidates = _outside_addresses(text, _candidates(text, vocabulary()))
    certain = _certain(text, candidates)
    return [SkillSpan(c.form.skill.name, c.start, c.end) for c, sure in zip(candidates, certain, strict=True) if sure]


def _candidates(text: str, known: Vocabulary) -> list[_Candidate]:
    tokens = _tokens(text)
    trie = known.trie
    found: list[_Candidate] = []
    after = 0
    for position, (first, start, _) in enumerate(tokens):
        if position < after or not (first in trie or (first[-1] in "sn" and _opened(first, trie))):
            continue
        for last in _ends(tokens, position, trie):
            form = _form_at(text, start, tokens[last][2], known)
            if form is not None:
                found.append(_Candidate(form, start, tokens[last][2]))
                after = last + 1
                break
    return found


def _tokens(text: str) -> list[tuple[str, int, int]]:
    if text.isascii():
        found = [(match[0], *match.span()) for match in TOKEN.finditer(text.lower())]
        return [("and", start, end) if word == "&" else (word, start, end) for word, start, end in found]
    found = []
    for match in TOKEN.finditer(text):
        word = match[0]
        key = word.lower() if word.isascii() else normalise(word)
        if key:  # a combining mark that stands alone leaves nothing
            found.append(("and" if key == "&" else key, *match.span()))
    return found


def _ends(tokens: list[tuple[str, int, int]], position: int, trie: Trie) -> list[int]:
    """Indices of last tokens of forms that may start at `position`, longest first; a final plural s may be extra."""
    ends: list[int] = []
    node = trie
    for index in range(position, len(tokens)):
        token = tokens[index][0]
        following = node.get(token)
        if (following is not None and "" in following) or (token[-1] in "sn" and _closed(token, node)):
            ends.append(index)
        if following is None:
            break
        node = following
    return ends[::-1]


def _opened(word: str, node: Trie) -> bool:
    """Whether the word, as a plural, goes on from here."""
    return any(singular in node for singular in _singulars(word))


def _closed(word: str, node: Trie) -> bool:
    """Whether the word, as a plural, ends a form here."""
    return any("" in node[singular] for singular in _singulars(word) if singular in node)


@lru_cache(maxsize=16_384)
def _singulars(word: str) -> tuple[str, ...]:
    """The word itself and what it may be the plural of: a final s, in long (German) words n, en and es too."""
    if len(word) < _LONG:
        return (word, word[:-1]) if word[-1] == "s" else (word,)
    return tuple(word.removesuffix(ending) for ending in ("", "s", "n", "en", "es") if word.endswith(ending))


def _form_at(text: str, start: int, end: int, known: Vocabulary) -> Form | None:
    key = normalise(text[start:end])
    form = next((known.forms[word] for word in _singulars(key) if word in known.forms), None)
    if form is None or "\n\n" in text[start:end] or not _stands_alone(text, start, end):
        return None
    if form.case and not _cased(text[start:end], form.written):
        return None
    if form.skill.denied and form.context and form.skill.denied.match(text, end):
        return None
    return form


def _cased(found: str, written: str) -> bool:
    """Whether the case is the form's own, or all capitals as in headings and shouted lists."""
    return found.removesuffix("s") == written.removesuffix("s") or (len(written) > 3 and found == written.upper())


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if not text[start].isalnum() and before.isalnum():
        return False
    if end - start == 1 and ((after and after in "+#&'’*-–") or (before and before in "&'’-–.")):
        return False
    return not (after and after in "+#" and text[end - 1].isalnum() and text[end : end + 2].strip("+#").strip())


def _outside_addresses(text: str, candidates: list[_Candidate]) -> list[_Candidate]:
    addresses = list(_addresses(text))
    if not addresses:
        return candidates
    return [
        c
        for c in candidates
        if not any(start <= c.start and c.end <= end and (c.start, c.end) != (start, end) for start, end in addresses)
    ]


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the web and mail addresses in a text."""
    if not any(mark in text for mark in _IN_ADDRESSES):
        return
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if any(mark in line for mark in _IN_ADDRESSES):
            yield from (match.span() for match in _ADDRESS.finditer(text, start, end))
        start = end + 1


def _certain(text: str, candidates: list[_Candidate]) -> list[bool]:
    """For each candidate whether it counts: unambiguous, or shown by its line, its cues or its neighbours in a list."""
    certain = [not c.form.context or _shown(text, c) for c in candidates]
    joined = [
        _JOINT.fullmatch(text, a.end, b.start) is not None and b.start - a.end < 12 for a, b in pairwise(candidates)
    ]
    start = 0
    for index in range(len(candidates)):
        if index == len(candidates) - 1 or not joined[index]:
            if index > start:
                certain[start : index + 1] = [True] * (index + 1 - start)
            start = index + 1
    return certain


def _shown(text: str, candidate: _Candidate) -> bool:
    line_start = text.rfind("\n", 0, candidate.start) + 1
    line_end = text.find("\n", candidate.end)
    line_end = len(text) if line_end < 0 else line_end
    if text[line_start : candidate.start].strip(_BULLET) == "" == text[candidate.end : line_end].strip(_BULLET):
        return True
    near_start, near_end = max(line_start, candidate.start - _NEAR), min(line_end, candidate.end + _NEAR)
    cues = candidate.form.skill.cues
    if cues and (cues.search(text, near_start, candidate.start) or cues.search(text, candidate.end, near_end)):
        return True
    before = text[near_start : candidate.start]
    return bool(_BEFORE.search(before) or _AFTER.match(text, candidate.end))
