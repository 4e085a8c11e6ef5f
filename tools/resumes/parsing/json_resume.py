"""JSON Resume and its near relatives: a plain text is composed from the fields, so that every fact has a span."""

import re
from typing import Any
from urllib.parse import unquote

from store.errors import UnsupportedTypeError
from tools.resumes.parsing.dates import find_ranges
from tools.resumes.parsing.facts import Facts, check_spans
from tools.resumes.parsing.json_dialects import as_json_resume
from tools.resumes.parsing.language import language_of
from tools.resumes.parsing.resume import sentences, warnings_of
from tools.resumes.refusals import ResumeBlankError
from tools.resumes.schemas import (
    BulletDetail,
    CertificateDetail,
    ContactDetail,
    Detail,
    EducationDetail,
    LanguageDetail,
    LinkDetail,
    OtherDetail,
    ParsedResume,
    PositionDetail,
    ProjectDetail,
    Section,
    SectionName,
    SkillDetail,
    Span,
    SummaryDetail,
)
from tools.skills import canonical

Record = dict[str, Any]
_NOT_DIGITS = re.compile(r"\D")


class Writer:
    """Composes the text and records facts at the offsets where their words land."""

    def __init__(self) -> None:
        self.text = ""
        self.marks: list[tuple[int, int, Detail, int | None]] = []
        self.sections: list[Section] = []

    def put(
        self, words: str, detail: Detail | None = None, parent: int | None = None, *, lead: str = "", end: str = "\n"
    ) -> int | None:
        """Append words; with a detail they become a fact. Returns the fact's index."""
        words = " ".join(words.split())
        if not words:
            return None
        start = len(self.text) + len(lead)
        self.text += f"{lead}{words}{end}"
        if detail is None:
            return None
        self.marks.append((start, start + len(words), detail, parent))
        return len(self.marks) - 1

    def section(self, name: SectionName, heading: str) -> int:
        """Open a section with its heading; returns where it starts."""
        self.text += "\n" if self.text else ""
        start = len(self.text)
        self.text += f"{heading}\n"
        self.sections.append(Section(name=name, heading=heading, span=Span(start=start, end=start)))
        return start

    def close(self) -> None:
        """Let the last section end here."""
        if self.sections:
            last = self.sections[-1]
            last.span = Span(start=last.span.start, end=len(self.text.rstrip()))


def read_json(data: Any, media_type: str) -> ParsedResume:
    """A ParsedResume from JSON Resume data (or a dialect of it); refuses other JSON."""
    resume = as_json_resume(data)
    if resume is None:
        raise UnsupportedTypeError(
            "This JSON is not a resume: it has none of the JSON Resume fields (basics, work, education, skills). "
            "Export it as JSON Resume, or upload a PDF, DOCX, TXT or Markdown file."
        )
    writer = Writer()
    _basics(resume.get("basics") or {}, writer)
    for key, name, heading in _SECTIONS:
        records = [record for record in _list(resume.get(key)) if record]
        if records:
            writer.section(name, heading)
            for record in records:
                _WRITERS[key](record if isinstance(record, dict) else {"name": str(record)}, writer)
            writer.close()
    return _finish(writer, media_type)


def _finish(writer: Writer, media_type: str) -> ParsedResume:
    if not writer.marks:
        raise ResumeBlankError("This JSON Resume has no filled-in fields. Fill it in and upload it again.")
    facts = Facts(writer.text)
    for start, end, detail, parent in writer.marks:
        facts.add(start, end, detail, parent)
    ordered = facts.in_order()
    check_spans(writer.text, ordered)
    return ParsedResume(
        text=writer.text,
        media_type=media_type,
        language=language_of(writer.text),
        sections=writer.sections,
        facts=ordered,
        warnings=warnings_of({fact.detail.kind for fact in ordered}, writer.text),
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(record: Record, *keys: str) -> str:
    """The first of these fields that holds words."""
    for key in keys:
        value = record.get(key)
        if isinstance(value, (str, int, float)) and str(value).strip():
            return " ".join(str(value).split())
    return ""


def _date(value: str) -> str | None:
    match = re.match(r"(\d{4})(?:-(\d{2}))?", value)
    if match:
        return f"{match.group(1)}-{match.group(2)}" if match.group(2) else match.group(1)
    found = find_ranges(value)
    return found[0].start if found else None


def _period(record: Record) -> tuple[str, str | None, str | None, bool]:
    """How a record's dates are written in the text, start, end, and whether it goes on."""
    start, end = _text(record, "startDate"), _text(record, "endDate")
    free = _text(record, "date")
    if not start and not end and free:
        found = find_ranges(free)
        first = found[0] if found else None
        return free, first.start if first else None, first.end if first else None, bool(first and first.current)
    current = bool(start) and (not end or re.match(r"(?i)present|current|now|heute", end) is not None)
    shown = " – ".join(part for part in (_date(start) or start, "Present" if current else _date(end) or end) if part)
    return shown, _date(start), None if current else _date(end), current


def _basics(basics: Record, writer: Writer) -> None:
    writer.put(_text(basics, "name"), ContactDetail(field="name", value=_text(basics, "name")))
    writer.put(_text(basics, "label"), ContactDetail(field="headline", value=_text(basics, "label")))
    for field, value in (
        ("email", _text(basics, "email")),
        ("phone", _text(basics, "phone")),
        ("location", _location(basics.get("location"))),
    ):
        writer.put(value, ContactDetail.model_validate({"field": field, "value": value}))
    site = _text(basics, "url", "website")
    writer.put(site, ContactDetail(field="website", value=site))
    for profile in _list(basics.get("profiles")):
        if isinstance(profile, dict):
            _profile(profile, writer)
    summary = _text(basics, "summary")
    if summary:
        writer.section("summary", "Summary")
        start = len(writer.text)
        writer.text += summary + "\n"
        bounds = sentences(writer.text, start, len(writer.text) - 1)
        writer.marks.extend((begin, stop, SummaryDetail(), None) for begin, stop in bounds)
        writer.close()


def _profile(profile: Record, writer: Writer) -> None:
    """A link, or a further address or number: the format has a place of its own for one of each."""
    url, label = _text(profile, "url", "username"), _text(profile, "network")
    scheme, _, rest = url.partition(":")
    if field := {"mailto": "email", "tel": "phone"}.get(scheme.casefold()):
        value, written = unquote(rest.partition("?")[0]), _text(profile, "username")
        same = _NOT_DIGITS.sub("", written) == _NOT_DIGITS.sub("", value) if field == "phone" else written == value
        value = written if same else value  # as the person writes it
        writer.put(value, ContactDetail.model_validate({"field": field, "value": value}))
    else:
        writer.put(url, LinkDetail(url=url, label=label or None), lead=f"{label}: " if label else "")


def _location(value: Any) -> str:
    if isinstance(value, str):
        return " ".join(value.split())
    if not isinstance(value, dict):
        return ""
    city = " ".join(part for part in (_text(value, "postalCode"), _text(value, "city")) if part)
    return ", ".join(
        part
        for part in (_text(value, "address"), city, _text(value, "region"), _text(value, "countryCode", "country"))
        if part
    )


def _work(record: Record, writer: Writer) -> None:
    _position(record, writer, _text(record, "name", "company", "organization"))


def _volunteer(record: Record, writer: Writer) -> None:
    """Unpaid work is no position: its header is a plain line, what was done stands below it."""
    shown = _period(record)[0]
    names = (_text(record, "position", "title"), _text(record, "organization", "name"))
    parent = writer.put(" | ".join(part for part in (*names, shown) if part), OtherDetail(section="volunteering"))
    _below(record, writer, parent)


def _position(record: Record, writer: Writer, employer: str) -> None:
    title, place = _text(record, "position", "title"), _location(record.get("location"))
    shown, start, end, current = _period(record)
    line = " | ".join(part for part in (title, employer, place, shown) if part)
    detail = PositionDetail(
        employer=employer, title=title, location=place or None, start=start, end=end, current=current
    )
    parent = writer.put(line, detail)
    _below(record, writer, parent)


def _below(record: Record, writer: Writer, parent: int | None) -> None:
    """The running text and the bullets of a record."""
    for words in (
        _text(record, "description"),
        _text(record, "summary"),
        *(str(item) for item in _list(record.get("highlights"))),
    ):
        writer.put(words, BulletDetail(), parent, lead="• ")


def _education(record: Record, writer: Writer) -> None:
    school, degree, area = (
        _text(record, "institution", "name"),
        _text(record, "studyType", "degree"),
        _text(record, "area"),
    )
    shown, start, end, current = _period(record)
    place = _location(record.get("location"))
    line = " | ".join(part for part in (school, degree, area, place, shown) if part)
    parent = writer.put(
        line,
        EducationDetail(
            institution=school,
            degree=degree or None,
            area=area or None,
            location=place or None,
            start=start,
            end=end,
            current=current,
        ),
    )
    if score := _text(record, "score", "gpa"):
        writer.put(f"Score: {score}", BulletDetail(), parent, lead="• ")
    if courses := [str(course) for course in _list(record.get("courses")) if str(course).strip()]:
        writer.put(", ".join(courses), BulletDetail(), parent, lead="• ")
    _below(record, writer, parent)


def _project(record: Record, writer: Writer) -> None:
    name = _text(record, "name", "title")
    shown, start, end, current = _period(record)
    url = _text(record, "url", "website") or None
    line = " | ".join(
        part for part in (name, _text(record, "entity"), ", ".join(map(str, _list(record.get("roles")))), shown) if part
    )
    parent = writer.put(
        line,
        ProjectDetail(
            name=name, url=url, start=start, end=end, current=current and bool(start) and "endDate" in record
        ),
    )
    _below(record, writer, parent)
    for keyword in _list(record.get("keywords")):
        writer.put(
            str(keyword), SkillDetail(name=str(keyword), canonical=canonical(str(keyword)), group=name), lead="  "
        )


def _skill(record: Record, writer: Writer) -> None:
    group, level = _text(record, "name"), _text(record, "level") or None
    keywords = [" ".join(str(word).split()) for word in _list(record.get("keywords")) if str(word).strip()]
    if not keywords:
        writer.put(group, SkillDetail(name=group, canonical=canonical(group), level=level))
        return
    writer.text += f"{group}: " if group else ""
    for number, word in enumerate(keywords):
        detail = SkillDetail(name=word, canonical=canonical(word), group=group or None, level=level)
        writer.put(word, detail, end="\n" if number == len(keywords) - 1 else ", ")


def _language(record: Record, writer: Writer) -> None:
    name, level = _text(record, "language", "name"), _text(record, "fluency", "level", "description") or None
    writer.put(f"{name} – {level}" if level else name, LanguageDetail(name=name, level=level))


def _honour(kind: str) -> Any:
    def write(record: Record, writer: Writer) -> None:
        name = _text(record, "name", "title")
        issuer = _text(record, "issuer", "awarder", "publisher") or None
        date = _date(_text(record, "date", "releaseDate"))
        line = " | ".join(part for part in (name, issuer, date, _text(record, "summary")) if part)
        writer.put(line, CertificateDetail.model_validate({"kind": kind, "name": name, "issuer": issuer, "date": date}))

    return write


def _interest(record: Record, writer: Writer) -> None:
    words = ", ".join(str(word) for word in _list(record.get("keywords")))
    line = ": ".join(part for part in (_text(record, "name"), words) if part)
    writer.put(line, OtherDetail(section="interests"))


def _reference(record: Record, writer: Writer) -> None:
    line = ": ".join(part for part in (_text(record, "name"), _text(record, "reference", "summary")) if part)
    writer.put(line, OtherDetail(section="references"))


_SECTIONS: tuple[tuple[str, SectionName, str], ...] = (
    ("work", "experience", "Experience"),
    ("volunteer", "volunteering", "Volunteering"),
    ("education", "education", "Education"),
    ("projects", "projects", "Projects"),
    ("skills", "skills", "Skills"),
    ("languages", "languages", "Languages"),
    ("certificates", "certificates", "Certificates"),
    ("awards", "awards", "Awards"),
    ("publications", "publications", "Publications"),
    ("interests", "interests", "Interests"),
    ("references", "references", "References"),
)
_WRITERS: dict[str, Any] = {
    "work": _work,
    "volunteer": _volunteer,
    "education": _education,
    "projects": _project,
    "skills": _skill,
    "languages": _language,
    "certificates": _honour("certificate"),
    "awards": _honour("award"),
    "publications": _honour("publication"),
    "interests": _interest,
    "references": _reference,
}
