"""DOCX files: paragraphs, tables, text boxes and headers become lines; nothing in the file is run or fetched."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from tools.resumes.parsing.archives import check_archive, damaged
from tools.resumes.parsing.lines import Line
from tools.resumes.parsing.runs import Run, lines_of
from tools.resumes.parsing.tables import layout_lines
from tools.resumes.refusals import ResumeBlankError, ResumeScannedError


def read_word(content: bytes, *, max_expanded: int) -> list[Line]:
    """Lines of a DOCX in document order; refuses what unpacks too large, is damaged or has no text."""
    names = check_archive(content, max_expanded)
    try:
        document = docx.Document(io.BytesIO(content))
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError, zipfile.BadZipFile, OSError):
        raise damaged() from None
    lines: list[Line] = []
    lines += _headers(document, "header")
    lines += _body(document.element.body, document)
    lines += _headers(document, "footer")
    if not any(line.text.strip() for line in lines):
        if any(name.startswith("word/media/") for name in names):
            raise ResumeScannedError(
                "This document holds pictures only, no text. Upload the resume as text, not as a picture."
            )
        raise ResumeBlankError("This document has no text. Check that you picked the right file.")
    return lines


def _headers(document: Any, kind: str) -> list[Line]:
    lines: list[Line] = []
    seen: set[str] = set()
    for section in document.sections:
        part = getattr(section, kind)
        if part.is_linked_to_previous:
            continue
        for line in _body(part._element, document):
            if line.text not in seen and not re.fullmatch(
                r"(?i)(?:page|seite)?\s*\d*\s*(?:/|of|von)?\s*\d*", line.text
            ):
                seen.add(line.text)
                lines.append(line)
    return lines


def _body(element: Any, document: Any) -> list[Line]:
    lines: list[Line] = []
    gap = 0.0
    for child in _blocks(element):
        if child.tag == qn("w:tbl"):
            lines += _table(child, document)
            gap = 0.6
            continue
        made = _paragraph(child, document)
        boxes = [line for box in _text_boxes(child) for line in _body(box, document)]
        if not made and not boxes:
            gap = 1.0
        for number, line in enumerate(made):
            line.gap = max(line.gap, gap if number == 0 else 0.0)
        if made:
            gap = 0.0
        lines += made + boxes
    return lines


def _blocks(element: Any) -> Iterator[Any]:
    """Paragraphs and tables directly inside, content controls opened."""
    for child in element:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag == qn("w:sdt"):
            content = child.find(qn("w:sdtContent"))
            if content is not None:
                yield from _blocks(content)


def _text_boxes(paragraph: Any) -> list[Any]:
    """Text boxes anchored in a paragraph, the compatibility copy left out."""
    found = []
    for box in paragraph.iter(qn("w:txbxContent")):
        above = [parent.tag.rsplit("}", 1)[-1] for parent in box.iterancestors()]
        if "Fallback" not in above and above.count("txbxContent") == 0:
            found.append(box)
    return found


def _table(table: Any, document: Any) -> list[Line]:
    grid = [
        [_body(cell, document) for cell in row.iter(qn("w:tc")) if _own(cell, table)]
        for row in table.findall(qn("w:tr"))
    ]
    return layout_lines(grid)


def _own(cell: Any, table: Any) -> bool:
    return next((parent for parent in cell.iterancestors() if parent.tag == qn("w:tbl")), None) is table


def _paragraph(paragraph: Any, document: Any) -> list[Line]:
    """A paragraph's lines: breaks cut it into lines, tabs into cells."""
    style = _style_name(paragraph, document)
    numbered = (
        paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
        or re.search(r"(?i)list|aufz|liste|bullet", style) is not None
    )
    number_id = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    if number_id is not None and number_id.get(qn("w:val")) == "0":
        numbered = False
    level = _level(style)
    return lines_of(_runs(paragraph, document), bullet=numbered, level=level)


def _style_name(paragraph: Any, document: Any) -> str:
    mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    if mark is None:
        return ""
    name = mark.get(qn("w:val")) or ""
    for style in document.styles.element.findall(qn("w:style")):
        if style.get(qn("w:styleId")) == name:
            label = style.find(qn("w:name"))
            return str(label.get(qn("w:val"))) if label is not None else str(name)
    return str(name)


def _level(style: str) -> int | None:
    match = re.match(r"(?i)(?:heading|überschrift|titre|título|kop|titolo)\s*(\d)", style)
    return int(match.group(1)) if match else 1 if re.match(r"(?i)title$|titel$", style) else None


def _runs(paragraph: Any, document: Any) -> list[Run]:
    """Text of the paragraph's own runs: words, bold, italic, size, link target; tabs and breaks as characters."""
    found = []
    for run in paragraph.iter(qn("w:r")):
        above = next((parent for parent in run.iterancestors() if parent.tag in (qn("w:p"), qn("w:del"))), None)
        if above is not paragraph:
            continue
        text = "".join(_character(child) for child in run)
        if not text:
            continue
        own = run.find(qn("w:rPr"))
        bold = _flag(own, "w:b")
        italic = _flag(own, "w:i")
        size = own.find(qn("w:sz")) if own is not None else None
        points = (
            float(size.get(qn("w:val"), "20")) / 2
            if size is not None and (size.get(qn("w:val")) or "").isdigit()
            else 10.0
        )
        found.append(Run(text, bold, italic, points, _target(run, document)))
    return found


def _character(child: Any) -> str:
    name = child.tag.rsplit("}", 1)[-1] if isinstance(child.tag, str) else ""
    if name == "t":
        return (child.text or "").replace("\u00a0", " ")
    return {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}.get(name, "")


def _flag(properties: Any, name: str) -> bool:
    mark = properties.find(qn(name)) if properties is not None else None
    return mark is not None and mark.get(qn("w:val")) not in ("0", "false", "off")


def _target(run: Any, document: Any) -> str:
    parent = run.getparent()
    if parent is None or parent.tag != qn("w:hyperlink"):
        return ""
    relation = document.part.rels.get(parent.get(qn("r:id")) or "")
    return str(relation.target_ref) if relation is not None and relation.is_external else ""
