"""The suites by name, and how files of cases find theirs."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.case_files import CasesError, read_yaml
from evals.suites import (
    alerts,
    cleaning,
    dedup,
    extraction,
    forms,
    injection,
    letters,
    matching,
    prep,
    ranking,
    replies,
    reply_chance,
    routing,
    transfer,
    truth,
)
from evals.suites.suite import Suite
from store.errors import ValidationError

SUITES: Mapping[str, Suite] = {
    suite.name: suite
    for suite in (
        routing.SUITE,
        matching.SUITE,
        ranking.SUITE,
        extraction.SUITE,
        truth.SUITE,
        letters.SUITE,
        prep.SUITE,
        cleaning.SUITE,
        dedup.SUITE,
        alerts.SUITE,
        replies.SUITE,
        reply_chance.SUITE,
        injection.SUITE,
        transfer.SUITE,
        forms.SUITE,
    )
}
CASES = Path(__file__).resolve().parents[1] / "cases"
OWN = "own"


def suites(names: Sequence[str]) -> list[Suite]:
    """The suites of these names, all without any. Raises ValidationError `SUITE_UNKNOWN` listing what there is."""
    for name in names:
        if name not in SUITES:
            listed = "; ".join(f"{suite.name} ({suite.about})" for suite in SUITES.values())
            raise ValidationError(f"There is no suite {name!r}. There are: {listed}.", code="SUITE_UNKNOWN")
    return [SUITES[name] for name in dict.fromkeys(names)] or list(SUITES.values())


def suite_of(path: Path, wanted: Sequence[Suite]) -> Suite:
    """The suite of a file: by its top-level `suite`, by --suite when that names one, or by what its first case has.

    Raises CasesError when none fits, or the one that does was not asked for.
    """
    data = read_yaml(path)
    stated = data.get("suite")
    if stated is not None and stated not in SUITES:
        raise CasesError(f"{path}: `suite` is {stated!r}; there are {', '.join(SUITES)}")
    if stated is None and len(wanted) == 1:
        return wanted[0]
    found = SUITES[stated] if stated is not None else _fitting(data["cases"][0], path)
    if found not in wanted:
        raise CasesError(f"{path}: holds cases of the suite {found.name}, which --suite leaves out")
    return found


def _fitting(case: Any, path: Path) -> Suite:
    found = [suite for suite in SUITES.values() if isinstance(case, Mapping) and suite.fits(case)]
    if len(found) != 1:
        raise CasesError(
            f"{path}: its first case tells no suite. Write `suite: NAME` at the top of the file, or give --suite NAME; "
            f"the suites are {', '.join(SUITES)}"
        )
    return found[0]
