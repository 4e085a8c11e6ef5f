"""RenderCV's YAML resumes as JSON Resume: sections have free names, entries tell what they are."""

import re
from typing import Any

from tools.resumes.parsing.headings import heading_of

Record = dict[str, Any]
_TARGETS = {
    "experience": "work",
    "volunteering": "volunteer",
    "education": "education",
    "projects": "projects",
    "skills": "skills",
    "languages": "languages",
    "certificates": "certificates",
    "awards": "awards",
    "publications": "publications",
    "interests": "interests",
    "references": "references",
}


def from_rendercv(cv: Record) -> Record:
    """The `cv` mapping as JSON Resume fields."""
    networks = [item for item in cv.get("social_networks") or [] if isinstance(item, dict)]
    basics: Record = {
        "name": cv.get("name"),
        "label": cv.get("headline") or cv.get("label"),
        "email": _first(cv.get("email")),
        "phone": _first(cv.get("phone")),
        "location": cv.get("location"),
        "url": _first(cv.get("website")),
        "profiles": [{"network": item.get("network"), "username": item.get("username")} for item in networks],
        "summary": "",
    }
    resume: Record = {"basics": basics}
    sections = cv.get("sections")
    for title, entries in (sections if isinstance(sections, dict) else {}).items():
        _section(str(title).replace("_", " "), entries if isinstance(entries, list) else [], resume)
    return resume


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _section(title: str, entries: list[Any], resume: Record) -> None:
    name = heading_of(title)
    target = _TARGETS.get(name or "")
    if target is None or (target != "work" and any(isinstance(item, dict) and "company" in item for item in entries)):
        target = _guess(entries)
    if target == "":
        texts = [_plain(str(item)) for item in entries if isinstance(item, str)]
        resume["basics"]["summary"] = " ".join(part for part in (resume["basics"]["summary"], *texts) if part)
        return
    made = [_entry(item, target) for item in entries]
    resume.setdefault(target, []).extend(record for record in made if record)


def _guess(entries: list[Any]) -> str:
    """What the entries of a section with a free name are, by their fields; plain strings are summary."""
    keys = {key for item in entries if isinstance(item, dict) for key in item}
    for key, target in (
        ("company", "work"),
        ("institution", "education"),
        ("authors", "publications"),
        ("label", "skills"),
    ):
        if key in keys:
            return target
    return "awards" if keys else ""


def _entry(item: Any, target: str) -> Record:
    if not isinstance(item, dict):
        words = _plain(str(item))
        return {"name": words, "language": words, "title": words}
    loose = next((str(item[key]) for key in ("bullet", "number", "reversed_number") if item.get(key)), "")
    made: Record = {
        "name": _plain(str(item.get("company") or item.get("name") or item.get("title") or item.get("label") or loose)),
        "position": item.get("position"),
        "institution": item.get("institution"),
        "studyType": item.get("degree"),
        "area": item.get("area"),
        "location": item.get("location"),
        "startDate": _text(item.get("start_date")),
        "endDate": _text(item.get("end_date")),
        "date": _text(item.get("date")),
        "summary": _plain(_text(item.get("summary"))),
        "highlights": [_plain(part) for line in item.get("highlights") or [] for part in _nested(str(line))],
        "publisher": item.get("journal"),
    }
    made["language"] = made["title"] = made["name"]
    if target in ("skills", "languages"):
        details = _plain(_text(item.get("details")))
        made["keywords"] = [part.strip() for part in re.split(r",\s*(?![^()]*\))", details) if part.strip()]
        made["fluency"] = details
    return made


def _nested(text: str) -> list[str]:
    """A highlight and the list folded into it."""
    return (
        [part.strip() for part in re.split(r"(?:^|\s)- (?=[A-Z])", text) if part.strip()] if " - " in text else [text]
    )


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _plain(text: str) -> str:
    """Words without Markdown marks; a link keeps its words."""
    return re.sub(r"\*{1,2}([^*]+)\*{1,2}", r"\1", re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text))
