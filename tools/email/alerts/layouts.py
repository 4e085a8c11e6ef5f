"""How a board's mails are laid out, and the one way in which all of them are read."""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tools.email.alerts import words
from tools.email.alerts.blocks import Line, Link, Page, page_of_html, page_of_text
from tools.email.alerts.cards import Anchor, Card, anchors_of, cards
from tools.email.alerts.fields import Details, name_loose, read_details, read_title, remote_of
from tools.email.alerts.links import is_chrome, is_list, plain_posting, target_of
from tools.email.alerts.schemas import AlertPosting, AlertReading
from tools.email.message import Mail
from tools.jobs.parsing.addresses import canonical_url
from tools.jobs.parsing.occupations import looks_like_title
from tools.jobs.parsing.workplace import find_remote, is_place
from tools.jobs.schemas import RemoteKind

SURE = 0.8
"""Below this a posting is shown for review instead of being taken in.

A posting of a known board with title, employer and a link that is certainly a job's has 0.95. It loses 0.25 without an
employer, 0.1 where the link does not tell the job's address, 0.3 without any link, 0.05 without a place, 0.1 where the
title names no occupation and nothing but its place in the mail says that it is one. Other senders reach 0.7 at most.
"""
MOST_TITLE = 180


@dataclass(frozen=True, slots=True)
class Layout:
    """A board's mails: which links are jobs, and in what order an opening's words stand.

    `board` is the word that `board_id` knows it by; `own` finds further job addresses, its group `id` the job's number
    and `address` their canonical form, if they have one; `opaque` finds tracking links that may lead to jobs.
    """

    name: str
    label: str
    board: str = ""
    own: str | None = None
    address: str | None = None
    opaque: str | None = None
    first: Literal["title", "company"] = "title"
    dashed: bool = False
    strict: bool = True
    employer_above: bool = False
    ceiling: float = 0.95


@dataclass(frozen=True, slots=True)
class _Job:
    """What a link says of the opening: its key in this mail, its address and number."""

    key: Hashable
    url: str | None = None
    external_id: str | None = None
    sure: bool = False


def read_layout(mail: Mail, layout: Layout) -> AlertReading:
    """Read a mail of a board: its HTML, else its plain part; the fuller of the two where the HTML gives little."""
    found = _read_page(page_of_html(mail.html), mail, layout) if mail.html else []
    if not found or not any(posting.company for posting in found):
        plain = _read_page(page_of_text(mail.text), mail, layout)
        found = plain if len(plain) > len(found) or any(posting.company for posting in plain) else found
    kept = [posting for posting in once(found) if posting.title]
    return AlertReading(
        parser=layout.name,
        board=layout.label,
        confidence=_certainty(kept),
        postings=kept,
        problems=[] if kept else ["no opening was found in it"],
    )


def job_links(page: Page, layout: Layout) -> int:
    """How many jobs of a board a mail links to, by addresses that are certainly its postings."""
    return len({job.key for line in page.lines for link in line.links if (job := _certain(link, layout)) is not None})


def once(postings: Iterable[AlertPosting]) -> list[AlertPosting]:
    """Each opening one time: by its number or address, else by its words; the copy that tells more stays."""
    kept: dict[Hashable, AlertPosting] = {}
    same: dict[Hashable, Hashable] = {}
    for posting in postings:
        worded = (posting.title.casefold(), (posting.company or "").casefold(), (posting.location or "").casefold())
        addressed = posting.external_id or posting.url
        key = same.get(addressed or worded) or (same.get(worded) if addressed is None else None) or addressed or worded
        same.setdefault(worded, key)
        if key not in kept or posting.confidence > kept[key].confidence:
            kept[key] = posting
    return list(kept.values())


def _certainty(postings: Sequence[AlertPosting]) -> float:
    if not postings:
        return 0.0
    return round(sum(posting.confidence for posting in postings) / len(postings), 3)


def _read_page(page: Page, mail: Mail, layout: Layout) -> list[AlertPosting]:
    page = apart(page)
    anchors = _anchors(page, layout)
    found = []
    employer: str | None = None
    for card in cards(page, anchors, extend=layout.first == "title" and not (layout.employer_above and layout.strict)):
        job = next((job for anchor in card.anchors if (job := _certain(anchor.link, layout)) is not None), None)
        if layout.employer_above:
            employer = _employer_above(card) or employer
        posting = read_card(card, mail, layout, job, employer)
        if posting is not None:
            found.append(posting)
    return found


def apart(page: Page) -> Page:
    """A link around a whole card of inline elements is one line of many pieces: each piece becomes its own line."""
    if not any(_is_run(line) for line in page.lines):
        return page
    new = Page(boxes=page.boxes)
    moved: list[int] = []
    for number, line in enumerate(page.lines):
        moved.append(len(new.lines))
        for piece in line.pieces if _is_run(line) else (None,):
            new.lines.append(line if piece is None else _piece_of(line, piece))
            if page.home:
                new.home.append(page.home[number])
    moved.append(len(new.lines))
    new.boxes = [replace(box, start=moved[box.start], end=moved[box.end]) for box in page.boxes]
    return new


def _is_run(line: Line) -> bool:
    return len(line.pieces) >= 3 and len(line.links) == 1 and len(line.links[0].words) >= len(line.text) - 4


def _piece_of(line: Line, piece: str) -> Line:
    link = line.links[0]
    return Line(piece, (Link(link.href, piece, link.shape),), (piece,), line.bold)


def _anchors(page: Page, layout: Layout) -> list[Anchor]:
    certain = anchors_of(page, lambda link: job.key if (job := _certain(link, layout)) else None)
    if layout.opaque is None:
        return certain
    found = certain + titled(page, layout.opaque)
    if not found:
        found += _buttons(page, layout.opaque)
    seen: dict[int, Anchor] = {}
    for anchor in found:
        seen.setdefault(anchor.line, anchor)
    return sorted(seen.values(), key=lambda anchor: anchor.line)


def _buttons(page: Page, pattern: str) -> list[Anchor]:
    """Links on buttons, or in plain text on nothing: all that is left where no title is a link."""
    wanted = re.compile(pattern, re.I)

    def key_of(link: Link) -> Hashable | None:
        bare = not link.words.strip(": ") if not page.home else False
        fits = wanted.search(link.href) and not is_chrome(link.href) and not is_list(link.href)
        return link.href if fits and (bare or words.is_button(link.words)) else None

    return anchors_of(page, key_of)


def titled(page: Page, pattern: str) -> list[Anchor]:
    """Links that may be jobs' by their address and are by their words, or by standing where those stand."""
    wanted = re.compile(pattern, re.I)
    candidates = anchors_of(page, lambda link: link.href if wanted.search(link.href) and _may_title(link) else None)
    shapes = {anchor.link.shape for anchor in candidates if looks_like_title(anchor.link.words)}
    return [
        anchor
        for anchor in candidates
        if looks_like_title(anchor.link.words) or (anchor.link.shape and anchor.link.shape in shapes)
    ]


def _may_title(link: Link) -> bool:
    told = link.words
    return (
        3 <= len(told) <= MOST_TITLE
        and not (words.is_badge(told) or words.is_list_link(told) or words.is_footer(told) or words.is_heading(told))
        and not is_place(told)
        and not is_chrome(link.href)
        and not is_list(link.href)
    )


def _certain(link: Link, layout: Layout) -> _Job | None:
    if words.is_list_link(link.words) or words.is_heading(link.words):
        return None
    target = target_of(link.href)
    if target.board is not None and layout.board in (target.board, "*"):
        return _Job((target.board, target.external_id), target.url, target.external_id, sure=True)
    if layout.own is None or (match := re.search(layout.own, target.address, re.I)) is None:
        return None
    job = match.groupdict().get("id")
    if job is None:
        return _Job(target.address.partition("#")[0], sure=True)
    return _Job(job, _own_address(target.address, job, layout), job, sure=True)


def _own_address(address: str, job: str, layout: Layout) -> str | None:
    """The canonical form of an address that the layout knows: the board's own, or without what only tracks."""
    if layout.address != "":
        return layout.address.replace("{id}", job) if layout.address else None
    path = address.partition("#")[0].partition("?")[0]
    return canonical_url(path if job in path else address)


def _employer_above(card: Card) -> str | None:
    """The employer that a group of its openings stands under: linked or bold words before the first of them."""
    first = min((anchor.line - card.start for anchor in card.anchors), default=0)
    told = [line for line in (*card.above, *card.lines[:first]) if line.text and not words.is_badge(line.text)]
    return next((line.text for line in told if line.links or line.bold), None)


def read_card(
    card: Card, mail: Mail, layout: Layout, job: _Job | None, employer: str | None = None
) -> AlertPosting | None:
    """One opening, or None where the card has no title."""
    number, title = _title(card, layout)
    if title is None or not 2 <= len(title) <= MOST_TITLE or words.is_heading(title):
        return None
    before, after = _beside(card, number, title)
    details = read_details(after, mail.sent_at, dashed=layout.dashed)
    if layout.first == "company" or (not layout.strict and _led(card, number)):
        ahead = read_details([line.text for line in card.above[-2:]] + before, mail.sent_at)
        employer = employer or next(reversed(ahead.loose), None)
    group = employer if layout.employer_above and not layout.strict else None
    employer = employer if group is None else None
    if employer is None and layout.first == "title" and len(details.loose) < 2:
        employer = _named_before(before)
    name_loose(details, company=employer, strict=layout.strict)
    details.company = details.company or group
    if details.company is None:
        title = _split_title(title, details)
    return _posting(title, details, card, job, layout)


def _named_before(before: Sequence[str]) -> str | None:
    """The employer in the line right above a title, in a card that has at most a place below it."""
    told = read_details(before[-2:], None).loose
    last = told[-1] if told else None
    fits = last is not None and len(last.split()) <= 5 and not looks_like_title(last) and not is_place(last)
    return last if fits else None


def _led(card: Card, number: int) -> bool:
    """Whether other words of the same link stand before the title."""
    return any(anchor.line - card.start < number and anchor.link.words for anchor in card.anchors)


def _title(card: Card, layout: Layout) -> tuple[int, str | None]:
    """The number of the title's line in the card, and the title."""
    linked = [
        (anchor.line - card.start, anchor.link.words)
        for anchor in card.anchors
        if anchor.link.words and not words.is_badge(anchor.link.words) and not words.is_list_link(anchor.link.words)
    ]
    own = [(number, told) for number, told in linked if not words.tells_time(told)]
    if len({told for _, told in own}) == 1:
        return own[0]
    lines = [(n, line) for n, line in enumerate(card.lines) if _may_head(line)]
    inside = [(n, line) for n, line in lines if n in {number for number, _ in own}] or lines
    return _chosen(inside, layout)


def _may_head(line: Line) -> bool:
    return (
        bool(line.text)
        and len(line.text) <= MOST_TITLE
        and not words.is_badge(line.text)
        and not words.is_footer(line.text)
    )


def _chosen(lines: Sequence[tuple[int, Line]], layout: Layout) -> tuple[int, str | None]:
    """The title among lines: the only bold one, the one at its place, the first that names an occupation."""
    bold = [(n, line.text) for n, line in lines if line.bold]
    if len(bold) == 1:
        return bold[0]
    told = [(n, line.text) for n, line in lines]
    if layout.first == "company" and len(told) > 1:
        second = told[1]
        return second if not looks_like_title(told[0][1]) or looks_like_title(second[1]) else told[0]
    return next(((n, text) for n, text in told if looks_like_title(text)), told[0] if told else (0, None))


def _beside(card: Card, number: int, title: str) -> tuple[list[str], list[str]]:
    """The lines before the title, and those after it with what stands on its own line; copies of the title left out."""
    before = [line.text for line in card.lines[:number]]
    rest = card.lines[number].text.replace(title, "", 1).strip(" -–—|·•,:")
    after = [*_DASHES.split(rest, maxsplit=1), *(line.text for line in card.lines[number + 1 :])]
    return before, [text for text in after if text and text != title]


_DASHES = re.compile(r"\s+[-–—]\s+")
_AT = re.compile(r"\s+(?:at|bei|chez)\s", re.I)
_PARTED = re.compile(r"\s+(?:[|·•–—@]|at|bei|chez)\s+|\s+-\s+", re.I)


def _split_title(title: str, found: Details) -> str:
    """ "Cook at Blue Table - Lyon", where no line beside it names the employer."""
    parts = [part.strip() for part in _PARTED.split(title) if part.strip()]
    if len(parts) not in (2, 3) or not looks_like_title(parts[0]):
        return title
    named = len(parts) == 3 and _AT.match(title[len(parts[0]) :]) is not None
    place = parts[-1] if is_place(parts[-1]) or named else None
    names = [part for part in parts[1:] if part != place]
    if " - " in title and place is None:
        return title  # "Team Lead - Technical Services" is one title
    if len(names) != 1 or looks_like_title(names[0]) or len(names[0]) > 60:
        return title
    more = read_details(parts[1:], None)
    found.company, found.location = names[0], found.location or place
    found.remote = found.remote or more.remote
    return parts[0]


def _posting(title: str, found: Details, card: Card, job: _Job | None, layout: Layout) -> AlertPosting:
    title, remote = read_title(title)
    link = next((anchor.link.href for anchor in card.anchors if anchor.link.href), None)
    posting = AlertPosting(
        title=title,
        company=found.company,
        location=found.location,
        remote=found.remote or remote or _place_remote(found.location),
        salary=found.salary,
        url=job.url if job else plain_posting(link) if link and layout.opaque == ANY else None,
        link=link,
        external_id=job.external_id if job else None,
        posted_at=found.posted_at,
        snippet=found.snippet,
    )
    posting.confidence = _confidence(posting, layout, sure=job is not None and job.sure)
    return posting


ANY = r"^https?://"


def _place_remote(location: str | None) -> RemoteKind | None:
    return find_remote("", location) if location and remote_of(location) else None


def _confidence(posting: AlertPosting, layout: Layout, *, sure: bool) -> float:
    reached = layout.ceiling
    reached -= 0.25 if posting.company is None else 0
    reached -= 0.3 if posting.link is None else 0.1 if posting.url is None else 0
    reached -= 0.05 if posting.location is None else 0
    reached -= 0.1 if not sure and not looks_like_title(posting.title) else 0
    return round(max(0.1, reached), 2)
