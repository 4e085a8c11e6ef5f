"""Where the links of alert mails lead, told without following them; times and words of alerts."""

import base64
import gzip
import json
import zlib
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.email.alerts import words
from tools.email.alerts.fields import name_loose, read_details
from tools.email.alerts.links import is_chrome, is_list, plain_posting, target_of

JOB = "https://www.linkedin.com/comm/jobs/view/4500000001/?trackingId=abc%3D&refId=x"
CLEAN = "https://www.linkedin.com/jobs/view/4500000001"
NOW = datetime(2026, 10, 12, 12, 0, tzinfo=UTC)


def packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def quoted(url: str) -> str:
    return quote(url, safe="")


def as_json(**fields: str) -> bytes:
    return json.dumps(fields).encode()


GLASSDOOR = "https://www.glassdoor.com/partner/jobListing.htm?pos=1&amp;jobListingId=1010200000001&amp;x=1"
AWS = "https://cb4.r.us-west-2.awstrack.me/L0/https:%2F%2Fbuiltin.com%2Fjob%2Fcook%2F9100001%3Fi=1/1/0100-x/sig="
INDEED = "https://www.indeed.com/viewjob?jk=0123456789abcdef"
MANDRILL = packed(as_json(s="x", p=json.dumps({"url": JOB})))
GZIP = packed(gzip.compress(as_json(u="https://apply.indeed.com/i2a?jk=0123456789abcdef")))
TARGETS = {
    "plain": (JOB, CLEAN),
    "entity": (GLASSDOOR, "https://www.glassdoor.com/job-listing/j?jl=1010200000001"),
    "url=": (f"https://t.example/click?id=1&url={quoted(JOB)}", CLEAN),
    "q=": (f"https://www.google.com/url?q={quoted(JOB)}&sa=D", CLEAN),
    "twice": (f"https://t.example/r?u={quoted('https://x.example/go?redirect=' + quoted(JOB))}", CLEAN),
    "awstrack": (AWS, "https://builtin.com/job/cook/9100001"),
    "safelinks": (f"https://eur02.safelinks.protection.outlook.com/?url={quoted(JOB)}&data=05", CLEAN),
    "urldefense": (f"https://urldefense.com/v3/__{INDEED}__;!!x", INDEED),
    "base64": (f"https://t.example/c/{packed(JOB.encode())}/sig", CLEAN),
    "json": (f"https://e.customeriomail.com/e/c/{packed(as_json(email_id='a', href=JOB))}/sig", CLEAN),
    "mandrill": (f"https://mandrillapp.com/track/click/1/x?p={MANDRILL}", CLEAN),
    "gzip": (f"https://cts.indeed.com/v3/{GZIP}/x", INDEED),
    "zlib": (f"https://notifications.googleapis.com/email/redirect?t=1&r={packed(zlib.compress(JOB.encode()))}", CLEAN),
    "opaque": ("https://u1.ct.sendgrid.net/ls/click?upn=u001.abcdefghijklmnopqrstuvw", None),
    "one-time": ("https://www.ziprecruiter.com/ekm/AAHcOka10?jid=1", None),
    "sponsored": ("https://www.indeed.com/pagead/clk/dl?mo=r&ad=-6NYlbfkN0", None),
    "no address": ("javascript:alert(1)", None),
}


@pytest.mark.parametrize("name", TARGETS)
def test_where_a_link_leads(name: str) -> None:
    link, url = TARGETS[name]
    assert target_of(link).url == url


def test_a_bomb_is_not_unpacked() -> None:
    bomb = packed(zlib.compress(b"https://x.example/" + b"a" * 50_000_000))
    assert len(target_of(f"https://t.example/?r={bomb}").address) <= 70_000


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_link_can_be_asked_for(link: str) -> None:
    target = target_of(f"https://x.example/{link}")
    assert target.address
    is_chrome(link)
    is_list(link)
    plain_posting(link)


@pytest.mark.parametrize(
    ("link", "chrome"),
    [
        ("https://x.example/unsubscribe?u=1", True),
        ("https://www.linkedin.com/comm/jobs/alerts?x", True),
        ("mailto:a@b.example", True),
        ("https://t.example/r?url=https%3A%2F%2Fx.example%2Fpreferences", True),
        ("https://x.example/jobs/12/email-settings-engineer", False),
        (JOB, False),
    ],
)
def test_settings_and_the_like(link: str, chrome: bool) -> None:
    assert is_chrome(link) is chrome


def test_lists_are_no_postings() -> None:
    assert is_list("https://www.linkedin.com/comm/jobs/search?keywords=x")
    assert plain_posting("https://jobs.acme.example/jobs/search?q=x") is None
    assert (
        plain_posting("https://acme.example/careers/jobs/123-cook?utm_source=a")
        == "https://acme.example/careers/jobs/123-cook"
    )


@pytest.mark.parametrize(
    ("said", "ago"),
    [
        ("Just posted", timedelta(0)),
        ("3 days ago", timedelta(days=3)),
        ("Posted 2 hours ago", timedelta(hours=2)),
        ("30+ days ago", timedelta(days=30)),
        ("21h", timedelta(hours=21)),
        ("11d", timedelta(days=11)),
        ("vor 2 Tagen", timedelta(days=2)),
        ("vor einer Woche", timedelta(days=7)),
        ("Gestern", timedelta(days=1)),
        ("il y a 3 jours", timedelta(days=3)),
        ("Publiée à l’instant", timedelta(0)),
        ("hace 5 horas", timedelta(hours=5)),
        ("Hoy", timedelta(0)),
        ("1天前", timedelta(days=1)),
        ("28. Sept.", timedelta(days=14, hours=12)),
        ("11.10.2026", timedelta(days=1, hours=12)),
        ("Oct 8", timedelta(days=4, hours=12)),
    ],
)
def test_times(said: str, ago: timedelta) -> None:
    assert words.posted(said, NOW) == NOW - ago


@pytest.mark.parametrize(
    "said",
    ["Marlowe & Finch", "May Fair Hotels", "Berlin", "Tagwerk GmbH", "3M", "Second Day Bakery", "24 Stunden Pflege"],
)
def test_names_are_no_times(said: str) -> None:
    assert words.posted(said, NOW) is None


@pytest.mark.parametrize(
    "title",
    ["Job Coach", "Hotel Manager", "Application Engineer", "New Business Manager", "Details Cleaner", "Senior Buyer",
     "Hello Fresh Courier", "Agent d’entretien", "Security Engineer", "Payment Specialist", "Match Analyst"],
)  # fmt: skip
def test_titles_are_neither_buttons_nor_headings(title: str) -> None:
    assert not words.is_button(title)
    assert not words.is_badge(title)
    assert not words.is_heading(title)
    assert not words.is_list_link(title)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Acme 3.8 ★ · Leeds (Hybrid)"], ("Acme", "Leeds", "hybrid")),
        (["Acme", "4.1", "Leeds", "Easily apply"], ("Acme", "Leeds", None)),
        (["Acme - Remote"], ("Acme", "Remote", "remote")),
        (["Empresa: Acme", "Ubicación: Bilbao"], ("Acme", "Bilbao", None)),
        (["Acme", "Télétravail", "Lyon"], ("Acme", "Lyon", "remote")),
        (["Acme / 11-50 employees"], ("Acme", None, None)),
    ],
)
def test_details(lines: list[str], expected: tuple[str | None, str | None, str | None]) -> None:
    found = name_loose(read_details(lines, NOW))
    assert (found.company, found.location, found.remote) == expected
