"""What may be asked in an interview: from the posting's requirements and gaps, the resume's breaks, the kind of work.

Each question with why it is likely, the words that make it so, and the stories that answer it. Pure.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from tools.applications.preparing.analysing import by_weight
from tools.applications.preparing.schemas import (
    LikelyQuestion,
    NoteLanguage,
    PrepRequirement,
    QuestionKind,
    Quote,
    Story,
)
from tools.applications.preparing.wording import own_words, role_questions, sentences, shortened
from tools.content.phrases import listed, short_title
from tools.jobs.matching.degrees import degree_levels
from tools.jobs.matching.requirements import is_formal, is_personal
from tools.jobs.matching.seniority import title_level
from tools.jobs.matching.titles import title_similarity
from tools.jobs.schemas import Job
from tools.resumes.schemas import EducationDetail, PositionDetail, ResumeFact
from tools.skills import category, find_skills

MOST_SHOWN, MOST_GAPS, MOST_BREAKS = 5, 5, 2
SHORT_MONTHS, BREAK_MONTHS = 12, 6
_OTHER_WORK = 0.15
_AND = {"en": "and", "de": "und", "fr": "et", "es": "y"}
_TEMPORARY = re.compile(
    r"\b(?:intern|internship|trainee|working student|temporary|temp|contract\w*|freelanc\w*|seasonal|volunteer|"
    r"praktik\w+|werkstudent\w*|aushilfe|befristet|zivildienst|ferienjob|ausbildung|stag(?:e|iaire)|alternan\w+|cdd|"
    r"intérim\w*|saisonni\w+|prácticas|becari[oa]|temporal|voluntari\w+)\b",
    re.IGNORECASE,
)
_EXPECTED_PAY = re.compile(
    r"\b(?:salary (?:expectations?|requirements?)|expected (?:salary|pay)|gehaltsvorstellung\w*|gehaltswunsch|"
    r"lohnvorstellung\w*|prétentions? (?:salariales?|de salaire)|"
    r"expectativas? salarial\w*|pretensi(?:ón|ones) salarial\w*)",
    re.IGNORECASE,
)  # fmt: skip


class _Asking:
    """Builds questions in one language, with the stories that show what they are about."""

    def __init__(self, job: Job, stories: Sequence[Story], language: NoteLanguage, resume: str) -> None:
        self.job, self.stories, self.language, self.resume = job, stories, language, resume
        self.words: Mapping[str, Any] = own_words(language)

    def question(
        self, kind: QuestionKind, text: str, why: str, quote: Quote | None = None, about: str | None = None,
        **values: object,
    ) -> LikelyQuestion:  # fmt: skip
        """One question, not yet numbered; `about` is the requirement whose stories answer it."""
        words = self.words["likely"]
        told = words[text].format(**values) if text in words else text
        stories = [story.id for story in self.stories if about in story.answers] if about else []
        return LikelyQuestion(
            id="", kind=kind, text=told, why=self.words["why"][why], quote=quote, story_ids=stories[:3]
        )

    def posting(self, words: str) -> Quote:
        """Words of the posting."""
        name = self.words["headings"]["sources"]["posting"]
        return Quote(text=shortened(words), source="posting", name=name, url=self.job.url)

    def fact(self, fact: ResumeFact) -> Quote:
        """Words of the resume."""
        return Quote(text=shortened(fact.text), source="resume", name=self.resume, fact_id=fact.id)


def likely_questions(
    job: Job, facts: Sequence[ResumeFact], requirements: Sequence[PrepRequirement], stories: Sequence[Story], *,
    language: NoteLanguage, resume: str, today: date,
) -> list[LikelyQuestion]:  # fmt: skip
    """The likeliest first: gaps and requirements in turn, then the resume, the level, the work, the usual."""
    asking = _Asking(job, stories, language, resume)
    gaps, shown = list(_on_gaps(asking, requirements)), list(_on_shown(asking, requirements))
    turns = [item for pair in _in_turn(shown, gaps) for item in pair]
    found = [*turns, *_on_resume(asking, facts, today), *_on_level(asking), *_on_work(asking), *_usual(asking)]
    distinct = list({item.text: item for item in found}.values())
    return [item.model_copy(update={"id": f"Q{number}"}) for number, item in enumerate(distinct, 1)]


def _in_turn(first: list[LikelyQuestion], second: list[LikelyQuestion]) -> Iterator[list[LikelyQuestion]]:
    for at in range(max(len(first), len(second))):
        yield [*first[at : at + 1], *second[at : at + 1]]


def _on_shown(asking: _Asking, requirements: Sequence[PrepRequirement]) -> Iterator[LikelyQuestion]:
    """What the resume shows and somebody can tell of: no trait, degree, permit or language."""
    for item in [item for item in by_weight(requirements, "met") if _can_be_told(item)][:MOST_SHOWN]:
        why = "must" if item.importance == "must" else "should"
        subject = listed(_written(item, item.skills[:3]), _AND[asking.language])
        yield asking.question(
            "requirement", "skill" if subject else "words", why, asking.posting(item.quote), item.id,
            subject=subject or shortened(item.text, 120),
        )  # fmt: skip


def _on_gaps(asking: _Asking, requirements: Sequence[PrepRequirement]) -> Iterator[LikelyQuestion]:
    """What is missing, and what is shown in part; what asks for a trait alone is no gap to be asked about."""
    weighed = [item for item in by_weight(requirements, "gap", "partly") if not is_personal(item.text)]
    for item in weighed[:MOST_GAPS]:
        quote, joint = asking.posting(item.quote), _AND[asking.language]
        if item.years and any(str(item.years) in missing for missing in item.missing):
            yield asking.question("gap", "short_years", "short_years", quote, item.id, subject=item.years)
            continue
        shown = list(dict.fromkeys(name for one in item.evidence for name in one.shows))
        named = _written(item, [name for name in item.skills if name not in shown])
        shown = _written(item, shown)
        if item.state == "partly" and shown and named:
            yield asking.question(
                "gap", "partly", "partly", quote, item.id, shown=listed(shown[:3], joint),
                missing=listed(named[:2], joint),
            )  # fmt: skip
        elif named:
            yield asking.question("gap", "gap", "gap", quote, item.id, subject=listed(named[:2], joint))
        else:
            why = "partly" if item.state == "partly" else "gap"
            yield asking.question("gap", "gap_words", why, quote, item.id, subject=shortened(item.text, 120))


def _can_be_told(item: PrepRequirement) -> bool:
    spoken = bool(item.skills) and all(category(skill) == "spoken" for skill in item.skills)
    return not (spoken or is_personal(item.text) or is_formal(item.text) or degree_levels(item.text))


def _written(item: PrepRequirement, names: Sequence[str]) -> list[str]:
    """Skills as the posting writes them."""
    written = {span.name: item.text[span.start : span.end] for span in reversed(find_skills(item.text))}
    return list(dict.fromkeys(written.get(name, name) for name in names))


def _on_resume(asking: _Asking, facts: Sequence[ResumeFact], today: date) -> Iterator[LikelyQuestion]:
    held = [(fact, fact.detail) for fact in facts if isinstance(fact.detail, PositionDetail)]
    yield from _short_stays(asking, held)
    yield from _breaks(asking, facts, today)
    newest = max(held, key=lambda pair: (pair[1].current, pair[1].end or pair[1].start or ""), default=None)
    if newest is None:
        return
    fact, detail = newest
    if detail.title and title_similarity(asking.job.title, detail.title) < _OTHER_WORK:
        yield asking.question("resume", "change", "change", asking.fact(fact), subject=detail.title)
    if detail.current and detail.employer:
        yield asking.question("resume", "leaving", "leaving", asking.fact(fact), subject=detail.employer)


def _short_stays(asking: _Asking, held: Sequence[tuple[ResumeFact, PositionDetail]]) -> Iterator[LikelyQuestion]:
    """Positions left within a year; none that were meant to be short, and none whose months are not told."""
    found = 0
    for fact, detail in held:
        if detail.current or not _has_month(detail.start) or not _has_month(detail.end) or not detail.employer:
            continue
        months = _month(detail.end) - _month(detail.start) + 1
        if 0 < months < SHORT_MONTHS and not _TEMPORARY.search(fact.text) and found < MOST_BREAKS:
            found += 1
            yield asking.question(
                "resume", "short_stay", "short_stay", asking.fact(fact), subject=detail.employer, months=months
            )


def _breaks(asking: _Asking, facts: Sequence[ResumeFact], today: date) -> Iterator[LikelyQuestion]:
    """Months that no position and no study covers, between two that are dated to the month."""
    spans = sorted(
        (
            (_month(detail.start), _month(today.isoformat()) if detail.current else _month(detail.end), fact)
            for fact in facts
            if isinstance(detail := fact.detail, PositionDetail | EducationDetail) and detail.start
            and (detail.current or detail.end)
        ),
        key=lambda span: span[:2],
    )  # fmt: skip
    reached, last, found = 0, None, 0
    for begin, end, fact in spans:
        detail = fact.detail
        exact = _has_month(getattr(detail, "start", None)) and last is not None and _has_month(last)
        if reached and begin - reached - 1 >= BREAK_MONTHS and exact and found < MOST_BREAKS:
            found += 1
            yield asking.question(
                "resume", "break", "break", asking.fact(fact), begin=_shown(reached + 1), end=_shown(begin - 1)
            )
        if end >= reached:
            reached, last = end, getattr(detail, "end", None) or today.isoformat()


def _on_level(asking: _Asking) -> Iterator[LikelyQuestion]:
    level = title_level(asking.job.title)
    if level is not None:
        name = "junior" if level <= 1 else "lead" if level in {4, 6, 7} else "senior"
        yield asking.question("seniority", name, name, asking.posting(asking.job.title))


def _on_work(asking: _Asking) -> Iterator[LikelyQuestion]:
    for title, texts in role_questions():
        if title.search(asking.job.title):
            yield asking.question("role", texts[asking.language], "role", asking.posting(asking.job.title))
            return


def _usual(asking: _Asking) -> Iterator[LikelyQuestion]:
    title = asking.posting(asking.job.title)
    yield asking.question("standard", "yourself", "standard", title)
    yield asking.question("standard", "why_us", "standard", title, subject=short_title(asking.job.title))
    asked = next((line for line in sentences(asking.job.text) if _EXPECTED_PAY.search(line)), None)
    if asked is not None:
        yield asking.question("standard", "pay", "pay", asking.posting(asked))
    else:
        yield asking.question("standard", "pay", "standard", title)
    yield asking.question("standard", "failure", "standard", title)


def _month(day: str | None) -> int:
    parts = [int(part) for part in (day or "").split("-")[:2] if part.isdigit()]
    return parts[0] * 12 + (parts[1] - 1 if len(parts) > 1 else 0) if parts else 0


def _has_month(day: str | None) -> bool:
    return day is not None and day.count("-") >= 1


def _shown(month: int) -> str:
    return f"{month % 12 + 1:02d}/{month // 12}"
