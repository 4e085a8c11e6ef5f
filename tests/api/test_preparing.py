"""Preparing for a job over REST and on the command line."""

import asyncio
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from api.cli import app
from graphs import pipelines
from graphs.services import open_services
from store.database import transaction
from store.settings import Settings
from tests.api.people import RESUME, Api, Person, code, posting
from tools.accounts import service as accounts
from tools.context import Actor
from tools.jobs.schemas import AddJob
from tools.jobs.tools import ADD_JOB
from tools.registry import call
from tools.resumes.parsing import read
from tools.resumes.schemas import ResumeUpload
from tools.resumes.tools import UPLOAD_RESUME


async def _prepared(api: Api, person: Person, job_id: str, **body: Any) -> dict[str, Any]:
    """A preparation begun over REST and seen through here."""
    begun = await person.http.post(f"/jobs/{job_id}/prepare", json=body)
    assert begun.status_code == 202, begun.text
    task = begun.json()["task_id"]
    await pipelines.execute(api.services, person.actor, task)
    assert (await person.http.get(f"/tasks/{task}")).json()["status"] == "completed"
    found: dict[str, Any] = (await person.http.get(f"/jobs/{job_id}/preparation")).json()
    return found


async def test_from_a_saved_job_to_notes_to_a_file_and_back(api: Api, person: Person) -> None:
    job = (await person.http.post("/jobs", json={"text": posting()})).json()["id"]
    nothing = await person.http.get(f"/jobs/{job}/preparation")
    assert (nothing.status_code, code(nothing)) == (404, "NOT_PREPARED")
    without = await person.http.post(f"/jobs/{job}/prepare")
    assert (without.status_code, code(without)) == (404, "NO_RESUME")
    await api.resume(person.actor)
    found = await _prepared(api, person, job, letter=True)
    assert found["status"] == "ready"
    notes = found["notes"]
    states = {item["text"]: item["state"] for item in notes["requirements"]}
    assert states["PostgreSQL and Apache Kafka in production"] == "met"
    assert states["Experience with Terraform"] == "gap"
    assert notes["summary"]["fit"] > 30
    assert any("Terraform" in item["text"] for item in notes["questions"])
    assert "pay" not in {item["topic"] for item in notes["ask"]}
    assert notes["remarks"] == ["The posting has no address, so the application form could not be looked at."]
    letter = (await person.http.get(f"/documents/{found['letter_id']}")).json()
    assert (letter["kind"], letter["job_id"]) == ("cover_letter", job)
    text = (await person.http.get(f"/jobs/{job}/preparation.md")).text
    assert text.index("In short") < text.index("Your stories") < text.index("What they ask for")
    pdf = await person.http.get(f"/jobs/{job}/preparation.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    printed = read(pdf.content, "notes.pdf").text
    assert "Experience with Terraform" in printed
    open_part = next(
        (story["id"], part["kind"]) for story in notes["stories"] for part in story["parts"] if part["text"] is None
    )
    body = {"story": open_part[0], "part": open_part[1], "text": "The plant kept running through the whole winter."}
    told = await person.http.post(f"/jobs/{job}/preparation/stories", json=body)
    assert told.status_code == 200, told.text
    assert body["text"] in told.text
    for wrong, status in (({"story": "S9"}, 404), ({"part": "moral"}, 422), ({"text": ""}, 422), ({"x": 1}, 422)):
        refused = await person.http.post(f"/jobs/{job}/preparation/stories", json={**body, **wrong})
        assert refused.status_code == status, refused.text
    assert (await person.http.post(f"/jobs/{job}/prepare", json={"letters": 1})).status_code == 422
    await person.http.patch(f"/jobs/{job}", json={"application_url": "https://acme.example/form"})
    (since,) = (await person.http.get(f"/jobs/{job}/preparation")).json()["notes"]["remarks"]
    assert since.startswith("When this was prepared the posting had no address; it has one now.")
    again = (await person.http.post(f"/jobs/{job}/prepare")).json()["again"]
    assert again.startswith("This is the second preparation for this job; the first was of ")
    assert "goes on still" in (await person.http.post(f"/jobs/{job}/prepare")).json()["again"]


async def _seed(settings: Settings) -> None:
    """The owner of the installation has a resume and a job."""
    async with open_services(settings) as services:
        async with transaction(services.sessions) as session:
            owner = await accounts.local_owner(session)
        context = services.acting_for(Actor(owner.id, frozenset({"user"})))
        await call(UPLOAD_RESUME, context, ResumeUpload(filename="mirela.txt", content=RESUME.encode()))
        await call(ADD_JOB, context, AddJob(text=posting()))


def test_the_command_line_prepares_and_saves_the_notes(terminal: CliRunner, database_url: str, tmp_path: Path) -> None:
    def say(*arguments: str) -> str:
        result = terminal.invoke(app, [*arguments])
        return f"{result.exit_code} {' '.join(result.output.split())} {result.exception or ''}"

    assert "There is no job yet" in say("prepare", "1")
    asyncio.run(_seed(Settings(database_url=database_url, jobwright_home=tmp_path, secret_key="s" * 40)))
    told = say("prepare", "1", "--no-letter", "--out", str(tmp_path / "notes.md"))
    assert told.startswith("0 "), told
    assert "What they may ask" in told
    assert "## Your stories" in (tmp_path / "notes.md").read_text()
