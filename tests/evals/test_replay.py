"""A model's answers over real HTTP, recorded and replayed through the same graphs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.results import Results
from evals.run import Request, run
from store.errors import AppError
from store.settings import Settings
from tests.peers import aimock

CASES = """
suite: routing
cases:
- {id: list it, says: show my jobs, expect: [{tool: list_jobs}]}
- {id: two steps, says: tailor my resume to the best one, expect: [{tool: compare_jobs}, {tool: tailor_resume}]}
- {id: unclear, says: delete a job, expect: ask}
- {id: smalltalk, says: hello there, expect: none}
- {id: cut, says: forget job 2, expect: [{tool: delete_job, arguments: {job: "2"}}]}
"""
FIXTURES = [
    {"match": {"userMessage": "show my jobs", "hasToolResult": False},
     "response": {"toolCalls": [{"name": "list_jobs", "arguments": {}}]}},
    {"match": {"userMessage": "tailor my resume", "hasToolResult": False},
     "response": {"toolCalls": [{"name": "compare_jobs", "arguments": {}}]}},
    {"match": {"userMessage": "tailor my resume", "toolResultContains": "score"},
     "response": {"toolCalls": [{"name": "tailor_resume", "arguments": {"job": "1"}}]}},
    {"match": {"userMessage": "delete a job"}, "response": {"content": "Which job shall I delete?"}},
    {"match": {"userMessage": "hello there"}, "response": {"content": "Hello! Anything I can do?"}},
    {"match": {"userMessage": "forget job 2", "hasToolResult": False},
     "response": {"toolCalls": [{"name": "delete_job", "arguments": {"job": "1"}}]}},
    {"match": {}, "response": {"content": "That is all."}},
]  # fmt: skip


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[aimock.ModelServer]:
    with aimock.running(tmp_path_factory.mktemp("model"), FIXTURES) as server:
        yield server


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "theirs.yaml"
    path.write_text(CASES, encoding="utf-8")
    return path


def shown(results: Results) -> tuple[dict[str, float], list[tuple[str, str]]]:
    (one,) = results.sets
    figures = {figure.short: figure.estimate.value for figure in one.measured.figures}
    return figures, [(case.case, case.found) for case in one.measured.failing]


async def test_recorded_answers_are_replayed_without_the_model(
    model: aimock.ModelServer, cases: Path, tmp_path: Path
) -> None:
    online = Settings(openai_base_url=model.base_url, openai_api_key="k", ai_model="stand-in", _env_file=None)
    folder = tmp_path / "recorded"
    live = await run(Request((), (cases,), "chat", record=folder), online)
    assert shown(live) == ({"tools": 1.0, "arguments": 0.0}, [("cut", 'delete_job {"job": "1"}')])
    assert live.model == "chat (default/stand-in (recorded))"
    assert {path.name.rsplit("-", 1)[0] for path in folder.iterdir()} == {
        "list-it", "two-steps", "unclear", "smalltalk", "cut"
    }  # fmt: skip
    asked = len(model.requests())
    offline = Settings(_env_file=None)
    again = await run(Request((), (cases,), f"replay:{folder}"), offline)
    assert shown(again) == shown(live)
    assert len(model.requests()) == asked


async def test_what_was_never_recorded_says_how_to_record_it(
    model: aimock.ModelServer, cases: Path, tmp_path: Path
) -> None:
    offline, folder = Settings(_env_file=None), tmp_path / "recorded"
    with pytest.raises(AppError, match="There are no recordings"):
        await run(Request((), (cases,), f"replay:{folder}"), offline)
    online = Settings(openai_base_url=model.base_url, openai_api_key="k", ai_model="stand-in", _env_file=None)
    await run(Request((), (cases,), "default/stand-in", record=folder), online)
    cases.write_text(CASES.replace("hello there", "hello again"), encoding="utf-8")
    with pytest.raises(AppError, match=r"Case smalltalk: no answer is recorded .* --record"):
        await run(Request((), (cases,), f"replay:{folder}"), offline)
    next(folder.iterdir()).write_text("{}", encoding="utf-8")
    with pytest.raises(AppError, match="is no recording of format 1"):
        await run(Request((), (cases,), f"replay:{folder}"), offline)
