"""One mail, taken apart. Pure: bytes in, plain data out; nothing in it is trusted or followed."""

import hashlib
import re
from binascii import a2b_base64, a2b_qp
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime

from bs4 import BeautifulSoup
from bs4.dammit import EncodingDetector, UnicodeDammit

KEPT_HEADERS = (
    "list-unsubscribe", "list-unsubscribe-post", "list-id", "auto-submitted", "precedence", "authentication-results",
    "return-path", "x-mailer", "x-gm-labels",
)  # fmt: skip
MOST_PARTS, MOST_TEXT, MOST_HTML = 200, 400_000, 3_000_000
_BLOCKS = re.compile(r"^(?:p|div|br|tr|li|ul|ol|table|h[1-6]|blockquote|hr|section|article|header|footer|pre)$")
# A word without its "?=", cut at the next word or at the header's end, is told by its beginning alone.
_BROKEN_WORD = re.compile(
    r"=\?(?P<charset>[\w*-]{2,30})\?(?P<kind>[qb])\?(?P<words>(?:[^?\s]|\?(?!=|MIME|$)){0,2000})(?:\?=|\?$|\?(?=MIME)|$)",
    re.I,
)
_WHOLE_WORD = re.compile(r"=\?[\w*-]{2,30}\?[qb]\?[^?\s]{0,2000}\?=", re.I)
_ANGLED = re.compile(r"<([^<>\s]+)>")


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


def read_mail(raw: bytes) -> Mail:
    """Take a MIME message apart. Never raises for a broken one: what cannot be read is left out."""
    message = message_from_bytes(raw, policy=policy.default)
    if not isinstance(message, EmailMessage):
        raise TypeError("policy.default makes EmailMessages")
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
        references=tuple(dict.fromkeys(_ANGLED.findall(_header(message, "references")))),
        text=_readable(plain, html),
        html=html,
        calendars=calendars,
        attachments=attachments,
        headers={name: value for name in KEPT_HEADERS if (value := _header(message, name))},
    )


def words_of_html(markup: str) -> str:
    """The words that a person sees of an HTML mail, blocks on lines of their own; links are left out."""
    soup = BeautifulSoup(markup[:MOST_HTML], "lxml")
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
        kind, body = part.get_content_type(), _payload(part)
        named = _filename(part)
        if kind == "text/calendar":
            calendars.append(_decoded(part, body))
        elif part.get_content_disposition() == "attachment" or (named and not kind.startswith("text/")):
            attachments.append(Attachment(named or "unnamed", kind, len(body)))
        elif kind == "text/plain":
            plain.append(_decoded(part, body))
        elif kind == "text/html":
            html.append(_decoded(part, body))
    return "\n".join(plain), "\n".join(html)[:MOST_HTML] or None, tuple(calendars), tuple(attachments)


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts without parts, the first MOST_PARTS; a forwarded message's own parts too."""
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return
        if not part.is_multipart() and isinstance(part, EmailMessage):
            yield part


def _payload(part: EmailMessage) -> bytes:
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""


def _decoded(part: EmailMessage, body: bytes) -> str:
    """The text in the character set it names, or, where that is wrong or unknown, the one it seems to be in."""
    named = part.get_content_charset()
    try:
        return body.decode(named or "utf-8")
    except (LookupError, UnicodeDecodeError):
        html = part.get_content_type() == "text/html"
        likely = [EncodingDetector.find_declared_encoding(body, is_html=html), "utf-8", "windows-1252"]
        return UnicodeDammit(body, [one for one in likely if one], is_html=html).unicode_markup or ""


def _filename(part: EmailMessage) -> str | None:
    try:
        return part.get_filename()
    except (ValueError, LookupError, HeaderParseError):
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
    value: object = _unbroken(raw) if name == "subject" else None
    try:
        value = message.get(name) if value is None else value
    except (ValueError, IndexError, LookupError, AttributeError, TypeError, HeaderParseError):
        value = None  # the standard library's parser trips over some malformed headers
    kept = str(raw if value is None else value).encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    return " ".join(kept.split())


def _addresses(message: EmailMessage, name: str) -> tuple[Address, ...]:
    found = getaddresses([_header(message, name)]) if _header(message, name) else []
    return tuple(Address(address.strip().lower(), shown.strip() or None) for shown, address in found if "@" in address)


def _first_id(message: EmailMessage, name: str) -> str | None:
    found = _ANGLED.search(_header(message, name))
    return found.group(1) if found else None


def _moment(value: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    try:
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except OverflowError:
        return None
