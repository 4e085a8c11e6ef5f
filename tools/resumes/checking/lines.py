"""What can be said better in the lines of a resume, in six languages. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import simplemma

from tools.resumes.check_schemas import Finding
from tools.resumes.checking.places import remark
from tools.resumes.schemas import Resume, ResumeFact
from tools.skills import canonical
from tools.yaml_text import parse_yaml

LONG = 240
REPEATED = 4
REPEATED_HERE = 3
NEAR_BEGINNING = 6
SHORTEST = 3
LEAST_LETTERS = 5
FEW_WORDS = 4
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TOOL = re.compile(r"\w[\w.+#-]*\w")
_DIGIT = re.compile(r"\d")
# Only names with capitals within a word are written wrongly without them: JavaScript, MySQL, AutoCAD.
_CAPITALS = re.compile(r"[a-z][A-Z]|[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Words:
    """What to look for in one language."""

    weak: re.Pattern[str]
    first_person: re.Pattern[str]
    passive: re.Pattern[str]
    measurable: frozenset[str]
    amounts: frozenset[str]
    skip: frozenset[str]


@cache
def words_for(language: str) -> Words | None:
    """The words of a language; None for one that is not checked."""
    text = files(__package__).joinpath("data", "words.yaml").read_text(encoding="utf-8")
    held: dict[str, Any] | None = parse_yaml(text).get(language)
    if held is None:
        return None
    return Words(
        weak=re.compile(rf"(?:{'|'.join(held['weak'])})(?!\w)", re.IGNORECASE),
        first_person=re.compile("|".join(held["first_person"])),
        passive=re.compile("|".join(held["passive"]), re.IGNORECASE),
        measurable=frozenset(held["measurable"]), amounts=frozenset(held["amounts"]), skip=frozenset(held["skip"]),
    )  # fmt: skip


@cache
def lemma(word: str, language: str) -> str:
    """The dictionary form of a word: "managed" and "managing" are manage."""
    return str(simplemma.lemmatize(word.casefold(), lang=language)).casefold()


def line_findings(resume: Resume) -> list[Finding]:
    """Remarks on single lines, then on verbs and spellings that come again."""
    lines = [fact for fact in resume.facts if fact.detail.kind == "bullet"]
    found = [finding for line in lines for finding in _line(resume, line)]
    return [*found, *_repeated(resume, lines), *_spellings(resume)]


def _line(resume: Resume, line: ResumeFact) -> Iterator[Finding]:
    if len(line.text) > LONG:
        yield remark(
            resume, "long_bullet", "low", f"This line has {len(line.text)} characters.",
            "Split it, or keep only what you did and what came of it.", fact=line,
        )  # fmt: skip
    known = words_for(resume.language)
    if known is None:
        return
    if len(line.text.split()) < FEW_WORDS:
        return
    if weak := known.weak.match(line.text):
        yield remark(
            resume, "weak_opening", "medium", f"“{weak[0]}” tells of a duty, not of what you did.",
            "Begin with what you did and what came of it.", fact=line, excerpt=weak[0],
        )  # fmt: skip
    if passive := known.passive.search(line.text):
        yield remark(
            resume, "passive_voice", "low", f"“{passive[0]}” is in the passive voice: it leaves out who did it.",
            "Begin with the verb for what you did.", fact=line, excerpt=passive[0],
        )  # fmt: skip
    if person := known.first_person.search(line.text):
        yield remark(
            resume, "first_person", "low", f"This line speaks of “{person[0].strip()}”.",
            "Resumes usually leave the person out.", fact=line, excerpt=person[0].strip(),
        )  # fmt: skip
    if measured := _unmeasured(line.text, known, resume.language):
        yield remark(
            resume, "unquantified", "medium", f"“{measured}” could be counted, and this line names no amount.",
            "If you know how many, how much or how often, say it; if you do not, leave it as it is.",
            fact=line, excerpt=measured,
        )  # fmt: skip


def _unmeasured(text: str, known: Words, language: str) -> str | None:
    """The word near the beginning whose result or scale could be counted, in a line that counts nothing."""
    words: list[str] = _WORD.findall(text)
    if _DIGIT.search(text) or any(word.casefold() in known.amounts for word in words):
        return None
    for word in words[:NEAR_BEGINNING]:
        if {word.casefold(), lemma(word, language)} & known.measurable:
            return word
    return None


def _repeated(resume: Resume, lines: Sequence[ResumeFact]) -> Iterator[Finding]:
    known = words_for(resume.language)
    by_word: dict[str, list[ResumeFact]] = defaultdict(list)
    for line in lines:
        first = _WORD.match(line.text)
        if known and first and len(first[0]) >= SHORTEST and first[0].casefold() not in known.skip:
            by_word[lemma(first[0], resume.language)].append(line)
    for word, held in by_word.items():
        here = max(sum(line.parent_id == other.parent_id for other in held) for line in held)
        if len(held) < REPEATED and here < REPEATED_HERE:
            continue
        found = _WORD.match(held[0].text)
        finding = remark(
            resume, "repeated_verb", "low", f"{len(held)} lines begin with “{word}”.",
            "Vary the verbs; each should say what was special about that work.",
            fact=held[0], excerpt=found[0] if found else None,
        )  # fmt: skip
        yield finding.model_copy(update={"also": [line.id for line in held[1:]]})


def _spellings(resume: Resume) -> Iterator[Finding]:
    """Tools written otherwise than their makers do, each once."""
    seen: dict[tuple[str, str], list[ResumeFact]] = defaultdict(list)
    for fact in resume.facts:
        if fact.detail.kind not in {"skill", "bullet", "summary", "project"} or fact.text.isupper():
            continue
        for written in _TOOL.findall(fact.text):
            name = canonical(written) if len(written) >= LEAST_LETTERS or written != written.lower() else None
            if name and _CAPITALS.search(name) and name != written and name.casefold() == written.casefold():
                seen[written, name].append(fact)
    for (written, name), places in seen.items():
        finding = remark(
            resume, "spelling", "low", f"“{written}” is usually written “{name}”.",
            f"Write “{name}”; some applicant systems look for that.", fact=places[0], excerpt=written,
        )  # fmt: skip
        yield finding.model_copy(update={"also": [fact.id for fact in places[1:]]})
