"""The lines a person sees of a mail, each with its links and the boxes it stands in; bounded, whatever comes in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

from tools.email.message import Mail, tidy

MOST_HTML, MOST_LINES, MOST_ELEMENTS, MOST_DEPTH, MOST_WORDS = 1_500_000, 2_500, 150_000, 300, 2_000
_BLOCKS = frozenset({
    "p", "div", "br", "tr", "td", "th", "li", "ul", "ol", "table", "tbody", "h1", "h2", "h3", "h4", "h5", "h6",
    "blockquote", "hr", "section", "article", "header", "footer", "pre", "center", "dl", "dt", "dd", "main", "body",
})  # fmt: skip
_UNSEEN = frozenset({"style", "script", "head", "title", "noscript", "template"})
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
_FOLDED = re.compile(r"max-height\s*:\s*0(?:px)?\s*(?:!important\s*)?(?:;|$)")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_URL = re.compile(r"<?\bhttps?://[^\s<>\"]+>?", re.I)
# libxml2 ends a link where a table begins in it, and whole cards are tables in a link: under another name it does not.
_LINK_TAG = re.compile(r"<(/?)a(?=[\s>/])", re.I)
_ANCHOR = "x-a"
_BULLET = re.compile(r"^(?:[*•▪‣►➜→+]|-(?=\s\w)|\d{1,2}[.)])\s+")
_RULE = re.compile(r"^[\W_]{4,}$")
_SHAPE = 9


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a line: where it leads, the words it stands on, and what its place in the markup looks like."""

    href: str
    words: str = ""
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as seen; `pieces` are the words of its inline elements; `gap` says that an empty line goes before it."""

    text: str
    links: tuple[Link, ...] = ()
    pieces: tuple[str, ...] = ()
    bold: bool = False
    gap: bool = False


@dataclass(slots=True)
class Box:
    """A block of the markup: its lines from `start` up to `end`, and the block around it."""

    start: int
    end: int
    parent: int


@dataclass(slots=True)
class Page:
    """A mail's lines, and for HTML the boxes; `home` is the innermost box of each line."""

    lines: list[Line] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    home: list[int] = field(default_factory=list)


def page_of(mail: Mail) -> Page:
    """The lines of its HTML, without one those of its plain part."""
    return page_of_html(mail.html) if mail.html else page_of_text(mail.text)


@lru_cache(maxsize=2)  # several readers may be asked about one mail; none changes its page
def page_of_html(markup: str) -> Page:
    """The visible lines of an HTML mail; hidden preheaders are left out. Never raises, however broken the markup is."""
    root = _parsed(markup[:MOST_HTML])
    if root is None:
        return Page()
    page = _Walk(hidden=False).over(root)
    return page if page.lines else _Walk(hidden=True).over(root)


def page_of_text(text: str) -> Page:
    """The lines of a plain mail, addresses taken out of the words as links; a rule of dashes counts as a gap."""
    page, gap = Page(), True
    for raw in text.split("\n", MOST_LINES)[:MOST_LINES]:
        line = _BULLET.sub("", raw.strip().lstrip(">| "))
        if not line or _RULE.match(line):
            gap = True
            continue
        read = _text_line(line[: MOST_WORDS * 8], gap=gap)
        if not read.text and not gap and line.startswith("<") and not page.lines[-1].links:
            above = page.lines[-1]  # "Cook\n<https://…>": the address of the words above it
            page.lines[-1] = replace(above, links=tuple(Link(link.href, above.text) for link in read.links))
        else:
            page.lines.append(read)
        gap = False
    return page


def _text_line(line: str, *, gap: bool) -> Line:
    hrefs = [found.strip("<>").rstrip(".,;)]") for found in _URL.findall(line)]
    words = re.sub(r"[(\[<]\s*[)\]>]", "", _words(_URL.sub(" ", line))).strip(" <>")
    return Line(words, tuple(Link(href, words) for href in hrefs), (words,), gap=gap)


def _parsed(markup: str) -> Any:
    if not markup.strip():
        return None
    try:
        parser = html.HTMLParser(encoding="utf-8", recover=True, huge_tree=True, remove_comments=True, remove_pis=True)
        named = _LINK_TAG.sub(rf"<\1{_ANCHOR}", _CONTROLS.sub(" ", markup))
        return etree.fromstring(named.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


class _Walk:
    """One pass over the elements, without recursion."""

    def __init__(self, *, hidden: bool) -> None:
        self.page = Page()
        self._also_hidden = hidden
        self._open = [0]
        self._tags: list[str] = []
        self._anchors: list[tuple[str, str]] = []
        self._words: list[str] = []
        self._line_links: dict[tuple[str, str], list[str]] = {}
        self._bold = 0
        self._bold_here = False
        self._gap = False
        self._skipped: Any = None

    def over(self, root: Any) -> Page:
        """The page below an element."""
        self.page.boxes.append(Box(0, 0, -1))
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in islice(walker, 2 * MOST_ELEMENTS):
            if len(self.page.lines) >= MOST_LINES:
                break
            if not isinstance(element.tag, str):
                continue
            if event == "start" and self._unseen(element):
                walker.skip_subtree()
                self._skipped = element
                continue
            if event == "start":
                self._enter(element)
            else:
                self._leave(element, root)
        self._end_line()
        for number in self._open:
            self.page.boxes[number].end = len(self.page.lines)
        return self.page

    def _unseen(self, element: Any) -> bool:
        if element.tag in _UNSEEN:
            return True
        style = (element.get("style") or "").lower() if not self._also_hidden else ""
        return bool(style) and bool(
            _HIDDEN.search(style) or ("overflow" in style and "hidden" in style and _FOLDED.search(style))
        )

    def _enter(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._end_line()
            self._gap = self._gap or tag in ("hr", "p")
            self._push(tag)
        self._tags.append(tag)
        if tag in _BOLD:
            self._bold += 1
        if tag == _ANCHOR:
            self._push(tag)
        if tag == _ANCHOR and (href := (element.get("href") or "").strip()):
            self._anchors.append((href[:8_000], self._shape(element)))
        self._say(element.text)

    def _leave(self, element: Any, root: Any) -> None:
        if element is self._skipped:
            self._say(element.tail)
            return
        tag = element.tag
        self._tags.pop()
        if tag in _BOLD:
            self._bold -= 1
        if tag in _BLOCKS:
            self._end_line()
            self._pop(tag)
        if tag == _ANCHOR:
            self._pop(tag, pending=1 if any(word.strip() for word in self._words) else 0)
        if tag == _ANCHOR and self._anchors and element.get("href", "").strip():
            self._anchors.pop()
        if element is not root:
            self._say(element.tail)

    def _push(self, tag: str) -> None:
        if tag not in ("br", "hr") and len(self._open) < MOST_DEPTH:
            self.page.boxes.append(Box(len(self.page.lines), 0, self._open[-1]))
            self._open.append(len(self.page.boxes) - 1)
        elif tag not in ("br", "hr"):
            self._open.append(self._open[-1])

    def _pop(self, tag: str, pending: int = 0) -> None:
        if tag not in ("br", "hr") and len(self._open) > 1:
            self.page.boxes[self._open.pop()].end = len(self.page.lines) + pending

    def _shape(self, element: Any) -> str:
        look = f"{element.get('class') or ''}|{re.sub(r'[0-9]+', '', element.get('style') or '')}"
        return "/".join(self._tags[-_SHAPE:]) + "|" + look[:300]

    def _say(self, words: str | None) -> None:
        if not words or not words.strip():
            if words:
                self._words.append(" ")
            return
        self._words.append(words[: MOST_WORDS * 2])
        self._bold_here = self._bold_here or self._bold > 0
        for anchor in self._anchors[-1:]:
            self._line_links.setdefault(anchor, []).append(words[: MOST_WORDS * 2])

    def _end_line(self) -> None:
        text = _words(" ".join(self._words) if self._apart() else "".join(self._words))
        if text:
            links = tuple(Link(href, _words("".join(said)), shape) for (href, shape), said in self._line_links.items())
            pieces = self._pieces() or (text,)
            self.page.lines.append(Line(text, links, pieces, self._bold_here, self._gap))
            self.page.home.append(self._open[-1])
            self._gap = False
        self._words, self._line_links, self._bold_here = [], {}, False

    def _pieces(self) -> tuple[str, ...]:
        """The words of inline elements that stand apart; a blank at an end says that the words run on."""
        said = [word for word in self._words if word.strip()]
        return tuple(map(_words, said)) if all(word.strip() == word for word in said) else ()

    def _apart(self) -> bool:
        """Whether inline elements stand side by side without a blank: "<span>Acme</span><span>Cook</span>"."""
        return len(self._words) > 2 and " " not in self._words and all(word.strip() == word for word in self._words)


def _words(text: str) -> str:
    return " ".join(tidy(text[: MOST_WORDS * 4]).split())[:MOST_WORDS]


def boxes_around(page: Page, line: int) -> Iterator[Box]:
    """The boxes a line stands in, from the innermost outwards."""
    number = page.home[line] if page.home else -1
    while number >= 0:
        yield page.boxes[number]
        number = page.boxes[number].parent
