"""What the offline model means to do about one message: calls, a question, and what it leaves undone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal[
    "job", "resume", "tailored", "watch", "document", "mail", "draft", "review", "rule", "appointment", "mailbox"
]
# Tools whose result is a list of jobs, the best first.
RANKING = frozenset({"compare_jobs", "search_jobs"})


@dataclass(frozen=True, slots=True)
class Entry:
    """Something an earlier result showed under a short number; `sort` is the kind of a mail."""

    kind: Kind
    number: int
    name: str
    company: str | None = None
    score: float | None = None
    primary: bool = False
    language: str | None = None
    sort: str | None = None

    @property
    def label(self) -> str:
        """How a question names it: 2 Data Engineer at Stripe."""
        return f"{self.number} {self.name}" + (f" at {self.company}" if self.company else "")


@dataclass(frozen=True, slots=True)
class Result:
    """One tool call and its typed answer as JSON. `ok` is False when it failed, or when the person `refused` it."""

    tool: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    artifact: Mapping[str, Any] = field(default_factory=dict)
    ok: bool = True
    text: str = ""
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Later:
    """An argument that an earlier call of the same turn will answer.

    `best`: the winner of the newest comparison; `added`: what was just added; with `index` the n-th of them (from 0),
    `every`: all that were added.
    """

    what: Literal["best", "added", "every"]
    kind: Kind = "job"
    index: int | None = None

    def __str__(self) -> str:
        return "@best" if self.what == "best" else "@added"


@dataclass(frozen=True, slots=True)
class Step:
    """One call. Steps of the same `batch` do not need each other and are made together."""

    tool: str
    arguments: Mapping[str, Any]
    batch: int = 0

    def awaits(self) -> tuple[Later, ...]:
        """What it needs from earlier calls."""
        values = [item for value in self.arguments.values() for item in (value if isinstance(value, list) else [value])]
        return tuple(value for value in values if isinstance(value, Later))


@dataclass(frozen=True, slots=True)
class Filled:
    """Argument sets for one or more calls of a tool; `missing` names what nobody said."""

    calls: tuple[Mapping[str, Any], ...]
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be known before `tool` can be called; `arguments` are known already."""

    tool: str
    missing: str
    arguments: Mapping[str, Any]
    choices: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Undone:
    """A part of the message that no call answers, and why.

    `beyond`: outside its reach (`topic` of agents.offline.reach); `other_area`: its area's tools are not granted here;
    `kept`: the person said not to; `unclear`: not understood; `hypothetical`: asked what would happen;
    `wrong`: wants pay below nothing. `near`: the tools that come nearest to what was not understood.
    """

    reason: Literal["beyond", "other_area", "kept", "unclear", "hypothetical", "wrong"]
    said: str
    topic: str | None = None
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole answer to one message; `talk` names the small talk when there is nothing else in it."""

    steps: tuple[Step, ...] = ()
    question: Question | None = None
    undone: tuple[Undone, ...] = ()
    talk: str | None = None
