"""`jobwright chat` as a process: what it answers, what it writes, with which status it ends."""

import json
from pathlib import Path
from uuid import uuid4

import psycopg
import pypdfium2
import pytest
from typer.testing import CliRunner

from api.cli import app
from store.errors import AppError
from tests.conftest import run_command
from tests.peers.talking import JOB, RESUME


@pytest.fixture
def environment(database_url: str, tmp_path: Path) -> dict[str, str]:
    """A lone installation on this test's database, offline."""
    return {"DATABASE_URL": database_url, "JOBWRIGHT_HOME": str(tmp_path), "COLUMNS": "200"}


def test_the_whole_job_from_the_terminal(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environment |= {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    Path("mara.txt").write_text(RESUME)
    added = run_command(
        "chat", "--resume", "mara.txt", "--once", f"Add this job:\n\n{JOB}- Terraform", environment=environment
    )
    assert added.returncode == 0, added.stderr
    assert "read mara.txt: resume 1" in added.stdout
    assert "Bluebird Bank" in added.stdout

    asked = run_command("chat", "--continue", "--once", "tailor my resume for it", environment=environment)
    assert asked.returncode == 0, asked.stderr
    assert "The job asks for" in asked.stdout.split("Saved")[1], "the draft is saved, and the question comes last"
    said = "Yes, at Northwind Pay, for the staging clusters"
    tailored = run_command("chat", "--continue", "--once", said, environment=environment)
    assert tailored.returncode == 0, tailored.stderr
    assert "is ready" in tailored.stdout
    with pypdfium2.PdfDocument("tailored-resume-1.pdf") as pdf:
        words = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert "Mara Lindqvist" in words
    assert "Used Terraform for the staging clusters" in " ".join(words.split())
    assert json.loads(Path("tailored-resume-1.proof.json").read_text())

    refused = run_command("chat", "--continue", "--once", "delete job 1", environment=environment)
    assert refused.returncode == 0, refused.stderr
    assert "no (say --yes to allow it)" in refused.stdout
    allowed = run_command("chat", "--once", "delete job 1", "--yes", environment=environment)
    assert allowed.returncode == 0, allowed.stderr
    assert "yes" in allowed.stdout
    connection = psycopg.connect(environment["DATABASE_URL"])
    assert connection.execute("select count(*), count(deleted_at) from jobs").fetchone() == (1, 1)
    assert connection.execute("select count(*) from conversations").fetchone() == (2,)
    connection.close()
    for ended in (added, asked, tailored, refused, allowed):
        assert "Traceback" not in ended.stdout + ended.stderr


def test_what_cannot_be_done_is_said_in_one_line(environment: dict[str, str], tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.pdf")
    failed = run_command("chat", "--resume", missing, "--once", "hello", environment=environment)
    assert failed.returncode == 1
    assert "[NO_FILE]" in failed.stderr
    assert missing in failed.stderr
    assert len(failed.stderr.strip().splitlines()) == 1


def test_wrong_conversations_and_areas_and_a_model_that_is_down(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    terminal = CliRunner()
    for arguments, code in ((["--conversation", str(uuid4())], "NOT_FOUND"), (["--area", "cooking"], "UNKNOWN_AREA")):
        failed = terminal.invoke(app, ["chat", *arguments, "--once", "hello"])
        assert isinstance(failed.exception, AppError)
        assert failed.exception.code == code
    models = tmp_path / "models.yaml"
    models.write_text(
        "providers: {here: {base_url: 'http://127.0.0.1:9/v1', max_retries: 0}}\nroles: {chat: [here/m]}\n"
    )
    monkeypatch.setenv("MODELS_FILE", str(models))
    down = terminal.invoke(app, ["chat", "--once", "hello"])
    assert down.exit_code == 1
    assert "The model did not answer" in down.stdout
