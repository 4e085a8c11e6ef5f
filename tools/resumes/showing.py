"""Facts beside the words they were read from. Every function works in the caller's session and never commits."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import resumes as store
from store.actors import Actor
from store.errors import NotFoundError
from tools.resumes import service
from tools.resumes.fact_schemas import FactList, FactSourceText, ShowFacts, ShownFact
from tools.resumes.pairing import words_of
from tools.resumes.schemas import ResumeFact

AROUND = 80
SAID = {"added", "answered"}
TOLD = "You said this; it stands in no file."
ERASED = "The resume it was read from has been erased since."
CHANGED = "The resume it was read from has changed since; merge again to see its words."
# What people call the kinds of facts, by the beginnings of the words.
KINDS = {
    "skill": "skill", "fähigkeit": "skill", "kenntnis": "skill", "compéten": "skill", "competen": "skill",
    "habilidad": "skill", "position": "position", "job": "position", "employ": "position", "experience": "position",
    "stelle": "position", "poste": "position", "puesto": "position", "bullet": "bullet", "line": "bullet",
    "achievement": "bullet", "education": "education", "degree": "education", "stud": "education",
    "ausbildung": "education", "contact": "contact", "phone": "contact", "mail": "contact", "e-mail": "contact",
    "language": "language", "sprache": "language", "langue": "language", "idioma": "language",
    "project": "project", "projekt": "project", "projet": "project", "proyecto": "project", "link": "link",
    "certificat": "certificate", "zertifikat": "certificate", "award": "award", "publication": "publication",
    "summary": "summary", "profil": "summary",
}  # fmt: skip


def place_of(fact: ResumeFact, row: store.Resume) -> FactSourceText:
    """A fact's words in the text of the file it was read from, with what stands around them. Pure."""
    start, end = fact.span.start, fact.span.end
    sections = [each for each in row.sections if each["span"]["start"] <= start < each["span"]["end"]]
    return FactSourceText(
        resume_id=row.id, number=row.number, filename=row.filename,
        section=(sections[-1]["heading"] or None) if sections else None,
        before=_joined(row.text[max(0, start - AROUND) : start]), excerpt=_joined(row.text[start:end]),
        after=_joined(row.text[end : end + AROUND]),
    )  # fmt: skip


def _joined(text: str) -> str:
    return " ".join(text.split())


def kind_called(words: str) -> str | None:
    """The kind of fact that a person's word means ("skills", "Sprachen"), or None. Pure."""
    lowered = words.casefold().strip()
    return next((kind for start, kind in KINDS.items() if lowered.startswith(start) and " " not in lowered), None)


async def shown(
    session: AsyncSession, actor: Actor, row: store.Resume, facts: Sequence[ResumeFact]
) -> list[ShownFact]:  # fmt: skip
    """These facts of a resume, each with the words it was read from."""
    by_id = {fact.id: fact for fact in facts}
    files: dict[UUID, store.Resume | None] = {row.id: row}
    for source in {fact.source_resume_id for fact in facts if fact.source_resume_id} - {row.id}:
        files[source] = await _file(session, actor, source)
    return [_shown(fact, by_id, files.get(fact.source_resume_id or row.id)) for fact in facts]


async def _file(session: AsyncSession, actor: Actor, resume_id: UUID) -> store.Resume | None:
    try:
        return await store.get(session, actor, resume_id)
    except NotFoundError:
        return None


def _shown(fact: ResumeFact, by_id: Mapping[UUID, ResumeFact], file: store.Resume | None) -> ShownFact:
    under = by_id[fact.parent_id].text if fact.parent_id and fact.parent_id in by_id else None
    if fact.source in SAID:
        return ShownFact(fact=fact, under=under, note=TOLD)
    if file is None:
        return ShownFact(fact=fact, under=under, note=ERASED)
    place, read = place_of(fact, file), fact.original.text if fact.original else fact.text
    if words_of(place.excerpt) != words_of(read):
        return ShownFact(fact=fact, under=under, note=CHANGED)
    return ShownFact(fact=fact, under=under, source_text=place)


async def get_fact(session: AsyncSession, actor: Actor, resume_id: UUID, fact_id: UUID) -> ShownFact:
    """One fact with the words it was read from, else NotFoundError."""
    row = await store.get(session, actor, resume_id)
    facts = await service.stored_facts(session, actor, resume_id)
    found = next((fact for fact in await shown(session, actor, row, facts) if fact.fact.id == fact_id), None)
    if found is None:
        raise NotFoundError("There is no such fact in this resume.")
    return found


async def show_facts(session: AsyncSession, actor: Actor, data: ShowFacts) -> FactList:
    """The facts of a resume that a person asks about, each with the words it was read from."""
    row = await service.found(session, actor, data.resume)
    facts = await service.stored_facts(session, actor, row.id)
    kind = kind_called(data.about) if data.about else None
    found = [
        each for each in await shown(session, actor, row, facts)
        if not data.about or each.fact.detail.kind == kind or (kind is None and _speaks_of(each, data.about))
    ]  # fmt: skip
    return FactList(number=row.number, filename=row.filename, about=data.about, facts=found)


def _speaks_of(each: ShownFact, about: str) -> bool:
    wanted = words_of(about)
    return wanted in words_of(f"{each.fact.text} {each.under or ''} {' '.join(_values(each.fact))}")


def _values(fact: ResumeFact) -> list[str]:
    return [str(value) for name, value in fact.detail.model_dump().items() if name != "kind" and value]
