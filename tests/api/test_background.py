"""Work that is stopped may finish letting go, and nothing begins once all is being stopped."""

import asyncio

from api.background import Background


async def test_what_is_letting_go_is_not_broken_off() -> None:
    background, let_go = Background(), asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.05)
            let_go.set()

    task = background.start(work())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    await background.aclose()
    assert let_go.is_set()


async def test_what_is_begun_after_the_end_does_nothing() -> None:
    background, begun = Background(), asyncio.Event()

    async def work() -> None:
        begun.set()

    await background.aclose()
    late = background.start(work())
    await asyncio.wait([late])
    assert late.cancelled()
    assert not begun.is_set()
