"""The resume as a document: contact, length, links, and whether an applicant system can read it. Pure."""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from tools.resumes.check_schemas import Finding, Severity
from tools.resumes.checking.places import remark
from tools.resumes.schemas import PositionDetail, Resume, ResumeFact, SectionName

WORDS_PER_PAGE = 550
FEW_WORDS = 120
NEEDED: tuple[tuple[str, str, Severity], ...] = (
    ("name", "name", "high"), ("email", "e-mail address", "high"), ("phone", "phone number", "medium"),
    ("location", "town or region", "low"),
)  # fmt: skip
HEADED: tuple[tuple[SectionName, set[str], str], ...] = (
    ("experience", {"position"}, "Experience"), ("education", {"education"}, "Education"),
    ("skills", {"skill"}, "Skills"),
)  # fmt: skip
# Structured files have neither pages nor headings, and the career record was never laid out.
UNLAID = {"application/json", "application/yaml", "text/yaml", "application/x-yaml"}
_UNREADABLE = re.compile(r"[\ue000-\uf8ff\ufffd\ufb00-\ufb06]")
_PLACEHOLDER = re.compile(
    r"(?:^|\.)(?:example\.(?:com|org|net)|yoursite\.\w+|yourdomain\.\w+|yourname\.\w+|website\.com|mysite\.com)$|"
    r"^(?:localhost|127\.\d+\.\d+\.\d+)$",
    re.IGNORECASE,
)
_HANDLES = re.compile(r"^/(?:in|pub)?/?(?:username|your-?name|yourprofile|handle|profile|me)?/?$", re.IGNORECASE)
_NETWORKS = ("linkedin.com", "github.com", "gitlab.com", "xing.com", "behance.net", "dribbble.com")


def document_findings(resume: Resume, today: date) -> list[Finding]:
    """Remarks on the whole document."""
    found = [*_contact(resume), *_links(resume), *_warnings(resume)]
    if resume.kind == "upload" and resume.media_type not in UNLAID:
        found += [*_length(resume, today), *_headings(resume), *_layout(resume), *_signs(resume)]
    return found


def _contact(resume: Resume) -> list[Finding]:
    present = {fact.detail.field for fact in resume.facts if fact.detail.kind == "contact"}
    return [
        remark(
            resume, "contact_missing", severity, f"No {label} was found.",
            f"Write your {label} near the top, as plain text.", place="contact",
        )
        for field, label, severity in NEEDED
        if field not in present
    ]  # fmt: skip


def _links(resume: Resume) -> Iterator[Finding]:
    for fact in resume.facts:
        url = _url(fact)
        if url and (why := why_dead(url)):
            yield remark(
                resume, "dead_link", "medium", f"The link {url} looks dead: {why}.",
                "Open it once; then mend it or take it out.", fact=fact,
            )  # fmt: skip


def _url(fact: ResumeFact) -> str | None:
    if fact.detail.kind == "link":
        return fact.detail.url
    if fact.detail.kind == "contact" and fact.detail.field == "website":
        return fact.detail.value
    return None


def why_dead(url: str) -> str | None:
    """What is wrong with an address by its look alone; None where nothing is."""
    if not re.search(r"[./]", url):
        return None  # a handle alone
    whole = url if "//" in url else f"https://{url}"
    try:
        parts = urlsplit(whole)
        host = parts.hostname or ""
    except ValueError:
        return "it is no address"
    if re.search(r"\s|…|\.\.\.", url):
        return "it is cut off or holds a blank"
    if not re.fullmatch(r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}", host):
        return "its host is not complete"
    if _PLACEHOLDER.search(host):
        return "it is a placeholder"
    if host.removeprefix("www.") in _NETWORKS and _HANDLES.match(parts.path or "/"):
        return "it names no profile"
    return None


def years_worked(resume: Resume, today: date) -> int:
    """Years between the first start and the last end of the positions; 0 without dates."""
    details = [fact.detail for fact in resume.facts if isinstance(fact.detail, PositionDetail)]
    starts = [int(detail.start[:4]) for detail in details if detail.start]
    ends = [int(said[:4]) for detail in details if (said := detail.end or detail.start)]
    if any(detail.current for detail in details):
        ends.append(today.year)
    return max(ends) - min(starts) if starts and ends else 0


def _length(resume: Resume, today: date) -> Iterator[Finding]:
    words = len(resume.text.split())
    pages = max(resume.pages, round(words / WORDS_PER_PAGE))
    years = years_worked(resume, today)
    if pages > 4 or (pages > 2 and years < 15):
        yield remark(
            resume, "length", "medium", f"The resume has about {pages} pages for {years or 'few'} years of work.",
            "Most readers expect one or two pages; tailoring chooses what matters for a job.",
        )  # fmt: skip
    elif pages == 2 and 0 < years < 3:
        yield remark(
            resume, "length", "low", f"The resume has two pages for {years} years of work.",
            "One page is usual at the beginning of a career.",
        )  # fmt: skip
    elif words < FEW_WORDS and any(fact.detail.kind == "position" for fact in resume.facts):
        yield remark(
            resume, "length", "medium", f"The resume has {words} words.",
            "Say more about what you did, and what came of it.",
        )  # fmt: skip


def _headings(resume: Resume) -> Iterator[Finding]:
    kinds = {fact.detail.kind for fact in resume.facts}
    headed = {section.name for section in resume.sections if section.heading}
    for name, needed, label in HEADED:
        if needed <= kinds and name not in headed:
            yield remark(
                resume, "section_missing", "medium", f"No heading stands over your {name}.",
                f"Set a heading over it that applicant systems know, as “{label}” or its word in your language.",
                place=name,
            )  # fmt: skip
    for section in resume.sections:
        if section.name == "other" and section.heading:
            yield remark(
                resume, "unusual_heading", "low", f"“{section.heading}” is no heading that applicant systems know.",
                "If it holds experience, studies or skills, call it that.", excerpt=section.heading,
                place=section.heading,
            ).model_copy(update={"span": section.span.model_copy(update={
                "end": min(section.span.end, section.span.start + len(section.heading))
            })})  # fmt: skip


def _layout(resume: Resume) -> Iterator[Finding]:
    told: dict[str, tuple[Severity, str, str]] = {
        "columns": (
            "medium", "The text stands in columns side by side.",
            "Some applicant systems read across them; one column is safe, and tailored resumes have one.",
        ),
        "tables": (
            "medium", "Parts of the text stand in a table.",
            "Some applicant systems lose the order of cells; plain lines are safe.",
        ),
    }  # fmt: skip
    for name in resume.layout:
        severity, message, suggestion = told[name]
        yield remark(resume, name, severity, message, suggestion)


def _signs(resume: Resume) -> Iterator[Finding]:
    found = list(_UNREADABLE.finditer(resume.text))
    if found:
        around = resume.text[max(0, found[0].start() - 15) : found[0].end() + 15]
        yield remark(
            resume, "unreadable_sign", "medium",
            f"{len(found)} signs are no letters to a program: ligatures, or pictures out of a special font.",
            "Export the resume with plain letters; icons may stay where words stand beside them.",
            excerpt=" ".join(around.split()), place=" ".join(around.split()),
        ).model_copy(update={"span": {"start": found[0].start(), "end": found[0].end()}})  # fmt: skip


def _warnings(resume: Resume) -> list[Finding]:
    return [
        remark(
            resume, "picture_of_text" if "(OCR)" in warning else "unread", "high" if "(OCR)" in warning else "medium",
            warning, "Look at the facts beside their words, and correct what is wrong.",
        )
        for warning in resume.warnings
    ]  # fmt: skip
