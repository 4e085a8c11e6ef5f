"""Extraction: resumes and postings read field by field, the way uploads and links are read in production."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from evals.case_files import CasesError, entries
from evals.intervals import Estimate, Share, of_values
from evals.results import Chart, Failing, Figure, Measured
from evals.scorers import postings, resumes
from evals.scorers.counts import Counts
from evals.suites import reading
from evals.suites.suite import CaseSet, Suite, Workbench
from evals.suites.twins import twin_cases

AT_ONCE = 2
POSTING_FIELDS = (*postings.PLAIN_FIELDS, "salary", "requirements", "skills")


@dataclass(frozen=True, slots=True)
class ExtractionCase:
    """One file or text, and the fields it must be read to, or the code of the error it must be refused with."""

    id: str
    part: Literal["resume", "posting"]
    raw: Mapping[str, Any]
    folder: Path

    @property
    def refused(self) -> str | None:
        """The code it must be refused with."""
        return self.raw.get("refused") or self.raw.get("error")

    @property
    def expected(self) -> Mapping[str, Any]:
        """The values by field."""
        return self.raw.get("expected") or {}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading a case gave: counts by field, or the error's code; `found` is told where it is not right."""

    case: ExtractionCase
    counts: Mapping[str, Counts]
    found: Mapping[str, str]
    error: str | None = None

    @property
    def right(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.error == self.case.refused and all(counts.perfect for counts in self.counts.values())


def load(path: Path) -> Sequence[ExtractionCase]:
    """The cases of a file; raises CasesError naming the case and the field."""
    return [_case(where, raw, path.parent) for where, raw in entries(path)]


def _case(where: str, raw: Mapping[str, Any], folder: Path) -> ExtractionCase:
    posting = raw.get("kind") == "posting" or "form" in raw
    sources = [name for name in (("input", "file") if posting else ("text", "file")) if raw.get(name) is not None]
    if len(sources) != 1:
        needed = "`input` (the posting itself) or `file`" if posting else "`file` or `text` (the resume itself)"
        raise CasesError(f"{where}: needs either {needed}")
    if sources == ["file"] and not (folder / str(raw["file"])).is_file():
        raise CasesError(f"{where}: there is no file {raw['file']} in {folder}")
    if posting:
        _check_form(where, raw)
    _check_expected(where, raw, POSTING_FIELDS if posting else resumes.FIELDS)
    return ExtractionCase(str(raw["id"]), "posting" if posting else "resume", raw, folder)


def _check_form(where: str, raw: Mapping[str, Any]) -> None:
    if raw.get("form") not in {"text", "html"}:
        raise CasesError(f"{where}: `form` is text or html, not {raw.get('form')!r}")
    if raw["form"] == "html" and not raw.get("url"):
        raise CasesError(f"{where}: a page needs its `url`")


def _check_expected(where: str, raw: Mapping[str, Any], known: Sequence[str]) -> None:
    expected, refused = raw.get("expected"), raw.get("refused") or raw.get("error")
    if bool(expected) == bool(refused):
        raise CasesError(f"{where}: needs `expected` (fields) or the code of a refusal, and not both")
    if refused:
        return
    if not isinstance(expected, Mapping):
        raise CasesError(f"{where}: `expected` must be a mapping of fields")
    if unknown := sorted(set(expected) - set(known)):
        raise CasesError(f"{where}: there is no field {', '.join(unknown)}; there are {', '.join(known)}")
    requirements = expected.get("requirements")
    if requirements is not None and not (isinstance(requirements, Mapping) and set(requirements) <= _IMPORTANCES):
        raise CasesError(f"{where}: `requirements` is a mapping of {', '.join(sorted(_IMPORTANCES))} to lists")


_IMPORTANCES = frozenset({"must", "should", "nice"})


def shared(folder: Path) -> Iterable[CaseSet]:
    """Resumes beside the checkout that have a machine-readable twin, which says what is in them."""
    found = [_case(f"{folder}: {raw['id']}", raw, folder) for raw in twin_cases(folder / "resumes")]
    return [CaseSet("resume-twins", found)] if found else []


async def measure(cases: CaseSet, bench: Workbench) -> Measured:
    """Read every case, resumes in processes of their own as uploads are, and count field by field."""
    free = asyncio.Semaphore(AT_ONCE)

    async def outcome(case: ExtractionCase) -> Outcome:
        async with free:
            read = reading.read_resume if case.part == "resume" else reading.read_posting
            return Outcome(case, *await read(case.raw, case.folder, case.expected, bench.settings))

    outcomes = await asyncio.gather(*[outcome(case) for case in cases.cases])
    charts = []
    figures: list[Figure] = []
    for part in ("resume", "posting"):
        chosen = [one for one in outcomes if one.case.part == part and not one.case.refused]
        if chosen:
            figures += _figures(part, chosen)
            charts.append(Chart.worst_first(f"{part.capitalize()}s without a fault, by form", _by_form(chosen)))
    refused = [one for one in outcomes if one.case.refused]
    if refused:
        figures.append(Figure("refusals", Share(sum(one.right for one in refused), len(refused)).estimate, "documents"))
    return Measured(tuple(figures), tuple(charts), (), tuple(_failing(one) for one in outcomes if not one.right))


def _figures(part: str, outcomes: Sequence[Outcome]) -> list[Figure]:
    """The share of documents without a fault, and each field's F1."""
    faultless = Share(sum(one.right for one in outcomes), len(outcomes))
    figures = [Figure(f"{part}s.faultless", faultless.estimate, "documents")]
    for name in dict.fromkeys(field for one in outcomes for field in one.counts):
        counts = [one.counts[name] for one in outcomes if name in one.counts]
        f1 = of_values([one.right for one in counts], [one.whole for one in counts])
        if f1.n:
            figures.append(Figure(f"{part}s.{name}", f1, "values"))
    return figures


def _by_form(outcomes: Sequence[Outcome]) -> Iterable[tuple[str, Estimate]]:
    forms: dict[str, list[bool]] = {}
    for one in outcomes:
        raw = one.case.raw
        form = raw.get("form") or (Path(str(raw["file"])).suffix.lstrip(".") if "file" in raw else "text")
        forms.setdefault("html, printed to pdf" if form == "html" and "form" not in raw else form, []).append(one.right)
    for form, right in sorted(forms.items()):
        yield form, Share(sum(right), len(right)).estimate


def _failing(outcome: Outcome) -> Failing:
    case = outcome.case
    wrong = [name for name, counts in outcome.counts.items() if not counts.perfect]
    expected = [f"{name}: {case.expected[name]}" for name in wrong if name in case.expected]
    found = [f"{name}: {outcome.found[name]}" for name in wrong if name in outcome.found]
    if outcome.error != case.refused:
        expected = [f"refused with {case.refused}"] if case.refused else ["to be read"]
        found = [f"refused with {outcome.error}" if outcome.error else "it was read"]
    return Failing(
        case=case.id,
        reason="refused" if outcome.error else f"{case.part}: {', '.join(wrong)}" if wrong else "not refused",
        input=str(case.raw.get("input") or case.raw.get("text") or case.raw.get("file"))[:1500],
        expected="\n".join(expected),
        found="\n".join(found),
    )


SUITE = Suite(
    name="extraction",
    about="resumes and postings, field by field",
    own=("extraction.v1.yaml", "extraction_layouts.v1.yaml", "extraction_postings.v1.yaml"),
    fits=lambda case: case.get("kind") in {"resume", "posting"} or "form" in case,
    load=load,
    measure=measure,
    shared=shared,
)
