"""Where a link of a mail leads, read out of the link itself; nothing is asked over the network."""

import base64
import binascii
import gzip
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from tools.jobs.parsing.addresses import board_id, canonical_url

MOST_URL, MOST_UNPACKED, MOST_STEPS = 8_000, 20_000, 6
_INNER = re.compile(r"https?(?::|%3A|%253A)(?:/|%2F|%252F){2}", re.I)
_PACKED = re.compile(r"^[\w+/=~-]{16,}$")
# Parameters that redirectors put the target in; "q" only where nothing else can be meant.
_TARGETS = (
    "url", "u", "redirect", "redirect_url", "redirecturl", "redirect_uri", "redirectto", "target", "targeturl", "dest",
    "destination", "to", "goto", "link", "href", "adurl", "r", "p", "q", "rd", "d", "l", "a", "next", "desturl",
    "landing", "out", "session_redirect",
)  # fmt: skip
_URLDEFENSE = re.compile(r"/v3/__(?P<url>.+?)__;", re.I)
_CHROME = re.compile(
    r"unsubscri|opt-?out|abmelde|abbestell|desabonn|désabonn|darse-de-baja|/preferences?\b|/settings|/psettings|"
    r"/email-?(?:settings|preferences|prefs)(?:/|$)|/notifications?(?:/|$)|/alerts?(?:/|\?|$)|/jam/manage|"
    r"manage-?(?:alert|email)|"
    r"job-?alert(?:s)?/(?:edit|manage|delete|create)|/help(?:/|$)|/hilfe(?:/|$)|//support\.|/legal|/privacy|"
    r"datenschutz|impressum|"
    r"/terms|/agb\b|/login|/signin|sign-in|/signup|/premium|/messaging|/mynetwork|/feed/|/app(?:s|-download)?/|"
    r"play\.google\.com|apps\.apple\.com|itunes\.apple|onelink\.me|facebook\.com|instagram\.com|twitter\.com|"
    r"//(?:www\.)?x\.com|youtube\.com|tiktok\.com|/survey|relsurvey|/feedback|/pause|view-?in-?browser|webversion|"
    r"^(?:mailto|tel|sms):|^#|\.(?:png|jpe?g|gif|svg|css)(?:\?|$)",
    re.I,
)
_LISTS = re.compile(
    r"/jobs/(?:search|collections|search-results|alerts)|/jobs/?$|/jobs/?\?(?!.*(?:jk|currentJobId|jl|id)=)|"
    r"/job/jobs\.htm|/search/?(?:\?|$)|/jobs\.html|/stellenangebote/?(?:\?|$)|/offres/?(?:\?|$)|/empleos/?(?:\?|$)",
    re.I,
)
_JOB_PATH = re.compile(
    r"/(?:(?:[a-z]+-)?jobs?|job-?(?:detail|offer|listing|opening|posting|ad)s?|viewjob|careers?|vacanc(?:y|ies)|"
    r"positions?|"
    r"openings?|opportunit(?:y|ies)|requisitions?|stellen\w*|stelle|jobangebot\w*|offres?(?:-\w+)*|emplois?|"
    r"annonces?|ofertas?(?:-\w+)*|empleos?|trabajos?|vacantes?|vacatures?|offerte?|lavoro|p|o|"
    r"rc/clk)/(?P<rest>[^?#]{3,})",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Target:
    """What a link says of where it leads: the address in it, a posting's canonical one and the board's own id."""

    address: str
    url: str | None = None
    board: str | None = None
    external_id: str | None = None


@lru_cache(maxsize=2_048)  # one mail names the same few links many times
def target_of(link: str) -> Target:
    """Where a link leads, as far as it says so itself; `url` is set only for postings of known boards."""
    for address in reversed(unwrapped(link)):
        if (job := board_id(address)) is not None:
            return Target(address, _canonical(address, job.board), job.board, job.job)
    return Target(unwrapped(link)[-1])


def unwrapped(link: str) -> list[str]:
    """The link and, one in the other, the addresses that tracking wrapped into it; the last is the innermost."""
    found = [unescape(link.strip())[:MOST_URL]]
    for _ in range(MOST_STEPS):
        inner = next(_within(found[-1]), None)
        if inner is None or inner in found:
            break
        found.append(inner)
    return found


def is_chrome(link: str) -> bool:
    """Whether a link leads to settings, help, apps or social pages, and to no posting."""
    address = target_of(link).address
    return bool(_CHROME.search(_route(address))) or not address.lower().startswith(("http://", "https://"))


def is_list(link: str) -> bool:
    """Whether a link leads to a list of jobs, such as "see all jobs"."""
    target = target_of(link)
    return target.external_id is None and bool(_LISTS.search(target.address))


def plain_posting(link: str) -> str | None:
    """The address of an opening on a site that is no known board, where the path says that it is one."""
    address = target_of(link).address
    try:
        parts = urlsplit(address)
        if _JOB_PATH.search(parts.path + "/") and parts.path.count("/") >= 2 and not is_list(link):
            return canonical_url(address)
    except ValueError:
        return None
    return None


def _route(address: str) -> str:
    """An address without its query, in which "email_settings" and "alert" stand in tracking words."""
    return address.partition("?")[0]


def _canonical(address: str, board: str) -> str | None:
    try:
        url = canonical_url(address)
    except ValueError:
        return None
    url = re.sub(r"^http://", "https://", url)
    if board == "indeed":
        url = re.sub(r"//(?:apply|cts|clk|m|www\d?)\.indeed\.", "//www.indeed.", url)
    if board == "ziprecruiter" and re.search(r"/e?km/", url):
        return None  # a one-time redirect, not the posting's page
    return url


def _within(address: str) -> Iterator[str]:
    """The addresses that a link carries: in its path, in its query, packed or plain."""
    try:
        parts = urlsplit(address)
        query = parse_qsl(parts.query, max_num_fields=60)
    except ValueError:
        return
    if (guarded := _URLDEFENSE.search(address)) is not None:
        yield _http(guarded["url"]) or address
    if "urldefense" in parts.netloc and "/v2/" in parts.path:
        for name, value in query:
            if name == "u":
                yield from _some(_http(unquote(value.replace("-", "%").replace("_", "/"))))
    yield from _in_query(parts, query)
    yield from _in_path(parts)


def _in_query(parts: SplitResult, query: list[tuple[str, str]]) -> Iterator[str]:
    named = [(name.lower().removeprefix("_"), value) for name, value in query]
    for wanted in _TARGETS:
        for name, value in named:
            if name == wanted:
                yield from _some(_http(value) or _unpacked(value))
    if parts.query and _INNER.match(parts.query):
        yield from _some(_http(parts.query))


def _in_path(parts: SplitResult) -> Iterator[str]:
    if (inner := _INNER.search(parts.path)) is not None:
        rest = parts.path[inner.start() :]
        # "/L0/https:%2F%2Fhost%2Fjob%3Fi=1/1/0100…": what is encoded is the target, a plain slash ends it.
        cut = rest.split("/", 1)[0] if "%2f" in rest[: inner.end() - inner.start()].lower() else rest
        yield from _some(_http(cut + (f"?{parts.query}" if cut == rest and parts.query else "")))
    for segment in parts.path.split("/")[1:12]:
        if _PACKED.match(segment):
            yield from _some(_unpacked(segment))


def _some(address: str | None) -> Iterator[str]:
    if address is not None:
        yield address


def _http(value: str) -> str | None:
    """The address that a value is, decoded as often as it was encoded."""
    for _ in range(3):
        if re.match(r"https?://[^\s/]+", value, re.I):
            return value[:MOST_URL]
        decoded = unquote(value)
        if decoded == value:
            return None
        value = decoded
    return None


def _unpacked(value: str) -> str | None:
    """The address in a value that is base64: plain, compressed, or a field of the JSON in it."""
    if not _PACKED.match(value):
        return None
    try:
        raw = base64.b64decode(value.replace("-", "+").replace("_", "/").replace("~", "=") + "=" * (-len(value) % 4))
    except (binascii.Error, ValueError):
        return None
    text = _inflated(raw)[:MOST_UNPACKED].decode("utf-8", "replace")
    return _http(text) or (_http_in_json(text) if text.startswith("{") else None)


def _inflated(raw: bytes) -> bytes:
    window = zlib.MAX_WBITS | 16 if raw[:2] == b"\x1f\x8b" else zlib.MAX_WBITS if raw[:1] == b"\x78" else None
    if window is None:
        return raw
    try:
        return zlib.decompressobj(window).decompress(raw, MOST_UNPACKED)
    except (zlib.error, gzip.BadGzipFile):
        return raw


def _http_in_json(text: str, depth: int = 0) -> str | None:
    try:
        held: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(held, dict):
        return None
    values = [value for value in held.values() if isinstance(value, str)]
    direct = next((address for value in values if (address := _http(value))), None)
    nested = [value for value in values if value.startswith("{")]
    return direct or next((inner for value in nested if depth < 3 and (inner := _http_in_json(value, depth + 1))), None)
