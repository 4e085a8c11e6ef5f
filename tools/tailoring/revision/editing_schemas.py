"""Changing a tailored resume line by line: what is asked, and what came of it."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from tools.jobs.schemas import Importance
from tools.resumes.schemas import ResumeFact
from tools.strict import StrictInput
from tools.tailoring.revision.version_schemas import LineDifference, Tailored
from tools.tailoring.schemas import Rendered, TailoredDocument
from tools.text import ShortText, Text

Direction = Literal["up", "down", "top", "bottom"]


class ChangeLine(StrictInput):
    """Which line of which tailored resume is meant."""

    tailored: ShortText | None = Tailored
    line: ShortText = Field(description="The line's id (L7), its place (2 is the second line), or words of it")


class RejectLine(ChangeLine):
    """A line that is not wanted as it reads."""


class AcceptLine(ChangeLine):
    """A line that is wanted as it reads."""


class MoveLine(ChangeLine):
    """A line that belongs further up or down among its neighbours."""

    direction: Direction


class EditLine(ChangeLine):
    """A line in the person's own words."""

    text: Text = Field(max_length=1000, description="The whole line as the person words it")


class AddLine(StrictInput):
    """A fact that was left out and is wanted back."""

    tailored: ShortText | None = Tailored
    fact: ShortText = Field(description="The left-out fact's id, its line id (L12), or words of it")


class ShowLineCost(StrictInput):
    """A line to be taken out, or a left-out fact to be put back: what would that cost?"""

    tailored: ShortText | None = Tailored
    line: ShortText = Field(description="The line's or left-out fact's id (L7), its place, or words of it")


class OrderSections(StrictInput):
    """In which order the sections stand."""

    tailored: ShortText | None = Tailored
    sections: list[ShortText] = Field(min_length=1, max_length=10, description="Sections in the order wanted")


class Wish(StrictInput):
    """How a tailored resume should be different; what is not named stays as it is."""

    shorter: bool = Field(default=False, description="Fewer lines")
    longer: bool = Field(default=False, description="More lines")
    pages: int | None = Field(default=None, ge=1, le=3, description="How many pages it may have")
    emphasise: list[ShortText] = Field(default=[], max_length=10, description="Words whose lines should come forward")
    play_down: list[ShortText] = Field(default=[], max_length=10, description="Words whose lines should step back")
    drop: list[ShortText] = Field(
        default=[], max_length=10, description="Lines, sections or subjects to take out, by id or words"
    )
    keep: list[ShortText] = Field(
        default=[], max_length=10, description="Lines, sections or subjects to keep or bring back, by id or words"
    )
    template: ShortText | None = Field(default=None, description="Name of the template: classic, modern, compact …")
    paper: Literal["a4", "letter"] | None = Field(default=None, description="a4 or letter (US letter)")


class SteerTailoring(Wish):
    """How which tailored resume should be different."""

    tailored: ShortText | None = Tailored


class ExplainedDifference(LineDifference):
    """One line that changed, and why."""

    reason: str


class RequirementChange(BaseModel):
    """Something asked for that a change gains or loses; `text` is the requirement, or the part of it concerned."""

    text: str
    posting_quote: str
    importance: Importance


class RoomForFact(BaseModel):
    """A left-out fact that could stand where something was taken out, and what of the posting it answers."""

    fact_id: UUID
    line_id: str
    text: str
    answers: list[str]


class LineCost(BaseModel):
    """What taking a line out, or putting a left-out fact back, gains and loses. Nothing has been changed.

    `rows` are about how many rows of a page it takes; `still_answered` is what other lines answer as well.
    """

    number: int
    line_id: str
    text: str
    change: Literal["remove", "add"]
    rows: float
    pages_before: int | None
    pages_after: int | None
    no_longer_answered: list[RequirementChange]
    newly_answered: list[RequirementChange]
    still_answered: list[str]
    has_to_go: list[LineDifference] = Field(description="Lines that must go for it")
    could_come_in: list[RoomForFact] = Field(description="Left-out facts for which there is room then")


class Revision(BaseModel):
    """A change that was made: the new version, what differs from the one before and why, what it gained and lost."""

    id: UUID
    number: int
    version: int
    done: str
    differences: list[ExplainedDifference]
    no_longer_answered: list[RequirementChange]
    newly_answered: list[RequirementChange]
    could_come_in: list[RoomForFact]
    notes: list[str] = Field(description="What else is worth knowing, one sentence each")
    steering: list[str] = Field(description="What has been asked for so far, in words")
    pages: int
    pdf_url: str
    page_url: str


class Edited(BaseModel):
    """A document after a change, before it is proved, rendered and checked; `done` says what was done."""

    document: TailoredDocument
    done: str
    notes: list[str] = []
    new_fact: ResumeFact | None = None


class PreparedRevision(BaseModel):
    """A changed document that has been proved, rendered and checked, to be saved after version `after`."""

    tailored_id: UUID
    number: int
    resume_id: UUID
    after: int
    before: TailoredDocument
    rendered: Rendered
    edited: Edited
    wish: Wish | None = None
