"""Talking to an area's agent without a socket, and what the areas are."""

import asyncio
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from agents.assistant import AREAS
from api.deps import ActorDep, ContextDep, make_router
from graphs import registry, turns
from store import runs
from store.database import transaction
from store.errors import UnavailableError, UpstreamError
from tools.conversations import service as conversations
from tools.conversations.schemas import Area, Step
from tools.text import Text

router = make_router("agent", prefix="/agent")
TAKEN_OVER_SECONDS, LOOK_EVERY = 60.0, 0.2


class ToolView(BaseModel):
    """One tool an agent is granted."""

    name: str
    description: str
    effect: str
    needs_approval: bool
    examples: list[str]


class AreaView(BaseModel):
    """One area: what its agent can do."""

    name: str
    description: str
    tools: list[ToolView]
    pipelines: list[str]


class Areas(BaseModel):
    """Every area."""

    areas: list[AreaView]


class ChatMessage(BaseModel):
    """What the person says, and in which conversation; a new one when none is named."""

    message: Text
    conversation_id: UUID | None = None
    attachments: list[UUID] = Field(default=[], max_length=20)


class ChatAnswer(BaseModel):
    """The answer in Markdown with its steps; `pending` is a question that waits for a decision."""

    conversation_id: UUID
    run_id: UUID
    status: Literal["completed", "waiting", "failed", "cancelled"]
    content: str
    steps: list[Step] = []
    pending: dict[str, object] | None = None


@router.get("/areas", summary="What the agents can do")
async def areas(_: ActorDep) -> Areas:
    """Each area with its tools and pipelines."""
    views = []
    for agent in AREAS.values():
        tools = [
            ToolView(
                name=spec.name, description=spec.description, effect=spec.effect, needs_approval=spec.needs_approval,
                examples=[example.says for example in spec.examples[:3]],
            )
            for spec in agent.tools
        ]  # fmt: skip
        pipelines = [item.name for item in registry.PIPELINES.values() if item.area == agent.name]
        views.append(AreaView(name=agent.name, description=agent.description, tools=tools, pipelines=pipelines))
    return Areas(areas=views)


@router.post("/areas/{area}/chat", summary="One turn with an area's agent")
async def chat(context: ContextDep, area: Area, data: ChatMessage) -> ChatAnswer:
    """Answers when the turn has ended or waits for the person. A plain yes or no answers what waits."""
    return await answer(context, data, area)


async def answer(context: ContextDep, data: ChatMessage, area: Area) -> ChatAnswer:
    """Run one turn to its end or its next question."""
    services, actor = context.services, context.actor
    if data.conversation_id is not None:
        decision = await turns.decision_in(services, actor, data.conversation_id, data.message)
        if decision is not None:
            work = await turns.accept(services, actor, data.conversation_id, decision, said=data.message)
            await turns.go_on(services, actor, work)
            return await outcome_of(context, data.conversation_id, work.run_id)
    turn = await turns.begin(
        services, actor, data.message, conversation_id=data.conversation_id, area=area, attachments=data.attachments
    )
    await turns.run(services, actor, turn)
    return await outcome_of(context, turn.conversation_id, turn.run_id)


async def outcome_of(context: ContextDep, conversation_id: UUID, run_id: UUID) -> ChatAnswer:
    """How a turn of a conversation ended, or what it waits for."""
    run = await _ended(context, conversation_id, run_id)
    async with transaction(context.sessions) as session:
        seen = await conversations.get(session, context.actor, conversation_id)
        await runs.unheard_turns(session, context.actor, conversation_id)
    if run.status == "waiting":
        question = str((run.output or {}).get("question", ""))
        return ChatAnswer(
            conversation_id=conversation_id, run_id=run.id, status="waiting", content=question, pending=run.output
        )
    if run.status == "failed" and (run.error or {}).get("code") not in {None, "INTERNAL_ERROR"}:
        raise UpstreamError(str((run.error or {})["message"]), code=str((run.error or {})["code"]))
    said = [message for message in seen.messages if message.role == "assistant" and message.run_id == run.id]
    return ChatAnswer.model_validate(
        {
            "conversation_id": conversation_id,
            "run_id": run.id,
            "status": run.status,
            "content": said[-1].content if said else "",
            "steps": said[-1].steps if said else [],
        }
    )


async def _ended(context: ContextDep, conversation_id: UUID, run_id: UUID) -> runs.Run:
    """The turn, ended or waiting. One that another process has taken over is waited for."""
    for _ in range(int(TAKEN_OVER_SECONDS / LOOK_EVERY)):
        async with context.sessions() as session:
            await conversations.get(session, context.actor, conversation_id)  # deleted meanwhile: not found
            run = await runs.get(session, context.actor, run_id)
        if run.status not in runs.ALIVE:
            return run
        await asyncio.sleep(LOOK_EVERY)
    raise UnavailableError(
        "The answer is still being worked on; look into the conversation in a while.",
        code="STILL_WORKING",
        details={"conversation_id": str(conversation_id)},
    )
