"""Phrases that show what a mail says: a table per language, and what turns a phrase into something else around it."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tools.email.replies.anchors import Needs, anchors, may_match
from tools.jobs.matching.words import fold

TABLE = "phrases.v1.tsv"
_GUARDS = ("if", "ifafter", "notif", "not")
_UNGUARDED = ("other", "bulk", "outreach", "question")
_STEPS = ("interview", "assessment", "offer")
_ITEM = re.compile(r"\s*(?:\d+[.)]|[-*•–])\s*")
_NEAR, _NAMED_ONLY = 24, 40


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that speaks for a kind; `weight` 1 hints, 2 speaks for it, 3 says it, 4 rules everything else out."""

    kind: str
    weight: int
    sentence: int
    language: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    language: str
    kind: str
    weight: int
    pattern: re.Pattern[str]
    needs: Needs | None


def evidence_in(lines: Sequence[str]) -> list[Evidence]:
    """All evidence in the lines, guards applied: what is said of other cases, or denied, is none."""
    folded = [folded_line(line) for line in lines]
    whole, starts = "\n".join(folded), [0]
    for line in folded:
        starts.append(starts[-1] + len(line) + 1)
    found: dict[tuple[str, int], Evidence] = {}
    for phrase in _phrases():
        if not may_match(phrase.needs, whole):
            continue
        for match in phrase.pattern.finditer(whole):
            number = bisect_right(starts, match.start()) - 1
            begin, end = match.start() - starts[number], match.end() - starts[number]
            line = folded[number]
            if phrase.kind not in _UNGUARDED and _guarded(phrase, line[:begin], line[begin:end], line[end:]):
                continue
            known = found.get((phrase.kind, number))
            if known is None or known.weight < phrase.weight:
                found[phrase.kind, number] = Evidence(phrase.kind, phrase.weight, number, phrase.language)
    return list(found.values())


def folded_line(line: str) -> str:
    """Lower case, no accents, plain apostrophes, single spaces: what the phrases are written in."""
    return " ".join(fold(line.replace("’", "'").replace("ʼ", "'").replace("‘", "'")).replace("\n", " ").split())


def compiled(phrase: str) -> re.Pattern[str]:
    """A phrase as a pattern: a space is any white space or comma, `*` any ending, words are whole."""
    ended = re.sub(r"(?<!\\w)(?<=\w)\*", r"\\w*", phrase)
    denied = re.sub(r"(?<![\w'])n't", r"\\w+n't", ended)
    parts = re.split(r"(\(\?<![^)]*\))", denied)  # what must not stand before has a fixed width
    spaced = "".join(part if part.startswith("(?<!") else part.replace(" ", "[ ,]+") for part in parts)
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)")


def _guarded(phrase: _Phrase, before: str, matched: str, after: str) -> bool:
    if phrase.kind in _STEPS and _ITEM.match(before) and len(before) + len(after) < _NAMED_ONLY:
        return True  # a list of what happens to everybody who applies
    guards = _guards()[phrase.language]
    if phrase.kind != "rejection" and any(guard.search(before[-_NEAR:]) for guard in guards["not"]):
        return True
    # A condition may stand within what is said: we will, if it fits, invite you.
    clauses = (before, before + matched) if phrase.kind in _STEPS else (before,)
    if any(_conditional(clause, guards) for clause in clauses):
        return True
    return phrase.weight > 1 and any(guard.search(after[:60]) for guard in guards["ifafter"])


def _conditional(clause: str, guards: Mapping[str, Sequence[re.Pattern[str]]]) -> bool:
    for harmless in guards["notif"]:
        clause = harmless.sub(" ", clause)
    return any(guard.search(clause) for guard in guards["if"])


def table_rows(name: str) -> list[list[str]]:
    """The rows of one of this package's tables, its heading left out."""
    text = files("tools.email.replies").joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:] if line and not line.startswith("#")]


@cache
def _rows() -> tuple[_Phrase, ...]:
    return tuple(
        _Phrase(language, kind, int(weight), compiled(phrase), anchors(phrase))
        for language, kind, weight, phrase in table_rows(TABLE)
    )


@cache
def _phrases() -> tuple[_Phrase, ...]:
    return tuple(row for row in _rows() if row.kind not in _GUARDS)


@cache
def _guards() -> dict[str, dict[str, list[re.Pattern[str]]]]:
    found: dict[str, dict[str, list[re.Pattern[str]]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows():
        if row.kind in _GUARDS:
            found[row.language][row.kind].append(row.pattern)
    return found


def best(evidence: Iterable[Evidence]) -> dict[str, list[Evidence]]:
    """Evidence by kind, the heaviest first, the earlier first among equals."""
    found: dict[str, list[Evidence]] = defaultdict(list)
    for one in sorted(evidence, key=lambda one: (-one.weight, one.sentence)):
        found[one.kind].append(one)
    return dict(found)
