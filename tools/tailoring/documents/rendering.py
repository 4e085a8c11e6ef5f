"""A document as HTML and as a PDF that machines can read: a template's page, real headings, embedded fonts."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NoReturn

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2 import Template as Compiled
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from weasyprint import HTML, Document
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from store.errors import UnavailableError, ValidationError
from tools.tailoring.documents.fonts import fonts
from tools.tailoring.documents.page import page_of
from tools.tailoring.documents.templates_catalogue import PAGE, STYLE, Template, find, own_folder
from tools.tailoring.schemas import LetterDocument, Paper, TailoredDocument

_EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "FULLWIDTH", "IDEOGRAPHIC", "BOPOMOFO")
_HAN = {"ja": "JP", "ko": "KR", "zh": "SC"}
"""The same Han character is drawn differently in these languages, so the page's own comes first."""
_HYPHENATED = re.compile(r"(?<!\S)(?=\S{3,40}(?!\S))\S+-\S+")


class _NothingFetched(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Refuses every address: a document needs nothing from the network or the disk."""

    def fetch(self, url: str, headers: object = None) -> NoReturn:  # noqa: ARG002
        raise FatalURLFetchingError(f"a document loads nothing, and this one asked for {url}")


def resume_template(document: TailoredDocument, templates: Path | None = None) -> Template:
    """The template a resume asks for; `templates` is the folder of the user's own.

    Raises what `templates_catalogue.find` raises, and `ValidationError` (`TEMPLATE_UNFIT`) when it is not made for
    the document's paper or language.
    """
    template = find(document.template, "resume", templates)
    _require_fit(template, document.paper, document.language)
    return template


def letter_template(letter: LetterDocument, templates: Path | None = None) -> Template:
    """The template a letter asks for; raises as `resume_template` does."""
    template = find(letter.template, "letter", templates)
    _require_fit(template, letter.paper, letter.language)
    return template


def render_html(document: TailoredDocument, *, density: str | None = None, templates: Path | None = None) -> str:
    """A complete page with its style inside; every text escaped, every line in the template's order.

    `density` is one of the template's, the roomiest by default. Raises what `resume_template` raises.
    """
    template = resume_template(document, templates)
    page = page_of(document, template.manifest)
    return compose(template, page, page.language, document.paper, density or template.manifest.densities[0])


def compose(template: Template, page: object, language: str, paper: Paper, density: str) -> str:
    """The template's page around `page`, with its whole style inside.

    Raises `ValidationError` (`TEMPLATE_BROKEN`) naming file and line where the template's own code fails.
    """
    try:
        return _compiled(template.folder, _changed(template.folder)).render(
            page=page, stylesheet=Markup(_style(template, language)), paper=paper, density=density
        )
    except (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as error:
        line = f" line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
        raise ValidationError(
            f"The template {template.manifest.name} cannot be used. {template.manifest.name}/{PAGE}{line}: {error}",
            code="TEMPLATE_BROKEN",
            details={"file": f"{template.manifest.name}/{PAGE}"},
        ) from error


def render_pdf(html: str) -> bytes:
    """The page as PDF/UA with embedded fonts; the same page gives the same bytes.

    Raises `ValidationError` (`REMOTE_CONTENT`) when the page wants anything loaded, and `UnavailableError`
    (`FONT_MISSING`) when no installed font holds one of its characters.
    """
    return write(lay_out(html))


def lay_out(html: str) -> Document:
    """The page as WeasyPrint lays it out; raises `ValidationError` (`REMOTE_CONTENT`)."""
    try:
        return HTML(string=html, url_fetcher=_NothingFetched()).render(font_config=fonts())
    except FatalURLFetchingError as error:
        raise ValidationError(f"The page was not rendered: {error}.", code="REMOTE_CONTENT") from error


def write(laid_out: Document) -> bytes:
    """The laid-out page as PDF bytes; raises what `render_pdf` raises."""
    try:
        pdf: bytes = laid_out.write_pdf(pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as error:
        raise ValidationError(f"The page was not rendered: {error}.", code="REMOTE_CONTENT") from error
    missing = sorted({chr(point) for font in laid_out.fonts.values() for point in font.missing})
    if missing:
        raise _font_missing(missing)
    return pdf


def _require_fit(template: Template, paper: Paper, language: str) -> None:
    manifest = template.manifest
    if paper not in manifest.papers:
        said = f"is not made for {paper} paper, but for {', '.join(manifest.papers)}"
    elif manifest.languages and language[:2].casefold() not in manifest.languages:
        said = f"is not made for the language {language}, but for {', '.join(manifest.languages)}"
    else:
        return
    raise ValidationError(f"The template {manifest.name} {said}. Choose another template.", code="TEMPLATE_UNFIT")


def _font_missing(missing: list[str]) -> UnavailableError:
    names = {char: unicodedata.name(char, "UNNAMED") for char in missing}
    east_asian = any(name.startswith(_EAST_ASIAN) for name in names.values())
    package = "fonts-noto-cjk" if east_asian else "fonts-noto-core"
    shown = ", ".join(f"{char} (U+{ord(char):04X} {name})" for char, name in list(names.items())[:5])
    more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
    return UnavailableError(
        f"No installed font holds {shown}{more}, so the PDF would show empty boxes. "
        f"Install a font for it (for example the package {package}) and try again, or drop these lines.",
        code="FONT_MISSING",
        details={"characters": missing, "install": package},
    )


def _whole(text: str) -> str:
    """The text with word joiners that keep hyphenated words on one line: readers make "oncall" of "on-" and "call".

    The joiner has no glyph, so it reaches neither the eye nor the extracted text.
    """
    return _HYPHENATED.sub(lambda word: word[0].replace("-", "-\u2060"), text)


def _style(template: Template, language: str) -> str:
    region = _HAN.get(language[:2].casefold(), "SC")
    regions = [region, *(other for other in ("SC", "TC", "JP", "KR") if other != region)]
    families = [*template.manifest.fonts, *(f"Noto Sans CJK {name}" for name in regions)]
    listed = ", ".join(f'"{family}"' for family in families)
    base, own = (
        _source(path, path.stat().st_mtime_ns) for path in (own_folder() / "base.css", template.folder / STYLE)
    )
    return f"html {{ font-family: {listed}, sans-serif; }}\n{base}\n{own}"


def _changed(folder: Path) -> int:
    return max(path.stat().st_mtime_ns for path in folder.iterdir())


@lru_cache(maxsize=32)
def _compiled(folder: Path, _changed: int) -> Compiled:
    """The template's page in a sandbox; compiled again when one of its files has changed."""
    loader = FileSystemLoader([folder, own_folder()])
    environment = ImmutableSandboxedEnvironment(loader=loader, autoescape=True, undefined=StrictUndefined)
    environment.filters["whole"] = _whole
    return environment.get_template(PAGE)


@lru_cache(maxsize=64)
def _source(path: Path, _changed: int) -> str:
    return path.read_text(encoding="utf-8")
