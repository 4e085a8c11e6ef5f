"""Answers of boards that are already at hand: told apart by their shape, and read as their boards read them.

An answer may be whole, only its inner list, or a single posting; what the boards' own mappings read is read here too.
"""

import json
import re
from collections import Counter
from datetime import datetime
from itertools import islice
from typing import Any

from store.errors import AppError, ValidationError
from tools.jobs.boards import (
    adzuna,
    arbeitnow,
    ashby,
    bamboohr,
    breezy,
    eightfold,
    eleduck,
    freehire,
    greenhouse,
    hackernews,
    himalayas,
    jazzhr,
    jobicy,
    jsearch,
    landingjobs,
    lever,
    linkedin,
    neogov,
    oracle,
    page,
    personio,
    pinpoint,
    recruitee,
    reed,
    remoteok,
    remotive,
    rippling,
    simplify,
    smartrecruiters,
    teamtailor,
    teamtailor_forms,
    themuse,
    usajobs,
    v2ex,
    weworkremotely,
    workable,
    workatastartup,
    workday,
    workingnomads,
)
from tools.jobs.boards.board import Answer, BoardError, BoardPosting, BoardQuery
from tools.jobs.boards.company import CompanyBoard, merged
from tools.jobs.boards.mapping import Row, link
from tools.jobs.boards.registry import BOARDS
from tools.jobs.boards.registry import board as board_named
from tools.jobs.boards.shapes import Around, Shape, rows_in
from tools.jobs.boards.xml_rows import mended, xml_of

Content = bytes | str | object

SHAPES: tuple[Shape, ...] = (
    greenhouse.SHAPE, lever.SHAPE, ashby.SHAPE, workable.SHAPE, smartrecruiters.SHAPE, recruitee.SHAPE, personio.SHAPE,
    teamtailor.SHAPE, teamtailor_forms.RECORD, teamtailor_forms.ITEM, bamboohr.SHAPE, pinpoint.SHAPE, rippling.SHAPE,
    workday.SHAPE, breezy.SHAPE, eightfold.SHAPE, oracle.SHAPE, neogov.SHAPE, jazzhr.SHAPE, workatastartup.SHAPE,
    remotive.SHAPE, remoteok.SHAPE, arbeitnow.SHAPE, jobicy.SHAPE, himalayas.SHAPE, workingnomads.SHAPE,
    weworkremotely.SHAPE, hackernews.SHAPE, themuse.SHAPE, landingjobs.SHAPE, simplify.SHAPE, freehire.SHAPE,
    eleduck.SHAPE, v2ex.SHAPE, adzuna.SHAPE, usajobs.SHAPE, jsearch.SHAPE, reed.SHAPE,
)  # fmt: skip
# Boards whose answers are pages for people; the others' are data.
_PAGES = {"linkedin": linkedin.postings_in, "reed": reed.postings_in}
_NO_ADDRESS = "https://answer.invalid/"
_MARKUP = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|div|li|ul|section|main|article|script)\b", re.I | re.S
)
# How many rows are looked at to tell boards apart, and how much of a row's names must speak for one.
_LOOKED_AT = 20
_LEAST = 1.2


def read_answer(
    board: str,
    content: Content,
    *,
    company: str | None = None,
    url: str | None = None,
    read_at: datetime | None = None,
) -> list[BoardPosting]:
    """The postings of one captured answer of a board, in its order; an empty list when it lists none.

    `content` is the answer as bytes or text (JSON, XML, HTML), or its parsed JSON. `company` is the employer's token on
    the board, or its name where the answer is silent; `url` is the address that answered; `read_at` is when, for dates
    said as "3 days ago". Raises ValidationError BOARD_UNKNOWN, and BoardError BOARD_CHANGED for another board's answer.
    """
    return _read(board_named(board).name, content, company, url, read_at)


def guess_board(content: Content) -> str | None:
    """The board whose answer this is, by the names its rows have and the addresses in them; None when it is no
    board's. Of a page for people "linkedin", "reed", "workatastartup" or "page"."""
    kind, data = _parsed(content)
    if kind == "html":
        return _guess_page(str(data))
    if data is None:
        return None
    scores = Counter({shape: _score(shape, data) for shape in SHAPES})
    best, score = scores.most_common(1)[0]
    return best.board if score >= _LEAST else None


def _read(
    name: str, content: Content, company: str | None, url: str | None, read_at: datetime | None
) -> list[BoardPosting]:
    kind, data = _parsed(content)
    answer = Answer(url or _address_of(name), 200, _bytes(content))
    if kind == "html" and name != "workatastartup":
        return _distinct(_PAGES[name](answer) if name in _PAGES else _stated(name, answer))
    if kind == "html":
        data = workatastartup.data_of(answer)
    if data is None:
        raise _no_answer(name, "it is neither JSON nor XML nor a page")
    token, employer = _employer(name, company, url)
    around = Around(token=token, url=url, at=read_at)
    found, rows = _postings(name, data, around, employer)
    if not rows and not any(shape.is_empty(data) for shape in SHAPES if shape.board == name):
        raise _no_answer(name, "nothing in it is named as that board's postings are")
    return merged(found) if BOARDS[name].kind == "company" else _distinct(found)


def _no_answer(name: str, why: str) -> BoardError:
    return BoardError(f"This is no answer of {BOARDS[name].label}: {why}.", code="BOARD_CHANGED")


def _postings(name: str, data: Any, around: Around, employer: str | None) -> tuple[list[BoardPosting], int]:
    """The postings of the first shape of a board that the answer has, and how many rows it has."""
    for shape in (shape for shape in SHAPES if shape.board == name):
        rows = list(rows_in(data, shape, around))
        found = [one for row, here in rows for one in shape.postings(row, here, company_token=around.token)]
        for one in found:
            one.company = one.company or employer
            one.company_token = one.company_token or _token_in(one)
        if rows:
            return found, len(rows)
    return [], 0


def _token_in(posting: BoardPosting) -> str | None:
    """The employer's token on the posting's own board, out of its links."""
    for address in (posting.url, posting.apply_url):
        if address and (token := BOARDS[posting.board].recognise(address)):
            return token
    return None


def _employer(name: str, company: str | None, url: str | None) -> tuple[str | None, str | None]:
    """Token and name of the employer: what is said is a token where it looks like one of that board."""
    known = BOARDS[name]
    if not isinstance(known, CompanyBoard):
        return None, company
    found = known.recognise(url) if url else None
    if company is None:
        return found, None
    try:
        return known.token_of(BoardQuery(company=company)), None
    except ValidationError:
        return found, company


def _distinct(found: list[BoardPosting]) -> list[BoardPosting]:
    """Each posting once, the first of those with one id."""
    return list({one.external_id: one for one in reversed(found)}.values())[::-1]


def _parsed(content: Content) -> tuple[str, Any]:
    """What the content is ("json", "xml", "html", "none"), and its data; of a page its text."""
    if not isinstance(content, bytes | str):
        return ("json", content) if isinstance(content, dict | list) else ("none", None)
    raw = _bytes(content)
    words = raw.decode("utf-8", "replace")
    if words.lstrip()[:1] in ("{", "["):
        try:
            return "json", json.loads(words)
        except (ValueError, RecursionError):
            return "none", None
    if _MARKUP.match(words):
        return "html", words
    return _parsed_xml(raw) if words.lstrip().startswith("<") else ("none", None)


def _parsed_xml(raw: bytes) -> tuple[str, Any]:
    """An XML document under its root's name, mended where it is not whole."""
    try:
        name, data = xml_of(Answer(_NO_ADDRESS, 200, raw))
    except BoardError:
        name, data = mended(raw)
    return ("xml", {name: data}) if name else ("none", None)


def _bytes(content: Content) -> bytes:
    """The content's bytes, without a byte order mark; of parsed JSON its start, for errors."""
    if isinstance(content, bytes):
        return content.removeprefix(b"\xef\xbb\xbf")
    return content.removeprefix("\ufeff").encode("utf-8", "replace") if isinstance(content, str) else b""


def _address_of(name: str) -> str:
    hosts = BOARDS[name].hosts
    return f"https://{hosts[0]}/" if hosts else _NO_ADDRESS


def _stated(name: str, answer: Answer) -> list[BoardPosting]:
    """What any page states, as that board's; its own links have no address where the page's is not known."""
    found = [one.model_copy(update={"board": name, "kind": BOARDS[name].kind}) for one in page.postings_in(answer)]
    for one in found:
        one.external_id = one.external_id.removeprefix(_NO_ADDRESS)
        one.url = None if (one.url or "").startswith(_NO_ADDRESS) else one.url
        one.apply_url = None if (one.apply_url or "").startswith(_NO_ADDRESS) else one.apply_url
    return found


def _guess_page(html: str) -> str | None:
    if "urn:li:jobPosting" in html or "show-more-less-html__markup" in html:
        return "linkedin"
    if re.search(r"\bdata-page=", html) and "workatastartup" in html.lower():
        return "workatastartup"
    if "job-result-card" in html and "reed.co.uk" in html.lower():
        return "reed"
    answer = Answer(_NO_ADDRESS, 200, html.encode())
    try:
        return "page" if page.postings_in(answer) else None
    except AppError:
        return None


def _score(shape: Shape, data: Any) -> float:
    """How much speaks for a shape: names that few boards use weigh most, and an address of the board settles it."""
    best = 0.0
    for row, _ in islice(rows_in(data, shape, Around()), _LOOKED_AT):
        names = _names(row) & shape.fields
        rare = sum(1 / _USES[name] for name in names)
        best = max(best, rare + 0.05 * len(names) + (3 if _is_linked(shape.board, row) else 0))
    return best


def _names(row: Row) -> set[str]:
    return {name for name, value in row.items() if value is not None}


def _is_linked(name: str, row: Row) -> bool:
    """Whether an address in the row is the board's own."""
    addresses = [value for value in row.values() if isinstance(value, str) and link(value)]
    return any(BOARDS[name].recognise(address) for address in addresses[:10])


_USES = Counter(name for shape in SHAPES for name in shape.fields)
