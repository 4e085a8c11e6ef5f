"""XML answers as plain data, so that they are mapped as JSON is."""

import re
from typing import Any
from xml.etree import ElementTree

from bs4 import BeautifulSoup, Tag

from tools.jobs.boards.board import Answer
from tools.jobs.boards.mapping import Row, changed

_DECLARED = re.compile(rb"^\s*<\?xml[^>]*\?>")


def xml_of(answer: Answer) -> tuple[str, Any]:
    """The root element's name and what it holds, as `plain`. Raises BOARD_CHANGED when it is no whole XML.

    Expat follows no outside references and bounds the entities of a document itself.
    """
    try:
        root = ElementTree.fromstring(answer.content)
    except (ElementTree.ParseError, ValueError) as error:
        raise changed(answer, "no XML came where a feed was expected") from error
    return _local(root.tag), plain(root)


def feed_rows(answer: Answer, root: str, path: str) -> list[Row]:
    """The elements at a path below a root of that name ("channel.item"), as objects. Raises BOARD_CHANGED when the
    document is another."""
    name, data = xml_of(answer)
    if name != root:
        raise changed(answer, f"the feed does not start with '{root}'")
    for part in path.split("."):
        data = data.get(part) if isinstance(data, dict) else None
    return [row for row in many(data) if isinstance(row, dict)]


def mended(content: bytes) -> tuple[str, Any]:
    """As `xml_of`, for what somebody cut: unbound prefixes and open ends are borne. ("", None) for what is no XML."""
    if b"<!ENTITY" in content:
        return "", None
    soup = BeautifulSoup(_DECLARED.sub(b"", content), "xml", from_encoding="utf-8")
    root = next((child for child in soup.children if isinstance(child, Tag)), None)
    return (root.name.rpartition(":")[2], _plain_tag(root)) if root is not None else ("", None)


def plain(node: ElementTree.Element) -> Any:
    """An element as text, or as an object of its children by their names without prefix; several of one name become a
    list."""
    children = [(_local(child.tag), plain(child)) for child in node if isinstance(child.tag, str)]
    return _object(children) if children else node.text


def _plain_tag(node: Tag) -> Any:
    inside = [child for child in node.children if isinstance(child, Tag)]
    return _object([(child.name.rpartition(":")[2], _plain_tag(child)) for child in inside]) or node.get_text()


def _object(children: list[tuple[str, Any]]) -> Row:
    found: Row = {}
    for name, value in children:
        known = found.get(name)
        found[name] = value if known is None else [*many(known), value]
    return found


def many(value: Any) -> list[Any]:
    """A value that may be one, several or none, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
