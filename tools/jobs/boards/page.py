"""Any careers page: postings it states for machines, the one posting it is, or the postings it links to."""

import asyncio
import re
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from bs4.dammit import UnicodeDammit

from store.errors import ValidationError
from tools.jobs.boards.board import Answer, BoardClient, BoardError, BoardKind, BoardPosting, BoardQuery
from tools.jobs.boards.client import gone
from tools.jobs.boards.company import detailed
from tools.jobs.boards.listing import listed_postings
from tools.jobs.boards.mapping import changed, could_match
from tools.jobs.parsing import canonical_url, classify_page, parse_html
from tools.jobs.parsing.addresses import same_page
from tools.jobs.parsing.assembly import assemble
from tools.jobs.parsing.jsonld import json_ld_postings, microdata_postings, text_of
from tools.jobs.parsing.markup import soup_of
from tools.jobs.parsing.structured import draft_of
from tools.jobs.schemas import ParsedPosting

_ACCEPT = "text/html,application/xhtml+xml,*/*;q=0.1"
# A page that links to more than this is read in part: each posting costs a request.
_LINKED = 60


class Page:
    """The token is the address of the careers page itself. It claims no address: what no other board knows is its."""

    name = "page"
    label = "Careers page"
    kind: BoardKind = "company"
    hosts: tuple[str, ...] = ()

    def recognise(self, url: str) -> str | None:  # noqa: ARG002 - the protocol's
        """None: every address could be one, so it is asked last."""
        return None

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """The postings stated on the page; of those it only links to, `query.limit` (60 at most) are read one by one,
        titles that share a word with `query.words` first. Raises BOARD_CHANGED when there are none."""
        url = _address(query)
        answer = await client.get(url, accept=_ACCEPT)
        stated, linked = await asyncio.to_thread(_read, answer)
        if stated or not linked:
            return [posting.model_copy(update={"company_token": url}) for posting in stated][: query.limit]
        words = query.words
        if words:
            linked.sort(key=lambda one: not could_match(one.title, words))
        listed = [one.model_copy(update={"company_token": url}) for one in linked[: min(query.limit, _LINKED)]]
        return await detailed(listed, lambda one: self._detail(client, one))

    async def fetch(self, client: BoardClient, url: str) -> BoardPosting:
        """The one posting on a page. Raises POSTING_GONE when the page is not there any more, says so, or leads to a
        page without one; BOARD_REFUSED behind a sign-in or a bot check; BOARD_CHANGED when it states no posting."""
        try:
            answer = await client.get(url, accept=_ACCEPT)
        except BoardError as error:
            raise _gone(url, "there is nothing at its address") if gone(error) else error from error
        return await asyncio.to_thread(_posting, answer, url)

    async def probe(self, client: BoardClient) -> None:
        """Nothing to ask: there is no board behind it."""

    async def _detail(self, client: BoardClient, listed: BoardPosting) -> BoardPosting:
        """The listed posting with what its own page says; as listed where it has no page of its own."""
        if listed.url is None or listed.company_token is None or same_page(listed.url, listed.company_token):
            return listed
        found = await self.fetch(client, listed.url)
        # What the list states for machines wins over what is read out of the page's words.
        stated = listed.model_dump(exclude_defaults=True, exclude={"text"})
        return BoardPosting.model_validate(found.model_dump() | stated)


def postings_in(answer: Answer) -> list[BoardPosting]:
    """The postings that a page at hand states, or names. Raises as `Page.search`."""
    stated, linked = _read(answer)
    return stated or linked


def _address(query: BoardQuery) -> str:
    said = (query.company or "").strip()
    url = said if re.match(r"https?://", said, re.I) else f"https://{said}"
    if "." not in (urlsplit(url).hostname or ""):
        raise ValidationError(
            f"A careers page is named by its address, as https://acme.com/careers, not '{said[:80]}'.",
            code="COMPANY_MISSING",
        )
    return url


def _read(answer: Answer) -> tuple[list[BoardPosting], list[BoardPosting]]:
    """The postings a page states, and those it only links to."""
    html = _markup(answer)
    _check(answer, html)
    soup = soup_of(html)
    nodes = json_ld_postings(soup) or microdata_postings(soup)
    if len(nodes) > 1:
        drafts = (draft_of(node, _own(text_of(node.get("url")), answer.url)) for node in nodes)
        return _distinct([_from_parsed(assemble(draft)) for draft in drafts]), []
    try:
        return [_from_parsed(parse_html(html, answer.url))], []
    except ValidationError as error:
        if error.code != "NO_POSTING":
            raise
        linked = listed_postings(html, answer.url)
        if not linked:
            raise changed(answer, "the page states no postings and names none") from error
    return [], _distinct(linked)


def _posting(answer: Answer, asked: str) -> BoardPosting:
    html = _markup(answer)
    _check(answer, html)
    try:
        return _from_parsed(parse_html(html, answer.url))
    except ValidationError as error:
        if error.code == "NO_POSTING" and not same_page(answer.url, asked):
            raise _gone(asked, f"its address leads to {answer.url[:200]}, which is none") from error
        raise changed(answer, error.message) from error


def _check(answer: Answer, html: str) -> None:
    try:
        classify_page(answer.status, answer.url, html)
    except ValidationError as error:
        if error.code == "PAGE_NOT_FOUND":
            raise _gone(answer.url, "the page says so") from error
        raise BoardError(error.message, code="BOARD_REFUSED", details=error.details) from error


def _gone(url: str, why: str) -> BoardError:
    host = urlsplit(url).hostname
    return BoardError(
        f"The posting at {host} is not there any more: {why}.",
        code="POSTING_GONE",
        details={"host": host, "url": url[:500]},
    )


def _markup(answer: Answer) -> str:
    decoded = UnicodeDammit(answer.content, is_html=True)
    return decoded.unicode_markup or answer.content.decode("utf-8", "replace")


def _own(link: str | None, page: str) -> str:
    return canonical_url(urljoin(page, link)) if link else canonical_url(page)


def _from_parsed(parsed: ParsedPosting) -> BoardPosting:
    """A parsed page as a posting; its address, or number where several share one address, is its id."""
    places = [place for place in (parsed.location or "").split("; ") if place]
    return BoardPosting(
        board="page",
        kind="company",
        external_id=parsed.url or parsed.requisition_id or parsed.title,
        title=parsed.title,
        company=parsed.company,
        locations=places,
        remote=parsed.remote,
        salary=parsed.salary,
        employment_type=parsed.employment_type,
        text=parsed.text,
        url=parsed.url,
        apply_url=parsed.apply_url,
        requisition_id=parsed.requisition_id,
        posted_at=parsed.posted_at,
        valid_through=parsed.valid_through,
        language=parsed.language,
    )


def _distinct(found: Sequence[BoardPosting]) -> list[BoardPosting]:
    """Each posting once; ids that several share are told apart by requisition or title."""
    shared = {one.external_id for one in found if sum(other.external_id == one.external_id for other in found) > 1}
    kept: dict[str, BoardPosting] = {}
    for one in found:
        own = f"{one.external_id}#{one.requisition_id or one.title}" if one.external_id in shared else one.external_id
        kept.setdefault(own, one.model_copy(update={"external_id": own}))
    return list(kept.values())
