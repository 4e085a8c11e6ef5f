"""Applications as they are talked about: which are meant, and what is shown of them."""

from datetime import date

from pydantic import BaseModel, Field

from tools.applications.schemas import ApplicationCard, ApplicationStatus, ApplicationView, Ending, Stage, TimelineView
from tools.text import ShortText


class ApplicationList(BaseModel):
    """Applications in the order shown; `total` counts all that fit, `counts` by stage without regard to the stages
    asked for."""

    items: list[ApplicationCard]
    total: int
    counts: dict[Stage, int]


class ShownApplication(ApplicationView):
    """An application with all that happened to it, oldest first."""

    timeline: list[TimelineView] = Field(default=[])


class ChosenApplications(BaseModel):
    """Which applications are meant."""

    stages: list[ApplicationStatus] = Field(default=[], description="Only those at one of these stages")
    company: ShortText | None = Field(default=None, description="Only those at this employer")
    words: ShortText | None = Field(default=None, description="Words of title, company or notes")
    quiet_days: int | None = Field(default=None, ge=1, le=3650, description="Nothing has moved for so many days")
    before: date | None = Field(default=None, description="Nothing has moved since this day, YYYY-MM-DD")


class ListApplications(ChosenApplications):
    """Which applications to list."""

    limit: int = Field(default=20, ge=1, le=200)


class MoveApplications(ChosenApplications, Ending):
    """Where several applications move, and which: by what they have in common, or by number or name."""

    status: ApplicationStatus = Field(description="The stage they move to")
    applications: list[ShortText] = Field(default=[], max_length=200, description="Numbers or names, where named")
    why: ShortText | None = None
