"""Changing a tailored resume line by line, its versions, and where they went, over REST."""

from collections.abc import Awaitable
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic import Field

from api.deps import ActorDep, ContextDep, SessionDep, make_router
from api.files import file_response
from store import tailoring as tailored
from store.database import transaction
from store.errors import ConflictError, ValidationError
from tools.context import Context
from tools.strict import StrictInput
from tools.tailoring.revision import editing_schemas as asked
from tools.tailoring.revision import revising, steps, uses, versions
from tools.tailoring.revision.editing_schemas import Direction, LineCost, PreparedRevision, Revision, Wish
from tools.tailoring.revision.version_schemas import (
    DocumentComparison,
    DocumentUse,
    DocumentUses,
    NewUse,
    RestoredVersion,
    TailoredVersionDetail,
    TailoredVersionList,
)
from tools.tailoring.revision.wishes_said import is_empty, wish_of
from tools.text import ShortText, Text

router = make_router("tailoring", prefix="/tailoring-sessions")
LinePath = Annotated[str, Path(pattern=r"^L\d{1,5}$", description="The line's id, as in the document: L7")]
VersionPath = Annotated[int, Path(ge=1, le=1_000_000, description="The version's number")]
SeenQuery = Annotated[
    int | None,
    Query(
        alias="version",
        ge=1,
        le=1_000_000,
        description="The version that was looked at; 409 when another has come since",
    ),
]


class LeftOutFact(StrictInput):
    """A left-out fact that is wanted back."""

    fact: ShortText = Field(description="The left-out fact's id, its line id (L12), or words of it")


class OwnWords(StrictInput):
    """A line as the person words it."""

    text: Annotated[Text, Field(max_length=1000)]


class Move(StrictInput):
    """Where a line goes among its neighbours."""

    direction: Direction


class Sections(StrictInput):
    """Sections in the order wanted; one alone goes on top."""

    sections: Annotated[list[ShortText], Field(min_length=1, max_length=10)]


class SteeringMessage(Wish):
    """How the resume should be different: field by field, or in words."""

    message: Annotated[Text, Field(max_length=2000)] | None = Field(
        default=None, description="In words: “less management, more data”, “two pages”, “drop the hobby section”"
    )


async def _kept(context: Context, seen: int | None, working: Awaitable[PreparedRevision]) -> Revision:
    """Work a change out, hold it against the version that was looked at, and save it."""
    prepared = await working
    if seen is not None and prepared.after != seen:
        raise ConflictError(
            f"Tailored resume {prepared.number} was changed meanwhile: it is at version {prepared.after} now, and you "
            f"looked at version {seen}. Look at it again, then say what to change.",
            code="CHANGED_MEANWHILE", details={"version": prepared.after, "expected": seen},
        )  # fmt: skip
    async with transaction(context.sessions) as session:
        return await revising.keep(session, context.actor, prepared)


async def _own(context: Context, session_id: UUID) -> str:
    """The id as a reference, once it is known to be the person's own; else NotFoundError."""
    async with context.sessions() as session:
        await tailored.get(session, context.actor, session_id)
    return str(session_id)


@router.post("/{session_id}/lines/{line_id}/reject", summary="Reject a line")
async def reject_line(context: ContextDep, session_id: UUID, line_id: LinePath, version: SeenQuery = None) -> Revision:
    """A reworded line goes back to the resume's own words; one in own words is taken out. Makes a new version."""
    data = asked.RejectLine(tailored=await _own(context, session_id), line=line_id)
    return await _kept(context, version, steps.rejected(context, data))


@router.post("/{session_id}/lines/{line_id}/accept", summary="Accept a line")
async def accept_line(context: ContextDep, session_id: UUID, line_id: LinePath, version: SeenQuery = None) -> Revision:
    """It stays as it reads, whatever is changed later. Makes a new version."""
    data = asked.AcceptLine(tailored=await _own(context, session_id), line=line_id)
    return await _kept(context, version, steps.accepted(context, data))


@router.post("/{session_id}/lines/{line_id}/move", summary="Move a line")
async def move_line(
    context: ContextDep, session_id: UUID, line_id: LinePath, data: Move, version: SeenQuery = None
) -> Revision:
    """Up or down among its neighbours: the bullets of a position, the entries of a section. Makes a new version."""
    wanted = asked.MoveLine(tailored=await _own(context, session_id), line=line_id, direction=data.direction)
    return await _kept(context, version, steps.moved(context, wanted))


@router.patch("/{session_id}/lines/{line_id}", summary="Put a line in your own words")
async def edit_line(
    context: ContextDep, session_id: UUID, line_id: LinePath, data: OwnWords, version: SeenQuery = None
) -> Revision:
    """Proved by the resume where it holds them; else your words become a fact of the resume with you as its source."""
    wanted = asked.EditLine(tailored=await _own(context, session_id), line=line_id, text=data.text)
    return await _kept(context, version, steps.worded(context, wanted))


@router.post("/{session_id}/lines", summary="Put a left-out fact back")
async def add_line(context: ContextDep, session_id: UUID, data: LeftOutFact, version: SeenQuery = None) -> Revision:
    """Where the resume has it; what has to go for it is told. Makes a new version."""
    wanted = asked.AddLine(tailored=await _own(context, session_id), fact=data.fact)
    return await _kept(context, version, steps.put_back(context, wanted))


@router.post("/{session_id}/sections", summary="Put the sections in another order")
async def order_sections(context: ContextDep, session_id: UUID, data: Sections, version: SeenQuery = None) -> Revision:
    """Several change places among each other; one alone goes on top. Makes a new version."""
    wanted = asked.OrderSections(tailored=await _own(context, session_id), sections=data.sections)
    return await _kept(context, version, steps.ordered(context, wanted))


@router.post("/{session_id}/steer", summary="Say how the resume should be different")
async def steer(context: ContextDep, session_id: UUID, data: SteeringMessage, version: SeenQuery = None) -> Revision:
    """Shorter, longer, more of this and less of that, pages, template, paper; field by field or in words."""
    given = data.model_dump(exclude={"message"}, exclude_defaults=True)
    told = wish_of(data.message).model_dump(exclude_defaults=True) if data.message else {}
    wish = asked.SteerTailoring(**{**told, **given, "tailored": await _own(context, session_id)})
    if data.message and is_empty(wish):
        raise ValidationError(
            f"I do not know what to change for “{data.message[:200]}”. Say for example “shorter”, “two pages”, "
            "“less management, more data”, “drop the hobby section” or “use the modern template”.",
            code="NOT_UNDERSTOOD",
        )
    return await _kept(context, version, steps.steering(context, wish))


@router.get("/{session_id}/lines/{line_id}/cost", summary="What a line costs")
async def line_cost(context: ContextDep, session_id: UUID, line_id: LinePath) -> LineCost:
    """What taking it out would free, what nothing would answer then, what could come in. Changes nothing."""
    data = asked.ShowLineCost(tailored=await _own(context, session_id), line=line_id)
    return await steps.cost(context, data)


@router.get("/{session_id}/facts/{fact_id}/cost", summary="What putting a fact back costs")
async def fact_cost(context: ContextDep, session_id: UUID, fact_id: UUID) -> LineCost:
    """What a left-out fact would newly answer, the room it takes, which lines would have to go. Changes nothing."""
    data = asked.ShowLineCost(tailored=await _own(context, session_id), line=str(fact_id))
    return await steps.cost(context, data)


@router.get("/{session_id}/versions", summary="The versions of a tailored resume")
async def list_versions(session: SessionDep, actor: ActorDep, session_id: UUID) -> TailoredVersionList:
    """The newest first, each with what made it."""
    return await versions.list_versions(session, actor, session_id)


@router.get("/{session_id}/versions/{version}", summary="One version of a tailored resume")
async def get_version(
    session: SessionDep, actor: ActorDep, session_id: UUID, version: VersionPath
) -> TailoredVersionDetail:
    """Its document, and what checking its PDF has shown."""
    return await versions.get_version(session, actor, session_id, version)


@router.get(
    "/{session_id}/versions/{version}/pdf", summary="One version as PDF", response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)  # fmt: skip
async def get_version_pdf(
    session: SessionDep, actor: ActorDep, session_id: UUID, version: VersionPath, download: bool = False
) -> Response:
    """Inline, or as a download."""
    row = await tailored.get(session, actor, session_id)
    pdf = await versions.version_pdf(session, actor, session_id, version)
    return file_response(pdf, "application/pdf", f"resume-{row.number}-version-{version}.pdf", download=download)


@router.post("/{session_id}/versions/{version}/restore", summary="Go back to a version")
async def restore_version(
    session: SessionDep, actor: ActorDep, session_id: UUID, version: VersionPath
) -> RestoredVersion:
    """As a version of its own, so that nothing is lost; undo takes it back."""
    return await versions.restore(session, actor, session_id, version)


@router.get("/{session_id}/compare", summary="Compare versions or tailored resumes")
async def compare(
    session: SessionDep,
    actor: ActorDep,
    session_id: UUID,
    before: Annotated[int | None, Query(alias="from", ge=1, le=1_000_000, description="The version before")] = None,
    after: Annotated[int | None, Query(alias="to", ge=1, le=1_000_000, description="The version after")] = None,
    other: Annotated[UUID | None, Query(alias="with", description="Another tailoring session to compare with")] = None,
) -> DocumentComparison:
    """Lines only in one, reworded or moved, what each answers, their pages; by default the newest two versions."""
    if other is None:
        return await versions.compare_versions(session, actor, session_id, before, after)
    return await versions.compare(session, actor, (session_id, before), (other, after))


@router.post("/{session_id}/uses", status_code=201, summary="Write down where a version went")
async def add_use(session: SessionDep, actor: ActorDep, session_id: UUID, data: NewUse) -> DocumentUse:
    """Which version was sent for which job; by default the newest, for the job it was made for."""
    return await uses.add_use(session, actor, session_id, data)


@router.get("/{session_id}/uses", summary="Where the versions went")
async def list_uses(session: SessionDep, actor: ActorDep, session_id: UUID) -> DocumentUses:
    """The newest first."""
    return await uses.uses_of(session, actor, session_id)
