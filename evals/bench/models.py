"""A chat model that takes no time: it asks for one tool, then answers. Named in the bench's models file."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, ToolMessage
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.utils.uuid import uuid7

ANSWER = "Here are the jobs on your list, newest first."


class ZeroLatencyModel(BaseChatModel):
    """Calls `list_jobs` once a turn, and says the same sentence afterwards, in two pieces."""

    @property
    def _llm_type(self) -> str:
        return "zero-latency"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> "Runnable[LanguageModelInput, AIMessage]":
        """Nothing to bind: the one tool is known."""
        return self.bind(**kwargs)

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None, **kwargs: Any,
    ) -> ChatResult:  # fmt: skip
        if isinstance(messages[-1], ToolMessage):
            return ChatResult(generations=[ChatGeneration(message=AIMessage(ANSWER))])
        call = {"name": "list_jobs", "args": {"limit": 5}, "id": str(uuid7()), "type": "tool_call"}
        return ChatResult(generations=[ChatGeneration(message=AIMessage("", tool_calls=[call]))])

    async def _agenerate(
        self, messages: list[BaseMessage], stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None, **kwargs: Any,
    ) -> ChatResult:  # fmt: skip
        return self._generate(messages)

    async def _astream(
        self, messages: list[BaseMessage], stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None, **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:  # fmt: skip
        if isinstance(messages[-1], ToolMessage):
            for piece in (ANSWER[:20], ANSWER[20:]):
                yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
            return
        chunk = tool_call_chunk(name="list_jobs", args='{"limit": 5}', id=str(uuid7()), index=0)
        yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=[chunk]))
