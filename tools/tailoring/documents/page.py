"""The tailored document as a page's parts: header, sections, blocks; text made printable, nothing added."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from unicodedata import east_asian_width
from uuid import UUID

from tools.resumes.schemas import (
    CertificateDetail,
    ContactDetail,
    Detail,
    EducationDetail,
    PositionDetail,
    ProjectDetail,
    SkillDetail,
)
from tools.tailoring.documents.templates_catalogue import Manifest
from tools.tailoring.schemas import Claim, TailoredDocument
from tools.tailoring.wording import RIGHT, Direction, clean, direction_of, label, period, printable, tongue_of

HEADER = frozenset({"contact", "links"})
"""The sections that stand in the page's header, under no heading."""

_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]\S*)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Contact:
    """One item of the header; `href` where it can be followed."""

    text: str
    href: str | None

    @property
    def direction(self) -> Direction:
        """Which way it runs: the groups of a telephone number would change places in a line that runs leftward."""
        return direction_of([self.text])


@dataclass(frozen=True)
class Block:
    """A line and what stands below it: `strong` opens it in bold, `right` is set at the right margin."""

    strong: str
    left: str
    right: str
    is_head: bool
    below: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class PageSection:
    """A heading and its blocks."""

    name: str
    heading: str
    blocks: list[Block]

    @property
    def is_list(self) -> bool:
        """Whether the blocks are the items of one list."""
        return self.name == "other"


@dataclass(frozen=True)
class Page:
    """Everything the template shows, in reading order: `sidebar` before `main`, together they are `sections`."""

    title: str
    name: str
    headline: str
    contacts: list[Contact]
    sidebar: list[PageSection]
    main: list[PageSection]
    language: str
    direction: Direction

    @property
    def sections(self) -> list[PageSection]:
        """All sections in reading order."""
        return [*self.sidebar, *self.main]


def page_of(document: TailoredDocument, manifest: Manifest) -> Page:
    """The page's parts; every claim appears exactly once, empty ones (icons only) not at all."""
    document = in_page_language(document)
    details = {fact.id: fact.detail for fact in document.facts}
    header = [(claim, _field(claim, details)) for claim in document.claims if claim.section in HEADER]
    name, language = printable(document.name), page_language(document)
    sections = _sections(document, details, manifest, language)
    narrow = manifest.sections.sidebar
    return Page(
        title=" – ".join(part for part in (name, printable(document.job_title)) if part),
        name=name,
        headline=" | ".join(filter(None, (printable(claim.text) for claim, kind in header if kind == "headline"))),
        contacts=[
            Contact(text, href_of(claim.text, kind))
            for claim, kind in header
            if kind != "headline" and (text := printable(claim.text)) and not (kind == "name" and text == name)
        ],
        sidebar=[section for section in sections if section.name in narrow],
        main=[section for section in sections if section.name not in narrow],
        language=language,
        direction=direction_of(claim.text for claim in document.claims if claim.section not in HEADER),
    )


def page_language(document: TailoredDocument) -> str:
    """The language the page is in: the document's, or another that its script gives away."""
    return tongue_of((claim.text for claim in document.claims if claim.section not in HEADER), document.language)


def in_page_language(document: TailoredDocument) -> TailoredDocument:
    """The document with the dates beside its lines worded in the language of its page, where that is another one."""
    language = page_language(document)
    if language == document.language:
        return document
    details = {fact.id: fact.detail for fact in document.facts}
    claims = [_redated(claim, details, document.language, language) for claim in document.claims]
    return document.model_copy(update={"claims": claims, "language": language})


def _redated(claim: Claim, details: dict[UUID, Detail], worded: str, wanted: str) -> Claim:
    detail = details.get(claim.fact_ids[0]) if claim.fact_ids else None
    left, _, right = claim.text.partition(RIGHT)
    if not right or not isinstance(detail, PositionDetail | EducationDetail | ProjectDetail):
        return claim
    dates = (detail.start, detail.end, detail.current)
    return (
        claim.model_copy(update={"text": f"{left}{RIGHT}{period(*dates, wanted)}"})
        if right == period(*dates, worded)
        else claim
    )


def heading(section: str, language: str, manifest: Manifest) -> str:
    """A section's heading: the template's own word for it, or the usual one."""
    own = {str(name): words for name, words in manifest.sections.labels.items()}.get(section, {})
    return own.get(language[:2].casefold()) or label(section, language)


def section_order(names: Iterable[str], manifest: Manifest) -> list[str]:
    """The sections in the order the template reads in: the narrow column first, then by its order, else as they are."""
    ranks = {str(name): rank for rank, name in enumerate(manifest.sections.order)}
    narrow = {str(name): rank for rank, name in enumerate(manifest.sections.sidebar)}
    ordered = sorted(dict.fromkeys(names), key=lambda name: ranks.get(name, len(ranks)))
    return sorted(ordered, key=lambda name: narrow.get(name, len(narrow)))


def href_of(text: str, kind: str) -> str | None:
    """Where a contact leads: mail, telephone or the web; None for anything else, so no other scheme gets in."""
    text = text.strip()
    if kind == "email":
        return f"mailto:{text}" if re.fullmatch(r"[^\s@<>:/?]+@[^\s@<>:/?]+", text) else None
    if kind == "phone":
        digits = re.sub(r"[^\d+]", "", text)
        return f"tel:{digits}" if len(digits) > 4 else None
    return f"https://{text}" if kind in {"website", "link"} and _DOMAIN.match(text) else None


def _field(claim: Claim, details: dict[UUID, Detail]) -> str:
    detail = details.get(claim.fact_ids[0]) if claim.fact_ids else None
    return detail.field if isinstance(detail, ContactDetail) else "link" if claim.section == "links" else ""


def _sections(
    document: TailoredDocument, details: dict[UUID, Detail], manifest: Manifest, language: str
) -> list[PageSection]:
    names = section_order((claim.section for claim in document.claims if claim.section not in HEADER), manifest)
    sections = []
    for name in names:
        claims = [claim for claim in document.claims if claim.section == name and printable(claim.text)]
        if claims:
            blocks = _blocks(claims, details, manifest.row_characters)
            sections.append(PageSection(name, heading(name, language, manifest), blocks))
    return sections


def _blocks(claims: Sequence[Claim], details: dict[UUID, Detail], room: int) -> list[Block]:
    heads = {claim.fact_ids[0]: claim for claim in claims if claim.parent_id is None and claim.fact_ids}
    blocks = []
    for claim in claims:
        if claim.parent_id not in heads:
            below = [printable(item.text) for item in claims if item.parent_id and item.parent_id in claim.fact_ids[:1]]
            blocks.append(_block(claim, details, below, room))
    return blocks


def _block(claim: Claim, details: dict[UUID, Detail], below: list[str], room: int) -> Block:
    detail = details.get(claim.fact_ids[0]) if claim.fact_ids else None
    left, _, right = printable(claim.text).partition(RIGHT)
    if width_of(left) > room:
        # Beside a left part that wraps, readers of the PDF put the right one into the middle of it.
        left, right = f"{left} {right}".rstrip(), ""
    strong = _strong(detail)
    strong = strong if strong and left.startswith(strong) else ""
    is_head = isinstance(detail, PositionDetail | EducationDetail | ProjectDetail)
    return Block(strong, left.removeprefix(strong), right, is_head, below)


def width_of(text: str) -> int:
    """About how many characters of Latin script the text is as wide as: East Asian ones take two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _strong(detail: Detail | None) -> str:
    match detail:
        case PositionDetail():
            words = detail.title
        case EducationDetail():
            words = detail.degree or detail.institution
        case ProjectDetail() | CertificateDetail():
            words = detail.name
        case SkillDetail():
            words = f"{clean(detail.group).rstrip(':')}:" if detail.group else ""
        case _:
            words = ""
    return printable(words)
