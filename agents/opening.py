"""Models opened: endpoints, the offline one, and tools as models are given them. Loading this takes a second."""

from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.tools import BaseTool

from agents.agent import Agent
from agents.offline import OfflineChatModel
from store.errors import UnavailableError
from tools.catalogue import SPECS
from tools.embedding import LocalEmbedder
from tools.langchain_adapter import as_tool

_LEARNING = Lock()


def client(**options: Any) -> BaseChatModel:
    """A client of an OpenAI-compatible endpoint."""
    from langchain_openai import ChatOpenAI  # noqa: PLC0415  # takes a second, for those who have an endpoint

    return ChatOpenAI(**options)


def offline(kept_in: Path | None = None) -> BaseChatModel:
    """It holds no state, only what it learned from the tools' examples (seconds of work), so one serves all.

    What it learned is kept in the folder `kept_in` for the next start.
    """
    with _LEARNING:  # turns that begin at once wait for the one that learns, instead of each learning beside it
        return _learned(kept_in)


@cache
def _learned(kept_in: Path | None) -> OfflineChatModel:
    return OfflineChatModel(specs=SPECS, embed=LocalEmbedder().embed_sync, kept_in=kept_in)


def from_factory(path: str) -> BaseChatModel:
    """The chat model that `package.module:Class` makes. Raises UnavailableError `MODELS_FILE_WRONG`."""
    module, _, name = path.partition(":")
    try:
        made = getattr(import_module(module), name)()
    except (ImportError, AttributeError, TypeError) as problem:
        raise UnavailableError(f"MODELS_FILE: {path} cannot be made: {problem}.", code="MODELS_FILE_WRONG") from problem
    if not isinstance(made, BaseChatModel):
        raise UnavailableError(f"MODELS_FILE: {path} is no LangChain chat model.", code="MODELS_FILE_WRONG")
    return made


def tools_of(agent: Agent) -> list[BaseTool]:
    """The tools that an agent is granted, as LangChain's."""
    return [as_tool(spec) for spec in agent.tools]
