"""Job postings that a page states for machines: JSON-LD and microdata of schema.org's JobPosting."""

import html as entities
import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag

from tools.jobs.parsing.markup import element_text, tidy

Node = dict[str, Any]

_COMMENT = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|"
    r"\]\]>)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_LD_TYPE = re.compile(r"application/ld\+json", re.I)
_ANY = re.compile("")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
# A backslash that starts no JSON escape: \' and \- are common in hand-made blocks.
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")


def read_json(text: str) -> Any:
    """JSON as pages carry it: in comments, escaped, with control characters or trailing commas; None if hopeless."""
    text = _COMMENT.sub("", text.strip()).strip().rstrip(";")
    cleaned = _TRAILING_COMMA.sub(r"\1", _BAD_ESCAPE.sub("", _CONTROL.sub(" ", text)))
    for attempt in (text, cleaned, entities.unescape(cleaned)):
        try:
            return json.loads(attempt, strict=False)
        except ValueError:
            continue
    try:
        return json.JSONDecoder(strict=False).raw_decode(cleaned)[0]
    except (ValueError, RecursionError):
        return None


def json_ld_postings(soup: BeautifulSoup) -> list[Node]:
    """Every JobPosting in the page's JSON-LD, whatever graph or list it lies in."""
    found = []
    for script in soup.find_all("script", attrs={"type": _LD_TYPE}):
        found += [node for node in _nodes(read_json(script.get_text())) if is_posting(node)]
    return _unique(found)


def listed_items(soup: BeautifulSoup) -> list[Node]:
    """Entries of JSON-LD ItemLists: what a results page states."""
    items: list[Node] = []
    for script in soup.find_all("script", attrs={"type": _LD_TYPE}):
        for node in _nodes(read_json(script.get_text())):
            entries = node.get("itemListElement")
            if _type_is(node, "ItemList") and isinstance(entries, list):
                items += [entry for entry in entries if isinstance(entry, dict)]
    return items


def microdata_postings(soup: BeautifulSoup) -> list[Node]:
    """Every JobPosting marked up as microdata, in the shape JSON-LD has."""
    scopes = soup.select("[itemtype*='schema.org/JobPosting' i]")
    return [node for node in (_microdata(scope) for scope in scopes) if node.get("title") or node.get("name")]


def is_posting(node: Node) -> bool:
    """Whether a JSON-LD object is a JobPosting with a title."""
    return _type_is(node, "JobPosting") and bool(text_of(node.get("title") or node.get("name")))


def text_of(value: Any) -> str | None:
    """A plain one-line string out of the many shapes a schema.org value takes; None when there is none."""
    if isinstance(value, list):
        parts = [part for part in (text_of(item) for item in value) if part]
        return ", ".join(dict.fromkeys(parts)) or None
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("value") or value.get("@value"))
    if value is None or isinstance(value, bool):
        return None
    text = re.sub(r"<[^>]+>", " ", entities.unescape(entities.unescape(str(value))))
    return re.sub(r"\s+", " ", text).strip() or None


def as_list(value: Any) -> list[Any]:
    """A value that may or may not come wrapped in a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _type_is(node: Node, name: str) -> bool:
    kinds = [str(kind).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for kind in as_list(node.get("@type"))]
    return name in kinds


def _nodes(data: Any, depth: int = 0) -> Iterator[Node]:
    if depth > 8:
        return
    if isinstance(data, list):
        for item in data:
            yield from _nodes(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key, value in data.items():
            if key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "about", "hasPart"):
                yield from _nodes(value, depth + 1)


def _unique(nodes: list[Node]) -> list[Node]:
    seen: dict[tuple[str | None, str | None, str], Node] = {}
    for node in nodes:
        place = json.dumps(node.get("jobLocation"), sort_keys=True, default=str)
        seen.setdefault((text_of(node.get("title") or node.get("name")), text_of(node.get("url")), place), node)
    return list(seen.values())


def _microdata(scope: Tag) -> Node:
    node: Node = {}
    kind = str(scope.get("itemtype", ""))
    if kind:
        node["@type"] = kind.rstrip("/").rsplit("/", 1)[-1]
    for tag in scope.select("[itemprop]"):
        if tag.find_parent(attrs={"itemscope": _ANY}) is not scope:
            continue
        value: Any = _microdata(tag) if tag.has_attr("itemscope") else _property(tag)
        for name in str(tag.get("itemprop")).split():
            _append(node, name, value)
    return node


def _append(node: Node, name: str, value: Any) -> None:
    """A property given twice is a list, except for text blocks, which continue each other."""
    if name not in node:
        node[name] = value
    elif isinstance(node[name], str) and isinstance(value, str) and name in ("description", "responsibilities"):
        node[name] = f"{node[name]}\n\n{value}"
    else:
        node[name] = [*as_list(node[name]), value]


def _property(tag: Tag) -> str:
    if tag.has_attr("content"):
        return str(tag["content"])
    if tag.name == "time" and tag.has_attr("datetime"):
        return str(tag["datetime"])
    if tag.name in ("a", "link") and tag.has_attr("href"):
        href = str(tag["href"])
        return (
            href if tag.get("itemprop") in ("url", "sameAs", "directApply") else (tag.get_text(" ", strip=True) or href)
        )
    return tidy(element_text(tag))
