"""Rows of a table that are no application: totals, headings between rows, the headings again. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from tools.applications.plain_words import heading_words
from tools.applications.transfer.cells import text_of
from tools.resumes.parsing.dates import MONTHS

_TOTAL = re.compile(
    r"(?:grand )?(?:totals?|sum|summe|gesamt\w*|insgesamt|somme|suma|anzahl|count|nombre)"
    r"(?: \d+)?(?: (?:applications?|jobs?|bewerbungen|candidatures|solicitudes|candidaturas))?(?: \d+)?"
)
_MONTH = re.compile(
    rf"(?:{'|'.join(sorted({heading_words(name) for name in MONTHS}, key=len, reverse=True))}) (?:19|20)\d\d"
)
_TELLING = ("company", "url", "status", "applied_at", "location")


def no_application(title: str, said: Mapping[str, Any], headings: Mapping[str, str]) -> str | None:
    """Why a row with this title is none, in words; None for one that may be an application."""
    if not title:
        return "there is no title"
    words = heading_words(title)
    alone = not any(name in said for name in _TELLING)
    if alone and _TOTAL.fullmatch(words):
        return "a line of totals"
    if alone and _MONTH.fullmatch(words):
        return "a heading between the rows"
    again = [name for name in said if text_of(said[name]) == headings.get(name)]
    return "the headings again" if "title" in again and len(again) > 1 else None
