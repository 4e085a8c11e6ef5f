"""Resumes worded in Markdown, for people and for the model."""

from tools.jobs.presenting import cell
from tools.resumes.check_schemas import ResumeCheck
from tools.resumes.schemas import (
    RemovedResume,
    Resume,
    ResumeComparison,
    ResumeFact,
    ResumeList,
    ResumeSummary,
)
from tools.resumes.upload_schemas import UploadStatus

MAX_SKILLS, MAX_BULLETS, MAX_DIFFERENCES, MAX_FINDINGS = 40, 4, 6, 12


def present_resumes(found: ResumeList) -> str:
    """The list as a table."""
    if not found.resumes:
        return "There is no resume yet. Drop a file here, or paste its text."
    lines = ["| # | File | Name | Pages | Language | |", "|---|---|---|---|---|---|"]
    for row in found.resumes:
        cells = (
            str(row.number),
            row.filename,
            row.name,
            str(row.pages),
            row.language,
            _standing(row),
        )
        lines.append("| " + " | ".join(cell(text) for text in cells) + " |")
    return "\n".join(lines)


def _standing(row: ResumeSummary) -> str:
    """What is special about a resume: the primary one, the career record, one that could not be read."""
    if row.error is not None:
        return f"could not be read: {row.error.message}"
    said = ["career record" if row.kind == "record" else "", "primary" if row.is_primary else ""]
    said.append("" if row.status == "completed" else "being read")
    return ", ".join(word for word in said if word) or " "


def present_upload(upload: UploadStatus) -> str:
    """How far reading an upload is, and what it suggests for the profile."""
    name = f"resume {upload.number} ({cell(upload.filename)})"
    if upload.error is not None:
        stands = " What was read before stands." if upload.status == "completed" else ""
        return f"I could not read {name}: {upload.error.message}{stands}"
    if upload.status != "completed":
        return f"I am reading {name}."
    offered = upload.suggestions
    said = [("skills", offered.skills), ("languages", offered.languages), ("places", offered.locations)]
    lines = [f"- {label}: {cell(', '.join(names))}" for label, names in said if names]
    if offered.experience_level:
        years = f", {offered.years_experience:g} years by its dates" if offered.years_experience else ""
        lines.append(f"- level: {offered.experience_level}{years}")
    tail = "\n\nFor your profile it suggests:\n" + "\n".join(lines) if lines else ""
    return f"I have read {name}.{tail}"


def present_resume(resume: Resume) -> str:
    """A resume as it was read: who, positions with their lines, education, skills."""
    who = f" of {cell(resume.name)}" if resume.name else ""
    lines = [f"**Resume {resume.number}** ({cell(resume.filename)}){who}" + (", primary" if resume.is_primary else "")]
    contact = [
        fact.detail.value for fact in resume.facts if fact.detail.kind == "contact" and fact.detail.field != "name"
    ]
    if contact:
        lines.append(" · ".join(map(cell, contact)))
    for heading, kind in (("Positions", "position"), ("Education", "education"), ("Projects", "project")):
        entries = [fact for fact in resume.facts if fact.detail.kind == kind]
        if entries:
            lines.append(f"\n{heading}:")
            lines.extend(_entry(fact, resume.facts) for fact in entries)
    skills = [fact.detail.name for fact in resume.facts if fact.detail.kind == "skill"]
    if skills:
        lines.append("\nSkills: " + cell(", ".join(skills[:MAX_SKILLS])))
    lines.extend(f"\nNote: {warning}" for warning in resume.warnings)
    lines.append(f"\n{len(resume.facts)} facts were read; each is shown beside its source text on the page.")
    return "\n".join(lines)


def _dates(fact: ResumeFact) -> str:
    detail = fact.detail
    if detail.kind not in {"position", "education", "project"} or not hasattr(detail, "start"):
        return ""
    end = "today" if detail.current else detail.end
    spell = " – ".join(date for date in (detail.start, end) if date)
    return f" ({spell})" if spell else ""


def _title(fact: ResumeFact) -> str:
    detail = fact.detail
    if detail.kind == "position":
        return " at ".join(cell(part) for part in (detail.title, detail.employer) if part)
    if detail.kind == "education":
        return ", ".join(cell(part) for part in (detail.degree, detail.area, detail.institution) if part)
    return cell(fact.text)


def _entry(fact: ResumeFact, facts: list[ResumeFact]) -> str:
    bullets = [other for other in facts if other.parent_id == fact.id and other.detail.kind == "bullet"]
    lines = [f"- {_title(fact)}{_dates(fact)}"]
    lines.extend(f"  - {cell(bullet.text)}" for bullet in bullets[:MAX_BULLETS])
    if len(bullets) > MAX_BULLETS:
        lines.append(f"  - and {len(bullets) - MAX_BULLETS} more lines")
    return "\n".join(lines)


def present_saved(resume: Resume) -> str:
    """What was read out of a new resume."""
    said = "I read " + present_resume(resume)
    if resume.is_primary:
        return said
    primary = f"Say “make resume {resume.number} my primary” to match jobs with this one."
    return f"{said}\n\nAnother resume is still the primary one. {primary}"


def present_check(checked: ResumeCheck) -> str:
    """The remarks, each with its place and a suggestion."""
    head = f"Resume {checked.number} ({cell(checked.filename)}): "
    if not checked.findings:
        return head + "nothing stood out."
    lines = [head + f"{len(checked.findings)} remarks, what helps most first."]
    for finding in checked.findings[:MAX_FINDINGS]:
        weight = "**Important:** " if finding.severity == "high" else ""
        more = f" and {len(finding.also)} more" if finding.also else ""
        lines.append(f"- {weight}{finding.message} *{cell(finding.place)}*{more} {finding.suggestion}")
    if len(checked.findings) > MAX_FINDINGS:
        lines.append(f"- and {len(checked.findings) - MAX_FINDINGS} more")
    return "\n".join(lines)


def present_differences(comparison: ResumeComparison) -> str:
    """What only one of the two says."""
    first, second = comparison.first, comparison.second
    lines = [f"Resume {first.number} ({cell(first.filename)}) and resume {second.number} ({cell(second.filename)}):"]
    changed = [difference for difference in comparison.differences if difference.only_first or difference.only_second]
    for difference in changed:
        lines.append(f"\n**{difference.kind}**: {difference.both} in both")
        for number, texts in ((first.number, difference.only_first), (second.number, difference.only_second)):
            lines.extend(f"- only in resume {number}: {cell(text)}" for text in texts[:MAX_DIFFERENCES])
            if len(texts) > MAX_DIFFERENCES:
                lines.append(f"- only in resume {number}: {len(texts) - MAX_DIFFERENCES} more")
    if not changed:
        lines.append("they say the same.")
    return "\n".join(lines)


def present_primary(resume: ResumeSummary) -> str:
    """Which resume jobs are now matched with."""
    return f"Resume {resume.number} ({cell(resume.filename)}) is now the primary one; jobs are matched with it."


def present_removed(removed: RemovedResume) -> str:
    """What was erased."""
    said = f"Resume {removed.number} ({cell(removed.filename)}) and everything read from it is erased."
    kept = removed.kept_in_record
    return f"{said} The career record keeps the {kept} facts it took from it." if kept else said
