"""The one way in which the mails of all boards are read: which links are jobs, their cards, each opening once."""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from tools.email.alerts import words
from tools.email.alerts.blocks import Line, Link, Page, page_of, page_of_text
from tools.email.alerts.cards import Anchor, Card, anchors_of, cards
from tools.email.alerts.links import is_chrome, is_list, target_of
from tools.email.alerts.openings import MOST_TITLE, Job, Layout, read_card
from tools.email.alerts.schemas import AlertPosting, AlertReading
from tools.email.message import Mail
from tools.jobs.parsing.addresses import canonical_url
from tools.jobs.parsing.occupations import looks_like_title
from tools.jobs.parsing.workplace import is_place

# Its addresses are talk of any kind, of which few are openings.
_TALK = "hackernews"


def read_layout(mail: Mail, layout: Layout) -> AlertReading:
    """Read a mail of a board: its HTML, else its plain part; the fuller of the two where the HTML gives little."""
    page = page_of(mail)
    found = _read_page(page, mail, layout)
    if mail.html and not any(posting.company for posting in found):
        plain = _read_page(page_of_text(mail.text), mail, layout)
        found = plain if len(plain) > len(found) or any(posting.company for posting in plain) else found
    kept = [posting for posting in once(found) if posting.title]
    if not layout.strict:
        _named_by_mail(kept, mail, layout)
    linked = job_links(page, layout)
    return AlertReading(
        parser=layout.name,
        board=layout.label,
        confidence=_certainty(kept, linked),
        postings=kept,
        problems=_problems(kept, linked),
    )


_EMPLOYER = re.compile(
    r"\b(?:jobs?|openings?|roles?|positions?|opportunities|vacancies|careers|stellen\w*|offres?|emplois?|ofertas?|"
    r"empleos?)"
    r"\s+(?:at|bei|chez|with|@)\s+(?P<name>[^,.:!|()–—]{2,50}?)(?:\s+(?:match|for|that|in|are|passen|für|"
    r"correspond)\b.*|\s*[,.:!|(–—].*|)$",
    re.I,
)


def _named_by_mail(postings: Sequence[AlertPosting], mail: Mail, layout: Layout) -> None:
    """An employer's own alert names it once, in the subject, and not beside each of its openings."""
    match = _EMPLOYER.search(mail.subject)
    if match is None or any(posting.company for posting in postings):
        return
    for posting in postings:
        posting.company = match["name"].strip()
        posting.confidence = min(layout.ceiling, round(posting.confidence + 0.15, 2))


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


def _certainty(postings: Sequence[AlertPosting], linked: int) -> float:
    """The mean of its postings', less the share of linked openings that could not be read."""
    if not postings:
        return 0.0
    mean = sum(posting.confidence for posting in postings) / len(postings)
    return round(mean * min(1.0, len(postings) / max(1, linked)), 3)


def _problems(postings: Sequence[AlertPosting], linked: int) -> list[str]:
    if not postings:
        return ["no opening was found in it"]
    lost = linked - len(postings)
    return [f"{lost} more openings are linked than could be read"] if lost > 0 else []


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
        if posting is not None and (job is not None or posting.company or posting.location):
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
    named = [anchor for anchor in candidates if looks_like_title(anchor.link.words)]
    shapes = {anchor.link.shape for anchor in named if _is_telling(anchor.link.shape)}
    certain = set(named)
    above = {anchor.line - 1 for anchor in named}  # a link right above a title is the employer's
    return [
        anchor
        for anchor in candidates
        if anchor in certain
        or (anchor.link.shape in shapes and anchor.line not in above and not _CALL.match(anchor.link.words))
    ]


_CALL = re.compile(
    r"(?:get|read|learn|take|try|download|join|build|create|update|upload|check|start|sign|log|manage|edit|explore|"
    r"discover|complete|refer|share|follow|rate|contact|help|about|jetzt|mehr|hier|voir|créer|ver|crear)\b",
    re.I,
)


def _is_telling(shape: str) -> bool:
    """Whether a place in the markup is one of its own: in plain paragraphs every link has the same."""
    path, _, look = shape.partition("|")
    return path.count("/") >= 4 or len(look) > 1


def _may_title(link: Link) -> bool:
    told = link.words
    return (
        3 <= len(told) <= MOST_TITLE
        and not (words.is_badge(told) or words.is_list_link(told) or words.is_footer(told) or words.is_heading(told))
        and not is_place(told)
        and not is_chrome(link.href)
        and not is_list(link.href)
    )


def _certain(link: Link, layout: Layout) -> Job | None:
    if words.is_list_link(link.words) or words.is_heading(link.words):
        return None
    target = target_of(link.href)
    if target.board is not None and (layout.board == target.board or (layout.board == "*" and target.board != _TALK)):
        return Job((target.board, target.external_id), target.url, target.external_id, sure=True)
    if layout.own is None or (match := re.search(layout.own, target.address, re.I)) is None:
        return None
    job = match.groupdict().get("id")
    if job is None:
        return Job(target.address.partition("#")[0], sure=True)
    return Job(job, _own_address(target.address, job, layout), job, sure=True)


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
