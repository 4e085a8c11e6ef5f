"""The notes of a preparation, put together from what was read once. Pure: the same source makes the same notes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from tools.applications.forms.schemas import ApplicationForm
from tools.applications.preparing.analysing import analyze, by_weight
from tools.applications.preparing.asking import questions_to_ask
from tools.applications.preparing.company import Said, company_facts
from tools.applications.preparing.flags import PostingRecord, find_flags
from tools.applications.preparing.questions import likely_questions
from tools.applications.preparing.schemas import NoteLanguage, PrepNotes, PrepRequirement, PrepSummary
from tools.applications.preparing.stories import tell_stories
from tools.applications.preparing.wording import note_language, own_words
from tools.jobs.matching.requirements import is_personal
from tools.jobs.parsing.language import detect_language
from tools.jobs.schemas import Job
from tools.resumes.schemas import ResumeFact
from tools.tailoring.choice.relevance import Similarity

BEST = 3
_STRENGTH = {"strong": 0, "partial": 1, "weak": 2}


class PrepSource(BaseModel):
    """What notes are made of, read once: one resume's facts, one job, what was seen of it, what speaks of its employer.

    `fit` is the job's match with this resume, 0 to 100.
    """

    facts: list[ResumeFact]
    resume_id: UUID | None = None
    resume_name: str
    resume_language: str
    job: Job
    fit: float | None = None
    record: PostingRecord = PostingRecord()
    said: list[Said] = []


def language_of(source: PrepSource) -> NoteLanguage:
    """The language of the notes."""
    return note_language(detect_language(source.job.text))


def analyze_job(source: PrepSource, *, similarity: Similarity, now: datetime) -> list[PrepRequirement]:
    """The inner step: requirements against facts."""
    return analyze(source.job, source.facts, similarity=similarity, today=now.date())


def compose_notes(
    source: PrepSource, requirements: Sequence[PrepRequirement], *, now: datetime, remarks: Sequence[str] = ()
) -> PrepNotes:
    """Everything but the form and the letter; `remarks` say what could not be looked at."""
    language, job, facts = language_of(source), source.job, source.facts
    stories = tell_stories(facts, requirements, language=language, today=now.date())
    questions = likely_questions(
        job, facts, requirements, stories, language=language, resume=source.resume_name, today=now.date()
    )
    notes = PrepNotes(
        language=language, title=job.title, company=job.company, resume=source.resume_name,
        resume_id=source.resume_id, requirements=list(requirements), stories=stories, questions=questions,
        ask=questions_to_ask(job, language=language), company_facts=company_facts(job, source.said, language=language),
        flags=find_flags(job, source.record, requirements, language=language, now=now),
        remarks=[*_remarks(source, requirements, language, bool(stories)), *remarks],
    )  # fmt: skip
    return notes.model_copy(update={"summary": _summary(notes, source.fit)})


def form_remark(form: ApplicationForm | None, why: str | None, language: NoteLanguage) -> str | None:
    """What to say where no form could be looked at; None where one was."""
    texts = own_words(language)["remarks"]
    if form is not None and form.obstacle is None:
        return None
    reason = why or (form.why or form.obstacle if form else None)
    return str(texts["no_form"].format(why=reason) if reason else texts["no_address"])


def up_to_date(notes: PrepNotes, *, has_address: bool) -> PrepNotes:
    """The notes without saying that the posting has no address once it has one. Pure."""
    texts = own_words(notes.language)["remarks"]
    if not has_address or texts["no_address"] not in notes.remarks:
        return notes
    told = [texts["address_since"] if remark == texts["no_address"] else remark for remark in notes.remarks]
    return notes.model_copy(update={"remarks": told})


def _remarks(
    source: PrepSource, requirements: Sequence[PrepRequirement], language: NoteLanguage, told: bool
) -> list[str]:
    texts, posting = own_words(language)["remarks"], detect_language(source.job.text)
    conditions = {
        "unsupported_language": posting != language, "no_requirements": not requirements, "no_experience": not told,
        "other_language": bool(requirements) and source.resume_language[:2].lower() != posting,
    }  # fmt: skip
    return [texts[name] for name, holds in conditions.items() if holds]


def _summary(notes: PrepNotes, fit: float | None) -> PrepSummary:
    strongest = sorted(
        by_weight(notes.requirements, "met"),
        key=lambda item: (is_personal(item.text), _STRENGTH[item.evidence[0].strength] if item.evidence else 3),
    )
    weakest = [item for item in by_weight(notes.requirements, "gap", "partly") if not is_personal(item.text)]
    counts = {state: sum(item.state == state for item in notes.requirements) for state in ("met", "partly", "gap")}
    return PrepSummary(
        fit=fit, met=counts["met"], partly=counts["partly"], gaps=counts["gap"],
        strongest=[item.id for item in strongest[:BEST]], weakest=[item.id for item in weakest[:BEST]],
        questions=[item.id for item in notes.questions[:BEST]],
    )  # fmt: skip
