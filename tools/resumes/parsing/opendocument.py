"""ODT files: headings, paragraphs, lists, tables, frames, headers and footers become lines."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tools.resumes.parsing.archives import check_archive, damaged, parse_xml
from tools.resumes.parsing.lines import Line
from tools.resumes.parsing.runs import Run, lines_of
from tools.resumes.parsing.tables import layout_lines
from tools.resumes.refusals import ResumeBlankError, ResumeScannedError

_PAGE_NUMBER = re.compile(r"(?i)(?:page|seite|página|pagina|p\.)?\s*\d*\s*(?:/|of|von|de|sur|van)?\s*\d*")
_MAX_DEPTH = 60
_DROPPED = frozenset({"tracked-changes", "annotation", "note", "sequence-decls", "forms", "table-of-content"})


@dataclass(slots=True)
class Style:
    """What a style says of its words; None where it says nothing and its parent decides."""

    parent: str = ""
    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    hidden: bool = False


@dataclass(slots=True)
class Walk:
    """The styles of a document, and how deep the reader is."""

    styles: dict[str, Style] = field(default_factory=dict)
    depth: int = 0


def read_opendocument(content: bytes, *, max_expanded: int) -> list[Line]:
    """Lines of an ODT in document order; refuses what unpacks too large, is damaged, active or has no text."""
    names = check_archive(content, max_expanded)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            body = parse_xml(archive.read("content.xml"))
            rest = parse_xml(archive.read("styles.xml")) if "styles.xml" in names else None
    except (KeyError, zipfile.BadZipFile):
        raise damaged() from None
    walk = Walk()
    for root in (rest, body):
        _collect_styles(root, walk.styles)
    lines = _page_parts(rest, "header", walk)
    for text in body.iter("{*}text"):
        lines += _blocks(text, walk)
        break
    lines += _page_parts(rest, "footer", walk)
    if not any(line.text.strip() for line in lines):
        if any(name.startswith("Pictures/") for name in names):
            raise ResumeScannedError(
                "This document holds pictures only, no text. Upload the resume as text, not as a picture."
            )
        raise ResumeBlankError("This document has no text. Check that you picked the right file.")
    return lines


def _name(element: Any) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _get(element: Any, name: str) -> str:
    """An attribute by its local name; the name spaces of styles and text use each name once."""
    return next((str(value) for key, value in element.attrib.items() if key.rsplit("}", 1)[-1] == name), "")


def _collect_styles(root: Any, styles: dict[str, Style]) -> None:
    for element in root.iter("{*}style") if root is not None else ():
        style = styles.setdefault(_get(element, "name"), Style())
        style.parent = _get(element, "parent-style-name")
        for properties in element.iter("{*}text-properties"):
            weight, posture = _get(properties, "font-weight"), _get(properties, "font-style")
            style.bold = weight in ("bold", "600", "700", "800", "900") if weight else style.bold
            style.italic = posture in ("italic", "oblique") if posture else style.italic
            size = re.fullmatch(r"([\d.]{1,6})pt", _get(properties, "font-size"))
            style.size = float(size.group(1)) if size else style.size
            style.hidden = style.hidden or _get(properties, "display") == "none"


def _looks(name: str, walk: Walk, above: Run) -> tuple[Run, bool]:
    """How words of this style look inside the look `above`, and whether they are hidden."""
    bold = italic = size = None
    hidden = False
    for _ in range(12):
        style = walk.styles.get(name)
        if style is None:
            break
        bold = style.bold if bold is None else bold
        italic = style.italic if italic is None else italic
        size = style.size if size is None else size
        hidden = hidden or style.hidden
        name = style.parent
    look = above._replace(
        bold=above.bold if bold is None else bold,
        italic=above.italic if italic is None else italic,
        size=above.size if size is None else size,
    )
    return look, hidden


def _page_parts(root: Any, kind: str, walk: Walk) -> list[Line]:
    """Lines of page headers or footers, each once, page numbers left out."""
    lines: list[Line] = []
    for part in root.iter(f"{{*}}{kind}", f"{{*}}{kind}-first") if root is not None else ():
        for line in _blocks(part, walk):
            if line.text not in {other.text for other in lines} and not _PAGE_NUMBER.fullmatch(line.text):
                lines.append(line)
    return lines


def _blocks(element: Any, walk: Walk, *, item: bool = False) -> list[Line]:
    """The lines of the blocks inside an element; inside a list item the first paragraph is a bullet."""
    if walk.depth > _MAX_DEPTH:
        raise damaged()
    walk.depth += 1
    lines: list[Line] = []
    gap = 0.0
    for child in element:
        made = _block(child, walk, item=item and not lines)
        if made:
            made[0].gap = max(made[0].gap, gap)
        if _name(child) in ("p", "h"):
            gap = 0.0 if made else 1.0
        lines += made
    walk.depth -= 1
    return lines


def _block(child: Any, walk: Walk, *, item: bool) -> list[Line]:
    match _name(child):
        case "p" | "h":
            return _paragraph(child, walk, item=item)
        case "list":
            return [line for entry in child for line in _blocks(entry, walk, item=_name(entry) == "list-item")]
        case "table":
            grid = [[_blocks(cell, walk) for cell in _cells(row)] for row in _rows(child)]
            return layout_lines(grid)
        case name if name in _DROPPED:
            return []
        case _:
            return _blocks(child, walk)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if _name(child) == "table-row":
            yield child
        elif _name(child) in ("table-rows", "table-header-rows", "table-row-group"):
            yield from _rows(child)


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if _name(cell) == "table-cell"]


def _paragraph(element: Any, walk: Walk, *, item: bool) -> list[Line]:
    """A paragraph's lines, then those of the frames anchored in it."""
    look, hidden = _looks(_get(element, "style-name"), walk, Run(""))
    if hidden:
        return []
    runs = list(_runs(element, walk, look))
    level = int(_get(element, "outline-level") or 1) if _name(element) == "h" else _titled(element, walk)
    lines = lines_of(runs, bullet=item, level=level)
    if level is not None and lines:
        lines[0].gap = 1.0
    boxes = [line for box in element.iter("{*}text-box") if _is_nearest(box, element) for line in _blocks(box, walk)]
    return [*lines, *boxes]


def _is_nearest(box: Any, paragraph: Any) -> bool:
    return next((above for above in box.iterancestors() if _name(above) in ("p", "h")), None) is paragraph


def _titled(element: Any, walk: Walk) -> int | None:
    """Level 1 for the paragraph style `Title`, as in Word."""
    name = _get(element, "style-name")
    style = walk.styles.get(name)
    return 1 if "Title" in (name, style.parent if style else "") else None


def _runs(element: Any, walk: Walk, look: Run) -> Iterator[Run]:
    """Words of a paragraph in order; notes, comments and frames stand elsewhere."""
    if element.text:
        yield look._replace(text=re.sub(r"\s+", " ", element.text))
    for child in element:
        yield from _inline(child, walk, look)
        if child.tail:
            yield look._replace(text=re.sub(r"\s+", " ", child.tail))


def _inline(child: Any, walk: Walk, look: Run) -> Iterator[Run]:
    match _name(child):
        case "tab":
            yield look._replace(text="\t")
        case "line-break":
            yield look._replace(text="\n")
        case "s":
            count = _get(child, "c")
            yield look._replace(text=" " * (min(int(count), 80) if count.isdigit() else 1))
        case "span":
            inner, hidden = _looks(_get(child, "style-name"), walk, look)
            if not hidden:
                yield from _runs(child, walk, inner)
        case "a":
            yield from _runs(child, walk, look._replace(link=_get(child, "href")))
        case "frame" | "hidden-text" | "hidden-paragraph" | "":
            return
        case name if name in _DROPPED:
            return
        case _:
            yield from _runs(child, walk, look)
