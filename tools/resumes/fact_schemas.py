"""A fact beside the words it was read from."""

from uuid import UUID

from pydantic import BaseModel, Field, TypeAdapter, model_validator

from tools.resumes.schemas import Detail, OptionalResume, ResumeFact
from tools.text import ShortText, Text

_SHORT: TypeAdapter[str] = TypeAdapter(ShortText)


class NewFact(BaseModel):
    """A fact that a person adds. Where `text` is left out, the words are those of the fields."""

    detail: Detail
    text: Text | None = None
    parent_id: UUID | None = Field(default=None, description="The position, project or study it belongs to")

    @model_validator(mode="after")
    def _storable(self) -> "NewFact":
        for name, value in self.detail.model_dump(exclude={"kind"}).items():
            if isinstance(value, str):
                setattr(self.detail, name, _SHORT.validate_python(value))
        return self


class FactSourceText(BaseModel):
    """Where a fact stands: the file, its words there, and what stands around them."""

    resume_id: UUID
    number: int
    filename: str
    section: str | None = Field(default=None, description="The heading it stands under, as the file writes it")
    before: str
    excerpt: str
    after: str


class ShownFact(BaseModel):
    """A fact with the words it was read from; `source_text` is None where no file holds them, and `note` says why."""

    fact: ResumeFact
    under: str | None = Field(default=None, description="The words of the entry it stands under")
    source_text: FactSourceText | None = None
    note: str | None = None


class ShowFacts(OptionalResume):
    """Which facts of which resume."""

    about: ShortText | None = Field(
        default=None,
        description="A kind of fact (skills, positions, dates …) or words that the facts hold; all by default",
    )


class FactList(BaseModel):
    """Facts of one resume with the words they were read from."""

    number: int
    filename: str
    about: str | None = None
    facts: list[ShownFact]
