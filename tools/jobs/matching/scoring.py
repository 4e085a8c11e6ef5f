"""One resume against one posting: five parts, each with its reasons, put together by weight."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Literal, Protocol

from tools.jobs.matching.pay import pay_score
from tools.jobs.matching.places import nearness, place_parts
from tools.jobs.matching.preferences import Preferences
from tools.jobs.matching.profile import Profile, read_profile
from tools.jobs.matching.requirements import SHOWN, Finding, best_coverage, find_evidence, quote_around
from tools.jobs.matching.seniority import asked_level, held_level, level_factor
from tools.jobs.matching.titles import title_similarity
from tools.jobs.schemas import Gap, Match, Reason, RemoteKind, Requirement, Salary, ScorePart, Seniority, SkillMention
from tools.resumes.schemas import ParsedFact, ResumeFact

PartName = Literal["required_skills", "title_seniority", "text_similarity", "location_remote", "salary"]

_WEIGHTS: dict[PartName, float] = {
    "required_skills": 0.45, "title_seniority": 0.27, "text_similarity": 0.13, "location_remote": 0.10, "salary": 0.05,
}  # fmt: skip
_TITLE_SCALE = ((0.0, 0.0), (0.12, 2.0), (0.35, 62.0), (0.6, 88.0), (0.9, 100.0), (1.0, 100.0))
_TEXT_SCALE = ((0.0, 0.0), (0.35, 0.0), (0.8, 100.0), (1.0, 100.0))
_REASONS = 12


class PostingLike(Protocol):
    """What matching reads of a posting; ParsedPosting and Job both have it."""

    @property
    def title(self) -> str: ...
    @property
    def location(self) -> str | None: ...
    @property
    def remote(self) -> RemoteKind | None: ...
    @property
    def salary(self) -> Salary | None: ...
    @property
    def seniority(self) -> Seniority | None: ...
    @property
    def requirements(self) -> list[Requirement]: ...
    @property
    def skills(self) -> list[SkillMention]: ...
    @property
    def text(self) -> str: ...


def match(
    resume: Sequence[ParsedFact | ResumeFact],
    posting: PostingLike,
    similarity: float | None,
    preferences: Preferences | None,
    *,
    today: date | None = None,
) -> Match:
    """How well the resume fits the posting, 0 to 100, with parts, reasons and gaps.

    `similarity` is the cosine of the two texts' vectors by the local model. A position that goes on is counted up to
    `today`, else up to the latest date in the resume, so that the same input always gives the same match.
    """
    return match_profile(read_profile(resume, today), posting, similarity, preferences)


def match_profile(
    profile: Profile, posting: PostingLike, similarity: float | None, preferences: Preferences | None
) -> Match:
    """The same for a resume that was read before, to match it with many postings."""
    findings = [find_evidence(profile, requirement, posting.title) for requirement in _asked(posting)]
    parts = [
        _skills_part(posting, findings),
        _title_part(profile, posting),
        _text_part(profile, posting, similarity),
        _place_part(profile, posting, preferences),
        _pay_part(posting, preferences),
    ]
    judged = sum(part.weight for part in parts if part.score is not None)
    weighed = [
        part.model_copy(update={"weight": round(part.weight / judged, 4) if part.score is not None and judged else 0.0})
        for part in parts
    ]
    score = sum(part.weight * (part.score or 0.0) for part in weighed)
    return Match(score=round(min(100.0, score), 1), parts=weighed, gaps=_gaps(findings))


def _asked(posting: PostingLike) -> list[Requirement]:
    """The posting's requirements; where it lists none, the skills it names."""
    if posting.requirements:
        return posting.requirements
    return [
        Requirement(text=mention.excerpt, importance=mention.importance, skills=[mention.name])
        for mention in {mention.name: mention for mention in reversed(posting.skills)}.values()
    ]


def _part(name: PartName, score: float | None, reasons: list[Reason]) -> ScorePart:
    return ScorePart(
        name=name, weight=_WEIGHTS[name], score=None if score is None else round(score, 1), reasons=reasons
    )


def _quoted(posting: PostingLike, words: str | None) -> str | None:
    return words if words and words in posting.text else None


def _skills_part(posting: PostingLike, findings: list[Finding]) -> ScorePart:
    total = sum(finding.weight for finding in findings)
    if not total:
        return _part("required_skills", None, [Reason(text="The posting lists no requirements.")])
    score = 100 * sum(finding.weight * finding.score for finding in findings) / total
    shown = sorted((f for f in findings if f.evidence), key=lambda f: (-f.weight, -f.score))
    reasons = [
        Reason(
            text=_finding_text(finding),
            posting_quote=_quoted(posting, finding.requirement.text),
            resume_quote=finding.quote,
            fact_id=finding.evidence.fact_id if finding.evidence else None,
        )
        for finding in shown[:_REASONS]
    ]
    return _part("required_skills", score, reasons)


def _finding_text(finding: Finding) -> str:
    text = f"Shows {', '.join(dict.fromkeys(finding.shown))}" if finding.shown else "Shows what this line asks for"
    if finding.missing:
        text += f"; does not show {', '.join(dict.fromkeys(finding.missing))}"
    return f"{text}; {finding.note}." if finding.note else f"{text}."


def _title_part(profile: Profile, posting: PostingLike) -> ScorePart:
    newest = max((position.until or 0 for position in profile.positions), default=0)
    held = [
        (
            _scaled(title_similarity(posting.title, position.title), _TITLE_SCALE) * _recency(position.until, newest),
            position,
        )
        for position in profile.positions
    ]
    best = max(held, key=lambda pair: pair[0], default=None)
    headline = (
        _scaled(title_similarity(posting.title, profile.headline), _TITLE_SCALE) * 0.9 if profile.headline else 0.0
    )
    if best is None and not profile.headline:
        return _part("title_seniority", None, [Reason(text="The resume names no position.")])
    asked, level = asked_level(posting.seniority, posting.title), held_level(profile)
    factor = level_factor(asked, level)
    score = max(best[0] if best else 0.0, headline) * factor
    reason = Reason(text=_title_text(score, factor, asked, level), posting_quote=_quoted(posting, posting.title))
    if best is not None and best[0] >= headline:
        item = profile.evidence[best[1].evidence]
        reason.resume_quote, reason.fact_id = quote_around(item.text, best[1].title), item.fact_id
    else:
        shown = next((item for item in profile.evidence if profile.headline and profile.headline in item.text), None)
        reason.resume_quote, reason.fact_id = profile.headline, shown.fact_id if shown else None
    return _part("title_seniority", score, [reason])


def _title_score(posting: PostingLike, title: str) -> float:
    return _scaled(title_similarity(posting.title, title), _TITLE_SCALE)


def _title_text(score: float, factor: float, asked: float | None, held: float | None) -> str:
    near = (
        "the same line of work" if score >= 60 else "a related line of work" if score >= 25 else "another line of work"
    )
    if factor >= 1 or asked is None or held is None:
        return f"The nearest position held is {near}."
    return (
        f"The nearest position held is {near}, at a {'lower' if asked > held else 'higher'} level than the title asks."
    )


def _recency(until: int | None, newest: int) -> float:
    """1 for the latest position, falling to 0.6 for one that ended fifteen years before it."""
    return 0.85 if until is None else max(0.6, 1 - 0.4 * max(0, newest - until) / 180)


def _scaled(value: float, scale: tuple[tuple[float, float], ...]) -> float:
    for (x0, y0), (x1, y1) in pairwise(scale):
        if value <= x1:
            return y0 + (y1 - y0) * max(0.0, value - x0) / (x1 - x0)
    return scale[-1][1]


def _text_part(profile: Profile, posting: PostingLike, similarity: float | None) -> ScorePart:
    if similarity is None:
        return _part("text_similarity", None, [])
    reasons = [Reason(text=f"The two texts are alike to {max(0.0, similarity):.0%} by their vectors.")]
    lines = [r.text for r in posting.requirements] or [line for line in posting.text.splitlines() if len(line) > 40]
    covered = [(best_coverage(profile, line), line) for line in lines[:20]]
    (value, index), line = max(covered, key=lambda pair: pair[0][0], default=((0.0, None), ""))
    if index is not None and value >= SHOWN and line.strip() in posting.text:
        item = profile.evidence[index]
        reasons.append(
            Reason(text="These lines are nearest to each other.", posting_quote=line.strip(),
                   resume_quote=quote_around(item.text, ""), fact_id=item.fact_id)
        )  # fmt: skip
    return _part("text_similarity", _scaled(similarity, _TEXT_SCALE), reasons)


def _place_part(profile: Profile, posting: PostingLike, wish: Preferences | None) -> ScorePart:
    scores: list[tuple[float, str]] = []
    if wish and wish.remote and posting.remote:
        scores.append(_remote_score(posting.remote, wish.remote))
    away = posting.remote == "remote" and (not wish or not wish.remote or "remote" in wish.remote)
    if posting.location and wish and wish.locations:
        scores.append(_wished_place(posting.location, wish.locations, away=away))
    elif posting.location and profile.location and not away and nearness(posting.location, profile.location) == 1.0:
        scores.append((100.0, f"The work is where the resume says you live ({profile.location})."))
    if not scores:
        return _part("location_remote", None, [Reason(text="There is no wish, or the posting names no place.")])
    score, text = min(scores)
    quote = _quoted(posting, posting.location)
    return _part("location_remote", score, [Reason(text=text, posting_quote=quote)])


def _remote_score(offered: RemoteKind, wished: list[RemoteKind]) -> tuple[float, str]:
    if offered in wished:
        return 100.0, f"The work is {offered}, as wished."
    near = offered == "hybrid" or "hybrid" in wished
    return (40.0 if near else 0.0), f"The work is {offered}; wished is {' or '.join(wished)}."


def _wished_place(location: str, wished: list[str], *, away: bool) -> tuple[float, str]:
    score, place = max(
        ((nearness(part, wish), wish) for part in location.split(";") for wish in wished), key=lambda pair: pair[0]
    )
    if score == 1.0:
        return 100.0, f"{location} is where you wish to work ({place})."
    if away:
        return (
            (100.0, "Remote work.")
            if score or not place_parts(location)
            else (70.0, f"Remote work, tied to {location}.")
        )
    return 100 * score, f"{location} is not one of the places wished for ({', '.join(wished)})."


def _pay_part(posting: PostingLike, wish: Preferences | None) -> ScorePart:
    score, text = pay_score(posting.salary, wish)
    quote = _quoted(posting, posting.salary.excerpt) if posting.salary else None
    return _part("salary", score, [Reason(text=text, posting_quote=quote)])


def _gaps(findings: list[Finding]) -> list[Gap]:
    """What must or should be there and is not shown, in the posting's order."""
    gaps = []
    for finding in findings:
        if finding.requirement.importance == "nice" or not finding.missing:
            continue
        missing = [name for name in dict.fromkeys(finding.missing) if name != finding.requirement.text]
        text = f"Not shown: {', '.join(missing)}" if missing else "No fact of the resume shows this."
        gaps.append(Gap(text=text, posting_quote=finding.requirement.text, importance=finding.requirement.importance))
    return gaps
