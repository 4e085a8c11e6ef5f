"""Skills and spoken languages, each item on its own with the label it stood under."""

import re
from dataclasses import dataclass

from tools.resumes.parsing.facts import Facts
from tools.resumes.parsing.headings import heading_of
from tools.resumes.parsing.items import LABEL, LEVEL, bounds_of, has_list
from tools.resumes.parsing.lines import Line, wraps
from tools.resumes.parsing.tongues import add_language, is_tongue, tongues_in
from tools.resumes.schemas import SkillDetail
from tools.skills import canonical

_LICENCE = re.compile(
    r"(?i)(?:führerschein\w*|fahrerlaubnis|driv(?:ing|er['’]?s?) licen[cs]es?|permis(?: de conduire)?|rijbewijs|"
    r"(?:permiso|carn[eé]t?) de conduc(?:ir|ción)|carta de condução|cnh)"
)
# A level right behind the skill: in stars, or in words after a dash or colon.
_MARKED = re.compile(
    rf"(.+?)\s*(?:([★●○☆■□▪▫⚫⚪◉◎•]{{3,10}}|(?<=\s)\d/(?:5|10))|\s[–—-]\s+({LEVEL.pattern.removeprefix('(?i)')}))",
    re.IGNORECASE,
)


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
        items = bounds_of(facts.text, stretch.start, stretch.end)
        if stretch.group and heading_of(stretch.group) == "languages" and _name_tongue(items, facts.text):
            tongues_in(stretch.start, stretch.end, facts)
            continue
        for start, end in items:
            _add_skill(start, end, stretch, facts)


def names_programs(lines: list[Line], text: str) -> bool:
    """Whether lines under `Languages` list those of programs: a skill that is known, and no spoken language."""
    words = [" ".join(text[a:b].split()) for line in lines for a, b in bounds_of(text, line.start, line.end)]
    return any(map(canonical, words)) and not any(map(is_tongue, words))


def _name_tongue(items: list[tuple[int, int]], text: str) -> bool:
    """Whether one of these items is a spoken language, so that `Languages` are not those of programs."""
    return any(is_tongue(text[start:end].strip()) for start, end in items)


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
        rating = _rating(line, following, text)
        if rating is not None:
            found.append(Stretch(line.start, rating[0], group, rating[1]))
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
            if line.gap > 0.8 and not has_list(line) and following is not None and not has_list(following):
                group = group if line.bullet else None
            found.append(Stretch(line.start, line.end, group, level))
    return found


def _turns(lines: list[Line]) -> set[int]:
    """The lines that name what stands below them, where names and lists take turns from top to bottom."""
    listed = [has_list(line) for line in lines]
    alike = all(len(line.cells) == 1 and not line.bullet and _label_of(line) is None for line in lines)
    turns = len(lines) >= 4 and len(lines) % 2 == 0 and not any(listed[::2]) and all(listed[1::2])
    return set(range(0, len(lines), 2)) if alike and turns else _styled_turns(lines)


def _styled_turns(lines: list[Line]) -> set[int]:
    """The same where the names are in bold, and single items in plain type follow each."""
    names = {index for index, line in enumerate(lines) if line.bold and len(line.cells) == 1 and not has_list(line)}
    followed = all(index + 1 < len(lines) and index + 1 not in names for index in names)
    short = all(len(line.text.split()) < 5 or has_list(line) for index, line in enumerate(lines) if index not in names)
    return names if 0 in names and len(names) > 1 and followed and short else set()


def _rating(line: Line, following: Line | None, text: str) -> tuple[int, str] | None:
    """Where the name of a skill ends and the level beside it, in words or stars; over a list it names a group."""
    label = _label_of(line)
    if label is not None and "," not in label[0] and LEVEL.fullmatch(text[label[1] : line.end].strip()):
        return line.start + len(label[0]), text[label[1] : line.end].strip()
    if following is not None and line.bold and not following.bold and following.size < line.size - 0.7:
        return None
    if len(line.cells) != 2 or has_list(line) or is_tongue(line.cells[0].text):
        return None
    level = line.cells[1].text.strip()
    return (line.cells[0].end, level) if LEVEL.fullmatch(level) else None


def _is_wrapped(before: Line, line: Line, width: int) -> bool:
    """Whether a line goes on with the list of the line above."""
    if line.bullet or line.gap > 0.5 or line.flow != before.flow or _label_of(line) or len(line.cells) > 1:
        return False
    if line.continued or re.search(r"[,;&|/]$|\band$", before.text):
        return True
    if wraps(before, line) is False:
        return False
    if wraps(before, line) and (has_list(before) or _label_of(before)) and not line.bold:
        return abs(before.cells[-1].size - line.cells[0].size) < 0.4
    if abs(before.cells[-1].size - line.cells[0].size) > 0.4:
        return False
    long = before.end - before.start > 0.6 * width and width > 30
    return (
        long
        and has_list(before)
        and (before.cells[-1].bold == line.cells[0].bold)
        and (has_list(line) or len(line.text.split()) < 4)
    )


def _label_of(line: Line) -> tuple[str, int] | None:
    """The label a line starts with and where the list after it begins."""
    first = line.cells[0]
    match = LABEL.match(first.text)
    if match is not None and not re.search(r"https?$", match.group(1)):
        return match.group(1).strip(), first.start + match.end()
    if first.text.endswith(":") and len(first.text) < 48:
        return first.text.rstrip(": "), line.cells[1].start if len(line.cells) > 1 else line.end
    apart = len(line.cells) == 2 and (first.bold or has_list(line)) and not line.cells[1].bold
    if apart and len(first.text) < 45 and not re.search(r"[,;|]", first.text):
        return first.text, line.cells[1].start
    if first.emphasis and len(first.emphasis) < len(first.text) and "," not in first.emphasis:
        return first.emphasis.strip(" :–-"), first.start + len(first.emphasis)
    return None


def _is_group_line(line: Line, following: Line | None) -> bool:
    """Whether a line without a list names the list below it."""
    if following is None or has_list(line) or len(line.text) > 45 or following.gap > 1.5:
        return False
    if len(line.cells) > 1 or LEVEL.search(line.text) is not None:
        larger = all(cell.size > following.size + 0.7 for cell in line.cells)
        return not line.bullet and (larger or (_ends_in_level(line) and len(following.cells) > 1))
    styled = (line.bold and not following.bold) or line.level is not None or line.size > following.size + 0.7
    below = has_list(following) or LEVEL.fullmatch(following.text.strip()) is not None or following.bullet
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
    if len(below) < 2 or has_list(line) or line.bullet or len(line.text) > 45:
        return False
    return LEVEL.fullmatch(below[0].text.strip()) is not None and (has_list(below[1]) or below[1].bullet)


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
    if is_tongue(name) and add_language(start, end, facts):
        return
    found = canonical(name) or (canonical(inner.group(1)) if inner else None)
    if inner is None or "," not in inner.group(2):
        facts.add(start, end, SkillDetail(name=name, canonical=found, group=stretch.group, level=level))
    else:
        open_at = facts.text.index("(", start)
        whole = start + len(facts.text[start:open_at].rstrip())
        facts.add(start, whole, SkillDetail(name=inner.group(1), canonical=found, group=stretch.group, level=level))
        for begin, stop in bounds_of(facts.text, open_at + 1, facts.text.rindex(")", start, end)):
            part = " ".join(facts.text[begin:stop].split())
            facts.add(begin, stop, SkillDetail(name=part, canonical=canonical(part), group=inner.group(1)))


def opens_with_level(lines: list[Line]) -> bool:
    """Whether the first of several lines is nothing but a level, as under the name of a skill."""
    return len(lines) > 1 and LEVEL.fullmatch(lines[0].text.strip()) is not None
