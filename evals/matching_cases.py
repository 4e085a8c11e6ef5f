"""Matching cases: from a cases file of the form of `cases/matching.v1.yaml`, or from labelled sets in TREC form."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from evals.scorers.matching import Candidate, MatchingCase
from store.errors import ValidationError
from tools.yaml_text import parse_yaml

HIGHEST_GRADE = 3


def load_cases(path: Path) -> list[MatchingCase]:
    """The cases of a YAML file; raises ValidationError naming the file, the case and what is wrong with it."""
    try:
        data = parse_yaml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ValidationError(f"{path}: cannot be read as YAML: {error}", code="CASES_UNREADABLE") from error
    cases = data.get("cases") if isinstance(data, dict) else None
    if not isinstance(cases, list) or not cases:
        raise _refused(path, "the file", "needs a list `cases`")
    loaded = [_case(path, number, case) for number, case in enumerate(cases, start=1)]
    seen: set[str] = set()
    for case in loaded:
        if case.id in seen:
            raise _refused(path, f"case {case.id}", "has an id that another case has already")
        seen.add(case.id)
    return loaded


def _refused(path: Path, where: str, what: str) -> ValidationError:
    return ValidationError(f"{path.name}: {where} {what}", code="CASES_INVALID")


def _case(path: Path, number: int, case: Any) -> MatchingCase:
    where = f"case {number}"
    if not isinstance(case, Mapping) or not _text(case.get("id")):
        raise _refused(path, where, "needs an `id`")
    where = f"case {case['id']}"
    query, resume = case.get("query"), case.get("resume")
    if _text(query) == _text(resume):
        raise _refused(path, where, "needs either `query` (a job title) or `resume` (a text), not both")
    listed = case.get("candidates")
    if not isinstance(listed, list) or len(listed) < 2:
        raise _refused(path, where, "needs at least two `candidates`")
    graded = [_candidate(path, f"{where}, candidate {index}", item) for index, item in enumerate(listed, start=1)]
    if not any(grade for _, grade in graded):
        raise _refused(path, where, "grades no candidate above 0, so no ranking of it can be right")
    return MatchingCase(
        id=str(case["id"]),
        suite=str(case.get("suite") or ("resumes" if resume else "titles")),
        query=str(query or ""),
        candidates=tuple(candidate for candidate, _ in graded),
        relevance={index: grade for index, (_, grade) in enumerate(graded) if grade},
        resume=str(resume) if resume else None,
    )


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _candidate(path: Path, where: str, item: Any) -> tuple[Candidate, int]:
    if not isinstance(item, Mapping) or not _text(item.get("title")):
        raise _refused(path, where, "needs a `title`")
    grade = item.get("relevance")
    if not isinstance(grade, int) or isinstance(grade, bool) or not 0 <= grade <= HIGHEST_GRADE:
        raise _refused(path, where, f"needs `relevance` as a whole number from 0 to {HIGHEST_GRADE}, not {grade!r}")
    if item.get("text") is not None and not _text(item["text"]):
        raise _refused(path, where, "has a `text` that is not a text")
    return Candidate(str(item["title"]), item.get("text")), grade


def load_labelled(folder: Path, suite: str, *, corpus: str = "corpus_documents.tsv") -> list[MatchingCase]:
    """A labelled set in TREC form: queries.tsv and the corpus (id, text), annotations.tsv (query, 0, document, grade).

    Queries without a relevant document in the corpus are left out. Raises ValidationError when a file is missing or
    malformed.
    """
    queries, documents = _pairs(folder / "queries.tsv"), _pairs(folder / corpus)
    where = {identifier: index for index, identifier in enumerate(documents)}
    grades: dict[str, dict[int, int]] = {}
    for number, line in enumerate(_lines(folder / "annotations.tsv"), start=1):
        fields = line.split()
        if len(fields) != 4 or not fields[3].isdigit():
            raise _refused(folder / "annotations.tsv", f"line {number}", "is not `query 0 document grade`")
        if fields[2] in where and int(fields[3]):
            grades.setdefault(fields[0], {})[where[fields[2]]] = int(fields[3])
    candidates = tuple(Candidate(title) for title in documents.values())
    return [
        MatchingCase(f"{suite}/{identifier}", suite, title, candidates, grades[identifier])
        for identifier, title in queries.items()
        if identifier in grades
    ]


def _lines(path: Path) -> list[str]:
    try:
        return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise ValidationError(f"{path}: cannot be read: {error}", code="CASES_UNREADABLE") from error


def _pairs(path: Path) -> dict[str, str]:
    rows = [line.split("\t") for line in _lines(path)]
    for number, row in enumerate(rows, start=1):
        if len(row) < 2:
            raise _refused(path, f"line {number}", "is not `id<TAB>text`")
    return {row[0]: row[1] for row in rows}


def load_shared(folder: Path) -> list[MatchingCase]:
    """The labelled title sets that are present in a folder laid out like the shared material's `matching`."""
    cases: list[MatchingCase] = []
    for part in sorted((folder / "jobtitle_similarity").glob("*/queries.tsv")):
        cases += load_labelled(part.parent, f"jobtitle-{part.parent.name}")
    for part in sorted((folder / "melo").glob("*/queries.tsv")):
        cases += load_labelled(part.parent, f"melo-{part.parent.name}", corpus="corpus_elements.tsv")
    return cases
