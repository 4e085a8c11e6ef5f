"""Entries of a section: header lines, what belongs below them, and where one entry ends and the next begins."""

import itertools
import re
from dataclasses import dataclass, field

from tools.resumes.parsing.dates import is_date_line
from tools.resumes.parsing.facts import Facts
from tools.resumes.parsing.lines import Line, wraps
from tools.resumes.parsing.pieces import dating_ranges, header_pieces
from tools.resumes.parsing.places import is_place
from tools.resumes.parsing.vocabulary import INSTITUTION, LEGAL, org_score, title_score
from tools.resumes.schemas import BulletDetail, LinkDetail, OtherDetail, SectionName


@dataclass(slots=True)
class Entry:
    """Header lines and the paragraphs below them, each paragraph one or more lines."""

    header: list[Line]
    body: list[list[Line]] = field(default_factory=list)

    @property
    def dated(self) -> bool:
        """Whether a header line has a date."""
        return any(dating_ranges(line) for line in self.header)


def is_link(text: str) -> bool:
    """Whether a line is nothing but an address on the web."""
    return re.fullmatch(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)+/\S*", text.strip()) is not None


def add_body(body: list[list[Line]], facts: Facts, parent: int | None, section: SectionName) -> None:
    """Record the paragraphs below a header as its bullets; bare web addresses as links."""
    for paragraph in body:
        text = " ".join(line.text for line in paragraph)
        if is_link(text):
            facts.add_lines(paragraph, LinkDetail(url=text), parent)
        else:
            facts.add_lines(paragraph, BulletDetail() if parent is not None else OtherDetail(section=section), parent)


def is_prose(line: Line, width: int) -> bool:
    """Whether a line without a bullet is running text rather than part of a header; `width` is the longest line."""
    text = line.text
    if len(line.cells) > 1 or line.level is not None or is_date_line(text):
        return False
    plain = not line.bold and not line.cells[0].emphasis
    ended = re.search(r"[.!?;]$", text) and not (LEGAL.search(text) and not plain)
    if ended and len(text.split()) > 5 and not dating_ranges(line):
        return True
    if plain and len(text) > 75 and not (dating_ranges(line) and title_score(text) > 0.5):
        return not dating_ranges(line) or len(text) > 130
    starts = re.match(r"[a-zß-öø-ÿ]", text) is not None
    return plain and starts and not dating_ranges(line) and len(text) > 20 and len(text) > 0.3 * width


def group_entries(lines: list[Line]) -> list[Entry]:
    """Entries in order: every run of header lines with the body below it, runs with several dates cut apart."""
    entries: list[Entry] = []
    width = max((len(line.text) for line in lines), default=0)
    wrapped = _wrapped(lines)
    above = ""
    label: Line | None = None
    for index, line in enumerate(lines):
        kind = wrapped.get(index) or _kind(line, above, entries, lines[index - 1] if index else None, width)
        if kind == "head" and label is not None and _is_under(label, line):
            kind = "bullet"
        elif kind == "head":
            label = line if _is_label(line) else None
        if kind == "head":
            if above != "head":
                entries.append(Entry([]))
            entries[-1].header.append(line)
        elif kind == "more":
            entries[-1].body[-1].append(line)
        else:
            if not entries:
                entries.append(Entry([]))
            entries[-1].body.append([line])
        above = kind if kind != "more" else above
    return [part for entry in _merge_labels(entries) for part in _split_entry(entry)]


def _wrapped(lines: list[Line]) -> dict[int, str]:
    """Lines of sentences that run over several lines, found from the full stop upwards: `prose`, then `more`."""
    found: dict[int, str] = {}
    for last, line in enumerate(lines):
        first = last
        while first > 0 and re.search(r"[.!?]$", line.text) and _flows(lines[first - 1], lines[first]):
            first -= 1
        if first < last and not any(one.bullet or one.continued for one in lines[first : last + 1]):
            found.update(
                {
                    index: "more" if index > first or found.get(first - 1) else "prose"
                    for index in range(first, last + 1)
                }
            )
    return found


def _flows(before: Line, line: Line) -> bool:
    """Whether a line goes on with the sentence of the line before it."""
    alike = before.flow == line.flow and line.gap < 0.5 and not before.bold and abs(before.size - line.size) < 0.3
    single = len(before.cells) == len(line.cells) == 1 and not dating_ranges(before) and before.level is None
    open_end = not re.search(r"[.!?:]$", before.text)
    return (
        alike and single and open_end and (re.match(r"[a-zß-öø-ÿ(\d]", line.text) is not None or len(before.text) > 60)
    )


def _kind(line: Line, above: str, entries: list[Entry], before: Line | None, width: int) -> str:
    has_body = bool(entries and entries[-1].body)
    if line.bullet and above == "head" and (is_date_line(line.text) or is_place(line.text)):
        line.bullet = False
        return "head"
    if line.bullet:
        return "bullet"
    if is_link(line.text):
        return "head" if above == "head" else "link"
    if line.continued and has_body and above != "link":
        return "more"
    if above == "bullet" and has_body and before is not None and _continues(before, line):
        return "more"
    if is_prose(line, width) or (above in ("head", "prose") and entries and _is_plain_under(entries[-1].header, line)):
        return "more" if above == "prose" and has_body and _same_paragraph(before, line) else "prose"
    if above == "prose" and has_body and before is not None and _ends_paragraph(before, line):
        return "more"
    return "head"


def _is_plain_under(header: list[Line], line: Line) -> bool:
    """Whether a line in plain type is a point below a header that is in bold throughout and dated."""
    marked = all(one.bold or one.cells[0].emphasis or is_link(one.text) for one in header) and any(
        map(dating_ranges, header)
    )
    marked = marked and len(header_pieces(header)[0]) > 1
    plain = not line.bold and not line.cells[0].emphasis and len(line.cells) == 1 and line.level is None
    plain = plain and not _names_employer(line.text)
    return marked and plain and len(line.text.split()) > 3 and not dating_ranges(line) and not is_place(line.text)


def _names_employer(text: str) -> bool:
    """Whether a line could be the name of an employer or school: a word for one, written as names are."""
    words = text.split()
    named = " ".join(word for word in words[1:] if word[:1].isupper())
    alone = sum(word[:1].isupper() for word in words) > 0.5 * len(words)
    return (alone and INSTITUTION.search(text) is not None) or org_score(named) >= 0.5 or org_score(text) == 1.0


def _continues(before: Line, line: Line) -> bool:
    """Whether an unmarked line goes on with the bullet above it."""
    if line.gap > 0.6 or line.flow != before.flow or len(line.cells) > 1 or is_link(line.text):
        return False
    if any(not found.single for found in dating_ranges(line)):
        return False
    text = line.text
    cut = (
        re.search(
            r"[,;&–-]$|\b(?:and|or|the|of|to|for|with|in|a|und|oder|der|die|das|mit|für|et|de|la|le|y|en|con|para|van|het)$",
            before.text,
        )
        is not None
    )
    return re.match(r"[a-zß-öø-ÿ(]", text) is not None or (cut and not dating_ranges(line) and not line.bold)


def _same_paragraph(before: Line | None, line: Line) -> bool:
    if before is None or line.gap > 0.5 or line.flow != before.flow or wraps(before, line) is False:
        return False
    return not re.search(r"[.!?]$", before.text) or before.cells[0].x1 > 0.82 * line.cells[0].x1 > 0


def _ends_paragraph(before: Line, line: Line) -> bool:
    """Whether a short line is the rest of the sentence above."""
    unfinished = not re.search(r"[.!?:]$", before.text)
    plain = not line.bold and len(line.cells) == 1 and not dating_ranges(line)
    return (
        unfinished
        and plain
        and line.gap < 0.4
        and line.flow == before.flow
        and (re.match(r"[a-z]", line.text) is not None or line.text.endswith("."))
    )


def _merge_labels(entries: list[Entry]) -> list[Entry]:
    """A header that is only a label (`Key achievements:`) belongs to the entry above it."""
    merged: list[Entry] = []
    for entry in entries:
        single = entry.header[0] if len(entry.header) == 1 else None
        if merged and merged[-1].header and single is not None and not entry.dated and _is_label(single):
            merged[-1].body.extend(entry.body)
        else:
            merged.append(entry)
    return merged


def _is_under(label: Line, line: Line) -> bool:
    """Whether a line without a mark is one of the points that a label like `Highlights` announces."""
    plain = not line.bold and not line.cells[0].emphasis and line.level is None and len(line.cells) == 1
    inward = line.indent > label.indent + 2 or line.size < label.size - 0.3 or label.bold
    near = line.flow == label.flow or line.page != label.page
    return plain and inward and near and not dating_ranges(line)


def _is_label(line: Line) -> bool:
    text = line.text.strip()
    words = (
        r"(?i)(?:key |main |selected |relevant )?(?:courses|coursework|kurse|cours suivis|asignaturas|"
        r"achievements?|accomplishments?|responsibilities|duties|"
        r"highlights|results|tasks|"
        r"aufgaben|tätigkeiten|erfolge|missions?|réalisations|"
        r"funciones|logros|taken|tech(?:nologies| stack)?|environment)\b"
    )
    return (text.endswith(":") and len(text) < 60) or re.match(words, text) is not None


def _split_entry(entry: Entry) -> list[Entry]:
    """Cut a header that holds several dates, or several blocks set apart by blank space, into one entry each."""
    blocks = _split_on_gaps(entry.header)
    parts = [part for block in blocks for part in _split_on_dates(block)]
    if not parts:
        return [entry]
    return [*(Entry(part) for part in parts[:-1]), Entry(parts[-1], entry.body)]


def _split_on_gaps(header: list[Line]) -> list[list[Line]]:
    """Blocks between blank lines, where both sides have a date of their own."""
    blocks: list[list[Line]] = [[]]
    for index, line in enumerate(header):
        wide = line.gap > 0.45 or (bool(blocks[-1]) and line.flow != blocks[-1][-1].flow)
        rest = header[index:]
        if wide and any(map(dating_ranges, blocks[-1])) and any(map(dating_ranges, rest)):
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _split_on_dates(block: list[Line]) -> list[list[Line]]:
    """One part per dated line; undated lines go with the dated line before or after them, as the block begins."""
    dated = [index for index, line in enumerate(block) if dating_ranges(line)]
    if len(dated) < 2:
        return [block]
    if dated[0] > 0 and not _is_employer_line(block, dated):
        cuts = [0, *(index + 1 + _trailing(block, index) for index in dated[:-1])]
    else:
        cuts = [0, *(index for index in dated[1:])] if dated[0] == 0 else [0, *dated[1:]]
    if dated[0] == 1 and _is_employer_line(block, dated):
        cuts = [0, *dated[1:]]
    bounds = sorted({cut for cut in cuts if cut < len(block)})
    return [block[start:end] for start, end in zip(bounds, [*bounds[1:], len(block)], strict=True)]


def _trailing(block: list[Line], index: int) -> int:
    """How many lines after a date still belong to it: a place under the date."""
    following = block[index + 1] if index + 1 < len(block) else None
    return int(following is not None and len(following.cells) == 1 and is_place(following.text))


def _is_employer_line(block: list[Line], dated: list[int]) -> bool:
    """Whether the block begins with one employer line over several dated titles."""
    first = block[0]
    consecutive = all(after - before == 1 for before, after in itertools.pairwise(dated))
    return (
        dated[0] == 1
        and consecutive
        and title_score(first.text) < 0.5
        and all(org_score(block[i].text) < 0.6 for i in dated)
    )
