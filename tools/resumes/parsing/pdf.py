"""PDF files: characters with places, drawn bullets and link areas become lines in reading order."""

import ctypes
import re
import zlib
from collections import Counter
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tools.resumes.parsing.columns import Block, blocks, reading_order
from tools.resumes.parsing.glyphs import BULLETS, Box, Fragment, fragments, page_glyphs
from tools.resumes.parsing.lines import Line
from tools.resumes.parsing.patterns import EMAIL, PHONE, URL
from tools.resumes.refusals import (
    INSTALL_OCR,
    ExpandsTooLargeError,
    ResumeBlankError,
    ResumeCorruptError,
    ResumeEncryptedError,
    ResumeScannedError,
    TooManyPagesError,
    TooMuchTextError,
)

MAX_GLYPHS = 400_000
_MAX_BOXES = 200

_STREAM = re.compile(rb"<<(?P<head>[^<>]*(?:<<[^<>]*>>[^<>]*)*)>>\s*stream\r?\n")


def read_pdf(content: bytes, *, max_pages: int, max_expanded: int) -> tuple[list[Line], int]:
    """Lines in reading order and the number of pages; refuses what has no text, too many pages or unpacks too large."""
    check_expansion(content, max_expanded)
    document = _open(content)
    try:
        count = len(document)
        if count > max_pages:
            raise TooManyPagesError(
                f"This PDF has {count} pages; at most {max_pages} are read. Upload the resume alone, without "
                f"attachments.",
                details={"pages": count, "limit": max_pages},
            )
        if count == 0:
            raise ResumeBlankError("This PDF has no pages. Export the resume again and upload that file.")
        pages, pictures = _read_pages(document)
        _refuse_textless(pages, pictures)
        return lay_out(pages), count
    finally:
        document.close()


def lay_out(pages: list[list[Fragment]]) -> list[Line]:
    """Fragments of pages as lines in reading order, what repeats on every page dropped."""
    return reading_order([blocks(page) for page in without_furniture(pages)])


def _open(content: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ResumeEncryptedError(
                "This PDF asks for a password. Save a copy without one (print it to PDF) and upload that."
            ) from None
        raise ResumeCorruptError(
            "This PDF is damaged and cannot be opened. Export the resume again from the program it was written in."
        ) from None


def check_expansion(content: bytes, limit: int) -> None:
    """Refuse a file whose compressed streams (pictures aside) unpack to more than `limit` bytes."""
    total = 0
    for match in _STREAM.finditer(content):
        head = match.group("head")
        if b"/Image" in head or b"Fl" not in head:
            continue
        total += _expanded(content, match.end(), limit - total, depth=head.count(b"/Fl") or 1)
        if total > limit:
            raise ExpandsTooLargeError(
                f"This PDF unpacks to more than {limit // 1_000_000} MB. Export the resume again without attachments.",
                details={"limit": limit},
            )


def _expanded(content: bytes, at: int, budget: int, *, depth: int) -> int:
    """Unpacked size of the stream at `at`, counted no further than just above `budget`."""
    decoder = zlib.decompressobj()
    size, inner = 0, bytearray()
    position = at
    try:
        while not decoder.eof and size <= budget and (decoder.unconsumed_tail or position < len(content)):
            chunk = decoder.unconsumed_tail or content[position : position + 65536]
            if not decoder.unconsumed_tail:
                position += 65536
            part = decoder.decompress(chunk, 1 << 20)
            size += len(part)
            if depth > 1:
                inner += part
    except zlib.error:
        return size
    return max(size, _expanded(bytes(inner), 0, budget, depth=depth - 1)) if depth > 1 else size


def _read_pages(document: pdfium.PdfDocument) -> tuple[list[list[Fragment]], list[float]]:
    """Fragments of every page, and how much of each page pictures and drawn shapes cover."""
    pages: list[list[Fragment]] = []
    pictures: list[float] = []
    letters = 0
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
        except pdfium.PdfiumError:
            raise ResumeCorruptError(
                f"Page {number + 1} of this PDF is damaged. Export the resume again and upload that file."
            ) from None
        letters += text.count_chars()
        if letters > MAX_GLYPHS:
            raise _too_much(letters)
        dots, boxes, covered = _drawings(page)
        found = fragments(page_glyphs(text), boxes)
        _mark_drawn_bullets(found, dots)
        mark_bullets(found)
        _attach_links(document, page, found)
        pages.append([part for part in found if part.text != "\ue000"])
        pictures.append(covered)
        text.close()
        page.close()
    return pages, pictures


def _too_much(letters: int) -> TooMuchTextError:
    return TooMuchTextError(
        f"This PDF holds more than {MAX_GLYPHS} characters; no resume does. Upload the resume alone.",
        details={"characters": letters, "limit": MAX_GLYPHS},
    )


def _drawings(page: pdfium.PdfPage) -> tuple[list[tuple[float, float, float]], list[Box], float]:
    """Centres and sizes of dots, boxes of a line's height, and the share of the page under pictures or many shapes."""
    width, height = page.get_size()
    dots: list[tuple[float, float, float]] = []
    boxes: list[Box] = []
    covered, shapes = 0.0, 0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = item.get_bounds()
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            covered += max(0.0, right - left) * max(0.0, top - bottom) / (width * height or 1)
            continue
        shapes += 1
        wide, tall = right - left, top - bottom
        if 0.8 <= wide <= 7 and 0.8 <= tall <= 7 and abs(wide - tall) < 0.35 * max(wide, tall):
            dots.append(((left + right) / 2, (bottom + top) / 2, wide))
        elif 9 <= tall <= 32 and 14 <= wide <= 0.5 * width:
            boxes.append((left, right, bottom, top))
    return dots, boxes[:_MAX_BOXES], max(covered, 1.0 if shapes > 400 else 0.0)


def _mark_drawn_bullets(found: list[Fragment], dots: list[tuple[float, float, float]]) -> None:
    """A small shape just left of a fragment, on its line, is its bullet."""
    for x, y, size in dots:
        right = [f for f in found if f.y0 <= y <= f.y1 and 0 < f.x0 - x < 2.6 * f.size and size < 0.6 * f.size]
        if right:
            nearest = min(right, key=lambda f: f.x0)
            nearest.bullet = True


def mark_bullets(found: list[Fragment]) -> None:
    """Take typed bullets and counted marks off the fragments they stand before, and mark those as bullets."""
    _split_bullets(found)
    _number_bullets(found)


def _split_bullets(found: list[Fragment]) -> None:
    """Turn bullet characters, alone or at the start of a fragment, into the mark `bullet`."""
    for part in list(found):
        if part.text == "\ue000" or (part.text in BULLETS and len(part.text) == 1):
            _bullet_of(part, found)
        elif len(part.text) > 2 and part.text[0] in BULLETS and part.text[1] == " ":
            part.text, part.bullet = part.text[2:].lstrip(), True
            part.x0, part.emphasis = part.inner, part.emphasis[1:].lstrip()
        elif part.text[0] in "•◦▪●■➢❖\uf0b7" and len(part.text) > 1:
            part.text, part.bullet = part.text[1:].lstrip(), True
            part.x0, part.emphasis = part.inner, part.emphasis[1:].lstrip()


def _number_bullets(found: list[Fragment]) -> None:
    """Lines that count (`1.`, `2)`) at one left edge are bullets."""
    counted = [part for part in found if re.match(r"\d{1,2}[.)]\s+\S", part.text)]
    for part in counted:
        if sum(abs(part.x0 - other.x0) < 3 for other in counted) > 1:
            part.text, part.bullet = re.sub(r"^\d{1,2}[.)]\s+", "", part.text), True
            part.x0 += 1.2 * part.size


def _bullet_of(mark: Fragment, found: list[Fragment]) -> None:
    row = [f for f in found if f is not mark and abs(f.y - mark.y) < 0.5 * mark.size]
    after = [f for f in row if 0 <= f.x0 - mark.x1 < 3.2 * mark.size]
    before = [f for f in row if 0 <= mark.x0 - f.x1 < 3.2 * mark.size]
    if mark.text == "\ue000":
        icons = [f for f in found if f.text == "\ue000" and abs(f.x0 - mark.x0) < 2]
        if before or len([f for f in row if f.text == "\ue000"]) > 0 or len(icons) < 3:
            return
    if after and not before:
        min(after, key=lambda f: f.x0).bullet = True
    found.remove(mark)


def _attach_links(document: pdfium.PdfDocument, page: pdfium.PdfPage, found: list[Fragment]) -> None:
    """Give each fragment the addresses of the link areas that lie over it."""
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    area = raw.FS_RECTF()
    while raw.FPDFLink_Enumerate(page, position, link):
        url = _uri(document, link)
        if not url or not raw.FPDFLink_GetAnnotRect(link, area):
            continue
        for part in found:
            overlap = min(part.x1, area.right) - max(part.x0, area.left)
            if area.bottom - 1 <= part.y <= area.top + 1 and overlap > 0.3 * min(
                part.x1 - part.x0, area.right - area.left
            ):
                part.links.append((url, part.text))


def _uri(document: pdfium.PdfDocument, link: Any) -> str:
    action = raw.FPDFLink_GetAction(link)
    if not action:
        return ""
    size = raw.FPDFAction_GetURIPath(document, action, None, 0)
    if not 1 < size < 2000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAction_GetURIPath(document, action, buffer, size)
    return buffer.value.decode("utf-8", "replace").strip()


def _refuse_textless(pages: list[list[Fragment]], pictures: list[float]) -> None:
    letters = "".join(part.text for page in pages for part in page)
    readable = sum(char.isalnum() for char in letters)
    covered = max(pictures, default=0.0)
    if readable >= 40 * len(pages) or (readable >= 40 and covered < 0.5):
        return
    if covered >= 0.25 or readable < sum(not char.isspace() for char in letters) / 2:
        raise ResumeScannedError(
            "This PDF holds pictures of text (a scan or an image export), so there is nothing to read in it. "
            f"Export the resume from the program it was written in. {INSTALL_OCR}"
        )
    if readable == 0:
        raise ResumeBlankError("This PDF has no text on any page. Check that you picked the right file.")


def without_furniture(pages: list[list[Fragment]]) -> list[list[Fragment]]:
    """Drop page headers and footers: what repeats on several pages at the same height, and page numbers."""
    if len(pages) == 1:
        return [_without_page_numbers(pages[0])]
    seen = Counter(key for page in pages for key in {_furniture_key(part) for part in page})
    kept: list[list[Fragment]] = []
    for number, page in enumerate(pages):
        top = max((part.y for part in page), default=0.0)
        low = min((part.y for part in page), default=0.0)
        margin = 0.09 * (top - low)
        edge = [p for p in page if p.y > top - margin or p.y < low + margin]
        repeated = [p for p in edge if seen[_furniture_key(p)] > 1 and (number or _is_running(p, page, top - margin))]
        kept.append(_without_page_numbers([part for part in page if not any(part is drop for drop in repeated)]))
    return kept


def _is_running(part: Fragment, page: list[Fragment], head: float) -> bool:
    """Whether a repeated line of the first page is a running header or footer, not the resume's own head or address."""
    if EMAIL.search(part.text) or PHONE.search(part.text) or URL.search(part.text):
        return any(other is not part and other.text == part.text for other in page)
    if part.y <= head:
        return True
    large = max(page, key=lambda other: other.size)
    above = part.size < 0.8 * large.size and part.y > large.y
    return above or any(other is not part and other.text == part.text for other in page)


def _furniture_key(part: Fragment) -> tuple[str, int]:
    return (re.sub(r"\d+", "#", part.text), round(part.y / 6))


def _without_page_numbers(page: list[Fragment]) -> list[Fragment]:
    if not page:
        return page
    low, top = min(part.y for part in page), max(part.y for part in page)
    number = re.compile(
        r"(?i)(?:page|seite|página|pagina|p\.?)?\s*\d{1,2}\s*(?:(?:/|of|von|de|sur|van)\s*\d{1,2})?|.{0,60}[-–—|]\s*\d{1,2}\s?/\s?\d{1,2}"
        r"|(?:last updated|stand|zuletzt aktualisiert|mis à jour)\b.{0,40}"
    )
    return [part for part in page if not (part.y < low + 12 or part.y > top - 12) or not number.fullmatch(part.text)]


__all__ = ["Block", "check_expansion", "read_pdf"]
