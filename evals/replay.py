"""Answers of a model, recorded once and replayed for ever: the same question, the same answer, no network."""

import hashlib
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, ToolMessage
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.messages.utils import message_chunk_to_message
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import PrivateAttr

from store.errors import NotFoundError, UpstreamError, ValidationError

CASE: ContextVar[str] = ContextVar("case", default="unnamed")
FORMAT = 1


def key_of(messages: Sequence[BaseMessage], tools: Sequence[Any] = ()) -> str:
    """The hash of all that the model is asked with: messages and tools. Ids of calls count by their place only."""
    places: dict[str, int] = {}
    seen = {"messages": [_plain(message, places) for message in messages], "tools": list(tools)}
    return hashlib.sha256(json.dumps(seen, sort_keys=True, default=str).encode()).hexdigest()


def _plain(message: BaseMessage, places: dict[str, int]) -> dict[str, Any]:
    plain: dict[str, Any] = {"type": message.type.removesuffix("Chunk"), "content": message.content}
    if isinstance(message, AIMessage):
        plain["type"] = "ai"
        plain["calls"] = [
            [call["name"], call["args"], places.setdefault(call["id"] or "", len(places))]
            for call in message.tool_calls
        ]
    if isinstance(message, ToolMessage):
        plain["answers"] = places.setdefault(message.tool_call_id, len(places))
    return plain


class _WithTools(BaseChatModel):
    """Takes tools as OpenAI's dicts, so that what was granted is part of the question."""

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> "Runnable[LanguageModelInput, AIMessage]":
        """Grant these tools."""
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], **kwargs)


class RecordingChatModel(_WithTools):
    """Passes everything to `inner`, and keeps its answers in `folder`, one file each, named after the case."""

    inner: BaseChatModel
    folder: Path
    answers_as: str

    @property
    def _llm_type(self) -> str:
        return "recording"

    def _asked(self, tools: Sequence[Any]) -> Any:
        return self.inner.bind_tools(tools) if tools else self.inner

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None, **kwargs: Any,  # noqa: ARG002 - the signature is LangChain's
    ) -> ChatResult:  # fmt: skip
        tools = kwargs.get("tools", [])
        return self._kept(messages, tools, self._asked(tools).invoke(messages, stop=stop))

    async def _agenerate(
        self, messages: list[BaseMessage], stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None, **kwargs: Any,  # noqa: ARG002 - the signature is LangChain's
    ) -> ChatResult:  # fmt: skip
        tools = kwargs.get("tools", [])
        return self._kept(messages, tools, await self._asked(tools).ainvoke(messages, stop=stop))

    def _kept(self, messages: list[BaseMessage], tools: Sequence[Any], answer: AIMessage) -> ChatResult:
        self._keep(messages, tools, answer, [(c["name"], json.dumps(c["args"]), c["id"]) for c in answer.tool_calls])
        return ChatResult(generations=[ChatGeneration(message=answer)])

    async def _astream(
        self, messages: list[BaseMessage], stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None, **kwargs: Any,  # noqa: ARG002 - the signature is LangChain's
    ) -> AsyncIterator[ChatGenerationChunk]:  # fmt: skip
        tools = kwargs.get("tools", [])
        whole: AIMessageChunk | None = None
        async for chunk in self._asked(tools).astream(messages, stop=stop):
            whole = chunk if whole is None else whole + chunk
            yield ChatGenerationChunk(message=chunk)
        message = message_chunk_to_message(whole) if whole is not None else None
        if whole is None or not isinstance(message, AIMessage):
            raise UpstreamError(f"{self.answers_as} sent an empty answer; nothing was recorded.", code="MODEL_FAILED")
        # The arguments as they came over the wire, whole or not: what production does with cut ones is measured too.
        raw = [(c["name"] or "", c["args"] or "{}", c["id"]) for c in whole.tool_call_chunks]
        self._keep(messages, tools, message, raw)

    def _keep(
        self, messages: Sequence[BaseMessage], tools: Sequence[Any], answer: AIMessage,
        calls: Sequence[tuple[str, str, str | None]],
    ) -> None:  # fmt: skip
        key = key_of(messages, tools)
        said = [message.text for message in messages if isinstance(message, HumanMessage)]
        kept = {
            "format": FORMAT, "key": key, "case": CASE.get(), "model": self.answers_as,
            "said": said[-1] if said else "", "content": answer.text,
            "calls": [{"name": name, "arguments": raw, "id": identifier} for name, raw, identifier in calls],
            "usage": answer.usage_metadata,
        }  # fmt: skip
        self.folder.mkdir(parents=True, exist_ok=True)
        case = re.sub(r"[^\w.-]+", "-", CASE.get())[:80]
        text = json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True)
        (self.folder / f"{case}-{key[:12]}.json").write_text(text + "\n", encoding="utf-8")


class ReplayChatModel(_WithTools):
    """Answers from a folder of recordings; a question that was never recorded is an error saying how to record it."""

    folder: Path
    _answers: dict[str, dict[str, Any]] = PrivateAttr(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> "ReplayChatModel":
        """The recordings of a folder. Raises NotFoundError without any, ValidationError for a file that is none."""
        files = sorted(folder.glob("*.json"))
        if not files:
            raise NotFoundError(
                f"There are no recordings in {folder}. Make them with: jobwright eval run --suite routing "
                f"--model MODEL --record {folder}",
                code="NO_RECORDINGS",
            )
        model = cls(folder=folder)
        model._answers = {kept["key"]: kept for kept in map(_read, files)}
        return model

    @property
    def _llm_type(self) -> str:
        return "replay"

    def _recorded(self, messages: Sequence[BaseMessage], tools: Sequence[Any]) -> AIMessageChunk:
        kept = self._answers.get(key_of(messages, tools))
        if kept is None:
            raise NotFoundError(
                f"Case {CASE.get()}: no answer is recorded in {self.folder} for what the model would be asked now (the "
                f"case, a prompt or a tool's description is new or has changed). Record again with: jobwright eval run "
                f"--model MODEL --record {self.folder}",
                code="NOT_RECORDED",
            )
        chunks = [
            tool_call_chunk(name=call["name"], args=call["arguments"], id=call["id"], index=index)
            for index, call in enumerate(kept["calls"])
        ]
        return AIMessageChunk(
            content=kept["content"], tool_call_chunks=chunks, usage_metadata=kept["usage"],
            response_metadata={"model_name": kept["model"]}, chunk_position="last",
        )  # fmt: skip

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None,  # noqa: ARG002 - the signature is LangChain's
        run_manager: CallbackManagerForLLMRun | None = None, **kwargs: Any,  # noqa: ARG002
    ) -> ChatResult:  # fmt: skip
        message = message_chunk_to_message(self._recorded(messages, kwargs.get("tools", [])))
        return ChatResult(generations=[ChatGeneration(message=message)])

    async def _agenerate(
        self, messages: list[BaseMessage], stop: list[str] | None = None,  # noqa: ARG002 - the signature is LangChain's
        run_manager: AsyncCallbackManagerForLLMRun | None = None, **kwargs: Any,  # noqa: ARG002
    ) -> ChatResult:  # fmt: skip
        return self._generate(messages, **kwargs)

    async def _astream(
        self, messages: list[BaseMessage], stop: list[str] | None = None,  # noqa: ARG002 - the signature is LangChain's
        run_manager: AsyncCallbackManagerForLLMRun | None = None, **kwargs: Any,  # noqa: ARG002
    ) -> AsyncIterator[ChatGenerationChunk]:  # fmt: skip
        yield ChatGenerationChunk(message=self._recorded(messages, kwargs.get("tools", [])))


def _read(path: Path) -> dict[str, Any]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as problem:
        raise ValidationError(f"{path} is no recording: {problem}", code="RECORDING_WRONG") from problem
    needed = {"format", "key", "model", "content", "calls", "usage"}
    if not isinstance(kept, dict) or not needed <= set(kept) or kept["format"] != FORMAT:
        raise ValidationError(f"{path} is no recording of format {FORMAT}. Record again.", code="RECORDING_WRONG")
    return kept
