"""Alerts: mails of job boards read to openings, field by field; and mails that are none left alone."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.case_files import CasesError, entries
from evals.intervals import Share, of_values
from evals.results import Chart, Failing, Figure, Measured
from evals.scorers.alerts import FIELDS, score_alert
from evals.scorers.counts import Counts
from evals.suites.suite import CaseSet, Suite, Workbench
from tools.email.alerts import generic
from tools.email.alerts.reading import mail_of_file, read_alert
from tools.email.alerts.registry import PARSERS
from tools.email.alerts.schemas import AlertReading

NONE = "none"


@dataclass(frozen=True, slots=True)
class AlertCase:
    """A mail's file, whose board it is (`none`: no alert), and the openings it shows."""

    id: str
    board: str
    file: Path
    expected: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading a mail gave; the counts are empty for a mail that is no alert."""

    case: AlertCase
    reading: AlertReading
    counts: Mapping[str, Counts]

    @property
    def right(self) -> bool:
        """Whether every opening was found with every field, and nothing else."""
        if self.case.board == NONE:
            return not self.reading.postings
        return self.reading.parser == self.case.board and all(one.perfect for one in self.counts.values())


def load(path: Path) -> Sequence[AlertCase]:
    """The cases of a file; raises CasesError naming the case and the field."""
    return [_case(where, raw, path.parent) for where, raw in entries(path)]


def _case(where: str, raw: Mapping[str, Any], folder: Path) -> AlertCase:
    board, file, postings = raw.get("board"), folder / str(raw.get("file")), raw.get("postings")
    boards = (*PARSERS, generic.NAME, NONE)
    if board not in boards:
        raise CasesError(f"{where}: `board` is {board!r}; there are {', '.join(boards)}")
    if not file.is_file():
        raise CasesError(f"{where}: there is no file {raw.get('file')} in {folder}")
    if not isinstance(postings, list) or bool(postings) == (board == NONE):
        raise CasesError(f"{where}: needs `postings`, a list that is empty only for the board {NONE}")
    for posting in postings:
        _check_posting(where, posting)
    return AlertCase(str(raw["id"]), str(board), file, postings)


def _check_posting(where: str, posting: Any) -> None:
    if not isinstance(posting, Mapping) or not posting.get("title"):
        raise CasesError(f"{where}: every posting needs a `title`")
    if unknown := sorted(set(posting) - set(FIELDS)):
        raise CasesError(f"{where}: a posting has no {', '.join(unknown)}; it has {', '.join(FIELDS)}")


_LABELLED = re.compile(r"companyName:\s*'(?P<company>(?:[^'\\]|\\.)*)'.*?name:\s*'(?P<title>(?:[^'\\]|\\.)*)'", re.S)


def shared(folder: Path) -> Iterable[CaseSet]:
    """Mails beside the checkout whose openings somebody listed: titles and employers."""
    found = list(_labelled(folder / "alert_emails"))
    return [CaseSet("labelled-mails", found)] if found else []


def _labelled(folder: Path) -> Iterator[AlertCase]:
    for listed in sorted(folder.glob("*/*.expectedOutput.js")):
        text = listed.read_text(encoding="utf-8")
        expected = [match.groupdict() for match in _LABELLED.finditer(text)]
        for ending in ("html", "txt"):
            mail = listed.with_name(listed.name.replace("expectedOutput.js", f"body.{ending}"))
            if mail.is_file():
                yield AlertCase(f"{listed.parent.name}-{ending}", "wellfound", mail, expected)


async def measure(cases: CaseSet, bench: Workbench) -> Measured:  # noqa: ARG001 - the signature is a suite's
    """Read every mail; figures per board and field, and how many mails are wholly right."""
    outcomes = [_outcome(case) for case in cases.cases]
    alerts = [one for one in outcomes if one.case.board != NONE]
    others = [one for one in outcomes if one.case.board == NONE]
    figures = [Figure("mails.right", Share(sum(one.right for one in alerts), len(alerts)).estimate, "mails")]
    if others:
        left = Share(sum(one.right for one in others), len(others))
        figures.append(Figure("others.left_alone", left.estimate, "mails"))
    bars = []
    boards: dict[str, list[Outcome]] = {}
    for one in alerts:
        boards.setdefault(one.case.board, []).append(one)
    for name, chosen in ({"all": alerts} | boards).items():
        for field in ("postings", *FIELDS):
            figures += _figures(f"{name}.{field}", [one.counts[field] for one in chosen if field in one.counts])
        whole = Share(sum(one.right for one in chosen), len(chosen)).estimate
        bars.append((name, whole))
    failing = tuple(_failing(one) for one in outcomes if not one.right)
    return Measured(tuple(figures), (Chart.worst_first("Mails wholly right, by board", bars),), (), failing)


def _outcome(case: AlertCase) -> Outcome:
    reading = read_alert(mail_of_file(case.file.name, case.file.read_bytes()))
    return Outcome(case, reading, score_alert(case.expected, reading.postings) if case.board != NONE else {})


def _figures(name: str, counts: Sequence[Counts]) -> list[Figure]:
    """F1, precision and recall, each as far as there are values to count."""
    right = [one.right for one in counts]
    wholes: dict[str, list[float]] = {
        name: [one.whole for one in counts],
        f"{name}.precision": [one.right + one.wrong for one in counts],
        f"{name}.recall": [one.right + one.missed for one in counts],
    }
    estimates = {figure: of_values(right, whole) for figure, whole in wholes.items()}
    return [Figure(figure, estimate, "values") for figure, estimate in estimates.items() if estimate.n]


def _failing(outcome: Outcome) -> Failing:
    wrong = [field for field, counts in outcome.counts.items() if not counts.perfect]
    notes = [note for counts in outcome.counts.values() for note in counts.notes]
    titles = [posting.title for posting in outcome.reading.postings]
    return Failing(
        case=outcome.case.id,
        reason=", ".join(wrong) or f"read as {outcome.reading.parser}",
        input=str(outcome.case.file.name),
        expected="\n".join(str(one["title"]) for one in outcome.case.expected) or "no opening",
        found="\n".join(notes or titles),
    )


SUITE = Suite(
    name="alerts",
    about="job alert mails to openings",
    own=("alerts.v1.yaml",),
    fits=lambda case: "board" in case and "postings" in case,
    load=load,
    measure=measure,
    shared=shared,
)
