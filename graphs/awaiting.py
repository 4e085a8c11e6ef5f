"""Who is still waited for while several are asked at once, said with every step."""

from collections.abc import Sequence
from typing import Any

MOST_NAMED = 3


class Awaited:
    """Those who have not answered yet, as a run's events tell: `awaits` names all, `arrived` one that is done."""

    def __init__(self) -> None:
        self._left: list[str] = []

    def told(self, event: dict[str, Any]) -> dict[str, Any]:
        """The event as everybody is told it: after one has answered its step says who has not."""
        told = {key: value for key, value in event.items() if key not in {"awaits", "arrived"}}
        if "awaits" in event:
            self._left = list(event["awaits"])
        elif event.get("arrived") in self._left:
            self._left.remove(event["arrived"])
            if self._left:
                told["step"] = f"{event['step']}; still waiting for {named(self._left)}"
        return told


def named(sources: Sequence[str]) -> str:
    """Few by their names, each once, many by their number. Pure."""
    names = list(dict.fromkeys(sources))
    if len(names) > MOST_NAMED:
        return f"{len(sources)} sources"
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part) if names else "no source"
