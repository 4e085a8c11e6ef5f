"""Education: institution, degree, field, dates."""

import re

from tools.resumes.parsing.entries import Entry, add_body, group_entries
from tools.resumes.parsing.facts import Facts
from tools.resumes.parsing.lines import Line
from tools.resumes.parsing.pieces import Piece, header_pieces, line_ranges
from tools.resumes.parsing.places import looks_like_city
from tools.resumes.parsing.positions import span_dates
from tools.resumes.parsing.vocabulary import DEGREE, INSTITUTION, LEGAL
from tools.resumes.schemas import EducationDetail, OtherDetail

_AREA = re.compile(
    r"^(?:\s*(?:degree|studies))?\s*(?:,\s*|\s+(?:in|of|en|im|em|der|des|de|fach|zum|zur|als|:)\s+|:\s*|\s*[–—-]\s+|\s+)",
    re.IGNORECASE,
)
_WHOLE_DEGREE = re.compile(
    r"(?i)\b(?:(?:bachelor|master|doctor|associate)(?:['’]?s)?(?:\s+degree)?(?:\s+of\s+(?:applied\s+)?(?:science|"
    r"arts|engineering|business administration|education|nursing|fine arts|laws?|"
    r"philosophy|technology|commerce|architecture|social work|public health|music|design)(?:\s+in\s+nursing)?)?|"
    r"[BM]\.\s?[A-Z][a-z]{0,3}\.?(?:[A-Z]\.)*|Ph\.?\s?D\.?|[BM]Sc|[BM]Eng|[BM]Tech|B\.?S\.?N|MBA|BBA|BFA|MFA|"
    r"[BM]\.?A\.?|[BM]\.?S\.?)(?![\w])"
)


def read_education(lines: list[Line], facts: Facts) -> None:
    """Record every course of study; lines below one become its bullets."""
    entries = group_entries(_promote_bullets(lines))
    parts = _rejoined([part for whole in entries for part in _split_undated(whole)])
    school_first = sum(_order(entry) for entry in parts) > 0
    for entry in parts:
        _record(entry, facts, school_first=school_first)


def _rejoined(entries: list[Entry]) -> list[Entry]:
    """A school with the year it began, over a degree with the year it ended, is one course of study."""
    found: list[Entry] = []
    for entry in entries:
        above = found[-1] if found else None
        if above is not None and not above.body and _is_half(above, school=True) and _is_half(entry, school=False):
            found[-1] = Entry([*above.header, *entry.header], entry.body)
        else:
            found.append(entry)
    return found


def _is_half(entry: Entry, *, school: bool) -> bool:
    dates = [found for line in entry.header for found in line_ranges(line)]
    text = " ".join(line.text for line in entry.header)
    named, degree = INSTITUTION.search(text) is not None, DEGREE.search(text) is not None
    return len(dates) == 1 and dates[0].single and named is school and degree is not school


def _order(entry: Entry) -> int:
    """1 where the institution surely stands before the degree, -1 behind it, 0 where nothing tells."""
    parts = [half for piece in header_pieces(entry.header)[0] for half in _halves(piece)] if entry.header else []
    schools = [index for index, part in enumerate(parts) if _school_score(part) > 0.5]
    degrees = [index for index, part in enumerate(parts) if DEGREE.search(part.text) and index not in schools]
    return (schools[0] < degrees[0]) - (schools[0] > degrees[0]) if schools and degrees else 0


def _promote_bullets(lines: list[Line]) -> list[Line]:
    """Where every study is itself a bullet, bullets are headers."""
    plain = [line for line in lines if not line.bullet and not line.continued]
    if plain or not lines:
        return lines
    for line in lines:
        if line.bullet and (DEGREE.search(line.text) or INSTITUTION.search(line.text)):
            line.bullet, line.gap = False, max(line.gap, 0.5)
    return lines


def _split_undated(entry: Entry) -> list[Entry]:
    """Two institutions in one header are two studies."""
    schools = [index for index, line in enumerate(entry.header) if INSTITUTION.search(line.text)]
    if len(schools) < 2 or sum(bool(line_ranges(line)) for line in entry.header) > 1:
        return [entry]
    cut = schools[1] if schools[0] == 0 else schools[0] + 1
    if entry.header[cut].gap <= 0.3 and not DEGREE.search(" ".join(line.text for line in entry.header[cut:])):
        return [entry]
    return [Entry(entry.header[:cut]), Entry(entry.header[cut:], entry.body)]


def _record(entry: Entry, facts: Facts, *, school_first: bool) -> None:
    parent: int | None = None
    if entry.header:
        pieces, dates, places = header_pieces(entry.header)
        detail = _detail(pieces, school_first=school_first)
        if detail is not None:
            detail.location = places[0].text if places else None
            detail.start, detail.end, detail.current = span_dates(dates)
            if dates and all(found.single for found in dates) and len(dates) == 1:
                detail.start = None
            parent = facts.add_lines(entry.header, detail)
        else:
            facts.add_lines(entry.header, OtherDetail(section="education"))
    add_body(entry.body, facts, parent, "education")


def _detail(pieces: list[Piece], *, school_first: bool) -> EducationDetail | None:
    """Institution and degree told apart by their words; the other piece is the one that is left."""
    parts = [half for piece in pieces for half in _halves(piece)]
    if not parts:
        return None
    school = max(parts, key=lambda part: (_school_score(part), -parts.index(part)))
    if _school_score(school) <= 0 and len(parts) > 1:
        plain = [part for part in parts if not DEGREE.search(part.text)] or parts
        school = plain[0] if school_first or len(plain) < len(parts) else plain[1]
    degree = next((part for part in parts if part is not school and DEGREE.search(part.text)), None)
    if degree is None and len(parts) > 1:
        degree = next(part for part in parts if part is not school)
    if degree is None and DEGREE.search(school.text) and not INSTITUTION.search(school.text):
        return EducationDetail(institution="", degree=school.text)
    name, area = _degree_and_area(degree.text) if degree is not None else (None, None)
    if area is None and name is not None:
        rest = [part for part in parts if part is not school and part is not degree and not _is_city(part, school)]
        area = rest[0].text if rest and len(rest[0].text) < 70 else None
    return EducationDetail(institution=school.text, degree=name, area=area)


def _is_city(part: Piece, school: Piece) -> bool:
    """Whether a part right behind the school could be its city."""
    return part.line == school.line and part.start > school.start and looks_like_city(part.text)


def _school_score(part: Piece) -> float:
    bare = re.sub(r"\s*\([^)]*\)", "", part.text)
    return bool(INSTITUTION.search(bare)) * 1.0 + part.org * 0.5 - bool(DEGREE.search(bare)) * 0.7


def _halves(piece: Piece) -> list[Piece]:
    """Cut `degree, institution` and `institution, degree` at the comma between them."""
    lead = re.match(
        r"(?:Ph\.?D\.?|[BM]\.?\s?[A-Z][a-z]{0,2}\.?|MBA|Bachelor|Master|Diplom)(\s+)(?=[A-ZÀ-Þ])", piece.text
    )
    if lead is not None and INSTITUTION.search(piece.text[lead.end() :].split(",")[0]):
        return [part for half in _cut(piece, lead, at=lead.start(1)) for part in _halves(half)]
    for match in re.finditer(r",\s+|\s+(?:at|an der|à l['’]|en la)\s+", piece.text):
        left, right = piece.text[: match.start()], piece.text[match.end() :]
        for one, other in ((left, right), (right, left)):
            if INSTITUTION.search(one) and DEGREE.search(other) and not INSTITUTION.search(other):
                first, second = _cut(piece, match)
                return [first, *_halves(second)]
        if DEGREE.search(left) and not DEGREE.search(right) and re.fullmatch(r"[A-Z]{2,6}(?: [A-Z]\w+)*", right):
            return _cut(piece, match)
        named = INSTITUTION.search(left) or LEGAL.search(left)
        follows = named and not INSTITUTION.search(right) and len(right.split()) < 6
        if follows and match.group().strip() == ",":
            return _cut(piece, match)
    return [piece]


def _cut(piece: Piece, match: re.Match[str], at: int | None = None) -> list[Piece]:
    at = match.start() if at is None else at
    middle, after = piece.start + at, piece.start + match.end()
    return [
        Piece(piece.text[:at], piece.start, middle, piece.line, piece.first, piece.bold),
        Piece(piece.text[match.end() :], after, piece.end, piece.line, False, piece.bold),
    ]


def _degree_and_area(text: str) -> tuple[str, str | None]:
    """`BS in Computer Engineering` as degree and field; a degree that cannot be cut stays whole."""
    match = _WHOLE_DEGREE.match(text)
    if match is None or match.end() == len(text):
        return text, None
    joint = _AREA.match(text, match.end())
    joint = _AREA.match(text[match.end() :])
    if joint is None:
        return text, None
    area = text[match.end() + joint.end() :].strip(" ,()")
    return match.group().strip(), area if len(area) > 2 else None
