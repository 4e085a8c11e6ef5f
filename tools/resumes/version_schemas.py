"""Versions of a resume, and what changed between two of them."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from tools.resumes.schemas import OptionalResume, ResumeFact

MOST_VERSIONS = 1_000_000
VersionReason = Literal["uploaded", "read anew", "restored", "merged"]


class ResumeVersionRow(BaseModel):
    """One state of a resume. `reason` says how it came about, `until` when the next one took its place."""

    version: int
    reason: VersionReason
    filename: str
    facts: int = Field(description="How many facts it holds")
    corrections: int = Field(description="How many corrections were in force")
    current: bool = False
    until: datetime | None = None


class ResumeVersions(BaseModel):
    """All states of one resume, oldest first, the current one last."""

    number: int
    filename: str
    versions: list[ResumeVersionRow]


class ChangedField(BaseModel):
    """One field of a fact before and after; "words" are its text, "entry" what it stands under."""

    field: str
    before: str | None
    after: str | None


class ChangedFact(BaseModel):
    """A fact that stands in both versions and says something else."""

    before: ResumeFact
    after: ResumeFact
    fields: list[ChangedField]


class KindDiff(BaseModel):
    """What changed among the facts of one kind."""

    kind: str
    added: list[ResumeFact] = []
    removed: list[ResumeFact] = []
    changed: list[ChangedFact] = []
    unchanged: int = 0


class ResumeDiff(BaseModel):
    """What changed from one version of a resume to another, by kind of fact."""

    from_version: int
    to_version: int
    kinds: list[KindDiff]


class ResumeAtVersion(OptionalResume):
    """Which version of which resume."""

    version: int = Field(ge=1, le=MOST_VERSIONS, description="The version's number, as the list of versions shows it")
