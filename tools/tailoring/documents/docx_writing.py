"""Documents as Word files with real styles: what is a heading is a Heading, what is a list is a List Bullet."""

import io
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from tools.tailoring.documents.letters import LetterPage
from tools.tailoring.documents.page import Block, Contact, Page, PageSection
from tools.tailoring.schemas import Paper

_FACE = "Calibri"
_DARK, _BLUE = RGBColor(0x12, 0x23, 0x3D), RGBColor(0x1F, 0x4E, 0x82)
_SIZES = {"a4": (Mm(210), Mm(297)), "letter": (Mm(215.9), Mm(279.4))}
_MARGIN = Mm(19)
_REGIONS = {"en": "US", "he": "IL", "ar": "SA", "zh": "CN", "ja": "JP", "ko": "KR"}
_AFTER_BIDI = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
_AFTER_RTL = ("w:rtl", "w:cs", "w:em", "w:lang", "w:eastAsianLayout")
"""Word reads marks in one order only, so a new one is put before those that follow it there."""
_ENTRY, _CONTACT = "Entry", "Contact"


def write_resume(page: Page, paper: Paper) -> bytes:
    """The resume as DOCX: title, contacts with links, Heading 1 and 2, bullets; dates at a right tab stop."""
    word = _new(paper, page.language, page.direction == "rtl")
    _properties(word, page.title, page.name, page.language)
    if page.name:
        word.add_paragraph(page.name, style="Title")
    if page.headline:
        word.add_paragraph(page.headline, style="Subtitle")
    _contacts(word, page.contacts)
    for section in page.sections:
        _section(word, section)
    return _saved(word)


def write_letter(page: LetterPage, paper: Paper) -> bytes:
    """The letter as DOCX: the sender as title, its parts as paragraphs, the subject as Heading 1."""
    word = _new(paper, page.language, page.direction == "rtl")
    _properties(word, page.title, page.name, page.language)
    word.add_paragraph(page.name, style="Title")
    _contacts(word, page.sender)
    for lines in filter(None, (page.recipient, page.dateline)):
        _joined(word.add_paragraph(), lines)
    if page.subject:
        word.add_paragraph(page.subject, style="Heading 1")
    for text in (page.salutation, *page.paragraphs):
        word.add_paragraph(text).paragraph_format.space_after = Pt(8)
    _joined(word.add_paragraph(), [page.closing, page.name])
    return _saved(word)


def _new(paper: Paper, language: str, right_to_left: bool) -> Document:
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = _SIZES[paper]
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    for name, size, colour, before, after in (
        ("Normal", 10.5, None, 0, 2),
        ("Title", 22, _DARK, 0, 0),
        ("Subtitle", 12, _BLUE, 0, 2),
        ("Heading 1", 13, _BLUE, 12, 3),
        ("Heading 2", 11, None, 6, 1),
        ("List Bullet", 10.5, None, 0, 1),
    ):
        _shape(word.styles[name], size, colour, before, after)
    _add_styles(word, section.page_width - 2 * _MARGIN)
    _speak(word, language, right_to_left)
    return word


def _add_styles(word: Document, width: int) -> None:
    """Our own styles: an entry and its date at the right margin, and the contact line."""
    for name in (_ENTRY, _CONTACT):
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
    for name in (_ENTRY, "Heading 2"):
        word.styles[name].paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    word.styles[_CONTACT].paragraph_format.space_after = Pt(4)


def _shape(style: ParagraphStyle, size: float, colour: RGBColor | None, before: float, after: float) -> None:
    style.font.size, style.font.italic = Pt(size), False
    style.font.color.rgb = colour or RGBColor(0x1C, 0x24, 0x30)
    style.font.bold = style.name in {"Title", "Heading 1"}
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    _shape_complex(style, size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _FACE)
    for rule in style.element.xpath("w:pPr/w:pBdr"):
        rule.getparent().remove(rule)


def _shape_complex(style: ParagraphStyle, size: float) -> None:
    """Size and weight once more: Word takes those of right-to-left scripts from marks of their own."""
    marks = style.element.get_or_add_rPr()
    for mark in marks.xpath("w:szCs | w:bCs | w:iCs"):
        marks.remove(mark)
    sized = OxmlElement("w:szCs")
    sized.set(qn("w:val"), str(round(size * 2)))
    marks.insert_element_before(sized, "w:highlight", "w:u", "w:effect", "w:bdr", "w:shd", "w:vertAlign", *_AFTER_RTL)
    if style.font.bold:
        marks.find(qn("w:b")).addnext(OxmlElement("w:bCs"))


def _speak(word: Document, language: str, right_to_left: bool) -> None:
    """Set the language that Word checks the spelling in, and which way the text runs."""
    code = language[:2].casefold()
    tag = f"{code}-{_REGIONS.get(code, code.upper())}"
    for element in word.styles.element.xpath("w:docDefaults//w:lang"):
        for script in ("val", "eastAsia", "bidi"):
            element.set(qn(f"w:{script}"), tag)
    if right_to_left:
        normal = word.styles["Normal"].element
        normal.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)
        normal.get_or_add_rPr().insert_element_before(OxmlElement("w:rtl"), *_AFTER_RTL)


def _properties(word: Document, title: str, author: str, language: str) -> None:
    properties = word.core_properties
    properties.title, properties.author, properties.language = title[:255], author[:255], language
    properties.last_modified_by, properties.comments = author[:255], ""
    for name in ("dcterms:created", "dcterms:modified"):  # the empty document's own, from 2013
        for element in properties._element.findall(qn(name)):
            properties._element.remove(element)


def _contacts(word: Document, contacts: Sequence[Contact]) -> None:
    if not contacts:
        return
    paragraph = word.add_paragraph(style=_CONTACT)
    for number, contact in enumerate(contacts):
        if number:
            paragraph.add_run("  |  ")
        if contact.href:
            _link(paragraph, contact.text, contact.href)
        else:
            paragraph.add_run(contact.text)


def _link(paragraph: Paragraph, text: str, address: str) -> None:
    """A link that can be followed; python-docx reads them, and makes none."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(text)
    run.font.color.rgb = _BLUE
    link.append(run._element)
    paragraph._element.append(link)


def _section(word: Document, section: PageSection) -> None:
    word.add_paragraph(section.heading, style="Heading 1")
    if section.name == "summary":
        word.add_paragraph(" ".join(block.left for block in section.blocks))
        return
    for block in section.blocks:
        style = "List Bullet" if section.is_list else "Heading 2" if block.is_head else _ENTRY
        _entry(word.add_paragraph(style=style), block, " " if section.is_list else "\t")
        for line in block.below:
            word.add_paragraph(line, style="List Bullet")


def _entry(paragraph: Paragraph, block: Block, gap: str) -> None:
    if block.strong:
        paragraph.add_run(block.strong).bold = True
    paragraph.add_run(block.left)
    if block.right:
        paragraph.add_run(f"{gap}{block.right}")


def _joined(paragraph: Paragraph, lines: Sequence[str]) -> None:
    """Lines of one paragraph, each on its own."""
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(8)
    for number, line in enumerate(lines):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(line)


def _saved(word: Document) -> bytes:
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()
