"""Where an address has led to: the same posting elsewhere, another one, a list, a front page, or who knows."""

import re
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl, urljoin, urlsplit

from bs4 import BeautifulSoup

from tools.jobs.parsing.addresses import board_id, canonical_url, same_page
from tools.jobs.parsing.markup import soup_of

MoveKind = Literal["same", "error", "front", "list", "other_posting", "elsewhere"]

# What boards put into the address they send people to when a posting is over.
_ERROR_QUERY = re.compile(
    r"(?:^|&)(?:error=(?:true|404|1|job_?not_?found|not_?found|expired\w*|closed)|not_?found=(?:true|1)|"
    r"(?:job_?)?(?:expired|closed|unavailable|notfound|not_found|inactive)=(?:true|1|yes)|(?:job_?)?(?:not_?found|"
    r"expired)(?:&|$)|trk=expired_jd_redirect|"
    r"(?:msg|message|status|reason|info|alert)=(?:job[-_]?)?(?:expired|closed|filled|not[-_]?found|unavailable|"
    r"inactive|gone|no[-_]longer[-_]available)\b)",
    re.I,
)
_ERROR_PATH = re.compile(
    r"/(?:job[-_]?)?(?:expired|not[-_]?found|404|closed|unavailable|gone|job[-_]no[-_]longer[-_]available|"
    r"position[-_](?:filled|closed)|error/?404)(?:\.\w+)?/?$",
    re.I,
)
_LOCALE = r"(?:[a-z]{2}(?:[-_][a-z]{2,4})?)"
_LIST_WORD = (
    r"(?:jobs?|careers?|career[-_]?(?:site|page|portal|home|search)?|positions?|openings?|open[-_](?:positions?|"
    r"roles|jobs)|vacanc(?:y|ies)|opportunities|"
    r"job[-_]?(?:search|list(?:ings?)?|board|offers?|openings?)|search(?:[-_]?jobs?|[-_]?results)?|all[-_]?jobs|"
    r"results|list|listings?|roles|"
    r"stellen(?:angebote|markt|anzeigen)?|karriere|offene[-_]stellen|jobsuche|emplois?|"
    r"offres?(?:[-_]d[-_]?emplois?)?|carrieres?|recrutement|nos[-_]offres|recherche|"
    r"empleos?|ofertas?(?:[-_]de[-_](?:empleo|trabajo))?|trabaja[-_]con[-_]nosotros|vacantes|vacatures?|"
    r"werken[-_]bij|vagas|carreiras|"
    r"offerte(?:[-_]di[-_]lavoro)?|lavora[-_]con[-_]noi|annunci|join[-_]?us|work[-_]with[-_]us|hiring|home|index|"
    r"default|welcome|departments?|team|about)"
)
_FRONT_PATH = re.compile(rf"^/(?:{_LOCALE}/?)?(?:(?:index|home|default|welcome)(?:\.\w{{2,5}})?/?)?$", re.I)
_LIST_PATH = re.compile(rf"^/(?:{_LOCALE}/)?(?:[\w.-]+/){{0,2}}{_LIST_WORD}(?:\.\w{{2,5}})?/?$", re.I)
_SIDE_HOST = re.compile(
    r"^(?:consent|login|sso|auth|accounts?|id|idp|signin|captcha|geo|validate|challenge|secure)\.|consent\.", re.I
)
_SIDE_PATH = re.compile(
    r"/(?:consent|captcha|challenge|maintenance|blocked|geo|unsupported|verify|cookie|splash|region|country)\b", re.I
)


class Move(NamedTuple):
    """What the final address is, and both addresses as evidence."""

    kind: MoveKind
    evidence: str


def move_of(asked: str, reached: str) -> Move:
    """Compare the address that was asked for with the one that answered. Pure."""
    words = f"{asked} now leads to {reached}"
    if same_page(asked, reached) or _same_job(asked, reached):
        return Move("same", reached)
    there = urlsplit(reached)
    if _SIDE_HOST.search(there.hostname or "") or _SIDE_PATH.search(there.path):
        return Move("elsewhere", words)
    if _ERROR_QUERY.search(there.query) or _ERROR_PATH.search(there.path):
        return Move("error", words)
    known, found = board_id(asked), board_id(reached)
    if known is not None and found is not None and known.board == found.board:
        return Move("other_posting", words)
    return Move(_place(asked, reached), words)


def _place(asked: str, reached: str) -> MoveKind:
    """The kind of page that an address without our posting's number names."""
    here, there = urlsplit(canonical_url(asked)), urlsplit(canonical_url(reached))
    if here.path.rstrip("/") == there.path.rstrip("/") and _site(asked) == _site(reached):
        # Only the query changed: the number that named the posting is gone, or another parameter came.
        return "list" if _ids(here.query) and not _ids(there.query) else "same"
    if _FRONT_PATH.match(there.path):
        return "front"
    if _LIST_PATH.match(there.path) or _is_parent(here.path, there.path):
        return "list"
    return "elsewhere"


def refreshed_to(html: str, url: str) -> str | None:
    """Where a page sends its reader on by a meta refresh of at most ten seconds; None when it does not."""
    tag = _refresh(soup_of(html)) if re.search(r"http-equiv\s*=\s*[\"']?refresh", html, re.I) else None
    match = re.match(r"\s*(\d+)[^;,]*[;,]\s*url\s*=\s*['\"]?([^'\"]+)", tag, re.I) if tag else None
    if match is None or int(match[1]) > 10:
        return None
    return str(urljoin(url, match[2].strip()))


def _refresh(soup: BeautifulSoup) -> str | None:
    tag = soup.find("meta", attrs={"http-equiv": re.compile(r"^refresh$", re.I)})
    if tag is None or tag.find_parent("noscript") is not None:
        return None
    return str(tag.get("content") or "") or None


def _same_job(asked: str, reached: str) -> bool:
    """The same number on the same board, or the posting's own number again in the new address."""
    known, found = board_id(asked), board_id(reached)
    if known is not None and found is not None and known.board == found.board:
        return known.job == found.job and (known.everywhere or known.company in (None, found.company))
    numbers = _numbers(asked)
    return bool(numbers) and bool(numbers & _numbers(reached))


def _numbers(url: str) -> set[str]:
    """Long tokens with digits that can only be a posting's own."""
    parts = urlsplit(url)
    tokens = re.findall(
        r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z]{0,4}[-_]?\d{5,}|[0-9A-Fa-f]{10,}", f"{parts.path}?{parts.query}"
    )
    known = board_id(url)
    return {token.lower() for token in [*tokens, *([known.job] if known else [])]}


def _ids(query: str) -> bool:
    return any(re.search(r"\d{3,}|[0-9a-f]{8,}", value) for _, value in parse_qsl(query))


def _is_parent(path: str, other: str) -> bool:
    """Whether the other path is the way to this one, cut short: the company's page, or the list's."""
    return len(other.rstrip("/")) < len(path.rstrip("/")) and path.startswith(other.rstrip("/") + "/")


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").lower().removeprefix("www.")
