"""Scans and pictures: Tesseract's words with their places become the same lines that a PDF with text gives."""

import io
import re
import subprocess
from collections import Counter
from dataclasses import dataclass, replace
from statistics import median

import pypdfium2 as pdfium
from lxml import html  # type: ignore[import-untyped]
from PIL import Image, ImageOps, UnidentifiedImageError

from tools.resumes.parsing.glyphs import Fragment
from tools.resumes.parsing.lines import Line
from tools.resumes.parsing.pdf import lay_out, mark_bullets
from tools.resumes.refusals import (
    INSTALL_OCR,
    PictureTooLargeError,
    ResumeBlankError,
    ResumeCorruptError,
    ResumeScannedError,
    TooManyPagesError,
)

READ_BY_OCR = (
    "This was read from a picture by text recognition (OCR), which mistakes letters and digits: check every line."
)
MAX_PIXELS = 40_000_000
MAX_SCANNED_PAGES = 8
# Best read by Tesseract is type whose capitals are 20 to 30 pixels high: 200 to 300 dots an inch.
_DOTS, _ENOUGH, _POINTS = 220, 12_000_000, 72
_LANGUAGES = ("eng", "deu", "fra", "spa", "nld", "por", "ita")
_WORST = 30
# What Tesseract takes a bullet mark for, when it is a single sign at the start of several lines.
_BULLET_SIGNS = frozenset("•*°¢©®«»+~-–—=e¥§o0>·.›‹@")

# Tesseract sees a gap beside the wide sign of an e-mail address.
_CUT_ADDRESS = re.compile(r"(?<=[\w]@) (?=[\w-]+\.\w)|(?<=\w) (?=@[\w-]+\.\w)")
# What it takes a drawn icon before an address or a telephone number for.
_ICON_SIGNS = frozenset("&©®%#=Q")


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word: its box in pixels from the top left corner, `base` the baseline, `size` the type size."""

    text: str
    x0: float
    x1: float
    base: float
    size: float


def read_scan(content: bytes, tesseract: str) -> tuple[list[Line], int]:
    """Lines of a PDF made of pictures, and the number of its pages. Raises ResumeBlankError when nothing is found."""
    document = pdfium.PdfDocument(content)
    try:
        count = len(document)
        if count > MAX_SCANNED_PAGES:
            raise TooManyPagesError(
                f"This scan has {count} pages; at most {MAX_SCANNED_PAGES} are read. Upload the resume alone.",
                details={"pages": count, "limit": MAX_SCANNED_PAGES},
            )
        languages = _languages(tesseract)
        pages = [_recognised(_drawn(document[number]), tesseract, languages) for number in range(count)]
    finally:
        document.close()
    return _lines(pages), count


def read_picture(content: bytes, tesseract: str | None) -> list[Line]:
    """Lines of a PNG or JPEG; refuses one that is too large before it is unpacked, is damaged, or holds no words."""
    picture = _opened(content)
    if tesseract is None:
        raise ResumeScannedError(
            f"This is a picture, and no text can be read from it as it is. Upload the resume as a PDF with text, DOCX "
            f"or text. {INSTALL_OCR}"
        )
    return _lines([_recognised(picture, tesseract, _languages(tesseract))])


def _opened(content: bytes) -> Image.Image:
    """The picture upright and in grey; its size is read from its head before anything is unpacked."""
    try:
        picture = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
        width, height = picture.size
        if width * height > MAX_PIXELS:
            raise PictureTooLargeError(
                f"This picture has {width} x {height} dots; at most {MAX_PIXELS // 1_000_000} million are read. Save "
                f"it smaller: 300 dots an inch are enough.",
                details={"width": width, "height": height, "limit": MAX_PIXELS},
            )
        return ImageOps.exif_transpose(picture).convert("L")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ResumeCorruptError("This picture is damaged and cannot be opened. Save it again.") from None


def _drawn(page: pdfium.PdfPage) -> Image.Image:
    """The page as a grey picture of a size that text recognition reads well, however large the sheet is."""
    width, height = page.get_size()
    scale = _DOTS / _POINTS
    scale = min(scale, (_ENOUGH / max(1.0, width * height)) ** 0.5)
    try:
        picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    except pdfium.PdfiumError:
        raise ResumeCorruptError("A page of this PDF is damaged. Export the resume again.") from None
    return picture


def _languages(tesseract: str) -> str:
    """Of the languages resumes are read in, those that are installed, joined as Tesseract wants them."""
    told = subprocess.run([tesseract, "--list-langs"], capture_output=True, check=True, timeout=20)
    installed = told.stdout.decode().split()
    return "+".join(name for name in _LANGUAGES if name in installed) or installed[-1]


def _recognised(picture: Image.Image, tesseract: str, languages: str) -> list[Fragment]:
    """Fragments of one picture, their places in points, y upwards as in PDFs."""
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG", compress_level=1)
    order = [tesseract, "stdin", "stdout", "-l", languages, "--psm", "3", "--dpi", str(_DOTS), "hocr"]
    told = subprocess.run(order, input=buffer.getvalue(), capture_output=True, check=False)
    if told.returncode != 0:
        reason = told.stderr.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1][:200]
        raise ResumeCorruptError(
            "Text recognition failed on this picture. Save it again as PNG, or upload the resume as text.",
            details={"reason": reason},
        )
    scale = _POINTS / _DOTS
    return _fragments(words_of(told.stdout), picture.height, scale)


def words_of(told: bytes) -> list[list[Word]]:
    """The words of each line of hOCR, those that Tesseract itself doubts left out."""
    root = html.fromstring(told, parser=html.HTMLParser(encoding="utf-8"))
    lines = []
    for line in root.iter("span"):
        if (line.get("class") or "") not in ("ocr_line", "ocr_caption", "ocr_header", "ocr_textfloat"):
            continue
        box, size = _numbers(line, "bbox"), _numbers(line, "x_size")
        slope, offset = [*_numbers(line, "baseline"), 0.0, 0.0][:2]
        words = []
        for word in line.iter("span"):
            text = " ".join("".join(word.itertext()).split())
            sure = _numbers(word, "x_wconf")
            if word.get("class") == "ocrx_word" and text and sure and sure[0] >= _WORST:
                x0, _, x1, _ = _numbers(word, "bbox")
                base = box[3] + offset + slope * ((x0 + x1) / 2 - box[0])
                words.append(Word(text, x0, x1, base, size[0] if size else box[3] - box[1]))
        lines.append(words)
    return _upright([line for line in lines if line])


def _upright(lines: list[list[Word]]) -> list[list[Word]]:
    """Words where they stood before the sheet was laid askew: the long lines tell by how much."""
    right = max((word.x1 for line in lines for word in line), default=0.0)
    long = [line for line in lines if line[-1].x1 - line[0].x0 > 0.3 * right]
    slopes = [(line[-1].base - line[0].base) / (line[-1].x0 - line[0].x0) for line in long if len(line) > 1]
    slope = median(slopes) if slopes else 0.0
    return [[_turned(word, slope) for word in line] for line in lines]


def _turned(word: Word, slope: float) -> Word:
    aside = slope * word.base
    return replace(word, x0=word.x0 + aside, x1=word.x1 + aside, base=word.base - slope * word.x0)


def _numbers(element: html.HtmlElement, name: str) -> list[float]:
    found = re.search(rf"(?:^|;)\s*{name}((?:\s+-?[\d.]+)+)", element.get("title") or "")
    return [float(number) for number in found.group(1).split()] if found else []


def _fragments(lines: list[list[Word]], height: float, scale: float) -> list[Fragment]:
    """Words of a line that stand close together; type sizes that differ only by measuring are made one."""
    usual = median([word.size for line in lines for word in line] or [1.0])
    found = []
    for line in lines:
        size = line[0].size if abs(line[0].size - usual) > 0.18 * usual else usual
        for run in _close(line, size):
            top = height - run[0].base
            found.append(
                Fragment(
                    text=_CUT_ADDRESS.sub("", " ".join(word.text for word in run)),
                    x0=run[0].x0 * scale,
                    x1=run[-1].x1 * scale,
                    y0=(top - 0.22 * size) * scale,
                    y1=(top + 0.78 * size) * scale,
                    size=size * scale,
                    bold=False,
                    italic=False,
                    inner=(run[1].x0 if len(run) > 1 else run[0].x1) * scale,
                )
            )
    _mark_misread_bullets(found)
    mark_bullets(found)
    return found


def _close(line: list[Word], size: float) -> list[list[Word]]:
    runs: list[list[Word]] = []
    for word in sorted(line, key=lambda one: one.x0):
        if not runs or word.x0 - runs[-1][-1].x1 > 1.4 * size:
            runs.append([])
        runs[-1].append(word)
    return [run[1:] if len(run) > 1 and run[0].text in _ICON_SIGNS else run for run in runs]


def _mark_misread_bullets(found: list[Fragment]) -> None:
    """A lone sign before several lines, at one place, is the bullet mark it was taken for."""
    signs = [part for part in found if re.match(r"\S \S", part.text) and part.text[0] in _BULLET_SIGNS]
    places = Counter(round(part.x0 / 4) for part in signs)
    for part in signs:
        near = sum(places[round(part.x0 / 4) + step] for step in (-1, 0, 1))
        if near > 1 or not part.text[0].isalnum():
            part.text, part.bullet, part.x0 = part.text[2:], True, part.inner


def _lines(pages: list[list[Fragment]]) -> list[Line]:
    letters = sum(char.isalnum() for page in pages for part in page for char in part.text)
    if letters < 40:
        raise ResumeBlankError(
            "Text recognition found no words in this picture. Scan it upright, sharp, at 300 dots an inch."
        )
    return lay_out(pages)
