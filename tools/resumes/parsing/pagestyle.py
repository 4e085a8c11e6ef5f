"""What a page's own style sheets say of its elements: which are not shown, which words are bold or large."""

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError

_HIDING = re.compile(
    r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|(?<![\w-])opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|"
    r"font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)|(?:text-indent|left|top|margin-left)\s*:\s*-\d{3,}"
)
_WHITE = re.compile(r"(?i)(?<![\w-])color\s*:\s*(?:white|#fff(?:fff)?\b|rgba?\(\s*255\s*,\s*255\s*,\s*255)")
_AT_RULE = re.compile(r"@[\w-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[\w-]+[^{};]*;")
_RULE = re.compile(r"([^{}]{1,300})\{([^{}]*)\}")
_STATES = re.compile(r"::?(?:before|after|hover|focus|active|visited|marker|print)|\*")
_WEIGHT = re.compile(r"(?i)font(?:-weight)?\s*:[^;]*?\b(bold|[6-9]00|normal|[1-5]00)\b")
_SLANT = re.compile(r"(?i)font(?:-style)?\s*:[^;]*\bitalic\b")
_SIZE = re.compile(r"(?i)font(?:-size)?\s*:[^;]*?(?<![\d.])(\d{1,3}(?:\.\d+)?)(px|pt|em|rem|%)")
_MAX_RULES = 400
# Points to a unit; the others are relative to the words around.
_POINTS = {"px": 0.75, "pt": 1.0, "rem": 12.0}


@dataclass(slots=True)
class Look:
    """What is said of an element's words; None where nothing is. `relative` sizes are factors, others points."""

    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    relative: float | None = None


def style_page(page: BeautifulSoup) -> dict[int, Look]:
    """Take out of the page what a browser would not show; returns the looks of the elements left, by identity."""
    sheets = re.sub(r"/\*.*?\*/", "", "\n".join(sheet.get_text() for sheet in page("style")), flags=re.DOTALL)
    found = _RULE.findall(_AT_RULE.sub("", sheets))[:_MAX_RULES]
    rules = [(selector.strip(), body) for selector, body in found if not _STATES.search(selector)]
    matched = [(tag, body) for selector, body in rules for tag in _chosen(page, selector)]
    matched += [(tag, str(tag["style"])) for tag in page.find_all(style=True)]
    _drop_hidden(page, matched, on_white=_is_white(page, sheets))
    looks: dict[int, Look] = {}
    for tag, body in matched:
        _add_look(looks.setdefault(id(tag), Look()), body)
    return looks


def _chosen(page: BeautifulSoup, selector: str) -> list[Tag]:
    try:
        return list(page.select(selector))
    except (SelectorSyntaxError, NotImplementedError, ValueError):
        return []  # a selector that is not understood styles nothing


def _is_white(page: BeautifulSoup, sheets: str) -> bool:
    """Whether nothing gives the page a background, so that white words are words that nobody sees."""
    inline = page.find(style=re.compile("background")) is not None
    return page.find("link", rel="stylesheet") is None and "background" not in sheets and not inline


def _drop_hidden(page: BeautifulSoup, matched: list[tuple[Tag, str]], *, on_white: bool) -> None:
    hidden = [*page.select("[hidden]"), *page.find_all("input")]
    hidden += [tag for tag, body in matched if _HIDING.search(body) or (on_white and _WHITE.search(body))]
    for tag in hidden:
        if tag.name not in ("html", "body"):
            tag.extract()


def _add_look(look: Look, body: str) -> None:
    """Add what one rule says; later rules win, as in a browser when they are equally special."""
    weight, size = _WEIGHT.search(body), _SIZE.search(body)
    if weight is not None:
        look.bold = weight.group(1).casefold() in ("bold", "600", "700", "800", "900")
    if _SLANT.search(body):
        look.italic = True
    if size is not None:
        unit = size.group(2).casefold()
        value = float(size.group(1))
        look.size = value * _POINTS[unit] if unit in _POINTS else None
        look.relative = value / (100 if unit == "%" else 1) if unit not in _POINTS else None
