"""A tool is the capability itself: one typed function that route, agent and command line all call."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from store.database import transaction
from tools.context import Actor, Context

Input = TypeVar("Input", bound=BaseModel)
Output = TypeVar("Output", bound=BaseModel)
Effect = Literal["read", "write", "external"]


@dataclass(frozen=True, slots=True)
class Example:
    """Something a person says that means this tool; used to choose it offline and to test routing on any model."""

    says: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ToolSpec(Generic[Input, Output]):
    """One capability.

    `run` works inside one session and never commits. `gather`, where given, does the network work before
    the session opens and returns the completed input. `present` words the result in Markdown for people
    and models. `effect`: read, write (undoable, logged) or external; what is external or `destructive`
    waits for the person's yes, asked with the words of `question`. `pipeline` names the graph that carries on.
    `own_words` are inputs that are kept as something the person said; a model's words are not theirs.
    """

    name: str
    area: str
    description: str
    input: type[Input]
    output: type[Output]
    run: Callable[[AsyncSession, Actor, Any], Awaitable[Output]]
    present: Callable[[Output], str]
    effect: Effect = "read"
    destructive: bool = False
    gather: Callable[[Context, Input], Awaitable[BaseModel]] | None = None
    question: Callable[[AsyncSession, Actor, Any], Awaitable[str]] | None = None
    pipeline: str | None = None
    own_words: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def needs_approval(self) -> bool:
        """Whether a person has to say yes before it runs from a conversation."""
        return self.effect == "external" or self.destructive


async def call(spec: ToolSpec[Input, Output], context: Context, data: Input) -> Output:
    """Do it: gather outside any session, then run in one session that commits once. AppErrors reach the caller."""
    gathered = data if spec.gather is None else await spec.gather(context, data)
    async with transaction(context.sessions) as session:
        return await spec.run(session, context.actor, gathered)


AnySpec = ToolSpec[Any, Any]


def by_name(specs: tuple[AnySpec, ...]) -> dict[str, AnySpec]:
    """The specs keyed by name; a name used twice is a bug."""
    table = {spec.name: spec for spec in specs}
    if len(table) != len(specs):
        raise ValueError("two tools share a name")
    return table
