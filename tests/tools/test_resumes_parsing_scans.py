"""Resumes that are pictures: read by Tesseract where it is installed, refused with what to install where it is not."""

import io
import shutil
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from evals.scorers.resumes import score_resume
from store.errors import AppError
from tests.tools.test_resumes_parsing_refusals import make_pdf, shown
from tools.resumes import sandbox
from tools.resumes.parsing import read
from tools.resumes.parsing.facts import check_spans
from tools.resumes.parsing.scans import READ_BY_OCR, words_of

TESSERACT = shutil.which("tesseract")
needs_tesseract = pytest.mark.skipif(TESSERACT is None, reason="Tesseract is not installed (package tesseract-ocr)")
LIMITS: dict[str, Any] = {"max_bytes": 10**7, "max_pages": 10, "max_expanded": 10**8, "seconds": 20, "memory_mb": 900}
ROWS = (
    "Harriet Nakamura", "Site Carpenter", "harriet.nakamura@example.com", "", "EXPERIENCE", "",
    "Site Carpenter, Oakfield Builders Ltd", "March 2019 - Present", "- Framed forty houses in two years",
    "- Trained three apprentices", "", "Joiner, Weston Doors Ltd", "2014 - 2019", "- Hung nine thousand doors", "",
    "SKILLS", "Roofing, Joinery, Estimating",
)  # fmt: skip


def scan(askew: float = 0.0) -> Image.Image:
    """A page of text as a scanner gives it: grey dots, perhaps laid askew by some degrees."""
    document = pypdfium2.PdfDocument(make_pdf(shown(*ROWS)))
    page = document[0].render(scale=2.2, grayscale=True).to_pil()
    document.close()
    turned: Image.Image = page.rotate(askew, fillcolor=255, resample=Image.Resampling.BICUBIC)
    return turned


def saved(picture: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format=kind)
    return buffer.getvalue()


@needs_tesseract
@pytest.mark.parametrize(("kind", "askew"), [("PDF", -0.6), ("PNG", 0.0)])
async def test_a_scan_is_read_with_a_warning(kind: str, askew: float) -> None:
    parsed = await sandbox.parse(saved(scan(askew), kind), f"scan.{kind.lower()}", **LIMITS)
    check_spans(parsed.text, parsed.facts)
    assert parsed.warnings[0] == READ_BY_OCR
    scores = score_resume(parsed, {
        "name": "Harriet Nakamura", "email": "harriet.nakamura@example.com",
        "employers": ["Oakfield Builders Ltd", "Weston Doors Ltd"], "titles": ["Site Carpenter", "Joiner"],
        "dates": ["2019-03/present", "2014/2019"], "skills": ["Roofing", "Joinery", "Estimating"], "bullets_count": 3,
    })  # fmt: skip
    assert {field: counts for field, counts in scores.items() if not counts.perfect} == {}


@pytest.mark.parametrize("kind", ["PDF", "PNG", "JPEG"])
def test_without_tesseract_the_refusal_says_what_to_install(kind: str) -> None:
    with pytest.raises(AppError) as caught:
        read(saved(scan(), kind), "scan", tesseract=None)
    assert (caught.value.code, caught.value.status) == ("RESUME_SCANNED", 422)
    assert "tesseract-ocr" in caught.value.message


async def test_the_sandbox_reads_no_scan_where_tesseract_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(AppError) as caught:
        await sandbox.parse(saved(scan(), "PDF"), "scan.pdf", **LIMITS)
    assert caught.value.code == "RESUME_SCANNED"


@needs_tesseract
def test_a_picture_without_words_is_blank() -> None:
    with pytest.raises(AppError) as caught:
        read(saved(Image.new("L", (400, 300), 255), "PNG"), "photo.png", tesseract=TESSERACT)
    assert caught.value.code == "RESUME_BLANK"


def test_words_are_turned_upright_by_the_slope_of_the_long_lines() -> None:
    told = "".join(
        f"<span class='ocr_line' title='bbox 0 {y} 1000 {y + 60}; baseline 0.02 -10; x_size 30'>"
        f"<span class='ocrx_word' title='bbox 0 {y} 90 {y + 30}; x_wconf 95'>Left</span>"
        f"<span class='ocrx_word' title='bbox 900 {y + 20} 1000 {y + 50}; x_wconf 95'>right</span>"
        f"<span class='ocrx_word' title='bbox 500 {y} 510 {y + 30}; x_wconf 5'>dirt</span></span>"
        for y in (100, 200)
    )
    lines = words_of(f"<html><body>{told}</body></html>".encode())
    assert [[word.text for word in line] for line in lines] == [["Left", "right"], ["Left", "right"]]
    assert all(abs(line[0].base - line[1].base) < 2 for line in lines)
    assert lines[1][0].base - lines[0][0].base == pytest.approx(100, abs=2)
