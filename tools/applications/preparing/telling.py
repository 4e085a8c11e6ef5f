"""What the person says about an open part of a story: kept as a fact of their resume, and put where it was missing."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store import preparations as store
from store.actors import Actor
from store.errors import ConflictError, NotFoundError
from tools.applications.preparing import service
from tools.applications.preparing.schemas import PreparationView, PrepNotes, Story, StoryPart, TellStory
from tools.applications.preparing.service import view_of
from tools.context import utc_now
from tools.resumes import correcting
from tools.resumes.schemas import BulletDetail, Provenance
from tools.resumes.service import stored_facts

UNDO = "preparations.untell"
WORDS = {"job_prepared": "prepared for the job", "story_told": "told a part of a story for the job"}


async def tell(session: AsyncSession, actor: Actor, job_id: UUID, data: TellStory) -> PreparationView:
    """Keep the answer as a fact with the person as its source, below the entry that the story is of; undo takes both
    back.

    Raises NotFoundError for a story or a resume line that is not there, ConflictError `PART_TOLD` for a part that a
    fact tells already, AlreadyExistsError for words that stand in the resume.
    """
    row = await store.newest(session, actor, job_id, statuses=("ready",))
    if row is None or row.notes is None:
        raise NotFoundError("Nothing is prepared for this job yet.", code="NOT_PREPARED")
    notes = PrepNotes.model_validate(row.notes)
    story, part = _open_part(notes, data)
    if notes.resume_id is None:
        raise NotFoundError("It is not known which resume this story is of. Prepare the job anew.")
    facts = {fact.id: fact for fact in await stored_facts(session, actor, notes.resume_id)}
    about = facts.get(story.fact_id)
    if about is None:
        raise NotFoundError("The line that this story is about is not in the resume any more. Prepare the job anew.")
    source = Provenance(question=part.question or "", answer=data.text, answered_at=utc_now())
    fact = await correcting.add_fact(
        session, actor, notes.resume_id, text=data.text, detail=BulletDetail(), source="answered",
        parent_id=about.parent_id, provenance=source, with_another=True,
    )  # fmt: skip
    told = _with(notes, story, StoryPart(kind=data.part, text=fact.text, fact_id=fact.id))
    await store.set_values(session, actor, row.id, notes=told.model_dump(mode="json"))
    await events.record(
        session, actor, kind="story_told", subject="job", subject_id=job_id, data={"title": notes.title},
        inverse={
            "operation": UNDO, "id": str(row.id), "resume_id": str(notes.resume_id), "fact_id": str(fact.id),
            "story": story.id, "part": part.model_dump(mode="json"),
        },
    )  # fmt: skip
    await session.refresh(row)
    return await view_of(session, actor, row)


async def untell(session: AsyncSession, actor: Actor, inverse: dict[str, object]) -> None:
    """Take an answer back: out of the resume, and the question stands again where its preparation is still there."""
    await correcting.take_out(session, actor, UUID(str(inverse["resume_id"])), UUID(str(inverse["fact_id"])))
    row = await store.get(session, actor, UUID(str(inverse["id"])))
    notes = PrepNotes.model_validate(row.notes)
    story = next((item for item in notes.stories if item.id == inverse["story"]), None)
    if story is not None:
        told = _with(notes, story, StoryPart.model_validate(inverse["part"]))
        await store.set_values(session, actor, row.id, notes=told.model_dump(mode="json"))


async def unprepare(session: AsyncSession, actor: Actor, inverse: dict[str, object]) -> None:
    """Take a preparation away; the one before it counts again."""
    await store.remove(session, actor, UUID(str(inverse["id"])))


OPERATIONS = {service.UNDO: unprepare, UNDO: untell}


def _open_part(notes: PrepNotes, data: TellStory) -> tuple[Story, StoryPart]:
    wanted = f"S{data.story.lstrip('Ss')}"
    story = next((item for item in notes.stories if item.id == wanted), None)
    if story is None:
        known = ", ".join(item.id for item in notes.stories) or "none"
        raise NotFoundError(f"There is no story {wanted}. There are: {known}.")
    part = next(item for item in story.parts if item.kind == data.part)
    if part.text is not None:
        raise ConflictError(
            f"The {data.part} of {wanted} is told already: “{part.text}”. Correct that line of the resume instead.",
            code="PART_TOLD",
        )
    return story, part


def _with(notes: PrepNotes, story: Story, part: StoryPart) -> PrepNotes:
    """The notes with this part in that story."""
    parts = [part if item.kind == part.kind else item for item in story.parts]
    told = story.model_copy(update={"parts": parts})
    return notes.model_copy(update={"stories": [told if item.id == story.id else item for item in notes.stories]})
