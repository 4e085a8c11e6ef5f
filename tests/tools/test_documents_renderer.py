"""Rendering in processes of its own: the event loop goes on, lines are limited, memory too."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from store.errors import NotFoundError, UnavailableError
from tests.tools.documents_material import document, letter
from tools.tailoring.documents.renderer import Processes, Renderer
from tools.tailoring.schemas import Rendered


@pytest.fixture(scope="module")
async def renderer() -> AsyncIterator[Renderer]:
    """One process, one place to wait, little more memory than the libraries take."""
    async with aclosing(Processes(1, memory_mb=760)) as processes:
        yield Renderer(processes, waiting=9)


async def test_ten_at_once_leave_the_loop_free_and_an_eleventh_is_told_when_to_come_back(renderer: Renderer) -> None:
    await renderer.fit(document(["Built bridges."]))
    making = [asyncio.create_task(renderer.fit(document([f"Built bridge {number}."]))) for number in range(10)]
    await asyncio.sleep(0)
    with pytest.raises(UnavailableError) as caught:
        await renderer.fit(document(["One too many."]))
    assert (caught.value.status, caught.value.code) == (503, "RENDERER_BUSY")
    assert caught.value.details["retry_after"] > 0
    turns = 0
    while not all(task.done() for task in making):
        await asyncio.sleep(0.01)
        turns += 1
    assert turns > 10, "the loop stood still while ten documents were made"
    made: list[Rendered] = await asyncio.gather(*making)
    assert [item.document.claims for item in made] == [document([f"Built bridge {n}."]).claims for n in range(10)]
    assert all(check.passed for item in made for check in item.checks.checks)


async def test_every_format_and_letters_come_out_of_the_process_and_errors_too(renderer: Renderer) -> None:
    whole = document(["Built bridges."])
    pdf, word = await asyncio.gather(renderer.export(whole, "pdf"), renderer.export(whole, "docx"))
    assert pdf.content.startswith(b"%PDF")
    assert (pdf.media_type, pdf.extension, pdf.checks.pages) == ("application/pdf", ".pdf", 1)
    assert word.content.startswith(b"PK")
    assert (await renderer.letter(letter(), "txt")).content.decode().startswith("Robin Example\n")
    with pytest.raises(NotFoundError) as caught:
        await renderer.fit(document([], template="nowhere"))
    assert caught.value.code == "TEMPLATE_UNKNOWN"


async def test_a_page_that_takes_too_much_memory_is_stopped_and_the_next_one_works(renderer: Renderer) -> None:
    with pytest.raises(UnavailableError) as caught:
        await renderer.pdf("<!DOCTYPE html>" + "<p>" + "all work and no play " * 4_000_000)
    assert caught.value.code in {"RENDER_MEMORY", "RENDERER_DIED"}
    assert (await renderer.pdf("<!DOCTYPE html><p>short")).startswith(b"%PDF")
