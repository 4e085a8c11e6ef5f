"""Pure: which applicant tracking system a page belongs to, by host, embedded frames, field names and markup."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from tools.applications.forms.reading.raw import RawFrame
from tools.applications.forms.schemas import Ats

_HOSTS: tuple[tuple[Ats, re.Pattern[str]], ...] = (
    ("greenhouse", re.compile(r"(?:^|\.)greenhouse\.io$")),
    ("lever", re.compile(r"(?:^|\.)lever\.co$")),
    ("ashby", re.compile(r"(?:^|\.)ashbyhq\.com$")),
    ("workable", re.compile(r"(?:^|\.)workable\.com$")),
    ("personio", re.compile(r"(?:^|\.)personio\.(?:de|com|es|nl|fr|it)$")),
    ("teamtailor", re.compile(r"(?:^|\.)teamtailor\.com$")),
    ("smartrecruiters", re.compile(r"(?:^|\.)smartrecruiters\.com$")),
)
_NAMES: tuple[tuple[Ats, re.Pattern[str]], ...] = (
    ("greenhouse", re.compile(r"^job_application\[|^question_\d{6,}|^job_application_")),
    ("lever", re.compile(r"^cards\[[0-9a-f-]{36}\]|^urls\[(?:LinkedIn|GitHub|Portfolio)|^eeo\[")),
    ("ashby", re.compile(r"^_systemfield_")),
    ("workable", re.compile(r"^QA_\d{5,}$|^CA_\d{4,}$")),
    ("personio", re.compile(r"^custom_attribute_\d+$|^documents\.(?:cv|cover-letter)")),
    ("teamtailor", re.compile(r"^candidate\[(?:job_applications_attributes|answers_attributes|first_name)")),
    ("smartrecruiters", re.compile(r"^(?:oc|spl)-|SmartRecruiters", re.I)),
)
_MARKUP: tuple[tuple[Ats, re.Pattern[str]], ...] = (
    ("greenhouse", re.compile(r"//(?:boards|job-boards|[\w-]+)(?:\.[a-z]{2})?\.greenhouse\.io|grnhse_", re.I)),
    ("lever", re.compile(r"//(?:[\w-]+\.)*lever\.co/", re.I)),
    ("ashby", re.compile(r"//(?:[\w-]+\.)*ashbyhq\.com/", re.I)),
    ("workable", re.compile(r"//(?:apply|[\w-]+\.)*workable(?:app)?\.com/", re.I)),
    ("personio", re.compile(r"//[\w.-]+\.personio\.(?:de|com)/", re.I)),
    ("teamtailor", re.compile(r"//[\w.-]*teamtailor(?:-cdn)?\.com/", re.I)),
    ("smartrecruiters", re.compile(r"//[\w.-]*smartrecruiters\.com/", re.I)),
)


def ats_of(url: str, frames: Sequence[RawFrame], frame: RawFrame | None = None) -> Ats:
    """The system of the frame that holds the form, else of the page; `plain` when nothing tells."""
    addresses = [frame.url] if frame is not None else []
    addresses += [url, *(one.url for one in frames)]
    for address in addresses:
        if (found := ats_of_host(address)) is not None:
            return found
    looked = [frame] if frame is not None else list(frames)
    for ats, pattern in _NAMES:
        names = ((one.name or one.id or "", one.locator) for part in looked for one in part.controls)
        if any(pattern.search(name) or (ats == "smartrecruiters" and pattern.search(place)) for name, place in names):
            return ats
    for ats, pattern in _MARKUP:
        if any(pattern.search(f"{part.markup}\n" + "\n".join(one.src for one in part.marks)) for part in frames):
            return ats
    return "plain"


def ats_of_host(url: str) -> Ats | None:
    """The system whose own host an address is on."""
    host = (urlsplit(url).hostname or "").lower()
    return next((ats for ats, pattern in _HOSTS if pattern.search(host)), None)
