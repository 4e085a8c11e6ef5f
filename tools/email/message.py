"""One mail, taken apart. Pure: bytes in, plain data out; nothing in it is trusted or followed."""

import hashlib
import re
from binascii import a2b_base64, a2b_qp
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from itertools import islice
from typing import Any

from bs4 import BeautifulSoup
from bs4.dammit import EncodingDetector, UnicodeDammit

KEPT_HEADERS = (
    "list-unsubscribe", "list-unsubscribe-post", "list-id", "auto-submitted", "precedence", "authentication-results",
    "return-path", "x-mailer", "x-gm-labels",
)  # fmt: skip
MOST_PARTS, MOST_TEXT, MOST_HTML = 200, 400_000, 3_000_000
# The standard library takes minutes over headers of megabytes, and an index holds no id of thousands.
MOST_HEADER, MOST_ID = 20_000, 500
MOST_NESTED = 1000
# What the standard library raises over malformed headers.
_BROKEN = (ValueError, IndexError, LookupError, AttributeError, TypeError, HeaderParseError)
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_BLOCKS = re.compile(r"^(?:p|div|br|tr|li|ul|ol|table|h[1-6]|blockquote|hr|section|article|header|footer|pre)$")
# A word without its "?=", cut at the next word or at the header's end, is told by its beginning alone.
_BROKEN_WORD = re.compile(
    r"=\?(?P<charset>[\w*-]{2,30})\?(?P<kind>[qb])\?(?P<words>(?:[^?\s]|\?(?!=|MIME|$)){0,2000})(?:\?=|\?$|\?(?=MIME)|$)",
    re.I,
)
_WHOLE_WORD = re.compile(r"=\?[\w*-]{2,30}\?[qb]\?[^?\s]{0,2000}\?=", re.I)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]{0,30})[^<>]*?(/?)>")
_ENDS_ITSELF = frozenset(
    {"br", "img", "hr", "meta", "link", "input", "p", "li", "tr", "td", "th", "dt", "dd", "option", "area", "base",
     "col", "wbr", "source"}
)  # fmt: skip
_ANGLED = re.compile(r"<([^<>\s]+)>")
_FORWARDED = re.compile(r"\s*(?:fwd?|wg|tr|rv|enc|i|wtr|doorst)\s*:", re.I)


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody who writes or is written to. `address` is lower case."""

    address: str
    name: str | None = None

    @property
    def domain(self) -> str:
        """What follows the @."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the mail; `size` in bytes."""

    name: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as read. `message_id` stands without angle brackets; a mail without one gets one made of its content.

    `text` is what a person reads: the plain part, else the words of the HTML. `calendars` are the text/calendar parts.
    `headers` holds KEPT_HEADERS by their names in lower case.
    """

    message_id: str
    subject: str
    sender: Address
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: Address | None = None
    sent_at: datetime | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    text: str = ""
    html: str | None = None
    calendars: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_bulk(self) -> bool:
        """Whether its headers say that it went to many."""
        return "list-unsubscribe" in self.headers or self.headers.get("precedence", "").lower() in ("bulk", "list")

    @property
    def is_forwarded(self) -> bool:
        """Whether somebody passed it on, as its subject says."""
        return bool(_FORWARDED.match(self.subject))


def read_mail(raw: bytes) -> Mail:
    """Take a MIME message apart. Never raises for a broken one: what cannot be read is left out."""
    message = _message(raw)
    plain, html, calendars, attachments = _parts(message)
    sender = (_addresses(message, "from") or (Address(""),))[0]
    return Mail(
        message_id=_first_id(message, "message-id") or f"{hashlib.sha256(raw).hexdigest()[:32]}@no-message-id",
        subject=_header(message, "subject"),
        sender=sender,
        to=_addresses(message, "to"),
        cc=_addresses(message, "cc"),
        reply_to=next(iter(_addresses(message, "reply-to")), None),
        sent_at=_moment(_header(message, "date")) or _received(message),
        in_reply_to=_first_id(message, "in-reply-to"),
        references=tuple(dict.fromkeys(map(_short, _ANGLED.findall(_header(message, "references"))))),
        text=_readable(plain, html),
        html=html,
        calendars=calendars,
        attachments=attachments,
        headers={name: value for name in KEPT_HEADERS if (value := _header(message, name))},
    )


def _message(raw: bytes) -> EmailMessage:
    """The message; of one whose parts lie too deep to be taken apart, its header alone."""
    try:
        message = message_from_bytes(raw, policy=policy.default)
        deque(islice(message.walk(), MOST_PARTS), maxlen=0)
    except (RecursionError, *_BROKEN):
        message = BytesHeaderParser(policy=policy.default).parsebytes(raw)
        del message["content-type"], message["content-disposition"]
        message.set_payload("")
    if not isinstance(message, EmailMessage):
        raise TypeError("policy.default makes EmailMessages")
    return message


def storable(text: str) -> str:
    """Without what a database cannot hold: NUL, and halves of characters."""
    return _UNSTORABLE.sub("\ufffd", text)


def storable_data(value: Any) -> Any:
    """The same for JSON: an address may spell NUL as %00, and is read as it was meant."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {name: storable_data(part) for name, part in value.items()}
    return [storable_data(part) for part in value] if isinstance(value, list) else value


def words_of_html(markup: str) -> str:
    """The words that a person sees of an HTML mail, blocks on lines of their own; links are left out."""
    return words_of_soup(BeautifulSoup(markup[:MOST_HTML], "lxml"))


def words_of_soup(soup: BeautifulSoup) -> str:
    """The same of markup that is parsed already; it is changed by that."""
    for hidden in soup(["style", "script", "head", "title"]):
        hidden.decompose()
    for block in soup.find_all(_BLOCKS):
        block.insert_before("\n")
        block.append("\n")
    return tidy(soup.get_text())


def tidy(text: str) -> str:
    """Without invisible padding, spaces at line ends, and more than one empty line in a row."""
    plain = re.sub(r"[\u00ad\u034f\u061c\u200b-\u200f\u2060-\u2064\ufeff]", "", text).replace("\xa0", " ")
    lines = [re.sub(r"[ \t\f\v]+", " ", line).strip() for line in plain.replace("\r\n", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _readable(plain: str, html: str | None) -> str:
    if len(plain.strip()) >= 40 or html is None:
        return tidy(plain)[:MOST_TEXT]
    return (words_of_html(html) or tidy(plain))[:MOST_TEXT]


def _parts(message: EmailMessage) -> tuple[str, str | None, tuple[str, ...], tuple[Attachment, ...]]:
    plain, html, calendars, attachments = list[str](), list[str](), list[str](), list[Attachment]()
    for part in _leaves(message):
        kind, body = storable(part.get_content_type())[:MOST_ID], _payload(part)
        named = _filename(part)
        if kind == "text/calendar":
            calendars.append(_decoded(part, body))
        elif part.get_content_disposition() == "attachment" or (named and not kind.startswith("text/")):
            attachments.append(Attachment(named or "unnamed", kind, len(body)))
        elif kind == "text/plain":
            plain.append(_decoded(part, body))
        elif kind == "text/html":
            html.append(_decoded(part, body))
    return "\n".join(plain), _shallow("\n".join(html)[:MOST_HTML]) or None, tuple(calendars), tuple(attachments)


def _shallow(markup: str) -> str:
    """The markup, or its words alone where it is nested so deeply that it would take minutes to read."""
    depth = 0
    for closing, name, alone in _TAG.findall(markup):
        if not alone and name.lower() not in _ENDS_ITSELF:
            depth = max(0, depth - 1) if closing else depth + 1
            if depth > MOST_NESTED:
                return re.sub(r"<[^<>]*>", " ", markup)
    return markup


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts without parts, the first MOST_PARTS; a forwarded message's own parts too."""
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return
        if not part.is_multipart() and isinstance(part, EmailMessage) and _is_legible(part):
            yield part


def _is_legible(part: EmailMessage) -> bool:
    """Whether what the part says of itself can be read."""
    try:
        return bool((part.get_content_type(), part.get_content_disposition(), part.get_content_charset()))
    except _BROKEN:
        return False


def _payload(part: EmailMessage) -> bytes:
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""


def _decoded(part: EmailMessage, body: bytes) -> str:
    """The text in the character set it names, or, where that is wrong or unknown, the one it seems to be in."""
    named = part.get_content_charset()
    try:
        return storable(body.decode(named or "utf-8"))
    except (LookupError, ValueError):  # some of Python's own character sets fail with more than UnicodeDecodeError
        html = part.get_content_type() == "text/html"
        likely = [EncodingDetector.find_declared_encoding(body, is_html=html), "utf-8", "windows-1252"]
        return storable(UnicodeDammit(body, [one for one in likely if one], is_html=html).unicode_markup or "")


def _filename(part: EmailMessage) -> str | None:
    try:
        named = part.get_filename()
        return storable(named)[:MOST_ID] if named else None
    except _BROKEN:
        return None


def _received(message: EmailMessage) -> datetime | None:
    """When the first server took the mail, for mails that lost their date on the way."""
    stamps = [str(value).rpartition(";")[2] for key, value in message.raw_items() if key.lower() == "received"]
    return next((moment for stamp in reversed(stamps[:50]) if (moment := _moment(" ".join(stamp.split())))), None)


def _unbroken(value: str) -> str | None:
    """A raw header whose encoded words were cut so that the standard library leaves some; None if all are whole."""
    if "=?" not in value or "=?" not in _WHOLE_WORD.sub("", value):
        return None
    joined = re.sub(r"\?=?\s+(?==\?)", "?=", value)
    return _BROKEN_WORD.sub(_decoded_word, joined)


def _decoded_word(match: re.Match[str]) -> str:
    charset, kind, words = match["charset"].partition("*")[0], match["kind"].lower(), match["words"]
    try:
        raw = a2b_base64(words + "=" * (-len(words) % 4)) if kind == "b" else a2b_qp(words.replace("_", " "))
        return raw.decode(charset, "replace")
    except (LookupError, ValueError):
        return match[0]


def _header(message: EmailMessage, name: str) -> str:
    """A header's text on one line, without what a database cannot hold; empty where there is none."""
    raw = next((str(raw) for key, raw in message.raw_items() if key.lower() == name), "")
    value: object = raw[:MOST_HEADER] if len(raw) > MOST_HEADER else _unbroken(raw) if name == "subject" else None
    try:
        value = message.get(name) if value is None else value
    except _BROKEN:
        value = None
    kept = str(raw if value is None else value).encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    return " ".join(kept.split())


def _addresses(message: EmailMessage, name: str) -> tuple[Address, ...]:
    found = getaddresses([_header(message, name)]) if _header(message, name) else []
    return tuple(Address(address.strip().lower(), shown.strip() or None) for shown, address in found if "@" in address)


def _first_id(message: EmailMessage, name: str) -> str | None:
    found = _ANGLED.search(_header(message, name))
    return _short(found.group(1)) if found else None


def _short(name: str) -> str:
    """An id as it can be indexed: one of extreme length by its digest."""
    return name if len(name) <= MOST_ID else f"{hashlib.sha256(name.encode()).hexdigest()[:32]}@long-message-id"


def _moment(value: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    try:
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except OverflowError:
        return None
