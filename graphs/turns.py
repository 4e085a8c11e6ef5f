"""A conversation's turns: begin, stream, answer a question, cancel, take up again after a kill."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import structlog

from graphs.answering import Answer, Work, work_of
from graphs.approvals import spoken_answer, spoken_decision
from graphs.events import Emitter, control_channel, conversation_channel
from graphs.execution import Stopped, TakenOver, tell_to_stop, watched
from store import conversations, resumes, runs
from store import turns as statements
from store.database import transaction
from store.errors import AppError, ConflictError, UpstreamError
from tools.context import Actor, Services

log = structlog.get_logger(__name__)
TITLE_LENGTH = 60
CANCELLED = "*(cancelled)*"
UNEXPECTED = "An unexpected error ended this turn. Your message is kept."


ToolUse = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that has been written down: what the person said is safe from here on."""

    run_id: UUID
    conversation_id: UUID
    message_id: UUID
    content: str
    attachments: list[dict[str, Any]]
    created: bool
    title: str
    area: str | None


async def begin(
    services: Services, actor: Actor, content: str, *, conversation_id: UUID | None = None, area: str | None = None,
    attachments: list[UUID] | None = None,
) -> Turn:  # fmt: skip
    """Write down what the person said, and the run that will answer it, before anything else happens.

    Raises NotFoundError for another's conversation or attachment, ConflictError `BUSY` while a turn is running.
    """
    announced = await _announced(services, actor, attachments or [])
    title = content.splitlines()[0][:TITLE_LENGTH] if content else announced[0]["name"]
    run_id, home, message_id, title, area = await statements.begin(
        services.sessions, actor, conversation_id=conversation_id, title=title, area=area, content=content,
        attachments=announced,
    )  # fmt: skip
    return Turn(run_id, home, message_id, content, announced, conversation_id is None, title, area)


async def _announced(services: Services, actor: Actor, resume_ids: list[UUID]) -> list[dict[str, Any]]:
    if not resume_ids:
        return []
    async with services.sessions() as session:
        rows = [await resumes.get(session, actor, resume_id) for resume_id in resume_ids]
    return [{"id": str(row.id), "kind": "resume", "name": row.filename, "number": row.number} for row in rows]


async def run(services: Services, actor: Actor, turn: Turn, *, by_tool: ToolUse | None = None) -> None:
    """Answer a turn that has begun, telling every listener of its conversation.

    `by_tool` is the tool, with its arguments, whose own words answer it where nothing else can be meant.
    """
    emitter = _emitter(services, turn.conversation_id, turn.run_id)
    await services.cache.clear_backlog(conversation_channel(turn.conversation_id))
    if turn.created:
        await emitter.emit("conversation_created", title=turn.title)
    await emitter.emit("user_prompt", message_id=turn.message_id, content=turn.content, attachments=turn.attachments)
    work = Work(turn.run_id, turn.conversation_id, turn.area)
    await _watch_over(services, actor, work, emitter, by_tool)


def _emitter(services: Services, conversation_id: UUID, run_id: UUID) -> Emitter:
    common = {"run_id": str(run_id), "conversation_id": str(conversation_id)}
    return Emitter(services.cache, conversation_channel(conversation_id), common)


async def take_up(services: Services, actor: Actor, run_id: UUID) -> None:
    """Answer a turn whose process was killed, from its beginning; writes already made are not made again."""
    async with services.sessions() as session:
        work = work_of(await runs.get(session, actor, run_id))
        said = [
            row for row in await conversations.messages(session, actor, work.conversation_id) if row.run_id == run_id
        ]
    emitter = _emitter(services, work.conversation_id, run_id)
    await services.cache.clear_backlog(conversation_channel(work.conversation_id))
    for row in said:
        await emitter.emit("user_prompt", message_id=row.id, content=row.content, attachments=row.attachments)
    await _watch_over(services, actor, work, emitter)


async def pending(services: Services, actor: Actor, conversation_id: UUID) -> tuple[runs.Run, dict[str, Any]] | None:
    """The turn that waits for the person, and what it asks."""
    async with services.sessions() as session:
        for row in await runs.latest_turns(session, actor, conversation_id):
            if row.status == "waiting" and row.output is not None:
                return row, row.output
    return None


async def decide(
    services: Services, actor: Actor, conversation_id: UUID, decision: Any, *, said: str | None = None
) -> None:
    """Go on with the turn that waits, with the person's decision, to its end. Raises as `accept` does."""
    await go_on(services, actor, await accept(services, actor, conversation_id, decision, said=said))


async def accept(
    services: Services, actor: Actor, conversation_id: UUID, decision: Any, *, said: str | None = None
) -> Work:
    """Write down the decision on what waits, and the words it was given in, when it was typed.

    Raises ConflictError: `NOTHING_PENDING`, or `BUSY` with another turn.
    """
    waiting = await pending(services, actor, conversation_id)
    if waiting is None:
        raise ConflictError("Nothing is waiting for a decision here.", code="NOTHING_PENDING")
    row, asks = waiting
    decisions = [*row.input.get("decisions", []), {"call_id": asks.get("call_id"), "decision": decision}]
    async with transaction(services.sessions) as session:
        if not await runs.go_on(session, actor, row.id, data={**row.input, "decisions": decisions}):
            raise ConflictError("Nothing is waiting for a decision here.", code="NOTHING_PENDING")
        if said is not None:
            message = await conversations.add_message(
                session, actor, conversation_id, role="user", content=said, run_id=row.id
            )
    if said is not None:
        emitter = _emitter(services, conversation_id, row.id)
        await emitter.emit("user_prompt", message_id=message.id, content=said, attachments=[])
    # A stop that came too late for the question is not meant for what follows.
    await services.cache.drop(control_channel(row.id))
    return replace(work_of(row), decisions=tuple(decisions))


async def go_on(services: Services, actor: Actor, work: Work) -> None:
    """Answer a turn whose decision has been written down."""
    await _watch_over(services, actor, work, _emitter(services, work.conversation_id, work.run_id))


async def decision_in(services: Services, actor: Actor, conversation_id: UUID, text: str) -> dict[str, Any] | None:
    """The decision that a typed message is: a plain yes or no to an approval, the answer to a question.

    Once something else has been talked about, an “ok” may be meant for that: an older approval keeps waiting for an
    answer of its own, an older question for one that names what was asked. A request of its own answers nothing.
    """
    async with services.sessions() as session:
        latest = await runs.latest_turns(session, actor, conversation_id)
    row = next((row for row in latest if row.status == "waiting" and row.output is not None), None)
    if row is None or row.output is None:
        return None
    right_after = row is max(latest, key=lambda turn: turn.heartbeat_at)
    if row.output["kind"] == "question":
        return spoken_answer(text, row.output, right_after=right_after)
    return spoken_decision(text) if right_after else None


async def cancel(services: Services, actor: Actor, conversation_id: UUID) -> bool:
    """Stop the conversation's running turn, in whichever process it runs, or give up the one that waits.

    Says whether there was one.
    """
    async with services.sessions() as session:
        latest = await runs.latest_turns(session, actor, conversation_id)
    alive = [row for row in latest if row.status in runs.ALIVE]
    for row in alive:
        await tell_to_stop(services, row.id)
    waiting = [row for row in latest if row.status == "waiting"]
    return bool(alive) or (bool(waiting) and await _give_up(services, actor, waiting[0]))


async def _give_up(services: Services, actor: Actor, row: runs.Run) -> bool:
    """End a turn that waits without doing what it asked about."""
    async with transaction(services.sessions) as session:
        if not await runs.go_on(session, actor, row.id, data=row.input):
            return False
    work = work_of(row)
    answer = Answer(services, actor, work, _emitter(services, work.conversation_id, row.id))
    await answer.recall()
    await answer.stop_pipelines()
    await answer.close("cancelled", CANCELLED)
    return True


async def _watch_over(
    services: Services, actor: Actor, work: Work, emitter: Emitter, by_tool: ToolUse | None = None
) -> None:
    """Run the graph with a heartbeat and write down how it ended, whatever happens."""
    answer = Answer(services, actor, work, emitter)
    try:
        doing = answer.stream() if by_tool is None else answer.by_tool(*by_tool)
        await watched(services, work.run_id, work.attempts, doing)
    except Stopped:
        await answer.stop_pipelines()
        await answer.close("cancelled", f"{emitter.said}\n\n{CANCELLED}".strip())
    except TakenOver:
        log.info("a turn was taken over by another process, or deleted", run=str(work.run_id))
    except AppError as problem:
        await answer.fail(problem)
    except Exception:
        # A bug: the person is told, the run is marked, and the error goes on to the log.
        await answer.fail(UpstreamError(UNEXPECTED, code="INTERNAL_ERROR"))
        raise
    else:
        await answer.settle()
