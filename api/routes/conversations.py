"""Conversations over REST."""

from uuid import UUID

from api.deps import ActorDep, PageDep, ServicesDep, SessionDep, make_router
from store.database import transaction
from store.pagination import Page
from tools.conversations import service
from tools.conversations.schemas import ConversationSummary, ConversationView, NewConversation

router = make_router("conversations", prefix="/conversations")


@router.get("", summary="List conversations")
async def list_conversations(session: SessionDep, actor: ActorDep, page: PageDep) -> Page[ConversationSummary]:
    """The newest first."""
    return await service.list_page(session, actor, page)


@router.post("", status_code=201, summary="Start a conversation")
async def create_conversation(session: SessionDep, actor: ActorDep, data: NewConversation) -> ConversationSummary:
    """Empty, and bound to one area if one is named."""
    return await service.create(session, actor, data)


@router.get("/{conversation_id}", summary="A conversation with its messages")
async def get_conversation(session: SessionDep, actor: ActorDep, conversation_id: UUID) -> ConversationView:
    """The whole transcript, and the question that waits for an answer, if any."""
    return await service.get(session, actor, conversation_id)


@router.delete("/{conversation_id}", status_code=204, summary="Delete a conversation")
async def delete_conversation(services: ServicesDep, actor: ActorDep, conversation_id: UUID) -> None:
    """With its messages, its runs and their checkpoints."""
    async with transaction(services.sessions) as session:
        threads = await service.delete(session, actor, conversation_id)
    await services.checkpoints.forget(threads)
