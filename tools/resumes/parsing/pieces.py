"""Header lines of an entry, cut into pieces: each with its place in the text and what it could be."""

import re
from dataclasses import dataclass

from tools.resumes.parsing.dates import DURATION, DateRange, find_ranges
from tools.resumes.parsing.lines import Cell, Line, wraps
from tools.resumes.parsing.places import is_place, trailing_place
from tools.resumes.parsing.vocabulary import LEGAL, org_score, title_score

STRONG = re.compile(
    r"\s*[|•·∙⋅◆›»]\s*|\s+(?:--|—|–|-|@|/)\s+|\s*—\s*|\s{3,}|\s*[@]\s+|\s*;\s+|\s+(?i:at|bei(?:\s+der|\s+dem)?|"
    r"beim|chez|bij|na empresa)\s+(?=[A-ZÀ-Þ0-9])"
)
EMPLOYMENT = re.compile(
    r"(?i)^\(?(?:full[- ]?time|part[- ]?time|contract(?:or)?|permanent|temporary|freelance|self[- ]employed|"
    r"seasonal|per diem|internship|vollzeit|teilzeit|befristet|"
    r"unbefristet|minijob|festanstellung|cdi|cdd|int[ée]rim|alternance|temps plein|temps partiel|jornada completa|"
    r"media jornada|indefinido|temporal|voltijd|deeltijd|"
    r"fulltime|parttime|tempo integral|meio período|\d{2,3}\s?%)(?:\s*(?:contract|position|role))?\)?$"
)
LABELS = re.compile(
    r"(?i)^(?:company|employer|organi[sz]ation|position|title|job title|role|location|dates?|period|duration|"
    r"arbeitgeber|firma|unternehmen|ort|zeitraum|empresa|cargo|puesto|"
    r"entreprise|poste|lieu|employeur|werkgever|functie|periode|período|função|local|institution|degree|school)\s*:\s*"
)

_OPEN = re.compile(
    r"(?:[,&/]|\b(?:and|of|for|the|in|at|with|und|für|der|im|et|de|des|du|en|y|e|da|do|van|voor))$", re.IGNORECASE
)
# Between a title in bold and the employer after it.
_JOINT = re.compile(r"(?:at|bei(?: der| dem)?|beim|chez|bij|na|no|en|@)\s+(?=\S)")
_OPENS_LOW = re.compile(r"(?:and|of|for|in|und|für|et|de|des|du|en|y|e|da|do|van|voor|&)\s")


@dataclass(slots=True)
class Piece:
    """Some words of a header: `line` counts header lines, `first` says whether it opens its line."""

    text: str
    start: int
    end: int
    line: int
    first: bool
    bold: bool
    italic: bool = False
    size: float = 10.0

    @property
    def title(self) -> float:
        """How much it looks like a job title."""
        return title_score(self.text)

    @property
    def org(self) -> float:
        """How much it looks like an employer."""
        return org_score(self.text)


def line_ranges(line: Line) -> list[DateRange]:
    """The date ranges on a line, cells apart."""
    return [found for cell in line.cells for found in find_ranges(cell.text)]


def dating_ranges(line: Line) -> list[DateRange]:
    """The date ranges of a line that could date an entry; a year in the midst of a sentence dates nothing."""
    if len(line.cells) > 1 or line.bold or line.level is not None or len(line.text) < 40:
        return line_ranges(line)
    text = line.text
    inside = [
        found
        for found in line_ranges(line)
        if (found.single or found.start is None)
        and len(re.findall(r"[^\W\d_]{2,}", text[: found.at])) > 2
        and len(re.findall(r"[^\W\d_]{2,}", text[found.to :])) > 2
        and not re.search(r"[|•·–—(]\s*$", text[: found.at])
    ]
    return [found for found in line_ranges(line) if found not in inside]


def header_pieces(lines: list[Line]) -> tuple[list[Piece], list[DateRange], list[Piece]]:
    """The words of header lines apart from dates and places, the dates, and the places."""
    words: list[Piece] = []
    dates: list[DateRange] = []
    for number, line in enumerate(lines):
        for order, cell in enumerate(line.cells):
            dates.extend(find_ranges(cell.text))
            found = _cell_pieces(cell, number, first=order == 0)
            if order == 0 and found and words and _goes_on(lines[number - 1] if number else None, line, words[-1]):
                words[-1] = _joined(words[-1], found.pop(0))
            words.extend(found)
    places = [piece for piece in words if is_place(piece.text)]
    kept = [piece for piece in words if piece not in places]
    for piece in list(kept):
        tail = _peel_place(piece)
        if tail is not None:
            places.append(tail)
    return [piece for piece in kept if piece.text], dates, places


def _goes_on(before: Line | None, line: Line, last: Piece) -> bool:
    """Whether a header line goes on with the name that the line above breaks off (`Master in` / `Clinical Work`)."""
    if before is None or line_ranges(line) or len(before.cells) > 1 or line.gap > 0.6:
        return False
    alike = before.bold == line.bold and abs(before.size - line.size) < 0.3 and last.end >= before.end - 2
    if is_place(line.text):
        return alike and before.bold and before.edge > 0 and wraps(before, line) is True
    return alike and (_OPEN.search(before.text) is not None or _OPENS_LOW.match(line.text) is not None)


def _joined(first: Piece, second: Piece) -> Piece:
    words = f"{first.text}{',' if _is_comma_between(first, second) else ''} {second.text}"
    return Piece(words, first.start, second.end, first.line, first.first, first.bold, first.italic, first.size)


def _is_comma_between(first: Piece, second: Piece) -> bool:
    return second.start - first.end == 2


def _peel_place(piece: Piece) -> Piece | None:
    """Cut a place off the end of a piece; returns it."""
    at = trailing_place(piece.text)
    if not at:
        return None
    rest = re.sub(r"^[\s,(–—|-]+(?:in\s+)?", "", piece.text[at:]).rstrip(" )")
    start = piece.start + piece.text.index(rest, at)
    tail = Piece(rest, start, start + len(rest), piece.line, False, piece.bold)
    piece.text = piece.text[:at].rstrip(" ,")
    piece.end = piece.start + len(piece.text)
    return tail


def _cell_pieces(cell: Cell, number: int, *, first: bool) -> list[Piece]:
    found: list[Piece] = []
    for start, end in _undated(cell.text):
        for begin, stop in _split(cell, start, end):
            text = cell.text[begin:stop]
            label = LABELS.match(text)
            if label:
                begin, text = begin + label.end(), text[label.end() :]
            trimmed = (
                text.strip(" \t,;:()[]–—-|·•")
                if not re.search(r"\([^)]*\)$", text.strip())
                else text.strip(" \t,;:–—-|·•")
            )
            if len(trimmed) < 2 or EMPLOYMENT.match(trimmed) or DURATION.fullmatch(trimmed) or _is_noise(trimmed):
                continue
            joint = _JOINT.match(trimmed) if 0 < begin == len(cell.emphasis) else None
            trimmed = trimmed[joint.end() :] if joint else trimmed
            at = cell.start + cell.text.index(trimmed, begin)
            bold = cell.bold or (bool(cell.emphasis) and begin < len(cell.emphasis))
            found.append(
                Piece(trimmed, at, at + len(trimmed), number, first and not found, bold, cell.italic, cell.size)
            )
    return found


def _is_noise(text: str) -> bool:
    return re.match(r"(?i)(?:https?://|www\.)\S+$", text) is not None or not re.search(r"[^\W\d_]{2}", text)


def _undated(text: str) -> list[tuple[int, int]]:
    """The stretches of a cell between its dates."""
    stretches, at = [], 0
    for found in find_ranges(text):
        stretches.append((at, found.at))
        at = found.to
    return [(start, end) for start, end in [*stretches, (at, len(text))] if text[start:end].strip()]


def _split(cell: Cell, start: int, end: int) -> list[tuple[int, int]]:
    """Cut at strong separators, and where leading bold ends."""
    cuts = [start]
    if cell.emphasis and start < len(cell.emphasis) < end:
        cuts.append(len(cell.emphasis))
    bounds: list[tuple[int, int]] = []
    for begin, stop in zip(cuts, [*cuts[1:], end], strict=True):
        at = begin
        for match in STRONG.finditer(cell.text, begin, stop):
            if _inside_parentheses(cell.text, match.start()) or _is_part_of_name(
                cell.text[at : match.start()], match, cell.text[match.end() : stop]
            ):
                continue
            bounds.append((at, match.start()))
            at = match.end()
        bounds.append((at, stop))
    return [(begin, stop) for begin, stop in bounds if cell.text[begin:stop].strip(" ,;:()|–—-")]


def _is_part_of_name(left: str, match: re.Match[str], right: str) -> bool:
    """`at` parts a title from an employer, elsewhere it belongs to a name; a slash between two titles is one title."""
    mark = match.group().strip()
    if mark == "/":
        return (title_score(left) > 0.5) == (title_score(right) > 0.5)
    return mark.isalpha() and title_score(left) < 0.5


def _inside_parentheses(text: str, at: int) -> bool:
    return text.count("(", 0, at) > text.count(")", 0, at)


def comma_split(piece: Piece) -> tuple[Piece, Piece] | None:
    """Cut `title, employer` or `employer, title` at the comma where the two sides look least alike, or None."""
    best: tuple[float, int] | None = None
    for match in re.finditer(r",\s+", piece.text):
        left, right = piece.text[: match.start()], piece.text[match.end() :]
        if LEGAL.match(right) or re.match(r"(?i)(?:inc|llc|ltd|co|gmbh|rn|bsn|phd|ii|iii)\b\.?", right):
            continue
        lean = (title_score(left) - org_score(left)) - (title_score(right) - org_score(right))
        if best is None or abs(lean) > best[0]:
            best = (abs(lean), match.start())
    if best is None or best[0] < 0.3:
        return None
    before, after = piece_halves(piece, best[1])
    return before, after


def piece_halves(piece: Piece, cut: int) -> list[Piece]:
    """The two pieces left and right of the comma at `cut`."""
    left, right = piece.text[:cut].rstrip(), piece.text[cut + 1 :].lstrip()
    end = piece.start + len(left)
    return [
        Piece(left, piece.start, end, piece.line, piece.first, piece.bold),
        Piece(right, piece.end - len(right), piece.end, piece.line, False, piece.bold),
    ]
