"""What a person sees of an HTML mail, and what stands in it that nobody sees."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, PageElement, Tag

from tools.email.message import MOST_HTML, tidy, words_of_soup

_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*[012](?:\.\d+)?(?:px|pt|em|rem|"
    r"%)?\s*(?:;|!|$)|"
    r"opacity\s*:\s*0?(?:\.0\d*)?\s*(?:;|!|$)|max-height\s*:\s*0(?:px)?\s*(?:;|!|$)|text-indent\s*:\s*-\d{3,}|"
    r"(?:left|top|right)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(\s*(?:50|100)%|"
    r"transform\s*:\s*scale\(\s*0\s*\)|color\s*:\s*transparent",
    re.I,
)
_SHRUNK = re.compile(r"(?:^|;)\s*(?:height|width)\s*:\s*[01](?:px)?\s*(?:;|!|$)", re.I)
_CUT_OFF = re.compile(r"overflow\s*:\s*hidden", re.I)
_INK = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)", re.I)
_PAPER = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;!]+)", re.I)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_MEDIA = re.compile(r"@[^{;]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_NAMED = {"white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250), "ivory": (255, 255, 240)}
_SAME = 24
_UNSEEN = ("style", "script", "head", "title", "template", "noscript")

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """The words a person sees, and the words and the comments that they do not."""

    words: str
    hidden: str = ""
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Look:
    hidden: bool = False
    ink: Colour | None = (0, 0, 0)
    paper: Colour | None = (255, 255, 255)

    @property
    def unseen(self) -> bool:
        if self.hidden:
            return True
        if self.ink is None or self.paper is None:
            return False
        return all(abs(a - b) <= _SAME for a, b in zip(self.ink, self.paper, strict=True))


def seen_of_html(markup: str) -> Seen:
    """Take the markup apart into what is seen and what is not; rules for small screens only are left out."""
    soup = BeautifulSoup(markup[:MOST_HTML], "lxml")
    rules = _rules(soup)
    for part in soup(_UNSEEN):
        part.decompose()
    unseen = [node for node, look in _texts(soup, rules) if look.unseen]
    comments = [str(node) for node in soup.find_all(string=lambda text: isinstance(text, Comment))]
    hidden = tidy(" ".join(map(str, unseen)))
    for node in unseen:
        node.extract()
    return Seen(words_of_soup(soup), hidden, tuple(filter(None, map(str.strip, comments))))


def _texts(soup: BeautifulSoup, rules: dict[str, str]) -> Iterator[tuple[NavigableString, _Look]]:
    stack: list[tuple[PageElement, _Look]] = [(child, _Look()) for child in reversed(soup.contents)]
    while stack:
        node, look = stack.pop()
        if isinstance(node, Tag):
            inner = _look(node, look, rules)
            stack += [(child, inner) for child in reversed(node.contents)]
        elif isinstance(node, NavigableString) and not isinstance(node, Comment) and node.strip():
            yield node, look


def _look(tag: Tag, outer: _Look, rules: dict[str, str]) -> _Look:
    style = ";".join([*(rules.get(name, "") for name in _names(tag)), _attribute(tag, "style")])
    hidden = outer.hidden or tag.has_attr("hidden") or bool(_HIDES.search(style))
    hidden = hidden or bool(_SHRUNK.search(style) and _CUT_OFF.search(style))
    ink, paper = _last(_INK, style) or _attribute(tag, "color"), _last(_PAPER, style) or _attribute(tag, "bgcolor")
    look = replace(outer, hidden=hidden)
    if ink:
        look = replace(look, ink=_colour(ink))
    return replace(look, paper=_colour(paper)) if paper and "transparent" not in paper else look


def _names(tag: Tag) -> list[str]:
    classes = tag.get("class")
    listed = classes.split() if isinstance(classes, str) else [*(classes or ())]
    return [tag.name, *(f".{name}" for name in listed), f"#{_attribute(tag, 'id')}"]


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return value if isinstance(value, str) else ""


def _last(pattern: re.Pattern[str], style: str) -> str:
    found = pattern.findall(style)
    return found[-1].strip() if found else ""


def _colour(value: str) -> Colour | None:
    """The colour as numbers; None for one that cannot be told (a picture, a variable)."""
    text = value.strip().lower()
    if text in _NAMED:
        return _NAMED[text]
    if found := re.search(r"#([0-9a-f]{6})", text):
        digits = found.group(1)
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if found := re.search(r"#([0-9a-f]{3})(?![0-9a-f])", text):
        red, green, blue = (int(digit * 2, 16) for digit in found.group(1))
        return red, green, blue
    if found := re.search(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})", text):
        return int(found.group(1)), int(found.group(2)), int(found.group(3))
    return None


def _rules(soup: BeautifulSoup) -> dict[str, str]:
    """What style sheets say of a tag, a class or an id alone, outside of conditions."""
    found: dict[str, str] = {}
    for sheet in soup("style"):
        plain = _MEDIA.sub("", re.sub(r"/\*.*?\*/|<!--|-->", "", sheet.get_text(), flags=re.S))
        for selectors, declarations in _RULE.findall(plain):
            for selector in selectors.split(","):
                name = selector.strip()
                if re.fullmatch(r"(?:[a-z]+\d?|[a-z]*[.#][\w-]+)", name):
                    key = re.sub(r"^[a-z]+(?=[.#])", "", name)
                    found[key] = f"{found.get(key, '')};{declarations}"
    return found
