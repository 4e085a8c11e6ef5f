"""A run from files of cases to figures, report and exit code; and what is said about files that are wrong."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.chosen import choose
from evals.command import app
from evals.intervals import Estimate
from evals.report import as_html, as_json
from evals.results import Chart, Failing, Figure, Measured, Results, SetResult
from evals.run import Request, raise_baselines, read_baselines, run
from evals.suites.registry import CASES, SUITES, suite_of
from evals.suites.suite import CaseSet, Workbench
from store.errors import AppError
from store.settings import Settings

TRUTH = """
cases:
- {id: same, facts: [Served 40 guests a night], sentence: Served 40 guests a night, honest: true}
- {id: more, facts: [Served 40 guests a night], sentence: Served 90 guests a night, honest: false, problem: number}
- {id: odd, facts: [Served 40 guests a night], sentence: Served 40 guests a night,
   honest: false, kind: planted by mistake}
"""
ROUTING = """
contexts:
  two: [{user: my jobs}, {tool: list_jobs, artifact: {jobs: [{number: 3, title: Cook}, {number: 5, title: Baker}]}}]
cases:
- {id: list, says: show my jobs, expect: [{tool: list_jobs}]}
- {id: best, says: "which fits me best? tailor my resume for it", history: two,
   expect: [{tool: compare_jobs}, {tool: tailor_resume, arguments: {job: "@best"}}]}
- {id: wrong, says: show job 3, history: two, expect: [{tool: show_job, arguments: {job: "5"}}]}
- {id: bound, area: resumes, says: list my resumes, expect: [{tool: list_resumes}]}
"""
RESUME = (
    "Ada Byron\nada@example.org\n\nExperience\n\nAnalyst, Engine Works\n2019-03 - 2021-05\n- Wrote the first programs\n"
)


def written(folder: Path, text: str, name: str = "theirs.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


async def measured(*files: Path, suites: tuple[str, ...] = ()) -> Results:
    return await run(Request(suites, files), Settings(_env_file=None))


def values(results: Results) -> dict[str, float]:
    return {figure.name: figure.estimate.value for figure in results.figures}


def test_every_file_of_our_own_tells_its_suite() -> None:
    everything = list(SUITES.values())
    for suite in everything:
        for name in suite.own:
            assert suite_of(CASES / name, everything) is suite


async def test_truth_is_counted_by_hand(tmp_path: Path) -> None:
    results = await measured(written(tmp_path, TRUTH))
    assert values(results) == {"truth.caught@theirs": 0.5, "truth.passed@theirs": 1.0, "truth.named@theirs": 1.0}
    (failing,) = results.sets[0].measured.failing
    assert (failing.case, failing.expected, failing.found) == ("odd", "refused", "let pass")
    assert results.passed


async def test_truth_counts_batches_apart(tmp_path: Path) -> None:
    later = written(tmp_path, TRUTH.replace("cases:", "batch: later\ncases:").replace("40 guests", "40 diners"))
    cases = [*SUITES["truth"].load(written(tmp_path, TRUTH, "first.yaml"))[:2], *SUITES["truth"].load(later)]
    settings = Settings(_env_file=None)
    bench = Workbench(choose("offline", settings), settings)
    found = await SUITES["truth"].measure(CaseSet("own", cases), bench)
    assert {figure.name: (figure.estimate.value, figure.estimate.n) for figure in found.figures} == {
        "caught": (1.0, 1), "passed": (1.0, 1), "named": (1.0, 1),
        "caught_later": (0.5, 2), "passed_later": (1.0, 1), "named_later": (1.0, 1),
    }  # fmt: skip
    assert values(await measured(later)) == {
        "truth.caught@theirs": 0.5, "truth.passed@theirs": 1.0, "truth.named@theirs": 1.0
    }  # fmt: skip


async def test_routing_follows_plans_of_several_steps_without_doing_anything(tmp_path: Path) -> None:
    results = await measured(written(tmp_path, ROUTING))
    assert values(results) == {"routing.tools@theirs": 1.0, "routing.arguments@theirs": 0.5}
    (failing,) = results.sets[0].measured.failing
    assert (failing.case, failing.expected, failing.found) == (
        "wrong", 'show_job {"job": "5"}', 'show_job {"job": "3"}'
    )  # fmt: skip
    assert "user: my jobs" in failing.input


async def test_a_file_may_name_its_suite_and_others_relative_to_itself(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    written(tmp_path / "files", RESUME, "ada.txt")
    text = """
suite: extraction
cases:
- {id: ada, kind: resume, file: files/ada.txt, expected: {name: Ada Byron, employers: [Engine Works, Nowhere Ltd]}}
- {id: scan, kind: resume, text: "", refused: RESUME_EMPTY}
- {id: post, form: text, input: Nurse wanted, error: WRONG_CODE}
"""
    results = await measured(written(tmp_path, text))
    assert values(results) == {
        "extraction.resumes.faultless@theirs": 0.0,
        "extraction.resumes.name@theirs": 1.0,
        "extraction.resumes.employers@theirs": pytest.approx(2 / 3),
        "extraction.refusals@theirs": 0.5,
    }
    failing = {case.case: case for case in results.sets[0].measured.failing}
    assert failing["ada"].expected == "employers: ['Engine Works', 'Nowhere Ltd']"
    assert failing["ada"].found == "employers: ['Engine Works']"
    assert (failing["post"].expected, failing["post"].found) == ("refused with WRONG_CODE", "refused with NO_POSTING")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("cases: [", "is not YAML"),
        ("cases: []", "needs a list `cases`"),
        ("cases: [{id: a, colour: red}]", "tells no suite"),
        ("suite: cooking\ncases: [{id: a}]", "`suite` is 'cooking'; there are routing, matching, ranking, extraction"),
        ("cases: [{id: a, says: x, expect: [{tool: show_jobs}]}]", "case 1 (a): there is no tool 'show_jobs'"),
        ("cases: [{id: a, says: x, expect: [{tool: show_job, arguments: {jop: 1}}]}]", "show_job takes no jop"),
        ("cases: [{id: a, says: x, expect: none, area: garden}]", "there is no area 'garden'"),
        ("cases: [{id: a, kind: resume, file: cv.pdf, expected: {name: A}}]", "case 1 (a): there is no file cv.pdf"),
        ("cases: [{id: a, kind: resume, text: x, expected: {nome: A}}]", "there is no field nome; there are name"),
        ("cases: [{id: a, kind: resume, text: x}]", "needs `expected`"),
        ("cases: [{id: a, form: html, input: x, expected: {title: A}}]", "a page needs its `url`"),
        ("cases: [{form: text, input: x, expected: {title: A}}]", "case 1: lacks `id`"),
        ("cases: [{id: a, sentence: x, honest: true}]", "lacks facts"),
        ("batch: The New\ncases: [{id: a, facts: [x], sentence: x, honest: true}]", "`batch` is one word"),
        ("cases: [{id: a, query: x, candidates: [{title: b}]}]", "case a needs at least two"),
    ],
)
async def test_a_wrong_file_is_told_where_and_what(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(AppError) as caught:
        await measured(written(tmp_path, text))
    assert complaint in caught.value.message
    assert "theirs.yaml" in caught.value.message


def results_with(value: float, baseline: float | None = None, name: str = "own") -> Results:
    figure = Figure("truth.caught", Estimate(value, value - 0.0507, 1.0, 40), "inventions", baseline)
    case = Failing("<script>alert(1)</script>", "let pass", "{{ 7 * 7 }}", "refused", "let pass")
    chart = Chart("By kind", (("number", figure.estimate),))
    found = Measured((figure,), (chart,), (), (case,))
    return Results("offline", "2026-06-01T09:00:00+00:00", (SetResult("truth", name, 40, 1.0, found),))


def test_baselines_are_only_ever_raised(tmp_path: Path) -> None:
    path = tmp_path / "baselines.json"
    assert raise_baselines(results_with(0.95), path) == {"truth.caught": 0.899}
    assert raise_baselines(results_with(0.90), path) == {}
    assert read_baselines(path) == {"truth.caught": 0.899}
    assert raise_baselines(results_with(1.0), path) == {"truth.caught": 0.949}
    assert not results_with(0.9, baseline=0.901).passed
    assert results_with(0.9, baseline=0.9).passed


def test_the_page_stands_alone_and_runs_nothing_of_a_case() -> None:
    page = as_html(results_with(0.9, baseline=0.95))
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ 7 * 7 }}" in page
    assert "1 of 1 figures below the baseline" in page
    assert not [word for word in ("src=", "@import", "http://", "https://", "url(") if word in page]
    plain = json.loads(as_json(results_with(0.9, baseline=0.95)))
    assert plain["passed"] is False
    assert plain["sets"][0]["figures"][0] == {
        "name": "truth.caught", "counts": "inventions", "baseline": 0.95, "value": 0.9, "low": pytest.approx(0.8493),
        "high": 1.0, "n": 40,
    }  # fmt: skip
    assert plain["sets"][0]["failing"][0]["expected"] == "refused"


def test_exit_codes(tmp_path: Path) -> None:
    """0 measured and reached, 1 below a baseline or a figure lost, 2 cannot be measured."""
    cases = str(written(tmp_path, TRUTH))
    gate = written(tmp_path, '{"truth.caught@theirs": 0.9, "truth.passed@theirs": 0.9}', "gate.json")
    lost = written(tmp_path, '{"truth.forgotten": 0.9}', "lost.json")
    cli = CliRunner()
    assert cli.invoke(app, ["run", "--cases", cases]).exit_code == 0
    below = cli.invoke(app, ["run", "--cases", cases, "--baselines", str(gate)])
    assert below.exit_code == 1
    assert "below the baseline: truth.caught@theirs" in below.stdout
    missing = cli.invoke(app, ["run", "--cases", cases, "--baselines", str(lost)])
    assert missing.exit_code == 1
    assert "not measured, though there is a baseline: truth.forgotten" in " ".join(missing.stdout.split())
    unknown = cli.invoke(app, ["run", "--suite", "cooking"])
    assert unknown.exit_code == 2
    assert "There are: routing" in unknown.stderr
    model = cli.invoke(app, ["run", "--suite", "truth", "--model", "nobody/nothing"])
    assert model.exit_code == 2
    assert "offline" in model.stderr
    assert cli.invoke(app, ["run", "--suite", "truth", "--cases", str(tmp_path / "none.yaml")]).exit_code == 2
