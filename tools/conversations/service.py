"""What can be done with conversations. Every function works in the caller's session and never commits."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import conversations as store
from store import runs
from store.actors import Actor
from store.pagination import Page, PageRequest
from tools.conversations.schemas import ConversationSummary, ConversationView, MessageView, NewConversation


async def create(session: AsyncSession, actor: Actor, data: NewConversation) -> ConversationSummary:
    """Start an empty conversation."""
    row = await store.create(session, actor, title=data.title or "New conversation", area=data.area)
    return ConversationSummary.model_validate(row)


async def get(session: AsyncSession, actor: Actor, conversation_id: UUID) -> ConversationView:
    """A conversation with its messages and the question that waits, if any."""
    row = await store.get(session, actor, conversation_id)
    messages = await store.messages(session, actor, conversation_id)
    waiting = [run for run in await runs.latest_turns(session, actor, conversation_id) if run.status == "waiting"]
    return ConversationView(
        **ConversationSummary.model_validate(row).model_dump(),
        messages=[MessageView.model_validate(message) for message in messages],
        pending={**(waiting[0].output or {}), "run_id": str(waiting[0].id)} if waiting else None,
    )


async def list_page(session: AsyncSession, actor: Actor, page: PageRequest) -> Page[ConversationSummary]:
    """The actor's conversations, newest first."""
    found = await store.list_page(session, actor, page)
    items = [ConversationSummary.model_validate(row) for row in found["items"]]
    return Page(items=items, next_cursor=found["next_cursor"], total=found["total"])


async def delete(session: AsyncSession, actor: Actor, conversation_id: UUID) -> Sequence[str]:
    """Delete a conversation with its messages; returns the threads whose checkpoints go with it."""
    threads = await runs.threads_of(session, actor, conversation_id)
    await store.remove(session, actor, conversation_id)
    return threads
