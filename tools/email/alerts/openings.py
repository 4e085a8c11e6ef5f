"""One card of an alert read to an opening: its title, what stands beside it, and how certain that is."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

from tools.email.alerts import words
from tools.email.alerts.blocks import Line
from tools.email.alerts.cards import Card
from tools.email.alerts.fields import Details, name_loose, read_details, read_title, remote_of
from tools.email.alerts.links import plain_posting
from tools.email.alerts.schemas import AlertPosting
from tools.email.message import Mail
from tools.jobs.parsing.occupations import looks_like_title
from tools.jobs.parsing.workplace import is_place
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
class Job:
    """What a link says of the opening: its key in this mail, its address and number."""

    key: Hashable
    url: str | None = None
    external_id: str | None = None
    sure: bool = False


def read_card(
    card: Card, mail: Mail, layout: Layout, job: Job | None, employer: str | None = None
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
    told = words.without_rating(line.text)
    return 0 < len(told) <= MOST_TITLE and not words.is_badge(told) and not words.is_footer(told)


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
    rest = _AT_START.sub("", card.lines[number].text.replace(title, "", 1).strip(" -–—|·•,:"))
    after = [*_DASHES.split(rest, maxsplit=1), *(line.text for line in card.lines[number + 1 :])]
    return before, [text for text in after if text and text != title]


_DASHES = re.compile(r"\s+[-–—]\s+")
_AT_START = re.compile(r"^(?:at|bei|chez|@)\s+(?=\S)", re.I)
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


def _posting(title: str, found: Details, card: Card, job: Job | None, layout: Layout) -> AlertPosting:
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
    return remote_of(location) if location else None


def _confidence(posting: AlertPosting, layout: Layout, *, sure: bool) -> float:
    reached = layout.ceiling
    reached -= 0.25 if posting.company is None else 0
    reached -= 0.3 if posting.link is None else 0.1 if posting.url is None else 0
    reached -= 0.05 if posting.location is None else 0
    reached -= 0.1 if not sure and not looks_like_title(posting.title) else 0
    return round(max(0.1, reached), 2)
