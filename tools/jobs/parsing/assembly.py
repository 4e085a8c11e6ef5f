"""Joining what a source states outright with what its text says, into one posting."""

import re
from dataclasses import dataclass
from datetime import datetime

from tools.jobs.parsing.language import detect_language
from tools.jobs.parsing.requirements import find_requirements, find_skill_mentions
from tools.jobs.parsing.role import (
    clean_title,
    find_employment,
    find_posted,
    find_requisition,
    find_valid_through,
    seniority_of,
)
from tools.jobs.parsing.salary import find_salary
from tools.jobs.parsing.workplace import find_location, find_remote, place_in_title
from tools.jobs.schemas import ParsedPosting, RemoteKind, Salary
from tools.skills import find_skills

# No posting is this long; a page that is goes on about something else.
MAX_TEXT = 100_000


@dataclass
class Draft:
    """What a source states outright; None where only the text can tell."""

    title: str
    text: str
    source: str
    company: str | None = None
    location: str | None = None
    remote: RemoteKind | None = None
    salary: Salary | None = None
    employment_type: str | None = None
    requisition_id: str | None = None
    posted_at: datetime | None = None
    valid_through: datetime | None = None
    url: str | None = None
    apply_url: str | None = None
    header: str = ""
    language: str | None = None


def assemble(draft: Draft) -> ParsedPosting:
    """A posting out of a draft; every excerpt in it is an exact substring of its text."""
    title = clean_title(draft.title) or draft.title.strip()
    text = _with_salary_line(draft)[:MAX_TEXT]
    language = draft.language or detect_language(text)
    location = draft.location or find_location("\n".join([draft.header, text])) or place_in_title(title)
    spans = find_skills(text)
    requirements = find_requirements(text, spans)
    posting = ParsedPosting(
        title=title,
        company=draft.company,
        location=location,
        remote=draft.remote or find_remote(text, "\n".join([title, draft.header, location or ""])),
        salary=_in_text(draft.salary, text) or find_salary(text, f"{location or ''} {text[:600]}"),
        seniority=seniority_of(title, text),
        employment_type=draft.employment_type or find_employment(title, "\n".join([draft.header, text])),
        requirements=requirements,
        skills=find_skill_mentions(text, requirements, spans, employer=draft.company),
        text=text,
        language=language,
        source=draft.source,
        url=draft.url,
        apply_url=draft.apply_url,
        requisition_id=draft.requisition_id or find_requisition(text),
        posted_at=draft.posted_at or find_posted(text, language),
        valid_through=draft.valid_through or find_valid_through(text, language),
    )
    _check_excerpts(posting)
    return posting


def _with_salary_line(draft: Draft) -> str:
    """The text, with the pay the source states beside it (a field, not a sentence) as a first line of its own."""
    if draft.salary is None or draft.salary.excerpt in draft.text:
        return draft.text
    return f"{draft.salary.excerpt}\n\n{draft.text}"


def _in_text(salary: Salary | None, text: str) -> Salary | None:
    """Stated pay, quoted with the text's own words where the text states the same amount."""
    if salary is None:
        return None
    said = find_salary(text.replace(salary.excerpt, " " * len(salary.excerpt), 1))
    if said is not None and said.min == salary.min and said.max == salary.max and said.excerpt in text:
        return salary.model_copy(update={"excerpt": said.excerpt})
    return salary


def _check_excerpts(posting: ParsedPosting) -> None:
    quotes = [requirement.text for requirement in posting.requirements] + [skill.excerpt for skill in posting.skills]
    if posting.salary is not None:
        quotes.append(posting.salary.excerpt)
    missing = [quote for quote in quotes if quote not in posting.text]
    assert not missing, f"not in the posting: {missing[:3]}"


def squeeze(text: str) -> str:
    """Lower-case words only, for telling whether two texts name the same thing."""
    return re.sub(r"\W+", " ", text).strip().lower()
