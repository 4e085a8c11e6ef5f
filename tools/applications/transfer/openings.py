"""The openings behind imported applications: read like what a person gives by hand, but not looked up among others."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from typing import Any

from store.errors import AppError
from tools.applications.transfer.portable import PortableApplication
from tools.embedding import Embedder
from tools.jobs.parsing import parse_text
from tools.jobs.parsing.markup import html_to_text
from tools.jobs.saving import PreparedPosting, embedded_text, identified, read_given, row_of
from tools.jobs.schemas import ParsedPosting

AT_ONCE = 500
_WORTH_READING = 80


async def prepared_openings(
    embedder: Embedder, applications: Mapping[int, PortableApplication]
) -> dict[int, dict[str, Any]]:
    """The columns of a private posting for each application, by its key; about 1.5 ms for one without a text."""
    found: dict[int, dict[str, Any]] = {}
    places = list(applications)
    for start in range(0, len(places), AT_ONCE):
        part = places[start : start + AT_ONCE]
        parsed = await asyncio.to_thread(_parsed, [applications[at] for at in part])
        vectors = await embedder.embed([embedded_text(one) for one in parsed])
        rows = await asyncio.to_thread(_rows, parsed, [[float(x) for x in vector] for vector in vectors])
        for at, row in zip(part, rows, strict=True):
            found[at] = _as_stated(row, applications[at])
    return found


def opening_of(one: PortableApplication) -> dict[str, Any]:
    """The same for a single one, without an embedding: its job went between the look at the list and the import."""
    row = _as_stated(_rows([parsed_of(one)], [[]])[0], one)
    return {**row, "embedding": None}


def _parsed(applications: Sequence[PortableApplication]) -> list[ParsedPosting]:
    return [parsed_of(one) for one in applications]


def _rows(parsed: list[ParsedPosting], vectors: list[list[float]]) -> list[dict[str, Any]]:
    rows = []
    for one, vector in zip(parsed, vectors, strict=True):
        read = read_given(one)
        rows.append(row_of(PreparedPosting(read, *identified(read), vector)))
    return rows


def _as_stated(row: dict[str, Any], one: PortableApplication) -> dict[str, Any]:
    """What the file says counts more than what is read out of it: what was exported comes back as it went."""
    if one.remote:
        row["remote"] = one.remote
    if one.posting and one.posting.seniority:
        row["seniority"] = one.posting.seniority
    return row


def parsed_of(one: PortableApplication) -> ParsedPosting:
    """An application's opening as a posting: as it was kept for one of ours, else as its fields and text state it."""
    stated = {
        "title": one.title, "company": one.company, "location": one.location, "remote": one.remote,
        "salary": one.salary, "employment_type": one.employment_type, "url": one.url,
        "apply_url": one.application_url,
    }  # fmt: skip
    kept = one.posting
    if kept is not None and (kept.requirements or kept.skills or len(kept.text) < _WORTH_READING):
        return ParsedPosting.model_validate({**kept.model_dump(), **stated})
    head = "\n".join(part for part in (one.title, one.company, one.location) if part)
    if kept is None:
        return ParsedPosting.model_validate({**stated, "text": head, "source": "import"})
    text = html_to_text(kept.text) if kept.source == "import" and _is_html(kept.text) else kept.text
    read = ParsedPosting.model_validate({**kept.model_dump(), **stated, "text": text})
    if kept.source == "import":  # a text that nobody has read yet
        with contextlib.suppress(AppError):
            told = parse_text(f"{head}\n\n{text}", title=one.title, company=one.company)
            read = told.model_copy(
                update={
                    **{name: value for name, value in stated.items() if name != "salary" and value is not None},
                    "salary": one.salary or told.salary, "text": text, "source": "import",
                }
            )  # fmt: skip
    return read


def _is_html(text: str) -> bool:
    return "</" in text and "<" in text[:2000]
