"""What a suite is."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.chosen import ChosenModels
from evals.results import Measured
from store.settings import Settings


@dataclass(frozen=True, slots=True)
class CaseSet:
    """Cases that are measured together, under one name: `own`, a labelled set, or a file that was given."""

    name: str
    cases: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Workbench:
    """What suites work with."""

    models: ChosenModels
    settings: Settings


def nothing_shared(folder: Path) -> Iterable[CaseSet]:  # noqa: ARG001 - the signature is a suite's
    """For suites without labelled sets in the shared material."""
    return ()


@dataclass(frozen=True, slots=True)
class Suite:
    """`own` are its files in evals/cases; `fits` recognises its cases; `load` raises AppErrors naming what is wrong.

    Labelled sets with more than `most_candidates` to choose from are measured on request only.
    """

    name: str
    about: str
    own: tuple[str, ...]
    fits: Callable[[Mapping[str, Any]], bool]
    load: Callable[[Path], Sequence[Any]]
    measure: Callable[[CaseSet, Workbench], Awaitable[Measured]]
    shared: Callable[[Path], Iterable[CaseSet]] = nothing_shared
    uses_model: bool = False
    most_candidates: int | None = None
