"""Spoken languages, each with the level written beside it."""

import re

from tools.resumes.parsing.facts import Facts
from tools.resumes.parsing.headings import heading_of
from tools.resumes.parsing.items import LABEL, LEVEL, bounds_of, has_list
from tools.resumes.parsing.lines import Line
from tools.resumes.parsing.wordlists import word_list
from tools.resumes.schemas import LanguageDetail

# The forms of Europass list mother tongues and others under such labels.
_MOTHER = re.compile(
    r"(?i)mother tongues?(?:\(s\))?|native languages?|muttersprachen?(?:\(n\))?|moedertaal(?:\(en\))?|"
    r"langues? ?(?:\(s\))? maternelles? ?(?:\(s\))?|lenguas?(?:\(s\))? maternas?(?:\(s\))?|"
    r"línguas?(?:\(s\))? maternas?(?:\(s\))?"
)
_OTHERS = re.compile(
    r"(?i)other languages?(?:\(s\))?|(?:weitere|andere) sprachen?(?:\(n\))?|autres? ?(?:\(s\))? langues? ?(?:\(s\))?|"
    r"otr[oa]s?(?:\(s\))? (?:idiomas?|lenguas?)(?:\(s\))?|outras?(?:\(s\))? línguas?(?:\(s\))?|"
    r"andere ta(?:a)?l(?:en)?(?:\(en\))?"
)
_GRADE = re.compile(r"(?i)[abc][12][+-]?|-|–")


def is_tongue(text: str) -> bool:
    """Whether the text begins with the name of a spoken language and says little more."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return bool(words) and words[0] in word_list("tongues") and len(words) < 6


def add_language(start: int, end: int, facts: Facts, level: str | None = None) -> bool:
    """Record a spoken language with the level written beside it."""
    words = " ".join(facts.text[start:end].split())
    parts = re.fullmatch(r"([^\W\d_]+(?:[ -][^\W\d_]+){0,2}?)(?:\s*[:(–—|/,-]\s*|\s{1,})(.+?)\)?", words)
    if parts is not None and (parts.group(1).casefold() in word_list("tongues") or LEVEL.fullmatch(parts.group(2))):
        name, level = parts.group(1), parts.group(2).strip(" ()")
        level = level + ")" if level.count("(") > level.count(")") and words.endswith(")") else level
    else:
        name = words
    if len(name) > 40 or not re.search(r"[^\W\d_]{2}", name) or not (level or is_tongue(name)):
        return False
    facts.add(start, end, LanguageDetail(name=name, level=level))
    return True


def read_languages(lines: list[Line], facts: Facts) -> None:
    """Record every spoken language; a level may stand beside it or on the next line."""
    index = 0
    while index < len(lines):
        line = lines[index]
        following = lines[index + 1] if index + 1 < len(lines) else None
        if len(line.cells) == 1 and following is not None and not has_list(line) and _is_level_line(line, following):
            add_language(line.start, following.end, facts, None) if _fits(line, following) else None
            index += 2
            continue
        if _is_graded(line):
            _add_graded(line, facts)
        elif len(line.cells) == 2 and not is_tongue(line.cells[1].text):
            add_language(line.start, line.end, facts)
        else:
            for cell in line.cells:
                tongues_in(cell.start, cell.end, facts)
        index += 1


def name_tongues(text: str) -> bool:
    """Whether the text lists two or more spoken languages and nothing else."""
    items = [item for item in re.split(r"\s*[,;|·•/]\s*|\s{3,}", text.strip()) if item]
    return len(items) > 1 and all(is_tongue(item) for item in items)


def _is_graded(line: Line) -> bool:
    """Whether a line is a language with its grades in the columns of a table (`English  C1  C1  B2`)."""
    grades = [cell.text.strip() for cell in line.cells[1:]]
    return len(grades) > 1 and is_tongue(line.cells[0].text) and all(_GRADE.fullmatch(text) for text in grades)


def _add_graded(line: Line, facts: Facts) -> None:
    name = " ".join(line.cells[0].text.split()).rstrip(" :")
    facts.add(line.start, line.end, LanguageDetail(name=name, level=" ".join(c.text for c in line.cells[1:])))


def _is_named(text: str) -> bool:
    """Whether an item is a language on its own: one a list knows, or any word with a level in brackets."""
    bracket = re.fullmatch(r"\s*[^\W\d_]+\s*\(([^)]+)\)\s*", text)
    return is_tongue(text.strip()) or (bracket is not None and LEVEL.fullmatch(bracket.group(1).strip()) is not None)


def _is_level_line(line: Line, following: Line) -> bool:
    level = LEVEL.fullmatch(following.text.strip()) is not None
    return level and not following.bullet and LEVEL.search(line.text[len(line.text.split()[0]) :]) is None


def _fits(line: Line, following: Line) -> bool:
    return len(line.text) < 40 and len(following.text) < 60


def tongues_in(start: int, end: int, facts: Facts) -> None:
    """Languages between separators; a level that a separator has cut off goes back to its language."""
    label = LABEL.match(facts.text[start:end])
    level: str | None = None
    if label is not None:
        words = label.group(1).strip()
        level = words if _MOTHER.fullmatch(words) else None
        if level or _OTHERS.fullmatch(words) or heading_of(words) == "languages":
            start += label.end()
    items = bounds_of(facts.text, start, end)
    if len(items) > 1 and not any(_is_named(facts.text[a:b]) for a, b in items[1:]):
        items = [(start, end)]
    merged: list[tuple[int, int]] = []
    for begin, stop in items:
        if merged and LEVEL.fullmatch(facts.text[begin:stop].strip(" ()")):
            merged[-1] = (merged[-1][0], stop)
        else:
            merged.append((begin, stop))
    for begin, stop in merged:
        add_language(begin, stop, facts, level)
