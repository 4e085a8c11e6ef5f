"""One page, one posting: is it still open? Never dead on doubt."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from bs4.dammit import UnicodeDammit

from store.errors import AppError
from tools.jobs.liveness.moves import Move, move_of, refreshed_to
from tools.jobs.liveness.schemas import Liveness, LivenessState, PostingOutline
from tools.jobs.liveness.sight import Sight, look
from tools.jobs.parsing.walls import classify_page, needs_browser
from tools.outbound import Page

_HTML = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain", ""})
# What the shells of some boards say to their own scripts about a posting that is over.
_MARKS = (
    (re.compile(r"(?:^|\.)myworkday(?:jobs|site)\.com$"), re.compile(r"[\"']?postingAvailable[\"']?\s*:\s*false\b")),
    (re.compile(r"(?:^|\.)linkedin\.com$"), re.compile(r"trk=expired_jd_redirect|closed-job__flavor--closed")),
)
_NOT_FOUND = re.compile(
    r"^\W*(?:error )?404\W*$|^\W*404\W+\D|\b404 (?:error|not found)|\berror 404\b|"
    r"\b(?:page|job|posting|position|vacancy|listing|link|address)\b[^.?]{0,40}\b(?:not found|(?:can[’']?t|cannot|"
    r"could not|couldn[’']t) be found|"
    r"doesn[’']t exist|does not exist|no longer exists)|\b(?:couldn[’']t|could not|can[’']?t|cannot) find (?:the|"
    r"that|this|your) (?:page|job|posting|"
    r"position|listing)|^\W*(?:not found|page not found|nothing (?:was )?found here)\W*$|"
    r"\b(?:seite|stelle|anzeige)\b[^.?]{0,30}\b(?:nicht gefunden|existiert nicht|nicht vorhanden)|\b(?:page|offre|"
    r"annonce)\b[^.?]{0,40}\b(?:introuvable|"
    r"n[’']existe (?:pas|plus)|n[’']a pas été trouvée)|\b(?:página|oferta|vacante)\b[^.?]{0,30}\b(?:no (?:encontrada|"
    r"existe)|no se (?:ha )?enc\w+)|"
    r"\b(?:pagina|vacature)\b[^.?]{0,30}\b(?:niet gevonden|bestaat niet|non (?:è stata )?trovata|non esiste)|"
    r"\b(?:página|vaga)\b[^.?]{0,30}\b"
    r"não (?:foi )?(?:encontrada|existe)",
    re.I,
)
_LITTLE = 1500
# A date without an hour ends with its day, wherever on earth that is.
_GRACE = timedelta(hours=36)
# A page that shows more than this is no shell, so it need not be parsed again to find out.
_SHELL = 700
# So many other titles linked make a page a list, whatever its address.
_LISTED = 3
_OLD = datetime(2000, 1, 1, tzinfo=UTC)


def judge(page: Page, posting: PostingOutline, *, now: datetime | None = None) -> Liveness:
    """What a fetched page says of a posting. Pure.

    `now` is what a stated end date is compared with; without it the answer's own Date header is used, and without
    either no date is judged.
    """
    if page.status >= 400:
        return _failed(page, posting)
    if page.status not in range(200, 300) or page.status in (202, 204):
        return _told(page, "unknown", f"the site answers {page.status}", "STATUS")
    if page.content_type not in _HTML:
        return _told(page, "unknown", f"a file of type {page.content_type}, not a page", "NO_PAGE")
    html = markup_of(page)
    try:
        wall = _wall(page, html)
        if wall is not None and wall[0] != "PAGE_NOT_FOUND":
            return _told(page, "unknown", wall[1].split(". ")[0], wall[0])
        return _read(page, html, posting, now or answered_at(page), wall is not None)
    except RecursionError:
        return _told(page, "unknown", "the page nests its elements too deep to be read", "TOO_DEEP")


def markup_of(page: Page) -> str:
    """The page's text, by the charset it states or its bytes show."""
    known = [page.charset] if page.charset else []
    decoded = UnicodeDammit(page.content, known_definite_encodings=known, is_html=True)
    return decoded.unicode_markup or page.content.decode("utf-8", "replace")


def answered_at(page: Page) -> datetime | None:
    """When the server answered, by its own clock; None when it does not say."""
    try:
        stated = parsedate_to_datetime(page.headers.get("date", ""))
    except ValueError:
        return None
    return stated if stated.tzinfo else stated.replace(tzinfo=UTC)


def _failed(page: Page, posting: PostingOutline) -> Liveness:
    if page.status not in (404, 410):
        return _told(page, "unknown", f"the site answers {page.status}", "STATUS")
    evidence = f"the site answers {page.status} for {page.url}"
    if page.content_type not in _HTML:
        return _told(page, "gone", evidence, "STATUS")
    html = markup_of(page)
    try:
        return _gone(page, html, posting, evidence)
    except RecursionError:
        return _told(page, "gone", evidence, "STATUS")


def _gone(page: Page, html: str, posting: PostingOutline, evidence: str) -> Liveness:
    """Gone by its status, unless the page that comes with it says otherwise."""
    if _wall(page, html, status=403):
        return _told(page, "unknown", f"{evidence}, with a check for robots", "BOT_WALL")
    sight = look(html, posting)
    if sight.shown and sight.closing is None and (sight.stated or sight.overlap >= 0.5):
        return _told(page, "unknown", f"{evidence}, and yet shows “{sight.title or posting.title}”", "CONTRADICTION")
    if page.status == 404 and not sight.text.strip() and needs_browser(html) and "<div" in html:
        # Static hosts answer every address of a script application so, the good ones too.
        return _told(page, "unknown", f"{evidence}, with a page that only scripts fill", "SCRIPT_ONLY")
    return _told(page, "gone", evidence, "STATUS")


def _wall(page: Page, html: str, status: int | None = None) -> tuple[str, str] | None:
    """What stands before the page, as code and words; with `status` 403 only checks for robots are looked for."""
    try:
        classify_page(status or page.status, page.url, html)
    except AppError as error:
        if status is not None and (error.code != "BOT_WALL" or "check for robots" not in error.message):
            return None
        return error.code, error.message
    return None


def _read(page: Page, html: str, posting: PostingOutline, now: datetime | None, absent: bool) -> Liveness:
    sight = look(html, posting)
    if sight.closing is not None:
        return _told(page, "closed", sight.closing, "WORDS")
    if mark := _mark(page, html):
        return _told(page, "closed", mark, "BOARD_MARK")
    if (end := sight.valid_through) is not None and now is not None and _is_over(end, sight.posted_at, now):
        return _told(page, "closed", f"validThrough {end.isoformat()} is past", "VALID_THROUGH")
    move = _moved(page, html, posting, sight)
    if sight.shown:
        return _shown(page, posting, sight)
    if move is not None:
        return _followed(page, move, sight, posting)
    if absent and (quote := _not_found(sight)) is not None:
        return _told(page, "closed", quote, "NOT_FOUND_PAGE")
    return _unsure(page, html, posting, sight)


def _moved(page: Page, html: str, posting: PostingOutline, sight: Sight) -> Move | None:
    """Where the address led to, unless to the posting's own page; a fragment that routes a script page is no move."""
    routed = urlsplit(posting.url).fragment.startswith(("/", "!", "job"))
    move = move_of(posting.url, page.url)
    if move.kind == "same" and not sight.shown and (target := refreshed_to(html, page.url)):
        move = move_of(posting.url, target)
    return None if move.kind == "same" or (routed and move.kind in ("front", "list")) else move


def _followed(page: Page, move: Move, sight: Sight, posting: PostingOutline) -> Liveness:
    if move.kind == "error":
        return _told(page, "redirected", move.evidence, "REDIRECT_ERROR")
    if sight.title_listed is not None:
        words = f"{move.evidence}, where “{sight.title_listed}” is still listed"
        return _told(page, "unknown", words, "STILL_LISTED")
    if sight.stated_title is not None or move.kind == "other_posting":
        other = f" (“{sight.stated_title}”)" if sight.stated_title else ""
        return _told(page, "redirected", f"{move.evidence}{other}", "REDIRECT_OTHER_POSTING")
    if move.kind == "front":
        return _told(page, "redirected", move.evidence, "REDIRECT_FRONT_PAGE")
    if move.kind == "list" or len(sight.listed) >= _LISTED:
        return _told(page, "redirected", move.evidence, "REDIRECT_LIST")
    return _told(page, "unknown", f"{move.evidence}, which does not show “{posting.title}”", "REDIRECT_ELSEWHERE")


def _shown(page: Page, posting: PostingOutline, sight: Sight) -> Liveness:
    if sight.doubted is not None:
        words = f"the posting is shown, with “{sight.apply or 'a form'}”, and also “{sight.doubted}”"
        return _told(page, "unknown", words, "CONTRADICTION")
    parts = [f"“{sight.title}”"] if sight.title else [f"{sight.overlap:.0%} of the posting's text"]
    parts += [f"“{sight.apply}”"] if sight.apply else ["an application form"] if sight.form else []
    parts += ["a JobPosting for machines"] if sight.stated and not sight.apply else []
    parts += [f"{sight.overlap:.0%} of the posting's text"] if len(parts) < 2 and sight.overlap else []
    moved = "" if move_of(posting.url, page.url).kind == "same" else f", now at {page.url}"
    return _told(page, "open", f"the page shows {' and '.join(parts)}{moved}", "SHOWN")


def _unsure(page: Page, html: str, posting: PostingOutline, sight: Sight) -> Liveness:
    if len(sight.text) < _SHELL and needs_browser(html):
        return _told(page, "unknown", "the page is filled by scripts only", "SCRIPT_ONLY")
    if sight.doubted is not None:
        return _told(page, "unknown", f"only amid other text: “{sight.doubted}”", "CONTRADICTION")
    if sight.stated_title is not None:
        return _told(page, "unknown", f"the page now states “{sight.stated_title}”", "OTHER_TITLE")
    seen = f"“{sight.title}” but no way to apply" if sight.title else f"neither “{posting.title}” nor that it is over"
    return _told(page, "unknown", f"the page shows {seen}", "UNCLEAR")


def _mark(page: Page, html: str) -> str | None:
    host = (urlsplit(page.url).hostname or "").lower()
    for known, mark in _MARKS:
        if known.search(host) and (match := mark.search(html)):
            return match[0]
    return None


def _is_over(end: datetime, posted: datetime | None, now: datetime) -> bool:
    """Whether a stated end has passed for certain; an end before the posting's own date is no date at all."""
    end = end if end.tzinfo else end.replace(tzinfo=UTC)
    posted = posted if posted is None or posted.tzinfo else posted.replace(tzinfo=UTC)
    return end > _OLD and (posted is None or end >= posted) and end + _GRACE < now


def _not_found(sight: Sight) -> str | None:
    """The line by which a page with status 200 says that nothing is there, when it shows little else."""
    if sight.title is not None or sight.overlap >= 0.3 or len(sight.text) > _LITTLE:
        return None
    lines = [line.strip() for line in (sight.page_title, *sight.text.split("\n"))]
    return next((line for line in lines if len(line) <= 160 and _NOT_FOUND.search(line)), None)


def _told(page: Page, state: LivenessState, evidence: str, reason: str) -> Liveness:
    return Liveness(state=state, evidence=evidence[:600], reason=reason, url=page.url, status=page.status)
