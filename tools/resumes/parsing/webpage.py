"""HTML resumes: what a reader would see becomes lines; scripts never run, nothing is fetched, hidden words go."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from tools.resumes.parsing.lines import Line
from tools.resumes.parsing.pagestyle import Look, style_page
from tools.resumes.parsing.runs import Run, lines_of
from tools.resumes.parsing.tables import layout_lines
from tools.resumes.refusals import ResumeBlankError, ResumeExternalError, TooMuchTextError

_SILENT = frozenset(
    [
    "script", "style", "noscript", "template", "title", "meta", "link", "svg", "canvas", "iframe", "object", "embed",
    "audio", "video", "select", "button", "nav", "dialog", "textarea", "map", "form",
    ]
)  # fmt: skip
_INLINE = frozenset(
    [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "del", "em", "font", "i", "img", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr", "meter", "progress", "picture",
    ]
)  # fmt: skip
_BOLD, _ITALIC = frozenset(("b", "strong", "th")), frozenset(("i", "em", "cite", "var"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_GAPS = {
    "h1": 1.0,
    "h2": 1.0,
    "h3": 0.6,
    "p": 0.6,
    "section": 1.0,
    "article": 1.0,
    "hr": 1.0,
    "ul": 0.0,
    "dl": 0.6,
    "header": 1.0,
    "footer": 1.0,
}
# What begins with these goes on with what stands before it.
_CLOSING = ("-", "–", "—", ",", ".", ";", ":", ")", "/", "|", "•", "·")
# How much larger than the words around headings are where no style sheet says.
_SIZES = {"h1": 2.0, "h2": 1.5, "h3": 1.2, "small": 0.85, "big": 1.2}
_MAX_DEPTH = 150
_MAX_TAGS = 20_000


@dataclass(slots=True)
class _Walk:
    """The lines so far, and the paragraph that is being read."""

    lines: list[Line] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    gap: float = 0.0
    level: int | None = None
    bullet: bool = False
    looks: dict[int, Look] = field(default_factory=dict)

    def close(self) -> None:
        """End the paragraph; its lines are added."""
        made = lines_of(self.runs, bullet=self.bullet, level=self.level)
        if made:
            made[0].gap = self.gap
            self.lines += made
            self.gap, self.bullet = 0.0, False
        self.runs = []


def read_webpage(text: str) -> list[Line]:
    """Lines of a web page in reading order; refuses a page that declares entities, and one without words."""
    if re.search(r"(?i)<!entity\b", text):
        raise ResumeExternalError(
            "This page declares entities, which could pull in other files. Save it again from your browser, or print "
            "it to PDF."
        )
    tags = text.count("<")
    if tags > _MAX_TAGS:
        raise TooMuchTextError(
            f"This page is made of {tags} parts; at most {_MAX_TAGS} are read. Save the resume alone, or as PDF.",
            details={"tags": tags, "limit": _MAX_TAGS},
        )
    page = BeautifulSoup(text, "lxml")
    walk = _Walk(looks=style_page(page))
    _read(page, walk, Run(""), 0)
    walk.close()
    if not any(line.text.strip() for line in walk.lines):
        raise ResumeBlankError(
            "This page shows no words without running its scripts. Open it in a browser and print it to PDF."
        )
    return walk.lines


def _read(element: Tag, walk: _Walk, look: Run, depth: int) -> None:
    """Add the words of an element and all below it; deeper than any page is, the words alone."""
    if depth > _MAX_DEPTH:
        walk.runs.append(look._replace(text=" ".join(element.get_text(" ").split())))
        return
    parted, touching = _stands_apart(element), False
    for child in element.children:
        if isinstance(child, Tag):
            words = child.get_text().strip() if child.name in _INLINE and walk.runs else ""
            if parted and words and not words.startswith(_CLOSING):
                walk.runs.append(look._replace(text="\t"))
            elif words[:1].isalnum() and touching and walk.runs[-1].text[-1:].isalnum():
                walk.runs.append(look._replace(text=" "))
            _element(child, walk, look, depth + 1)
            touching = child.name in _INLINE
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            _words(str(child), walk, look, kept=element.name == "pre")
            touching = False


def _words(text: str, walk: _Walk, look: Run, *, kept: bool) -> None:
    words = text if kept else re.sub(r"\s+", " ", text)
    if not words.strip() and (not walk.runs or walk.runs[-1].text.endswith((" ", "\t", "\n"))):
        return
    walk.runs.append(look._replace(text=words))


def _element(tag: Tag, walk: _Walk, look: Run, depth: int) -> None:
    name = tag.name
    if name in _SILENT:
        return
    if name == "br":
        walk.runs.append(look._replace(text="\n"))
    elif name in _INLINE:
        _read(tag, walk, _look(tag, look, walk), depth)
    elif name == "table":
        walk.close()
        _table(tag, walk, look, depth)
    else:
        _block(tag, walk, look, depth)


def _look(tag: Tag, look: Run, walk: _Walk) -> Run:
    """The look of words inside a tag: of the tag itself, then what the style sheets say."""
    said = walk.looks.get(id(tag), Look())
    bold = look.bold or tag.name in _BOLD or tag.name in _HEADINGS
    italic = look.italic or tag.name in _ITALIC
    size = said.size or look.size * (said.relative or _SIZES.get(tag.name, 1.0))
    link = str(tag.get("href") or "") if tag.name == "a" else ""
    return look._replace(
        bold=bold if said.bold is None else said.bold,
        italic=italic if said.italic is None else said.italic,
        size=size,
        link=link or look.link,
    )


def _block(tag: Tag, walk: _Walk, look: Run, depth: int) -> None:
    """A block begins and ends a paragraph; headings keep their level, items of lists are bullets."""
    name = tag.name
    if not (name == "dd" and walk.runs and walk.runs[-1].text == "\t"):
        walk.close()
    walk.gap = max(walk.gap, _GAPS.get(name, 0.0))
    if name == "li":
        walk.bullet = _is_bullet(tag)
        walk.gap = max(walk.gap, 0.0 if walk.bullet else 1.0)
    level, walk.level = walk.level, int(name[1]) if name in _HEADINGS else walk.level
    _read(tag, walk, _look(tag, look, walk), depth)
    if name == "dt" and _next(tag) is not None:
        walk.runs.append(Run("\t"))
        return
    walk.close()
    walk.level = level


def _next(term: Tag) -> Tag | None:
    """The short description right after a term, which stands beside it."""
    after = term.find_next_sibling()
    short = isinstance(after, Tag) and after.name == "dd" and not after.find(("p", "ul", "ol", "div"))
    return after if short and isinstance(after, Tag) else None


def _is_bullet(item: Tag) -> bool:
    """Whether a list item is one point, not an entry with headings of its own, nor a line of the page's head."""
    blocks = item.find_all([*_HEADINGS, "ul", "ol", "section", "article", "table", "dl", "header"])
    many = sum(block.find(("div", "p")) is None for block in item.find_all(("div", "p"))) > 1
    return not blocks and not many and item.find_parent(("address", "header")) is None


def _stands_apart(element: Tag) -> bool:
    """Whether an element's inline children stand side by side: nothing but marks between them."""
    if element.name in _INLINE and element.name != "span":
        return False
    children = [child for child in element.children if isinstance(child, Tag) and child.get_text(strip=True)]
    if len(children) < 2 or not all(child.name in _INLINE for child in children):
        return False
    own = [str(child) for child in element.children if isinstance(child, NavigableString)]
    return all(not text.strip() for text in own)


def _table(table: Tag, walk: _Walk, look: Run, depth: int) -> None:
    grid = [
        [_cell(cell, look, walk, depth) for cell in row.find_all(("td", "th"), recursive=False)] for row in _rows(table)
    ]
    lines = layout_lines(grid)
    if lines:
        lines[0].gap = max(lines[0].gap, walk.gap)
        walk.gap = 0.0
    walk.lines += lines


def _rows(table: Tag) -> Iterator[Tag]:
    for row in table.find_all("tr"):
        if row.find_parent("table") is table:
            yield row


def _cell(cell: Tag, look: Run, walk: _Walk, depth: int) -> list[Line]:
    inner = _Walk(looks=walk.looks)
    _read(cell, inner, _look(cell, look, walk), depth + 2)
    inner.close()
    return inner.lines
