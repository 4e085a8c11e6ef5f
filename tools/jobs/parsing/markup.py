"""HTML to plain lines: what a reader of the page sees, blocks and list items on lines of their own."""

import html as entities
import re

from bs4 import BeautifulSoup, Tag

from tools.jobs.parsing.nodes import Mark, Node, nodes_of, read_nodes

_UNSEEN = ["script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select", "option", "button"]
_UNSEEN_NAMES = frozenset(_UNSEEN)
_TAG = re.compile(r"</?[a-z][^<>]*>|<!--.*?-->", re.I | re.S)
_NEVER_SHOWN = re.compile(r"<(script|style|noscript|template)\b[^>]*>.*?(?:</\1\s*>|$)", re.I | re.S)
_BOXES = frozenset({"div", "header", "section"})
_PARAGRAPHS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "section", "article", "pre"}
)
_BLOCKS = _PARAGRAPHS | {
    "address", "aside", "blockquote", "body", "dd", "details", "div", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "header", "hr", "label", "legend", "li", "main", "nav", "summary", "tbody", "td", "th",
    "thead", "tr",
}  # fmt: skip
_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2007\u202f\u200b\ufeff]+")
_BLANKS = re.compile(r"\s+")
_OWN_BULLET = re.compile(r"^[\s•·▪◦‣*–-]+(?=\S)")
_LABEL_STARTS, _PHRASE_STARTS = re.compile(r"\w"), re.compile(r"[A-ZÀ-Þ0-9$€£(][\w.,]")
_ENDS_WHOLE = re.compile(r"[\w)]$")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CHROME_TAGS = ["nav", "aside", "dialog", "form"]
_CHROME_ROLES = frozenset({"navigation", "banner", "contentinfo", "dialog", "alertdialog", "search", "complementary"})
_CHROME_NAMES = re.compile(
    r"cookie|consent|gdpr|onetrust|breadcrumb|social-?(?:share|links?|icons?)|share-?(?:buttons?|links?)|newsletter|"
    r"(?:related|similar|other|recommended)[-_]?(?:jobs?|positions?|openings?|offers?)|skip-?link|site-?(?:header|"
    r"footer|nav)|"
    r"navbar|nav-?menu|mega-?menu|mobile-?menu|privacy-?(?:banner|modal)|job-?alerts?",
    re.I,
)


def soup_of(html: str) -> BeautifulSoup:
    """Parse a page with lxml; never fails on broken markup."""
    return BeautifulSoup(html, "lxml")


def html_to_text(html: str) -> str:
    """Plain text of an HTML fragment (a description): list items start with "- ", blank lines between paragraphs."""
    root = read_nodes(html, _UNSEEN_NAMES)
    if root is not None:
        return _text_of(root)
    soup = soup_of(html)
    for tag in soup(_UNSEEN):
        tag.decompose()
    return element_text(soup)


def element_text(root: Tag) -> str:
    """The lines of one element and everything in it."""
    return _text_of(nodes_of(root))


def _text_of(root: Node) -> str:
    lines = _Lines()
    _walk(root, lines)
    return lines.text()


def tidy(text: str) -> str:
    """Plain text with single spaces, no blanks at line ends, and at most one empty line in a row."""
    text = _SPACES.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [line.strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def without_markup(line: str) -> str:
    """One line without tags, entities undone, and without what a page never shows: scripts, styles and their like."""
    if "<" not in line and "&" not in line:
        return line
    return _TAG.sub(" ", _NEVER_SHOWN.sub(" ", entities.unescape(entities.unescape(line))))


def unescape_html(text: str) -> str:
    """Undo escaping of whole HTML fragments (&lt;p&gt;), however often it was applied."""
    for _ in range(3):
        if "<" in text or not re.search(r"&(?:amp;)*lt;/?[a-z]", text, re.I):
            break
        text = entities.unescape(text)
    return text


def fragment_to_text(text: str) -> str:
    """Text of a description that may be HTML, escaped HTML, or plain text already."""
    text = unescape_html(text)
    if re.search(r"<(?:/?(?:p|div|ul|ol|li|br|h[1-6]|span|strong|b|em|i|table|section|a)\b)[^>]*>", text, re.I):
        return html_to_text(text)
    return tidy(entities.unescape(text))


def without_chrome(soup: BeautifulSoup) -> BeautifulSoup:
    """A copy of the page without what belongs to the site: menus, banners, forms, footers, hidden parts."""
    copy = soup_of(str(soup))
    for tag in copy(_UNSEEN):
        tag.decompose()
    for tag in copy.find_all(True):
        if not tag.decomposed and tag.name not in ("html", "body", "main", "article") and _is_chrome(tag):
            tag.decompose()
    return copy


def _is_chrome(tag: Tag) -> bool:
    if tag.name in _CHROME_TAGS:
        # A whole page wrapped in a form (ASP.NET does so) is not a form to fill in.
        return (
            tag.name != "form" or len(tag.get_text(strip=True)) < 1500 or len(tag.find_all(["input", "textarea"])) > 8
        )
    if tag.name == "footer" or (tag.name == "header" and not tag.find("h1")):
        return True
    if tag.has_attr("hidden") or tag.get("aria-hidden") == "true" or _HIDDEN_STYLE.search(str(tag.get("style", ""))):
        return True
    if str(tag.get("role", "")).lower() in _CHROME_ROLES:
        return not tag.find("h1")
    names = " ".join([*(str(name) for name in tag.get_attribute_list("class")), str(tag.get("id", ""))])
    return bool(_CHROME_NAMES.search(names)) and not tag.find("h1")


def _are_labels(node: Node) -> bool:
    """A box that holds nothing but spans holds separate labels; a paragraph may be cut into spans anywhere."""
    return node.name in _BOXES and all(
        child.name == "span" if isinstance(child, Node) else not child.strip() for child in node.children
    )


class _Lines:
    """Collects words into lines; a break is written only when more text follows."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._break = 0
        self._bullet = False

    def newline(self, count: int) -> None:
        self._break = max(self._break, count)

    def linebreak(self) -> None:
        self._break = min(self._break + 1, 2)

    def apart(self, left: str, right: str, labels: bool) -> None:
        """Labels side by side, kept apart by style alone ("Austin, TX" "Full-time"), go on lines of their own."""
        starts = _LABEL_STARTS if labels else _PHRASE_STARTS
        if len(left.strip()) >= 3 and _ENDS_WHOLE.search(left) and starts.match(right):
            self.newline(1)

    def bullet(self) -> None:
        self.newline(1)
        self._bullet = True

    def add(self, text: str, keep_lines: bool) -> None:
        text = text if keep_lines else _BLANKS.sub(" ", text)
        if not text.strip():
            if text and self._parts and not self._break:
                self._parts.append(" ")
            return
        if self._break:
            self._parts.append("\n" * self._break if self._parts else "")
            self._break = 0
        if self._bullet:
            self._parts.append("- ")
            text, self._bullet = _OWN_BULLET.sub("", text), False
        self._parts.append(text)

    def text(self) -> str:
        return tidy("".join(self._parts))


def _walk(node: Node, lines: _Lines) -> None:
    """Depth first without recursion limits being near: pages nest some hundred levels at most."""
    previous: Node | str | None = None
    labels: bool | None = None
    for child in node.children:
        if isinstance(child, Mark):
            continue
        if isinstance(child, str):
            lines.add(child, keep_lines=node.name == "pre")
        else:
            if child.name == "span" and isinstance(previous, Node) and previous.name == "span":
                labels = _are_labels(node) if labels is None else labels
                lines.apart(previous.text(), child.text(), labels)
            _walk_tag(child, lines, in_item=node.name == "li")
        previous = child


def _walk_tag(tag: Node, lines: _Lines, *, in_item: bool) -> None:
    if tag.name == "br":
        lines.linebreak()
        return
    gap = 2 if tag.name in _PARAGRAPHS and not in_item else 1
    if tag.name in _BLOCKS:
        lines.newline(gap)
    if tag.name == "li":
        lines.bullet()
    _walk(tag, lines)
    if tag.name in _BLOCKS:
        lines.newline(gap)
