"""Pay compared per year, in one currency; what cannot be compared is left unjudged."""

from tools.jobs.matching.preferences import Preferences
from tools.jobs.schemas import Salary, SalaryPeriod

_PER_YEAR: dict[SalaryPeriod, float] = {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1}
_FLOOR = 0.6


def pay_score(salary: Salary | None, wish: Preferences | None) -> tuple[float | None, str]:
    """0 to 100 for how far the pay reaches the wished minimum, with the reason; None when it cannot be judged."""
    if salary is None or (salary.min is None and salary.max is None):
        return None, "The posting states no pay"
    if wish is None or wish.salary_min is None:
        return None, "No pay is wished for"
    if salary.currency and wish.salary_currency and salary.currency.upper() != wish.salary_currency.upper():
        return None, f"The pay is in {salary.currency}, the wish in {wish.salary_currency}"
    period = salary.period or _period_guess(salary, wish)
    if period is None:
        return None, "The posting does not say for which period the pay is"
    wished = wish.salary_min * _PER_YEAR[wish.salary_period]
    low = (salary.min if salary.min is not None else salary.max or 0.0) * _PER_YEAR[period]
    high = (salary.max if salary.max is not None else salary.min or 0.0) * _PER_YEAR[period]
    if not wished or low >= wished:
        return 100.0, "The pay is at least the wished minimum"
    if high >= wished:
        return 85.0, "The wished minimum lies within the pay range"
    score = max(0.0, 85.0 * (high / wished - _FLOOR) / (1 - _FLOOR))
    return score, f"The pay reaches {high / wished:.0%} of the wished minimum"


def _period_guess(salary: Salary, wish: Preferences) -> SalaryPeriod | None:
    """The wish's period when the amounts are of one size, else unknown."""
    amount = salary.max or salary.min or 0.0
    return wish.salary_period if wish.salary_min and 1 / 3 <= amount / wish.salary_min <= 3 else None
