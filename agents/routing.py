"""Which agent a message is for."""

from collections.abc import Sequence

from langchain_core.messages import AnyMessage

from agents.agent import Agent
from agents.assistant import AREAS, ASSISTANT
from agents.models import OFFLINE, Models
from agents.offline import OfflineChatModel
from agents.offline.turns import conversation
from tools.catalogue import BY_NAME


async def choose_agent(models: Models, messages: Sequence[AnyMessage]) -> Agent:
    """The area of the tools the newest message means; the assistant when there are none, or of several areas.

    The meaning comes from the offline model's understanding, which costs milliseconds and no key, so that
    a model only sees the tools it may need. The assistant has them all, so a doubtful choice loses nothing.
    """
    offline = await models.ready(OFFLINE)
    if not isinstance(offline, OfflineChatModel):
        return ASSISTANT
    heard = conversation(messages)
    plan = offline.understander.understand(heard.said, heard.history)
    meant = {step.tool for step in plan.steps} | ({plan.question.tool} if plan.question else set())
    areas = {BY_NAME[name].area for name in meant}
    return AREAS.get(areas.pop(), ASSISTANT) if len(areas) == 1 else ASSISTANT
