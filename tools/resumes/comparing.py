"""What two resumes say differently. Pure."""

from tools.resumes.schemas import Resume, ResumeComparison, ResumeDifference, ResumeFact, ResumeSummary

COMPARED = (
    "contact",
    "summary",
    "position",
    "bullet",
    "education",
    "skill",
    "language",
    "project",
    "certificate",
    "link",
)


def compare(first: Resume, second: Resume) -> ResumeComparison:
    """The facts of each kind that stand in only one of the two, compared without regard to case and spacing."""
    differences = []
    for kind in COMPARED:
        ours, theirs = _by_key(first.facts, kind), _by_key(second.facts, kind)
        only_first = [text for key, text in ours.items() if key not in theirs]
        only_second = [text for key, text in theirs.items() if key not in ours]
        both = len(ours.keys() & theirs.keys())
        if ours or theirs:
            differences.append(ResumeDifference(kind=kind, only_first=only_first, only_second=only_second, both=both))
    return ResumeComparison(
        first=ResumeSummary.model_validate(first), second=ResumeSummary.model_validate(second), differences=differences
    )


def _by_key(facts: list[ResumeFact], kind: str) -> dict[str, str]:
    return {" ".join(fact.text.casefold().split()).rstrip("."): fact.text for fact in facts if fact.detail.kind == kind}
