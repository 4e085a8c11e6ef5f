"""Where two resumes say different things of one fact, and what can be both. Pure."""

import re

from tools.resumes.likeness import lines_disagree, same_date, same_employer
from tools.resumes.pairing import words_of
from tools.resumes.schemas import ResumeFact

CEFR = re.compile(r"\b[ABC][12]\b")
ASKED = {
    "position": ("title", "employer", "location", "start", "end"), "language": ("level",),
    "education": ("institution", "degree", "area", "location", "start", "end"), "project": ("start", "end"),
    "certificate": ("issuer", "date"), "award": ("issuer", "date"), "publication": ("issuer", "date"),
}  # fmt: skip
WORDED = {"title", "degree", "area", "location", "level", "issuer"}
_LEAST_DIGITS = 7


def agree(field: str, kept: str, other: str, *, translated: bool = False) -> bool:
    """Whether two values of a field can both be right: the same, one fuller, or (`translated`) in two languages."""
    if words_of(kept) == words_of(other):
        return True
    if field in {"start", "end", "date"}:
        return same_date(kept, other)
    if field in {"employer", "institution"}:
        return same_employer(kept, other) or _holds(kept, other)
    if field == "level":
        codes = CEFR.findall(kept), CEFR.findall(other)
        return codes[0] == codes[1] if all(codes) else translated or bool(any(codes))
    if translated and field in WORDED:
        return True
    return field != "title" and _holds(kept, other)


def _holds(a: str, b: str) -> bool:
    first, second = set(words_of(a).replace(",", " ").split()), set(words_of(b).replace(",", " ").split())
    return first <= second or second <= first


def fuller(field: str, kept: str, other: str) -> str:
    """Of two values that agree, the one to keep: the more exact date, else the one that stands."""
    return other if field in {"start", "end", "date"} and len(other) > len(kept) else kept


def contact_key(field: str, value: str) -> str:
    """What two spellings of a contact value share; phones by their last digits."""
    if field == "phone":
        digits = re.sub(r"\D", "", value)
        return digits[-9:] if len(digits) >= _LEAST_DIGITS else digits
    if field == "website":
        return re.sub(r"^https?://(?:www\.)?", "", value.casefold()).rstrip("/")
    return words_of(value)


def contacts_agree(field: str, kept: str, other: str) -> bool:
    """Whether two contact values are the same one."""
    if contact_key(field, kept) == contact_key(field, other):
        return True
    return field in {"name", "location"} and _holds(kept, other)


def disagreements(kept: ResumeFact, other: ResumeFact, *, newer: bool, translated: bool) -> list[str]:
    """The fields in which two facts of one thing cannot both be right; `newer`: the other is of the newer resume.

    An older resume's "present" is no disagreement with a newer one's end.
    """
    if kept.detail.kind in {"bullet", "summary", "other"}:
        return ["text"] if lines_disagree(kept.text, other.text) else []
    ours, theirs = kept.detail.model_dump(), other.detail.model_dump()
    found = [
        field
        for field in ASKED.get(kept.detail.kind, ())
        if ours.get(field) and theirs.get(field) and not agree(field, ours[field], theirs[field], translated=translated)
    ]
    if ours.get("current") != theirs.get("current"):
        ended, present_newer = (theirs, not newer) if ours.get("current") else (ours, newer)
        if ended.get("end") and present_newer:
            found.append("end")
    return found
