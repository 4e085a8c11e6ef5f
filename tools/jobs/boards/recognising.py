"""Which board stands behind a careers address: from the address itself, or from the page at it."""

import html as entities
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin

from bs4 import BeautifulSoup

from tools.jobs.boards.registry import BOARDS
from tools.jobs.parsing.markup import soup_of

Recognised = tuple[str, str]

_ADDRESS = re.compile(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}(?::\d+)?(?:/[^\s\"'<>\\)]*)?", re.I)
# What the boards' own scripts are told in a page, without an address: the pattern names the board and the token.
_EMBEDDED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "greenhouse",
        re.compile(
            r"(?:Grnhse\.Settings\s*=|boardToken|board_token|greenhouse[_-]?(?:board|token)\w*)\W{1,6}([\w-]{2,60})[\"']"
        ),
    ),
    ("lever", re.compile(r"leverJobsOptions\s*=\s*\{[^}]*accountName\W{1,6}([\w-]{2,60})[\"']")),
    ("ashby", re.compile(r"(?:ashbyBoard|ashby[_-]?(?:org|board)\w*)\W{1,6}([\w.-]{2,60})[\"']", re.I)),
    ("workable", re.compile(r"whr_embed\(\s*['\"]?([\w-]{2,60})")),
    ("bamboohr", re.compile(r"BambooHR[^>]*data-domain=[\"']([\w-]+)\.bamboohr\.com", re.I)),
)
_SCRIPTED = ("src", "href", "action", "data-src", "data-url", "data-domain", "data-href")
# Where an address of a board in a page is the board itself being shown, not one link among others.
_STRONG = 5
_NO_COMPANY = frozenset(
    {"www", "api", "app", "help", "support", "docs", "static", "assets", "cdn", "blog", "status", "go", "info"}
)


def recognise(url: str) -> Recognised | None:
    """Board and company token of an address; the token is "" on boards without companies, None for no board's."""
    for name, board in BOARDS.items():
        token = board.recognise(url)
        if token is not None and token.lower() not in _NO_COMPANY:
            return name, token
    return None


def recognise_page(html: str, url: str) -> Recognised | None:
    """The company board that a careers page shows or links to, the one most linked when there are several.

    Frames and scripts count for more than links; aggregators do not count. None when the page names none.
    """
    own = recognise(url)
    if own is not None and own[1]:
        return own
    soup = soup_of(html)
    found: Counter[Recognised] = Counter()
    for address, weight in _addresses(soup, url):
        known = recognise(address)
        if known is not None and known[1] and BOARDS[known[0]].kind == "company":
            found[known] += weight
    for name, pattern in _EMBEDDED:
        for match in pattern.finditer(html):
            found[name, match[1]] += _STRONG
    return _one_spelling(found).most_common(1)[0][0] if found else None


def _addresses(soup: BeautifulSoup, url: str) -> Iterator[tuple[str, int]]:
    """Every address in the page, with its weight: tags first, then those in scripts and data."""
    for tag in soup.find_all(True):
        for name in _SCRIPTED:
            value = tag.get(name)
            if isinstance(value, str) and value.strip():
                yield _whole(value, url), _STRONG if tag.name in ("iframe", "script", "form") else 1
    for script in soup.find_all(["script", "noscript", "template"]):
        for match in _ADDRESS.finditer(entities.unescape(script.get_text().replace("\\/", "/"))):
            yield _whole(match[0], url), 1
    for tag in soup.find_all("meta", content=True):
        if _ADDRESS.match(str(tag["content"])):
            yield str(tag["content"]), 1


def _whole(value: str, url: str) -> str:
    try:
        return urljoin(url, value.strip())
    except ValueError:
        return ""


def _one_spelling(found: Counter[Recognised]) -> Counter[Recognised]:
    """Tokens that differ in capitals only are one, in the spelling most used."""
    merged: Counter[Recognised] = Counter()
    for (name, token), count in found.most_common():
        same = next((one for one in merged if one[0] == name and one[1].lower() == token.lower()), (name, token))
        merged[same] += count
    return merged
