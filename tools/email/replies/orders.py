"""Words in a mail that give orders to whoever reads it for the person. They are shown, and followed by nobody."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from tools.email.message import Mail
from tools.email.replies.anchors import Needs, anchors, may_match
from tools.email.replies.evidence import compiled, folded_line, table_rows
from tools.email.replies.speaking import seen, sentences

TABLE = "orders.v1.tsv"
_BASE64 = re.compile(r"(?<![\w/+=])(?:[A-Za-z0-9+/]{4}){5,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?(?![\w/+=])")
_LONGEST, _MOST, _BLOB, _MOST_READ = 300, 20, 4_000, 80_000


def orders_in(mail: Mail) -> list[str]:
    """The sentences that give orders: in subject, text, what the HTML hides, comments, and encoded stretches."""
    shown = seen(mail)
    stretches = [mail.subject, mail.sender.name or "", mail.text, shown.words, shown.hidden, *shown.comments]
    stretches += [attachment.name for attachment in mail.attachments]
    found = (line for stretch in stretches for line in orders_of(stretch[:_MOST_READ]))
    return list(dict.fromkeys(line[:_LONGEST] for line in found))[:_MOST]


def orders_of(text: str) -> list[str]:
    """The sentences of a text that give orders to its reader."""
    return [line for line in sentences(text) if is_order(line)]


@lru_cache(maxsize=2048)  # a mail's sentences are asked about by each step of its reading
def is_order(line: str) -> bool:
    """Whether a sentence gives an order to a machine that reads it, in plain words or encoded."""
    return _says(line) or any(_says(hidden) for hidden in _decoded(line))


def without_orders(lines: Iterable[str]) -> list[str]:
    """The sentences that give none."""
    return [line for line in lines if not is_order(line)]


def _says(line: str) -> bool:
    folded = folded_line(line)
    phrased = any(may_match(needs, folded) and pattern.search(folded) for needs, pattern in _phrases())
    return phrased or any(mark.search(line) for mark in _marks())


def _decoded(line: str) -> Iterator[str]:
    for blob in _BASE64.findall(line[:_BLOB]):
        try:
            text = base64.b64decode(blob, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue
        if sum(character.isprintable() for character in text) > 0.9 * len(text):
            yield text


@cache
def _phrases() -> tuple[tuple[Needs | None, re.Pattern[str]], ...]:
    rows = [pattern for _, form, pattern in table_rows(TABLE) if form == "phrase"]
    return tuple((anchors(phrase), compiled(phrase)) for phrase in rows)


@cache
def _marks() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.I | re.M) for _, form, pattern in table_rows(TABLE) if form == "marks")
