"""`jobwright eval`: measure how good it is. What it needs is imported when a command runs, not when help is shown."""

import asyncio
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from store.errors import AppError, ValidationError
from store.settings import Settings

if TYPE_CHECKING:
    from evals.results import Results, SetResult

app = typer.Typer(no_args_is_help=True, help="Measure how good it is.")
CANNOT = 2
SHOWN = 6


@app.callback()
def evaluation() -> None:
    """Offline evaluation: `run` measures quality, `bench` speed."""


@app.command()
def run(
    suite: Annotated[list[str] | None, typer.Option(help="Only this suite; may be given several times.")] = None,
    cases: Annotated[list[Path] | None, typer.Option(help="Measure this file of cases instead of our own.")] = None,
    model: Annotated[str, typer.Option(help="offline, a role, provider/model, or replay:FOLDER.")] = "offline",
    json: Annotated[Path | None, typer.Option(help="Write everything that was found to this file.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a report with plots and every failing case.")] = None,
    record: Annotated[Path | None, typer.Option(help="Keep the model's answers here, for --model replay:.")] = None,
    shared: Annotated[bool, typer.Option(help="Also labelled sets in ../shared/data, when present.")] = True,
    whole: Annotated[bool, typer.Option(help="Measure big labelled sets in full; takes minutes.")] = False,
    baselines: Annotated[Path | None, typer.Option(help="Figures to reach, in place of evals/baselines.json.")] = None,
    update_baselines: Annotated[bool, typer.Option(help="Raise the baselines to what is reached now.")] = False,
) -> None:
    """Measure the suites (routing, matching, extraction, truth) and compare with the baselines.

    Ends with 1 when a figure falls below its baseline, with 2 when cases, suite or model cannot be used.
    """
    console, progress = Console(), Console(stderr=True)
    runs, report = import_module("evals.run"), import_module("evals.report")
    gate = baselines or runs.BASELINES
    beside = runs.SHARED if shared else None
    request = runs.Request(tuple(suite or ()), tuple(cases or ()), model, record, beside, whole, gate)
    try:
        if update_baselines and model != "offline":
            raise ValidationError("Baselines are what the offline model reaches; leave --model out to raise them.")
        results = asyncio.run(runs.run(request, Settings(), lambda text: progress.print(f"… {text}", style="dim")))
        for path, write in ((json, report.as_json), (html, report.as_html)):
            if path is not None:
                path.write_text(write(results), encoding="utf-8")
    except (AppError, OSError) as problem:
        progress.print(str(getattr(problem, "message", problem)), style="red", markup=False, soft_wrap=True)
        raise typer.Exit(CANNOT) from problem
    _show(console, results)
    if update_baselines:
        _update(console, runs.raise_baselines(results, gate))
    if not results.passed:
        raise typer.Exit(1)


@app.command()
def bench(
    only: Annotated[list[str] | None, typer.Option(help="Only this part; may be given several times.")] = None,
    postings: Annotated[int, typer.Option(min=10_000, help="How many postings `retrieval` grows to.")] = 100_000,
) -> None:
    """How fast it is: ratios against named baselines, and where the time goes."""
    try:
        asyncio.run(import_module("evals.bench.run").main(tuple(only or ()), postings))
    except ValidationError as problem:
        Console(stderr=True).print(problem.message, style="red", markup=False)
        raise typer.Exit(CANNOT) from problem


@app.command()
def survive(
    runs: Annotated[int, typer.Option(help="How many searches are started")] = 200,
    kills: Annotated[int, typer.Option(help="How often a process is killed")] = 20,
    seconds: Annotated[float, typer.Option(help="How long all of it may take, for each mode")] = 900.0,
    mode: Annotated[str, typer.Option(help="alone, scale, or both")] = "both",
    seed: Annotated[int, typer.Option(help="Which random moments")] = 1,
) -> None:
    """Whether background runs survive kills: nothing may be lost, nothing saved twice, every run must end."""
    if not asyncio.run(import_module("evals.surviving.command").main(runs, kills, seconds, mode, seed)):
        raise typer.Exit(1)


def _update(console: Console, raised: dict[str, float]) -> None:
    for name, value in raised.items():
        console.print(f"baseline of {name} raised to {value:.3f}")
    if not raised:
        console.print("no baseline to raise")


def _show(console: Console, results: "Results") -> None:
    for one in results.sets:
        console.print(_table(one))
        for note in one.measured.notes:
            console.print(f"  {_safe(note)}", soft_wrap=True)
        failing = one.measured.failing
        for case in failing[:SHOWN]:
            console.print(f"  [yellow]{_safe(case.case)}[/] {_safe(case.reason)}")
            console.print(f"    expected  {_safe(_short(case.expected))}")
            console.print(f"    found     {_safe(_short(case.found))}")
        if len(failing) > SHOWN:
            console.print(f"  … and {len(failing) - SHOWN} more; --html FILE or --json FILE has them all")
        console.print()
    for skipped in results.skipped:
        console.print(f"[dim]not measured: {_safe(skipped.what)}: {_safe(skipped.reason)}[/]")
    console.print(f"model: {_safe(results.model)}")
    if results.missing:
        console.print(f"[bold red]not measured, though there is a baseline:[/] {_safe(', '.join(results.missing))}")
    if results.below:
        names = ", ".join(figure.name for figure in results.below)
        console.print(f"[bold red]below the baseline:[/] {_safe(names)}")
    if results.passed and any(figure.baseline is not None for figure in results.figures):
        console.print("[green]every figure reaches its baseline[/]")


def _table(one: "SetResult") -> Table:
    table = Table(
        title=f"{one.title}: {one.cases} cases in {one.seconds:.1f} s, {len(one.measured.failing)} of them failing",
        title_justify="left",
    )
    table.add_column("figure", overflow="fold")
    for column in ("value", "95 % interval", "n", "baseline"):
        table.add_column(column, justify="right", no_wrap=True)
    for figure in one.measured.figures:
        found = figure.estimate
        baseline = "" if figure.baseline is None else f"{figure.baseline:.3f}"
        table.add_row(
            figure.short, f"{found.value:.3f}", f"{found.low:.3f} to {found.high:.3f}", str(found.n),
            f"{baseline} ✗" if figure.fails else baseline, style="bold red" if figure.fails else None,
        )  # fmt: skip
    return table


def _short(text: str) -> str:
    line = " ⏎ ".join(text.splitlines())
    return line if len(line) <= 160 else f"{line[:159]}…"


def _safe(text: str) -> str:
    return text.replace("[", r"\[")
