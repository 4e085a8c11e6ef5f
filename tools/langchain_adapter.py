"""Tools as LangChain sees them: the same functions, one session a call, failures as tool results."""

from collections.abc import Iterable
from typing import Any

from langchain_core.tools import BaseTool, StructuredTool
from langgraph.prebuilt import ToolNode, ToolRuntime
from langgraph.prebuilt.tool_node import ToolInvocationError
from pydantic import BaseModel, ConfigDict

from store import runs
from store.database import transaction
from store.errors import AppError
from tools.context import Context
from tools.registry import AnySpec

Answer = tuple[str, dict[str, Any]]


def as_tool(spec: AnySpec) -> BaseTool:
    """The spec as a LangChain tool. Its content is Markdown, its artifact the typed result as JSON."""

    async def run(runtime: ToolRuntime[Context, Any], **arguments: Any) -> Answer:
        return await _answer(spec, runtime.context, runtime.tool_call_id or "", arguments)

    async def run_bare(runtime: ToolRuntime[Any, Any]) -> Answer:
        return await _answer(spec, runtime.context, runtime.tool_call_id or "", {})

    if not spec.input.model_fields:
        # A schema without fields makes LangChain pass nothing at all, the injected runtime included.
        return StructuredTool.from_function(
            name=spec.name, description=spec.description, coroutine=run_bare, response_format="content_and_artifact"
        )
    return StructuredTool(
        name=spec.name,
        description=spec.description,
        args_schema=_with_room(spec.input),
        coroutine=run,
        response_format="content_and_artifact",
    )


def _with_room(model: type[BaseModel]) -> type[BaseModel]:
    """The input's model for LangChain, which validates what it injects along with the model's own arguments."""
    if model.model_config.get("extra") != "forbid":
        return model
    return type(model.__name__, (model,), {"model_config": ConfigDict(extra="ignore"), "__doc__": model.__doc__})


def tool_node(specs: Iterable[AnySpec], *, name: str) -> ToolNode:
    """LangGraph's node that runs tool calls, in parallel, each in a session of its own."""
    return ToolNode([as_tool(spec) for spec in specs], name=name, handle_tool_errors=_explain)


async def _answer(spec: AnySpec, context: Context, call_id: str, arguments: dict[str, Any]) -> Answer:
    made = await _made_before(spec, context, call_id)
    if made is not None:
        return made
    data = spec.input.model_validate({key: _plain(value) for key, value in arguments.items()})
    given = data.model_dump(mode="json", exclude_unset=True)
    if spec.gather is not None:
        data = await spec.gather(context, data)
    async with transaction(context.sessions) as session:
        result = await spec.run(session, context.actor, data)
        content, artifact = spec.present(result), result.model_dump(mode="json")
        if spec.effect != "read" and context.run_id is not None:
            # In the transaction of the effect: a run taken up again finds it, and does not do it twice.
            await runs.record_call(
                session, context.actor, context.run_id, call_id=call_id, name=spec.name, arguments=given,
                result={"content": content, "artifact": artifact},
            )  # fmt: skip
    return content, artifact


async def _made_before(spec: AnySpec, context: Context, call_id: str) -> Answer | None:
    """The answer of a write that this run made before its process was killed."""
    if spec.effect == "read" or context.run_id is None:
        return None
    async with context.sessions() as session:
        entry = await runs.call_made(session, context.actor, context.run_id, call_id)
    return None if entry is None else (entry.result["content"], entry.result["artifact"])


def _plain(value: Any) -> Any:
    """LangChain hands nested models over as instances; the spec's own model reads plain data."""
    return value.model_dump() if hasattr(value, "model_dump") else value


def _explain(error: AppError | ToolInvocationError) -> str:
    """What a failure tells the model, and the person behind it."""
    return error.message if isinstance(error, AppError) else f"The arguments do not fit: {error}"
