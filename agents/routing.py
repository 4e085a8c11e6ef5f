"""Which agent a message is for."""

from collections.abc import Sequence

from langchain_core.messages import AnyMessage

from agents.agent import Agent
from agents.assistant import AREAS, ASSISTANT
from agents.models import OFFLINE, Models
from agents.offline import OfflineChatModel
from agents.offline.turns import conversation


def choose_agent(models: Models, messages: Sequence[AnyMessage]) -> Agent:
    """The area that holds every tool the newest message means; the assistant when none or several do.

    The meaning comes from the offline model's understanding, which costs milliseconds and no key, so that
    a model only sees the tools it may need. The assistant has them all, so a doubtful choice loses nothing.
    """
    offline = models.model(OFFLINE)
    if not isinstance(offline, OfflineChatModel):
        return ASSISTANT
    heard = conversation(messages)
    plan = offline.understander.understand(heard.said, heard.history)
    meant = {step.tool for step in plan.steps} | ({plan.question.tool} if plan.question else set())
    fitting = [agent for agent in AREAS.values() if meant and meant <= set(agent.grants)]
    return fitting[0] if len(fitting) == 1 else ASSISTANT
