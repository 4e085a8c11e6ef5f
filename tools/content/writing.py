"""From an order to a letter: which language it is in, whose sentences make it, and the letter as a page. Pure."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from pydantic import BaseModel

from store.errors import ValidationError
from tools.content.choosing import Material
from tools.content.composing import compose_letter
from tools.content.heading import Head
from tools.content.phrases import written_date
from tools.content.proposals import Proposal
from tools.content.schemas import LANGUAGES, ContentSentence, Draft, Language, Length, Tone
from tools.content.wishes import read_wishes
from tools.content.wording import assembled, paragraphs_of
from tools.jobs.schemas import Job
from tools.resumes.schemas import ContactDetail, LinkDetail, ResumeFact
from tools.tailoring.choice.relevance import Similarity
from tools.tailoring.schemas import LetterDocument, LetterParagraph, Paper


class LetterOrder(BaseModel):
    """A letter as it was ordered: for which job, from which resume, how; and the document it is to become."""

    document_id: UUID
    series_id: UUID | None = None
    job_id: UUID
    resume_id: UUID
    tone: Tone | None = None
    length: Length | None = None
    language: Language | None = None
    prompt: str | None = None
    recipient: str | None = None
    profile_id: UUID | None = None
    template: str | None = None
    paper: Paper | None = None


class LetterSource(BaseModel):
    """What a letter is written from, read once. `resume_language` is the one that the facts are in.

    `head` are contact fields of the job profile: those the person wrote go before the resume's, the rest fill it up.
    """

    order: LetterOrder
    facts: list[ResumeFact]
    job: Job
    resume_language: str
    head: Head = Head()


def language_of(wanted: Language | None, resume_language: str) -> Language:
    """The language to write in: the one asked for, else the resume's. Raises ValidationError for others than ours."""
    if wanted is not None:
        return wanted
    found = spoken(resume_language)
    if found is None:
        raise ValidationError(
            f"The resume is in a language (“{resume_language}”) that letters are not written in here. Choose one of "
            f"{', '.join(LANGUAGES)} as `language`.",
            code="LANGUAGE_UNSUPPORTED",
        )
    return found


def spoken(resume_language: str) -> Language | None:
    """A resume's language where it is one that is written in here."""
    return next((language for language in LANGUAGES if language == resume_language[:2].lower()), None)


def material_of(
    source: LetterSource, *, similarity: Similarity, today: date | None, language: str | None = None
) -> Material:
    """What the letter is made of, in the language asked for (or in `language`)."""
    language = language or language_of(source.order.language, source.resume_language)
    return Material(
        facts=source.facts,
        job=source.job,
        language=language,
        wishes=read_wishes(source.order.prompt),
        similarity=similarity,
        today=today,
        speaks=language == source.resume_language[:2].lower(),
    )


def write(
    source: LetterSource, *, similarity: Similarity, today: date | None, proposals: Sequence[Proposal] = ()
) -> Draft:
    """The letter, signed with the name that the person gave."""
    facts = [fact for fact in source.facts if not source.head.replaces(fact)]
    draft = _written(source.model_copy(update={"facts": facts}), similarity, today, proposals)
    name = source.head.own.get("name")
    if name is None or name == draft.signature:
        return draft
    signed = draft.model_copy(update={"signature": name})
    return signed.model_copy(update={"text": assembled(signed)})


def _written(source: LetterSource, similarity: Similarity, today: date | None, proposals: Sequence[Proposal]) -> Draft:
    """The letter. In another language than the resume's only a model's sentences can make it, where enough are proved;
    else it is in the resume's language, and says so.
    """
    order, wanted = source.order, language_of(source.order.language, source.resume_language)
    material = material_of(source, similarity=similarity, today=today)
    how = {"tone": order.tone, "length": order.length, "recipient": order.recipient}
    draft = compose_letter(material, **how, proposals=proposals)  # type: ignore[arg-type]
    if material.speaks or any(sentence.origin == "model" and sentence.kind == "claim" for sentence in draft.sentences):
        return draft
    own = spoken(source.resume_language)
    if own is None:
        raise ValidationError(
            f"The resume is in “{source.resume_language}”, and its sentences cannot be put into “{wanted}” here "
            "without a language model. Set one up, or upload the resume in that language.",
            code="LANGUAGE_UNSUPPORTED",
        )
    draft = compose_letter(
        material_of(source, similarity=similarity, today=today, language=own),
        **how,  # type: ignore[arg-type]
    )
    note = (
        f"The letter is in the resume's language ({own}), not in {wanted}: your sentences are not translated, for a "
        "translation could not be proved. Upload your resume in that language to have the letter in it."
    )
    return draft.model_copy(update={"notes": [*draft.notes, note]})


def letter_page(
    draft: Draft,
    facts: Sequence[ResumeFact],
    today: date,
    *,
    head: Head | None = None,
    template: str | None = None,
    paper: Paper | None = None,
) -> LetterDocument:
    """The letter as it is set on a page: sender, recipient, date, subject, paragraphs with what each rests on."""
    head = head or Head()
    read: dict[str, str] = {
        fact.detail.field: fact.detail.value for fact in facts if isinstance(fact.detail, ContactDetail)
    }
    contacts = {**head.spare, **read, **head.own}
    links = [fact.detail.url for fact in facts if isinstance(fact.detail, LinkDetail)][:1]
    sender = [contacts[name] for name in ("location", "email", "phone", "website") if name in contacts]
    return LetterDocument(
        name=head.own.get("name") or draft.signature or contacts.get("name") or "",
        sender=sender if "website" in contacts else [*sender, *links],
        recipient=[draft.company] if draft.company else [],
        date=written_date(today, draft.language),
        subject=draft.subject,
        salutation=draft.salutation or "",
        paragraphs=_paragraphs(draft.sentences),
        closing=draft.closing or "",
        language=draft.language,
        template=template or "letter",
        paper=paper or "a4",
    )


def _paragraphs(sentences: Sequence[ContentSentence]) -> list[LetterParagraph]:
    numbers = list(dict.fromkeys(sentence.paragraph for sentence in sentences))
    facts = {n: [i for s in sentences if s.paragraph == n for i in s.fact_ids] for n in numbers}
    return [
        LetterParagraph(text=text, fact_ids=list(dict.fromkeys(facts[number])))
        for number, text in zip(numbers, paragraphs_of(sentences), strict=True)
    ]
