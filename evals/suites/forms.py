"""Forms: application pages, opened in a real Chromium from their saved markup, read to fields."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from playwright.async_api import Browser, Page, Route, async_playwright

from evals.case_files import CasesError, entries
from evals.intervals import of_values
from evals.results import Chart, Failing, Figure, Measured
from evals.scorers.counts import Counts
from evals.scorers.filling import score_filling
from evals.scorers.forms import FIGURES, Expected, Labels, fold_label, marked, score_form
from evals.suites.suite import CaseSet, Suite, Workbench
from tools.applications.forms.questions import known_as
from tools.applications.forms.reading import read_form
from tools.applications.forms.schemas import ApplicationForm, FieldKind
from tools.browser import find_chromium
from tools.job_profiles.schemas import KnownAs

LABELLED = "swiss_forms"
_AT_ONCE = 2
_CHOICES = ("radio", "checkbox")
_COOKIES = ("cookie", "accept", "deny", "decline", "akzeptieren", "ablehnen", "refuser", "accepter")
_FIELD_KEYS = frozenset({"kind", "name", "label", "required", "options", "known", "step"})


@dataclass(frozen=True, slots=True)
class FormCase:
    """A page's saved markup, the address it is shown under, and its labels."""

    id: str
    file: Path
    url: str
    labels: Labels


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading one page gave."""

    case: FormCase
    form: ApplicationForm
    counts: Mapping[str, Counts]


def load(path: Path) -> Sequence[FormCase]:
    """The cases of a file; raises CasesError naming the case and the field."""
    return [_case(where, raw, path.parent) for where, raw in entries(path)]


def _case(where: str, raw: Mapping[str, Any], folder: Path) -> FormCase:
    file, fields = folder / str(raw.get("file")), raw.get("fields")
    if not file.is_file():
        raise CasesError(f"{where}: there is no file {raw.get('file')} in {folder}")
    if not isinstance(fields, list) or not fields:
        raise CasesError(f"{where}: needs `fields`, a list that is not empty")
    if not str(raw.get("url", "")).startswith("https://"):
        raise CasesError(f"{where}: needs `url`, the https address the page is shown under")
    labels = Labels(
        fields=[_expected(where, one) for one in fields],
        submits=[str(raw["submit"])] if raw.get("submit") else (),
        ats=raw.get("ats"),
        letter=raw.get("letter", "no"),
        files_are_fields=True,
    )
    return FormCase(str(raw["id"]), file, str(raw["url"]), labels)


def _expected(where: str, raw: Any) -> Expected:
    if not isinstance(raw, Mapping) or raw.get("kind") not in get_args(FieldKind):
        raise CasesError(f"{where}: every field needs a `kind`, one of {', '.join(get_args(FieldKind))}")
    if unknown := sorted(set(raw) - _FIELD_KEYS):
        raise CasesError(f"{where}: a field has no {', '.join(unknown)}; it has {', '.join(sorted(_FIELD_KEYS))}")
    options = raw.get("options")
    return Expected(
        kind=raw["kind"],
        name=raw.get("name"),
        label=raw.get("label"),
        required=bool(raw.get("required", False)),
        options=[str(one) for one in options] if options is not None else None,
        known=raw.get("known"),
        step=raw.get("step"),
    )


def shared(folder: Path) -> Iterable[CaseSet]:
    """Saved pages beside the checkout whose fields somebody listed."""
    found = [_labelled(path) for path in sorted((folder / "job_pages" / LABELLED).glob("*.expected.json"))]
    return [CaseSet(LABELLED, found)] if found else []


def _labelled(path: Path) -> FormCase:
    data = json.loads(path.read_text(encoding="utf-8"))
    identifier = path.name.removesuffix(".expected.json")
    schema = data["schema"]
    pressed = [
        one for one in schema["verdict"]["submit_labels"] if not any(word in one.casefold() for word in _COOKIES)
    ]
    labels = Labels(fields=_entries(schema["fields"]), files=schema["files"], submits=pressed)
    return FormCase(identifier, path.with_name(f"{identifier}.html"), data["landed_url"].split("#")[0], labels)


def _entries(listed: Sequence[Mapping[str, Any]]) -> list[Expected]:
    """The labels' entries as fields, as the scorer's docstring says."""
    named = {fold_label(one["label"]) for one in listed if _has_own_name(one)}
    fields: dict[Any, list[Mapping[str, Any]]] = {}
    for number, one in enumerate(listed):
        if not (one["name"] or one["label"] or one.get("options_count")):
            continue
        if not _has_own_name(one) and fold_label(one["label"]) in named:
            continue
        grouped = one["kind"] in _CHOICES and one["name"]
        fields.setdefault((one["kind"], one["name"]) if grouped else number, []).append(one)
    return [_field(members) for members in fields.values()]


def _has_own_name(one: Mapping[str, Any]) -> bool:
    return bool(one["name"]) and "autogen" not in one["name"]


def _field(members: Sequence[Mapping[str, Any]]) -> Expected:
    first = members[0]
    required = any(one["required"] or marked(one["label"]) for one in members)
    if len(members) > 1 or first["kind"] == "radio":
        options = [one["label"] for one in members if one["label"]]
        return Expected(first["kind"], first["name"], None, required or None, options)
    sample = first.get("options_sample") or None
    if sample and first.get("placeholder_first"):
        sample = sample[1:]
    judged = None if first["kind"] == "checkbox" and not required else required
    # What hides behind a widget has its label, and its mark, elsewhere.
    return Expected(
        first["kind"], first["name"], first["label"], judged if first["label"] else required or None, sample
    )


async def measure(cases: CaseSet, bench: Workbench) -> Measured:  # noqa: ARG001 - the signature is a suite's
    """Read every page; figures over all fields, and per page what was found."""
    async with _chromium() as chromium:
        shares = [cases.cases[start::_AT_ONCE] for start in range(_AT_ONCE)]
        read = await asyncio.gather(*(_outcomes(chromium, share) for share in shares))
    outcomes = sorted((one for part in read for one in part), key=lambda one: cases.cases.index(one.case))
    figures = []
    for name in (*FIGURES, "filled"):
        part = [outcome.counts[name] for outcome in outcomes if name in outcome.counts]
        if part:
            figures.append(_share(f"{name}.right", part, [one.right + one.missed for one in part]))
    found = [outcome.counts["fields"] for outcome in outcomes]
    figures.append(_share("fields.precision", found, [one.right + one.wrong for one in found]))
    bars = [
        (one.case.id, _share("", [part], [part.right + part.missed]).estimate)
        for one, part in zip(outcomes, found, strict=True)
    ]
    failing = tuple(_failing(one) for one in outcomes if not all(part.perfect for part in one.counts.values()))
    return Measured(tuple(figures), (Chart.worst_first("Fields found, by page", bars),), (), failing)


def _share(name: str, counts: Sequence[Counts], wholes: Sequence[float]) -> Figure:
    return Figure(name, of_values([one.right for one in counts], wholes), "values")


@asynccontextmanager
async def _chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        try:
            yield chromium
        finally:
            await chromium.close()


async def _outcomes(chromium: Browser, cases: Sequence[FormCase]) -> list[Outcome]:
    """One page shows the cases one after the other."""
    page = await chromium.new_page()
    return [await _outcome(page, case) for case in cases]


async def _outcome(page: Page, case: FormCase) -> Outcome:
    """Show the saved markup under the page's own address; whatever else it asks for is refused."""
    markup = await asyncio.to_thread(case.file.read_bytes)

    async def answer(route: Route) -> None:
        if route.request.is_navigation_request() and route.request.frame.parent_frame is None:
            await route.fulfill(body=markup, content_type="text/html; charset=utf-8")
        else:
            await route.abort()

    await page.unroute_all(behavior="ignoreErrors")
    await page.route("**/*", answer)
    await page.goto(case.url, wait_until="domcontentloaded")
    form = await read_form(page, url=case.url)
    understood = [_understood(known_as(one, form.language)) for one in form.fields]
    counts = score_form(case.labels, form, understood)
    return Outcome(case, form, {**counts, "filled": await score_filling(page, form)})


def _understood(known: KnownAs) -> str:
    """A question as the cases name it: its key, what it is about and where, or "" for one of its own."""
    about = str(known.extra.get("about", ""))
    if known.is_known or not about:
        return known.key if known.is_known else ""
    return f"{about} @ {known.extra['place']}" if "place" in known.extra else about


def _failing(outcome: Outcome) -> Failing:
    notes = [f"{name}: {note}" for name, counts in outcome.counts.items() for note in counts.notes]
    return Failing(
        case=outcome.case.id,
        reason=", ".join(name for name, counts in outcome.counts.items() if not counts.perfect),
        input=outcome.case.url,
        expected=f"{len(outcome.case.labels.fields)} fields",
        found="\n".join(notes),
    )


SUITE = Suite(
    name="forms",
    about="application pages to their fields",
    own=("forms.v1.yaml",),
    fits=lambda case: "fields" in case and "file" in case and "url" in case,
    load=load,
    measure=measure,
    shared=shared,
)
