"""Cases in their batches, so that those which join later take nothing from what the earlier ones demand."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Judged = TypeVar("Judged")


def by_batch(judged: Sequence[Judged], batch: Callable[[Judged], str]) -> Iterator[tuple[str, list[Judged]]]:
    """The cases of each batch, with what the names of its figures end in: nothing for the first, or for only one."""
    batches = sorted({batch(one) for one in judged})
    for name in batches:
        yield f"_{name}" if name and len(batches) > 1 else "", [one for one in judged if batch(one) == name]
