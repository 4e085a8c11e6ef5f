"""Things a visible answer names, for turns so long ago that their tools' results are no longer in the messages."""

import re
from collections.abc import Mapping
from typing import Any

from agents.offline.plan import Result

_ROW = re.compile(r"^\s*\|(.+)\|\s*$", re.MULTILINE)
_JOB = re.compile(
    r"\bJob (?P<number>\d{1,5})\b(?::| \(| [–—-]) ?(?P<title>[^\n*|()]+?)(?:\*\*|\)|$|(?=[.;,\n]))"
    r"(?: at (?P<company>[A-ZÀ-Þ0-9][^\n:;,.*|()]*?)(?=[\n:;,.]| (?:is|was|fits|has|needs|with)\b|$))?",
    re.MULTILINE,
)
_RESUME = re.compile(r"\bResume (?P<number>\d{1,5})\b(?:\*\*)? \((?P<filename>[^()\n]+)\)", re.IGNORECASE)
_TAILORED = re.compile(r"^\W*Tailored resume (?P<number>\d{1,5})\b(?:\*\*)? for (?P<title>[^\n:]+)", re.MULTILINE)
_GONE = re.compile(r"\bis (?:off your list|erased|deleted|removed)\b")


def recalled(answer: str) -> tuple[Result, ...]:
    """What an answer's words show, as the results they were worded from; empty when they name nothing by number."""
    rows = [[cell.strip(" *") for cell in row.split("|")] for row in _ROW.findall(answer)]
    if rows and (shown := _table(rows)) is not None:
        return (shown,)
    if tailored := _TAILORED.search(answer):
        return (Result("tailor_resume", {}, {"number": int(tailored["number"]), "job_title": tailored["title"]}),)
    jobs = _jobs(answer)
    if jobs:
        return (_shown("job", jobs, answer),)
    resumes = [{"number": int(m["number"]), "filename": m["filename"]} for m in _RESUME.finditer(answer)]
    return (_shown("resume", resumes, answer),) if resumes else ()


def _jobs(answer: str) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for match in _JOB.finditer(answer):
        title, company = match["title"].strip(), match["company"]
        if company is None and " at " in title:
            title, _, company = title.rpartition(" at ")
        found.setdefault(int(match["number"]), {"number": int(match["number"]), "title": title, "company": company})
    return list(found.values())


def _shown(kind: str, rows: list[dict[str, Any]], answer: str) -> Result:
    if len(rows) > 1:
        return Result(f"list_{kind}s", {}, {f"{kind}s": rows})
    return Result(f"delete_{kind}" if _GONE.search(answer) else f"show_{kind}", {}, rows[0])


def _table(rows: list[list[str]]) -> Result | None:
    """The list or the comparison that a table shows, told by its columns."""
    head = [cell.casefold() for cell in rows[0]]
    lines = [dict(zip(head, row, strict=False)) for row in rows[1:] if row and row[0].isdigit()]
    if not lines or head[0] != "#":
        return None
    if "state" in head and "job" in head:
        return Result("list_tailored", {}, {"tailored": [_row(line, "job_title", "job") for line in lines]})
    if "job" in head:
        jobs = [_row(line, "title", "job") | {"score": _score(line.get("fit", ""))} for line in lines]
        return Result("list_jobs" if "status" in head else "compare_jobs", {}, {"jobs": jobs})
    if "file" in head:
        resumes = [
            _row(line, "filename", "file")
            | {"is_primary": "primary" in line.values(), "language": line.get("language")}
            for line in lines
        ]
        return Result("list_resumes", {}, {"resumes": resumes})
    return None


def _row(line: Mapping[str, str], name: str, column: str) -> dict[str, Any]:
    company = line.get("company")
    return {
        "number": int(line["#"]),
        name: line[column],
        "company": company if company not in {None, "", "–"} else None,
    }


def _score(written: str) -> float | None:
    number = re.match(r"\d{1,3}", written)
    return float(number.group()) if number else None
