"""A posting in comparable values."""

from typing import Literal

from pydantic import BaseModel, Field

from tools.jobs.schemas import RemoteKind, SalaryPeriod, Seniority

Contract = Literal["permanent", "temporary", "contract", "freelance", "internship", "apprenticeship", "volunteer"]
Hours = Literal["full_time", "part_time", "full_or_part_time"]
Degree = Literal["school", "vocational", "bachelor", "master", "doctorate"]


class Role(BaseModel):
    """A title taken apart: "Senior Backend Engineer II (Payments), Berlin" is the role "backend engineer"."""

    role: str = Field(description="Lower case, canonical words: 'machine learning engineer' for 'ML Engineer'")
    seniority: Seniority | None = None
    level: int | None = Field(default=None, description="2 for II, 3 for 'L3' and the like")
    qualifiers: list[str] = Field(default=[], description="Team, product, speciality, shift …, lower case")
    excerpt: str


class Employer(BaseModel):
    """The employer: `name` without its legal form; `key` is what two spellings share."""

    name: str
    key: str
    excerpt: str


class Place(BaseModel):
    """One place of work. `country` is ISO 3166 alpha-2, only when stated or certain from region or city."""

    city: str | None = None
    region: str | None = None
    country: str | None = None
    excerpt: str


class Openness(BaseModel):
    """Where a remote job may be done from: country codes, or "EU", "EMEA", "Americas" …; "*" is anywhere."""

    areas: list[str]
    excerpt: str


class Pay(BaseModel):
    """Pay as stated, with its yearly figure in the same currency (hours x 2,080, days x 260, weeks x 52, months x 12).

    Without a stated period the yearly figure is None unless the amount can only be yearly."""

    min: float | None = None
    max: float | None = None
    currency: str | None = None
    period: SalaryPeriod | None = None
    year_min: float | None = None
    year_max: float | None = None
    excerpt: str


class Years(BaseModel):
    """Years of experience asked for, the least that is required."""

    min: int
    excerpt: str


class Education(BaseModel):
    """The degree asked for; `required` is False when another way is accepted too or it is only preferred."""

    degree: Degree
    required: bool
    excerpt: str


class SpokenLanguage(BaseModel):
    """A language asked for: `code` ISO 639-1, `level` CEFR or 'native' where stated."""

    code: str
    level: str | None = None
    required: bool
    excerpt: str


class Sponsorship(BaseModel):
    """Whether a work visa is sponsored."""

    offered: bool
    excerpt: str


class Terms(BaseModel):
    """Kind of contract and hours."""

    contract: Contract | None = None
    hours: Hours | None = None
    excerpt: str


class CleanPosting(BaseModel):
    """Everything comparable about a posting; None where it is silent. Every excerpt stands in the source (checked)."""

    title: Role
    employer: Employer | None = None
    places: list[Place] = []
    remote: RemoteKind | None = None
    remote_excerpt: str | None = None
    open_to: Openness | None = None
    pay: Pay | None = None
    years: Years | None = None
    education: Education | None = None
    languages: list[SpokenLanguage] = []
    sponsorship: Sponsorship | None = None
    terms: Terms | None = None
