"""The one way out: which addresses are refused, what is limited, what is tried again."""

import asyncio
import gzip
import time
from collections.abc import Awaitable, Callable

import pytest

from store.errors import AppError
from tools.addresses import is_public
from tools.outbound import Limits, Outbound

LOCAL = frozenset({"127.0.0.1"})


def resolving(addresses: dict[str, list[list[str]]]) -> Callable[[str, int], Awaitable[list[str]]]:
    """A resolver that gives each host its next answer, the last one for ever."""

    async def resolve(host: str, port: int) -> list[str]:
        answers = addresses[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    return resolve


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "100.100.100.200", "168.63.129.16", "192.0.0.192", "192.88.99.1", "198.18.0.1", "203.0.113.9", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "2001:0:7f00:1::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1",
        "2001:db8::1", "nonsense",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001:81b::200e"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://example.com/a", "INVALID_URL"),
        ("file:///etc/passwd", "INVALID_URL"),
        ("//example.com/a", "INVALID_URL"),
        ("example.com/jobs", "INVALID_URL"),
        ("http://user:secret@example.com/", "INVALID_URL"),
        ("http://2130706433/", "INVALID_URL"),
        ("http://0x7f.0.0.1/", "INVALID_URL"),
        ("http://0177.0.0.1/", "INVALID_URL"),
        ("http://127.1/", "INVALID_URL"),
        ("http://exa mple.com/", "INVALID_URL"),
        ("http://example.com\\@127.0.0.1/", "INVALID_URL"),
        ("http://example.com:99999/", "INVALID_URL"),
        ("http://[::1/", "INVALID_URL"),
        ("http://127.0.0.1/", "OUTBOUND_BLOCKED"),
        ("http://[::ffff:169.254.169.254]/", "OUTBOUND_BLOCKED"),
        ("http://localhost/", "OUTBOUND_BLOCKED"),
        ("http://nowhere.invalid/", "OUTBOUND_UNREACHABLE"),
    ],
)
async def test_refused_before_anything_is_sent(url: str, code: str) -> None:
    async with Outbound(limits=Limits(backoff=0)) as outbound:
        with pytest.raises(AppError) as caught:
            await outbound.get(url, purpose="test")
    assert caught.value.code == code
    assert "secret" not in caught.value.message


async def test_a_name_with_one_private_address_among_public_ones_is_refused(site) -> None:
    resolver = resolving({"mixed.test": [["8.8.8.8", "127.0.0.1"]]})
    async with Outbound(resolver=resolver) as outbound:
        with pytest.raises(AppError) as caught:
            await outbound.get(site.url("/", "mixed.test"), purpose="test")
    assert caught.value.code == "OUTBOUND_BLOCKED"
    assert site.asked == []


async def test_connects_to_the_address_that_was_checked_and_keeps_the_host_name(site) -> None:
    """The name is looked up once; a second answer (DNS rebinding) is never asked for."""
    site.page("/job", "hello")
    answers = {"board.test": [["127.0.0.1"], ["127.0.0.66"]]}
    async with Outbound(allowed_hosts=frozenset({"board.test"}), resolver=resolving(answers)) as outbound:
        page = await outbound.get(site.url("/job", "board.test"), purpose="test")
    assert page.content == b"hello"
    assert site.asked == [(f"board.test:{site.port}", "/job")]
    assert answers["board.test"] == [["127.0.0.66"]], "looked up exactly once"


async def test_redirect_to_a_private_address_is_not_followed(site) -> None:
    site.page("/away", "", 302, Location=site.url("/secret", "127.0.0.2"))
    async with Outbound(allowed_hosts=LOCAL) as outbound:
        with pytest.raises(AppError) as caught:
            await outbound.get(site.url("/away"), purpose="test")
    assert caught.value.code == "OUTBOUND_BLOCKED"
    assert site.count("/secret") == 0


async def test_redirects_are_followed_five_times_and_not_without_end(site) -> None:
    for step in range(5):
        site.page(f"/{step}", "", 302, Location=f"/{step + 1}")
    site.page("/5", "arrived")
    site.page("/loop", "", 302, Location="/loop")
    async with Outbound(allowed_hosts=LOCAL) as outbound:
        page = await outbound.get(site.url("/0"), purpose="test")
        with pytest.raises(AppError) as caught:
            await outbound.get(site.url("/loop"), purpose="test")
    assert (page.url, page.content) == (site.url("/5"), b"arrived")
    assert caught.value.code == "OUTBOUND_UNREACHABLE"


async def test_size_is_capped_while_streaming_and_after_unpacking(site) -> None:
    site.page("/long", "x" * 5000)
    bomb = gzip.compress(b"0" * 3_000_000)
    site.routes["/bomb"] = lambda _n: (200, {"Content-Encoding": "gzip"}, bomb)
    site.routes["/small"] = lambda _n: (200, {"Content-Encoding": "gzip"}, gzip.compress(b"fine"))
    async with Outbound(allowed_hosts=LOCAL) as outbound:
        assert (await outbound.get(site.url("/small"), purpose="test", max_bytes=4000)).content == b"fine"
        for path in ("/long", "/bomb"):
            with pytest.raises(AppError) as caught:
                await outbound.get(site.url(path), purpose="test", max_bytes=4000)
            assert (caught.value.code, caught.value.status) == ("TOO_LARGE", 413)


async def test_a_slow_server_is_given_up(site) -> None:
    async def slow(_n: int) -> tuple[int, dict[str, str], bytes]:
        await asyncio.sleep(30)
        return 200, {}, b""

    site.routes["/slow"] = slow
    async with Outbound(allowed_hosts=LOCAL, limits=Limits(read_timeout=0.3)) as outbound:
        started = time.monotonic()
        with pytest.raises(AppError) as caught:
            await outbound.get(site.url("/slow"), purpose="test")
    assert (caught.value.code, caught.value.status) == ("OUTBOUND_TIMEOUT", 502)
    assert time.monotonic() - started < 3
    assert site.count("/slow") == 1, "a slow answer is not asked for again"


async def test_busy_answers_are_tried_again_but_only_where_it_does_no_harm(site) -> None:
    def busy(count: int) -> tuple[int, dict[str, str], bytes]:
        return (503, {}, b"") if count < 3 else (200, {}, b"ok")

    site.routes["/busy"] = busy
    site.routes["/later"] = lambda n: (429, {"Retry-After": "0"}, b"") if n == 1 else (200, {}, b"ok")
    site.routes["/much-later"] = lambda _n: (429, {"Retry-After": "3600"}, b"")
    async with Outbound(allowed_hosts=LOCAL, limits=Limits(backoff=0.01)) as outbound:
        assert (await outbound.get(site.url("/busy"), purpose="test")).status == 200
        assert (await outbound.get(site.url("/later"), purpose="test")).status == 200
        assert (await outbound.get(site.url("/much-later"), purpose="test")).status == 429
        site.asked.clear()
        assert (await outbound.request("POST", site.url("/busy"), purpose="test", content=b"{}")).status == 503
    assert site.count("/busy") == 1
    assert site.count("/much-later") == 0


async def test_nothing_listening_is_unreachable() -> None:
    async with Outbound(allowed_hosts=LOCAL, limits=Limits(backoff=0)) as outbound:
        with pytest.raises(AppError) as caught:
            await outbound.get("http://127.0.0.1:9/", purpose="test")
    assert (caught.value.code, caught.value.status) == ("OUTBOUND_UNREACHABLE", 502)


async def test_every_request_that_leaves_is_logged_and_refused_ones_are_not(site) -> None:
    site.page("/a", "", 302, Location="/b")
    site.page("/b", "12345")
    log: list[tuple[str, str, int, int]] = []

    async def note(host: str, purpose: str, size: int, status: int) -> None:
        log.append((host, purpose, size, status))

    async with Outbound(allowed_hosts=LOCAL, on_egress=note) as outbound:
        await outbound.get(site.url("/a"), purpose="posting")
        with pytest.raises(AppError):
            await outbound.get(site.url("/a", "127.0.0.2"), purpose="posting")
    assert log == [("127.0.0.1", "posting", 0, 302), ("127.0.0.1", "posting", 5, 200)]


async def test_credentials_and_proxies_of_the_environment_are_not_used(site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    site.page("/direct", "ok")
    async with Outbound(allowed_hosts=LOCAL) as outbound:
        assert (await outbound.get(site.url("/direct"), purpose="test")).content == b"ok"


async def test_one_host_is_asked_at_a_measured_pace(site) -> None:
    running, most = 0, 0

    async def handler(_n: int) -> tuple[int, dict[str, str], bytes]:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.05)
        running -= 1
        return 200, {}, b"ok"

    site.routes["/paced"] = handler
    limits = Limits(per_host=2, min_interval=0.02)
    async with Outbound(allowed_hosts=LOCAL, limits=limits) as outbound:
        started = time.monotonic()
        await asyncio.gather(*(outbound.get(site.url("/paced"), purpose="test") for _ in range(6)))
    assert most == 2
    assert time.monotonic() - started >= 0.1


async def test_the_wait_for_a_hosts_turn_is_no_slowness_of_the_hosts(site) -> None:
    async def slow(_: int) -> tuple[int, dict[str, str], bytes]:
        await asyncio.sleep(0.15)
        return 200, {}, b"done"

    site.routes["/slow"] = slow
    limits = Limits(total_timeout=0.5, per_host=1)
    async with Outbound(allowed_hosts=LOCAL, limits=limits) as outbound:
        asking = (outbound.get(site.url("/slow"), purpose="test") for _ in range(6))
        pages = await asyncio.gather(*asking)
        assert [page.content for page in pages] == [b"done"] * 6

        async def hangs(_: int) -> tuple[int, dict[str, str], bytes]:
            await asyncio.sleep(5)
            return 200, {}, b"late"

        site.routes["/hangs"] = hangs
        began = time.monotonic()
        asking = (outbound.get(site.url(path), purpose="test") for path in ("/slow", "/slow", "/hangs"))
        found = await asyncio.gather(*asking, return_exceptions=True)
    assert [isinstance(one, AppError) for one in found] == [False, False, True]
    assert found[2].code == "OUTBOUND_TIMEOUT"
    assert time.monotonic() - began < 1.5
