"""The truth suite: planted inventions that the prover must catch and honest rewordings that it must let pass.

The form of a case file is described at the top of `evals/cases/truth.v1.yaml`; any file of that form can be scored.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import TypeAdapter, ValidationError

from evals.case_files import batch_of
from evals.intervals import Share
from store.errors import AppError
from tools.resumes.schemas import Detail, PositionDetail
from tools.tailoring.grounding import CitedFact, check
from tools.tailoring.schemas import ProblemKind, Verdict
from tools.yaml_text import parse_yaml

_DETAIL: TypeAdapter[Detail] = TypeAdapter(Detail)
_HOSTILE = "hostile"
_POSITION_KEYS = ("employer", "title", "location", "start", "end", "current")
_DETAIL_KEYS = (
    *_POSITION_KEYS,
    "institution",
    "degree",
    "area",
    "name",
    "level",
    "issuer",
    "date",
    "url",
    "field",
    "value",
    "group",
    "section",
)
_NEEDED = {"education": ("institution",), "position": ("employer", "title"), "project": ("name",)}


class CaseFileError(AppError):
    """A case file that does not have the documented form; the message names the case and what is missing."""

    status = 422
    default_code = "TRUTH_CASE_INVALID"


@dataclass(frozen=True, slots=True)
class TruthCase:
    """One sentence with the facts it cites; `honest` tells whether the prover should let it pass.

    `batch` is that of its file, empty for the first cases of all.
    """

    id: str
    language: str | None
    kind: str
    facts: tuple[CitedFact, ...]
    sentence: str
    honest: bool
    problem: ProblemKind | None = None
    batch: str = ""


Judged = tuple[TruthCase, Verdict]


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that was judged wrongly, or rightly but with another kind of problem than the case expects."""

    case: TruthCase
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class TruthScore:
    """Inventions caught, honest sentences refused, named problem kinds met, and every failing case.

    `hostile` are the inventions of kinds that begin so; `by_kind` and `by_language` are shares judged rightly.
    """

    caught: Share
    false_alarms: Share
    kinds: Share
    hostile: Share
    failures: tuple[Failure, ...]
    by_kind: Mapping[str, Share]
    by_language: Mapping[str, Share]


def load_cases(path: Path) -> list[TruthCase]:
    """Read a case file; raises CaseFileError that names the case and what is wrong with it."""
    try:
        raw = parse_yaml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CaseFileError(f"{path}: cannot be read as YAML: {error}") from error
    listed = raw.get("cases") if isinstance(raw, dict) else raw
    if not isinstance(listed, list) or not listed:
        raise CaseFileError(f"{path}: holds no cases; expected a list, or a mapping with the key 'cases'")
    batch = batch_of(path)
    cases = [_case(entry, f"{path}: case {number}", batch) for number, entry in enumerate(listed, 1)]
    counts = Counter(case.id for case in cases)
    doubled = {name for name, count in counts.items() if count > 1}
    if doubled:
        raise CaseFileError(f"{path}: these ids are used twice: {', '.join(sorted(doubled))}")
    return cases


def score(cases: Iterable[TruthCase], prove: Callable[..., Verdict] = check) -> TruthScore:
    """Run the prover over the cases and count."""
    return tally(judge(cases, prove))


def judge(cases: Iterable[TruthCase], prove: Callable[..., Verdict] = check) -> list[Judged]:
    """The prover's verdict on every case."""
    return [(case, prove(case.sentence, case.facts, language=case.language)) for case in cases]


def tally(judged: Sequence[Judged]) -> TruthScore:
    """Count what was judged."""
    planted = [(c, v) for c, v in judged if not c.honest]
    honest = [(c, v) for c, v in judged if c.honest]
    expecting = [(c, v) for c, v in planted if c.problem]
    hostile = [v for c, v in planted if c.kind.startswith(_HOSTILE)]
    return TruthScore(
        caught=Share(sum(not v.supported for _, v in planted), len(planted)),
        false_alarms=Share(sum(not v.supported for _, v in honest), len(honest)),
        kinds=Share(sum(_meets(c, v) for c, v in expecting), len(expecting)),
        hostile=Share(sum(not v.supported for v in hostile), len(hostile)),
        failures=tuple(_failures(judged)),
        by_kind=_grouped(judged, lambda case: case.kind),
        by_language=_grouped(judged, lambda case: case.language or "unnamed"),
    )


def _meets(case: TruthCase, verdict: Verdict) -> bool:
    return case.problem in {problem.kind for problem in verdict.problems}


def _failures(judged: Sequence[Judged]) -> Iterable[Failure]:
    for case, verdict in judged:
        if case.honest and not verdict.supported:
            yield Failure(case, verdict, "an honest sentence was refused")
        elif not case.honest and verdict.supported:
            yield Failure(case, verdict, "an invention was let pass")
        elif not case.honest and case.problem and not _meets(case, verdict):
            yield Failure(case, verdict, f"refused, but not for the expected problem {case.problem!r}")


def _grouped(judged: Sequence[Judged], group: Callable[[TruthCase], str]) -> dict[str, Share]:
    """Shares judged rightly, planted and honest cases apart, by what `group` says of a case."""
    right: dict[str, list[bool]] = {}
    for case, verdict in judged:
        name = f"{'honest' if case.honest else 'planted'}: {group(case)}"
        right.setdefault(name, []).append(verdict.supported == case.honest)
    return {name: Share(sum(hits), len(hits)) for name, hits in right.items()}


def _case(entry: Any, where: str, batch: str) -> TruthCase:
    if not isinstance(entry, dict):
        raise CaseFileError(f"{where}: expected a mapping, found {type(entry).__name__}")
    where = f"{where} ({entry.get('id', 'without id')})"
    missing = [key for key in ("id", "facts", "sentence", "honest") if key not in entry]
    if missing:
        raise CaseFileError(f"{where}: lacks {', '.join(missing)}")
    if (
        not isinstance(entry["honest"], bool)
        or not isinstance(entry["sentence"], str)
        or not isinstance(entry["facts"], list)
    ):
        raise CaseFileError(f"{where}: 'honest' must be true or false, 'sentence' a text and 'facts' a list")
    problem = entry.get("problem")
    if problem is not None and problem not in get_args(ProblemKind):
        raise CaseFileError(f"{where}: unknown problem {problem!r}; known are {', '.join(get_args(ProblemKind))}")
    return TruthCase(
        id=str(entry["id"]),
        language=entry.get("language"),
        kind=str(entry.get("kind", "unnamed")),
        facts=tuple(_fact(fact, f"{where}, fact {number}") for number, fact in enumerate(entry["facts"], 1)),
        sentence=entry["sentence"],
        honest=entry["honest"],
        problem=problem,
        batch=batch,
    )


def _fact(raw: Any, where: str) -> CitedFact:
    if isinstance(raw, str):
        return CitedFact(text=raw)
    if not isinstance(raw, dict) or not isinstance(raw.get("text"), str):
        raise CaseFileError(f"{where}: expected a text, or a mapping with 'text'")
    unknown = set(raw) - {"text", "kind", *_DETAIL_KEYS}
    if unknown:
        raise CaseFileError(f"{where}: unknown keys {', '.join(sorted(unknown))}")
    kind = raw.get("kind", "bullet")
    given = {key: raw[key] if key == "current" else str(raw[key]) for key in _DETAIL_KEYS if raw.get(key) is not None}
    try:
        if kind in {"bullet", "summary"}:
            return CitedFact(text=raw["text"], detail=_DETAIL.validate_python({"kind": kind}), parent=_position(given))
        return CitedFact(
            text=raw["text"], detail=_DETAIL.validate_python({"kind": kind, **_filled(kind, given, raw["text"])})
        )
    except ValidationError as error:
        raise CaseFileError(f"{where}: {error.errors()[0]['loc']}: {error.errors()[0]['msg']}") from error


def _position(given: Mapping[str, Any]) -> PositionDetail | None:
    if not given.get("employer") and not given.get("title"):
        return None
    named = {"employer": "", "title": "", **{key: given[key] for key in _POSITION_KEYS if key in given}}
    return PositionDetail.model_validate(named)


def _filled(kind: str, given: Mapping[str, Any], text: str) -> dict[str, Any]:
    needed = {
        "skill": ("name",),
        "language": ("name",),
        "certificate": ("name",),
        "award": ("name",),
        "publication": ("name",),
    } | _NEEDED
    return {**dict.fromkeys(needed.get(kind, ()), text), **given}
