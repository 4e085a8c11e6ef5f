"""Sources by name: a board, or one company's page on a board as "board:company"."""

from collections.abc import Sequence

from store.errors import ValidationError
from tools.jobs.boards.recognising import recognise
from tools.jobs.boards.registry import board


def split_source(source: str) -> tuple[str, str | None]:
    """The board and the company's token of a source: "greenhouse:stripe" is ("greenhouse", "stripe")."""
    name, _, token = source.partition(":")
    return name, token or None


def source_name(name: str, token: str | None) -> str:
    """The other way round."""
    return f"{name}:{token}" if token else name


def check_sources(sources: Sequence[str]) -> list[str]:
    """The sources in their usual spelling; an address of a company's page counts as its source.

    Raises ValidationError BOARD_UNKNOWN, or COMPANY_MISSING for a company board without a company.
    """
    return list(dict.fromkeys(_checked(source) for source in sources))


def _checked(source: str) -> str:
    if source.startswith(("http://", "https://")):
        found = recognise(source)
        if found is None:
            raise ValidationError(
                f"No job board that I can read is at {source}. Give the address of its careers page, or watch the "
                "company, which looks into the page.",
                code="BOARD_UNKNOWN",
            )
        source = source_name(found[0], found[1] or None)
    name, token = split_source(source)
    known = board(name)
    if known.kind == "company" and token is None:
        raise ValidationError(
            f"{known.label} holds the pages of many companies: say which, as {known.name}:COMPANY, or give the "
            "address of the company's careers page.",
            code="COMPANY_MISSING",
        )
    return source_name(known.name, token)


def usual_sources(offered: Sequence[str]) -> list[str]:
    """Those of the offered boards that can be searched without naming a company."""
    return [name for name in offered if board(name).kind != "company"]
