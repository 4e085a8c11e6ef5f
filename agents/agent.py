"""An agent is one model job: a prompt, the tools it is granted, a model role, limits."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from prompts.library import Prompt, load
from tools.catalogue import BY_NAME
from tools.registry import AnySpec

GENERAL = ("undo_last_change", "list_changes", "help")


@dataclass(frozen=True)
class Agent:
    """`grants` are the names of the tools it may use; every agent may undo, list changes and help."""

    name: str
    description: str
    prompt_id: str
    grants: tuple[str, ...]
    role: str = "chat"

    @cached_property
    def tools(self) -> tuple[AnySpec, ...]:
        """The specs of the granted tools."""
        return tuple(BY_NAME[name] for name in (*self.grants, *GENERAL))

    @property
    def prompt(self) -> Prompt:
        """The prompt's file."""
        return load(self.prompt_id)

    def instructions(self, now: datetime) -> str:
        """The system message; `now` is as the person's clock shows it."""
        today = f"{now:%Y-%m-%d}" + (f" in {now.tzinfo.key}" if isinstance(now.tzinfo, ZoneInfo) else "")
        return self.prompt.fill(tools=", ".join(spec.name for spec in self.tools), today=today)
