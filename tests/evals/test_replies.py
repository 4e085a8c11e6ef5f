"""The suites replies and injection: files are checked, confidences are counted ones, labelled mails are read surely."""

import asyncio
from pathlib import Path

import pytest

from evals.case_files import CasesError
from evals.chosen import choose
from evals.intervals import Share
from evals.scorers import injection as hostile
from evals.scorers import replies as scorer
from evals.scorers.replies import ACTING, judge, precision, strengths
from evals.suites import injection, replies
from evals.suites.suite import CaseSet, Workbench
from store.settings import Settings
from tools.email.replies.classifying import ACT_AT
from tools.email.replies.evidence import table_rows

CASES = Path(replies.__file__).resolve().parents[1] / "cases"


def test_figures_of_a_batch_stand_apart(tmp_path: Path) -> None:
    first, later = tmp_path / "first.yaml", tmp_path / "later.yaml"
    mail = "from: Acme <hr@acme.example>, text: You were not selected for the role.}\n"
    first.write_text(f"suite: replies\ncases:\n  - {{id: a, kind: rejection, {mail}", encoding="utf-8")
    later.write_text(f"suite: replies\nbatch: late\ncases:\n  - {{id: b, kind: offer, {mail}", encoding="utf-8")
    cases = CaseSet("own", [*scorer.load_cases(first), *scorer.load_cases(later)])
    bench = Workbench(choose("offline", Settings()), Settings())
    found = {one.name: one.estimate.value for one in asyncio.run(replies.measure(cases, bench)).figures}
    assert (found["right"], found["right_late"]) == (1, 0)
    assert found["acting_late.rejection"] == 0
    later.write_text("batch: Too Late\ncases:\n  - {id: b}\n", encoding="utf-8")
    with pytest.raises(CasesError, match="one word"):
        scorer.load_cases(later)


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("{id: a, kind: rejection, from: x}", "needs `text` or `html`"),
        ("{id: a, kind: sad, from: x, text: y}", "`kind` is 'sad'"),
        ("{id: a, kind: other, from: x, text: y, mood: z}", "has no mood"),
        ("{id: a, kind: other, from: x, text: y, meets: soon}", "ISO 8601"),
        ("{id: a, kind: other, from: x, text: y, applications: [{title: t}]}", "`applications`"),
    ],
)
def test_wrong_cases_are_refused(tmp_path: Path, case: str, said: str) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(f"suite: replies\ncases:\n  - {case}\n", encoding="utf-8")
    with pytest.raises(CasesError, match=said):
        replies.SUITE.load(path)


def test_hostile_cases_name_what_must_not_happen(tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text("suite: injection\ncases:\n  - {id: a, form: mail, text: x}\n", encoding="utf-8")
    with pytest.raises(CasesError, match="`never` one of"):
        injection.SUITE.load(path)


def test_confidences_are_what_was_counted_on_our_own_cases() -> None:
    counted = {(kind, strength): (share.hits, share.total) for (kind, strength), share in _strengths().items()}
    table = {(row[0], row[1]): (int(row[2]), int(row[3])) for row in table_rows("confidence.v1.tsv")}
    assert table == counted


def _strengths() -> dict[tuple[str, str], Share]:
    return strengths(case for name in replies.SUITE.own for case in scorer.load_cases(CASES / name))


def test_nothing_hostile_changes_anything_and_an_honest_mail_does() -> None:
    outcomes = hostile.attack(case for name in injection.SUITE.own for case in hostile.load_cases(CASES / name))
    assert len(outcomes) >= 110
    assert [one.case.id for one in outcomes if one.happened and not one.case.plausible] == []


def test_the_same_measure_sees_what_an_honest_mail_changes(tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(
        "suite: injection\ncases:\n  - {id: a, form: mail, never: status, "
        "from: Northwind <hr@northwind.example>, subject: News, "
        "text: 'You were not selected for the Data Engineer role at Northwind.'}\n",
        encoding="utf-8",
    )
    assert hostile.attack(hostile.load_cases(path))[0].happened == (
        "saved became dismissed", "applied became dismissed", "interviewing became dismissed",
    )  # fmt: skip


def test_what_would_act_on_labelled_mails_is_right(shared_data: Path) -> None:
    """Of third-party mails read surely as a rejection, an invitation or an offer, 95 in 100 are."""
    judged = [one for cases in replies.shared(shared_data) for one in judge(cases.cases)]
    assert len(judged) >= 90
    for kind in ACTING:
        share = precision(judged, kind, acting=True)
        assert share.value >= ACT_AT, f"{kind}: {share.hits} of {share.total}"
    assert precision(judged, "rejection", acting=True).total >= 30
    assert scorer.quotes(judged).value == 1
