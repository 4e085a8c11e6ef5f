"""The agents for mail: the one that is talked to, and the one that reads alerts no parser knows.

The second holds no tools: what it reads came from outside.
"""

import orjson
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage
from pydantic import BaseModel, ValidationError

from agents.agent import Agent
from prompts.library import load
from tools.email.alerts.schemas import AlertPosting
from tools.email.message import Mail

EMAIL = Agent(
    name="email",
    description="Connect mailboxes, look for alerts and replies in them, show, sort and answer mail.",
    prompt_id="email",
    grants=(
        "list_mailboxes", "connect_mailbox", "sync_email", "show_syncs", "list_emails", "show_email", "list_review",
        "decide_review", "undo_email_effect", "change_emails", "tidy_emails", "draft_email", "list_drafts",
        "send_email", "discard_draft", "email_trends", "list_rules", "save_rule", "switch_rule", "delete_rule",
        "list_appointments", "add_to_calendar", "list_jobs", "show_job", "set_job_status",
    ),
)  # fmt: skip
# A model's reading is looked at by the person before it becomes a job.
CONFIDENCE = 0.6
MODEL_PARSER, MOST_WORDS, MOST_POSTINGS = "model", 20_000, 40


class ProposedPosting(BaseModel):
    """One opening as a model reads it, in the mail's own words."""

    title: str
    company: str | None = None
    location: str | None = None
    link: str | None = None


class Proposed(BaseModel):
    """A model's openings of one mail."""

    postings: list[ProposedPosting] = []


async def propose_postings(model: BaseChatModel, mail: Mail) -> tuple[list[AlertPosting], AIMessage]:
    """Ask a model for the openings of a mail; only what stands in the mail word for word is taken. Also its message."""
    answer = await model.ainvoke([HumanMessage(load("alert").fill(subject=_data(mail.subject), mail=_data(mail.text)))])
    text = answer.text.strip().removeprefix("```json").removeprefix("```").removesuffix("```")
    try:
        proposed = Proposed.model_validate(orjson.loads(text)).postings[:MOST_POSTINGS]
    except (orjson.JSONDecodeError, ValidationError):
        proposed = []
    kept = [posting for item in proposed if (posting := _checked(item, mail)) is not None]
    return kept, answer


def _checked(item: ProposedPosting, mail: Mail) -> AlertPosting | None:
    """The posting as far as the mail holds it; None where not even its title stands there."""
    words = " ".join(f"{mail.subject} {mail.text}".split()).casefold()

    def held(value: str | None) -> str | None:
        plain = " ".join((value or "").split())
        return plain if plain and plain.casefold() in words else None

    title = held(item.title)
    if title is None:
        return None
    link = item.link if item.link and item.link in f"{mail.text} {mail.html or ''}" else None
    return AlertPosting(
        title=title, company=held(item.company), location=held(item.location), link=link, confidence=CONFIDENCE
    )


def _data(text: str) -> str:
    """Text that others wrote, without what could close the tags it stands between."""
    return text.replace("<", "‹").replace(">", "›")[:MOST_WORDS]
