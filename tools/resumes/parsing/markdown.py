"""Markdown resumes: the parsed tokens become lines, headings keep their level."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tools.resumes.parsing.lines import Cell, Line


def read_markdown(text: str) -> list[Line]:
    """Lines of a Markdown file: headings, paragraphs, list items, table rows."""
    tokens = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).parse(text)
    lines: list[Line] = []
    depth, level, item_open, row, gap = 0, None, False, None, 0.0
    for token in tokens:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                depth += 1
            case "bullet_list_close" | "ordered_list_close":
                depth -= 1
            case "list_item_open":
                item_open = True
            case "heading_open":
                level, gap = int(token.tag[1:]), 1.0
            case "heading_close":
                level = None
            case "paragraph_open":
                gap = 0.0 if depth else 1.0
            case "tr_open":
                row = Line([], table=True)
            case "tr_close" if row is not None:
                lines += [row] if any(cell.text for cell in row.cells) else []
                row = None
            case "inline" if row is not None:
                row.cells.extend(cell for line in _inline(token) for cell in line.cells)
            case "inline":
                for number, line in enumerate(_inline(token)):
                    line.bullet, line.continued = item_open and number == 0, bool(depth) and number > 0
                    line.level, line.gap, line.indent = level, gap if number == 0 else 0.0, float(depth)
                    lines.append(line)
                item_open = False
            case "fence" | "code_block":
                lines.extend(Line([Cell(part.strip())]) for part in token.content.splitlines() if part.strip())
    return [line for line in lines if line.cells]


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
