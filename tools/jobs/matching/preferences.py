"""What a person wishes for beyond the work itself."""

from pydantic import BaseModel, Field

from tools.jobs.schemas import RemoteKind, SalaryPeriod


class Preferences(BaseModel):
    """Wishes that postings are held against; an empty wish is none."""

    locations: list[str] = Field(default=[], description="Places, each as 'City', 'City, Country' or 'Country'")
    remote: list[RemoteKind] = Field(default=[], description="Kinds of work place that are acceptable")
    salary_min: float | None = Field(default=None, ge=0)
    salary_currency: str | None = Field(default=None, description="ISO 4217")
    salary_period: SalaryPeriod = "year"
