"""The liveness check over real HTTP: statuses, redirects, and what the network refuses."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tools.jobs.liveness import PostingOutline, check
from tools.outbound import Limits, Outbound

LOCAL = frozenset({"127.0.0.1"})
OPEN = "<title>Night Porter</title><h1>Night Porter</h1><p>You keep the doors.</p><a href='/jobs/7/apply'>Apply now</a>"
LIST = "<title>Our jobs</title><h1>Our jobs</h1><a href='/jobs/8'>Forklift Driver</a>"


@pytest.fixture
async def outbound() -> AsyncIterator[Outbound]:
    async with Outbound(allowed_hosts=LOCAL, limits=Limits(backoff=0, read_timeout=0.5, attempts=2)) as made:
        yield made


def outline(url: str) -> PostingOutline:
    return PostingOutline("Night Porter", "Fernhill Logistics", url, "You keep the doors.")


@pytest.mark.parametrize(
    ("html", "status", "state"),
    [
        (OPEN, 200, "open"),
        ("<h1>Not here</h1>", 404, "gone"),
        ("<h1>Not here</h1>", 410, "gone"),
        ("<title>Night Porter</title><h1>Night Porter</h1><p>This position has been filled.</p>", 200, "closed"),
        ("<h1>Sorry</h1>", 500, "unknown"),
        ("<h1>Sorry</h1>", 503, "unknown"),
        ("<h1>Sorry</h1>", 403, "unknown"),
        ("<h1>Sorry</h1>", 401, "unknown"),
    ],
)
async def test_statuses_and_words(site, outbound: Outbound, html: str, status: int, state: str) -> None:
    url = site.page("/jobs/7", html, status)
    found = await check(outbound, outline(url))
    assert (found.state, found.status, found.url) == (state, status, url)
    if state in ("gone", "unknown"):
        assert str(status) in found.evidence or "signed in" in found.evidence


@pytest.mark.parametrize(
    ("target", "html", "state"),
    [
        ("/", LIST, "redirected"),
        ("/jobs", LIST, "redirected"),
        ("/?error=true", LIST, "redirected"),
        ("/en/jobs/night-porter", OPEN, "open"),
        ("/login?next=/jobs/7", "<title>Sign in</title><form><input type=password></form>", "unknown"),
        ("/consent", "<h1>Before you go on</h1>", "unknown"),
    ],
)
async def test_redirects(site, outbound: Outbound, target: str, html: str, state: str) -> None:
    site.page(target.split("?")[0], html)
    url = site.page("/jobs/7", "", 302, Location=target)
    found = await check(outbound, outline(url))
    assert (found.state, found.url) == (state, site.url(target)), found.evidence
    if state == "redirected":
        assert url in found.evidence
        assert site.url(target) in found.evidence


async def test_what_the_network_refuses_is_unknown_with_its_reason(site, outbound: Outbound) -> None:
    async def never(_n: int) -> tuple[int, dict[str, str], bytes]:
        await asyncio.sleep(5)
        return 200, {}, b""

    site.routes["/slow"] = never
    circle = site.page("/circle", "", 302, Location="/circle")
    inside = site.page("/inside", "", 302, Location=site.url("/x", "127.0.0.2"))
    heavy = site.page("/heavy", "x" * 3_100_000)
    cases = {
        site.url("/slow"): "OUTBOUND_TIMEOUT",
        circle: "OUTBOUND_UNREACHABLE",
        inside: "OUTBOUND_BLOCKED",
        heavy: "TOO_LARGE",
        "http://127.0.0.1:9/": "OUTBOUND_UNREACHABLE",
        "ftp://127.0.0.1/x": "INVALID_URL",
    }
    for url, code in cases.items():
        found = await check(outbound, outline(url))
        assert (found.state, found.reason, found.status) == ("unknown", code, None), url
        assert found.evidence


async def test_one_request_is_made(site, outbound: Outbound) -> None:
    await check(outbound, outline(site.page("/jobs/7", OPEN)))
    assert len(site.asked) == 1
