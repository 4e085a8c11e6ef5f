"""Models opened: endpoints, the offline one, and tools as models are given them. Loading this takes seconds."""

import json
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

import httpx
from langchain_core.language_models import BaseChatModel
from langchain_core.tools import BaseTool
from langchain_openai import ChatOpenAI
from openai import APIError

from agents.agent import Agent
from agents.offline import OfflineChatModel
from store.errors import UnavailableError, UpstreamError
from tools.catalogue import SPECS
from tools.embedding import LocalEmbedder
from tools.langchain_adapter import as_tool

_LEARNING = Lock()
# The client passes a stream that breaks off on as httpx's or json's own error, and a silent one as TimeoutError.
FAILURES = (APIError, httpx.HTTPError, TimeoutError, json.JSONDecodeError)


def client(**options: Any) -> BaseChatModel:
    """A client of an OpenAI-compatible endpoint."""
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


def explain_failure(problem: Exception) -> UpstreamError:
    """A provider's failure (one of FAILURES) in words that say what to do."""
    status = getattr(problem, "status_code", None)
    if status in {401, 403}:
        return UpstreamError("The model provider refused the key. Check OPENAI_API_KEY.", code="MODEL_REFUSED_KEY")
    if status == 429:
        return UpstreamError(
            "The model provider says there were too many requests. Try again in a minute.", code="MODEL_BUSY"
        )
    said = "it took too long" if isinstance(problem, TimeoutError) else str(problem).strip().rstrip(".")
    return UpstreamError(
        f"The model did not answer: {said or type(problem).__name__}. Your message is kept; try again.",
        code="MODEL_FAILED",
    )
