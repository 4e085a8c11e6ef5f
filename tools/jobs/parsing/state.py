"""Postings inside the data a page hands to its own scripts (__NEXT_DATA__, window state), found by shape."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup

from tools.jobs.parsing.assembly import Draft
from tools.jobs.parsing.jsonld import as_list, read_json, text_of
from tools.jobs.parsing.markup import fragment_to_text
from tools.jobs.parsing.role import normal_employment, read_date

Node = dict[str, Any]

_ASSIGNED = re.compile(r"[\w.$\]\"']\s*=\s*(?=[{\[])|JSON\.parse\(\s*(?=[\"'])")
_MAX_NODES = 60_000
_TITLES = (
    "title",
    "jobTitle",
    "job_title",
    "positionTitle",
    "postingTitle",
    "jobOpeningName",
    "name",
    "position",
    "JobTitle",
    "text",
)
_TEXTS = (
    "descriptionHtml", "description_html", "description", "jobDescription", "job_description", "content", "body",
    "descriptionPlain", "externalDescription", "Description", "jobAd", "descriptionBody", "details",
)  # fmt: skip
_COMPANIES = (
    "companyName",
    "company_name",
    "company",
    "organization",
    "organizationName",
    "hiringOrganization",
    "employer",
    "brand",
)
_PLACES = (
    "location",
    "locationName",
    "locations",
    "jobLocation",
    "fullLocation",
    "primaryLocation",
    "LocationName",
    "city",
    "office",
)
_ADDRESSES = (
    "url",
    "jobUrl",
    "absolute_url",
    "hostedUrl",
    "link",
    "applyUrl",
    "slug",
    "shortcode",
    "jobId",
    "job_id",
    "reqId",
    "JobId",
    "id",
    "path",
)


def embedded_postings(soup: BeautifulSoup) -> tuple[list[Node], list[Node]]:
    """Objects shaped like whole postings (title, long description), and like list entries (title, place, address)."""
    whole: list[Node] = []
    entries: list[Node] = []
    for data in _data_blocks(soup):
        for node in _objects(data):
            if _title(node) is None:
                continue
            if len(_text(node)) >= 300:
                whole.append(node)
            elif _first(node, _PLACES) and _first(node, _ADDRESSES):
                entries.append(node)
    return _distinct(whole), _distinct(entries)


def draft_of_state(node: Node, url: str) -> Draft:
    """What such an object states."""
    return Draft(
        title=_title(node) or "",
        text=fragment_to_text(_text(node)),
        source="page",
        company=text_of(_first(node, _COMPANIES)),
        location=_place(_first(node, _PLACES)),
        remote="remote" if node.get("isRemote") is True or node.get("remote") is True else None,
        employment_type=normal_employment(str(node.get("employmentType") or node.get("jobType") or "")),
        posted_at=read_date(node.get("publishedAt") or node.get("datePosted") or node.get("postedDate")),
        url=url,
    )


def _place(value: Any) -> str | None:
    """Each place a value names, in full where it gives one."""
    names = []
    for item in as_list(value):
        full = _first(item, ("fullLocation", "name", "label", "city")) if isinstance(item, dict) else item
        names.append(text_of(full) or "")
    return "; ".join(dict.fromkeys(name for name in names if name)) or None


def title_in(node: Node) -> str | None:
    """The title such an object carries."""
    return _title(node)


def address_in(node: Node) -> str:
    """Every address or id it carries, joined, to compare with the page's own."""
    return " ".join(str(node[key]) for key in _ADDRESSES if isinstance(node.get(key), (str, int)))


def _data_blocks(soup: BeautifulSoup) -> Iterator[Any]:
    for script in soup.find_all("script"):
        kind = str(script.get("type") or "").lower()
        body = script.get_text()
        if "ld+json" in kind or len(body) < 80:
            continue
        if "json" in kind:
            yield read_json(body)
        elif not kind or "javascript" in kind or kind == "module":
            yield from _assigned(body)
    for tag in soup.select("[data-page], [data-react-props], [data-props]"):
        yield read_json(str(tag.get("data-page") or tag.get("data-react-props") or tag.get("data-props") or ""))


def _assigned(body: str) -> Iterator[Any]:
    decoder = json.JSONDecoder(strict=False)
    position = 0
    for _ in range(200):
        match = _ASSIGNED.search(body, position)
        if match is None:
            return
        position = match.end()
        try:
            value, position = decoder.raw_decode(body, match.end())
        except (ValueError, RecursionError):
            continue
        yield read_json(value) if isinstance(value, str) else value


def _objects(data: Any) -> Iterator[Node]:
    stack, seen = [data], 0
    while stack and seen < _MAX_NODES:
        value = stack.pop()
        seen += 1
        if isinstance(value, dict):
            yield value
            stack.extend(reversed(list(value.values())))
        elif isinstance(value, list):
            stack.extend(reversed(value))


def _title(node: Node) -> str | None:
    value = next((node[key] for key in _TITLES if isinstance(node.get(key), str) and node[key].strip()), None)
    return value.strip() if value is not None and 3 <= len(value.strip()) <= 140 else None


def _text(node: Node) -> str:
    return max((str(node[key]) for key in _TEXTS if isinstance(node.get(key), str)), key=len, default="")


def _first(node: Node, keys: tuple[str, ...]) -> Any:
    return next((node[key] for key in keys if node.get(key)), None)


def _distinct(nodes: list[Node]) -> list[Node]:
    return list({(_title(node), address_in(node)): node for node in nodes}.values())
