"""Templates as data: each of ours passes every check, a user's own is found, a broken one says where."""

import io
import shutil
import subprocess
from pathlib import Path

import pdfplumber
import pytest

from store.errors import NotFoundError, UnavailableError, ValidationError
from tests.tools.documents_material import document, everything, hebrew, twice_over
from tools.tailoring.documents.checks import DocumentUnreadableError, check_pdf, require
from tools.tailoring.documents.fitting import fit
from tools.tailoring.documents.readback import extract
from tools.tailoring.documents.rendering import render_html, render_pdf, resume_template
from tools.tailoring.documents.templates_catalogue import catalogue, find, own_folder
from tools.tailoring.schemas import DocumentChecks, TailoredDocument

RESUMES = [item.name for item in catalogue().templates if item.kind == "resume"]


def checked(whole: TailoredDocument, templates: Path | None = None) -> tuple[bytes, DocumentChecks]:
    """The PDF and what checking it has shown."""
    cut, pdf = fit(whole, templates=templates)
    return pdf, check_pdf(pdf, cut, resume_template(cut, templates).manifest)


def seen(checks: DocumentChecks, name: str) -> str:
    return next(check.seen for check in checks.checks if check.name == name)


def own_template(folder: Path, *, manifest: str = "", page: str = "", style: str = "") -> Path:
    """A folder of the user's own templates with one, `mine`: the classic one with these additions."""
    shutil.copytree(own_folder() / "classic", folder / "mine")
    for name, added in (("manifest.yaml", manifest), ("template.html.j2", page), ("style.css", style)):
        path = folder / "mine" / name
        path.write_text(path.read_text().replace("name: classic", "name: mine") + added)
    return folder


def test_there_are_five_for_resumes_and_one_for_letters_and_each_names_its_papers_and_fonts() -> None:
    listed = catalogue()
    assert listed.problems == []
    assert {"classic", "modern", "compact", "sidebar", "academic"} <= set(RESUMES)
    assert [item.name for item in listed.templates if item.kind == "letter"] == ["letter"]
    assert {item.columns for item in listed.templates} == {1, 2}
    assert all(item.papers == ["a4", "letter"] and item.fonts and item.description for item in listed.templates)


@pytest.mark.parametrize("template", RESUMES)
def test_every_template_passes_every_check_and_our_reader_rebuilds_its_fields(template: str) -> None:
    pdf, checks = checked(everything(template=template))
    require(checks, "pdf")
    assert [check.name for check in checks.checks] == ["text", "order", "fields", "pages", "fonts", "contrast", "size"]
    fields = seen(checks, "fields")
    for part in ("name 1 of 1", "e-mail 1 of 1", "telephone 1 of 1", "employers 2 of 2", "titles 2 of 2"):
        assert part in fields
    assert checks.size == len(pdf)


@pytest.mark.parametrize("template", RESUMES)
def test_two_of_what_others_have_one_of_are_both_shown(template: str) -> None:
    _, checks = checked(twice_over(template=template))
    require(checks, "pdf")


def test_two_columns_are_written_one_after_the_other() -> None:
    pdf, _ = checked(everything(template="sidebar"))
    text = extract(pdf, columns=2).pdfium
    order = [
        "Mara Nwosu-Lindqvist",
        "mara.nwosu@example.org",
        "Skills",
        "Education",
        "Languages",
        "Summary",
        "Experience",
    ]
    assert [text.index(word) for word in order] == sorted(text.index(word) for word in order)


@pytest.mark.parametrize("template", ["classic", "sidebar"])
def test_a_page_that_runs_leftward_is_mirrored_and_keeps_numbers_the_right_way(template: str) -> None:
    whole = hebrew(template=template)
    html = render_html(whole)
    assert '<html lang="he" dir="rtl">' in html
    assert "ניסיון תעסוקתי" in html
    assert "03/2019 – היום" in html
    pdf, checks = checked(whole)
    require(checks, "pdf")
    extracted = extract(pdf)
    assert "+972 50 123 4567" in extracted.plumbed
    assert "+972 50 123 4567" in extracted.pdfium


def test_japanese_is_set_where_a_font_is_installed_and_named_where_none_is() -> None:
    whole = document(["40のサービスをKubernetesへ移行し、5名のチームを率いました。"])
    listed = subprocess.run(["fc-list", ":lang=ja"], capture_output=True, text=True, check=True).stdout
    if listed.strip():
        pdf, checks = checked(whole)
        require(checks, "pdf")
        assert "40のサービスを" in extract(pdf).pdfium
    else:
        with pytest.raises(UnavailableError) as caught:
            fit(whole)
        assert caught.value.code == "FONT_MISSING"
        assert caught.value.details["install"] == "fonts-noto-cjk"


def test_a_template_of_the_users_own_is_used_without_touching_the_code(tmp_path: Path) -> None:
    folder = own_template(tmp_path, manifest="sections: {order: [education], labels: {education: {en: Schooling}}}\n")
    assert "mine" in [item.name for item in catalogue(folder).templates]
    whole = document(["Built bridges."], template="mine")
    pdf, checks = checked(whole, folder)
    require(checks, "pdf")
    text = extract(pdf).pdfium
    assert text.index("Schooling") < text.index("Experience")
    style = folder / "mine" / "style.css"
    style.write_text(style.read_text() + "h1 { color: #770000; }")
    assert "#770000" in render_html(whole, templates=folder)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"manifest": "columns: 3\n"}, "mine/manifest.yaml: columns"),
        ({"manifest": "colour: blue\n"}, "mine/manifest.yaml: colour: Extra inputs are not permitted"),
        ({"manifest": "papers: [a4\n"}, "mine/manifest.yaml: it is not YAML"),
        ({"page": "{% for %}"}, "mine/template.html.j2 line 15"),
        (
            {"page": "{{ page.salary }}"},
            "mine/template.html.j2: 'tools.tailoring.documents.page.Page object' has no attribute",
        ),
        ({"page": "{{ page.name + 1 }}"}, "mine/template.html.j2: can only concatenate str"),
        ({"page": "{{ page.__class__.__mro__ }}"}, "mine/template.html.j2: access to attribute '__class__'"),
    ],
)
def test_a_broken_template_says_which_file_and_field(tmp_path: Path, broken: dict[str, str], said: str) -> None:
    folder = own_template(tmp_path, **broken)
    with pytest.raises(ValidationError) as caught:
        render_html(document([], template="mine"), templates=folder)
    assert caught.value.code == "TEMPLATE_BROKEN"
    assert said in caught.value.message
    assert render_html(document([]), templates=folder), "the other templates still work"
    if "manifest" in broken:
        assert any(said in problem for problem in catalogue(folder).problems)


def test_a_template_without_a_style_or_of_another_name_or_kind_is_no_template(tmp_path: Path) -> None:
    folder = own_template(tmp_path)
    (folder / "mine" / "style.css").unlink()
    with pytest.raises(ValidationError, match=r"mine/style\.css: the file is missing"):
        find("mine", added=folder)
    (folder / "mine").rename(folder / "other")
    (folder / "other" / "style.css").touch()
    with pytest.raises(ValidationError, match="name: says “mine”, and the folder is called “other”"):
        find("other", added=folder)
    with pytest.raises(NotFoundError, match=r"There is no resume template “letter”\. There are: academic, classic"):
        find("letter")


def test_a_template_is_refused_for_a_paper_or_language_it_is_not_made_for(tmp_path: Path) -> None:
    folder = own_template(tmp_path, manifest="languages: [de, fr]\n")
    with pytest.raises(ValidationError, match="not made for the language en, but for de, fr"):
        render_html(document([], template="mine"), templates=folder)
    assert render_html(document([], template="mine", language="de"), templates=folder)


def test_a_template_loads_nothing(tmp_path: Path) -> None:
    folder = own_template(tmp_path, style="h1 { background: url(https://fonts.example/x.png); }")
    with pytest.raises(ValidationError) as caught:
        fit(document([], template="mine"), templates=folder)
    assert caught.value.code == "REMOTE_CONTENT"


def test_faint_text_is_named_with_its_colours_and_blocks(tmp_path: Path) -> None:
    folder = own_template(
        tmp_path, style=".when { color: #9aa5b1 } section { background: #ffffff } h2 { color: #8899aa }"
    )
    whole = document(["Built bridges."], template="mine")
    _, checks = checked(whole, folder)
    assert [check.name for check in checks.checks if not check.passed] == ["contrast"]
    assert "#9aa5b1 on #ffffff is 2.5:1, below 4.5:1" in seen(checks, "contrast")
    with pytest.raises(DocumentUnreadableError, match="Choose a darker text"):
        require(checks, "pdf")


def test_light_text_on_a_dark_ground_has_enough_contrast(tmp_path: Path) -> None:
    style = "header { background: #12233d } h1, .headline, .contact, .contact i { color: #ffffff }"
    folder = own_template(tmp_path, style=style)
    _, checks = checked(document(["Built bridges."], template="mine"), folder)
    require(checks, "pdf")


def test_long_names_and_addresses_stay_on_the_page() -> None:
    for template in ("classic", "sidebar", "modern"):
        whole = document(["x" * 150, "https://example.org/" + "path/" * 40], template=template)
        whole = whole.model_copy(update={"name": "Wilhelmina-Konstanze " * 6})
        html = render_html(whole)
        pdf = render_pdf(html)
        for left, right, width in edges(pdf):
            assert left >= 0
            assert right <= width


def edges(pdf: bytes) -> list[tuple[float, float, float]]:
    """Left and right edge of every word and the width of its page, in points."""

    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return [(word["x0"], word["x1"], page.width) for page in opened.pages for word in page.extract_words()]
