"""A tailored document as JSON Resume, valid against the published schema (version 1)."""

import re
from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, EmailStr, Field, HttpUrl, TypeAdapter
from pydantic import ValidationError as Invalid

from tools.resumes.schemas import (
    CertificateDetail,
    ContactDetail,
    Detail,
    EducationDetail,
    LanguageDetail,
    OtherDetail,
    PositionDetail,
    ProjectDetail,
    SkillDetail,
)
from tools.tailoring.documents.page import href_of
from tools.tailoring.schemas import Claim, TailoredDocument
from tools.tailoring.wording import printable

Date = Annotated[str, Field(pattern=r"^([1-2]\d{3}-[0-1]\d-[0-3]\d|[1-2]\d{3}-[0-1]\d|[1-2]\d{3})$")]
_DATE = re.compile(r"([12]\d{3})(-(?:0[1-9]|1[0-2]))?")
_SCORE = re.compile(r"Score: (\S.*)$")
"""How our reader gives the field `score` back as a line."""
_NETWORKS = {"linkedin.com": "LinkedIn", "github.com": "GitHub", "gitlab.com": "GitLab", "xing.com": "XING"}


class _Part(BaseModel):
    """The schema lets parts hold more; we write only what it names."""

    model_config = ConfigDict(extra="forbid")


class Place(_Part):
    """Where somebody lives."""

    address: str | None = None
    city: str | None = None


class Profile(_Part):
    """A link of the person."""

    network: str | None = None
    username: str | None = None
    url: str | None = None


class Basics(_Part):
    """The person."""

    name: str | None = None
    label: str | None = None
    email: str | None = None
    phone: str | None = None
    url: str | None = None
    summary: str | None = None
    location: Place | None = None
    profiles: list[Profile] = []


class Work(_Part):
    """A position and its lines."""

    name: str | None = None
    position: str | None = None
    location: str | None = None
    startDate: Date | None = None
    endDate: Date | None = None
    highlights: list[str] = []


class Volunteer(_Part):
    """Unpaid work, in one line."""

    organization: str | None = None
    highlights: list[str] = []


class Course(_Part):
    """A course of study; what stands below it is listed as its courses, the schema's only list there."""

    institution: str | None = None
    studyType: str | None = None
    area: str | None = None
    startDate: Date | None = None
    endDate: Date | None = None
    score: str | None = None
    courses: list[str] = []


class Project(_Part):
    """A project and its lines."""

    name: str | None = None
    description: str | None = None
    url: str | None = None
    startDate: Date | None = None
    endDate: Date | None = None
    highlights: list[str] = []


class Certificate(_Part):
    """A certificate."""

    name: str | None = None
    issuer: str | None = None
    date: Date | None = None


class Award(_Part):
    """An award."""

    title: str | None = None
    awarder: str | None = None
    date: Date | None = None


class Publication(_Part):
    """A publication."""

    name: str | None = None
    publisher: str | None = None
    releaseDate: Date | None = None


class Skill(_Part):
    """A skill, or the label that several stand under."""

    name: str | None = None
    level: str | None = None
    keywords: list[str] = []


class Tongue(_Part):
    """A spoken language."""

    language: str | None = None
    fluency: str | None = None


class Interest(_Part):
    """An interest."""

    name: str


class Reference(_Part):
    """A reference, or the line that says there are some."""

    reference: str


class JsonResume(BaseModel):
    """The whole file, as the schema has it: no other keys at the top."""

    model_config = ConfigDict(extra="forbid")
    basics: Basics = Basics()
    work: list[Work] = []
    volunteer: list[Volunteer] = []
    education: list[Course] = []
    awards: list[Award] = []
    certificates: list[Certificate] = []
    publications: list[Publication] = []
    skills: list[Skill] = []
    languages: list[Tongue] = []
    interests: list[Interest] = []
    references: list[Reference] = []
    projects: list[Project] = []


def write_json_resume(document: TailoredDocument) -> bytes:
    """The document's lines as JSON Resume in UTF-8; every line has a place, empty fields are left out."""
    return json_resume(document).model_dump_json(exclude_defaults=True, indent=2).encode()


def json_resume(document: TailoredDocument) -> JsonResume:
    """The document's lines as JSON Resume."""
    return _Filling(document).resume


def values_of(document: TailoredDocument) -> list[str]:
    """Every piece of the document's lines that must be found in the file: whole lines, or the fields they are of."""
    details = {fact.id: fact.detail for fact in document.facts}
    values = [document.name]
    for claim in document.claims:
        cited = [details[fact_id] for fact_id in claim.fact_ids if fact_id in details]
        fields = [value for detail in cited for value in _fields(detail)] if claim.parent_id is None else []
        values += fields or [claim.text]
    return list(filter(None, map(printable, values)))


def _fields(detail: Detail) -> list[str]:
    match detail:
        case PositionDetail():
            fields = [detail.title, detail.employer, detail.location]
        case EducationDetail():
            fields = [detail.degree, detail.area, detail.institution]
        case ProjectDetail():
            fields = [detail.name]
        case SkillDetail():
            fields = [detail.group, detail.name, detail.level]
        case LanguageDetail():
            fields = [detail.name, detail.level]
        case CertificateDetail():
            fields = [detail.name, detail.issuer]
        case _:
            fields = []
    return [field for field in fields if field]


class _Filling:
    """The file while it is filled, line by line, each head before what stands below it."""

    def __init__(self, document: TailoredDocument) -> None:
        self.resume = JsonResume()
        self._details = {fact.id: fact.detail for fact in document.facts}
        self._heads: dict[UUID, list[str]] = {}
        self._free: list[str] = []
        self._places: list[str] = []
        self._names: list[str] = []  # further ones, for which the format has no place
        self.resume.basics.name = printable(document.name) or None
        for claim in document.claims:
            self._add(claim)
        self.resume.basics.summary = "\n".join([*self._free, *self._names]) or None

    def _add(self, claim: Claim) -> None:
        details = [self._details[fact_id] for fact_id in claim.fact_ids if fact_id in self._details]
        first = details[0] if details else None
        text = printable(claim.text)
        if claim.parent_id in self._heads:
            self._below(claim.parent_id, text)
        elif claim.section in {"contact", "links"}:
            self._contact(first, text)
        elif isinstance(first, PositionDetail | EducationDetail | ProjectDetail):
            self._heads[claim.fact_ids[0]] = self._head(first, text)
        elif isinstance(first, SkillDetail | LanguageDetail):
            self._many(details)
        elif isinstance(first, CertificateDetail):
            self._honour(first)
        else:
            self._other(first, text)

    def _below(self, head: UUID, text: str) -> None:
        course = self.resume.education[-1] if self.resume.education else None
        score = _SCORE.match(text)
        if score and course and course.score is None and course.courses is self._heads[head]:
            course.score = score[1]
        else:
            self._heads[head].append(text)

    def _contact(self, detail: Detail | None, text: str) -> None:
        basics = self.resume.basics
        field = detail.field if isinstance(detail, ContactDetail) else "link"
        if field == "headline":
            basics.label = " | ".join(part for part in (basics.label, text) if part)
        elif field == "phone" and basics.phone is None:
            basics.phone = text
        elif field == "location":
            place = " | ".join(part for part in (*self._places, text) if part)
            self._places.append(text)
            basics.location = Place(address=place) if re.search(r"\d", place) else Place(city=place)
        elif field == "email" and basics.email is None and _is_email(text):
            basics.email = text
        elif field == "website" and basics.url is None and (url := _url(text)):
            basics.url = url
        elif field in {"email", "phone"}:  # the format has a place for one
            basics.profiles.append(Profile(network=field, username=text, url=href_of(text, field)))
        elif field == "name":
            self._names += [text] if text != basics.name else []
        else:
            basics.profiles.append(_profile(text))

    def _head(self, detail: PositionDetail | EducationDetail | ProjectDetail, text: str) -> list[str]:
        dates = {"startDate": _date(detail.start), "endDate": _date(detail.end)}
        match detail:
            case PositionDetail():
                work = Work(
                    name=_set(detail.employer), position=_set(detail.title), location=_set(detail.location), **dates
                )
                self.resume.work.append(work)
                return work.highlights
            case EducationDetail():
                course = Course(
                    institution=_set(detail.institution), studyType=_set(detail.degree), area=_set(detail.area), **dates
                )
                course.courses += _unsaid(text, [detail.institution, detail.degree, detail.area])
                self.resume.education.append(course)
                return course.courses
            case ProjectDetail():
                project = Project(name=_set(detail.name), url=_url(detail.url or ""), **dates)
                project.description = next(iter(_unsaid(text, [detail.name, detail.url])), None)
                self.resume.projects.append(project)
                return project.highlights

    def _many(self, details: Iterable[Detail]) -> None:
        for detail in details:
            if isinstance(detail, LanguageDetail):
                self.resume.languages.append(Tongue(language=_set(detail.name), fluency=_set(detail.level)))
            elif isinstance(detail, SkillDetail):
                self._skill(detail)

    def _skill(self, detail: SkillDetail) -> None:
        group, name, level = _set(detail.group), printable(detail.name), _set(detail.level)
        if group is None:
            self.resume.skills.append(Skill(name=name, level=level))
            return
        known = next((skill for skill in self.resume.skills if (skill.name, skill.level) == (group, level)), None)
        if known is None:
            self.resume.skills.append(known := Skill(name=group, level=level))
        known.keywords.append(name)

    def _honour(self, detail: CertificateDetail) -> None:
        name, issuer, date = printable(detail.name), _set(detail.issuer), _date(detail.date)
        match detail.kind:
            case "certificate":
                self.resume.certificates.append(Certificate(name=name, issuer=issuer, date=date))
            case "award":
                self.resume.awards.append(Award(title=name, awarder=issuer, date=date))
            case "publication":
                self.resume.publications.append(Publication(name=name, publisher=issuer, releaseDate=date))

    def _other(self, detail: Detail | None, text: str) -> None:
        section = detail.section if isinstance(detail, OtherDetail) else "summary"
        match section:
            case "interests":
                self.resume.interests.append(Interest(name=text))
            case "references":
                self.resume.references.append(Reference(reference=text))
            case "volunteering":
                self.resume.volunteer.append(Volunteer(highlights=[text]))
            case _:  # the schema has no place for a line of any other section
                self._free.append(text)


def _set(text: str | None) -> str | None:
    return printable(text or "") or None


def _unsaid(text: str, said: Iterable[str | None]) -> list[str]:
    """The whole line where it says more than these fields do, for it has no field of its own."""
    rest = text.partition("\t")[0].casefold()
    for part in sorted(filter(None, map(_set, said)), key=len, reverse=True):
        rest = rest.replace(part.casefold(), " ")
    return [text.replace("\t", " ")] if re.search(r"\w{3}", rest) else []


def _date(value: str | None) -> str | None:
    found = _DATE.match(value or "")
    return f"{found[1]}{found[2] or ''}" if found else None


def _profile(text: str) -> Profile:
    network = next((name for host, name in _NETWORKS.items() if host in text.casefold()), None)
    url = _url(text)
    return Profile(network=network, url=url) if url else Profile(network=text)


def _url(text: str) -> str | None:
    """The text as an absolute address, None where it is none."""
    whole = text if "://" in text else f"https://{text}"
    try:
        TypeAdapter(HttpUrl).validate_python(whole)
    except Invalid:
        return None
    return whole if " " not in text and "." in text else None


def _is_email(text: str) -> bool:
    try:
        TypeAdapter(EmailStr).validate_python(text)
    except Invalid:
        return False
    return True
