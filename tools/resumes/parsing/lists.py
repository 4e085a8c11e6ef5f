"""Skills and spoken languages, each item on its own with the label it stood under."""

import re
from dataclasses import dataclass

from tools.resumes.parsing.facts import Facts
from tools.resumes.parsing.headings import heading_of
from tools.resumes.parsing.lines import Line, wraps
from tools.resumes.parsing.wordlists import word_list
from tools.resumes.schemas import LanguageDetail, SkillDetail
from tools.skills import canonical

LEVEL = re.compile(
    r"(?i)(?:native(?: speaker| or bilingual)?(?: proficiency)?|bilingual|mother tongue|fluent|proficient|"
    r"advanced|upper[- ]intermediate|intermediate|basic|beginner|elementary|conversational|expert|master|"
    r"novice|professional(?: working)?(?: proficiency)?|full professional(?: proficiency)?|"
    r"limited working(?: proficiency)?|working knowledge|business fluent|good|very good|excellent|"
    r"(?:yellow|green|black) belt|"
    r"[abc][12](?:[.+-]\d)?|muttersprache|muttersprachlich|fließend|verhandlungssicher|sehr gut|gut|"
    r"gute kenntnisse|grundkenntnisse|fortgeschritten|sehr gute kenntnisse|konversationssicher|experte|anfänger|"
    r"langue maternelle|courant|bilingue|intermédiaire|notions|débutant|avancé|lu, écrit, parlé|nativo|nativa|"
    r"lengua materna|fluido|avanzado|intermedio|básico|alto|medio|principiante|"
    r"moedertaal|vloeiend|goed|basis|gevorderd|uitstekend|língua materna|fluente|avançado|intermediário|"
    r"intermédio|nativo|materna|\d{1,2}\+? years?(?: of experience)?|[★●○☆•■□▪▫⚫⚪◉◎]{3,10}|\d/(?:5|10)|\d{1,3}\s?%)"
    r"(?:\s*[(/,–-]?\s*[(]?\s*[ABC][12]\)?)?"
)
_LABEL = re.compile(r"^([^:,;|]{2,45}?)\s*:\s*(?=\S|$)")
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
_LICENCE = re.compile(
    r"(?i)(?:führerschein\w*|fahrerlaubnis|driv(?:ing|er['’]?s?) licen[cs]es?|permis(?: de conduire)?|rijbewijs|"
    r"(?:permiso|carn[eé]t?) de conduc(?:ir|ción)|carta de condução|cnh)"
)
# A level right behind the skill: in stars, or in words after a dash or colon.
_MARKED = re.compile(
    rf"(.+?)\s*(?:([★●○☆■□▪▫⚫⚪◉◎]{{3,10}})|\s[–—-]\s+({LEVEL.pattern.removeprefix('(?i)')}))", re.IGNORECASE
)
_GRADE = re.compile(r"(?i)[abc][12][+-]?|-|–")
_SEPARATORS = re.compile(r"[,;|•·∙▪●]|\s{3,}|\n\s*•|\s/\s|\s[–—-]\s(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Label:
    """What heads a list of skills: the name of their group, and how well all of them are known."""

    group: str
    level: str


@dataclass(slots=True)
class Stretch:
    """A list in running text: where it stands, its label and level."""

    start: int
    end: int
    group: str | None = None
    level: str | None = None


def read_skills(lines: list[Line], facts: Facts, above: Label | None = None) -> None:
    """Record every skill on its own, under the label above where none is nearer; spoken languages as such."""
    for stretch in _stretches([line for line in lines if not _is_licence(line)], facts.text):
        if above is not None and stretch.group is None:
            stretch.group, stretch.level = above.group, stretch.level or above.level
        items = _items(facts.text, stretch.start, stretch.end)
        if stretch.group and heading_of(stretch.group) == "languages" and _name_tongue(items, facts.text):
            _tongues(stretch.start, stretch.end, facts)
            continue
        for start, end in items:
            _add_skill(start, end, stretch, facts)


def _name_tongue(items: list[tuple[int, int]], text: str) -> bool:
    """Whether one of these items is a spoken language, so that `Languages` are not those of programs."""
    return any(_is_tongue(text[start:end].strip()) for start, end in items)


def _is_licence(line: Line) -> bool:
    label = _label_of(line)
    return label is not None and _LICENCE.fullmatch(label[0]) is not None


def _stretches(lines: list[Line], text: str) -> list[Stretch]:
    """Lists in the lines: a label opens one, wrapped lines go on with it, a level under a label belongs to it."""
    found: list[Stretch] = []
    group: str | None = None
    level: str | None = None
    width = max((line.end - line.start for line in lines), default=0)
    turns = _turns(lines)
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if found and index not in turns and _is_wrapped(lines[index - 1], line, width):
            found[-1].end = line.end
            continue
        if _is_rated(line, following):
            found.append(Stretch(line.cells[0].start, line.cells[0].end, group, line.cells[1].text.strip()))
            continue
        label = _label_of(line)
        if label is not None:
            group, level = label[0], None
            if label[1] < line.end and text[label[1] : line.end].strip():
                found.append(Stretch(label[1], line.end, group))
        elif LEVEL.fullmatch(line.text.strip()) and (group or found):
            level = line.text.strip()
            if found and group is None:
                found[-1].level = level
        elif index in turns or _is_group_line(line, following) or _is_over_level(line, lines[index + 1 : index + 3]):
            group, level = line.text.strip().rstrip(":"), None
        else:
            if line.gap > 0.8 and not _has_list(line) and following is not None and not _has_list(following):
                group = group if line.bullet else None
            found.append(Stretch(line.start, line.end, group, level))
    return found


def _turns(lines: list[Line]) -> set[int]:
    """The lines that name what stands below them, where names and lists take turns from top to bottom."""
    listed = [_has_list(line) for line in lines]
    alike = all(len(line.cells) == 1 and not line.bullet and _label_of(line) is None for line in lines)
    turns = len(lines) >= 4 and len(lines) % 2 == 0 and not any(listed[::2]) and all(listed[1::2])
    return set(range(0, len(lines), 2)) if alike and turns else _styled_turns(lines)


def _styled_turns(lines: list[Line]) -> set[int]:
    """The same where the names are in bold, and single items in plain type follow each."""
    names = {index for index, line in enumerate(lines) if line.bold and len(line.cells) == 1 and not _has_list(line)}
    followed = all(index + 1 < len(lines) and index + 1 not in names for index in names)
    short = all(len(line.text.split()) < 5 or _has_list(line) for index, line in enumerate(lines) if index not in names)
    return names if 0 in names and len(names) > 1 and followed and short else set()


def _is_rated(line: Line, following: Line | None) -> bool:
    """Whether a line is one skill with its level beside it, in words or in stars; over a list it names a group."""
    if following is not None and line.bold and not following.bold and following.size < line.size - 0.7:
        return False
    if len(line.cells) != 2 or _has_list(line) or line.cells[0].text.rstrip().endswith(":"):
        return False
    return LEVEL.fullmatch(line.cells[1].text.strip()) is not None and not _is_tongue(line.cells[0].text)


def _is_wrapped(before: Line, line: Line, width: int) -> bool:
    """Whether a line goes on with the list of the line above."""
    if line.bullet or line.gap > 0.5 or line.flow != before.flow or _label_of(line) or len(line.cells) > 1:
        return False
    if line.continued or re.search(r"[,;&|/]$|\band$", before.text):
        return True
    if wraps(before, line) is False:
        return False
    if wraps(before, line) and (_has_list(before) or _label_of(before)) and not line.bold:
        return abs(before.cells[-1].size - line.cells[0].size) < 0.4
    if abs(before.cells[-1].size - line.cells[0].size) > 0.4:
        return False
    long = before.end - before.start > 0.6 * width and width > 30
    return (
        long
        and _has_list(before)
        and (before.cells[-1].bold == line.cells[0].bold)
        and (_has_list(line) or len(line.text.split()) < 4)
    )


def _has_list(line: Line) -> bool:
    return re.search(r"[,;|•·]", line.text) is not None


def _label_of(line: Line) -> tuple[str, int] | None:
    """The label a line starts with and where the list after it begins."""
    first = line.cells[0]
    match = _LABEL.match(first.text)
    if match is not None and not re.search(r"https?$", match.group(1)):
        return match.group(1).strip(), first.start + match.end()
    if first.text.endswith(":") and len(first.text) < 48:
        return first.text.rstrip(": "), line.cells[1].start if len(line.cells) > 1 else line.end
    apart = len(line.cells) == 2 and (first.bold or _has_list(line)) and not line.cells[1].bold
    if apart and len(first.text) < 45 and not re.search(r"[,;|]", first.text):
        return first.text, line.cells[1].start
    if first.emphasis and len(first.emphasis) < len(first.text) and "," not in first.emphasis:
        return first.emphasis.strip(" :–-"), first.start + len(first.emphasis)
    return None


def _is_group_line(line: Line, following: Line | None) -> bool:
    """Whether a line without a list names the list below it."""
    if following is None or _has_list(line) or len(line.text) > 45 or following.gap > 1.5:
        return False
    if len(line.cells) > 1 or LEVEL.search(line.text) is not None:
        larger = all(cell.size > following.size + 0.7 for cell in line.cells)
        return not line.bullet and (larger or (_ends_in_level(line) and len(following.cells) > 1))
    styled = (line.bold and not following.bold) or line.level is not None or line.size > following.size + 0.7
    below = _has_list(following) or LEVEL.fullmatch(following.text.strip()) is not None or following.bullet
    below = below or (styled and (len(following.cells) > 1 or following.indent > line.indent + 2))
    return (below and not line.bullet) and (
        styled or (not following.bullet and LEVEL.fullmatch(following.text.strip()) is None and line.gap > 0.5)
    )


def _ends_in_level(line: Line) -> bool:
    """Whether a line is a name of one or two words with a level behind it (`Databases Expert`)."""
    words = line.text.split()
    return 2 <= len(words) <= 4 and any(LEVEL.fullmatch(" ".join(words[at:])) for at in range(1, len(words)))


def _is_over_level(line: Line, below: list[Line]) -> bool:
    """Whether a line names a group: a level stands under it, and a list under that."""
    if len(below) < 2 or _has_list(line) or line.bullet or len(line.text) > 45:
        return False
    return LEVEL.fullmatch(below[0].text.strip()) is not None and (_has_list(below[1]) or below[1].bullet)


def _items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Items between separators outside parentheses."""
    bounds: list[tuple[int, int]] = []
    at, depth, index = start, 0, start
    while index < end:
        char = text[index]
        depth = max(0, depth + (char in "([") - (char in ")]"))
        match = _SEPARATORS.match(text, index, end) if depth == 0 else None
        if match is not None and not _is_in_word(text, match):
            bounds.append((at, index))
            at = index = match.end()
        else:
            index += 1
    bounds.append((at, end))
    trimmed = [_trim(text, *bound) for bound in bounds]
    return [(begin, stop) for begin, stop in trimmed if stop - begin > 0]


def _is_in_word(text: str, match: re.Match[str]) -> bool:
    """Thousands and decimals keep their comma."""
    around = text[match.start() - 1 : match.end() + 1]
    return re.fullmatch(r"\d[,.]\d", around) is not None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \n\t•·-–—*.:":
        if text[start] == "." and start + 1 < end and text[start + 1].isalpha():
            break
        start += 1
    while end > start and (
        text[end - 1] in " \n\t•·-–—*:" or (text[end - 1] == "." and text[start:end].count(".") == 1)
    ):
        end -= 1
    lead = re.match(r"(?:and|und|et|y|en|e|&)\s+", text[start:end])
    return (start + lead.end() if lead else start, end)


def _add_skill(start: int, end: int, stretch: Stretch, facts: Facts) -> None:
    words = " ".join(facts.text[start:end].split())
    inner = re.fullmatch(r"(.+?)\s*\((.+)\)", words)
    level = stretch.level
    name = words
    if inner is not None and LEVEL.fullmatch(inner.group(2).strip()):
        name, level = inner.group(1), inner.group(2)
    marked = _MARKED.fullmatch(words)
    if marked is not None:
        name, level = marked.group(1), marked.group(2) or marked.group(3)
    if len(name) > 80 or not re.search(r"\w", name):
        return
    if _is_tongue(name) and _add_language(start, end, facts):
        return
    found = canonical(name) or (canonical(inner.group(1)) if inner else None)
    if inner is None or "," not in inner.group(2):
        facts.add(start, end, SkillDetail(name=name, canonical=found, group=stretch.group, level=level))
    else:
        open_at = facts.text.index("(", start)
        whole = start + len(facts.text[start:open_at].rstrip())
        facts.add(start, whole, SkillDetail(name=inner.group(1), canonical=found, group=stretch.group, level=level))
        for begin, stop in _items(facts.text, open_at + 1, facts.text.rindex(")", start, end)):
            part = " ".join(facts.text[begin:stop].split())
            facts.add(begin, stop, SkillDetail(name=part, canonical=canonical(part), group=inner.group(1)))


def _is_tongue(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return bool(words) and words[0] in word_list("tongues") and len(words) < 6


def _add_language(start: int, end: int, facts: Facts, level: str | None = None) -> bool:
    """Record a spoken language with the level written beside it."""
    words = " ".join(facts.text[start:end].split())
    parts = re.fullmatch(r"([^\W\d_]+(?:[ -][^\W\d_]+){0,2}?)(?:\s*[:(–—|/,-]\s*|\s{1,})(.+?)\)?", words)
    if parts is not None and (parts.group(1).casefold() in word_list("tongues") or LEVEL.fullmatch(parts.group(2))):
        name, level = parts.group(1), parts.group(2).strip(" ()")
        tail = words.rstrip(")")
        level = level + ")" if level.count("(") > level.count(")") and words.endswith(")") else level
        del tail
    else:
        name = words
    if len(name) > 40 or not re.search(r"[^\W\d_]{2}", name) or not (level or _is_tongue(name)):
        return False
    facts.add(start, end, LanguageDetail(name=name, level=level))
    return True


def read_languages(lines: list[Line], facts: Facts) -> None:
    """Record every spoken language; a level may stand beside it or on the next line. Those of programs are skills."""
    items = [" ".join(facts.text[a:b].split()) for line in lines for a, b in _items(facts.text, line.start, line.end)]
    if not any(map(_is_tongue, items)) and any(map(canonical, items)):
        read_skills(lines, facts)
        return
    index = 0
    while index < len(lines):
        line = lines[index]
        following = lines[index + 1] if index + 1 < len(lines) else None
        if len(line.cells) == 1 and following is not None and not _has_list(line) and _is_level_line(line, following):
            _add_language(line.start, following.end, facts, None) if _fits(line, following) else None
            index += 2
            continue
        if _is_graded(line):
            _add_graded(line, facts)
        elif len(line.cells) == 2 and not _is_tongue(line.cells[1].text):
            _add_language(line.start, line.end, facts)
        else:
            for cell in line.cells:
                _tongues(cell.start, cell.end, facts)
        index += 1


def name_tongues(text: str) -> bool:
    """Whether the text lists two or more spoken languages and nothing else."""
    items = [item for item in re.split(r"\s*[,;|·•/]\s*|\s{3,}", text.strip()) if item]
    return len(items) > 1 and all(_is_tongue(item) for item in items)


def _is_graded(line: Line) -> bool:
    """Whether a line is a language with its grades in the columns of a table (`English  C1  C1  B2`)."""
    grades = [cell.text.strip() for cell in line.cells[1:]]
    return len(grades) > 1 and _is_tongue(line.cells[0].text) and all(_GRADE.fullmatch(text) for text in grades)


def _add_graded(line: Line, facts: Facts) -> None:
    name = " ".join(line.cells[0].text.split()).rstrip(" :")
    facts.add(line.start, line.end, LanguageDetail(name=name, level=" ".join(c.text for c in line.cells[1:])))


def _is_named(text: str) -> bool:
    """Whether an item is a language on its own: one a list knows, or any word with a level in brackets."""
    bracket = re.fullmatch(r"\s*[^\W\d_]+\s*\(([^)]+)\)\s*", text)
    return _is_tongue(text.strip()) or (bracket is not None and LEVEL.fullmatch(bracket.group(1).strip()) is not None)


def opens_with_level(lines: list[Line]) -> bool:
    """Whether the first of several lines is nothing but a level, as under the name of a skill."""
    return len(lines) > 1 and LEVEL.fullmatch(lines[0].text.strip()) is not None


def _is_level_line(line: Line, following: Line) -> bool:
    level = LEVEL.fullmatch(following.text.strip()) is not None
    return level and not following.bullet and LEVEL.search(line.text[len(line.text.split()[0]) :]) is None


def _fits(line: Line, following: Line) -> bool:
    return len(line.text) < 40 and len(following.text) < 60


def _tongues(start: int, end: int, facts: Facts) -> None:
    """Languages between separators; a level that a separator has cut off goes back to its language."""
    label = _LABEL.match(facts.text[start:end])
    level: str | None = None
    if label is not None:
        words = label.group(1).strip()
        level = words if _MOTHER.fullmatch(words) else None
        if level or _OTHERS.fullmatch(words) or heading_of(words) == "languages":
            start += label.end()
    items = _items(facts.text, start, end)
    if len(items) > 1 and not any(_is_named(facts.text[a:b]) for a, b in items[1:]):
        items = [(start, end)]
    merged: list[tuple[int, int]] = []
    for begin, stop in items:
        if merged and LEVEL.fullmatch(facts.text[begin:stop].strip(" ()")):
            merged[-1] = (merged[-1][0], stop)
        else:
            merged.append((begin, stop))
    for begin, stop in merged:
        _add_language(begin, stop, facts, level)
