"""Markdown resumes: the parsed tokens become lines, headings keep their level."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tools.resumes.parsing.lines import Cell, Line


def read_markdown(text: str) -> list[Line]:
    """Lines of a Markdown file: headings, paragraphs, list items, table rows."""
    tokens = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).parse(text)
    walk = _Walk()
    for token in tokens:
        walk.step(token)
    return [line for line in walk.lines if line.cells]


class _Walk:
    """Where in the token stream the reader is, and the lines so far."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.depth = 0
        self.level: int | None = None
        self.gap = 0.0
        self.item = False
        self.row: Line | None = None

    def step(self, token: Token) -> None:
        """Take one token."""
        kind = token.type
        if kind.endswith("_list_open") or kind.endswith("_list_close"):
            self.depth += token.nesting
        elif kind == "list_item_open":
            self.item = True
        elif kind in ("heading_open", "heading_close"):
            self.level, self.gap = (int(token.tag[1:]) if token.nesting == 1 else None), 1.0
        elif kind == "paragraph_open":
            self.gap = 0.0 if self.depth else 1.0
        elif kind in ("tr_open", "tr_close"):
            self._row(opens=token.nesting == 1)
        elif kind == "inline":
            self._words(token)
        elif kind in ("fence", "code_block"):
            self.lines.extend(Line([Cell(part.strip())]) for part in token.content.splitlines() if part.strip())

    def _row(self, *, opens: bool) -> None:
        if opens:
            self.row = Line([], table=True)
        elif self.row is not None:
            self.lines.append(self.row)
            self.row = None

    def _words(self, token: Token) -> None:
        for number, line in enumerate(_inline(token)):
            if self.row is not None:
                self.row.cells.extend(line.cells)
                continue
            line.bullet, line.continued = self.item and number == 0, bool(self.depth) and number > 0
            line.level, line.gap, line.indent = self.level, self.gap if number == 0 else 0.0, float(self.depth)
            self.lines.append(line)
        self.item = False


def _inline(token: Token) -> list[Line]:
    """The lines of one inline token; bold at the start is kept as emphasis."""
    lines: list[list[tuple[str, bool, bool, str]]] = [[]]
    bold = italic = 0
    link = ""
    for child in token.children or []:
        bold += (child.type == "strong_open") - (child.type == "strong_close")
        italic += (child.type == "em_open") - (child.type == "em_close")
        if child.type == "link_open":
            link = str(child.attrGet("href") or "")
        elif child.type == "link_close":
            link = ""
        elif child.type in ("softbreak", "hardbreak"):
            lines.append([])
        elif child.type in ("text", "code_inline"):
            lines[-1].append((child.content, bold > 0, italic > 0, link))
    return [Line([cell]) for runs in lines if (cell := _cell(runs)) is not None]


def _cell(runs: Sequence[tuple[str, bool, bool, str]]) -> Cell | None:
    text = "".join(run[0] for run in runs)
    if not text.strip():
        return None
    inked = [run for run in runs if run[0].strip()]
    lead = ""
    for run in inked:
        if not run[1]:
            break
        lead += run[0]
    whole = all(run[1] for run in inked)
    cell = Cell(text.strip(), bold=whole, italic=all(run[2] for run in inked), emphasis="" if whole else lead.strip())
    cell.links = [(run[3], run[0].strip()) for run in runs if run[3] and run[0].strip()]
    return cell
