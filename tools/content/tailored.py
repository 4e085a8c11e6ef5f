"""A tailored resume as text at once: the facts that answer a job, in the resume's own words. Pure."""

from collections.abc import Sequence
from datetime import date

from tools.content.choosing import Material
from tools.content.composing import answer_wishes
from tools.content.phrases import short_title
from tools.content.schemas import ContentSentence, Draft
from tools.content.wishes import Wishes
from tools.jobs.schemas import Job
from tools.resumes.schemas import ResumeFact
from tools.tailoring.choice.relevance import Similarity
from tools.tailoring.choice.selection import choose
from tools.tailoring.schemas import Steering, TailoredDocument
from tools.tailoring.wording import RIGHT, label

_UNLABELLED = frozenset({"contact", "links"})


def tailored_text(
    facts: Sequence[ResumeFact], job: Job, language: str, wishes: Wishes, similarity: Similarity, today: date
) -> tuple[Draft, TailoredDocument]:
    """The choice of facts for this job as text and as a document; what the prompt plays down comes last."""
    steering = Steering(emphasise=wishes.emphasise, play_down=wishes.avoid)
    document = choose(facts, job, language=language, steering=steering, similarity=similarity, today=today)
    material = Material(facts, job, language, wishes, similarity, today)
    sections = list(dict.fromkeys(claim.section for claim in document.claims))
    sentences = [
        ContentSentence(
            text=claim.text.replace(RIGHT, ", "), kind="claim", fact_ids=claim.fact_ids, covers=claim.covers,
            paragraph=sections.index(claim.section),
        )
        for claim in document.claims
    ]  # fmt: skip
    answers, refused = answer_wishes(material, sentences)
    title = short_title(job.title)
    return (
        Draft(
            kind="resume",
            title=" – ".join(part for part in (title, job.company) if part),
            sentences=sentences,
            text=_text(document, sections, language),
            language=language,
            refused=refused,
            gaps=document.gaps,
            wishes=answers,
            job_title=title,
            company=job.company,
        ),
        document,
    )


def _text(document: TailoredDocument, sections: Sequence[str], language: str) -> str:
    blocks = []
    for section in sections:
        lines = [claim for claim in document.claims if claim.section == section]
        heading = [] if section in _UNLABELLED else [label(section, language).upper()]
        shown = [("- " if claim.parent_id else "") + claim.text.replace(RIGHT, ", ") for claim in lines]
        blocks.append("\n".join([*heading, *shown]))
    return "\n\n".join(blocks)
