"""`jobwright chat` as a process: what it answers, what it writes, with which status it ends."""

import json
from pathlib import Path
from uuid import uuid4

import psycopg
import pypdfium2
import pytest
from typer.testing import CliRunner

from api.cli import app, main
from store.errors import AppError
from tests.conftest import run_command
from tests.peers.talking import JOB, RESUME


@pytest.fixture
def environment(database_url: str, tmp_path: Path) -> dict[str, str]:
    """A lone installation on this test's database, offline."""
    return {"DATABASE_URL": database_url, "JOBWRIGHT_HOME": str(tmp_path), "COLUMNS": "200"}


GAP = "- Experience with Terraform\n"


@pytest.fixture
def terminal(environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command in this process, in a folder of its own: what another process would do, without its seconds."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return CliRunner()


def ran(terminal: CliRunner, *arguments: str) -> str:
    """What a command that goes well prints, in one line."""
    done = terminal.invoke(app, arguments)
    assert done.exit_code == 0, (arguments, done.output, done.exception)
    return " ".join(done.output.split())


def test_the_whole_job_from_the_terminal(
    environment: dict[str, str], terminal: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment |= {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    Path("mara.txt").write_text(RESUME)
    said = f"Add this job:\n\n{JOB}{GAP}"
    added = run_command("chat", "--resume", "mara.txt", "--once", said, environment=environment)
    assert added.returncode == 0, added.stderr
    assert "read mara.txt: resume 1" in added.stdout
    assert "Bluebird Bank" in added.stdout
    assert "Traceback" not in added.stdout + added.stderr

    asked = ran(terminal, "chat", "--continue", "--once", "tailor my resume for it")
    assert "Terraform" in asked
    assert "“No” and “skip”" in asked
    answered = ran(terminal, "chat", "--continue", "--once", "Yes, at Northwind Pay, for 12 staging clusters")
    assert "Saved" in answered
    with pypdfium2.PdfDocument("tailored-resume-1.pdf") as pdf:
        words = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert "Mara Lindqvist" in words
    assert "12 staging clusters" in words
    assert json.loads(Path("tailored-resume-1.proof.json").read_text())
    ran(terminal, "chat", "--continue", "--once", "give me that as Markdown")
    assert "Mara Lindqvist" in Path("resume-1.md").read_text()

    unasked = ran(terminal, "chat", "--continue", "--once", "delete job 1")
    assert "no (say --yes to allow it)" in unasked
    assert "Nobody said yes, so I did not delete the job." in unasked
    assert "yes" in ran(terminal, "chat", "--once", "delete job 1", "--yes")
    connection = psycopg.connect(environment["DATABASE_URL"])
    assert connection.execute("select count(*), count(deleted_at) from jobs").fetchone() == (1, 1)
    assert connection.execute("select count(*) from conversations").fetchone() == (2,)
    connection.close()


def test_resumes_tailoring_and_documents_without_talk(terminal: CliRunner) -> None:
    Path("mara.txt").write_text(RESUME)
    assert "Resume 1" in ran(terminal, "resumes", "upload", "mara.txt")
    ran(terminal, "chat", "--once", f"Add this job:\n\n{JOB}{GAP}")
    assert "Staff Engineer" in ran(terminal, "resumes", "correct", "title", "Staff Engineer", "--about", "Northwind")
    assert "Undone" in ran(terminal, "tailor", "undo")
    made = ran(terminal, "tailor", "1", "--no-questions", "--template", "modern", "--format", "pdf,txt")
    assert "Terraform" in made
    assert Path("tailored-resume-1.pdf").read_bytes().startswith(b"%PDF")
    assert "Mara Lindqvist" in Path("resume-1.txt").read_text()
    assert "version 2" in ran(terminal, "tailor", "steer", "shorter")
    assert "came" in ran(terminal, "tailor", "compare", "2", "1").lower()
    assert "Saved" in ran(terminal, "documents", "letter", "1", "--length", "short")
    assert Path("cover-letter-2.pdf").read_bytes().startswith(b"%PDF")
    assert "cover letter" in ran(terminal, "documents", "list", "--kind", "cover_letter")
    ran(terminal, "resumes", "export")
    assert json.loads(Path("resume-1.json").read_text())["facts"]
    wrong = terminal.invoke(app, ["tailor", "1", "--format", "odt"])
    assert wrong.exit_code == 2
    assert "there are pdf" in " ".join(wrong.output.split())


def test_what_cannot_be_done_is_said_in_one_line(
    terminal: CliRunner,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    missing = str(tmp_path / "missing.pdf")
    monkeypatch.setattr("sys.argv", ["jobwright", "chat", "--resume", missing, "--once", "hello"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert "[NO_FILE]" in said
    assert missing in said
    assert len(said.strip().splitlines()) == 1


def test_wrong_conversations_and_areas_and_a_model_that_is_down(
    terminal: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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
