"""What tools would have answered: results made from a case's own history, so that plans of several steps go on.

Nothing is executed in an evaluation of routing. A call is answered with the least that the next step needs: the number
of what was added, the jobs that were listed with falling scores, the outcome of a tailoring.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.messages import AnyMessage, ToolMessage

_RESUME_ID = "0190a000-0000-7000-8000-000000000001"


def results(calls: Sequence[Mapping[str, Any]], before: Sequence[AnyMessage]) -> list[ToolMessage]:
    """One result for each call, in order; `before` are the messages so far, of which results carry what is known."""
    jobs, resumes = _known(before, "job"), _known(before, "resume")
    answered: list[ToolMessage] = []
    for call in calls:
        artifact = _artifact(call["name"], call["args"], jobs, resumes)
        answered.append(
            ToolMessage(spoken(artifact), name=call["name"], tool_call_id=call["id"] or "", artifact=artifact)
        )
    return answered


def spoken(artifact: Mapping[str, Any]) -> str:
    """A result as a model reads it."""
    return json.dumps(artifact, ensure_ascii=False)


def _artifact(
    tool: str, arguments: Mapping[str, Any], jobs: list[dict[str, Any]], resumes: list[dict[str, Any]]
) -> dict[str, Any]:
    if tool == "add_job":
        title = arguments.get("title") or "Added job"
        return _added(jobs, {"title": title, "company": arguments.get("company")})
    if tool == "add_resume":
        return _added(resumes, {"filename": arguments.get("filename") or "resume.txt", "is_primary": not resumes})
    if tool == "list_jobs":
        return {"jobs": list(jobs)}
    if tool == "list_resumes":
        return {"resumes": list(resumes)}
    if tool == "search_jobs":
        return {"status": "completed", "jobs": _found(jobs)}
    if tool == "compare_jobs":
        return {"jobs": _compared(arguments, jobs)}
    if tool == "tailor_resume":
        return {"number": 1, "status": "completed", "resume_id": _RESUME_ID}
    return {"done": True}


def _added(known: list[dict[str, Any]], entry: dict[str, Any]) -> dict[str, Any]:
    """Take the entry in under the next number, so that a second call of the same batch gets another."""
    numbered = {"number": max((row["number"] for row in known), default=0) + 1, **entry}
    known.append(numbered)
    return numbered


def _found(known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two openings, on the list from now on."""
    found = [_added(known, {"title": title, "company": "Found"}) for title in ("First found", "Second found")]
    return [{**row, "score": 80.0 - 10 * place} for place, row in enumerate(found)]


def _compared(arguments: Mapping[str, Any], jobs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    wanted = {str(reference) for reference in arguments.get("jobs") or []}
    chosen = [row for row in jobs if str(row["number"]) in wanted] or list(jobs)
    if not chosen:
        chosen = [{"number": 1, "title": "Nurse"}, {"number": 2, "title": "Cook"}]
    return [{**row, "score": 90.0 - 10 * place} for place, row in enumerate(chosen[:8])]


def _known(before: Sequence[AnyMessage], noun: str) -> list[dict[str, Any]]:
    """What earlier results showed under a number, each once, the newest wording."""
    rows: dict[int, dict[str, Any]] = {}
    for message in before:
        artifact = message.artifact if isinstance(message, ToolMessage) else None
        if not isinstance(artifact, Mapping) or noun not in (message.name or "") or "tailor" in (message.name or ""):
            continue
        listed = artifact.get(f"{noun}s")
        for row in listed if isinstance(listed, list) else [artifact]:
            if isinstance(row, Mapping) and isinstance(row.get("number"), int):
                rows[row["number"]] = {key: value for key, value in row.items() if key != "score"}
    return list(rows.values())
