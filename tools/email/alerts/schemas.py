"""What an alert mail states of openings."""

from datetime import datetime

from pydantic import BaseModel, Field

from tools.jobs.schemas import RemoteKind, Salary


class AlertPosting(BaseModel):
    """One opening as an alert mail shows it. Only what the mail states; None where it is silent.

    `url` is the posting's canonical address, taken out of the tracking link without following it; where the link does
    not tell it, `url` is None and `link` alone leads there. `external_id` is the board's own id of the posting.
    """

    title: str
    company: str | None = None
    location: str | None = None
    remote: RemoteKind | None = None
    salary: Salary | None = None
    url: str | None = None
    link: str | None = Field(default=None, description="The link as it stands in the mail")
    external_id: str | None = None
    posted_at: datetime | None = None
    snippet: str | None = Field(default=None, description="Words about the job that the mail shows beside it")
    confidence: float = Field(default=1.0, ge=0, le=1)


class AlertReading(BaseModel):
    """What a parser read out of a mail. `parser` is its name; without one no parser knew the mail as an alert.

    `confidence` is the parser's certainty that this mail is an alert of its board, read whole.
    """

    parser: str | None = None
    board: str | None = None
    confidence: float = Field(default=0.0, ge=0, le=1)
    postings: list[AlertPosting] = []
    problems: list[str] = Field(default=[], description="What looked like a posting and could not be read")
