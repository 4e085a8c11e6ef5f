"""Applications in and out by talk: a pasted table is shown, kept after a yes and taken back."""

from store.actors import Actor
from tests.graphs.test_applications_talk import Talk, talk  # noqa: F401 - the fixture
from tools.applications.schemas import ApplicationFilters
from tools.applications.transfer.exporting import chosen

PASTED = """import my applications:
Company,Job Title,Date Applied,Status,Link
Kelp & Sons,Diver,2025-01-15,Rejected,https://kelp.example/jobs/1
Harbour Trust,Pilot,2025-02-03,Interview,
"""


async def _count(talk: Talk) -> int:  # noqa: F811
    actor: Actor = talk.actor
    async with talk.services.sessions() as session:
        return len(await chosen(session, actor, ApplicationFilters()))


async def test_a_pasted_table_is_shown_kept_after_a_yes_and_taken_back(talk: Talk) -> None:  # noqa: F811
    """Nothing is kept before the yes, and no row of it is taken for a posting or a link to look up."""
    told = await talk.say("import my applications")
    assert "#/applications/transfer" in told.content
    waiting = await talk.say(PASTED)
    question = (waiting.run.output or {})["question"]
    assert "| Job Title | title |" in question
    assert "2 would be imported" in question
    assert await _count(talk) == 0
    done = await talk.say("yes")
    assert "2 imported" in done.content
    assert await _count(talk) == 2
    served = await talk.say("export my applications to Excel")
    assert served.steps == [("export_applications", "ok")]
    assert "/api/v1/export/applications.xlsx" in served.content
    await talk.say("undo")
    assert await _count(talk) == 0
