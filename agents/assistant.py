"""The front door: every area's tools, for whoever is not bound to one area."""

from agents.agent import Agent
from agents.email import EMAIL
from agents.jobs import JOBS
from agents.resumes import RESUMES
from agents.tailoring import TAILORING

AREAS: dict[str, Agent] = {agent.name: agent for agent in (JOBS, RESUMES, TAILORING, EMAIL)}

ASSISTANT = Agent(
    name="assistant",
    description="Everything about jobs, resumes, tailoring and mail in one conversation.",
    prompt_id="assistant",
    grants=tuple(dict.fromkeys(name for agent in AREAS.values() for name in agent.grants)),
)
