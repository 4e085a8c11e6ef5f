"""From a PDF and a posting to a proved resume and a letter, by talk alone: the questions, the lines, the files."""

from typing import Any
from uuid import UUID

import weasyprint

from graphs import turns
from store import tailoring as tailored
from tests.conftest import new_actor
from tests.peers.talking import RESUME, Outcome, outcome, turn
from tools.context import Actor, Services
from tools.registry import call
from tools.resumes.schemas import ResumeUpload
from tools.resumes.tools import UPLOAD_RESUME

JOB = """Add this job:

Backend Engineer (Payments)
Bluebird Bank - Stockholm, Sweden - hybrid

We look for a backend engineer for our payments team.

Requirements:
- Experience with Terraform
- 3 years of experience with Python
- PostgreSQL
- Docker
"""


class Talk:
    """One conversation of one person, turn by turn."""

    def __init__(self, services: Services, actor: Actor) -> None:
        self._services, self._actor, self._home = services, actor, UUID(int=0)

    async def say(self, words: str) -> Outcome:
        """The turn's end; the answer to what waits is given as such, as every surface gives it."""
        if self._home.int and (decision := await turns.decision_in(self._services, self._actor, self._home, words)):
            await turns.decide(self._services, self._actor, self._home, decision, said=words)
            return await outcome(self._services, self._actor, self._home)
        ended = await turn(self._services, self._actor, words, conversation_id=self._home if self._home.int else None)
        assert ended.run.conversation_id is not None
        self._home = ended.run.conversation_id
        return ended


def result(ended: Outcome) -> dict[str, Any]:
    """What the last call of the answer came to."""
    return ended.messages[-1].steps[-1].result or {}


async def test_from_a_pdf_and_a_posting_to_a_proved_resume_and_a_letter(services: Services) -> None:
    actor = await new_actor(services)
    pdf = weasyprint.HTML(string=f"<pre style='font-family: sans-serif'>{RESUME}</pre>").write_pdf()
    await call(UPLOAD_RESUME, services.acting_for(actor), ResumeUpload(filename="mara.pdf", content=pdf))
    talk = Talk(services, actor)
    await talk.say(JOB)
    waiting = await talk.say("tailor my resume for it")
    assert waiting.run.status == "waiting"
    assert "Terraform" in (waiting.run.output or {})["question"]

    made = await talk.say("Yes, at Northwind Pay, for 12 staging clusters")
    assert made.steps == [("tailor_resume", "ok")]
    assert "Experience with Terraform" in result(made)["covered"]
    async with services.sessions() as session:
        assert (await tailored.pdf(session, actor, UUID(result(made)["id"]))).startswith(b"%PDF")

    rejected = await talk.say("reject the second line")
    assert rejected.steps == [("reject_line", "ok")]
    assert result(rejected)["version"] == 3
    proved = await talk.say("where does this come from?")
    assert proved.steps == [("show_proof", "ok")]
    assert {fact["resume"] for line in result(proved)["lines"] for fact in line["facts"]} >= {"mara.pdf"}
    assert "in answer to" in proved.content

    word = await talk.say("give me that as Word")
    assert (word.steps, result(word)["format"]) == ([("export_resume", "ok")], "docx")
    letter = await talk.say("write a short cover letter")
    assert letter.steps == [("write_cover_letter", "ok")]
    assert "Bluebird Bank" in letter.content
    assert all(line["fact_ids"] for line in result(letter)["sentences"] if line["kind"] == "claim")
    undone = await talk.say("undo that")
    assert undone.steps == [("undo_last_change", "ok")]
    assert result(await talk.say("list my documents"))["total"] == 1
