"""Mails out of an mbox file or a single .eml, one at a time, whatever the file's size."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from typing import BinaryIO

_LINE = 64 * 1024
_QUOTED = re.compile(rb"^>+From ")
_BEGINS = re.compile(rb"^From \S.*\d\d:\d\d")  # a sentence of a mail may begin with From, after a blank line too
_ENVELOPE = re.compile(rb"^From .*?(\w{3} \w{3} [ \d]\d \d\d:\d\d(?::\d\d)?(?: [A-Z]{3,4}| [+-]\d{4})? \d{4})")


@dataclass(frozen=True, slots=True)
class FiledMessage:
    """One message of a file, and where it lies in it. `raw` are only its headers when it is `too_large`."""

    offset: int
    length: int
    raw: bytes
    sent_at: datetime | None
    too_large: bool = False

    @property
    def digest(self) -> str:
        """A short name of its content."""
        return hashlib.sha256(self.raw).hexdigest()[:24]


def split_mbox(stream: BinaryIO, *, max_bytes: int, start: int = 0) -> Iterator[FiledMessage]:
    """The messages of an mbox from an offset on; only one of them is in memory, and never more than `max_bytes`."""
    stream.seek(start)
    gathered: _Gathered | None = None
    offset, blank, fresh = start, True, True
    while line := stream.readline(_LINE):
        if fresh and blank and (_BEGINS.match(line) or (gathered is None and line.startswith(b"From "))):
            if gathered is not None:
                yield gathered.message(offset)
            gathered = _Gathered(offset, max_bytes, line)
        elif gathered is not None:
            gathered.add(line, fresh=fresh)
        blank = fresh and not line.strip(b"\r\n")
        fresh = line.endswith(b"\n")  # a longer line comes in pieces
        offset += len(line)
    if gathered is not None:
        yield gathered.message(offset)


def uploaded(stream: BinaryIO, *, max_bytes: int) -> Iterator[FiledMessage]:
    """The messages of an uploaded file: an mbox when it begins like one, else a single mail."""
    stream.seek(0)
    if stream.read(5) == b"From ":
        yield from split_mbox(stream, max_bytes=max_bytes)
        return
    stream.seek(0)
    raw = stream.read(max_bytes + 1)
    large = len(raw) > max_bytes
    raw = _headers(raw) if large else raw
    if raw.strip():
        yield FiledMessage(0, stream.seek(0, 2), raw, sent_at(raw), large)


def sent_at(raw: bytes) -> datetime | None:
    """When the Date header says that it was sent."""
    value = BytesHeaderParser().parsebytes(_headers(raw)).get("Date")
    try:
        moment = parsedate_to_datetime(str(value)) if value else None
    except (ValueError, TypeError, OverflowError):
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None


class _Gathered:
    """The message that is being read."""

    def __init__(self, offset: int, max_bytes: int, envelope: bytes) -> None:
        self._offset, self._most, self._envelope = offset, max_bytes, envelope
        self._raw, self._large = bytearray(), False

    def add(self, line: bytes, *, fresh: bool) -> None:
        if self._large:
            return
        self._raw += line[1:] if fresh and _QUOTED.match(line) else line
        if len(self._raw) > self._most:
            self._large, self._raw = True, bytearray(_headers(bytes(self._raw)))

    def message(self, end: int) -> FiledMessage:
        raw = bytes(self._raw)
        for tail in (b"\r\n\r\n", b"\n\n"):  # the blank line before the next message is the file's, not the mail's
            if not self._large and raw.endswith(tail):
                raw = raw[: -len(tail) // 2]
                break
        return FiledMessage(self._offset, end - self._offset, raw, _envelope_date(self._envelope, raw), self._large)


def _envelope_date(line: bytes, raw: bytes) -> datetime | None:
    match = _ENVELOPE.match(line)
    if match:
        words = match[1].decode("ascii", "replace").split()
        text = " ".join([*words[:4], words[-1]]) if len(words) >= 5 else ""
        for form in ("%a %b %d %H:%M:%S %Y", "%a %b %d %H:%M %Y"):
            try:
                return datetime.strptime(text, form).replace(tzinfo=UTC)
            except ValueError:
                continue
    return sent_at(raw)


def _headers(raw: bytes) -> bytes:
    ends = [at + len(end) for end in (b"\r\n\r\n", b"\n\n") if (at := raw.find(end)) >= 0]
    return raw[: min(ends, default=min(len(raw), _LINE))]
