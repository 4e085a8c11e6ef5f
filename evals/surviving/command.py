"""`jobwright eval survive`: the long trials, printed."""

import tempfile
from pathlib import Path

from rich.console import Console

from evals.surviving.trial import Trial, survive
from store.errors import ValidationError

MODES = {"alone": (False,), "scale": (True,), "both": (False, True)}


async def main(runs: int, kills: int, seconds: float, mode: str, seed: int) -> bool:
    """Run the trials; says whether nothing was wrong. Raises ValidationError for a mode there is none of."""
    if mode not in MODES:
        raise ValidationError(f"There is no mode '{mode}': say {', '.join(MODES)}.", code="MODE_UNKNOWN")
    console, good = Console(markup=False), True
    for at_scale in MODES[mode]:
        with tempfile.TemporaryDirectory(prefix="jobwright-survive-", ignore_cleanup_errors=True) as folder:
            home = Path(folder)
            home.chmod(0o755)
            try:
                report = await survive(Trial(runs, kills, seconds, at_scale, seed), home)
            except TimeoutError as problem:
                console.print(f"{'at scale' if at_scale else 'alone'}: WRONG: {problem}")
                good = False
                continue
        console.print(
            f"{'at scale' if at_scale else 'alone'}: {runs} searches, {sum(report.killed.values())} kills "
            f"({report.killed}) in {report.seconds:.0f} s: {report.statuses}, begun so many times: {report.attempts}, "
            f"{report.openings} openings"
        )
        console.print("  nothing lost, nothing twice" if not report.wrong else "  WRONG: " + "; ".join(report.wrong))
        good = good and not report.wrong
    return good
