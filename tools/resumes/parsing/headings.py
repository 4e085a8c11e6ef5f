"""Which lines are section headings, by their words in six languages and by the style that known headings share."""

import re
import unicodedata
from collections import Counter
from functools import cache

from tools.resumes.parsing.dates import RANGE
from tools.resumes.parsing.lines import Cell, Line
from tools.resumes.parsing.wordlists import word_list
from tools.resumes.schemas import SectionName

Style = tuple[float, bool, bool, bool, int | None]
_ORDER: tuple[SectionName, ...] = (
    "experience",
    "education",
    "skills",
    "languages",
    "projects",
    "certificates",
    "awards",
    "publications",
    "volunteering",
    "interests",
    "references",
    "summary",
    "contact",
    "links",
    "other",
)


def normal(text: str) -> str:
    """A heading's words for look-up: one case, no marks around them, letter spacing undone."""
    text = unicodedata.normalize("NFC", text).strip()
    if re.fullmatch(r"(?:\S )+\S(?:\s{2,}(?:\S )*\S)*", text) and len(text) > 5:
        text = " ".join(word.replace(" ", "") for word in re.split(r"\s{2,}", text))
    text = re.sub(r"\s*\(\d{1,3}\)$", "", text)
    text = re.sub(r"^[\W\d_]+|[\W_]+$", "", text.casefold().replace("’", "'"))
    return re.sub(r"\s+", " ", text)


@cache
def _table() -> dict[str, SectionName]:
    """Heading words to sections; the order of sections decides where two share a word."""
    table: dict[str, SectionName] = {}
    for name in _ORDER:
        for heading in word_list(f"heading {name}"):
            table.setdefault(normal(heading), name)
    return table


@cache
def _by_letters() -> dict[str, SectionName]:
    """The same without blanks and marks, for headings whose words the file has run together."""
    return {re.sub(r"\W", "", heading): name for heading, name in _table().items() if len(heading) > 5}


_JOINTS = re.compile(r"\s*(?:&|/|,|\+|\||·|\band\b|\bund\b|\bet\b|\by\b|\ben\b|\be\b)\s*")


def heading_of(text: str) -> SectionName | None:
    """The section a heading's words name, or None when they name none."""
    words = normal(text)
    if not words or len(words) > 48:
        return None
    found = _table().get(words) or _by_letters().get(re.sub(r"\W", "", words))
    if found is not None:
        return found
    parts = [part for part in _JOINTS.split(words) if part]
    named = [_table()[part] for part in parts if part in _table()]
    foreign = [part for part in parts if part not in _table()]
    loose = any(len(part.split()) > 2 for part in foreign) or (bool(foreign) and " en " in words)
    if len(parts) > 1 and named and len(foreign) <= 1 and len(parts) <= 3 and not loose:
        return min(named, key=_ORDER.index) if len(named) == len(parts) else named[0]
    return None


_LAST_WORDS: dict[str, SectionName] = {
    "experience": "experience", "employment": "experience", "education": "education", "skills": "skills",
    "competencies": "skills", "summary": "summary", "profile": "summary", "certifications": "certificates",
    "projects": "projects", "publications": "publications", "awards": "awards", "honors": "awards",
    "languages": "languages", "berufserfahrung": "experience", "kenntnisse": "skills",
}  # fmt: skip


def _by_last_word(line: Line) -> SectionName | None:
    """The section that a capitalised or structural heading of two to four words ends in (`RETAIL EXPERIENCE`)."""
    words = normal(line.text).split()
    marked = line.level is not None or line.text.isupper()
    return _LAST_WORDS.get(words[-1]) if marked and 2 <= len(words) <= 4 and len(line.cells) == 1 else None


def find_headings(lines: list[Line]) -> dict[int, SectionName]:
    """Index of each heading line and the section it opens; other lines in the style of headings open `other`."""
    known = {index: name for index, line in enumerate(lines) if (name := _known(line, lines, index)) is not None}
    shared = _shared_style(known, lines)
    body = Counter(_style(line) for line in lines if len(line.text) > 30).most_common(1)
    if shared is None or (body and body[0][0] == shared and shared[4] is None):
        return known
    styles = {flow: _shared_style(known, lines, flow) or shared for flow in {line.flow for line in lines}}
    first = min(known)
    for index, line in enumerate(lines):
        style = styles[line.flow]
        large = style[4] is not None or _stands_out(style, body)
        free = index not in known and _could_be_heading(line) and (index > first or (index > 1 and large))
        if free and _style(line) == style and (style[2] or large) and not _heads_entry(lines, index, known):
            known[index] = "other"
    return _without_entry_titles(_without_labels(known, lines, shared), lines)


def _is_inward(index: int, known: dict[int, SectionName], lines: list[Line]) -> bool:
    """Whether a line stands further right than the headings of its column do, which share one left edge."""
    line = lines[index]
    edges = [round(lines[at].indent) for at in known if lines[at].flow == line.flow and at != index]
    usual, count = Counter(edges).most_common(1)[0] if edges else (0, 0)
    return count >= 3 and count >= 0.6 * len(edges) and line.indent > usual + 12


def _heads_entry(lines: list[Line], index: int, known: dict[int, SectionName]) -> bool:
    """Whether a line in the style of headings is the name of a job or school: its dates stand right below."""
    section = next((known[at] for at in range(index - 1, -1, -1) if at in known and known[at] != "other"), None)
    reach = 2 if lines[index].text.isupper() else 3
    below = [line for at, line in enumerate(lines[index + 1 : index + reach], index + 1) if at not in known]
    dated = any(len(line.text) < 60 and RANGE.search(line.text) and line.flow == lines[index].flow for line in below)
    return section in ("experience", "education", "projects", "volunteering") and dated


# Words over the points of one job, which elsewhere head a section.
_LABELS = frozenset(
    [
        "highlights", "achievements", "key achievements", "accomplishments", "technologies", "tools", "tech stack",
        "tools & technologies", "erfolge", "réalisations", "logros", "software", "skills", "projects", "environment",
        "courses", "coursework", "relevant coursework",
    ]
)  # fmt: skip


def _without_labels(known: dict[int, SectionName], lines: list[Line], style: Style) -> dict[int, SectionName]:
    """Inside the skills, a word like `Tools` set unlike the section headings is a label of the list."""
    kept: dict[int, SectionName] = {}
    section: SectionName = "contact"
    for index in sorted(known):
        own = _style(lines[index])
        unlike = (own != style and (own[0] <= style[0] + 0.3 or (style[2] and not own[2]))) or _is_inward(
            index, known, lines
        )
        level = lines[index].level
        deeper = style[4] is not None and (level is None or level > style[4])
        small = unlike and (lines[index].size < style[0] - 0.3 or deeper)
        if (
            small
            and section in ("experience", "education", "projects", "volunteering")
            and normal(lines[index].text) in _LABELS
        ):
            continue
        if section == "skills" and unlike and known[index] in ("skills", "languages", "links", "projects", "other"):
            continue
        kept[index] = section = known[index]
    return kept


def _stands_out(style: Style, body: list[tuple[Style, int]]) -> bool:
    """Whether headings are larger than body text by so much that unknown ones can be told from entries."""
    return bool(body) and style[0] > body[0][0][0] * 1.12


def split_inline_headings(lines: list[Line]) -> list[Line]:
    """Cut lines such as `Skills: a, b, c` into a heading and its first words, where no list or job is being read."""
    section: SectionName | None = None
    for line in lines:
        cell = line.cells[0]
        label = re.match(r"([^:]{4,40}):\s+(?=\S)", cell.text)
        name = heading_of(label.group(1)) if label is not None and not line.bullet and not line.continued else None
        if label is not None and name is not None and _opens_inline(line, label.group(1), name, section):
            rest = Cell(cell.text[label.end() :], size=cell.size, x0=cell.x0, x1=cell.x1, links=cell.links)
            line.cells = [Cell(label.group().rstrip(), cell.bold, size=cell.size), rest, *line.cells[1:]]
            line.inline = name
            section = name
        else:
            section = heading_of(line.text) or section
    return lines


def _opens_inline(line: Line, label: str, name: SectionName, section: SectionName | None) -> bool:
    if name not in ("skills", "languages", "interests", "certificates", "awards", "references", "summary"):
        return False
    if section == "skills":
        first = re.findall(r"[^\W\d_]+", line.text[len(label) :].casefold())[:1]
        return name == "languages" and bool(first) and first[0] in word_list("tongues")
    loose = normal(label) in ("tools", "technologies", "software", "tech stack", "tools & technologies", "highlights")
    return not loose and (section not in ("experience", "projects", "volunteering", None) or line.gap > 0.5)


def _known(line: Line, lines: list[Line], index: int) -> SectionName | None:
    if line.bullet or line.continued or not line.cells or len(line.cells) > 3:
        return None
    if line.inline is not None:
        return heading_of(line.cells[0].text)
    name = heading_of(line.text) or _by_last_word(line)
    if len(line.cells) > 1:
        name = _left_heading(line, lines[index + 1] if index + 1 < len(lines) else None)
    if name is None or RANGE.search(line.cells[0].text):
        return None
    return name if _looks_like_heading(line, lines, index) else None


def _left_heading(line: Line, below: Line | None) -> SectionName | None:
    """The section named by a heading that stands in the margin beside its first line."""
    first, second = line.cells[:2]
    name = heading_of(first.text)
    if name is None or first.text.rstrip().endswith(":"):
        return None
    apart = first.bold != second.bold or abs(first.size - second.size) > 0.6 or first.text.isupper()
    margin = below is not None and second.x0 > 0 and below.cells[0].x0 > second.x0 - 3
    capitals = first.text.isupper() and len(first.text) > 5 and not second.text.isupper()
    return name if margin or capitals or (apart and len(line.cells) == 2) else None


def _looks_like_heading(line: Line, lines: list[Line], index: int) -> bool:
    """Weak single words (`Details`, `Work`, `Online`) need a second sign of being a heading."""
    text = line.text.strip()
    words = normal(text)
    strong = (
        line.level is not None or line.bold or text.isupper() or text.endswith(":") or line.gap > 0.3 or " " in words
    )
    before = lines[index - 1] if index else None
    lone = before is None or before.flow != line.flow or line.size > before.size * 1.05
    upper = text[:1].isupper() or not text[:1].isalpha() or (line.gap > 0.3 and len(words) > 5)
    return upper and (strong or lone or len(words) > 8)


def _style(line: Line) -> Style:
    cell = line.cells[0]
    letters = re.sub(r"[\W\d_]", "", cell.text)
    return (round(cell.size * 2) / 2, cell.bold, letters.isupper() and len(letters) > 3, cell.italic, line.level)


def _shared_style(known: dict[int, SectionName], lines: list[Line], flow: int | None = None) -> Style | None:
    """The style most known headings (of one column) have, when two or more share it."""
    common = Counter(_style(lines[index]) for index in known if flow in (None, lines[index].flow)).most_common(1)
    return common[0][0] if common and common[0][1] >= 2 else None


def _could_be_heading(line: Line) -> bool:
    text = line.text
    if line.bullet or line.continued or len(line.cells) > 1 or len(text) > 45 or len(text) < 3:
        return False
    return RANGE.search(text) is None and not re.search(r"[@,;.|]|\d{3}", text) and text[:1].isupper()


def _without_entry_titles(known: dict[int, SectionName], lines: list[Line]) -> dict[int, SectionName]:
    """Two `other` headings directly under each other are lines of an entry, not sections."""
    kept = dict(known)
    for index in sorted(known):
        if known[index] == "other" and (index + 1 in known or index - 1 in known) and lines[index].level is None:
            del kept[index]
    return kept
