"""DOCX resumes: paragraphs, tables, columns, text boxes and headers; hostile archives do no harm."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from evals.scorers.resumes import score_resume
from store.errors import AppError
from tools.resumes.parsing import read
from tools.resumes.schemas import ContactDetail, PositionDetail, SkillDetail

TEXT_BOX = (
    "<w:r {names} xmlns:v='urn:schemas-microsoft-com:vml'><w:pict><v:shape><v:textbox><w:txbxContent>"
    "<w:p><w:r><w:t>SKILLS</w:t></w:r></w:p><w:p><w:r><w:t>Forklift, Inventory, Excel</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def _saved(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _styled() -> bytes:
    """Word's own styles: title, headings, list bullets, tabs before dates."""
    document = docx.Document()
    document.add_heading("Rosalind Achebe", 0)
    document.add_paragraph("Library Assistant")
    document.add_paragraph("rosalind.achebe@example.org\t+44 161 496 0155\tManchester, UK")
    document.add_heading("Work Experience", 1)
    jobs = (("Library Assistant", "Salford Central Library", "May 2019 – Present"),)
    for title, employer, dates in (*jobs, ("Bookseller", "Corner House Books Ltd", "Sept 2016 – April 2019")):
        line = document.add_paragraph()
        line.add_run(title).bold = True
        line.add_run("\t" + dates)
        document.add_paragraph(employer)
        document.add_paragraph(f"Served readers at {employer}", style="List Bullet")
    document.add_heading("Education", 1)
    document.add_paragraph("BA English Literature, University of Manchester, 2013 – 2016")
    document.add_heading("Languages", 1)
    document.add_paragraph("English (native), Igbo (fluent)")
    return _saved(document)


def test_styles_and_lists_are_read() -> None:
    expected = {
        "name": "Rosalind Achebe",
        "headline": "Library Assistant",
        "email": "rosalind.achebe@example.org",
        "phone": "+441614960155",
        "location": "Manchester, UK",
        "employers": ["Salford Central Library", "Corner House Books Ltd"],
        "titles": ["Library Assistant", "Bookseller"],
        "dates": ["2019-05/present", "2016-09/2019-04"],
        "bullets_count": 2,
        "education": ["University of Manchester"],
        "languages": ["English", "Igbo"],
    }
    scores = score_resume(read(_styled(), "cv.docx"), expected)
    assert {field for field, counts in scores.items() if counts.f1 < 1} == set()


def test_tables_with_dates_in_the_first_column() -> None:
    document = docx.Document()
    document.add_paragraph("Matthias Oberhuber")
    table = document.add_table(rows=0, cols=2)
    rows = (
        ("Adresse", "Hauptplatz 3, 4020 Linz"),
        ("E-Mail", "m.oberhuber@example.at"),
        ("Berufserfahrung", ""),
        ("05/2018 – heute", "Produktionsleiter\nVoralpen Käserei GmbH, Linz"),
        ("2012 – 2018", "Molkereifachmann\nMilchwerke Traunsee eG, Gmunden"),
    )
    for left, right in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = left, right
    parsed = read(_saved(document), "lebenslauf.docx")
    jobs = [(f.detail.title, f.detail.employer) for f in parsed.facts if isinstance(f.detail, PositionDetail)]
    assert jobs == [("Produktionsleiter", "Voralpen Käserei GmbH"), ("Molkereifachmann", "Milchwerke Traunsee eG")]
    assert parsed.language == "de"


def test_a_table_used_as_two_columns_is_read_column_by_column() -> None:
    document = docx.Document()
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    for line in ("Freya Lindholm", "CONTACT", "freya.lindholm@example.dk", "SKILLS", "Visual display", "Shopify"):
        left.add_paragraph(line)
    for line in ("EXPERIENCE", "Store Manager, Nordlys Interiors", "2019 – Present", "• Lead nine staff"):
        right.add_paragraph(line)
    parsed = read(_saved(document), "cv.docx")
    assert [f.text for f in parsed.facts if isinstance(f.detail, SkillDetail)] == ["Visual display", "Shopify"]
    jobs = [f.detail.employer for f in parsed.facts if isinstance(f.detail, PositionDetail)]
    assert jobs == ["Nordlys Interiors"]


def test_headers_and_text_boxes_are_part_of_the_resume() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Carlos Mbappe-Ruiz | carlos.mr@example.com | 305-555-0161"
    document.add_paragraph()._p.append(parse_xml(TEXT_BOX.format(names=nsdecls("w"))))
    document.add_paragraph("EXPERIENCE")
    document.add_paragraph("Warehouse Supervisor | Gulfport Distribution LLC | Miami, FL | 2018 - Present")
    parsed = read(_saved(document), "cv.docx")
    contact = {f.detail.field: f.detail.value for f in parsed.facts if isinstance(f.detail, ContactDetail)}
    assert contact["name"] == "Carlos Mbappe-Ruiz"
    assert contact["email"] == "carlos.mr@example.com"
    assert [f.text for f in parsed.facts if isinstance(f.detail, SkillDetail)] == ["Forklift", "Inventory", "Excel"]
    assert parsed.text.count("Forklift") == 1


def _with_body(change: bytes, extra: dict[str, bytes]) -> bytes:
    """A DOCX whose body text `MARK` is replaced and whose XML starts with a hostile document type."""
    document = docx.Document()
    document.add_paragraph("MARK")
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_saved(document))) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = extra.get("doctype", b"") + part.split(b"?>", 1)[1].replace(b"MARK", change)
            target.writestr(name, part)
        for name, part in extra.items():
            if name != "doctype":
                target.writestr(name, part)
    return buffer.getvalue()


def test_entities_are_refused() -> None:
    secret = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "EXPANDED">]>'
    with pytest.raises(AppError) as caught:
        read(_with_body(b"Jane Doe, nurse &x; &y;", {"doctype": secret}), "cv.docx")
    assert caught.value.code == "RESUME_EXTERNAL"
    assert not {"root:", "EXPANDED"} & set(caught.value.message.split())


def test_macros_are_refused() -> None:
    with pytest.raises(AppError) as caught:
        read(_with_body(b"Jane Doe", {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0Shell calc.exe"}), "cv.docx")
    assert (caught.value.code, caught.value.details) == ("RESUME_MACROS", {"part": "word/vbaProject.bin"})


def test_a_zip_bomb_is_refused_while_it_unpacks() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 30_000_000)
    with pytest.raises(AppError) as caught:
        read(buffer.getvalue(), "cv.docx", max_expanded=5_000_000)
    assert (caught.value.code, caught.value.status) == ("EXPANDS_TOO_LARGE", 413)


def test_a_document_without_text_is_blank() -> None:
    with pytest.raises(AppError) as caught:
        read(_saved(docx.Document()), "cv.docx")
    assert caught.value.code == "RESUME_BLANK"
