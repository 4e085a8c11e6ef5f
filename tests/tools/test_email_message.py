"""One mail taken apart, however broken it is."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.email.message import MOST_TEXT, Address, read_mail, tidy, words_of_html


def raw(headers: str, body: str = "Hello") -> bytes:
    return f"{headers}\n\n{body}".encode()


def test_a_plain_mail() -> None:
    mail = read_mail(
        raw(
            'From: "Quint, Mara" <Mara@Acme.example>\nTo: Robin <r@x.example>, s@x.example\nCc: t@x.example\n'
            "Reply-To: hr@acme.example\n"
            "Subject: Hi\nDate: Mon, 12 Oct 2026 09:30:00 +0200\nMessage-ID: <1@acme.example>\n"
            "In-Reply-To: <0@x.example>\n"
            "References: <a@x.example>\n <0@x.example> <a@x.example>\nList-Id: <l.acme.example>"
        )
    )
    assert mail.sender == Address("mara@acme.example", "Quint, Mara")
    assert mail.sender.domain == "acme.example"
    assert [one.address for one in mail.to] == ["r@x.example", "s@x.example"]
    assert (mail.message_id, mail.in_reply_to) == ("1@acme.example", "0@x.example")
    assert mail.references == ("a@x.example", "0@x.example")
    assert mail.sent_at == datetime(2026, 10, 12, 7, 30, tzinfo=UTC)
    assert mail.reply_to == Address("hr@acme.example")
    assert mail.headers == {"list-id": "<l.acme.example>"}
    assert mail.text == "Hello"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?q?F=C3=BCr_dich?=", "Für dich"),
        ("=?utf-8?B?RsO8ciBkaWNo?=", "Für dich"),
        ("=?utf-8?q?F=C3=BC?= =?utf-8?q?r_dich?=", "Für dich"),
        ("=?UTF-8?Q?F=C3=BCr? =?UTF-8?Q?_dich?=", "Für dich"),
        ("=?utf-8?q?F=C3=BCr_dich", "Für dich"),
        ("=?nowhere?q?a?=", "a"),
        ("=?UTF-8?Q?Bread_=E2=80=93_new? =?UTF-8?Q?_jobs", "Bread – new jobs"),
        ("5 =? 3", "5 =? 3"),
        ("a\x00b", "ab"),
        ("", ""),
    ],
)
def test_subjects(written: str, read: str) -> None:
    assert read_mail(raw(f"Subject: {written}")).subject == read


def test_without_a_date_the_first_server_tells_it() -> None:
    last, first = "Tue, 5 May 2026 08:20:27 -0700 (PDT)", "Tue, 5 May 2026 08:20:26 -0700"
    stamps = f"Received: by b.example; {last}\nReceived: from a.example by b.example;\n {first}"
    assert read_mail(raw(stamps)).sent_at == datetime(2026, 5, 5, 15, 20, 26, tzinfo=UTC)
    assert read_mail(raw("Subject: x")).sent_at is None
    assert read_mail(raw("Date: someday")).sent_at is None


def test_html_stands_in_for_a_stub() -> None:
    message = EmailMessage()
    message.set_content("See HTML")
    message.add_alternative("<p>A long enough text that people read</p><p>Two</p>", subtype="html")
    mail = read_mail(message.as_bytes())
    assert mail.text.split("\n\n") == ["A long enough text that people read", "Two"]
    assert mail.html is not None


def test_attachments_and_invitations() -> None:
    message = EmailMessage()
    message.set_content("See the files that are attached to this message.")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="offer.pdf")
    message.add_attachment("BEGIN:VCALENDAR\nEND:VCALENDAR", subtype="calendar", filename="invite.ics")
    mail = read_mail(message.as_bytes())
    assert [(one.name, one.content_type, one.size) for one in mail.attachments] == [("offer.pdf", "application/pdf", 4)]
    assert "VCALENDAR" in mail.calendars[0]


BROKEN = {
    "nothing": b"",
    "no header": b"just words",
    "no end of multipart": b'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\nHello',
    "no boundary": b"Content-Type: multipart/mixed\n\nHello",
    "nested in itself": b'Content-Type: multipart/mixed; boundary="x"\n\n'
    + b'--x\nContent-Type: multipart/mixed; boundary="x"\n\n' * 60,
    "charset unknown": b"Content-Type: text/plain; charset=klingon\n\nHello",
    "charset wrong": "Content-Type: text/plain; charset=ascii\n\nGrüße".encode(),
    "latin in utf-8": b"Content-Type: text/plain; charset=utf-8\n\nGr\xfc\xdfe",
    "base64 cut": b"Content-Transfer-Encoding: base64\n\nSGVsbG8",
    "quoted-printable odd": b"Content-Transfer-Encoding: quoted-printable\n\nHello =\n=ZZ =C3=",
    "encoding unknown": b"Content-Transfer-Encoding: x-pigeon\n\nHello",
    "type unknown": b"Content-Type: \xff\xfe/;;;=\n\nHello",
    "address broken": b'From: <<>>,;@ "\n\nHello',
    "address of bytes": b"From: \xff\xfe <\xff@x.example>\n\nHello",
    "header folded badly": b"Subject: a\n\n b\n c",
    "file name broken": b"Content-Disposition: attachment; filename*=utf-9''%ff%fe\n\nx",
    "many headers": b"".join(b"X-%d: y\n" % n for n in range(3_000)) + b"\nHello",
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_mails_are_read_as_far_as_they_go(name: str) -> None:
    mail = read_mail(BROKEN[name])
    assert mail.message_id.endswith("@no-message-id")
    mail.subject.encode()
    mail.text.encode()


def test_character_sets() -> None:
    assert read_mail(BROKEN["latin in utf-8"]).text == "Grüße"
    assert read_mail(BROKEN["charset unknown"]).text == "Hello"


def test_the_same_mail_has_the_same_number() -> None:
    assert (
        read_mail(b"a: b\n\nx").message_id == read_mail(b"a: b\n\nx").message_id != read_mail(b"a: b\n\ny").message_id
    )


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    mail = read_mail(data)
    assert "\x00" not in mail.subject
    assert len(mail.text) <= MOST_TEXT


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["from", "subject", "date", "references", "content-type", "received"]), st.text(max_size=120))
def test_any_header(name: str, value: str) -> None:
    read_mail(f"{name}: {value}\n\nHello".encode("utf-8", "surrogateescape"))


def test_words_of_html_and_tidy() -> None:
    assert words_of_html("<style>x</style><p>One<br>two</p><script>y</script>") == "One\n\ntwo"
    assert tidy("a\u200b\u00ad  b \r\n\n\n\nc") == "a b\n\nc"


@pytest.mark.parametrize("header", ["Precedence: Bulk", "Precedence: list", "List-Unsubscribe: <mailto:x@y.example>"])
def test_a_mail_to_many_says_so(header: str) -> None:
    assert read_mail(raw(f"Subject: News\n{header}")).is_bulk
    assert not read_mail(raw("Subject: News\nPrecedence: first-class")).is_bulk


@pytest.mark.parametrize("subject", ["Fwd: Jobs", "FW : Jobs", "WG: Stellen", "Doorst: Banen", "WTR: Stellen"])
def test_a_mail_passed_on_is_told_by_its_subject(subject: str) -> None:
    assert read_mail(raw(f"Subject: {subject}")).is_forwarded
    assert not read_mail(raw(f"Subject: Re: {subject}")).is_forwarded
