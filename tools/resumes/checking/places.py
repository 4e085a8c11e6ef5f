"""Where in a resume's text the words of a remark stand. Pure."""

import re

from tools.resumes.check_schemas import Finding, FindingKind, Severity
from tools.resumes.schemas import Resume, ResumeFact, Span

PLACE = 80


def locate(resume: Resume, fact: ResumeFact, excerpt: str) -> Span | None:
    """The span of these words of the fact in the resume's text; None where the text does not hold them.

    Facts of the career record stand in the texts of its resumes, and what a person said in none.
    """
    if fact.source in {"added", "answered"} or fact.source_resume_id not in {None, resume.id}:
        return None
    pattern = r"\s+".join(map(re.escape, excerpt.split()))
    found = re.compile(pattern).search(resume.text, fact.span.start, fact.span.end) if pattern else None
    return Span(start=found.start(), end=found.end()) if found else None


def remark(
    resume: Resume,
    kind: FindingKind,
    severity: Severity,
    message: str,
    suggestion: str,
    *,
    fact: ResumeFact | None = None,
    excerpt: str | None = None,
    place: str = "document",
) -> Finding:
    """A finding at a fact's words, or at a place of the whole document."""
    said = (excerpt or fact.text) if fact else excerpt
    return Finding(
        kind=kind, severity=severity, message=message, suggestion=suggestion,
        place=fact.text[:PLACE] if fact else place, fact_id=fact.id if fact else None, excerpt=said,
        span=locate(resume, fact, said) if fact and said else None,
    )  # fmt: skip
