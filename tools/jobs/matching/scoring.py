"""One resume against one posting: five parts, each with its reasons, put together by weight."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Literal, Protocol
from uuid import UUID

import numpy as np

from tools.jobs.cleaning.places import clean_places
from tools.jobs.matching.coverage import best_coverage
from tools.jobs.matching.field import Field, field_of
from tools.jobs.matching.pay import pay_score
from tools.jobs.matching.places import nearness, place_parts
from tools.jobs.matching.preferences import Preferences
from tools.jobs.matching.profile import Position, Profile, read_profile
from tools.jobs.matching.requirements import (
    SHOWN,
    Finding,
    find_evidence,
    is_tool,
    named_by,
    quote_around,
    show,
    spelled,
)
from tools.jobs.matching.seniority import asked_level, held_level, level_factor
from tools.jobs.matching.titles import title_similarity
from tools.jobs.parsing.language import detect_language
from tools.jobs.schemas import Gap, Match, Reason, RemoteKind, Requirement, Salary, ScorePart, Seniority, SkillMention
from tools.resumes.schemas import ParsedFact, ResumeFact

PartName = Literal["required_skills", "title_seniority", "text_similarity", "location_remote", "salary"]

_WEIGHTS: dict[PartName, float] = {
    "required_skills": 0.43, "title_seniority": 0.27, "text_similarity": 0.15, "location_remote": 0.10, "salary": 0.05,
}  # fmt: skip
_SKILLS_SCALE = ((0.0, 0), (0.1, 7), (0.25, 27), (0.5, 60), (0.75, 85), (0.9, 97), (1.0, 100))
_TITLE_SCALE = ((0.0, 0), (0.12, 2), (0.35, 55), (0.45, 70), (0.6, 87), (0.9, 100), (1.0, 100))
_FIELD_BEST, _WEAKER_SIGHT, _WITHOUT_ITS_TOOL = 85, 0.15, 0.65
_TEXT_SCALE = ((0.0, 0), (0.25, 8), (0.45, 38), (0.62, 70), (0.8, 100), (1.0, 100))
_TEXT_SCALE_NOT_ENGLISH = ((0.0, 0), (0.45, 8), (0.6, 45), (0.72, 75), (0.85, 100), (1.0, 100))
_FEW_LINES = 3.0
_LONG_ENOUGH = 1_500
_OTHER_FIELD, _OF_THE_FIELD, _TEXT_FOR_TITLE = 0.6, 25.0, 0.6
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ASIDE = re.compile(r"\s[-–—|/]\s|[,(]")
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
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
    """The same for a resume that was read before, to match it with many postings.

    The whole reads as: from 80 an excellent fit, from 60 a good one, from 35 a partial one, from 15 a weak one; less is
    other work.
    """
    language = _language(posting.text)
    findings = [find_evidence(profile, requirement, posting.title, language) for requirement in _asked(posting)]
    title, text = _title_part(profile, posting), _text_part(profile, posting, similarity, language)
    parts = [
        _skills_part(posting, findings, _same_field(title.score, text.score)),
        title,
        text,
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


def _same_field(title: float | None, text: float | None) -> float | None:
    """0 for work in another field to 1, by the titles and, for trades whose titles differ, by the texts."""
    if title is None:
        return None if text is None else 1.0
    return min(1.0, max(title, _TEXT_FOR_TITLE * (text or 0.0)) / _OF_THE_FIELD)


@lru_cache(maxsize=1_024)
def _language(text: str) -> str:
    return detect_language(text)


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


def _skills_part(posting: PostingLike, findings: list[Finding], same_field: float | None) -> ScorePart:
    """How much of what is asked for the resume shows, must before should before nice.

    0 nothing, 25 a quarter of it, 50 about four lines of ten, 75 two thirds (postings ask for more than anyone has),
    100 everything. What is shown by work in another field counts less, down to six tenths; where the posting asks for
    only a thing or two, the part weighs less, and is worth less if nothing else can be judged.
    """
    total = sum(finding.weight for finding in findings)
    if not total:
        return _part("required_skills", None, [Reason(text="The posting lists no requirements")])
    score = _scaled(sum(finding.weight * finding.score for finding in findings) / total, _SKILLS_SCALE)
    enough = min(1.0, total / _FEW_LINES)
    score *= enough if same_field is None else _OTHER_FIELD + (1 - _OTHER_FIELD) * same_field
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
    part = _part("required_skills", score, reasons)
    return part.model_copy(update={"weight": part.weight * enough})


def _finding_text(finding: Finding) -> str:
    text = f"Shows {spelled(finding.shown, 'and')}" if finding.shown else "Shows what this line asks for"
    if finding.missing:
        text = (
            f"{text}, not {spelled(finding.missing)}" if finding.shown else f"Does not show {spelled(finding.missing)}"
        )
    return f"{text}; {finding.note}" if finding.note else text


def _title_part(profile: Profile, posting: PostingLike) -> ScorePart:
    """How near the person's line of work and level are to the title, by titles held and by the field they work in.

    0 another line of work, 25 studies or a part of the work touch it, 50 a related line of work, 75 the same work under
    another title or a level apart, 100 the same title lately.
    """
    held, position = _nearest_title(profile, posting.title)
    field = field_of(profile, posting.title)
    if position is None and not profile.headline and not len(profile.vectors):
        return _part("title_seniority", None, [Reason(text="The resume names no position")])
    if len(_CJK.findall(posting.title)) > len(_LATIN.findall(posting.title)):
        return _part("title_seniority", None, [Reason(text="The title is in a script whose trades are not known")])
    worked = _FIELD_BEST * field.nearness
    years = max((line.years for line in posting.requirements if line.years and line.importance == "must"), default=None)
    asked, level = asked_level(posting.seniority, posting.title, years), held_level(profile)
    factor = level_factor(asked, level)
    near = max(held, worked) - _WEAKER_SIGHT * abs(held - worked)
    if any(is_tool(skill) and not show(profile, skill) for skill in named_by(posting.title)):
        factor *= _WITHOUT_ITS_TOOL
    by_field = worked > held and field.told_by is not None
    reason = Reason(text=_title_text(near, by_field=by_field) + _level_text(factor, asked, level))
    reason.posting_quote = _quoted(posting, posting.title)
    reason.resume_quote, reason.fact_id = _title_proof(profile, position, field if by_field else None)
    return _part("title_seniority", near * factor, [reason])


def _nearest_title(profile: Profile, title: str) -> tuple[float, Position | None]:
    """The best of the titles held, 0 to 100, later ones first; None where the headline is nearer than any."""
    newest = max((position.until or 0 for position in profile.positions), default=0)
    headline = 0.9 * _alike(title, profile.headline) if profile.headline else 0.0
    held = [
        (_alike(title, position.title) * _recency(position.until, newest), position) for position in profile.positions
    ]
    best, position = max(held, key=lambda pair: pair[0], default=(0.0, None))
    return (best, position) if best >= headline else (headline, None)


def _alike(asked: str, held: str) -> float:
    """0 to 100 for two titles; what follows a comma or a dash (Account Executive, Mid-Market) is worth half."""
    value = title_similarity(asked, held)
    heart = _ASIDE.split(asked.strip())[0].strip()
    if heart and heart != asked:
        value = (value + title_similarity(heart, held)) / 2
    return _scaled(value, _TITLE_SCALE)


def _title_proof(profile: Profile, position: Position | None, field: Field | None) -> tuple[str | None, UUID | None]:
    """The words of the resume, and their fact, that the title's score rests on."""
    if field and field.told_by:
        return quote_around(field.told_by.text, ""), field.told_by.fact_id
    if position is not None:
        item = profile.evidence[position.evidence]
        return quote_around(item.text, position.title), item.fact_id
    shown = next((item for item in profile.evidence if profile.headline and profile.headline in item.text), None)
    return profile.headline, shown.fact_id if shown else None


def _title_text(score: float, *, by_field: bool) -> str:
    near = (
        "the same line of work" if score >= 60 else "a related line of work" if score >= 25 else "another line of work"
    )
    if by_field and score >= 25:
        return f"By what you did, not by a title, this is {near}"
    return f"The nearest position held is {near}"


def _level_text(factor: float, asked: float | None, held: float | None) -> str:
    if factor >= 1 or asked is None or held is None:
        return ""
    return f", at a {'lower' if asked > held else 'higher'} level than the title asks"


def _recency(until: int | None, newest: int) -> float:
    """1 for the latest position, falling to 0.6 for one that ended fifteen years before it."""
    return 0.85 if until is None else max(0.6, 1 - 0.4 * max(0, newest - until) / 180)


def _scaled(value: float, scale: tuple[tuple[float, float], ...]) -> float:
    xs, ys = zip(*scale, strict=True)
    return float(np.interp(value, xs, ys))


def _text_part(profile: Profile, posting: PostingLike, similarity: float | None, language: str) -> ScorePart:
    """How alike the two texts are as a whole, on a scale made for the local model's vectors.

    With WordLlama's 256 dimensions English texts of other trades have a cosine up to 0.25 (8), neighbouring trades 0.45
    (38), a typical good pair 0.62 (70), near twins 0.8 (100). Two texts in another language share more by the language
    itself, so their scale starts higher; texts in two languages are not judged by their words, and the shorter a text,
    the less this part weighs.
    """
    if similarity is None:
        return _part("text_similarity", None, [])
    if language != profile.language:
        return _part("text_similarity", None, [Reason(text="The two texts are in different languages")])
    reasons = [Reason(text=f"The wording of the two texts as a whole is alike to {max(0.0, similarity):.0%}")]
    lines = [r.text for r in posting.requirements] or [line for line in posting.text.splitlines() if len(line) > 40]
    covered = [(best_coverage(profile, line), line) for line in lines[:20]]
    (value, index), line = max(covered, key=lambda pair: pair[0][0], default=((0.0, None), ""))
    if index is not None and value >= SHOWN and line.strip() in posting.text:
        item = profile.evidence[index]
        reasons.append(
            Reason(text="These lines are nearest to each other", posting_quote=line.strip(),
                   resume_quote=quote_around(item.text, ""), fact_id=item.fact_id)
        )  # fmt: skip
    scale = _TEXT_SCALE if language == "en" else _TEXT_SCALE_NOT_ENGLISH
    part = _part("text_similarity", _scaled(similarity, scale), reasons)
    length = min(sum(len(item.text) for item in profile.evidence), len(posting.text))
    return part.model_copy(update={"weight": part.weight * min(1.0, length / _LONG_ENOUGH)})


def _place_part(profile: Profile, posting: PostingLike, wish: Preferences | None) -> ScorePart:
    scores: list[tuple[float, str]] = []
    if wish and wish.remote and posting.remote:
        scores.append(_remote_score(posting.remote, wish.remote))
    away = posting.remote == "remote" and (not wish or not wish.remote or "remote" in wish.remote)
    if posting.location and wish and wish.locations:
        scores.append(_wished_place(posting.location, wish.locations, away=away))
    elif posting.location and profile.location and not away and nearness(posting.location, profile.location) == 1.0:
        scores.append((100.0, f"The work is where the resume says you live ({profile.location})"))
    if not scores:
        return _part("location_remote", None, [Reason(text="There is no wish, or the posting names no place")])
    score, text = min(scores)
    quote = _quoted(posting, posting.location)
    return _part("location_remote", score, [Reason(text=text, posting_quote=quote)])


def _remote_score(offered: RemoteKind, wished: list[RemoteKind]) -> tuple[float, str]:
    if offered in wished:
        return 100.0, f"The work is {offered}, as wished"
    near = offered == "hybrid" or "hybrid" in wished
    return (40.0 if near else 0.0), f"The work is {offered}; wished is {' or '.join(wished)}"


def _wished_place(location: str, wished: list[str], *, away: bool) -> tuple[float, str]:
    score, place = max(
        ((nearness(part, wish), wish) for part in location.split(";") for wish in wished), key=lambda pair: pair[0]
    )
    if score == 1.0:
        return 100.0, f"{location} is where you wish to work ({place})"
    if country := next((wish for wish in wished if _in_country(location, wish)), None):
        return 100.0, f"{location} is in {country}, where you wish to work"
    if away:
        return (
            (100.0, "Remote work") if score or not place_parts(location) else (70.0, f"Remote work, tied to {location}")
        )
    return 100 * score, f"{location} is not one of the places wished for ({', '.join(wished)})"


def _in_country(location: str, wish: str) -> bool:
    """Whether a city that is written alone lies in a country that is wished for as a whole."""
    wished = place_parts(wish)
    countries = {f"country:{place.country.lower()}" for place in clean_places(location) if place.country}
    return len(wished) == 1 and wished[0] in countries


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
        text = f"Not shown: {', '.join(missing)}" if missing else "No fact of the resume shows this"
        gaps.append(Gap(text=text, posting_quote=finding.requirement.text, importance=finding.requirement.importance))
    return gaps
