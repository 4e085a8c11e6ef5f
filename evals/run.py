"""A whole run: which cases, through which suites, on which model; and the gate over its figures."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from evals.case_files import CasesError
from evals.chosen import ChosenModels, choose
from evals.results import Measured, Results, SetResult, Skipped, named
from evals.suites.registry import CASES, OWN, suite_of, suites
from evals.suites.suite import CaseSet, Suite, Workbench
from store.settings import Settings

BASELINES = Path(__file__).with_name("baselines.json")
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
ENOUGH = 3_000_000
OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be measured. Without `files`: the suites' own cases, and the labelled sets of `shared` if it is there.

    `whole` measures big sets in full, which may take minutes. The project's `baselines` are for its own cases.
    """

    suites: Sequence[str] = ()
    files: Sequence[Path] = ()
    model: str = OFFLINE
    record: Path | None = None
    shared: Path | None = SHARED
    whole: bool = False
    baselines: Path = BASELINES


@dataclass(slots=True)
class _Work:
    sets: list[tuple[Suite, CaseSet]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


async def run(request: Request, settings: Settings, tell: Callable[[str], None] = lambda _: None) -> Results:
    """Measure; `tell` hears what is being worked on. Raises AppErrors for wrong cases, suites and models."""
    began = datetime.now(UTC)
    models = choose(request.model, settings, request.record)
    work = _work(request)
    baselines = _applying(request, models)
    bench = Workbench(models, settings)
    measured = []
    for suite, cases in work.sets:
        tell(f"{suite.name}: {len(cases.cases)} cases ({cases.name})")
        measured.append(await _measure(suite, cases, bench, baselines))
    found = {figure.name for one in measured for figure in one.measured.figures}
    return Results(
        model=_label(request.model, models),
        began=began.isoformat(timespec="seconds"),
        sets=tuple(measured),
        skipped=tuple(work.skipped),
        missing=tuple(sorted(set(baselines) - found)),
    )


def _applying(request: Request, models: ChosenModels) -> dict[str, float]:
    """The baselines of the suites that run; what a suite reaches with the offline model says nothing about another."""
    offline = models.names == (OFFLINE,)
    if request.files and request.baselines == BASELINES:
        return {}
    gated = {suite.name for suite in suites(request.suites) if offline or not suite.uses_model}
    return {name: least for name, least in read_baselines(request.baselines).items() if name.partition(".")[0] in gated}


def _label(asked: str, models: ChosenModels) -> str:
    return models.label if asked == models.label else f"{asked} ({models.label})"


async def _measure(suite: Suite, cases: CaseSet, bench: Workbench, baselines: Mapping[str, float]) -> SetResult:
    begun = time.perf_counter()
    found: Measured = await suite.measure(cases, bench)
    found = named(found, suite.name, "" if cases.name == OWN else f"@{cases.name}", baselines)
    return SetResult(suite.name, cases.name, len(cases.cases), time.perf_counter() - begun, found)


def _work(request: Request) -> _Work:
    wanted = suites(request.suites)
    work = _Work()
    if request.files:
        work.sets = list(_given(request.files, wanted))
        return work
    for suite in wanted:
        _own(suite, work)
        _shared(suite, request, work)
    return work


def _given(files: Sequence[Path], wanted: Sequence[Suite]) -> Iterator[tuple[Suite, CaseSet]]:
    for path in files:
        suite = suite_of(path, wanted)
        yield suite, CaseSet(path.stem, suite.load(path))


def _own(suite: Suite, work: _Work) -> None:
    cases: list[object] = []
    for name in suite.own:
        if (CASES / name).exists():
            cases += suite.load(CASES / name)
        else:
            work.skipped.append(Skipped(f"{suite.name}: {name}", f"there is no such file in {CASES}"))
    if cases:
        work.sets.append((suite, CaseSet(OWN, cases)))


def _shared(suite: Suite, request: Request, work: _Work) -> None:
    if request.shared is None:
        work.skipped.append(Skipped(f"{suite.name}: labelled sets", "left out on request"))
        return
    if not request.shared.is_dir():
        work.skipped.append(Skipped(f"{suite.name}: labelled sets", "no ../shared/data beside this checkout"))
        return
    found = list(suite.shared(request.shared))
    if not found:
        work.skipped.append(Skipped(f"{suite.name}: labelled sets", "none of this kind in ../shared/data"))
    for cases in found:
        if not request.whole and suite.most_candidates and _candidates(cases) > suite.most_candidates:
            work.skipped.append(Skipped(f"{suite.name}: {cases.name}", "takes minutes; --whole measures it"))
            continue
        kept = cases if request.whole else _thinned(cases)
        if len(kept.cases) < len(cases.cases):
            left = f"{len(kept.cases)} of {len(cases.cases)} queries, evenly spaced; --whole measures all"
            work.skipped.append(Skipped(f"{suite.name}: part of {cases.name}", left))
        work.sets.append((suite, kept))


def _candidates(cases: CaseSet) -> int:
    """The most that any case of a set has to choose from."""
    return max((len(getattr(case, "candidates", ())) for case in cases.cases), default=0)


def _thinned(cases: CaseSet) -> CaseSet:
    """A ranking set with so many pairs of query and candidate that it takes minutes, cut to a few seconds' worth."""
    pairs = sum(len(getattr(case, "candidates", ())) for case in cases.cases)
    step = -(-pairs // ENOUGH)
    return cases if step <= 1 else CaseSet(cases.name, cases.cases[::step])


def read_baselines(path: Path) -> dict[str, float]:
    """The least that each figure of the project's own cases must reach. Raises CasesError for a file that is wrong."""
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as problem:
        raise CasesError(f"{path}: cannot be read: {problem}") from problem
    if not isinstance(read, dict) or not all(isinstance(value, int | float) for value in read.values()):
        raise CasesError(f"{path}: must map figures to numbers")
    return {str(name): float(value) for name, value in read.items()}


def raise_baselines(results: Results, path: Path) -> dict[str, float]:
    """Raise every baseline to the lower bound now measured, rounded down to thousandths; none is ever lowered.

    Returns what was raised. A figure without a baseline gets one; the project's file is for its own cases alone.
    """
    held = read_baselines(path)
    raised: dict[str, float] = {}
    for one in results.sets:
        if one.name != OWN and path == BASELINES:
            continue
        for figure in one.measured.figures:
            reached = int(figure.estimate.low * 1000) / 1000
            if reached > held.get(figure.name, 0.0):
                raised[figure.name] = reached
    if raised:
        text = json.dumps({**held, **raised}, indent=2, sort_keys=True)
        path.write_text(text + "\n", encoding="utf-8")
    return raised
