"""Mails that are made to trip whoever keeps them, and what must not be lost or done twice with odd ones."""

import time

import pytest

from tests.tools.mailbox import Mailbox
from tools.email.message import read_mail

HEADER = (
    b"From: Ada <ada@harbor.example>\r\nTo: me@example.com\r\nSubject: A note\r\n"
    b"Date: Tue, 24 Nov 2026 09:00:00 +0000\r\nMessage-ID: <one@harbor.example>\r\n"
)
PDF = b"Content-Type: application/pdf\r\nContent-Disposition: attachment; "
DEEP = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(2000))
TRAPS = {
    "a NUL in the text": HEADER + b"Content-Type: text/plain\r\n\r\nBefore \x00 after.\r\n",
    "half a character": HEADER + b'Content-Type: text/plain; charset="unicode_escape"\r\n\r\n\\ud800 \\x00\r\n',
    "a character set that always fails": HEADER + b'Content-Type: text/plain; charset="undefined"\r\n\r\nWords.\r\n',
    "a character set with a NUL": HEADER + b'Content-Type: text/plain; charset="a\x00b"\r\n\r\nWords.\r\n',
    "a file name with a NUL": HEADER + PDF + b'filename="a\x00b.pdf"\r\n\r\nx',
    "a file name of half a character": HEADER + PDF + b"filename*=utf-7''%2B2AA-.pdf\r\n\r\nx",
    "parts two thousand deep": HEADER + DEEP + b"Content-Type: text/plain\r\n\r\nWords.\r\n",
    "an id too long for an index": HEADER.replace(b"<one@", b"<" + b"one" * 3000 + b"@") + b"\r\nWords.\r\n",
    "a reference too long for an index": HEADER + b"References: <" + b"r" * 9000 + b"@x>\r\n\r\nWords.\r\n",
    "a sender of a megabyte": HEADER.replace(b"Ada", b" ".join(b"w%d" % n for n in range(150_000))) + b"\r\nWords.",
    "markup fifty thousand deep": HEADER + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 50_000 + b"Words.",
    "a date that no clock shows": HEADER.replace(b"2026", b"9999") + b"\r\nWords.\r\n",
    "nothing at all": b"\r\n",
}


@pytest.mark.parametrize("trap", TRAPS)
async def test_no_mail_keeps_the_others_from_being_read(mailbox: Mailbox, trap: str) -> None:
    begun = time.monotonic()
    plain = HEADER.replace(b"one@", b"two@").replace(b"A note", b"The other") + b"\r\nJust words.\r\n"
    result = await mailbox.hand_in(TRAPS[trap] + b"\r\n\r\n", plain)
    assert result.status == "completed", result.error
    assert "The other" in {one.subject for one in await mailbox.mails()}
    assert (await mailbox.sync()).status == "completed"
    assert time.monotonic() - begun < 20


def test_words_of_markup_that_is_nested_too_deeply_are_kept() -> None:
    mail = read_mail(TRAPS["markup fifty thousand deep"])
    assert mail.text == "Words."
