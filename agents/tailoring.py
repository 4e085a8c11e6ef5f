"""The agents for tailoring: the one that is talked to, and the one that rewords lines."""

from collections.abc import Collection

import orjson
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage
from pydantic import BaseModel, ValidationError

from agents.agent import Agent
from prompts.library import load
from tools.tailoring.schemas import TailoredDocument

TAILORING = Agent(
    name="tailoring",
    description="Tailor a resume to a job, show what changed and where every line comes from; letters, mails, files.",
    prompt_id="tailoring",
    grants=(
        "tailor_resume", "answer_question",
        "list_tailored", "show_changes", "show_proof", "steer_tailoring", "reject_line", "accept_line", "add_line",
        "move_line", "edit_line", "order_sections", "show_line_cost", "list_versions", "compare_versions",
        "restore_version", "record_use", "list_uses", "write_cover_letter", "rewrite_letter", "write_email",
        "export_resume", "list_documents", "show_document", "remove_document", "list_templates",
        "add_job", "list_jobs", "show_job",
        "compare_jobs", "list_resumes", "show_resume",
    ),
)  # fmt: skip
REWORDED_SECTIONS = {"summary", "experience", "projects"}


class Rewording(BaseModel):
    """A model's proposal for one line."""

    id: str
    text: str


class Rewordings(BaseModel):
    """A model's proposals; lines it leaves out stay as they are."""

    rewordings: list[Rewording] = []


async def propose_rewordings(
    model: BaseChatModel, document: TailoredDocument, *, known: Collection[str] = ()
) -> tuple[dict[str, str], AIMessage | None]:
    """Ask a model for rewordings: line id -> sentence, and its message for the ledger.

    Lines whose ids are `known` were proposed before and are not shown again; without others the model is not asked.
    An answer that cannot be read proposes nothing, and the source's words stand.
    """
    lines = [claim for claim in document.claims if claim.section in REWORDED_SECTIONS and claim.parent_id is not None]
    lines += [claim for claim in document.claims if claim.section == "summary"]
    held = {*known, *document.steering.own_words}
    lines = [claim for claim in lines if claim.id not in held]
    if not lines:
        return {}, None
    asked = load("rewording").fill(
        job=_as_data(" at ".join(part for part in (document.job_title, document.company) if part)),
        requirements="\n".join(f"- {_as_data(item.requirement)} ({item.importance})" for item in document.coverage),
        lines="\n".join(f"{claim.id}: {_as_data(claim.text)}" for claim in lines),
    )
    answer = await model.ainvoke([HumanMessage(asked)])
    text = answer.text.strip().removeprefix("```json").removeprefix("```").removesuffix("```")
    try:
        proposals = Rewordings.model_validate(orjson.loads(text))
    except (orjson.JSONDecodeError, ValidationError):
        return {}, AIMessage.model_validate(answer.model_dump())
    asked_for = {claim.id for claim in lines}
    return {item.id: item.text for item in proposals.rewordings if item.id in asked_for}, answer


def _as_data(text: str) -> str:
    """Text that others wrote, on one line and without what could close the tags it stands between."""
    return " ".join(text.replace("<", "‹").replace(">", "›").split())
