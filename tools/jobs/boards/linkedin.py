"""LinkedIn, signed out: the pages it shows to guests. Fragile: it counts, blocks and changes them as it likes."""

import re
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from tools.jobs.boards.board import Answer, BoardClient, BoardError, BoardKind, BoardPosting, BoardQuery
from tools.jobs.boards.client import gone
from tools.jobs.boards.feeds import Feed, asking, posting_gone
from tools.jobs.boards.mapping import changed, link, string, when
from tools.jobs.parsing.markup import element_text, soup_of
from tools.jobs.parsing.salary import find_salary

GUEST = "https://www.linkedin.com/jobs-guest/jobs/api"
PAGE = "https://www.linkedin.com/jobs/view/"
SIZE = 10
# Further results are not shown to anybody.
LAST = 990
_URN = re.compile(r"urn:li:jobPosting:(\d+)")
_WALL = re.compile(r"/(?:authwall|login|signup|checkpoint|uas)\b")
_EXTERNAL = re.compile(r"[?&]url=([^&\"]+)")
# What comes after the last result: a document without a single card, and without anything else.
_NOTHING = 400
_INSTEAD = (
    "LinkedIn shows guests little and blocks readers at will. Use the employer's own careers page or another board, "
    "or paste the posting's text."
)


class LinkedIn(Feed):
    """https://www.linkedin.com: guest search in cards (no text), and the guest page of one posting (with it)."""

    name = "linkedin"
    label = "LinkedIn"
    kind: BoardKind = "search"
    hosts = ("linkedin.com",)

    def recognise(self, url: str) -> str | None:
        """ "" for the address of a job, None for others."""
        return "" if super().recognise(url) == "" and _number(url) else None

    def id_at(self, url: str) -> str:
        """The job's number."""
        return _number(url) or url

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """Cards, newest first, ten a page. Raises BOARD_REFUSED at the first sign of a block."""
        found: dict[str, BoardPosting] = {}
        for start in range(0, min(query.limit, LAST + SIZE), SIZE):
            address = asking(
                f"{GUEST}/seeMoreJobPostings/search", keywords=query.words, location=query.location,
                f_WT=2 if query.remote else None, sortBy="DD", start=start,
            )  # fmt: skip
            answer = await _ask(client, address)
            cards = _cards(answer)
            known = len(found)
            found |= {card.external_id: card for card in (_card(card, query) for card in cards) if card}
            if cards and len(found) == known == 0:
                raise changed(answer, "no card has a number and a title")
            if len(cards) < SIZE or len(found) == known:
                break
        return list(found.values())[: query.limit]

    async def fetch(self, client: BoardClient, url: str) -> BoardPosting:
        """The guest page of one job. Raises POSTING_GONE when it is closed, BOARD_REFUSED when blocked."""
        number = _number(url)
        if number is None:
            raise posting_gone(url)
        try:
            answer = await _ask(client, f"{GUEST}/jobPosting/{number}")
        except BoardError as error:
            raise posting_gone(url) if gone(error) else error from error
        return _page(answer, number)


def postings_in(answer: Answer) -> list[BoardPosting]:
    """The cards of a page of results at hand, or the one posting that a guest's page shows. Raises BOARD_CHANGED."""
    if b"urn:li:jobPosting" in answer.content and b"show-more-less-html" not in answer.content:
        cards = [_card(card, BoardQuery()) for card in _cards(answer)]
        return [card for card in cards if card]
    said = _URN.search(answer.content.decode("utf-8", "replace"))
    return [_page(answer, _number(answer.url) or (said[1] if said else answer.url))]


async def _ask(client: BoardClient, address: str) -> Answer:
    try:
        answer = await client.get(address, accept="text/html")
    except BoardError as error:
        if gone(error):
            raise
        raise BoardError(f"{error.message} {_INSTEAD}", code="BOARD_REFUSED", details=error.details) from error
    if _WALL.search(urlsplit(answer.url).path) or b"authwall" in answer.content[:3000]:
        raise BoardError(f"LinkedIn asks to sign in. {_INSTEAD}", code="BOARD_REFUSED")
    return answer


def _number(url: str) -> str | None:
    """The number in ".../jobs/view/some-title-at-company-4338002768" or "?currentJobId=4338002768"."""
    parts = urlsplit(url)
    found = re.search(r"/jobs/(?:view|api/jobPosting)/(?:[^/?#]*-)?(\d{6,})/?$", parts.path) or re.search(
        r"(?:^|&)currentJobId=(\d{6,})", parts.query
    )
    return found[1] if found else None


def _cards(answer: Answer) -> list[Tag]:
    soup = BeautifulSoup(answer.content, "lxml")
    cards = [card for card in soup.select("[data-entity-urn]") if _URN.search(str(card["data-entity-urn"]))]
    if not cards and len(answer.content.strip()) > _NOTHING:
        raise changed(answer, f"a page of {len(answer.content):,} bytes without one job card")
    return cards


def _card(card: Tag, query: BoardQuery) -> BoardPosting | None:
    number = _URN.search(str(card["data-entity-urn"]))
    title = _text(card, "h3, .base-search-card__title, .sr-only")
    if number is None or title is None:
        return None
    place, pay = _text(card, ".job-search-card__location"), _text(card, ".job-search-card__salary-info")
    dated = card.select_one("time[datetime]")
    return BoardPosting(
        board="linkedin",
        kind="search",
        external_id=number[1],
        title=title,
        company=_text(card, "h4, .base-search-card__subtitle"),
        locations=[place] if place else [],
        # Asked for remote ones only, LinkedIn answers with those it lists as such.
        remote="remote" if query.remote else None,
        salary=find_salary(pay, place or "") if pay else None,
        url=f"{PAGE}{number[1]}",
        posted_at=when(dated["datetime"]) if dated else None,
    )


def _page(answer: Answer, number: str) -> BoardPosting:
    soup = soup_of(answer.content.decode("utf-8", "replace"))
    title = _text(soup, ".top-card-layout__title, .topcard__title, h1, h2")
    body = soup.select_one(".show-more-less-html__markup, .description__text")
    if title is None or body is None:
        raise changed(answer, "the page has no title" if title is None else "the page has no description")
    if soup.select_one(".closed-job, .closed-job__flavor--closed") is not None:
        raise posting_gone(answer.url)
    criteria = _criteria(soup)
    place, pay = _text(soup, ".topcard__flavor--bullet"), _text(soup, ".compensation__salary, .salary")
    return BoardPosting(
        board="linkedin",
        kind="search",
        external_id=number,
        title=title,
        company=_text(soup, ".topcard__org-name-link, .topcard__flavor"),
        locations=[place] if place else [],
        salary=find_salary(pay, place or "") if pay else None,
        employment_type=criteria.get("employment type"),
        department=criteria.get("job function"),
        text=element_text(body),
        url=f"{PAGE}{number}",
        apply_url=_apply(soup),
        tags=[industry] if (industry := criteria.get("industries")) else [],
    )


def _criteria(soup: BeautifulSoup) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in soup.select(".description__job-criteria-item"):
        name, value = _text(item, "h3"), _text(item, "span")
        if name and value:
            found[name.lower()] = value
    return found


def _apply(soup: BeautifulSoup) -> str | None:
    """The employer's own address, which LinkedIn keeps in a comment, wrapped in one of its own."""
    code = soup.select_one("code#applyUrl")
    said = _EXTERNAL.search(str(code)) if code else None
    return link(unquote(said[1])) if said else None


def _text(tag: Tag, selector: str) -> str | None:
    found = tag.select_one(selector)
    return string(found.get_text(" ", strip=True)) if found else None
