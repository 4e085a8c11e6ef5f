"""A live page behind the guard: what a form is filled on."""

import pytest

from store.errors import AppError
from tools.addresses import AddressGuard
from tools.browser import Browser

PAGE = """<html><body><h1>Apply here</h1><p>Bring a short note about yourself, and what you have made with your hands.
</p><form><input name=first><img src=/dot.png></form><script>setTimeout(() => confirm('leave?'), 0)</script></body>"""


async def test_a_live_page_is_filled_behind_the_guard(site, chromium: str) -> None:
    url = site.page("/apply", PAGE)
    away = site.page("/away", "", 302, Location=site.url("/apply", "127.0.0.3"))
    async with Browser(AddressGuard(frozenset({"127.0.0.1"})), executable=chromium) as browser:
        async with browser.visiting(url) as page:
            await page.fill("[name=first]", "Ada")
            assert await page.input_value("[name=first]") == "Ada"
            assert (await page.screenshot())[:4] == b"\x89PNG"
        assert site.count("/dot.png") == 1, "pictures are seen"
        with pytest.raises(AppError) as caught:
            async with browser.visiting(away):
                pytest.fail("a refused page is never shown")
        assert caught.value.code == "OUTBOUND_BLOCKED"
        with pytest.raises(AppError) as late:
            async with browser.visiting(url, limit_ms=3_000) as page:
                await page.wait_for_selector("#never", timeout=60_000)
    assert late.value.code == "OUTBOUND_TIMEOUT"
    assert {host for host, _ in site.asked} == {f"127.0.0.1:{site.port}"}, "nothing reached another address"
