"""The PDF of a tailored resume: whole for two extractors, safe, inside its pages, the same every time."""

import io
import re
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid5

import pdfplumber
import pytest
from weasyprint import HTML

from store.errors import AppError, UnavailableError, ValidationError
from tests.tools.documents_material import POSTING, document, resume
from tools.resumes.parsing import read
from tools.resumes.schemas import LinkDetail, ResumeFact, Span
from tools.tailoring.choice.selection import choose
from tools.tailoring.documents.checks import DocumentUnreadableError, check_pdf, require
from tools.tailoring.documents.fitting import fit
from tools.tailoring.documents.readback import Loss, expected_of, extract, losses
from tools.tailoring.documents.renderer import Processes, Renderer
from tools.tailoring.documents.rendering import render_html, render_pdf, resume_template
from tools.tailoring.schemas import TailoredDocument

HARD_LINES = [
    "An efficient, affluent office by the fjord: flawless shuffling of first-class traffic.",
    "Öffentlichkeitsarbeit für Straßenbau, naïve façade, Łódź, Çağrı İğdır, Nguyễn Thị Hồng",
    "Ανάπτυξη λογισμικού στην Αθήνα",
    "Разработка систем в Софии",
    "C++/C#/.NET, F#, Node.js, R&D at AT&T, p95 < 3 ms, 62 % of 5 €",
    "eﬃcient ﬁle handling, cafe\u0301, soft\u00adhyphen",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3,
    "state-of-the-art, end-to-end/well-known – e-mail, " * 6,
    "<script>alert(1)</script> {{7*7}} {% raw %} &amp; </ul></body> <img src='http://127.0.0.1:9/x.png'>",
    "Ranked ★★★★☆ and ✔ done",
]


def verify(pdf: bytes, shown: TailoredDocument) -> list[Loss]:
    """What a machine would miss of these lines."""
    manifest = resume_template(shown).manifest
    return losses(extract(pdf, manifest.columns), expected_of(shown, manifest))


@pytest.fixture(scope="module")
def hard() -> tuple[TailoredDocument, bytes]:
    return fit(document(HARD_LINES, pages=2))


def test_two_extractors_read_every_line(hard: tuple[TailoredDocument, bytes]) -> None:
    fitted, pdf = hard
    assert len([claim for claim in fitted.claims if claim.parent_id]) == len(HARD_LINES)
    assert verify(pdf, fitted) == []
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        text = "\n".join(page.extract_text() for page in opened.pages)
        metadata = opened.metadata
        links = {link["uri"] for page in opened.pages for link in page.hyperlinks}
    assert "efficient, affluent office by the fjord: flawless" in text
    assert "efficient file handling, café, softhyphen" in text
    assert "<script>alert(1)</script> {{7*7}} {% raw %} &amp;" in text
    assert text.index("Summary") < text.index("Skills") < text.index("Experience") < text.index("Education")
    assert metadata["Author"] == "Zoë Łukasz-Öztürk"
    assert metadata["Title"] == "Zoë Łukasz-Öztürk – Platform Engineer"
    assert links == {"mailto:zoe@example.org", "tel:+4930123456", "https://github.com/zoe"}


def test_the_page_is_semantic_and_nothing_of_a_fact_becomes_markup(hard: tuple[TailoredDocument, bytes]) -> None:
    html = render_html(hard[0])
    assert "<script" not in html
    assert "<img" not in html
    assert "{{7*7}}" in html
    assert html.count("<h1>") == 1
    assert html.count("<h3") == 2
    assert html.count("<li>") == len(HARD_LINES)
    assert '<html lang="en" dir="ltr">' in html


def test_the_same_document_gives_the_same_bytes(hard: tuple[TailoredDocument, bytes]) -> None:
    fitted, pdf = hard
    assert render_pdf(render_html(fitted)) == pdf
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        catalog = opened.doc.catalog
    assert catalog["MarkInfo"]["Marked"] is True
    assert catalog["Lang"] == b"en"


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "file:///etc/passwd", "https://a.example/ onclick=x", "data:text/html,x"],
)
def test_only_web_mail_and_telephone_links_are_made(href: str) -> None:
    facts = resume([])
    facts.append(
        facts[5].model_copy(
            update={"id": UUID(int=9), "text": href, "span": Span(start=9000, end=9001), "detail": LinkDetail(url=href)}
        )
    )
    html = render_html(choose(facts, POSTING, language="en"))
    assert set(re.findall(r'href="([^":]+:)', html)) == {"mailto:", "tel:", "https:"}
    assert html.count("href=") == 3


@pytest.mark.parametrize(
    "content",
    [
        "<img src='http://127.0.0.1:9/a.png'>",
        "<img src='file:///etc/hostname'>",
        "<link rel=stylesheet href='file:///x.css'>",
    ],
)
def test_nothing_is_fetched(content: str) -> None:
    with pytest.raises(ValidationError) as caught:
        render_pdf(f"<!DOCTYPE html><title>x</title>{content}<p>text")
    assert caught.value.code == "REMOTE_CONTENT"


def test_characters_without_a_glyph_are_an_error_that_names_them() -> None:
    unassigned_plane = "\U00011730"  # AHOM DIGIT ZERO: no common font has it
    with pytest.raises(UnavailableError) as caught:
        render_pdf(render_html(document([f"Counts to {unassigned_plane}"])))
    assert caught.value.code == "FONT_MISSING"
    assert caught.value.details["characters"] == [unassigned_plane]
    assert "U+11730" in caught.value.message
    assert "fonts-noto" in caught.value.message


def test_sixty_bullets_fit_one_page_and_the_rest_is_accounted_for() -> None:
    lines = [f"Improved system number {number} so that it answers in {number} ms." for number in range(19)]
    before = document([*lines, "Moved 40 services to Kubernetes."], positions=3)
    after, pdf = fit(before)
    assert verify(pdf, after) == []
    kept = {claim.id for claim in after.claims}
    assert kept < {claim.id for claim in before.claims}
    gone = [claim.id for claim in before.claims if claim.id not in kept]
    assert sorted(gone) == sorted(before.drop_order[: len(gone)])
    assert {fact_id for claim in before.claims if claim.id in gone for fact_id in claim.fact_ids} <= {
        fact.id for fact in after.left_out
    }
    assert sum(claim.section == "experience" and claim.parent_id is None for claim in after.claims) == 3
    assert any("Kubernetes" in claim.text for claim in after.claims)
    restored = before.drop_order[len(gone) - 1]
    one_more = before.model_copy(update={"claims": [c for c in before.claims if c.id in kept or c.id == restored]})
    with pdfplumber.open(io.BytesIO(render_pdf(render_html(one_more)))) as opened:
        assert len(opened.pages) == 2


def test_a_long_career_is_set_smaller_and_an_endless_one_says_how_many_pages_it_takes() -> None:
    smaller, pdf = fit(document([], positions=34))
    assert len([claim for claim in smaller.claims if claim.section == "experience"]) == 34
    assert verify(pdf, smaller) == []
    with pytest.raises(ValidationError) as caught:
        fit(document([], positions=60))
    assert caught.value.code == "PAGE_BUDGET_TOO_SMALL"
    needed = caught.value.details["pages_needed"]
    assert needed > 1
    assert fit(document([], positions=60, pages=needed))[0].pages_limit == needed


def test_a_position_is_never_parted_from_its_first_bullet() -> None:
    lines = [f"Did task {number} with care and patience for the department." for number in range(6)]
    for extra in range(0, 6, 2):
        fitted, pdf = fit(document(lines[: 3 + extra // 2], positions=9 + extra, pages=3))
        with pdfplumber.open(io.BytesIO(pdf)) as opened:
            for page in opened.pages[:-1]:
                assert not page.extract_text().splitlines()[-1].startswith("Engineer, Firma")
        assert verify(pdf, fitted) == []


def test_a_us_letter_page_and_a_german_one() -> None:
    fitted, pdf = fit(document(["Baut Brücken."], language="de", paper="letter"))
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        assert (round(opened.pages[0].width), round(opened.pages[0].height)) == (612, 792)
        text = opened.pages[0].extract_text()
    assert "Berufserfahrung" in text
    assert "03/2024 – heute" in text
    assert verify(pdf, fitted) == []


def test_what_a_machine_would_miss_is_named_and_blocks() -> None:
    fitted, pdf = fit(document(["Built bridges.", "Dug tunnels."]))
    bullets = [claim for claim in fitted.claims if claim.parent_id]
    longer = [
        claim.model_copy(update={"text": "Never written."}) if claim == bullets[0] else claim for claim in fitted.claims
    ]
    losses = verify(pdf, fitted.model_copy(update={"claims": longer}))
    assert [(loss.kind, loss.what, loss.extractor) for loss in losses] == [
        ("text", "Never written.", "pdfplumber"),
        ("text", "Never written.", "pypdfium2"),
    ]
    swapped = [*fitted.claims]
    first, second = (swapped.index(bullet) for bullet in bullets)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    assert {loss.kind for loss in verify(pdf, fitted.model_copy(update={"claims": swapped}))} == {"order"}
    changed = fitted.model_copy(update={"claims": longer})
    with pytest.raises(DocumentUnreadableError) as caught:
        require(check_pdf(pdf, changed, resume_template(changed).manifest), "pdf")
    assert caught.value.code == "PDF_UNREADABLE"
    assert "text: not found: “Never written.” (pdfplumber)" in caught.value.message


def test_spaced_out_letters_and_fonts_left_out_are_found() -> None:
    fitted, _ = fit(document(["Built bridges efficiently."]))
    letterspaced = render_html(fitted).replace("</style>", "li { letter-spacing: 6pt }</style>")
    assert {loss.what for loss in verify(render_pdf(letterspaced), fitted)} == {"Built bridges efficiently."}
    unembedded = HTML(string=render_html(fitted)).write_pdf(uncompressed_pdf=True).replace(b"/FontFile2", b"/FontFileX")
    checks = check_pdf(unembedded, fitted, resume_template(fitted).manifest).checks
    fonts = next(check for check in checks if check.name == "fonts")
    assert not fonts.passed
    assert "not embedded: " in fonts.seen


@pytest.mark.parametrize(
    "name",
    [
        "jsonresume/career-changer.resume.json",
        "rendercv/classic.pdf",
        "reactive/azurill.pdf",
        "career_ops/cv-example.md",
    ],
)
def test_real_resumes_come_out_whole_on_one_page(shared_data: Path, name: str) -> None:
    path = shared_data / "resumes" / name
    parsed = read(path.read_bytes(), path.name)
    ids = [uuid5(UUID(int=3), str(index)) for index in range(len(parsed.facts))]
    facts = [
        ResumeFact(
            id=ids[index], text=fact.text, span=fact.span, detail=fact.detail,
            parent_id=None if fact.parent is None else ids[fact.parent],
        )
        for index, fact in enumerate(parsed.facts)
    ]  # fmt: skip
    fitted, pdf = fit(choose(facts, POSTING, language=parsed.language))
    assert verify(pdf, fitted) == []
    positions = [fact.id for fact in facts if fact.detail.kind == "position"]
    assert {fact_id for claim in fitted.claims for fact_id in claim.fact_ids} >= set(positions)


async def test_the_renderer_works_beside_the_event_loop_and_passes_errors_on(rendering: Processes) -> None:
    renderer = Renderer(rendering)
    whole = document(["Moved 40 services to Kubernetes."])
    await renderer.pdf("<!DOCTYPE html><title>warm</title><p>up")
    before = time.process_time()
    rendered = await renderer.fit(whole)
    here = time.process_time() - before
    before = time.process_time()
    assert fit(whole) == (rendered.document, rendered.pdf)
    assert here < (time.process_time() - before) / 2
    assert rendered.checks.pages == 1
    assert rendered.checks.size == len(rendered.pdf)
    assert all(check.passed for check in rendered.checks.checks)
    with pytest.raises(AppError) as caught:
        await renderer.pdf("<!DOCTYPE html><p>\U00011730")
    assert caught.value.code == "FONT_MISSING"


async def test_a_page_that_takes_too_long_is_stopped_and_the_next_one_works(rendering: Processes) -> None:
    impatient = Renderer(rendering, seconds=1)
    with pytest.raises(UnavailableError) as caught:
        await impatient.pdf("<!DOCTYPE html>" + "<p>all work and no play " * 40_000)
    assert caught.value.code == "RENDER_TIMEOUT"
    assert (await impatient.pdf("<!DOCTYPE html><p>short")).startswith(b"%PDF")


def test_rendering_costs_no_more_than_weasyprint_itself() -> None:
    html = render_html(
        document([f"Improved system number {number} by {number} %." for number in range(8)], positions=3)
    )

    def clock(render: Callable[[], object]) -> float:
        before = time.process_time()
        render()
        return time.process_time() - before

    render_pdf(html)
    pairs = [(clock(lambda: render_pdf(html)), clock(lambda: HTML(string=html).write_pdf())) for _ in range(6)]
    assert min(ours for ours, _ in pairs) <= 1.1 * min(bare for _, bare in pairs)
