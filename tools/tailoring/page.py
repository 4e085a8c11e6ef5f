"""The tailored document as a page's parts: header, sections, blocks; text made printable, nothing added."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
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
from tools.tailoring.schemas import Claim, TailoredDocument
from tools.tailoring.wording import RIGHT, clean, label, printable

HEADER = frozenset({"contact", "links"})
"""The sections that stand in the page's header, under no heading."""

_ROW = 64
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]\S*)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Contact:
    """One item of the header; `href` where it can be followed."""

    text: str
    href: str | None


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
    """Everything the template shows, in reading order."""

    title: str
    name: str
    headline: str
    contacts: list[Contact]
    sections: list[PageSection]


def page_of(document: TailoredDocument) -> Page:
    """The page's parts; every claim appears exactly once, empty ones (icons only) not at all."""
    details = {fact.id: fact.detail for fact in document.facts}
    header = [(claim, _field(claim, details)) for claim in document.claims if claim.section in HEADER]
    name = printable(document.name)
    return Page(
        title=" – ".join(part for part in (name, printable(document.job_title)) if part),
        name=name,
        headline=next((printable(claim.text) for claim, kind in header if kind == "headline"), ""),
        contacts=[
            Contact(printable(claim.text), href_of(claim.text, kind))
            for claim, kind in header
            if kind not in {"name", "headline"} and printable(claim.text)
        ],
        sections=_sections(document, details),
    )


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


def _sections(document: TailoredDocument, details: dict[UUID, Detail]) -> list[PageSection]:
    names = dict.fromkeys(claim.section for claim in document.claims if claim.section not in HEADER)
    sections = []
    for name in names:
        claims = [claim for claim in document.claims if claim.section == name and printable(claim.text)]
        if claims:
            sections.append(PageSection(name, label(name, document.language), _blocks(claims, details)))
    return sections


def _blocks(claims: Sequence[Claim], details: dict[UUID, Detail]) -> list[Block]:
    heads = {claim.fact_ids[0]: claim for claim in claims if claim.parent_id is None and claim.fact_ids}
    blocks = []
    for claim in claims:
        if claim.parent_id not in heads:
            below = [printable(item.text) for item in claims if item.parent_id and item.parent_id in claim.fact_ids[:1]]
            blocks.append(_block(claim, details, below))
    return blocks


def _block(claim: Claim, details: dict[UUID, Detail], below: list[str]) -> Block:
    detail = details.get(claim.fact_ids[0]) if claim.fact_ids else None
    left, _, right = printable(claim.text).partition(RIGHT)
    if len(left) > _ROW:
        # Beside a left part that wraps, readers of the PDF put the right one into the middle of it.
        left, right = f"{left} {right}".rstrip(), ""
    strong = _strong(detail)
    strong = strong if strong and left.startswith(strong) else ""
    is_head = isinstance(detail, PositionDetail | EducationDetail | ProjectDetail)
    return Block(strong, left.removeprefix(strong), right, is_head, below)


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
