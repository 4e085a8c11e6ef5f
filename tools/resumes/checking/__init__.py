"""What a careful reader would remark on in a resume. Pure; it never suggests a number or a fact."""

from datetime import date

from tools.resumes.check_schemas import Finding
from tools.resumes.checking.career import career_findings
from tools.resumes.checking.document import document_findings
from tools.resumes.checking.lines import line_findings
from tools.resumes.schemas import Resume

SEVERITIES = ("high", "medium", "low")
# What helps most comes first among remarks of one severity.
KINDS = (
    "picture_of_text", "contact_missing", "dates_wrong", "dates_missing", "no_bullets", "unreadable_sign", "columns",
    "tables", "section_missing", "date_gap", "weak_opening", "unquantified", "passive_voice", "first_person", "length",
    "repeated_verb", "dead_link", "dates_overlap", "long_bullet", "unusual_heading", "spelling", "unread",
)  # fmt: skip


def check(resume: Resume, today: date) -> list[Finding]:
    """All remarks, what helps most first; `today` tells what is still to come."""
    findings = [*document_findings(resume, today), *career_findings(resume, today), *line_findings(resume)]
    return sorted(findings, key=lambda each: (SEVERITIES.index(each.severity), KINDS.index(each.kind)))
