"""The same document in other formats: real styles, marks kept, every line read back, a loss held back."""

import io
import json
import re

import docx
import pytest
from docx.oxml.ns import qn
from markdown_it import MarkdownIt

from store.errors import ValidationError
from tests.tools.documents_material import everything, hebrew, letter, twice_over
from tools.resumes.parsing import read
from tools.tailoring.documents.checks import (
    MOST_BYTES,
    DocumentUnreadableError,
    check_text,
    check_values,
    require,
    size_check,
)
from tools.tailoring.documents.exporting import export, export_letter
from tools.tailoring.documents.json_writing import json_resume, values_of
from tools.tailoring.documents.readback import Expected, expected_of
from tools.tailoring.documents.rendering import resume_template
from tools.tailoring.schemas import DocumentFormat, LetterParagraph

FLOWING: list[DocumentFormat] = ["docx", "md", "json", "txt"]
MARKS = [
    "# of nodes grew 3x; p95 < 3 ms & R&D at 5 € [see report] `kubectl` ~ daily | weekly",
    "1. place in the internal award for `clean` C++/C#, <b>not</b> markup, &amp; stays",
    "- built reports that start with a dash",
]
ISO = re.compile(r"^([1-2][0-9]{3}-[0-1][0-9]-[0-3][0-9]|[1-2][0-9]{3}-[0-1][0-9]|[1-2][0-9]{3})$")


@pytest.mark.parametrize("kind", FLOWING)
def test_every_format_is_read_back_whole(kind: DocumentFormat) -> None:
    made = export(everything(), kind)
    assert made.extension == f".{kind}"
    assert all(check.passed for check in made.checks.checks)
    fields = next(check.seen for check in made.checks.checks if check.name == "fields")
    for part in (
        "name 1 of 1",
        "e-mail 1 of 1",
        "telephone 1 of 1",
        "employers 2 of 2",
        "titles 2 of 2",
        "dates 3 of 3",
    ):
        assert part in fields
    assert read(made.content, f"resume.{kind}").facts


@pytest.mark.parametrize("kind", FLOWING)
def test_two_of_what_others_have_one_of_are_both_kept(kind: DocumentFormat) -> None:
    made = export(twice_over(), kind)
    found = read(made.content, f"resume.{kind}")
    for part in ("Zoë Öztürk", "Writer of runbooks", "Platform engineer", "zo@example.net", "98765", "Leipzig", "Köln"):
        assert part in found.text
    assert "Keeps platforms up." in {fact.text for fact in found.facts}


@pytest.mark.parametrize("kind", FLOWING)
def test_right_to_left_comes_back_too(kind: DocumentFormat) -> None:
    made = export(hebrew(), kind)
    text = read(made.content, f"resume.{kind}").text
    assert "ניהלה צוות של חמישה אנשים." in text
    assert "+972 50 123 4567" in text


def test_a_word_file_has_real_styles_links_and_properties_and_no_tables() -> None:
    word = docx.Document(io.BytesIO(export(everything(paper="letter"), "docx").content))
    styles = [(paragraph.style.name, paragraph.text) for paragraph in word.paragraphs]
    assert styles[0] == ("Title", "Mara Nwosu-Lindqvist")
    assert ("Subtitle", "Data & platform engineer") in styles
    assert ("Heading 1", "Experience") in styles
    assert ("Heading 2", "Lead Engineer, Fjord Analytics AB, Stockholm\tMar 2019 – Present") in styles
    assert {("List Bullet", mark) for mark in MARKS} <= set(styles)
    assert word.tables == []
    links = {link.address for paragraph in word.paragraphs for link in paragraph.hyperlinks}
    assert {"mailto:mara.nwosu@example.org", "tel:+46812345678", "https://linkedin.com/in/mara-nwosu"} <= links
    properties = word.core_properties
    assert (properties.author, properties.language) == ("Mara Nwosu-Lindqvist", "en")
    assert properties.title == "Mara Nwosu-Lindqvist – Platform Engineer"
    assert word.styles.element.xpath("w:docDefaults//w:lang")[0].get(qn("w:val")) == "en-US"
    assert round(word.sections[0].page_width.mm, 1) == 215.9


def test_a_word_file_in_hebrew_runs_leftward() -> None:
    word = docx.Document(io.BytesIO(export(hebrew(), "docx").content))
    normal = word.styles["Normal"].element
    assert normal.xpath("w:pPr/w:bidi")
    assert normal.xpath("w:rPr/w:rtl")
    assert [mark.tag for mark in normal.xpath("w:pPr/*")] == [qn("w:bidi"), qn("w:spacing")], "the order Word asks for"
    assert word.styles["Title"].element.xpath("w:rPr/w:szCs")[0].get(qn("w:val")) == "44"
    assert word.styles.element.xpath("w:docDefaults//w:lang")[0].get(qn("w:bidi")) == "he-IL"


def test_marks_that_markdown_gives_a_meaning_to_are_shown_as_they_stand() -> None:
    tokens = (
        MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(export(everything(), "md").content.decode())
    )
    shown = [
        "".join(child.content for child in token.children or [] if child.type in {"text", "code_inline"})
        for token in tokens
        if token.type == "inline"
    ]
    assert set(MARKS) <= set(shown)
    assert any("Engineer who *measures* first_and then builds." in text for text in shown)
    assert not any(token.type == "code_inline" for line in tokens for token in line.children or [])
    assert [token.tag for token in tokens if token.type == "heading_open"][:2] == ["h1", "h2"]


def test_json_resume_keeps_to_the_published_schema_and_every_line_has_a_place() -> None:
    content = json.loads(export(everything(), "json").content)
    assert set(content) <= {
        "basics", "work", "volunteer", "education", "awards", "certificates", "publications", "skills", "languages",
        "interests", "references", "projects", "meta",
    }  # fmt: skip
    assert content["basics"]["email"] == "mara.nwosu@example.org"
    assert content["basics"]["url"] == "https://mara.example.org"
    assert content["basics"]["profiles"] == [{"network": "LinkedIn", "url": "https://linkedin.com/in/mara-nwosu"}]
    assert [work["startDate"] for work in content["work"]] == ["2019-03", "2014-01"]
    assert "endDate" not in content["work"][0]
    assert all(ISO.match(value) for key, value in leaves(content) if key.endswith("Date") or key == "date")
    assert content["education"][0]["courses"] == ["Thesis on sea ice"]
    assert content["skills"][0] == {"name": "Tools", "level": "expert", "keywords": ["Kubernetes", "Python"]}
    assert content["awards"] == [{"title": "Engineer of the Year", "awarder": "Fjord Analytics AB", "date": "2022"}]
    assert content["publications"][0]["publisher"] == "Nordic Letters"
    assert content["interests"] == [{"name": "Long-distance skating"}]
    assert "Driving licence B" in content["basics"]["summary"]


def leaves(value: object, key: str = "") -> list[tuple[str, str]]:
    """Every string with the key it stands under."""
    if isinstance(value, dict):
        return [leaf for name, item in value.items() for leaf in leaves(item, name)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in leaves(item, key)]
    return [(key, str(value))]


def test_what_a_reader_would_miss_is_named_and_holds_the_file_back() -> None:
    whole = everything()
    made = export(whole, "txt").content
    claims = [
        claim.model_copy(update={"text": "Never written."}) if claim.parent_id else claim for claim in whole.claims
    ]
    other = whole.model_copy(update={"claims": claims})
    expected = expected_of(other, resume_template(other).manifest)
    with pytest.raises(DocumentUnreadableError) as caught:
        require(check_text(made, "resume.txt", other, expected), "txt")
    assert caught.value.code == "TXT_UNREADABLE"
    assert "text: not found: “Never written.”" in caught.value.message
    with pytest.raises(DocumentUnreadableError, match=r"“Never written\.”"):
        require(check_values(export(whole, "json").content, "resume.json", other, values_of(other)), "json")


def test_another_mail_address_than_the_persons_holds_the_file_back() -> None:
    whole = everything()
    made = export(whole, "txt").content.replace(b"mara.nwosu@", b"mara.nwosy@")
    checks = check_text(made, "resume.txt", whole, Expected([], []))
    with pytest.raises(DocumentUnreadableError, match=r"mara\.nwosu@example\.org as mara\.nwosy@"):
        require(checks, "txt")


def test_a_file_too_large_for_forms_is_held_back() -> None:
    assert size_check(MOST_BYTES).passed
    assert not size_check(MOST_BYTES + 1).passed


def test_fields_no_schema_has_a_place_for_are_not_invented() -> None:
    made = json_resume(hebrew())
    assert made.education == []
    assert made.basics.location is None
    assert made.work[0].endDate is None


@pytest.mark.parametrize("kind", ["pdf", *FLOWING])
def test_a_letter_comes_in_every_format_with_every_line(kind: DocumentFormat) -> None:
    made = export_letter(letter(), kind)
    assert all(check.passed for check in made.checks.checks)
    text = made.content.decode() if kind == "json" else read(made.content, f"letter.{kind}").text
    for line in ("Robin Example", "Ms Ada Weber", "Dear Ms Weber,", "moved 2 services to Kubernetes", "Kind regards,"):
        assert line in text
    if kind != "json":
        assert text.index("10115 Berlin") < text.index("26 November 2026") < text.index("Dear Ms Weber")


def test_what_is_no_character_at_all_breaks_no_format() -> None:
    text = "I kept the systems on\ufffecall.\uffff"  # as PDF readers leave a hyphen at the end of a line
    broken = letter().model_copy(update={"paragraphs": [LetterParagraph(text=text)]})
    for kind in FLOWING:
        assert all(check.passed for check in export_letter(broken, kind).checks.checks)


def test_a_letter_without_words_and_one_that_never_ends_are_refused() -> None:
    with pytest.raises(ValidationError, match="at least one paragraph"):
        export_letter(letter(0), "txt")
    assert export_letter(letter(40), "pdf").checks.pages == 2
    with pytest.raises(ValidationError) as caught:
        export_letter(letter(90), "pdf")
    assert caught.value.code == "LETTER_TOO_LONG"
