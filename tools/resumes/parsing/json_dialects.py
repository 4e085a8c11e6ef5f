"""Other programs' JSON resumes, brought into the shape of JSON Resume."""

import re
from typing import Any

from tools.resumes.parsing.rendercv import from_rendercv

Record = dict[str, Any]
_OWN = (
    "basics",
    "work",
    "education",
    "skills",
    "volunteer",
    "projects",
    "languages",
    "certificates",
    "awards",
    "publications",
)
_SECTION_NAMES = {
    "experience": "work",
    "work": "work",
    "volunteer": "volunteer",
    "education": "education",
    "projects": "projects",
    "skills": "skills",
    "languages": "languages",
    "certifications": "certificates",
    "certificates": "certificates",
    "awards": "awards",
    "publications": "publications",
    "interests": "interests",
    "references": "references",
}


def as_json_resume(data: Any) -> Record | None:
    """The data as JSON Resume fields, or None when it is no resume this knows."""
    if not isinstance(data, dict):
        return None
    basics = data.get("basics")
    if isinstance(data.get("sections"), dict) and isinstance(basics, dict):
        return _from_sections(basics, data["sections"])
    if isinstance(data.get("personalInfo"), dict):
        return _from_personal_info(data)
    if isinstance(data.get("cv"), dict):
        return from_rendercv(data["cv"])
    if isinstance(basics, dict) or sum(isinstance(data.get(key), list) for key in _OWN) >= 2:
        resume = dict(data)
        resume["basics"] = basics if isinstance(basics, dict) else {}
        resume.setdefault("certificates", data.get("certifications"))
        return resume
    return None


def _from_sections(basics: Record, sections: Record) -> Record:
    """Builders that keep `sections.<name>.items`, with dates as one string and texts as HTML."""
    url = basics.get("url") or basics.get("website")
    person = {
        **basics,
        "label": basics.get("headline"),
        "url": url.get("href") or url.get("url") if isinstance(url, dict) else url,
    }
    person["summary"] = plain(_dict(sections.get("summary")).get("content"))[0:1] or ""
    person["summary"] = " ".join(plain(_dict(sections.get("summary")).get("content")))
    person["profiles"] = [_profile(item) for item in _items(sections.get("profiles"))]
    resume: Record = {"basics": person}
    for name, target in _SECTION_NAMES.items():
        items = [_item(item, target) for item in _items(sections.get(name))]
        if items:
            resume[target] = items
    return resume


def _dict(value: Any) -> Record:
    return value if isinstance(value, dict) else {}


def _items(section: Any) -> list[Record]:
    """The visible items of a visible section."""
    section = _dict(section)
    if section.get("visible") is False or section.get("hidden") is True:
        return []
    items = section.get("items")
    return (
        [item for item in items if isinstance(item, dict) and item.get("visible") is not False]
        if isinstance(items, list)
        else []
    )


def _profile(item: Record) -> Record:
    return {
        "network": item.get("network"),
        "username": item.get("username"),
        "url": _dict(item.get("url")).get("href") or item.get("username"),
    }


def _item(item: Record, target: str) -> Record:
    made = {key: value for key, value in item.items() if key not in ("url", "summary", "description")}
    made["url"] = _dict(item.get("url")).get("href") or None
    made["date"] = item.get("date") or item.get("period")
    texts = plain(item.get("summary")) + (
        plain(item.get("description")) if target not in ("languages", "skills") else []
    )
    if target in ("work", "education", "projects", "volunteer"):
        made["highlights"] = texts
    elif target in ("languages", "skills"):
        made["level"] = item.get("description") or None
    else:
        made["summary"] = " ".join(texts)
    return made


def plain(html: Any) -> list[str]:
    """The paragraphs and list items of a small HTML text, tags removed."""
    if not isinstance(html, str):
        return []
    parts = re.split(r"(?i)</?(?:p|li|ul|ol|br|div)\b[^>]*>", html)
    texts = [
        re.sub(r"<[^>]+>", "", part)
        .replace("&amp;", "&")
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        for part in parts
    ]
    return [" ".join(text.split()) for text in texts if text.strip()]


def _from_personal_info(data: Record) -> Record:
    """Builders that keep `personalInfo`, `workExperience` and `years`."""
    person = _dict(data.get("personalInfo"))
    links = [
        {"network": name.title(), "url": person[name]}
        for name in ("linkedin", "github", "gitlab", "twitter")
        if person.get(name)
    ]
    extra = _dict(data.get("additional"))
    return {
        "basics": {
            **person,
            "label": person.get("title"),
            "url": person.get("website"),
            "profiles": links,
            "summary": data.get("summary"),
        },
        "work": [
            _years(item, name=item.get("company"), position=item.get("title"))
            for item in _records(data.get("workExperience"))
        ],
        "education": [_years(item) for item in _records(data.get("education"))],
        "projects": [
            _years(item, roles=[item["role"]] if item.get("role") else [])
            for item in _records(data.get("personalProjects"))
        ],
        "skills": [{"name": "", "keywords": extra.get("technicalSkills") or []}],
        "languages": [{"language": name} for name in extra.get("languages") or []],
        "certificates": [{"name": name} for name in extra.get("certificationsTraining") or []],
        "awards": [{"title": name} for name in extra.get("awards") or []],
    }


def _records(value: Any) -> list[Record]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _years(item: Record, **changes: Any) -> Record:
    texts = item.get("description")
    lines = texts if isinstance(texts, list) else [texts] if texts else []
    return {**item, **changes, "date": item.get("years"), "description": None, "highlights": lines}
