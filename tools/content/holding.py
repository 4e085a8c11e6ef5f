"""What a letter says of facts that are lists: positions without lines, skills, languages, studies, certificates."""

from collections.abc import Sequence
from uuid import UUID

from tools.content.choosing import Material, speaks_of
from tools.content.phrases import listed, phrases
from tools.content.schemas import ContentSentence
from tools.resumes.schemas import (
    CertificateDetail,
    EducationDetail,
    LanguageDetail,
    PositionDetail,
    ResumeFact,
    SkillDetail,
)
from tools.tailoring.choice.lines import Line, newest_first
from tools.tailoring.choice.relevance import skills_in
from tools.tailoring.wording import RIGHT

_MOST_SKILLS = {True: 4, False: 6}


def held_sentence(material: Material) -> ContentSentence | None:
    """The newest position, where a resume has no lines that say what was done there."""
    heads = newest_first([line for line in material.lines if isinstance(line.detail, PositionDetail)])
    words = phrases("phrases", material.language)
    for line in heads:
        detail = line.detail
        if isinstance(detail, PositionDetail) and detail.title and detail.employer:
            frame = words["holds" if detail.current else "held"]
            text = frame.format(title=detail.title, employer=detail.employer)
            if material.proves(text, line.fact_ids):
                return ContentSentence(text=text, kind="claim", fact_ids=list(line.fact_ids))
    return None


def further_sentences(material: Material, said: Sequence[Line], *, brief: bool) -> list[ContentSentence]:
    """Skills, languages, studies and certificates that the job asks for and no sentence has named yet."""
    asked = [
        _skills(material, said, brief=brief),
        _languages(material),
        _listed(material, EducationDetail, "education"),
    ]
    if not brief:
        asked.append(_listed(material, CertificateDetail, "certificates"))
    return [sentence for sentence in asked if sentence is not None]


def _skills(material: Material, said: Sequence[Line], *, brief: bool) -> ContentSentence | None:
    named = {skill.casefold() for line in said for skill in line.skills}
    wanted = {skill.casefold() for need in material.needs for skill in need.skills}
    wanted |= {wish.casefold() for wish in material.wishes.emphasise}
    avoided = {wish.casefold() for wish in material.wishes.avoid}
    chosen: dict[str, ResumeFact] = {}
    for fact in material.facts:
        if isinstance(fact.detail, SkillDetail):
            name = fact.detail.name
            names = {known.casefold() for known in (name, fact.detail.canonical or name, *skills_in(name))}
            asked = names & wanted or _is_asked(material, name)
            if asked and not names & (named | avoided) and len(name.split()) <= 4:
                chosen.setdefault(max(names), fact)
    facts = list(chosen.values())[: _MOST_SKILLS[brief]]
    items = [fact.detail.name for fact in facts if isinstance(fact.detail, SkillDetail)]
    covers = [need.text for need in material.needs if {skill.casefold() for skill in need.skills} & set(chosen)]
    return _sentence(material, "more_skills" if named else "skills", items, [fact.id for fact in facts], covers)


def _is_asked(material: Material, name: str) -> bool:
    return any(speaks_of(need.text, need.skills, name) for need in material.needs)


def _languages(material: Material) -> ContentSentence | None:
    """The languages that the posting asks for; a level stands as the resume has it."""
    wanted = {skill.casefold() for need in material.needs for skill in need.skills}
    facts = [
        fact
        for fact in material.facts
        if isinstance(fact.detail, LanguageDetail)
        and ({skill.casefold() for skill in skills_in(fact.text)} & wanted or _is_asked(material, fact.detail.name))
    ]
    ids = [fact.id for fact in facts]
    for with_level in (True, False):
        items = [_language(fact, material.language, with_level) for fact in facts]
        sentence = _sentence(material, "languages", items, ids, [])
        if sentence is not None:
            return sentence
    return None


def _language(fact: ResumeFact, language: str, with_level: bool) -> str:
    """A language's name as it stands within a sentence, with its level, said once where a table repeats it."""
    assert isinstance(fact.detail, LanguageDetail)
    name, level = fact.detail.name, " ".join(dict.fromkeys((fact.detail.level or "").split()))
    name = f"{name[:1].lower()}{name[1:]}" if language in {"fr", "es", "pt"} else name
    return f"{name} ({level})" if level and with_level else name


def _listed(
    material: Material, kind: type[EducationDetail] | type[CertificateDetail], frame: str
) -> ContentSentence | None:
    """One study, or up to two certificates, that answer a requirement."""
    lines = [
        (line, material.covers(index))
        for index, line in enumerate(material.lines)
        if isinstance(line.detail, kind) and material.scored.covers[index].any()
    ]
    lines = lines[: 1 if kind is EducationDetail else 2]
    words = phrases("phrases", material.language)
    items = [line.text.split(RIGHT)[0] for line, _ in lines]
    joined = listed(items, words["and"])
    if not items or "http" in joined or len(joined.split()) > 40:
        return None
    covers = list(dict.fromkeys(need for _, needs in lines for need in needs))
    return _sentence(material, frame, items, [fact_id for line, _ in lines for fact_id in line.fact_ids], covers)


def _sentence(
    material: Material, frame: str, items: Sequence[str], fact_ids: Sequence[UUID], covers: Sequence[str]
) -> ContentSentence | None:
    """The list as a sentence, or None where there is nothing to list or the facts do not hold it."""
    if not items:
        return None
    words = phrases("phrases", material.language)
    one = frame.removesuffix("s")
    frame = one if len(items) == 1 and one in words else frame
    text = words[frame].format(items=listed(list(dict.fromkeys(items)), words["and"]))
    if not material.proves(text, fact_ids):
        return None
    return ContentSentence(text=text, kind="claim", fact_ids=list(fact_ids), covers=list(covers))
