"""Where a form goes, and what its page sends with it unseen: held against what was approved, and told. Pure.

What differs at every visit by nature (session, token, time) is taken off before anything is compared.
"""

import ipaddress
import re
from collections.abc import Sequence
from functools import cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from publicsuffixlist import PublicSuffixList

from tools.applications.forms.schemas import ApplicationForm, Destination, PageValue

VOLATILE = re.compile(
    r"csrf|xsrf|nonce|session|sess_?id|\bsid\b|token|verification|viewstate|event_?validation|captcha|turnstile|"
    r"challenge|time|stamp|\bts\b|elapsed|duration|expires|validity|signature|\bsig\b|cache|rand|request_?id|"
    r"^(?:_|t|cb|state)$",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"1[5-9]\d{8}(?:\d{3})?")
_RANDOM = re.compile(r"(?=\S*\d)(?=\S*[A-Za-z])[\w+/=.~-]{24,}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#]*|/\([A-Z]\([^)]*\)\)", re.IGNORECASE)
# A number that says which posting it is, though its name is one of a token ("token=4012345").
_NUMBER = re.compile(r"\d{4,9}")


def stable(url: str) -> str:
    """An address without what differs at every visit.

    >>> stable("https://x.example/f;jsessionid=1A?job=7&csrf=ab12#top")
    'https://x.example/f?job=7&csrf='
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url[:200]
    query = [(name, "" if _differs(name, value) else value) for name, value in parse_qsl(parts.query, True)]
    path = _IN_PATH.sub("", parts.path) or ("/" if parts.netloc else "")
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), path, urlencode(query), ""))


def _differs(name: str, value: str) -> bool:
    if VOLATILE.search(name) and not _NUMBER.fullmatch(value):
        return True
    return bool(_MOMENT.fullmatch(value) or (_RANDOM.fullmatch(value) and not _UUID.fullmatch(value)))


def host_of(url: str) -> str:
    """The host of an address with its port, as it is told to people; "" without one."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def site_of(url: str) -> str:
    """Who answers at an address: the name that somebody has registered, or the whole host where it is none.

    >>> site_of("https://apply.shop.example.co.uk/form"), site_of("https://one.github.io"), site_of("http://127.0.0.1:8")
    ('example.co.uk', 'one.github.io', '127.0.0.1:8')
    """
    netloc = host_of(url)
    host = (urlsplit(f"//{netloc}").hostname or "").rstrip(".")
    return netloc if _is_number(host) else _suffixes().privatesuffix(host) or netloc


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@cache
def _suffixes() -> PublicSuffixList:
    """Read once: below some of its names every customer has a name of their own."""
    return PublicSuffixList()


def receivers_of(form: ApplicationForm) -> list[str]:
    """The addresses that may take the form: its page, its frames, its action, and those that the person was told of."""
    there = form.goes_to or Destination()
    told = [form.url, *there.frames, *([there.action] if there.action else [])]
    return [*(one for one in told if host_of(one)), *(f"//{host}" for host in there.receivers)]


def is_named(url: str, form: ApplicationForm) -> bool:
    """Whether an address belongs to somebody whom the plan of a form names; what has no host leaves for nobody."""
    return not host_of(url) or site_of(url) in {site_of(one) for one in receivers_of(form)}


def goes_to_words(form: ApplicationForm) -> str:
    """Which host receives the form, and how, in words."""
    there = form.goes_to or Destination()
    taker = host_of(there.action or "") or next((host_of(one) for one in there.frames if host_of(one)), "")
    page = host_of(form.url)
    taker = taker or page
    ways = {"script": ", by a script of the page", "get": ", in the address of the next page", "post": ""}
    other = f" (another host than the page's, {page})" if site_of(f"//{taker}") != site_of(form.url) else ""
    also = [host for host in there.receivers if host != taker]
    beside = f"; and by {', '.join(also)}" if also else ""
    open_ = "; the connection is not encrypted" if (there.action or form.url).startswith("http:") else ""
    return f"{taker}{ways[there.method]}{other}{beside}{open_}"


def moved_between(planned: ApplicationForm, now: ApplicationForm) -> str | None:
    """What of where a form goes is another than when it was planned; None when it goes to the same. Pure."""
    before, after = planned.goes_to, now.goes_to
    if before is None or after is None:
        return None  # a plan from before destinations were read: what it asks is compared all the same
    if before.action != after.action or before.method != after.method:
        was, is_ = goes_to_words(planned), goes_to_words(now)
        if was == is_:
            was, is_ = str(before.action), str(after.action)
        return f"The form goes to another address now: {is_} instead of {was}."
    if before.frames != after.frames:
        return (
            f"The form stands in another frame now: {', '.join(after.frames) or 'the page itself'} instead of "
            f"{', '.join(before.frames) or 'the page itself'}."
        )
    return None


def settled_values(
    first: Sequence[PageValue], again: Sequence[PageValue], filled: Sequence[PageValue]
) -> list[PageValue]:
    """What a filled page sends unseen; without the values that were others at each of two visits."""
    pairs = {(one.name, one.value) for one in again}
    moving = {one.name for one in first if (one.name, one.value) not in pairs}
    return [one.model_copy(update={"value": None}) if one.name in moving else one for one in filled]


def unseen_between(planned: ApplicationForm, now: ApplicationForm, *, uploads: bool) -> str | None:
    """What a filled page sends unseen otherwise than when it was approved; with `uploads` a page may name files that it
    has taken meanwhile.
    """
    if planned.goes_to is None:
        return None
    before, after = _by_name(planned.page_values), _by_name(now.page_values)
    told = [
        f"“{name}” is “{_shown(after.get(name))}” instead of “{_shown(before.get(name))}”"
        for name in dict.fromkeys((*before, *after))
        if not _same(before.get(name), after.get(name)) and not (uploads and not any(before.get(name) or ()))
    ]
    return f"What the page sends unseen has changed: {'; '.join(told[:5])}." if told else None


def _by_name(values: Sequence[PageValue]) -> dict[str, list[str | None]]:
    found: dict[str, list[str | None]] = {}
    for one in values:
        found.setdefault(one.name, []).append(one.value)
    return found


def _same(before: list[str | None] | None, after: list[str | None] | None) -> bool:
    if before is None or after is None:
        return before == after
    if None in before or None in after:
        return len(before) == len(after)
    return before == after


def _shown(values: list[str | None] | None) -> str:
    return "nothing" if values is None else ", ".join((one or "")[:60] for one in values)
