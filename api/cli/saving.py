"""Documents that were made, put into the current folder."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from store import tailoring as tailored
from store.errors import ValidationError
from tools.content import exporting
from tools.context import Context
from tools.tailoring import service as tailoring


async def save(name: str, content: bytes) -> Path:
    """Put a file into the current folder; where it lies. Raises ValidationError `CANNOT_SAVE` with the reason."""
    target = Path(name).absolute()
    try:
        await asyncio.to_thread(target.write_bytes, content)
    except OSError as problem:
        raise ValidationError(f"{target} cannot be written: {problem.strerror}.", code="CANNOT_SAVE") from problem
    return target


async def save_tailored(context: Context, result: Mapping[str, Any]) -> str | None:
    """Save the newest PDF of a tailored resume (a tool's result as JSON) and its proof; None while there is none."""
    if not result.get("pdf_url"):
        return None
    async with context.sessions() as session:
        content = await tailored.pdf(session, context.actor, UUID(result["id"]))
        proof = await tailoring.proof_document(session, context.actor, UUID(result["id"]))
    target = await save(f"tailored-resume-{result['number']}.pdf", content)
    await save(f"tailored-resume-{result['number']}.proof.json", orjson.dumps(proof, option=orjson.OPT_INDENT_2))
    return f"Saved {target} and its proof beside it."


async def save_document(context: Context, document_id: str, wanted: Any = None) -> str:
    """Save a document's file in the format it was kept in, or in another; where it lies, in words."""
    file = await exporting.file_of(context, UUID(document_id), wanted)
    return f"Saved {await save(file.name, file.content)}."
