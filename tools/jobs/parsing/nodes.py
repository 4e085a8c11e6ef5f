"""What the text of an HTML tree needs of it: names, children, strings. Reading one costs a third of a whole soup."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString
from lxml import etree  # type: ignore[import-untyped]

_BLANK = frozenset(" \n\t\f\r")
_KEPT_AS_WRITTEN = frozenset({"pre", "textarea"})
_BESIDE = frozenset({"rt", "rp"})


class Mark(str):
    """A comment or declaration, which nobody sees."""

    __slots__ = ()


class Aside(str):
    """Text that is shown and is not the element's own, such as how a word is pronounced."""

    __slots__ = ()


@dataclass(slots=True, eq=False)
class Node:
    """One element: its name and what is in it, in order."""

    name: str
    children: "list[Node | str]" = field(default_factory=list)

    def text(self) -> str:
        """The element's own text, pieces joined as they are."""
        return "".join(self._strings())

    def _strings(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, Node):
                yield from child._strings()
            elif type(child) is str:
                yield child


def nodes_of(tag: Tag) -> Node:
    """An element of a soup and everything in it."""
    node = Node(tag.name)
    for child in tag.children:
        if isinstance(child, Tag):
            node.children.append(nodes_of(child))
        elif isinstance(child, PreformattedString):
            node.children.append(Mark(child))
        elif isinstance(child, NavigableString):
            node.children.append(str(child) if type(child) is NavigableString else Aside(child))
    return node


def read_nodes(html: str, unseen: frozenset[str]) -> Node | None:
    """The elements of broken or whole markup, without those of the names in `unseen`, as the soup reads it with lxml.

    None where lxml finds nothing to read, or letters that it takes only as bytes.
    """
    parser = etree.HTMLParser(target=_Reader(unseen), recover=True)
    try:
        parser.feed(html.removeprefix("\ufeff"))
        root: Node = parser.close()
    except (etree.ParserError, ValueError):
        return None
    return root


class _Reader:
    """Takes what the parser finds, and closes elements as the soup does."""

    def __init__(self, unseen: frozenset[str]) -> None:
        self._unseen = unseen
        self._open = [Node("[document]")]
        self._names: Counter[str] = Counter()
        self._said: list[str] = []

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        self._end_text()
        node = Node(tag)
        if tag not in self._unseen:
            self._open[-1].children.append(node)
        self._open.append(node)
        self._names[tag] += 1

    def end(self, tag: str) -> None:
        self._end_text()
        if not self._names[tag]:
            return
        while True:
            closed = self._open.pop().name
            self._names[closed] -= 1
            if closed == tag:
                return

    def data(self, text: str) -> None:
        self._said.append(text)

    def comment(self, text: str) -> None:
        self._end_text()
        self._open[-1].children.append(Mark(text))

    def pi(self, target: str, data: str | None = None) -> None:
        self.comment(f"{target} {data}")

    def close(self) -> Node:
        self._end_text()
        return self._open[0]

    def _end_text(self) -> None:
        if not self._said:
            return
        text = "".join(self._said)
        self._said = []
        names = self._names
        if _BLANK.issuperset(text) and not any(names[name] for name in _KEPT_AS_WRITTEN):
            text = "\n" if "\n" in text else " "
        self._open[-1].children.append(Aside(text) if any(names[name] for name in _BESIDE) else text)
