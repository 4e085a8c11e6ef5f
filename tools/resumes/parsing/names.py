"""The person's name, and the line that says what they do."""

import re

from tools.resumes.parsing.dates import RANGE
from tools.resumes.parsing.facts import Facts
from tools.resumes.parsing.headings import heading_of
from tools.resumes.parsing.lines import Cell, Line
from tools.resumes.parsing.networks import NETWORKS
from tools.resumes.parsing.patterns import EMAIL, PHONE, URL
from tools.resumes.parsing.places import is_address, is_place
from tools.resumes.parsing.residence import LABEL, PERSONAL, free_parts
from tools.resumes.parsing.vocabulary import title_score
from tools.resumes.parsing.wordlists import word_list
from tools.resumes.schemas import ContactDetail

_NAME_LABEL = re.compile(r"(?i)(?:full name|name|nombre(?: y apellidos)?|nom|naam|nome)\s*:\s*")
_TITLE_PAGE = re.compile(
    r"(?i)^(?:curriculum vitae|cv|resume|résumé|lebenslauf|currículum(?: vitae)?|hoja de vida|personal information|"
    r"currículo)(?:\s*(?:of|von|de|[-–—:|]+)\s*)?"
)
_NAME_WORD = re.compile(r"^(?:[^\W\d_][\w'’.-]*|[A-ZÀ-Þ]\.)$")
_POST_NOMINAL = re.compile(
    r"(?i)^(?:dr|prof|mr|mrs|ms|herr|frau|dipl|ing|phd|md|rn|bsn|msn|mba|cpa|pmp|lpn|np|pe|esq|jr|sr|ii|iii|mag|bsc|"
    r"msc|cfa|m\.?a|b\.?a|pa-c|dds|pt|dpt|lcsw|m\.?ed|b\.?ed|ccrn)\.?(?:-ing\.?)?$"
)


def read_name(region: list[Line], facts: Facts, used: set[int]) -> Line | None:
    """Record the most name-like words among the contact lines; returns their line."""
    largest = max((line.size for line in region if line.cells), default=0.0)
    usual = sorted(line.size for line in region)[len(region) // 2] if region else 10.0
    best: tuple[float, Line, Cell, int, int] | None = None
    for order, line in enumerate(region[:40]):
        for cell in line.cells[:3]:
            span = name_span(cell.text)
            if span is None or PERSONAL.match(cell.text):
                continue
            score = _likeness(cell, span) + 2.0 * (cell.size >= largest - 0.3) + 0.5 * (cell.size > 1.25 * usual)
            if best is None or score - 0.05 * order > best[0]:
                best = (score - 0.05 * order, line, cell, *span)
    if best is None:
        return None
    _, line, cell, start, end = best
    last = _second_line(region, line, cell, largest, usual)
    stop = last.end if last is not None else cell.start + end
    value = " ".join(facts.text[cell.start + start : stop].split())
    facts.add(cell.start + start, stop, ContactDetail(field="name", value=value))
    used.update({id(line), id(last)} if last is not None else {id(line)})
    return last or line


def _likeness(cell: Cell, span: tuple[int, int]) -> float:
    count = len(cell.text[span[0] : span[1]].split())
    labelled = _NAME_LABEL.match(cell.text) is not None
    return 0.4 * (2 <= count <= 4) - 1.2 * (title_score(cell.text) > 0.5) + 1.0 * labelled


def _second_line(region: list[Line], line: Line, cell: Cell, largest: float, usual: float) -> Line | None:
    """The line below when a name set in large type runs over two lines."""
    index = next(n for n, other in enumerate(region) if other is line)
    below = region[index + 1] if index + 1 < len(region) else None
    if below is None or len(cell.text.split()) > 2 or len(line.cells) > 1 or len(below.cells) > 1:
        return None
    alike = abs(below.size - cell.size) < 0.3 and below.flow == line.flow and cell.size > 1.2 * usual
    alike = alike or (cell.size >= largest > 1.2 * below.edge > 0)
    plain = name_span(below.text) == (0, len(below.text)) and title_score(below.text) < 0.5
    return below if alike and abs(below.size - cell.size) < 0.3 and plain and len(below.text.split()) < 3 else None


def name_span(text: str) -> tuple[int, int] | None:
    """Where in the text a person's name stands alone, post-nominals and a following title left out."""
    lead = _TITLE_PAGE.match(text) or _NAME_LABEL.match(text)
    start = lead.end() if lead else 0
    stop = re.search(r"\s+[|–—·•-]+\s+|\s*[|·•,(/]\s*|\s{3,}", text[start:])
    end = start + (stop.start() if stop else len(text) - start)
    owned = re.search(r"['’]s\s+(?:cv|resume|résumé|curriculum vitae)$", text[start:end], re.IGNORECASE)
    end = start + owned.start() if owned else end
    words = text[start:end].split()
    while len(words) > 2 and _POST_NOMINAL.match(words[-1]) and not words[-1].istitle():
        end -= len(words.pop()) + 1
    bare = text[start:end].strip()
    if not 1 <= len(words) <= 6 or not _are_name_words(words) or _is_something_else(bare, words):
        return None
    return start, end


def _is_something_else(bare: str, words: list[str]) -> bool:
    if len(bare) < 3 or heading_of(bare) or is_place(bare) or EMAIL.search(bare) or URL.fullmatch(bare):
        return True
    names_employer = {word.casefold() for word in words} & (word_list("employers") - {"ag", "se", "as", "high", "co"})
    return bool(names_employer) or bare.casefold() in NETWORKS


def _are_name_words(words: list[str]) -> bool:
    solid = [word for word in words if word.casefold() not in word_list("name particles")]
    return bool(solid) and all(_NAME_WORD.match(word) for word in words) and all(word[0].isupper() for word in solid)


def read_headline(region: list[Line], name: Line, facts: Facts, used: set[int]) -> None:
    """Record what the person does: behind the name, on the lines below it, or on a contact line."""
    if _behind_name(name, facts):
        return
    at = next(index for index, line in enumerate(region) if line is name)
    for index in range(at + 1, min(at + 4, len(region))):
        line = region[index]
        piece = _titled_part(line, facts) if id(line) in used else None
        if piece is not None:
            facts.add(*piece, ContactDetail(field="headline", value=facts.text[piece[0] : piece[1]]))
            return
        again = line.text.strip().casefold() == name.text.strip().casefold()
        if again or id(line) in used or (line.flow != name.flow and index > at + 1):
            continue
        if _is_headline(line):
            goes_on = index + 1 < len(region) and _goes_on(line, region[index + 1], used)
            lines = [line, region[index + 1]] if goes_on else [line]
            value = " ".join(facts.text[lines[0].start : lines[-1].end].split())
            facts.add_lines(lines, ContactDetail(field="headline", value=value))
            used.update(id(part) for part in lines)
        return


def _behind_name(name: Line, facts: Facts) -> bool:
    spans = [f.span for f in facts.items if isinstance(f.detail, ContactDetail) and f.detail.field == "name"]
    after = re.match(r"\s*(?:[|–—·•-]+|,)\s*(.+)", facts.text[spans[0].end : name.end])
    if after is None or all(_POST_NOMINAL.match(word.strip(",")) for word in after.group(1).split()):
        return False
    if title_score(after.group(1)) < 0.5:
        return False
    start = spans[0].end + after.start(1)
    value = " ".join(facts.text[start : name.end].split())
    facts.add(start, name.end, ContactDetail(field="headline", value=value))
    return True


def _titled_part(line: Line, facts: Facts) -> tuple[int, int] | None:
    """A job title between the separators of a contact line: where it stands."""
    for start, end, label in free_parts(line, facts):
        if not label and title_score(facts.text[start:end]) > 0.5 and end - start < 60:
            return start, end
    return None


def _is_headline(line: Line) -> bool:
    text = line.text
    if len(text) > 110 or line.bullet or heading_of(text) or LABEL.match(text) or PERSONAL.match(text):
        return False
    if any(pattern.search(text) for pattern in (RANGE, EMAIL, URL, PHONE)) or is_place(text) or is_address(text):
        return False
    return title_score(text) > 0.4 or (len(text) <= 70 and not text.endswith(".") and len(text.split()) >= 2)


def _goes_on(line: Line, following: Line, used: set[int]) -> bool:
    """Whether a headline in a narrow column runs on to the next line."""
    alike = abs(line.size - following.size) < 0.3 and following.gap < 0.4 and following.flow == line.flow
    styled = line.bold == following.bold and len(line.cells) == len(following.cells) == 1 and line.cells[0].x1 > 0
    return alike and styled and id(following) not in used and _is_headline(following) and len(following.text) < 40
