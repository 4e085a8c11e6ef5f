"""Corrections on a real store: they change the facts, outlive a reading anew, and can be taken back."""

from uuid import UUID

import pytest

from store import resumes as store
from store.database import transaction
from store.errors import AlreadyExistsError, NotFoundError, ValidationError
from tests.api.people import RESUME
from tools.context import Context
from tools.general import service as general
from tools.resumes import correcting, primary, service
from tools.resumes.schemas import (
    BulletDetail,
    FactChanges,
    NoArguments,
    Resume,
    ResumeFact,
    ResumeUpload,
    SkillDetail,
)


async def _saved(context: Context, text: str = RESUME, name: str = "cv.txt") -> Resume:
    prepared = await service.gather_upload(context, ResumeUpload(filename=name, content=text.encode()))
    async with transaction(context.sessions) as session:
        return await primary.save_resume(session, context.actor, prepared)


async def _now(context: Context, resume: Resume) -> Resume:
    async with context.sessions() as session:
        return await service.get(session, context.actor, resume.id)


def _only(resume: Resume, kind: str, words: str = "") -> ResumeFact:
    (found,) = [fact for fact in resume.facts if fact.detail.kind == kind and words in fact.text]
    return found


async def _undo(context: Context) -> None:
    async with transaction(context.sessions) as session:
        await general.undo_last_change(session, context.actor, NoArguments())


def _outline(resume: Resume) -> list[tuple[UUID, str, UUID | None]]:
    return [(fact.id, fact.text, fact.parent_id) for fact in resume.facts]


async def test_an_added_fact_stands_below_its_entry_and_undo_takes_it_back(context: Context) -> None:
    resume = await _saved(context)
    position = _only(resume, "position")
    async with transaction(context.sessions) as session:
        fact = await correcting.add_fact(
            session, context.actor, resume.id, text="Led the migration to  Kubernetes", detail=BulletDetail(),
            parent_id=position.id,
        )  # fmt: skip
    now = await _now(context, resume)
    assert (fact.text, fact.source, fact.parent_id) == ("Led the migration to Kubernetes", "added", position.id)
    assert (fact.span.start, fact.span.end) == (0, len(fact.text))
    bullets = [other for other in now.facts if other.parent_id == position.id]
    assert bullets[-1].id == fact.id
    assert [other.position for other in now.facts] == list(range(len(resume.facts) + 1))
    async with context.sessions() as session:
        with pytest.raises(AlreadyExistsError):
            await correcting.add_fact(
                session, context.actor, resume.id, text=fact.text, detail=BulletDetail(), parent_id=position.id
            )
        with pytest.raises(NotFoundError):
            await correcting.add_fact(
                session, context.actor, resume.id, text="x", detail=BulletDetail(), parent_id=resume.id
            )
    await _undo(context)
    assert _outline(await _now(context, resume)) == _outline(resume)
