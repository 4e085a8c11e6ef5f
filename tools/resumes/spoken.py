"""Which fact a person means and what is to stand there: "my title at Acme was Staff Engineer". Pure."""

import re
from collections.abc import Callable, Sequence
from uuid import UUID

from rapidfuzz import fuzz

from store.errors import ConflictError, NotFoundError, ValidationError
from tools.jobs.matching.words import fold
from tools.resumes.fields import Fields
from tools.resumes.parsing.dates import find_ranges, without_dates
from tools.resumes.rewording import period
from tools.resumes.schemas import (
    BulletDetail,
    CertificateDetail,
    ContactDetail,
    Detail,
    EducationDetail,
    LanguageDetail,
    LinkDetail,
    PositionDetail,
    ProjectDetail,
    ResumeFact,
    SkillDetail,
    SummaryDetail,
)
from tools.resumes.spoken_schemas import CorrectFact
from tools.skills import canonical

CONTACT = {"name", "headline", "email", "phone", "website"}
ENTRIES = {"position", "project", "education"}
KINDS: dict[str, set[str]] = {
    "title": {"position"}, "employer": {"position"}, "position": {"position"},
    "institution": {"education"}, "degree": {"education"}, "area": {"education"}, "education": {"education"},
    "dates": ENTRIES, "start": ENTRIES, "end": ENTRIES, "location": {"position", "education"}, "skill": {"skill"},
    "language": {"language"}, "level": {"language", "skill"}, "project": {"project"}, "link": {"link"},
    "certificate": {"certificate", "award", "publication"}, "summary": {"summary"}, "line": {"bullet"},
}  # fmt: skip
SHOWN = 6
CLOSE = 88.0
_WORD = re.compile(r"\w+", re.UNICODE)
_AT = re.compile(r"\s+(?:at|with|for|bei|chez|à|en|bij|na|no|,)\s+|\s*,\s+|\s+[-–—]\s+", re.IGNORECASE)
_SPEAKER = re.compile(r"^(?:that\s+)?(?:I(?:'ve| have)?|we|ich habe|ich|j'ai|yo|he)\s+", re.IGNORECASE)


def target_of(facts: Sequence[ResumeFact], said: CorrectFact) -> ResumeFact:
    """The fact that is to be changed, removed or moved.

    Raises NotFoundError naming what there is, ConflictError `AMBIGUOUS` naming those that fit.
    """
    offered = _offered(facts, said)
    by_id = {fact.id: fact for fact in facts}
    found = [fact for fact in offered if _fits(fact, said.about, by_id)] if said.about else offered
    if len(found) == 1:
        return found[0]
    what = f"“{said.about}”" if said.about else f"the {said.field or 'line'}"
    if found:
        raise ConflictError(f"Several fit {what}. Which is meant: {_choices(found)}?", code="AMBIGUOUS")
    there = f" There are: {_choices(offered)}." if offered else ""
    raise NotFoundError(f"Nothing in this resume fits {what}.{there}")


def fits(facts: Sequence[ResumeFact], said: CorrectFact) -> bool:
    """Whether what is said means one or several of these facts."""
    by_id = {fact.id: fact for fact in facts}
    return any(not said.about or _fits(fact, said.about, by_id) for fact in _offered(facts, said))


def _offered(facts: Sequence[ResumeFact], said: CorrectFact) -> list[ResumeFact]:
    if said.field in CONTACT or (said.field == "location" and not said.about):
        return [fact for fact in facts if isinstance(fact.detail, ContactDetail) and fact.detail.field == said.field]
    if said.field:
        kinds = KINDS[said.field]
        return [fact for fact in facts if fact.detail.kind in kinds]
    if said.action == "change":
        return [fact for fact in facts if fact.detail.kind in {"bullet", "summary", "other"}]
    return [fact for fact in facts if fact.detail.kind != "contact"]


def _fits(fact: ResumeFact, about: str, by_id: dict[UUID, ResumeFact]) -> bool:
    """Whether every word that the person says is one of the fact's, or nearly; lines are known by their entry too."""
    parent = by_id.get(fact.parent_id) if fact.parent_id else None
    words = _words(f"{_told(fact)} {_told(parent) if parent else ''}")
    return all(word in words or _nearly(word, words) for word in _words(about))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(fold(text)))


def _nearly(word: str, words: set[str]) -> bool:
    return len(word) > 4 and any(fuzz.ratio(word, other) >= CLOSE for other in words)


def _told(fact: ResumeFact) -> str:
    values = [str(value) for name, value in fact.detail.model_dump().items() if value and name not in {"kind", "field"}]
    return " ".join([fact.text, *values])


def _choices(facts: Sequence[ResumeFact]) -> str:
    told = [called(fact) for fact in facts[:SHOWN]]
    return "; ".join(told) + (f"; and {len(facts) - SHOWN} more" if len(facts) > SHOWN else "")


def called(fact: ResumeFact) -> str:
    """What to call a fact when speaking of it."""
    detail = fact.detail
    if isinstance(detail, PositionDetail):
        when = period(detail.model_dump())
        return f"{detail.title} at {detail.employer}" + (f" ({when})" if when else "")
    return fact.text if len(fact.text) <= 90 else f"{fact.text[:87]}…"


def changes_of(fact: ResumeFact, said: CorrectFact) -> tuple[str | None, Fields]:
    """New words, or the fields to change, of the fact that is meant. ValidationError where the value is missing."""
    if said.value is None:
        raise ValidationError("Say what is right: “my title at … was …”.", code="VALUE_MISSING")
    value = " ".join(said.value.split())
    match said.field:
        case "dates":
            return None, dates_of(value)
        case "title" | "employer" | "location" | "institution" | "degree" | "area" | "start" | "end" | "level":
            if isinstance(fact.detail, ContactDetail):
                return None, {"value": value}
            return None, {said.field: value}
        case "position" | "education":
            raise ValidationError("Say which part of it is wrong: title, employer, place or dates.")
        case _:
            return value, {}


def dates_of(value: str) -> Fields:
    """From when to when: "03/2019 to 05/2021", "since 2020", "2018 – heute". ValidationError where there is no date."""
    ranges = find_ranges(value)
    if not ranges:
        raise ValidationError(f"“{value}” holds no dates. Write them like 03/2019 to 05/2021, or since 2020.")
    first = ranges[0]
    if first.single and len(ranges) > 1:
        return {"start": first.start, "end": ranges[1].start}
    if first.single:
        return {"start": first.start, "end": first.start}
    if first.current:
        return {"start": first.start, "end": None, "current": True}
    given: Fields = {"start": first.start, "end": first.end}
    return {name: date for name, date in given.items() if date}


def added_fact(facts: Sequence[ResumeFact], said: CorrectFact) -> tuple[str, Detail, UUID | None]:
    """Words, detail and entry of what a person adds. ValidationError where its words or its entry are missing."""
    if said.value is None and said.about is None:
        raise ValidationError("Say what is missing: “add the skill …”, “add that I … at …”.", code="VALUE_MISSING")
    value = " ".join((said.value or said.about or "").split())
    if said.field in CONTACT or (said.field == "location" and not said.about):
        return value, ContactDetail.model_validate({"field": said.field, "value": value}), None
    if (build := _DETAILS.get(said.field or "line")) is not None:
        return value, build(value), None
    return _line(value), BulletDetail(), entry_of(facts, said.about).id


def _language(value: str) -> LanguageDetail:
    found = re.fullmatch(r"(.+?)\s*(?:\(([^)]+)\)|[,:–-]\s*(.+)|\b([ABC][12])\b)", value)
    if found is None:
        return LanguageDetail(name=value)
    return LanguageDetail(name=found[1].strip(), level=next(part for part in found.groups()[1:] if part))


def _line(value: str) -> str:
    """The words of a line as resumes have them: without who did it."""
    words = _SPEAKER.sub("", value)
    return words[:1].upper() + words[1:]


def _parts(value: str) -> tuple[list[str], Fields]:
    dates = dates_of(value) if find_ranges(value) else {}
    return [part.strip(" ,") for part in _AT.split(without_dates(value)) if part.strip(" ,")], dates


def _position(value: str) -> PositionDetail:
    parts, dates = _parts(value)
    if len(parts) < 2:
        raise ValidationError("Say title, employer and dates: “add the position Nurse at Aldeia Clinic, 2015 to 2018”.")
    return PositionDetail.model_validate({"title": parts[0], "employer": parts[1], **dates})


def _study(value: str) -> EducationDetail:
    parts, dates = _parts(value)
    if len(parts) < 2:
        return EducationDetail.model_validate({"institution": parts[0] if parts else value, **dates})
    return EducationDetail.model_validate({"degree": parts[0], "institution": parts[1], **dates})


_DETAILS: dict[str, Callable[[str], Detail]] = {
    "skill": lambda value: SkillDetail(name=value, canonical=canonical(value)),
    "language": _language, "level": _language, "certificate": lambda value: CertificateDetail(name=value),
    "link": lambda value: LinkDetail(url=value), "summary": lambda _: SummaryDetail(),
    "project": lambda value: ProjectDetail(name=value), "position": _position, "education": _study,
    "institution": _study, "degree": _study,
}  # fmt: skip


def entry_of(facts: Sequence[ResumeFact], about: str | None) -> ResumeFact:
    """The position, project or study that a line belongs to.

    Raises NotFoundError and ConflictError `AMBIGUOUS` as `target_of`; without words only where there is one entry.
    """
    entries = [fact for fact in facts if fact.detail.kind in ENTRIES]
    by_id = {fact.id: fact for fact in facts}
    found = [fact for fact in entries if about is None or _fits(fact, about, by_id)]
    if len(found) == 1:
        return found[0]
    if about and len(current := [fact for fact in found if getattr(fact.detail, "current", False)]) == 1:
        return current[0]  # several positions at one employer: the present one
    if found:
        raise ConflictError(f"Where does this belong: {_choices(found)}?", code="AMBIGUOUS")
    raise NotFoundError(f"No position, project or study fits “{about}”. There are: {_choices(entries)}.")
