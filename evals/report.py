"""A run's results as JSON, and as one self-contained page."""

import dataclasses
import json
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from evals.results import Figure, Results

TEMPLATE = "report.html.j2"
SHOWN_LENGTH = 3_000


def as_json(results: Results) -> str:
    """Everything, indented; `passed` says whether every figure reaches its baseline."""
    plain = {"format": 1, "passed": results.passed, **dataclasses.asdict(results)}
    for one in plain["sets"]:
        one |= one.pop("measured")
        one["figures"] = [_flat(figure) for figure in one["figures"]]
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _flat(figure: dict[str, Any]) -> dict[str, Any]:
    estimate = figure.pop("estimate")
    return {**figure, **estimate}


def as_html(results: Results) -> str:
    """The report: figures with their intervals, what they are made of, every failing case. No script, no other file."""
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_source), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"percent": percent, "place": place, "shorten": shorten}
    page: str = environment.get_template(TEMPLATE).render(
        results=results, failing=sum(len(one.measured.failing) for one in results.sets), state=state
    )
    return page


def _source(name: str) -> str:
    return (files("evals") / name).read_text(encoding="utf-8")


def percent(value: float) -> str:
    """A figure as it is printed: three decimals."""
    return f"{value:.3f}"


def place(value: float) -> Markup:
    """Where a value from 0 to 1 lies across a plot, with room for the dot at both ends."""
    return Markup(f"{1 + 98 * value:.2f}%")


def shorten(text: str) -> str:
    """A text that fits the page."""
    return text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}\n… ({len(text)} characters)"


def state(figure: Figure) -> str:
    """The class of a figure: below its baseline, above it, or without one."""
    if figure.baseline is None:
        return "free"
    return "low" if figure.fails else "held"
