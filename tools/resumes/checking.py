"""What a careful reader would remark on in a resume. Pure; it never suggests a number or a fact."""

import re
from collections import Counter

from tools.resumes.schemas import Finding, Resume, ResumeFact

LONG_BULLET = 240
TYPICAL_PAGES = 2
GAP_MONTHS = 6
REPEATED = 4
PASSIVE = re.compile(
    r"\b(?:was|were|been|is|are|being|wurde|wurden|été|fue|fueron)\s+(?:\w+ly\s+)?\w+(?:ed|en|t|é|ado|ido)\b", re.I
)
FIRST_PERSON = re.compile(r"\b(?:I|my|me|ich|mein|meine|je|mon|ma|yo|mi)\b")
NUMBER = re.compile(r"\d")
PARTIAL_DATE = re.compile(r"^(\d{4})(?:-(\d{2}))?$")


def check(resume: Resume) -> list[Finding]:
    """All remarks, in the order of the resume: contact, dates, bullets, length."""
    bullets = [fact for fact in resume.facts if fact.detail.kind == "bullet"]
    findings = [*_contact(resume), *_dates(resume), *_positions_without_bullets(resume)]
    for bullet in bullets:
        findings.extend(_bullet(bullet, resume))
    findings.extend(_repeated_verbs(bullets))
    if resume.pages > TYPICAL_PAGES:
        findings.append(
            Finding(
                kind="length", place="document", message=f"The resume has {resume.pages} pages.",
                suggestion="Most readers expect one or two; tailoring can choose what matters for a job.",
            )
        )  # fmt: skip
    findings.extend(
        Finding(
            kind="unread", place="document", message=warning, suggestion="Look at the facts and see what is missing."
        )
        for warning in resume.warnings
    )
    return findings


def _contact(resume: Resume) -> list[Finding]:
    present = {fact.detail.field for fact in resume.facts if fact.detail.kind == "contact"}
    return [
        Finding(
            kind="contact_missing", place="contact", message=f"No {label} was found.",
            suggestion=f"Add your {label} near the top so that a recruiter can reach you.",
        )
        for field, label in (("name", "name"), ("email", "e-mail address"), ("phone", "phone number"))
        if field not in present
    ]  # fmt: skip


def _month(date: str | None, *, end: bool) -> int | None:
    match = PARTIAL_DATE.match(date or "")
    if match is None:
        return None
    return int(match[1]) * 12 + (int(match[2]) if match[2] else (12 if end else 1))


def _dates(resume: Resume) -> list[Finding]:
    findings, spells = [], []
    for fact in resume.facts:
        detail = fact.detail
        if detail.kind not in {"position", "education"} or not hasattr(detail, "start"):
            continue
        start = _month(detail.start, end=False)
        end = None if detail.current else _month(detail.end or detail.start, end=True)
        if start is None and detail.kind == "position":
            findings.append(
                Finding(
                    kind="dates_missing", place=fact.text[:80], message="This position has no start date.",
                    suggestion="Add month and year; readers look for them first.", fact_id=fact.id,
                )
            )  # fmt: skip
        if start is not None:
            spells.append((start, end if end is not None else 10**9, fact))
    return findings + _gaps(sorted(spells, key=lambda spell: spell[:2]))


def _gaps(spells: list[tuple[int, int, ResumeFact]]) -> list[Finding]:
    findings, reached = [], None
    for start, end, fact in spells:
        if reached is not None and start - reached > GAP_MONTHS:
            findings.append(
                Finding(
                    kind="date_gap", place=fact.text[:80],
                    message=f"There is a gap of about {start - reached - 1} months before this entry.",
                    suggestion="If something fills it (study, family, a project), say so in a line.", fact_id=fact.id,
                )
            )  # fmt: skip
        reached = end if reached is None else max(reached, end)
    return findings


def _positions_without_bullets(resume: Resume) -> list[Finding]:
    parents = {fact.parent_id for fact in resume.facts if fact.detail.kind == "bullet"}
    return [
        Finding(
            kind="no_bullets", place=fact.text[:80], message="Nothing is said about what you did here.",
            suggestion="Add two or three lines on what you did and what came of it.", fact_id=fact.id,
        )
        for fact in resume.facts
        if fact.detail.kind == "position" and fact.id not in parents
    ]  # fmt: skip


def _bullet(bullet: ResumeFact, resume: Resume) -> list[Finding]:
    place = bullet.text[:80]
    checks = (
        (
            not NUMBER.search(bullet.text), "unquantified", "This line names no amount.",
            "If you know how many, how much or how often, say it.",
        ),
        (
            len(bullet.text) > LONG_BULLET, "long_bullet", f"This line has {len(bullet.text)} characters.",
            "Split it, or keep only what you did and what came of it.",
        ),
        (
            bool(PASSIVE.search(bullet.text)), "passive_voice", "This line is in the passive voice.",
            "Begin with what you did.",
        ),
        (
            resume.language in {"en", "de", "fr", "es"} and bool(FIRST_PERSON.search(bullet.text)), "first_person",
            "This line says “I” or “my”.", "Resumes usually leave the person out.",
        ),
    )  # fmt: skip
    return [
        Finding.model_validate(
            {"kind": kind, "place": place, "message": message, "suggestion": advice, "fact_id": bullet.id}
        )
        for holds, kind, message, advice in checks
        if holds
    ]


def _repeated_verbs(bullets: list[ResumeFact]) -> list[Finding]:
    first_words = Counter(bullet.text.split()[0].strip(".,;:").casefold() for bullet in bullets if bullet.text.split())
    return [
        Finding(
            kind="repeated_verb", place="bullets", message=f"{count} lines begin with “{word}”.",
            suggestion="Vary the verbs; each should say what was special about that work.",
        )
        for word, count in first_words.most_common()
        if count >= REPEATED
    ]  # fmt: skip
