"""Roles -> chat models, from a config file; the offline model when there is no key."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agents.failures import model_failures
from store.errors import UnavailableError
from store.settings import Settings
from tools.yaml_text import parse_yaml

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel, LanguageModelInput
    from langchain_core.messages import AIMessage
    from langchain_core.runnables import Runnable
    from langchain_core.tools import BaseTool

    from agents.agent import Agent

Role = Literal["chat", "analysis", "generation", "comparison", "extraction"]
ROLES: tuple[str, ...] = get_args(Role)
OFFLINE = "offline"


def _opening() -> ModuleType:
    """Loaded when a model is first asked for: most commands ask for none, and it takes longer than all the rest."""
    return import_module("agents.opening")


class Provider(BaseModel):
    """One OpenAI-compatible endpoint. `api_key_env` names the variable that holds its key.

    `factory` instead names a LangChain chat model that speaks another protocol, as `package.module:Class`.
    """

    model_config = ConfigDict(extra="forbid")
    base_url: str | None = None
    factory: str | None = None
    api_key_env: str = "OPENAI_API_KEY"
    timeout_seconds: float | None = None
    max_retries: int | None = None


class Price(BaseModel):
    """Dollars per million tokens."""

    model_config = ConfigDict(extra="forbid")
    input: float
    output: float


class ModelsFile(BaseModel):
    """`MODELS_FILE`: providers, for each role the chain of `provider/model` to try, and prices."""

    model_config = ConfigDict(extra="forbid")
    providers: dict[str, Provider] = {}
    roles: dict[Role, list[str]] = {}
    prices: dict[str, Price] = {}


class Usage(BaseModel):
    """What one model call used; `cost` is in dollars, None when the price is unknown."""

    model: str
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = Field(default=None)


@dataclass(frozen=True)
class Models:
    """The models of one process. Nothing is opened until a role is asked for."""

    settings: Settings

    @cached_property
    def config(self) -> ModelsFile:
        """The models file, or what the environment alone says. Raises UnavailableError when the file is wrong."""
        if self.settings.models_file is not None:
            return read_models_file(self.settings.models_file)
        if self.settings.openai_api_key is None and self.settings.openai_base_url is None:
            return ModelsFile()
        provider = Provider(base_url=self.settings.openai_base_url)
        chain = [f"default/{self.settings.ai_model}"]
        return ModelsFile.model_validate({"providers": {"default": provider}, "roles": dict.fromkeys(ROLES, chain)})

    def chain(self, role: str) -> list[str]:
        """The names to try for a role, in order: `provider/model` or `offline`."""
        roles = {str(name): chain for name, chain in self.config.roles.items()}
        return roles.get(role) or roles.get("chat") or [OFFLINE]

    def is_offline(self, role: str) -> bool:
        """Whether the role's first choice needs no key and no network."""
        return self.chain(role)[0] == OFFLINE

    @cached_property
    def _opened(self) -> "dict[str, BaseChatModel]":
        return {}

    def model(self, name: str) -> "BaseChatModel":
        """The chat model of that name, made once."""
        if name not in self._opened:
            self._opened[name] = self._open(name)
        return self._opened[name]

    async def ready(self, name: str) -> "BaseChatModel":
        """The same, opened beside the event loop: at its first start the offline model learns for seconds, and who
        could not say meanwhile that a turn is at work would lose it to another process."""
        if name in self._opened:
            return self.model(name)
        return await asyncio.to_thread(self.model, name)

    def _open(self, name: str) -> "BaseChatModel":
        opening: Any = _opening()
        if name == OFFLINE:
            return cast("BaseChatModel", opening.offline(self.settings.learned_in))
        provider_name, _, model = name.partition("/")
        provider = self.config.providers.get(provider_name)
        if provider is None or not model:
            raise UnavailableError(
                f"The models file names “{name}”, but has no provider “{provider_name}”.", code="MODELS_FILE_WRONG"
            )
        if provider.factory is not None:
            return cast("BaseChatModel", opening.from_factory(provider.factory))
        patience = provider.timeout_seconds or self.settings.model_timeout_seconds
        opened: BaseChatModel = opening.client(
            model=model,
            base_url=provider.base_url,
            api_key=lambda: self._key(provider),
            timeout=patience,
            stream_chunk_timeout=patience,  # its own default is shorter than a local model may need to begin
            max_retries=self.settings.model_max_retries if provider.max_retries is None else provider.max_retries,
            temperature=0,
            stream_usage=True,
        )
        return opened

    def _key(self, provider: Provider) -> str:
        if provider.api_key_env == "OPENAI_API_KEY" and self.settings.openai_api_key is not None:
            return self.settings.openai_api_key.get_secret_value()
        # A server on this machine (Ollama, vLLM, LM Studio) takes any key, but the client insists on one.
        return os.environ.get(provider.api_key_env) or "none"

    def for_role(self, role: str, tools: "Sequence[BaseTool]" = ()) -> "Runnable[LanguageModelInput, AIMessage]":
        """The role's model with its tools bound, and the rest of the chain behind it for when it fails."""
        bound: list[Any] = [
            self.model(name).bind_tools(tools) if tools else self.model(name) for name in self.chain(role)
        ]
        if len(bound) == 1:
            return cast("Runnable[LanguageModelInput, AIMessage]", bound[0])
        chain = bound[0].with_fallbacks(bound[1:], exceptions_to_handle=model_failures())
        return cast("Runnable[LanguageModelInput, AIMessage]", chain)

    @cached_property
    def _bound(self) -> "dict[str, Runnable[LanguageModelInput, AIMessage]]":
        return {}

    async def for_agent(self, agent: "Agent") -> "Runnable[LanguageModelInput, AIMessage]":
        """The agent's model with the tools it is granted, bound once; its chain is opened as in `ready`."""
        if agent.name not in self._bound:
            for name in self.chain(agent.role):
                await self.ready(name)
            self._bound[agent.name] = self.for_role(agent.role, _opening().tools_of(agent))
        return self._bound[agent.name]

    def usage(self, name: str, message: "AIMessage") -> Usage:
        """Tokens and cost of one answer."""
        used = message.usage_metadata
        tokens_in, tokens_out = (used["input_tokens"], used["output_tokens"]) if used else (0, 0)
        model = str(message.response_metadata.get("model_name") or name)
        price = self.config.prices.get(model) or self.config.prices.get(name.partition("/")[2])
        cost = (tokens_in * price.input + tokens_out * price.output) / 1e6 if price else None
        return Usage(model=model, tokens_in=tokens_in, tokens_out=tokens_out, cost=0.0 if name == OFFLINE else cost)


def read_models_file(path: Path) -> ModelsFile:
    """Read and check a models file. Raises UnavailableError saying what is wrong in it."""
    try:
        return ModelsFile.model_validate(parse_yaml(path.read_text(encoding="utf-8")) or {})
    except OSError as problem:
        raise UnavailableError(f"MODELS_FILE {path} cannot be read: {problem}.", code="MODELS_FILE_WRONG") from problem
    except (yaml.YAMLError, ValidationError) as problem:
        raise UnavailableError(f"MODELS_FILE {path} is not right: {problem}", code="MODELS_FILE_WRONG") from problem
