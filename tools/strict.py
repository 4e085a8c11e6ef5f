"""Input that takes nothing it does not know: a field nobody reads is told, with those that there are."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError


class StrictInput(BaseModel):
    """What a request is made of; a field that is not known is refused, naming it and the fields that are."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="wrap")
    @classmethod
    def _only_known(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(data)
        except ValidationError as problem:
            known = ", ".join(cls.model_fields)
            lines = [_told(error, known) for error in problem.errors(include_url=False)]
            raise ValidationError.from_exception_data(problem.title, lines) from None


def _told(error: Any, known: str) -> InitErrorDetails:
    """The same problem, with the fields that are allowed where one is not."""
    kind, said = error["type"], error["msg"]
    if kind == "extra_forbidden":
        said = f"There is no such field; allowed are: {known}"
    return InitErrorDetails(
        type=PydanticCustomError(kind, "{said}", {"said": said}), loc=error["loc"], input=error["input"]
    )
