"""What is said about one tailoring session, over REST or its socket: an answer to its question, or a turn of talk."""

from uuid import UUID

from api.deps import ContextDep
from api.routes.agent import ChatAnswer, ChatMessage, answer, outcome_of
from graphs import turns
from store import conversations
from store import tailoring as tailored
from store.database import transaction
from store.errors import NotFoundError
from tools.tailoring.dialogue.answers import opens_with_yes
from tools.tailoring.dialogue.replies import is_reply
from tools.tailoring.tools import ANSWER_QUESTION


async def say(context: ContextDep, row: tailored.TailoredResume, message: str, more: str | None = None) -> ChatAnswer:
    """One turn in the session's own conversation; `more` is any further text that belongs to the message.

    What answers the session's question goes to it. Raises ConflictError `BUSY` while another turn is running.
    """
    home = await _conversation_of(context, row)
    pending = await turns.pending(context.services, context.actor, home) if home is not None else None
    if pending is None and _answers(row, message):
        outcome = await _answered(context, row, home, message)
    else:
        said = f"For tailored resume {row.number}, {message}" + (f"\n\n{more}" if more else "")
        if pending is not None:
            said = message  # the answer to a question, which the topic in front of it would hide
        outcome = await answer(context, ChatMessage(message=said, conversation_id=home), "tailoring")
    if home is None:
        async with transaction(context.sessions) as session:
            await tailored.set_values(session, context.actor, row.id, conversation_id=outcome.conversation_id)
    return outcome


def _answers(row: tailored.TailoredResume, message: str) -> bool:
    """Whether the message answers what the session asks; a question of before still hears a yes."""
    if row.question is None:
        return False
    yes = opens_with_yes(message)
    says_more = bool(yes) and len(yes) < len(message.strip(" .!"))
    return is_reply(message, row.question["subject"], right_after=row.status == "waiting" or says_more)


async def _answered(context: ContextDep, row: tailored.TailoredResume, home: UUID | None, message: str) -> ChatAnswer:
    turn = await turns.begin(context.services, context.actor, message, conversation_id=home, area="tailoring")
    arguments = {"tailored": str(row.id), "answer": message}
    await turns.run(context.services, context.actor, turn, by_tool=(ANSWER_QUESTION.name, arguments))
    return await outcome_of(context, turn.conversation_id, turn.run_id)


async def _conversation_of(context: ContextDep, row: tailored.TailoredResume) -> UUID | None:
    """The session's conversation, unless there was none yet or it has been deleted since."""
    if row.conversation_id is None:
        return None
    async with context.sessions() as session:
        try:
            return (await conversations.get(session, context.actor, row.conversation_id)).id
        except NotFoundError:
            return None
