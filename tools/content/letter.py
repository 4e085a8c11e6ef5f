"""A cover letter out of the person's own sentences, as the posting and the facts hold them. Pure; no model."""

from collections.abc import Sequence
from itertools import groupby

from tools.content.choosing import Material, Said, choose_said
from tools.content.first_person import speak
from tools.content.first_person.place import wants_an_article
from tools.content.holding import further_sentences, held_sentence
from tools.content.phrases import as_signed, listed, phrases, short_company, short_title, toned
from tools.content.schemas import ContentSentence, Draft, Length, Tone
from tools.content.wording import assembled, word_count
from tools.jobs.matching.requirements import is_tool
from tools.resumes.schemas import ContactDetail, PositionDetail
from tools.skills import find_skills
from tools.tailoring.choice.lines import newest_first

MOST_WORDS: dict[Length, int] = {"short": 150, "medium": 280, "long": 450}
_MOST_LINES: dict[Length, int] = {"short": 3, "medium": 6, "long": 10}
_MOST_NAMED = 3


def write_letter(material: Material, tone: Tone, length: Length, recipient: str | None = None) -> Draft:
    """The whole letter: what is applied for, what the facts show of what is asked, how to reach the person.

    It keeps within `MOST_WORDS`; what the facts do not show is left out, never written.
    """
    body = body_sentences(material, tone, length)
    return letter_around(material, body, tone, length, recipient)


def letter_around(
    material: Material, body: Sequence[ContentSentence], tone: Tone, length: Length, recipient: str | None
) -> Draft:
    """A letter whose body is given: opening, feeling, farewell and contact are put around it, cut to its length."""
    words = phrases("phrases", material.language)
    opening, ending = opening_sentences(material, tone), closing_sentences(material, tone)
    room = MOST_WORDS[length] - word_count([*opening, *ending])
    around = {sentence.text for sentence in [*opening, *ending]}
    own = [sentence for sentence in body if sentence.text not in around]
    kept = _numbered([opening, *_paragraphs(_cut(own, room)), ending])
    contacts = [fact.detail for fact in material.facts if isinstance(fact.detail, ContactDetail)]
    name = next((as_signed(detail.value) for detail in contacts if detail.field == "name"), None)
    named = {"recipient": recipient or ""}
    closing = toned(words["addressed_closing"], tone) if recipient and tone == "formal" else ""
    title = short_title(material.job.title)
    draft = Draft(
        kind="cover_letter",
        title=" – ".join(part for part in (title, short_company(material.job.company)) if part),
        subject=words["subject"].format(title=title),
        salutation=toned(words["addressed" if recipient else "salutation"], tone).format(**named),
        sentences=kept,
        closing=(closing or toned(words["closing"], tone)).format(**named),
        signature=name,
        text="",
        language=material.language,
        tone=tone,
        length=length,
        job_title=title,
        company=short_company(material.job.company) or None,
    )
    return draft.model_copy(update={"text": assembled(draft)})


def body_sentences(material: Material, tone: Tone, length: Length) -> list[ContentSentence]:
    """What the letter says of the person, paragraph by paragraph; `paragraph` counts them from 0."""
    said = choose_said(material, _MOST_LINES[length])
    groups = _groups(material, said)
    paragraphs = [_spoken(material, group) for group in groups]
    if not paragraphs and (held := held_sentence(material)) is not None:
        paragraphs = [[held]]
    if length != "short" and tone != "concise" and paragraphs and groups:
        paragraphs[0] = [*lead_sentences(material, groups[0]), *paragraphs[0]]
    further = further_sentences(material, [item.line for item in said], brief=length == "short")
    return [s.model_copy(update={"paragraph": n}) for n, p in enumerate([*paragraphs, further]) for s in p]


def opening_sentences(material: Material, tone: Tone) -> list[ContentSentence]:
    """What is applied for, in the posting's own words, and a feeling where the tone has one."""
    words, job = phrases("phrases", material.language), material.job
    title, company = short_title(job.title), short_company(job.company)
    at = words["beside" if wants_an_article(company) else "at"].format(company=company) if company else ""
    text = toned(words["opening"], tone).format(title=title, at=at)
    quotes = [part for part in (" ".join(job.title.split()), company) if part]
    opening = [ContentSentence(text=text, kind="application", quotes=quotes)]
    feeling = words["feeling"].get(tone)
    return [*opening, ContentSentence(text=feeling, kind="feeling")] if feeling else opening


def closing_sentences(material: Material, tone: Tone) -> list[ContentSentence]:
    """The wish to talk, and how to reach the person, as the resume says it."""
    words = phrases("phrases", material.language)
    final = ContentSentence(text=toned(words["final"], tone), kind="connective")
    ways = {f.detail.field: f for f in material.facts if isinstance(f.detail, ContactDetail)}
    found = [ways[name] for name in ("email", "phone") if name in ways]
    if not found:
        return [final]
    values = [" ".join(fact.detail.value.split()) for fact in found if isinstance(fact.detail, ContactDetail)]
    text = words["reach"].format(ways=listed(values, words["or"]))
    return [final, ContentSentence(text=text, kind="contact", fact_ids=[fact.id for fact in found])]


def lead_sentences(material: Material, group: Sequence[Said]) -> list[ContentSentence]:
    """What the posting asks for and the paragraph speaks of, in the posting's own words."""
    shown = {skill for item in group for skill in item.line.skills}
    asked = {skill for need in material.needs for skill in need.skills}
    quotes: dict[str, str] = {}
    for span in find_skills(material.job.text):
        if span.name in shown & asked and is_tool(span.name):
            quotes.setdefault(span.name, material.job.text[span.start : span.end])
    named = list(dict.fromkeys(quotes.values()))[:_MOST_NAMED]
    if not named:
        return []
    words = phrases("phrases", material.language)
    text = words["leads" if len(named) > 1 else "lead"].format(skills=listed(named, words["and"]))
    return [ContentSentence(text=text, kind="posting", quotes=named)]


def _groups(material: Material, said: Sequence[Said]) -> list[list[Said]]:
    """The lines by where they were done, what was wished for first, then the newest; lone ones share a paragraph."""
    heads = [line for line in material.lines if isinstance(line.detail, PositionDetail)]
    ranks = {line.fact_ids[0]: rank for rank, line in enumerate(newest_first(heads))}
    by_place: dict[object, list[Said]] = {}
    for item in said:
        by_place.setdefault(item.line.parent_id, []).append(item)
    ordered = sorted(
        by_place.values(),
        key=lambda group: (
            not any(item.wished for item in group),
            ranks.get(group[0].line.parent_id, len(ranks)) if group[0].line.parent_id else len(ranks),
        ),
    )
    merged: list[list[Said]] = []
    for group in ordered:
        if merged and len(group) == 1 and len(merged[-1]) < 3:
            merged[-1] += group
        else:
            merged.append(list(group))
    return merged


def _spoken(material: Material, group: Sequence[Said]) -> list[ContentSentence]:
    """The lines of a paragraph as sentences; each place is named once, and each sentence is proved as it stands."""
    sentences = []
    for _, items in groupby(group, key=lambda item: item.line.parent_id):
        nth = 0
        for item in items:
            text = _proved(material, item, nth)
            if text is not None:
                sentences.append(
                    ContentSentence(text=text, kind="claim", fact_ids=list(item.line.fact_ids), covers=item.covers)
                )
                nth += 1
    return sentences


def _proved(material: Material, item: Said, nth: int) -> str | None:
    for number in dict.fromkeys((nth, min(nth, 1))):
        text = speak(item.line.text, item.place, material.language, number)
        if text is not None and material.proves(text, item.line.fact_ids):
            return text
    return None


def _cut(body: Sequence[ContentSentence], room: int) -> list[ContentSentence]:
    """The body within so many words: whole sentences go from the end, but for one of each kind that stays."""
    kept = list(body)
    while word_count(kept) > room and len(kept) > 1:
        claims = [s for s in kept if s.kind in {"claim", "posting"}]
        kept.remove(claims[-1] if len(claims) > 1 else kept[-1])
    if not any(sentence.kind == "claim" for sentence in kept):
        return [sentence for sentence in kept if sentence.kind != "posting"]
    return kept


def _paragraphs(body: Sequence[ContentSentence]) -> list[list[ContentSentence]]:
    return [list(group) for _, group in groupby(body, key=lambda sentence: sentence.paragraph)]


def _numbered(paragraphs: Sequence[Sequence[ContentSentence]]) -> list[ContentSentence]:
    full = [paragraph for paragraph in paragraphs if paragraph]
    return [s.model_copy(update={"paragraph": number}) for number, p in enumerate(full) for s in p]
