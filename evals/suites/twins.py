"""Resumes that lie beside a machine-readable twin: the twin says what a reader must find in the file."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pypdfium2
import yaml

from evals.scorers.resumes import period, plain
from tools.resumes.parsing.dates import find_ranges
from tools.yaml_text import parse_yaml

Expected = dict[str, Any]
_ENOUGH = 0.6


def twin_cases(folder: Path) -> Iterator[dict[str, Any]]:
    """Cases of the form of extraction.v1.yaml: each JSON or YAML resume itself, and the PDFs that say the same."""
    for path in sorted(folder.glob("*/*")):
        if path.suffix in {".json", ".yaml", ".yml"}:
            told = _told(path)
            if told:
                yield _case(path, told)
        elif path.suffix == ".pdf":
            told = _twin_of(path)
            if told:
                yield _case(path, told)


def _case(path: Path, told: Expected) -> dict[str, Any]:
    return {"id": f"{path.parent.name}/{path.name}", "kind": "resume", "file": str(path), "expected": told}


def _twin_of(path: Path) -> Expected | None:
    """The twin in the same folder of whose words most stand in the PDF; None when no one's do."""
    text = _text_of(path)
    files = [file for file in sorted(path.parent.iterdir()) if file.suffix in {".json", ".yaml", ".yml"}]
    told = [expected for file in files if (expected := _told(file))]
    rated = [(_share_in(text, expected), index) for index, expected in enumerate(told)]
    best = max(rated, default=(0.0, 0))
    return told[best[1]] if best[0] >= _ENOUGH else None


def _text_of(path: Path) -> str:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return ""
    try:
        return plain(" ".join(page.get_textpage().get_text_bounded() for page in document))
    finally:
        document.close()


def _share_in(text: str, expected: Expected) -> float:
    values = [
        plain(str(value)) for name in ("email", "employers", "titles", "education") for value in _list(expected, name)
    ]
    return sum(value in text for value in values) / len(values) if values else 0.0


def _list(expected: Expected, name: str) -> list[Any]:
    value = expected.get(name)
    return value if isinstance(value, list) else [value] if value else []


def _told(path: Path) -> Expected | None:
    """What a twin says, by field; None for a file of another form."""
    try:
        text = path.read_text(encoding="utf-8")
        data = json.loads(text) if path.suffix == ".json" else parse_yaml(text)
    except (ValueError, yaml.YAMLError):
        return None
    if not isinstance(data, Mapping):
        return None
    read = _dialect(data)
    told = read(data) if read else None
    return {name: value for name, value in told.items() if value} if told else None


def _dialect(data: Mapping[str, Any]) -> Any:
    if isinstance(data.get("cv"), Mapping):
        return _render_cv
    if isinstance(data.get("basics"), Mapping):
        return _builder if isinstance(data.get("sections"), Mapping) else _json_resume
    return None


def _builder(data: Mapping[str, Any]) -> Expected:
    """A resume builder's JSON: `basics` and `sections.NAME.items`."""
    basics, sections = data["basics"], data["sections"]
    jobs = sections.get("experience", {}).get("items", [])
    bullets = [re.sub("<[^>]+>", "", text) for job in jobs for text in re.findall("<p>(.*?)</p>", job["summary"])]
    return {
        **{name: basics.get(name) for name in ("name", "headline", "email", "phone", "location")},
        "employers": [job["company"] for job in jobs],
        "titles": [job["position"] for job in jobs],
        "dates": [date for job in jobs if (date := _dates(job.get("date", "")))],
        "bullets": bullets,
        "education": [item["institution"] for item in sections.get("education", {}).get("items", [])],
        "skills": [word for item in sections.get("skills", {}).get("items", []) for word in item.get("keywords", [])],
    }  # fmt: skip


def _dates(text: str) -> str:
    found = find_ranges(text)
    return period(found[0].start, found[0].end, found[0].current) if found else ""


def _render_cv(data: Mapping[str, Any]) -> Expected:
    cv = data["cv"]
    sections = cv.get("sections") or {}
    jobs = sections.get("experience") or []
    skills = [item for item in sections.get("skills") or [] if isinstance(item, Mapping) and item.get("details")]
    return {
        **{name: cv.get(name) for name in ("name", "email", "location")},
        "employers": [job["company"] for job in jobs],
        "titles": [job["position"] for job in jobs],
        "dates": [f"{job['start_date']}/{job['end_date']}" for job in jobs if job.get("start_date")],
        "education": [item["institution"] for item in sections.get("education") or []],
        "skills": [word.strip() for item in skills for word in item["details"].split(",")],
    }  # fmt: skip


def _json_resume(data: Mapping[str, Any]) -> Expected:
    basics, jobs = data["basics"], data.get("work") or []
    return {
        **{name: basics.get(name) for name in ("name", "email", "phone")},
        "employers": [job.get("name") or job.get("company") for job in jobs],
        "titles": [job.get("position") for job in jobs],
        "education": [item["institution"] for item in data.get("education") or []],
    }
