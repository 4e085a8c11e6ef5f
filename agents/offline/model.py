"""The chat model that needs no key: deterministic, local, with tool calling and streaming."""

import hashlib
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, ToolCall
from langchain_core.messages.ai import UsageMetadata
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import ConfigDict, PrivateAttr

from agents.offline.answers import answer
from agents.offline.choosing import Embed
from agents.offline.plan import Step
from agents.offline.progress import progress
from agents.offline.turns import Conversation, conversation
from agents.offline.understanding import Understander
from tools.registry import AnySpec

MODEL_NAME = "offline"
WORDS_PER_CHUNK = 6
_WORD_GROUP = re.compile(rf"(?:\s*\S+){{1,{WORDS_PER_CHUNK}}}\s*")


class OfflineChatModel(BaseChatModel):
    """Chooses tools by what their examples say, fills arguments from the text, and words answers from their results.

    Stateless: every call derives from the messages alone what was understood and how far the turn has come, so the same
    messages give the same answer. Only tools granted with `bind_tools` are called.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)
    model_name: str = MODEL_NAME
    _understander: Understander = PrivateAttr()

    def __init__(self, specs: Sequence[AnySpec], embed: Embed, kept_in: Path | None = None, **settings: Any) -> None:
        super().__init__(**settings)
        self._understander = Understander(specs, embed, kept_in)

    @property
    def understander(self) -> Understander:
        """The pure core: plans for texts, and the area a text belongs to."""
        return self._understander

    def meant_tools(self, messages: Sequence[BaseMessage]) -> tuple[str, ...]:
        """The tools that the newest message means, each once, whatever is granted; none when it is only talk."""
        heard = conversation(messages)
        plan = self._understander.understand(heard.said, heard.history)
        asked = [plan.question.tool] if plan.question else []
        return tuple(dict.fromkeys([*(step.tool for step in plan.steps), *asked]))

    @property
    def _llm_type(self) -> str:
        return "offline"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model_name": self.model_name, "tools": sorted(self._understander.specs)}

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Grant tools: LangChain tools, functions, models or OpenAI-style dicts. `tool_choice` "none" grants none."""
        names = [] if tool_choice == "none" else [convert_to_openai_tool(tool)["function"]["name"] for tool in tools]
        return self.bind(granted=names, **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002 - the signature is LangChain's
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._reply(messages, kwargs.get("granted")))])

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002 - the signature is LangChain's
        run_manager: AsyncCallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._reply(messages, kwargs.get("granted")))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002 - the signature is LangChain's
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for chunk in _chunks(self._reply(messages, kwargs.get("granted"))):
            if run_manager and chunk.text:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002 - the signature is LangChain's
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        for chunk in _chunks(self._reply(messages, kwargs.get("granted"))):
            if run_manager and chunk.text:
                await run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    def _reply(self, messages: Sequence[BaseMessage], granted: Sequence[str] | None) -> AIMessage:
        """The next message: the calls to make now, or the answer once all are made."""
        heard = conversation(messages)
        specs = self._understander.specs
        allowed = frozenset(name for name in granted or () if name in specs)
        plan = self._understander.understand(heard.said, heard.history, allowed, heard.today)
        state = progress(plan, heard.results, heard.history)
        if state.calls:
            return self._message(messages, "", [_tool_call(step, heard, at) for at, step in enumerate(state.calls)])
        return self._message(messages, answer(plan, heard.results, state, specs, allowed), [])

    def _message(self, messages: Sequence[BaseMessage], text: str, calls: list[ToolCall]) -> AIMessage:
        read = sum(len(message.text.split()) for message in messages)
        written = len(text.split()) + sum(len(json.dumps(call["args"]).split()) for call in calls)
        usage = UsageMetadata(input_tokens=read, output_tokens=written, total_tokens=read + written)
        return AIMessage(
            content=text, tool_calls=calls, usage_metadata=usage, response_metadata={"model_name": self.model_name}
        )


def _tool_call(step: Step, heard: Conversation, at: int) -> ToolCall:
    """A call whose id is the same for the same conversation, so that a run taken up again repeats it exactly."""
    place = len(heard.results) + at
    seed = json.dumps([len(heard.history), heard.said, place, step.tool, dict(step.arguments)], sort_keys=True)
    name = hashlib.sha256(seed.encode()).hexdigest()[:24]
    return ToolCall(name=step.tool, args=dict(step.arguments), id=f"call_{name}", type="tool_call")


def _chunks(message: AIMessage) -> Iterator[ChatGenerationChunk]:
    """The message in groups of words; calls whole, in one chunk; counts in the last."""
    pieces = _WORD_GROUP.findall(message.text)
    for piece in pieces:
        yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
    calls = [
        tool_call_chunk(name=call["name"], args=json.dumps(call["args"]), id=call["id"], index=index)
        for index, call in enumerate(message.tool_calls)
    ]
    yield ChatGenerationChunk(
        message=AIMessageChunk(
            content="",
            tool_call_chunks=calls,
            usage_metadata=message.usage_metadata,
            response_metadata=message.response_metadata,
            chunk_position="last",
        )
    )
