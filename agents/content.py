"""The agent that proposes the body of a cover letter. It holds no tools: what it reads came from outside."""

import orjson
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage
from pydantic import BaseModel, ValidationError

from prompts.library import load
from tools.content.choosing import Material
from tools.content.letter import MOST_WORDS
from tools.content.proposals import Proposal, offered
from tools.content.schemas import Length, Tone

_LANGUAGES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish", "nl": "Dutch", "pt": "Portuguese"}
_MOST = 40


class Proposals(BaseModel):
    """A model's sentences for a letter, each with what it cites."""

    sentences: list[Proposal] = []


async def propose_sentences(
    model: BaseChatModel, material: Material, *, tone: Tone, length: Length, wish: str | None
) -> tuple[list[Proposal], AIMessage]:
    """Ask a model for the body of a letter: its sentences with what they cite, and its message for the ledger.

    An answer that cannot be read proposes nothing, and the person's own sentences stand.
    """
    may_cite = offered(material)
    asked = load("cover_letter").fill(
        job=" at ".join(part for part in (material.job.title, material.job.company) if part),
        language=_LANGUAGES[material.language], tone=tone, words=str(MOST_WORDS[length]), wish=wish or "(none)",
        facts="\n".join(f"{name}: {text}" for name, text in may_cite.fact_lines.items()),
        posting="\n".join(f"{name}: {text}" for name, text in may_cite.posting.items()),
    )  # fmt: skip
    answer = await model.ainvoke([HumanMessage(asked)])
    text = answer.text.strip().removeprefix("```json").removeprefix("```").removesuffix("```")
    try:
        proposals = Proposals.model_validate(orjson.loads(text)).sentences[:_MOST]
    except (orjson.JSONDecodeError, ValidationError):
        return [], AIMessage.model_validate(answer.model_dump())
    return proposals, answer
