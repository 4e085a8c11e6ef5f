"""A mail read as a job alert, whoever sent it."""

import hashlib
import re

from bs4.dammit import UnicodeDammit

from store.errors import ValidationError
from tools.email.alerts import generic
from tools.email.alerts.blocks import Page, page_of
from tools.email.alerts.kinds import addresses_inside, is_other, sounds_like_alert
from tools.email.alerts.layouts import job_links
from tools.email.alerts.links import target_of
from tools.email.alerts.openings import SURE
from tools.email.alerts.registry import PARSERS, AlertParser
from tools.email.alerts.schemas import AlertReading
from tools.email.message import MOST_HTML, Address, Mail, read_mail, tidy, words_of_html

__all__ = ["SURE", "expects_postings", "mail_of_file", "parser_of", "read_alert"]

_TITLE = re.compile(r"<title[^>]*>([^<]{1,300})</title>", re.I)
_MARKUP = re.compile(r"^\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype|html|head|body|table|div)\b", re.I | re.S)
_HEADERS = re.compile(r"^(?:[A-Za-z-]+: .*\r?\n(?:[ \t].*\r?\n)*){2,}")
_ALERT_ADDRESS = re.compile(r"job|alert|match|listing|digest|recommend|notifications\.", re.I)


def read_alert(mail: Mail, parser: str | None = None) -> AlertReading:
    """The openings of a mail: by the reader of the board that sent it, else by the one for all others, else none.

    `parser` names the reader to use instead. Raises ValidationError PARSER_UNKNOWN where there is none of that name.
    """
    if parser is not None:
        return _named(parser, mail)
    if is_other(mail):
        return AlertReading()
    known = parser_of(mail)
    if known is None:
        return generic.read(mail)
    reading = known.read(mail)
    return reading if reading.postings else _unknown_layout(reading, mail)


def parser_of(mail: Mail) -> AlertParser | None:
    """The board whose alert a mail is: by its sender; for forwarded mails and saved files by what is in them."""
    if is_other(mail):
        return None
    addresses = [mail.sender.address, *addresses_inside(mail)]
    found = next((one for one in PARSERS.values() if any(map(one.owns, addresses))), None)
    if found is not None or (mail.sender.address and not mail.is_forwarded):
        return found
    page = page_of(mail)
    counts = {one.name: max(job_links(page, one.layout), _links_to(page, one)) for one in PARSERS.values()}
    best = max(counts, key=lambda name: counts[name])
    return PARSERS[best] if counts[best] else None


def expects_postings(mail: Mail) -> bool:
    """Whether sender or subject say that a mail is an alert, so that reading nothing in it means a changed layout."""
    if is_other(mail):
        return False
    known = any(one.owns(mail.sender.address) for one in PARSERS.values())
    return sounds_like_alert(mail) or (known and bool(_ALERT_ADDRESS.search(mail.sender.address)))


def mail_of_file(name: str, data: bytes) -> Mail:
    """A saved mail: .eml as it was sent, .html or .txt with its body alone; what the ending says wrong is seen."""
    ending = name.rpartition(".")[2].lower()
    text = "" if ending == "eml" else (UnicodeDammit(data[:MOST_HTML], is_html=ending != "txt").unicode_markup or "")
    if ending == "eml" or (ending not in ("html", "htm") and _HEADERS.match(text)):
        return read_mail(data)
    digest = f"{hashlib.sha256(data).hexdigest()[:32]}@no-message-id"
    if ending in ("html", "htm") or _MARKUP.match(text):
        title = _TITLE.search(text[:20_000])
        subject = " ".join(tidy(title[1]).split()) if title else ""
        return Mail(digest, subject, Address(""), text=words_of_html(text), html=text)
    return Mail(digest, "", Address(""), text=tidy(text))


def _named(parser: str, mail: Mail) -> AlertReading:
    if parser == generic.NAME:
        return generic.read(mail)
    if parser not in PARSERS:
        listed = ", ".join([*PARSERS, generic.NAME])
        raise ValidationError(f"There is no reader {parser!r} of alerts; there are {listed}.", code="PARSER_UNKNOWN")
    return PARSERS[parser].read(mail)


def _unknown_layout(reading: AlertReading, mail: Mail) -> AlertReading:
    """A board's mail that its reader finds nothing in: read as any other's, for review, and said to be so."""
    other = generic.read(mail)
    if not other.postings:
        return reading
    problems = ["this board's layout was not known, so the openings were read as from any sender"]
    return other.model_copy(update={"parser": reading.parser, "board": reading.board, "problems": problems})


def _links_to(page: Page, parser: AlertParser) -> int:
    """Links on the board's own hosts, which in a saved alert are most."""
    hosts = [sender for sender in parser.senders if "@" not in sender]
    found = [target_of(link.href).address for line in page.lines for link in line.links]
    ours = [
        address for address in found if any(re.match(rf"https?://(?:[^/]*\.)?{re.escape(h)}/", address) for h in hosts)
    ]
    return len(ours) if len(ours) * 2 > len(found) else 0
