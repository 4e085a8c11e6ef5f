"""The words of a fact after one of its fields was set right. Pure."""

import re
from typing import Any

from tools.resumes.parsing.dates import find_ranges
from tools.resumes.schemas import Detail

DATES = ("start", "end", "current", "date")
SHOWN: dict[str, tuple[str, ...]] = {
    "contact": ("value",), "position": ("title", "employer", "location"), "link": ("label", "url"),
    "education": ("degree", "area", "institution", "location"), "project": ("name", "url"), "skill": ("name", "level"),
    "language": ("name", "level"), "certificate": ("name", "issuer"), "award": ("name", "issuer"),
    "publication": ("name", "issuer"),
}  # fmt: skip
UNSAID = {"group", "canonical", "field", "section", "kind"}


def reworded(text: str, before: Detail, after: Detail) -> str:
    """The fact's words with the changed fields put in the place of the old ones.

    Words that do not hold an old value are written anew from the fields, so that nothing that was wrong stays in them.
    """
    old, new = before.model_dump(), after.model_dump()
    changed = [name for name in new if name not in UNSAID and old.get(name) != new[name]]
    words: str | None = text
    for name in [name for name in changed if name not in DATES]:
        words = _with_value(words, old.get(name), new[name]) if words is not None else None
    if words is not None and any(name in DATES for name in changed):
        words = _with_dates(words, old, new)
    return words if words is not None else composed(after)


def _with_value(words: str, old: Any, new: Any) -> str | None:
    """None where the old value is not to be found."""
    if not old:
        return None
    pattern = re.compile(rf"(?<!\w){re.escape(str(old))}(?!\w)", re.IGNORECASE)
    if len(pattern.findall(words)) != 1:
        return None
    if not new:
        return None
    return pattern.sub(lambda _: str(new), words)


def _with_dates(words: str, old: dict[str, Any], new: dict[str, Any]) -> str | None:
    ranges = find_ranges(words)
    wanted = (old.get("start") or old.get("date"), old.get("end"))
    if len(ranges) != 1 or (ranges[0].start, ranges[0].end) != wanted or not period(new):
        return None
    return words[: ranges[0].at] + period(new) + words[ranges[0].to :]


def period(fields: dict[str, Any]) -> str:
    """The dates of an entry as "2019-03 – 2021-05"; empty where it has none."""
    end = "present" if fields.get("current") else fields.get("end")
    return " – ".join(part for part in (fields.get("start") or fields.get("date"), end) if part)


def composed(detail: Detail) -> str:
    """The words of a fact written from its fields alone; empty for kinds that are nothing but their words."""
    fields = detail.model_dump()
    said = ", ".join(str(fields[name]) for name in SHOWN.get(detail.kind, ()) if fields.get(name))
    when = period(fields)
    return f"{said} ({when})" if said and when else said or when
