"""Projects, certificates, awards, publications and free lines."""

import re
from typing import Literal

from tools.resumes.parsing.dates import is_date_line
from tools.resumes.parsing.entries import Entry, add_body, group_entries
from tools.resumes.parsing.facts import Facts
from tools.resumes.parsing.lines import Line, wraps
from tools.resumes.parsing.patterns import URL
from tools.resumes.parsing.pieces import header_pieces
from tools.resumes.parsing.positions import span_dates
from tools.resumes.schemas import BulletDetail, CertificateDetail, OtherDetail, ProjectDetail, SectionName

_NAME_END = re.compile(r"\s+(?:--|—|–|-)\s+|\s*[—|]\s*|:\s+")
# Grades of a certificate, which stand where others name the issuer.
_GRADES = {
    "professional",
    "associate",
    "expert",
    "specialty",
    "practitioner",
    "foundational",
    "foundation",
    "advanced",
    "master",
}
Honour = Literal["certificate", "award", "publication"]


def read_projects(lines: list[Line], facts: Facts) -> None:
    """Record every project with the lines below it; a list of bullets is one project each."""
    if lines and all(line.bullet or line.continued for line in lines):
        for paragraph in paragraphs(lines):
            _bullet_project(paragraph, facts)
        return
    for entry in group_entries(lines):
        _project(entry, facts)


def _project(entry: Entry, facts: Facts) -> None:
    parent: int | None = None
    if entry.header:
        first = entry.header[0] if not is_date_line(entry.header[0].text) or len(entry.header) == 1 else entry.header[1]
        pieces, dates, _ = header_pieces(entry.header)
        own = [piece for piece in pieces if first.start <= piece.start < first.end]
        name = own[0].text if own else first.text
        rest = _description(name, first)
        start, end, current = span_dates(dates)
        url = next((link for cell in first.cells for link, _ in cell.links), None) or _url(entry.header)
        detail = ProjectDetail(
            name=name.split(": ")[0] if rest else name, url=url, start=start, end=end, current=current
        )
        parent = facts.add_lines(entry.header, detail)
    elif entry.body and not entry.body[0][0].bullet:
        parent = _bullet_project(entry.body[0], facts)
        entry.body = entry.body[1:]
    elif entry.body:
        for paragraph in entry.body:
            _bullet_project(paragraph, facts)
        return
    add_body(entry.body, facts, parent, "projects")


def _description(name: str, line: Line) -> bool:
    return ": " in name and not line.cells[0].emphasis


def _url(lines: list[Line]) -> str | None:
    for line in lines:
        match = URL.search(line.text)
        if match:
            return match.group()
    return None


def _bullet_project(paragraph: list[Line], facts: Facts) -> int | None:
    """`Name — what it is` as a project and a line below it."""
    start, end = paragraph[0].start, paragraph[-1].end
    text = facts.text[start:end]
    emphasis = paragraph[0].cells[0].emphasis
    cut = _NAME_END.search(text)
    stop = len(emphasis) if emphasis else cut.start() if cut and cut.start() < 70 else len(text)
    name = " ".join(text[:stop].split()).strip(" :–-")
    parent = facts.add(start, start + stop, ProjectDetail(name=name, url=_url(paragraph)))
    rest = re.match(r"[\s:–—|-]*", text[stop:])
    begin = start + stop + (rest.end() if rest else 0)
    if parent is not None and begin < end:
        facts.add(begin, end, BulletDetail(), parent)
    return parent


def paragraphs(lines: list[Line]) -> list[list[Line]]:
    """Lines joined to what a bullet, a blank space or a new heading style sets apart."""
    found: list[list[Line]] = []
    for line in lines:
        if found and (line.continued or (not line.bullet and _runs_on(found[-1][-1], line))):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _runs_on(before: Line, line: Line) -> bool:
    if line.gap > 0.45 or line.flow != before.flow or line.level is not None or len(line.cells) > 1:
        return False
    lower = re.match(r"[a-zß-öø-ÿ(\d]", line.text) is not None
    open_end = not re.search(r"[.!?:]$", before.text) and len(before.text) > 60
    full = before.cells[0].x1 > 0 and before.cells[0].x1 > 0.85 * line.cells[0].x1 and len(before.text) > 45
    return (lower and len(before.text) > 25) or open_end or (full and not line.bold and before.bold == line.bold)


def read_honours(lines: list[Line], facts: Facts, kind: Honour) -> None:
    """Record certificates, awards or publications: one per bullet, bold line or block."""
    for block in _honour_blocks(lines):
        if all(is_date_line(line.text) for line in block):
            continue
        _honour(block, facts, kind)


def _honour_blocks(lines: list[Line]) -> list[list[Line]]:
    closing = [is_date_line(line.text) for line in lines]
    if any(closing) and closing[-1] and not closing[0] and not any(line.bullet for line in lines):
        return _blocks_closed_by_dates(lines, closing)
    styled = len({line.bold for line in lines if not is_date_line(line.text)}) > 1
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and not line.bullet and _belongs(blocks[-1], line, styled=styled):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _blocks_closed_by_dates(lines: list[Line], closing: list[bool]) -> list[list[Line]]:
    blocks: list[list[Line]] = [[]]
    for line, closes in zip(lines, closing, strict=True):
        blocks[-1].append(line)
        if closes:
            blocks.append([])
    return [block for block in blocks if block]


def _belongs(block: list[Line], line: Line, *, styled: bool) -> bool:
    """Whether a line still describes the certificate above it."""
    cut = re.search(r"[,&–-]$|\b(?:of|and|for|in|the|at)$", block[-1].text) is not None and line.gap < 0.6
    if line.continued or cut or (is_date_line(line.text) and line.gap < 0.6):
        return True
    tight = wraps(block[-1], line)
    if tight is not None and line.gap < 0.4 and line.cells[0].bold == block[-1].cells[-1].bold:
        return tight
    only_date = all(is_date_line(part.text) for part in block)
    if only_date:
        return True
    if styled:
        return not line.bold and not (line.gap > 0.9 and not block[0].bold)
    return _runs_on(block[-1], line)


def _honour(block: list[Line], facts: Facts, kind: Honour) -> None:
    pieces, dates, _ = header_pieces(block)
    words = [piece for piece in pieces if not URL.fullmatch(piece.text)]
    if not words:
        words = pieces
    if not words:
        facts.add_lines(block, OtherDetail(section="other"))
        return
    whole = words[0].text
    issuer = words[1].text if len(words) > 1 and len(words[1].text) < 70 else None
    cut = re.search(r",\s+(?=[A-Z])", whole) if issuer is None and len(block) == 1 and kind == "certificate" else None
    if cut is not None and cut.start() > 8:
        whole, issuer = whole[: cut.start()], whole[cut.end() :]
    if issuer is not None and issuer.casefold() in _GRADES:
        whole, issuer = f"{whole} – {issuer}", None
    if whole.count("(") > whole.count(")") and any(f"{whole})" in line.text for line in block):
        whole += ")"
    date = dates[0].start if dates else None
    facts.add_lines(block, CertificateDetail(kind=kind, name=whole, issuer=issuer, date=date))


def read_others(lines: list[Line], facts: Facts, section: SectionName) -> None:
    """Record free lines, one fact per paragraph or bullet."""
    for paragraph in paragraphs(lines):
        facts.add_lines(paragraph, OtherDetail(section=section))
