"""Uploads that mean harm: a clear refusal, soon, and the server's memory stays where it was."""

import gc
import time

import psutil
import pytest

from store.errors import AppError
from store.settings import Settings
from tests.api.hostile_files import HOSTILE, SHOWN, opendocument, pdf, related, word
from tests.api.people import Person, code
from tools.resumes.parsing import read

SECONDS = 10.0
GROWTH = 32 << 20
# Over the real route go those that could cost time or memory; the others are refused by the same reader.
OVER_THE_ROUTE = (
    "empty", "bomb.pdf", "bomb.docx", "pages.pdf", "picture.png", "pdf_and_zip.pdf", "macros.docx", "entities.docx",
)  # fmt: skip


@pytest.fixture(scope="module")
def grown() -> list[int]:
    """How much memory the process gained with each upload so far, in bytes."""
    return []


@pytest.mark.parametrize("name", OVER_THE_ROUTE)
async def test_it_is_refused_soon_and_leaves_the_memory(person: Person, name: str, grown: list[int]) -> None:
    make, status, expected = HOSTILE[name]
    content = make()
    gc.collect()
    before = psutil.Process().memory_info().rss
    began = time.monotonic()
    answer = await person.http.post("/resumes/upload", files={"file": (name, content)})
    assert time.monotonic() - began < SECONDS
    gc.collect()
    grown.append(psutil.Process().memory_info().rss - before)
    assert (answer.status_code, code(answer)) == (status, expected), answer.text
    assert len(answer.json()["detail"]["message"].split()) > 8
    assert sum(grown) < GROWTH
    assert (await person.http.get("/resumes")).json()["total"] == 0


@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in OVER_THE_ROUTE])
def test_the_reader_refuses_it(name: str) -> None:
    make, status, expected = HOSTILE[name]
    settings = Settings(_env_file=None)
    with pytest.raises(AppError) as caught:
        read(make(), name, max_pages=settings.max_upload_pages, max_expanded=settings.max_upload_expanded)
    assert (caught.value.status, caught.value.code) == (status, expected)
    assert len(caught.value.message.split()) > 8
    assert "root:" not in caught.value.message


def test_no_upload_may_be_read_for_longer_than_people_wait() -> None:
    assert Settings(_env_file=None).parse_seconds < SECONDS


@pytest.mark.parametrize(("name", "content"), [
    ("plain.pdf", pdf(SHOWN)), ("plain.docx", word()),
    ("links.docx", related("hyperlink", "https://example.com/ruth")),
    ("own_template.docx", related("attachedTemplate", r"file:///C:\Users\ruth\Templates\cv.dotx")),
    ("plain.odt", opendocument("<text:p>Ruth Calloway</text:p><text:p>ruth@example.com</text:p>")),
    ("named_wrongly.txt", pdf(SHOWN)),
], ids=lambda value: value if isinstance(value, str) else "")  # fmt: skip
def test_the_same_files_without_the_harm_are_read(name: str, content: bytes) -> None:
    assert read(content, name).text.startswith("Ruth Calloway")
